"""What the pack for trainers is made of: one job for each file. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from nyth.content.library import Library

FileKind = Literal[
    "handout", "cards", "exercise", "framework", "booklet", "slides", "notes", "qr", "session"
]
FileLanguage = Literal["en", "cy", "both"]
# Under this name the pack stands in the site, and its list of files in it.
FOLDER = "pack"
INDEX = "index.json"


@dataclass(frozen=True)
class PackSettings:
    """What the makers are told besides the content. `site_url`: the absolute address of the site,
    with a slash at the end."""

    site_url: str

    def permalink(self, target: str) -> str:
        """The address that is printed and stands in QR codes, in no language: /p/<id>/."""
        return f"{self.site_url}p/{target}/"


@dataclass(frozen=True)
class Job:
    """A file of the pack that can be made.

    path: in the folder of the pack, such as "en/no-wrong-door.pdf"; id: the thing that it is of;
    key: all that the bytes rest on, except code, templates, fonts and libraries, which `pack` adds;
    make: the bytes, always the same for the same key; may be called in any thread.
    """

    path: str
    kind: FileKind
    id: str
    language: FileLanguage
    key: str
    make: Callable[[], bytes]


# All the files of one kind: a maker is listed in `pack.MAKERS`.
Maker = Callable[[Library, PackSettings], Iterable[Job]]
