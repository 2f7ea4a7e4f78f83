"""A translator's document goes out and comes back, and nothing is lost on the way."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, nyth
from nyth.content.load import load
from nyth.content.model import Library
from nyth.editing import exchange

XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"
Translate = dict[str, str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A part of the content that a test may change: the folder above it."""
    for name in (
        "content/themes",
        "content/words.yml",
        "content/glossary.yml",
        "docs/en/index.md",
        "docs/cy/index.md",
        "docs/en/editors.md",
        "docs/cy/editors.md",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    glossary = tmp_path / "content/glossary.yml"
    glossary.write_text("\n  - id:".join(glossary.read_text("utf-8").split("\n  - id:")[:6]) + "\n", "utf-8")
    return tmp_path


def _library(root: Path) -> Library:
    return load(root / "content", root / "docs")[0]


def _files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*.*") if p.suffix in (".md", ".yml")}


def _out(root: Path, name: str, ids: list[str] | None, into: str = "cy") -> Path:
    file = root / name
    exchange.write(file, exchange.rows(root, _library(root), into, ids), into)
    return file


def _translate_xlsx(file: Path, said: Translate, column: str = "Cymraeg") -> None:
    book = openpyxl.load_workbook(file)
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    for line in range(2, sheet.max_row + 1):
        start = sheet.cell(line, heads["ref"]).value.rsplit(".", 2)[0]
        if start in said:
            sheet.cell(line, heads[column]).value = said.pop(start)
    book.save(file)
    assert not said


def _translate_xliff(file: Path, said: Translate) -> None:
    tree = ElementTree.parse(file)
    for unit in tree.iter(f"{XLIFF}unit"):
        start = unit.get("id").rsplit(".", 2)[0]
        if start in said:
            unit.find(f"{XLIFF}segment/{XLIFF}target").text = said.pop(start)
    tree.write(file, encoding="utf-8", xml_declaration=True)
    assert not said


FORMS: list[tuple[str, Callable[[Path, Translate], None]]] = [("t.xlsx", _translate_xlsx), ("t.xlf", _translate_xliff)]


def _changed_lines(before: bytes, after: bytes) -> list[str]:
    lines = difflib.ndiff(before.decode().split("\n"), after.decode().split("\n"))
    return [line for line in lines if line[0] in "+-"]


@pytest.mark.parametrize(("name", "into"), [("t.xlsx", "cy"), ("t.xlf", "en")])
def test_everything_goes_out_and_back_without_a_byte_changed(
    name: str, into: str, content: Path, library: Library
) -> None:
    before, ids = _files(content), exchange.ids(library)
    exchange.write(content / name, exchange.rows(content, library, into, ids), into)
    rows, problems = exchange.read(content / name)
    assert problems == [] and {r.ref.rsplit(".", 4)[0] for r in rows} == set(ids)
    brought = exchange.bring(content, library, content / name)
    assert (brought.changed, brought.written, brought.problems) == ([], 0, []) and brought.same > len(rows) - 1
    assert _files(content) == before


@pytest.mark.parametrize(("name", "translate"), FORMS)
def test_a_changed_paragraph_changes_its_own_lines_and_no_other(name: str, translate: Callable, root: Path) -> None:
    before = _files(root)
    old = _library(root).entities["safe"].texts["cy"].sections[0].body.split("\n\n")
    file = _out(root, name, ["safe"])
    text = "Mae hyn yn newydd, â ŵ ac ŷ. " * 8 + "[Dolen](nyth:trusted) a *help now*{: lang=en }.[^introduction]"
    translate(file, {"safe.meaning.1": text})
    brought = exchange.bring(root, _library(root), file)
    path = "content/themes/safe/cy.md"
    assert (brought.changed, brought.written, brought.problems) == ([path], 1, [])
    after = _files(root)
    assert {p for p in after if after[p] != before[p]} == {path}
    added = [line[2:] for line in _changed_lines(before[path], after[path]) if line[0] == "+"]
    assert " ".join(added) == text and all(len(line) <= exchange.WIDTH for line in added)
    new = _library(root).entities["safe"].texts["cy"].sections[0].body.split("\n\n")
    assert new[1:] == old[1:]


@pytest.mark.parametrize(("name", "translate"), FORMS)
def test_bringing_the_same_document_twice_changes_nothing_more(name: str, translate: Callable, root: Path) -> None:
    file = _out(root, name, ["safe"])
    translate(file, {"safe.title.1": "Yn ddiogel", "safe.meaning.1": "Un.\n\nDau."})
    assert exchange.bring(root, _library(root), file).written == 2
    once = _files(root)
    again = exchange.bring(root, _library(root), file)
    assert (again.changed, again.written) == ([], 0) and _files(root) == once


@pytest.mark.parametrize(
    "title", ['Diogel: "a mwy" # efallai', "- dim rhestr", "= dim fformiwla", "2025", "[diogel], {eto}", "'Na", "yes"]
)
def test_a_title_is_kept_whatever_yaml_or_an_office_program_would_make_of_it(title: str, root: Path) -> None:
    file = _out(root, "t.xlsx", ["safe"])
    _translate_xlsx(file, {"safe.title.1": f"'{title}" if title.startswith("=") else title})
    exchange.bring(root, _library(root), file)
    library, problems = load(root / "content", root / "docs")
    assert library.entities["safe"].texts["cy"].title.removeprefix("'") == title.removeprefix("'")
    assert [p for p in problems if p.path == "content/themes/safe/cy.md"] == []


def test_cells_are_text_so_that_no_program_reads_a_list_as_a_sum(root: Path) -> None:
    sheet = openpyxl.load_workbook(_out(root, "t.xlsx", exchange.ids(_library(root)))).active
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.number_format for cell in cells} == {"@"} and {cell.data_type for cell in cells} == {"s"}


