"""Two equal languages over time: what the check says when one moves, at which line, and what
settles it."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path

import pytest

from framework import AGREED_ON, MACRO_PAGES, agreed, load_small, write
from nyth import rules
from nyth.cli import main
from nyth.content.yaml import with_entries
from nyth.languages import agree, status
from nyth.problems import Problem, Refused

TODAY = datetime.date(2026, 11, 21)
FACTS = "content/principles/open-door/principle.yml"
EN, CY = "content/principles/open-door/en.md", "content/principles/open-door/cy.md"
PAGE_EN, PAGE_CY = "docs/en/start.md", "docs/cy/start.md"
AGREED = "content/agreed.yml"
MEANING = {"en": "Meaning", "cy": "Ystyr"}
FIRST = {"en": "First", "cy": "Yn gyntaf"}


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return agreed(write(tmp_path_factory.mktemp("accepted")))


@pytest.fixture
def here(accepted: Path, tmp_path: Path) -> Path:
    """A framework in which everything was accepted."""
    return Path(shutil.copytree(accepted, tmp_path / "here"))


def problems(root: Path, today: datetime.date = TODAY) -> list[Problem]:
    library, found = load_small(root)
    return found + rules.check(library, MACRO_PAGES, today)


def places(root: Path, today: datetime.date = TODAY) -> list[tuple[str, str, int]]:
    return [(p.rule, str(Path(p.path).relative_to(root)), p.line) for p in problems(root, today)]


def swap(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), "utf-8")


def line_of(root: Path, path: str, text: str) -> int:
    return (root / path).read_text("utf-8").split("\n").index(text) + 1


def settle(root: Path, *wanted: str) -> status.Settlement:
    result = status.settle(load_small(root)[0], list(wanted) or None, TODAY)
    assert status.save(result) == []
    return result


def bytes_of(root: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in sorted(root.rglob("*.*")) if p.is_file()}


def test_what_was_accepted_has_no_problem(here: Path) -> None:
    assert problems(here) == []


def test_what_was_never_accepted_is_told_once_a_pair(tmp_path: Path) -> None:
    library, _ = load_small(write(tmp_path))
    found = rules.check(library, MACRO_PAGES)
    assert {p.rule for p in found} == {"never-agreed"}
    assert len(found) == len(list(agree.pairs(library)))
    assert all("nyth agree" in p.remedy("en") for p in found)


@pytest.mark.parametrize(
    ("path", "old", "rule", "told_at", "heading", "named"),
    [
        (EN, "Say **come in** first.", "english-moved", CY, "## Ystyr", MEANING),
        (CY, "Mae'r drws ar agor", "welsh-moved", EN, "## Meaning", MEANING),
        (PAGE_EN, "Read [what", "english-moved", PAGE_CY, "## Yn gyntaf {#first}", FIRST),
        (PAGE_CY, "Dewiswch ddrws.", "welsh-moved", PAGE_EN, "Choose a door.", {}),
        (EN, "title: An open", "english-moved", CY, "title: Drws agored", {}),
    ],
)  # fmt: skip
def test_the_one_that_stayed_behind_is_told_at_the_section(
    path: str, old: str, rule: str, told_at: str, heading: str, named: dict[str, str], here: Path
) -> None:
    swap(here, path, old, old.replace(" ", " indeed ", 1))
    assert places(here) == [(rule, told_at, line_of(here, told_at, heading))]
    [problem] = problems(here)
    for lang, name in named.items():
        assert problem.message(lang).endswith(f": {name}")


def test_a_heading_is_told_as_it_was_written(here: Path) -> None:
    swap(here, PAGE_EN, "## First {#first}", "## First {count} of {all} {#first}")
    [problem] = problems(here)
    assert problem.message("en").endswith(": First {count} of {all}")
    assert problem.message("cy").endswith(": Yn gyntaf") and problem.remedy("cy")


def test_each_section_is_a_problem_of_its_own(here: Path) -> None:
    swap(here, EN, "Warm.", "Warm and dry.")
    swap(here, EN, "A lock.", "A lock or two.")
    swap(here, CY, "Agorwch y drws.", "Agorwch y drws nawr.")
    assert sorted(places(here)) == [
        ("english-moved", CY, line_of(here, CY, "## Teimlad")),
        ("english-moved", CY, line_of(here, CY, "## Rhwystrau")),
        ("welsh-moved", EN, line_of(here, EN, "## Together")),
    ]
    assert sorted(p.values["id"] for p in problems(here)) == [
        "open-door#activity",
        "open-door#feels-like",
        "open-door#gets-in-the-way",
    ]


def test_both_changed_asks_for_a_second_look(here: Path) -> None:
    swap(here, EN, "Warm.", "Warm and dry.")
    swap(here, CY, "Cynnes.", "Cynnes a sych.")
    assert places(here) == [("both-moved", CY, line_of(here, CY, "## Teimlad"))]


@pytest.mark.parametrize(
    ("path", "old", "file"),
    [
        (EN, "Warm.", FACTS),
        (PAGE_CY, "Dewiswch ddrws.", AGREED),
        ("content/words.yml", "Related", AGREED),
    ],
)
def test_a_typo_costs_the_one_line_that_the_message_gives(
    path: str, old: str, file: str, here: Path
) -> None:
    swap(here, path, old, f"Q{old}")
    [problem] = problems(here)
    assert str(here / file) in problem.remedy("en") and str(here / file) in problem.remedy("cy")
    key, _, value = problem.values["line"].partition(": ")
    assert problem.remedy("en").endswith(f"{key}: {value}")
    text = (here / file).read_text("utf-8")
    (here / file).write_text(with_entries(text, {("agreed", key): value}), "utf-8")
    assert problems(here) == []


def test_agree_writes_the_two_lines_of_one_section_and_nothing_else(here: Path) -> None:
    swap(here, FACTS, "id: open-door\n", "# a note\nid: open-door\n")
    swap(here, EN, "Warm.", "Warm and dry.")
    swap(here, EN, "A lock.", "A lock or two.")
    before = bytes_of(here)
    settle(here, "open-door#feels-like")
    after = bytes_of(here)
    assert [name for name in before if before[name] != after[name]] == [here / FACTS]
    old, new = (x[here / FACTS].decode().split("\n") for x in (before, after))
    assert len(old) == len(new) and sum(a != b for a, b in zip(old, new, strict=True)) == 1
    assert [p.values["id"] for p in problems(here)] == ["open-door#gets-in-the-way"]


def test_agreeing_a_second_time_changes_no_byte(here: Path) -> None:
    before = bytes_of(here)
    assert settle(here).entries.get(AGREED) is None
    assert bytes_of(here) == before


def test_a_section_that_was_taken_out_in_both_is_told_where_its_agreement_stands(
    here: Path,
) -> None:
    for path in (PAGE_EN, PAGE_CY):
        text = (here / path).read_text("utf-8")
        start = text.index("## ")
        (here / path).write_text(text[:start] + "{{ cards('principle') }}\n", "utf-8")
    gone = ("section-gone", AGREED, line_of(here, AGREED, "  start#first:"))
    assert gone in places(here)
    settle(here, "start#first")
    # what stands before the first heading has changed as well
    assert [p.values["id"] for p in problems(here)] == ["start#lead"]
    assert "start#first" not in (here / AGREED).read_text("utf-8")


@pytest.mark.parametrize("wrong", ["opendoor", "open-door#meanin", "wirte"])
def test_an_id_that_is_not_there_changes_nothing_and_a_near_one_is_named(
    wrong: str, here: Path
) -> None:
    before = bytes_of(here)
    with pytest.raises(Refused) as refused:
        settle(here, wrong)
    assert refused.value.problem.values["hint"] and bytes_of(here) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  start#first:", "  strat#first:"),
        ("  ui.home:", "  ui.hoem:"),
        ("  term.marginalised:", "  term.marginal:"),
        ("agreed:\n", "reviewed_cy:\n  open-door: 2026-01-02\nagreed:\n"),
        ("agreed:\n", "ours:\n  - start#frist\nagreed:\n"),
        ("agreed:\n", "ours:\n  - ui.home\nagreed:\n"),
    ],
)
def test_an_agreement_with_what_is_not_there_is_told(old: str, new: str, here: Path) -> None:
    swap(here, AGREED, old, new)
    found = problems(here)
    assert {p.rule for p in found} <= {"agreed-unneeded", "never-agreed", "both-moved"}
    [problem] = [p for p in found if p.rule == "agreed-unneeded"]
    line = (here / AGREED).read_text("utf-8").split("\n")[problem.line - 1]
    assert line.strip(" -").startswith(problem.values["id"])


@pytest.mark.parametrize("key", ["reviewed_cy", "reviewed_advice"])
def test_nobody_read_a_page_on_a_day_to_come(key: str, here: Path) -> None:
    swap(here, AGREED, "agreed:\n", f"{key}:\n  start: 2062-01-02\nagreed:\n")
    [problem] = problems(here)
    line = (here / AGREED).read_text("utf-8").split("\n")[problem.line - 1]
    assert problem.rule == "day-to-come" and line == "  start: 2062-01-02"


# Waiting


def wait(root: Path, lang: str = "cy", due: str = "2027-01-31") -> None:
    with (root / FACTS).open("a", encoding="utf-8") as facts:
        facts.write(f"awaiting: {{lang: {lang}, due: {due}, reason: with the translator}}\n")


def test_one_language_may_wait_until_its_day_and_not_longer(here: Path) -> None:
    swap(here, EN, "Warm.", "Warm.\n\nAnd [a welcome](nyth:warm-welcome) as well.")
    wait(here)
    assert problems(here, datetime.date(2027, 1, 31)) == []
    [late] = problems(here, datetime.date(2027, 2, 1))
    assert (late.rule, late.path) == ("awaiting-late", str(here / FACTS))
    lines = (here / FACTS).read_text("utf-8").split("\n")
    assert lines[late.line - 1].startswith("awaiting:")
    assert "Feeling" in late.message("en") and "2027-01-31" in late.message("cy")
    # elsewhere the two still have one shape
    swap(here, CY, "Clo.", "Clo.\n\nParagraff arall.")
    assert "shape-differs" in {p.rule for p in problems(here)}


def test_waiting_for_nothing_is_told(here: Path) -> None:
    wait(here)
    assert [p.rule for p in problems(here)] == ["awaiting-unneeded"]
    settle(here, "open-door")
    assert "awaiting" not in (here / FACTS).read_text("utf-8") and problems(here) == []


def test_a_change_in_the_language_that_waits_is_not_covered(here: Path) -> None:
    swap(here, EN, "Warm.", "Warm and dry.")
    swap(here, CY, "Clo.", "Clo neu ddau.")
    wait(here)
    [problem] = problems(here)
    assert (problem.rule, problem.values["id"]) == ("welsh-moved", "open-door#gets-in-the-way")
    settle(here, problem.values["id"])
    assert problems(here) == [] and "awaiting" in (here / FACTS).read_text("utf-8")
    assert [p.rule for p in problems(here, datetime.date(2027, 2, 1))] == ["awaiting-late"]


# Status


def test_status_says_what_moved_and_which_sections(here: Path) -> None:
    swap(here, EN, "Warm.", "Warm and dry.")
    wait(here)
    library, _ = load_small(here)
    rows = {row["id"]: row for row in json.loads(status.status(library, "json", "en"))}
    row = rows["open-door"]
    assert (row["state"], row["sections"], row["to_settle"]) == ("en", {"feels-like": "en"}, [])
    assert row["agreed"] == AGREED_ON.isoformat() and row["awaiting"]["due"] == "2027-01-31"
    assert {r["state"] for name, r in rows.items() if name != "open-door"} == {"in-step"}
    for lang, words in (
        ("en", ["English moved", "Feeling"]),
        ("cy", ["Saesneg wedi newid", "Teimlad"]),
    ):
        first = status.status(library, "text", lang).split("\n")[1]
        assert first.startswith("open-door ") and all(word in first for word in words)


def test_a_word_of_the_interface_and_a_glossary_entry_cannot_drift_either(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here)
    for name, old, new in (
        ("words", "en: Home", "en: The house"),
        ("glossary", "cy: Trin eich", "cy: Sut i drin eich"),
    ):
        path = Path(f"content/{name}.yml")
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert main(["check"]) == 1
    assert main(["agree", "ui.home", "term.self-regulation"]) == 0
    assert main(["agree", "--all"]) == 0 and main(["status"]) == 0
