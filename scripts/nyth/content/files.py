"""Which files may stand in the content and among the hand-written pages: anything else might be published.

Folders that do not belong are named and not looked into, and nothing is opened through a link to another place.
"""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nyth import LANGUAGES
from nyth.content.library import KINDS

MAX_PICTURE = 1_000_000
MAX_NAMES = 5_000
RESULTS = "accessibility.yml"
TOP = (
    "agreed.yml",
    "framework.yml",
    "glossary.yml",
    "ratings.yml",
    "sources.yml",
    "timeline.yml",
    "words.yml",
)
_PAGE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.md")
_PICTURE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(jpg|png|webp)")
_FOLDER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# A fault: where, rule, values.
Fault = tuple[Path, str, dict[str, Any]]


def in_content(content: Path) -> Iterator[Fault]:
    """Everything in the content folder that does not belong there: only the files of the format do."""
    kinds = {kind.folder: kind for kind in KINDS.values()}
    wanted = ", ".join((*TOP, *(f"{folder}/" for folder in sorted(kinds))))
    folders = yield from _entries(
        content, lambda p: p.name in kinds, lambda p: p.name in TOP, wanted
    )
    for folder in folders:
        kind = kinds[folder.name]
        things = yield from _entries(
            folder, lambda p: _FOLDER.fullmatch(p.name), lambda _: None, "folders"
        )
        for thing in things:
            names = (f"{kind.id}.yml", *(f"{lang}.md" for lang in LANGUAGES))
            yield from _entries(
                thing, lambda _: None, lambda p, names=names: p.name in names, ", ".join(names)
            )


def in_docs(docs: Path) -> Iterator[Fault]:
    """Everything among the hand-written pages that does not belong: only Markdown in the folder of each language,
    pictures in `assets`, and the results of measuring the site."""
    wanted = (*LANGUAGES, "assets")
    names = ", ".join((*(f"{n}/" for n in wanted), RESULTS))
    folders = yield from _entries(
        docs, lambda p: p.name in wanted, lambda p: p.name == RESULTS, names
    )
    for folder in folders:
        if folder.name == "assets":
            yield from _entries(
                folder, lambda _: None, lambda p: _PICTURE.fullmatch(p.name), ".jpg, .png, .webp"
            )
            for picture in sorted(folder.iterdir()):
                if (
                    picture.is_file()
                    and not picture.is_symlink()
                    and _PICTURE.fullmatch(picture.name)
                ):
                    yield from _picture(picture)
        else:
            yield from _entries(
                folder, lambda _: None, lambda p: _PAGE.fullmatch(p.name), "[a-z0-9-].md"
            )


def pages(folder: Path) -> list[Path]:
    """The hand-written pages of one language."""
    if folder.is_symlink() or not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if _PAGE.fullmatch(p.name))[:MAX_NAMES]


def folders(parent: Path) -> list[Path]:
    """The folders of the things of a kind."""
    if parent.is_symlink() or not parent.is_dir():
        return []
    return sorted(p for p in parent.iterdir() if p.is_dir() and not p.is_symlink())[:MAX_NAMES]


def pictures(docs: Path) -> dict[str, str]:
    """The pictures that texts may show, by name: each to the name it is published under, which carries a hash."""
    folder = docs / "assets"
    if folder.is_symlink() or not folder.is_dir():
        return {}
    return {
        path.name: hashed(path.name, path.read_bytes())
        for path in sorted(folder.iterdir())
        if path.is_file()
        and not path.is_symlink()
        and _PICTURE.fullmatch(path.name)
        and not list(_picture(path))
    }


def hashed(name: str, data: bytes) -> str:
    """The name of a static file with a hash of what is in it, so that browsers may keep it for ever."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}{dot}{suffix}"


def _entries(folder: Path, is_folder: Any, is_file: Any, wanted: str) -> Iterator[Fault]:
    """What does not belong in a folder; returns the folders in it that do."""
    found, names = [], {}
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    for entry in entries[:MAX_NAMES]:
        plain = unicodedata.normalize("NFKD", entry.name).casefold()
        plain = "".join(c for c in plain if not unicodedata.combining(c))
        if plain in names:
            yield entry, "name-clash", {"file": entry.name, "other": names[plain]}
        names.setdefault(plain, entry.name)
        if entry.is_symlink():
            yield entry, "symlink", {}
        elif entry.is_dir():
            if is_folder(entry):
                found.append(entry)
            else:
                yield entry, "unknown-file", {"file": f"{entry.name}/", "allowed": wanted}
        elif not entry.is_file() or not is_file(entry):
            yield entry, "unknown-file", {"file": entry.name, "allowed": wanted}
    if len(entries) > MAX_NAMES:
        yield (
            folder,
            "too-much",
            {"what": "files", "count": len(entries), "limit": MAX_NAMES, "mark": ""},
        )
    return found


def _picture(path: Path) -> Iterator[Fault]:
    """A picture is what its name says, not too large, and carries no details of place, time or camera."""
    if path.stat().st_size > MAX_PICTURE:
        yield path, "too-large", {"limit": MAX_PICTURE // 1000}
        return
    data = path.read_bytes()
    kind = path.suffix
    if not _SIGNS[kind](data):
        yield path, "not-a-picture", {"kind": kind}
    elif any(name in _DETAILS for name in _BLOCKS[kind](data)):
        yield path, "picture-details", {}


_SIGNS = {
    ".jpg": lambda data: data.startswith(b"\xff\xd8\xff"),
    ".png": lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"),
    ".webp": lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP",
}
# Exif, XMP and IPTC, as the JPEG, PNG and WebP containers name them.
_DETAILS = {b"\xe1", b"\xed", b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"EXIF", b"XMP "}


def _jpeg_blocks(data: bytes) -> Iterator[bytes]:
    """The markers of the segments before the image data (ITU-T T.81, annex B)."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        yield data[at + 1 : at + 2]
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]


def _png_blocks(data: bytes) -> Iterator[bytes]:
    """The types of the chunks (PNG specification, 5.3)."""
    at = 8
    while at + 8 <= len(data):
        yield data[at + 4 : at + 8]
        at += 12 + struct.unpack(">I", data[at : at + 4])[0]


def _webp_blocks(data: bytes) -> Iterator[bytes]:
    """The types of the chunks (RFC 9649, 2.3)."""
    at = 12
    while at + 8 <= len(data):
        yield data[at : at + 4]
        size = struct.unpack("<I", data[at + 4 : at + 8])[0]
        at += 8 + size + size % 2


_BLOCKS = {".jpg": _jpeg_blocks, ".png": _png_blocks, ".webp": _webp_blocks}
