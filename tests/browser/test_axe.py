"""axe-core finds nothing on any kind of page, in either language, light and dark, on a phone and a desktop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PAGES = {
    "en": ["/en/", "/en/principles/trusted-adults/", "/en/case-studies/", "/en/case-studies/supported-lodgings/", "/en/progress/", "/en/regions/"],
    "cy": ["/cy/", "/cy/egwyddorion/dim-drws-anghywir/", "/cy/astudiaethau-achos/", "/cy/rhanbarthau/powys/", "/cy/geirfa/", "/cy/hanes/"],
    "both": ["/", "/p/trusted-adults/", "/404.html"],
}
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(params=[(w, s) for w in (1280, 360) for s in ("light", "dark")], ids=lambda p: f"{p[0]}-{p[1]}")
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, locale="pl-PL")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("lang", PAGES)
def test_axe_finds_nothing(page: Page, address: str, lang: str) -> None:
    found = []
    for path in PAGES[lang]:
        page.goto(address + path)
        for fault in Axe().run(page, options=OPTIONS).response["violations"]:
            found += [f"{path} {fault['id']}: {node['target']} {node['failureSummary'][:200]}" for node in fault["nodes"]]
    assert found == []
