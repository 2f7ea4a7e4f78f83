"""What the two pages of the search show, and what its form carries on every page. Pure."""

from __future__ import annotations

import re
from typing import Any

from nyth.languages import welsh
from nyth.pages.page import Page, alphabetical
from nyth.search import index
from nyth.search.documents import A_TO_Z, GLOSSARY, RESULTS

_ARTICLE = {"en": r"^(?:the|an?)\s+", "cy": r"^(?:yr?|['’]r)\s+"}


def attributes(page: Page) -> dict[str, str]:
    """What search.js needs to know on a page, as data- attributes; nothing on a site without the pages of the search."""
    if not all(page.knows(target) for target in (RESULTS, A_TO_Z, GLOSSARY)):
        return {}
    return {
        "data-search-data": page.path(f"{index.FOLDER[page.lang]}core.js"),
        "data-search-other": page.path(f"{index.FOLDER[page.other]}core.js"),
        "data-a-z": page.to(A_TO_Z),
        "data-a-z-name": page.word("search_a_z"),
        "data-glossary": page.to(GLOSSARY),
        "data-glossary-name": page.word("search_glossary"),
        "data-search-broken": page.word("search_broken"),
        "data-search-retry": page.word("search_retry"),
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
    return re.sub(_ARTICLE[lang], "", title, flags=re.I)


def _letter(title: str, lang: str) -> str:
    return welsh.heading(title, digraphs=lang == "cy")
