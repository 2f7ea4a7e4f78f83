"""The site from a disk with the network cut: reading, both languages, search, filters, links."""

from __future__ import annotations

import functools
import http.server
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
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import SITE_URL
from nyth.problems import report
from nyth.publishing import built, offline

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
    """Opens a file in a browser without a network; an error of a script, or a request that leaves the disk, fails."""
    contexts, errors = [], []

    def visit_(path: str, **options: object) -> Page:
        contexts.append(browser.new_context(offline=True, **options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("request", lambda asked: None if asked.url.startswith("file:") else errors.append(asked.url))
        # what a reader leaves before all has come fails as aborted, and is no fault
        page.on("requestfailed", lambda asked: None if asked.failure == "net::ERR_ABORTED" else errors.append(asked.url))
        page.goto((disk / path).as_uri())
        return page

    yield visit_
    for context in contexts:
        context.close()
    assert errors == []


def test_a_reader_starts_and_changes_language_in_the_same_place(visit: Callable[..., Page]) -> None:
    page = visit("index.html")
    page.locator("a[data-choose=cy]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    page.goto(page.url.replace("/cy/index.html", "/cy/egwyddorion/dim-drws-anghywir/index.html#questions"))
    page.locator("a[data-keep-place]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/en/principles/no-wrong-door/index.html#questions")
    expect(page.locator("h1")).to_have_text("No wrong door")


def test_pages_have_their_styles_and_their_typeface(visit: Callable[..., Page]) -> None:
    page = visit("cy/index.html")
    loaded = (
        "document.fonts.ready.then(() => [...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family))"
    )
    assert page.evaluate(loaded) == ["Alegreya"]
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
    page.locator("#finder-council").select_option(index=1)
    page.locator(".finder__result").click()
    assert re.search(r"/en/regions/[a-z-]+/index\.html$", page.url)


def test_a_permanent_link_opens_the_page_in_the_readers_language(visit: Callable[..., Page]) -> None:
    page = visit("p/no-wrong-door/index.html", locale="cy-GB")
    page.wait_for_url("**/cy/egwyddorion/dim-drws-anghywir/index.html")


def test_every_link_of_every_page_leads_to_a_file(disk: Path) -> None:
    pages, dead = built.read_site(disk), []
    assert len(pages) > 200
    for path, page in pages.items():
        for address, _ in page.links + page.files:
            parts = urlsplit(address)
            if not parts.scheme and parts.path and not (disk / path).parent.joinpath(unquote(parts.path)).is_file():
                dead.append((path, address))
    assert dead == []
    # the permanent links that the pages name are addresses of the site, and stay so
    rest = [p for p in built.check(disk, SITE_URL) if p.rule in ("dead-link", "dead-fragment")]
    assert report(rest) == ""


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
        "en/index.html.gz": "",
    }.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, "utf-8")
    found = {path: data.decode() for path, data in offline.edition(site).items()}
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
    assert offline.edition(tmp_path) == {"index.html": b"<p>x"}


@pytest.mark.parametrize(("lang", "path"), [("cy", "cy/heb-gysylltiad"), ("en", "en/without-a-connection")])
def test_the_site_offers_the_zip_and_the_zip_does_not_offer_itself(site: Path, disk: Path, lang: str, path: str) -> None:
    page, copy = (BeautifulSoup((root / path / "index.html").read_text("utf-8"), "lxml") for root in (site, disk))
    link = page.select_one("main a[download]")
    assert (site / path / link["href"]).resolve() == site / "nyth-nest.zip"
    assert copy.main and not copy.select("a[download]")
    assert not list(disk.rglob("*.zip")) and "nyth-nest.zip" not in (site / "sw.js").read_text("utf-8")


# Kept by the browser of a reader who asked for it


class _Host:
    """A web server that can be cut off, for a site in a folder of its host."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.start()

    def start(self) -> None:
        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def end_headers(self) -> None:
                # as our own web server answers for pages
                self.send_header("Cache-Control", "no-cache")
                super().end_headers()

        handler = functools.partial(Quiet, directory=self.folder)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def cut(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def host(site: Path, tmp_path: Path) -> Iterator[_Host]:
    shutil.copytree(site, tmp_path / "host/reference")
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


def test_a_reader_keeps_the_site_reads_it_without_a_network_and_removes_it(host: _Host, reader: BrowserContext) -> None:
    root = f"http://127.0.0.1:{host.port}/reference/"
    page = reader.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(root + "en/without-a-connection/")
    assert page.evaluate(STORED) == NOTHING
    keep(page)
    assert page.evaluate(STORED) == {**NOTHING, "workers": 1, "caches": [f"nyth {root}"]}

    host.cut()
    page.goto(root + "cy/egwyddorion/dim-drws-anghywir/")
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('800 20px Alegreya'))")
    page.locator("a[data-keep-place]").first.click()
    expect(page.locator("h1")).to_have_text("No wrong door")
    page.locator("form[data-search-script] input[name=q]").fill("children")
    page.locator("a.hits__row").first.click()
    expect(page.locator("main h1")).to_be_visible()
    assert re.search(r"/reference/en/.+/", page.url)
    page.goto(root + "cy/astudiaethau-achos")
    expect(page.locator("ul.cards > li").first).to_be_visible()
    page.goto(root)
    expect(page.locator("a[data-choose=cy]").first).to_be_visible()
    assert page.goto(root + "en/no-such-page/").status == 404
    expect(page.locator("html")).to_have_attribute("lang", "en")

    page.goto(root + "en/without-a-connection/")
    expect(page.locator("[data-keep] [role=status]")).to_have_text(KEPT)
    page.get_by_role("button", name="Remove it from my device").click()
    expect(page.get_by_role("button", name="Keep this site on my device")).to_be_focused()
    assert page.evaluate(STORED) == NOTHING
    assert errors == []


def test_a_kept_site_follows_the_site_and_fetches_only_what_changed(host: _Host, reader: BrowserContext) -> None:
    root, folder = f"http://127.0.0.1:{host.port}/reference/", host.folder / "reference"
    page = reader.new_page()
    page.goto(root + "en/without-a-connection/")
    keep(page)
    changed = folder / "en/glossary/index.html"
    changed.write_text(changed.read_text("utf-8").replace("<h1", '<p id="new">new</p><h1', 1), "utf-8")
    shutil.rmtree(folder / "en/history")
    (folder / "nyth-nest.zip").unlink()  # the worker is made before it
    script = (folder / "sw.js").read_text("utf-8").split("\n", 1)[1]
    (folder / "sw.js").write_bytes(offline.worker(folder, script))
    # a reader with a connection sees the new page at once, before the copy follows
    page.goto(root + "en/glossary/")
    expect(page.locator("#new")).to_be_visible()
    names = "async () => (await (await caches.open((await caches.keys())[0])).keys()).map((r) => r.url)"
    before = set(page.evaluate(names))
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
    expect(page.locator("[data-keep] [role=status]")).to_contain_text("could not be kept", timeout=60_000)
    assert page.evaluate(STORED) == NOTHING
    expect(page.get_by_role("button", name="Keep this site on my device")).to_be_visible()


def test_without_script_the_page_says_that_the_site_cannot_be_kept(browser: Browser, host: _Host) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{host.port}/reference/cy/heb-gysylltiad/")
    expect(page.locator("main noscript p")).to_have_text("Ni all y porwr hwn gadw'r wefan.")
    assert page.locator("main noscript p").bounding_box()["height"] > 10
    assert page.get_by_role("button", name="Cadw'r wefan").count() == 0
    context.close()
