"""What `nyth suggest` offers: changes that a code host shows in a proposal, and one click accepts.

A host shows a suggestion on lines of a file as it stands; accepting it puts others in their place.
"""

import datetime
import difflib
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from nyth.content import files, writing
from nyth.content.load import load
from nyth.content.yaml import with_entries
from nyth.editing.upkeep import repair
from nyth.languages import agree
from nyth.problems import Refused


class Change(NamedTuple):
    """A file as it is and as it would be.

    kind: "fix" for what `nyth fix` writes; "agree" for an agreement on one section, which only a
    person may accept; about: the "id#section" of that.
    """

    path: str
    before: str
    after: str
    kind: Literal["fix", "agree"] = "fix"
    about: str = ""


class Suggestion(NamedTuple):
    """Lines `start_line` to `end_line` (1-based, inclusive) of a file give way to `body`.

    body: whole lines with "\\n" at each end: "" takes the lines out, "\\n" leaves an empty one.
    """

    start_line: int
    end_line: int
    body: str


def changes(
    content: Path, docs: Path, proposed: Collection[str], today: datetime.date
) -> Iterator[Change]:
    """What could be mended in the files that a proposal changes (`proposed`, their real paths).
    What cannot be read has its own problem in the check."""
    for path in files.texts(content, docs):
        if os.path.realpath(path) not in proposed:
            continue
        try:
            before = writing.read(path)
        except Refused:
            continue
        yield Change(path.as_posix(), before, repair(before, path.suffix == ".md"))
    library, _ = load(content, docs)
    for pair in agree.pairs(library) if library.words else ():
        place = Path(pair.place.path)
        if pair.place.path in library.unread or not place.is_file():
            continue
        if proposed.isdisjoint(map(os.path.realpath, pair.paths.values())):
            continue
        before = place.read_bytes().decode()
        for section in pair.unsettled if pair.accepted else pair.sections:
            try:
                after = with_entries(before, agree.entries(pair, today, [section]))
            except ValueError:
                continue
            yield Change(pair.place.path, before, after, "agree", pair.name(section))


def suggestions(before: str, after: str) -> list[Suggestion]:
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
        Suggestion(start + 1, end, "".join(f"{line}\n" for line in lines))
        for start, end, lines in runs
    ]


def collect(changes: Iterable[Change]) -> dict[str, Any]:
    """What `nyth suggest` prints as JSON: {"suggestions": […], "by_command": […]}.

    suggestions: sorted by path and line, agreements last on a line; by_command: paths that
    suggestions alone do not put right (line ends), so that `nyth fix` has to be run. Give every
    section whose agreement is asked a Change of its own, always from the file as it stands, so that
    each can be accepted alone; none is merged with what `fix` writes.
    """
    offered, by_command = [], set()
    for path, before, after, kind, about in changes:
        runs = suggestions(before, after)
        offered += ({"path": path, **r._asdict(), "kind": kind, "about": about} for r in runs)
        carried = "\r\n" not in before and before.endswith("\n") == after.endswith("\n")
        if kind == "fix" and before != after and not (runs and carried):
            by_command.add(path)
    offered.sort(
        key=lambda s: (s["path"], s["start_line"], s["kind"] != "fix", s["about"], s["body"])
    )
    return {"suggestions": offered, "by_command": sorted(by_command)}


def _lines(text: str) -> list[str]:
    """The lines as a code host counts them: only "\\n" ends one."""
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n") if text]