def test_short_texts_and_terms_come_back_into_their_own_value(root: Path) -> None:
    before, library = _files(root), _library(root)
    term = f"term.{library.glossary[3].id}"
    file = _out(root, "t.xlsx", ["ui.home", "text.ask", term])
    said = {
        "ui.home.home.1": "Yr hafan: dechrau",
        "text.ask.ask.1": "- Un.\n- Dau.",
        f"{term}.meaning.1": 'Ystyr "newydd".',
    }
    _translate_xlsx(file, dict(said))
    brought = exchange.bring(root, library, file)
    assert brought.problems == [] and set(brought.changed) == {"content/words.yml", "content/glossary.yml"}
    fresh, problems = load(root / "content", root / "docs")
    assert problems == []
    assert fresh.words.ui["home"].cy == "Yr hafan: dechrau" and fresh.words.text["ask"].cy == "- Un.\n- Dau."
    assert fresh.glossary[3].meaning.cy == 'Ystyr "newydd".'
    assert {k: v for k, v in fresh.words.ui.items() if k != "home"} == {
        k: v for k, v in library.words.ui.items() if k != "home"
    }
    assert fresh.words.text["ask"].en == library.words.text["ask"].en
    assert len(_changed_lines(before["content/glossary.yml"], (root / "content/glossary.yml").read_bytes())) <= 4


def test_a_heading_of_a_hand_written_page_keeps_its_anchor(root: Path) -> None:
    file = _out(root, "t.xlsx", ["editors"])
    _translate_xlsx(file, {"editors.sentence-heading.1": "Newid un frawddeg"})
    assert exchange.bring(root, _library(root), file).changed == ["docs/cy/editors.md"]
    assert "\n## Newid un frawddeg {: #sentence }\n" in (root / "docs/cy/editors.md").read_text("utf-8")


def test_a_slip_found_in_the_other_language_is_taken_as_well(root: Path) -> None:
    file = _out(root, "t.xlsx", ["safe"])
    _translate_xlsx(file, {"safe.title.1": "Being safe"}, column="English")
    assert exchange.bring(root, _library(root), file).changed == ["content/themes/safe/en.md"]


def test_what_office_programs_do_to_a_text_is_undone(root: Path) -> None:
    file = _out(root, "t.xlsx", ["safe"])
    _translate_xlsx(file, {"safe.meaning.1": "Mae\u2019r \u201cnyth\u201d yn\u00a0dy\u0302.[^introduction]_x000D_\n"})
    exchange.bring(root, _library(root), file)
    assert '\nMae\'r "nyth" yn dŷ.[^introduction]\n' in (root / "content/themes/safe/cy.md").read_text("utf-8")


def test_an_empty_cell_takes_nothing_away(root: Path) -> None:
    file, before = _out(root, "t.xlsx", ["safe"]), _files(root)
    _translate_xlsx(file, {"safe.meaning.1": None})
    assert exchange.bring(root, _library(root), file).problems == [] and _files(root) == before


