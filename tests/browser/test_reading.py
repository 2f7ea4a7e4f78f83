"""What only a browser can show: reading, switching language, filtering, printing, without script
and with it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from a11y.sites import SCRIPT_HAS_COME

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
        if options.get("java_script_enabled", True):
            page.wait_for_function(SCRIPT_HAS_COME)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize(
    "path",
    [
        "/cy/",
        "/en/",
        "/cy/egwyddorion/dim-drws-anghywir/",
        "/en/principles/no-wrong-door/",
        "/en/case-studies/",
        "/cy/geirfa/",
    ],
)
def test_a_page_fits_the_screen(open_page: Callable[..., Page], path: str, viewport: dict) -> None:
    page = open_page(path, viewport=viewport)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    link = page.locator("a.language__link")
    box = link.bounding_box()
    assert link.is_visible() and box["y"] + box["height"] <= 200 and box["height"] >= 24


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_switching_language_keeps_the_page_and_the_place(
    open_page: Callable[..., Page], viewport: dict
) -> None:
    page = open_page("/en/principles/trusted-adults/#questions", viewport=viewport)
    page.click("a.language__link")
    page.wait_for_url("**/cy/egwyddorion/oedolion-yr-ymddiriedir-ynddynt/#questions")
    assert page.locator("html").get_attribute("lang") == "cy"
    assert 0 <= page.locator("#questions").bounding_box()["y"] < viewport["height"]
    page.click("a.language__link")
    page.wait_for_url("**/en/principles/trusted-adults/#questions")


def test_a_permanent_link_opens_in_the_readers_language_at_its_section(
    open_page: Callable[..., Page],
) -> None:
    for locale, folder in (("cy-GB", "/cy/egwyddorion/"), ("en-GB", "/en/principles/")):
        page = open_page("/p/no-wrong-door/#in-practice", locale=locale)
        page.wait_for_url(f"**{folder}**#in-practice")


def test_a_permanent_link_offers_both_languages_when_it_cannot_tell(
    open_page: Callable[..., Page],
) -> None:
    for options in ({"locale": "pl-PL"}, {"java_script_enabled": False}):
        page = open_page("/p/no-wrong-door/#in-practice", **options)
        assert [a.get_attribute("hreflang") for a in page.locator("main a").all()] == ["cy", "en"]


def test_the_chooser_never_sends_anyone_away_and_remembers_what_was_picked(
    open_page: Callable[..., Page],
) -> None:
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
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]


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
    page.wait_for_function(
        f"[...document.querySelectorAll('#list-case-study > li')].filter(e => !e.hidden).length === {everything}"
    )


def test_lists_and_menus_work_without_script(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/case-studies/", java_script_enabled=False, viewport=PHONE)
    assert not page.locator("form.filter").is_visible()
    assert all(i.is_visible() for i in page.locator("#list-case-study > li").all())
    page.click("details.menu summary")
    assert page.locator("details.menu a").first.is_visible()


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


# Where the words of an element are
WORDS = """(element) => {
  const range = document.createRange();
  range.selectNodeContents(element.lastChild);
  const { x, y, width, height } = range.getBoundingClientRect();
  return { x, y, width, height };
}"""


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_words_on_a_filled_ground_can_be_read_in_high_contrast(
    browser: Browser, address: str, colours: Literal["light", "dark"]
) -> None:
    context = browser.new_context(forced_colors="active", color_scheme=colours)
    page = context.new_page()
    page.goto(f"{address}/cy/")

    def colours_in(words: Locator) -> int:
        shot = Image.open(io.BytesIO(page.screenshot(clip=words.evaluate(WORDS))))
        return len(shot.getcolors(1 << 16))

    page.keyboard.press("Tab")
    assert colours_in(page.locator(".skip")) > 8
    page.locator(".menu summary").click()
    assert colours_in(page.locator(".menu[open] > summary")) > 8
    page.locator(".search .button").hover()
    assert colours_in(page.locator(".search .button")) > 8
    page.goto(f"{address}/")
    assert colours_in(page.locator(".half__link").first) > 8
    context.close()


def test_paper_shows_the_words_and_the_address_but_no_buttons(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_page("/en/principles/no-wrong-door/", color_scheme="dark")
    page.emulate_media(media="print")
    assert not any(
        page.locator(s).first.is_visible()
        for s in ("header", "form.search", "a.language__link", "nav.contents")
    )
    assert page.locator("h1").is_visible() and page.locator("#questions").is_visible()
    assert page.locator(".help").inner_text().startswith("In danger: 999.")
    assert "p/no-wrong-door/" in page.locator(".paper").inner_text()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    assert page.pdf(path=tmp_path / "page.pdf")


SHOWN = "[...document.querySelectorAll('ul[id^=list-] > li')].filter((item) => !item.hidden).length"


def _choose_one(page: Page, select: str) -> str:
    """Chooses in the first such list a value that not all things have, where there is one."""
    everything = page.evaluate(SHOWN)
    for option in page.locator(select).first.locator("option").all()[1:]:
        value = option.get_attribute("value")
        page.select_option(select, value)
        if page.evaluate(SHOWN) < everything:
            break
    return value


@pytest.mark.parametrize("path", ["/en/case-studies/", "/cy/rhwystrau/"])
def test_what_was_chosen_in_a_list_goes_along_into_the_other_language(
    open_page: Callable[..., Page], path: str
) -> None:
    page = open_page(path)
    everything = page.evaluate(SHOWN)
    value = _choose_one(page, "form.filter select")
    some = page.evaluate(SHOWN)
    page.click("a.language__link")
    page.wait_for_load_state()
    assert page.locator("form.filter select").first.input_value() == value
    assert page.evaluate(SHOWN) == some < everything
    page.click("form.filter button[type=reset]")
    page.wait_for_function("location.search === ''")
    assert page.evaluate(SHOWN) == everything


def test_the_language_link_takes_along_whatever_stands_in_the_address(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/en/search/?q=trauma&kind=barrier")
    page.click("a.language__link")
    page.wait_for_url("**/cy/chwilio/?q=trauma&kind=barrier")
    page.evaluate("history.replaceState(null, '', '?q=gofal')")
    page.click("a.language__link", button="right")  # as when its address is copied
    assert page.locator("a.language__link").get_attribute("href").endswith("?q=gofal")


def test_the_link_to_a_list_copies_what_was_chosen(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/case-studies/", permissions=["clipboard-read", "clipboard-write"])
    value = _choose_one(page, "form.filter select")
    name = page.locator("form.filter select").first.get_attribute("name")
    page.click("button[data-copy]")
    page.wait_for_function("document.querySelector('.colophon [role=status]').textContent")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/p/case-studies/?{name}={value}")
    page.goto(
        page.url.split("/en/")[0]
        + "/p/case-studies/"
        + copied.partition("/p/case-studies/")[2]
        + "#main"
    )
    page.wait_for_url(f"**/en/case-studies/?{name}={value}#main")


def test_a_copy_that_is_not_allowed_breaks_nothing(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/case-studies/")
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }"
    )
    page.click("button[data-copy]")
    page.wait_for_function("getSelection().toString().includes('/p/case-studies/')")


@pytest.mark.parametrize("how", ["back", "reload"])
def test_a_list_shows_what_its_controls_say(open_page: Callable[..., Page], how: str) -> None:
    for path, select in (
        ("/en/case-studies/", "form.filter select"),
        ("/cy/rhwystrau/", "form.filter select"),
    ):
        page = open_page(path, viewport=PHONE)
        value = _choose_one(page, select)
        look = """() => [document.querySelector("[role=status]").textContent,
          [...document.querySelectorAll("ul[id^=list-] > li")].map((item) => item.hidden)]"""
        before = page.evaluate(look)
        if how == "back":
            page.click("a.mark")
            page.wait_for_load_state()
            page.go_back()
        else:
            page.reload()
        assert page.locator(select).first.input_value() == value
        assert page.evaluate(look) == before


@pytest.mark.parametrize(
    "query",
    [
        "?principle=no-such-thing",
        "?principle=",
        "?principle=%E0%A4%A",
        "?principle&&==",
        "?place=x",
    ],
)
def test_an_address_that_asks_for_nothing_we_know_shows_everything(
    open_page: Callable[..., Page], query: str
) -> None:
    page = open_page("/en/case-studies/" + query)
    assert page.locator("#filter-case-study-principle").input_value() == ""
    assert page.locator("#list-case-study > li[hidden]").count() == 0


@pytest.mark.parametrize("path", ["/en/", "/cy/chwilio/", "/en/case-studies/", "/", "/404.html"])
def test_a_key_without_a_key_does_nothing(open_page: Callable[..., Page], path: str) -> None:
    page = open_page(path)
    page.evaluate("""() => {
      for (const target of [document.body, ...document.querySelectorAll("input, select, summary")])
        for (const kind of ["keydown", "keyup", "keypress"]) target.dispatchEvent(new Event(kind, { bubbles: true }));
    }""")


@pytest.mark.parametrize("width", [1280, 1600])
def test_the_contents_list_stays_in_sight_and_marks_the_section_being_read(
    open_page: Callable[..., Page], width: int
) -> None:
    page = open_page("/en/principles/no-wrong-door/", viewport={"width": width, "height": 600})
    marked = "[...document.querySelectorAll('.contents--wide [aria-current=location]')].map((link) => link.hash)"
    assert page.evaluate(marked) == []
    for section in page.locator(".contents--wide a").evaluate_all(
        "links => links.map((link) => link.hash)"
    ):
        page.locator(section).evaluate("(heading) => heading.scrollIntoView()")
        page.wait_for_function(f"JSON.stringify({marked}) === '[\"{section}\"]'")
        assert page.evaluate("""() => {
          const [list, link] = [".contents--wide", ".contents--wide [aria-current]"].map((selector) =>
            document.querySelector(selector).getBoundingClientRect());
          return list.top >= 0 && list.bottom <= innerHeight && link.top >= list.top - 1 && link.bottom <= list.bottom + 1;
        }""")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function(f"{marked}.length === 0")


def test_a_choice_of_colours_holds_after_back(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/about/", color_scheme="light")
    page.goto(page.url.replace("/about/", "/glossary/"))
    page.check("input[name=colours][value=dark]")
    page.go_back()
    assert page.locator("input[name=colours]:checked").get_attribute("value") == "dark"
    assert page.locator("html").get_attribute("data-colours") == "dark"


def test_the_keys_of_a_remote_control_go_from_slide_to_slide(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/en/sessions/trusted-adults/slides/")
    at = "[location.hash, document.activeElement.id]"
    steps = {"ArrowRight": "2", "PageDown": "3", "ArrowDown": "4", "PageUp": "3", "ArrowLeft": "2"}
    for key, slide in steps.items():
        page.keyboard.press(key)
        assert page.evaluate(at) == [f"#{slide}", slide]
    last = page.locator(".slide").count()
    for _ in range(last + 2):
        page.keyboard.press("ArrowRight")
    assert page.evaluate(at) == [f"#{last}", str(last)]


def test_slides_in_two_languages_fit_the_screens_of_rooms(open_page: Callable[..., Page]) -> None:
    page = open_page("/slides/trusted-adults/")
    for width, height in ((960, 540), (1024, 768), (1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        over = "[...document.querySelectorAll('.slide')].filter((s) => s.offsetHeight > innerHeight + 1)"
        assert page.evaluate(f"{over}.map((s) => s.id)") == [], (width, height)


@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_search_that_cannot_be_fetched_is_asked_for_again(
    browser: Browser, address: str, status: int
) -> None:
    page = browser.new_page()
    asked, errors = [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route(
        "**/search.*.js",
        lambda route: asked.append(1) or route.fulfill(status=status, body="<p>Sorry</p>"),
    )
    page.goto(address + "/en/about/")
    for _ in range(2):
        page.evaluate(
            "() => { self.failed = new Promise((done) => addEventListener('error', done, { capture: true, once: true })); }"
        )
        page.focus("#q")
        page.evaluate("() => failed.then(() => document.activeElement.blur())")
    page.fill("#q", "teulu")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=teulu")
    assert len(asked) >= 2 and errors == []
    page.close()
