"""Every text of the library, enumerated once: what stands in both languages in `.yml` files, and
all that people wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from nyth.content.library import Library
from nyth.content.model import Bilingual, Both, Place, Record


@dataclass(frozen=True)
class Label:
    """A short text that stands in both languages in a `.yml` file.

    id: "text.ours", "term.camhs", "event.2015.when"; group: what it belongs to, agreed and
    translated together; kind: of words.yml, of a glossary term, or of a dated fact; place: where
    its two languages stand; name: whether it is a name or term, and no sentence that a reader could
    judge.
    """

    id: str
    group: str
    kind: Literal["words", "term", "fact"]
    place: Place
    both: Bilingual
    name: bool = False

    def __getitem__(self, lang: str) -> str:
        return self.both[lang]


def labels(library: Library) -> Iterator[Label]:
    """Everything that is said in both languages outside the Markdown files."""
    if library.words is not None:
        yield from _words(library)
    for term in library.glossary:
        group = f"term.{term.id}"
        yield Label(group, group, "term", term.place, term, name=True)
        yield from _of(term, "term", group, "meaning", "note")
    for level in library.scale:
        yield from _of(level, "fact", f"scale.{level.level}", "label", "sense")
    for rating in library.ratings:
        yield from _of(rating, "fact", f"rating.{rating.principle}.{rating.year}", "reason")
    dates: Counter[str] = Counter()
    for event in library.timeline:
        dates[event.date] += 1
        again = f".{dates[event.date]}" if dates[event.date] > 1 else ""
        yield from _of(event, "fact", f"event.{event.date}{again}", "when", "what")
    for gap in library.gaps:
        yield from _of(gap, "fact", f"gap.{gap.id}", "missing", "settle")
    for source in library.sources.values():
        yield from _of(source, "fact", f"source.{source.id}", "note")
    for plan in library.plans:
        name = f"plan.{plan.id}"
        yield from _of(plan, "words", name, "title", "needs")
        for n, step in enumerate(plan.steps):
            for key in ("name", "text"):
                place = plan.place.at("steps", n, key)
                yield Label(f"{name}.{step.id}.{key}", name, "words", place, getattr(step, key))
    for region in library.of("region"):
        if region.facts.site and region.facts.site.note:
            name, place = f"region.{region.id}", region.facts.place.at("site", "note")
            yield Label(f"{name}.note", name, "fact", place, region.facts.site.note)


def _words(library: Library) -> Iterator[Label]:
    words = library.words
    groups: list[tuple[tuple[str, ...], dict[str, Both]]] = [
        (("site",), dict(words.site)),
        (("headings",), words.headings),
        *(
            (("kinds", kind), {"one": k.one, "many": k.many})
            for kind, k in sorted(words.kinds.items())
        ),
        (("text",), words.text),
        (("ui",), words.ui),
    ]
    for keys, entries in groups:
        for key, both in entries.items():
            name = ".".join((*keys, key))
            yield Label(
                name, name, "words", words.place.at(*keys, key), both, name=keys[0] == "kinds"
            )


def _of(record: Record, kind: Any, group: str, *keys: str) -> Iterator[Label]:
    for key in keys:
        both = getattr(record, key)
        if both is not None:
            yield Label(f"{group}.{key}", group, kind, record.place.at(key), both)


@dataclass(frozen=True)
class Value:
    """A value that somebody wrote in a `.yml` file or front matter. `long`: of words.yml, where
    a text may have several lines and is Markdown."""

    place: Place
    text: str
    long: bool = False

    @property
    def is_address(self) -> bool:
        return self.text.startswith(("https://", "http://"))


def values(library: Library) -> Iterator[Value]:
    """Each value of every front matter and `.yml` file."""
    for _, text in library.texts():
        yield from _values(text.place, text.matter, False)
    for thing in library.things.values():
        if thing.facts is not None:
            yield from _values(thing.facts.place, thing.facts, False)
    if library.words is not None:
        yield from _values(library.words.place, library.words, True)
    rows = (
        library.menu,
        library.sources.values(),
        library.scale,
        library.ratings,
        library.timeline,
        library.plans,
        library.former,
        library.gaps,
    )
    for record in (
        *(record for group in rows for record in group),
        *library.glossary,
        library.agreements,
    ):
        yield from _values(record.place, record, False)


def _values(place: Place, value: Any, long: bool) -> Iterator[Value]:
    if isinstance(value, str):
        yield Value(place, value, long)
    elif isinstance(value, BaseModel):
        for key in type(value).model_fields:
            yield from _values(place.at(key), getattr(value, key), long)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _values(place.at(key), item, long)
    elif isinstance(value, (list, tuple)):
        for n, item in enumerate(value):
            yield from _values(place.at(n), item, long)
