"""The only reader of Markdown: a text becomes placed blocks once.

CommonMark with tables, as code hosts preview it, and three marks of our own: `[^source]` cites a
source, `[geiriau]{lang=cy}` marks words of another language, `{{ name('argument') }}` calls a
macro. HTML, reference definitions and character codes are words like any others.
"""

from __future__ import annotations

import functools
import itertools
import marshal
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

import markdown_it
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from nyth import kept

_CITATION = re.compile(r"\[\^([^\s\[\]]*)\]")
_MACRO = re.compile(r"\{\{ ([a-z_]+)\((?:'([a-z0-9_-]+)')?\) \}\}")
_LANGUAGE = re.compile(r"\{lang=([A-Za-z0-9-]+)\}")
_ANCHOR = re.compile(r"\s*\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}$")
_BY_ID = re.compile(r"nyth:[a-z0-9#-]*")
# The parser leaves out what is nested in 20 levels; a list in a list is two.
MAX_LEVEL = 14
_RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ku ps sd ug ur yi".split())


@dataclass(frozen=True)
class Mark:
    """Something in a block that is more than words. `value`: an address, id of a source,
    language or name of a macro; `words`: the words it holds, the alternative text of a picture,
    or the argument of a macro."""

    kind: Literal["link", "picture", "citation", "language", "macro", "code"]
    value: str
    words: str
    line: int


@dataclass(frozen=True)
class Block:
    """A paragraph, list item, table row, lower heading, piece of code, or macro on a line of its
    own.

    line, end: its first line in the file (from 1), and the line after its last; text: its Markdown
    as written, without the mark of its list, level of its heading or indent; numbered: whether it
    is an item of a numbered list; level: of a heading, else 0.
    """

    kind: Literal["paragraph", "item", "row", "heading", "code", "macro"]
    line: int
    end: int
    text: str
    tokens: tuple[Token, ...] = ()
    numbered: bool = False
    level: int = 0

    @functools.cached_property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(_marks(self.tokens, self.line))

    def of(self, kind: str) -> list[Mark]:
        """The marks of a kind, in order."""
        return [mark for mark in self.marks if mark.kind == kind]

    def words(self, foreign: bool = True, code: bool = True) -> str:
        """The words on one line; without those of another language, or without code."""
        return " ".join(self.lines(foreign, code).split())

    def lines(self, foreign: bool = True, code: bool = True, links: bool = True) -> str:
        """The words on the lines that they have in the file; also without the words of links."""
        return words_of(self.tokens, foreign, code, links)


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
    """A text that was read. Its tokens are made when something asks for them, since most runs look
    at few of all texts.

    rows: the tokens as they are kept; count: of them; headings: in their order; too_deep: the line
    at which it is nested deeper than the parser goes.
    """

    rows: bytes
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
    def blocks(self) -> tuple[Block, ...]:
        return _blocks_of(self)

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
    """What stands under a heading, as far as the next of its level: the anchor written after the
    heading ("" without), its words, its line."""

    id: str
    heading: str
    line: int
    body: Fragment


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
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.disable(["reference", "entity", "html_block", "html_inline"])
    parser.inline.ruler.after("link", "language", _language)
    parser.inline.ruler.before("link", "citation", _citation)
    parser.inline.ruler.before("link", "macro", _macro)
    # most links are by id and need no escapes, which take long to look for
    escaped = parser.normalizeLink
    parser.normalizeLink = lambda url: url if _BY_ID.fullmatch(url) else escaped(url)
    return parser


MEMO = kept.Memo("markdown", markdown_it.__version__, Path(__file__))
_NONE: dict[str, Any] = {}


# a preview reads all texts again after each save, and all but one are as they were
@functools.lru_cache(maxsize=20_000)
def parse(text: str, first: int = 1) -> Fragment:
    """Reads Markdown that begins at line `first` of its file. Never raises for what it holds."""
    told = MEMO.of(f"{first}\n{text}", lambda: _told(_parsed(text, first)))
    rows, count, headings, too_deep = told
    read = _Read(rows, count, tuple(itertools.starmap(_Heading, headings)), too_deep)
    return Fragment(read, 0, count)


def _parsed(text: str, first: int) -> list[Token]:
    tokens = _parser().parse(text)
    head, cells = False, 0
    for n, token in enumerate(tokens):
        # of the words after a fence the renderer would make a class
        token.info = ""
        if token.map:
            token.map = [token.map[0] + first, token.map[1] + first]
        if token.type in ("thead_open", "thead_close"):
            head = token.type == "thead_open"
        elif token.type == "tr_open":
            cells = 0
        elif token.type in ("th_open", "td_open", "td_close"):
            # the first cell of a row is its heading
            token.tag = "th" if head or not cells else "td"
            opens = token.nesting == 1 and token.tag == "th"
            token.attrs = {"scope": "col" if head else "row"} if opens else {}
            cells += token.type == "td_close"
        elif token.type == "inline" and [c.type for c in token.children or ()] == ["macro"]:
            # what a macro shows is no paragraph
            tokens[n - 1].hidden = tokens[n + 1].hidden = tokens[n - 1].type == "paragraph_open"
    return tokens


