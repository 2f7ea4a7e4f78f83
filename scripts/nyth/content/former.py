"""What was published and is gone: where its links and addresses lead."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from nyth.content.model import Record, as_list
from nyth.content.patterns import ADDRESS, SPOT

Spot = Annotated[str, StringConstraints(pattern=SPOT, max_length=160)]
Address = Annotated[str, StringConstraints(pattern=ADDRESS, max_length=200)]
Addresses = Annotated[list[Address], BeforeValidator(as_list)]


class Former(Record):
    """What had a permanent link and went into something else: a page, by its id, or a section, as
    "id#section". `to`: where it is now; the languages: addresses that it had, below the folder of
    the language. Without `id`, only addresses that a page had."""

    id: Spot | None = None
    to: Spot
    en: Addresses = []
    cy: Addresses = []

    def __getitem__(self, lang: str) -> list[str]:
        return getattr(self, lang)
