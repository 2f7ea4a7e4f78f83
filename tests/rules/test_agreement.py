"""Two equal languages over time: what the check says when one moves, what settles it, what status tells."""

import datetime
import json
import re
from pathlib import Path

import pytest

import framework
from nyth import rules
from nyth.cli import main
from nyth.languages import agree
from nyth.problems import Problem

TODAY = datetime.date(2026, 11, 21)
FACTS = "content/principles/open-door/principle.yml"
EN, CY = "content/principles/open-door/en.md", "content/principles/open-door/cy.md"
PAGE_EN, PAGE_CY = "docs/en/start.md", "docs/cy/start.md"
MEANING = ("All who come to it.", "Mae'r drws")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that an editor works in."""
    framework.agreed(framework.write(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NYTH_LANG", "en")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


def problems(today: datetime.date = TODAY) -> list[Problem]:
    library, found = framework.load_small(Path())
    return found + rules.check(library, framework.MACRO_PAGES, today)


def swap(path: str, old: str, new: str) -> None:
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new, 1), "utf-8")


def english() -> None:
    swap(EN, "to all who come to it.", "to all who come to it now.")


def welsh() -> None:
    swap(CY, "i bawb sy'n dod ato.", "i bawb sy'n dod ato nawr.")


def page() -> None:
    swap(PAGE_CY, "Darllenwch [beth", "Yna darllenwch [beth")


def files() -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(Path().rglob("*")) if p.is_file()}


def test_what_was_accepted_has_no_problem(here: Path) -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("change", "rule", "told_at", "named"),
    [
        (english, "english-moved", CY, {"en": "Meaning", "cy": "Ystyr"}),
        (welsh, "welsh-moved", EN, {"en": "Meaning", "cy": "Ystyr"}),
        (page, "welsh-moved", PAGE_EN, {"cy": "Yn gyntaf"}),
    ],
)
def test_the_one_that_stayed_behind_is_told_and_the_section_named(
    here: Path, change, rule: str, told_at: str, named: dict[str, str]
) -> None:
    change()
    [problem] = problems()
    assert (problem.rule, problem.path) == (rule, told_at)
    assert Path(told_at).read_text("utf-8").split("\n")[problem.line - 1].startswith("## ")
    for lang, heading in named.items():
        assert problem.message(lang).endswith(f": {heading}")


def test_both_changed_asks_for_a_second_look(here: Path) -> None:
    english()
    welsh()
    assert [p.rule for p in problems()] == ["both-moved"]


@pytest.mark.parametrize(("change", "file"), [(english, FACTS), (page, "content/agreed.yml")])
def test_the_line_of_the_message_settles_it(here: Path, change, file: str) -> None:
    change()
    [problem] = problems()
    assert problem.values["where"] == file
    key, _, value = problem.values["line"].partition(": ")
    text = Path(file).read_text("utf-8")
    new, count = re.subn(
        rf"^( *{re.escape(key)}:\n +)\{{.*\}}$", rf"\g<1>{value}", text, flags=re.M
    )
    assert count == 1
    Path(file).write_text(new, "utf-8")
    assert problems() == []


def test_a_word_of_the_interface_and_a_glossary_entry_cannot_drift_either(here: Path) -> None:
    swap("content/words.yml", "en: Home", "en: The house")
    swap("content/glossary.yml", "cy: Trin eich", "cy: Sut i drin eich")
    found = problems()
    assert {p.rule for p in found} == {"english-moved", "welsh-moved"}
    for problem in found:
        assert main(["agree", problem.values["id"]]) == 0
    assert problems() == []


def test_agree_writes_its_line_and_nothing_else(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(FACTS).write_text("# a note\n" + Path(FACTS).read_text("utf-8") + "\n# the end\n", "utf-8")
    english()
    before = files()
    assert main(["agree", "open-door"]) == 0
    assert capsys.readouterr().out == "Agreed: open-door\n"
    after = files()
    assert [name for name in before if before[name] != after[name]] == [FACTS]
    old, new = before[FACTS].decode().split("\n"), after[FACTS].decode().split("\n")
    assert sum(a != b for a, b in zip(old, new, strict=True)) == 1 and problems() == []


def test_agree_all_a_second_time_changes_no_byte(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files()
    assert main(["agree", "--all"]) == 0
    assert capsys.readouterr().out == "Everything is in step.\n" and files() == before


@pytest.mark.parametrize("wrong", [["agree"], ["agree", "start", "--all"], ["agree", "open-dor"]])
def test_a_command_that_was_not_understood_changes_nothing(here: Path, wrong: list[str]) -> None:
    before = files()
    assert main(wrong) == 2 and files() == before


def test_an_agreement_with_what_is_not_there_is_told(here: Path) -> None:
    swap("content/agreed.yml", "  write#title:", "  wriet#title:")
    assert {(p.rule, p.path) for p in problems()} >= {("agreed-unneeded", "content/agreed.yml")}


def test_a_section_that_was_taken_out_is_told_and_agree_takes_its_line_away(here: Path) -> None:
    for path in (PAGE_EN, PAGE_CY):
        text = Path(path).read_text("utf-8")
        Path(path).write_text(text[: text.index("\n## ")] + "\n", "utf-8")
    assert "section-gone" in {p.rule for p in problems()}
    assert main(["agree", "start"]) == 0
    assert "start#first" not in Path("content/agreed.yml").read_text("utf-8")


# Waiting


def wait(lang: str = "cy", due: str = "2027-01-31") -> None:
    with Path(FACTS).open("a", encoding="utf-8") as facts:
        facts.write(f"awaiting: {{lang: {lang}, due: {due}, reason: with the translator}}\n")


def test_one_language_may_wait_until_its_day_and_not_longer(here: Path) -> None:
    swap(EN, "to all who come to it.", "to all.\n\nAnd [a welcome](nyth:warm-welcome).")
    wait()
    assert problems(datetime.date(2027, 1, 31)) == []
    [late] = [p for p in problems(datetime.date(2027, 2, 1)) if p.rule == "awaiting-late"]
    assert late.path == FACTS
    assert Path(FACTS).read_text("utf-8").split("\n")[late.line - 1].startswith("awaiting:")
    assert "Meaning" in late.message("en") and "2027-01-31" in late.message("en")


def test_waiting_for_nothing_is_told(here: Path) -> None:
    wait()
    assert [p.rule for p in problems()] == ["awaiting-unneeded"]
    assert main(["agree", "open-door"]) == 0
    assert "awaiting" not in Path(FACTS).read_text("utf-8") and problems() == []


def test_a_change_in_the_language_that_waits_is_not_covered(here: Path) -> None:
    english()
    swap(CY, "Cynnes.", "Cynnes iawn.")
    wait()
    [problem] = problems()
    assert (problem.rule, problem.values["id"]) == ("welsh-moved", "open-door#feels-like")
    assert main(["agree", problem.values["id"]]) == 0
    assert problems() == [] and "awaiting" in Path(FACTS).read_text("utf-8")
    assert [p.rule for p in problems(datetime.date(2027, 2, 1))] == ["awaiting-late"]


# Status


def test_status_says_what_moved_which_sections_and_until_when_it_waits(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    english()
    wait()
    assert main(["status", "--format", "json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    row = rows.pop("open-door")
    assert (row["state"], row["sections"], row["to_settle"]) == ("en", {"meaning": "en"}, [])
    assert row["agreed"] == "2026-01-02" and row["awaiting"]["due"] == "2027-01-31"
    assert {other["state"] for other in rows.values()} == {"in-step"}
    assert main(["status"]) == 0
    table = capsys.readouterr().out.split("\n")
    assert re.fullmatch(r"open-door +English moved +Meaning +2027-01-31", table[1])
    assert main(["status", "--lang", "cy"]) == 0
    assert re.search(r"open-door +y Saesneg wedi newid +Ystyr", capsys.readouterr().out)


def test_what_keeps_a_site_from_being_published_may_still_be_looked_at() -> None:
    assert {
        "never-agreed",
        "english-moved",
        "welsh-moved",
        "both-moved",
        "section-gone",
    } <= agree.OPEN
