"""The day MkDocs or its theme ends, the words move: plain Markdown that another engine turns
into the same pages."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

import builtsite
from conftest import nyth
from framework import load_small
from nyth.content.library import Library
from nyth.engine.build import Build
from nyth.engine.export import markdown_tree

# ProperDocs goes on from MkDocs without its themes; a bare page shows that none of our templates is
# needed.
PAGE = """<!doctype html><html lang="{{ page.meta.lang or 'cy' }}"><head><meta charset="utf-8"><title>{{ page.title }}</title></head>
<body><main>{{ page.content }}</main></body></html>"""
SETTINGS = """site_name: Another engine
docs_dir: markdown
theme: {name: null, custom_dir: theme}
plugins: []
markdown_extensions: [attr_list, sane_lists, tables, toc]
"""


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a ProperDocs project around the exported pages, built; `site` in it is the result."""
    folder = tmp_path_factory.mktemp("moved")
    done = nyth("export-markdown", str(folder / "markdown"))
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "theme").mkdir()
    (folder / "theme/main.html").write_text(PAGE, "utf-8")
    (folder / "properdocs.yml").write_text(SETTINGS, "utf-8")
    command = [
        sys.executable,
        "-m",
        "properdocs",
        "build",
        "--strict",
        "--config-file",
        "properdocs.yml",
    ]
    engine = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert engine.returncode == 0, engine.stderr
    return folder


def test_another_engine_gives_every_page_its_own_address(moved: Path, library: Library) -> None:
    wanted = {f"{library.url(i, lang)}index.html" for i in library.things for lang in ("cy", "en")}
    found = {path for path in builtsite.read_site(moved / "site") if path != "404.html"}
    assert found == wanted | {"index.html"}


def test_every_link_holds_in_what_another_engine_made(moved: Path) -> None:
    # a bare page has no menu, so not every page can be reached, and its titles lack the name of the
    # site
    problems = [
        p for p in builtsite.check(moved / "site") if p.rule not in ("not-reached", "title-taken")
    ]
    # slides and the schema of a form are finished files, to be copied beside the pages as they are
    problems = [p for p in problems if not re.search(r"slides/|sleidiau/|schema/", p.detail)]
    assert problems == []
    links = [link for page in builtsite.read_site(moved / "site").values() for link in page.links]
    assert len(links) > 2000


def test_another_engine_shows_the_same_words(moved: Path, site: Path) -> None:
    for path in (
        "cy/egwyddorion/dim-drws-anghywir",
        "en/case-studies",
        "cy/hanes",
        "en/accessibility",
    ):
        texts = []
        for root, place in ((moved / "site", "main"), (site, ".prose")):
            page = BeautifulSoup(
                (root / path / "index.html").read_text("utf-8"), "lxml"
            ).select_one(place)
            # the frame has the title, and links to a code host that the export knows nothing of
            for element in page.select(
                "h1, .under p:has(.section-edit, .section-link), main > blockquote:last-child"
            ):
                element.extract()
            texts.append(page.get_text(" ", strip=True).split())
        assert texts[0] == texts[1] and len(texts[0]) > 100, path


def test_the_tree_holds_no_mark_that_only_our_engine_knows(moved: Path) -> None:
    for path in (moved / "markdown").rglob("*.md"):
        soup = BeautifulSoup(path.read_text("utf-8"), "lxml")
        for code in soup.select("code"):
            code.extract()
        text = str(soup)
        assert "{{" not in text and "](nyth:" not in text and "[@" not in text, path


def test_empty_lines_in_code_stay_and_end_nothing(small_site: Path, tmp_path: Path) -> None:
    shutil.copytree(small_site, tmp_path, dirs_exist_ok=True)
    code = "one\n\n\n   \n  two\n"
    with (tmp_path / "docs/en/start.md").open("a") as page:
        page.write(f"\n```\n{code}```\n\nThe end.\n")
    library, _ = load_small(tmp_path)
    tree = markdown_tree(Build(library, tmp_path / "docs"))
    _, _, words = tree["en/start/index.md"].decode().split("---\n", 2)
    shown = BeautifulSoup(MarkdownIt().render(words), "html.parser")
    assert [block.get_text() for block in shown.select("pre")] == [code]
    assert shown.find(string="The end.").parent.name == "p"
