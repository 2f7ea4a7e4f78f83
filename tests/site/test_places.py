"""No command writes over what it did not make: everything is as it was, and plain words say what
to do."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from nyth.cli import main
from nyth.problems import wordings


@pytest.fixture
def checkout(small_site: Path, tmp_path: Path) -> Path:
    """A small framework as somebody has it on their machine, with a history and a site of the
    first edition."""
    folder = tmp_path / "work" / "checkout"
    shutil.copytree(small_site, folder)
    for path in (
        "site/index.html",
        "old-release/SHA256SUMS",
        "overrides/main.html",
        "new.xlsx",
        "schemas/value.json",
    ):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text("theirs")
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    (folder / "link").symlink_to("content")
    (folder / "empty").mkdir()
    return folder


def everything(folder: Path) -> dict[str, object]:
    return {
        path.relative_to(folder).as_posix(): os.readlink(path)
        if path.is_symlink()
        else path.is_file() and path.read_bytes()
        for path in folder.rglob("*")
    }


COMMANDS = {
    **{
        f"build --site {place}": "place-not-ours"
        for place in (
            ".",
            "./",
            "..",
            "../..",
            "../checkout",
            "docs/..",
            "site",
            ".git",
            "mkdocs.yml",
            "old-release",
        )
    },
    **{
        f"build --site {place}": "place-inside"
        for place in (
            "content",
            "docs",
            "docs/",
            "content/site",
            "link/new",
            "docs/en",
            "overrides",
            "overrides/new/site",
        )
    },
    "build --site mkdocs.yml/site": "place-unusable",
    **{
        f"publish --out {place}": "place-not-ours"
        for place in (".", "..", ".git", "old-release", "mkdocs.yml")
    },
    **{
        f"publish --out {place}": "place-inside"
        for place in ("site", "site/release", "content", "docs/release", "link/x")
    },
    **{f"export-markdown {place}": "place-not-ours" for place in (".", "..", "site", "mkdocs.yml")},
    **{f"export-markdown {place}": "place-inside" for place in ("content", "docs/new")},
    "export-translation --all new.xlsx": "file-there",
    "export-translation --all new.xlsx --into en": "file-there",
    "schemas --out schemas": "file-there",
    "fix mkdocs.yml": "not-a-text",
    "fix overrides/main.html": "not-a-text",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_people_have_is_left_as_it_is(
    checkout: Path,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = everything(checkout.parent.parent)
    monkeypatch.chdir(checkout)
    monkeypatch.setenv("NYTH_LANG", "cy")
    assert main(command.split()) == 1
    assert everything(checkout.parent.parent) == before
    rule, said = COMMANDS[command], capsys.readouterr().err
    remedy = wordings()[rule]["cy"]["do"].split("{")[0]
    assert f"[{rule}]" in said and remedy in said


def test_what_a_command_made_itself_it_makes_anew(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(checkout)
    for command in (
        "export-markdown tree",
        "schemas --out new",
        "publish --out empty",
        "publish --out release",
    ):
        for _ in range(2):
            assert main(command.split()) == 0, capsys.readouterr().err
    (checkout / "tree/note.md").write_text("mine")
    assert main(["export-markdown", "tree"]) == 1
    assert "[place-changed]" in capsys.readouterr().err
    assert (checkout / "tree/note.md").read_text() == "mine"
