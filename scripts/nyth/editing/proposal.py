"""What `nyth suggest` offers for the files of a proposal: what `nyth fix` would write, and each
agreement that is asked."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from pathlib import Path

from nyth.content import files
from nyth.content.load import load
from nyth.content.yaml import with_entries
from nyth.editing.suggest import Change
from nyth.editing.upkeep import readable, repair
from nyth.languages import agree
from nyth.problems import Refused


def changes(
    content: Path, docs: Path, proposed: Collection[Path], today: datetime.date
) -> Iterator[Change]:
    """proposed: the files that a proposal changes, resolved. What cannot be read has its own
    problem in the check."""
    for path in files.texts(content, docs):
        if path.resolve() not in proposed:
            continue
        try:
            before = readable(path)
        except Refused:
            continue
        yield Change(path.as_posix(), before, repair(before, path.suffix == ".md"))
    library, _ = load(content, docs)
    for pair in agree.pairs(library) if library.words else ():
        place = Path(pair.place.path)
        if pair.place.path in library.unread or not place.is_file():
            continue
        if not proposed & {Path(path).resolve() for path in pair.paths.values()}:
            continue
        before, drift = place.read_bytes().decode(), agree.drift(pair)
        never = drift.state == "never"
        for section in pair.sections if never else agree.unsettled(pair, drift):
            about = f"{pair.id}#{section}" if pair.has_page else pair.id
            try:
                after = with_entries(before, agree.entries(pair, today, [section]))
            except ValueError:
                continue
            yield Change(pair.place.path, before, after, "agree", about)
