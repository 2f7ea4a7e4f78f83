"""What changed, when and why: read from the page that lists the changes. Pure."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlsplit

from nyth.content.blocks import Block
from nyth.content.library import Library
from nyth.languages.dates import leading_date
from nyth.pages.page import Page

PAGE = "changes"


@dataclass(frozen=True)
class Change:
    """A section of the page of changes, a block for each sentence."""

    id: str
    on: datetime.date
    title: str
    blocks: tuple[Block, ...]

    def tag(self, site_url: str, lang: str) -> str:
        """A name for this change that stays, whatever becomes of its address (RFC 4151)."""
        return f"tag:{urlsplit(site_url).hostname},{self.on}:{lang}/{PAGE}/{self.id}"


def changes(library: Library, lang: str) -> list[Change]:
    """The changes that the page lists, the newest first; a heading that begins with no date is no
    change."""
    sections = library.things[PAGE][lang].sections if PAGE in library.things else ()
    dated = ((section, *leading_date(section.heading, lang)) for section in sections)
    listed = [
        Change(section.id, on, title, section.body.blocks) for section, on, title in dated if on
    ]
    return sorted(listed, key=lambda change: change.on, reverse=True)


def naming(page: Page) -> list[tuple[datetime.date, str]]:
    """The sentences among the changes that lead to a page, each with its day."""
    return [
        (change.on, block.words())
        for change in changes(page.library, page.lang)
        for block in change.blocks
        if any(mark.value.partition("#")[0] == f"nyth:{page.thing.id}" for mark in block.of("link"))
    ]
