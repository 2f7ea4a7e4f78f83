"""What people write in `.yml` files and front matter, as typed models: one description for
checking, pages and data. Nothing here reads files or knows a framework by name.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    ValidationError,
    WrapValidator,
    create_model,
)
from pydantic_core import PydanticCustomError

from nyth.content.textcheck import DEVICE
from nyth.problems import Problem

# A host with no user name before it, nothing that could end an attribute, no letters that look like
# others.
WEB_ADDRESS = (
    r"://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?(/[A-Za-z0-9._~/@!$&*+,;=:%()-]*)?"
    r"(\?[A-Za-z0-9._~/@!$&*+,;=:%()?-]*)?(#[A-Za-z0-9._~/@!$&*+,;=:%()?-]*)?$"
)
# What a text may lead to outside of the site: another one, or a telephone number to ring.
OUTSIDE = re.compile(rf"https{WEB_ADDRESS}|tel:\+?[0-9]{{3,15}}$")
# What each pattern stands for is a key of `expected` in messages.yml. The one form of ids and slugs
# is written in two ways, so that each is told by its own name.
PATTERNS: dict[str, str] = {}


def _form(name: str, pattern: str, most: int | None = None) -> Any:
    PATTERNS[pattern] = name
    limits = StringConstraints(pattern=pattern, max_length=most)
    return Annotated[str, limits, AfterValidator(_no_device)]


def _no_device(value: str) -> str:
    if DEVICE.fullmatch(value):
        raise PydanticCustomError("device", "no name for a file on Windows")
    return value


Id = _form("id", r"^[a-z0-9]+(-[a-z0-9]+)*$", 80)
Slug = _form("slug", r"^[a-z0-9]+(?:-[a-z0-9]+)*$", 80)
PageSlug = _form("slug", r"^([a-z0-9]+(-[a-z0-9]+)*)?$", 80)
Url = _form("url", f"^https?{WEB_ADDRESS}", 600)
_DATE = _form("partial-date", r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")
PartialDate = Annotated[_DATE, AfterValidator(lambda value: _on_the_calendar(value))]
SourcePlace = _form("source-place", r"^[a-z0-9-]+(/[0-9]+)?$")
RepositoryPath = _form("repository-path", r"^[a-z0-9-]+(/[a-z0-9-]+)*(\.(yml|md))?$", 200)
# "id" or "id#section".
Spot = _form("spot", r"^[a-z0-9]+(-[a-z0-9]+)*(#[a-z0-9]+(-[a-z0-9]+)*)?$", 160)
Address = _form("address", r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$", 200)
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Summary = Annotated[str, StringConstraints(min_length=1, max_length=160)]
Order = Annotated[int, Field(ge=0, le=1000)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Amount = Annotated[int, Field(ge=0, le=100_000)]
Sure = Literal["official", "attested", "proposed"]

# A key that is left empty is an empty list or table, which is what its writer meant.
AS_LIST = BeforeValidator(lambda value: [] if value is None else value)
AS_DICT = BeforeValidator(lambda value: {} if value is None else value)
Ids = Annotated[list[Id], AS_LIST]
Slugs = Annotated[list[Slug], AS_LIST]
WordList = Annotated[list[Words], AS_LIST]
Addresses = Annotated[list[Address], AS_LIST]
Days = Annotated[dict[str, datetime.date], AS_DICT]


def _on_the_calendar(value: str) -> str:
    try:
        datetime.date.fromisoformat(f"{value}-01-01"[: len("2026-11-21")])
    except ValueError as error:
        raise PydanticCustomError("partial-date", "a day that is none") from error
    return value


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


_NOWHERE = Place("")


class Strict(BaseModel):
    """Unknown keys are errors, and nothing changes after loading."""

    # most models are parts of others and never need a validator of their own
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Record(Strict):
    """What stands in a file, as a whole or as a part of it, and knows where."""

    # a default would be copied for each
    _place: Place = PrivateAttr(default_factory=lambda: _NOWHERE)

    @property
    def place(self) -> Place:
        return self._place


class Bilingual(Strict):
    """Something in both languages: `label["cy"]`."""

    def __getitem__(self, lang: str) -> Any:
        return getattr(self, lang)


def _bilingual(name: str, of: Any, default: Any = ...) -> Any:
    """A model of the same in both languages."""
    return create_model(name, __base__=Bilingual, en=(of, default), cy=(of, default))


# A short label.
Both = _bilingual("Both", Words)
# A label that may be known in one language only, and the address of a page where one was seen.
EitherLabel = _bilingual("EitherLabel", Words | None, None)
EitherUrl = _bilingual("EitherUrl", Url | None, None)
BothLists = _bilingual("BothLists", WordList, [])
# A folder of the site.
BothSlugs = _bilingual("BothSlugs", Slug)


class Named(Both):
    """An official name; `sure` says how sure the Welsh form is."""

    sure: Sure


# Agreement


class Accepted(Bilingual):
    """A section whose two texts were accepted as saying the same. Any text is allowed as a
    fingerprint, so that a slip in it is answered as a change and not as an error of form."""

    on: datetime.date
    en: Words
    cy: Words


Agreement = Annotated[dict[str, Accepted], AS_DICT]


class Awaiting(Strict):
    """One language may stay behind for a while: which, until when, and why."""

    lang: Literal["en", "cy"]
    due: datetime.date
    reason: Words


class AgreedFile(Record):
    """What things without facts of their own would say of themselves, by id or "id#section"."""

    agreed: Agreement = {}
    awaiting: Annotated[dict[str, Awaiting], AS_DICT] = {}
    reviewed_cy: Days = {}
    reviewed_advice: Days = {}
    ours: WordList = []

    @functools.cached_property
    def by_id(self) -> dict[str, dict[str, Accepted]]:
        """What was accepted of each text, by section ("text" for a short text)."""
        texts: dict[str, dict[str, Accepted]] = {}
        for name, accepted in self.agreed.items():
            target, _, section = name.partition("#")
            texts.setdefault(target, {})[section or "text"] = accepted
        return texts


# Rows of files


class Source(Record):
    """A page that facts come from. What tells its paragraphs is there if it is covered in full."""

    id: Id
    title: EitherLabel
    publisher: EitherLabel
    url: EitherUrl
    date: PartialDate | None = None
    read: Literal["whole", "top", "slug", "general"]
    licence: Literal["ogl", "other"]
    note: Both | None = None
    parts: Annotated[dict[str, Amount], AS_DICT] = {}
    carried: Annotated[dict[SourcePlace, Spot], AS_DICT] = {}
    left_out: Annotated[dict[SourcePlace, Words], AS_DICT] = {}


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
    """Something that could not be found out, and how to settle it in a minute."""

    id: Id
    missing: Both
    read: Annotated[Ids, Field(min_length=1)]
    looked: datetime.date
    settle: Both
    url: EitherUrl = EitherUrl()
    files: Annotated[list[RepositoryPath], Field(min_length=1)]


class Term(Record, Bilingual):
    """A glossary term."""

    id: Id
    en: Words
    cy: Words
    meaning: Both
    synonyms: BothLists = BothLists()
    avoid: BothLists = BothLists()
    sure: Sure
    source: Url | None = None
    note: Both | None = None


class PlanStep(Record):
    """A step of a plan. `shows`: what of the principle is used in it."""

    id: Id
    minutes: Amount
    name: Both
    text: Both
    shows: Literal["brief", "activity", "questions", "barriers"] | None = None


class Plan(Record):
    """How a session of one length goes, whatever principle it is on. `minutes`: all of it."""

    id: Id
    minutes: Amount
    title: Both
    needs: Both
    steps: Annotated[list[PlanStep], Field(min_length=1)]

    def timed(self, session: Any = None) -> list[tuple[PlanStep, int]]:
        """The steps with their minutes in a session, or as the plan has them."""
        own = session.minutes.get(self.id, {}) if session else {}
        return [(step, own.get(step.id, step.minutes)) for step in self.steps]


class Former(Record, Bilingual):
    """What had a permanent link and went into something else: a page, by its id, or a section, as
    "id#section". `to`: where it is now; the languages: addresses that it had, below the folder of
    the language. Without `id`, only addresses that a page had."""

    id: Spot | None = None
    to: Spot
    en: Addresses = []
    cy: Addresses = []


class MenuItem(Record):
    """A page in the menu; under it the things of the kind that it lists, or other pages."""

    page: Id
    list: bool = False
    pages: Ids = []


class Broken(NamedTuple):
    """A row that is not as it should be; the others are read all the same."""

    written: Any
    error: ValidationError


def _or_broken(written: Any, validate: Callable[[Any], Any]) -> Any:
    try:
        return validate(written)
    except ValidationError as error:
        return Broken(written, error)


def _list_file(**rows: type[Record]) -> Any:
    checked = {key: Annotated[row, WrapValidator(_or_broken)] for key, row in rows.items()}
    lists = {key: (Annotated[list[row], AS_LIST], []) for key, row in checked.items()}
    return create_model(next(iter(rows)), __base__=Record, **lists)


# The files of lists, by their names.
LISTS: dict[str, type[Record]] = {
    "former.yml": _list_file(former=Former),
    "framework.yml": _list_file(menu=MenuItem),
    "gaps.yml": _list_file(gaps=Gap),
    "glossary.yml": _list_file(terms=Term),
    "plans.yml": _list_file(plans=Plan),
    "ratings.yml": _list_file(scale=ScaleLevel, ratings=Rating),
    "sources.yml": _list_file(sources=Source),
    "timeline.yml": _list_file(timeline=Event),
}


# Other files


class _Matter(Record):
    title: Title
    slug: Slug
    summary: Summary
    search: WordList = []
    former: Slugs = []


class FrontMatter(_Matter):
    """The block at the top of a text of an entity. `labels`: of a role, the words in bold with
    which the points of practice that are for it begin."""

    labels: WordList = []


class PageMatter(_Matter):
    """The block at the top of a hand-written page. The home page has an empty slug."""

    slug: PageSlug


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
    kinds: Annotated[dict[str, KindWords], Field(min_length=1)]
    headings: Annotated[dict[str, Both], Field(min_length=1)]
    text: Annotated[dict[str, Both], AS_DICT] = {}
    ui: Annotated[dict[str, Both], AS_DICT] = {}

    def heading(self, key: str, lang: str) -> str:
        """The wording of a fixed heading; the key itself where there is none."""
        return self.headings[key][lang] if key in self.headings else key

    def word(self, key: str, lang: str) -> str:
        """A short text; the key itself where there is none."""
        both = self.text.get(key) or self.ui.get(key)
        return both[lang] if both else key


Measure = dict[Literal["states", "faults"], int]


class MeasuredCheck(Strict):
    """How many states of pages one check looked at, and how many faults it found in them, on this
    site and on the stock theme with the same words."""

    check: Id
    site: Measure
    stock: Measure


class Measured(Record):
    """How accessible the site is: measured on which day, with what, on how many pages."""

    on: datetime.date
    versions: dict[str, Words]
    pages: dict[Literal["site", "stock"], int]
    checks: list[MeasuredCheck]
