"""A page shown elsewhere than in its place: both languages side by side, and what is made for
other sites to show inside theirs. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from nyth import LANGUAGES
from nyth.content.library import KINDS, Library, Text, Thing
from nyth.languages import agree
from nyth.pages import views
from nyth.pages.page import Page


@dataclass(frozen=True)
class Side:
    """One language of a section. `edit`: the address at which it can be changed, or None."""

    view: views.SectionView
    edit: str | None


def pages(library: Library, thing: Thing, at: str) -> dict[str, Page]:
    """The pages of both languages as seen from one address; they number their sources together."""
    found = {lang: Page(library, thing, lang, lambda *_: Markup(), at) for lang in LANGUAGES}
    first, second = found.values()
    first.cite_with(second)
    return found


def rows(
    found: dict[str, Page], edit: Callable[[Text, int], str | None]
) -> list[tuple[str, dict[str, Side]]]:
    """What people wrote of a page, section by section: (anchor, {language: side}). What the site
    adds by itself is the same in both, and left out. `edit`: as in views.body."""
    behind = {
        lang: agree.behind(agree.page_pair(page.library, page.thing), lang)
        for lang, page in found.items()
    }
    table: dict[str, dict[str, Side]] = {}
    for lang, page in found.items():
        lead = page.text.lead
        if lead.body:
            view = views.SectionView(
                "", "", False, "lead" in behind[lang], html=page.render(lead.body)
            )
            table.setdefault("", {})[lang] = Side(view, edit(page.text, lead.line))
        kind = KINDS.get(page.thing.kind)
        ours = {rule.id for rule in kind.sections if rule.ours} if kind else set()
        for section in page.text.sections:
            view = views.written(page, section, section.id in ours, section.id in behind[lang])
            where = edit(page.text, section.line)
            table.setdefault(section.id, {})[lang] = Side(view, where)
    return list(table.items())


# The kinds whose short form other sites show: their first section. Of others, the summary.
SHORT = ("principle", "value")


def brief(page: Page) -> dict[str, Any]:
    """What a small frame on another site shows of a page."""
    kind = KINDS.get(page.thing.kind)
    section = page.text.section(kind.sections[0].id) if page.thing.kind in SHORT else None
    return {
        "html": page.render(section.body) if section else None,
        "ours": bool(section and kind.sections[0].ours),
        "sources": page.sources([]),
    }


def framed(library: Library) -> list[str]:
    """The ids of the things that other sites may show."""
    return [thing.id for kind in SHORT for thing in library.of(kind)]
