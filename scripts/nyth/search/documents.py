"""What the search is given: plain records of pages and terms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(frozen=True)
class Section:
    """A stretch of a page as read; the opening lines have neither anchor nor heading."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Document:
    """A page in one language. `url` is relative to the root of the site; `kind` and the values of
    `facets` are ids; `search`: the search words of its front matter. Languages share the id."""

    id: str
    kind: str
    lang: str
    url: str
    title: str
    summary: str
    search: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Term:
    """A glossary term: its names by language, the preferred one first."""

    id: str
    names: Mapping[str, tuple[str, ...]]


_SKIPPED = set("cards cite sources filter finder ours glossary__meta crumbs hidden".split())
_SILENT = {"svg", "script", "style", "noscript", "select"}
_VOID = set("area br col embed hr img input link meta source track wbr".split())
_HEADINGS = {"h2", "h3", "dt"}
_BLOCKS = set(
    "p li dt dd div td th tr ul ol dl table caption figure figcaption blockquote br".split()
)


class _Reader(HTMLParser):
    """Sections of a finished page: one for each h2 and h3 with an id and each term."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[list[str]] = [["", "", ""]]
        self._open: list[tuple[str, bool]] = []
        self._skip = 0
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag not in _VOID:
            skip = tag in _SILENT or bool(_SKIPPED & set(values.get("class", "").split()))
            self._open.append((tag, skip))
            self._skip += skip
        anchor = values.get("id", "")
        if not self._skip and (tag in ("h2", "h3") and anchor or anchor.startswith("term-")):
            self.sections.append([anchor, "", ""])
        if tag in _BLOCKS | _HEADINGS:
            self._heading = tag in _HEADINGS
        if tag in _BLOCKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        while self._open and any(name == tag for name, _ in self._open):
            name, skipped = self._open.pop()
            self._skip -= skipped
            if name == tag:
                break
        self._heading &= tag not in _HEADINGS

    def handle_data(self, data: str) -> None:
        if not self._skip:
            section = self.sections[-1]
            section[1 if self._heading and not section[2].strip() else 2] += data


def sections_of_html(html: str) -> tuple[Section, ...]:
    """The sections of a finished page, without what is about other pages (cards, sources)."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    tidy = (
        Section(*(re.sub(r"\s+", " ", part).strip() for part in row)) for row in reader.sections
    )
    return tuple(section for section in tidy if section.heading or section.text)
