"""When a text was changed, as git remembers it. Only ever an explanation: without git, nothing is lost but the day."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Callable
from pathlib import Path

from nyth import LANGUAGES
from nyth.languages.agree import Pair, drift


def since(root: Path) -> Callable[[Pair], datetime.date | None]:
    """A function that gives the day on which a pair fell out of step, or None where git does not know.

    root: the folder above `content`, which may be no git repository, a shallow one, or on a machine without git.
    """

    def first_change(pair: Pair) -> datetime.date | None:
        moved = set(drift(pair).sections.values())
        paths = sorted({pair.paths[lang] for lang in LANGUAGES if moved & {lang, "both"}})
        line = f"^ *{pair.keys[-1].replace('.', '[.]')}:"
        agreed = _git(root, "log", "-1", "--format=%H", "-G", line, "--", pair.file)
        if not paths or not agreed:
            return None
        days = _git(root, "log", "--format=%cs", "--reverse", f"{agreed[0]}..HEAD", "--", *paths)
        return datetime.date.fromisoformat(days[0]) if days else None

    return first_change


def _git(root: Path, *arguments: str) -> list[str]:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return []
    return done.stdout.splitlines() if done.returncode == 0 else []
