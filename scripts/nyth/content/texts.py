"""Every text of the library, enumerated once: what stands in both languages in `.yml` files, and
all that people wrote."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

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

    @property
    def is_name(self) -> bool:
        """Whether it is a name or term, and no sentence that a reader could judge."""
        return isinstance(self.both, Term) or self.id.startswith("kinds.")


def labels(library: Library) -> Iterator[Label]:
    """Everything that is said in both languages outside the Markdown files."""
    for key, value in library.words or ():
        found = _texts(key, value, library.words.place.at(key))
        yield from (Label(name, name, "words", place, both) for name, place, both in found)
    for term in library.glossary:
        group = f"term.{term.id}"
        yield Label(group, group, "term", term.place, term)
        yield from _of(group, "term", term)
    for level in library.scale:
        yield from _of(f"scale.{level.level}", "fact", level)
    for rating in library.ratings:
        yield from _of(f"rating.{rating.principle}.{rating.year}", "fact", rating)
    dates: Counter[str] = Counter()
    for event in library.timeline:
        dates[event.date] += 1
        again = f".{dates[event.date]}" if dates[event.date] > 1 else ""
        yield from _of(f"event.{event.date}{again}", "fact", event)
    for gap in library.gaps:
        yield from _of(f"gap.{gap.id}", "fact", gap)
    for source in library.sources.values():
        yield from _of(f"source.{source.id}", "fact", source)
    for plan in library.plans:
        yield from _of(f"plan.{plan.id}", "words", plan)
    for region in (region for region in library.of("region") if region.facts.site):
        yield from _of(f"region.{region.id}", "fact", region.facts.site)


def _of(group: str, kind: Any, record: Record) -> Iterator[Label]:
    found = _texts(group, record, record.place)
    return (Label(name, group, kind, place, both) for name, place, both in found)


def _texts(name: str, value: Any, place: Place) -> Iterator[tuple[str, Place, Both]]:
    """Everything that a value says in both languages, under names of its own."""
    if isinstance(value, Both):
        yield name, place, value
    elif isinstance(value, (BaseModel, dict)):
        for key, inside in value.items() if isinstance(value, dict) else value:
            yield from _texts(f"{name}.{key}", inside, place.at(key))
    elif isinstance(value, list):
        for n, inside in enumerate(value):
            own = f"{name.rpartition('.')[0]}.{getattr(inside, 'id', '')}"
            yield from _texts(own, inside, place.at(n))


class Value(NamedTuple):
    """A value that somebody wrote in a `.yml` file or front matter. `long`: of words.yml, where
    a text may have several lines and is Markdown."""

    place: Place
    text: str
    long: bool


def values(library: Library) -> Iterator[Value]:
    """Each value of every front matter and `.yml` file."""
    records = [text.matter for _, text in library.texts()]
    records += [thing.facts for thing in library.things.values()]
    records += [library.words, library.agreements, *library.menu, *library.sources.values()]
    records += [*library.scale, *library.ratings, *library.timeline, *library.glossary]
    records += [*library.plans, *library.former, *library.gaps]
    for record in filter(None, records):
        place = record.place
        for keys, text in _values(record):
            yield Value(place.at(*keys), text, record is library.words)


def _values(record: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    left: list[tuple[tuple[str | int, ...], Any]] = [((), record)]
    while left:
        keys, value = left.pop()
        if isinstance(value, str):
            yield keys, value
        elif isinstance(value, BaseModel):
            left += [((*keys, key), getattr(value, key)) for key in type(value).model_fields]
        elif isinstance(value, dict):
            left += [((*keys, key), item) for key, item in value.items()]
        elif isinstance(value, (list, tuple)):
            left += [((*keys, n), item) for n, item in enumerate(value)]
