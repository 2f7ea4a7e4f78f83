"""What pages say of themselves: where one language is behind, what nobody fluent has read, which
words are official and which are ours; and what a text can make of a page, which is only words."""

from __future__ import annotations

import shutil
from pathlib import Path

import jinja2
import pytest
from bs4 import BeautifulSoup
from jinja2 import nodes

from conftest import nyth
from framework import load_small
from hostile.hostile_texts import TEXTS
from nyth import LANGUAGES
from nyth.content.library import Library
from nyth.engine import inserts
from nyth.engine.build import Build

PRINCIPLE = "content/principles/open-door"


@pytest.fixture
def small(small_site: Path, tmp_path: Path) -> Path:
    """A small framework that a test may change."""
    return shutil.copytree(small_site, tmp_path, dirs_exist_ok=True)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def page(folder: Path, target: str, lang: str) -> BeautifulSoup:
    """A page as the site has it."""
    library, problems = load_small(folder)
    assert problems == []
    return BeautifulSoup(Build(library, folder / "docs").document(target, lang), "lxml")


def told(made: BeautifulSoup, kind: str) -> str:
    return " ".join(notice.get_text(" ", strip=True) for notice in made.select(f".notice--{kind}"))


@pytest.mark.parametrize(
    ("newer", "older", "old", "new", "heading", "due"),
    [
        ("en", "cy", "Warm.", "Warm and dry.", "Teimlad", "31 Ionawr 2027"),
        ("cy", "en", "Cynnes.", "Cynnes a sych.", "Feeling", "31 January 2027"),
    ],
)
def test_readers_of_the_older_text_are_told_and_led_to_the_newer(
    newer: str, older: str, old: str, new: str, heading: str, due: str, small: Path
) -> None:
    change(small / PRINCIPLE / f"{newer}.md", old, new)
    with (small / PRINCIPLE / "principle.yml").open("a", encoding="utf-8") as facts:
        facts.write(f"awaiting: {{lang: {older}, due: 2027-01-31, reason: with the translator}}\n")
    behind = page(small, "open-door", older)
    said = told(behind, "behind")
    assert heading in said and due in said
    assert behind.select_one(".notice--behind a")["hreflang"] == newer
    # and once more at the section, which leads to the same section
    [mark] = behind.select("p.behind a")
    assert (mark["hreflang"], mark["href"].partition("#")[2]) == (newer, "feels-like")
    assert mark.find_previous("h2").get_text(strip=True) == heading
    # nothing of it where nobody is behind
    for target, lang in (("open-door", newer), ("warm-welcome", older)):
        other = page(small, target, lang)
        assert told(other, "behind") == "" and not other.select("p.behind")


def test_welsh_that_nobody_fluent_has_read_says_so_until_it_was(small: Path) -> None:
    for lang in LANGUAGES:
        shutil.copy(small / f"docs/{lang}/write.md", small / f"docs/{lang}/translation.md")
        slug = "write" if lang == "en" else "ysgrifennu"
        change(small / f"docs/{lang}/translation.md", f"slug: {slug}", "slug: translation")
    assert told(page(small, "open-door", "cy"), "review")
    assert not told(page(small, "open-door", "en"), "review")
    with (small / PRINCIPLE / "principle.yml").open("a", encoding="utf-8") as facts:
        facts.write("reviewed_cy: 2026-01-02\n")
    assert not told(page(small, "open-door", "cy"), "review")


def test_our_reading_is_told_from_the_official_text_on_every_principle(
    site: Path, library: Library
) -> None:
    for principle in library.of("principle"):
        for lang in LANGUAGES:
            path = site / library.url(principle.id, lang) / "index.html"
            made = BeautifulSoup(path.read_text("utf-8"), "lxml")
            marks = made.select("p.ours")
            assert marks, path
            for mark in marks:
                assert mark.get_text(strip=True) == library.words.ui["ours"][lang]
                assert mark.a["href"].endswith("#our-reading")
            # what the official text says has its sources, and does not bear the mark
            headings = {mark.find_previous("h2")["id"] for mark in marks}
            assert headings & {"questions", "activity"} and "sources" not in headings, path
            assert made.select(".sources li a[href^=https]"), path


def test_what_an_editor_may_look_at_is_not_published_before_both_languages_say_it(
    small: Path,
) -> None:
    change(small / PRINCIPLE / "en.md", "Warm.", "Warm and dry.")
    assert "Warm and dry." in page(small, "open-door", "en").get_text()
    texts = ("--content", str(small / "content"), "--docs", str(small / "docs"))
    done = nyth("build", *texts, "--site", str(small / "site"))
    assert done.returncode == 1 and "[english-moved]" in done.stderr
    assert not (small / "site").exists()


def test_jinja_is_never_given_anything_but_calls_of_inserts_with_words(small: Path) -> None:
    """Even of a text that the check would refuse: no variable, attribute, filter or statement."""
    hostile = [text for text in TEXTS.values() if "{" in text]
    start = small / "docs/en/start.md"
    start.write_text("\n\n".join([start.read_text("utf-8"), *hostile]) + "\n", "utf-8")
    thing = load_small(small)[0].things["start"]
    assert len(thing["en"].calls) > 1
    given = jinja2.Environment().parse(inserts.markdown(thing, "en"))
    for node in (node for output in given.body for node in output.nodes):
        if isinstance(node, nodes.Call):
            assert isinstance(node.node, nodes.Name)
            assert all(isinstance(value, nodes.Const) for value in node.args)
        else:
            assert isinstance(node, nodes.TemplateData)
