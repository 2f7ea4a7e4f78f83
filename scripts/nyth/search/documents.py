"""What the search is given: plain records of pages, from the sections that people wrote. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from nyth import LANGUAGES, other
from nyth.content.library import Library, Thing, ids
from nyth.pages.page import heading
from nyth.pages.views import searched

FACETS = ("principle", "region")


class Section(NamedTuple):
    """A stretch of a page as its reader sees it. `anchor` and `heading` are empty for the
    opening lines; `ours`: it is our own reading."""

    anchor: str
    heading: str
    text: str
    ours: bool = False


@dataclass(frozen=True)
class Document:
    """A page in one language. `url` is relative to the root of the site; `kind` and the values
    of `facets` are ids; `search`: the search words of its front matter. Both languages of a page
    share its id."""

    id: str
    kind: str
    lang: str
    url: str
    title: str
    summary: str
    search: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()


def documents(library: Library) -> list[Document]:
    """Every page but those of the search itself, in both languages. Examples come last, because
    the first pages bring their titles with the first file that the browser fetches."""
    things = sorted(searched(library), key=lambda t: (not t.is_page, t.kind == "case-study"))
    return [_document(library, t, lang) for lang in LANGUAGES for t in things]


def _document(library: Library, thing: Thing, lang: str) -> Document:
    text, url = thing[lang], library.url(thing.id, lang)
    facets = {key: tuple(ids(thing.facts, f"{key}s")) for key in FACETS}
    if thing.kind in FACETS:
        facets[thing.kind] = (thing.id,)
    search, sections = tuple(text.matter.search), tuple(_sections(library, thing, lang))
    return Document(
        thing.id, thing.kind, lang, url, text.title, text.summary, search, facets, sections
    )


def _sections(library: Library, thing: Thing, lang: str) -> Iterator[Section]:
    """What people wrote, section by section, and the names and records that the site puts
    between."""
    kinds = {finding.id: finding.kind for finding in getattr(thing.facts, "findings", ())}
    ours = library.ours(thing)
    for section, part in thing[lang].by_section:
        # a finding has no heading of its own, only the kind that it stands under
        both = library.words.text.get(f"finding-{kinds.get(part.id)}")
        title = both[lang] if both else heading(library, part, lang) if part.id else ""
        macros = [mark.value for mark in part.body.of("macro")]
        words = [block.words() for block in part.body.blocks]
        lines = [*words, *(line for name in macros for line in _records(library, name, lang))]
        if title or any(lines):
            yield Section(part.id, title, " ".join(lines), section in ours)
        if "glossary" in macros:
            for term in library.glossary:
                yield Section(f"term-{term.id}", term[lang], term.meaning[lang])
    if thing.kind == "region":
        # what somebody who is looking for a region may type: places go by both their names
        councils = thing.facts.local_authorities
        places = [place for council in councils for place in (council, *council.towns)]
        names = [name for place in places for name in (place[lang], place[other(lang)])]
        known = ", ".join(dict.fromkeys([thing.facts.health_board[lang], *names]))
        yield Section("who", library.words.heading("who", lang), known)


def _records(library: Library, macro: str, lang: str) -> list[str]:
    """The words of the records that a macro shows."""
    if macro == "timeline":
        return [f"{event.when[lang]} {event.what[lang]}" for event in library.timeline]
    if macro == "scale":
        return [f"{level.label[lang]} {level.sense[lang]}" for level in library.scale]
    if macro == "gaps":
        return [f"{gap.missing[lang]}. {gap.settle[lang]}" for gap in library.gaps]
    return []
