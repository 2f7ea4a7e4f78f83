"""The slides as web pages: {path: content}."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jinja2 import Environment

from nyth.content.library import Library
from nyth.outputs.decks import decks
from nyth.pages.page import Page
from nyth.pages.sessions import slides_url


def pages(
    library: Library,
    templates: Environment,
    asset: Callable[[str], Callable[[str], str]],
    site_url: str = "",
    csp_meta: str = "",
) -> Mapping[str, bytes]:
    """Every set of slides at its address. `asset`: the way to the root to a linker of assets."""
    written = {}
    for deck in decks(library):
        here = slides_url(library, deck.id, deck.language)
        sides = [Page(library, library.things[deck.session], lang, at=here) for lang in deck.langs]
        first = sides[0]
        alone = deck.language != "both"
        html = templates.get_template("slides.html").render(
            deck=deck,
            sides=sides,
            title=" / ".join(
                side.word("slides-title", title=title)
                for side, title in zip(sides, deck.titles, strict=True)
            ),
            crossing=first.path(slides_url(library, deck.id, first.other)) if alone else None,
            permalink=f"{site_url}p/{deck.target}/",
            asset=asset(first.path("")),
            csp_meta=csp_meta,
        )
        written[f"{here}index.html"] = html.encode()
    return written
