"""Puts a finished folder in the place of an older one: whoever stops the work finds one of the two, whole."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

WORK = ".building-"
_A_DAY = 24 * 60 * 60


def replace(place: Path, make: Callable[[Path], bool]) -> bool:
    """Lets `make` fill a new folder beside `place`, and puts it there only if `make` says that it is whole.

    make: gets the path to fill. Returns what `make` said. What killed runs left is put back or cleared away.
    """
    place = place.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.with_name(f".{place.name}-previous")
    _recover(place, aside)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=WORK) as work:
        fresh = Path(work) / place.name
        if not make(fresh):
            return False
        if not place.exists():
            fresh.rename(place)
        elif not exchange(fresh, place):
            place.rename(aside)
            fresh.rename(place)
            shutil.rmtree(aside)
    return True


def _recover(place: Path, aside: Path) -> None:
    if aside.exists() and not place.exists():
        aside.rename(place)
    shutil.rmtree(aside, ignore_errors=True)
    for left in place.parent.glob(WORK + "*"):
        # a younger one may belong to another run that is still at work
        if time.time() - left.stat().st_mtime > _A_DAY:
            shutil.rmtree(left, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Lets two paths change places in one step, with no moment between; False where the system cannot.

    Python has no call for it: renameat2(2) with AT_FDCWD and RENAME_EXCHANGE, on Linux.
    """
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return rename(-100, os.fsencode(one), -100, os.fsencode(other), ctypes.c_uint(2)) == 0
