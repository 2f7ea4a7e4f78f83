"""What `nyth suggest` offers: changes that a code host shows in a proposal, and one click accepts.

A host shows a suggestion on lines of a file as it stands; accepting it puts others in their place.
"""

import datetime
import difflib
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from nyth.content import files, writing
from nyth.content.load import load
from nyth.content.yaml import with_entries
from nyth.editing.upkeep import repair
from nyth.languages import agree
from nyth.problems import Refused


class Change(NamedTuple):
    """A file as it is and as it would be. about: the "id#section" of an agreement, which only a
    person may accept; "" of what `nyth fix` writes."""

    path: str
    before: str
    after: str
    about: str = ""


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
        if not place.is_file() or proposed.isdisjoint(map(os.path.realpath, pair.paths.values())):
            continue
        before = place.read_bytes().decode()
        for section in pair.unsettled if pair.accepted else pair.sections:
            try:
                after = with_entries(before, agree.entries(pair, today, [section]))
            except ValueError:
                continue
            yield Change(pair.place.path, before, after, pair.name(section))


def suggestions(before: str, after: str) -> Iterator[dict[str, Any]]:
    """The smallest runs of lines that turn `before` into `after`, in order and without overlap:
    lines `start_line` to `end_line` (1-based, inclusive) give way to `body`, which is whole lines.

    A suggestion has to stand on a line that is there, so that an insertion replaces the line above
    it (at the top: below it) by that line and the new ones. Line ends are not compared, because no
    suggestion can carry them.
    """
    old, new = _lines(before), _lines(after)
    runs: list[tuple[int, int, int, int]] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes() if old else ():
        if tag == "equal":
            continue
        if tag == "insert" and start == 0:
            end, last = end + 1, last + 1
        elif tag == "insert":
            start, first = start - 1, first - 1
        if runs and start < runs[-1][1]:
            # only an insertion can begin on a line that another run holds
            start, _, first, _ = runs.pop()
        runs.append((start, end, first, last))
    for start, end, first, last in runs:
        body = "".join(f"{line}\n" for line in new[first:last])
        yield {"start_line": start + 1, "end_line": end, "body": body}


def collect(changes: Iterable[Change]) -> dict[str, Any]:
    """What `nyth suggest` prints as JSON: {"suggestions": […], "by_command": […]}.

    suggestions: sorted by path and line, agreements last on a line; by_command: paths that
    suggestions alone do not put right (line ends), so that `nyth fix` has to be run. Give every
    section whose agreement is asked a Change of its own, always from the file as it stands, so that
    each can be accepted alone; none is merged with what `fix` writes.
    """
    offered, by_command = [], set()
    for path, before, after, about in changes:
        kind, runs = "agree" if about else "fix", list(suggestions(before, after))
        offered += ({"path": path, **run, "kind": kind, "about": about} for run in runs)
        carried = "\r\n" not in before and before.endswith("\n") == after.endswith("\n")
        if not about and before != after and not (runs and carried):
            by_command.add(path)
    offered.sort(key=lambda s: (s["path"], s["start_line"], s["about"], s["body"]))
    return {"suggestions": offered, "by_command": sorted(by_command)}


def _lines(text: str) -> list[str]:
    """The lines as a code host counts them: only "\\n" ends one."""
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n") if text]
