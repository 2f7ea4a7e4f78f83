"""Which files may stand in the content and among the hand-written pages: anything else might be
published. A picture is whole, not too large, and tells nothing but what it shows.

Folders that do not belong are named and not looked into, and nothing is opened through a link to
another place.
"""

import difflib
import hashlib
import re
import unicodedata
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nyth import LANGUAGES
from nyth.content.kinds import KINDS
from nyth.content.model import LISTS
from nyth.content.textcheck import DEVICE
from nyth.problems import Problem, words_file

# The head of each list in `files.yml` says what it is.
_TABLE = words_file(Path(__file__).with_suffix(".yml"))
RESULTS = "accessibility.yml"
AGREED = "agreed.yml"
TOP = tuple(sorted((*LISTS, AGREED, "words.yml")))
SYSTEM_FILES = {".DS_Store", "Thumbs.db", "desktop.ini"}
# What may stand in a folder: files, and folders with what may stand in them.
_NAME = "[a-z0-9-]"
_PAGES = {f"{_NAME}.md": None}
_PICTURES = {f"{_NAME}{suffix}": None for suffix in _TABLE["pictures"]}
_THINGS = {
    f"{kind.folder}/": {
        f"{_NAME}/": dict.fromkeys((f"{kind.id}.yml", *(f"{lang}.md" for lang in LANGUAGES)))
    }
    for kind in KINDS.values()
}
CONTENT: dict[str, Any] = {**dict.fromkeys(TOP), **dict(sorted(_THINGS.items()))}
_TEXTS = {**{f"{lang}/": _PAGES for lang in LANGUAGES}, RESULTS: None}
DOCS: dict[str, Any] = {**_TEXTS, "assets/": _PICTURES}
_LEFT_LYING = re.compile("|".join(_TABLE["left-lying"]), re.I | re.S)
_BURIED = re.compile("|".join(_TABLE["buried"]).encode())
MAX_PICTURE = 1_000_000


def left_lying(name: str) -> bool:
    """Whether programs give such a name and nobody means it: hidden, backup, swap, system files."""
    return bool(_LEFT_LYING.fullmatch(name))


def _entries(folder: Path) -> list[Path]:
    """What people put into a folder. Empty folders are nothing, as for git."""
    there = folder.iterdir() if folder.is_dir() else ()
    return sorted(p for p in there if not left_lying(p.name) and not _empty(p))


def things(folder: Path) -> list[Path]:
    """The folders in a folder that is really there."""
    there = [] if folder.is_symlink() else _entries(folder)
    return [p for p in there if p.is_dir() and not p.is_symlink()]


def _empty(path: Path, depth: int = 4) -> bool:
    if path.is_symlink() or not path.is_dir() or not depth:
        return False
    return all(left_lying(p.name) or _empty(p, depth - 1) for p in path.iterdir())


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(name.replace(".", r"\.").replace(_NAME, "[a-z0-9]+(-[a-z0-9]+)*"))


def _looked_at(folder: Path, allowed: dict[str, Any]) -> Iterator[tuple[Path, str, str | None]]:
    """What is in a folder: each entry, how it is shown, and the name under which it may stand
    there."""
    for entry in _entries(folder):
        is_folder = entry.is_dir()
        shown = f"{entry.name}/" if is_folder else entry.name
        names = (name for name in allowed if _pattern(name).fullmatch(shown))
        real = (is_folder or entry.is_file()) and not (
            entry.is_symlink() or DEVICE.fullmatch(entry.name)
        )
        yield entry, shown, next(names, None) if real else None


def _belonging(folder: Path, allowed: dict[str, Any]) -> Iterator[Path]:
    """The files in a folder, and in the folders in it, that may stand there."""
    for entry, _, name in _looked_at(folder, allowed):
        if name:
            inside = allowed[name]
            yield from _belonging(entry, inside) if inside else [entry]


def missing(*folders: Path) -> list[Problem]:
    """The folders of what people write that are not there."""
    gone = (folder.as_posix() for folder in folders if not folder.is_dir())
    return [Problem(path, 1, "missing-folder", {"folder": path}) for path in gone]


def texts(content: Path, docs: Path) -> list[Path]:
    """The files that people write: all of the content, and the hand-written pages."""
    return sorted([*_belonging(content, CONTENT), *_belonging(docs, _TEXTS)])


def pages(docs: Path) -> list[Path]:
    """The hand-written pages in all languages."""
    return [path for lang in LANGUAGES for path in _belonging(docs, {f"{lang}/": _PAGES})]


