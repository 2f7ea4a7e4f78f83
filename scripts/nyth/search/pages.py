"""What the two pages of the search show, and what its form carries on every page. Pure."""

from __future__ import annotations

from typing import Any

from nyth.languages import welsh
from nyth.pages.page import Page, alphabetical

RESULTS, A_TO_Z, GLOSSARY = "search", "a-z", "glossary"
_ARTICLES = {"en": ("the ", "a ", "an "), "cy": ("y ", "yr ", "'r ")}


def attributes(page: Page) -> dict[str, str]:
    """What search.js needs to know on a page, as data- attributes; nothing on a site without the pages of the search."""
    if not all(page.knows(target) for target in (RESULTS, A_TO_Z, GLOSSARY)):
        return {}
    return {
        "data-search-data": page.path(f"search/{page.lang}/core.js"),
        "data-search-other": page.path(f"search/{page.other}/core.js"),
        "data-a-z": page.to(A_TO_Z),
        "data-glossary": page.to(GLOSSARY),
        "data-search-broken": page.word("search_broken"),
    }


def results(page: Page) -> dict[str, Any]:
    """The page of results."""
    return {"attributes": attributes(page)}


def a_to_z(page: Page) -> dict[str, Any]:
    """Every page and glossary term under its letter, in the order of the alphabet; a leading article does not count."""
    lang = page.lang
    entries = [
        (thing[lang].title, page.to(thing.id), False)
        for thing in page.library.things.values()
        if thing.id not in (RESULTS, A_TO_Z)
    ]
    entries += [
        (term[lang], page.to(GLOSSARY, f"term-{term.id}"), True) for term in page.library.glossary
    ]
    order = sorted(set(entries), key=lambda e: (alphabetical(_bare(e[0], lang), lang), e[2], e[1]))
    letters: dict[str, list[tuple[str, str, bool]]] = {}
    for entry in order:
        letters.setdefault(_letter(_bare(entry[0], lang), lang), []).append(entry)
    anchors = {name: "letter-" + ("0" if name == "0–9" else welsh.fold(name)) for name in letters}
    return {"letters": [(name, anchors[name], rows) for name, rows in letters.items()]}


def _bare(title: str, lang: str) -> str:
    """A title without its article."""
    article = next((a for a in _ARTICLES[lang] if welsh.fold(title).startswith(a)), "")
    return title[len(article) :]


def _letter(title: str, lang: str) -> str:
    if lang == "cy":
        return welsh.heading(title)
    first = next((char for char in welsh.fold(title) if char.isalnum()), "0")
    return "0–9" if first.isdigit() else first.upper()
