"""Two equal languages over time: what the check says when one moves, what settles it, and what readers see meanwhile."""

import datetime
import json
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs.exceptions import PluginError
from nyth.pages.parity import translation_state
from nyth.pages.writer import Writer

from conftest import ROOT
from nyth import rules
from nyth.cli import main
from nyth.content.addresses import Addresses
from nyth.content.load import load
from nyth.engine.mkdocs_hooks import Running, on_startup
from nyth.engine.site import macro_pages
from nyth.pages.shell import Shell
from nyth.problems import Problem
from nyth.rules import agreement

TODAY = datetime.date(2026, 11, 21)
FACTS = "content/principles/trusted-adults/principle.yml"
EN, CY = "content/principles/trusted-adults/en.md", "content/principles/trusted-adults/cy.md"
PAGE_EN, PAGE_CY = "docs/en/about.md", "docs/cy/about.md"


@pytest.fixture(scope="session")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real content in which everything was accepted."""
    folder = tmp_path_factory.mktemp("accepted")
    for name in ("content", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    main(["agree", "--all", "--content", str(folder / "content"), "--docs", str(folder / "docs")])
    return folder


@pytest.fixture
def here(accepted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that an editor works in."""
    shutil.copytree(accepted, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NYTH_LANG", "en")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


def problems(today: datetime.date = TODAY) -> list[Problem]:
    library, found = load(Path("content"), Path("docs"))
    given = {"library": library, "today": today}
    found += agreement.languages_are_in_step(**given)
    found += agreement.waiting_has_an_end(**given)
    found += agreement.agreements_are_of_something(library)
    return found


def swap(path: str, old: str, new: str) -> None:
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new, 1), "utf-8")


def add_words(path: str, heading: str, words: str = "Also.") -> None:
    """Ends the first paragraph under a heading with more words."""
    text = Path(path).read_text("utf-8")
    start = text.index(heading) + len(heading)
    end = text.index("\n\n", start + 2)
    Path(path).write_text(f"{text[:end]} {words}{text[end:]}", "utf-8")


def bytes_of(*names: str) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for name in names for p in sorted(Path(name).rglob("*")) if p.is_file()}


def test_what_was_accepted_has_no_problem(here: Path) -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("path", "heading", "rule", "told_at", "named"),
    [
        (EN, "## What this means", "english-moved", CY, "What this means"),
        (CY, "## Beth mae hyn yn ei olygu", "welsh-moved", EN, "What this means"),
        (PAGE_EN, "## Who we are {: #who }", "english-moved", PAGE_CY, "Who we are"),
    ],
)
def test_the_one_that_stayed_behind_is_told_and_the_section_named(
    here: Path, path: str, heading: str, rule: str, told_at: str, named: str
) -> None:
    add_words(path, heading)
    [problem] = problems()
    assert (problem.rule, problem.path) == (rule, told_at)
    line = Path(told_at).read_text("utf-8").split("\n")[problem.line - 1]
    assert line.startswith("## ")
    assert problem.message("en").endswith(f": {named}")


def test_the_welsh_message_names_the_section_in_welsh(here: Path) -> None:
    add_words(EN, "## What this means")
    [problem] = problems()
    assert problem.message("cy").endswith(": Beth mae hyn yn ei olygu")


def test_both_changed_asks_for_a_second_look(here: Path) -> None:
    add_words(EN, "## What this means")
    add_words(CY, "## Beth mae hyn yn ei olygu")
    assert [p.rule for p in problems()] == ["both-moved"]


@pytest.mark.parametrize(
    ("path", "heading", "file"),
    [(EN, "## What this means", FACTS), (PAGE_CY, "## Pwy ydym ni {: #who }", "content/agreed.yml")],
)
def test_a_typo_costs_the_one_line_that_the_message_gives(here: Path, path: str, heading: str, file: str) -> None:
    add_words(path, heading)
    [problem] = problems()
    remedy = problem.remedy("en")
    assert file in remedy
    line = remedy.partition("of the old one): ")[2]
    key = line.split("{")[0]
    lines = Path(file).read_text("utf-8").split("\n")
    [place] = [n for n, text in enumerate(lines) if text.startswith(key)]
    lines[place] = line
    Path(file).write_text("\n".join(lines), "utf-8")
    assert problems() == []


