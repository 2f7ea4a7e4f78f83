"""Everything that the site names, by the letters of the alphabet. Pure."""

from typing import Any

from nyth.languages import welsh
from nyth.pages.page import Page, alphabetical, bare
from nyth.search.documents import A_TO_Z, GLOSSARY, RESULTS

Entry = tuple[str, str, bool]  # a title, its address, and whether it is a term of the glossary


def a_to_z(page: Page) -> dict[str, Any]:
    """Every page and glossary term."""
    lang = page.lang
    entries = [
        (thing[lang].title, page.to(thing.id), False)
        for thing in page.library.things.values()
        if thing.id not in (RESULTS, A_TO_Z)
    ]
    for term in page.library.glossary:
        entries.append((term[lang], page.to(GLOSSARY, f"term-{term.id}"), True))
    return {"letters": letters(entries, lang)}


def letters(entries: list[Entry], lang: str) -> list[tuple[str, str, list[Entry]]]:
    """Entries under the letters of the alphabet of a language, in its order: (letter, anchor,
    entries). A leading article does not count; in Welsh ch, dd, ff, ng, ll, ph, rh and th are
    letters; figures stand under "0–9"."""

    def order(entry: Entry) -> tuple:
        return alphabetical(entry[0], lang), entry[2], entry[1]

    groups: dict[str, list[Entry]] = {}
    for entry in sorted(set(entries), key=order):
        letter = welsh.heading(bare(entry[0], lang), digraphs=lang == "cy")
        groups.setdefault(letter, []).append(entry)
    return [
        (name, "letter-" + ("0" if name == "0–9" else welsh.fold(name)), rows)
        for name, rows in groups.items()
    ]
