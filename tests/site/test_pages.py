"""The built site, read as a reader would read it."""

from __future__ import annotations

import base64
import functools
import hashlib
import itertools
import re
from pathlib import Path

import brotli
import pytest
from bs4 import BeautifulSoup

import builtsite
from conftest import ROOT, SITE_URL
from nyth import LANGUAGES
from nyth.content.library import Library, ids
from nyth.pages.page import TEMPLATES, alphabetical, inline
from nyth.problems import catalogue
from nyth.publishing.publish import policy
from nyth.rules.safety import SITE_ANCHORS


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, builtsite.BuiltPage]:
    return builtsite.read_site(site)


@pytest.fixture(scope="session")
def soup(site: Path) -> dict[str, BeautifulSoup]:
    """Every page of the two trees, parsed; former addresses only lead on."""
    files = [f for lang in LANGUAGES for f in sorted((site / lang).rglob("*.html"))]
    parsed = {
        f.relative_to(site).as_posix(): BeautifulSoup(f.read_text("utf-8"), "lxml") for f in files
    }
    return {path: page for path, page in parsed.items() if not page.select("meta[http-equiv]")}


def test_a_reader_stumbles_over_nothing(site: Path) -> None:
    """Links, fragments, headings, ids, titles, twins, and every page within reach of home."""
    assert builtsite.check(site, SITE_URL) == []


def test_what_is_quoted_is_there_on_a_page_and_beside_its_twin(site: Path) -> None:
    """The names of buttons come from the site itself."""
    for file in site.rglob("index.html"):
        words = re.sub("<[^>]*>", "", file.read_text("utf-8"))
        assert "&quot;&quot;" not in words, file


def test_a_dead_link_would_be_seen(site: Path, tmp_path: Path) -> None:
    page = tmp_path / "en" / "index.html"
    page.parent.mkdir()
    page.write_text(
        '<html lang="en"><title>x</title><h1>x</h1><a href="../gone/">x</a><a href="#nowhere">y</a>'
        '<svg><rect fill="url(#lost)"/></svg>',
        "utf-8",
    )
    faults = {(fault.rule, fault.detail) for fault in builtsite.check(tmp_path)}
    assert faults >= {
        ("dead-link", "../gone/"),
        ("dead-fragment", "#nowhere"),
        ("dead-fragment", "#lost"),
    }


def test_both_languages_have_the_same_number_of_pages(soup: dict[str, BeautifulSoup]) -> None:
    counts = {lang: sum(path.startswith(f"{lang}/") for path in soup) for lang in LANGUAGES}
    assert counts["cy"] == counts["en"] >= 60


def test_every_entity_has_a_page_in_both_languages(
    library: Library, pages: dict[str, builtsite.BuiltPage]
) -> None:
    for target in library.things:
        for lang in LANGUAGES:
            assert library.url(target, lang) + "index.html" in pages


def test_anchors_are_the_same_in_both_languages(
    library: Library, pages: dict[str, builtsite.BuiltPage]
) -> None:
    for target in {*library.things} - {"a-z", "glossary"}:  # the letters of the alphabets differ
        cy, en = (
            [a for _, a, _ in pages[library.url(target, lang) + "index.html"].headings if a]
            for lang in ("cy", "en")
        )
        assert cy == en, target


def test_no_text_can_take_an_anchor_that_the_site_itself_uses(
    library: Library, soup: dict[str, BeautifulSoup]
) -> None:
    """Every anchor of a page is one of its text, an id, or one that the check keeps a text from:
    so it does from those that the page's text once had."""
    rules = {name.replace("_", "-") for name in catalogue()["statements"]}
    gone = {row.id for row in library.former if row.id}
    for thing in library.of("page"):
        for text in thing.texts.values():
            page = soup[library.url(thing.id, text.lang) + "index.html"]
            own = {part.id for part in text.parts} | library.things.keys() | rules
            own |= {id.partition("#")[2] for id in gone if id.startswith(f"{thing.id}#")}
            added = {element["id"] for element in page.select("[id]")} - own
            assert [name for name in sorted(added) if not SITE_ANCHORS.fullmatch(name)] == [], text


