"""Texts out to a translator and back: a document of two columns, and nothing lost on the way.

XLSX goes through openpyxl, which every office program understands; ODS would be a second library for what the same
programs open as XLSX. XLIFF 2 is written here: translate-toolkit, which does it too, puts notes where the standard has
none, drops what stands between segments, and its licence is not ours.
https://docs.oasis-open.org/xliff/xliff-core/v2.0/xliff-core-v2.0.html
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import textwrap
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile

import yaml

from nyth import LANGUAGES
from nyth.content import yamltext
from nyth.content.load import PROMPT
from nyth.content.model import Library, Text
from nyth.editing.upkeep import repair, with_front_matter
from nyth.languages import agree
from nyth.problems import Problem

SUFFIXES = (".xlsx", ".xlf", ".xliff")
NAMES = {"cy": "Cymraeg", "en": "English"}
CELL_LIMIT = 32_767
WIDTH = 118
_XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
_PRESERVE = {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
_STARTS = re.compile(r"\s*(?:[-*+] |\d+\. |#|\||>|\{:|\{\{)")
_WHOLE_LINE = re.compile(r"\s*(?:#|\||>|\{:|\{\{)")
_MARKER = re.compile(r"\s*(?:[-*+] +|\d+\. +)?")
_FENCE = re.compile(r"^\s*(?:```|~~~)", re.M)
_ATOM = re.compile(r"!?\[[^\]]*\]\([^)]*\)(?:\{:[^}]*\})?|\*[^*]+\*\{:[^}]*\}|\{:[^}]*\}|`[^`]*`")


@dataclass(frozen=True)
class Piece:
    """A text that a translator sees as one, and where it stands in its file: lines (from, to), or a place in YAML.

    unit: as in `agree`; place: of the page; front: whether the YAML is the front matter of a page.
    """

    path: str
    unit: str
    place: str
    said: str
    lines: tuple[int, int] | None = None
    keys: tuple[str | int, ...] = ()
    front: bool = False


@dataclass(frozen=True)
class Row:
    """A line of the document. ref: id, place, number and a print of both texts, joined by dots."""

    ref: str
    where: str
    texts: dict[str, str]


@dataclass
class Brought:
    """What came of an import: files that changed, texts written, texts that needed nothing, and what is in the way."""

    changed: list[str]
    written: int
    same: int
    problems: list[Problem]


# What goes out


def ids(library: Library) -> list[str]:
    """Every id that has texts in both languages, as `nyth status` names them."""
    return [pair.id for pair in agree.pairs(library)]


def rows(root: Path, library: Library, into: str, chosen: Iterable[str] | None = None) -> list[Row]:
    """What a translator into `into` needs: the texts of `chosen`, or what moved in the other language since both agreed.

    root: the folder that the paths of the library start from. Raises KeyError for an id that is not there.
    """
    pairs, source = {pair.id: pair for pair in agree.pairs(library)}, _Pieces(root, library)
    wanted = pairs if chosen is None else {name: pairs[name] for name in chosen}
    found = []
    for name, pair in wanted.items():
        drift = agree.drift(pair)
        if chosen is None and drift.state == "in-step":
            continue
        open_units = (
            None
            if chosen is not None or drift.state == "never"
            else drift.of(agree.other(into), "both")
        )
        found += [
            row for unit, row in _rows(source, name) if open_units is None or unit in open_units
        ]
    return found


def _rows(source: _Pieces, name: str) -> Iterator[tuple[str, Row]]:
    places: dict[str, dict[str, list[Piece]]] = {}
    for lang in LANGUAGES:
        for piece in source.of(name, lang):
            places.setdefault(piece.place, {}).setdefault(lang, []).append(piece)
    for place, both in places.items():
        sides = {lang: both.get(lang, []) for lang in LANGUAGES}
        if len({len(side) for side in sides.values()}) == 1:
            groups = [
                {lang: [side[n]] for lang, side in sides.items()} for n in range(len(sides["en"]))
            ]
            numbers = [str(n + 1) for n in range(len(groups))]
        else:
            groups, numbers = [sides], ["all"]
        for number, group in zip(numbers, groups, strict=True):
            texts = {lang: "\n\n".join(p.said for p in side) for lang, side in group.items()}
            ref = ".".join([name, place, number, *(_print(texts[lang]) for lang in ("en", "cy"))])
            shown = {lang: "" if _unwritten(text) else text for lang, text in texts.items()}
            unit = next(p.unit for side in group.values() for p in side)
            yield unit, Row(ref, _where(source.library, name, place), shown)


def _print(text: str) -> str:
    """Stands for the words and lines of a text; where lines wrap is not its own."""
    return hashlib.sha256(
        "\n".join(map(agree.plain, text.strip().split("\n"))).encode()
    ).hexdigest()[:8]


def _unwritten(text: str) -> bool:
    """A text that is nothing but what `nyth new` left to be written."""
    return bool(text) and all(PROMPT in line for line in text.split("\n") if line.strip())


def _where(library: Library, name: str, place: str) -> str:
    texts = library.entities[name].texts if name in library.entities else library.pages.get(name)
    if texts is None:
        return f"{name} {place}"
    section, _, part = place.partition(":")
    headings = []
    for found in texts["en"].sections:
        if found.id == section.removesuffix("-heading"):
            headings += [
                found.heading,
                *(p.heading for p in found.parts if p.id == part.removesuffix("-heading")),
            ]
    return " / ".join([name, *(headings or [place])])


class _Pieces:
    """The texts of a library, read once as they stand in their files."""

    def __init__(self, root: Path, library: Library) -> None:
        self.library = library
        self._root = root
        self._short = {
            (name, lang): [
                Piece(path, unit, unit, text, keys=(*keys, *under, lang))
                for unit, text, under in said[lang]
            ]
            for name, _, path, keys, said in agree.short_texts(library)
            for lang in LANGUAGES
        }

    @functools.cache  # noqa: B019  lives as long as one command
    def of(self, name: str, lang: str) -> list[Piece]:
        """The texts of a pair in one language, in the order of the file."""
        texts = (
            self.library.entities[name].texts
            if name in self.library.entities
            else self.library.pages.get(name)
        )
        if texts is None:
            return self._short[name, lang]
        return list(_page_pieces(self._root, texts[lang], name in self.library.pages))


def _page_pieces(root: Path, text: Text, headings: bool) -> Iterator[Piece]:
    for key in ("title", "summary"):
        yield Piece(text.path, "title", key, getattr(text, key), keys=(key,), front=True)
    lines = _lines((root / text.path).read_bytes().decode())
    places = [("lead", "lead", text.body_line - 1)] if headings else []
    for section in text.sections:
        places.append((section.id, section.id, section.line))
        places += [(section.id, f"{section.id}:{part.id}", part.line) for part in section.parts]
    for n, (unit, place, first) in enumerate(places):
        end = places[n + 1][2] - 1 if n + 1 < len(places) else len(lines)
        if headings and place != "lead":
            match = re.match(r"(#+\s+)(.*?)(\s*\{:.*)?$", lines[first - 1].rstrip())
            yield Piece(
                text.path, unit, f"{place}-heading", match.group(2), lines=(first - 1, first)
            )
        for start, stop in _blocks(lines, first, end):
            said = _unwrapped("\n".join(line.rstrip("\r") for line in lines[start:stop]))
            yield Piece(text.path, unit, place, said, lines=(start, stop))


def _lines(text: str) -> list[str]:
    """The lines as the library counts them; a Windows line keeps its end."""
    return re.split(r"\n|\r(?!\n)", text)


def _blocks(lines: list[str], first: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the paragraphs, lists and tables between two lines begin and end; code with blank lines is one block."""
    start, fenced = None, False
    for n in range(first, end):
        fenced ^= bool(_FENCE.match(lines[n]))
        if lines[n].strip() and start is None:
            start = n
        elif not lines[n].strip() and start is not None and not fenced:
            yield start, n
            start = None
    if start is not None:
        yield start, end


