"""The site from a disk with the network cut: reading, both languages, search, filters, links."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

import builtsite
from conftest import SITE_URL
from nyth.publishing import offline

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def packed(site: Path) -> Path:
    """The zip edition as readers get it."""
    return site / "nyth-nest.zip"


@pytest.fixture(scope="module")
def disk(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader unpacked it: a folder with a name such as people give."""
    folder = tmp_path_factory.mktemp("My documents #1 – ŵ")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    assert [f.name for f in folder.iterdir()] == ["nyth-nest"]
    return folder / "nyth-nest"


@pytest.fixture
def visit(browser: Browser, disk: Path) -> Iterator[Callable[..., Page]]:
    """Opens a file in a browser without a network; an error of a script, or a request that
    leaves the disk, fails."""
    contexts, errors = [], []

    def visit_(path: str, **options: object) -> Page:
        contexts.append(browser.new_context(offline=True, **options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on(
            "request",
            lambda asked: None if asked.url.startswith("file:") else errors.append(asked.url),
        )
        # what a reader leaves before all has come fails as aborted, and is no fault
        page.on(
            "requestfailed",
            lambda asked: None if asked.failure == "net::ERR_ABORTED" else errors.append(asked.url),
        )
        page.goto((disk / path).as_uri())
        return page

    yield visit_
    for context in contexts:
        context.close()
    assert errors == []


def test_an_address_of_a_disk_stays_what_it_is(visit: Callable[..., Page]) -> None:
    """Two slashes begin the name of another computer's disk in some browsers."""
    page = visit("en/index.html")
    address = page.url.replace("/nyth-nest/", "//nyth-nest/")
    page.goto(address)
    page.wait_for_timeout(300)
    assert page.url == address


def test_a_reader_starts_and_changes_language_in_the_same_place(visit: Callable[..., Page]) -> None:
    page = visit("index.html")
    page.locator("a[data-choose=cy]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    page.goto(
        page.url.replace("/cy/index.html", "/cy/egwyddorion/dim-drws-anghywir/index.html#questions")
    )
    page.locator("a[data-keep-place]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/en/principles/no-wrong-door/index.html#questions")
    expect(page.locator("h1")).to_have_text("No wrong door")


def test_pages_have_their_styles_and_their_typeface(visit: Callable[..., Page]) -> None:
    page = visit("cy/egwyddorion/index.html")
    # however busy the machine is, the font has come in time
    page.add_init_script("performance.now = () => 0")
    page.reload()
    page.wait_for_function(
        "[...document.fonts].some((f) => f.family === 'Alegreya' && f.status === 'loaded')"
    )
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") != "static"


@pytest.mark.parametrize(("lang", "text"), [("en", "children"), ("cy", "phlant")])
def test_the_box_finds_pages_that_open(visit: Callable[..., Page], lang: str, text: str) -> None:
    page = visit(f"{lang}/index.html")
    page.locator("form[data-search-script] input[name=q]").fill(text)
    row = page.locator("a.hits__row").first
    expect(row).to_be_visible()
    row.click()
    expect(page.locator("h1")).to_be_visible()
    assert re.search(rf"/{lang}/.+/index\.html", page.url)


def test_the_page_of_results_and_its_filters_work(visit: Callable[..., Page]) -> None:
    page = visit("cy/index.html")
    box = page.locator("form[data-search-script] input[name=q]")
    box.fill("phlant")
    expect(page.locator("a.hits__row").first).to_be_visible()
    box.press("Enter")
    page.wait_for_url(re.compile(r"/index\.html\?q=phlant"))
    rows = page.locator("#results > li")
    expect(rows.first).to_be_visible()
    many = page.locator("#results-status").inner_text()
    page.locator("#search-kind").select_option("principle")
    expect(page.locator("#results-status")).not_to_have_text(many)
    address = rows.first.locator("a").first.evaluate("link => link.href")
    assert "/cy/egwyddorion/" in address and "index.html" in address
    rows.first.locator("a").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(page.locator("h1")).to_be_visible()


def test_lists_are_filtered_and_a_council_leads_to_its_region(visit: Callable[..., Page]) -> None:
    page = visit("en/case-studies/index.html")
    cards = page.locator("ul.cards > li")
    everything = cards.count()
    page.locator("select[name=principle]").select_option("no-wrong-door")
    assert 0 < page.locator("ul.cards > li:visible").count() < everything
    page = visit("en/regions/index.html")
    page.locator("#finder-place").fill("Nghaerdydd")
    page.locator(".finder__answer h3 a").click()
    assert re.search(r"/en/regions/[a-z-]+/index\.html$", page.url)


def test_a_permanent_link_opens_the_page_in_the_readers_language(
    visit: Callable[..., Page],
) -> None:
    page = visit("p/no-wrong-door/index.html", locale="cy-GB")
    page.wait_for_url("**/cy/egwyddorion/dim-drws-anghywir/index.html")


def test_every_link_of_every_page_leads_to_a_file(disk: Path) -> None:
    pages, dead = builtsite.read_site(disk), []
    assert len(pages) > 200
    for path, page in pages.items():
        for address, _ in page.links + page.files:
            parts = urlsplit(address)
            if (
                not parts.scheme
                and parts.path
                and not (disk / path).parent.joinpath(unquote(parts.path)).is_file()
            ):
                dead.append((path, address))
    assert dead == []
    # the permanent links that the pages name are addresses of the site, and stay so
    rest = [p for p in builtsite.check(disk, SITE_URL) if p.rule in ("dead-link", "dead-fragment")]
    assert rest == []


def test_pages_and_tools_that_come_later_come_along(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for path, text in {
        "en/tool/index.html": '<a href="../#a">x</a><form action="./"><option value="deep/"></form>',
        "en/tool/deep/index.html": '<p data-results="../?q=1&amp;b" title="../none/"><a href="https://else.example/en/">y</a>',
        "en/index.html": "<a href='tool/'>z</a><a href=\"#top\">top</a><a href='/en/'>server</a>",
        "en/tool/data.js": "self.x = ['tool/']",
        "assets/new.wasm": "bytes",
        "404.html": "",
        "robots.txt": "",
    }.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, "utf-8")
    found = {path: data.decode() for path, data in offline.edition(site)}
    assert found == {
        "en/tool/index.html": '<a href="../index.html#a">x</a><form action="./index.html"><option value="deep/index.html"></form>',
        "en/tool/deep/index.html": '<p data-results="../index.html?q=1&amp;b" title="../none/"><a href="https://else.example/en/">y</a>',
        "en/index.html": '<a href="tool/index.html">z</a><a href="#top">top</a><a href=\'/en/\'>server</a>',
        "en/tool/data.js": "self.x = ['tool/']",
        "assets/new.wasm": "bytes",
    }


def test_the_policy_of_a_host_stays_behind(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">\n<p>x', "utf-8"
    )
    assert dict(offline.edition(tmp_path)) == {"index.html": b"<p>x"}


@pytest.mark.parametrize(
    ("lang", "path"), [("cy", "cy/heb-gysylltiad"), ("en", "en/without-a-connection")]
)
def test_the_site_offers_the_zip_and_the_zip_does_not_offer_itself(
    site: Path, disk: Path, lang: str, path: str
) -> None:
    page, copy = (
        BeautifulSoup((root / path / "index.html").read_text("utf-8"), "lxml")
        for root in (site, disk)
    )
    link = page.select_one("main a[download]")
    assert (site / path / link["href"]).resolve() == site / "nyth-nest.zip"
    assert copy.main and not copy.select("a[download]")
    assert not list(disk.rglob("*.zip")) and "nyth-nest.zip" not in (site / "sw.js").read_text(
        "utf-8"
    )


# Kept by the browser of a reader who asked for it


Answer = tuple[int, dict[str, str], bytes]


class _Host:
    """A web server that can be cut off, or made to answer otherwise, for a site in a folder of
    its host."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.otherwise: Callable[[str], Answer | None] = lambda path: None
        self.after: Callable[[str], object] = lambda path: None  # before the line ends
        self.start()

    def start(self) -> None:
        host = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def end_headers(self) -> None:
                self.send_header("Cache-Control", "no-cache")
                super().end_headers()

            def do_GET(self) -> None:
                if (other := host.otherwise(self.path.removeprefix("/reference/"))) is None:
                    super().do_GET()
                    return
                status, headers, body = other
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    if value:
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
                host.after(self.path.removeprefix("/reference/"))

        handler = functools.partial(Handler, directory=self.folder)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.server.handle_error = lambda *_: None
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def cut(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def whole(site: Path, tmp_path: Path) -> Iterator[_Host]:
    """A host of the whole site."""
    shutil.copytree(site, tmp_path / "host/reference")
    running = _Host(tmp_path / "host")
    yield running
    running.cut()


def renew_worker(folder: Path) -> None:
    """Makes the worker of a site anew, for the files that are there now."""
    worker = folder / "sw.js"
    script, before = worker.read_text("utf-8").split("\n", 1)[1], worker.stat().st_mtime
    worker.write_bytes(offline.worker(folder, script))
    # a server tells changes by the second, and a test is quicker
    os.utime(worker, (before + 2, before + 2))


# Nothing that goes wrong depends on how many pages there are.
FEW = "assets cy/geirfa cy/heb-gysylltiad en/glossary en/history en/without-a-connection".split()


@pytest.fixture
def host(site: Path, tmp_path: Path) -> Iterator[_Host]:
    """A host of a site with few pages."""
    folder = tmp_path / "host/reference"
    for name in FEW:
        shutil.copytree(site / name, folder / name)
    for path in (p for some in ("*.html", "??/*.html", "*.xml", "sw.js") for p in site.glob(some)):
        shutil.copy(path, folder / path.relative_to(site))
    renew_worker(folder)
    running = _Host(tmp_path / "host")
    yield running
    running.cut()


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


STORED = """async () => ({
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  caches: await caches.keys(), local: localStorage.length, session: sessionStorage.length,
})"""
NOTHING = {"workers": 0, "caches": [], "local": 0, "session": 0}
KEPT = "The site is kept on this device. It will open without a connection."


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep this site on my device").click()
    expect(page.locator("[data-keep] [role=status]")).to_have_text(KEPT, timeout=60_000)


def test_a_reader_keeps_the_site_reads_it_without_a_network_and_removes_it(
    whole: _Host, reader: BrowserContext
) -> None:
    root = f"http://127.0.0.1:{whole.port}/reference/"
    page = reader.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(root + "en/without-a-connection/")
    assert page.evaluate(STORED) == NOTHING
    keep(page)
    assert page.evaluate(STORED) == {**NOTHING, "workers": 1, "caches": [f"nyth {root}"]}

    whole.cut()
    page.goto(root + "cy/egwyddorion/dim-drws-anghywir/")
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    assert page.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('800 20px Alegreya'))"
    )
    page.locator("a[data-keep-place]").first.click()
    expect(page.locator("h1")).to_have_text("No wrong door")
    page.locator("form[data-search-script] input[name=q]").fill("children")
    page.locator("a.hits__row").first.click()
    expect(page.locator("main h1")).to_be_visible()
    assert re.search(r"/reference/en/.+/", page.url)
    page.goto(root + "cy/astudiaethau-achos")
    expect(page.locator("ul.cards > li").first).to_be_visible()
    page.goto(root + "cy/egwyddorion/dim-drws-anghywir/?q=blant")
    expect(page.locator("h1")).to_have_text("Dim drws anghywir")
    page.goto(root)
    expect(page.locator("a[data-choose=cy]").first).to_be_visible()
    assert page.goto(root + "en/no-such-page/").status == 404
    expect(page.locator("html")).to_have_attribute("lang", "en")
    # a page that is not kept is not said to be none
    with pytest.raises(Error, match="ERR_FAILED|ERR_INTERNET"):
        reader.new_page().goto(root + "compare/glossary/")

    page.goto(root + "cy/data-agored/")
    with page.expect_download() as started:
        page.locator("a[href$='principles.csv']").click()
    there = whole.folder / "reference/data/principles.csv"
    assert started.value.path().read_bytes() == there.read_bytes()
    page.goto(root + "en/without-a-connection/")
    expect(page.locator("[data-keep] [role=status]")).to_have_text(KEPT)
    page.get_by_role("button", name="Remove it from my device").click()
    expect(page.get_by_role("button", name="Keep this site on my device")).to_be_focused()
    assert page.evaluate(STORED) == NOTHING
    assert errors == []


def test_a_kept_site_follows_the_site_and_fetches_only_what_changed(
    host: _Host, reader: BrowserContext
) -> None:
    root, folder = f"http://127.0.0.1:{host.port}/reference/", host.folder / "reference"
    page = reader.new_page()
    page.goto(root + "en/without-a-connection/")
    keep(page)
    names = (
        "async () => (await (await caches.open((await caches.keys())[0])).keys()).map((r) => r.url)"
    )
    before = set(page.evaluate(names))
    changed = folder / "en/glossary/index.html"
    changed.write_text(
        changed.read_text("utf-8").replace("<h1", '<p id="new">new</p><h1', 1), "utf-8"
    )
    shutil.rmtree(folder / "en/history")
    renew_worker(folder)
    # a reader with a connection sees the new page at once, before the copy follows
    page.goto(root + "en/glossary/")
    expect(page.locator("#new")).to_be_visible()
    # the visit itself may have asked for it already
    page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")
    after, until = before, time.monotonic() + 20
    while len(before - after) < 2 and time.monotonic() < until:
        page.wait_for_timeout(100)
        after = set(page.evaluate(names))
    assert [url.split("?")[0] for url in after - before] == [root + "en/glossary/index.html"]
    assert {url.split("?")[0].removeprefix(root) for url in before - after} == {
        "en/glossary/index.html",
        "en/history/index.html",
    }
    host.cut()
    page.goto(root + "en/glossary/")
    expect(page.locator("#new")).to_be_visible()


def test_a_copy_that_cannot_be_whole_is_not_kept(host: _Host, reader: BrowserContext) -> None:
    root = f"http://127.0.0.1:{host.port}/reference/"
    (host.folder / "reference/cy/geirfa/index.html").write_text("not what was published", "utf-8")
    page = reader.new_page()
    page.goto(root + "en/without-a-connection/")
    page.get_by_role("button", name="Keep this site on my device").click()
    expect(page.locator("[data-keep] [role=status]")).to_contain_text(
        "could not be kept", timeout=60_000
    )
    assert page.evaluate(STORED) == NOTHING
    expect(page.get_by_role("button", name="Keep this site on my device")).to_be_visible()


HTML = {"Content-Type": "text/html; charset=utf-8"}
SCRIPT = {"Content-Type": "text/javascript"}
PORTAL = (200, HTML, b"<!doctype html><html lang=xx><h1>Sign in to this network</h1>")
GLOSSARY = "en/glossary/"
HEADING = "document.querySelector('h1')?.innerText"


def in_trouble(status: int) -> Callable[[str], Answer]:
    return lambda path: (status, HTML, b"<!doctype html><html lang=xx><h1>In trouble</h1>")


@pytest.fixture
def kept(host: _Host, reader: BrowserContext) -> Page:
    """A page of a reader who has kept the site."""
    page = reader.new_page()
    page.goto(f"http://127.0.0.1:{host.port}/reference/en/without-a-connection/")
    keep(page)
    return page


@pytest.mark.parametrize("status", [403, 429, 451, 500, 503, 511])
def test_what_is_kept_is_shown_when_the_server_is_in_trouble(
    host: _Host, kept: Page, status: int
) -> None:
    root = f"http://127.0.0.1:{host.port}/reference/"
    host.otherwise = in_trouble(status)
    assert kept.goto(root + GLOSSARY).status == 200
    assert kept.evaluate(HEADING) == "Glossary"
    assert (
        kept.evaluate("getComputedStyle(document.querySelector('.skip')).position") != "static"
    ), "with its styles"
    assert kept.goto(root + "cy/geirfa").status == 200
    # of what is not kept, the server's own answer
    for path in ("en/no-such-page/", "nyth-nest.txt", "%E0%A4%A"):
        assert kept.goto(root + path).status == status, path


CUT = (200, {"Content-Type": "text/css", "Content-Length": "90000"}, b"@import 'x'; body { color: ")


@pytest.mark.parametrize(
    "fault",
    [
        *map(in_trouble, (403, 404, 429, 502)),
        lambda path: CUT,
        lambda path: (200, {"Content-Type": "text/plain"}, b""),
        lambda path: (302, {"Location": "https://nyth.invalid/"}, b""),
    ],
)
def test_files_of_a_page_that_do_not_come_whole_come_from_what_is_kept(
    host: _Host, kept: Page, fault: Callable[[str], Answer]
) -> None:
    asset = re.compile(r"\.(css|js|woff2)$")
    host.otherwise = lambda path: fault(path) if asset.search(path.partition("?")[0]) else None
    errors: list[str] = []
    kept.on("pageerror", lambda error: errors.append(str(error)))
    kept.goto(f"http://127.0.0.1:{host.port}/reference/{GLOSSARY}")
    assert kept.evaluate("getComputedStyle(document.querySelector('.skip')).position") != "static"
    assert errors == []


FORBIDDEN = "{ get() { throw new DOMException('', 'SecurityError'); } }"


@pytest.mark.parametrize(
    "without",
    [
        f"Object.defineProperty(window, 'caches', {FORBIDDEN})",
        f"Object.defineProperty(navigator, 'serviceWorker', {FORBIDDEN})",
        "Object.defineProperty(navigator, 'serviceWorker', { value: undefined })",
        "ServiceWorkerContainer.prototype.getRegistrations = () => Promise.reject(new DOMException())",
        "CacheStorage.prototype.has = () => Promise.reject(new DOMException())",
    ],
)
def test_where_nothing_may_be_stored_the_page_says_that_the_site_cannot_be_kept(
    host: _Host, reader: BrowserContext, without: str
) -> None:
    page, errors = reader.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(without)
    page.goto(f"http://127.0.0.1:{host.port}/reference/en/without-a-connection/")
    expect(page.locator("[data-keep] [role=status]")).to_contain_text("cannot keep")
    assert page.locator("[data-keep] button:visible").count() == 0 and errors == []


@pytest.mark.parametrize("status", [200, 204])
def test_what_is_kept_is_shown_where_the_server_sends_nothing(
    host: _Host, kept: Page, status: int
) -> None:
    root = f"http://127.0.0.1:{host.port}/reference/"
    host.otherwise = lambda path: (status, HTML if path.endswith("/") else SCRIPT, b"")
    assert kept.goto(root + GLOSSARY).status == 200
    assert kept.evaluate(HEADING) == "Glossary"
    got = "fetch('../../sw.js').then((answer) => answer.text())"
    assert kept.evaluate(got) == "", "what is not kept is as the server sends it"


def cut_off(host: _Host) -> Answer:
    page = (host.folder / "reference" / GLOSSARY / "index.html").read_bytes()
    return 200, {**HTML, "Content-Length": str(len(page))}, page[:900]


@pytest.mark.parametrize(
    "fault",
    [
        cut_off,
        lambda host: (200, {**HTML, "Content-Encoding": "gzip"}, b"<h1>not packed"),
        lambda host: (200, {**HTML, "Content-Length": ""}, b""),
    ],
    ids=["cut", "wrongly encoded", "empty, and nobody says so"],
)
def test_a_page_that_does_not_come_whole_comes_from_what_is_kept(
    host: _Host, kept: Page, fault: Callable[[_Host], Answer]
) -> None:
    bad = fault(host)
    host.otherwise = lambda path: bad if path == GLOSSARY else None
    kept.goto(f"http://127.0.0.1:{host.port}/reference/{GLOSSARY}")
    assert kept.evaluate(HEADING) == "Glossary"
    assert kept.locator("footer").count() == 1, "to its end"


def test_a_page_that_stops_on_its_way_comes_from_what_is_kept(host: _Host, kept: Page) -> None:
    begun, back = cut_off(host), threading.Event()
    host.otherwise = lambda path: begun if path == GLOSSARY else None
    host.after = lambda path: back.wait(30)
    kept.goto(f"http://127.0.0.1:{host.port}/reference/{GLOSSARY}", timeout=20_000)
    assert kept.evaluate(HEADING) == "Glossary"
    assert kept.locator("footer").count() == 1
    back.set()


def test_a_page_that_the_server_no_longer_has_is_not_shown_from_what_is_kept(
    host: _Host, kept: Page
) -> None:
    shutil.rmtree(host.folder / "reference" / GLOSSARY)
    assert kept.goto(f"http://127.0.0.1:{host.port}/reference/{GLOSSARY}").status == 404


@pytest.mark.parametrize("typed", ["EN//Glossary.", "en/G1ossary", "p/Gl0ssary"])
def test_an_address_typed_from_paper_leads_to_what_is_kept(
    host: _Host, kept: Page, typed: str
) -> None:
    root = f"http://127.0.0.1:{host.port}/reference/"
    host.cut()
    assert kept.goto(root + typed).status == 404
    kept.wait_for_url(root + GLOSSARY)
    assert kept.evaluate(HEADING) == "Glossary"


def test_a_network_that_shows_its_own_page_changes_nothing_that_is_kept(
    host: _Host, kept: Page
) -> None:
    root = f"http://127.0.0.1:{host.port}/reference/"
    names = "async () => (await (await caches.open((await caches.keys())[0])).keys()).map((r) => r.url).sort()"
    before = kept.evaluate(names)
    host.otherwise = lambda path: PORTAL
    assert kept.goto(root + GLOSSARY).ok
    assert kept.evaluate(HEADING) == "Sign in to this network", "whoever has to sign in can"
    assert kept.evaluate(
        "navigator.serviceWorker.getRegistration().then((r) => r.update()).catch((e) => e.name)"
    )
    # only files are asked for that way, and a page in their place would break the one that is read
    host.otherwise = lambda path: PORTAL if re.search(r"\.(css|js|woff2)$", path) else None
    kept.goto(root + GLOSSARY)
    assert kept.evaluate("getComputedStyle(document.querySelector('.skip')).position") != "static"
    host.cut()
    kept.goto(root + GLOSSARY)
    assert kept.evaluate(HEADING) == "Glossary"
    assert kept.evaluate(names) == before


@pytest.mark.parametrize("worker", [in_trouble(500), in_trouble(404), lambda path: PORTAL])
def test_a_worker_that_does_not_come_leaves_the_one_that_is_there(
    host: _Host, kept: Page, worker: Callable[[str], Answer]
) -> None:
    host.otherwise = lambda path: worker(path) if path == "sw.js" else None
    update = "navigator.serviceWorker.getRegistration().then((r) => r.update()).then(() => 'came', () => 'failed')"
    assert kept.evaluate(update) == "failed"
    host.cut()
    kept.goto(f"http://127.0.0.1:{host.port}/reference/{GLOSSARY}")
    assert kept.evaluate(HEADING) == "Glossary"


FOUND_OUT = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  let found;
  registration.addEventListener("updatefound", () => { found = registration.installing; });
  await registration.update();
  // a page that is opened asks for it too, and may have been first
  const worker = found ?? registration.installing ?? registration.waiting ?? registration.active;
  while (!["activated", "redundant"].includes(worker.state)) {
    await new Promise((changed) => worker.addEventListener("statechange", changed, { once: true }));
  }
  return worker.state;
}"""


@pytest.mark.parametrize("fault", [in_trouble(503), lambda path: PORTAL])
def test_an_update_that_fails_half_way_keeps_the_old_copy_whole(
    host: _Host, kept: Page, fault: Callable[[str], Answer]
) -> None:
    root, folder = f"http://127.0.0.1:{host.port}/reference/", host.folder / "reference"
    for path in (GLOSSARY, "cy/geirfa/", "en/history/"):
        page = folder / path / "index.html"
        page.write_text(
            page.read_text("utf-8").replace("<h1", '<p id="new">new</p><h1', 1), "utf-8"
        )
    renew_worker(folder)
    host.otherwise = lambda path: fault(path) if path == "en/history/" else None
    assert kept.evaluate(FOUND_OUT) == "redundant"
    host.cut()
    for path in (GLOSSARY, "cy/geirfa/", "en/history/", "en/", "cy/"):
        assert kept.goto(root + path).status == 200
        assert kept.locator("#new").count() == 0, path
    # once the server is well again, all of it comes
    host.otherwise = lambda path: None
    host.start()
    kept.goto(root + "en/")
    assert kept.evaluate(FOUND_OUT) == "activated"
    host.cut()
    kept.goto(root + "en/history/")
    expect(kept.locator("#new")).to_be_visible()


@pytest.mark.parametrize(
    "fault",
    [
        in_trouble(500),
        lambda path: PORTAL,
        lambda path: (206, HTML, b"part"),
        lambda path: (200, HTML, b""),
    ],
)
def test_a_site_of_which_one_file_does_not_come_is_not_kept(
    host: _Host, reader: BrowserContext, fault: Callable[[str], Answer]
) -> None:
    page = reader.new_page()
    page.goto(f"http://127.0.0.1:{host.port}/reference/en/without-a-connection/")
    host.otherwise = lambda path: fault(path) if path == "cy/geirfa/" else None
    page.get_by_role("button", name="Keep this site on my device").click()
    expect(page.locator("[data-keep] [role=status]")).to_contain_text(
        "could not be kept", timeout=60_000
    )
    assert page.evaluate(STORED) == NOTHING


def test_a_line_that_hangs_while_the_site_is_put_by_is_told_and_tried_again(
    host: _Host, reader: BrowserContext
) -> None:
    worker = host.folder / "reference/sw.js"
    worker.write_text(worker.read_text("utf-8").replace("60000", "2000").replace("6e4", "2e3"))
    back = threading.Event()
    host.otherwise = lambda path: back.wait(30) and None if path == "cy/geirfa/" else None
    page = reader.new_page()
    page.add_init_script(
        "const wait = setTimeout; self.setTimeout = (what, time, ...of) => wait(what, time / 15, ...of);"
    )
    page.goto(f"http://127.0.0.1:{host.port}/reference/en/without-a-connection/")
    page.get_by_role("button", name="Keep this site on my device").click()
    status = page.locator("[data-keep] [role=status]")
    expect(status).to_contain_text("the connection is slow")
    expect(status).to_contain_text("could not be kept")
    assert page.evaluate(STORED) == NOTHING
    back.set()
    keep(page)


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_stumbles_while_the_site_is_put_by_is_asked_again(
    host: _Host, reader: BrowserContext, status: int
) -> None:
    """Of a thousand files one fails on any line, and some hosts let through so many at a time."""
    page = reader.new_page()
    page.goto(f"http://127.0.0.1:{host.port}/reference/en/without-a-connection/")
    asked: list[str] = []

    def busy(path: str) -> Answer | None:
        asked.append(path)
        return in_trouble(status)(path) if len(asked) in range(20, 30) else None

    host.otherwise = busy
    keep(page)
    host.cut()
    assert page.goto(f"http://127.0.0.1:{host.port}/reference/{GLOSSARY}").status == 200


def test_a_host_that_leads_from_one_address_to_another_is_kept_too(
    host: _Host, reader: BrowserContext
) -> None:
    root = f"http://127.0.0.1:{host.port}/reference/"
    missing = (host.folder / "reference/cy/404.html").read_bytes()
    answers = {
        "cy/404.html": (308, {"Location": "/reference/cy/404"}, b""),
        "cy/404": (200, HTML, missing),
    }
    host.otherwise = answers.get
    page = reader.new_page()
    page.goto(root + "en/without-a-connection/")
    keep(page)
    host.cut()
    assert page.goto(root + "cy/dim-byd/").status == 404
    expect(page.locator("html")).to_have_attribute("lang", "cy")


def test_what_was_removed_and_is_kept_again_is_there(host: _Host, kept: Page) -> None:
    """Also where the browser cleared what was kept and nobody pressed the button."""
    for removed in (True, False):
        if removed:
            kept.get_by_role("button", name="Remove it from my device").click()
        else:
            kept.evaluate("caches.keys().then(([name]) => caches.delete(name))")
            kept.reload()
            expect(kept.locator("[data-keep] [role=status]")).to_be_empty()
        keep(kept)
        assert kept.evaluate("caches.keys().then((names) => names.length)") == 1
    host.cut()
    assert kept.goto(f"http://127.0.0.1:{host.port}/reference/{GLOSSARY}").status == 200


def test_a_second_window_that_fails_to_keep_the_site_does_not_take_it_away(
    host: _Host, reader: BrowserContext
) -> None:
    address = f"http://127.0.0.1:{host.port}/reference/en/without-a-connection/"
    second, first = reader.new_page(), reader.new_page()
    for page in (second, first):
        page.goto(address)
    keep(first)
    second.evaluate(
        "() => { navigator.serviceWorker.register = () => Promise.reject(new Error('no connection')); }"
    )
    second.get_by_role("button", name="Keep this site on my device").click()
    expect(second.locator("[data-keep] [role=status]")).to_contain_text("could not be kept")
    host.cut()
    assert first.reload().status == 200


def test_without_script_the_page_says_that_the_site_cannot_be_kept(
    browser: Browser, host: _Host
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{host.port}/reference/cy/heb-gysylltiad/")
    expect(page.locator("main noscript p")).to_have_text("Ni all y porwr hwn gadw'r wefan.")
    assert page.locator("main noscript p").bounding_box()["height"] > 10
    assert page.get_by_role("button", name="Cadw'r wefan").count() == 0
    context.close()