def _told(tokens: list[Token]) -> tuple:
    """What is kept of a text that was read: what `_Read` has, of what is built into Python."""
    headings = []
    for n, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            words = " ".join(words_of(tokens[n + 1].children or []).split())
            match = _ANCHOR.search(words)
            title, anchor = (words[: match.start()], match.group(1)) if match else (words, "")
            headings.append((n, int(token.tag[1:]), anchor, title, token.map[0]))
    too_deep = next((t.map[0] for t in tokens if t.level >= MAX_LEVEL and t.map), None)
    # the quickest level, which halves the memory of a build of many pages
    rows = zlib.compress(marshal.dumps(list(map(_row, tokens))), 1)
    return rows, len(tokens), headings, too_deep


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
    return tuple(map(_token, marshal.loads(zlib.decompress(read.rows))))


@functools.lru_cache(AT_ONCE * 20)
def _blocks_of(fragment: Fragment) -> tuple[Block, ...]:
    return tuple(_blocks(fragment.tokens))


def split(fragment: Fragment, level: int) -> tuple[Fragment, list[Part]]:
    """What stands before the first heading of a level, and what stands under each."""
    if not fragment:
        return fragment, []
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
    start, tokens = 0, fragment.tokens
    for n, token in enumerate(tokens):
        if token.type == "list_item_open" and token.level == 1:
            start = n + 1
        elif token.type == "list_item_close" and token.level == 1:
            item = tokens[start:n]
            line = next((t.children or [] for t in item if t.type == "inline"), [])
            # the parser leaves an empty text before the bold
            first = [child for child in line if child.type != "text" or child.content][:3]
            bold = [child.type for child in first] == ["strong_open", "text", "strong_close"]
            if bold and first[1].content.endswith(":"):
                begin = fragment.start + start
                yield (
                    first[1].content[:-1].strip(),
                    Fragment(fragment.read, begin, begin + len(item)),
                )


# Blocks


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    items: list[bool] = []  # for each open list item: whether its list is numbered
    lists: list[bool] = []
    fresh = False  # whether the next paragraph is the first of its item
    row: list[Token] | None = None
    kind, level = "paragraph", 0
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append(token.type == "ordered_list_open")
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            items.append(lists[-1])
            fresh = True
        elif token.type == "list_item_close":
            items.pop()
            fresh = False
        elif token.type == "tr_open":
            row, where = [], token.map
        elif token.type == "tr_close":
            cells = [child for cell in row for child in (*(cell.children or ()), _text(" "))]
            line = where[0] if where else row[0].map[0]
            yield Block("row", line, line + 1, " | ".join(c.content for c in row), tuple(cells))
            row = None
        elif token.type in ("fence", "code_block"):
            yield Block("code", token.map[0], token.map[1], token.content)
        elif token.type == "heading_open":
            kind, level = "heading", int(token.tag[1:])
        elif token.type == "inline" and row is not None:
            row.append(token)
        elif token.type == "inline":
            children = tuple(token.children or ())
            numbered = kind == "paragraph" and fresh and items[-1]
            if kind == "paragraph" and fresh:
                kind = "item"
            elif kind == "paragraph" and [child.type for child in children] == ["macro"]:
                kind = "macro"
            yield Block(kind, token.map[0], token.map[1], token.content, children, numbered, level)
            kind, level, fresh = "paragraph", 0, False


def _marks(tokens: Iterable[Token], line: int) -> Iterator[Mark]:
    opened: list[tuple[str, str, int, list[Token]]] = []
    for token in tokens:
        for _, _, _, inner in opened:
            inner.append(token)
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        elif token.type in ("link_open", "span_open"):
            kind, key = ("link", "href") if token.type == "link_open" else ("language", "lang")
            opened.append((kind, str(token.attrGet(key) or ""), line, []))
        elif token.type in ("link_close", "span_close") and opened:
            kind, value, start, inner = opened.pop()
            yield Mark(kind, value, " ".join(words_of(inner).split()), start)
        elif token.type == "image":
            yield Mark("picture", str(token.attrGet("src") or ""), words_of([token]), line)
        elif token.type in ("citation", "macro"):
            yield Mark(token.type, token.content, token.info, line)
        elif token.type == "code_inline":
            yield Mark("code", token.content, token.content, line)


def words_of(
    tokens: Iterable[Token], foreign: bool = True, code: bool = True, links: bool = True
) -> str:
    """The words of tokens on the lines that they have in the file; without those of another
    language, code or links where these are not asked for."""
    parts: list[str] = []
    shown = {"span": foreign, "link": links}
    hidden = 0
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.nesting and not shown.get(token.type.partition("_")[0], True):
            hidden += token.nesting
        elif hidden:
            continue
        elif token.type == "image":
            parts.append(" ".join(words_of(token.children or [], foreign, code).split()))
        elif token.type == "text" or (token.type == "code_inline" and code):
            parts.append(token.content)
        elif token.type == "code_inline":
            parts.append(" ")
    return "".join(parts)


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)
