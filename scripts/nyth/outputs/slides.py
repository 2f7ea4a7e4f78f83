"""The slides as web pages: {path: content}."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jinja2 import Environment

from nyth import other
from nyth.content.addresses import Addresses, relative
from nyth.content.library import Library
from nyth.outputs.decks import Deck, decks
from nyth.outputs.job import PackSettings
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
        html = templates.get_template("slides.html").render(
            deck=deck,
            **_around(library, deck, here),
            permalink=PackSettings(site_url).permalink(deck.target),
            permalink_href=relative(here, f"p/{deck.target}/"),
            asset=asset(relative(here, "")),
            csp_meta=csp_meta,
        )
        written[f"{here}index.html"] = html.encode()
    return written


def _around(library: Library, deck: Deck, here: str) -> dict[str, object]:
    """What stands round the slides: the way back and to the other language, in each."""
    text, ui, addresses = library.words.text, library.words.ui, Addresses(library)
    shown = [
        {
            "lang": lang,
            "back": relative(here, addresses.url(deck.session, lang)),
            "back_words": text["slides-back"][lang],
            "how": text["slides-keys"][lang],
            "ours": f"{ui['ours'][lang]}. {ui['advice_not_reviewed'][lang]}.",
        }
        for lang in deck.langs
    ]
    first = deck.langs[0]
    title = text["slides-title"][first].replace("{title}", " / ".join(deck.titles))
    crossing = None
    if deck.language != "both":
        code = other(first)
        href = relative(here, slides_url(library, deck.id, code))
        crossing = {"lang": code, "href": href, "name": ui["other_language"][first]}
    if deck.language == "both":
        title = " / ".join(
            text["slides-title"][lang].replace("{title}", name)
            for lang, name in zip(deck.langs, deck.titles, strict=True)
        )
    site = {lang: {"site": library.words.site.name[lang]} for lang in deck.langs}
    return {"title": title, "words": site, "words_shown": shown, "other": crossing}
