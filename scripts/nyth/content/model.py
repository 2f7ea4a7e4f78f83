"""The things this site is made of, as typed models: one description for checking, pages and data.

Facts are pydantic models, read from `<kind>.yml`; words are `Text`, read from `en.md` and `cy.md`.
Nothing here reads files or knows a framework by name.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80), Field(title="id")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80), Field(title="slug")]
# A host and no user name before it, nothing that could end an attribute, no letters that look like others.
WEB_ADDRESS = (
    r"://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?(/[A-Za-z0-9._~/@!$&*+,;=:%()-]*)?"
    r"(\?[A-Za-z0-9._~/@!$&*+,;=:%()?-]*)?(#[A-Za-z0-9._~/@!$&*+,;=:%()?-]*)?$"
)
Url = Annotated[str, StringConstraints(pattern=f"^https?{WEB_ADDRESS}", max_length=600), Field(title="url")]
PARTIAL_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
PartialDate = Annotated[str, StringConstraints(pattern=PARTIAL_DATE), Field(title="partial-date")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000), Field(title="non-empty")]
Summary = Annotated[str, StringConstraints(min_length=1, max_length=160), Field(title="summary")]
Order = Annotated[int, Field(ge=0, le=1000)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Amount = Annotated[int, Field(ge=0, le=100_000)]
Sure = Literal["official", "attested", "proposed"]


def _as_list(value: Any) -> Any:
    """A key that is left empty is an empty list, which is what its writer meant."""
    return [] if value is None else value


def _as_dict(value: Any) -> Any:
    return {} if value is None else value


def _true_or_false(value: Any) -> Any:
    """MkDocs reads this key as well, and takes every other word for yes."""
    if value not in ("true", "false", True, False):
        raise ValueError("true or false")
    return value


Ids = Annotated[list[Id], BeforeValidator(_as_list)]
WordList = Annotated[list[Words], BeforeValidator(_as_list)]


class Strict(BaseModel):
    """Unknown keys are errors, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Both(Strict):
    """A short label in both languages."""

    en: Words
    cy: Words


class EitherLabel(Strict):
    """A label that may be known in one language only."""

    en: Words | None = None
    cy: Words | None = None


class EitherUrl(Strict):
    """The address of a page in each language; null where none was seen."""

    en: Url | None = None
    cy: Url | None = None


class BothLists(Strict):
    """Words of each language."""

    en: WordList = []
    cy: WordList = []


class Agreement(Strict):
    """The two texts that were accepted as saying the same thing: a fingerprint of each section, in a row. Any text
    is allowed, so that a slip in it is answered with the right line and not with an error of form."""

    on: datetime.date
    en: Words
    cy: Words


class Awaiting(Strict):
    """One language may stay behind for a while: which, until when, and why."""

    lang: Literal["en", "cy"]
    due: datetime.date
    reason: Words


class AgreedFile(Strict):
    """What entities say of themselves, for everything that has no facts of its own: by id."""

    agreed: Annotated[dict[str, Agreement], BeforeValidator(_as_dict)] = {}
    awaiting: Annotated[dict[str, Awaiting], BeforeValidator(_as_dict)] = {}
    reviewed_cy: Annotated[dict[str, datetime.date], BeforeValidator(_as_dict)] = {}


class Facts(Strict):
    """What every entity has. `reviewed`: the day its facts were last held against the sources;
    `reviewed_cy`: the day a fluent reader went through the Welsh, absent until one has."""

    id: Id
    sources: Annotated[Ids, Field(min_length=1)]
    reviewed: datetime.date
    reviewed_cy: datetime.date | None = None
    agreed: Agreement | None = None
    awaiting: Awaiting | None = None


class Ordered(Facts):
    order: Order


class Theme(Ordered):
    principles: Ids = []


class Principle(Ordered):
    pass


class Value(Ordered):
    pass


class PrincipleLink(Strict):
    """`link` says whose reading it is that the two belong together."""

    id: Id
    link: Literal["source", "ours"]


class CaseStudy(Facts):
    type: Id
    regions: Ids = []
    principles: Annotated[list[PrincipleLink], BeforeValidator(_as_list)] = []
    values: Ids = []
    barriers: Ids = []
    date: PartialDate | None = None


class Barrier(Ordered):
    principles: Ids


class Training(Ordered):
    form: Literal["self-paced", "recording", "meeting", "video"]
    sessions: Amount | None = None
    minutes: Amount | None = None
    cost: Literal["free"] | None = None
    account: bool | None = None
    frequency: Literal["monthly", "two-monthly"] | None = None
    principles: Ids = []


class Measure(Strict):
    """How many states of pages were looked at, and how many faults were found in them."""

    states: int
    faults: int


class MeasuredCheck(Strict):
    """What one check found on this site and on the stock theme with the same words."""

    check: Id
    site: Measure
    stock: Measure


