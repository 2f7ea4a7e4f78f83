"""Pages are as long as they need to be: what a reader can get through in the time they have,
however much the updates and lists hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from nyth import LANGUAGES
from nyth.content.library import Library

# Menus, drawings, and the offers to change a section or link to it are no text of the page.
_UNREAD = re.compile(
    r'<(script|style|svg|nav|select)\b.*?</\1>|<a class="section-(?:edit|link)".*?</a>', re.S
)
SCREENS, HEIGHT = 12, 844


def rendered(html: str) -> int:
    """How many words stand in the body of a page."""
    main = re.search(r"<main.*?</main>", html, re.S)
    return len(re.sub(r"<[^>]+>", " ", _UNREAD.sub(" ", main[0] if main else "")).split())


@pytest.mark.parametrize(("kind", "most"), [("principle", 1500), ("role", 900)])
def test_a_page_is_read_in_its_time(kind: str, most: int, site: Path, library: Library) -> None:
    lengths = {
        url: rendered((site / url / "index.html").read_text("utf-8"))
        for thing in library.of(kind)
        for lang in LANGUAGES
        for url in [library.url(thing.id, lang)]
    }
    assert lengths and {url: n for url, n in lengths.items() if n > most} == {}


def test_in_brief_is_read_in_a_minute(library: Library) -> None:
    for thing in library.of("principle"):
        for lang in LANGUAGES:
            brief = thing[lang].section("brief")
            words = [*brief.body.words.split(), *(w for p in brief.parts for w in p.body.words)]
            assert len(words) <= 120, (thing.id, lang)


def test_roles_gather_what_the_principles_ask_of_them(site: Path, library: Library) -> None:
    for lang in LANGUAGES:
        pages = [
            (role, (site / library.url(role.id, lang) / "index.html").read_text("utf-8"))
            for role in library.of("role")
        ]
        assert sum('id="points"' in page for _, page in pages) >= 10
        # whose a point is need not be said where all are
        for names, page in ((role[lang].matter.labels, page) for role, page in pages):
            assert len(names) > 1 or f"<li><strong>{names[0]}:" not in page, names


def test_a_principle_is_twelve_screens_of_a_phone(
    address: str, browser: Any, library: Library
) -> None:
    phone = browser.new_page(viewport={"width": 390, "height": HEIGHT})
    heights = {}
    for thing in library.of("principle"):
        for lang in LANGUAGES:
            url = library.url(thing.id, lang)
            phone.goto(f"{address}/{url}")
            heights[url] = phone.locator("main").evaluate("main => main.offsetHeight")
    phone.close()
    assert {url: h / HEIGHT for url, h in heights.items() if h > SCREENS * HEIGHT} == {}
