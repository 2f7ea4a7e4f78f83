"""Building: what stops it, what it leaves alone, and that it is tied to no framework."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bs4 import BeautifulSoup

import framework
from conftest import ROOT, SITE_URL, nyth
from nyth.problems import report
from nyth.publishing import built


def test_another_framework_builds_with_the_same_engine(tmp_path: Path) -> None:
    framework.write_site(tmp_path)
    done = nyth(
        "build",
        "--content",
        str(tmp_path / "content"),
        "--docs",
        str(tmp_path / "docs"),
        "--site",
        str(tmp_path / "site"),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = built.read_site(tmp_path / "site")
    assert {
        "en/principles/open-door/index.html",
        "cy/egwyddorion/drws-agored/index.html",
        "p/patience/index.html",
    } <= set(found)
    assert (
        report([p for p in built.check(tmp_path / "site", SITE_URL) if p.rule != "title-taken"])
        == ""
    )
    lists = BeautifulSoup((tmp_path / "site/en/principles/index.html").read_text("utf-8"), "lxml")
    titles = [a.get_text() for a in lists.select(".card__title")]
    assert titles == ["An open door", "A warm welcome"]


def test_broken_content_stops_the_build_and_leaves_the_old_site(content: Path) -> None:
    site = content / "site"
    site.mkdir()
    (site / "index.html").write_text("the good site", "utf-8")
    page = content / "content/principles/trusted-adults/cy.md"
    page.write_text(page.read_text("utf-8").replace("slug:", "slugg:"), "utf-8")
    folders = ("--content", str(content / "content"), "--docs", str(content / "docs"))
    done = nyth("build", *folders, "--site", str(site))
    assert done.returncode == 1
    assert "content/principles/trusted-adults/cy.md:3:" in done.stdout
    assert [f.name for f in site.iterdir()] == ["index.html"] and (site / "index.html").read_text(
        "utf-8"
    ) == "the good site"
    assert sorted(p.name for p in content.iterdir()) == ["content", "docs", "mkdocs.yml", "site"]


def test_mkdocs_alone_builds_and_refuses_like_nyth_build(content: Path) -> None:
    environment = {
        **os.environ,
        "NYTH_CONTENT": str(content / "content"),
        "NYTH_DOCS": str(content / "docs"),
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
            str(content / "site"),
        ]
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    good = mkdocs()
    assert good.returncode == 0, good.stderr
    before = {
        f.relative_to(content): f.read_bytes() for f in (content / "site").rglob("*") if f.is_file()
    }
    (content / "content/values/values-led/en.md").unlink()
    bad = mkdocs()
    assert bad.returncode != 0 and "en.md" in bad.stderr
    assert {
        f.relative_to(content): f.read_bytes() for f in (content / "site").rglob("*") if f.is_file()
    } == before


def test_an_address_at_the_root_of_a_domain_works_as_well(tmp_path: Path) -> None:
    framework.write_site(tmp_path)
    folders = ("--content", str(tmp_path / "content"), "--docs", str(tmp_path / "docs"))
    done = nyth(
        "build", *folders, "--site", str(tmp_path / "site"), SITE_URL="https://river.example/"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        built.read_site(tmp_path / "site")["en/index.html"].canonical == "https://river.example/en/"
    )
    assert 'href="/en/"' in (tmp_path / "site/404.html").read_text("utf-8")
