"""What the content is once it has been read: things with texts in both languages, and records
beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nyth.content import model, plans, regions
from nyth.content.former import Former
from nyth.content.markdown import Fragment
from nyth.content.measured import Measured
from nyth.content.model import FrontMatter, PageMatter, Place


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


@dataclass(frozen=True)
class Kind:
    """A kind of entity: its folder, model, fixed sections, and the order of its page. What
    `layout` names beyond `sections` is added by the site from the links between things."""

    id: str
    folder: str
    model: type[model.Facts]
    sections: tuple[SectionRule, ...]
    layout: tuple[str, ...]


def _kind(
    name: str, folder: str, facts: type[model.Facts], layout: str, *sections: SectionRule
) -> Kind:
    return Kind(name, folder, facts, sections, tuple(layout.split()))


def _questions(least: int, *parts: str) -> SectionRule:
    return SectionRule("questions", ours=True, parts=parts, questions=least)


def _ours(section: str, *parts: str, heading: str = "") -> SectionRule:
    return SectionRule(section, ours=True, parts=parts, heading=heading)


_rule = SectionRule
_KINDS = (
    _kind(
        "theme", "themes", model.Theme, "meaning feels-like principles questions sources",
        _rule("meaning"), _ours("feels-like"), _ours("principles"), _questions(3),
    ),
    _kind(
        "principle", "principles", model.Principle,
        "brief meaning found in-practice feels-like gets-in-the-way examples questions activity "
        "values progress learn ask sources",
        _ours("brief"), _rule("meaning"), _ours("in-practice", "person", "team", "system"),
        _ours("feels-like"), _rule("gets-in-the-way"),
        _questions(2, "person", "team", "organisation"), _ours("activity"),
    ),
    _kind(
        "value", "values", model.Value, "meaning changes examples questions sources",
        _rule("meaning"), _rule("changes", ours=True, per_principle=True), _questions(5),
    ),
    _kind(
        "barrier", "barriers", model.Barrier, "meaning found others try questions ask sources",
        _rule("meaning", heading="barrier-meaning"), _rule("others"), _ours("try"), _questions(5),
    ),
    _kind(
        "case-study", "case-studies", model.CaseStudy, "what found glance take unknown sources",
        _rule("what"), _ours("take"), _rule("unknown"),
    ),
    _kind(
        "training", "training", model.Training, "glance what for-whom take-part unknown sources",
        _rule("what"), _rule("for-whom"), _rule("take-part"), _rule("unknown"),
    ),
    _kind(
        "region", "regions", regions.Region, "about who practice found ask unknown sources",
        _rule("about"), _rule("practice"), _rule("unknown"),
    ),
    _kind(
        "update", "updates", model.Update, "about found sources",
        _rule("about", heading="update-about"),
        _rule("found", heading="update-found", per_finding=True),
    ),
    _kind(
        "role", "roles", model.Role,
        "opening week points questions found barriers examples ask sources",
        _ours("opening", heading="role-opening"), _ours("week"), _questions(3),
    ),
    _kind(
        "session", "sessions", plans.Session,
        "aim outcomes words plans activity questions closing worked room files sources",
        _ours("aim", heading="session-aim"), _ours("outcomes", heading="session-outcomes"),
        _ours("words", heading="session-words"), _ours("closing", heading="session-closing"),
        _ours("worked", heading="session-worked"),
    ),
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.id: kind for kind in _KINDS}
PAGE = "page"


@dataclass(frozen=True)
class Part:
    """A piece of a text under one heading: its anchor, the heading as written, the line of that,
    and what is under it, as far as the next heading of its level. The text before the first
    heading has the anchor ""."""

    id: str
    heading: str
    line: int
    body: Fragment


@dataclass(frozen=True)
class Section(Part):
    """A section; `body` ends where its parts begin."""

    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Text:
    """One language of a thing. `written`: all that stands under its front matter, as one piece."""

    lang: str
    place: Place
    matter: FrontMatter | PageMatter
    lead: Part
    sections: tuple[Section, ...]
    written: Fragment = Fragment()

    @property
    def title(self) -> str:
        return self.matter.title

    @property
    def summary(self) -> str:
        return self.matter.summary

    def section(self, section_id: str) -> Section | None:
        return next((s for s in self.sections if s.id == section_id), None)

    @property
    def parts(self) -> Iterator[Part]:
        """Everything that stands under one heading, in order; the text before the first comes
        first."""
        yield self.lead
        for section in self.sections:
            yield section
            yield from section.parts


@dataclass(frozen=True)
class Thing:
    """What has a page of its own: an entity, with facts, or a hand-written page, without."""

    id: str
    kind: str
    texts: dict[str, Text]
    facts: Any = None

    def __getitem__(self, lang: str) -> Text:
        return self.texts[lang]

    @property
    def order(self) -> tuple[int, str]:
        return getattr(self.facts, "order", 0), self.id

    @property
    def is_page(self) -> bool:
        return self.kind == PAGE

    @property
    def path(self) -> str:
        """The file to name where the thing as a whole is meant."""
        return self["en"].place.path if self.is_page else self.facts.place.path


@dataclass(frozen=True)
class Library:
    """All of the content that could be read, checked for form.

    things: by id, entities first; pictures: names that texts may show, to the names they are
    published under; unread: ids, and paths of files, that could not be read whole, so that nobody
    takes them for absent or empty; unread_lists: the same of lists, by the key that each stands
    under in its file.
    """

    words: model.WordsFile | None = None
    menu: tuple[model.MenuItem, ...] = ()
    things: dict[str, Thing] = field(default_factory=dict)
    sources: dict[str, model.Source] = field(default_factory=dict)
    scale: tuple[model.ScaleLevel, ...] = ()
    ratings: tuple[model.Rating, ...] = ()
    timeline: tuple[model.Event, ...] = ()
    gaps: tuple[model.Gap, ...] = ()
    glossary: tuple[model.Term, ...] = ()
    plans: tuple[plans.Plan, ...] = ()
    former: tuple[Former, ...] = ()
    agreements: model.AgreedFile = model.AgreedFile()
    measured: Measured | None = None
    pictures: dict[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    unread_lists: frozenset[str] = frozenset()

    def of(self, kind: str) -> list[Thing]:
        """The things of a kind, in their order."""
        return sorted((t for t in self.things.values() if t.kind == kind), key=lambda t: t.order)

    def texts(self) -> Iterator[tuple[Thing, Text]]:
        """Every text in either language, with the thing that it is of."""
        for thing in self.things.values():
            for text in thing.texts.values():
                yield thing, text

    def naming(self, kind: str, key: str, target: str) -> list[Thing]:
        """The things of a kind whose facts name `target` under `key`."""
        return [t for t in self.of(kind) if target in ids(t.facts, key)]


def ids(facts: Any, key: str) -> list[str]:
    """The ids that facts name under a key; links that say more than the id count as well."""
    return [getattr(item, "id", item) for item in getattr(facts, key, None) or []]
