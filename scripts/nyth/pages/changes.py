"""What changed, when and why: read from the page that lists the changes, and from the days on
which texts were accepted. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from nyth.content.library import Library, Text
from nyth.languages.dates import leading_date
from nyth.pages.page import Page

PAGE = "changes"


@dataclass(frozen=True)
class Change:
    """A section of the page of changes. items: each sentence, with the ids of the pages that it
    leads to."""

    id: str
    on: datetime.date
    title: str
    items: tuple[tuple[str, frozenset[str]], ...]

    def tag(self, site_url: str, lang: str) -> str:
        """A name for this change that stays, whatever becomes of its address (RFC 4151)."""
        return f"tag:{urlsplit(site_url).hostname},{self.on}:{lang}/{PAGE}/{self.id}"


def changes(library: Library, lang: str) -> list[Change]:
    """The changes that the page lists, the newest first; a heading that begins with no date is no
    change."""
    if PAGE not in library.things:
        return []
    return sorted(_changes(library.things[PAGE][lang]), key=lambda c: c.on, reverse=True)


def _changes(text: Text) -> Iterator[Change]:
    for section in text.sections:
        on, title = leading_date(section.heading, text.lang)
        if on:
            items = tuple(
                (
                    block.words(),
                    frozenset(
                        mark.value.removeprefix("nyth:").partition("#")[0]
                        for mark in block.of("link")
                    ),
                )
                for block in section.body.blocks
            )
            yield Change(section.id, on, title, items)


def of(page: Page) -> dict[str, object] | None:
    """What changed on a page: the day on which words of it last changed in step, in which sections
    if not in all of them, and the changes that name the page. None where nothing was accepted
    yet."""
    pair = page.pair
    if not pair.accepted:
        return None
    last = max(accepted.on for accepted in pair.accepted.values())
    moved = [name for name, accepted in pair.accepted.items() if accepted.on == last]
    told = [
        (page.date(change.on), words)
        for change in changes(page.library, page.lang)
        for words, ids in change.items
        if page.thing.id in ids
    ]
    return {
        "iso": last.isoformat(),
        "on": page.date(last),
        "sections": page.names(moved) if len(moved) < len(pair.accepted) else [],
        "told": told,
    }
