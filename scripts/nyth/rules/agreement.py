"""What must hold between the two languages over time; `agree` compares, this module says what is wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from nyth import LANGUAGES
from nyth.content.model import Library
from nyth.languages import agree
from nyth.languages.agree import Pair
from nyth.problems import Problem
from nyth.rules import rule

_MOVED = {"en": "english-moved", "cy": "welsh-moved", "both": "both-moved"}
_NAMES = {"en": {"en": "English", "cy": "y Saesneg"}, "cy": {"en": "Welsh", "cy": "y Gymraeg"}}


@rule
def languages_are_in_step(library: Library, today: datetime.date) -> Iterator[Problem]:
    """Both languages of every page, short text and glossary entry are those that were accepted as saying the same."""
    for pair in agree.pairs(library):
        found = agree.drift(pair)
        sections = agree.unsettled(pair, found)
        if found.state == "never":
            yield Problem(
                pair.paths["cy"], pair.units["cy"][0].line, "never-agreed", _values(library, pair, [], today, None)
            )
        elif sections:
            moved = {found.sections[section] for section in sections}
            state = moved.pop() if len(moved) == 1 else "both"
            behind = agree.other(state) if state in LANGUAGES else "cy"
            lines = [unit.line for unit in pair.units[behind] if unit.id in sections]
            only = sections if len(sections) < len(found.sections) else None
            yield Problem(
                pair.paths[behind],
                lines[0] if lines else pair.units[behind][0].line,
                _MOVED[state],
                _values(library, pair, sections, today, only),
            )


def _values(
    library: Library, pair: Pair, sections: list[str], today: datetime.date, only: list[str] | None
) -> dict[str, Any]:
    own = pair.file != agree.AGREED
    key = pair.keys[-1]
    return {
        "id": " ".join(f"{pair.id}#{section}" for section in only) if only else pair.id,
        "on": pair.agreed.on.isoformat() if pair.agreed else "",
        "sections": {
            lang: "; ".join(agree.label(pair, section, lang, library.words) for section in sections)
            for lang in LANGUAGES
        },
        "where": pair.file
        if own
        else {"en": f"{pair.file}, under {pair.keys[0]}:", "cy": f"{pair.file}, o dan {pair.keys[0]}:"},
        "line": f"{'' if own else '  '}{key}: {agree.settled(pair, today, only)}",
    }


@rule
def waiting_has_an_end(library: Library, today: datetime.date) -> Iterator[Problem]:
    """One language may follow later only until its due day, and only while there is something for it to follow."""
    for pair in agree.pairs(library):
        waits, found = pair.awaiting, agree.drift(pair)
        if waits is None or found.state == "never":
            continue
        sections = found.of(agree.other(waits.lang))
        line = library.line(pair.file, "awaiting", *pair.keys[1:])
        if not sections:
            yield Problem(pair.file, line, "awaiting-unneeded", {"id": pair.id})
        elif today > waits.due:
            values = _values(library, pair, sections, today, None)
            yield Problem(
                pair.file,
                line,
                "awaiting-late",
                {**values, "due": waits.due.isoformat(), "language": _NAMES[waits.lang]},
            )


@rule
def agreements_are_of_something(library: Library) -> Iterator[Problem]:
    """The list of agreements names only what is there."""
    listed = [pair.id for pair in agree.pairs(library) if pair.file == agree.AGREED]
    # a file that could not be read has no ids at all, and its own problem
    groups = {name.partition(".")[0] if "." in name else "" for name in listed}
    for key in ("agreed", "awaiting", "reviewed_cy"):
        for name in getattr(library.agreements, key):
            group = name.partition(".")[0] if "." in name else ""
            if name not in listed and name not in library.unread and group in groups:
                yield Problem(agree.AGREED, library.line(agree.AGREED, key, name), "agreed-unneeded", {"id": name})