def test_the_language_link_leads_to_the_same_page_and_is_named_in_its_own_language(
    soup: dict[str, BeautifulSoup],
) -> None:
    for path, page in soup.items():
        link = page.select_one("a.language__link")
        if link is None:
            assert path.endswith("404.html")
            continue
        other = "en" if path.startswith("cy/") else "cy"
        assert link.text == {"en": "English", "cy": "Cymraeg"}[other]
        assert (link["lang"], link["hreflang"]) == (other, other)
        twin = builtsite.resolve(path, link["href"])[0]
        assert builtsite.resolve(twin, soup[twin].select_one("a.language__link")["href"])[0] == path


def test_no_interface_word_of_one_language_stands_on_a_page_of_the_other(
    library: Library, soup: dict[str, BeautifulSoup]
) -> None:
    """Words of the templates and of what the site adds, where the two languages differ."""
    words = library.words
    both = [*words.ui.values(), *words.text.values(), *words.headings.values()]
    own = {lang: {word[lang] for word in both} for lang in LANGUAGES}
    names = "h1 h2 h3 summary button label legend option dt th p".split()
    for path, page in soup.items():
        lang = path.split("/")[0]
        other = "en" if lang == "cy" else "cy"
        foreign = own[other] - own[lang]
        for element in page.find_all(lang=other):
            element.extract()
        shown = page.find_all(names) + page.select("nav a, header a, footer a")
        seen = {" ".join(e.get_text().split()) for e in shown}
        for attribute in ("aria-label", "placeholder", "title", "alt"):
            seen |= {e[attribute] for e in page.find_all(attrs={attribute: True})}
        assert not seen & foreign, path


def test_the_head_speaks_the_language_of_the_page(soup: dict[str, BeautifulSoup]) -> None:
    for path, page in soup.items():
        lang = path.split("/")[0]
        assert page.html["lang"] == lang
        if not path.endswith("404.html"):
            assert page.select_one('meta[property="og:locale"]')["content"] == f"{lang}_GB"
            assert page.select_one('meta[name="description"]')["content"]


def test_the_sitemap_lists_every_page_with_its_alternates(
    site: Path, pages: dict[str, builtsite.BuiltPage]
) -> None:
    sitemap = BeautifulSoup((site / "sitemap.xml").read_text("utf-8"), "xml")
    listed = {
        url.loc.text: {link["hreflang"] for link in url.find_all("link")}
        for url in sitemap.find_all("url")
    }
    wanted = {
        SITE_URL + p.removesuffix("index.html")
        for p, page in pages.items()
        if p.split("/")[0] in LANGUAGES and not page.noindex
    }
    assert set(listed) == wanted
    assert all(langs == {"cy", "en", "x-default"} for langs in listed.values())


def test_the_chooser_gives_both_languages_welsh_first(site: Path) -> None:
    page = BeautifulSoup((site / "index.html").read_text("utf-8"), "lxml")
    assert [a["hreflang"] for a in page.select("main a[hreflang]")] == ["cy", "en"]
    assert "http-equiv" not in str(page)


def test_a_permanent_link_offers_both_languages(site: Path, library: Library) -> None:
    for target in library.things:
        page = BeautifulSoup((site / "p" / target / "index.html").read_text("utf-8"), "lxml")
        found = {
            a["hreflang"]: builtsite.resolve(f"p/{target}/index.html", a["href"])[0]
            for a in page.select("main a[hreflang]")
        }
        assert found == {lang: library.url(target, lang) + "index.html" for lang in LANGUAGES}


def test_pages_that_are_not_found_are_told_in_the_language_of_their_tree(site: Path) -> None:
    titles = {
        lang: BeautifulSoup((site / lang / "404.html").read_text("utf-8"), "lxml").h1.text.strip()
        for lang in LANGUAGES
    }
    both = BeautifulSoup((site / "404.html").read_text("utf-8"), "lxml").h1.text
    assert titles["cy"] != titles["en"] and all(title in both for title in titles.values())


