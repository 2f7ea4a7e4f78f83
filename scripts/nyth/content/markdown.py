"""The only reader of Markdown: a text becomes placed blocks once, and inert HTML of them on a page.

CommonMark with tables, as code hosts preview it, and three marks of our own: `[^source]` cites a
source, `[geiriau]{lang=cy}` marks words of another language, `{{ name('argument') }}` calls a
macro. HTML, reference definitions and character codes are words like any others.
"""

import functools
import marshal
import operator
import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import starmap
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from nyth import kept
from nyth.content import blocks
from nyth.content.blocks import Block, Mark, Run


@dataclass(frozen=True, eq=False)
class _Read:
    """A text that was read. Its HTML and blocks are unpacked when something asks for them, since
    most runs look at few of all texts.

    packed: the HTML of each token, and the blocks; count: of tokens; headings: that stand in no
    list or quotation, the place of the token, level, anchor, words and line of each; items: of
    lists that stand in nothing else, the places of the tokens that open and close them;
    too_deep: the line at which it is nested deeper than the parser goes.
    """

    packed: bytes
    count: int
    headings: Sequence[tuple[int, int, str, str, int]]
    items: Sequence[tuple[int, int]]
    too_deep: int | None


@dataclass(frozen=True)
class Fragment:
    """A run of Markdown that was read: the tokens of a text from `start` to before `end`."""

    read: _Read | None = None
    start: int = 0
    end: int = 0

    @property
    def blocks(self) -> list[Block]:
        found = _unpacked(self.read)[1] if self else ()
        first, last = (bisect_left(found, at, key=_PLACE) for at in (self.start, self.end))
        return list(found[first:last])

    @property
    def marks(self) -> list[Mark]:
        """The marks in its blocks, in order."""
        return [mark for block in self.blocks for mark in block.marks]

    def of(self, kind: str) -> list[Mark]:
        """Those of a kind."""
        return [mark for mark in self.marks if mark.kind == kind]

    def __bool__(self) -> bool:
        return self.end > self.start

    @property
    def words(self) -> str:
        """All of its words, a block a line."""
        return "\n".join(block.words() for block in self.blocks)


@dataclass(frozen=True)
class Part:
    """What stands under a heading, as far as its parts or the next of its level: the anchor written
    after the heading ("" without), its words, its line."""

    id: str
    heading: str
    line: int
    body: Fragment
    parts: tuple["Part", ...] = ()


_PLACE = operator.attrgetter("at")
_CODE = (Path(__file__), Path(blocks.__file__), Path(__file__).with_name("parser.py"))
MEMO = kept.Memo("markdown", version("markdown-it-py"), *_CODE)


# a preview reads all texts again after each save, and all but one are as they were
@functools.lru_cache(maxsize=20_000)
def parse(text: str, first: int = 1) -> Fragment:
    """Reads Markdown that begins at line `first` of its file. Never raises for what it holds."""

    def told() -> tuple:
        # a sixth of what a check takes to start, and most texts were read by an earlier one
        from nyth.content import parser

        html, found, *rest = parser.read(text, first)
        plain = [(*b[:-2], [*map(tuple, b.runs)], [*map(tuple, b.marks)]) for b in found]
        # the quickest level, which halves the memory of a build of many pages
        return zlib.compress(marshal.dumps((html, plain)), 1), *rest

    read = _Read(*MEMO.of(f"{first}\n{text}", told))
    return Fragment(read, 0, read.count)


# What a text was made into is many times what it is packed: that of as many texts stays as are
# worked on together.
AT_ONCE = 96


@functools.lru_cache(AT_ONCE)
def _unpacked(read: _Read) -> tuple[list[str], tuple[Block, ...]]:
    html, rows = marshal.loads(zlib.decompress(read.packed))
    return html, tuple(
        Block(*row, tuple(starmap(Run, runs)), tuple(starmap(Mark, marks)))
        for *row, runs, marks in rows
    )


def forget() -> None:
    """Lets what texts were unpacked into go, before something that needs the room."""
    _unpacked.cache_clear()


def split(fragment: Fragment, level: int) -> tuple[Fragment, list[Part]]:
    """What stands before the first heading of a level, and what stands under each."""
    read, start, parts = fragment.read, fragment.start, []
    end = fragment.end
    for at, of_level, anchor, words, line in reversed(read.headings):
        if of_level == level and start <= at < end:
            # the heading itself is three tokens
            parts.append(Part(anchor, words, line, Fragment(read, at + 3, end)))
            end = at
    return Fragment(read, start, end), parts[::-1]


def items(fragment: Fragment) -> Iterator[Fragment]:
    """What is in each item of the lists that stand in nothing else, if anything is."""
    for start, end in fragment.read.items if fragment else ():
        item = Fragment(fragment.read, start + 1, end)
        if fragment.start <= start and end <= fragment.end and item.blocks:
            yield item


def labelled_items(fragment: Fragment) -> Iterator[tuple[str, Fragment]]:
    """The list items that begin with words in bold and a colon: (the words, what is in it)."""
    for item in items(fragment):
        first = next(iter(item.blocks[0].runs), None)
        if first and first.bold and first.words.endswith(":"):
            yield first.words[:-1].strip(), item


def render(fragment: Fragment, page: Any, label: str = "") -> Markup:
    """The HTML of a fragment on a page, which knows addresses (`href`, `picture`), the number of a
    source and what that is called (`cite`), and what a macro shows (`macro`). What it gives as None
    is not there, and the words stay.

    label: what a table is called for those who cannot see it.
    """
    from nyth.content.parser import tag

    links: list[str | None] = []

    def shown(match: re.Match[str]) -> str:
        kind, value, words = match.groups()
        if kind == "table_open":
            region = {"class": "table", "role": "region", "aria-label": label, "tabindex": "0"}
            return tag("div", **region) + tag("table") + "\n"
        if kind == "table_close":
            return tag("table", -1) + "\n" + tag("div", -1)
        if kind == "link_open":
            links.append(page.href(value))
            return "" if links[-1] is None else tag("a", href=links[-1])
        if kind == "link_close":
            return "" if links[-1] is None else tag("a", -1)
        if kind == "macro":
            return page.macro(value, words)
        if kind == "image" and (address := page.picture(value)) is not None:
            return tag("img", src=address, alt=words, loading="lazy")
        if kind == "citation" and (known := page.cite(value)) is not None:
            number, name = known
            attributes = {"class": "cite", "href": f"#source-{value}", "aria-label": name}
            return tag("a", **attributes) + f"[{number}]" + tag("a", -1)
        return escape(words if kind == "image" else f"[^{value}]")

    html = _unpacked(fragment.read)[0][fragment.start : fragment.end] if fragment else ()
    return Markup(_OPEN.sub(shown, "".join(html)))  # noqa: S704


# What depends on the page: its kind, value and words. The parser lets no text have such marks.
_OPEN = re.compile("\0([a-z_]+)\0([^\0]*)\0([^\0]*)\0")