def pictures(docs: Path) -> dict[str, str]:
    """The pictures that texts may show: name to the name with a hash that it is published under."""
    there = _belonging(docs, {"assets/": _PICTURES})
    return {p.name: hashed(p.name, p.read_bytes()) for p in there if not picture_fault(p)}


def hashed(name: str, data: bytes) -> str:
    """A name with a hash of what is in the file, so that browsers may keep it for ever."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}{dot}{suffix}"


def faults(folder: Path, allowed: dict[str, Any]) -> Iterator[Problem]:
    """Everything in a folder that may not stand there: `allowed` is CONTENT or DOCS."""
    there, names = list(_looked_at(folder, allowed)), {}
    known = {name for name in allowed if _NAME not in name}
    known |= {file for _, file, name in there if name}
    taken = {file for _, file, _ in there}
    for entry, file, name in there:
        at = entry.as_posix()
        if (other := names.setdefault(_plain(entry.name), entry.name)) != entry.name:
            yield Problem(at, 1, "name-clash", {"file": entry.name, "other": other})
        if entry.is_symlink():
            yield Problem(at, 1, "symlink")
        elif DEVICE.fullmatch(entry.name):
            yield Problem(at, 1, "device-name", {"file": file})
        elif name is None:
            if other := next((name for name in sorted(known) if _copied(file, name)), ""):
                yield Problem(at, 1, "stray-copy", {"file": file, "other": other})
            elif (other := _meant(file, allowed)) and other not in taken:
                yield Problem(at, 1, "wrong-name", {"file": file, "other": other})
            else:
                values = {"file": file, "allowed": ", ".join(allowed)}
                yield Problem(at, 1, "unknown-file", values)
        elif allowed[name]:
            yield from faults(entry, allowed[name])
        elif name in _PICTURES and (wrong := picture_fault(entry)):
            yield Problem(at, 1, *wrong)


def _copied(name: str, other: str) -> bool:
    """Whether a name is another one that a program changed, because both held somebody's work:
    `en (1).md`, `en - Copy.md`, `en-PCNAME.md`, `Copy of en.md`, `en.md.rej`."""
    stem, end = re.fullmatch(r"(.*)([./].*)", other).groups()
    bare = re.sub(_TABLE["copy-of"], "", name, flags=re.I)
    between = bare[len(stem) : len(bare) - len(end)]
    same = bare.startswith(stem) and bare.endswith(end)
    changed = bare != name if not between else not between[0].isalnum()
    return name == f"{other}.rej" or (same and len(bare) >= len(other) and changed)


def _plain(name: str) -> str:
    """A name without capital letters and accents."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in folded if not unicodedata.combining(char))


def _meant(name: str, allowed: dict[str, Any]) -> str:
    """The name that may stand there and that another was to be, but for capital letters, accents,
    spaces and the like, the ending that Windows hides, and slips; "" where there is none."""
    plain = _plain(name).removesuffix(".txt").replace(".jpeg", ".jpg")
    stem, end = re.fullmatch(r"(.*?)(\.\w+|/|)", plain, re.S).groups()
    plain = re.sub("[^a-z0-9]+", "-", stem).strip("-") + end
    fixed = [n for n in allowed if _NAME not in n and n.endswith("/") == plain.endswith("/")]
    known = any(_pattern(each).fullmatch(plain) for each in allowed)
    return plain if known else "".join(difflib.get_close_matches(plain, fixed, 1, 0.8))


def picture_fault(path: Path) -> tuple[str, dict[str, Any]] | None:
    """What keeps a picture from being published, as a rule and its values."""
    if path.stat().st_size > MAX_PICTURE:
        return "too-large", {"limit": MAX_PICTURE // 1000}
    try:
        # Pillow warns of a small file that unpacks to more than a machine can hold
        with warnings.catch_warnings(action="error"):
            details = _details(path)
    except Exception:  # decoders raise whatever they like for what a file can hold
        return "not-a-picture", {"kind": path.suffix}
    return ("picture-details", {}) if details or _BURIED.search(path.read_bytes()) else None


def _details(path: Path) -> set[str]:
    """What a picture tells of place, time, camera or author. Raises where it is none."""
    from PIL import Image

    with Image.open(path, formats=[_TABLE["pictures"][path.suffix]]) as picture:
        picture.load()
        segments = {name for name, _ in getattr(picture, "applist", ())} - {*_TABLE["own-segments"]}
        told = {*_TABLE["details"]} & {*picture.info} | ({"exif"} if picture.getexif() else set())
        return segments | told | {*getattr(picture, "text", ())}
