"""What the region finder shows: councils and towns in the order of the alphabet, and what each
region answers. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from nyth.content.kinds import Council
from nyth.content.library import Thing
from nyth.content.model import Named
from nyth.languages import placenames, welsh
from nyth.pages import charts, views
from nyth.pages.found import findings, updates
from nyth.pages.page import Page, alphabetical


@dataclass(frozen=True)
class PlaceView:
    """A council or a town. `id`: the same in both languages; `within`: of a town, its council;
    `spellings`: the keys under which it is found, with spaces between."""

    id: str
    name: str
    within: str
    region: str
    region_id: str
    spellings: str


@dataclass(frozen=True)
class Answer:
    """What somebody who looked for a region wants to know of it. `found`: what each update found
    there, as on its page; `cited`: the number and label of the source of the list of councils, if
    there is one."""

    id: str
    title: str
    href: str
    board: str
    health_board: Named
    councils: list[Council]
    councils_from: str | None
    cited: tuple[int, str] | None
    found: list[Any]
    examples: list[views.Card]
    report: Markup | None
    spellings: str


def finder(page: Page) -> dict[str, Any]:
    """The form, and the map with the list that is its equal."""
    regions = page.library.of("region")
    tiles = [(r[page.lang].title, f"#{r.id}", r.facts.tile) for r in regions if r.facts.tile]
    return {
        "around": " ".join(placenames.AROUND),
        "drawing": charts.regions(tiles) if tiles else None,
        "regions": [(r[page.lang].title, f"#{r.id}") for r in regions],
    }


def places(page: Page, kind: str) -> dict[str, Any]:
    """Councils ("council") or towns ("town"), by the letter that each begins with."""
    views_ = [
        _place(page, region, council, both, kind)
        for region in page.library.of("region")
        for council in region.facts.local_authorities
        for both in ((council,) if kind == "council" else council.towns)
    ]
    letters: dict[str, list[PlaceView]] = {}
    for view in sorted(views_, key=lambda view: alphabetical(_bare(view.name), page.lang)):
        letter = welsh.heading(_bare(view.name), digraphs=page.lang == "cy")
        letters.setdefault(letter, []).append(view)
    return {"kind": kind, "letters": list(letters.items())}


def _bare(name: str) -> str:
    """A name without the article, by which nobody looks it up in a list."""
    return re.sub(r"^Yr? ", "", name)


def _place(page: Page, region: Thing, council: Council, both: Any, kind: str) -> PlaceView:
    keys = placenames.spellings(both.en, both.cy, getattr(both, "also", ()))
    within = "" if both is council else council[page.lang]
    title, name = region[page.lang].title, re.sub(r"\W+", "-", both.en.lower())
    return PlaceView(f"{kind}-{name}", both[page.lang], within, title, region.id, " ".join(keys))


def answers(page: Page) -> dict[str, Any]:
    """The answer of each region."""
    return {"answers": [_answer(page, region) for region in page.library.of("region")]}


def _answer(page: Page, region: Thing) -> Answer:
    facts, title = region.facts, region[page.lang].title
    found = []
    for update in updates(page):
        groups = findings(page, update, lambda f: region.id in f.regions)
        if groups:
            page.cite(update.facts.source)
            here = [view for _, group in groups for view in group]
            found.append((page.title(update.id), page.to(update.id), here))
    examples = page.library.naming("case-study", "regions", region.id)
    examples.sort(key=lambda thing: alphabetical(thing[page.lang].title, page.lang))
    boards = [facts.health_board.en, facts.health_board.cy]
    names = [region[lang].title for lang in ("en", "cy")]
    return Answer(
        region.id,
        title,
        page.to(region.id),
        page.word("board-of", region=title),
        facts.health_board,
        facts.local_authorities,
        facts.councils_from,
        page.cite(facts.councils_from) if facts.councils_from else None,
        found,
        views.cards(page, examples),
        page.prose("ask-report") if page.has_word("ask-report") else None,
        " ".join(placenames.spellings(*names, boards)),
    )
