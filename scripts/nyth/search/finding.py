"""Gives the search what it needs of a library and its finished pages: documents, addresses, the two pages of its own."""

from __future__ import annotations

from collections.abc import Mapping

from nyth import LANGUAGES
from nyth.content.addresses import Addresses
from nyth.content.model import Library
from nyth.pages.writer import Writer
from nyth.search import indexing

RESULTS, A_TO_Z, GLOSSARY = "search", "a-z", "glossary"


def places(library: Library, lang: str) -> indexing.Places | None:
    """Where the pages of the search live; None for a library without them, which then has no search."""
    addresses = Addresses(library)
    if not all(addresses.known(page) for page in (RESULTS, A_TO_Z, GLOSSARY)):
        return None
    return indexing.Places(*(addresses.url(page, lang) for page in (RESULTS, A_TO_Z, GLOSSARY)))


def documents(library: Library, html: Mapping[tuple[str, str], str] | None = None) -> list[indexing.Document]:
    """Every page but those of the search itself. `html`: what is in each page, by id and language.

    Examples come last, because the first pages bring their titles with the first file that the browser fetches.
    """
    addresses = Addresses(library)
    rows = [(page, "page", texts, {}) for page, texts in library.pages.items() if page not in (RESULTS, A_TO_Z)]
    for entity in sorted(library.entities.values(), key=lambda e: e.kind == "case-study"):
        named = {key: getattr(entity.facts, key + "s", []) for key in ("principle", "region")}
        own = {entity.kind: (entity.id,)} if entity.kind in named else {}
        facets = {key: tuple(getattr(i, "id", i) for i in ids) for key, ids in named.items()}
        rows.append((entity.id, entity.kind, entity.texts, {**facets, **own}))
    found = []
    for lang in LANGUAGES:
        for page, kind, texts, facets in rows:
            url, matter = addresses.url(page, lang), texts[lang].matter
            read = indexing.read(html[(page, lang)], url) if html else ()
            found.append(
                indexing.Document(
                    lang, page, url, matter.title, matter.summary, kind, facets, tuple(matter.search), *read
                )
            )
    return found


def files(library: Library, html: Mapping[tuple[str, str], str]) -> dict[str, bytes]:
    """The index files of both languages, by path from the root of the site."""
    if places(library, LANGUAGES[0]) is None:
        return {}
    found, made = documents(library, html), {}
    for lang in LANGUAGES:
        kinds = {kind: getattr(words.one, lang) for kind, words in library.words.kinds.items()}
        made |= indexing.build(found, library.glossary, lang, _words(library, lang), kinds)
    return made


def _words(library: Library, lang: str) -> dict[str, str]:
    return {key: getattr(both, lang) for key, both in library.words.ui.items()}


def attributes(library: Library, lang: str, url: str) -> dict[str, str]:
    """What the search form of a page carries for the script; nothing where there is no search."""
    found = places(library, lang)
    return indexing.attributes(lang, url, _words(library, lang), found) if found else {}


def results_page(writer: Writer) -> str:
    """The body of the page of results."""
    return indexing.page(writer.lang, _words(writer.library, writer.lang), places(writer.library, writer.lang))


def a_to_z_page(writer: Writer) -> str:
    """The body of the A–Z."""
    library, lang = writer.library, writer.lang
    return indexing.a_to_z(documents(library), lang, places(library, lang), library.glossary, _words(library, lang))
