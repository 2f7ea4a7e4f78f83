"""Which files may stand in the content and among the hand-written pages: anything else might be
published.

Folders that do not belong are named and not looked into, and nothing is opened through a link to
another place.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

from nyth import LANGUAGES
from nyth.content.kinds import KINDS
from nyth.content.model import LISTS
from nyth.content.pictures import fault

MAX_NAMES = 5_000
RESULTS = "accessibility.yml"
AGREED = "agreed.yml"
TOP = tuple(sorted((*LISTS, AGREED, "words.yml")))
SYSTEM_FILES = {".DS_Store", "Thumbs.db", "desktop.ini"}
_PAGE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.md")
_PICTURE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(jpg|png|webp)")
_FOLDER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# What systems, editors, office programs and archives leave lying beside the files that people mean.
_LEFT_LYING = re.compile(
    r"\..*|.*~|~\$.*|#.*#|.*\.(orig|bak|sw[a-p]|tmp|part|crdownload)|(ehthumbs|thumbs)\.db|desktop\.ini"
    r"|icon\r|__macosx|__pycache__|@eadir|\$recycle\.bin|system volume information",
    re.I | re.S,
)
_COPY_OF = re.compile(r"(copy of|copi o|copi) ", re.I)
# A fault: where, rule, values.
Fault = tuple[Path, str, dict[str, Any]]
Test = Callable[[str], Any]


def left_lying(name: str) -> bool:
    """Whether programs give such a name and nobody means it: hidden, backup, swap, system files."""
    return bool(_LEFT_LYING.fullmatch(name))


def entries(folder: Path) -> list[Path]:
    """What people put into a folder. Empty folders are nothing, as for git."""
    there = folder.iterdir() if folder.is_dir() else ()
    return sorted(p for p in there if not left_lying(p.name) and not _empty(p))


def things(folder: Path) -> list[Path]:
    """The folders in a folder that is really there."""
    there = [] if folder.is_symlink() else entries(folder)
    return [p for p in there if p.is_dir() and not p.is_symlink()][:MAX_NAMES]


def _empty(path: Path, depth: int = 4) -> bool:
    if path.is_symlink() or not path.is_dir() or not depth:
        return False
    return all(left_lying(p.name) or _empty(p, depth - 1) for p in path.iterdir())


def texts(content: Path, docs: Path) -> list[Path]:
    """The files that people write: all of the content, and the hand-written pages."""
    found = [content / name for name in TOP] + [docs / RESULTS]
    for kind in KINDS.values():
        folders = things(content / kind.folder)
        found += [folder / name for folder in folders for name in _names(kind.id)]
    found += [page for lang in LANGUAGES for page in pages(docs / lang)]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def in_content(content: Path) -> Iterator[Fault]:
    """Everything in the content folder that is not of the format."""
    kinds = {kind.folder: kind for kind in KINDS.values()}
    wanted = ", ".join((*TOP, *(f"{folder}/" for folder in sorted(kinds))))
    for folder in (yield from _strays(content, kinds.__contains__, TOP.__contains__, wanted)):
        things = yield from _strays(folder, _FOLDER.fullmatch, lambda _: False, "folders")
        for thing in things:
            names = _names(kinds[folder.name].id)
            yield from _strays(thing, lambda _: False, names.__contains__, ", ".join(names), names)


def in_docs(docs: Path) -> Iterator[Fault]:
    """Everything among the hand-written pages that does not belong: only Markdown in the folder
    of each language, pictures in `assets`, and the results of measuring the site."""
    names = ", ".join((*(f"{n}/" for n in (*LANGUAGES, "assets")), RESULTS))
    folders = yield from _strays(docs, (*LANGUAGES, "assets").__contains__, RESULTS.__eq__, names)
    for folder in folders:
        if folder.name == "assets":
            allowed = ", ".join(f"[a-z0-9-].{suffix}" for suffix in ("jpg", "png", "webp"))
            yield from _strays(folder, lambda _: False, _PICTURE.fullmatch, allowed)
            for path in _pictures(docs):
                if wrong := fault(path):
                    yield path, *wrong
        else:
            yield from _strays(folder, lambda _: False, _PAGE.fullmatch, "[a-z0-9-].md")


def pages(folder: Path) -> list[Path]:
    """The hand-written pages of one language."""
    there = [] if folder.is_symlink() else entries(folder)
    return [p for p in there if _PAGE.fullmatch(p.name)][:MAX_NAMES]


def pictures(docs: Path) -> dict[str, str]:
    """The pictures that texts may show: name to the name with a hash that it is published under."""
    return {p.name: hashed(p.name, p.read_bytes()) for p in _pictures(docs) if not fault(p)}


def hashed(name: str, data: bytes) -> str:
    """A name with a hash of what is in the file, so that browsers may keep it for ever."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}{dot}{suffix}"


def _names(kind: str) -> tuple[str, ...]:
    return (f"{kind}.yml", *(f"{lang}.md" for lang in LANGUAGES))


def _strays(
    folder: Path, is_folder: Test, is_file: Test, wanted: str, expected: tuple[str, ...] = ()
) -> Generator[Fault, None, list[Path]]:
    """What does not belong in a folder; returns the folders in it that do."""
    belonging, names = [], {}
    there = entries(folder)
    belong = sorted({*expected, *(p.name for p in there if is_folder(p.name) or is_file(p.name))})
    for entry in there[:MAX_NAMES]:
        plain = unicodedata.normalize("NFKD", entry.name).casefold()
        plain = "".join(c for c in plain if not unicodedata.combining(c))
        if (other := names.setdefault(plain, entry.name)) != entry.name:
            yield entry, "name-clash", {"file": entry.name, "other": other}
        slash = "/" if entry.is_dir() else ""
        if entry.is_symlink():
            yield entry, "symlink", {}
        elif slash and is_folder(entry.name):
            belonging.append(entry)
        elif slash or not entry.is_file() or not is_file(entry.name):
            file = entry.name + slash
            if other := next((name for name in belong if _copied(entry.name, name)), ""):
                yield entry, "stray-copy", {"file": file, "other": other + slash}
            else:
                yield entry, "unknown-file", {"file": file, "allowed": wanted}
    if len(there) > MAX_NAMES:
        values = {"what": "files", "count": len(there), "limit": MAX_NAMES, "mark": ""}
        yield folder, "too-much", values
    return belonging


def _copied(name: str, other: str) -> bool:
    """Whether a name is another one that a program changed, because both held somebody's work:
    `en (1).md`, `en - Copy.md`, `en-PCNAME.md`, `Copy of en.md`, `en.md.rej`."""
    stem, dot, suffix = other.rpartition(".") if "." in other else (other, "", "")
    bare = _COPY_OF.sub("", name)
    between = bare[len(stem) : len(bare) - len(dot + suffix)]
    same = bare.startswith(stem) and bare.endswith(dot + suffix)
    changed = bare != name if not between else not between[0].isalnum()
    return name == f"{other}.rej" or (same and len(bare) >= len(other) and changed)


def _pictures(docs: Path) -> list[Path]:
    folder = docs / "assets"
    there = [] if folder.is_symlink() else sorted(folder.glob("*"))
    return [p for p in there if _PICTURE.fullmatch(p.name) and p.is_file() and not p.is_symlink()]
