"""The team self-assessment as teams meet it: with a keyboard, off the net, from a disk, with
several people's files, in both languages; and what must hold for whatever they write."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect

from a11y.measure import AXE
from a11y.sites import SCRIPT_HAS_COME
from conftest import ROOT
from nyth.content.library import Library
from nyth.pages.views import SCHEMA

pytestmark = pytest.mark.browser
PATHS = {"en": "/en/self-assessment/", "cy": "/cy/hunanasesu/"}
HERE = Path(__file__).parent
LANGS = pytest.mark.parametrize("lang", ["cy", "en"])
KEPT = "localStorage.getItem('nyth-assessment')"


def team(n: int, levels: dict[str, int], note: str = "") -> dict[str, object]:
    """The file of person n."""
    sheet = {"id": f"person2{n}", "rev": 1, "who": f"Person {n}", "on": "2026-11-26"}
    notes = {"no-wrong-door": note} if note else {}
    return {
        "format": "nyth-self-assessment",
        "version": 1,
        "own": sheet["id"],
        "team": {"rev": 1, "name": "Team", "region": "gwent"},
        "sheets": [{**sheet, "levels": levels, "notes": notes}],
        "actions": [],
    }


FIVE = [
    team(2, {"trusted-adults": 3, "no-wrong-door": 1}, "We pass people on."),
    team(3, {"trusted-adults": 3, "no-wrong-door": 4}),
    team(4, {"trusted-adults": 3, "no-wrong-door": 1, "safe-and-supportive-communities": 2}),
    team(5, {"trusted-adults": 3, "safe-and-supportive-communities": 1}),
    team(6, {"trusted-adults": 3, "no-wrong-door": 1}),
]


def file(name: str, content: object) -> dict[str, object]:
    text = content if isinstance(content, str) else json.dumps(content)
    return {"name": name, "mimeType": "application/json", "buffer": text.encode()}


def give(page: Page, use: str, *contents: object) -> None:
    chosen = [file(f"{n}.json", content) for n, content in enumerate(contents)]
    # what an earlier step said would pass for the answer to this one
    page.locator("[data-status]").evaluate("element => element.textContent = ''")
    page.locator(f"[data-file={use}]").set_input_files(chosen)
    expect(page.locator("[data-status]")).not_to_be_empty()


def press(page: Page, name: str) -> None:
    page.locator(f"[data-do={name}]").first.click()


def result(page: Page) -> str:
    return page.locator(".assess__result").inner_text()


# Whatever they write


@pytest.fixture(scope="module")
def checked(browser: Browser, serve: Callable[[Path], str]) -> dict[str, list]:
    address = serve(ROOT)
    page = browser.new_page()
    page.goto(f"{address}/tests/assessment/")
    names = ("model", "codec")
    modules = ",".join(f"{n}: await import('/overrides/assessment/{n}.js')" for n in names)
    run = f"""async (schema) => {{
      const {{ properties }} = await import("/tests/assessment/properties.js");
      return properties({{{modules}}}, schema, 20261126);
    }}"""
    found = page.evaluate(run, json.loads(SCHEMA.read_text("utf-8")))
    page.close()
    return found


def test_what_is_written_comes_back_and_merging_knows_no_order(checked: dict[str, list]) -> None:
    assert checked["wrong"] == []


def test_a_thousand_corrupted_files_are_refused_as_the_schema_says(
    checked: dict[str, list],
) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    refused = checked["refused"]
    assert len(refused) == 1000
    assert {why for _, why in refused} == {"broken", "foreign", "newer", "damaged"}
    for text, why in refused:
        if why == "damaged":
            assert not validator.is_valid(json.loads(text)), text[:300]


def test_files_of_every_version_keep_opening(visit: Callable[..., Page]) -> None:
    for path in sorted(HERE.glob("version-*.json")):
        page = visit(PATHS["en"])
        give(page, "continue", path.read_text("utf-8"))
        assert page.locator("[name=level-no-wrong-door]:checked").input_value() == "2"
        assert "14 December 2026" in result(page)
        planned = page.locator("[data-field=what]").evaluate_all("(all) => all.map((f) => f.value)")
        assert [what for what in planned if what] == ["Ring one family that is waiting"]


# A session


def tab_to(page: Page, target: Locator, most: int = 150) -> None:
    """Goes to something with the Tab key alone."""
    wanted = target.element_handle()
    for _ in range(most):
        if wanted.evaluate("(e) => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"never reached: {target}")


@LANGS
def test_a_session_with_the_keyboard_alone_and_off_the_net(
    visit: Callable[..., Page], lang: str
) -> None:
    page = visit(PATHS[lang])
    page.wait_for_load_state("networkidle")
    page.wait_for_function(SCRIPT_HAS_COME)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    keys = page.keyboard
    tab_to(page, page.locator("a.skip"))
    keys.press("Enter")
    tab_to(page, page.locator("[data-team=name]"))
    keys.type("Tîm 3")
    tab_to(page, page.locator("[name=level-trusted-adults]:checked"))
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    tab_to(page, page.locator("[name=note-trusted-adults]"))
    keys.type("=A1 😀")
    section = page.locator("[data-principle=trusted-adults]")
    tab_to(page, section.locator("[data-do=add]"))
    keys.press("Enter")
    assert page.evaluate("document.activeElement.dataset.field") == "what"
    keys.type("Plan for two")
    tab_to(page, section.locator("[data-do=add]"))
    keys.press("Enter")
    tab_to(page, section.locator(".assess__action").nth(2).locator("[data-do=remove]"))
    keys.press("Enter")
    assert page.evaluate("document.activeElement.dataset.do") == "add"
    tab_to(page, page.locator(".assess__see a"))
    keys.press("Enter")
    assert page.evaluate("document.activeElement.id") == "result"
    assert "Plan for two" in result(page) and "Tîm 3" in result(page)
    assert page.evaluate(KEPT) is None
    tab_to(page, page.locator("[data-do=keep]"))
    keys.press("Enter")
    assert "Plan for two" in page.evaluate(KEPT)
    for name in ("save", "csv"):
        tab_to(page, page.locator(f"[data-do={name}]"))
        with page.expect_download() as download:
            keys.press("Enter")
        text = Path(download.value.path()).read_text("utf-8")
        assert "=A1 😀" in text and '"=A1' not in (text if name == "csv" else "")
    give(page, "merge", FIVE[0], FIVE[1])
    assert "Person 3" in result(page)
    tab_to(page, page.locator("[data-do=forget]"))
    keys.press("Enter")
    assert page.evaluate(KEPT) is None
    assert page.locator("[data-team=name]").input_value() == ""
    assert [url for url in asked if "favicon" not in url and not url.startswith("blob:")] == []


def test_what_was_kept_outlives_a_closed_tab(visit: Callable[..., Page]) -> None:
    page = visit(PATHS["en"])
    page.locator("[data-who]").fill("2")
    press(page, "keep")
    page.locator("[name=note-no-wrong-door]").fill("x" * 10000)
    again = page.context.new_page()
    page.close()
    again.goto(page.url)
    assert len(again.locator("[name=note-no-wrong-door]").input_value()) == 10000


def another_tab(page: Page) -> Page:
    tab = page.context.new_page()
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.goto(page.url)
    return tab


def sheets_kept(page: Page) -> set[str]:
    """Whose answers are kept on the device."""
    return {sheet["who"] for sheet in json.loads(page.evaluate(KEPT))["sheets"]}


@pytest.mark.parametrize("kept", [False, True])
def test_what_is_written_before_the_script_comes_stays(
    visit: Callable[..., Page], kept: bool
) -> None:
    page = visit("/cy/")
    if kept:
        there = json.dumps(team(2, {"trusted-adults": 3}, "We pass people on."))
        page.evaluate("text => localStorage.setItem('nyth-assessment', text)", there)
    held: list[Route] = []
    page.route("**/assets/assessment.*.js", lambda route: held.append(route))
    page.goto(page.url.replace("/cy/", PATHS["cy"]), wait_until="commit")
    page.locator("[data-who]").fill("Mari")
    page.locator("[name=note-safe-and-supportive-communities]").fill("Mae'r drws ar agor.")
    page.locator("[name=level-safe-and-supportive-communities][value='2']").check()
    page.locator("[data-field=what]").nth(1).fill("Rhoi cynnig arall arni")
    page.locator("[data-field=by]").nth(1).fill("2027-01-31")
    held[0].continue_()
    expect(page.locator(".assess__noted")).to_contain_text("Mae'r drws ar agor.")
    expect(page.locator(".assess__planned")).to_contain_text("Rhoi cynnig arall arni")
    assert [field.input_value() for field in page.locator("[data-field=what]").all()][0]
    said = result(page)
    if kept:
        assert "We pass people on." in said and "Mae'r drws ar agor." in page.evaluate(KEPT)
    else:
        note = page.locator("[name=note-safe-and-supportive-communities]")
        expect(note).to_have_value("Mae'r drws ar agor.")
        expect(page.locator("[data-who]")).to_have_value("Mari")
        assert page.evaluate(KEPT) is None, "nobody asked for that"
    assert "Mari" in said


@pytest.mark.parametrize("heard", ["storage", "focus", ""])
def test_two_tabs_hold_the_same_answers(visit: Callable[..., Page], heard: str) -> None:
    page = visit(PATHS["en"])
    page.locator("[data-who]").fill("mine")
    press(page, "keep")
    give(page, "merge", FIVE[0], FIVE[1])
    page.locator("[data-note]").first.fill("seen")
    page.locator("[data-field=what]").first.fill("first")
    if heard != "storage":  # browsers tell nothing to a tab that they put to sleep
        page.evaluate("addEventListener('storage', (e) => e.stopImmediatePropagation(), true)")
    tab = another_tab(page)
    tab.locator("[data-note]").first.fill("seen again")
    tab.locator("[data-do=remove]").first.click()
    press(tab, "take-out")
    if heard == "focus":
        page.evaluate("dispatchEvent(new Event('focus'))")
    if heard:
        expect(page.locator("[data-sheets] li")).to_have_count(2)
        expect(page.locator("[data-note]").first).to_have_value("seen again")
    page.locator("[data-note]").nth(1).fill("more")
    assert sheets_kept(page) == {"mine", "Person 3"}
    assert "seen again" in page.evaluate(KEPT) and "first" not in page.evaluate(KEPT)
    expect(tab.locator("[data-note]").nth(1)).to_have_value("more")
    tab.locator("[data-do=take-out]").click()
    page.locator("a[data-keep-place]").click()
    page.wait_for_url("**/cy/**")
    assert sheets_kept(page) == {"mine"} and "Person 3" not in result(page)
    press(tab, "forget")
    expect(page.locator("[data-who]")).to_have_value("")
    page.locator("[data-note]").first.fill("x")
    assert page.evaluate(KEPT) is None


def test_what_the_browser_forgets_stays_on_the_page(visit: Callable[..., Page]) -> None:
    page = visit(PATHS["en"])
    page.locator("[data-who]").fill("mine")
    press(page, "keep")
    page.evaluate("localStorage.clear(); dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-status]")).to_contain_text("could not keep")
    assert page.locator("[data-who]").input_value() == "mine"


def test_a_tab_that_keeps_its_answers_leaves_those_of_another(visit: Callable[..., Page]) -> None:
    page = visit(PATHS["en"])
    tab = another_tab(page)
    for who, keeping in (("first", tab), ("second", page)):
        keeping.locator("[data-who]").fill(who)
        press(keeping, "keep")
    assert sheets_kept(page) == {"first", "second"}
    assert page.locator("[data-who]").input_value() == "second"
    expect(tab.locator("[data-sheets] li")).to_have_count(2)


def test_back_after_a_change_of_language_brings_everything_along(
    visit: Callable[..., Page],
) -> None:
    page = visit(PATHS["en"])
    for n in range(2):
        page.locator("[name=note-no-wrong-door]").fill(f"first {n}")
        page.locator("a[data-keep-place]").click()
        page.wait_for_url("**/cy/**")
        page.locator("[name=note-trusted-adults]").fill(f"second {n}")
        page.go_back()
        page.wait_for_url("**/en/**")
        expect(page.locator("[name=note-trusted-adults]")).to_have_value(f"second {n}")
        expect(page.locator("[name=note-no-wrong-door]")).to_have_value(f"first {n}")
    assert page.evaluate("window.name") == "" and page.evaluate(KEPT) is None
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]


def test_the_forward_key_neither_asks_nor_loses_what_was_typed(visit: Callable[..., Page]) -> None:
    page, asked = visit(PATHS["en"]), []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.locator("[name=note-no-wrong-door]").fill("first")
    page.locator("a[data-keep-place]").click()
    page.wait_for_url("**/cy/**")
    page.go_back()
    page.wait_for_url("**/en/**")
    page.locator("[name=note-no-wrong-door]").fill("third")
    page.evaluate("history.forward()")
    page.wait_for_timeout(1000)
    expect(page.locator("[name=note-no-wrong-door]")).to_have_value("third")
    page.locator("a[data-keep-place]").click()
    page.wait_for_url("**/cy/**")
    expect(page.locator("[name=note-no-wrong-door]")).to_have_value("third")
    assert asked == []


def test_what_goes_to_the_other_language_goes_nowhere_else(visit: Callable[..., Page]) -> None:
    page = visit(PATHS["en"])
    page.locator("[name=note-no-wrong-door]").fill("one")
    page.locator("a[data-keep-place]").evaluate(
        "a => a.addEventListener('click', () => setTimeout(() => window.stop()))"
    )
    page.route("**/cy/**", lambda _: None)  # a line that hangs
    page.locator("a[data-keep-place]").click(no_wait_after=True)
    page.wait_for_timeout(300)
    page.locator("[name=note-no-wrong-door]").fill("two")
    page.locator(".header a").first.click()
    page.wait_for_url(lambda url: "self-assessment" not in url)
    assert page.evaluate("window.name") == ""


@pytest.mark.parametrize("where", ["served", "disk"])
def test_the_other_language_takes_everything_along(
    visit: Callable[..., Page], site: Path, where: str
) -> None:
    path = PATHS["en"]
    path = path if where == "served" else (site / path.strip("/") / "index.html").as_uri()
    page = visit(path)
    page.locator("[name=note-no-wrong-door]").fill("ŵ שלום")
    page.locator("[name=level-no-wrong-door][value='2']").check()
    if where == "disk":  # a folder of a disk has no pages of its own: the edition for disks has
        page.locator("a[data-keep-place]").evaluate("(a) => a.href = new URL('index.html', a.href)")
    page.locator("a[data-keep-place]").click()
    page.wait_for_url("**/cy/**")
    assert page.locator("[name=note-no-wrong-door]").input_value() == "ŵ שלום"
    assert page.locator("[name=level-no-wrong-door]:checked").input_value() == "2"
    assert page.evaluate("window.name") == "" and page.evaluate(KEPT) is None


# Several people


@pytest.mark.parametrize(("lang", "order"), [("cy", (0, 1, 2, 3, 4)), ("en", (4, 2, 0, 3, 1))])
def test_five_files_show_the_disagreement_first(
    visit: Callable[..., Page], lang: str, order: tuple[int, ...]
) -> None:
    page = visit(PATHS[lang])
    give(page, "merge", *[FIVE[n] for n in order], FIVE[0])
    assert page.evaluate("document.activeElement.id") == "result"
    first = page.locator("[data-differ] li").first
    expect(first).to_be_in_viewport()
    door = page.locator("[data-row=no-wrong-door] th").inner_text()
    assert first.inner_text().startswith(door)
    row = page.locator("[data-row=no-wrong-door] td").all_inner_texts()
    assert row[:5] == ["3", "0", "0", "1", "1"]
    drawn = page.locator("[data-scale=no-wrong-door] circle:not([r='0'])")
    assert drawn.count() == 2


@pytest.mark.parametrize("first", ["file", "code"])
def test_a_code_brings_later_levels_and_leaves_the_words(
    visit: Callable[..., Page], first: str
) -> None:
    page = visit(PATHS["en"])
    for how in (first, "file" if first == "code" else "code"):
        if how == "file":
            give(page, "merge", FIVE[0])
        else:
            page.locator("[data-codes]").fill("person22-2-300002")
            press(page, "codes")
    expect(page.locator("[data-sheets] li")).to_have_text(["Person 2 Take out: Person 2"])
    assert "We pass people on." in result(page)
    row = page.locator("[data-row=no-wrong-door] td").all_inner_texts()
    assert row[:5] == ["0", "1", "0", "0", "0"]


def test_a_prepared_file_is_the_start_of_everyones_own(visit: Callable[..., Page]) -> None:
    prepared = {**FIVE[0], "sheets": []}
    written = []
    for level in ("1", "4"):
        page = visit(PATHS["en"])
        give(page, "continue", prepared)
        assert page.locator("[data-team=region]").input_value() == "gwent"
        page.locator(f"[name=level-no-wrong-door][value='{level}']").check()
        written.append(saved(page))
    page = visit(PATHS["cy"])
    give(page, "merge", *written)
    row = page.locator("[data-row=no-wrong-door] td").all_inner_texts()
    assert row[:5] == ["1", "0", "0", "1", "0"]


def carried_on(page: Page, start: object, note: str, action: str = "") -> str:
    """The file of somebody who carries on from another."""
    page.reload()
    give(page, "continue", start)
    page.locator("[name=note-no-wrong-door]").fill(note)
    if action:
        page.locator("[data-field=what]").first.fill(action)
    return saved(page)


PLANNED = {"id": "m2n3p4q5", "rev": 1, "principle": "trusted-adults", "who": "", "by": ""}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_people_who_carry_on_from_one_file_lose_no_words(
    visit: Callable[..., Page], order: tuple[int, ...]
) -> None:
    start = {**FIVE[0], "actions": [{**PLANNED, "what": "Ring one family"}]}
    page = visit(PATHS["en"])
    files = [
        carried_on(page, start, "first", "Ring two families"),
        carried_on(page, start, "second", "Ring the school"),
        json.dumps(start),
    ]
    page.reload()
    give(page, "merge", *[files[n] for n in order])
    shown = result(page)
    for words in ("first", "second", FIVE[0]["sheets"][0]["notes"]["no-wrong-door"]):
        assert words in shown
    assert "Ring two families" in shown and "Ring the school" in shown
    assert "Ring one family" not in shown
    expect(page.locator("[data-sheets] li")).to_have_count(3)
    assert page.locator("[data-sheets]").inner_text().count("same file") == 3


@pytest.mark.parametrize(("note", "sheets"), [("We pass people on, often.", 1), ("No.", 2)])
def test_one_person_on_two_devices_counts_once_while_nothing_is_taken_back(
    visit: Callable[..., Page], note: str, sheets: int
) -> None:
    page = visit(PATHS["en"])
    later = carried_on(page, FIVE[0], note)
    expect(page.locator("[data-sheets] li:visible")).to_have_count(0)
    for files in ((FIVE[0], later), (later, FIVE[0])):
        page.reload()
        give(page, "merge", FIVE[1], *files)
        expect(page.locator("[data-sheets] li")).to_have_count(1 + sheets)
        assert note in result(page)
    # on the first device again
    page.reload()
    give(page, "continue", FIVE[0])
    give(page, "continue", later)
    shown = page.locator("[name=note-no-wrong-door]").input_value()
    assert shown == (note if sheets == 1 else "We pass people on.") and note in result(page)


def test_as_many_as_a_file_takes_may_carry_on_from_one(visit: Callable[..., Page]) -> None:
    sheet = {**FIVE[0]["sheets"][0], "levels": {"trusted-adults": 3}}
    letters = "abcdefghijklm"
    ids = [f"{a}{b}{c}{d}2222" for a in letters for b in letters for c in letters for d in "ab"]
    many = [
        {**sheet, "id": each, "notes": {"no-wrong-door": f"We pass {n} on. " * 20}}
        for n, each in enumerate(ids[:2000])
    ]
    page = visit(PATHS["en"])
    give(page, "merge", {**FIVE[0], "sheets": many})
    expect(page.locator("[data-sheets] li")).to_have_count(2000)


def test_more_than_a_file_takes_is_not_added(visit: Callable[..., Page]) -> None:
    page, sheet = visit(PATHS["en"]), FIVE[0]["sheets"][0]
    page.locator("[name=note-no-wrong-door]").fill("mine")
    letters = "abcdefghijklm"
    ids = [f"{a}{b}{c}22222" for a in letters for b in letters for c in letters][:2000]
    many = {**FIVE[0], "sheets": [{**sheet, "id": each} for each in ids]}
    give(page, "merge", FIVE[1], many)
    assert "more here than one file can hold" in page.locator("[data-status]").inner_text()
    expect(page.locator("[data-sheets] li")).to_have_count(2)
    text = saved(page)
    page.reload()
    give(page, "continue", text)
    assert page.locator("[name=note-no-wrong-door]").input_value() == "mine"


def test_ones_own_file_opened_again_is_nobody_elses(visit: Callable[..., Page]) -> None:
    page = visit(PATHS["en"])
    page.locator("[name=note-no-wrong-door]").fill("one")
    text = saved(page)
    page.locator("[name=note-no-wrong-door]").fill("two")
    give(page, "continue", text)
    assert page.locator("[name=note-no-wrong-door]").input_value() == "two"
    expect(page.locator("[data-sheets] li:visible")).to_have_count(0)


def test_answers_that_say_nothing_are_not_counted(visit: Callable[..., Page]) -> None:
    page = visit(PATHS["en"])
    page.locator("[data-who]").fill("x")
    page.locator("[data-who]").fill("")
    give(page, "merge", FIVE[0])
    row = page.locator("[data-row=no-wrong-door] td").all_inner_texts()
    assert row[:5] == ["1", "0", "0", "0", "0"]


def test_the_averages_are_the_published_ones(visit: Callable[..., Page], library: Library) -> None:
    page = visit(PATHS["en"])
    latest = max(rating.year for rating in library.ratings)
    for rating in library.ratings:
        if rating.year == latest:
            cells = page.locator(f"[data-row={rating.principle}] td").all_text_contents()
            assert cells[5] == ("No figure" if rating.value is None else f"{rating.value:g}")


@LANGS
def test_ratings_come_by_link_code_and_figures(visit: Callable[..., Page], lang: str) -> None:
    page = visit(PATHS[lang] + "#answers=abcdefgh-4-300001")
    expect(page.locator("[data-sheets] li")).to_have_count(1)
    page.locator("[data-codes]").fill("abcdefgh-4-300001\nabcdefgi-1-200004\n100002")
    press(page, "codes")
    row = page.locator("[data-row=no-wrong-door] td").all_inner_texts()
    assert row[:4] == ["1", "1", "0", "1"]
    before = result(page)
    # figures that were right count once, however often the line beside them is mended
    page.locator("[data-codes]").fill("100002\n9")
    press(page, "codes")
    assert "9" in page.locator("[data-status]").inner_text() and result(page) == before
    # a phone begins with a capital, and a sentence ends with a full stop
    page.locator("[data-codes]").fill("Abcdefgj-1-300001.")
    press(page, "codes")
    expect(page.locator("[data-sheets] li")).to_have_count(4)


@pytest.mark.parametrize(
    ("written", "sheets"),
    [
        ("abcdefgh–4–300001", 1),  # noqa: RUF001
        ("abcdefgh\u20114\u2011300001", 1),
        ("3 0 0 0 0 1", 1),
        ("300 001\n2, 0, 0, 0, 0, 4.", 2),
        ("Siân: 300001\nFy atebion i: https://x.example/#answers=abcdefgh-4-300001", 2),
        ("https://x.example/%23answers%3Dabcdefgh-4-300001", 1),
        ("https://x.example/#answers=abcdefgh-4-300001?fbclid=1", 1),
        ("“300001” (200004)", 2),
        ("[14:05, 26/11/2026] Siân: 300001\n[26.11.2026 14:06:01] Tîm 2: 200004", 2),
        ("Siân Jones\n26 Tachwedd 2026 14:05\n300001\nDiolch!", 1),
        ("[26/11 14:05] Siân Jones\n300001\n[11/26 2:05 PM] Tîm 2\n200004", 2),
        ("Thursday, November 26, 2026 2:05 PM\n300001", 1),
        ("Person 2: 300001\n2. 200004", 2),
        ("Siân\t3\t0\t0\t0\t0\t1", 1),
        ("3-0-0-0-0-1", 1),
        ("Cod\n300001|200004", 2),
        ("3. 30000", 0),
        ("Siân: 3 0 0 0 0", 0),
        ("20.11.24", 0),
        ("300001-200004", 0),
        ("abcdefgh-4-\n300001", 0),
        ("300001 30000", 0),
        ("Siân", 0),
    ],
)
def test_a_code_is_read_however_it_was_passed_on(
    visit: Callable[..., Page], written: str, sheets: int
) -> None:
    page = visit(PATHS["en"])
    page.locator("[data-codes]").fill(written)
    press(page, "codes")
    said = f"result: {sheets}." if sheets else "None of the lines"
    expect(page.locator("[data-status]")).to_contain_text(said)
    assert page.locator("[data-codes]").input_value() == ("" if sheets else written)


@pytest.mark.parametrize("link", ["#Answers=abcdefgh-4-300001.", "#answers%3Dabcdefgh-4-300001%20"])
def test_a_link_is_read_however_it_was_passed_on(visit: Callable[..., Page], link: str) -> None:
    page = visit(PATHS["en"] + link)
    expect(page.locator("[data-sheets] li")).to_have_count(1)


@pytest.mark.parametrize("answers", ["%", "%FF", "constructor", "abcdefgh-1-9"])
def test_a_link_that_holds_no_answers_is_said_to_hold_none(
    visit: Callable[..., Page], answers: str
) -> None:
    page = visit(f"{PATHS['cy']}#answers={answers}")
    expect(page.locator("[data-status]")).to_contain_text("Does yr un llinell")
    assert "#answers" not in page.url


def saved(page: Page) -> str:
    with page.expect_download() as started:
        press(page, "save")
    return Path(started.value.path()).read_text("utf-8")


def test_what_is_saved_can_be_opened_again(visit: Callable[..., Page]) -> None:
    page = visit(PATHS["en"])
    page.locator("[data-field=by]").first.focus()
    page.keyboard.type("011220266")
    # as browsers do that take a year of five figures all the same
    late = page.locator("[data-field=by]").nth(1)
    late.evaluate("""field => {
      field.value = "20266-01-12";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }""")
    for field in page.locator(".assess__form :is(input:not([type]), textarea)").all():
        if field.is_visible() and field.get_attribute("readonly") is None:
            field.fill("x")
            most = int(field.get_attribute("maxlength") or 0)
            assert most in (20_000, 200_000) or field.get_attribute("name") == "codes"
    text = saved(page)
    give(page, "continue", text)
    assert "Carry on" in page.locator("[data-status]").inner_text()
    # a record that was changed more often than can be counted
    last = json.loads(text)
    for record in (last["team"], *last["sheets"]):
        record["rev"] = 999_999_999
    give(page, "continue", last)
    page.locator("[data-note]").first.fill("later")
    page.locator("[data-team=name]").fill("later")
    give(page, "continue", saved(page))
    assert "Carry on" in page.locator("[data-status]").inner_text()


def test_names_that_scripts_have_are_names_like_others(visit: Callable[..., Page]) -> None:
    page = visit(PATHS["en"])
    action = {"id": "m2n3p4q5", "rev": 1, "principle": "constructor", "who": ""}
    planned = [
        {**action, "what": "x", "by": "2026-12-14"},
        {**action, "id": "m2n3p4q6", "what": "y", "by": "2026-99-99"},
    ]
    give(page, "continue", {**FIVE[0], "actions": planned})
    assert "native code" not in result(page)
    with page.expect_download() as started:
        press(page, "ics")
    calendar = Path(started.value.path()).read_text("utf-8")
    assert "20261214" in calendar and "20269999" not in calendar


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_file_of_which_letters_are_lost_is_not_opened(
    visit: Callable[..., Page], encoding: str
) -> None:
    page = visit(PATHS["en"])
    text = json.dumps(
        {**FIVE[0], "team": {"rev": 9, "name": "Tîm", "region": ""}}, ensure_ascii=False
    )
    chosen = {**file("old.json", ""), "buffer": text.encode(encoding)}
    page.locator("[data-file=continue]").set_input_files([chosen])
    expect(page.locator("[data-status]")).to_contain_text("cannot be read")
    assert page.locator("[data-team=name]").input_value() == ""


def test_a_table_is_said_to_be_no_file_that_can_be_opened(visit: Callable[..., Page]) -> None:
    page = visit(PATHS["en"])
    give(page, "merge", '"Kind of row","Principle"\r\n"Rating","Safe"\r\n')
    expect(page.locator("[data-status]")).to_contain_text("names end in .json")


def test_what_is_kept_and_cannot_be_read_is_said(visit: Callable[..., Page]) -> None:
    page = visit(PATHS["en"])
    newer = json.dumps({**FIVE[0], "version": 2})
    page.evaluate("text => localStorage.setItem('nyth-assessment', text)", newer)
    page.reload()
    expect(page.locator("[data-status]")).to_contain_text("cannot read")
    page.locator("[data-note]").first.fill("x")
    assert page.evaluate(KEPT) == newer


def test_a_device_that_is_full_says_so_until_it_keeps_them_again(
    visit: Callable[..., Page],
) -> None:
    page = visit(PATHS["en"])
    press(page, "keep")
    page.evaluate("""() => {
      self.full = Storage.prototype.setItem;
      Storage.prototype.setItem = () => { throw new Error("full"); };
    }""")
    give(page, "merge", FIVE[0], FIVE[1])
    press(page, "take-out")
    expect(page.locator("[data-status]")).to_contain_text("could not keep")
    page.evaluate("() => { Storage.prototype.setItem = self.full; }")
    press(page, "keep")
    expect(page.locator("[data-status]")).not_to_contain_text("could not keep")
    assert sheets_kept(page) == {"Person 3"}


def test_scanned_codes_add_up_on_the_device_that_keeps_its_answers(
    visit: Callable[..., Page],
) -> None:
    collecting = visit(PATHS["en"])
    press(collecting, "keep")
    for lang, value in (("cy", "1"), ("en", "3")):
        phone = visit(PATHS[lang], color_scheme="dark")
        phone.context.set_offline(True)
        phone.locator("[data-qr] summary").click()
        phone.locator(f"[name=level-no-wrong-door][value='{value}']").check()
        picture = Image.open(io.BytesIO(phone.locator("canvas").screenshot()))
        code = zxingcpp.read_barcode(picture)
        assert code.text == phone.locator("[data-link]").inner_text()
        scanned = collecting.context.new_page()
        scanned.goto(code.text)
    expect(scanned.locator("[data-sheets] li")).to_have_count(2)
    assert scanned.locator("[data-row=no-wrong-door] td").all_inner_texts()[:3] == ["1", "0", "1"]


@LANGS
def test_a_file_that_is_none_changes_nothing_and_says_why(
    visit: Callable[..., Page], lang: str
) -> None:
    page = visit(PATHS[lang])
    give(page, "merge", FIVE[0])
    before = result(page)
    said = set()
    damaged = {**FIVE[1], "own": "no"}
    wrong = ("{", "{}", {**FIVE[1], "version": 99}, damaged)
    for bad, use in zip(wrong, ("merge", "continue", "compare", "merge"), strict=True):
        give(page, use, bad)
        assert result(page) == before
        said.add(page.locator("[data-status]").inner_text())
        assert page.evaluate("document.activeElement.hasAttribute('data-status')")
    assert len(said) == 4


def test_what_the_teams_own_region_did_comes_first(visit: Callable[..., Page]) -> None:
    page = visit(PATHS["en"])
    page.locator("[name=level-trusted-adults][value='1']").check()
    shown = page.locator("[data-low-list] .finding:visible")
    expect(shown).to_have_count(2)
    usual = shown.all_inner_texts()
    last = page.locator("[data-principle=trusted-adults] [data-regions]").last
    region, told = last.get_attribute("data-regions"), last.text_content()
    page.locator("[data-team=region]").select_option(region)
    assert region in shown.first.get_attribute("data-regions")
    assert told in page.locator(f"[data-low-list] [data-regions={region}]").all_text_contents()
    expect(shown).to_have_count(2)
    page.locator("[data-team=region]").select_option("")
    assert shown.all_inner_texts() == usual


def test_an_earlier_file_stands_beside(visit: Callable[..., Page]) -> None:
    page = visit(PATHS["en"])
    give(page, "compare", FIVE[1])
    give(page, "merge", FIVE[0])
    assert page.locator("[data-row=no-wrong-door] td").last.inner_text() == "embedded"


# In every state


@pytest.mark.parametrize(("lang", "scheme"), [("cy", "light"), ("en", "dark")])
def test_axe_finds_nothing_with_all_of_it_open(
    visit: Callable[..., Page], lang: str, scheme: str
) -> None:
    page = visit(PATHS[lang] + "#role-health-visitor", color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 700})
    press(page, "add")
    for details in page.locator("details.assess__next").all():
        details.evaluate("(d) => (d.open = true)")
    give(page, "merge", *FIVE)
    give(page, "compare", FIVE[1])
    give(page, "merge", "{")
    page.evaluate(AXE)
    found = page.evaluate("axe.run('main', { resultTypes: ['violations'] })")["violations"]
    assert [f"{v['id']}: {v['nodes'][0]['target']}" for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@LANGS
def test_without_script_it_is_a_whole_form_to_print(
    visit: Callable[..., Page], lang: str, library: Library
) -> None:
    page = visit(PATHS[lang], java_script_enabled=False)
    for principle in library.of("principle"):
        section = page.locator(f"[data-principle={principle.id}]")
        assert section.locator("input[type=radio]:visible").count() == 1 + len(library.scale)
        assert section.locator(".assess__note textarea:visible").count() == 1
        assert section.locator(".assess__action:visible").count() == 2
    assert page.locator(".assess button:visible").count() == 0


def test_role_pages_lead_into_the_tool_and_back(
    visit: Callable[..., Page], library: Library
) -> None:
    page = visit("/en/roles/health-visitors/")
    page.locator("a[href*='#role-']").click()
    shown = page.locator(".assess__roles [open]")
    expect(shown).to_have_count(1)
    expect(shown).to_be_in_viewport()
    assert shown.locator("li").count() >= 2
    shown.locator("a").last.click()
    page.wait_for_url("**/roles/health-visitors/#questions")


def test_no_other_page_loads_the_tool(site: Path) -> None:
    users = [p for p in site.glob("*/**/index.html") if "/assessment." in p.read_text("utf-8")]
    assert {p.parent.relative_to(site).as_posix() for p in users} == {
        path.strip("/") for path in PATHS.values()
    }
