"""The spreadsheet of a translator: written so that office programs leave the texts alone, read
whatever they did."""

import io
import itertools
import re
import sys
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.protection import SheetProtection

from nyth import LANGUAGES, other
from nyth.content import textcheck
from nyth.content.blocks import one_line
from nyth.content.writing import put
from nyth.languages import agree
from nyth.problems import Problem, Refused, catalogue, refused, unusable, words_file

CELL_LIMIT = 32_767
# The whole content of this site makes 1 MB of XML, and 6 MB once an office program has dressed it.
MOST_BYTES = 24_000_000
MOST_ROWS, MOST_COLUMNS = 30_000, 40
_TABLE = words_file(Path(__file__).with_suffix(".yml"))
_PART, _DRAWING = map(re.compile, (_TABLE["part"], _TABLE["drawing"]))
_REF = re.compile(r"(cy|en):(.+)#(.*)#([a-z0-9]{5})\.([a-z0-9]{5})")
_NOTHING = agree.fingerprint(("",), "")


@dataclass
class Row:
    """A line of the document. ref: see `Piece.ref`; texts: by language; where: for people, what the
    text is of, or the file and sheet that it was read from; line: in the sheet.

    into: the language that is translated into; path: the file of the text; key: its place there;
    prints: the fingerprints of source and target as they went out; now: as they are; start: how
    the translation begins; is_fresh: whether it is another than went out; is_emptied: whether one
    went out and none came back; flaw: the rule by which it is no whole translation.
    """

    ref: str
    texts: dict[str, str]
    where: str = ""
    line: int = 1

    def __post_init__(self) -> None:
        self.into, self.path, self.key, *self.prints = _REF.fullmatch(self.ref).groups()
        self.source, self.target = self.texts[other(self.into)], self.texts[self.into]
        self.now = [fingerprint(self.source), fingerprint(self.target)]
        self.start = one_line(self.target)[:60]
        self.is_fresh = self.now[1] not in (_NOTHING, self.prints[1])
        self.is_emptied = (
            not self.target and self.prints[1] != _NOTHING and self.prints[1][0] != "0"
        )
        short, long = sorted(map(len, (self.source, self.target)))
        is_other = 0 < _TABLE["times"] * short < long > _TABLE["paragraph"]
        self.flaw = "exchange-length" if is_other else ""


def fingerprint(text: str) -> str:
    """Stands for the words of a text."""
    return agree.fingerprint((text,), "")


