"""What stands in a text: its blocks, and in each its words and what is more than words. Plain
values: no reader of them has to know how the parser says it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count, repeat, takewhile
from typing import Literal, NamedTuple

from markdown_it.token import Token


class Mark(NamedTuple):
    """Something in a block that is more than words. `value`: an address, id of a source,
    language or name of a macro; `words`: the words it holds, the alternative text of a picture,
    or the argument of a macro."""

    kind: Literal["link", "picture", "citation", "language", "macro", "code"]
    value: str
    words: str
    line: int


class Run(NamedTuple):
    """Words of a block that are set alike: in another language, bold, as a link. Of a label they
    are the key of words of the site, and none of the text."""

    kind: Literal["text", "code", "softbreak", "hardbreak", "label"]
    words: str
    lang: str = ""
    bold: bool = False
    link: bool = False


class Block(NamedTuple):
    """A paragraph, list item, table row, lower heading, piece of code, or macro on a line of its
    own.

    line, end: its first line in the file (from 1), and the line after its last; text: its Markdown
    as written, without the mark of its list, level of its heading or indent; at: the place of its
    token; number: of an item of a numbered list; level: of a heading, else 0; markup: what a
    heading or code begins with, nothing for code by indent, or of a row what stands in cells
    without a heading and is not shown; depth: how deep in lists and quotations it stands, two for
    each list.
    """

    kind: Literal["paragraph", "item", "row", "heading", "code", "macro"]
    line: int
    end: int
    text: str
    at: int = 0
    number: int | None = None
    level: int = 0
    markup: str = ""
    depth: int = 0
    runs: tuple[Run, ...] = ()
    marks: tuple[Mark, ...] = ()

    def of(self, kind: str) -> list[Mark]:
        """The marks of a kind, in order."""
        return [mark for mark in self.marks if mark.kind == kind]

    def words(self, foreign: bool = True, code: bool = True) -> str:
        """The words on one line; without those of another language, or without code."""
        return _one_line(_shown(self.runs, foreign, code))

    def lines(self, foreign: bool = True, code: bool = True, links: bool = True) -> str:
        """The words on the lines that they have in the file; also without the words of links."""
        return _shown(self.runs, foreign, code, links)


def read(tokens: Sequence[Token]) -> Iterator[Block]:
    """The blocks of a text that was parsed, in its order."""
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
            yield Block("row", line, line + 1, text, at, None, 0, lost, depth, *_inner(cells, line))
            row = None
        elif token.type in ("fence", "code_block"):
            line, end = token.map
            yield Block("code", line, end, token.content, at, None, 0, token.markup, token.level)
        elif token.type == "inline" and row is not None:
            row.append(token)
        elif token.type == "inline":
            opening, children, (line, end) = tokens[at - 1], token.children or [], token.map
            block = Block("paragraph", line, end, token.content, at, depth=opening.level)
            if opening.type == "heading_open":
                block = block._replace(kind="heading", level=int(opening.tag[1:]))
                block = block._replace(markup=opening.markup)
            elif item:
                block = block._replace(kind="item", number=number)
            elif [child.type for child in children] == ["macro"]:
                block = block._replace(kind="macro")
            runs, marks = _inner(children, line)
            yield block._replace(runs=runs, marks=marks)
            item = False


def items(found: Sequence[Block]) -> Iterator[list[Block]]:
    """The items of the lists that stand in no other, each followed by all that stands in it."""
    top = min((block.depth for block in found if block.kind == "item"), default=0)
    for n, block in enumerate(found, 1):
        if block.kind == "item" and block.depth == top:
            yield [block, *takewhile(lambda b: b.depth + (b.kind != "item") > top, found[n:])]


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
            marks.append(mark._replace(words=_one_line(_shown(runs[first:]))))
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


def _shown(runs: Iterable[Run], foreign: bool = True, code: bool = True, links: bool = True) -> str:
    parts = []
    for run in runs:
        if run.kind.endswith("break"):
            parts.append("\n")
        elif run.kind != "label" and (foreign or not run.lang) and (links or not run.link):
            parts.append(run.words if code or run.kind == "text" else " ")
    return "".join(parts)


def words_of(tokens: Iterable[Token]) -> str:
    """The words of tokens, on one line."""
    return _one_line(_shown(_inner(tokens, 0)[0]))


def _one_line(text: str) -> str:
    return " ".join(text.split())
