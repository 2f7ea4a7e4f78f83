"""The spreadsheet of a translator: written so that office programs leave the texts alone, read
whatever they did."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nyth import LANGUAGES, other
from nyth.languages import agree
from nyth.problems import Problem, catalogue

CELL_LIMIT = 32_767
# The whole content of this site makes 1 MB of XML, and 6 MB once an office program has dressed it.
MOST_BYTES = 60_000_000
MOST_ROWS, MOST_COLUMNS = 30_000, 40
_REF = re.compile(r"(cy|en):(.+)#(.*)#([a-z0-9]+)\.([a-z0-9]+)")
_COLUMNS = {"cy": {"cymraeg", "welsh"}, "en": {"english", "saesneg"}}


@dataclass(frozen=True)
class Row:
    """A line of the document. ref: see `Piece.ref`; texts: by language; where: for people; line: in
    the sheet."""

    ref: str
    texts: dict[str, str]
    where: str = ""
    line: int = 1

    @property
    def into(self) -> str:
        """The language that is translated into."""
        return self.ref[:2]

    @property
    def path(self) -> str:
        """The file of the text."""
        return _REF.fullmatch(self.ref)[2]

    @property
    def key(self) -> str:
        """Its place in the file."""
        return _REF.fullmatch(self.ref)[3]

    @property
    def prints(self) -> tuple[str, ...]:
        """The fingerprints of source and target."""
        return _REF.fullmatch(self.ref).groups()[3:]


def fingerprint(text: str) -> str:
    """Stands for the words of a text."""
    return agree.fingerprint(agree.Unit("", (text,)), "")


def write(file: Path, rows: list[Row], into: str) -> None:
    """Writes the document. Raises OSError where it cannot be written."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill, Protection

    words = catalogue()["sheet"]
    book = Workbook()
    sheet = book.active
    sheet.title = f"{other(into)}-{into}"
    order = (other(into), into)
    table = [("ref", words["where"], *(words[lang] for lang in order))]
    table += [(row.ref, row.where, *(row.texts[lang] for lang in order)) for row in rows]
    for n, values in enumerate(table, 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(n, column, value or None)
            # text and nothing else: a line that begins with = + - or @ is no formula
            cell.number_format = "@"
            cell.data_type = "s" if value else "n"
            cell.quotePrefix = value[:1] in tuple("=+-@'")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.protection = Protection(locked=n == 1 or column < 4)
            if n == 1:
                cell.font = Font(bold=True)
            elif column == 4:
                cell.fill = PatternFill("solid", fgColor="FFF7DD")
    # no password: it only keeps a hand from slipping
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "formatCells", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)
    for column, width in zip("ABCD", (4, 28, 70, 70), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "C2"
    guide = book.create_sheet(words["guide"])
    for lang in order[::-1]:
        for line in words["help"][lang]:
            guide.append([line])
            guide.cell(guide.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        guide.append([])
    guide.column_dimensions["A"].width = 110
    book.save(file)


def read(file: Path) -> tuple[list[Row], list[Problem]]:
    """The rows that came back, and what cannot be taken. Never raises for what a file can hold."""
    if file.suffix.lower() != ".xlsx":
        return [], [Problem(file.as_posix(), 1, "exchange-form")]
    try:
        if problem := _fault(file):
            return [], [problem]
        from openpyxl import load_workbook

        with warnings.catch_warnings():
            # what the office program added to the file is no concern of ours
            warnings.simplefilter("ignore")
            book = load_workbook(file, keep_links=False)
        rows, problems = [], []
        for sheet in book.worksheets:
            found, wrong = _Sheet(file, sheet).read()
            rows, problems = rows + found, problems + wrong
    except Exception:  # noqa: BLE001  a broken workbook can raise anything
        return [], [Problem(file.as_posix(), 1, "exchange-broken")]
    if not rows and not problems:
        problems.append(Problem(file.as_posix(), 1, "exchange-foreign"))
    return rows, problems


def _fault(file: Path) -> Problem | None:
    """What keeps a file from being opened at all."""
    if not file.is_file():
        return Problem(file.as_posix(), 1, "missing-file", {"file": file.name})
    with file.open("rb") as raw:
        start = raw.read(8)
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        # the container of Excel before 2007, and of workbooks with a password (MS-CFB, 2.2)
        return Problem(file.as_posix(), 1, "exchange-locked")
    with zipfile.ZipFile(file) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
            return Problem(file.as_posix(), 1, "exchange-large")
        names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
        if any(b"<!DOCTYPE" in parts.read(name)[:2000] for name in names):
            return Problem(file.as_posix(), 1, "exchange-broken")
    return None


class _Sheet:
    """One sheet, its columns known by what is in them: headings are translated, columns moved."""

    def __init__(self, file: Path, sheet: Any) -> None:
        self.file = file
        height, width = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
        self.lines = list(sheet.iter_rows(max_row=height, max_col=width))
        self.merged = {
            (line, column)
            for area in sheet.merged_cells.ranges
            for line in range(area.min_row, min(area.max_row, MOST_ROWS) + 1)
            for column in range(area.min_col, min(area.max_col, MOST_COLUMNS) + 1)
        }
        self.problems: list[Problem] = []

    def problem(self, line: int, rule: str, level: str = "error", **values: str) -> None:
        """Keeps a problem with a row."""
        self.problems.append(Problem(self.file.as_posix(), line, rule, values, level))

    def read(self) -> tuple[list[Row], list[Problem]]:
        """The rows, and what cannot be taken."""
        refs = Counter(
            n for line in self.lines for n, cell in enumerate(line) if _REF.fullmatch(_text(cell))
        )
        if not refs:
            return [], []
        at = refs.most_common(1)[0][0]
        columns = self._columns(at)
        if missing := [lang for lang in LANGUAGES if lang not in columns]:
            self.problem(1, "exchange-column", name=catalogue()["sheet"][missing[0]])
            return [], self.problems
        rows = [row for line in self.lines if (row := self._row(line, at, columns))]
        return rows, self.problems

    def _columns(self, at: int) -> dict[str, int]:
        """The column of each language, by its heading in a row without a reference."""
        columns: dict[str, int] = {}
        for line in self.lines:
            for n, cell in enumerate(line) if not _REF.fullmatch(_text(line[at])) else ():
                words = {word.strip().casefold() for word in re.split(r"[/()]", _text(cell))}
                for lang, names in _COLUMNS.items():
                    if words & names:
                        columns.setdefault(lang, n)
        return columns

    def _row(self, line: tuple[Any, ...], at: int, columns: dict[str, int]) -> Row | None:
        ref, number = _text(line[at]), line[at].row
        texts = {lang: _text(line[n]) for lang, n in columns.items() if n < len(line)}
        if not _REF.fullmatch(ref):
            heading = any(
                {t.casefold() for t in texts.values()} & names for names in _COLUMNS.values()
            )
            if all(texts.values()) and not heading:
                text = " ".join([*texts.values()][-1].split())[:60]
                self.problem(number, "exchange-no-ref", text=text)
            return None
        cell, text = line[columns[ref[:2]]], texts[ref[:2]]
        values = {"cell": f"{cell.column_letter}{number}" if hasattr(cell, "column_letter") else ""}
        typed = cell.data_type in ("s", "inlineStr", "n")
        typed = typed and isinstance(cell.value, (str, int, type(None)))
        # a number is taken only where it is what went out: 012 and 1.10 come back as others
        same = not isinstance(cell.value, int) or fingerprint(text) == ref.rsplit(".", 1)[1]
        if {(number, columns[ref[:2]] + 1), (number, at + 1)} & self.merged:
            return self.problem(number, "exchange-merged", **values)
        if not typed or not same:
            return self.problem(number, "exchange-formula", **values)
        if len(text) >= CELL_LIMIT:
            return self.problem(number, "exchange-cut", **values)
        return Row(ref, texts, line=number)


def _text(cell: Any) -> str:
    """The text of a cell as it was typed."""
    from openpyxl.utils.escape import unescape

    value = "" if cell.value is None else str(cell.value)
    return unescape(value).replace("\r\n", "\n").replace("\r", "\n").strip() if value else ""
