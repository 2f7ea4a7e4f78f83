"""What one run keeps for the next, in a folder that is safe to delete.

Nothing kept is trusted without its edition, which says what it rests on: the content, the code, the
libraries.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / ".cache" / "nyth"


def edition(version: str, *files: Path) -> str:
    """Changes with the version of a library, with files of code and with Python itself."""
    code = (file.read_bytes() for file in files)
    told = f"{sys.version} {version}".encode()
    return hashlib.sha256(b"\0".join((told, *code))).hexdigest()[:16]


def read(name: str, edition: str) -> Any:
    """What was kept under a name in this edition; None where nothing was, or nothing readable."""
    try:
        kept = marshal.loads((FOLDER / name).read_bytes())
        return kept["value"] if kept["edition"] == edition else None
    except (OSError, ValueError, EOFError, LookupError, TypeError):
        return None


def write(name: str, edition: str, value: Any) -> None:
    """Keeps a value, made of what is built into Python, in place of an earlier one; does nothing
    where nothing can be written."""
    fresh = FOLDER / f"{name}.{os.getpid()}"
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(marshal.dumps({"edition": edition, "value": value}))
        fresh.replace(FOLDER / name)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()


def folder(name: str) -> Path | None:
    """A folder for what a library keeps under editions of its own; None where nothing can be
    written."""
    try:
        (FOLDER / name).mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FOLDER / name if os.access(FOLDER / name, os.W_OK) else None
