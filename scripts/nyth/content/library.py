"""What the content is once it has been read: things with texts in both languages, and records
beside them."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nyth.content import model
from nyth.content.blocks import Mark
from nyth.content.kinds import KINDS, SectionRule
from nyth.content.markdown import Fragment, Part
from nyth.content.model import FrontMatter, PageMatter, Place

PAGE = "page"

# Of each file that was read, by its path, two hashes: of facts, titles and anchors, on which other
# texts may rest, and of what only its own thing rests on: the words of a text, what was agreed in
# facts. They say in a later run what has changed.
Prints = dict[str, tuple[bytes, bytes]]


@dataclass(frozen=True)
class Section(Part):
    """A section; `body` ends where its parts begin."""

    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Text:
    """One language of a thing. `lead`: the text before the first heading; `written`: all that
    stands under its front matter, as one piece."""

    lang: str
    place: Place
    matter: FrontMatter | PageMatter
    lead: Part
    sections: tuple[Section, ...]
    written: Fragment = Fragment()

    def __hash__(self) -> int:
        return hash(self.place)

    @property
    def title(self) -> str:
        return self.matter.title

    @property
    def summary(self) -> str:
        return self.matter.summary

    def section(self, section_id: str) -> Section | None:
        return next((s for s in self.sections if s.id == section_id), None)

    @property
    def by_section(self) -> Iterator[tuple[str, Part]]:
        """Every part in order, with the id of its section; the lead is in "lead"."""
        yield "lead", self.lead
        for section in self.sections:
            yield from ((section.id, part) for part in (section, *section.parts))

    @property
    def anchors(self) -> list[str]:
        return [part.id for part in self.parts]

    @property
    def parts(self) -> Iterator[Part]:
        """Everything that stands under one heading, in order."""
        return (part for _, part in self.by_section)

    @property
    def calls(self) -> list[Mark]:
        """The macros that it calls, in order."""
        return [mark for part in self.parts for mark in part.body.of("macro")]


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
    def rules(self) -> tuple[SectionRule, ...]:
        """Its fixed sections."""
        return () if self.is_page else KINDS[self.kind].sections

    @property
    def place(self) -> Place:
        """The place to name where the thing as a whole is meant."""
        return self["en"].place if self.is_page else self.facts.place


@dataclass(frozen=True)
class Library:
    """All of the content that could be read, checked for form.

    things: by id, entities first; pictures: names that texts may show, to the names they are
    published under; unread: ids, paths of files, and names of files of lists, that could not be
    read whole, so that nobody takes them for absent or empty; prints: of the files that it was read
    from.
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
    plans: tuple[model.Plan, ...] = ()
    former: tuple[model.Former, ...] = ()
    agreements: model.AgreedFile = model.AgreedFile()
    measured: model.Measured | None = None
    pictures: dict[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    prints: Prints = field(default_factory=dict)

    @functools.cached_property
    def _kinds(self) -> dict[str, list[Thing]]:
        kinds: dict[str, list[Thing]] = {}
        for thing in sorted(self.things.values(), key=lambda t: t.order):
            kinds.setdefault(thing.kind, []).append(thing)
        return kinds

    def of(self, kind: str) -> list[Thing]:
        """The things of a kind, in their order."""
        return list(self._kinds.get(kind, ()))

    def texts(self) -> Iterator[tuple[Thing, Text]]:
        """Every text in either language, with the thing that it is of."""
        for thing in self.things.values():
            for text in thing.texts.values():
                yield thing, text

    def naming(self, kind: str, key: str, target: str) -> list[Thing]:
        """The things of a kind whose facts name `target` under `key`."""
        return [t for t in self.of(kind) if target in ids(t.facts, key)]


def rewritten(now: Library, before: Prints) -> frozenset[str] | None:
    """The ids of the things whose words or agreement are not as before; None where facts, titles,
    anchors or anything else changed as well, on which much more may rest."""
    rests = [[(path, rest) for path, (rest, _) in p.items()] for p in (now.prints, before)]
    if rests[0] != rests[1]:
        return None
    changed = {path for path, told in now.prints.items() if told != before[path]}
    return frozenset(
        thing.id
        for thing, text in now.texts()
        if text.place.path in changed or thing.place.path in changed
    )


def ids(facts: Any, key: str) -> list[str]:
    """The ids that facts name under a key; links that say more than the id count as well."""
    return [getattr(item, "id", item) for item in getattr(facts, key, None) or []]
