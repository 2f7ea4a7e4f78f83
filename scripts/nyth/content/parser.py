"""How the parser is set up, and what is read of its tokens, which do not leave this module."""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, repeat
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from nyth.content.blocks import ANCHOR, Block, Mark, Run, one_line, shown

_CITATION = re.compile(r"\[\^([^\s\[\]]*)\]")
_MACRO = re.compile(r"\{\{ ([a-z_]+)\((?:'([a-z0-9_-]+)')?\) \}\}")
_LANGUAGE = re.compile(r"\{lang=([A-Za-z0-9-]+)\}")
_CELLS = re.compile(r"(?<!\\)\|")
_LINE_END = re.compile(r"\r\n?|\n")  # as the parser has it
_BY_ID = re.compile(r"nyth:[a-z0-9#-]*")
# The parser leaves out what is nested in 20 levels; a list in a list is two.
_MAX_LEVEL = 14
_RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ku ps sd ug ur yi".split())


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


def read(text: str, first: int) -> tuple[list[str], list[Block], int, list, list, int | None]:
    """What stands in Markdown that begins at line `first` of its file: the HTML of each token, the
    blocks, and what `markdown` keeps beside both."""
    tokens = _parsed(text, first)
    found, headings = list(_blocks(tokens)), []
    for block in found:
        if block.kind == "heading" and not block.depth:
            words = block.words()
            match = ANCHOR.search(words)
            title, anchor = (words[: match.start()], match.group(1)) if match else (words, "")
            headings.append((block.at - 1, block.level, anchor, title, block.line))
    too_deep = next((t.map[0] for t in tokens if t.level >= _MAX_LEVEL and t.map), None)
    ends = [n for n, t in enumerate(tokens) if t.level == 1 and t.type.startswith("list_item")]
    items = list(zip(ends[::2], ends[1::2], strict=True))
    html = [*_parser().renderer.render_each(tokens)]
    return html, found, len(tokens), headings, items, too_deep


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
                # the parser leaves out what has no heading, and takes a line of words for a row
                line = lines[token.map[0] - first]
                written = _CELLS.split(line.strip("> |"))
                token.info = "|".join(written[columns if "|" in line else 0 :]).strip()
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


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    item = False  # one was opened, and has no block yet
    lists: list[Iterator[int | None]] = []  # of those that are open, the numbers that follow
    row: list[Token] | None = None
    for at, token in enumerate(tokens):
        if token.tag in ("ol", "ul"):
            numbers = count(token.attrs.get("start", 1)) if token.tag == "ol" else repeat(None)
            lists = [*lists, numbers] if token.nesting == 1 else lists[:-1]
        elif token.type == "list_item_open":
            item, number = True, next(lists[-1])
        elif token.type == "list_item_close":
            item = False
        elif token.type == "tr_open":
            row, line, lost, depth = [], token.map[0], token.info, token.level - 2
        elif token.type == "tr_close":
            cells = [child for cell in row for child in (*(cell.children or ()), _SPACE)]
            text = " | ".join(cell.content for cell in row)
            runs, marks = _inner(cells, line)
            block = Block("row", line, line + 1, text, at, markup=lost, depth=depth)
            yield block._replace(runs=runs, marks=marks)
            row = None
        elif token.type in ("fence", "code_block"):
            line, end = token.map
            own = {"markup": token.markup, "runs": (Run("code", token.content),)}
            yield Block("code", line, end, token.content, at, depth=token.level, **own)
        elif token.type == "inline" and row is not None:
            row.append(token)
        elif token.type == "inline":
            opening, children, (line, end) = tokens[at - 1], token.children or [], token.map
            block = Block("paragraph", line, end, token.content, at, depth=opening.level)
            if opening.type == "heading_open":
                level = int(opening.tag[1:])
                block = block._replace(kind="heading", level=level, markup=opening.markup)
            elif item:
                block = block._replace(kind="item", number=number)
            elif [child.type for child in children] == ["macro"]:
                block = block._replace(kind="macro")
            runs, marks = _inner(children, line)
            yield block._replace(runs=runs, marks=marks)
            item = False


# What holds words and is a mark of its own: its kind, and the attribute that has its value.
_HOLDS = {
    "link_open": ("link", "href"),
    "span_open": ("language", "lang"),
    "image": ("picture", "src"),
}
_SET = {"text": "text", "code_inline": "code", "softbreak": "softbreak", "hardbreak": "hardbreak"}
_IMAGE_CLOSE, _SPACE = Token("image_close", "", -1), Token("text", "", 0, content=" ")


def _inner(tokens: Iterable[Token], line: int) -> tuple[tuple[Run, ...], tuple[Mark, ...]]:
    """The runs and marks of a block that begins at a line."""
    runs: list[Run] = []
    marks: list[Mark] = []
    opened: list[tuple[Mark, int]] = []  # with the number of the first run that each holds
    bold = False
    for token in _flat(tokens):
        kind = token.type
        if kind in _HOLDS:
            name, key = _HOLDS[kind]
            opened.append((Mark(name, str(token.attrGet(key) or ""), "", line), len(runs)))
        elif kind in ("link_close", "span_close", "image_close"):
            mark, first = opened.pop()
            marks.append(mark._replace(words=one_line(shown(runs[first:]))))
        elif kind in ("strong_open", "strong_close"):
            bold = token.nesting == 1
        elif kind in ("citation", "macro"):
            marks.append(Mark(kind, token.content, token.info, line))
            runs += [Run("label", token.info)] if token.content == "label" else []
        elif kind in _SET:
            langs = [mark.value for mark, _ in opened if mark.kind == "language"]
            link = any(mark.kind == "link" for mark, _ in opened)
            ends = kind.endswith("break")
            words = "\n" if ends else token.content
            runs.append(Run(_SET[kind], words, langs[-1] if langs else "", bold, link))
            line += ends
            if kind == "code_inline":
                marks.append(Mark("code", token.content, token.content, line))
    return tuple(runs), tuple(marks)


def _flat(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        # the parser leaves an empty text before what is bold
        if token.type != "text" or token.content:
            yield token
        if token.type == "image":
            yield from _flat(token.children or ())
            yield _IMAGE_CLOSE


def tag(name: str, nesting: int = 1, **attributes: str) -> str:
    """An HTML tag: opening, or closing (-1)."""
    parser = _parser()
    return parser.renderer.renderToken(
        [Token("", name, nesting, attributes)], 0, parser.options, {}
    )


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
        words = one_line(shown(_inner(token.children, 0)[0])) if token.children else token.info
        return "\0".join(("", token.type, str(value), words, ""))

    table_open = table_close = link_open = link_close = image = citation = macro = _left_open
