"""The page of rules says what the rules are, in both languages, and shows what the tests try as
it is typed."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nyth import rules
from nyth.content.library import Library
from nyth.engine.build import Build
from nyth.pages.page import Page
from nyth.problems import catalogue


@pytest.fixture(params=["en", "cy"])
def page(request: pytest.FixtureRequest, library: Library) -> tuple[str, BeautifulSoup]:
    """The rules as a page of the site shows them, in each language."""
    page = Page(library, library.things["rules"], request.param)
    html = Build(page.library, Path("docs")).insert(page, "rules_list", "")
    return request.param, BeautifulSoup(html, "html.parser")


def test_every_rule_is_stated_in_the_language_of_the_page(page: tuple[str, BeautifulSoup]) -> None:
    lang, soup = page
    for rule in rules.RULES:
        item = soup.find(id=rule.__name__.replace("_", "-"))
        said = inspect.getdoc(rule) if lang == "en" else catalogue()["statements"][rule.__name__]
        assert item.p.get_text() == " ".join(said.replace("`", "").split())
    assert all(listed("li") for listed in soup(class_="rules"))


def test_every_example_is_shown_as_it_is_typed(page: tuple[str, BeautifulSoup]) -> None:
    _, soup = page
    for name, found in rules.examples().items():
        rows = soup.find(id=name.replace("_", "-")).tbody.find_all("tr")
        assert len(rows) == len(found)
        for row, example in zip(rows, found, strict=True):
            for line in row.find_all("br"):
                line.replace_with("\n")
            cells = [cell.get_text() for cell in row.find_all(["th", "td"])]
            assert cells == [example["says"], example["right"].strip(), example["wrong"].strip()]


def test_examples_of_the_other_language_are_marked_and_no_others(
    page: tuple[str, BeautifulSoup],
) -> None:
    lang, soup = page
    other = "cy" if lang == "en" else "en"
    marked = soup.select(f'code[lang="{other}"]')
    of_other = [
        e
        for found in rules.examples().values()
        for e in found
        if f"/{other}." in e["file"] or f"/{other}/" in e["file"]
    ]
    assert len(marked) == 2 * len(of_other) and len(soup.select("[lang]")) == len(marked)


def test_every_table_has_a_name_of_its_own(page: tuple[str, BeautifulSoup]) -> None:
    names = [table["aria-label"] for table in page[1].select(".table")]
    assert names and len(names) == len(set(names))
