"""A server that answers slowly, with an error or with something else: pages can be read, say what does not work,
and work again when the server does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from folderserver import Quiet, serve_folder

pytestmark = pytest.mark.browser
LATE = 8000  # milliseconds


def test_a_style_sheet_that_hangs_keeps_no_page_from_being_read(
    browser: Browser, address: str
) -> None:
    paths = (
        *("/en/case-studies/goleudy-and-enfys/", "/cy/astudiaethau-achos/goleudy-ac-enfys/"),
        *("/compare/trusted-adults/", "/p/trusted-adults/", "/", "/cy/404.html"),
        *("/en/sessions/trusted-adults/slides/", "/cy/chwilio/?q=nyth", "/en/search/?q=nest"),
    )
    # side by side, for each takes its seconds
    pages, held = {path: browser.new_page(locale="en-GB") for path in paths}, []
    for path, page in pages.items():
        page.route("**/*.css", lambda route: held.append(route))
        page.goto(address + path, wait_until="commit")
    for path, page in pages.items():
        # only what was drawn has been told
        drawn = "() => performance.getEntriesByName('first-contentful-paint').length"
        page.wait_for_function(drawn, timeout=20_000, polling=200)
        # of the page that a permanent link leads to
        expect(page.locator("h1"), path).to_be_visible()
        if "?q" in path:
            expect(page.locator(".results__row").first, path).to_be_visible()
    for route in held:
        route.continue_()
    for page in pages.values():
        page.wait_for_function(
            "() => [...document.styleSheets].every(({ media, href }) => media.mediaText !== 'print' || href.includes('/print.'))"
        )
        page.context.close()


@pytest.mark.parametrize(
    "path",
    [
        *("/cy/astudiaethau-achos/goleudy-ac-enfys/", "/", "/en/404.html", "/en/"),
        *("/cy/sesiynau/dim-drws-anghywir/sleidiau/", "/slides/framework/"),
    ],
)
def test_a_page_whose_style_sheet_never_comes_begins_with_its_words(
    browser: Browser, address: str, path: str
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale="pl-PL")
    page.route("**/*.css", lambda route: route.abort())
    page.goto(address + path)
    high = "(drawings) => drawings.map((svg) => svg.getBoundingClientRect().height)"
    drawings = page.locator(".mark__nest, .icon, .weave, .glyph").evaluate_all(high)
    assert drawings and max(drawings) < 60
    assert page.locator("h1").bounding_box()["y"] < 400
    page.context.close()


HTML = {"body": "<!doctype html><title>Sign in</title><p>Welcome", "content_type": "text/html"}
ANSWERS = {
    "403": {"status": 403},
    "404": {"status": 404},
    "502": {"status": 502, **HTML},
    "portal": HTML,
    "half": {"body": "{ const all = (", "content_type": "text/javascript"},
    "network": None,
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize(
    ("path", "script", "said"),
    [
        ("/cy/chwilio/?q=nyth", "site", "Doedd dim modd llwytho"),
        ("/en/without-a-connection/", "keep", "keeps the site could not be loaded"),
        ("/cy/hunanasesu/", "assessment", "Heb JavaScript"),
        ("/en/case-studies/?principle=no-wrong-door", "site", "all of it is here"),
        ("/cy/rhanbarthau/", "finder", "chwilio am eich rhanbarth"),
    ],
)
def test_a_script_that_is_none_is_told_at_once(
    browser: Browser, address: str, path: str, script: str, said: str, answer: dict | None
) -> None:
    page = browser.new_page()
    files = re.compile(rf"/assets/{script}\.\w+\.js")
    page.route(files, lambda route: route.fulfill(**answer) if answer else route.abort())
    page.goto(address + path)
    late = page.locator(".late", has_text=said)
    expect(late).to_be_visible(timeout=LATE / 2)
    page.unroute(files)
    page.reload()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    expect(late).to_be_hidden()
    page.context.close()


def test_a_search_that_hangs_is_told_and_comes_in_the_end(browser: Browser, address: str) -> None:
    # side by side, for each takes its seconds
    pages, held = {what: browser.new_page() for what in ("site", "search-index", "search")}, []
    for what, page in pages.items():
        page.route(f"**/assets/{what}.*.js", lambda route: held.append(route))
        page.goto(f"{address}/cy/chwilio/?q=nyth", wait_until="commit")
    said = "Doedd dim modd llwytho"
    told = {w: p.locator("#results-status, .late").filter(has_text=said) for w, p in pages.items()}
    for what, words in told.items():
        expect(words.filter(visible=True), what).to_have_count(1, timeout=2 * LATE)
    for route in held:
        route.continue_()
    for what, page in pages.items():
        expect(page.locator(".results__row").first, what).to_be_visible()
        expect(told[what].filter(visible=True), what).to_have_count(0)
        page.context.close()


def test_what_is_typed_before_the_script_of_a_missing_page_comes_stays(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    held: list[Route] = []
    page.route("**/assets/missing.*.js", lambda route: held.append(route))
    page.goto(f"{address}/404.html", wait_until="commit")
    page.locator("#missing-en").fill("warm tea")
    held[0].continue_()
    expect(page.locator("#missing-cy")).to_have_value("404")  # of the address
    expect(page.locator("#missing-en")).to_have_value("warm tea")
    page.context.close()


def test_the_words_are_dressed_once(browser: Browser, address: str) -> None:
    """A browser may tell of the first colour and of the first words apart."""
    page = browser.new_page()
    page.add_init_script(
        """self.loads = 0;
        const load = FontFace.prototype.load;
        FontFace.prototype.load = function () { self.loads += 1; return load.call(this); };
        const observe = PerformanceObserver.prototype.observe;
        self.PerformanceObserver = class extends PerformanceObserver {
          constructor(tell) {
            super((list) => {
              for (const entry of list.getEntries()) {
                tell({ getEntries: () => [entry], getEntriesByName: (name) => (entry.name === name ? [entry] : []) });
              }
            });
          }
        };"""
    )
    page.goto(f"{address}/cy/")
    page.wait_for_function("() => self.loads")
    page.wait_for_timeout(500)
    assert page.evaluate("self.loads") == 1
    page.context.close()


class _WithoutLastSlash(Quiet):
    """Some hosts show the page of a folder under the name of the folder, where others lead to it
    with a slash; some even take the slash away."""

    takes_away = False

    def send_head(self) -> Any:
        address, mark, query = self.path.partition("?")
        if self.takes_away and address.endswith("/"):
            self.send_response(308)
            self.send_header("Location", address.rstrip("/") + mark + query)
            return self.end_headers()
        if Path(self.translate_path(address)).is_dir():
            self.path = f"{address}/{mark}{query}"
        return super().send_head()


class _TakesItAway(_WithoutLastSlash):
    takes_away = True


@pytest.fixture(scope="module", params=[_WithoutLastSlash, _TakesItAway])
def without_slash(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    server = serve_folder(site.parent, request.param)
    yield f"http://127.0.0.1:{server.server_port}/reference"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "path",
    [
        *("", "/cy", "/en/principles/no-wrong-door#questions", "/cy/chwilio?q=nyth/nest"),
        *("/cy/astudiaethau-achos/goleudy-ac-enfys", "/compare/trusted-adults", "/cy/404.html"),
        "/en/sessions/trusted-adults/slides",
    ],
)
def test_a_page_that_is_shown_without_its_last_slash_is_whole_and_leads_on(
    browser: Browser, site: Path, without_slash: str, path: str
) -> None:
    page = browser.new_page()
    page.goto(without_slash + path)
    page.wait_for_load_state("networkidle")
    name, rest = re.fullmatch(r"([^?#]*)(.*)", path).groups()
    assert page.url == without_slash + (path if name.endswith(".html") else f"{name}/{rest}")
    came = "[...document.querySelectorAll('link[rel=stylesheet]')].every(({ sheet }) => sheet)"
    assert page.evaluate(came) and page.locator("html[data-lost]").count() == 0
    links = page.evaluate(
        "[...document.querySelectorAll('main a')].map((a) => `${new URL(a.getAttribute('href'), document.baseURI)}`)"
    )
    paths = {urlsplit(link).path for link in links if link.startswith(without_slash)}
    assert paths and [one for one in paths if not (site.parent / one[1:]).exists()] == []
    page.context.close()
