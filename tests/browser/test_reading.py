"""What only a browser can show: reading, switching language, filtering, printing, without script and with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens an address of the site in a fresh browser; errors in the console fail the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_(path: str, **options: object) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.goto(address + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("path", ["/cy/", "/en/", "/cy/egwyddorion/dim-drws-anghywir/", "/en/principles/no-wrong-door/", "/en/case-studies/", "/cy/geirfa/"])
def test_a_page_fits_the_screen(open_page: Callable[..., Page], path: str, viewport: dict) -> None:
    page = open_page(path, viewport=viewport)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    link = page.locator("a.language__link")
    box = link.bounding_box()
    assert link.is_visible() and box["y"] + box["height"] <= 200 and box["height"] >= 24


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_switching_language_keeps_the_page_and_the_place(open_page: Callable[..., Page], viewport: dict) -> None:
    page = open_page("/en/principles/trusted-adults/#questions", viewport=viewport)
    page.click("a.language__link")
    page.wait_for_url("**/cy/egwyddorion/oedolion-yr-ymddiriedir-ynddynt/#questions")
    assert page.locator("html").get_attribute("lang") == "cy"
    assert 0 <= page.locator("#questions").bounding_box()["y"] < viewport["height"]
    page.click("a.language__link")
    page.wait_for_url("**/en/principles/trusted-adults/#questions")


def test_a_permanent_link_opens_in_the_readers_language_at_its_section(open_page: Callable[..., Page]) -> None:
    for locale, folder in (("cy-GB", "/cy/egwyddorion/"), ("en-GB", "/en/principles/")):
        page = open_page("/p/no-wrong-door/#in-practice", locale=locale)
        page.wait_for_url(f"**{folder}**#in-practice")


def test_a_permanent_link_offers_both_languages_when_it_cannot_tell(open_page: Callable[..., Page]) -> None:
    for options in ({"locale": "pl-PL"}, {"java_script_enabled": False}):
        page = open_page("/p/no-wrong-door/#in-practice", **options)
        assert [a.get_attribute("hreflang") for a in page.locator("main a").all()] == ["cy", "en"]


def test_the_chooser_never_sends_anyone_away_and_remembers_what_was_picked(open_page: Callable[..., Page]) -> None:
    page = open_page("/", locale="en-GB")
    page.wait_for_timeout(200)
    assert page.locator("main a[hreflang]").count() == 2
    page.click("main a[hreflang=cy]")
    page.wait_for_url("**/cy/")
    page.goto(page.url.replace("/cy/", "/p/values-led/"))
    page.wait_for_url("**/cy/gwerthoedd/**")


def test_nothing_is_stored_on_a_plain_visit(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/")
    page.goto(page.url + "principles/no-wrong-door/")
    page.click("a.language__link")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_case_studies_can_be_filtered(open_page: Callable[..., Page]) -> None:
    page = open_page("/cy/astudiaethau-achos/")
    items = page.locator("#list-case-study > li")
    everything = items.count()
    page.select_option("#filter-case-study-region", "powys")
    shown = [i for i in items.all() if i.is_visible()]
    assert 0 < len(shown) < everything
    assert all("powys" in i.get_attribute("data-region") for i in shown)
    assert str(len(shown)) in page.locator("form.filter [role=status]").inner_text()
    page.click("form.filter button[type=reset]")
    page.wait_for_function(f"[...document.querySelectorAll('#list-case-study > li')].filter(e => !e.hidden).length === {everything}")


def test_lists_and_menus_work_without_script(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/case-studies/", java_script_enabled=False, viewport=PHONE)
    assert not page.locator("form.filter").is_visible()
    assert all(i.is_visible() for i in page.locator("#list-case-study > li").all())
    page.click("details.menu summary")
    assert page.locator("details.menu a").first.is_visible()


def test_a_council_leads_to_its_region(open_page: Callable[..., Page]) -> None:
    page = open_page("/cy/rhanbarthau/")
    page.select_option("#finder-council", label="Ynys Môn")
    page.click(".finder__result")
    page.wait_for_url("**/cy/rhanbarthau/gogledd-cymru/")


def test_escape_closes_the_menu_and_gives_the_focus_back(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/")
    page.click("details.menu summary")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('details.menu').open") is False
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_colours_are_kept_only_when_chosen(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/about/", color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.check("input[name=colours][value=dark]")
    dark = page.evaluate(ground)
    page.reload()
    assert light != dark == page.evaluate(ground)
    page.check("input[name=colours][value=auto]")
    assert page.evaluate("localStorage.length") == 0 and page.evaluate(ground) == light


def test_paper_shows_the_words_and_the_address_but_no_buttons(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page("/en/principles/no-wrong-door/", color_scheme="dark")
    page.emulate_media(media="print")
    assert not any(page.locator(s).first.is_visible() for s in ("header", "form.search", "a.language__link", "nav.contents"))
    assert page.locator("h1").is_visible() and page.locator("#questions").is_visible()
    assert "p/no-wrong-door/" in page.locator(".paper").inner_text()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert page.pdf(path=tmp_path / "page.pdf")
