"""What a code host can offer in a proposal as a change that one click accepts. Pure.

A host shows a suggestion on lines of a file as it stands; accepting it puts others in their place.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

Kind = Literal["fix", "agree", "remedy"]


class Change(NamedTuple):
    """A file as it is and as it would be.

    kind: "fix" for what `nyth fix` writes; "agree" for an agreement on one section, which only a
    person may accept; "remedy" for a problem that one definite line solves.
    about: the "id#section" of an agreement, the rule of a remedy.
    """

    path: str
    before: str
    after: str
    kind: Kind = "fix"
    about: str = ""


@dataclass(frozen=True)
class Suggestion:
    """Lines `start_line` to `end_line` (1-based, inclusive) of a file give way to `body`.

    body: whole lines with "\\n" at each end: "" takes the lines out, "\\n" leaves an empty one.
    """

    path: str
    start_line: int
    end_line: int
    body: str
    kind: Kind = "fix"
    about: str = ""


def suggestions(before: str, after: str, path: str) -> list[Suggestion]:
    """The smallest runs of lines that turn `before` into `after`, in order and without overlap.

    A suggestion has to stand on a line that is there, so that an insertion replaces the line above
    it (at the top: below it) by that line and the new ones. Line ends are not compared, because no
    suggestion can carry them.
    """
    old, new = _lines(before), _lines(after)
    runs: list[tuple[int, int, list[str]]] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal" or not old:
            continue
        lines = new[first:last]
        if tag == "insert" and start == 0:
            end, lines = 1, [*lines, old[0]]
        elif tag == "insert":
            start, lines = start - 1, [old[start - 1], *lines]
        if runs and start < runs[-1][1]:
            # only an insertion can begin on a line that another run holds: that line comes once
            start, _, above = runs.pop()
            lines = above[:-1] + lines
        runs.append((start, end, lines))
    return [
        Suggestion(path, start + 1, end, "".join(f"{line}\n" for line in lines))
        for start, end, lines in runs
    ]


def collect(changes: Iterable[Change]) -> dict[str, Any]:
    """What `nyth suggest` prints as JSON: {"suggestions": […], "by_command": […]}.

    suggestions: the fields of Suggestion, sorted by path and line, agreements last on a line.
    by_command: paths that suggestions alone do not put right (line ends), so that `nyth fix` has to
    be run. Give every section whose agreement is asked a Change of its own, always from the file as
    it stands, so that each can be accepted alone; none is merged with what `fix` writes.
    """
    found, by_command = [], set()
    for path, before, after, kind, about in changes:
        runs = suggestions(before, after, path)
        found += [{**asdict(run), "kind": kind, "about": about} for run in runs]
        if kind == "fix" and before != after and not (runs and _ends_alike(before, after)):
            by_command.add(path)
    order = ("fix", "remedy", "agree")
    found.sort(
        key=lambda s: (s["path"], s["start_line"], order.index(s["kind"]), s["about"], s["body"])
    )
    return {"suggestions": found, "by_command": sorted(by_command)}


def _lines(text: str) -> list[str]:
    """The lines as a code host counts them: only "\\n" ends one."""
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return [line.removesuffix("\r") for line in lines]


def _ends_alike(before: str, after: str) -> bool:
    return "\r\n" not in before and before.endswith("\n") == after.endswith("\n")
