"""The kinds of things this site is made of: the facts of each, its fixed sections, and the order of
its page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from nyth.content import model


class Facts(model.Record):
    """What every entity has. `reviewed`: the day its facts were last held against the sources;
    `reviewed_cy`: the day a fluent reader went through the Welsh, `reviewed_advice`: the day a
    practitioner went through what we suggest, both absent until one has."""

    id: model.Id
    sources: Annotated[model.Ids, Field(min_length=1)]
    reviewed: datetime.date
    reviewed_cy: datetime.date | None = None
    reviewed_advice: datetime.date | None = None
    agreed: model.Agreement = {}
    awaiting: model.Awaiting | None = None


class Ordered(Facts):
    """Facts of a kind whose things stand in an order of their own."""

    order: model.Order


class Theme(Ordered):
    """The principles that a theme tells of."""

    principles: model.Ids = []


class PrincipleLink(model.Strict):
    """`link` says whose reading it is that the two belong together."""

    id: model.Id
    link: Literal["source", "ours"]


class CaseStudy(Facts):
    """What an example is of, and when it was."""

    type: model.Id
    regions: model.Ids = []
    principles: Annotated[list[PrincipleLink], model.AS_LIST] = []
    values: model.Ids = []
    barriers: model.Ids = []
    date: model.PartialDate | None = None


class Barrier(Ordered):
    """The principles that a barrier stands in the way of."""

    principles: model.Ids


class Training(Ordered):
    """What a course takes of those who go on it."""

    form: Literal["self-paced", "recording", "meeting", "video"]
    sessions: model.Amount | None = None
    minutes: model.Amount | None = None
    cost: Literal["free"] | None = None
    account: bool | None = None
    frequency: Literal["monthly", "two-monthly"] | None = None
    principles: model.Ids = []


FindingKind = Literal[
    "national", "progress", "practice", "voice", "challenge", "response", "next-step"
]


class Finding(model.Strict):
    """What a yearly update says at one place of it. `kind`: of progress, of one practice, what
    people said, a challenge, what is done about one, of the whole country, or what is to come;
    the lists: what it concerns."""

    id: model.Id
    at: Annotated[list[model.SourcePlace], Field(min_length=1)]
    kind: FindingKind
    principles: model.Ids = []
    regions: model.Ids = []
    barriers: model.Ids = []
    examples: model.Ids = []
    roles: model.Ids = []


class Update(Facts):
    """A yearly update by those who look after the framework. `source`: the page; `partial`:
    whether only a part of it could be read."""

    year: model.Year
    source: model.Id
    partial: bool = False
    findings: Annotated[list[Finding], Field(min_length=1)]


class RegionSite(model.Bilingual):
    """The region's own website, when it was last opened, and any caution."""

    en: model.Url | None = None
    cy: model.Url | None = None
    checked: datetime.date
    note: model.Both | None = None


class Contact(model.Bilingual):
    """Whom to ask in a region; goes stale by itself, see `checked`."""

    en: model.Words
    cy: model.Words
    url: model.Url | None = None
    checked: datetime.date


class Council(model.Named):
    """`also`: what else it is called; `towns`: its main ones, which no source gives."""

    also: model.WordList = []
    towns: list[model.Both] = []


class Region(Ordered):
    """The facts of a region. `councils_from`: the source of the list of its councils; `tile`: its
    place on the map, as column, row, columns, rows."""

    local_authorities: Annotated[list[Council], Field(min_length=1)]
    councils_from: model.Id | None = None
    tile: Annotated[list[model.Order], Field(min_length=4, max_length=4)] | None = None
    health_board: model.Named
    site: RegionSite | None = None
    contact: Contact | None = None


class Session(Ordered):
    """A training session on a principle. `minutes`: of a plan, by its id, the steps that take
    another time here than the plan says, by theirs."""

    principle: model.Id
    minutes: Annotated[dict[model.Id, dict[model.Id, model.Amount]], model.AS_DICT] = {}


