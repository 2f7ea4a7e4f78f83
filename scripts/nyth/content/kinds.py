"""The kinds of things this site is made of: the facts of each, its fixed sections, and the order of
its page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from nyth.content.model import (
    AS_DICT,
    AS_LIST,
    Agreement,
    Amount,
    Awaiting,
    Bilingual,
    Both,
    Id,
    Ids,
    Named,
    Order,
    PartialDate,
    Record,
    SourcePlace,
    Strict,
    Url,
    WordList,
    Words,
    Year,
)


class Facts(Record):
    """What every entity has. `reviewed`: the day its facts were last held against the sources;
    `reviewed_cy`: the day a fluent reader went through the Welsh, `reviewed_advice`: the day a
    practitioner went through what we suggest, both absent until one has."""

    id: Id
    sources: Annotated[Ids, Field(min_length=1)]
    reviewed: datetime.date
    reviewed_cy: datetime.date | None = None
    reviewed_advice: datetime.date | None = None
    agreed: Agreement = {}
    awaiting: Awaiting | None = None


class Ordered(Facts):
    """Facts of a kind whose things stand in an order of their own."""

    order: Order


class Theme(Ordered):
    """The principles that a theme tells of."""

    principles: Ids = []


class PrincipleLink(Strict):
    """`link` says whose reading it is that the two belong together."""

    id: Id
    link: Literal["source", "ours"]


class CaseStudy(Facts):
    """What an example is of, and when it was."""

    type: Id
    regions: Ids = []
    principles: Annotated[list[PrincipleLink], AS_LIST] = []
    values: Ids = []
    barriers: Ids = []
    date: PartialDate | None = None


class Barrier(Ordered):
    """The principles that a barrier stands in the way of."""

    principles: Ids


class Training(Ordered):
    """What a course takes of those who go on it."""

    form: Literal["self-paced", "recording", "meeting", "video"]
    sessions: Amount | None = None
    minutes: Amount | None = None
    cost: Literal["free"] | None = None
    account: bool | None = None
    frequency: Literal["monthly", "two-monthly"] | None = None
    principles: Ids = []


FindingKind = Literal[
    "national", "progress", "practice", "voice", "challenge", "response", "next-step"
]


class Finding(Strict):
    """What a yearly update says at one place of it. `kind`: of progress, of one practice, what
    people said, a challenge, what is done about one, of the whole country, or what is to come;
    the lists: what it concerns."""

    id: Id
    at: Annotated[list[SourcePlace], Field(min_length=1)]
    kind: FindingKind
    principles: Ids = []
    regions: Ids = []
    barriers: Ids = []
    examples: Ids = []
    roles: Ids = []


class Update(Facts):
    """A yearly update by those who look after the framework. `source`: the page; `partial`:
    whether only a part of it could be read."""

    year: Year
    source: Id
    partial: bool = False
    findings: Annotated[list[Finding], Field(min_length=1)]


class RegionSite(Bilingual):
    """The region's own website, when it was last opened, and any caution."""

    en: Url | None = None
    cy: Url | None = None
    checked: datetime.date
    note: Both | None = None


class Contact(Bilingual):
    """Whom to ask in a region; goes stale by itself, see `checked`."""

    en: Words
    cy: Words
    url: Url | None = None
    checked: datetime.date


class Council(Named):
    """`also`: what else it is called; `towns`: its main ones, which no source gives."""

    also: WordList = []
    towns: list[Both] = []


class Region(Ordered):
    """The facts of a region. `councils_from`: the source of the list of its councils; `tile`: its
    place on the map, as column, row, columns, rows."""

    local_authorities: Annotated[list[Council], Field(min_length=1)]
    councils_from: Id | None = None
    tile: Annotated[list[Order], Field(min_length=4, max_length=4)] | None = None
    health_board: Named
    site: RegionSite | None = None
    contact: Contact | None = None


class Session(Ordered):
    """A training session on a principle. `minutes`: of a plan, by its id, the steps that take
    another time here than the plan says, by theirs."""

    principle: Id
    minutes: Annotated[dict[Id, dict[Id, Amount]], AS_DICT] = {}


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
