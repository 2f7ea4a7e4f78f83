"""What people search for is found: the one suite that stands on the real content, because that is
what is searched.

`queries.*.yml` name the pages that belong among the first five; `misspelt.*.yml` pair a slip with
what was meant.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from nyth import LANGUAGES
from nyth.content.library import Library

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
ASK = """async ([core, texts]) => {
  const index = await nythSearch.open(core);
  const urls = (found) => Promise.all(found.hits.map(async ({ page }) => (await index.head(page)).url));
  const answers = [];
  for (const text of texts) answers.push(await urls(await index.find(text, true)));
  return answers;
}"""


def rows(name: str, lang: str) -> list[tuple[str, object]]:
    groups = yaml.safe_load((HERE / f"{name}.{lang}.yml").read_text("utf-8"))
    return [(str(asked), wanted) for group in groups.values() for asked, wanted in group.items()]


@pytest.fixture(scope="module")
def ask(browser: Browser, address: str):
    """Gives the addresses of the pages that the built site finds for each text, best first."""
    page = browser.new_page()
    page.goto(f"{address}/en/search/")
    page.wait_for_function("() => Boolean(self.nythSearch?.open)")
    yield lambda lang, texts: page.evaluate(ASK, [f"{address}/search/{lang}/core.js", texts])
    page.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pages_that_belong_to_a_query_are_among_the_first_five(
    ask, library: Library, lang: str
) -> None:
    asked = rows("queries", lang)
    recall, empty, missed = 0.0, [], []
    for (text, ids), found in zip(asked, ask(lang, [text for text, _ in asked]), strict=True):
        wanted = {library.url(page, lang) for page in ids}
        share = len(wanted & set(found[:5])) / min(5, len(wanted))
        recall += share / len(asked)
        empty += [] if found else [text]
        missed += [text] if share < 1 else []
    assert recall >= 0.95, missed
    assert len(empty) <= 0.01 * len(asked), empty


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_slip_finds_the_page_that_the_right_spelling_finds(ask, lang: str) -> None:
    pairs = rows("misspelt", lang)
    assert len(pairs) >= 60
    slips = ask(lang, [slip for slip, _ in pairs])
    right = ask(lang, [str(meant) for _, meant in pairs])
    lost = [
        pair for pair, a, b in zip(pairs, slips, right, strict=True) if not set(b[:1]) & set(a[:5])
    ]
    assert len(lost) <= 0.1 * len(pairs), lost
