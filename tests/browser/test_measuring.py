"""Each count of accessibility finds what it is there to find, and nothing on a page that has no fault."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from a11y import markup
from a11y.measure import CHECKS, Report, measure
from a11y.sites import Controls, Place, Site
from nyth.content.library import Library

pytestmark = pytest.mark.browser

CONTROLS = Controls("summary", "details[open]", "#q", "", "#q[data-open]", "", "main", "a.other")
# The box of this page only notes that something was typed; Escape closes what is open.
TYPES = "<script>q.oninput = () => { if (q.value) q.dataset.open = 1 }</script>"
CLOSES = """<script>onkeydown = (e) => { if (e.key === "Escape") { document.querySelector("details").open = false; delete q.dataset.open } }</script>"""
FRAME = """<!doctype html>
<html lang="cy"><head><title>Tudalen</title><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>body { font: 18px/1.6 sans-serif; background: #fff; color: #000 } a, summary, label, input { color: #000; font: inherit }
:focus-visible { outline: 3px solid #000; outline-offset: 2px } summary, nav a { display: inline-block }</style>
<link rel="canonical" href="https://nyth.example/x/"></head><body>%(top)s
<header><details><summary>Dewislen</summary><nav aria-label="Dewislen"><p><a href="#main">Hafan</a></p></nav></details>
<form role="search"><label for="q">Chwilio</label> <input id="q" name="q" type="search"></form>
<nav aria-label="Iaith"><p><a class="other" href="#main" lang="en" hreflang="en">English</a></p></nav></header>
<main id="main"><h1>Tudalen</h1><p>Dyma ychydig o eiriau ar dudalen heb nam. Cyfeiriad: nyth.example</p>%(main)s</main>%(closes)s</body></html>
"""
# What is wrong on the page of each check: in its text, unless it belongs at the top.
FAULTS = {
    "axe": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
    '<p style="color: #888">gwan</p> <p style="color: #666">gwannach na 7:1</p>'
    '<p>geiriau <a href="#main" style="color: #444; text-decoration: none">dolen</a> yma</p>',
    "html": '<p id="dau">a</p><p id="dau">b</p>',
    "reach": '<button id="t">Aros</button> <a href="#main">wedyn</a><script>t.onkeydown = (e) => e.preventDefault()</script>',
    "invisible": '<a href="#main" style="position: absolute; width: 1px; height: 1px; overflow: hidden">cudd</a>',
    "order": '<div style="display: flex; flex-direction: column-reverse"><a href="#main">un</a><a href="#q">dau</a></div>',
    "far": '<p><a href="#main">dolen</a></p>' * 7,
    "escape": "",
    "focus": '<p><a id="gwan" class="gwan" href="#main" style="outline: 1px solid #ddd">dolen</a></p>',
    "small": '<button style="width: 16px; height: 16px; padding: 0" aria-label="Bach"></button>',
    "sideways": '<div style="width: 1500px; height: 1px"></div>',
    "lost": '<p style="height: 1.6em; width: 4em; overflow: hidden">Mae gormod o eiriau yma</p>',
    "forced": '<span style="display: inline-block; width: 20px; height: 20px; background: #000; mask-image: linear-gradient(#000, #000)"></span>',
    "motion": '<p style="transition: opacity 1s">symud</p>',
    "print": "<style>@media print { .sgrin { display: none } }</style><p class=sgrin>dim ar bapur</p>",
    "script": '<p id="s"></p><script>s.textContent = "dim ond gyda sgript"</script>',
    "names": '<button aria-label="Open the menu">…</button>',
    "lang": "<p>Everyone who works with children should know what the others have said about it.</p>",
}


# These stand on one page; each of the others has one of its own, for it changes what is found of the rest.
TOGETHER = {"axe", "small", "lost", "forced", "motion", "print", "script", "lang", "focus"}


def page_of(check: str) -> str:
    return "together" if check in TOGETHER else check


@pytest.fixture(scope="module")
def faulty(
    tmp_path_factory: pytest.TempPathFactory, library: Library, serve: Callable[[Path], str]
) -> Report:
    folder = tmp_path_factory.mktemp("faulty")
    places = []
    pages = {"good": ""}
    for check, fault in FAULTS.items():
        pages[page_of(check)] = pages.get(page_of(check), "") + fault
    for check, fault in pages.items():
        parts = {"top": "", "main": fault, "closes": TYPES + CLOSES}
        if check == "far":
            parts |= {"top": fault, "main": ""}
        if check == "escape":
            parts["closes"] = TYPES
        for lang in ("cy", "en") if check == "names" else ("cy",):
            path = folder / lang / check / "index.html"
            path.parent.mkdir(parents=True)
            path.write_text((FRAME % parts).replace('lang="cy"', f'lang="{lang}"'), "utf-8")
            places.append(
                Place(
                    f"/{lang}/{check}/", lang, f"/{'en' if lang == 'cy' else 'cy'}/{check}/", True
                )
            )
    site = Site(folder, tuple(places), CONTROLS, library)
    with ThreadPoolExecutor() as pool:
        report = pool.submit(measure, site, serve(folder)).result()
    report.faults["html"] += markup.plain(folder)
    return report


@pytest.mark.parametrize("check", CHECKS)
def test_each_check_finds_its_fault(faulty: Report, check: str) -> None:
    assert [fault for fault in faulty.faults[check] if fault.startswith(f"/cy/{page_of(check)}/")]


@pytest.mark.parametrize(
    "rule", ["image-alt", "color-contrast", "color-contrast-enhanced", "link-in-text-block"]
)
def test_what_is_looked_at_once_is_not_passed_over(faulty: Report, rule: str) -> None:
    assert [
        f for f in faulty.faults["axe"] if f.startswith(f"/cy/together/ 1280 light plain {rule}: ")
    ]


@pytest.mark.parametrize("check", CHECKS)
def test_a_page_without_fault_has_none(faulty: Report, check: str) -> None:
    assert [fault for fault in faulty.faults[check] if fault.startswith("/cy/good/")] == []


@pytest.mark.skipif(not markup.jar(), reason="the Nu checker needs Java")
def test_the_nu_checker_finds_more_than_parsing_can(tmp_path: Path) -> None:
    page = FRAME % {"top": "", "main": "<h2></h2>", "closes": ""}
    (tmp_path / "index.html").write_text(page, "utf-8")
    assert any("Empty heading" in fault for fault in markup.nu(tmp_path))


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        ('<p><a href="x" href="y">x</a></p>', "duplicate-attribute"),
        ("<p>&foo;</p>", "expected-named-entity"),
        ("<p><b>x</p></b>", "adoption-agency"),
        ('<label for="nowhere">x</label>', "for names nowhere"),
        ("<div>", "end-tag"),
    ],
)
def test_without_java_errors_of_parsing_are_found(tmp_path: Path, fragment: str, said: str) -> None:
    (tmp_path / "index.html").write_text(
        FRAME % {"top": "", "main": fragment, "closes": ""}, "utf-8"
    )
    assert any(said in fault for fault in markup.plain(tmp_path))
