"""Citations that programs read, the feed, and what a page says of its changes."""

from __future__ import annotations

import datetime
import html
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from earlier import SITE_URL, built_site
from framework import load_small, with_changes
from nyth.languages.dates import leading_date
from nyth.pages.page import Page, environment
from nyth.pages.shell import Shell

DAY = datetime.date(2026, 11, 25)
ATOM = "{http://www.w3.org/2005/Atom}"


def _citations(shell: Shell, page: Page) -> list[str]:
    values = {
        "page": page,
        "thing": page.thing,
        "title": page.text.title,
        "site": page.library.words.site,
        "permalink": shell.permalink(page),
        "reviewed": page.thing.facts and page.thing.facts.reviewed,
    }
    made = (environment().get_template(f"partials/cite.{form}") for form in ("bib", "ris"))
    return [html.unescape(template.render(values)) for template in made]


def test_a_citation_has_the_address_and_the_day_in_each_form(small_site: Path) -> None:
    library, _ = load_small(small_site)
    door, shell = library.things["open-door"], Shell(library, SITE_URL)
    matter = door["cy"].matter.model_copy(update={"title": "Tŷ & {te} 100%"})
    facts = door.facts.model_copy(update={"reviewed": DAY})
    texts = {"cy": replace(door["cy"], matter=matter)}
    page = Page(library, replace(door, texts=texts, facts=facts), "cy")
    bib, ris = _citations(shell, page)
    said = f"{page.word('independent-short')} {page.unreviewed()}"
    assert bib.splitlines() == [
        "@misc{nyth-open-door-cy,",
        r"  title = {{Tŷ \& te 100\%}},",
        f"  howpublished = {{{library.words.site.name.cy}}},",
        "  year = {2026},",
        f"  url = {{{SITE_URL}p/open-door/}},",
        f"  note = {{{said}}},",
        "  language = {welsh}",
        "}",
    ]
    lines = ris.splitlines()
    assert lines[0] == "TY  - ELEC" and lines[-1] == "ER  -" and "DA  - 2026/11/25" in lines
    assert f"N1  - {said}" in lines
    undated = Page(library, library.things["start"], "cy")
    assert "PY" not in _citations(shell, undated)[1]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("2 May 2026: a new door", "en", (datetime.date(2026, 5, 2), "A new door")),
        ("2 Mai 2026: drws newydd", "cy", (datetime.date(2026, 5, 2), "Drws newydd")),
        ("31 Mai 2026", "cy", (datetime.date(2026, 5, 31), "")),
        ("31 June 2026: x", "en", (None, "31 June 2026: x")),
        ("A new door", "en", (None, "A new door")),
    ],
)
def test_a_heading_may_begin_with_a_date(text: str, lang: str, expected: tuple) -> None:
    assert leading_date(text, lang) == expected


def test_each_language_has_a_feed_and_each_page_its_changes(
    small_site: Path, tmp_path: Path
) -> None:
    root = with_changes(shutil.copytree(small_site, tmp_path / "small"))
    site = built_site(root, tmp_path / "site")
    ids = set()
    for lang, name in (("en", "feed.xml"), ("cy", "porthiant.xml")):
        feed = etree.parse(site / lang / name).getroot()
        assert feed.tag == f"{ATOM}feed"
        for part in (feed, *feed.iter(f"{ATOM}entry")):
            assert {f"{ATOM}{tag}" for tag in ("id", "title", "updated")} <= {c.tag for c in part}
            ids.add(part.findtext(f"{ATOM}id"))
        links = [link.get("href") for link in feed.iter(f"{ATOM}link")]
        assert all(link.startswith(SITE_URL) for link in links)
        files = [link.removeprefix(SITE_URL).partition("#")[0] for link in links]
        assert all((site / f / "index.html").is_file() or (site / f).is_file() for f in files)
    assert len(ids) == 4 and all(i.startswith("tag:doors.example,2026-05-02:") for i in ids)
    page = BeautifulSoup(
        (site / "cy/egwyddorion/drws-agored/index.html").read_text("utf-8"), "lxml"
    )
    assert "2 Mai 2026: Mae colfachau ar y drws." in page.select_one(".colophon dl").get_text()
    assert page.select_one("link[type='application/atom+xml']")["href"] == "../../porthiant.xml"
    assert load_small(root)[1] == []


def test_what_changed_last_names_sections_in_the_order_of_the_page(small_site: Path) -> None:
    library, _ = load_small(small_site)
    page = Page(library, library.things["open-door"], "cy")
    first, *rest = page.pair.sections
    by_name = sorted(["what-went", *rest, first])
    assert page.names(by_name) == page.names([first, *rest]) + page.names(["what-went"])


def test_both_languages_stand_side_by_side_with_what_is_behind(
    small_site: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(small_site, tmp_path / "small")
    text = root / "content/principles/open-door/en.md"
    text.write_text(text.read_text("utf-8").replace("Say **come in**", "Say **enter**"), "utf-8")
    page = BeautifulSoup(
        (built_site(root, tmp_path / "site") / "compare/open-door/index.html").read_text("utf-8"),
        "lxml",
    )
    rows = page.select(".facing__row")
    assert all([s["lang"] for s in row.select(".facing__side")] == ["cy", "en"] for row in rows)
    meaning = page.select_one("#meaning")
    welsh, english = meaning.select(".facing__side")
    assert welsh.select_one(".behind") and not english.select_one(".behind")
    assert "/edit/main/" in welsh.select_one(".section-edit")["href"]
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert "p/open-door/" in page.select_one(".paper").get_text()
