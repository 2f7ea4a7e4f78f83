"""The region finder in a browser: what is typed leads to one region, in either language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from nyth.content.library import Library
from places import tried

pytestmark = pytest.mark.browser
TYPE = """(names) => names.map((name) => {
  const input = document.querySelector("#finder-place");
  input.value = name;
  input.dispatchEvent(new Event("input"));
  return [...document.querySelectorAll(".finder__answer [data-region]")].map((card) => card.dataset.region);
})"""


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    return visit("/cy/rhanbarthau/", viewport={"width": 390, "height": 800})


def test_every_usual_spelling_leads_to_one_region(page: Page) -> None:
    names = [name for name, _ in tried()]
    found = page.evaluate(TYPE, names)
    assert {
        name: regions
        for (name, region), regions in zip(tried(), found, strict=True)
        if regions != [region]
    } == {}


def test_every_town_by_either_name_leads_to_its_region(page: Page, library: Library) -> None:
    wanted = [
        (name, region.id)
        for region in library.of("region")
        for council in region.facts.local_authorities
        for town in council.towns
        for name in (town.en, town.cy, town.cy.upper(), town.cy.replace("-", " "))
    ]
    found = page.evaluate(TYPE, [name for name, _ in wanted])
    assert [w for w, f in zip(wanted, found, strict=True) if f != [w[1]]] == []


def test_a_slip_of_the_finger_still_finds_the_place(page: Page) -> None:
    slips = ["Abersytwyth", "Carmathen", "Llanduno", "Pontyprid", "Gweent", "Wrexam"]
    regions = ["west-wales", "west-wales", "north-wales", "cwm-taf-morgannwg", "gwent"]
    assert page.evaluate(TYPE, slips) == [[r] for r in (*regions, "north-wales")]


def test_what_stands_around_a_name_does_not_hide_it(page: Page) -> None:
    typed = ["Aberystwyth, Ceredigion", "I live in Swansea", "dwi'n byw yn Abertawe"]
    typed += ["Cardiff & Vale", "Caerdydd, Cymru", "Aberhonddu, Powys: Powys"]
    regions = ["west-wales", "west-glamorgan", "west-glamorgan"]
    regions += ["cardiff-and-vale", "cardiff-and-vale", "powys"]
    assert page.evaluate(TYPE, typed) == [[region] for region in regions]
    page.fill("#finder-place", "Newport, Pembrokeshire")
    assert page.locator(".finder__places button").count() > 1, "asked, not guessed"


def test_what_may_be_several_places_is_asked_and_nothing_is_said_to_be_nothing(page: Page) -> None:
    assert page.evaluate(TYPE, ["aber", "zzzzzz", "", "  ", "(", "a" * 5000]) == [[]] * 6
    page.fill("#finder-place", "llan")
    assert page.locator(".finder__places button").count() > 2
    page.fill("#finder-place", "casnewyd")
    page.press("#finder-place", "Enter")
    assert page.locator(".finder__answer h3").inner_text() == "Gwent"


def test_a_place_goes_along_into_the_other_language(page: Page) -> None:
    page.fill("#finder-place", "Aberhonddu")
    page.wait_for_url("**/?place=town-brecon")
    page.click("a.language__link")
    page.wait_for_url("**/en/regions/**")
    assert page.input_value("#finder-place") == "Brecon"
    assert page.locator(".finder__answer h3").inner_text() == "Powys"
    page.reload()
    assert page.input_value("#finder-place") == "Brecon"
    assert Axe().run(page).response["violations"] == []