def test_every_section_leads_to_itself_on_the_code_host(soup: dict[str, BeautifulSoup]) -> None:
    """The right file, in the language being read, at the line of the heading."""
    seen = set()
    for page in soup.values():
        for link in page.select("a.section-edit"):
            path, _, line = link["href"].split("/edit/main/")[1].partition("#L")
            written = (ROOT / path).read_text("utf-8").split("\n")[int(line) - 1]
            heading = link.find_parent(class_="under").find_previous_sibling("h2")
            assert written.startswith("## ") and path.endswith(
                f"{page.html['lang']}.md" if path.startswith("content") else ".md"
            )
            assert (
                heading["id"] in written
                or written.removeprefix("## ").split(" {")[0] == heading.get_text()
            )
            assert heading.get_text() in link.get_text()
            seen.add(path)
    assert {path.split("/")[0] for path in seen} == {"content", "docs"} and len(seen) > 150


def test_things_that_belong_together_link_both_ways(
    library: Library, pages: dict[str, builtsite.BuiltPage]
) -> None:
    for entity in library.things.values():
        for key in ("principles", "regions", "barriers", "values"):
            for other in ids(entity.facts, key):
                if key == "principles" and entity.kind in ("theme",):
                    continue
                for lang in LANGUAGES:
                    here, there = (library.url(t, lang) + "index.html" for t in (entity.id, other))
                    linked = {
                        builtsite.resolve(p, a)[0]
                        for p in (there,)
                        for a, _ in pages[p].links
                        if builtsite.resolve(p, a)
                    }
                    # a long list shows its first few, and leads to all of them
                    whole = any(a.endswith(f"={other}") for a, _ in pages[there].links)
                    assert here in linked or whole, f"{other} does not lead back to {entity.id}"


def test_a_page_has_no_inline_script_or_style_but_those_named_and_asks_nobody_else(
    soup: dict[str, BeautifulSoup],
) -> None:
    hashes = re.findall(r"'sha256-([^']+)'", policy())
    for path, page in soup.items():
        assert not page.select("[style]"), path
        # a block of data is no script: no browser runs it
        scripts = page.select("script:not([type='application/ld+json'])")
        assert all(bool(s.get("src")) != bool(s.text.strip()) for s in scripts), path
        inline = [s.text for s in (*scripts, *page.select("style")) if s.text.strip()]
        digests = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in inline]
        assert set(digests) <= set(hashes) and len(digests) == len(set(digests)), path
        assert not [a for e in page.find_all(True) for a in e.attrs if a.startswith("on")], path
        for element, attribute in (
            ("script", "src"),
            ("link[rel=stylesheet]", "href"),
            ("img", "src"),
            ("link[rel=icon]", "href"),
        ):
            assert not [e for e in page.select(element) if "//" in e.get(attribute, "")], path


@functools.cache
def _sent(data: bytes) -> int:
    return len(brotli.compress(data))


def first_visit(site: Path, path: str) -> tuple[int, int]:
    """Bytes (brotli) and requests of a page with all that it loads by itself, fonts included."""
    page = BeautifulSoup((site / path).read_text("utf-8"), "lxml")
    loaded = {
        e[name]
        for name in ("src", "href", "data-after", "data-font", "data-paper")
        for e in page.select(f"script[{name}], link[rel=stylesheet][{name}], img[{name}]")
        + page.select(f"link[rel=icon][{name}]")
    }
    files = {builtsite.resolve(path, address)[0] for address in loaded} | {path}
    for sheet in [f for f in files if f.endswith(".css")]:
        named = re.findall(r"url\([\"']?([^\"')]+)", (site / sheet).read_text("utf-8"))
        files |= {builtsite.resolve(sheet, n)[0] for n in named if not n.startswith("data:")}
    size = sum(
        len(data) if f.endswith("woff2") else _sent(data)
        for f in files
        for data in [(site / f).read_bytes()]
    )
    return size, len(files)


def test_the_first_words_of_the_framework_wait_for_no_file_and_come_at_once(
    site: Path, soup: dict[str, BeautifulSoup], library: Library
) -> None:
    things = [thing.id for kind in ("theme", "principle", "value") for thing in library.of(kind)]
    for name in (*things, "index", "start"):
        for lang in LANGUAGES:
            path = library.url(name, lang) + "index.html"
            assert not soup[path].select("head > link[rel=stylesheet], script[src]:not([defer])")
            # a server sends ten packets of 1,460 bytes before it waits for an answer; the longest
            # page in Welsh needs a few bytes of one more
            assert name == "index" or _sent((site / path).read_bytes()) <= 14_700, path