def test_rows_may_be_sorted_and_taken_out_and_columns_moved(root: Path) -> None:
    file = _out(root, "t.xlsx", ["safe", "trusted"])
    _translate_xlsx(file, {"trusted.title.1": "Un newydd"})
    book = openpyxl.load_workbook(file)
    lines = [[cell.value for cell in line] for line in book.active.iter_rows()]
    shuffled = openpyxl.Workbook()
    shuffled.active.append(["nodyn", *reversed(lines[0])])
    for line in sorted(lines[1:], key=lambda values: values[0], reverse=True):
        if "trusted" in line[0]:
            shuffled.active.append(["da iawn", *reversed(line)])
    shuffled.save(file)
    brought = exchange.bring(root, _library(root), file)
    assert brought.changed == ["content/themes/trusted/cy.md"] and brought.problems == []


def test_windows_line_ends_stay_windows_line_ends(root: Path) -> None:
    path = root / "content/themes/safe/cy.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    file = _out(root, "t.xlsx", ["safe"])
    _translate_xlsx(file, {"safe.title.1": "Un", "safe.meaning.1": "Dau.\n\nTri."})
    exchange.bring(root, _library(root), file)
    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") and b"\r\nDau.\r\n\r\nTri.\r\n" in data


def test_a_text_that_changed_meanwhile_is_not_overwritten_and_the_others_come_in(root: Path) -> None:
    file = _out(root, "t.xlsx", ["safe"])
    path = root / "content/themes/safe/cy.md"
    first = _library(root).entities["safe"].texts["cy"].sections[0].body.split("\n\n")[0]
    path.write_text(path.read_text("utf-8").replace(first, "Rhywun arall."), "utf-8")
    _translate_xlsx(file, {"safe.title.1": "Teitl newydd", "safe.meaning.1": "Fy nhestun i."})
    brought = exchange.bring(root, _library(root), file)
    assert [(p.path, p.rule) for p in brought.problems] == [("content/themes/safe/cy.md", "exchange-moved")]
    assert "Fy nhestun i." in brought.problems[0].message("cy")
    written = path.read_text("utf-8")
    assert "Rhywun arall." in written and "title: Teitl newydd\n" in written and "Fy nhestun i." not in written


def test_paragraphs_added_before_a_text_do_not_hide_it(root: Path) -> None:
    file = _out(root, "t.xlsx", ["safe"])
    path = root / "content/themes/safe/cy.md"
    first = _library(root).entities["safe"].texts["cy"].sections[0].body.split("\n\n")[0]
    path.write_text(path.read_text("utf-8").replace(first, f"Paragraff arall.\n\n{first}"), "utf-8")
    _translate_xlsx(file, {"safe.meaning.1": "Fy nhestun i."})
    assert exchange.bring(root, _library(root), file).problems == []
    assert "Paragraff arall.\n\nFy nhestun i.\n" in path.read_text("utf-8")


def _damaged(root: Path, change: Callable[[Path], None], name: str = "t.xlsx") -> list[str]:
    file = _out(root, name, ["safe"])
    change(file)
    before = _files(root)
    rules = [p.rule for p in exchange.bring(root, _library(root), file).problems]
    assert _files(root) == before
    return rules