class MeasuredPages(Strict):
    site: int
    stock: int


class Measured(Strict):
    """The last results of measuring how accessible the site is: on which day, with what, on how many pages."""

    on: datetime.date
    versions: dict[str, Words]
    pages: MeasuredPages
    checks: list[MeasuredCheck]


class Named(Strict):
    """An official name; `sure` says how sure the Welsh form is."""

    en: Words
    cy: Words
    sure: Sure


class RegionSite(Strict):
    """The region's own website, when it was last opened, and any caution."""

    en: Url | None = None
    cy: Url | None = None
    checked: datetime.date
    note: Both | None = None


class Contact(Strict):
    """Whom to ask in a region; goes stale by itself, see `checked`."""

    en: Words
    cy: Words
    url: Url | None = None
    checked: datetime.date


class Region(Ordered):
    local_authorities: Annotated[list[Named], Field(min_length=1)]
    health_board: Named
    site: RegionSite | None = None
    contact: Contact | None = None


class Source(Strict):
    """A page that facts come from. `read` says how far it was readable."""

    id: Id
    title: EitherLabel
    publisher: EitherLabel
    url: EitherUrl
    date: PartialDate | None = None
    read: Literal["whole", "top", "slug", "general"]
    licence: Literal["ogl", "other"]
    note: Both | None = None


class ScaleLevel(Strict):
    level: Annotated[int, Field(ge=0, le=10)]
    label: Both
    sense: Both


class Rating(Strict):
    """An average that the boards gave themselves; null with a reason where none is known."""

    principle: Id
    year: Year
    value: Annotated[float, Field(allow_inf_nan=False)] | None
    reason: Both | None = None
    source: Id


class Event(Strict):
    """A dated step in the story of the framework."""

    date: PartialDate
    when: Both
    what: Both
    source: Id


class Term(Strict):
    """A glossary term. `avoid`: renderings that are not used; `sure`: how sure the Welsh is."""

    id: Id
    en: Words
    cy: Words
    meaning: Both
    synonyms: BothLists = BothLists()
    avoid: BothLists = BothLists()
    sure: Sure
    source: Url | None = None
    note: Both | None = None


class FrontMatter(Strict):
    """The block at the top of a text of an entity."""

    title: Annotated[Words, StringConstraints(max_length=120)]
    slug: Slug
    summary: Summary
    search: WordList = []
    former: Annotated[list[Slug], BeforeValidator(_as_list)] = []


class PageMatter(Strict):
    """The block at the top of a hand-written page. The home page has an empty slug."""

    title: Annotated[Words, StringConstraints(max_length=120)]
    slug: Slug | Literal[""]
    summary: Summary
    search: WordList = []
    former: Annotated[list[Slug], BeforeValidator(_as_list)] = []
    render_macros: Annotated[bool, BeforeValidator(_true_or_false)] = False


@dataclass(frozen=True)
class Part:
    """A sub-section: its anchor, heading as written, line and Markdown."""

    id: str
    heading: str
    line: int
    body: str


@dataclass(frozen=True)
class Section:
    """A section: its anchor, heading as written, line, the Markdown before any sub-heading, and parts."""

    id: str
    heading: str
    line: int
    body: str
    parts: tuple[Part, ...] = ()

    @property
    def whole(self) -> str:
        """The section as one Markdown text, sub-headings included."""
        return "\n\n".join([self.body, *(f"### {p.heading}\n\n{p.body}" for p in self.parts)]).strip()


@dataclass(frozen=True)
class Text:
    """One language of an entity or page. `body` is the whole Markdown, beginning on `body_line`."""

    lang: str
    path: str
    matter: FrontMatter | PageMatter
    sections: tuple[Section, ...]
    body: str
    body_line: int

    @property
    def title(self) -> str:
        return self.matter.title

    @property
    def summary(self) -> str:
        return self.matter.summary

    def section(self, section_id: str) -> Section | None:
        return next((s for s in self.sections if s.id == section_id), None)


@dataclass(frozen=True)
class Entity:
    """An entity: its kind, its facts, and its words in both languages."""

    kind: str
    facts: Any
    texts: dict[str, Text]
    path: str

    @property
    def id(self) -> str:
        return self.facts.id

    @property
    def order(self) -> tuple[int, str]:
        return getattr(self.facts, "order", 0), self.id


@dataclass(frozen=True)
class SectionRule:
    """A fixed section of a kind: its anchor, where its heading's wording stands in words.yml, whether it is our own
    advice, its fixed sub-headings (or PER_PRINCIPLE), and how many numbered questions it must hold in each place."""

    id: str
    heading: str = ""
    ours: bool = False
    parts: tuple[str, ...] = ()
    per_principle: bool = False
    questions: int = 0

    @property
    def word(self) -> str:
        return self.heading or self.id


