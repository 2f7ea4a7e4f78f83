"""What the content is once it has been read: things with texts in both languages, and records
beside them; where each has its page, and how one links to another."""

import functools
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from nyth import LANGUAGES
from nyth.content import model
from nyth.content.blocks import Mark
from nyth.content.kinds import KINDS, Facts, SectionRule
from nyth.content.markdown import Fragment, Part
from nyth.content.model import FrontMatter, PageMatter, Place

PAGE = "page"

# Of each file that was read, by its path, two hashes: of facts, titles and anchors, on which other
# texts may rest, and of what only its own thing rests on: the words of a text, what was agreed in
# facts. They say in a later run what has changed.
Prints = dict[str, tuple[bytes, bytes]]


@dataclass(frozen=True)
class Text:
    """One language of a thing. `lead`: the text before the first heading; `written`: all that
    stands under its front matter, as one piece."""

    lang: str
    place: Place
    matter: FrontMatter | PageMatter
    lead: Part
    sections: tuple[Part, ...]
    written: Fragment = Fragment()

    def __hash__(self) -> int:
        return hash(self.place)

    @property
    def title(self) -> str:
        return self.matter.title

    @property
    def summary(self) -> str:
        return self.matter.summary

    def section(self, section_id: str) -> Part | None:
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
        """The macros that it calls, in order, but for labels, which are words like its own."""
        marks = (mark for part in self.parts for mark in part.body.of("macro"))
        return [mark for mark in marks if mark.value != "label"]


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
    def section_ids(self) -> list[str]:
        """The anchors of its page, the same in both languages."""
        if self.is_page:
            return [part.id for part in self["en"].parts if part.id]
        parts = (part.id for section in self["en"].sections for part in section.parts)
        return [*KINDS[self.kind].layout, *parts]

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

    def ours(self, thing: Thing) -> list[str]:
        """The sections of a thing that are our own reading, and not what a source says."""
        listed = (name.partition("#") for name in self.agreements.ours if thing.is_page)
        named = [section for page, _, section in listed if page == thing.id]
        return [*named, *(rule.id for rule in thing.rules if rule.ours)]

    def texts(self) -> Iterator[tuple[Thing, Text]]:
        """Every text in either language, with the thing that it is of."""
        for thing in self.things.values():
            for text in thing.texts.values():
                yield thing, text

    @property
    def facts(self) -> list[Facts]:
        """The facts of all things that have some."""
        return [thing.facts for thing in self.things.values() if thing.facts]

    def naming(self, kind: str, key: str, target: str) -> list[Thing]:
        """The things of a kind whose facts name `target` under `key`."""
        return [t for t in self.of(kind) if target in ids(t.facts, key)]

    # Addresses: all are relative to the root of the site and end in a slash

    def folder(self, kind: str, lang: str) -> str:
        """The folder in which the pages of a kind stand."""
        known = self.words.kinds
        return f"{lang}/{known[kind].slug[lang]}/" if kind in known else f"{lang}/"

    def url(self, target: str, lang: str) -> str:
        """The address of a thing, or of a section: "id#section". Raises KeyError."""
        name, mark, section = target.partition("#")
        thing = self.things[name]
        slug = thing[lang].matter.slug
        return self.folder(thing.kind, lang) + (f"{slug}/" if slug else "") + mark + section

    def index(self, kind: str, lang: str) -> str | None:
        """The id of the hand-written page that has the address of a kind, and so lists it."""
        if kind not in self.words.kinds:
            return None
        url = self.folder(kind, lang)
        return next((page.id for page in self.of(PAGE) if self.url(page.id, lang) == url), None)

    def former_urls(self) -> Iterator[tuple[str, str, str]]:
        """Addresses that lead on: (old address, where to as "id" or "id#section", language)."""
        for thing, text in self.texts():
            for slug in text.matter.former:
                yield f"{self.folder(thing.kind, text.lang)}{slug}/", thing.id, text.lang
        for row in self.former:
            for lang in LANGUAGES:
                for path in row[lang]:
                    yield f"{lang}/{path}/", row.to, lang

    def merged(self) -> dict[str, str]:
        """Ids of pages that went into others, to where: "id" or "id#section"."""
        return {row.id: row.to for row in self.former if row.id and "#" not in row.id}

    def former_sections(self, target: str) -> dict[str, list[str]]:
        """The former sections that a page answers for, by the section that holds them now."""
        found: dict[str, list[str]] = {}
        for row in self.former:
            old, (to, _, section) = (row.id or "").partition("#")[2], row.to.partition("#")
            if old and to == target and section:
                found.setdefault(section, []).append(old)
        return found


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


