"""Two people's honest work meets in git without a conflict, and the check is content afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import framework
from conftest import ROOT
from nyth.cli import main

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
Work = Callable[[], None]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    framework.agreed(framework.write(tmp_path))
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    (tmp_path / "mkdocs.yml").write_text("extra: {macro_pages: [start]}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]

    def run(*arguments: str) -> int:
        command = ["git", *who, *arguments]
        return subprocess.run(
            command, env={**os.environ}, capture_output=True, check=False
        ).returncode

    run("init", "-q", "-b", "main")
    run("add", "-A")
    run("commit", "-q", "-m", "begin")
    return run


def _edit(path: str, old: str, new: str) -> None:
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new, 1), "utf-8")


def section(en: str, cy: str, name: str) -> Work:
    def work() -> None:
        _edit("content/principles/open-door/en.md", en, f"{en} Now.")
        _edit("content/principles/open-door/cy.md", cy, f"{cy} Nawr.")
        assert main(["agree", f"open-door#{name}"]) == 0

    return work


def page(name: str, en: str, cy: str) -> Work:
    def work() -> None:
        _edit(f"docs/en/{name}.md", en, f"{en} Now.")
        _edit(f"docs/cy/{name}.md", cy, f"{cy} Nawr.")
        assert main(["agree", name]) == 0

    return work


def label() -> None:
    _edit("content/words.yml", "{en: Home, cy: Hafan}", "{en: The house, cy: Y tŷ}")
    assert main(["agree", "ui.home"]) == 0


def glossary() -> None:
    _edit("content/glossary.yml", "Those who wait.", "Those who have to wait.")
    _edit("content/glossary.yml", "Y rhai sy'n aros.", "Y rhai sy'n gorfod aros.")
    assert main(["agree", "term.waiting-list"]) == 0


def added(name: str, title: str, teitl: str) -> Work:
    def work() -> None:
        for lang, words in (("en", title), ("cy", teitl)):
            matter = f"title: {words}\nslug: {name}\nsummary: {words} yma.\n"
            text = f"---\n{matter}---\n{words}.\n"
            Path(f"docs/{lang}/{name}.md").write_text(text, "utf-8")
        assert main(["agree", name]) == 0

    return work


MEANING = section("A lock.", "Clo.", "gets-in-the-way")
FEELING = section("Warm.", "Cynnes.", "feels-like")
ACTIVITY = section("Open the door.", "Agorwch y drws.", "activity")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(MEANING, ACTIVITY, id="two sections of one page"),
        pytest.param(FEELING, MEANING, id="two sections that stand side by side"),
        pytest.param(page("write", "Write to us.", "Ysgrifennwch atom."), page("index", "Come in.", "Dewch i mewn."), id="two pages"),
        pytest.param(page("write", "Write to us.", "Ysgrifennwch atom."), label, id="a page and a label"),
        pytest.param(label, glossary, id="a label and a term"),
        pytest.param(added("aber", "A stream", "Nant"), added("zebra", "A striped horse", "Ceffyl streipiog"), id="two new pages"),
    ],
)  # fmt: skip
def test_two_proposals_meet_without_a_conflict(
    git: Callable[..., int], one: Work, two: Work
) -> None:
    for name, work in (("one", one), ("two", two)):
        git("checkout", "-q", "-b", name, "main")
        work()
        assert git("add", "-A") == 0 and git("commit", "-q", "-m", name) == 0
    assert git("merge", "-q", "one") == 0
    problems = subprocess.run(["git", "diff", "--check"], capture_output=True, check=False)
    assert problems.returncode == 0 and not _never_agreed()


def _never_agreed() -> list[str]:
    from nyth import rules

    library, problems = framework.load_small(Path())
    problems += rules.check(library, framework.MACRO_PAGES)
    return [
        f"{p.path}:{p.line} {p.rule}"
        for p in problems
        if p.rule not in ("welsh-left", "english-left")
    ]


def test_two_new_things_meet_without_a_conflict(git: Callable[..., int]) -> None:
    for name in ("kettle", "teapot"):
        git("checkout", "-q", "-b", name, "main")
        assert main(["new", "barrier", name]) == 0
        git("add", "-A")
        git("commit", "-q", "-m", name)
    assert git("merge", "-q", "kettle") == 0
    assert Path("content/barriers/kettle/en.md").is_file()
    assert Path("content/barriers/teapot/cy.md").is_file()


def test_two_pages_that_went_into_others_meet(git: Callable[..., int]) -> None:
    for name in ("write", "tea-and-talk"):
        git("checkout", "-q", "-b", name, "main")
        assert main(["merge", name, "start"]) == 0
        git("commit", "-qam", name)
    assert git("merge", "-q", "write") == 0
    rows = Path("content/former.yml").read_text("utf-8")
    assert "id: write, to: start" in rows and "id: tea-and-talk, to: start" in rows


def test_the_same_section_accepted_twice_is_one_problem_and_is_not_written_over(
    git: Callable[..., int],
) -> None:
    for name, words in (("one", "Un"), ("two", "Dau")):
        git("checkout", "-q", "-b", name, "main")
        _edit("docs/cy/write.md", "Ysgrifennwch atom.", f"{words} peth.")
        assert main(["agree", "write"]) == 0
        git("commit", "-qam", name)
    assert git("merge", "-q", "one") == 1
    before = Path("content/agreed.yml").read_bytes()
    assert main(["agree", "--all"]) == 1 and main(["status"]) == 1
    assert Path("content/agreed.yml").read_bytes() == before
