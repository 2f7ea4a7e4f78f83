"""What a text may be made of before anything parses it: which characters, and how much of what a parser takes long over.

Python-Markdown needs more than a minute for 20,000 opening brackets and ends in a RecursionError at 400 nested lists, so
such a text is refused unread. The bounds are far above anything that people write here.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

Fault = tuple[str, int, dict[str, Any]]

MAX_LINE = 5_000
MAX_PARAGRAPH = 10_000
MAX_LINES = 5_000
MAX_DEPTH = 6
# Of each paragraph: what emphasis, links and code are made of, and of each line the bars of a table.
MAX_MARKS = {"[": 150, "]": 150, "*": 300, "_": 300, "`": 150, "!": 150, "(": 300, "\\": 150, "&": 150, "{": 60}
MAX_BARS = 60

# Welsh has â ê î ô û ŵ ŷ and their acute, grave and diaeresis forms; Latin-1 has the names of western Europe.
_LETTERS = frozenset("ŵŷẁẃẅỳÿŴŶẀẂẄỲŸ") | {chr(n) for n in range(0xC0, 0x100) if chr(n).isalpha()}
_SIGNS = frozenset("…²³½¼¾™")
_NAMES: dict[str, dict[str, str] | str] = {
    **dict.fromkeys("\u200b\u200c\u200d\u2060\u00ad", {"en": "zero-width", "cy": "dim lled"}),
    "\ufeff": {"en": "byte order mark", "cy": "marc trefn beitiau"},
    **dict.fromkeys(
        "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        {"en": "changes the direction of writing", "cy": "yn newid cyfeiriad yr ysgrifennu"},
    ),
    "\u00a0": {"en": "no-break space", "cy": "bwlch nad yw'n torri"},
    "\t": {"en": "tab", "cy": "tab"},
}
_INDENT = re.compile(r"[ >]*(?:(?:[-*+]|\d{1,9}[.)])[ >]+)*")


@functools.cache
def _fault(char: str) -> tuple[str, dict[str, Any]] | None:
    """What is wrong with a character, if anything: (rule, values)."""
    if char == "\n" or " " <= char <= "~" or char in _LETTERS or char in _SIGNS:
        return None
    category = unicodedata.category(char)
    if category[0] in "CZM":
        return "odd-character", {"name": _NAMES.get(char, f"U+{ord(char):04X}")}
    if category[0] in "LN" or unicodedata.normalize("NFKC", char) != char:
        return "odd-letter", {"letter": char, "name": unicodedata.name(char, f"U+{ord(char):04X}").lower()}
    return None


def invisible(char: str) -> bool:
    """Whether a character cannot be seen, so that a text can be read on without it."""
    fault = _fault(char)
    return fault is not None and fault[0] == "odd-character"


def characters(text: str) -> Iterator[Fault]:
    """Characters that cannot be seen, or that look like others: (rule, line counted from 1, values), each once a line."""
    odd = {char: fault for char in set(text) if (fault := _fault(char))}
    if odd:
        for n, line in enumerate(text.split("\n"), 1):
            for char in sorted(odd.keys() & set(line)):
                yield odd[char][0], n, odd[char][1]


def without(text: str) -> str:
    """The text without the characters that cannot be seen."""
    gone = {ord(char): None for char in set(text) if invisible(char)}
    return text.translate(gone) if gone else text


def sizes(text: str, markdown: bool) -> Fault | None:
    """The first bound that a text breaks. `markdown`: whether it will be read as Markdown, which has more bounds."""
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        return _too_much(MAX_LINES, "lines", len(lines), MAX_LINES)
    start, paragraph = 1, 0
    counts = dict.fromkeys(MAX_MARKS, 0)
    for n, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            return _too_much(n, "characters in a line", len(line), MAX_LINE)
        if not markdown:
            continue
        if not line.strip():
            start, paragraph, counts = n + 1, 0, dict.fromkeys(MAX_MARKS, 0)
            continue
        paragraph += len(line) + 1
        if paragraph > MAX_PARAGRAPH:
            return _too_much(start, "characters in a paragraph", paragraph, MAX_PARAGRAPH)
        for mark, most in MAX_MARKS.items():
            counts[mark] += line.count(mark)
            if counts[mark] > most:
                return _too_much(start, "marks", counts[mark], most, mark)
        if line.count("|") > MAX_BARS:
            return _too_much(n, "marks", line.count("|"), MAX_BARS, "|")
        before = _INDENT.match(line).group()
        depth = len(re.findall(r"[->*+.)]", before)) + (len(before) - len(before.lstrip(" "))) // 4
        if depth > MAX_DEPTH:
            return _too_much(n, "levels of lists", depth, MAX_DEPTH)
    return None


def _too_much(line: int, what: str, count: int, limit: int, mark: str = "") -> Fault:
    return "too-much", line, {"what": what, "count": count, "limit": limit, "mark": f" ({mark})" if mark else ""}