@dataclass(frozen=True)
class Kind:
    """A kind of entity: its folder, model, fixed sections, and the order of its page. What `layout` names
    beyond `sections` is added by the site from the links between things."""

    id: str
    folder: str
    model: type[Facts]
    sections: tuple[SectionRule, ...]
    layout: tuple[str, ...]


def _questions(least: int, parts: tuple[str, ...] = ()) -> SectionRule:
    return SectionRule("questions", ours=True, parts=parts, questions=least)


KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            "theme",
            "themes",
            Theme,
            (
                SectionRule("meaning"),
                SectionRule("feels-like", ours=True),
                SectionRule("principles", ours=True),
                _questions(3),
            ),
            ("meaning", "feels-like", "principles", "questions", "sources"),
        ),
        Kind(
            "principle",
            "principles",
            Principle,
            (
                SectionRule("meaning"),
                SectionRule("in-practice", ours=True, parts=("person", "team", "system")),
                SectionRule("feels-like", ours=True),
                SectionRule("gets-in-the-way"),
                _questions(2, ("person", "team", "organisation")),
                SectionRule("activity", ours=True),
            ),
            (
                "meaning",
                "in-practice",
                "feels-like",
                "gets-in-the-way",
                "examples",
                "questions",
                "activity",
                "values",
                "progress",
                "learn",
                "ask",
                "sources",
            ),
        ),
        Kind(
            "value",
            "values",
            Value,
            (
                SectionRule("meaning"),
                SectionRule("changes", ours=True, per_principle=True),
                _questions(5),
            ),
            ("meaning", "changes", "examples", "questions", "sources"),
        ),
        Kind(
            "barrier",
            "barriers",
            Barrier,
            (
                SectionRule("meaning", heading="barrier-meaning"),
                SectionRule("others"),
                SectionRule("try", ours=True),
                _questions(5),
            ),
            ("meaning", "others", "try", "questions", "ask", "sources"),
        ),
        Kind(
            "case-study",
            "case-studies",
            CaseStudy,
            (
                SectionRule("what"),
                SectionRule("take", ours=True),
                SectionRule("unknown"),
            ),
            ("glance", "what", "take", "unknown", "sources"),
        ),
        Kind(
            "training",
            "training",
            Training,
            (
                SectionRule("what"),
                SectionRule("for-whom"),
                SectionRule("take-part"),
                SectionRule("unknown"),
            ),
            ("glance", "what", "for-whom", "take-part", "unknown", "sources"),
        ),
        Kind(
            "region",
            "regions",
            Region,
            (
                SectionRule("about"),
                SectionRule("practice"),
                SectionRule("unknown"),
            ),
            ("about", "who", "practice", "ask", "unknown", "sources"),
        ),
    )
}


class SiteWords(Strict):
    name: Both
    mark: Both
    description: Both


class BothSlugs(Strict):
    """A folder of the site in both languages."""

    en: Slug
    cy: Slug


class KindWords(Strict):
    slug: BothSlugs
    one: Both
    many: Both


class WordsFile(Strict):
    """Every word the site itself says: names, headings, and short texts of pages and templates."""

    site: SiteWords
    kinds: dict[str, KindWords]
    headings: dict[str, Both]
    text: dict[str, Both] = {}
    ui: dict[str, Both] = {}


class MenuItem(Strict):
    """A page in the menu; under it the things of the kind that it lists, or other pages."""

    page: Id
    list: bool = False
    pages: Ids = []


@dataclass(frozen=True)
class Library:
    """All of the content, checked for form. `pages`: hand-written pages, by id and language; `pictures`: names that texts
    may show, to the names they are published under; `unread`: ids whose files could not be read, so that links to them are not reported as well."""

    words: WordsFile | None = None
    menu: tuple[MenuItem, ...] = ()
    entities: dict[str, Entity] = field(default_factory=dict)
    pages: dict[str, dict[str, Text]] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    scale: tuple[ScaleLevel, ...] = ()
    ratings: tuple[Rating, ...] = ()
    timeline: tuple[Event, ...] = ()
    glossary: tuple[Term, ...] = ()
    agreements: AgreedFile = AgreedFile()
    measured: Measured | None = None
    pictures: dict[str, str] = field(default_factory=dict)
    lines: dict[tuple[str, tuple], int] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()

    def of(self, kind: str) -> list[Entity]:
        """The entities of a kind, in their order."""
        return sorted((e for e in self.entities.values() if e.kind == kind), key=lambda e: e.order)

    def line(self, path: str, *keys: str | int) -> int:
        """The line on which a value stands in a file, or that of the nearest thing around it."""
        while keys and (path, keys) not in self.lines:
            keys = keys[:-1]
        return self.lines.get((path, keys), 1)
