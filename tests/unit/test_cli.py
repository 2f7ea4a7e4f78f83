"""The command line: what is said, in which language, with which exit status, and nothing touched
that was not read."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import click
import pytest

import framework
from conftest import started
from nyth.cli import cli, main
from nyth.engine.settings import macro_pages
from nyth.problems import catalogue
from nyth.publishing import folders


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    framework.agreed(framework.write(tmp_path))
    (tmp_path / "mkdocs.yml").write_text("extra:\n  macro_pages: [start]\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NYTH_LANG", "en")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


def _bytes(root: Path) -> dict[Path, bytes]:
    return {
        p: p.read_bytes() for p in root.rglob("*") if p.is_file() and p.suffix in (".md", ".yml")
    }


def _commands() -> list[tuple[str, click.Command]]:
    return sorted(cli.commands.items())


def test_every_command_takes_the_folders_and_the_language_and_has_its_words_in_both() -> None:
    helps = catalogue()["help"]
    for name, command in _commands():
        assert {"content", "docs", "lang"} <= {option.name for option in command.params}, name
        assert set(helps[name]) == {"en", "cy"}


@pytest.mark.parametrize("name", [name for name, _ in _commands()])
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_help_is_in_the_language_of_the_editor(
    name: str, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NYTH_LANG", lang)
    assert main([name, "--help"]) == 0
    assert catalogue()["help"][name][lang][:30] in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["check", "--nothing"],
        ["new", "thing", "x"],
        ["agree"],
        ["agree", "x", "--all"],
    ],
)
def test_what_was_not_understood_is_status_2(root: Path, arguments: list[str]) -> None:
    assert main(arguments) == 2


def test_check_is_0_without_problems_and_1_with_them(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 0
    (root / "docs/en/write.md").unlink()
    assert main(["check", "--format", "json"]) == 1
    assert {p["level"] for p in json.loads(capsys.readouterr().out)} == {"error"}


def test_a_check_counts_what_it_tells(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (root / "docs/en/write.md").open("a") as page:
        page.write("\nWrite [to them](nyth:gone) or [to us](nyth:gone).\n")
    assert main(["check", "--format", "json"]) == 1
    told, said = capsys.readouterr()
    assert f"Problems: {len(json.loads(told))}." in said


BROKEN = {
    "words.yml cannot be read": ("content/words.yml", "<<<<<<< HEAD\n"),
    "words.yml lacks what all rests on": ("content/words.yml", None),
    "agreed.yml has marks of a merge": ("content/agreed.yml", "=======\n"),
    "agreed.yml has a key twice": ("content/agreed.yml", "agreed:\n"),
    "agreed.yml has a tab": ("content/agreed.yml", "\t- x\n"),
    "glossary.yml is cut": ("content/glossary.yml", "  - {id: x\n"),
    "a page has marks of a merge": ("content/principles/open-door/cy.md", "\n<<<<<<< HEAD\n"),
    "facts are broken": ("content/principles/open-door/principle.yml", "agreed: {\n"),
}
WRITING = [
    ["agree", "--all"],
    ["agree", "open-door"],
    ["agree", "start"],
    ["agree", "start#first"],
    ["agree", "term.waiting-list"],
    ["move", "open-door", "--cy", "newydd"],
    ["export-translation", "t.xlsx"],
    ["import-translation", "t.xlsx"],
    ["new", "theme", "another"],
    ["suggest", "content/agreed.yml"],
    ["status"],
    ["status", "--format", "json"],
    ["check"],
    ["fix"],
    ["review", "--before", "."],
]


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("arguments", WRITING, ids=" ".join)
def test_what_cannot_be_read_is_never_written_into_and_never_a_traceback(
    root: Path, case: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path, addition = BROKEN[case]
    for lang in ("en", "cy"):
        page = root / f"docs/{lang}/start.md"
        page.write_text(page.read_text("utf-8") + "\nMore.\n", "utf-8")
    text = (root / path).read_text("utf-8")
    text = text + addition if addition else text.replace("kinds:", "kind:")
    (root / path).write_text(text, "utf-8")
    before = (root / path).read_bytes()
    status = main(arguments)
    if case != "agreed.yml has a tab" or arguments != ["fix"]:  # which mends it
        assert (root / path).read_bytes() == before
    assert status in (0, 1, 2)
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    if arguments[0] == "agree" and "agreed.yml" in path and "start" in " ".join(arguments):
        assert status == 1 and re.search(rf"^{path}:\d+: ", said.err, re.M)
    if arguments[:2] == ["agree", "--all"]:
        assert status == 1


def test_a_site_that_is_not_there_is_not_compared(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "site").mkdir()
    (root / "site/index.html").write_text("<p>Nyth</p>", "utf-8")
    for before, after in (("before", "site"), ("site", "after")):
        assert main(["review", "--before", before, "--after", after, "--lang", "cy"]) == 1
        said = capsys.readouterr()
        assert said.out == "" and "nid oes gwefan" in said.err
    assert main(["review", "--before", "site", "--after", "site"]) == 0


def test_a_review_leads_to_the_pages_of_the_site_however_its_address_was_written(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("old", "new"):
        (root / name / "en").mkdir(parents=True)
        for path in ("index.html", "en/index.html"):
            (root / name / path).write_text(f"<main><p>{name}</p></main>", "utf-8")
    for address in ("https://door.example", "https://door.example/"):
        monkeypatch.setenv("SITE_URL", address)
        assert main(["review", "--before", "old", "--after", "new"]) == 0
        assert "](https://door.example/en/)" in capsys.readouterr().out


def test_what_has_to_be_written_by_hand_is_not_said_to_be_agreed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = root / "content/principles/open-door/principle.yml"
    text = facts.read_text("utf-8").replace("order: 1", "order:\t1")
    facts.write_text(text, "utf-8")
    for page in (facts.with_name("en.md"), root / "docs/en/start.md"):
        page.write_text(page.read_text("utf-8") + "\nMore.\n", "utf-8")
    assert main(["agree", "open-door", "start"]) == 1 and facts.read_text("utf-8") == text
    said = capsys.readouterr()
    assert "Agreed: start" in said.out and "open-door" not in said.out
    assert "Change it by hand: activity: {on:" in said.err


def test_an_unreadable_list_of_agreements_is_one_problem(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "content/agreed.yml").write_text("agreed: {}\nagreed: {}\n", "utf-8")
    assert main(["check"]) == 1
    assert "Problems: 1." in capsys.readouterr().err


def test_agree_takes_a_section_by_its_name_and_ends_in_step(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang, old in (("en", "A lock."), ("cy", "Clo.")):
        page = root / f"content/principles/open-door/{lang}.md"
        page.write_text(page.read_text("utf-8").replace(old, f"{old} x"), "utf-8")
    words = root / "content/words.yml"
    text = words.read_text("utf-8")
    words.write_text(text.replace("{en: Home, cy: Hafan}", "{en: House, cy: Hafan}"), "utf-8")
    assert main(["check"]) == 1 and capsys.readouterr().out
    assert main(["status"]) == 0
    told = capsys.readouterr().out
    assert "\nopen-door " in told and "\nui.home " in told and "\nheadings.week " not in told
    words.write_text(text, "utf-8")
    assert main(["agree", "open-door#gets-in-the-way"]) == 0 and main(["check"]) == 0
    assert main(["agree", "open-dor"]) == 1 and "(open-door?)" in capsys.readouterr().err


def test_suggest_offers_what_fix_writes_and_each_agreement_apart(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = root / "content/principles/open-door/en.md"
    page.write_text(page.read_text("utf-8").replace("A lock.", "It\u2019s a lock. "), "utf-8")
    assert main(["suggest", str(page), "nothing.md"]) == 0
    found = json.loads(capsys.readouterr().out)["suggestions"]
    assert [(s["kind"], s["about"]) for s in sorted(found, key=lambda s: s["kind"])] == [
        ("agree", "open-door#gets-in-the-way"),
        ("fix", ""),
    ]
    # what is two versions, and an agreement for which there is no file, have no line to stand on
    page.write_text(page.read_text("utf-8") + "\n<<<<<<< HEAD\n", "utf-8")
    (root / "content/agreed.yml").unlink()
    assert main(["suggest", str(page), "docs/en/start.md"]) == 0
    assert json.loads(capsys.readouterr().out)["suggestions"] == []


def test_commands_work_from_any_folder_and_in_any(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = root / "elsewhere"
    other.mkdir()
    (root / "content").rename(other / "cynnwys")
    monkeypatch.chdir("/")
    places = ["--content", str(other / "cynnwys"), "--docs", str(root / "docs")]
    assert main(["check", *places]) == 0 and main(["status", *places]) == 0


@pytest.mark.parametrize(
    "text",
    [
        "extra: {macro_pages: [a, b]}",
        "extra:\n  macro_pages:\n    - a\n    - b\n",
        "site: !ENV [X, y]\nx: !!python/name:a.b c\nextra:\n  r: !ENV R\n  macro_pages: ['a',\n    b]\n",
    ],
)
def test_the_pages_with_macros_are_read_however_they_are_written(tmp_path: Path, text: str) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text(text, "utf-8")
    assert macro_pages(tmp_path / "content") == ("a", "b")
    assert macro_pages(tmp_path / "a/content") == ("a", "b")


@pytest.mark.parametrize("text", ["", "- a", "extra: x", "extra: {macro_pages: x}", None])
def test_without_a_list_no_page_may_have_macros(
    tmp_path: Path, text: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = tmp_path / "mkdocs.yml"
    if text is not None:
        config.write_text(text, "utf-8")
    assert macro_pages(tmp_path / "content") == ()


@pytest.mark.parametrize(
    ("addition", "line", "rule"),
    [("<<<<<<< HEAD\n", 3, "merge-conflict"), ("a: [\n", 4, "yaml-syntax")],
)
@pytest.mark.parametrize("command", ["check", "build", "pack", "serve"])
def test_a_broken_mkdocs_yml_is_one_problem_and_no_page_is_blamed(
    root: Path,
    addition: str,
    line: int,
    rule: str,
    command: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(addition)
    assert main([command]) == 1
    said = "".join(capsys.readouterr())
    assert f"mkdocs.yml:{line}: " in said and f"[{rule}]" in said and said.count("[") == 1


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&-"])
def test_a_closed_output_is_no_error(root: Path, closed: str) -> None:
    env = {**os.environ, "PYTHONPATH": str(framework.ROOT / "scripts")}
    command = ["bash", "-c", f"{sys.executable} -m nyth.cli check {closed}"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout == "" and "Traceback" not in done.stderr


def test_a_reader_who_has_read_enough_is_no_error(root: Path) -> None:
    command = (
        f"{sys.executable} -m nyth.cli status --format json | head -1; exit ${{PIPESTATUS[0]}}"
    )
    env = {**os.environ, "PYTHONPATH": str(framework.ROOT / "scripts")}
    done = subprocess.run(
        ["bash", "-c", command], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and done.stderr == ""


def test_a_mended_file_keeps_its_rights_and_a_link_is_not_followed(root: Path) -> None:
    page = root / "docs/cy/write.md"
    page.write_text(page.read_text("utf-8").replace("atom", "atom ni\u00a0"), "utf-8")
    page.chmod(0o664)
    outside = root / "outside.md"
    outside.write_text("a\u00a0b", "utf-8")
    (root / "docs/en/write.md").unlink()
    (root / "docs/en/write.md").symlink_to(outside)
    main(["fix"])
    main(["fix", "docs/en/write.md"])
    assert stat.S_IMODE(page.stat().st_mode) == 0o664 and "\u00a0" not in page.read_text("utf-8")
    assert outside.read_text("utf-8") == "a\u00a0b"


# Whoever stops a command may meet it in a finalizer, from which nothing can be raised.
DEAF = """
import signal, time
from nyth import cli, interrupts

