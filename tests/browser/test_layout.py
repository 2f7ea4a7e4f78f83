"""Nothing on a page moves while it loads, whatever comes late or never; and nothing makes a
phone scroll sideways."""

from __future__ import annotations

import io
import re
import threading
import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from conftest import ROOT
from folderserver import Quiet, serve_folder
from nyth.pages import charts
from nyth.pages.page import environment

pytestmark = pytest.mark.browser
WIDTHS = (320, 360, 390, 412, 1280)
MOST = 0.005  # of a screen, as the Layout Instability API counts
# What tells the kinds of pages apart; each is looked for in both languages.
FEATURES = (
    "data-filter=",
    'class="finder"',
    "data-search-page",
    "data-keep=",
    'class="glossary"',
    'class="a-z"',
    "is-home",
)

WATCH = """
self.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries()) {
    const nodes = sources.map(({ node }) => node?.className || node?.nodeName);
    if (!hadRecentInput) shifts.push([value, nodes]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
PAINTED = """() => new Promise((resolve) => {
  new PerformanceObserver(() => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    .observe({ type: "paint", buffered: true });
})"""
SETTLED = "() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))))"


def one_of_each_kind(site: Path) -> list[str]:
    """Addresses within the site: one page for each language and kind of page, as the pages say
    it themselves."""
    chosen: dict[tuple[str, str], str] = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        html = path.read_text("utf-8")
        body = re.search(r'<body class="(?:is-home )?(\S+)"', html)
        area = name.split("/")[0]
        kinds = [body[1] if body else "", *(feature for feature in FEATURES if feature in html)]
        for kind in kinds + ["missing"] * name.endswith("404.html"):
            chosen.setdefault((area, kind), name)
    return sorted({name.removesuffix("index.html") for name in chosen.values()})


class Line:
    """A line on which scripts come only when they are let through; the font too, or never."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.page.add_init_script(WATCH)
        self.font_comes = True
        self._held: list[Route] = []
        self._open = False
        self.page.route(re.compile(r"/(site|search|keep|finder)\.\w+\.js|\.woff2"), self._hold)

    def _hold(self, route: Route) -> None:
        if self._open:
            self._let_through(route)
        else:
            self._held.append(route)

    def _let_through(self, route: Route) -> None:
        if ".woff2" in route.request.url and not self.font_comes:
            route.abort()
        else:
            route.continue_()

    def load(self, address: str, after: int = 0) -> None:
        """Opens a page as it looks before anything late has come, then lets all come, `after`
        milliseconds later, and waits until it has."""
        self._held, self._open = [], False
        self.page.goto(address, wait_until="commit")
        self.page.evaluate(PAINTED)
        self.page.wait_for_timeout(after)
        self._open = True
        for route in self._held:
            self._let_through(route)
        self.page.wait_for_load_state("networkidle" if "?" in address else "load")
        self.page.evaluate(SETTLED)

    def shifts(self) -> list:
        """What moved, and by how much."""
        return self.page.evaluate("shifts")


@pytest.fixture
def line(browser: Browser) -> Iterator[Callable[[int], Line]]:
    """A function that gives a slow line to a screen of a width."""
    contexts: list[BrowserContext] = []

    def new(width: int) -> Line:
        contexts.append(
            browser.new_context(viewport={"width": width, "height": 800}, locale="pl-PL")
        )
        return Line(contexts[-1])

    yield new
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_moves_while_a_page_loads(
    line: Callable[[int], Line], site: Path, address: str, width: int
) -> None:
    slow, moved = line(width), {}
    pages = one_of_each_kind(site)
    searches = [f"{page}?q=teulu" for page in pages if re.search(r"/(search|chwilio)/$", page)]
    for page in [*pages, *searches]:
        slow.load(f"{address}/{page}")
        if sum(value for value, _ in slow.shifts()) > MOST:
            moved[page] = slow.shifts()
    assert moved == {}


class _InParts(Quiet):
    """Hands over a page as far as its first section goes, in pieces, and the rest when it may."""

    rest = threading.Event()
    pause = 0.0  # seconds

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if file.suffix != ".html":
            return super().do_GET()
        first, end, last = file.read_bytes().partition(b"</section>")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        cuts = rb"(?=<(?:nav|/?summary|input|h1)\b)|(?<=[,.] )(?=\w)" if self.pause else rb"$"
        for piece in re.split(cuts, first + end):
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(self.pause)
        self.rest.wait(20)
        self.wfile.write(last)


@pytest.fixture(scope="module")
def in_parts(site: Path) -> Iterator[str]:
    """The address of the site on a server that hands over half a page first."""
    with serve_folder(site.parent, _InParts) as server:
        yield f"http://127.0.0.1:{server.server_port}/{site.name}"
        server.shutdown()


@pytest.mark.parametrize("width", (412, 1280))
@pytest.mark.parametrize("path", ("", "404.html", "cy/404.html", "p/trusted-adults/"))
def test_what_comes_late_of_a_page_moves_nothing_above_it(
    browser: Browser, in_parts: str, path: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, locale="pl-PL")
    page.add_init_script(WATCH)
    _InParts.rest.clear()
    page.goto(f"{in_parts}/{path}", wait_until="commit")
    page.evaluate(PAINTED)
    _InParts.rest.set()
    page.wait_for_load_state("load")
    page.evaluate(SETTLED)
    assert sum(value for value, _ in page.evaluate("shifts")) <= MOST
    page.context.close()


@pytest.mark.parametrize("path", ("", "en/principles/trusted-adults/", "cy/chwilio/", "cy/"))
def test_however_a_page_is_cut_on_its_way_nothing_moves(
    browser: Browser, in_parts: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_InParts, "pause", 0.1)
    _InParts.rest.set()
    screens = ({"width": width, "height": 800} for width in (360, 1280))
    pages = [browser.new_page(viewport=screen, locale="pl-PL") for screen in screens]
    for page in pages:
        page.add_init_script(WATCH)
        page.goto(f"{in_parts}/{path}", wait_until="commit")
    for page in pages:
        page.wait_for_load_state("load")
        page.evaluate(SETTLED)
        assert page.evaluate("shifts") == [], page.viewport_size
        page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_header_is_as_high_with_the_font_as_without_it(
    line: Callable[[int], Line], address: str, width: int
) -> None:
    slow, errors = line(width), []
    slow.page.on("pageerror", lambda error: errors.append(str(error)))
    slow.font_comes = False
    for page in ("en/", "cy/"):
        slow.load(f"{address}/{page}")
        assert sum(value for value, _ in slow.shifts()) <= MOST
        header = "document.querySelector('.header').getBoundingClientRect().height"
        without = slow.page.evaluate(header)
        # every font there is: the heading font itself, what stands in for it, and the widest a
        # system may have
        for family in ("Alegreya", "serif", "monospace"):
            slow.page.evaluate(
                "(family) => document.documentElement.style.setProperty('--heading', family)",
                family,
            )
            assert slow.page.evaluate(header) == without, (page, family)
    assert errors == []


def test_no_words_wait_for_the_heading_font(browser: Browser, address: str) -> None:
    page = browser.new_page()
    # however busy the machine is, the font has come in time
    page.add_init_script("performance.now = () => 0")
    page.goto(f"{address}/cy/egwyddorion/")
    page.wait_for_function("[...document.fonts].some((face) => face.family === 'Alegreya')")
    assert page.evaluate(
        """() => performance.getEntriesByType("resource").find(({ name }) => name.endsWith(".woff2")).startTime
          >= performance.getEntriesByName("first-contentful-paint")[0].startTime"""
    )
    # on the next page it is there from the start
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => {
          window.dressed = [...document.fonts].some((face) => face.family === "Alegreya");
        })"""
    )
    page.locator("main a").first.click()
    page.wait_for_function("window.dressed")
    page.close()


def test_the_heading_font_never_takes_the_place_of_words_being_read(
    line: Callable[[int], Line], address: str
) -> None:
    slow = line(412)
    slow.load(f"{address}/en/", after=400)
    assert not slow.page.evaluate("[...document.fonts].some((face) => face.family === 'Alegreya')")


# The heading font, however late it comes
FONT = """async () => {
  const { font } = document.querySelector("script[data-font]").dataset;
  document.fonts.add(await new FontFace("Alegreya", `url(${font})`, { weight: 800 }).load());
}"""
# The edges of every line of a name, where its small letters reach, in the units of the drawing
NAMES = """() => [...document.querySelectorAll(".diagram__principle tspan[x]")].map((line) => {
  const svg = line.ownerSVGElement.getBoundingClientRect(), box = line.getBoundingClientRect();
  const [x, y] = [svg.x + svg.width / 2, svg.y + svg.height / 2].map(Math.round);
  const middle = box.y + box.height / 2, reach = box.height * 0.22;
  const at = [box.left, box.right].flatMap((side) => [middle - reach, middle + reach]
    .map((height) => Math.hypot(side - x, height - y) * 640 / svg.width));
  return [line.textContent, Math.min(...at), Math.max(...at)];
})"""
# The furthest that the name of a value reaches from the middle
HEART = NAMES.replace("principle", "value").replace("];\n})", "];\n}).map(([, , far]) => far)")


@pytest.mark.parametrize("width", [390, 1280])
def test_names_in_the_diagram_keep_off_its_rings(
    browser: Browser, address: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for home in ("en/", "cy/"):
        page.goto(f"{address}/{home}")
        page.evaluate(FONT)
        names = page.evaluate(NAMES)
        assert len(names) > 6
        assert [name for name in names if not 139 < name[1] < name[2] < 249] == []
        assert width == 390 or max(page.evaluate(HEART)) < 130
    page.close()


WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
ADDRESS = "https://nyth.example/" + "a" * 90 + "?q=" + "b" * 60
LONG = f"{WORD} {WORD}-{WORD} {ADDRESS} {'W' * 70}"
PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='3000' height='200'/%3E"
)
TABLE = (
    "<table><tr>"
    + "<th scope='col'>Cyfrifoldebau</th>" * 10
    + "</tr><tr>"
    + f"<td>{WORD}</td>" * 10
    + "</tr></table>"
)
# Where people's words stand, as the templates write it; {} is what they wrote.
PLACES = """
<div class="top"><div class="top__in"><aside class="help"><p>{} <a href="#">{}</a></p></aside>
<nav class="language"><a class="language__link" href="#">Cymraeg</a></nav></div></div>
<header class="header"><div class="header__in"><div class="header__mark"><a class="mark" href="#"><svg class="mark__nest"
viewBox="0 0 48 40"></svg><span class="mark__name">{}</span></a></div><details class="menu" open><summary class="button">
Dewislen</summary><nav class="menu__panel"><ul class="menu__list"><li class="menu__group"><a class="menu__top" href="#">{}</a>
<ul><li><a href="#">{}</a></li></ul></li></ul></nav></details></div></header>
<div class="page page--contents"><main><div class="title"><nav class="crumbs"><ol><li><a href="#">{}</a></li><li><a href="#">{}</a>
</li></ol></nav><p class="title__kind">{}</p><h1>{}</h1><p class="lead">{}</p></div>
<div class="notice notice--warning"><p>{}</p></div>
<details class="contents contents--narrow" open><summary>{}</summary><nav><ul><li><a href="#">{}</a></li></ul></nav></details>
<div class="prose"><h2>{}</h2><h3>{}</h3><h4>{}</h4><p class="ours"><a href="#">{}</a></p><p class="behind">{}</p><p>{}</p>
<ul><li>{}<ol><li>{}<ul><li>{}<ol><li>{}</li></ol></li></ul></li></ol></li></ul><blockquote><p>{}</p></blockquote>
<blockquote><blockquote><blockquote><p>{}</p></blockquote></blockquote></blockquote>
<dl class="facts"><div><dt>{}</dt><dd>{}<ul><li>{}</li></ul></dd></div></dl><dl class="values"><div><dt>{}</dt><dd>{}</dd></div></dl>
<dl class="glossary"><div><dt>{} <span>{}</span></dt><dd>{}</dd><dd class="glossary__meta">{}</dd></div></dl>
<div class="rating"><p class="rating__value">{}</p><p>{}</p></div><ol class="timeline"><li><p class="timeline__when">{}</p><p>{}</p></li></ol>
<ul class="cards"><li class="card"><a class="card__title" href="#">{}</a><p class="card__summary">{}</p><p class="card__meta">{}</p></li></ul>
<form class="filter"><p class="filter__field"><label>{}</label><select><option>{}</option></select></p><button>{}</button>
<p class="filter__status">{}</p></form><form class="finder"><label>{}</label><input>
<p role="status">{}</p><ul class="finder__places"><li><button>{}</button></li></ul></form>
<div class="map"><ul class="map__list"><li><a href="#">{}</a></li></ul></div><article class="answer"><h3>{}</h3></article><figure><figcaption>{}</figcaption></figure>
<ol class="sources"><li>{}</li></ol><ul class="a-z__list"><li><a href="#">{}</a></li></ul></div></main>
<div class="pagefoot"><nav class="around"><a class="around__link"><span class="around__word">{}</span>
<span class="around__title">{}</span></a></nav><section class="colophon"><h2 class="colophon__title">{}</h2>
<dl class="colophon__facts"><div><dt>{}</dt><dd><a class="colophon__address" href="#">{}</a></dd></div>
<div><dt>{}</dt><dd class="colophon__cite">{}</dd></div></dl><p class="actions"><a class="button button--small">{}</a></p></section></div></div>
<footer class="footer"><div class="footer__in"><p class="footer__notice">{}</p><nav><ul><li><a href="#">{}</a></li></ul></nav></div></footer>
<div class="bare__in"><h1 class="bare__title">{}</h1><div class="halves"><section class="half"><h2 class="half__title">{}</h2>
<p>{}</p><a class="half__link" href="#">{}</a></section></div></div>"""
WRITTEN = {
    "long words and addresses": LONG,
    "code": f"<code>{'x' * 120}</code>",
    "a link": f'<a href="#">{ADDRESS}</a>',
    "a telephone number": '<a href="tel:08088023456">080880 23456 080880 23456</a>',
}
BLOCKS = f"""<div class="prose">{TABLE}<div class="table">{TABLE}</div><pre><code>{"x" * 300}</code></pre>
<p><img src="{PICTURE}" alt=""></p><ul><li>{TABLE}</li><li><pre><code>{"x" * 300}</code></pre></li><li><img src="{PICTURE}" alt=""></li></ul>
<blockquote>{TABLE}<pre>{"x" * 300}</pre></blockquote><dl class="glossary"><div><dt>a</dt><dd>{TABLE}<pre>{"x" * 300}</pre></dd></div></dl>
<div class="notice">{TABLE}<pre>{"x" * 300}</pre></div><div class="table"><table><tr><td>{LONG}</td><td><code>{"x" * 200}</code></td></tr></table></div></div>"""
CODE_FITS = "[...document.querySelectorAll('pre')].every((p) => p.scrollWidth <= p.clientWidth)"
OVERFLOWING = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => `${one.localName}.${one.className}`).slice(0, 12)"""


