"""What a text may be made of before anything parses it: which characters, and how much.

`clean` is the one normal form: what is loaded, what `nyth fix` writes and what a fingerprint is taken of are the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

Fault = tuple[str, int, dict[str, Any]]

# markdown-it needs 4 s for the worst file that these let through; nothing that people write here comes near them.
MAX_BYTES = 200_000
MAX_LINE = 5_000
MAX_LINES = 5_000

_ORDINARY = re.compile(r"[\n -~À-ÖØ-öø-ɏẀ-ẅỲỳ‘’“”–—…•·©«»§°²³½¼¾™£€]*")
_SPACES = "\t\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\x0b\x0c\x85" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_HYPHENS = "\u2010\u2011"
_JOINED = "ﬀﬁﬂﬃﬄﬅﬆ"
_NAMES: dict[str, dict[str, str]] = {
    **dict.fromkeys("\u200b\u200c\u200d\u2060\u00ad\ufeff", {"en": "zero-width", "cy": "dim lled"}),
    **dict.fromkeys(
        "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        {"en": "changes the direction of writing", "cy": "yn newid cyfeiriad yr ysgrifennu"},
    ),
    **dict.fromkeys(_SPACES, {"en": "an unusual space", "cy": "bwlch anarferol"}),
    "\t": {"en": "tab", "cy": "tab"},
    "\u00a0": {"en": "no-break space", "cy": "bwlch nad yw'n torri"},
    **dict.fromkeys(_HYPHENS, {"en": "non-breaking hyphen", "cy": "cysylltnod nad yw'n torri"}),
    **dict.fromkeys(_JOINED, {"en": "joined letters", "cy": "llythrennau wedi'u cysylltu"}),
}
_WORD = re.compile(r"[^\W_]+")
_FOREIGN = re.compile(r"\[[^\[\]\n]*\]\{lang=(?!(?:en|cy)\})[A-Za-z-]+\}")
_INDENT = re.compile(r"^ *\t[ \t]*", re.M)


def clean(text: str) -> str:
    """The text as it would be typed: NFC, LF, plain spaces and hyphens, nothing that cannot be seen.

    No line is added or taken away, so a place in the result is a place in the file.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ORDINARY.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", text)
    text = _INDENT.sub(lambda match: match.group().expandtabs(4), text)
    marked = [match.span() for match in _FOREIGN.finditer(text)]
    parts = []
    for n, char in enumerate(text):
        if _ORDINARY.fullmatch(char):
            parts.append(char)
        elif char in _SPACES:
            parts.append(" ")
        elif char in _HYPHENS:
            parts.append("-")
        elif char in _JOINED:
            parts.append(unicodedata.normalize("NFKC", char))
        elif not _is_invisible(char, text[n - 1 : n], _inside(n, marked)):
            parts.append(char)
    return "".join(parts)


def _is_invisible(char: str, before: str, foreign: bool) -> bool:
    """Whether a character cannot be seen. An accent can, on a letter."""
    category = unicodedata.category(char)
    if category[0] == "M":
        return not foreign and unicodedata.category(before or " ")[0] not in "LM"
    return category[0] in "CZ"


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def characters(text: str) -> Iterator[Fault]:
    """Characters that cannot be seen, or that look like others: (rule, line from 1, values), each once a line."""
    if _ORDINARY.fullmatch(text):
        return
    for n, line in enumerate(text.split("\n"), 1):
        if not _ORDINARY.fullmatch(line):
            yield from ((rule, n, values) for rule, values in _odd(line))


def _odd(line: str) -> Iterator[tuple[str, dict[str, Any]]]:
    marked = [match.span() for match in _FOREIGN.finditer(line)]
    seen = set()
    for n, char in enumerate(line):
        if char in seen or _ORDINARY.fullmatch(char):
            continue
        seen.add(char)
        if char in _NAMES or _is_invisible(char, line[n - 1 : n], _inside(n, marked)):
            name = _NAMES.get(char, f"U+{ord(char):04X}")
            words = line[:n].split()
            yield "odd-character", {"name": name, "after": words[-1][-30:] if words else "—"}
    for match in _WORD.finditer(line):
        yield from _look_alikes(match.group(), _inside(match.start(), marked))


def _look_alikes(word: str, foreign: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Letters of another script: in words that are marked as of another language they are at home, unless one word
    mixes two, as words do that are made to look like others (Unicode Technical Standard 39, section 5.1)."""
    scripts = {char: _script(char) for char in word if not _ORDINARY.fullmatch(char)}
    ascii_too = any(char.isascii() and char.isalpha() for char in word)
    mixed = len({*scripts.values()} | ({"LATIN"} if ascii_too else set())) > 1
    for char, script in scripts.items():
        if script != "LATIN" and (mixed or not foreign) and char not in _NAMES:
            name = unicodedata.name(char, f"U+{ord(char):04X}").lower()
            yield "odd-letter", {"letter": char, "name": name}


def _script(char: str) -> str:
    if unicodedata.category(char)[0] == "M":
        return "LATIN"
    plain = unicodedata.normalize("NFKC", char) == char
    return unicodedata.name(char, "?").split()[0] if plain else "?"


def sizes(text: str) -> Fault | None:
    """The first bound that a text breaks."""
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        return (
            "too-much",
            MAX_LINES,
            {"what": "lines", "count": len(lines), "limit": MAX_LINES, "mark": ""},
        )
    for n, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            values = {
                "what": "characters in a line",
                "count": len(line),
                "limit": MAX_LINE,
                "mark": "",
            }
            return "too-much", n, values
    return None
