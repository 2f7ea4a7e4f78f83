"""Links from page to page are relative, so that the site works at a root, in a folder and from a
disk."""

from __future__ import annotations

import posixpath
from datetime import date

import pytest

from nyth.content.library import Library, relative
from nyth.languages.dates import date_text
from nyth.pages import views
from nyth.pages.page import Page, alphabetical

PLACES = [
    "",
    "cy/",
    "en/",
    "en/principles/",
    "en/principles/no-wrong-door/",
    "cy/egwyddorion/dim-drws-anghywir/",
    "p/start/",
    "404.html",
    "assets/a.css",
]


@pytest.mark.parametrize("start", PLACES)
@pytest.mark.parametrize("target", PLACES)
def test_a_link_leads_from_any_page_to_any_other(start: str, target: str) -> None:
    landed = posixpath.normpath(
        posixpath.join("/root", posixpath.dirname(start), relative(start, target))
    )
    assert landed == posixpath.normpath(posixpath.join("/root", target))


@pytest.mark.parametrize(
    ("date_", "en", "cy"),
    [
        (date(2026, 11, 21), "21 November 2026", "21 Tachwedd 2026"),
        ("2018-04", "April 2018", "Ebrill 2018"),
        ("2015", "2015", "2015"),
    ],
)
def test_dates_are_written_as_each_language_writes_them(date_: object, en: str, cy: str) -> None:
    assert (date_text(date_, "en"), date_text(date_, "cy")) == (en, cy)


def test_every_page_has_an_address_of_its_own_in_each_language(library: Library) -> None:
    ids = library.things
    assert len({library.url(i, lang) for i in ids for lang in ("cy", "en")}) == 2 * len(ids)


@pytest.mark.parametrize("lang", ["cy", "en"])
def test_examples_of_one_day_stand_in_the_order_of_the_alphabet(
    library: Library, lang: str
) -> None:
    for kind in ("principle", "value", "barrier"):
        for thing in library.of(kind):
            keys = [
                (example.facts.date or "", alphabetical(example[lang].title, lang))
                for example in views.examples(Page(library, thing, lang))
            ]
            days = [[key for date, key in keys if date == day] for day, _ in keys]
            assert all(day == sorted(day) for day in days)
