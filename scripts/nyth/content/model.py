"""The kinds of things this site is made of, as typed models: one description for checking, pages
and data.

Facts are pydantic models, read from `.yml` files; nothing here reads files or knows a framework by
name.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, StringConstraints
from pydantic_core import PydanticCustomError

from nyth.content.patterns import (
    ID,
    PARTIAL_DATE,
    REPOSITORY_PATH,
    SLUG,
    SOURCE_PLACE,
    SUMMARY_LENGTH,
    URL,
)
from nyth.problems import Problem

Id = Annotated[str, StringConstraints(pattern=ID, max_length=80)]
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=80)]
Url = Annotated[str, StringConstraints(pattern=URL, max_length=600)]
PartialDate = Annotated[str, StringConstraints(pattern=PARTIAL_DATE)]
SourcePlace = Annotated[str, StringConstraints(pattern=SOURCE_PLACE)]
RepositoryPath = Annotated[str, StringConstraints(pattern=REPOSITORY_PATH, max_length=200)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Summary = Annotated[str, StringConstraints(min_length=1, max_length=SUMMARY_LENGTH)]
Order = Annotated[int, Field(ge=0, le=1000)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Amount = Annotated[int, Field(ge=0, le=100_000)]
Sure = Literal["official", "attested", "proposed"]


def as_list(value: Any) -> Any:
    """A key that is left empty is an empty list, which is what its writer meant."""
    return [] if value is None else value


def _as_dict(value: Any) -> Any:
    return {} if value is None else value


def _true_or_false(value: Any) -> Any:
    """MkDocs reads this key as well, and takes every other word for yes."""
    if value not in ("true", "false", True, False):
        raise PydanticCustomError("bool", "true or false")
    return value


Ids = Annotated[list[Id], BeforeValidator(as_list)]
Slugs = Annotated[list[Slug], BeforeValidator(as_list)]
WordList = Annotated[list[Words], BeforeValidator(as_list)]


@dataclass(frozen=True)
class Place:
    """Where a value stands: the path of its file, as it can be opened, and its keys in it.

    lines: the 1-based lines of all values of the file by their keys; not part of what the place is.
    """

    path: str
    keys: tuple[str | int, ...] = ()
    lines: Mapping[tuple, int] = field(default_factory=dict, compare=False, repr=False)

    def at(self, *keys: str | int) -> Place:
        """The place of something inside this value."""
        return Place(self.path, (*self.keys, *keys), self.lines)

    def line(self, *keys: str | int) -> int:
        """The line of a value inside this one, or of the nearest thing around it."""
        path = (*self.keys, *keys)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, rule: str, *keys: str | int, **values: Any) -> Problem:
        """A problem with a value inside this one."""
        return Problem(self.path, self.line(*keys), rule, values)


class Strict(BaseModel):
    """Unknown keys are errors, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Record(Strict):
    """Facts that stand in a file, or a row of a file of rows, and know where."""

    _place: Place = PrivateAttr(default=Place(""))

    @property
    def place(self) -> Place:
        return self._place


class Bilingual(Strict):
    """Something in both languages: `label["cy"]`."""

    def __getitem__(self, lang: str) -> Any:
        return getattr(self, lang)


class Both(Bilingual):
    """A short label in both languages."""

    en: Words
    cy: Words


class EitherLabel(Bilingual):
    """A label that may be known in one language only."""

    en: Words | None = None
    cy: Words | None = None


class EitherUrl(Bilingual):
    """The address of a page in each language; null where none was seen."""

    en: Url | None = None
    cy: Url | None = None


class BothLists(Bilingual):
    """Words of each language."""

    en: WordList = []
    cy: WordList = []


class BothSlugs(Bilingual):
    """A folder of the site in both languages."""

    en: Slug
    cy: Slug


class Named(Bilingual):
    """An official name; `sure` says how sure the Welsh form is."""

    en: Words
    cy: Words
    sure: Sure


class Accepted(Bilingual):
    """A section whose two texts were accepted as saying the same: on which day, and the
    fingerprint of each. Any text is allowed as a fingerprint, so that a slip in it is answered
    as a change and not as an error of form."""

    on: datetime.date
    en: Words
    cy: Words


Agreement = Annotated[dict[str, Accepted], BeforeValidator(_as_dict)]


