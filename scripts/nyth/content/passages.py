"""What people wrote, in pieces: every text, and every short value of a front matter or a `.yml` file, with its line."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from nyth.content.model import Library, Text


def texts(library: Library) -> Iterator[tuple[str, str, Text]]:
    """Every text of the library: (id, kind, or "page", text)."""
    for entity in library.entities.values():
        for text in entity.texts.values():
            yield entity.id, entity.kind, text
    for page, languages in library.pages.items():
        for text in languages.values():
            yield page, "page", text


@dataclass(frozen=True)
class Passage:
    """Something that people wrote: where it begins, whether it is the body of a "page" or of an "entity", or a short text
    of a file of words ("words") or of facts and lists ("short"), and whether a macro may stand in it."""

    path: str
    line: int
    kind: str
    text: str
    macros: bool = False

    def at(self, place: int) -> int:
        """The line of a place in the text. A short text is all on the line of its key."""
        return self.line + (bisect.bisect_left(self._breaks, place) if self.kind in ("page", "entity") else 0)

    @functools.cached_property
    def _breaks(self) -> list[int]:
        return [place for place, char in enumerate(self.text) if char == "\n"]


def passages(library: Library, macro_pages: tuple[str, ...] = ()) -> Iterator[Passage]:
    """Everything that people wrote: the bodies of texts, and each value of a front matter or a `.yml` file."""
    for name, kind, text in texts(library):
        page = kind == "page"
        yield Passage(text.path, text.body_line, "page" if page else "entity", text.body, page and name in macro_pages)
        yield from _short(library, text.path, (), text.matter, "short")
    for entity in library.entities.values():
        yield from _short(library, entity.path, (), entity.facts, "short")
    yield from _short(library, "content/words.yml", (), library.words, "words")
    lists: list[tuple[str, str, Any]] = [
        ("framework.yml", "menu", library.menu),
        ("sources.yml", "sources", list(library.sources.values())),
        ("ratings.yml", "scale", library.scale),
        ("ratings.yml", "ratings", library.ratings),
        ("timeline.yml", "timeline", library.timeline),
        ("glossary.yml", "terms", library.glossary),
    ]
    for file, key, rows in lists:
        yield from _short(library, f"content/{file}", (key,), list(rows), "short")
    yield from _short(library, "content/agreed.yml", (), library.agreements, "short")


def _short(library: Library, path: str, keys: tuple[str | int, ...], value: Any, kind: str) -> Iterator[Passage]:
    if isinstance(value, str):
        yield Passage(path, library.line(path, *keys), kind, value)
    elif isinstance(value, BaseModel):
        for key in type(value).model_fields:
            yield from _short(library, path, (*keys, key), getattr(value, key), kind)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _short(library, path, (*keys, key), item, kind)
    elif isinstance(value, (list, tuple)):
        for n, item in enumerate(value):
            yield from _short(library, path, (*keys, n), item, kind)
