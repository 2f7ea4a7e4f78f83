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
from itertools import starmap
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import markdown_it
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from nyth import kept
from nyth.content import blocks
from nyth.content.blocks import Block, Mark, Run

_CITATION = re.compile(r"\[\^([^\s\[\]]*)\]")
_MACRO = re.compile(r"\{\{ ([a-z_]+)\((?:'([a-z0-9_-]+)')?\) \}\}")
_LANGUAGE = re.compile(r"\{lang=([A-Za-z0-9-]+)\}")
ANCHOR = re.compile(r"\s*\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}$")
_CELLS = re.compile(r"(?<!\\)\|")
_LINE_END = re.compile(r"\r\n?|\n")  # as the parser has it
_BY_ID = re.compile(r"nyth:[a-z0-9#-]*")
# The parser leaves out what is nested in 20 levels; a list in a list is two.
MAX_LEVEL = 14
_RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ku ps sd ug ur yi".split())


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


def _citation(state: StateInline, silent: bool) -> bool:
    match = None if silent else _CITATION.match(state.src, state.pos)
    if match:
        state.push("citation", "", 0).content = match.group(1)
        state.pos = match.end()
    return bool(match)


def _macro(state: StateInline, silent: bool) -> bool:
    match = _MACRO.match(state.src, state.pos)
    if match and not silent:
        token = state.push("macro", "", 0)
        token.content, token.info = match.group(1), match.group(2) or ""
    state.pos = match.end() if match else state.pos
    return bool(match)


def _language(state: StateInline, silent: bool) -> bool:
    # silent: the parser asks whether brackets inside a link are a link themselves, which these are
    # not
    if silent or state.src[state.pos] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos)
    match = _LANGUAGE.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if not match:
        return False
    start, rest = state.pos + 1, state.posMax
    state.pos, state.posMax = start, end
    span = state.push("span_open", "span", 1)
    span.attrSet("lang", match.group(1))
    if match.group(1).partition("-")[0] in _RIGHT_TO_LEFT:
        span.attrSet("dir", "rtl")
    state.md.inline.tokenize(state)
    state.push("span_close", "span", -1)
    state.pos, state.posMax = match.end(), rest
    return True


@functools.cache
def _parser() -> MarkdownIt:
    options = {"html": False, "xhtmlOut": False}
    parser = MarkdownIt("commonmark", options, renderer_cls=_Renderer).enable("table")
    parser.disable(["reference", "entity", "html_block", "html_inline"])
    parser.inline.ruler.after("link", "language", _language)
    parser.inline.ruler.before("link", "citation", _citation)
    parser.inline.ruler.before("link", "macro", _macro)
    # words that only a pointer brings up would be lost to the others: such a link stays as typed
    helpers = parser.helpers = SimpleNamespace(**vars(parser.helpers))
    title = helpers.parseLinkTitle
    helpers.parseLinkTitle = lambda text, start, end, *_: title(text, end, end)
    # most links are by id and need no escapes, which take long to look for
    escaped = parser.normalizeLink
    parser.normalizeLink = lambda url: url if _BY_ID.fullmatch(url) else escaped(url)
    return parser


_PLACE = operator.attrgetter("at")
MEMO = kept.Memo("markdown", markdown_it.__version__, Path(__file__), Path(blocks.__file__))


# a preview reads all texts again after each save, and all but one are as they were
@functools.lru_cache(maxsize=20_000)
def parse(text: str, first: int = 1) -> Fragment:
    """Reads Markdown that begins at line `first` of its file. Never raises for what it holds."""
    read = _Read(*MEMO.of(f"{first}\n{text}", lambda: _told(_parsed(text, first))))
    return Fragment(read, 0, read.count)


def _parsed(text: str, first: int) -> list[Token]:
    tokens = _parser().parse(text)
    lines, head, cells, columns = _LINE_END.split(text), False, 0, 0
    for n, token in enumerate(tokens):
        # of the words after a fence the renderer would make a class
        token.info = ""
        if token.map:
            token.map = [token.map[0] + first, token.map[1] + first]
        if token.type in ("thead_open", "thead_close"):
            head, columns = token.type == "thead_open", cells
        elif token.type == "tr_open":
            cells = 0
            if not head:
                # the parser leaves out what has no heading
                written = _CELLS.split(lines[token.map[0] - first].strip("> |"))
                token.info = "|".join(written[columns:]).strip()
        elif token.type in ("th_open", "th_close", "td_open", "td_close"):
            # the first cell of a row is its heading
            token.tag = "th" if head or not cells else "td"
            side = str(token.attrs.get("style", "")).removeprefix("text-align:")
            token.attrs = {"class": side} if side else {}
            if token.nesting == 1 and token.tag == "th":
                token.attrs["scope"] = "col" if head else "row"
            cells += token.nesting == -1
        elif token.type == "inline" and [c.type for c in token.children or ()] == ["macro"]:
            # what a macro shows is no paragraph
            tokens[n - 1].hidden = tokens[n + 1].hidden = tokens[n - 1].type == "paragraph_open"
    return tokens


