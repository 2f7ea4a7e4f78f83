"""Nothing stands in anyone's way: every page in one state, one page of each kind in every state, in
both languages, light and dark, on a desktop and at 320 px, a page made from data on one of the two
in each language, and menu and search in use on one page.

What is counted and how is in tests/a11y; test_measuring shows that each count finds what it is
there to find.
"""

from __future__ import annotations

import pytest

from a11y.measure import CHECKS, Report
from nyth.content.kinds import KINDS
from nyth.content.library import Library

pytestmark = pytest.mark.browser

PROMISES = {
    "axe": "axe-core finds nothing, at any level of WCAG or of good practice",
    "html": "every page is valid HTML, without a warning",
    "reach": "everything that can be pressed is reached with Tab, and Tab leads on from it",
    "invisible": "every stop of Tab can be seen",
    "order": "the order of Tab is the order of reading",
    "far": "menu, search and language are within six Tabs from the top",
    "escape": "Escape closes the menu and the list of results",
    "focus": "the focus is marked by at least 2 px at 3:1",
    "small": "every target is at least 24 px high and wide",
    "sideways": "no page scrolls sideways at 1280, 320 and 256 px",
    "lost": "no words are lost with text twice as large or spaced out, or on a narrow screen",
    "forced": "nothing vanishes in the reader's own high-contrast colours",
    "motion": "nothing moves for readers who asked for that",
    "print": "paper carries the same words as the screen, and says where they came from",
    "script": "the page carries the same words without script",
    "names": "names for assistive technology are in the language of the page",
    "lang": "sentences and links in the other language say so",
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: PROMISES[check])
def test_readers_can_rely_on_it(measured: Report, check: str) -> None:
    assert measured.states[check] > 0
    assert measured.faults[check] == []


def test_every_page_and_every_state_was_looked_at(measured: Report, library: Library) -> None:
    # each in two languages, its permanent link, the chooser, and three pages for what was not found
    assert len(measured.pages) == 3 * len(library.things) + 4
    # two languages, two widths, two colour schemes
    assert measured.kinds["plain"] >= 8 * len([kind for kind in KINDS if library.of(kind)])
    assert measured.kinds["menu"] == 8
    assert measured.kinds["filters"] >= 4 * 4
    if "search" in library.things:
        assert (measured.kinds["search"], measured.kinds["results"]) == (8, 4)
