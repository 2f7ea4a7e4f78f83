"""What a text may be made of before anything parses it: which characters, and how much.

`clean` is the one normal form: what is loaded, what `nyth fix` writes and what a fingerprint is
taken of are the same.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nyth.problems import words_file

Fault = tuple[str, int, dict[str, Any]]

# markdown-it needs 4 s for the worst file that these let through; nothing that people write here
# comes near them.
MAX_BYTES = 200_000
MAX_LINE = 5_000
MAX_LINES = 5_000

# Names that Windows keeps for devices: no file or folder there can have them.
DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])(\..*)?", re.I | re.S)
_ORDINARY = re.compile(r"[\n -~À-ÖØ-öø-ɏẀ-ẅỲỳ‘’“”–—…•·©«»§°²³½¼¾™£€]*")
_TABLE = words_file(Path(__file__).parent / "characters.yml")
_SPACES, _HYPHENS, _JOINED = _TABLE["spaces"], _TABLE["hyphens"], _TABLE["joined"]
_APOSTROPHES = _TABLE["apostrophes"]
_NAMES = {char: row for row in _TABLE["named"] for char in row["characters"]}
_BROKEN = re.compile(f"{_TABLE['broken-first']}(?:{'|'.join(_TABLE['broken'])})")
_EMOJI = re.compile(_TABLE["emoji"].format(one=_TABLE["one"]))
_IGNORED = re.compile(f"[{_TABLE['ignored']}]")
# No script that is written here puts more accents on a letter, once it is in NFC.
_MAX_ACCENTS = 2
# A word, or a sign that one font draws and no other: an arrow of Word's, a face of Outlook's.
_WORD = re.compile(r"[^\W_]+|[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_FOREIGN = re.compile(_TABLE["foreign"])
# How lines end anywhere; where Windows' way was made Windows' way again, as `\r\r\n`, too.
LINE_END = re.compile(r"\r*\n|\r")
# Parts a text as it is into as many lines as `clean` leaves, with their ends.
LINES = re.compile(r"(?<=\n)|(?<=\r)(?!\r*\n)")
_INDENT = re.compile(r"^ *\t[ \t]*", re.M)


def clean(text: str, tab: int = 4) -> str:
    """The text as it would be typed: NFC, LF, plain spaces and hyphens, nothing that cannot be
    seen. tab: as `untabbed` takes it.

    No line is added or taken away, so a place in the result is a place in the file.
    """
    text = LINE_END.sub("\n", text)
    if _ORDINARY.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", text)
    text = untabbed(text, tab)
    return unicodedata.normalize("NFC", "".join(kept for _, _, kept in _cleaned(text)))


def untabbed(text: str, tab: int = 4) -> str:
    """The text with spaces for tabs at the start of lines; `tab` for each, as Markdown has it."""
    return _INDENT.sub(lambda match: match.group().expandtabs(tab), text)


def _cleaned(text: str) -> Iterator[tuple[int, str, str]]:
    """Each character, its place, and what stays of it."""
    foreign, emoji = _places(_FOREIGN, text), _places(_EMOJI, text)
    accents, last = _MAX_ACCENTS, ""  # on the last letter that stays; what stays before this
    for n, char in enumerate(text):
        if n in emoji or _ORDINARY.fullmatch(char):
            kept = char
        elif char in _SPACES:
            kept = " "
        elif char in _HYPHENS:
            kept = "-"
        elif char in _APOSTROPHES and not (last.isnumeric() or _BROKEN.match(last + char)):
            kept = "’"  # a straight one would end a value of YAML
        elif char in _JOINED:
            kept = unicodedata.normalize("NFKC", char)
        else:
            kept = "" if _is_invisible(char, accents, n in foreign) else char
        if kept:
            is_accent = unicodedata.category(kept[-1])[0] == "M"
            accents = accents + 1 if is_accent else 0 if kept[-1].isalpha() else _MAX_ACCENTS
            last = kept
        yield n, char, kept


def _places(pattern: re.Pattern[str], text: str) -> set[int]:
    """The places of a text at which a pattern is found: words of a third language, pictures."""
    return {n for match in pattern.finditer(text) for n in range(*match.span())}


def _is_invisible(char: str, accents: int, foreign: bool) -> bool:
    """Whether a character cannot be seen. An accent can, on a letter; in words of other
    languages more of them can, and what joins letters there or keeps them apart is part of their
    writing."""
    category = unicodedata.category(char)
    if _IGNORED.match(char):
        return True
    if category[0] == "M":
        return accents >= _MAX_ACCENTS * (2 if foreign else 1)
    if "\x80" <= char <= "\x9f":
        return False  # all that is left of a letter, and the check asks for it
    unseen = category in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
    return unseen and not (foreign and char in _TABLE["joiners"])


def characters(text: str) -> Iterator[Fault]:
    """Characters that cannot be seen, look like others, or are in pieces: (rule, line, values),
    once a line."""
    whole = _ORDINARY.fullmatch(text) and not _BROKEN.search(text)
    for n, written in enumerate(() if whole else text.split("\n"), 1):
        line = unicodedata.normalize("NFC", written)
        if line != written:
            yield "not-nfc", n, {}
        # the search of an address is no lost letter
        asked = re.sub(r"(?<=://)\S+", lambda match: match[0].replace("?", "/"), line)
        if broken := _BROKEN.search(asked):
            start = asked.rfind(" ", 0, broken.start()) + 1
            yield "broken-letters", n, {"text": asked[start:].partition(" ")[0][:40]}
        elif not _ORDINARY.fullmatch(line):
            yield from ((rule, n, values) for rule, values in _odd(line))


def _odd(line: str) -> Iterator[tuple[str, dict[str, Any]]]:
    seen = set()
    for n, char, kept in _cleaned(line):
        if kept != char and char not in seen:
            seen.add(char)
            words = line[:n].split()
            name = _NAMES.get(char, f"U+{ord(char):04X}")
            yield "odd-character", {"name": name, "after": words[-1][-30:] if words else "—"}
    foreign = _places(_FOREIGN, line)
    for match in _WORD.finditer(line):
        for char in _look_alikes(match.group(), match.start() in foreign):
            name = unicodedata.name(char, f"U+{ord(char):04X}").lower()
            yield "odd-letter", {"letter": char, "name": name}


def _look_alikes(word: str, foreign: bool) -> list[str]:
    """Letters of another script: in words that are marked as of another language they are at
    home, unless one word mixes two, as words do that are made to look like others (Unicode
    Technical Standard 39, section 5.1)."""
    if _ORDINARY.fullmatch(word):
        return []
    scripts = {char: _script(char) for char in word if not char.isnumeric() or char > "\u00ff"}
    if foreign:
        scripts = {c: "LATIN" if script == "PHONETIC" else script for c, script in scripts.items()}
    own = {script for char, script in scripts.items() if char.isalpha()} - {"MODIFIER"}
    at_home = {"LATIN"}
    if foreign and (len(own) < 2 or own == {"CJK", "LATIN"}):
        at_home |= {*scripts.values()} - {"?"}
    return [c for c, script in scripts.items() if script not in at_home and c not in _NAMES]


def _script(char: str) -> str:
    """The script of a letter; "PHONETIC" for Latin letters that no European alphabet has, and
    "?" for what only stands for another character."""
    if _ORDINARY.fullmatch(char):
        return "LATIN"
    if unicodedata.normalize("NFKC", char) != char:
        return "?"
    if "\u0250" <= char <= "\u02af" or "\u1d00" <= char <= "\u1dbf":
        return "PHONETIC"
    script = unicodedata.name(char, "?").split()[0]
    return "CJK" if script in _TABLE["east-asian"] else script


def sizes(text: str) -> Fault | None:
    """The first bound that a text breaks."""
    lines = text.split("\n")
    sizes = [("lines", MAX_LINES, len(lines), MAX_LINES)]
    sizes += [("characters in a line", n, len(line), MAX_LINE) for n, line in enumerate(lines, 1)]
    for what, line, count, limit in sizes:
        if count > limit:
            return "too-much", line, {"what": what, "count": count, "limit": limit}
    return None