def _told(tokens: list[Token]) -> tuple:
    """What is kept of a text that was read: what `_Read` has, of what is built into Python."""
    found, headings = list(blocks.read(tokens)), []
    for block in found:
        if block.kind == "heading" and not block.depth:
            words = block.words()
            match = ANCHOR.search(words)
            title, anchor = (words[: match.start()], match.group(1)) if match else (words, "")
            headings.append((block.at - 1, block.level, anchor, title, block.line))
    too_deep = next((t.map[0] for t in tokens if t.level >= MAX_LEVEL and t.map), None)
    ends = [n for n, t in enumerate(tokens) if t.level == 1 and t.type.startswith("list_item")]
    items = list(zip(ends[::2], ends[1::2], strict=True))
    plain = [(*b[:-2], [*map(tuple, b.runs)], [*map(tuple, b.marks)]) for b in found]
    html = [*_parser().renderer.render_each(tokens)]
    # the quickest level, which halves the memory of a build of many pages
    packed = zlib.compress(marshal.dumps((html, plain)), 1)
    return packed, len(tokens), headings, items, too_deep


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


def labelled_items(fragment: Fragment) -> Iterator[tuple[str, Fragment]]:
    """The list items that begin with words in bold and a colon: (the words, what is in it)."""
    for start, end in fragment.read.items if fragment else ():
        if fragment.start <= start and end <= fragment.end:
            item = Fragment(fragment.read, start + 1, end)
            first = next((block.runs[0] for block in item.blocks if block.runs), None)
            if first and first.bold and first.words.endswith(":"):
                yield first.words[:-1].strip(), item


def render(fragment: Fragment, page: Any, label: str = "") -> Markup:
    """The HTML of a fragment on a page, which knows addresses (`href`, `picture`), the number of a
    source and what that is called (`cite`), and what a macro shows (`macro`). What it gives as None
    is not there, and the words stay.

    label: what a table is called for those who cannot see it.
    """
    links: list[str | None] = []

    def shown(match: re.Match[str]) -> str:
        kind, value, words = match.groups()
        if kind == "table_open":
            region = {"class": "table", "role": "region", "aria-label": label, "tabindex": "0"}
            return _tag("div", **region) + _tag("table") + "\n"
        if kind == "table_close":
            return _tag("table", -1) + "\n" + _tag("div", -1)
        if kind == "link_open":
            links.append(page.href(value))
            return "" if links[-1] is None else _tag("a", href=links[-1])
        if kind == "link_close":
            return "" if links[-1] is None else _tag("a", -1)
        if kind == "macro":
            return page.macro(value, words)
        if kind == "image" and (address := page.picture(value)) is not None:
            return _tag("img", 0, src=address, alt=words, loading="lazy")
        if kind == "citation" and (known := page.cite(value)) is not None:
            number, name = known
            attributes = {"class": "cite", "href": f"#source-{value}", "aria-label": name}
            return _tag("a", **attributes) + f"[{number}]" + _tag("a", -1)
        return escapeHtml(words if kind == "image" else f"[^{value}]")

    html = _unpacked(fragment.read)[0][fragment.start : fragment.end] if fragment else ()
    return Markup(_OPEN.sub(shown, "".join(html)))  # noqa: S704


def _tag(name: str, nesting: int = 1, **attributes: str) -> str:
    parser = _parser()
    return parser.renderer.renderToken(
        [Token("", name, nesting, attributes)], 0, parser.options, {}
    )


# What depends on the page: its kind, value and words. The parser lets no text have such marks.
_OPEN = re.compile("\0([a-z_]+)\0([^\0]*)\0([^\0]*)\0")


class _Renderer(RendererHTML):
    """The HTML of tokens, in which what depends on the page is left open for `render`."""

    def render_each(self, tokens: list[Token]) -> Iterator[str]:
        for n, token in enumerate(tokens):
            if token.type == "inline":
                yield self.renderInline(token.children or [], _parser().options, {})
            else:
                write = self.rules.get(token.type, self.renderToken)
                yield write(tokens, n, _parser().options, {})

    def _left_open(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        token = tokens[n]
        value = token.attrs.get("href", token.attrs.get("src", token.content))
        words = blocks.words_of(token.children) if token.children else token.info
        return "\0".join(("", token.type, str(value), words, ""))

    table_open = table_close = link_open = link_close = image = citation = macro = _left_open