def test_a_word_of_the_interface_and_a_glossary_entry_cannot_drift_either(here: Path) -> None:
    skip = load(Path("content"))[0].words.ui["skip"].en
    swap("content/words.yml", skip, f"{skip} now")
    text = Path("content/glossary.yml").read_text("utf-8")
    first = re.search(r"^    meaning:\n      en: .*\n      cy: (\"?\w+)", text, re.M)
    Path("content/glossary.yml").write_text(text[: first.end()] + " iawn" + text[first.end() :], "utf-8")
    found = {p.rule: p for p in problems()}
    assert set(found) == {"english-moved", "welsh-moved"}
    for problem in found.values():
        assert problem.path in ("content/words.yml", "content/glossary.yml")
        assert main(["agree", problem.values["id"]]) == 0
    assert problems() == []


def test_agree_writes_its_line_and_nothing_else(here: Path, capsys: pytest.CaptureFixture) -> None:
    Path(FACTS).write_text("# a note\n" + Path(FACTS).read_text("utf-8") + "\n# the end\n", "utf-8")
    add_words(EN, "## What this means")
    before = bytes_of("content", "docs")
    assert main(["agree", "trusted-adults"]) == 0
    assert capsys.readouterr().out == "Agreed: trusted-adults\n"
    after = bytes_of("content", "docs")
    assert [name for name in before if before[name] != after[name]] == [FACTS]
    old, new = before[FACTS].decode().split("\n"), after[FACTS].decode().split("\n")
    assert [n for n, line in enumerate(old) if line != new[n]] == [
        old.index(next(x for x in old if x.startswith("agreed:")))
    ]
    assert len(old) == len(new) and problems() == []


def test_agree_all_a_second_time_changes_no_byte(here: Path, capsys: pytest.CaptureFixture) -> None:
    before = bytes_of("content")
    assert main(["agree", "--all"]) == 0
    assert capsys.readouterr().out == "Everything is in step.\n"
    assert bytes_of("content") == before


@pytest.mark.parametrize("wrong", [["agree"], ["agree", "about", "--all"], ["agree", "trusted-adult"]])
def test_a_command_that_was_not_understood_changes_nothing(
    here: Path, wrong: list[str], capsys: pytest.CaptureFixture
) -> None:
    before = bytes_of("content")
    assert main(wrong) == 2
    assert bytes_of("content") == before
    assert capsys.readouterr().err


def test_an_agreement_with_what_is_not_there_is_told(here: Path) -> None:
    swap("content/agreed.yml", "  about:", "  abuot:")
    assert {(p.rule, p.path) for p in problems()} == {
        ("agreed-unneeded", "content/agreed.yml"),
        ("never-agreed", PAGE_CY),
    }


# Waiting


def wait(lang: str = "cy", due: str = "2027-01-31") -> None:
    with Path(FACTS).open("a", encoding="utf-8") as facts:
        facts.write(f"awaiting: {{lang: {lang}, due: {due}, reason: with the translator}}\n")


def test_one_language_may_wait_until_its_day_and_not_longer(here: Path) -> None:
    add_words(EN, "## What this means", "More words.\n\nAnd a paragraph with [a link](nyth:no-wrong-door).")
    wait()
    assert problems(datetime.date(2027, 1, 31)) == []
    [late] = problems(datetime.date(2027, 2, 1))
    assert (late.rule, late.path) == ("awaiting-late", FACTS)
    assert Path(FACTS).read_text("utf-8").split("\n")[late.line - 1].startswith("awaiting:")
    assert "What this means" in late.message("en") and "2027-01-31" in late.message("en")


