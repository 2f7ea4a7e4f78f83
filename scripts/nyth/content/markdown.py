"""The only reader of Markdown: a text becomes placed blocks once, and inert HTML is rendered from
them.

CommonMark with tables, as code hosts preview it, and three marks of our own: `[^source]` cites a
source, `[geiriau]{lang=cy}` marks words of another language, `{{ name('argument') }}` calls a
macro. HTML, reference definitions and character codes are words like any others.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import itertools
import marshal
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import markdown_it
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from nyth import kept

_CITATION = re.compile(r"\[\^([^\s\[\]]*)\]")
_MACRO = re.compile(r"\{\{ ([a-z_]+)\((?:'([a-z0-9_-]+)')?\) \}\}")
_LANGUAGE = re.compile(r"\{lang=([A-Za-z0-9-]+)\}")
_ANCHOR = re.compile(r"\s*\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}$")
_BY_ID = re.compile(r"nyth:[a-z0-9#-]*")
# The parser leaves out what is nested in 20 levels; a list in a list is two.
MAX_LEVEL = 14
_RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ku ps sd ug ur yi".split())


class Links(Protocol):
    """What the page that a text is rendered on knows of addresses. None: there is no such thing,
    and the words stay."""

    def href(self, address: str) -> str | None: ...
    def picture(self, address: str) -> str | None: ...
    def cite(self, source: str) -> tuple[int, str] | None:
        """The number of a source on the page, and what it is called for those who hear it."""

    def macro(self, name: str, argument: str) -> Markup: ...


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
        return _words(self.tokens, foreign, code, links)


@dataclass(frozen=True, eq=False)
class Fragment:
    """A run of Markdown that was read."""

    tokens: tuple[Token, ...] = ()

    @functools.cached_property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(_blocks(self.tokens))

    def __bool__(self) -> bool:
        return bool(self.tokens)

    @property
    def words(self) -> str:
        """All of its words, a block a line."""
        return "\n".join(block.words() for block in self.blocks)


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


# The tokens of texts as earlier runs read them, by the hash of each; None where none are kept.
_known: dict[bytes, bytes] | None = None
_MOST_KEPT = 64_000_000  # bytes
_NONE: dict[str, Any] = {}


@contextlib.contextmanager
def remembering() -> Iterator[None]:
    """While all of the content is read: what an earlier run has parsed is not parsed again."""
    global _known
    if parse.cache_info().currsize:
        # a preview still has what it read before
        yield
        return
    edition = kept.edition(markdown_it.__version__, Path(__file__))
    _known = kept.read("markdown", edition) or {}
    before = len(_known)
    try:
        yield
    finally:
        while sum(map(len, _known.values())) > _MOST_KEPT:
            _known = dict(itertools.islice(_known.items(), len(_known) // 2, None))
        if len(_known) != before:
            kept.write("markdown", edition, _known)
        _known = None


# a preview reads all texts again after each save, and all but one are as they were
@functools.lru_cache(maxsize=20_000)
def parse(text: str, first: int = 1) -> Fragment:
    """Reads Markdown that begins at line `first` of its file. Never raises for what it holds."""
    if _known is None:
        return Fragment(tuple(map(_token, _rows(text, first))))
    key = hashlib.sha256(f"{first}\n{text}".encode()).digest()
    # what was used last is kept longest
    rows = _known.pop(key, None) or marshal.dumps(_rows(text, first))
    _known[key] = rows
    return Fragment(tuple(map(_token, marshal.loads(rows))))


def _rows(text: str, first: int) -> list[tuple]:
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
    return list(map(_row, tokens))


def _row(token: Token) -> tuple:
    """A token as what can be kept: its fields in their order."""
    inner = token.children and list(map(_row, token.children))
    first = token.type, token.tag, token.nesting, token.attrs, token.map, token.level, inner
    return *first, token.content, token.markup, token.info, None, token.block, token.hidden


def _token(row: tuple) -> Token:
    inner = row[6] and list(map(_token, row[6]))
    # most have no attributes, and dictionaries for each would be a tenth of all memory
    return Token(*row[:3], row[3] or _NONE, *row[4:6], inner, *row[7:10], _NONE, *row[11:])


# what is cut from the same text is the same for the next reading, with all that it has worked out
@functools.lru_cache(maxsize=20_000)
def split(fragment: Fragment, level: int) -> tuple[Fragment, list[Part]]:
    """What stands before the first heading of a level, and what stands under each."""
    tag, starts = f"h{level}", []
    for n, token in enumerate(fragment.tokens):
        if token.type == "heading_open" and token.tag == tag and token.level == 0:
            starts.append(n)
    pieces = []
    for start, end in zip(starts, [*starts[1:], len(fragment.tokens)], strict=False):
        heading = fragment.tokens[start + 1]
        words = " ".join(_words(heading.children or []).split())
        match = _ANCHOR.search(words)
        title, anchor = (words[: match.start()], match.group(1)) if match else (words, "")
        body = Fragment(fragment.tokens[start + 3 : end])
        pieces.append(Part(anchor, title, heading.map[0], body))
    return Fragment(fragment.tokens[: starts[0] if starts else None]), pieces


def labelled_items(fragment: Fragment) -> Iterator[tuple[str, Fragment]]:
    """The list items that begin with words in bold and a colon: (the words, what is in it)."""
    start = 0
    for n, token in enumerate(fragment.tokens):
        if token.type == "list_item_open" and token.level == 1:
            start = n + 1
        elif token.type == "list_item_close" and token.level == 1:
            item = fragment.tokens[start:n]
            line = next((t.children or [] for t in item if t.type == "inline"), [])
            # the parser leaves an empty text before the bold
            first = [child for child in line if child.type != "text" or child.content][:3]
            bold = [child.type for child in first] == ["strong_open", "text", "strong_close"]
            if bold and first[1].content.endswith(":"):
                yield first[1].content[:-1].strip(), Fragment(item)


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
            yield Mark(kind, value, " ".join(_words(inner).split()), start)
        elif token.type == "image":
            yield Mark("picture", str(token.attrGet("src") or ""), _words([token]), line)
        elif token.type in ("citation", "macro"):
            yield Mark(token.type, token.content, token.info, line)
        elif token.type == "code_inline":
            yield Mark("code", token.content, token.content, line)


def _words(
    tokens: Iterable[Token], foreign: bool = True, code: bool = True, links: bool = True
) -> str:
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
            parts.append(" ".join(_words(token.children or [], foreign, code).split()))
        elif token.type == "text" or (token.type == "code_inline" and code):
            parts.append(token.content)
        elif token.type == "code_inline":
            parts.append(" ")
    return "".join(parts)


# HTML


class _Renderer(RendererHTML):
    """The HTML of what depends on the page that a text stands on: env["links"] knows that page,
    env["label"] is what its tables are called."""

    def _open(self, tag: str, nesting: int = 1, **attributes: str) -> str:
        return self.renderToken([Token("", tag, nesting, attributes)], 0, {"xhtmlOut": False}, {})

    def table_open(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        region = {"class": "table", "role": "region", "aria-label": env["label"], "tabindex": "0"}
        return self._open("div", **region) + self.renderToken(tokens, n, options, env)

    def table_close(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        return self.renderToken(tokens, n, options, env) + self._open("div", -1)

    def link_open(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        address = env["links"].href(str(tokens[n].attrGet("href") or ""))
        env["linked"] = address is not None
        return self._open("a", href=address) if env["linked"] else ""

    def link_close(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        return self._open("a", -1) if env["linked"] else ""

    def image(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        words = _words([tokens[n]])
        address = env["links"].picture(str(tokens[n].attrGet("src") or ""))
        if address is None:
            return escapeHtml(words)
        return self._open("img", 0, src=address, alt=words, loading="lazy")

    def citation(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        source = tokens[n].content
        if (known := env["links"].cite(source)) is None:
            return escapeHtml(f"[^{source}]")
        number, label = known
        attributes = {"class": "cite", "href": f"#source-{source}", "aria-label": label}
        return self._open("a", **attributes) + f"[{number}]" + self._open("a", -1)

    def macro(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        return env["links"].macro(tokens[n].content, tokens[n].info)


def render(fragment: Fragment, links: Links, label: str = "") -> Markup:
    """The HTML of a fragment. `label`: what a table is called for those who cannot see it."""
    parser = _parser()
    known = {"links": links, "label": label}
    return Markup(parser.renderer.render(fragment.tokens, parser.options, known))  # noqa: S704


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)
