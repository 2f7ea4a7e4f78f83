"""When a text was changed, as git remembers it. Only ever an explanation: without git, nothing is
lost but the day."""

from __future__ import annotations

import datetime
import functools
import subprocess
from collections.abc import Callable
from pathlib import Path

from nyth.languages.agree import Drift, Pair


def since(content: Path) -> Callable[[Pair, Drift], datetime.date | None]:
    """Gives the day of the first change after both languages were last accepted as the same, or
    None where git does not know: in no repository, a shallow one, or without git."""
    days = functools.cache(lambda: _days(content))

    def first_change(pair: Pair, state: Drift) -> datetime.date | None:
        moved = {*state.sections.values()}
        paths = [
            Path(path).resolve() for lang, path in pair.paths.items() if moved & {lang, "both"}
        ]
        accepted = max((entry.on for entry in pair.accepted.values()), default=datetime.date.max)
        changed = (day for path in paths for day in days().get(path, ()))
        return min((day for day in changed if day > accepted), default=None)

    return first_change


def _days(folder: Path) -> dict[Path, list[datetime.date]]:
    """Every file of the repository to the days of its changes, by one run of git."""
    top = _git(folder, "rev-parse", "--show-toplevel").strip()
    days: dict[Path, list[datetime.date]] = {}
    # each change: its day, and after an empty line its files
    for change in _git(folder, "log", "--format=%x01%cs", "--name-only", "-z").split("\x01")[1:]:
        day, *names = change.replace("\n", "\0").split("\0")
        for name in filter(None, names):
            days.setdefault(Path(top, name), []).append(datetime.date.fromisoformat(day))
    return days


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except OSError:
        return ""
    return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else ""
