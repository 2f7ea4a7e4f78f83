"""What changed, when and why: read from the page that lists the changes. Pure."""

import datetime

from nyth.content.library import Library, Section
from nyth.languages.dates import leading_date
from nyth.pages.page import Page

PAGE = "changes"


def changes(library: Library, lang: str) -> list[tuple[datetime.date, str, Section]]:
    """The changes that the page lists, the newest first: (day, title, section, in which a block is
    a sentence). A heading that begins with no date is no change."""
    sections = library.things[PAGE][lang].sections if PAGE in library.things else ()
    dated = ((*leading_date(section.heading, lang), section) for section in sections)
    return sorted((row for row in dated if row[0]), key=lambda row: row[0], reverse=True)


def naming(page: Page) -> list[tuple[datetime.date, str]]:
    """The sentences among the changes that lead to a page, each with its day."""
    return [
        (on, block.words())
        for on, _, section in changes(page.library, page.lang)
        for block in section.body.blocks
        if any(mark.value.partition("#")[0] == f"nyth:{page.thing.id}" for mark in block.of("link"))
    ]