class Awaiting(Strict):
    """One language may stay behind for a while: which, until when, and why."""

    lang: Literal["en", "cy"]
    due: datetime.date
    reason: Words


class AgreedFile(Record):
    """What entities say of themselves, for everything that has no facts of its own: by "id", or
    "id#section"."""

    agreed: Agreement = {}
    awaiting: Annotated[dict[str, Awaiting], BeforeValidator(_as_dict)] = {}
    reviewed_cy: Annotated[dict[str, datetime.date], BeforeValidator(_as_dict)] = {}
    reviewed_advice: Annotated[dict[str, datetime.date], BeforeValidator(_as_dict)] = {}

    @functools.cached_property
    def by_id(self) -> dict[str, dict[str, Accepted]]:
        """What was accepted of each text, by section ("" for a short text)."""
        texts: dict[str, dict[str, Accepted]] = {}
        for name, accepted in self.agreed.items():
            target, _, section = name.partition("#")
            texts.setdefault(target, {})[section] = accepted
        return texts


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
    principles: Annotated[list[PrincipleLink], BeforeValidator(as_list)] = []
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


class Role(Ordered):
    """Work that people do, by which they look for what concerns them."""


class Source(Record):
    """A page that facts come from. `read` says how far it was readable. Of one that is carried
    whole: `parts`, how many paragraphs each of its parts has; `carried`, "id" or "id#section" of
    where a paragraph is told, if no finding tells it; `left_out`, why one is told nowhere."""

    id: Id
    title: EitherLabel
    publisher: EitherLabel
    url: EitherUrl
    date: PartialDate | None = None
    read: Literal["whole", "top", "slug", "general"]
    licence: Literal["ogl", "other"]
    note: Both | None = None
    parts: Annotated[dict[str, Amount], BeforeValidator(_as_dict)] = {}
    carried: Annotated[dict[SourcePlace, Words], BeforeValidator(_as_dict)] = {}
    left_out: Annotated[dict[SourcePlace, Words], BeforeValidator(_as_dict)] = {}


class ScaleLevel(Record):
    level: Annotated[int, Field(ge=0, le=10)]
    label: Both
    sense: Both


class Rating(Record):
    """An average that the boards gave themselves; null with a reason where none is known."""

    principle: Id
    year: Year
    value: Annotated[float, Field(allow_inf_nan=False)] | None
    reason: Both | None = None
    source: Id


class Event(Record):
    """A dated step in the story of the framework."""

    date: PartialDate
    when: Both
    what: Both
    source: Id


class Gap(Record):
    """Something that could not be found out. `read`: the sources it was looked for in, until
    `looked`; `settle`: where it surely is, and how to settle it in a minute, beginning at `url`;
    `files`: what to change then."""

    id: Id
    missing: Both
    read: Annotated[Ids, Field(min_length=1)]
    looked: datetime.date
    settle: Both
    url: EitherUrl = EitherUrl()
    files: Annotated[list[RepositoryPath], Field(min_length=1)]


class Term(Record):
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

    def __getitem__(self, lang: str) -> str:
        return getattr(self, lang)


class FrontMatter(Strict):
    """The block at the top of a text of an entity. `labels`: of a role, the words in bold with
    which the points of practice that are for it begin."""

    title: Title
    slug: Slug
    summary: Summary
    search: WordList = []
    former: Slugs = []
    labels: WordList = []


class PageMatter(Strict):
    """The block at the top of a hand-written page. The home page has an empty slug."""

    title: Title
    slug: Slug | Literal[""]
    summary: Summary
    search: WordList = []
    former: Slugs = []
    render_macros: Annotated[bool, BeforeValidator(_true_or_false)] = False


class SiteWords(Strict):
    name: Both
    mark: Both
    description: Both


class KindWords(Strict):
    slug: BothSlugs
    one: Both
    many: Both


class WordsFile(Record):
    """Every word the site itself says: names, headings, and short texts of pages and templates."""

    site: SiteWords
    kinds: dict[str, KindWords]
    headings: dict[str, Both]
    text: dict[str, Both] = {}
    ui: dict[str, Both] = {}

    def heading(self, key: str, lang: str) -> str:
        """The wording of a fixed heading; the key itself where there is none."""
        return self.headings[key][lang] if key in self.headings else key


class MenuItem(Record):
    """A page in the menu; under it the things of the kind that it lists, or other pages."""

    page: Id
    list: bool = False
    pages: Ids = []
