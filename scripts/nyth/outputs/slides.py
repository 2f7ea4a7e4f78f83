"""The slides as web pages: what their template shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nyth.content.library import Library
from nyth.outputs.decks import decks
from nyth.pages.page import Page
from nyth.pages.sessions import slides_url


def pages(library: Library, site_url: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The address of every set of slides, and the values of overrides/slides.html."""
    for deck in decks(library):
        here = slides_url(library, deck.id, deck.language)
        sides = [Page(library, library.things[deck.session], lang, at=here) for lang in deck.langs]
        titles = zip(sides, deck.titles, strict=True)
        first, alone = sides[0], deck.language != "both"
        yield (
            here,
            {
                "deck": deck,
                "sides": sides,
                "title": " / ".join(side.word("slides-title", title=t) for side, t in titles),
                "crossing": first.path(slides_url(library, deck.id, first.other))
                if alone
                else None,
                "permalink": f"{site_url}p/{deck.target}/",
            },
        )
