"""What the browser itself says of safety and privacy, on the real site under the real server
with its real headers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from a11y.sites import places
from conftest import ROOT, nyth
from nyth.content.library import Library
from nyth.engine.settings import macro_pages
from nyth.publishing.publish import policy, publish
from webserver import Server, pages, release

pytestmark = pytest.mark.browser

HERE = "/reference"
# One of each kind of page, for what takes a reader's hand.
HANDLED = [
    "/",
    "/p/trusted-adults/",
    "/cy/nope/",
    "/{lang}/",
    "/{lang}/{principles}/",
    "/{lang}/{studies}/",
]
SLUGS = {
    "cy": {"principles": "egwyddorion", "studies": "astudiaethau-achos"},
    "en": {"principles": "principles", "studies": "case-studies"},
}

# Before any script of the page: what the policy stops is kept for the test.
WATCH = """
window.stopped = [];
addEventListener("securitypolicyviolation", (event) => {
  window.stopped.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile || ""}`);
});
"""
KEPT = """async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: "caches" in window ? (await caches.keys()).length : 0,
  workers: "serviceWorker" in navigator ? (await navigator.serviceWorker.getRegistrations()).length : 0,
  cookies: document.cookie,
})"""
NOTHING = {"local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0, "cookies": ""}


class Visit:
    """A reader's browser, new and empty, that notes what it is asked to fetch and what the
    policy stops."""

    def __init__(self, browser: Any, address: str) -> None:
        self.address = address
        self.context = browser.new_context()
        self.page = self.context.new_page()
        self.page.add_init_script(WATCH)
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", self._asked)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _asked(self, request: Any) -> None:
        if (
            request.url.startswith("http")
            and urlsplit(request.url).netloc != urlsplit(self.address).netloc
        ):
            self.elsewhere.append(request.url)

    def _said(self, message: Any) -> None:
        if "Content Security Policy" in message.text or "Permissions-Policy" in message.text:
            self.complaints.append(message.text)

    def open(self, path: str) -> Any:
        response = self.page.goto(self.address + path)
        if "/p/" in path:  # leads on to the reader's own language
            self.page.wait_for_url(lambda url: "/p/" not in url)
        return response

    def stopped(self) -> list[str]:
        return self.page.evaluate("window.stopped")


@pytest.fixture
def visit(browser: Any, server: Server) -> Iterator[Visit]:
    """A visit to the real site under nginx."""
    made = Visit(browser, server.address)
    yield made
    made.context.close()


def test_every_page_comes_with_the_policy(server: Server, published: Path) -> None:
    every = pages(published)
    assert len(every) > 120
    answers = {path: server.get(path) for path in every}
    assert [path for path, answer in answers.items() if answer.status != 200] == []
    for path, answer in answers.items():
        assert answer.headers["content-security-policy"] == policy("/embed/" in path), path


def test_a_plain_visit_breaks_no_rule_asks_nobody_else_and_keeps_nothing(
    visit: Visit, library: Library
) -> None:
    # one page of each template: that no page has a script or style of its own is read off all
    seen = [p.path for p in places(library, macro_pages(ROOT / "content")) if p.sample or p.made]
    wrong = []
    first = library.of("principle")[0].id
    for path in ["/", f"/p/{first}/", f"/compare/{first}/", f"/embed/cy/{first}/", *seen]:
        assert visit.open(HERE + path).status == 200, path
        found = (visit.stopped(), visit.page.evaluate(KEPT), visit.context.cookies())
        if found != ([], NOTHING, []):
            wrong.append((path, found))
    assert wrong == []
    assert (visit.elsewhere, visit.complaints) == ([], [])


@pytest.mark.parametrize("lang", ["cy", "en"])
@pytest.mark.parametrize("path", HANDLED)
def test_using_a_page_breaks_no_rule_and_asks_nobody_else(
    visit: Visit, path: str, lang: str
) -> None:
    visit.open(HERE + path.format(lang=lang, **SLUGS[lang]))
    page = visit.page
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.click()
    page.keyboard.press("Escape")
    for radio in page.locator("input[type=radio]").all():
        if radio.is_visible():
            radio.check()
    for select in page.locator("select").all():
        if select.is_visible() and select.locator("option").count() > 1:
            select.select_option(index=1)
    for button in page.locator("[data-copy]").all():
        if button.is_visible():
            button.click()
    search = page.locator("input[type=search]").first
    if search.count() and search.is_visible():
        search.click()
        search.press_sequentially("plant")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(300)
    page.emulate_media(media="print")
    assert visit.stopped() == []
    assert (visit.elsewhere, visit.complaints) == ([], [])
    assert visit.context.cookies() == []


INTRUDERS = {
    "script-src-elem": "<script>window.intruder = 1</script>",
    "script-src-attr": "<img src='data:,' onerror='window.intruder = 1'>",
    "style-src-elem": "<style>h1 { color: rgb(1, 2, 3) }</style>",
    "style-src-attr": "<p style='color: rgb(1, 2, 3)'>x</p>",
    "script-src-elem https://evil.example/x.js": "<script src='https://evil.example/x.js'></script>",
    "img-src": "<img src='https://evil.example/count.gif'>",
    "frame-src": "<iframe src='https://evil.example/'></iframe>",
    "font-src": "<link rel=stylesheet href='/intruder.css'><p class=x>x</p>",
    "base-uri": "<base href='https://evil.example/'>",
    "object-src": "<object data='https://evil.example/x.swf'></object>",
    "connect-src": "<script src='/intruder.js'></script>",
}


def with_intruder(page: str, html: str) -> str:
    assert page.count("</h1>") == 1
    return page.replace("</h1>", f"</h1>{html}")


@pytest.fixture(scope="module")
def infected(
    new_server: Callable[[], Server], published: Path, tmp_path_factory: pytest.TempPathFactory
) -> Server:
    """A test copy of the site, under nginx, in which someone has written what must not work."""
    copy = tmp_path_factory.mktemp("infected")
    site = copy / "site"
    site.mkdir()
    real = published / "public/reference"
    shutil.copytree(real / "assets", site / "assets", ignore=shutil.ignore_patterns("*.br", "*.gz"))
    page = (real / "index.html").read_text("utf-8")
    for number, html in enumerate(INTRUDERS.values()):
        (site / f"{number}.html").write_text(with_intruder(page, html), "utf-8")
    (site / "index.html").write_text(page, "utf-8")
    (site / "intruder.css").write_text(
        "@font-face { font-family: x; src: url(https://evil.example/x.woff2) } .x { font-family: x }"
    )
    (site / "intruder.js").write_text("fetch('https://evil.example/').catch(() => {})")
    publish(site, copy / "out", "", "")
    server = new_server()
    release(copy / "out", server.folder).check_returncode()
    return server.start()


@pytest.mark.parametrize(
    "number", range(len(INTRUDERS)), ids=[kind.split()[0] for kind in INTRUDERS]
)
def test_what_slips_into_a_page_all_the_same_is_stopped(
    browser: Any, infected: Server, number: int
) -> None:
    visit = Visit(browser, infected.address)
    visit.context.route("**/evil.example/**", lambda route: route.abort())
    visit.open(f"/{number}.html")
    visit.page.wait_for_function("window.stopped.length")
    assert visit.stopped()[0].startswith(list(INTRUDERS)[number])
    assert visit.page.evaluate("window.intruder") is None
    assert (
        visit.page.evaluate("getComputedStyle(document.querySelector('h1')).color")
        != "rgb(1, 2, 3)"
    )
    visit.context.close()


def test_the_site_cannot_be_shown_inside_another(
    browser: Any, infected: Server, server: Server
) -> None:
    visit = Visit(browser, server.address)
    visit.page.route(
        "**/frame-test",
        lambda route: route.fulfill(
            content_type="text/html", body=f"<iframe src='{server.address}{HERE}/cy/'></iframe>"
        ),
    )
    visit.page.goto(f"{server.address}/frame-test")
    visit.page.wait_for_timeout(300)
    assert [frame.url for frame in visit.page.frames[1:]] == ["chrome-error://chromewebdata/"]
    visit.context.close()


def test_what_is_made_for_other_sites_is_shown_inside_them(browser: Any, server: Server) -> None:
    visit = Visit(browser, server.address)
    frame = f"<iframe src='{server.address}{HERE}/embed/cy/trusted-adults/'></iframe>"
    visit.page.route(
        "**/frame-test", lambda route: route.fulfill(content_type="text/html", body=frame)
    )
    # of another origin, browsers would ask for leave to reach into this machine
    visit.page.goto(f"{server.address}/frame-test")
    shown = visit.page.frames[1]
    assert shown.url.endswith("/embed/cy/trusted-adults/")
    assert shown.locator("script").count() == 0
    assert visit.complaints == []
    shown.locator("h1 a").click()
    visit.page.wait_for_url(f"{server.address}{HERE}/cy/egwyddorion/**")
    visit.context.close()


@pytest.fixture(scope="module")
def site_with_meta(small_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with every kind of page, as it is built for a host that lets nobody set headers."""
    folder = tmp_path_factory.mktemp("meta") / "reference"
    texts = ("--content", str(small_site / "content"), "--docs", str(small_site / "docs"))
    done = nyth("build", *texts, "--csp-meta", "--site", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def test_without_headers_every_page_carries_the_policy_before_anything_it_rules(
    site_with_meta: Path,
) -> None:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(in_page=True).replace(chr(39), "&#39;")}">'
    for page in site_with_meta.rglob("*.html"):
        text = page.read_text("utf-8")
        assert text.count(meta) == 1, page
        ruled = (text.find(tag) for tag in ("<script", "<link", "<title"))
        assert text.index(meta) < min(at for at in ruled if at >= 0)


def test_only_pages_for_such_hosts_carry_it(site: Path) -> None:
    assert not [
        page
        for page in site.rglob("*.html")
        if 'http-equiv="Content-Security' in page.read_text("utf-8")
    ]


def test_without_headers_the_policy_holds_too(
    browser: Any, site_with_meta: Path, serve: Callable[[Path], str]
) -> None:
    page = (site_with_meta / "cy/index.html").read_text("utf-8")
    (site_with_meta / "cy/infected.html").write_text(
        with_intruder(page, INTRUDERS["script-src-elem"]), "utf-8"
    )
    visit = Visit(browser, serve(site_with_meta.parent))
    pages = ["/", "/cy/", "/en/principles/", "/en/regions/", "/p/open-door/", "/404.html"]
    pages += ["/cy/egwyddorion/drws-agored/", "/compare/open-door/", "/embed/cy/open-door/"]
    for path in pages:
        visit.open(f"/reference{path}")
        assert visit.stopped() == []
    assert visit.complaints == []
    visit.open("/reference/cy/infected.html")
    assert visit.stopped()[0].startswith("script-src-elem inline")
    assert visit.page.evaluate("window.intruder") is None
    visit.context.close()
