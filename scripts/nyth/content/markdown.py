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
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from typing import Any, NamedTuple

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


class _Heading(NamedTuple):
    """A heading of a text that stands in no list or quotation: the place of its token, and what it
    says."""

    at: int
    level: int
    anchor: str
    words: str
    line: int


@dataclass(frozen=True, eq=False)
class _Read:
    """A text that was read. Its tokens and blocks are made when something asks for them, since most
    runs look at few of all texts.

    rows, blocks: the tokens and the blocks as they are kept; count: of tokens; headings: in their
    order; too_deep: the line at which it is nested deeper than the parser goes.
    """

    rows: bytes
    blocks: bytes
    count: int
    headings: tuple[_Heading, ...]
    too_deep: int | None


@dataclass(frozen=True)
class Fragment:
    """A run of Markdown that was read: the tokens of a text from `start` to before `end`."""

    read: _Read | None = None
    start: int = 0
    end: int = 0

    @property
    def tokens(self) -> tuple[Token, ...]:
        return _tokens(self.read)[self.start : self.end] if self else ()

    @property
    def blocks(self) -> list[Block]:
        found = _blocks_of(self.read) if self else ()
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

    @property
    def too_deep(self) -> int | None:
        """The line at which its text is nested deeper than the parser goes."""
        return self.read and self.read.too_deep


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
    # most links are by id and need no escapes, which take long to look for
    escaped = parser.normalizeLink
    parser.normalizeLink = lambda url: url if _BY_ID.fullmatch(url) else escaped(url)
    return parser


_PLACE = operator.attrgetter("at")
MEMO = kept.Memo("markdown", markdown_it.__version__, Path(__file__), Path(blocks.__file__))
_NONE: dict[str, Any] = {}


# a preview reads all texts again after each save, and all but one are as they were
@functools.lru_cache(maxsize=20_000)
def parse(text: str, first: int = 1) -> Fragment:
    """Reads Markdown that begins at line `first` of its file. Never raises for what it holds."""
    told = MEMO.of(f"{first}\n{text}", lambda: _told(_parsed(text, first)))
    rows, plain, count, headings, too_deep = told
    read = _Read(rows, plain, count, tuple(starmap(_Heading, headings)), too_deep)
    return Fragment(read, 0, count)


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
    plain = [(*b[:-2], [*map(tuple, b.runs)], [*map(tuple, b.marks)]) for b in found]
    return _packed([*map(_row, tokens)]), _packed(plain), len(tokens), headings, too_deep


def _packed(rows: list[tuple]) -> bytes:
    # the quickest level, which halves the memory of a build of many pages
    return zlib.compress(marshal.dumps(rows), 1)


def _unpacked(rows: bytes) -> list[tuple]:
    return marshal.loads(zlib.decompress(rows))


def _row(token: Token) -> tuple:
    """A token as what can be kept: its fields in their order."""
    inner = token.children and list(map(_row, token.children))
    first = token.type, token.tag, token.nesting, token.attrs, token.map, token.level, inner
    return *first, token.content, token.markup, token.info, None, token.block, token.hidden


def _token(row: tuple) -> Token:
    # not through its own __init__, which looks at every value and takes twice as long
    token = Token.__new__(Token)
    kind, token.tag, token.nesting, attrs, token.map, token.level, inner, *rest = row
    token.content, token.markup, token.info, _, token.block, token.hidden = rest
    # most have no attributes, and dictionaries for each would be a tenth of all memory
    token.type, token.attrs, token.meta = kind, attrs or _NONE, _NONE
    token.children = inner and list(map(_token, inner))
    return token


# Tokens and blocks are many times what they were made of: those of as many texts stay as are worked
# on together.
AT_ONCE = 384


@functools.lru_cache(AT_ONCE)
def _tokens(read: _Read) -> tuple[Token, ...]:
    return tuple(map(_token, _unpacked(read.rows)))


@functools.lru_cache(AT_ONCE)
def _blocks_of(read: _Read) -> tuple[Block, ...]:
    rows = _unpacked(read.blocks)
    return tuple(
        Block(*row, tuple(starmap(Run, runs)), tuple(starmap(Mark, marks)))
        for *row, runs, marks in rows
    )


def split(fragment: Fragment, level: int) -> tuple[Fragment, list[Part]]:
    """What stands before the first heading of a level, and what stands under each."""
    headings = [
        heading
        for heading in fragment.read.headings
        if heading.level == level and fragment.start <= heading.at < fragment.end
    ]
    ends = [heading.at for heading in headings] + [fragment.end]
    parts = []
    for heading, end in zip(headings, ends[1:], strict=True):
        # the heading itself is three tokens
        body = Fragment(fragment.read, heading.at + 3, end)
        parts.append(Part(heading.anchor, heading.words, heading.line, body))
    return Fragment(fragment.read, fragment.start, ends[0]), parts


def labelled_items(fragment: Fragment) -> Iterator[tuple[str, Fragment]]:
    """The list items that begin with words in bold and a colon: (the words, what is in it)."""
    start = 0
    for at, token in enumerate(fragment.tokens, fragment.start):
        if token.type == "list_item_open" and token.level == 1:
            start = at + 1
        elif token.type == "list_item_close" and token.level == 1:
            item = Fragment(fragment.read, start, at)
            first = next((block.runs[0] for block in item.blocks if block.runs), None)
            if first and first.bold and first.words.endswith(":"):
                yield first.words[:-1].strip(), item


def render(fragment: Fragment, page: Any, label: str = "") -> Markup:
    """The HTML of a fragment on a page. `label`: what a table is called for those who cannot see
    it."""
    parser, known = _parser(), {"page": page, "label": label}
    return Markup(parser.renderer.render(fragment.tokens, parser.options, known))  # noqa: S704


class _Renderer(RendererHTML):
    """The HTML of what depends on the page that a text stands on, env["page"]: it knows addresses
    (`href`, `picture`), the number of a source and what that is called (`cite`), and what a macro
    shows (`macro`). What it gives as None is not there, and the words stay."""

    def _open(self, tag: str, nesting: int = 1, **attributes: str) -> str:
        return self.renderToken([Token("", tag, nesting, attributes)], 0, {"xhtmlOut": False}, {})

    def table_open(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        region = {"class": "table", "role": "region", "aria-label": env["label"], "tabindex": "0"}
        return self._open("div", **region) + self.renderToken(tokens, n, options, env)

    def table_close(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        return self.renderToken(tokens, n, options, env) + self._open("div", -1)

    def link_open(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        address = env["page"].href(str(tokens[n].attrGet("href") or ""))
        env["linked"] = address is not None
        return self._open("a", href=address) if env["linked"] else ""

    def link_close(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        return self._open("a", -1) if env["linked"] else ""

    def image(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        words = blocks.words_of(tokens[n].children or ())
        address = env["page"].picture(str(tokens[n].attrGet("src") or ""))
        if address is None:
            return escapeHtml(words)
        return self._open("img", 0, src=address, alt=words, loading="lazy")

    def citation(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        source = tokens[n].content
        if (known := env["page"].cite(source)) is None:
            return escapeHtml(f"[^{source}]")
        number, label = known
        attributes = {"class": "cite", "href": f"#source-{source}", "aria-label": label}
        return self._open("a", **attributes) + f"[{number}]" + self._open("a", -1)

    def macro(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        return env["page"].macro(tokens[n].content, tokens[n].info)