def test_while_one_language_waits_its_shape_may_differ_there_and_only_there(here: Path) -> None:
    add_words(EN, "## What this means", "More words.\n\nAnd a paragraph with [a link](nyth:no-wrong-door).")
    wait()

    def shapes() -> list[str]:
        found = rules.check(load(Path("content"), Path("docs"))[0], today=TODAY)
        return [p.rule for p in found if p.rule in ("shape-differs", "link-differs")]

    assert shapes() == []
    add_words(CY, "### I un person", "\n\nParagraff arall.")
    assert "shape-differs" in shapes()


def test_waiting_for_nothing_is_told(here: Path) -> None:
    wait()
    assert [p.rule for p in problems()] == ["awaiting-unneeded"]
    assert main(["agree", "trusted-adults"]) == 0
    assert "awaiting" not in Path(FACTS).read_text("utf-8") and problems() == []


def test_a_change_in_the_language_that_waits_is_not_covered(here: Path) -> None:
    add_words(EN, "## What this means")
    add_words(CY, "## Sut y dylai deimlo")
    wait()
    [problem] = problems()
    assert (problem.rule, problem.values["id"]) == ("welsh-moved", "trusted-adults#feels-like")
    assert main(["agree", problem.values["id"]]) == 0
    assert problems() == [] and "awaiting" in Path(FACTS).read_text("utf-8")
    assert [p.rule for p in problems(datetime.date(2027, 2, 1))] == ["awaiting-late"]


# Status