# Lines as a translator sees them, and as the files have them


def _verbatim(text: str) -> bool:
    return bool(_FENCE.search(text)) or text.startswith(("    ", "\t"))


def _unwrapped(text: str) -> str:
    """Paragraphs and list items on one line each; code, tables and line breaks as they are."""
    if _verbatim(text):
        return text
    out: list[str] = []
    for line in text.split("\n"):
        joins = out and out[-1].strip() and line.strip() and not out[-1].endswith("  ")
        if joins and not _STARTS.match(line) and not _WHOLE_LINE.match(out[-1]):
            out[-1] += " " + line.strip()
        else:
            out.append(line)
    return "\n".join(out)


def _wrapped(text: str) -> str:
    """Long lines broken as the files have them, and never where that would make other Markdown of it."""
    if _verbatim(text):
        return text
    wrapped = []
    for line in text.split("\n"):
        broken = _broken(line)
        wrapped.append(broken if _unwrapped(broken) == line else line)
    return "\n".join(wrapped)


def _broken(line: str) -> str:
    if len(line) <= WIDTH or _WHOLE_LINE.match(line) or line.endswith("  "):
        return line
    marker = _MARKER.match(line).group()
    bound = _ATOM.sub(lambda match: match.group().replace(" ", "\0"), line[len(marker) :])
    parts = textwrap.wrap(
        bound, WIDTH - len(marker), break_long_words=False, break_on_hyphens=False
    )
    return marker + ("\n" + " " * len(marker)).join(parts).replace("\0", " ")


