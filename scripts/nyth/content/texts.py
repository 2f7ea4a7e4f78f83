"""Every text of the library, enumerated once: what stands in both languages in `.yml` files, and
all that people wrote."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from nyth.content.library import Library
from nyth.content.model import Both, Place, Record, Term


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
    both: Both | Term

    def __getitem__(self, lang: str) -> str:
        return self.both[lang]


def labels(library: Library) -> Iterator[Label]:
    """Everything that is said in both languages outside the Markdown files."""
    sites = ((f"region.{r.id}", "fact", r.facts.site) for r in library.of("region"))
    for group, kind, record in (*_records(library), *(site for site in sites if site[2])):
        for name, place, value in _inside(group, record, record.place):
            if isinstance(value, (Both, Term)):
                yield Label(name, group or name, kind, place, value)


def _records(library: Library) -> Iterator[tuple[str, Any, Record]]:
    """The records of the files that say something in both languages: name, kind of label, record.
    All that words.yml says has a name of its own."""
    if library.words:
        yield "", "words", library.words
    lists: tuple[tuple[str, str, Iterable[Record]], ...] = (
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
    elif isinstance(value, (BaseModel, dict)):
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