@dataclass(frozen=True)
class SectionRule:
    """A fixed section of a kind.

    id: its anchor; per_finding: a sub-heading for each finding; heading: where its wording stands
    in words.yml, if not under its id; ours: whether it is our own advice; parts: its fixed
    sub-headings; per_principle: a sub-heading for each principle instead; questions: how many
    numbered questions it must hold in each place.
    """

    id: str
    heading: str = ""
    ours: bool = False
    parts: tuple[str, ...] = ()
    per_principle: bool = False
    per_finding: bool = False
    questions: int = 0

    @property
    def word(self) -> str:
        return self.heading or self.id

    @property
    def part_ids(self) -> list[str]:
        """The anchors of its fixed sub-headings, under which their wording stands too."""
        return [f"{self.id}-{part}" for part in self.parts]


@dataclass(frozen=True)
class Kind:
    """A kind of entity: its folder, model, fixed sections, and the order of its page. What
    `layout` names beyond `sections` is added by the site from the links between things."""

    id: str
    folder: str
    model: type[Facts]
    sections: tuple[SectionRule, ...]
    layout: tuple[str, ...]


def _kind(name: str, folder: str, facts: type[Facts], layout: str, *sections: SectionRule) -> Kind:
    return Kind(name, folder, facts, sections, tuple(layout.split()))


def _questions(least: int, *parts: str) -> SectionRule:
    return SectionRule("questions", ours=True, parts=parts, questions=least)


def _ours(section: str, *parts: str, heading: str = "") -> SectionRule:
    return SectionRule(section, ours=True, parts=parts, heading=heading)


_rule = SectionRule
_KINDS = (
    _kind(
        "theme", "themes", Theme, "meaning feels-like principles questions sources",
        _rule("meaning"), _ours("feels-like"), _ours("principles"), _questions(3),
    ),
    _kind(
        "principle", "principles", Ordered,
        "brief meaning found in-practice feels-like gets-in-the-way examples questions activity "
        "values progress learn ask sources",
        _ours("brief"), _rule("meaning"), _ours("in-practice", "person", "team", "system"),
        _ours("feels-like"), _rule("gets-in-the-way"),
        _questions(2, "person", "team", "organisation"), _ours("activity"),
    ),
    _kind(
        "value", "values", Ordered, "meaning changes examples questions sources",
        _rule("meaning"), _rule("changes", ours=True, per_principle=True), _questions(5),
    ),
    _kind(
        "barrier", "barriers", Barrier, "meaning found others try questions ask sources",
        _rule("meaning", heading="barrier-meaning"), _rule("others"), _ours("try"), _questions(5),
    ),
    _kind(
        "case-study", "case-studies", CaseStudy, "what found glance take unknown sources",
        _rule("what"), _ours("take"), _rule("unknown"),
    ),
    _kind(
        "training", "training", Training, "glance what for-whom take-part unknown sources",
        _rule("what"), _rule("for-whom"), _rule("take-part"), _rule("unknown"),
    ),
    _kind(
        "region", "regions", Region, "about who practice found ask unknown sources",
        _rule("about"), _rule("practice"), _rule("unknown"),
    ),
    _kind(
        "update", "updates", Update, "about found sources",
        _rule("about", heading="update-about"),
        _rule("found", heading="update-found", per_finding=True),
    ),
    _kind(
        "role", "roles", Ordered,
        "opening week points questions found barriers examples ask sources",
        _ours("opening", heading="role-opening"), _ours("week"), _questions(3),
    ),
    _kind(
        "session", "sessions", Session,
        "aim outcomes words plans activity questions closing worked room files sources",
        _ours("aim", heading="session-aim"), _ours("outcomes", heading="session-outcomes"),
        _ours("words", heading="session-words"), _ours("closing", heading="session-closing"),
        _ours("worked", heading="session-worked"),
    ),
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.id: kind for kind in _KINDS}
