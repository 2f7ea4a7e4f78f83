"""A page shown elsewhere than in its place: both languages side by side, and what is made for
other sites to show inside theirs. Pure."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from nyth import LANGUAGES
from nyth.content.library import KINDS, Library, Thing
from nyth.pages import views
from nyth.pages.page import Page


def pages(library: Library, thing: Thing, at: str) -> dict[str, Page]:
    """The pages of both languages as seen from one address; they number their sources together."""
    found = {lang: Page(library, thing, lang, lambda *_: Markup(), at) for lang in LANGUAGES}
    first, second = found.values()
    first.cite_with(second)
    return found


def rows(found: dict[str, Page]) -> dict[str, dict[str, views.SectionView]]:
    """What people wrote of a page, section by section: {anchor: {language: section}}. What the
    site adds by itself is the same in both, and left out."""
    table: dict[str, dict[str, views.SectionView]] = {}
    for lang, page in found.items():
        lead = page.text.lead
        if lead.body:
            view = views.SectionView(
                "", "", behind="lead" in page.behind, line=lead.line, html=page.render(lead.body)
            )
            table.setdefault("", {})[lang] = view
        for section in page.text.sections:
            table.setdefault(section.id, {})[lang] = views.written(page, section)
    return table


# The kinds whose short form other sites show: their first section. Of others, the summary.
SHORT = ("principle", "value")


def brief(page: Page) -> dict[str, Any]:
    """What a small frame on another site shows of a page."""
    first = KINDS[page.thing.kind].sections[0] if page.thing.kind in SHORT else None
    section = page.text.section(first.id) if first else None
    return {
        "html": page.render(section.body) if section else None,
        "ours": bool(section and first.ours),
        "sources": page.sources([]),
    }


def framed(library: Library) -> dict[str, str]:
    """The ids of the things that other sites may show, each to itself."""
    return {thing.id: thing.id for kind in SHORT for thing in library.of(kind)}
