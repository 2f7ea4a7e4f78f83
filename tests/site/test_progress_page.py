"""The page of the ratings says what its source rows say, in the table and in the drawing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nyth import LANGUAGES
from nyth.content.library import Library


@pytest.fixture(scope="module")
def pages(site: Path, library: Library) -> dict[str, BeautifulSoup]:
    """The page in each language."""
    url = library.url
    return {
        lang: BeautifulSoup(
            (site / url("progress", lang) / "index.html").read_text("utf-8"), "lxml"
        )
        for lang in LANGUAGES
    }


def _table(page: BeautifulSoup) -> dict[tuple[str, int], object]:
    table = page.select_one("table.ratings__table")
    years = [int(cell.get_text()) for cell in table.select("thead th")[1:]]
    return {
        (row.th.get_text(), year): cell
        for row in table.select("tbody tr")
        for year, cell in zip(years, row.select("td"), strict=True)
    }


def test_every_figure_is_that_of_its_source_row(
    pages: dict[str, BeautifulSoup], library: Library
) -> None:
    self_awarded = library.words.text["ratings-self"]
    for lang, page in pages.items():
        table = _table(page)
        assert len(table) == len(library.ratings)
        for rating in library.ratings:
            cell = table[library.things[rating.principle][lang].title, rating.year]
            if rating.value is None:
                reason = page.select_one(cell.a["href"])
                assert reason.get_text() == rating.reason[lang] and cell.strong is None
            else:
                assert cell.strong.get_text() == f"{rating.value:g}"
                assert self_awarded[lang] in cell.get_text()


def test_the_figures_are_there_as_data(pages: dict[str, BeautifulSoup], site: Path) -> None:
    for page in pages.values():
        there = {Path(link["href"]).name for link in page.main.select("a[href*='/data/']")}
        assert there == {"ratings.csv", "library.json"}
        assert all((site / "data" / name).is_file() for name in there)


def test_the_drawing_and_the_table_agree(pages: dict[str, BeautifulSoup], library: Library) -> None:
    levels = [level.level for level in library.scale]
    for lang, page in pages.items():
        table, drawn = _table(page), {}
        for figure in page.select(".ratings figure"):
            svg = figure.svg
            title = svg.select_one(".ratings__title").get_text()
            years = [int(text.get_text()) for text in svg.select(".ratings__year")]
            marks = svg.select(".ratings__gap, .ratings__dot")
            figures = [text.get_text() for text in svg.select(".ratings__value")]
            track = re.match(r"M([\d.]+) [\d.]+H([\d.]+)", svg.path["d"])
            left, right = map(float, track.groups())
            ends = [text.get_text() for text in svg.select(".ratings__end")]
            assert [int(end.split(":")[0]) for end in ends] == [min(levels), max(levels)]
            for year, mark in zip(years, marks, strict=True):
                if mark.name == "path":
                    drawn[title, year] = None
                    continue
                share = (float(mark["cx"]) - left) / (right - left)
                value = min(levels) + share * (max(levels) - min(levels))
                drawn[title, year] = figures.pop(0)
                assert value == pytest.approx(float(drawn[title, year]), abs=0.01)
                assert f"{year}: {drawn[title, year]}" in svg["aria-label"]
            assert figures == []
        told = {key: cell.strong and cell.strong.get_text() for key, cell in table.items()}
        assert drawn == told, lang


def test_the_contents_of_an_update_lead_to_all_its_parts(site: Path, library: Library) -> None:
    for update in library.of("update"):
        for lang in ("en", "cy"):
            html = (site / library.url(update.id, lang) / "index.html").read_text("utf-8")
            page = BeautifulSoup(html, "lxml")
            parts = {f"#{heading['id']}" for heading in page.select(".prose h3[id]")}
            assert parts and parts <= {a["href"] for a in page.select(".contents--wide a")}


def test_behind_each_rating_stand_the_findings_of_its_year(
    pages: dict[str, BeautifulSoup], library: Library
) -> None:
    for lang, page in pages.items():
        hrefs = [a["href"] for a in page.select(".finding__at a")]
        for update in library.of("update"):
            for finding in update.facts.findings:
                if finding.principles and finding.kind in ("progress", "challenge", "response"):
                    assert any(href.endswith(f"#{finding.id}") for href in hrefs), (
                        lang,
                        finding.id,
                    )
