"""What the region finder shows: councils and towns in the order of the alphabet, and what each
region answers. Pure."""

import re
from typing import Any

from nyth.content.kinds import Council
from nyth.content.library import Thing
from nyth.languages import placenames, welsh
from nyth.pages.found import told
from nyth.pages.page import Page, alphabetical, bare


def finder(page: Page) -> dict[str, Any]:
    """The form, and the map with the list that is its equal."""
    regions = page.library.of("region")
    tiles = [(r[page.lang].title, f"#{r.id}", r.facts.tile) for r in regions if r.facts.tile]
    return {
        "around": " ".join(placenames.AROUND),
        "tiles": tiles,
        "regions": [(r[page.lang].title, f"#{r.id}") for r in regions],
    }


def places(page: Page, kind: str) -> dict[str, Any]:
    """Councils ("council") or towns ("town"), by the letter that each begins with."""
    rows = [
        _place(page, region, council, both, kind)
        for region in page.library.of("region")
        for council in region.facts.local_authorities
        for both in ((council,) if kind == "council" else council.towns)
    ]
    letters: dict[str, list[dict[str, str]]] = {}
    # a place keeps its Welsh article in English
    for row in sorted(rows, key=lambda row: alphabetical(bare(row["name"], "cy"), page.lang)):
        name = bare(bare(row["name"], "cy"), page.lang)
        letter = welsh.heading(name, digraphs=page.lang == "cy")
        letters.setdefault(letter, []).append(row)
    return {"kind": kind, "letters": list(letters.items())}


def _place(page: Page, region: Thing, council: Council, both: Any, kind: str) -> dict[str, str]:
    """A council, or a town within one. Its id is the same in both languages; `spellings`: the keys
    under which it is found, with spaces between."""
    name = re.sub(r"\W+", "-", both.en.lower())
    return {
        "id": f"{kind}-{name}",
        "name": both[page.lang],
        "within": "" if both is council else council[page.lang],
        "region": region.id,
        "spellings": " ".join(placenames.spellings(both.en, both.cy, getattr(both, "also", ()))),
    }


def answers(page: Page) -> dict[str, Any]:
    """What somebody who looked for a region wants to know of it, region by region. `cited`: the
    number and label of the source of the list of councils; `found`: what updates found there."""
    rows = []
    for region in page.library.of("region"):
        facts, names = region.facts, [region[lang].title for lang in ("en", "cy")]
        found = list(told(page, lambda f, here=region.id: here in f.regions))
        examples = page.library.naming("case-study", "regions", region.id)
        examples.sort(key=lambda thing: alphabetical(thing[page.lang].title, page.lang))
        cited = page.cite(facts.councils_from) if facts.councils_from else None
        boards = [facts.health_board.en, facts.health_board.cy]
        spellings = " ".join(placenames.spellings(*names, boards))
        rows.append((region, cited, found, examples, spellings))
    return {"answers": rows}
