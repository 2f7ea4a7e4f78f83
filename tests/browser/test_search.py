"""The search as its users meet it: in both languages, with a keyboard, on a slow or broken line,
without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from nyth.search import index

pytestmark = pytest.mark.browser
HOME = {"cy": "/cy/", "en": "/en/"}
# as when enough seconds have gone
LATER = "document.getAnimations().forEach((animation) => animation.finish())"
BOX = "form[data-search-script] input[name=q]"


def ask(page: Page, text: str) -> list[str]:
    """Types a text into the box and waits for the rows; gives their addresses, without that of
    all results."""
    page.locator(BOX).fill(text)
    expect(page.locator("#hit-all")).to_be_visible()
    expect(page.locator("#hit-all")).to_have_attribute(
        "href", re.compile("q=" + re.sub(r"\W", ".+", text.split()[-1])[:4] + "|q=")
    )
    page.wait_for_timeout(400)
    return [row.get_attribute("href") for row in page.locator("a.hits__row:not(#hit-all)").all()]


@pytest.mark.parametrize("lang", ["cy", "en"])
def test_nothing_is_loaded_before_someone_goes_to_search(
    visit: Callable[..., Page], lang: str
) -> None:
    page = visit(HOME[lang])
    page.wait_for_load_state("networkidle")
    assert not [url for url in page.requested if "search" in url or index.FOLDER[lang] in url]
    page.locator(BOX).focus()
    page.wait_for_load_state("networkidle")
    assert [url for url in page.requested if index.FOLDER[lang] in url]


@pytest.mark.parametrize(
    ("lang", "text", "first"),
    [
        ("cy", "dim drws anghywir", "/egwyddorion/dim-drws-anghywir/"),
        ("cy", "co-production", "cyd-gynhyrchu"),
        ("cy", "ddrws anghyw", "dim-drws-anghywir"),
        ("cy", "themau", "/themau/"),
        ("en", "no wrong door", "/principles/no-wrong-door/"),
        ("en", "cydgynhyrchu", "co-produc"),
        ("en", "preifatrwydd", "/privacy/"),
    ],
)
def test_typing_shows_pages_of_this_language(
    visit: Callable[..., Page], lang: str, text: str, first: str
) -> None:
    page = visit(HOME[lang])
    found = ask(page, text)
    assert first in found[0]
    assert all(f"/{lang}/" in address for address in found)


def test_a_word_found_in_another_form_is_marked(visit: Callable[..., Page]) -> None:
    page = visit(HOME["cy"])
    assert ask(page, "phlant")
    marks = {text.lower() for text in page.locator(".hits mark").all_inner_texts()}
    assert marks & {"plant", "blant", "plentyn", "blentyn"}
    # A page that holds only other forms is found: the text of at least one row has none of what was
    # typed.
    assert any(
        "phlant" not in text.lower()
        for text in page.locator("a.hits__row:not(#hit-all)").all_inner_texts()
    )


def test_accents_need_not_be_typed(visit: Callable[..., Page]) -> None:
    page = visit(HOME["cy"])
    assert ask(page, "tim") == ask(page, "tîm")
    assert "îm" in " ".join(page.locator(".hits mark").all_inner_texts()).lower()


def test_the_keyboard_is_enough(visit: Callable[..., Page]) -> None:
    page = visit("/cy/egwyddorion/dim-drws-anghywir/")
    page.keyboard.press("Control+k")
    box = page.locator(BOX)
    expect(box).to_be_focused()
    page.keyboard.type("plant")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form[data-search-script] [role=status]")).to_contain_text("plant")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "hit-0")
    expect(page.locator("#hit-0")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", "hit-all")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("plant")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.wait_for_timeout(300)
    page.keyboard.press("ArrowDown")
    target = page.locator("#hit-0").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(target)


def test_enter_leads_to_the_page_of_results_which_can_be_linked(visit: Callable[..., Page]) -> None:
    page = visit(HOME["cy"])
    page.locator(BOX).fill("hyfforddiant")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cy/chwilio/?q=hyfforddiant")
    rows = page.locator(".results__row")
    expect(rows.first).to_be_visible()
    expect(page.locator("#results-status")).to_contain_text("hyfforddiant")
    everything = page.locator("#results-status").inner_text()
    page.locator("select[name=kind]").select_option(index=1)
    expect(page.locator("#results-status")).not_to_have_text(everything)
    assert "kind=" in page.url
    again = visit(page.url[page.url.index("/cy/") :])
    expect(again.locator("#results-status")).to_have_text(
        page.locator("#results-status").inner_text()
    )
    assert again.locator(".results__row").count() == rows.count()


def test_regions_and_principles_can_be_chosen(visit: Callable[..., Page]) -> None:
    page = visit("/en/search/?q=children&region=gwent")
    expect(page.locator(".results__row").first).to_be_visible()
    assert page.locator("select[name=region]").input_value() == "gwent"
    assert page.locator("select[name=principle] option").count() > 2


def test_nothing_found_helps_on(visit: Callable[..., Page]) -> None:
    page = visit("/cy/chwilio/?q=cydgynyrchiadol")
    expect(page.locator(".hits__none, .results__row").first).to_be_visible()
    page = visit("/cy/chwilio/?q=xyzzyq")
    expect(page.locator("#results-status")).to_contain_text("xyzzyq")
    assert page.locator("#results a[href$='a-y/']").count() == 1
    ways = [page.locator(f"{place} ul") for place in ("#results", "[data-search-help]")]
    mark = "(list) => getComputedStyle(list).listStyleType"
    assert ways[0].evaluate(mark) == ways[1].evaluate(mark)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "plant " * 2_000,
        ".*+?^${}()|[]\\",
        "\u202eplant\u202c",
        "👩‍👧 plant",
        "<img src=x onerror=alert(1)>",
        "'",
        "__proto__ constructor",
        "\u0301\u0301",
        "plant\u0000",
    ],
)
def test_search_stays_alive_whatever_is_typed(visit: Callable[..., Page], text: str) -> None:
    page = visit(HOME["cy"])
    page.locator(BOX).fill(text)
    page.wait_for_timeout(500)
    assert page.locator(".hits img").count() == 0
    assert ask(page, "plant")


@pytest.mark.parametrize(
    "body",
    [None, "throw new Error('broken on purpose')", "(self.nythSearch=", "{}"],
    ids=["missing", "throws", "cut", "empty"],
)
def test_a_missing_or_broken_language_file_is_said(
    browser: Browser, address: str, body: str | None
) -> None:
    page = browser.new_page()
    page.route(
        "**/search/cy/core.js*",
        lambda route: route.fulfill(
            status=404 if body is None else 200, body=body or "", content_type="text/javascript"
        ),
    )
    page.goto(address + HOME["cy"])
    page.locator(BOX).fill("plant")
    expect(page.locator(".hits__none")).to_be_visible()
    expect(page.locator(".hits__none a").first).to_have_attribute("href", re.compile("a-y/$"))
    # When the file is there again, the next key finds it.
    page.unroute("**/search/cy/core.js*")
    assert ask(page, "plant ")
    page.context.close()


def test_a_missing_part_of_the_table_does_not_stop_the_others(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    page.route(re.compile(r"/search/cy/t1\d*\.js"), lambda route: route.abort())
    page.goto(address + HOME["cy"])
    for text in ("addysg", "cymuned", "plant", "ysgol"):
        page.locator(BOX).fill("")
        answer = page.locator("a.hits__row, .hits__none").first
        answer.wait_for(state="hidden")
        page.locator(BOX).fill(text)
        answer.wait_for()
    page.context.close()


def test_without_script_there_is_a_way(visit: Callable[..., Page]) -> None:
    page = visit("/cy/chwilio/", java_script_enabled=False)
    assert page.locator("main a[href$='a-y/']").first.is_visible()
    assert page.locator("main a[href$='geirfa/']").first.is_visible()
    assert not page.locator("form[data-search-page]").is_visible()


def test_it_works_from_a_disk(visit: Callable[..., Page], site: Path) -> None:
    page = visit((site / "cy" / "index.html").as_uri())
    assert ask(page, "phlant")[0].endswith("/index.html") or "index.html#" in ask(page, "phlant")[0]


def test_the_a_to_z_follows_the_welsh_alphabet(visit: Callable[..., Page]) -> None:
    letters = visit("/cy/a-y/").locator("h2[id^=letter-]").all_inner_texts()
    from nyth.languages import welsh

    order = [letter.capitalize() for letter in welsh.ALPHABET]
    known = [letter for letter in letters if letter in order]
    assert known == sorted(known, key=order.index)
    assert {"Ll", "Ch", "Rh"} <= set(known)


@pytest.mark.parametrize(
    ("lang", "typed", "meant"),
    [
        ("cy", "palnt", "plant"),
        ("cy", "mhalnt", "plant"),
        ("en", "chidlren helth", "children health"),
    ],
)
def test_a_slip_is_forgiven_and_said(
    visit: Callable[..., Page], lang: str, typed: str, meant: str
) -> None:
    page = visit(HOME[lang])
    assert ask(page, typed)
    expect(page.locator(".hits__note")).to_contain_text(f"“{meant}”")
    page.locator(BOX).press("Enter")
    expect(page.locator("#results-status")).to_contain_text(f"“{meant}”")
    assert page.locator("#search-q").input_value() == typed
    assert not [url for url in visit(f"{HOME[lang]}").requested if "words.js" in url]


def test_words_that_are_known_are_not_corrected(visit: Callable[..., Page]) -> None:
    page = visit("/en/search/?q=children")
    expect(page.locator(".results__row").first).to_be_visible()
    expect(page.locator("#results-status")).to_contain_text("“children”")
    assert not [url for url in page.requested if "words.js" in url]
    for text in ("xq", "zzz", "2099", "xender", "deaf"):
        page = visit(f"/en/search/?q={text}")
        expect(page.locator("#results-status")).to_have_text(f"No page found for “{text}”.")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/cy/chwilio/", "o'r"),
        ("/cy/chwilio/", "i'w"),
        ("/cy/chwilio/", "â"),
        ("/cy/chwilio/", "the of"),
        ("/en/search/", "the of"),
        ("/en/search/", "A"),
    ],
)
def test_words_that_are_everywhere_are_said_to_be(
    visit: Callable[..., Page], path: str, text: str
) -> None:
    status = visit(f"{path}?q={text}").locator("#results-status")
    expect(status).to_have_text(
        re.compile("These words are on every page|Mae'r geiriau hyn ar bob tudalen")
    )


@pytest.mark.parametrize(
    ("path", "word"), [("/en/search/", "RPB"), ("/cy/chwilio/", "GP"), ("/en/search/", "CAMHS")]
)
def test_an_abbreviation_is_found_however_it_is_written(
    visit: Callable[..., Page], path: str, word: str
) -> None:
    def rows(text: str) -> set[str]:
        page = visit(f"{path}?q={text}")
        expect(page.locator(".results__row").first).to_be_visible()
        return {
            link.get_attribute("href").split("#")[0]
            for link in page.locator(".results__title").all()
        }

    plain = rows(word)
    for text in (f"{word}s", f"{word}'s", f"{word}s’", ".".join(word) + ".", word.lower() + "s"):
        assert rows(text) & plain, text


def test_what_follows_an_abbreviation_is_a_word_of_its_own(visit: Callable[..., Page]) -> None:
    page = visit(HOME["cy"])
    found = ask(page, "GP a phlant")
    assert found and ask(page, "G.P. a phlant") == ask(page, "G. P. a phlant") == found
    assert ask(page, "Ll. G. C. i blant") == ask(page, "llgc i blant")


@pytest.mark.parametrize(
    ("path", "typed", "own"),
    [("/cy/chwilio/", "trauma", "trawma"), ("/en/search/", "trawma", "trauma")],
)
def test_the_own_word_is_offered_for_one_of_the_other_language(
    visit: Callable[..., Page], path: str, typed: str, own: str
) -> None:
    page = visit(f"{path}?q={typed}")
    link = page.locator("#results-twin a", has_text=own).first
    expect(link).to_be_visible()
    link.click()
    expect(page.locator("#results-status")).to_contain_text(f"“{own}”")
    expect(page.locator("#results-twin")).to_be_hidden()


def test_nothing_waits_for_the_own_word(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/search/en/terms.js*", lambda route: None)
    page.goto(f"{address}/en/search/?q=children", wait_until="commit")
    expect(page.locator(".results__row").first).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(
    ("path", "typed", "plain"),
    [
        ("/en/search/", "\ufb01nding", "finding"),
        ("/cy/chwilio/", "\uff50\uff4c\uff41\uff4e\uff54", "plant"),
        ("/cy/chwilio/", "o\u02bcr ysgol", "o'r ysgol"),
    ],
)
def test_letters_and_apostrophes_of_all_kinds_are_read(
    visit: Callable[..., Page], path: str, typed: str, plain: str
) -> None:
    def rows(text: str) -> list[str]:
        page = visit(f"{path}?q={text}")
        expect(page.locator(".results__row").first).to_be_visible()
        return page.locator(".results__title").all_inner_texts()

    assert rows(typed) == rows(plain)


@pytest.mark.parametrize(
    ("path", "offered"),
    [
        ("/en/principles/no-worng-dor", ["/en/principles/no-wrong-door/"]),
        ("/cy/egwyddorion/dim-drws-anghywr/", ["/cy/egwyddorion/dim-drws-anghywir/"]),
        ("/en/glossary/words/2", ["/en/glossary/"]),
        # two pages of the same letters: the reader knows which was meant
        (
            "/en/wellbeing-across-education",
            ["/en/principles/wellbeing-across-education/"],
        ),
        ("/cy/zzzqqq/", []),
        # one of many, a mutated word, letters that look alike: the page itself comes before its list
        ("/en/roles/teachr", ["/en/roles/teachers/"]),
        ("/cy/rolau/athro", ["/cy/rolau/athrawon/"]),
        ("/cy/eirfa.", ["/cy/geirfa/"]),
        ("/cy/rhanbarthau/mhowys", ["/cy/rhanbarthau/powys/"]),
        ("/cy/egwyddorion/ddim-drws-anghywir/", ["/cy/egwyddorion/dim-drws-anghywir/"]),
        ("/en/wellbeing-acr0ss-educat1on", ["/en/principles/wellbeing-across-education/"]),
        # a slip beside words that stand on other pages too; what a machine takes for other letters
        (
            "/en/barriers/education-not-at-the-tbale",
            ["/en/barriers/education-not-at-the-table/"],
        ),
        (
            "/cy/rhwystrau/addysg-ddim-wrth-y-bwrd",
            ["/cy/rhwystrau/addysg-ddim-wrth-y-bwrdd/"],
        ),
        ("/en/themes/safa", ["/en/themes/safe/"]),
        ("/en/roles/cahms", ["/en/roles/camhs/"]),
        (
            "/en/case-studies/powys-recruitment-ancl-supervision",
            ["/en/case-studies/powys-recruitment-and-supervision/"],
        ),
        (
            "/cy/astudiaethau-achos/povvys-recrivvtio-a-goruchvvylio",
            ["/cy/astudiaethau-achos/powys-recriwtio-a-goruchwylio/"],
        ),
        ("/en%7Cvalues%7Cvalues-led", ["/en/values/values-led/"]),
        # of a session and its principle, the one whose folder was typed
        ("/en/sessions/no-wrogn-door", ["/en/sessions/no-wrong-door/"]),
        ("/cy/egwyddorion/dim-drws-anghwyir", ["/cy/egwyddorion/dim-drws-anghywir/"]),
        # a word of the other language, with a slip
        ("/cy/principles/no-wrogn-door", ["/cy/egwyddorion/dim-drws-anghywir/"]),
        ("/en/egwyddorion/dim-drws-angywir", ["/en/principles/no-wrong-door/"]),
        # a line that a mail program broke behind a hyphen is not the page of the shorter name
        ("/en/principles/safe-", ["/en/principles/safe-and-supportive-communities/"]),
        ("/cy/rhwystrau/help-", ["/cy/rhwystrau/help-yn-rhy-bell/"]),
        ("/en/trusted-%0A", ["/en/principles/trusted-adults/"]),
    ],
)
def test_an_address_that_leads_nowhere_offers_the_closest_pages(
    browser: Browser, address: str, site: Path, path: str, offered: list[str]
) -> None:
    page = browser.new_page()
    missing = (site / path[1:3] / "404.html").read_text("utf-8")
    answer = {"status": 404, "body": missing, "content_type": "text/html"}
    page.route(f"**{path}", lambda route: route.fulfill(**answer))
    page.goto(address + path)
    links = page.locator("[data-missing] [role=status] a")
    if offered:
        expect(links.first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.url == address + path
    found = links.evaluate_all("(all) => all.map((link) => link.pathname)")
    assert [url.removeprefix("/reference") for url in found[: len(offered)]] == offered
    assert page.locator("[data-missing] [role=status] p").is_visible() == bool(offered)
    page.close()


def test_back_finds_the_rows_and_the_place(visit: Callable[..., Page]) -> None:
    page = visit("/en/search/?q=children", viewport={"width": 390, "height": 800})
    expect(page.locator(".results__row")).to_have_count(20)
    page.locator("#results-more").click()
    expect(page.locator(".results__row")).to_have_count(40)
    assert "shown=40" in page.url
    row = page.locator(".results__title").nth(27)
    row.scroll_into_view_if_needed()
    page.wait_for_function("() => history.state?.top === scrollY")
    top = page.evaluate("scrollY")
    row.click()
    page.wait_for_url(lambda url: "/search/" not in url)
    page.go_back()
    expect(page.locator(".results__row")).to_have_count(40)
    page.wait_for_function(f"() => Math.abs(scrollY - {top}) < 5")


def test_what_the_browser_puts_into_the_controls_gives_way_to_the_address(
    visit: Callable[..., Page],
) -> None:
    page = visit("/en/search/?q=children&region=gwent")
    expect(page.locator(".results__row").first).to_be_visible()
    page.evaluate(
        "document.querySelector('select[name=region]').value = ''; document.querySelector('#search-q').value = 'x'"
    )
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert page.locator("select[name=region]").input_value() == "gwent"
    assert page.locator("#search-q").input_value() == "children"
    # what was typed before the last file had come is the reader's, and nothing that a browser put there
    page.locator("#search-q").fill("schools")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: false}))")
    assert page.locator("#search-q").input_value() == "schools"


def test_a_key_without_a_name_is_no_trouble(visit: Callable[..., Page]) -> None:
    page = visit(HOME["cy"])
    assert ask(page, "plant")
    page.locator(BOX).dispatch_event("keydown")
    assert ask(page, "ysgol")


PORTAL = "<!doctype html><title>Sign in</title><p>Welcome to the network"


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 404},
        {"status": 500},
        {"status": 503, "body": PORTAL, "content_type": "text/html"},
        {"status": 200, "body": PORTAL, "content_type": "text/html"},
        {"status": 200, "body": "(self.nythSearch=", "content_type": "text/javascript"},
        None,
    ],
    ids=["404", "500", "503", "portal", "half", "network"],
)
@pytest.mark.parametrize("what", ["core", r"t\d+"])
@pytest.mark.parametrize(
    ("path", "said"),
    [("/en/search/", "could not be loaded"), ("/cy/chwilio/", "Doedd dim modd llwytho")],
)
def test_a_server_that_answers_with_errors_is_said_and_tried_again(
    browser: Browser, address: str, answer: dict | None, what: str, path: str, said: str
) -> None:
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    files = re.compile(rf"/search/(en|cy)/{what}\.js")
    page.route(files, lambda route: route.fulfill(**answer) if answer else route.abort())
    page.goto(f"{address}{path}?q=nest")
    expect(page.locator("#results-status")).to_contain_text(said)
    assert page.locator("#results a").count() == 2
    page.unroute(files)
    page.locator("#results button").click()
    expect(page.locator(".results__row").first).to_be_visible()
    assert errors == []
    page.context.close()


@pytest.mark.parametrize("name", ["search-index", "search"])
@pytest.mark.parametrize("answer", [None, {"status": 502, "body": PORTAL}, {"body": ""}])
def test_a_script_that_does_not_come_is_said_and_tried_again(
    browser: Browser, address: str, name: str, answer: dict | None
) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    script = re.compile(rf"/assets/{name}\.\w+\.js")
    page.route(script, lambda route: route.fulfill(**answer) if answer else route.abort())
    page.goto(f"{address}/cy/chwilio/?q=nyth")
    expect(page.locator("#results-status")).to_contain_text("Doedd dim modd llwytho")
    assert page.locator("main a[href$='a-y/']:visible").count()
    page.evaluate(LATER)
    expect(page.locator(".late")).to_be_hidden()  # once is enough
    page.unroute(script)
    page.locator(BOX).focus()
    expect(page.locator(".results__row").first).to_be_visible()
    # one that comes after all, when it was long given up, changes nothing
    again = """async () => {
      const { searchIndex, searchScript } = document.querySelector("form[data-search-script]").dataset;
      for (const src of [searchIndex, searchScript]) {
        const script = Object.assign(document.createElement("script"), { src: `${src}?late` });
        await new Promise((onload) => document.head.append(Object.assign(script, { onload })));
      }
    }"""
    page.evaluate(again)
    assert page.locator("#hits").count() == 1
    assert errors == []
    page.context.close()


@pytest.mark.parametrize("what", ["assets/search-index", "search/cy/core", "search/cy/t*"])
def test_a_line_that_hangs_is_said_to(browser: Browser, address: str, what: str) -> None:
    page = browser.new_page()
    page.clock.install()
    page.route(f"**/{what}.*", lambda route: None)
    page.goto(f"{address}/cy/chwilio/?q=nyth", wait_until="commit")
    status = page.locator("#results-status")
    expect(status).to_have_text("Wrthi'n chwilio…")
    page.clock.run_for(21_000)
    expect(status).to_contain_text("Doedd dim modd llwytho")
    page.context.close()


def test_results_do_not_wait_for_texts_that_hang(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.clock.install()
    held: list[Route] = []
    page.route("**/search/en/p*.js*", lambda route: held.append(route))
    page.goto(f"{address}/en/search/?q=nest", wait_until="commit")
    expect(page.locator("#results-status")).to_have_text("Searching…")
    page.wait_for_timeout(1000)
    page.clock.run_for(3100)
    expect(page.locator(".results__row")).to_have_count(20)
    texts = page.locator(".results__text:not(:empty)")
    assert texts.count() == 0
    for route in held:
        route.continue_()
    expect(texts).to_have_count(20)
    page.context.close()


@pytest.mark.parametrize(
    ("path", "script", "said"),
    [
        ("/cy/chwilio/?q=nyth", "site", "Doedd dim modd llwytho"),
        ("/en/without-a-connection/", "keep", "keeps the site could not be loaded"),
        ("/en/self-assessment/", "assessment", "a form to print"),
    ],
)
def test_a_script_that_is_blocked_leaves_no_page_silent(
    browser: Browser, address: str, path: str, script: str, said: str
) -> None:
    for blocked in (True, False):
        page = browser.new_page()
        if blocked:
            page.route(f"**/assets/{script}.*.js", lambda route: route.abort())
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        late = page.locator(".late", has_text=said)
        expect(late).to_be_visible(visible=blocked)
        page.evaluate(LATER)
        expect(late).to_be_visible(visible=blocked)
        page.context.close()


def test_two_clicks_show_no_row_twice(visit: Callable[..., Page]) -> None:
    page = visit("/en/search/?q=children")
    expect(page.locator(".results__row")).to_have_count(20)
    page.locator("#results-more").dblclick()
    expect(page.locator(".results__row")).not_to_have_count(20)
    page.wait_for_timeout(300)
    rows = page.locator(".results__title").evaluate_all("(all) => all.map((link) => link.href)")
    assert len(rows) == len(set(rows))
    expect(page.locator("#results-more")).to_be_enabled()
    # nor is the same search asked for twice a step of the way back
    before = page.evaluate("history.length")
    page.locator("#search-q").press("Enter")
    page.locator("#search-q").press("Enter")
    assert page.evaluate("history.length") == before + 1, "without what was shown of it"


def test_slips_that_cannot_be_looked_up_are_not_said_to_be_nowhere(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    page.route("**/search/en/words.js*", lambda route: route.abort())
    page.goto(f"{address}/en/search/?q=chidlren")
    expect(page.locator("#results-status")).to_contain_text("could not be loaded")
    page.context.close()


def test_a_core_never_meets_files_that_number_other_pages(browser: Browser, address: str) -> None:
    page = browser.new_page()

    def other(route: Route) -> None:
        answer = route.fetch()
        body = re.sub(r'push\(\["\w+"', 'push(["another"', answer.text())
        route.fulfill(response=answer, body=body)

    page.goto(f"{address}/en/search/?q=children")
    expect(page.locator(".results__row").first).to_be_visible()
    # the site gets or loses a page while this one stays open
    page.route("**/search/en/*", other)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#search-q").fill("wellbeing")
    page.keyboard.press("Enter")
    expect(page.locator("#results-status")).to_contain_text("could not be loaded")
    assert page.locator(".results__row").count() == 0
    page.locator("#results button").click()
    expect(page.locator(".results__row").first).to_be_visible()
    assert [url for url in asked if url.endswith("core.js?another")], "past what is kept of the old"
    page.context.close()


def test_the_answer_is_shown_where_the_address_may_not_change(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/en/search/?q=children")
    expect(page.locator(".results__row").first).to_be_visible()
    refuse = "() => {{ history.{} = () => {{ throw new DOMException('', 'SecurityError'); }}; }}"
    for how in ("pushState", "replaceState"):
        page.evaluate(refuse.format(how))
    page.locator("#search-q").fill("wellbeing")
    page.keyboard.press("Enter")
    expect(page.locator("#results-status")).to_contain_text("“wellbeing”")
    before = page.locator("#results-status").inner_text()
    page.locator("select[name=kind]").select_option(index=1)
    expect(page.locator("#results-status")).not_to_have_text(before)
    page.mouse.wheel(0, 400)
    page.wait_for_timeout(400)
    assert errors == []
    page.context.close()
