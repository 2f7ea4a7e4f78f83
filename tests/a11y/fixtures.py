"""The site is measured once for all tests of accessibility; its totals are told in one line at the end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from nyth.model import Library
from nyth.site import macro_pages

if TYPE_CHECKING:
    from a11y.measure import Report

_TOTALS = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def measured(library: Library, site: Path, address: str, request: pytest.FixtureRequest) -> Report:
    """Every page in one state, and one page of each kind in every state; the Nu checker works beside it."""
    # not at the top: every run of the tests reads this file, and few need a browser
    from a11y import html
    from a11y.measure import executable, measure, summary
    from a11y.sites import ours

    with ThreadPoolExecutor() as pool:
        # a thread of its own: the test runner's browser already has an event loop in this one
        looking = pool.submit(measure, ours(library, site, macro_pages(ROOT / "mkdocs.yml")), address, executable())
        found = (html.nu if html.jar() else html.plain)(site)
        report = looking.result()
    report.states["html"] = len(list(site.rglob("*.html")))
    report.faults["html"] += found
    request.config.stash[_TOTALS] = summary(report, f"Nu {html.version()}" if html.jar() else "html5lib")
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    totals = terminalreporter.config.stash.get(_TOTALS, None)
    if totals:
        terminalreporter.write_line(totals)
