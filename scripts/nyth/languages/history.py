"""When a text was changed, as git remembers it. Only ever an explanation: without git, nothing is lost but the day."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Callable
from pathlib import Path

from nyth import LANGUAGES
from nyth.languages.agree import Drift, Pair


def since(content: Path) -> Callable[[Pair, Drift], datetime.date | None]:
    """A function that gives the day of the first change after both languages were last accepted as the same, or None
    where git does not know.

    content: a folder that may be in no git repository, a shallow one, or on a machine without git.
    """
    changes: dict[str, list[str]] = {}

    def days(path: str) -> list[str]:
        if path not in changes:
            command = ["git", "log", "--format=%cs", "--reverse", "--", str(Path(path).resolve())]
            changes[path] = _lines(content, command)
        return changes[path]

    def first_change(pair: Pair, state: Drift) -> datetime.date | None:
        moved = set(state.sections.values())
        accepted = max(entry.on for entry in pair.accepted.values()).isoformat()
        paths = {pair.paths[lang] for lang in LANGUAGES if moved & {lang, "both"}}
        later = sorted(day for path in paths for day in days(path) if day > accepted)
        return datetime.date.fromisoformat(later[0]) if later else None

    return first_change


def _lines(folder: Path, command: list[str]) -> list[str]:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except OSError:
        return []
    return done.stdout.splitlines() if done.returncode == 0 else []