# The documents


def write(file: Path, found: list[Row], into: str) -> None:
    """Writes the document; its form is that of the name. Raises ValueError where a text is too long for a cell."""
    if any(len(text) > CELL_LIMIT for row in found for text in row.texts.values()):
        raise ValueError(f"> {CELL_LIMIT}")
    (_write_xlsx if file.suffix == ".xlsx" else _write_xliff)(file, found, into)


def _write_xlsx(file: Path, found: list[Row], into: str) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook()
    sheet = book.active
    sheet.title = f"{agree.other(into)}-{into}"
    order = (agree.other(into), into)
    table = [("ref", "lle / where", *(NAMES[lang] for lang in order))]
    table += [(row.ref, row.where, *(row.texts[lang] for lang in order)) for row in found]
    for n, values in enumerate(table, 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(n, column, value or None)
            # text and nothing else: a line that begins with = or - is no formula
            cell.number_format = "@"
            cell.data_type = "s" if value else "n"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if n == 1:
                cell.font = Font(bold=True)
            elif column == 4:
                cell.fill = PatternFill("solid", fgColor="FFF7DD")
    sheet.column_dimensions["A"].hidden = True
    for column, width in zip("BCD", (28, 70, 70), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "C2"
    book.save(file)


def _write_xliff(file: Path, found: list[Row], into: str) -> None:
    ElementTree.register_namespace("", _XLIFF)
    source = agree.other(into)
    root = ElementTree.Element(
        f"{{{_XLIFF}}}xliff", {"version": "2.0", "srcLang": source, "trgLang": into}
    )
    texts = ElementTree.SubElement(root, f"{{{_XLIFF}}}file", {"id": "texts"})
    for row in found:
        unit = ElementTree.SubElement(texts, f"{{{_XLIFF}}}unit", {"id": row.ref})
        notes = ElementTree.SubElement(unit, f"{{{_XLIFF}}}notes")
        ElementTree.SubElement(
            notes, f"{{{_XLIFF}}}note", {"category": "location"}
        ).text = row.where
        segment = ElementTree.SubElement(unit, f"{{{_XLIFF}}}segment")
        for tag, lang in (("source", source), ("target", into)):
            ElementTree.SubElement(segment, f"{{{_XLIFF}}}{tag}", _PRESERVE).text = row.texts[lang]
    ElementTree.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)


def read(file: Path) -> tuple[list[Row], list[Problem]]:
    """The rows of a document that came back, whatever order they are in; `where` is not read."""
    try:
        if file.suffix == ".xlsx":
            return _read_xlsx(file)
        if file.suffix in SUFFIXES:
            return _read_xliff(file)
    except (OSError, BadZipFile, KeyError, ValueError, ElementTree.ParseError) as error:
        return [], [
            Problem(
                file.name,
                1,
                "exchange-unreadable",
                {"detail": str(error)[:120] or type(error).__name__},
            )
        ]
    return [], [Problem(file.name, 1, "exchange-form", {"forms": ", ".join(SUFFIXES)})]


def _read_xlsx(file: Path) -> tuple[list[Row], list[Problem]]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # what the office program added to the file is no concern of ours
        warnings.simplefilter("ignore")
        book = load_workbook(file)
    found, problems, columns = [], [], {}
    for sheet in book.worksheets:
        columns = {}
        for line in sheet.iter_rows():
            if not columns:
                heads = {cell.value: cell.column - 1 for cell in line if cell.value}
                columns = heads if {"ref", *NAMES.values()} <= set(heads) else {}
                continue
            if line[columns["ref"]].value is None:
                continue
            texts = {}
            for lang, name in NAMES.items():
                cell = line[columns[name]]
                if cell.data_type in ("f", "e"):
                    problems.append(
                        Problem(file.name, cell.row, "exchange-formula", {"cell": cell.coordinate})
                    )
                else:
                    texts[lang] = _clean(str(cell.value if cell.value is not None else ""))
            found.append(Row(str(line[columns["ref"]].value), "", texts))
    if not found and not problems:
        problems.append(
            Problem(file.name, 1, "exchange-unreadable", {"detail": "ref, English, Cymraeg"})
        )
    return found, problems


def _read_xliff(file: Path) -> tuple[list[Row], list[Problem]]:
    data = file.read_bytes()
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("DOCTYPE")
    root = ElementTree.fromstring(data)
    into = root.get("trgLang", "")[:2]
    if root.tag != f"{{{_XLIFF}}}xliff" or into not in LANGUAGES:
        raise ValueError(f"{root.tag} {into}")
    found = []
    for unit in root.iter(f"{{{_XLIFF}}}unit"):
        said = []
        for part in unit:
            if part.tag in (f"{{{_XLIFF}}}segment", f"{{{_XLIFF}}}ignorable"):
                target = part.find(f"{{{_XLIFF}}}target")
                if target is None and part.tag.endswith("ignorable"):
                    target = part.find(f"{{{_XLIFF}}}source")
                said.append("" if target is None else "".join(target.itertext()))
        # the source stays as it went out: translation programs change its spaces
        found.append(Row(unit.get("id", ""), "", {into: _clean("".join(said))}))
    return found, []


def _clean(text: str) -> str:
    """What office programs do to a text on the way is undone."""
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return repair(text, True)[0].strip("\n").rstrip()


# What comes back


def bring(root: Path, library: Library, file: Path) -> Brought:
    """Takes a document back. A text is written where the file still says what went out; all else stays, byte by byte.

    Bringing the same document twice changes nothing more. An empty cell means that nothing was written there.
    """
    found, problems = read(file)
    result = Brought([], 0, 0, problems)
    known, source = {pair.id for pair in agree.pairs(library)}, _Pieces(root, library)
    edits: dict[str, dict[Piece, str]] = {}
    seen: Counter[str] = Counter()
    for row in found:
        parts = row.ref.rsplit(".", 4)
        seen[row.ref] += 1
        if len(parts) != 5 or parts[0] not in known or seen[row.ref] > 1:
            result.problems.append(Problem(file.name, 1, "exchange-unknown", {"ref": row.ref[:80]}))
            continue
        name, place, number, *prints = parts
        for lang, sent in zip(("en", "cy"), prints, strict=True):
            text = row.texts.get(lang, "")
            if not text or _print(text) == sent:
                result.same += 1
                continue
            side = [p for p in source.of(name, lang) if p.place == place]
            target = _target(side, number, sent, text)
            if target is None:
                path = side[0].path if side else file.name
                values = {"ref": ".".join(parts[:3]), "text": text[:60].replace("\n", " ")}
                result.problems.append(Problem(path, 1, "exchange-moved", values))
            elif _print(target.said) == _print(text):
                result.same += 1
            else:
                edits.setdefault(target.path, {})[target] = text
                result.written += 1
    for path, changes in edits.items():
        place = root / path
        written = place.read_bytes().decode()
        place.write_bytes(_edited(written, changes).encode())
        result.changed.append(path)
    return result


def _target(side: list[Piece], number: str, sent: str, text: str) -> Piece | None:
    """The piece that went out under this print, or the one that already says what came back."""
    if number == "all" and side:
        lines = (side[0].lines[0], side[-1].lines[1]) if side[0].lines else None
        first = side[0]
        side = [
            Piece(first.path, first.unit, first.place, "\n\n".join(p.said for p in side), lines)
        ]
    at = int(number) - 1 if number.isdigit() else 0
    for wanted in (sent, _print(text)):
        fits = [n for n, piece in enumerate(side) if _print(piece.said) == wanted]
        if at in fits or len(fits) == 1:
            return side[at if at in fits else fits[0]]
    return None


def _edited(text: str, changes: dict[Piece, str]) -> str:
    """The file with texts changed, from the last line up, then its front matter, so that every place still holds."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = _lines(text)
    for piece, fresh in sorted(changes.items(), key=lambda c: c[0].lines or (0, 0), reverse=True):
        if piece.lines is None:
            continue
        start, stop = piece.lines
        if piece.place.endswith("-heading"):
            head = re.match(r"(#+\s+)(.*?)(\s*\{:.*)?$", lines[start].rstrip())
            new = f"{head.group(1)}{' '.join(fresh.split())}{head.group(3) or ''}"
        else:
            new = _wrapped(fresh)
        end = "\r" if newline == "\r\n" else ""
        lines[start:stop] = [line + end for line in new.split("\n")]
    text = "\n".join(lines)
    front = {
        piece.keys[0]: _scalar(" ".join(fresh.split()), "- {}")
        for piece, fresh in changes.items()
        if piece.front
    }
    if front:
        text = with_front_matter(text, front)
    values = {
        piece.keys: fresh for piece, fresh in changes.items() if piece.keys and not piece.front
    }
    return _with_values(text, values) if values else text


def _scalar(value: str, where: str = "[{}]") -> str:
    """A text as YAML on one line: as it is where YAML reads it so (by default also in brackets), else in quotes."""
    found = yamltext.read(where.format(value))
    plain = (
        not found.faults
        and not found.ambiguous
        and found.data in (value, [value])
        and "\n" not in value
    )
    return value if plain else json.dumps(value, ensure_ascii=False)


def _with_values(text: str, values: dict[tuple[str | int, ...], str]) -> str:
    # not the C loader: only the Python one counts places in characters
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    spans = []
    for keys, value in values.items():
        node = root
        for key in keys:
            node = (
                node.value[key]
                if isinstance(key, int)
                else next(v for k, v in node.value if k.value == key)
            )
        start = node.start_mark.index
        old = text[start : node.end_mark.index].rstrip()
        head, _, first = old.partition("\n")
        if node.style == "|" and first:
            indent = first[: len(first) - len(first.lstrip())]
            new = "\n".join([head, *(f"{indent}{line}".rstrip() for line in value.split("\n"))])
        else:
            new = _scalar(value)
        spans.append((start, start + len(old), new))
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text
