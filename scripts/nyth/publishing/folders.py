"""Puts a finished folder in the place of an older one: whoever stops the work finds one of the two,
whole, and whoever kills it between two renames has the older one back with the next run.

Only a place that is absent, empty or as we left it is replaced. What we make holds a mark: a file
that says what the folder is and has a fingerprint of everything in it. Whatever anybody adds or
changes there is theirs, and stays.
"""

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from nyth.content.files import SYSTEM_FILES
from nyth.problems import refused

MARK = ".nyth"
WORK = ".building-"
_A_DAY = 24 * 60 * 60


def replace(
    place: Path, kind: str, make: Callable[[Path], bool | None], apart: Iterable[Path] = ()
) -> bool:
    """Lets `make` fill a new folder beside `place`, and puts it there unless `make` says that it
    is not whole. Whether it was.

    kind: what is made, such as "site"; a folder of another kind is not replaced. make: gets the
    path to fill; False where it could not. apart: folders of people's own, in which nothing is
    made. Raises Refused, with nothing changed, where something else stands at the place or it
    cannot be written.
    """
    target = _real(place)
    try:
        must_be_apart(place, apart)
        _must_be_free(place, target, kind)
        target.parent.mkdir(parents=True, exist_ok=True)
        _recover(target)
        # named before it is made: whoever is stopped between the two still clears it away
        work = target.parent / f"{WORK}{secrets.token_hex(8)}"
        try:
            work.mkdir(0o700)
            (work / MARK).touch()
            fresh = work / f"{target.name}.new"
            if make(fresh) is False:
                return False
            (fresh / MARK).write_bytes(mark(fresh, kind))
            # somebody may have put something there meanwhile
            _must_be_free(place, target, kind)
            _swap(fresh, target, work / target.name)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        # one that copies a folder gathers what went wrong with every file
        first = error.args[0][0][-1] if isinstance(error, shutil.Error) else error
        detail = f"{error.strerror or first} ({error.filename or target})"
        raise refused(place, "place-unusable", place=str(place), detail=detail) from error
    return True


def must_be_apart(place: Path, apart: Iterable[Path]) -> None:
    """Raises Refused where a place is one of people's own folders, or in one."""
    # by identity, because a disk may take Content for content
    target = _real(place)
    there = [p for p in (target, *target.parents) if p.exists()]
    for folder in apart:
        if folder.exists() and any(p.samefile(folder) for p in there):
            raise refused(place, "place-inside", place=str(place), other=str(folder))


def _real(place: Path) -> Path:
    return Path(os.path.realpath(os.path.expanduser(place)))


def mark(folder: Path, kind: str) -> bytes:
    """What the mark of a folder holds while everything in it is as it was made."""
    total = hashlib.sha256()
    for name, path in sorted(inside(folder)):
        # what is no plain file is never ours, and opening it might wait for ever
        plain = os.path.isfile(path) and not os.path.islink(path)
        total.update(os.fsencode(f"{name}\n{digest(path).hexdigest() if plain else 'other'}\n"))
    return f"nyth {kind} 1 {total.hexdigest()}\n".encode()


def digest(path: str | Path) -> Any:
    """The SHA-256 of a file, which is never whole in memory: a zip may hold all of the site."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256")


def inside(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything in a folder but its mark: (path from the folder, path)."""
    for here, folders, files in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(here, name))]
        for path in (os.path.join(here, name) for name in (*files, *links)):
            name = os.path.relpath(path, folder).replace(os.sep, "/")
            if name != MARK and os.path.basename(name) not in SYSTEM_FILES:
                yield name, path


def _must_be_free(place: Path, target: Path, kind: str) -> None:
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    own = target / MARK
    held = own.read_bytes() if own.is_file() and not own.is_symlink() else b""
    if not held.startswith(f"nyth {kind} ".encode()):
        raise refused(place, "place-not-ours", place=str(place))
    if held != mark(target, kind):
        raise refused(place, "place-changed", place=str(place))


def _recover(place: Path) -> None:
    """Puts back or clears away what killed runs left; a folder that only bears such a name is
    not ours."""
    for left in place.parent.glob(WORK + "*"):
        if not (left / MARK).is_file():
            continue
        # a younger one may belong to another run that is still at work
        old = time.time() - left.stat().st_mtime > _A_DAY
        if not place.exists() and (left / place.name).is_dir():
            (left / place.name).rename(place)
        if old:
            shutil.rmtree(left, ignore_errors=True)


def _swap(fresh: Path, place: Path, aside: Path) -> None:
    try:
        if place.exists():
            place.rename(aside)
        fresh.rename(place)
    except BaseException:
        if aside.exists() and not place.exists():
            aside.rename(place)
        raise