@pytest.mark.parametrize("what", [*WRITTEN, "blocks"])
def test_whatever_is_written_a_phone_does_not_scroll_sideways(browser: Browser, what: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.set_content(PLACES.replace("{}", WRITTEN[what]) if what in WRITTEN else BLOCKS)
    for sheet in ("assets/site.css", "inline/lists.css", "inline/home.css"):
        page.add_style_tag(path=ROOT / "overrides" / sheet)
    for width, look in product((320, 412, 1280), ("", "is-home")):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("(look) => { document.body.className = look; }", look)
        assert page.evaluate(OVERFLOWING) == [], (width, look)
        # only a table, which can be reached with the keyboard, scrolls by itself
        assert page.evaluate(CODE_FITS), (width, look)
    page.set_viewport_size({"width": 320, "height": 800})
    page.add_style_tag(content="html { font-size: 200%; }")
    assert page.evaluate(OVERFLOWING) == []
    page.close()


@pytest.mark.parametrize("text", ["Gair", "<p>Gair</p>"])
def test_no_number_of_a_list_is_cut(browser: Browser, text: str) -> None:
    page = browser.new_page()
    items = f"<ol start='123456788'><li>{text}</li><li>{text}</li></ol>"
    for words, sheet in (
        (f'<main class="prose">{items}</main>', "assets/site.css"),
        (
            f'<main class="facing"><div class="facing__side">{items}</div></main>',
            "assets/compare.css",
        ),
    ):
        page.set_content(f'<div class="page">{words}</div>')
        for path in dict.fromkeys(("assets/site.css", sheet)):
            page.add_style_tag(path=ROOT / "overrides" / path)
        for width in (320, 412):
            page.set_viewport_size({"width": width, "height": 300})
            shot = Image.open(io.BytesIO(page.screenshot()))
            # the edge is empty, and a number of nine figures stands before the word, on its line
            assert len(shot.crop((0, 0, 3, 300)).getcolors()) == 1, width
            assert page.locator("li").first.bounding_box()["height"] < 40
            first = "getSelection().selectAllChildren(document.querySelector('li')), getSelection().getRangeAt(0)"
            assert page.evaluate(f"({first}).getBoundingClientRect().left") > 80
    page.close()


SCALE = """() => ["title", "end--1", "end--2"].map((part) => {
  const { left, right, bottom } = document.querySelector(`.ratings__${part}`).getBoundingClientRect();
  return [left, right, bottom];
})"""
LONG_NAMES = (
    WORD,
    "Gwrthwahaniaetholrwydd",
    "Gwrthwahaniaetholrwyddwyr",
    "Cydgynhyrchu gwrthwahaniaethol ac amlddisgyblaethol rhyngsefydliadol a thrawsgyfrifoldebol",
    "CYDGYNHYRCHU GWRTHWAHANIAETHOL AC AMLDDISGYBLAETHOL RHYNGSEFYDLIADOL",
)


class Wordless:
    """All that a drawing asks of its page."""

    lang = "cy"

    def word(self, key: str, **values: object) -> str:
        return key


# of each title its lines, each as far as its letters reach; then what an arc has no room for
DRAWN = """() => [[...document.querySelectorAll("svg text")].map((text) => {
  const { a, e, f } = text.getScreenCTM(), size = parseFloat(getComputedStyle(text).fontSize) * a;
  return [...text.querySelectorAll("tspan")].filter((line) => line.getClientRects().length).map((line) => {
    const [from, to] = [line.getStartPositionOfChar(0), line.getEndPositionOfChar(line.getNumberOfChars() - 1)];
    return [from.x * a + e, from.y * a + f - size * 0.65, to.x * a + e, from.y * a + f + size * 0.15];
  });
}), [...document.querySelectorAll("textPath")].filter((words) => words.getComputedTextLength() >
  document.querySelector(words.getAttribute("href")).getTotalLength()).map((words) => words.textContent),
[...document.querySelectorAll("rect")].map((tile) => tile.getBoundingClientRect()).map((r) => [r.left, r.top, r.right, r.bottom])]"""


def _cross(one: list[float], other: list[float]) -> bool:
    return all(min(one[n + 2], other[n + 2]) - max(one[n], other[n]) > 1 for n in (0, 1))


@pytest.mark.parametrize("count", [1, 3, 6, 8, 12])
@pytest.mark.parametrize("name", LONG_NAMES)
def test_no_name_in_a_drawing_lies_over_another(browser: Browser, name: str, count: int) -> None:
    items = [(name, "#")] * count
    tiles = [(name, "#", (n % 4 * 2, n // 4, 2, 1)) for n in range(count)]
    page = browser.new_page()
    for sheet, template, values in (
        ("home", "diagram", {"drawing": charts.diagram(items, items, items[:6])}),
        ("regions", "regions", {"tiles": tiles}),
    ):
        drawing = environment().get_template(f"charts/{template}.html")
        html = drawing.render(page=Wordless(), **values)
        page.set_content(f'<div class="prose"><figure class="diagram map">{html}</figure></div>')
        for path in (f"inline/{sheet}.css", "assets/site.css"):
            page.add_style_tag(path=ROOT / "overrides" / path)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            names, cut, boxes = page.evaluate(DRAWN)
            pairs = ((a, b) for n, one in enumerate(names) for a in one for b in sum(names[:n], []))
            assert not any(_cross(a, b) for a, b in pairs) and cut == [], (template, width)
            if template == "diagram":
                assert [one for one in page.evaluate(NAMES) if one[1] < 136 or one[2] > 252] == []
                assert width == 320 or max(page.evaluate(HEART)) < 132
            if template == "regions":
                for lines, (left, top, right, bottom) in zip(names, boxes, strict=True):
                    for a, b, c, d in lines:
                        assert a > left and b > top and c < right and d < bottom, width
    page.close()


@pytest.mark.parametrize("name", LONG_NAMES)
def test_names_of_the_ends_of_a_scale_stand_beside_each_other(browser: Browser, name: str) -> None:
    page = browser.new_page()
    levels = [SimpleNamespace(level=n, label={"cy": name}) for n in (1, 4)]
    html = (
        environment()
        .get_template("charts/ratings.html")
        .render(
            page=Wordless(),
            principle={"cy": SimpleNamespace(title=name)},
            levels=levels,
            years=[2025],
            row=[SimpleNamespace(value=2.7)],
        )
    )
    page.set_content(f'<div style="width: 20rem"><div class="ratings">{html}</div></div>')
    for path in ("assets/site.css", "inline/ratings.css"):
        page.add_style_tag(path=ROOT / "overrides" / path)
    title, first, last = page.evaluate(SCALE)
    svg = page.locator("svg").bounding_box()
    assert svg["x"] <= first[0] and first[1] < last[0] and last[1] <= svg["x"] + svg["width"] + 1
    assert title[1] <= svg["x"] + svg["width"]
    assert max(first[2], last[2]) <= svg["y"] + svg["height"] + 4
    page.close()


def test_large_letters_leave_facts_their_room(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    facts = f"<div><dt>{'Gair hir ' * 4}</dt><dd>{WORD}</dd></div>"
    main = f'<main><div class="prose"><dl class="facts">{facts}</dl></div></main>'
    page.set_content(f'<div class="page page--contents">{main}<nav>Ar y dudalen hon</nav></div>')
    page.add_style_tag(path=ROOT / "overrides/assets/site.css")
    beside = page.evaluate(
        "document.querySelector('dd').offsetLeft > document.querySelector('dt').offsetLeft"
    )
    assert beside
    for width, size in ((1280, 200), (640, 200), (320, 100)):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("(size) => { document.documentElement.style.fontSize = `${size}%`; }", size)
        assert page.evaluate(
            "document.querySelector('dd').offsetWidth > 0.9 * document.querySelector('dl').offsetWidth"
        ), (width, size)
    page.close()


# Words of everyday length, of the parts of a page that are there first or tell whose it is, that
# stand on two lines
PARTED = """() => [...document.querySelectorAll(".top, .header, .title, h2:not(.half__title), .sources, .half__link")].flatMap((part) => {
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), range = document.createRange(), found = [];
  while (texts.nextNode())
    for (const { 0: word, index } of texts.currentNode.data.matchAll(/(?<!\\S)\\p{L}{2,11}(?!\\p{L})/gu)) {
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      const lines = range.getClientRects();
      const seen = texts.currentNode.parentElement.checkVisibility();
      if (seen && lines[lines.length - 1]?.top > lines[0].bottom - 1) found.push(word);
    }
  return found;
})"""


@pytest.mark.parametrize("width", [320, 360, 412])
@pytest.mark.parametrize(
    "path", ["/", "/cy/", "/cy/egwyddorion/oedolion-yr-ymddiriedir-ynddynt/", "/p/no-wrong-door/"]
)
def test_large_letters_part_no_everyday_word(
    visit: Callable[..., Page], path: str, width: int
) -> None:
    page = visit(path, viewport={"width": width, "height": 800})
    page.add_style_tag(content="html { font-size: 200%; }")
    assert page.evaluate(PARTED) == [] == page.evaluate(OVERFLOWING)


def test_what_stays_on_one_line_of_a_cell_lies_on_no_other(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    cells = f'<td class="plan__time">{WORD}</td><td><a class="pack__link" href="#">{WORD}</a></td>'
    page.set_content(f'<div class="table"><table><tr>{cells}<td>gair</td></tr></table></div>')
    for path in ("assets/site.css", "inline/lists.css"):
        page.add_style_tag(path=ROOT / "overrides" / path)
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(
        "[...document.querySelectorAll('td')].every((td) => td.scrollWidth <= td.clientWidth)"
    )
    page.close()


def test_whatever_is_written_over_slides_a_phone_does_not_scroll_sideways(
    browser: Browser,
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    bar = f'<p><a href="#">{WORD}</a> <span class="bar__keys">{WORD}</span></p>'
    slide = f'<h1 class="slide__heading">{WORD}</h1><p class="slide__line">{LONG}</p>'
    foot = f'<p class="slide__foot"><a href="#">{ADDRESS}</a> <span>10 / 20</span></p>'
    page.set_content(
        f'<header class="bar">{bar}</header><article class="slide">{slide}{foot}</article>'
    )
    page.add_style_tag(path=ROOT / "overrides/assets/slides.css")
    assert page.evaluate(OVERFLOWING) == []
    page.close()


def test_large_letters_leave_each_field_of_an_action_its_room(
    visit: Callable[..., Page],
) -> None:
    page = visit("/cy/hunanasesu/", viewport={"width": 1280, "height": 800})
    for size in (100, 200):
        page.evaluate("(size) => { document.documentElement.style.fontSize = `${size}%`; }", size)
        fields = page.locator(".assess__action label").evaluate_all(
            "(all) => all.map((one) => one.clientWidth / parseFloat(getComputedStyle(one).fontSize))"
        )
        assert min(fields) > 5, size


def test_a_long_word_in_a_table_takes_no_more_than_its_share(browser: Browser) -> None:
    page = browser.new_page()
    cells = f"<td>{ADDRESS}</td><td><code>{'x' * 90}</code></td><td>{WORD}</td><td>gair</td>"
    page.set_content(f"<div class='table'><table><tr>{cells}</tr></table></div>")
    page.add_style_tag(path=ROOT / "overrides/assets/site.css")
    for width, most in ((320, 2 * 320), (1280, 1280)):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.querySelector('table').scrollWidth") <= most
    page.close()


@pytest.mark.parametrize("sheet", ["assets/site.css", "inline/embed.css"])
def test_no_line_begins_with_the_number_of_a_source(browser: Browser, sheet: str) -> None:
    page = browser.new_page()
    cited = '<p>Mae gan bob un arweinydd.<a class="cite" href="#">[1]</a> Ac un arall.</p>'
    page.set_content(
        "".join(f"<div style='width: {width}px'>{cited}</div>" for width in range(150, 320, 4))
    )
    page.add_style_tag(path=ROOT / "overrides" / sheet)
    boxes = """[...document.querySelectorAll(".cite")].map((one) => {
      const box = one.getBoundingClientRect();
      return [box.left - one.parentElement.getBoundingClientRect().left > 9, box.width >= 24, box.height >= 24];
    })"""
    assert all(all(box) for box in page.evaluate(boxes))
    page.close()


@pytest.mark.parametrize("sheet", ["assets/site.css", "inline/embed.css"])
def test_of_many_sources_in_a_row_no_number_is_parted(browser: Browser, sheet: str) -> None:
    page = browser.new_page()
    cited = "".join(f'<a class="cite" href="#">[{n}]</a>' for n in range(8, 24))
    page.set_content(
        "".join(f"<p style='width: {width}px'>Gair.{cited}</p>" for width in range(150, 320, 4))
    )
    page.add_style_tag(path=ROOT / "overrides" / sheet)
    lines = "[...document.querySelectorAll('.cite')].map((one) => one.getClientRects().length)"
    assert {*page.evaluate(lines)} == {1}
    page.close()


def test_whatever_is_written_fits_inside_another_site(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    table, code = f'<div class="table">{TABLE}</div>', f"<pre><code>{'x' * 300}</code></pre>"
    page.set_content(f"<main><p>{LONG}</p>{table}{code}<p><img src='{PICTURE}' alt=''></p></main>")
    page.add_style_tag(path=ROOT / "overrides/inline/embed.css")
    assert page.evaluate(OVERFLOWING) == []
    # a quotation in a list in a list leaves words their room, and a sentence in a cell its neighbours theirs
    deep = "<ul><li><blockquote>" * 3 + "<p>Gwrthwahaniaeth</p>" + "</blockquote></li></ul>" * 3
    cells = f"<th scope='row'>{'Brawddeg hir mewn cell. ' * 20}</th><td>{WORD}</td><td>Gair</td>"
    page.set_content(f"<main>{deep}<div class='table'><table><tr>{cells}</tr></table></div></main>")
    page.add_style_tag(path=ROOT / "overrides/inline/embed.css")
    assert page.evaluate("document.querySelector('blockquote p').offsetHeight") < 40
    assert page.evaluate("document.querySelector('table').scrollWidth") < 2 * 320
    cells = """[...document.querySelectorAll("th, td")].map((cell) => {
      const range = document.createRange(), { left, right } = cell.getBoundingClientRect();
      range.selectNodeContents(cell);
      const words = range.getBoundingClientRect();
      return [words.left - left < 1, right - words.right > 5];
    })"""
    assert all(all(cell) for cell in page.evaluate(cells))
    page.close()


WIDE = {
    "ten columns": (TABLE, "Cyfrifoldebau", 10),
    "four columns": (
        "<table><tr><td>Cyfrifoldebau</td>" + "<td>gair</td>" * 3 + "</tr></table>",
        "gair",
        3,
    ),
    "long words": (f"<table><tr>{f'<td>{WORD}</td>' * 3}</tr></table>", WORD, 3),
    "an address": (f"<table><tr><td>{ADDRESS}</td><td>x</td></tr></table>", ADDRESS, 1),
    "code": (f"<pre><code>{'Mae ' * 99}</code></pre>", "Mae", 99),
    "long numbers": ("<ol start='123456788'><li>gair</li><li>gair</li></ol>", "12345678", 2),
    "code without a space": (f"<pre><code>{'maeo' * 99}</code></pre>", "maeo", 99),
}


PAPER = ("assets/site.css", "assets/print.css")


@pytest.mark.parametrize("what", WIDE)
def test_whatever_is_written_paper_holds_it(browser: Browser, what: str, tmp_path: Path) -> None:
    block, word, count = WIDE[what]
    side = f'<div class="facing__side">{block}</div>'
    page, sheets = browser.new_page(), (*PAPER, "assets/compare.css")
    for main, times, styles in (
        (f'<div class="prose">{block}</div>', 1, sheets),
        (f'<div class="facing"><div class="facing__row">{side * 2}</div></div>', 2, sheets),
        (f'<div class="table">{block}</div>', 1, ["inline/embed.css"]),
    ):
        page.set_content(f'<div class="page"><main>{main}</main></div>')
        for sheet in styles:
            page.add_style_tag(path=ROOT / "overrides" / sheet)
        page.pdf(path=tmp_path / "page.pdf", format="A4", prefer_css_page_size=True)
        with pypdfium2.PdfDocument(tmp_path / "page.pdf") as pdf:
            text = "".join(sheet.get_textpage().get_text_range() for sheet in pdf)
        # what stands side by side is read line by line
        if times == 1 or "<table" in block:
            assert re.sub(r"[\s\ufffe]", "", text).count(word) == count * times
    page.close()


def _pages(page: Page, path: Path) -> list[str]:
    """The words of each sheet of what is printed."""
    page.pdf(path=path, format="A4", prefer_css_page_size=True)
    with pypdfium2.PdfDocument(path) as pdf:
        return [sheet.get_textpage().get_text_range().strip() for sheet in pdf]


def test_the_stroke_over_a_heading_is_not_left_behind_on_a_sheet(
    browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page()
    for high in range(800, 1000, 10):
        words = f"<div style='height: {high}px'></div><h2>Pennawd</h2><p>Gair</p>"
        page.set_content(f'<div class="page"><main class="prose">{words}</main></div>')
        for path in PAPER:
            page.add_style_tag(path=ROOT / "overrides" / path)
        page.add_style_tag(content=".prose h2::before { content: '#'; height: auto; }")
        sheets = _pages(page, tmp_path / "page.pdf")
        assert any("#" in sheet and "Pennawd" in sheet for sheet in sheets), (high, sheets)
    page.close()


@pytest.mark.parametrize("over", ["under", "findings__kind", "places__letter"])
def test_what_stands_over_a_text_is_not_left_behind_on_a_sheet(
    browser: Browser, over: str, tmp_path: Path
) -> None:
    page = browser.new_page()
    for high in range(800, 1000, 10):
        page.set_content(
            f'<div class="page"><main><div class="prose"><p style="height: {high}px">Cyn</p>'
            f'<h2>Pennawd</h2><div class="{over}"><p>Ein dehongliad ni</p></div><p>Testun</p></div></main></div>'
        )
        for path in (*PAPER, "inline/regions.css"):
            page.add_style_tag(path=ROOT / "overrides" / path)
        sheets = _pages(page, tmp_path / "page.pdf")
        assert not any(sheet.endswith("dehongliad ni") for sheet in sheets), high
    page.close()


def test_what_is_said_about_a_page_is_printed_on_one_sheet(
    browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page()
    facts = "<div><dt>Adolygwyd</dt><dd>heddiw</dd></div>" * 5
    for high in range(700, 1000, 20):
        page.set_content(
            f'<div class="page"><main class="prose"><p style="height: {high}px">Cyn</p></main>'
            '<div class="pagefoot"><section class="colophon"><h2>Am y dudalen</h2>'
            f'<dl class="colophon__facts">{facts}</dl></section></div></div>'
            '<footer class="footer">Annibynnol</footer><div class="paper">Troed</div>'
        )
        for path in PAPER:
            page.add_style_tag(path=ROOT / "overrides" / path)
        about = [s for s in _pages(page, tmp_path / "page.pdf") if "Am y dudalen" in s]
        assert [sheet.count("Adolygwyd") for sheet in about] == [5], high
    page.close()


def test_a_form_that_nobody_filled_in_prints_no_result(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    page = visit("/cy/hunanasesu/")
    expect(page.locator(".assess__result")).to_be_visible()
    heading, empty = page.locator("#result").inner_text(), page.locator("[data-empty]").inner_text()
    assert not [s for s in _pages(page, tmp_path / "a.pdf") if heading in s or empty in s]
    page.locator(".assess__rate input").nth(2).check()
    expect(page.locator("[data-profile]")).to_be_visible()
    assert [s for s in _pages(page, tmp_path / "b.pdf") if heading in s]


@pytest.mark.parametrize("path", ["/cy/hunanasesu/", "/en/self-assessment/"])
def test_all_columns_of_a_result_are_in_sight_on_a_wide_screen(
    visit: Callable[..., Page], path: str
) -> None:
    page = visit(path, viewport={"width": 1280, "height": 800})
    page.locator(".assess__rate input").nth(2).check()
    expect(page.locator("[data-profile]")).to_be_visible()
    assert page.locator(".assess__result .table").evaluate(
        """(table) => {
          const label = table.querySelector("th:nth-child(3)").textContent;
          for (const cell of table.querySelectorAll("[data-earlier]")) {
            cell.hidden = false;
            cell.textContent ||= label;
          }
          return table.scrollWidth <= table.clientWidth;
        }"""
    )


@pytest.mark.parametrize("path", ["/cy/hyfforddwyr/", "/en/trainers/"])
def test_a_phone_shows_all_that_a_trainer_may_choose(visit: Callable[..., Page], path: str) -> None:
    page = visit(path, viewport={"width": 320, "height": 800})
    table = page.locator(".table:has(.pack)")
    assert table.evaluate("(table) => table.scrollWidth <= table.clientWidth")


@pytest.mark.parametrize("width", [768, 1280])
def test_the_ways_in_leave_no_row_half_empty(visit: Callable[..., Page], width: int) -> None:
    page = visit("/cy/", viewport={"width": width, "height": 800})
    edges = page.locator(".prose > ul:not([class])").evaluate(
        """(list) => {
          const rows = {};
          for (const { offsetTop, offsetLeft, offsetWidth } of list.children)
            rows[offsetTop] = Math.max(rows[offsetTop] ?? 0, offsetLeft + offsetWidth);
          return Object.values(rows);
        }"""
    )
    assert len(edges) > 1 and max(edges) - min(edges) <= 1


def test_a_picture_higher_than_a_sheet_is_made_smaller(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    tall = PICTURE.replace("3000", "40").replace("'200'", "'5000'")
    page.set_content(f'<div class="prose"><p><img src="{tall}" alt=""></p></div>')
    for path in PAPER:
        page.add_style_tag(path=ROOT / "overrides" / path)
    assert len(_pages(page, tmp_path / "page.pdf")) == 1
    page.close()


def test_a_title_in_both_languages_is_printed_on_one_sheet(
    browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page()
    said = (
        '<div class="said"><h1 class="slide__heading">Arloesiadau wedi\'u cyd-gynhyrchu</h1>'
        f'<p class="slide__line">{"Mae plant a theuluoedd yno. " * 5}</p></div>'
    )
    page.set_content(
        '<main><article class="slide slide--title slide--both"><svg class="glyph" viewBox="0 0 48 48"></svg>'
        f'<div class="slide__in">{said * 2}</div><p class="slide__ours"><span>Ein dehongliad ni.</span></p>'
        '<p class="slide__foot"><a href="#">x</a> <span>1 / 9</span></p></article></main>'
    )
    page.add_style_tag(path=ROOT / "overrides/assets/slides.css")
    assert len(_pages(page, tmp_path / "slides.pdf")) == 1
    page.close()


SLIDES = """<main><section class="slide slide--title"><div class="slide__in"><div class="said"><h1 class="slide__heading">{}</h1>
<p class="slide__line">{}</p></div></div></section><section class="slide slide--both"><div class="slide__in"><div class="said">
<h2 class="slide__heading">{}</h2><ul class="slide__list"><li>{}</li></ul></div><div class="said"><h2 class="slide__heading">{}</h2>
<p class="slide__line slide__line--long">{}</p></div></div><p class="slide__ours"><a href="#">{}</a></p>
<p class="slide__foot"><a href="#">{}</a> <span>2</span></p></section></main>"""


FOOT_IS_LAST = """() => [...document.querySelectorAll(".slide__foot")].every((foot) => [...foot.parentElement.children]
  .every((one) => one === foot || one.getBoundingClientRect().bottom <= foot.getBoundingClientRect().top))"""


@pytest.mark.parametrize("what", WRITTEN)
def test_whatever_is_written_a_slide_holds_it(browser: Browser, what: str) -> None:
    page = browser.new_page()
    page.set_content(SLIDES.replace("{}", WRITTEN[what]))
    page.add_style_tag(path=ROOT / "overrides/assets/slides.css")
    for width, size in ((320, 100), (320, 200), (1280, 200), (1280, 400)):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("(size) => { document.documentElement.style.fontSize = `${size}%`; }", size)
        assert page.evaluate(OVERFLOWING) == [], (width, size)
        assert page.evaluate(FOOT_IS_LAST), (width, size)
    page.emulate_media(media="print")
    cut = "() => [...document.querySelectorAll('.slide')].some((s) => getComputedStyle(s).overflow === 'hidden')"
    assert not page.evaluate(cut), "paper has room on another sheet"
    page.close()
