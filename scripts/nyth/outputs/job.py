"""What the pack for trainers is made of: one job for each file. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from nyth import LANGUAGES
from nyth.content.library import Thing

FileLanguage = Literal["en", "cy", "both"]
# The folder of the pack in the site, and the list of its files.
FOLDER = "pack"
INDEX = "index.json"


@dataclass(frozen=True)
class Job:
    """A file of the pack that can be made.

    path: in the folder of the pack, such as "no-wrong-door-handout-en.pdf"; kind: what it is, such
    as "handout"; id: the thing that it is of; date: when its words were last settled, see
    `text_date`; key: all that the bytes rest on, except code, templates, fonts and libraries, which
    `pack` adds; make: the bytes, always the same for the same key; may be called in any thread.
    """

    path: str
    kind: str
    id: str
    language: FileLanguage
    date: str
    key: str
    make: Callable[[], bytes]


def languages(language: FileLanguage) -> tuple[str, ...]:
    """The languages of a file, in the order in which they stand on it."""
    return LANGUAGES if language == "both" else (language,)


def text_date(*things: Thing) -> str:
    """The day on which the words of things were last settled: held against their sources, or
    accepted as saying the same. As in "2026-11-25"; "" where none is known."""
    days = [
        day
        for thing in things
        if thing.facts
        for day in (thing.facts.reviewed, *(a.on for a in thing.facts.agreed.values()))
    ]
    return max(days).isoformat() if days else ""
