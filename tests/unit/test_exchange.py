"""A translator's spreadsheet goes out and comes back: every text lands in its own place, or is
refused in plain words."""

from __future__ import annotations

import datetime
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula

import framework
from nyth.cli import main
from nyth.editing import exchange, sheet

CY = "content/principles/open-door/cy.md"
MEANING = "open-door meaning/meaning"
TITLE = "open-door :title"
TABLE = "start first/first"
FIRST = "Mae'r drws ar agor i bawb sy'n dod ato. [open door]{lang=en} yw'r enw Saesneg."


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small framework that was agreed, and the folder that an editor works in."""
    framework.agreed(framework.write(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _library() -> Any:
    return framework.load_small(Path())[0]


def _files(root: Path) -> dict[str, bytes]:
    paths = (p for name in ("content", "docs", "draft") for p in (root / name).rglob("*"))
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in paths if p.is_file()}


def _out(*ids: str, into: str = "cy", name: str = "t.xlsx") -> Path:
    file = Path(name)
    sheet.write(file, exchange.outgoing(_library(), into, ids or None)[0], into)
    return file


def _row(book: Any, where: str, nth: int = 0) -> int:
    page = book.worksheets[0]
    return [n for n in range(2, page.max_row + 1) if page.cell(n, 2).value == where][nth]


def _translate(file: Path, words: dict[str, Any], column: int = 4) -> None:
    book = openpyxl.load_workbook(file)
    for where, text in words.items():
        cell = book.worksheets[0].cell(_row(book, where), column)
        cell.value = text
    book.save(file)


def _bring(file: Path) -> exchange.Import:
    return exchange.Import(_library(), file)


def _rules(result: exchange.Import) -> list[str]:
    return [problem.rule for problem in result.problems]


def _in_plain_words(result: exchange.Import) -> bool:
    return all(p.message(lang) and p.remedy(lang) for p in result.problems for lang in ("en", "cy"))


# Right


@pytest.mark.parametrize("into", ["cy", "en"])
def test_everything_goes_out_and_back_without_a_byte_changed(root: Path, into: str) -> None:
    before, ids = _files(root), {piece.id for piece in exchange.pieces(_library())}
    rows = exchange.outgoing(_library(), into, ids)[0]
    sheet.write(Path("t.xlsx"), rows, into)
    result = _bring(Path("t.xlsx"))
    assert (result.changed, result.written, result.problems) == ([], 0, [])
    assert result.same == len(rows) > 100 and _files(root) == before


def test_a_changed_paragraph_changes_its_own_line_and_no_other(root: Path) -> None:
    before = _files(root)
    text = (
        "Mae hyn yn newydd, â ŵ ac ŷ: [dolen](nyth:patience), [help now]{lang=en}.[^yearly-report]"
    )
    file = _out("open-door")
    _translate(file, {MEANING: text})
    result = _bring(file)
    assert (result.changed, result.written, result.problems) == ([CY], 1, [])
    wanted = before[CY].decode().replace(FIRST, text)
    assert _files(root) == {**before, CY: wanted.encode()}


def test_every_kind_of_text_comes_back_into_its_own_place(root: Path) -> None:
    file = _out(
        "open-door", "start", "tea-and-talk", "ui.home", "event.2020", "valley", "region.valley"
    )
    book = openpyxl.load_workbook(file)
    page = book.worksheets[0]
    for n in range(2, page.max_row + 1):
        cell = page.cell(n, 4)
        if "cards(" not in cell.value:
            cell.value = " | ".join(f"{part}X" for part in cell.value.split(" | "))
    book.save(file)
    result = _bring(file)
    assert result.problems == [] and result.written == page.max_row - 1
    fresh, problems = framework.load_small(root)
    assert problems == []
    assert fresh.words.ui["home"].cy == "HafanX" and fresh.words.ui["home"].en == "Home"
    assert [event.what.cy for event in fresh.timeline] == [
        "Gosodwyd y drws.X",
        "Paentiwyd y drws.",
    ]
    assert fresh.things["valley"].facts.site.note.cy == "Mae'n agor yn araf.X"
    assert fresh.things["start"]["cy"].sections[0].id == "first"
    assert b"| CawlX | Dydd IauX |" in (root / "docs/cy/start.md").read_bytes()


def test_bringing_the_same_document_twice_changes_nothing_more(root: Path) -> None:
    file = _out("open-door")
    _translate(file, {TITLE: "Y drws", MEANING: "Newydd."})
    assert _bring(file).written == 2
    once, again = _files(root), _bring(file)
    assert (again.changed, again.problems) == ([], []) and _files(root) == once


@pytest.mark.parametrize(
    "title",
    [
        'Drws: "a mwy" # efallai',
        "- dim rhestr",
        "=dim fformiwla",
        "+1",
        "@pawb",
        "[d], {eto}",
        "'Nôl",
        "yes",
        "1.10",
    ],
)
def test_a_title_is_kept_whatever_yaml_or_an_office_program_would_make_of_it(
    root: Path, title: str
) -> None:
    file = _out("open-door")
    book = openpyxl.load_workbook(file)
    cell = book.worksheets[0].cell(_row(book, TITLE), 4)
    cell.value, cell.data_type = title, "s"
    book.save(file)
    assert _bring(file).problems == []
    library, problems = framework.load_small(root)
    assert library.things["open-door"]["cy"].title == title and problems == []


def test_cells_are_text_the_guide_is_bilingual_and_the_reference_is_locked(root: Path) -> None:
    book = openpyxl.load_workbook(_out("open-door"))
    page, guide = book.worksheets
    cells = [cell for line in page.iter_rows(min_row=2) for cell in line if cell.value]
    assert {(c.number_format, c.data_type, c.alignment.wrap_text) for c in cells} == {
        ("@", "s", True)
    }
    assert (
        page.protection.sheet and page["A2"].protection.locked and not page["D2"].protection.locked
    )
    assert page.freeze_panes == "C2"
    text = "\n".join(str(row[0]) for row in guide.values)
    assert "Write the translation in the yellow column" in text and "golofn felen" in text


def test_what_moved_goes_out_and_a_new_paragraph_with_its_section(root: Path) -> None:
    assert exchange.outgoing(_library(), "cy")[0] == []
    path = root / "content/principles/open-door/en.md"
    path.write_text(path.read_text("utf-8").replace("A lock.", "A lock.\n\nA bolt."), "utf-8")
    rows = exchange.outgoing(_library(), "cy")[0]
    assert [row.texts for row in rows] == [{"en": "A lock.\n\nA bolt.", "cy": "Clo."}]
    assert exchange.outgoing(_library(), "en")[0] == []
    file = _out()
    _translate(file, {rows[0].where: "Clo.\n\nBollt."})
    assert _bring(file).problems == []
    assert "## Rhwystrau\n\nClo.\n\nBollt.\n\n## Cwestiynau" in (root / CY).read_text("utf-8")


@pytest.mark.parametrize("answer", ["Clo.\n\nBollt.", "- Clo.\n- Bollt.", "8. Clo.\n9. Bollt."])
def test_words_that_stay_may_be_cut_into_other_paragraphs(root: Path, answer: str) -> None:
    # the next heading may stand on the line below
    both = (("en", "A lock.\n", "A lock.\n\nA bolt."), ("cy", "Clo.\n", "Clo. Bollt."))
    for lang, old, new in both:
        path = root / f"content/principles/open-door/{lang}.md"
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    file = _out("open-door")
    assert _bring(file).same == 16
    where, before = "open-door gets-in-the-way/gets-in-the-way:whole", _files(root)
    _translate(file, {where: f"{answer}\n\n## Rhagor"})
    assert _rules(_bring(file)) == ["exchange-shape"] and _files(root) == before
    _translate(file, {where: answer})
    result = _bring(file)
    assert (result.written, result.problems) == (1, [])
    assert f"## Rhwystrau\n\n{answer}\n## Cwestiynau" in (root / CY).read_text("utf-8")
    again = _bring(file)
    assert (again.changed, again.problems) == ([], [])


def test_the_number_at_which_a_list_begins_comes_back(root: Path) -> None:
    for lang, old, new in (("en", "A lock.", "8. A lock."), ("cy", "Clo.", "1. Clo.")):
        path = root / f"content/principles/open-door/{lang}.md"
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    file = _out("open-door")
    _translate(file, {"open-door gets-in-the-way/gets-in-the-way:whole": "8. Clo."})
    assert _bring(file).written == 1 and "\n8. Clo.\n" in (root / CY).read_text("utf-8")


def test_a_source_that_changed_meanwhile_is_told_with_the_translation_of_the_old(
    root: Path,
) -> None:
    file = _out("open-door")
    path = root / "content/principles/open-door/en.md"
    path.write_text(path.read_text("utf-8").replace("is open to all", "is shut to all"), "utf-8")
    _translate(file, {MEANING: "Newydd.", TITLE: "Y drws"})
    result = _bring(file)
    assert [(p.rule, p.level) for p in result.problems] == [("exchange-stale", "notice")]
    assert result.written == 2 and _in_plain_words(result)


def test_a_fixed_heading_is_told_with_the_command_that_puts_it_on_the_pages(root: Path) -> None:
    file = _out("headings.questions")
    _translate(file, {"headings.questions headings.questions": "Holwch"})
    result = _bring(file)
    assert _rules(result) == ["exchange-heading"] and result.written == 1
    assert result.problems[0].remedy("en") == 'Run: nyth fix --heading "Cwestiynau" "Holwch"'
    assert main(["fix", "--heading", "Cwestiynau", "Holwch"]) == 0
    assert framework.load_small(root)[1] == []


@pytest.mark.parametrize("words", ['Holwch" ; rm x "', "Holwch `x`", "$(x)", "Holwch\\"])
def test_a_heading_that_a_shell_would_read_is_in_no_command_to_copy(root: Path, words: str) -> None:
    file, before = _out("headings.questions"), _files(root)
    _translate(file, {"headings.questions headings.questions": words})
    assert _rules(_bring(file)) == ["exchange-shape"] and _files(root) == before


def test_a_section_that_only_one_language_has_is_named_until_both_have_its_heading(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = root / "docs/en/start.md"
    page.write_text(page.read_text("utf-8") + "\n## New {#new}\n\nNew words.\n", "utf-8")
    assert main(["export-translation", "t.xlsx"]) == 1 and not Path("t.xlsx").exists()
    said = capsys.readouterr()
    assert "start#new" in said.err and said.out == ""
    page = root / "docs/cy/start.md"
    page.write_text(page.read_text("utf-8") + "\n## Newydd {#new}\n\n✎\n", "utf-8")
    assert main(["export-translation", "t.xlsx"]) == 0
    assert _bring(Path("t.xlsx")).problems == []
    _translate(Path("t.xlsx"), {"start new/new": "Geiriau newydd."})
    assert _bring(Path("t.xlsx")).problems == []
    assert page.read_text("utf-8").endswith("## Newydd {#new}\n\nGeiriau newydd.\n")


def test_what_is_too_long_for_a_cell_is_named(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = root / "docs/en/start.md"
    long = "\n\n".join(["word " * 900] * 8)
    page.write_text(page.read_text("utf-8").replace("Then knock.", long), "utf-8")
    assert main(["export-translation", "t.xlsx"]) == 1
    assert "start#lead" in capsys.readouterr().err


# Whatever an office program or a hand did on the way


def _changed(change: Callable[[Any, Any, int], None]) -> Callable[[Path], None]:
    def apply(file: Path) -> None:
        book = openpyxl.load_workbook(file)
        change(book, book.worksheets[0], _row(book, MEANING))
        book.save(file)

    return apply


def _columns(book: Any, page: Any, row: int) -> None:
    lines = [[cell.value for cell in line] for line in page.iter_rows()]
    page.delete_rows(1, page.max_row)
    for line in lines:
        page.append(["nodyn", *reversed(line), None, "eto"])
    page.column_dimensions["B"].hidden = True
    page.auto_filter.ref = "A1:F9"


def _headings(book: Any, page: Any, row: int) -> None:
    page["A1"], page["B1"], page["C1"], page["D1"] = "cyf", "lle", "Saesneg", " welsh "


def _long_headings(book: Any, page: Any, row: int) -> None:
    page["C1"], page["D1"] = "Saesneg / English (en-GB):", "WELSH\n(cyfieithiad)"


def _codes(book: Any, page: Any, row: int) -> None:
    page["C1"], page["D1"] = "ENG", "CYM"


def _titled(book: Any, page: Any, row: int) -> None:
    page.insert_rows(1, 3)
    page["A1"], page["D1"], page["B2"] = "English / Cymraeg", "Mair, Mehefin", "English"
    page.merge_cells("A1:C1")


def _headings_below(book: Any, page: Any, row: int) -> None:
    page.append([cell.value for cell in page[1]])
    page.delete_rows(1)


def _sorted(book: Any, page: Any, row: int) -> None:
    lines = sorted([c.value for c in line] for line in page.iter_rows() if line[0].row in (1, row))
    page.delete_rows(1, page.max_row)
    for line in reversed(lines):
        page.append(line)
        page.append([])


def _others(book: Any, page: Any, row: int) -> None:
    book.create_sheet("Nodiadau", 0).append(["Cymraeg", "English", "whatever"])
    page.append([cell.value for cell in page[row]])


def _invisible(book: Any, page: Any, row: int) -> None:
    for n in range(2, page.max_row + 1):
        page.cell(n, 1).value = f"\u200b{page.cell(n, 1).value}\u00a0".replace("-", "\u2011")


def _rich(book: Any, page: Any, row: int) -> None:
    bold = InlineFont(b=True)
    page.cell(row, 4).value = CellRichText("Mae'n ", TextBlock(bold, "new"), "ydd.")


@pytest.mark.parametrize(
    "change",
    [
        _columns,
        _headings,
        _long_headings,
        _codes,
        _titled,
        _headings_below,
        _sorted,
        _others,
        _invisible,
    ],
)
def test_columns_headings_rows_and_sheets_may_be_as_people_like_them(
    root: Path, change: Callable
) -> None:
    file = _out("open-door")
    _translate(file, {MEANING: "Mae'n newydd."})
    _changed(change)(file)
    result = _bring(file)
    assert result.changed == [CY] and {*_rules(result)} <= {"exchange-beside"}
    assert b"\nMae'n newydd.\n" in (root / CY).read_bytes()


def test_translations_in_a_column_of_their_own_are_told(root: Path) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        page["F1"] = "Cyfieithiad"
        for n in range(row, row + 3):
            page.cell(n, 6).value = f"Newydd {n}."

    file, before = _out("open-door"), _files(root)
    _changed(change)(file)
    [problem] = _bring(file).problems
    assert (problem.rule, problem.level) == ("exchange-beside", "notice")
    assert "column F (rows: 3)" in problem.message("en") and "Newydd 5." in problem.message("cy")
    assert _files(root) == before


def _note(sheet_: int, cell: str, text: Any = "Pa ddrws?") -> Callable[[Any, Any, int], None]:
    def change(book: Any, page: Any, row: int) -> None:
        book.create_sheet("Cwestiynau")
        book.worksheets[sheet_][cell] = text

    return change


def _note_above(cell: str) -> Callable[[Any, Any, int], None]:
    def change(book: Any, page: Any, row: int) -> None:
        page.insert_rows(1)
        page[cell] = "Ai Cymraeg y de yw ddrws?"

    return change


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (_note(2, "B3"), "t.xlsx[Cwestiynau]:3"),
        (_note(1, "B2"), "t.xlsx[Cymorth - Help]:2"),
        (_note(0, "A30"), "t.xlsx:30"),
        (_note(0, "B30"), "t.xlsx:30"),
        (_note(0, "C30"), "t.xlsx:30"),
        (_note(0, "H30"), "t.xlsx:30"),
        (_note(0, "B5"), "t.xlsx:5"),
        (_note(0, "B5", f"{MEANING} (pa ddrws?)"), "t.xlsx:5"),
        (_note(0, "F5", "Pa ddrws?/ffenestr?"), "t.xlsx:5"),
        (_note(0, "F30", "gweler https://termau.cymru/ddrws?q=x"), "t.xlsx:30"),
        (_note(2, "A2", "Gw. ddrws?/3.2"), "t.xlsx[Cwestiynau]:2"),
        (_note(0, "H5", ArrayFormula("H5", '=LEN("ddrws?")')), "t.xlsx:5"),
        (_note_above("A1"), "t.xlsx:1"),
        (_note_above("D1"), "t.xlsx:1"),
    ],
)
def test_what_a_translator_wrote_anywhere_else_in_the_workbook_is_told(
    root: Path, change: Callable, where: str
) -> None:
    file, before = _out("open-door"), _files(root)
    _changed(change)(file)
    [problem] = _bring(file).problems
    assert (problem.rule, problem.level) == ("exchange-beside", "notice")
    assert f"{problem.path}:{problem.line}" == where and "ddrws?" in problem.message("cy")
    assert _files(root) == before


@pytest.mark.parametrize(
    "cell",
    [
        "Mae\u2019n\u00a0newydd.",
        "  Mae'n newydd. \n",
        "Mae'n\r\nnewydd.",
        "Mae'n_x000D_\nnewydd.",
        "Mae'n new\u200bydd.",
        "Mae'n newydd\u00ad.",
        "Mae\u00b4n newydd.",
        "Mae'n_x000B_new_x001F_ydd.",
    ],
)
def test_what_office_programs_do_to_a_text_is_undone(root: Path, cell: str) -> None:
    file = _out("open-door")
    _translate(file, {MEANING: cell})
    assert _bring(file).problems == []
    assert b"\nMae'n newydd.\n" in (root / CY).read_bytes()


def test_a_hyphen_of_word_at_which_no_line_breaks_stays(root: Path) -> None:
    file = _out("open-door")
    _translate(file, {MEANING: "Mae'n ail_x001E_newydd."})
    assert _bring(file).problems == []
    assert b"\nMae'n ail-newydd.\n" in (root / CY).read_bytes()


def test_bold_letters_in_a_cell_are_its_words(root: Path) -> None:
    file = _out("open-door")
    _changed(_rich)(file)
    assert _bring(file).problems == [] and b"\nMae'n newydd.\n" in (root / CY).read_bytes()


@pytest.mark.parametrize("cell", [None, "", "  \n ", "\u00a0"])
def test_an_empty_cell_takes_nothing_away_and_is_told(root: Path, cell: str | None) -> None:
    file, before = _out("open-door"), _files(root)
    _translate(file, {MEANING: cell})
    result = _bring(file)
    assert [(p.rule, p.level) for p in result.problems] == [("exchange-emptied", "notice")]
    assert _files(root) == before and _in_plain_words(result)


# Refused


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("=1+1", "exchange-formula"),
        ("#REF!", "exchange-formula"),
        (1.1, "exchange-formula"),
        (12, "exchange-formula"),
        (True, "exchange-formula"),
        (datetime.date(2026, 2, 1), "exchange-formula"),
        (datetime.time(1, 10), "exchange-formula"),
        ("x" * 32_767, "exchange-cut"),
        ("Un.\n\nDau.", "exchange-shape"),
        ("- Un", "exchange-shape"),
        ("# Un", "exchange-shape"),
        ("| a | b |\n| --- | --- |", "exchange-shape"),
        ("Un\\\ndau.", "exchange-shape"),
        ("x" * 6000, "exchange-length"),
        ("Say **come in** first. The door is open to all who come to it.", "exchange-copied"),
        ("Mae d?r yn y t?.", "broken-letters"),
        ("Yr ?yl fawr.", "broken-letters"),
        ("Mae dÅµr yma.", "broken-letters"),
        ("Mae d\ufffdr yma.", "broken-letters"),
        ("Mae'r t? yma.", "broken-letters"),
        ("Mae d≈µr yma.", "broken-letters"),
        # as they stand where values were pasted, or a table went through a text file
        ("Err:509", "exchange-formula"),
        ("#ERROR!", "exchange-formula"),
        ("#WERT!", "exchange-formula"),
        ("?", "exchange-shape"),
        ("…", "exchange-shape"),
        ("✓", "exchange-shape"),
    ],
)
def test_a_cell_that_cannot_be_the_text_is_refused_and_the_others_come_in(
    root: Path, value: Any, rule: str
) -> None:
    file, before = _out("open-door"), _files(root)
    _translate(file, {MEANING: value, TITLE: "Y drws"})
    result = _bring(file)
    assert _rules(result) == [rule] and _in_plain_words(result)
    assert result.problems[0].line == _row(openpyxl.load_workbook(file), MEANING)
    wanted = before[CY].replace(b"title: Drws agored", b"title: Y drws")
    assert _files(root) == {**before, CY: wanted}


@pytest.mark.parametrize(
    ("where", "typed", "written"),
    [
        ("start first/first:heading", "1. Y cam cyntaf", b"## 1. Y cam cyntaf {#first}"),
        ("open-door :search", "drws, croeso;", b'search: ["drws, croeso"]'),
        ("open-door :search", "drws, croeso , agor", b"search: [drws, croeso, agor]"),
        ("open-door :search", "drws;croeso", b"search: [drws, croeso]"),
        ("open-door :search", "drws\nhen groeso\n", b"search: [drws, hen groeso]"),
        ("open-door :search", "drws,\nagor", b"search: [drws, agor]"),
        ("open-door :search", '• drws\n- "agor"', b"search: [drws, agor]"),
        ("open-door :search", "drws | agor y\ndrws", b"search: [drws, agor y, drws]"),
        ("open-door :search", "drws；5 bren", b"search: [drws, 5 bren]"),
        ("open-door :search", "drws; agor\nhen, bren", b'search: [drws, agor, "hen, bren"]'),
        ("event.2020 event.2020.what", "Crogwyd\n\ny drws.", b"cy: Crogwyd y drws.}"),
        (TABLE, "| Cawl poeth | Dydd Iau |", b"| Cawl poeth | Dydd Iau |\n"),
        (TABLE, "Cawl poeth|Dydd Iau", b"| Cawl poeth | Dydd Iau |\n"),
        (TABLE, "Cawl poeth\n|\nDydd Iau", b"| Cawl poeth | Dydd Iau |\n"),
        (TABLE, "| Cawl poeth", b"|  | Cawl poeth |\n"),
        (TABLE, "Cawl poeth", None),
        (TABLE, "Cawl poeth | Dydd | Iau", None),
    ],
)
def test_lists_rows_and_headings_may_be_typed_in_other_ways(
    root: Path, where: str, typed: str, written: bytes | None
) -> None:
    for lang in ("en", "cy"):
        path = root / f"content/principles/open-door/{lang}.md"
        path.write_text(
            path.read_text("utf-8").replace("\n---\n", "\nsearch: [a, b]\n---\n"), "utf-8"
        )
    file, before = _out("open-door", "start", "event.2020"), _files(root)
    book = openpyxl.load_workbook(file)
    lines = [line for line in book.worksheets[0].iter_rows() if line[1].value == where]
    [cell] = [line[3] for line in lines if where != TABLE or line[3].value == "Cawl | Dydd Iau"]
    cell.value = typed
    book.save(file)
    result = _bring(file)
    if written is None:
        assert _rules(result) == ["exchange-shape"] and _files(root) == before
        return
    assert (result.written, result.problems) == (1, [])
    assert written in (root / result.changed[0]).read_bytes()
    assert (_bring(file).problems, _bring(file).changed) == ([], [])


def test_the_welsh_word_i_that_became_a_capital_is_told(root: Path) -> None:
    file = _out("open-door")
    _translate(file, {MEANING: "Mae croeso I bawb.", TITLE: "I bawb: I dîm"})
    result = _bring(file)
    assert [(p.rule, p.level, p.values["cell"]) for p in result.problems] == [
        ("exchange-capital", "notice", "D5")
    ]
    assert result.written == 2 and _in_plain_words(result)


@pytest.mark.parametrize("translated", [False, True])
@pytest.mark.parametrize("fill", ["{}", "{}1", "{}2"])
def test_a_reference_that_was_filled_down_leads_to_no_other_text(
    root: Path, fill: str, translated: bool
) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        ref = page.cell(row, 1).value
        # a program copies what it fills down, or counts it up where it ends in a figure
        page.cell(row + 1, 1).value = ref if fill == "{}" else fill.format(ref[:-1])
        if translated:
            page.cell(row, 4).value, page.cell(row + 1, 4).value = "Un.", "Dau."

    file, before = _out("open-door"), _files(root)
    _changed(change)(file)
    result = _bring(file)
    assert _rules(result) == ["exchange-no-ref"] and _in_plain_words(result)
    assert result.problems[0].line == 6 and result.written == translated
    wanted = before[CY].replace(FIRST.encode(), b"Un.") if translated else before[CY]
    assert _files(root) == {**before, CY: wanted}


def test_a_reference_that_was_filled_down_within_a_section_leads_to_no_other_text(
    root: Path,
) -> None:
    file, before = _out("start"), _files(root)
    book = openpyxl.load_workbook(file)
    page = book.worksheets[0]
    first, second = _row(book, TABLE), _row(book, TABLE, 1)
    page.cell(second, 1).value = page.cell(first, 1).value
    page.cell(second, 4).value = "Dau."
    book.save(file)
    assert _rules(_bring(file)) == ["exchange-no-ref"] and _files(root) == before


def test_a_source_that_was_corrected_here_as_in_the_sheet_keeps_its_reference(root: Path) -> None:
    file = _out("open-door")
    path = root / "content/principles/open-door/en.md"
    path.write_text(path.read_text("utf-8").replace("is open to all", "is open to each"), "utf-8")
    _translate(file, {MEANING: "Newydd."})
    _translate(
        file, {MEANING: "Say **come in** first. The door is open to each who come to it."}, 3
    )
    assert {*_rules(result := _bring(file))} == {"exchange-source", "exchange-stale"}
    assert result.written == 1


def test_sheets_of_both_directions_may_be_pasted_into_one(root: Path) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        lines = openpyxl.load_workbook(_out("open-door", into="en", name="en.xlsx")).worksheets[0]
        for line in lines.iter_rows(values_only=True):
            page.append(line)
        page.cell(row, 4).value = "Newydd."
        page.cell(page.max_row, 4).value = "New?"

    file, before = _out("open-door"), _files(root)
    _changed(change)(file)
    result = _bring(file)
    en = "content/principles/open-door/en.md"
    assert ({*result.changed}, result.written, result.problems) == ({CY, en}, 2, [])
    assert b"New?" in (root / en).read_bytes() and before[en] != (root / en).read_bytes()


def test_merged_cells_a_lost_reference_and_a_row_with_two_answers_are_refused(root: Path) -> None:
    file, before = _out("open-door"), _files(root)
    book = openpyxl.load_workbook(file)
    page, row = book.worksheets[0], _row(book, MEANING)
    page.cell(row, 4).value = "Newydd."
    page.merge_cells(start_row=row, end_row=row + 1, start_column=4, end_column=4)
    title = _row(book, TITLE)
    page.append([page.cell(title, 1).value, "", "An open door", "Un peth"])
    page.cell(title, 4).value = "Peth arall"
    page.append(["", "", "A new paragraph.", "Paragraff newydd."])
    book.save(file)
    result = _bring(file)
    assert sorted(_rules(result)) == [
        *["exchange-merged"] * 2, "exchange-no-ref", *["exchange-twice"] * 2,
    ]  # fmt: skip
    assert _files(root) == before and _in_plain_words(result)


def test_a_row_of_another_sheet_is_named_with_its_sheet(root: Path) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        copied = book.copy_worksheet(page)
        copied.title, copied.cell(row, 4).value = "Hen", "Un."
        page.cell(row, 4).value = "Arall."

    file, before = _out("open-door"), _files(root)
    _changed(change)(file)
    result = _bring(file)
    assert [(p.path, p.rule) for p in sorted(result.problems)] == [
        ("t.xlsx", "exchange-twice"),
        ("t.xlsx[Hen]", "exchange-twice"),
    ]
    assert _files(root) == before


def test_two_people_who_did_half_each_may_lay_their_sheets_into_one_workbook(root: Path) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        copied = book.copy_worksheet(page)
        copied.title, copied.cell(row, 4).value = "Siân", "Newydd."
        copied.cell(_row(book, TITLE), 4).value = None
        page.cell(_row(book, TITLE), 4).value = "Y drws"

    file, before = _out("open-door"), _files(root)
    _changed(change)(file)
    result = _bring(file)
    assert (result.problems, result.written) == ([], 2)
    wanted = before[CY].replace(FIRST.encode(), b"Newydd.")
    assert _files(root) == {**before, CY: wanted.replace(b"title: Drws agored", b"title: Y drws")}


@pytest.mark.parametrize(
    ("where", "name", "old"),
    [
        (MEANING, "content/principles/open-door/en.md", "is open to all"),
        (TITLE, "content/principles/open-door/en.md", "An open door"),
        ("event.2020 event.2020.what", "content/timeline.yml", "The door was hung."),
    ],
)
@pytest.mark.parametrize("answer", ["Un.", "Dau.", None])
def test_of_two_answers_that_were_sent_at_different_times_none_replaces_the_other(
    root: Path, where: str, name: str, old: str, answer: str | None
) -> None:
    first = _out("open-door", "event.2020")
    (root / name).write_text((root / name).read_text("utf-8").replace(old, "New words"), "utf-8")
    second, before = _out("open-door", "event.2020", name="u.xlsx"), _files(root)
    _translate(first, {where: "Un."})
    _translate(second, {where: answer} if answer else {})
    book = openpyxl.load_workbook(first)
    later = book.create_sheet("Siân")
    for line in openpyxl.load_workbook(second).worksheets[0].iter_rows(values_only=True):
        later.append(line)
    book.save(first)
    result = _bring(first)
    told = [(p.rule, p.path) for p in sorted(result.problems) if p.level == "error"]
    twice = [("exchange-twice", "t.xlsx"), ("exchange-twice", "t.xlsx[Siân]")]
    assert told == (twice if answer == "Dau." else []) and _in_plain_words(result)
    assert result.written == (answer != "Dau.") and (_files(root) == before) is bool(told)


def _sort_one(column: int) -> Callable[[Any, Any, int], None]:
    def change(book: Any, page: Any, row: int) -> None:
        cells = [page.cell(n, column) for n in range(2, page.max_row + 1)]
        for cell, text in zip(cells, sorted(cell.value for cell in cells), strict=True):
            cell.value = text

    return change


def _shift_up(book: Any, page: Any, row: int) -> None:
    for n in range(row, page.max_row + 1):
        page.cell(n, 4).value = page.cell(n + 1, 4).value


def _fill_down(book: Any, page: Any, row: int) -> None:
    for n in range(row, row + 4):
        page.cell(n, 4).value = page.cell(row, 4).value


def _copied_over(book: Any, page: Any, row: int) -> None:
    page.cell(row, 4).value = page.cell(row + 1, 4).value = "Mae'r drws ar agor i bawb, bob dydd."


def _block_down(book: Any, page: Any, row: int) -> None:
    texts = [page.cell(row - 1, 4).value, "Newydd 1.", "Newydd 2."]
    for n, text in enumerate([None, *texts], row - 1):
        page.cell(n, 4).value = text


def _another_welsh(book: Any, page: Any, row: int) -> None:
    page["E1"], page.cell(row, 5).value = "Cymraeg (newydd)", "Newydd."


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (_sort_one(3), "exchange-strayed"),
        (_sort_one(4), "exchange-strayed"),
        (_shift_up, "exchange-strayed"),
        (_fill_down, "exchange-repeated"),
        (_copied_over, "exchange-repeated"),
        (_block_down, "exchange-strayed"),
        (_another_welsh, "exchange-columns"),
    ],
)
def test_columns_that_came_apart_were_filled_or_are_there_twice_change_nothing(
    root: Path, change: Callable, rule: str
) -> None:
    file, before = _out("open-door"), _files(root)
    _translate(file, {MEANING: "Newydd."})
    _changed(change)(file)
    result = _bring(file)
    assert rule in _rules(result) and _in_plain_words(result) and _files(root) == before


def test_new_translations_that_moved_down_by_a_cell_are_not_put_in(root: Path) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        fresh = {n: f"Newydd {n}." for n in range(2, page.max_row + 1)}
        for n, text in fresh.items():
            page.cell(n if n < row else n + 1, 4).value = text
        page.cell(row, 4).value = None

    file, before = _out("open-door"), _files(root)
    _changed(change)(file)
    result = _bring(file)
    assert {*_rules(result)} == {"exchange-no-ref", "exchange-shifted"}
    assert result.written == 3 and _in_plain_words(result)
    wanted = before[CY].replace(b"title: Drws agored\n", b"title: Newydd 2.\n")
    wanted = wanted.replace(b"summary: Drws agored i bawb.", b"summary: Newydd 3.")
    assert _files(root) == {**before, CY: wanted.replace(b"\nDrws.\n", b"\nNewydd 4.\n")}


@pytest.mark.parametrize("kept", [2, 6])
def test_new_translations_above_one_that_reaches_below_the_table_are_not_put_in(
    root: Path, kept: int
) -> None:
    # as Excel makes two cells of a cell of Word that has two paragraphs
    def change(book: Any, page: Any, row: int) -> None:
        for n in range(2, page.max_row + 2):
            if n != kept:
                page.cell(n, 4).value = f"Newydd {n}."

    file, before = _out("open-door"), _files(root)
    _changed(change)(file)
    result = _bring(file)
    assert _rules(result) == ["exchange-no-ref", "exchange-shifted"] and _in_plain_words(result)
    assert result.problems[1].line == kept + 1 and result.written == kept - 2
    assert (_files(root) == before) is (kept == 2)


def test_new_translations_that_moved_up_by_a_cell_are_not_put_in(root: Path) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        last = page.max_row
        for n in range(row, last):
            page.cell(n, 4).value = f"Newydd {n + 1}."
        page.cell(row - 2, 4).value, page.cell(last, 4).value = "Y drws newydd.", None

    file, before = _out("open-door"), _files(root)
    _changed(change)(file)
    result = _bring(file)
    assert _rules(result) == ["exchange-risen"] and _in_plain_words(result)
    assert (result.problems[0].line, result.written) == (5, 1)
    wanted = before[CY].replace(b"summary: Drws agored i bawb.", b"summary: Y drws newydd.")
    assert _files(root) == {**before, CY: wanted}


DATE = "tea-and-talk what/what"
LINK = "start first/first"
DATED = "Te ers 12 Mai 2024.[^yearly-report] Ewch at [y drws](nyth:open-door)."
LINKED = "Darllenwch [yr ystyr](nyth:open-door#meaning)."


@pytest.mark.parametrize(
    "words",
    [
        {DATE: LINKED, LINK: DATED},
        # a block of cells that was pasted a row too far down, over a translation
        {DATE: "Te.", LINK: DATED, MEANING: "Drws."},
    ],
)
def test_new_translations_in_the_rows_of_others_change_nothing(
    root: Path, words: dict[str, str]
) -> None:
    file, before = _out("open-door", "start", "tea-and-talk"), _files(root)
    _translate(file, words)
    result = _bring(file)
    assert _rules(result) == ["exchange-misplaced"] and _in_plain_words(result)
    book, [problem] = openpyxl.load_workbook(file), result.problems
    assert {problem.line, problem.values["there"]} == {_row(book, DATE), _row(book, LINK)}
    assert _files(root) == before
    _translate(file, {DATE: DATED, LINK: LINKED})
    assert _bring(file).problems == []


WELCOME = "Mae rhywun wrth law bob amser i groesawu teuluoedd newydd yn gynnes."
LOCK = "open-door gets-in-the-way/gets-in-the-way"


@pytest.mark.parametrize(
    ("where", "typed", "rules"),
    [
        (MEANING, WELCOME.replace("amser", "dydd"), ["exchange-astray"]),
        (MEANING, "Caiff plant ac oedolion ddod drwyddo pryd bynnag y mynnan nhw.", []),
        (MEANING, f"{FIRST} {WELCOME}", []),
        (LOCK, WELCOME.replace("amser", "dydd"), []),
    ],
)
def test_a_translation_that_was_typed_in_the_row_of_another_is_not_put_in(
    root: Path, where: str, typed: str, rules: list[str]
) -> None:
    path = root / CY
    path.write_text(path.read_text("utf-8").replace("Clo.", WELCOME), "utf-8")
    file, before = _out("open-door"), _files(root)
    _translate(file, {where: typed})
    result = _bring(file)
    assert _rules(result) == rules and _in_plain_words(result)
    assert (_files(root) == before) is bool(rules)


def test_new_translations_in_rows_that_are_hidden_are_told(root: Path) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        for n in (row, row + 1):
            page.cell(n, 4).value = f"Newydd {n}."
            page.row_dimensions[n].hidden = True
        page.row_dimensions[row + 2].hidden = True

    file = _out("open-door")
    _changed(change)(file)
    [problem] = (result := _bring(file)).problems
    assert (problem.rule, problem.level, result.written) == ("exchange-hidden", "notice", 2)
    assert "(2), such as: Newydd 5." in problem.message("en") and _in_plain_words(result)


def test_a_translation_in_a_hidden_sheet_is_told(root: Path) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        copied = book.copy_worksheet(page)
        copied.title, copied.sheet_state, copied.cell(row, 4).value = "Hen", "veryHidden", "Drafft."

    file = _out("open-door")
    _changed(change)(file)
    [problem] = (result := _bring(file)).problems
    assert (problem.rule, problem.path, result.written) == ("exchange-hidden", "t.xlsx[Hen]", 1)


@pytest.mark.parametrize(("typed", "told"), [("Nôl i'r drws.", True), ("- 1", False)])
def test_an_apostrophe_that_excel_keeps_to_itself_is_told(
    root: Path, typed: str, told: bool
) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        page.cell(_row(book, TITLE), 4).value = typed
        page.cell(_row(book, TITLE), 4).quotePrefix = True

    file = _out("open-door")
    _changed(change)(file)
    result = _bring(file)
    assert _rules(result) == ["exchange-apostrophe"] * told and result.written == 1
    assert _in_plain_words(result)


def test_two_texts_that_changed_places_are_refused_and_the_others_come_in(root: Path) -> None:
    file, before = _out("open-door"), _files(root)
    _translate(file, {"open-door brief/brief": "Clo.", MEANING: "Newydd."})
    _translate(file, {"open-door gets-in-the-way/gets-in-the-way": "Drws."})
    assert _rules(_bring(file)) == ["exchange-strayed"] * 2
    assert _files(root) == {**before, CY: before[CY].replace(FIRST.encode(), b"Newydd.")}


@pytest.mark.parametrize(
    "ref", ["", "Cy: content/principles/open-door/cy.md # meaning", "cy:x#y#b3k9x.b3"]
)
def test_the_first_rows_are_not_lost_in_silence_without_their_reference(
    root: Path, ref: str
) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        for n in range(2, row + 1):
            page.cell(n, 1).value, page.cell(n, 4).value = ref or None, f"Rhif {n}."

    file, before = _out("open-door"), _files(root)
    _changed(change)(file)
    result = _bring(file)
    assert [(p.rule, p.line) for p in result.problems] == [
        ("exchange-no-ref", n) for n in range(2, result.problems[-1].line + 1)
    ]
    assert result.problems[-1].line > 2 and _files(root) == before


def test_rows_beyond_those_that_are_read_are_named(root: Path) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        for column in range(1, 5):
            page.cell(sheet.MOST_ROWS + 9, column, page.cell(row, column).value)
        for column in (1, 3, 4):
            page.cell(row, column).value = None

    file = _out("open-door")
    _changed(change)(file)
    result = _bring(file)
    assert [(p.rule, p.line) for p in result.problems] == [("exchange-large", sheet.MOST_ROWS + 9)]


def test_a_text_box_of_the_translator_is_told(root: Path) -> None:
    file = _out("open-door")
    _translate(file, {MEANING: "Newydd."})
    box = '<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:sp><xdr:txBody><a:bodyPr/>{}</xdr:txBody></xdr:sp></xdr:wsDr>'
    lines = ("Pa ", "ddrws?"), ("Ai hwn?",), ()
    written = ("".join(f"<a:r><a:t>{run}</a:t></a:r>" for run in line) for line in lines)
    drawing = box.format("".join(f"<a:p>{line}</a:p>" for line in written))
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr("xl/drawings/drawing1.xml", drawing)
        packed.writestr("xl/drawings/drawing2.xml", box.format("<a:p/>"))
    result = _bring(file)
    (problem,) = result.problems
    assert (problem.rule, problem.level, result.written) == ("exchange-drawn", "notice", 1)
    assert problem.values["text"] == "Pa ddrws? Ai hwn?"


def test_a_comment_of_the_translator_is_told(root: Path) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        page.cell(row, 4).value = "Newydd."
        page.cell(row, 3).comment = Comment("[Threaded comment]\n…\n\nComment:\n    Pa ddrws?", "M")
        page["D1"].comment = page["F60"].comment = Comment("I bawb.", "M")

    file = _out("open-door")
    _changed(change)(file)
    result = _bring(file)
    assert {(p.rule, p.level) for p in result.problems} == {("exchange-comment", "notice")}
    assert [p.line for p in sorted(result.problems)] == [1, 5, 60]
    result.problems.sort(key=lambda problem: problem.line != 5)
    assert result.written == 1
    assert (
        result.problems[0]
        .message("cy")
        .endswith("C5, ac ni roddir hwnnw i mewn yn unman: Pa ddrws?")
    )


def test_the_words_of_a_comment_are_told_in_whatever_language_excel_introduces_them(
    root: Path,
) -> None:
    heading = "Mae eich fersiwn chi o Excel yn gadael i chi ddarllen y sylw hwn. " * 5
    link = "https://go.microsoft.com/fwlink/?linkid=870924"
    said = f"[Sylw]\n\n{heading}{link}\n\nSylw:\n    Pa ddrws?\nAteb:\n    Hwn."
    file = _out("open-door")
    _changed(lambda book, page, row: setattr(page.cell(row, 4), "comment", Comment(said, "M")))(
        file
    )
    [problem] = _bring(file).problems
    assert problem.message("cy").endswith(": Pa ddrws? Ateb: Hwn.")


def test_half_a_text_in_a_row_of_its_own_is_not_lost_in_silence(root: Path) -> None:
    file = _out("open-door")
    _changed(lambda book, page, row: page.insert_rows(row + 1))(file)
    _changed(lambda book, page, row: page.cell(row + 1, 4, "Ail hanner."))(file)
    result = _bring(file)
    assert _rules(result) == ["exchange-no-ref"] and "Ail hanner." in result.problems[0].message(
        "en"
    )


@pytest.mark.parametrize("source", [None, "is open to all who come to it."])
def test_half_a_text_that_a_program_for_translators_cut_in_two_is_not_put_in(
    root: Path, source: str | None
) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        page.insert_rows(row + 1)
        page.cell(row, 3).value = page.cell(row, 3).value.removesuffix(source or "")
        page.cell(row, 4).value = "Hanner cyntaf."
        page.cell(row + 1, 3).value, page.cell(row + 1, 4).value = source, "Ail hanner."

    file, before = _out("open-door"), _files(root)
    _changed(change)(file)
    result = _bring(file)
    found = {p.rule: p.line for p in result.problems if p.level == "error"}
    assert found == {"exchange-no-ref": 6, "exchange-halved": 5} and _in_plain_words(result)
    assert _files(root) == before


COLUMN = "\n".join(f"Paragraff {n} o'r golofn gyfan." for n in range(20))


@pytest.mark.parametrize("note", ["OK", "n/a", "Dim newid", "(fel uchod)", COLUMN])
def test_a_note_in_the_place_of_a_translation_is_told_and_not_put_in(root: Path, note: str) -> None:
    path = root / "content/principles/open-door/en.md"
    path.write_text(path.read_text("utf-8").replace("to it.", f"to it, {'by day, ' * 9}"), "utf-8")
    file, before = _out("open-door"), _files(root)
    _translate(file, {MEANING: note, TITLE: "Y drws"})
    result = _bring(file)
    assert _rules(result) == ["exchange-length"] and _in_plain_words(result)
    wanted = before[CY].replace(b"title: Drws agored", b"title: Y drws")
    assert _files(root) == {**before, CY: wanted}


@pytest.mark.parametrize(
    ("typed", "rules"),
    [
        # as Windows writes ŵ and ŷ into a table that is no Unicode
        ("Mae'r dwr yn y ty.", ["exchange-accents"]),
        ("Mae'r dŵr yn y ty.", ["exchange-accents"]),
        ("Mae'r dwr yn y ty hwn.", []),
        ("Mae'r dŵr yn ŷ tŷ.", []),
    ],
)
def test_a_text_that_only_lost_its_accents_keeps_them(
    root: Path, typed: str, rules: list[str]
) -> None:
    path = root / CY
    path.write_text(path.read_text("utf-8").replace(FIRST, "Mae'r dŵr yn y tŷ."), "utf-8")
    file, before = _out("open-door"), _files(root)
    _translate(file, {MEANING: typed})
    result = _bring(file)
    assert _rules(result) == rules and _in_plain_words(result)
    assert (_files(root) == before) is bool(rules)


@pytest.mark.parametrize("whole", [True, False])
def test_words_that_are_crossed_out_are_not_taken(root: Path, whole: bool) -> None:
    def cross(book: Any, page: Any, row: int) -> None:
        old = TextBlock(InlineFont(strike=True), "hen ")
        page.cell(row, 4).value = "Newydd." if whole else CellRichText("Mae'n ", old, "newydd.")
        page.cell(row, 4).font = Font(strike=whole)

    file, before = _out("open-door"), _files(root)
    _changed(cross)(file)
    assert _rules(_bring(file)) == ["exchange-struck"] and _files(root) == before


def test_texts_whose_columns_changed_places_are_told_once_each(root: Path) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        for n in range(row, row + 3):
            en, cy = page.cell(n, 3), page.cell(n, 4)
            en.value, cy.value = cy.value, en.value

    file, before = _out("open-door"), _files(root)
    _changed(change)(file)
    assert _rules(_bring(file)) == ["exchange-source"] * 3 and _files(root) == before


def test_a_change_of_the_source_is_told_and_not_taken(root: Path) -> None:
    file, before = _out("open-door"), _files(root)
    _translate(file, {MEANING: "Wedi'i gyfieithu."}, column=3)
    result = _bring(file)
    assert [(p.rule, p.level) for p in result.problems] == [("exchange-source", "notice")]
    assert _files(root) == before and main(["import-translation", str(file)]) == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FIRST, "Rhywun arall."),
        (f"{FIRST}\n\n", f"{FIRST}\n\n{FIRST}\n\n"),
        (
            f"## Ystyr\n\n{FIRST}\n\n## Yn ymarferol",
            f"## Ystyr\n\nUn.\n\n## Yn ymarferol\n\n{FIRST}",
        ),
    ],
)
def test_a_text_that_changed_was_doubled_or_went_elsewhere_meanwhile_is_not_overwritten(
    root: Path, old: str, new: str
) -> None:
    file = _out("open-door")
    path = root / CY
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    before = _files(root)
    _translate(file, {MEANING: "Fy nhestun i."})
    result = _bring(file)
    assert _rules(result) == ["exchange-moved"] and "Fy nhestun i." in result.problems[0].message(
        "cy"
    )
    assert _files(root) == before


def test_a_heading_whose_words_hold_marks_is_refused_and_not_said_to_be_written(root: Path) -> None:
    path = root / "docs/cy/start.md"
    lines = path.read_text("utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("## "))
    first, rest = lines[at].removeprefix("## ").split(" ", 1)
    path.write_text("\n".join([*lines[:at], f"## **{first}** {rest}", *lines[at + 1 :]]), "utf-8")
    file, before = _out("start"), _files(root)
    _translate(file, {"start first/first:heading": "Pennawd newydd"})
    result = _bring(file)
    assert (_rules(result), result.written) == (["exchange-shape"], 0) and _files(root) == before


@pytest.mark.parametrize(
    "words", ["## Un", "Un {#first}", "**Un**", "[Un](nyth:patience)", "Un[^a]"]
)
def test_a_heading_that_is_more_than_words_is_refused(root: Path, words: str) -> None:
    file, before = _out("start"), _files(root)
    _translate(file, {"start first/first:heading": words})
    assert _rules(_bring(file)) == ["exchange-shape"] and _files(root) == before


def test_paragraphs_added_before_a_text_do_not_hide_it(root: Path) -> None:
    file = _out("open-door")
    for lang, first in (("en", "Say **come"), ("cy", "Mae'r drws ar agor i")):
        path = root / f"content/principles/open-door/{lang}.md"
        path.write_text(path.read_text("utf-8").replace(first, f"Un.\n\n{first}", 1), "utf-8")
    _translate(file, {MEANING: "Fy nhestun i."})
    assert _bring(file).problems == []
    assert "Un.\n\nFy nhestun i.\n" in (root / CY).read_text("utf-8")


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_line_ends_of_windows_and_of_an_old_mac_stay(root: Path, end: bytes) -> None:
    path = root / CY
    path.write_bytes(path.read_bytes().replace(b"\n", end))
    file, before = _out("open-door"), path.read_bytes()
    _translate(file, {TITLE: "Un", MEANING: "Dau."})
    assert _bring(file).problems == []
    wanted = before.replace(FIRST.encode(), b"Dau.").replace(b"title: Drws agored", b"title: Un")
    assert path.read_bytes() == wanted


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("content/timeline.yml", ('date: "2020"', "date: tomorrow")),
        ("content/timeline.yml", ("timeline:", "<<<<<<< HEAD\ntimeline:")),
        (CY, ("---\n", "---\ntitle: [\n")),
        (CY, ("## Ystyr", "## Ystyron")),
    ],
)
def test_nothing_is_written_into_a_file_that_cannot_be_read_whole(
    root: Path, name: str, change: tuple[str, str]
) -> None:
    file = _out("open-door", "event.2020", "event.2024-05")
    _translate(
        file,
        {
            MEANING: "Newydd.",
            "event.2020 event.2020.what": "Newydd.",
            "event.2024-05 event.2024-05.what": "Hefyd.",
        },
    )
    path = root / name
    path.write_text(path.read_text("utf-8").replace(*change, 1), "utf-8")
    before = path.read_bytes()
    result = _bring(file)
    assert "exchange-unread" in _rules(result) and path.read_bytes() == before
    assert result.changed and name not in result.changed


def test_records_out_of_order_and_removed_rows_never_lead_to_another_record(root: Path) -> None:
    file = _out("event.2020", "event.2024-05")
    _translate(file, {"event.2020 event.2020.what": "Yr hen un."})
    path = root / "content/timeline.yml"
    first, _, rest = path.read_text("utf-8").partition('  - date: "2020"')
    head, record = first.split("\n", 1)
    path.write_text(f'{head}\n  - date: "2020"{rest}', "utf-8")
    assert _bring(file).problems == []
    assert "Yr hen un." in path.read_text("utf-8") and "2024" not in path.read_text("utf-8")
    framework.write(root)
    path.write_text(f"{head}\n{record}", "utf-8")
    assert _rules(_bring(file)) == ["exchange-moved"]
    assert "Yr hen un." not in path.read_text("utf-8")


def test_a_document_of_one_folder_is_written_into_that_folder_only(root: Path) -> None:
    shutil.copytree("content", "draft")
    draft = ["--content", "draft"]
    assert main(["export-translation", "d.xlsx", "open-door", *draft]) == 0
    _translate(Path("d.xlsx"), {MEANING: "Drafft."})
    before = _files(root)
    assert main(["import-translation", "d.xlsx"]) == 1 and _files(root) == before
    assert main(["import-translation", "d.xlsx", *draft]) == 0
    changed = {name for name, data in _files(root).items() if before.get(name) != data}
    assert changed == {"draft/principles/open-door/cy.md"}


# Not one of our documents


def _zip(file: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-300])


def _flipped(file: Path) -> None:
    data = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as packed:
        start = packed.getinfo("xl/worksheets/sheet1.xml").header_offset + 100
    data[start : start + 200] = bytes(200)
    file.write_bytes(data)


def _entity(file: Path) -> None:
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = "xl/workbook.xml"
    parts[name] = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + parts[name]
    _zip(file, parts)


def _strict(file: Path) -> None:
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    old, new = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    for name, data in parts.items():
        data = data.replace(old + b"spreadsheetml/2006/main", new + b"spreadsheetml/main")
        parts[name] = data.replace(old + b"officeDocument/2006", new + b"officeDocument")
    _zip(file, parts)


def _doubly_merged(file: Path) -> None:
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name, area = "xl/worksheets/sheet1.xml", b'<mergeCell ref="F1:AN1048576"/>'
    areas = b"<mergeCells>%s</mergeCells>" % (area * 9999)
    parts[name] = parts[name].replace(b"<pageMargins", areas + b"<pageMargins")
    _zip(file, parts)


def _other_project(file: Path) -> None:
    def change(book: Any, page: Any, row: int) -> None:
        page.cell(row, 1).value = page.cell(row, 1).value.replace(
            "principles/open-door", "themes/x"
        )

    _changed(change)(file)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda file: file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "exchange-locked"),
        (lambda file: file.write_text("ref,English,Cymraeg\n"), "exchange-broken"),
        (lambda file: file.write_bytes(b""), "exchange-broken"),
        (lambda file: _zip(file, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "exchange-broken"),
        (lambda file: _zip(file, {"xl/workbook.xml": bytes(70_000_000)}), "exchange-large"),
        (lambda file: _zip(file, {"xl/workbook.xml": b"<a>" + b"<c/>" * 7_000_000 + b"</a>"}), "exchange-large"),
        (lambda file: _zip(file, {"xl/drawings/drawing1.xml": b"<a>" + b"<c/>" * 7_000_000 + b"</a>"}), "exchange-large"),
        (_cut, "exchange-broken"),
        (_flipped, "exchange-broken"),
        (_entity, "exchange-broken"),
        (_doubly_merged, "exchange-broken"),
        (_strict, "exchange-broken"),
        (lambda file: openpyxl.Workbook().save(file), "exchange-foreign"),
        (Path.unlink, "missing-file"),
        (_changed(lambda book, page, row: page.delete_rows(1)), "exchange-column"),
        (_changed(lambda book, page, row: page.delete_cols(4)), "exchange-column"),
        (_changed(lambda book, page, row: page.delete_cols(1)), "exchange-foreign"),
        (lambda file: file.rename("t.csv"), "missing-file"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_ours_is_named_and_changes_nothing(
    root: Path, change: Callable[[Path], Any], rule: str
) -> None:
    file, before = _out("open-door"), _files(root)
    change(file)
    result = _bring(file)
    assert _rules(result) == [rule] and _in_plain_words(result) and _files(root) == before


@pytest.mark.parametrize("note", ["", "Diolch i chi."])
def test_a_row_that_was_sent_empty_and_stays_so_is_no_sign_that_texts_moved(
    root: Path, note: str
) -> None:
    text = (root / CY).read_text("utf-8").replace("Clo.", "\u270e Clo.")
    (root / CY).write_text(text.replace("Agorwch y drws.", "\u270e Drws."), "utf-8")
    file = _out("open-door")

    def half(book: Any, page: Any, row: int) -> None:
        for n in range(2, page.max_row):
            words = page.cell(n, 4).value
            page.cell(n, 4).value = words and f"{words.rstrip('?.')} erbyn hyn."
        page.append([None, None, None, note])

    _changed(half)(file)
    result = _bring(file)
    assert _rules(result) == ["exchange-no-ref"] * bool(note) and result.written == 14
    (root / CY).write_text(text.replace("\u270e Clo.", "\u270e Clo neu"), "utf-8")
    _translate(file, {"open-door gets-in-the-way/gets-in-the-way": "Clo."})
    assert "exchange-moved" in _rules(_bring(file)), "what somebody has begun to write stays"


@pytest.mark.parametrize(("column", "name"), [(3, "English"), (4, "Cymraeg")])
def test_a_column_that_is_gone_is_named(root: Path, column: int, name: str) -> None:
    file = _out("open-door")
    _changed(lambda book, page, row: page.delete_cols(column))(file)
    assert _bring(file).problems[0].values["name"] == name


def test_a_file_that_another_program_keeps_to_itself_is_not_said_to_be_broken(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    file, library = _out("open-door"), _library()
    monkeypatch.setattr(Path, "open", closed)
    assert _rules(exchange.Import(library, file)) == ["unreadable-file"]


SHEET = b"<worksheet "
HERE = b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
AFTER = b"<pageMargins"  # what follows the cells of a sheet


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet2.xml", SHEET, b"<chartsheet "),
        ("xl/worksheets/sheet2.xml", SHEET, b"<dialogsheet "),
        ("xl/worksheets/sheet1.xml", AFTER, b"<drawing" + HERE + b'r:id="rId7"/>' + AFTER),
        ("xl/worksheets/sheet1.xml", AFTER, b'<hyperlinks><hyperlink ref="D5"' + HERE + b'r:id="rId7"/></hyperlinks>' + AFTER),
        ("xl/worksheets/sheet1.xml", AFTER, b"<tableParts><tablePart" + HERE + b'r:id="rId7"/></tableParts>' + AFTER),
        ("xl/worksheets/sheet1.xml", AFTER, b'<dataValidations><dataValidation type="new" sqref="A1"/></dataValidations>' + AFTER),
        ("xl/worksheets/sheet1.xml", AFTER, b'<autoFilter ref="A1:D9"><sortState ref="x"/></autoFilter>' + AFTER),
        ("xl/worksheets/sheet1.xml", AFTER, b'<conditionalFormatting sqref="A1"><cfRule type="new" priority="1" dxfId="99"/></conditionalFormatting>' + AFTER),
        ("xl/worksheets/sheet1.xml", b"<sheetView ", b'<sheetView view="new" '),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'),
        ("xl/worksheets/sheet1.xml", AFTER, b'<mergeCells><mergeCell ref="H1:XFD1048576"/></mergeCells>' + AFTER),
        ("xl/worksheets/sheet1.xml", AFTER, b"<mergeCells>" + b"".join(b'<mergeCell ref="F%d:G%d"/>' % (n, n) for n in range(99, 99_999)) + b"</mergeCells>" + AFTER),
        ("xl/workbook.xml", b"<calcPr ", b'<calcPr calcMode="new" '),
        ("xl/styles.xml", b'<family val="2"', b'<family val="34"'),
        ("xl/styles.xml", b"00FFF7DD", b"F7D"),
        ("xl/theme/theme1.xml", b"<", b"<<"),
        ("docProps/core.xml", b"T", b" at "),
        ("xl/drawings/drawing1.xml", b"", b"<wsDr><txBody><a:p>"),
        ("xl/drawings/drawing1.xml", b"", b"<"),
    ],
)  # fmt: skip
def test_what_programs_add_to_a_workbook_keeps_no_text_out(
    root: Path, part: str, old: bytes, new: bytes
) -> None:
    file = _out("open-door")
    _translate(file, {MEANING: "Newydd."})
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    before = parts.get(part, b"")
    assert old in before
    parts[part] = before.replace(old, new)
    if old == SHEET:  # what a workbook says of it elsewhere
        links, kind = "xl/_rels/workbook.xml.rels", new[1 : new.index(b"sheet")]
        target = b'sheet" Target="/xl/worksheets/sheet2.xml"'
        assert b"work" + target in parts[links]
        parts[links] = parts[links].replace(b"work" + target, kind + target)
        parts[part] = parts[part].replace(b"</worksheet>", b"</%ssheet>" % kind)
    _zip(file, parts)
    result = _bring(file)
    assert (result.written, result.problems) == (1, [])


@pytest.mark.parametrize("name", ["t.csv", "t.ods", "t.xls", "t.xlsm", "t.xlf", "t"])
def test_other_kinds_of_files_are_refused_both_ways(root: Path, name: str) -> None:
    assert main(["export-translation", name, "open-door"]) == 1 and not Path(name).exists()
    Path(name).write_bytes(struct.pack("<Q", 7))
    assert _rules(_bring(Path(name))) == ["exchange-form"]


def test_a_name_that_no_file_has_and_a_kind_that_a_name_does_not_make_are_said(root: Path) -> None:
    (missing,), (other,) = (_bring(Path(name)).problems for name in ("t.xlsx", "t.ods"))
    assert "Is the name as you meant it?" in missing.remedy("en")
    assert "Ai dyma'r enw" in missing.remedy("cy") and "a new name" in other.remedy("en").lower()


def test_rows_of_another_project_are_refused(root: Path) -> None:
    file = _out("open-door")
    _translate(file, {MEANING: "Newydd."})
    _other_project(file)
    assert _rules(_bring(file)) == ["exchange-unknown"]


def test_a_file_that_is_there_is_not_written_over(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("t.xlsx").write_text("sent back")
    assert main(["export-translation", "t.xlsx", "open-door", "--lang", "cy"]) == 1
    assert Path("t.xlsx").read_text() == "sent back" and "yno eisoes" in capsys.readouterr().err
