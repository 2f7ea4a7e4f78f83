"""Every text of the library, enumerated once: what stands in both languages in `.yml` files, and
all that people wrote."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from nyth.content.library import Library
from nyth.content.model import Bilingual, Place, WordsFile

# The list that the texts of each group stand in.
GROUPS = {
    "term": "terms",
    "source": "sources",
    "event": "timeline",
    "gap": "gaps",
    "rating": "ratings",
    "scale": "scale",
}


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
        yield from _words(library.words)
    for term in library.glossary:
        group = f"term.{term.id}"
        yield Label(group, group, "term", term.place, term, name=True)
        yield from _of(group, "term", term, term.place, "meaning", "note")
    for level in library.scale:
        yield from _of(f"scale.{level.level}", "fact", level, level.place, "label", "sense")
    for rating in library.ratings:
        group = f"rating.{rating.principle}.{rating.year}"
        yield from _of(group, "fact", rating, rating.place, "reason")
    dates: Counter[str] = Counter()
    for event in library.timeline:
        dates[event.date] += 1
        again = f".{dates[event.date]}" if dates[event.date] > 1 else ""
        yield from _of(f"event.{event.date}{again}", "fact", event, event.place, "when", "what")
    for gap in library.gaps:
        yield from _of(f"gap.{gap.id}", "fact", gap, gap.place, "missing", "settle")
    for source in library.sources.values():
        yield from _of(f"source.{source.id}", "fact", source, source.place, "note")
    for plan in library.plans:
        group = f"plan.{plan.id}"
        yield from _of(group, "words", plan, plan.place, "title", "needs")
        for n, step in enumerate(plan.steps):
            for key in ("name", "text"):
                place = plan.place.at("steps", n, key)
                yield Label(f"{group}.{step.id}.{key}", group, "words", place, getattr(step, key))
    for region in library.of("region"):
        if site := region.facts.site:
            group, place = f"region.{region.id}", region.facts.place.at("site")
            yield from _of(group, "fact", site, place, "note")


def _words(words: WordsFile) -> Iterator[Label]:
    kinds = sorted(words.kinds.items())
    groups: list[tuple[tuple[str, ...], dict[str, Any]]] = [
        (("site",), dict(words.site)),
        (("headings",), words.headings),
        *((("kinds", kind), {"one": k.one, "many": k.many}) for kind, k in kinds),
        (("text",), words.text),
        (("ui",), words.ui),
    ]
    for keys, entries in groups:
        for key, both in entries.items():
            name, place = ".".join((*keys, key)), words.place.at(*keys, key)
            yield Label(name, name, "words", place, both, name=keys[0] == "kinds")


def _of(group: str, kind: Any, record: Any, place: Place, *keys: str) -> Iterator[Label]:
    for key in keys:
        if (both := getattr(record, key)) is not None:
            yield Label(f"{group}.{key}", group, kind, place.at(key), both)


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
    written: list[tuple[Place, Any]] = [(text.place, text.matter) for _, text in library.texts()]
    records = [thing.facts for thing in library.things.values()]
    records += [library.words, library.agreements, *library.menu, *library.sources.values()]
    records += [*library.scale, *library.ratings, *library.timeline, *library.glossary]
    records += [*library.plans, *library.former, *library.gaps]
    written += [(record.place, record) for record in records if record]
    for place, record in written:
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