def test_status_says_what_moved_which_sections_and_since_when(here: Path, capsys: pytest.CaptureFixture) -> None:
    add_words(EN, "## What this means")
    wait()
    assert main(["status", "--format", "json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    row = rows["trusted-adults"]
    assert (row["state"], row["sections"], row["to_settle"]) == ("en", {"meaning": "en"}, [])
    assert row["since"] == row["agreed"] and row["awaiting"]["due"] == "2027-01-31"
    assert {r["state"] for name, r in rows.items() if name != "trusted-adults"} == {"in-step"}
    assert main(["status"]) == 0
    table = capsys.readouterr().out.split("\n")
    assert re.fullmatch(r"trusted-adults +English moved +What this means +\d{4}-\d\d-\d\d +2027-01-31", table[1])
    assert main(["status", "--lang", "cy"]) == 0
    assert re.search(r"trusted-adults +y Saesneg wedi newid +Beth mae hyn yn ei olygu", capsys.readouterr().out)


# What readers and editors see


class _Config:
    """As much of MkDocs' configuration as a build reads before it begins."""

    def __init__(self) -> None:
        self.extra = {"content": "content", "macro_pages": ["index"], "repository": ""}
        self.docs_dir, self.site_url = "docs", ""
        self.theme = type("Theme", (), {"dirs": [str(ROOT / "overrides")]})()


def shown(target: str, lang: str) -> list[BeautifulSoup]:
    library, found = load(Path("content"), Path("docs"))
    assert found == []
    entry = Shell(library).context(target, lang, [])["entry"]
    return [BeautifulSoup(n["text"], "lxml") for n in entry["notices"] if n["kind"] == "behind"]


def marks(target: str, lang: str) -> list[tuple[str, str]]:
    """(heading above it, address) of every mark on a page."""
    library, _ = load(Path("content"), Path("docs"))
    writer = Writer(library, lang, Addresses(library).url(target, lang))
    entity = library.entities.get(target)
    text = writer.entity(entity) if entity else writer.finish(library.pages[target][lang].body, target)
    found = re.findall(r'^## (.*?) \{: #\S+ \}\n\n<p class="behind"><a href="(.*?)"', text, re.M)
    assert text.count('class="behind"') == len(found)
    return found


@pytest.mark.parametrize(
    ("path", "heading", "target", "lang", "notice", "mark"),
    [
        (EN, "## What this means", "trusted-adults", "cy", "31 Ionawr 2027", "Beth mae hyn yn ei olygu"),
        (PAGE_CY, "## Pwy ydym ni {: #who }", "about", "en", "31 January 2027", "Who we are"),
    ],
)
def test_readers_of_the_older_text_see_a_dated_note_and_a_mark(
    here: Path, path: str, heading: str, target: str, lang: str, notice: str, mark: str
) -> None:
    add_words(path, heading)
    if target == "about":
        swap("content/agreed.yml", "agreed:\n", "awaiting:\n  about: {lang: en, due: 2027-01-31, reason: b}\nagreed:\n")
    else:
        wait()
    assert problems() == []
    [note] = shown(target, lang)
    assert notice in note.get_text() and mark in note.get_text()
    other = "en" if lang == "cy" else "cy"
    assert note.a["hreflang"] == other
    [(above, address)] = marks(target, lang)
    assert above == mark and f"/{other}/" in address and "#" in address
    assert shown(target, other) == [] and marks(target, other) == []


def test_welsh_that_no_fluent_reader_has_reviewed_says_so_until_one_has(here: Path) -> None:
    def review(target: str, lang: str) -> tuple[list[str], bool]:
        entry = Shell(load(Path("content"), Path("docs"))[0]).context(target, lang, [])["entry"]
        return [n["text"] for n in entry["notices"] if n["kind"] == "review"], entry["reviewed_cy"]

    said, reviewed = review("about", "cy")
    assert len(said) == 1 and "#help" in said[0] and not reviewed
    assert review("about", "en") == ([], False)
    swap("content/agreed.yml", "agreed:\n", "reviewed_cy:\n  about: 2026-12-01\nagreed:\n")
    Path(FACTS).write_text(Path(FACTS).read_text("utf-8") + "reviewed_cy: 2026-12-01\n", "utf-8")
    assert review("about", "cy") == ([], True)
    assert review("trusted-adults", "cy") == ([], True)
    assert problems() == []


@pytest.mark.parametrize(
    ("lang", "behind", "reviewed"),
    [("en", "The Welsh is behind", "1 December 2026"), ("cy", "Mae'r Gymraeg ar ei hôl hi", "1 Rhagfyr 2026")],
)
def test_the_state_of_the_translation_lists_every_page(here: Path, lang: str, behind: str, reviewed: str) -> None:
    add_words(EN, "## What this means")
    wait()
    swap("content/agreed.yml", "agreed:\n", "reviewed_cy:\n  about: 2026-12-01\nagreed:\n")
    library, _ = load(Path("content"), Path("docs"))
    writer = Writer(library, lang, Addresses(library).url("translation", lang))
    page = BeautifulSoup(translation_state(writer), "lxml")
    tables = page.select("table")
    first = [cell.get_text() for cell in tables[0].select("tbody tr")[0].find_all(["th", "td"])]
    assert first[1] == behind and len(tables[0].select("tbody tr")) == 1
    rows = [row for table in tables[1:] for row in table.select("tbody tr")]
    assert len(rows) == len(library.entities) + len(library.pages)
    assert [row for row in rows if reviewed in row.get_text()] == [
        row for row in rows if row.a.get_text() == library.pages["about"][lang].title
    ]


def test_an_editor_may_look_at_a_change_in_one_language_but_not_publish_it(here: Path) -> None:
    for rule in (agreement.languages_are_in_step, agreement.waiting_has_an_end):
        assert rule in rules.every()
    swap(EN, "summary: ", "summary: Now ")
    config = _Config()
    config.extra["macro_pages"] = list(macro_pages(ROOT / "mkdocs.yml"))
    try:
        on_startup(command="serve", dirty=False)
        Running(config)
    finally:
        on_startup(command="build", dirty=False)
    with pytest.raises(PluginError, match="english-moved"):
        Running(config)