def _classes(css: str) -> set[str]:
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/", "", css, flags=re.S)))


def test_every_page_has_the_style_sheet_of_what_it_shows(soup: dict[str, BeautifulSoup]) -> None:
    shared = _classes((TEMPLATES / "assets/site.css").read_text("utf-8"))
    own = {
        inline(f"inline/{path.name}"): _classes(path.read_text("utf-8")) - shared
        for path in (TEMPLATES / "inline").glob("*.css")
        if path.stem != "embed"  # which no page of the two trees has
    }
    used = set()
    for path, page in soup.items():
        there = {name for tag in page.find_all(class_=True) for name in tag["class"]}
        needed = {sheet for sheet, classes in own.items() if classes & there}
        assert needed <= {style.text for style in page.select("style")}, path
        used |= needed
    assert used == own.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_first_visit_costs_little_on_a_slow_line(site: Path, library: Library, lang: str) -> None:
    things = [thing.id for kind in ("principle", "region", "barrier") for thing in library.of(kind)]
    for name in (*things, "index"):
        size, requests = first_visit(site, library.url(name, lang) + "index.html")
        # the icon is asked for besides
        assert size <= 28_672 and requests <= 6, (name, size, requests)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_has_no_order_of_its_own_is_listed_by_name(
    soup: dict[str, BeautifulSoup], library: Library, lang: str
) -> None:
    url, titles = library.url, []
    for card in soup[f"{url('case-studies', lang)}index.html"].select(".cards .card__title"):
        titles.append(card.get_text())
    assert len(titles) > 10
    assert titles == sorted(titles, key=lambda title: alphabetical(title, lang))
    by_title = {thing[lang].title: thing.id for thing in library.of("case-study")}
    for here, after in itertools.pairwise(titles):
        page = soup[f"{url(by_title[here], lang)}index.html"]
        assert page.select_one(".around__link--next .around__title").get_text() == after


def test_the_menu_stays_short(soup: dict[str, BeautifulSoup]) -> None:
    assert all(len(page.select("header nav a")) <= 70 for page in soup.values())


def test_missing_ratings_are_shown_with_their_reason(
    soup: dict[str, BeautifulSoup], library: Library
) -> None:
    for lang in LANGUAGES:
        for rating in library.ratings:
            page = soup[library.url("progress", lang) + "index.html"]
            text = page.main.get_text()
            assert (
                rating.reason[lang] in text if rating.value is None else f"{rating.value:g}" in text
            )


@pytest.mark.parametrize(
    ("lang", "path", "kind"),
    [
        ("cy", "cy/cyfieithu/index.html", "Astudiaethau achos"),
        ("en", "en/translation/index.html", "Case studies"),
    ],
)
def test_what_has_no_order_of_its_own_is_listed_by_the_alphabet_of_its_language(
    site: Path, soup: dict[str, BeautifulSoup], lang: str, path: str, kind: str
) -> None:
    rows = soup[path].select_one("#state-case-study").find_next("tbody").select("th")
    lists = {
        "the state of translation": [row.get_text() for row in rows],
        "the list for programs": re.findall(
            r"^- \[(.+?)\]\(",
            (site / "llms.txt").read_text("utf-8").split(f"## {kind}\n")[1].split("## ")[0],
            re.M,
        ),
    }
    for name, titles in lists.items():
        assert len(titles) > 20, name
        assert titles == sorted(titles, key=lambda title: alphabetical(title, lang)), name


def test_a_name_that_both_languages_share_is_said_once(site: Path) -> None:
    for path in (site / "compare").glob("*/index.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "lxml")
        names = [span.get_text() for span in page.select("h1 > span:not(.bare__slash)")]
        assert len(set(names)) == len(names) > 0, path


def test_a_principle_leads_to_its_session_and_slides(
    soup: dict[str, BeautifulSoup], library: Library
) -> None:
    for session in library.of("session"):
        for lang in LANGUAGES:
            path = f"{library.url(session.facts.principle, lang)}index.html"
            hrefs = [a["href"] for a in soup[path].select("#learn ~ p a")]
            for wanted in (library.url(session.id, lang), f"slides/{session.facts.principle}/"):
                assert any(href.endswith(wanted.removeprefix(f"{lang}/")) for href in hrefs), path
