"""The site is measured once for all tests of accessibility; its totals are told in one line at
the end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from nyth.content.library import Library
from nyth.engine.settings import macro_pages
from totals import ACCESSIBILITY

if TYPE_CHECKING:
    from a11y.measure import Report


@pytest.fixture(scope="session")
def _measured(library: Library, site: Path, address: str) -> tuple[Report, str]:
    # not at the top: every run of the tests reads this file, and few need a browser
    from a11y import markup
    from a11y.measure import measure, summary
    from a11y.sites import ours

    with ThreadPoolExecutor() as pool:
        # a thread of its own: the test runner's browser already has an event loop in this one
        ours_ = ours(library, site, macro_pages(ROOT / "content"))
        looking = pool.submit(measure, ours_, address)
        found = (markup.nu if markup.jar() else markup.plain)(site)
        report = looking.result()
    report.states["html"] = len(list(site.rglob("*.html")))
    report.faults["html"] += found
    return report, summary(report, f"Nu {markup.version()}" if markup.jar() else "html5lib")


@pytest.fixture
def measured(
    _measured: tuple[Report, str], record_property: Callable[[str, object], None]
) -> Report:
    """Every page in one state, and one page of each kind in every state; the Nu checker works
    beside it."""
    report, line = _measured
    record_property(ACCESSIBILITY, line)
    return report