def write(file: Path, rows: list[Row], into: str) -> None:
    """Writes the document, whole or not at all. Raises Refused where it cannot be written."""
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
            cell.font = Font(bold=n == 1)
            if n > 1 and column == 4:
                cell.fill = PatternFill("solid", fgColor="FFF7DD")
    # no password: it only keeps a hand from slipping
    free = ("formatColumns", "formatRows", "formatCells", "sort", "autoFilter")
    sheet.protection = SheetProtection(sheet=True, **dict.fromkeys(free, False))
    for column, width in zip("ABCD", (4, 28, 70, 70), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "C2"
    guide = book.create_sheet(words["guide"])
    for n, line in enumerate([*words["help"][into], "", *words["help"][other(into)]], 1):
        guide.cell(n, 1, line or None).alignment = Alignment(wrap_text=True, vertical="top")
    guide.column_dimensions["A"].width = 110
    whole = io.BytesIO()
    try:
        book.save(whole)
    except Exception as error:  # noqa: BLE001  lxml tells of a full disk in its own way
        # what is given up would complain once more when it is cleared away
        sys.unraisablehook = lambda lost: None
        raise unusable(file, OSError(error)) from error
    put(file, whole.getvalue())


def read(file: Path) -> tuple[list[Row], list[Problem]]:
    """The rows that came back, and what cannot be taken. Never raises for what a file can hold."""
    rows, problems, name = [], [], file.as_posix()
    try:
        book, drawn = _opened(file)
        problems += [Problem(name, 1, "exchange-drawn", {"text": t}, "notice") for t in drawn]
        for n, sheet in enumerate(book.worksheets):
            found, wrong = _Sheet(f"{name}[{sheet.title}]" if n else name, sheet).read()
            rows, problems = rows + found, problems + wrong
    except Refused as error:
        return [], [error.problem]
    except PermissionError:
        # on Windows, Excel keeps what it has open to itself
        return [], [refused(file, "unreadable-file").problem]
    except Exception:  # noqa: BLE001  a broken workbook can raise anything
        return [], [refused(file, "exchange-broken").problem]
    if not rows and all(problem.level == "notice" for problem in problems):
        return [], [refused(file, "exchange-foreign").problem]
    return rows, problems


def _opened(file: Path) -> tuple[Any, list[str]]:
    """The workbook, and what is written in shapes over its cells. Raises Refused, or whatever a
    reader raises where it is none."""
    if file.suffix.lower() != ".xlsx":
        raise refused(file, "exchange-form")
    if not file.is_file():
        raise refused(file, "missing-file", file=file.name)
    with file.open("rb") as raw:
        # the container of Excel before 2007, and of workbooks with a password (MS-CFB, 2.2)
        if raw.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise refused(file, "exchange-locked")
    with zipfile.ZipFile(file) as whole:
        xml = (part for part in whole.infolist() if part.filename.endswith((".xml", ".rels")))
        if sum(part.file_size for part in xml) > MOST_BYTES:
            raise refused(file, "exchange-large")
        bare, drawn = _bare(whole), [*_drawn(whole)]
    with warnings.catch_warnings(action="ignore"):
        # what the office program added to the file is no concern of ours
        book = load_workbook(bare, rich_text=True)
    if not book.worksheets:
        # as in the strict form of the format, which openpyxl passes over
        raise refused(file, "exchange-broken")
    return book, drawn


def _drawn(whole: zipfile.ZipFile) -> Iterator[str]:
    """The words of each text box."""
    # a drawing that is broken keeps no text of a cell out
    lenient = etree.XMLParser(resolve_entities=False, recover=True)
    for name in filter(_DRAWING.fullmatch, whole.namelist()):
        root = etree.fromstring(whole.read(name), lenient)
        for box in root.iter("{*}txBody") if root is not None else ():
            lines = ("".join(line.itertext("{*}t", with_tail=False)) for line in box)
            if text := one_line(" ".join(lines))[:300]:
                yield text


def _bare(whole: zipfile.ZipFile) -> io.BytesIO:
    """A workbook without what holds no words."""
    bare, safe = io.BytesIO(), etree.XMLParser(resolve_entities=False)
    dressed = [f"{{*}}{name}" for name in _TABLE["kept"]]
    with zipfile.ZipFile(bare, "w") as parts:
        for name in filter(_PART.fullmatch, whole.namelist()):
            root = etree.fromstring(whole.read(name), safe)
            if root.getroottree().docinfo.doctype:
                raise ValueError("no office program writes one")
            for node in list(root.iter(dressed)):
                kept = _TABLE["kept"][etree.QName(node).localname]
                for child in list(node):
                    # a relationship is known by its type
                    if re.split("[/}]", child.get("Type") or str(child.tag))[-1] not in kept:
                        node.remove(child)
            _clip(root)
            if etree.QName(root).localname not in ("chartsheet", "dialogsheet"):
                parts.writestr(name, etree.tostring(root))
    return bare


def _clip(root: Any) -> None:
    """Takes cells away that hold nothing, of which a program may write a million, and of merged
    cells those below the last with something in it."""
    for cell in [cell for cell in root.iter("{*}c") if cell.get("r") and not len(cell)]:
        cell.getparent().remove(cell)
    filled = [int(row.get("r", n)) for n, row in enumerate(root.iter("{*}row"), 1) if len(row)]
    room, last = MOST_ROWS, max(filled, default=0)
    for area in list(root.iter("{*}mergeCell")):
        left, top, right, bottom = range_boundaries(area.get("ref"))
        right, bottom = min(right, MOST_COLUMNS), min(bottom, last)
        if top > bottom or left > right:
            area.getparent().remove(area)
            continue
        room -= (right - left + 1) * (bottom - top + 1)
        if room < 0:
            raise ValueError("no cell is merged twice")
        area.set("ref", f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")


class _Sheet:
    """One sheet, its columns known by what is in them: headings are translated, columns moved."""

    def __init__(self, name: str, sheet: Any) -> None:
        self.name, self.looks, self.off = name, sheet.row_dimensions, sheet.sheet_state != "visible"
        height, width = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
        self.lines = list(sheet.iter_rows(max_row=height, max_col=width))
        self.merged = {place for area in sheet.merged_cells.ranges for place in area.cells}
        self.beyond = [row for row, n in sheet._cells if row > MOST_ROWS or n > MOST_COLUMNS]
        self.problems: list[Problem] = []

    def problem(self, line: int, rule: str, level: str = "error", **values: str | int) -> None:
        """Keeps a problem with a row."""
        self.problems.append(Problem(self.name, line, rule, values, level))

    def read(self) -> tuple[list[Row], list[Problem]]:
        """The rows, and what cannot be taken."""
        marked = [
            (n, number, ref[1])
            for number, line in enumerate(self.lines, 1)
            for n, cell in enumerate(line)
            if (ref := _ref(cell))
        ]
        for asked in (cell for line in self.lines for cell in line if cell.comment):
            said = one_line(re.sub(_TABLE["unread"], "", asked.comment.text, count=1))[:300]
            self.problem(asked.row, "exchange-comment", "notice", cell=asked.coordinate, text=said)
        if not marked:
            self._beside(None, {}, "")
            return [], self.problems
        at = Counter(n for n, _, _ in marked).most_common(1)[0][0]
        _, start, into = next(mark for mark in marked if mark[0] == at)
        columns = self._columns(at, start)
        if self.beyond:
            self.problem(min(self.beyond), "exchange-large")
        if columns:
            self._beside(at, columns, into)
        rows, loose = [], {}  # loose: the sources of rows with a translation and no reference
        for line in self.lines if columns else ():
            if _ref(line[at]):
                rows += filter(None, [self._row(line, at, columns)])
                continue
            # what was pasted below may have other columns
            columns |= {lang: n for lang, [n] in self.heads.get(line[at].row, {}).items()}
            text = one_line(_text(line[columns[into]]))[:60]
            if text and line[at].row > self.top and line[at].row not in self.heads:
                self.problem(line[at].row, "exchange-no-ref", text=text)
                loose[line[at].row] = _text(line[columns[other(into)]])
        hidden = [r for r in rows if r.is_fresh and (self.off or self.looks[r.line].hidden)]
        for row in hidden[:1]:
            self.problem(row.line, "exchange-hidden", "notice", count=len(hidden), text=row.start)
        kept = self._in_place(self._whole(rows, loose))
        return self._before_loss(kept) if kept else [], self.problems

    def _whole(self, rows: list[Row], loose: dict[int, str]) -> list[Row]:
        """The rows above a cell too many, since which each text is in the row of another: one was
        emptied and a text stands alone below, or new ones reach out below the table. Noted are
        those whose text goes on in a row below, as programs for translators cut it."""
        alone = {line for line, source in loose.items() if not source}
        gaps = [row.line for row in rows if row.is_emptied]
        if rows and rows[-1].is_fresh and rows[-1].line + 1 in alone:
            gaps.append(self._all_new_from(rows))
        gap, last = min(gaps, default=0), max(alone, default=0)
        if 0 < gap < last:
            self.problem(gap, "exchange-shifted", last=last)
            rows = [row for row in rows if row.line < gap]
        cut = [r for r in rows if r.line + 1 in (alone if r.now[0] == r.prints[0] else loose)]
        for row in cut:
            row.flaw = "exchange-halved"
        return rows

    def _all_new_from(self, rows: list[Row]) -> int:
        """The row from which on every translation is new."""
        return 1 + max((row.line for row in rows if not row.is_fresh), default=self.top)

    def _before_loss(self, rows: list[Row]) -> list[Row]:
        """The rows above a cell too few: below it all are new, and the last was emptied."""
        *above, last = rows
        gap = self._all_new_from(above)
        if not last.is_emptied or gap + 1 >= last.line:
            return rows
        self.problem(gap, "exchange-risen", last=last.line)
        return [row for row in above if row.line < gap]

    def _beside(self, at: int | None, columns: dict[str, int], into: str) -> None:
        """Tells of what stands where nothing was sent: notes, questions, or translations that were
        not written over what was sent. at: None in a sheet without a reference."""
        words, found, places = catalogue()["sheet"], {}, set()
        ours = {"ref", words["where"], *words["help"]["cy"], *words["help"]["en"]}
        ours |= {words[lang] for lang in LANGUAGES}
        for row, line in enumerate(self.lines, 1):
            ref = at is not None and _ref(line[at])
            if at is not None and row in self.heads:
                continue
            if not ref and columns and row > self.top and _text(line[columns[into]]):
                continue  # told as a row of its own
            taken = {at, *columns.values()} if ref else ()
            for n, cell in enumerate(line):
                text = _text(cell)
                own = ref and text.partition(" ")[2] == ref[3].strip("/")
                places |= {n} if own else set()
                where = own or (n in places and re.fullmatch(_TABLE["where"], text))
                if text and text not in ours and n not in taken and not where:
                    found.setdefault(n, []).append((row, one_line(text)[:60]))
        for n, [(number, text), *more] in found.items():
            values = {"column": get_column_letter(n + 1), "count": 1 + len(more)}
            values["name"] = " / ".join(words[lang] for lang in LANGUAGES if into in ("", lang))
            self.problem(number, "exchange-beside", "notice", text=text, **values)

    def _columns(self, at: int, start: int) -> dict[str, int]:
        """The column of each language by the row that heads both, which stands above the first
        reference unless the headings were sorted with the rest; {} where that is not clear."""
        named = {number: _headed(line, at) for number, line in enumerate(self.lines, 1)}
        heads = [number for number, found in named.items() if len(found) == len(LANGUAGES)]
        if not heads:
            missing = [lang for lang in LANGUAGES if not any(lang in f for f in named.values())]
            self.problem(1, "exchange-column", name=catalogue()["sheet"][[*missing, "cy"][0]])
            return {}
        head = max((n for n in heads if n < start), default=heads[0])
        self.top, self.heads = min(head, start), {n: named[n] for n in heads if n >= head}
        doubled = [(n, lang) for n in self.heads for lang in named[n] if len(named[n][lang]) > 1]
        for n, lang in doubled:
            self.problem(n, "exchange-columns", name=catalogue()["sheet"][lang])
        return {} if doubled else {lang: n for lang, [n] in named[head].items()}

    def _in_place(self, rows: list[Row]) -> list[Row]:
        """The rows whose texts are not those of other rows, nor one for many; none where many
        strayed, or one left its cell empty, for then the new texts are in wrong rows too."""
        strayed: set[int] = set()
        for side in (0, 1):
            here = {row.prints[side] for row in rows if row.prints[side] == row.now[side]}
            sent = {row.prints[side] for row in rows} - here - {_NOTHING}
            strayed |= {row.line for row in rows if row.now[side] in sent}
        # of how many sources a text is the translation
        written = Counter(text for text, _ in {(row.now[1], row.prints[0]) for row in rows})
        fresh, most, long = [r for r in rows if r.is_fresh], _TABLE["most-alike"], _TABLE["long"]
        alike = (r for r in fresh if written[r.now[1]] > (most if len(r.target) < long else 1))
        repeated = {row.line for row in alike}
        for row in rows:
            if row.line in strayed | repeated:
                rule = "exchange-strayed" if row.line in strayed else "exchange-repeated"
                self.problem(row.line, rule, text=row.start)
        emptied = {row.prints[1] for row in rows if not row.target}
        left = any(row.line in strayed and row.now[1] in emptied for row in rows if row.target)
        rows = [row for row in rows if row.line not in strayed | repeated]
        return [] if self._misplaced(rows) or left or len(strayed) > most else rows

    def _misplaced(self, rows: list[Row]) -> bool:
        """Whether a new translation names what only another row does, which has lost its own: marks
        and figures are the same in both languages, and so are many names."""
        named = ((row, _named(row.source), _named(row.target)) for row in rows if row.is_fresh)
        lone = [(row, own, told) for row, own, told in named if not own & told]
        for (row, _, told), (there, own, _) in itertools.product(lone, lone):
            # one word may be a word of both languages by chance
            if sum(2 - name.isalpha() for name in own & told) > 1:
                self.problem(row.line, "exchange-misplaced", there=there.line, text=row.start)
                return True
        return False

    def _row(self, line: tuple[Any, ...], at: int, columns: dict[str, int]) -> Row | None:
        texts = {lang: _text(line[n]) for lang, n in columns.items()}
        row = Row(_ref(line[at])[0], texts, self.name, line[at].row)
        cell, text = line[columns[row.into]], row.target
        broken = {rule: v for rule, _, v in textcheck.characters(text)}.get("broken-letters", {})
        values = {"cell": cell.coordinate, "path": row.path, "text": row.start, **broken}
        parts = [cell, *cell.value] if isinstance(cell.value, list) else [cell]
        fonts = [font for part in parts if (font := getattr(part, "font", None))]
        faults = {
            "exchange-merged": {(row.line, cell.column), (row.line, at + 1)} & self.merged,
            # a number is taken only where it is what went out: 012 and 1.10 come back as others
            "exchange-formula": cell.data_type in _TABLE["made"]
            or (row.is_fresh and (cell.data_type == "n" or re.fullmatch(_TABLE["error"], text))),
            "exchange-struck": any(font.strike for font in fonts),
            "exchange-cut": len(text) >= CELL_LIMIT,
            "broken-letters": broken and row.is_fresh,
        }
        if fault := next(filter(faults.get, faults), None):
            return self.problem(row.line, fault, **values)
        if text[:1].isalpha() and getattr(cell, "quotePrefix", False):
            self.problem(row.line, "exchange-apostrophe", "notice", **values)
        if row.is_fresh and row.into == "cy" and re.search(_TABLE["capital"], text):
            self.problem(row.line, "exchange-capital", "notice", **values)
        return row


def _headed(line: tuple[Any, ...], at: int) -> dict[str, list[int]]:
    """The columns of each language, in a row without a reference whose cells name one each."""
    found: dict[str, list[int]] = {}
    for n, cell in enumerate(line) if not _ref(line[at]) else ():
        text = _text(cell).casefold()
        words = {*re.findall(r"[^\W_]+", text)}
        named = [lang for lang, names in _TABLE["columns"].items() if words & {*names}]
        if len(named) == 1 and n != at and len(text) <= _TABLE["longest-heading"]:
            found.setdefault(named[0], []).append(n)
    return found


def _ref(cell: Any) -> re.Match[str] | None:
    """The reference in a cell, whatever cannot be seen in it."""
    return _REF.fullmatch(textcheck.clean(_text(cell)).strip())


def _named(text: str) -> set[str]:
    """The marks, figures and words of a text."""
    return {*re.findall(_TABLE["named"], text.replace(",", ""))}


def _text(cell: Any) -> str:
    """The text of a cell as it was typed."""
    value = "" if cell.value is None else str(getattr(cell.value, "text", cell.value))
    return textcheck.LINE_END.sub("\n", unescape(value)).strip() if value else ""
