"""What stands in a text: its blocks, and in each its words and what is more than words. Plain
values: no reader of them has to know how the parser says it."""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

# what a heading ends with, to be linked to
ANCHOR = re.compile(r"\s*\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}$")


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
    heading or code begins with, nothing for code by indent, or of a row what does not fit
    the columns of its table; depth: how deep in lists and quotations it stands, two for
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
        return one_line(shown(self.runs, foreign, code))

    def lines(self, foreign: bool = True, code: bool = True, links: bool = True) -> str:
        """The words on the lines that they have in the file; also without the words of links."""
        return shown(self.runs, foreign, code, links)


def shown(runs: Iterable[Run], foreign: bool = True, code: bool = True, links: bool = True) -> str:
    """The words of runs; without those of another language, of code or of links."""
    parts = []
    for run in runs:
        if run.kind.endswith("break"):
            parts.append("\n")
        elif run.kind != "label" and (foreign or not run.lang) and (links or not run.link):
            parts.append(run.words if code or run.kind == "text" else " ")
    return "".join(parts)


def one_line(text: str) -> str:
    """A text without the ends of its lines and what else stands for a space."""
    return " ".join(text.split())
