"""Building: what stops it, what it leaves alone, and that it is tied to no framework."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import builtsite
from conftest import ROOT, SITE_URL, nyth


def test_another_framework_builds_with_the_same_engine(small_built: Path) -> None:
    found = builtsite.read_site(small_built)
    assert {
        "en/principles/open-door/index.html",
        "cy/egwyddorion/drws-agored/index.html",
        "p/patience/index.html",
    } <= set(found)
    wrong = builtsite.check(small_built, SITE_URL)
    assert [fault for fault in wrong if fault.rule != "title-taken"] == []
    lists = BeautifulSoup((small_built / "en/principles/index.html").read_text("utf-8"), "lxml")
    titles = [a.get_text() for a in lists.select(".card__title")]
    assert titles == ["An open door", "A warm welcome"]


@pytest.fixture
def small(small_site: Path, tmp_path: Path) -> Path:
    """A small framework that a test may break."""
    return shutil.copytree(small_site, tmp_path, dirs_exist_ok=True)


def test_broken_content_stops_the_build_and_leaves_the_old_site(small: Path) -> None:
    site = small / "site"
    site.mkdir()
    (site / "index.html").write_text("the good site", "utf-8")
    page = small / "content/principles/open-door/cy.md"
    page.write_text(page.read_text("utf-8").replace("slug:", "slugg:"), "utf-8")
    folders = ("--content", str(small / "content"), "--docs", str(small / "docs"))
    done = nyth("build", *folders, "--site", str(site))
    assert done.returncode == 1
    assert "content/principles/open-door/cy.md:3:" in done.stderr
    assert [f.name for f in site.iterdir()] == ["index.html"] and (site / "index.html").read_text(
        "utf-8"
    ) == "the good site"
    assert sorted(p.name for p in small.iterdir()) == ["content", "docs", "mkdocs.yml", "site"]


def test_mkdocs_alone_builds_and_refuses_like_nyth_build(small: Path) -> None:
    environment = {
        **os.environ,
        "NYTH_CONTENT": str(small / "content"),
        "NYTH_DOCS": str(small / "docs"),
        "NYTH_LANG": "en",
    }

    def mkdocs() -> subprocess.CompletedProcess[str]:
        command = [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "--site-dir",
            str(small / "site"),
        ]
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    good = mkdocs()
    assert good.returncode == 0, good.stderr
    before = {
        f.relative_to(small): f.read_bytes() for f in (small / "site").rglob("*") if f.is_file()
    }
    (small / "content/values/patience/en.md").unlink()
    bad = mkdocs()
    assert bad.returncode != 0 and "en.md" in bad.stderr
    assert {
        f.relative_to(small): f.read_bytes() for f in (small / "site").rglob("*") if f.is_file()
    } == before


def test_a_site_is_built_from_any_folder_and_with_variables_that_are_empty(small: Path) -> None:
    done = nyth("build", "--site", "site", cwd=small, SITE_URL="", REPOSITORY_URL="")
    assert done.returncode == 0, done.stderr
    assert (small / "site/en/principles/open-door/index.html").is_file()


def test_an_address_at_the_root_of_a_domain_works_as_well(small_site: Path, tmp_path: Path) -> None:
    folders = ("--content", str(small_site / "content"), "--docs", str(small_site / "docs"))
    done = nyth(
        "build", *folders, "--site", str(tmp_path / "site"), SITE_URL="https://river.example/"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        builtsite.read_site(tmp_path / "site")["en/index.html"].canonical
        == "https://river.example/en/"
    )
    assert 'href="/en/"' in (tmp_path / "site/404.html").read_text("utf-8")
