"""The search of a library: its documents, the places of its pages, and the pages of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from nyth import LANGUAGES
from nyth.content.addresses import Addresses, relative
from nyth.content.model import Library
from nyth.languages import welsh
from nyth.pages.writer import Writer
from nyth.search import index
from nyth.search.documents import Document, Term, sections_of_html
from nyth.search.lexicon import sort_key

RESULTS, A_TO_Z, GLOSSARY = "search", "a-z", "glossary"
_ARTICLE = {"en": r"(?:the|an?)\s+", "cy": r"(?:yr?|['’]r)\s+"}


@dataclass(frozen=True)
class Places:
    """The addresses of the page of results, the A–Z and the glossary in one language."""

    results: str
    a_to_z: str
    glossary: str


@dataclass(frozen=True)
class Entry:
    """A row of the A–Z. `url`: relative to the root of the site; `term`: from the glossary."""

    title: str
    url: str
    term: bool


@dataclass(frozen=True)
class Letter:
    """A letter of the A–Z ("0–9" for figures) with its rows. `anchor`: the id of its heading."""

    name: str
    anchor: str
    entries: tuple[Entry, ...]


def places(library: Library, lang: str) -> Places | None:
    """Where the pages of the search live; None for a library without them."""
    addresses = Addresses(library)
    if not all(addresses.known(page) for page in (RESULTS, A_TO_Z, GLOSSARY)):
        return None
    return Places(*(addresses.url(page, lang) for page in (RESULTS, A_TO_Z, GLOSSARY)))


def documents(
    library: Library, html: Mapping[tuple[str, str], str] | None = None
) -> list[Document]:
    """Every page but those of the search itself. `html`: what is in each page, by id and language.

    Examples come last: only the first pages bring their titles with the first file.
    """
    addresses = Addresses(library)
    own = (RESULTS, A_TO_Z)
    rows = [(page, "page", texts, {}) for page, texts in library.pages.items() if page not in own]
    for entity in sorted(library.entities.values(), key=lambda e: e.kind == "case-study"):
        facets = {key: getattr(entity.facts, key + "s", []) for key in ("principle", "region")}
        named = {key: tuple(getattr(i, "id", i) for i in ids) for key, ids in facets.items()}
        if entity.kind in named:
            named[entity.kind] = (entity.id,)
        rows.append((entity.id, entity.kind, entity.texts, named))
    found = []
    for lang in LANGUAGES:
        for page, kind, texts, facets in rows:
            matter, url = texts[lang].matter, addresses.url(page, lang)
            search = tuple(matter.search)
            sections = sections_of_html(html[page, lang]) if html else ()
            head = (page, kind, lang, url, matter.title, matter.summary)
            found.append(Document(*head, search, facets, sections))
    return found


def terms(library: Library) -> list[Term]:
    """The terms of the glossary."""
    return [
        Term(t.id, {x: (getattr(t, x), *getattr(t.synonyms, x)) for x in LANGUAGES})
        for t in library.glossary
    ]


def files(library: Library, html: Mapping[tuple[str, str], str]) -> dict[str, bytes]:
    """The index files of both languages, by path from the root of the site."""
    if places(library, LANGUAGES[0]) is None:
        return {}
    kinds = {
        lang: {kind: getattr(words.one, lang) for kind, words in library.words.kinds.items()}
        for lang in LANGUAGES
    }
    words = {lang: _words(library, lang) for lang in LANGUAGES}
    return index.files(documents(library, html), terms(library), words, kinds)


def _words(library: Library, lang: str) -> dict[str, str]:
    return {key: getattr(both, lang) for key, both in library.words.ui.items()}


def search_attributes(
    lang: str, url: str, words: Mapping[str, str], where: Places
) -> dict[str, str]:
    """What search.js needs to know on a page, as data- attributes of the form: addresses relative
    to `url`, and what to say when nothing else could be loaded."""
    other = "en" if lang == "cy" else "cy"
    return {
        "data-search-data": relative(url, index.FOLDER[lang]) + "core.js",
        "data-search-other": relative(url, index.FOLDER[other]) + "core.js",
        "data-a-z": relative(url, where.a_to_z),
        "data-a-z-name": words["search_a_z"],
        "data-glossary": relative(url, where.glossary),
        "data-glossary-name": words["search_glossary"],
        "data-search-broken": words["search_broken"],
        "data-search-retry": words["search_retry"],
    }


def attributes(library: Library, lang: str, url: str) -> dict[str, str]:
    """`search_attributes` of a page; nothing where there is no search."""
    found = places(library, lang)
    return search_attributes(lang, url, _words(library, lang), found) if found else {}


def a_to_z(
    documents: Iterable[Document], terms: Iterable[Term], lang: str, where: Places
) -> list[Letter]:
    """Every page and glossary term in the order of the alphabet. A leading article does not count;
    in Welsh ch, dd, ff, ng, ll, ph, rh and th are letters."""
    entries = [Entry(d.title, d.url, False) for d in documents if d.lang == lang]
    entries += [Entry(t.names[lang][0], f"{where.glossary}#term-{t.id}", True) for t in terms]

    def bare(title: str) -> str:
        return re.sub(rf"^{_ARTICLE[lang]}", "", title, flags=re.I)

    def order(entry: Entry) -> tuple:
        return sort_key(lang, bare(entry.title)), entry.title, entry.term, entry.url

    letters: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=order):
        name = welsh.heading(bare(entry.title), digraphs=lang == "cy")
        letters.setdefault(name, []).append(entry)
    return [
        Letter(name, "letter-" + ("0" if name == "0–9" else welsh.fold(name)), tuple(rows))
        for name, rows in letters.items()
    ]


# The HTML of the two pages


def results_page(writer: Writer) -> str:
    """The body of the page of results. Without script it leads to the A–Z and the glossary."""
    library, lang = writer.library, writer.lang
    words = {key: escape(text) for key, text in _words(library, lang).items()}
    where = places(library, lang)
    data = attributes(library, lang, where.results)
    listed = " ".join(f'{name}="{escape(value)}"' for name, value in data.items())
    elsewhere = (
        f'<ul><li><a href="{data["data-a-z"]}">{words["search_a_z"]}</a></li>'
        f'<li><a href="{data["data-glossary"]}">{words["search_glossary"]}</a></li></ul>'
    )
    facets = "".join(
        f'<p class="filter__field" hidden><label for="search-{name}">{words[f"search_{name}"]}'
        f'</label><select id="search-{name}" name="{name}"><option value="">{words["search_any"]}'
        "</option></select></p>"
        for name in ("kind", "principle", "region")
    )
    return (
        f"<noscript><p>{words['search_noscript']}</p>{elsewhere}</noscript>"
        f'<form class="results__form" action="./" data-search-page {listed} autocomplete="off"'
        " hidden>"
        f'<p class="results__box"><label for="search-q">{words["search_words"]}</label>'
        '<input class="search__input" id="search-q" name="q" type="search" maxlength="200"'
        ' autocomplete="off" spellcheck="false">'
        f'<button class="search__button button">{words["search_button"]}</button></p>'
        f'<div class="filter results__facets" hidden>{facets}</div></form>'
        '<p class="results__status" id="results-status" role="status"></p>'
        '<p id="results-twin" hidden></p><ol class="results" id="results"></ol>'
        '<p><button class="button" type="button" id="results-more" hidden>'
        f"{words['search_more']}</button></p>"
        f"<div data-search-help><p>{words['search_help']}</p>{elsewhere}</div>"
    )


def a_to_z_page(writer: Writer) -> str:
    """The body of the A–Z."""
    library, lang = writer.library, writer.lang
    where, words = places(library, lang), _words(library, lang)
    pages = [d for d in documents(library) if d.url != where.a_to_z]
    letters = a_to_z(pages, terms(library), lang, where)
    mark = f' <span class="muted">{escape(words["search_term"])}</span>'

    def row(entry: Entry) -> str:
        link = f'<a href="{escape(relative(where.a_to_z, entry.url))}">{escape(entry.title)}</a>'
        return f"<li>{link}{mark if entry.term else ''}</li>"

    top = "".join(f'<li><a href="#{x.anchor}">{x.name}</a></li>' for x in letters)
    lists = "".join(
        f'<h2 id="{x.anchor}">{x.name}</h2>'
        f'<ul class="a-z__list">{"".join(map(row, x.entries))}</ul>'
        for x in letters
    )
    label = escape(words["search_letters"])
    return f'<nav class="a-z" aria-label="{label}"><ul>{top}</ul></nav>{lists}'
