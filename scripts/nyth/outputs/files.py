"""Files that are made: those of the pack for trainers, a job for each, and how any are put into a
folder or a zip."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nyth import LANGUAGES
from nyth.content.library import Thing

# The languages that a file may be in.
IN_LANGUAGES = (*LANGUAGES, "both")
# The folder of the pack in the site, and the list of its files.
FOLDER = "pack"
INDEX = "index.json"
# The earliest moment that a zip can name; a real one would make each another file.
_MOMENT = (1980, 1, 1, 0, 0, 0)


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
    language: str
    date: str
    key: str
    make: Callable[[], bytes]


def languages(language: str) -> tuple[str, ...]:
    """The languages of a file, in the order in which they stand on it."""
    return LANGUAGES if language == "both" else (language,)


def text_date(*things: Thing) -> str:
    """The day on which the words of things were last settled: compared with their sources, or
    accepted as saying the same. As in "2026-11-25"; "" where none is known."""
    days = [
        day
        for thing in things
        if thing.facts
        for day in (thing.facts.reviewed, *(a.on for a in thing.facts.agreed.values()))
    ]
    return max(days).isoformat() if days else ""


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Puts files into a folder: {path: content}."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def zipped(out: Path | io.BytesIO, files: Iterable[tuple[str, bytes]], folder: str = "") -> None:
    """Makes a zip of files, all in one folder of it: (path, content). The same files give the same
    bytes."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for path, data in files:
            entry = zipfile.ZipInfo(folder + path, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            packed.writestr(entry, data)