def _cell(where: str, value: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        book = openpyxl.load_workbook(file)
        book.active[where].value = value
        book.save(file)

    return change


@pytest.mark.parametrize(
    ("name", "change", "rule"),
    [
        ("t.xlsx", _cell("D2", "=1+1"), "exchange-formula"),
        ("t.xlsx", _cell("A2", "safe.title.1"), "exchange-unknown"),
        ("t.xlsx", _cell("A2", "gone.title.1.00000000.00000000"), "exchange-unknown"),
        ("t.xlsx", _cell("D1", "Welsh"), "exchange-unreadable"),
        ("t.xlsx", lambda file: file.write_text("not a table"), "exchange-unreadable"),
        ("t.xlsx", Path.unlink, "exchange-unreadable"),
        ("t.xlf", lambda file: file.write_text("<xliff/>"), "exchange-unreadable"),
        ("t.xlf", lambda file: file.write_text("<!DOCTYPE x [<!ENTITY a 'b'>]><xliff/>"), "exchange-unreadable"),
        ("t.xlf", lambda file: file.write_text("broken <"), "exchange-unreadable"),
    ],
)
def test_a_damaged_document_is_named_and_changes_nothing(name: str, change: Callable, rule: str, root: Path) -> None:
    assert rule in _damaged(root, change, name)


def test_a_row_that_is_there_twice_is_taken_once(root: Path) -> None:
    def twice(file: Path) -> None:
        book = openpyxl.load_workbook(file)
        book.active.append([cell.value for cell in book.active[2]])
        book.save(file)

    assert _damaged(root, twice) == ["exchange-unknown"]


def test_segments_that_a_translation_program_split_are_joined(root: Path) -> None:
    file = _out(root, "t.xlf", ["safe"])
    tree = ElementTree.parse(file)
    unit = next(u for u in tree.iter(f"{XLIFF}unit") if u.get("id").startswith("safe.meaning.1."))
    unit.remove(unit.find(f"{XLIFF}segment"))
    for tag, text in (("segment", "Un."), ("ignorable", " "), ("segment", "Dau.")):
        part = ElementTree.SubElement(unit, XLIFF + tag)
        ElementTree.SubElement(part, f"{XLIFF}source").text = text
        if tag == "segment":
            ElementTree.SubElement(part, f"{XLIFF}target").text = text
    tree.write(file)
    exchange.bring(root, _library(root), file)
    assert "\nUn. Dau.\n" in (root / "content/themes/safe/cy.md").read_text("utf-8")


def test_the_xliff_has_the_order_that_the_standard_asks_for(root: Path) -> None:
    document = ElementTree.parse(_out(root, "t.xlf", ["safe"], "en")).getroot()
    assert dict(document.attrib) == {"version": "2.0", "srcLang": "cy", "trgLang": "en"}
    units = list(document.iter(f"{XLIFF}unit"))
    assert len({u.get("id") for u in units}) == len(units) > 5
    for unit in units:
        assert [part.tag for part in unit] == [f"{XLIFF}notes", f"{XLIFF}segment"]
        assert [part.tag for part in unit.find(f"{XLIFF}segment")] == [f"{XLIFF}source", f"{XLIFF}target"]


def test_only_what_moved_in_the_other_language_goes_out(content: Path) -> None:
    assert nyth("agree", "--all", cwd=content).returncode == 0
    assert exchange.rows(content, _library(content), "cy") == []
    path = content / "content/themes/safe/en.md"
    body = _library(content).entities["safe"].texts["en"].sections[0].body
    path.write_text(path.read_text("utf-8").replace(body, body + "\n\nOne more thing."), "utf-8")
    found = exchange.rows(content, _library(content), "cy")
    assert {row.ref.split(".")[1] for row in found} == {"meaning"}
    assert exchange.rows(content, _library(content), "en") == []


def test_a_section_with_more_paragraphs_in_one_language_goes_out_and_comes_back_whole(root: Path) -> None:
    path = root / "content/themes/safe/en.md"
    library = _library(root)
    body = library.entities["safe"].texts["en"].sections[0].body
    path.write_text(path.read_text("utf-8").replace(body, body + "\n\nOne more thing."), "utf-8")
    file = _out(root, "t.xlsx", ["safe"])
    welsh = library.entities["safe"].texts["cy"].sections[0].body
    _translate_xlsx(file, {"safe.meaning.all": welsh + "\n\nUn peth arall."})
    assert exchange.bring(root, _library(root), file).problems == []
    fresh = _library(root).entities["safe"].texts["cy"].sections[0].body
    assert fresh.split() == (welsh + "\n\nUn peth arall.").split()


_WORDS = st.lists(
    st.sampled_from("a - 1. # > + * | gair [dolen hir](nyth:x) *x y*{: lang=en } `a b` llythyren".split()), max_size=60
)


@given(st.sampled_from(["", "- ", "1. ", "  - "]), _WORDS)
def test_breaking_a_line_never_makes_other_markdown_of_it(marker: str, words: list[str]) -> None:
    line = marker + " ".join(["Gair", *words])
    assert exchange._unwrapped(exchange._wrapped(line)) == line


def test_the_command_says_what_to_do_in_welsh(root: Path) -> None:
    done = nyth("export-translation", "t.ods", "safe", "--lang", "cy", cwd=root)
    assert done.returncode == 1 and "Defnyddiwch un o'r rhain: .xlsx" in done.stderr
    done = nyth("export-translation", "t.xlsx", "saef", "--lang", "cy", cwd=root)
    assert done.returncode == 1 and "saef" in done.stderr and not (root / "t.xlsx").exists()
    done = nyth("export-translation", "t.xlsx", "safe", "--lang", "cy", cwd=root)
    assert done.returncode == 0 and done.stdout.startswith("Ysgrifennwyd t.xlsx.")
