"""Whoever takes the site over can see what it is made of, and on what terms."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from conftest import ROOT
from nyth.search import index, lexicon


@pytest.mark.skipif(
    not shutil.which("make") or not (ROOT / ".venv/bin/python").exists(),
    reason="needs make and .venv",
)
def test_the_bill_of_materials_names_every_part_of_the_lock_file_and_is_the_same_each_time(
    tmp_path: Path,
) -> None:
    made = []
    for name in ("one.json", "two.json"):
        # what is installed is taken as it is: a test must not fetch anything
        command = ["make", "--old-file=.venv/test.ok", "sbom", f"SBOM={tmp_path / name}"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    bill = json.loads(made[0])
    assert bill["bomFormat"] == "CycloneDX" and bill["metadata"]["component"]["name"] == "nyth"
    locked = set(
        re.findall(
            r"^([A-Za-z0-9._-]+)==([^\s;]+)", (ROOT / "requirements.txt").read_text("utf-8"), re.M
        )
    )
    assert {(part["name"], part["version"]) for part in bill["components"]} == locked and locked
    assert all(part["externalReferences"][0]["hashes"] for part in bill["components"])


@pytest.mark.parametrize("path", ["en/licences", "cy/trwyddedau"])
def test_the_page_of_licences_names_everything_of_others_that_readers_get(
    site: Path, path: str
) -> None:
    page = BeautifulSoup((site / path / "index.html").read_text("utf-8"), "lxml")
    words, links = (
        page.main.get_text(" ", strip=True),
        {a["href"] for a in page.main.select("a[href^=https]")},
    )
    fonts = [
        file
        for file in (site / "assets").rglob("*")
        if file.suffix in (".woff2", ".woff", ".ttf", ".otf")
    ]
    for font in fonts:
        assert font.name.split("-")[0].capitalize() in words, font
        assert "SIL Open Font License, Version 1.1" in (font.parent / "LICENSE.txt").read_text(
            "utf-8"
        )
    assert fonts and "https://openfontlicense.org/" in links
    # what others wrote says so in the script that it is part of
    scripts = "".join(file.read_text("utf-8") for file in (site / "assets").rglob("*.js"))
    assert "lean-qr" in words and "Copyright (c) 2021-2025 David Evans" in scripts
    for work in ("simplemma", "Mechura", "Wiktionary"):
        assert work in lexicon.NOTICE and work in words


def test_the_word_tables_carry_their_terms_with_them(site: Path) -> None:
    for folder in index.FOLDER.values():
        assert lexicon.NOTICE in (site / folder / "core.js").read_text("utf-8")


def test_a_lock_file_lets_nothing_in_without_its_hash() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
        parts = re.split(r"^(?=[A-Za-z0-9])", (ROOT / name).read_text("utf-8"), flags=re.M)[1:]
        assert parts and all("==" in part and "--hash=sha256:" in part for part in parts), name
