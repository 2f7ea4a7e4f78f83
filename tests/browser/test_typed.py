"""Addresses typed from paper, on a host that can only show the page that says that there is none;
and a page shown inside another site."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Route

from earlier import built_site


class _StaticHost(http.server.SimpleHTTPRequestHandler):
    status = 0  # of pages that are not there, instead of the one that says so

    def log_message(self, *_: object) -> None:
        pass

    def send_error(self, code: int, *_: Any) -> None:
        """What hosts of static sites do: the page at the root, whatever was asked for."""
        body = Path(self.directory, "book/404.html").read_bytes()
        self.send_response(self.status or code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body if self.command == "GET" else b"")


@pytest.fixture(scope="module")
def static_host(small_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("static")
    built_site(small_site, folder / "book")
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_StaticHost, directory=folder)
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def reader(browser: Any) -> Iterator[Any]:
    """Somebody who types one address after the other, and asks for the files of pages once."""
    context = browser.new_context(locale="en-GB")
    yield context
    context.close()


WELSH = "/book/cy/egwyddorion/drws-agored/"


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("/book/CY/Egwyddorion/Drws-Agored", WELSH),
        ("/book/cy/egwyddorion/drws-agored.", WELSH),
        ("/book/cy/egwyddorion/drws-agored/)", WELSH),
        ("/book/cy/egwyddorion/drws-agored%E2%80%9D", WELSH),
        ("/book/cy//egwyddorion//drws-agored/%20", WELSH),
        ("/book/cy/egwyddorion//drws-agored//?a=b#meaning", WELSH + "?a=b#meaning"),
        ("/book/p//open-door//", "/book/en/principles/open-door/"),
        ("/book/cy/egwyddorion/dr%C5%B5s-ag%C3%B4red/", WELSH),
        ("/book/cy/egwyddorion/drws-ago%CC%82red", WELSH),
        ("/book/egwyddorion/drws-agored#meaning", WELSH + "#meaning"),
        ("/book/cy/egwyddorion/drws-agored/#Meaning.", WELSH + "#meaning"),
        ("/book/cy/egwyddorion/Drws-Agored#MEANING", WELSH + "#meaning"),
        ("/book/cy/themâu/gartref/", "/book/cy/themau/gartref/"),
        ("/book/cy/themaˆu/gartref/", "/book/cy/themau/gartref/"),
        ("/book/Open-Door,", "/book/en/principles/open-door/"),
        ("/book/cy/egwyddorion/drws_agored.html", WELSH),
        ("/book/cy/egwyddorion/drws%20%E2%80%93%20agored", WELSH),
        ("/book/cy/egwyddorion/drws%C2%ADagored%23meaning", WELSH + "#meaning"),
        ("/book/p/Open_Door%23Meaning.", "/book/en/principles/open-door/#meaning"),
        ("/book/cy/egwyddorion/drws-%0D%0A%20agored/", WELSH),
        ("/book/cy/egwyddorion/drws-ag0red", WELSH),
        ("/book/cy/egwyddor1on/drwsagored", WELSH),
        ("/book/cy/drws-agored", WELSH),
        ("/book/p/drws-agored", WELSH),
        ("/book/cy/principles/open-door/", WELSH),
        ("/book/en/egwyddorion/drws-agored/", "/book/en/principles/open-door/"),
        ("/book/https://doors.example/book/cy/egwyddorion/drws-agored/", WELSH),
        ("/cy/egwyddorion/drws-agored/", WELSH),
        ("/book/cy/egwyddorion/drws-agored/%FF%", WELSH),
        ("/book/cy/egwyddorion/drws+agored&", WELSH),
        ("/book/cy/egwyddorion/drws-agored-%20", WELSH),
        ("/book/cy/egwyddorion/drws-agored%3Futm_source=mail", WELSH),
        ("/book/cy/egwyddorion/drws-agored&utm_source=mail", WELSH),
        ("/book/cy/egwyddorion/drws-agored/&nbsp;", WELSH),
        ("/book/cy/egwyddorion/drws-agored%3C/a%3E", WELSH),
        ("/book/cy/egwyddorion/drws-agored[1].", WELSH),
        ("/book/cy/egwyddorion/drws-agored%C2%B9%E2%81%B4", WELSH),
        ("/book/cy/egwyddorion/drws_agored%20t.%203", WELSH),
        ("/book/cy/egwyddorion/%20pp%204-5", "/book/cy/egwyddorion/"),
        ("/book/cy/egwyddorion/drws-agored/questions/2", WELSH),
        ("/book/cy/egwyddorion/drws-agored/12.0/", WELSH),
        ("/book/cy/egwyddorion/drws-agored12", WELSH),
        ("/book/cy/egwyddorion/drws-agored__;!!N1!x$", WELSH),
        ("/book/cy/egwyddorion/drws%252Dagored%2520", WELSH),
        ("/book/cy/egwyddorion/drws%25E2%2580%2593agored", WELSH),
        # what a PDF joins, a machine writes wide, and what else clings to an address
        ("/book/cy/rhanbarthau/y-dy\ufb00ryn", "/book/cy/rhanbarthau/y-dyffryn/"),
        ("/book/cy/%EF%BD%84%EF%BD%92%EF%BD%97%EF%BD%93-agored/", WELSH),
        ("/book/cy/egwyddorion/drws-agored/INDEX.HTM%23meaning", WELSH + "#meaning"),
        ("/book/cy/egwyddorion/drws-agored;jsessionid=1", WELSH),
        ("/book/cy/egwyddorion/drws-agored/:~:text=drws", WELSH),
        ("/book/cy/egwyddorion/drws-agored%20(cyrchwyd%2026%20Tachwedd%202026)", WELSH),
        ("/book/%3Ccy/egwyddorion/drws-agored/%3E", WELSH),
        ("/book/en/stories/tea-&-talk", "/book/en/stories/tea-and-talk/"),
        ("/book/cy/straeon/te-&-sgwrs/", "/book/cy/straeon/te-a-sgwrs/"),
        ("/book/Tea%20%26%20Talk", "/book/en/stories/tea-and-talk/"),
        ("/book/p/0pen_door", "/book/en/principles/open-door/"),
        ("/book/en/stories/tea+talk", "/book/en/stories/tea-and-talk/"),
        ("/book/cy/straeon/te-ac-sgwrs", "/book/cy/straeon/te-a-sgwrs/"),
        ("/book/cy/tesgwrs", "/book/cy/straeon/te-a-sgwrs/"),
        ("/book/cy/egwyddorion/drws-a-agored", WELSH),
        ("/book/compare/Open-Door.", "/book/compare/open-door/"),
        # the language by its name, twice, behind, or behind another host or folder
        ("/book/cymraeg", "/book/cy/"),
        ("/book/English/principles/open-door.", "/book/en/principles/open-door/"),
        ("/book/en/cy/egwyddorion/drws-agored", WELSH),
        ("/book/egwyddorion/drws-agored/cy", WELSH),
        ("/book/en/principles/open-door/en/", "/book/en/principles/open-door/"),
        ("/book/www.doors.example/cy/egwyddorion/drws-agored", WELSH),
        ("/book/old/place/cy/egwyddorion/drws-agored.html", WELSH),
        # the home page by its name, a folder in the singular, a slash that was lost
        ("/book/Hafan", "/book/cy/"),
        ("/book/home.", "/book/en/"),
        ("/book/en/home/", "/book/en/"),
        ("/book/cy/Hafan.html", "/book/cy/"),
        ("/book/en/hafan", "/book/en/"),
        ("/book/cy-GB/", "/book/cy/"),
        ("/book/Saesneg", "/book/en/"),
        ("/book/en_gb/Principles", "/book/en/principles/"),
        ("/book/cy/egwyddor/drws-agored", WELSH),
        ("/book/cyegwyddorion/drws-agored", WELSH),
        # an address that was given up, as far as anybody still knows it
        ("/book/Principles/Back_Door", "/book/en/principles/open-door/"),
        ("/book/cy/principles/back-door/", "/book/en/principles/open-door/"),
        ("/book/en/back-door", "/book/en/principles/open-door/"),
        ("/book/cy/egwyddorion/drws%20cefn#lock", WELSH + "#lock"),
        # a permanent link with what a program took along behind it, and in a language that was named
        *(
            (f"/book/p/open-door/{more}", "/book/en/principles/open-door/")
            for more in (
                *("%20and%20more", "%0A%0AThanks", "3", "=20", "questions", "%5Cn", "__;!!N1!x$"),
                *("%22target=%22_blank", "%22%3Eopen%20door%3C/a%3E", "%7Copen%20door%3E"),
                "](https://doors.example/book/p/open-door/)",
            )
        ),
        ("/book/p/principles/open-door", "/book/en/principles/open-door/"),
        ("/book/cy/p/open-door", WELSH),
        ("/book/p/cy/open-door", WELSH),
        ("/book/p/open-door/cy#meaning", WELSH + "#meaning"),
        ("/book/cy/door-session", "/book/cy/sesiynau/drws/"),
        # signs as a page or a protected mail writes them, and what another system calls its pages
        ("/book/en/stories/tea-&amp;-talk", "/book/en/stories/tea-and-talk/"),
        ("/book/cy/egwyddorion/drws&ndash;agored&rdquo;", WELSH),
        ("/book/cy/them%26acirc%3Bu/gartref", "/book/cy/themau/gartref/"),
        ("/book/cy/egwyddorion/drws-2Dagored", WELSH),
        ("/book/cy/egwyddorion/drws%25252Dagored", WELSH),
        *(
            (f"/book/cy/egwyddorion/drws-agored{end}", WELSH)
            for end in (".aspx", ".pdf", "/index.md", "/Default.asp")
        ),
        # one or many, an article, what has no language before it, and what stands at the root
        ("/book/en/principles/open-doors", "/book/en/principles/open-door/"),
        ("/book/en/story/the-tea-and-talk", "/book/en/stories/tea-and-talk/"),
        ("/book/en/compare/open-door", "/book/compare/open-door/"),
        ("/book/embed/cy/Drws-Agored", WELSH),
        ("/book/embed/EN/Open-Door.", "/book/embed/en/open-door/"),
        ("/book/index.php", "/book/"),
        ("/book/&/compare/open-door", "/book/compare/open-door/"),
    ],
)
def test_a_typed_address_leads_to_its_page(
    reader: Any, static_host: str, typed: str, page: str
) -> None:
    visit = reader.new_page()
    visit.goto(static_host + typed)
    visit.wait_for_url(static_host + page)
    visit.close()


@pytest.mark.parametrize("file", ["sitemap.xml", "assets/search-index.*"])
def test_a_file_of_the_missing_page_that_hangs_holds_nobody_up(
    browser: Any, static_host: str, file: str
) -> None:
    visit = browser.new_page()
    visit.route(f"**/{file}", lambda _: None)
    visit.goto(f"{static_host}/book/en/Principles/Open-Door.", wait_until="commit")
    visit.wait_for_url(f"{static_host}/book/en/principles/open-door/")
    visit.close()


def test_a_folder_in_the_singular_says_which_of_two_pages_is_meant(
    browser: Any, static_host: str
) -> None:
    visit = browser.new_page()
    more = ("straeon/drws-agored", "stories/open-door"), ("x/door-session", "y/door-session")
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="http://x/book/{lang}/{path}/"/>'
        for both in more
        for lang, path in zip(("cy", "en"), both, strict=True)
    )

    def with_a_story(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=f"{answer.text()}{links}")

    visit.route("**/sitemap.xml", with_a_story)
    visit.goto(f"{static_host}/book/en/Principle/Open-Door")
    visit.wait_for_url(f"{static_host}/book/en/principles/open-door/")
    visit.goto(f"{static_host}/book/en/open_door")
    visit.wait_for_load_state("networkidle")
    visit.wait_for_timeout(300)
    assert visit.url == f"{static_host}/book/en/open_door", "either may be meant"
    visit.goto(f"{static_host}/book/p/opendoor")  # but one name is that of a permanent link
    visit.wait_for_url(f"{static_host}/book/en/principles/open-door/")
    # the folder in one language and the name in the other
    visit.goto(f"{static_host}/book/en/egwyddorion/open-door")
    visit.wait_for_url(f"{static_host}/book/en/principles/open-door/")
    visit.goto(f"{static_host}/book/cy/principles/drws-agored")
    visit.wait_for_url(static_host + WELSH)
    # a name that both languages share
    visit.goto(f"{static_host}/book/Door_Session")
    visit.wait_for_url(f"{static_host}/book/en/sessions/door/")
    visit.goto(f"{static_host}/book/p/cy/opendoor")
    visit.wait_for_url(static_host + WELSH)
    visit.goto(f"{static_host}/book/p/Drws_Agored")  # whoever types Welsh reads it
    visit.wait_for_url(static_host + WELSH)
    visit.close()


@pytest.mark.parametrize("typed", ["Open_Door", "0pen-door", "open-doors."])
def test_a_permanent_link_with_a_slip_opens_in_the_readers_language(
    browser: Any, static_host: str, typed: str
) -> None:
    visit = browser.new_page(locale="cy-GB")
    visit.goto(f"{static_host}/book/p/{typed}")
    visit.wait_for_url(static_host + WELSH)
    visit.close()


@pytest.mark.parametrize(
    ("path", "first"), [("cy/dim", "cy"), ("en/nothing", "en"), ("EN/No.", "en"), ("nothing", "cy")]
)
def test_where_both_languages_stand_that_of_the_address_comes_first(
    browser: Any, static_host: str, path: str, first: str
) -> None:
    visit = browser.new_page()
    visit.goto(f"{static_host}/book/{path}")
    visit.wait_for_load_state("networkidle")
    halves = visit.locator("[data-missing] > section")
    assert [half.get_attribute("lang") for half in halves.all()][0] == first
    assert halves.count() == 2
    visit.close()


def test_an_address_that_means_no_page_is_looked_for(browser: Any, static_host: str) -> None:
    visit = browser.new_page()
    assert visit.goto(f"{static_host}/book/en/principles/warm-teapots.").status == 404
    visit.wait_for_timeout(300)
    assert visit.title(), "still here"
    assert visit.locator("form").count() in (0, 2)
    for box in visit.locator("input[name=q]").all():
        assert box.input_value() == "warm teapots"
    visit.close()


@pytest.mark.parametrize("path", ["cy/привет/", "ŵ/Дверь", "en/principles/öpen-døor", "привет"])
def test_letters_of_another_alphabet_are_not_passed_over(
    browser: Any, static_host: str, path: str
) -> None:
    visit = browser.new_page()
    assert visit.goto(f"{static_host}/book/{path}").status == 404
    visit.wait_for_load_state("networkidle")
    visit.wait_for_timeout(300)
    assert visit.locator("[data-missing]").count(), "still here"
    visit.close()


def test_a_page_of_the_network_itself_is_not_taken_for_one_of_ours(
    browser: Any, static_host: str
) -> None:
    visit = browser.new_page()
    address = f"{static_host}/book/en/nothing"
    portal = {"body": "<title>Sign in</title>", "content_type": "text/html"}
    visit.route(
        lambda url: url.startswith(static_host) and url != address,
        lambda route: (
            route.continue_() if "/assets/" in route.request.url else route.fulfill(**portal)
        ),
    )
    visit.goto(address)
    visit.wait_for_load_state("networkidle")
    visit.wait_for_timeout(300)
    assert visit.url == address
    visit.close()


@pytest.mark.parametrize("path", ["Nothing", "cy/Nothing", "en//nothing.", "p/nothing"])
def test_a_host_that_finds_everything_leads_nobody_round(
    browser: Any, static_host: str, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(_StaticHost, "status", 200)
    visit = browser.new_page()
    pages: list[str] = []
    visit.on("framenavigated", lambda frame: pages.append(frame.url))
    assert visit.goto(f"{static_host}/book/{path}").status == 200
    visit.wait_for_load_state("networkidle")
    visit.wait_for_timeout(300)
    assert pages == [f"{static_host}/book/{path}"]
    visit.close()


AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "path",
    ["compare/open-door/", "embed/cy/patience/", "embed/en/open-door/", "cy/none-of-this/"],
)
def test_these_pages_stand_in_nobodys_way(
    browser: Any, static_host: str, path: str, width: int, scheme: str
) -> None:
    visit = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    visit.goto(f"{static_host}/book/{path}")
    visit.evaluate(AXE)
    found = visit.evaluate("axe.run().then(({violations}) => violations.map(({id}) => id))")
    assert found == []
    assert visit.evaluate("document.documentElement.scrollWidth") <= width
    small = "a, button, summary"
    sizes = [link.bounding_box() for link in visit.locator(small).all() if link.is_visible()]
    # links in a sentence apart (WCAG 2.2, 2.5.8)
    assert [s for s in sizes if s["height"] < 18] == []
    visit.close()


def test_a_page_for_other_sites_is_small_and_needs_nothing(browser: Any, static_host: str) -> None:
    visit = browser.new_page(java_script_enabled=False)
    sizes: list[int] = []
    visit.on("response", lambda answer: sizes.append(len(answer.body())))
    visit.goto(f"{static_host}/book/embed/cy/open-door/")
    assert visit.locator("h1").inner_text() == "Drws agored"
    assert len(sizes) == 1 and sizes[0] <= 15_000, "no file that hangs leaves an empty frame"
    visit.close()
