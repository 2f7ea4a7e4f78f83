"""The accessibility statement tells what was measured, and only that."""

from __future__ import annotations

import dataclasses
import datetime
from html import unescape
from pathlib import Path

import pytest

from a11y.full import as_yaml
from a11y.measure import CHECKS, Report
from nyth.content.library import Library
from nyth.content.load import load
from nyth.engine.build import Build
from nyth.pages.page import Page

DAY = datetime.date(2026, 3, 1)


def _shown(library: Library, lang: str) -> str:
    page = Page(library, library.things["accessibility"], lang)
    return Build(page.library, Path("docs")).insert(page, "accessibility_results", "")


def _results(docs: Path) -> None:
    """What a run leaves behind that found two faults here and 1,234 in the theme."""
    ours, stock = Report(), Report()
    ours.add("axe", "/en/", ["image-alt: img", "label: input"])
    stock.add("axe", "/en/", ["label: input"] * 1234)
    text = as_yaml(DAY, {"axe-core": "4.12.1", "Nu": "25.8.8"}, {"site": ours, "stock": stock})
    (docs / "accessibility.yml").write_text(text, "utf-8")


@pytest.mark.parametrize(("lang", "day"), [("en", "1 March 2026"), ("cy", "1 Mawrth 2026")])
def test_the_statement_gives_every_figure_with_its_date_and_versions(
    content: Path, lang: str, day: str
) -> None:
    _results(content / "docs")
    library, problems = load(content / "content", content / "docs")
    assert problems == []
    said = _shown(library, lang)
    assert day in said and "axe-core 4.12.1, Nu 25.8.8" in said
    assert "<td>2 (" in said and "<td>1,234 (" in said
    assert said.count("<tr>") == 1 + len(CHECKS)
    assert "a11y-" not in said


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_without_a_run_the_statement_says_so(library: Library, lang: str) -> None:
    unmeasured = dataclasses.replace(library, measured=None)
    said = _shown(unmeasured, lang)
    page = Page(library, library.things["accessibility"], lang)
    assert unescape(said).strip() == f"<p>{page.word('a11y-none')}</p>"


def test_a_slip_in_the_results_is_told_with_its_line(content: Path) -> None:
    _results(content / "docs")
    path = content / "docs/accessibility.yml"
    path.write_text(path.read_text("utf-8").replace("faults: 2", "faults: none"), "utf-8")
    problem = load(content / "content", content / "docs")[1][0]
    assert problem.path.endswith("docs/accessibility.yml")
    assert (
        path.read_text("utf-8").splitlines()[problem.line - 1].strip().startswith("- {check: axe")
    )