def relative(start: str, target: str) -> str:
    """The link from one address to another; works in any folder and from a disk."""
    here, there = start.split("/")[:-1], target.split("/")
    same = len(os.path.commonprefix([here, there[:-1]]))
    return "../" * (len(here) - same) + "/".join(there[same:]) or "./"


# What stands in both languages in `.yml` files, and all that people wrote there


@dataclass(frozen=True)
class Label:
    """A short text that stands in both languages in a `.yml` file.

    id: "text.ours", "term.camhs", "event.2015.when"; group: what it belongs to, agreed and
    translated together; kind: of words.yml, of a glossary term, or of a dated fact.
    """

    id: str
    group: str
    kind: Literal["words", "term", "fact"]
    place: Place
    both: model.Both | model.Term

    def __getitem__(self, lang: str) -> str:
        return self.both[lang]


def labels(library: Library) -> Iterator[Label]:
    """Everything that is said in both languages outside the Markdown files."""
    sites = ((f"region.{r.id}", "fact", r.facts.site) for r in library.of("region"))
    for group, kind, record in (*_records(library), *(site for site in sites if site[2])):
        for name, place, value in _inside(group, record, record.place):
            if isinstance(value, (model.Both, model.Term)):
                yield Label(name, group or name, kind, place, value)


def _records(library: Library) -> Iterator[tuple[str, Any, model.Record]]:
    """The records of the files that say something in both languages: name, kind of label, record.
    All that words.yml says has a name of its own."""
    if library.words:
        yield "", "words", library.words
    lists: tuple[tuple[str, str, Iterable[model.Record]], ...] = (
        ("term.{0.id}", "term", library.glossary),
        ("scale.{0.level}", "fact", library.scale),
        ("rating.{0.principle}.{0.year}", "fact", library.ratings),
        ("event.{0.date}", "fact", library.timeline),
        ("gap.{0.id}", "fact", library.gaps),
        ("source.{0.id}", "fact", library.sources.values()),
        ("plan.{0.id}", "words", library.plans),
    )
    names: Counter[str] = Counter()
    for form, kind, records in lists:
        for record in records:
            name = form.format(record)
            names[name] += 1
            yield name + (f".{names[name]}" if names[name] > 1 else ""), kind, record


def _inside(name: str, value: Any, place: Place) -> Iterator[tuple[str, Place, Any]]:
    """A value and everything in it, under names of their own."""
    yield name, place, value
    if isinstance(value, list):
        for n, item in enumerate(value):
            own = f"{name.rpartition('.')[0]}.{getattr(item, 'id', '')}"
            yield from _inside(own, item, place.at(n))
    elif isinstance(value, (model.Strict, dict)):
        for key, item in value.items() if isinstance(value, dict) else value:
            yield from _inside(f"{name}.{key}".lstrip("."), item, place.at(key))


def values(library: Library) -> Iterator[tuple[Place, str]]:
    """Each value that somebody wrote in a front matter or `.yml` file, but for words.yml, where a
    text may have several lines and is Markdown."""
    records = [text.matter for _, text in library.texts()]
    records += [record for _, _, record in _records(library) if record is not library.words]
    records += [*library.facts, library.agreements, *library.menu, *library.former]
    for record in records:
        for _, place, value in _inside("", record, record.place):
            if isinstance(value, str):
                yield place, value
