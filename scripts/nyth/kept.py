"""What one run keeps for the next, as JSON in a folder that is safe to delete.

Nothing kept is trusted without its edition, which says what it rests on: the content, the code, the
libraries.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / ".cache" / "nyth"


def read(name: str, edition: str) -> Any:
    """What was kept under a name in this edition; None where nothing was, or nothing readable."""
    try:
        kept = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
        return kept["value"] if kept["edition"] == edition else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def write(name: str, edition: str, value: Any) -> None:
    """Keeps a value in place of an earlier one; does nothing where nothing can be written."""
    fresh = FOLDER / f"{name}.{os.getpid()}"
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps({"edition": edition, "value": value}), "utf-8")
        fresh.replace(FOLDER / f"{name}.json")
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
