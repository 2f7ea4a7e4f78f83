"""The facts of a region: councils and their towns, health board, website, whom to ask."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field

from nyth.content.model import Bilingual, Both, Id, Named, Order, Ordered, Url, WordList, Words


class RegionSite(Bilingual):
    """The region's own website, when it was last opened, and any caution."""

    en: Url | None = None
    cy: Url | None = None
    checked: datetime.date
    note: Both | None = None


class Contact(Bilingual):
    """Whom to ask in a region; goes stale by itself, see `checked`."""

    en: Words
    cy: Words
    url: Url | None = None
    checked: datetime.date


class Council(Named):
    """`also`: what else it is called; `towns`: its main ones, which no source gives."""

    also: WordList = []
    towns: list[Both] = []


class Region(Ordered):
    """The facts of a region. `councils_from`: the source of the list of its councils; `tile`: its
    place on the map, as column, row, columns, rows."""

    local_authorities: Annotated[list[Council], Field(min_length=1)]
    councils_from: Id | None = None
    tile: Annotated[list[Order], Field(min_length=4, max_length=4)] | None = None
    health_board: Named
    site: RegionSite | None = None
    contact: Contact | None = None