class Deaf:
    def __del__(self):
        signal.raise_signal(signal.SIGTERM)

def check(**given):
    Deaf()
    interrupts.heed()
    time.sleep(600)

cli.check.callback = check
raise SystemExit(cli.main(["check"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_being_told_to_stop_is_heard_before_waiting_even_where_python_drops_it() -> None:
    command = [sys.executable, "-c", DEAF]
    done = subprocess.run(
        command, cwd=framework.ROOT, capture_output=True, check=False, timeout=120
    )
    assert (done.returncode, done.stdout) == (130, b"")


EAGER = """
import os, signal, sys

class Stop:
    def find_spec(self, name, path, target=None):
        if name == "nyth.rules":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Stop())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_being_stopped_before_all_code_was_read_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(EAGER, "utf-8")
    path = os.pathsep.join([str(tmp_path), str(framework.ROOT / "scripts")])
    command = [sys.executable, "-m", "nyth.cli", "check"]
    env = {**os.environ, "PYTHONPATH": path}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with started(command, env=env, **pipes) as done:
        assert (*done.communicate(timeout=120), done.returncode) == (b"", b"", -2)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_disk_that_is_full_before_a_workbook_is_whole_is_told_in_plain_words(root: Path) -> None:
    code = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (3000, 3000));"
    code += "from nyth.cli import main; raise SystemExit(main(['export-translation', 't.xlsx', '--all']))"
    env = {**os.environ, "PYTHONPATH": str(framework.ROOT / "scripts")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 1 and b"[place-unusable]" in done.stderr
    assert b"Traceback" not in done.stderr and not (root / "t.xlsx").exists()


@pytest.mark.parametrize(
    "into", ["warm-welcome#nowhere", "warm-welcome#meaning#twice", "warm-welcome#"]
)
def test_a_page_does_not_go_into_a_section_that_is_not_there(
    root: Path, into: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _bytes(root)
    assert main(["merge", "tea-and-talk", into]) == 1
    assert "[dangling-section]" in capsys.readouterr().err and _bytes(root) == before


def test_a_paragraph_told_where_nothing_is_stops_no_table(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "content/sources.yml"
    path.write_text(path.read_text("utf-8").replace("open-door#meaning", "gone#meaning"), "utf-8")
    assert main(["coverage"]) == 0 and "gone#meaning" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        ("schemas --out afile", "place-unusable"),
        ("schemas --out dangling", "place-unusable"),
        ("schemas --out full", "place-unusable"),
        ("schemas --out content", "place-inside"),
        ("schemas --out docs/en/x", "place-inside"),
        ("export-translation content/t.xlsx open-door", "place-inside"),
        ("export-translation afile/t.xlsx open-door", "place-unusable"),
    ],
)
def test_a_place_that_cannot_take_files_is_refused_in_plain_words(
    root: Path, arguments: str, rule: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("afile").touch()
    Path("dangling").symlink_to("nowhere")
    Path("full/agreed.json").mkdir(parents=True)
    before = sorted(root.rglob("*"))
    assert main(arguments.split()) == 1
    assert f"[{rule}]" in capsys.readouterr().err
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize("stop", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize(
    "arguments", ["new principle half", "export-translation t.xlsx open-door", "schemas --out new"]
)
def test_what_stops_half_way_leaves_no_halves(
    root: Path, arguments: str, stop: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, replace, done = sorted(p for p in root.rglob("*") if p.is_file()), os.replace, []

    def stopped(source: Path, target: Path) -> None:
        assert source.suffix == ".tmp", "git would take what is left by a run that is killed"
        if len(done) == (2 if arguments.startswith("new") else 0):
            raise stop
        done.append(target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", stopped)
    assert main(arguments.split()) == (1 if isinstance(stop, OSError) else 130)
    assert sorted(p for p in root.rglob("*") if p.is_file()) == before
    assert not Path("content/principles/half").exists()


@pytest.mark.parametrize(
    "arguments", ["move open-door --en wide --cy llydan", "agree open-door start patience"]
)
def test_several_files_are_written_all_or_none(
    root: Path, arguments: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ("principles/open-door", "values/patience", "../docs/en/start.md"):
        text = root / "content" / path
        text = text / "en.md" if text.is_dir() else text
        text.write_text(text.read_text("utf-8").replace("title: ", "title: Now "), "utf-8")
    (root / "content/agreed.yml").unlink()
    before, replace, done = _bytes(root), os.replace, []

    def full(source: object, target: object) -> None:
        done.append(target)
        if len(done) == (2 if arguments.startswith("move") else 3):
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    assert main(arguments.split()) == 1 and len(done) > 2 and _bytes(root) == before


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")
def test_commands_that_write_at_once_lose_nothing_of_each_other(root: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(framework.ROOT / "scripts")}
    command = [sys.executable, "-m", "nyth.cli", "move", "open-door", "--en"]
    moves = [subprocess.Popen([*command, slug], env=env) for slug in ("a", "b", "c")]
    assert [move.wait(120) for move in moves] == [0, 0, 0]
    matter = framework.load_small(root)[0].things["open-door"]["en"].matter
    assert {matter.slug, *matter.former} == {"open-door", "a", "b", "c"}


def test_fix_mends_all_that_it_can_and_tells_of_all_that_it_cannot(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = sorted((root / "docs").rglob("*.md"))
    for text in texts:
        text.write_bytes(text.read_bytes() + b"Words. \n")
    texts[1].write_bytes(b"\xff")
    replace = os.replace

    def locked(source: object, target: object) -> None:
        if Path(str(target)).samefile(texts[0]):
            raise OSError(13, "Permission denied")
        replace(source, target)

    monkeypatch.setattr(os, "replace", locked)
    assert main(["fix"]) == 1
    said = capsys.readouterr()
    assert "[place-unusable]" in said.err and "[not-utf8]" in said.err
    assert said.out.count("Mended") == len(texts) - 2
    assert [t for t in texts if t.read_bytes().endswith(b"Words. \n")] == texts[:1]


@pytest.mark.parametrize(
    "arguments",
    ["fix {}.md", "check --content {}", "schemas --out {}", "export-translation {}.xlsx start"],
)
def test_what_the_system_refuses_is_told_without_a_traceback(
    root: Path, arguments: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(root.rglob("*"))
    assert main(arguments.format("x" * 300).split()) == 1
    assert "[place-unusable]" in capsys.readouterr().err and sorted(root.rglob("*")) == before


def test_a_site_that_somebody_changed_is_not_published(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = root / "site"
    site.mkdir()
    (site / "index.html").write_text("<p>Drws</p>", "utf-8")
    (site / folders.MARK).write_bytes(folders.mark(site, "site"))
    (site / "notes.txt").write_text("of mine", "utf-8")
    assert main(["publish"]) == 1 and not Path("release").exists()
    assert "[place-changed]" in capsys.readouterr().err


def test_links_that_lead_in_a_circle_stop_no_command(root: Path) -> None:
    Path("content/agreed.yml").unlink()
    Path("content/agreed.yml").symlink_to("agreed.yml")
    for arguments in ("suggest content/agreed.yml", "fix content/agreed.yml", "check"):
        assert main(arguments.split()) in (0, 1)
    assert main(["check", "--content", "content/agreed.yml"]) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("frob", "Nid oes gorchymyn o'r enw 'frob'."),
        ("statu", "Efallai mai 'status' oedd gennych mewn golwg."),
        ("new tree x", "nid yw 'tree' yn un o'r rhain: 'barrier', "),
        ("new theme", "Mae hwn yn eisiau: 'ID'."),
        ("new theme a b", "Mae hwn yn ormod: b"),
        ("check --frob", "Nid oes dewis o'r enw '--frob'."),
        ("fix --heading a", "Mae angen 2 o werthoedd"),
    ],
)
def test_a_command_that_is_not_understood_is_told_in_welsh(
    root: Path, arguments: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "cy", *arguments.split()]) == 2
    told = capsys.readouterr().err
    assert "Gwall: " in told and said in told
    assert not re.search("Usage|OPTIONS|COMMAND|Error|Try|Missing|Invalid|No such|requires", told)
    assert main(arguments.split()) == 2 and "Error: " in capsys.readouterr().err


def test_the_language_may_be_asked_for_before_the_command(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "cy", "agree"]) == 2
    assert "Dywedwch pa un" in capsys.readouterr().err
    assert main(["--help", "--lang", "cy"]) == 0 and "Defnydd: nyth" in capsys.readouterr().out


def test_the_words_of_click_are_those_that_it_has() -> None:
    folder = Path(click.__file__).parent
    code = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    written = re.sub(r'"\s+"', "", code)
    assert [words for words in catalogue()["click"] if f'"{words}"' not in written] == []


@pytest.mark.parametrize("command", ["agree --all", "coverage", "export-translation t.xlsx"])
def test_what_cannot_be_read_is_not_said_to_be_in_step(root: Path, command: str) -> None:
    text = root / "content/principles/open-door/cy.md"
    text.write_bytes(text.read_bytes()[:40])
    before = _bytes(root)
    assert main(command.split()) == 1
    assert _bytes(root) == before and not Path("t.xlsx").exists()


@pytest.mark.parametrize("command", ["build --site out", "pack --out out", "export-markdown out"])
def test_what_a_check_refuses_is_not_published(
    root: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = root / "content/principles/open-door/en.md"
    text.write_text(text.read_text("utf-8").replace("Open the door.", "Look.\n\nOpen it."), "utf-8")
    assert main(command.split()) == 1
    assert "shape-differs" in "".join(capsys.readouterr()) and not Path("out").exists()


@pytest.mark.parametrize(
    "path", ["content/agreed.yml", "content/words.yml", "content/principles/open-door/en.md"]
)
@pytest.mark.parametrize("name", [name for name, _ in _commands() if name not in ("serve", "pack")])
def test_a_sign_that_yaml_cannot_hold_stops_no_command_half_way(
    root: Path, path: str, name: str
) -> None:
    file = root / path
    file.write_bytes(file.read_bytes().replace(b":", b":\0", 1))
    given = {
        "agree": ["--all"],
        "export-markdown": ["out"],
        "export-translation": ["t.xlsx", "open-door"],
        "import-translation": ["t.xlsx"],
        "merge": ["tea-and-talk", "start"],
        "move": ["open-door", "--en", "wide"],
        "new": ["barrier", "kettle"],
        "review": ["--before", "."],
    }
    assert main([name, *given.get(name, [])]) in (0, 1)
