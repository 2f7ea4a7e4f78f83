"""The region finder: what stands on the page, whatever reads it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from nyth import LANGUAGES
from nyth.content.library import Library
from nyth.languages import placenames
from nyth.pages.page import alphabetical
from places import SPELLINGS, tried


def _keys(library: Library) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for region in library.of("region"):
        for council in region.facts.local_authorities:
            for place in (council, *council.towns):
                for key in placenames.spellings(place.en, place.cy, getattr(place, "also", ())):
                    found.setdefault(key, set()).add(region.id)
    return found


def test_every_council_of_wales_stands_in_one_region(library: Library) -> None:
    councils = Counter(
        council.en for region in library.of("region") for council in region.facts.local_authorities
    )
    assert councils == dict.fromkeys(SPELLINGS, 1)


def test_every_usual_spelling_of_a_council_gives_exactly_one_region(library: Library) -> None:
    keys = _keys(library)
    assert {
        name: found
        for name, region in tried()
        if (found := keys.get(placenames.key(name))) != {region}
    } == {}


def test_no_spelling_of_any_place_gives_two_regions(library: Library) -> None:
    assert {key: found for key, found in _keys(library).items() if len(found) > 1} == {}


def test_no_tile_of_the_map_lies_on_another(library: Library) -> None:
    cells: Counter[tuple[int, int]] = Counter()
    for region in library.of("region"):
        column, row, columns, rows = region.facts.tile
        cells.update((column + x, row + y) for x in range(columns) for y in range(rows))
    assert set(cells.values()) == {1}


@pytest.fixture(scope="module")
def regions(site: Path, library: Library) -> dict[str, BeautifulSoup]:
    """The page of the regions in each language."""
    url = library.url
    return {
        lang: BeautifulSoup((site / url("regions", lang) / "index.html").read_text("utf-8"), "lxml")
        for lang in LANGUAGES
    }


def test_the_lists_say_without_script_what_the_finder_says(
    regions: dict[str, BeautifulSoup], library: Library
) -> None:
    ids = []
    for lang, page in regions.items():
        ids.append(sorted(place["id"] for place in page.select("[data-spellings]")))
        places: dict[str, list[Tag]] = {}
        for row in page.select("tr[data-name], li[data-name]"):
            places.setdefault(row["data-name"], []).append(row)
        for region in library.of("region"):
            card = page.select_one(f"article#{region.id}")
            words = " ".join(card.get_text(" ").split())
            for name in (region.facts.health_board, *region.facts.local_authorities):
                assert name[lang] in words
            examples = library.naming("case-study", "regions", region.id)
            assert all(thing[lang].title in words for thing in examples)
            for council in region.facts.local_authorities:
                for name in (council, *council.towns):
                    rows = places[name[lang]]
                    assert {row["data-region"] for row in rows} == {region.id}
                    assert all(row.select_one(f'a[href="#{region.id}"]') for row in rows)
            assert page.select_one(f'svg a[href="#{region.id}"]')
            assert page.select_one(f'.map__list a[href="#{region.id}"]')
    assert ids[0] == ids[1] and len({*ids[0]}) == len(ids[0]) > 150


def test_councils_stand_in_the_order_of_the_alphabet(regions: dict[str, BeautifulSoup]) -> None:
    for lang, page in regions.items():
        names = [row["data-name"] for row in page.select("tr[data-name]")]
        assert names == sorted(names, key=lambda name: alphabetical(name, lang))
        for councils in page.select(".answer .facts > div:nth-child(3) dd"):
            told = re.split(r"\.|\[", councils.get_text())[0].strip().split(", ")
            assert told == sorted(told, key=lambda name: alphabetical(name, lang))


def test_only_the_page_that_finds_regions_loads_the_script(site: Path) -> None:
    with_script = [p for p in site.rglob("*.html") if "/finder." in p.read_text("utf-8")]
    assert sorted(p.parent.name for p in with_script) == ["regions", "rhanbarthau"]


def test_a_region_is_not_named_again_on_its_own_page(site: Path, library: Library) -> None:
    for lang in LANGUAGES:
        for region in library.of("region"):
            page = BeautifulSoup(
                (site / library.url(region.id, lang) / "index.html").read_text("utf-8"), "lxml"
            )
            named = {name for meta in page.select(".card__meta") for name in _names(meta)}
            assert region[lang].title not in named
            councils = page.select_one("#who ~ .facts dt").get_text()
            many = len(region.facts.local_authorities) > 1
            key = "label-councils" if many else "council"
            assert councils == library.words.word(key, lang)


def _names(meta: Tag) -> list[str]:
    return [name.strip() for name in meta.get_text().split("·")]
