"""What `nyth status` tells and `nyth agree` writes. Only `save` touches files."""

from __future__ import annotations

import datetime
import difflib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nyth.content.model import Library
from nyth.content.yamledit import with_entries
from nyth.languages import agree
from nyth.languages.agree import Drift, Pair
from nyth.problems import catalogue

HEADER = (
    "# Which texts were accepted as saying the same in both languages; `nyth agree` writes these lines.\n"
    "# Pa destunau y cytunwyd eu bod yn dweud yr un peth yn y ddwy iaith; `nyth agree` sy'n ysgrifennu'r llinellau hyn.\n"
)

Since = Callable[[Pair], datetime.date | None]


def words(lang: str) -> dict[str, str]:
    """The words of these two commands."""
    return {key: both[lang] for key, both in catalogue()["status"].items()}


# Status


def status(library: Library, style: str, lang: str, since: Since = lambda pair: None) -> str:
    """How every pair stands, as a table or as JSON. `since`: gives the day on which a pair fell out of step."""
    found = [(pair, agree.drift(pair)) for pair in agree.pairs(library)]
    if style == "json":
        return json.dumps([_row(pair, how, since) for pair, how in found], ensure_ascii=False, indent=1)
    return _table(library, found, lang, since)


def _row(pair: Pair, found: Drift, since: Since) -> dict[str, Any]:
    moved = None if found.state in ("in-step", "never") else since(pair) or (pair.agreed and pair.agreed.on)
    waits = pair.awaiting
    return {
        "id": pair.id,
        "kind": pair.kind,
        "state": found.state,
        "sections": found.sections,
        "to_settle": agree.unsettled(pair, found),
        "agreed": pair.agreed.on.isoformat() if pair.agreed else None,
        "since": moved.isoformat() if moved else None,
        "awaiting": {"lang": waits.lang, "due": waits.due.isoformat(), "reason": waits.reason} if waits else None,
        "reviewed_cy": pair.reviewed_cy.isoformat() if pair.reviewed_cy else None,
        "files": pair.paths,
    }


def _table(library: Library, found: list[tuple[Pair, Drift]], lang: str, since: Since) -> str:
    """Pages and entities all, short texts only where something is to be done; what is to be done comes first."""
    say = words(lang)
    rows = []
    for pair, how in sorted(found, key=lambda item: item[1].state == "in-step"):
        if how.state == "in-step" and not pair.is_page:
            continue
        row = _row(pair, how, since)
        sections = "; ".join(agree.label(pair, section, lang, library.words) for section in how.sections)
        due = row["awaiting"]["due"] if row["awaiting"] else ""
        rows.append([pair.id, say[how.state], sections, row["since"] or "", due])
    head = [say[f"head-{key}"] for key in ("id", "state", "sections", "since", "due")]
    widths = [max(len(row[n]) for row in [head, *rows]) for n in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [head, *rows]
    ]
    counts = {
        "all": len(found),
        "step": sum(how.state == "in-step" for _, how in found),
        "waiting": sum(bool(how.sections) and not agree.unsettled(pair, how) for pair, how in found),
        "open": sum(how.state == "never" or bool(agree.unsettled(pair, how)) for pair, how in found),
        "pages": sum(pair.is_page for pair, _ in found),
        "reviewed": sum(bool(pair.reviewed_cy) for pair, _ in found),
    }
    return "\n".join([*lines, "", say["summary"].format(**counts)])


# Agreeing


@dataclass
class Settlement:
    """What changes: the values to set in each file, the ids that were settled or already were, and ids not found."""

    entries: dict[str, dict[tuple[str, ...], str | None]] = field(default_factory=dict)
    agreed: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)


def settle(library: Library, wanted: list[str] | None, today: datetime.date) -> Settlement:
    """Accepts the named texts ("id", or "id#section" for one section) as saying the same today.

    wanted: None means everything that is out of step, but for what waits with a date.
    """
    known = {pair.id: pair for pair in agree.pairs(library)}
    result = Settlement(unread=sorted(library.unread) if wanted is None else [])
    chosen: dict[str, set[str] | None] = {}
    for name in known if wanted is None else wanted:
        target, _, section = name.partition("#")
        pair = known.get(target)
        sections = {unit.id for units in pair.units.values() for unit in units} | {agree.GONE} if pair else set()
        if pair is None or (section and section not in sections):
            if target in library.unread:
                result.unread.append(target)
            else:
                close = difflib.get_close_matches(*((section, sections) if pair else (target, known)), 1)
                result.unknown[name] = close[0] if close else ""
            continue
        if wanted is None:
            chosen[target] = set(agree.unsettled(pair, agree.drift(pair)))
        elif not section or chosen.get(target, set()) is None:
            chosen[target] = None
        else:
            chosen.setdefault(target, set()).add(section)
    for target, sections in chosen.items():
        _accept(known[target], sections, today, result)
    return result


def _accept(pair: Pair, sections: set[str] | None, today: datetime.date, result: Settlement) -> None:
    found = agree.drift(pair)
    moved = set(found.sections)
    settled = moved if sections is None else moved & sections
    entries = result.entries.setdefault(pair.file, {})
    if settled or found.state == "never":
        entries[pair.keys] = agree.settled(pair, today, settled if moved - settled else None)
        result.agreed.append(pair.id)
    else:
        result.already.append(pair.id)
    if pair.awaiting and not set(found.of(agree.other(pair.awaiting.lang))) - settled:
        entries[("awaiting", *pair.keys[1:])] = None


def save(content: Path, result: Settlement) -> list[tuple[str, str]]:
    """Writes the lines into the files of a content folder; gives (file, line) of those that a person has to write."""
    by_hand = []
    for file, entries in result.entries.items():
        path = content.joinpath(*Path(file).parts[1:])
        before = path.read_bytes().decode("utf-8") if path.exists() else HEADER
        try:
            after = with_entries(before, entries)
        except ValueError:
            by_hand += [(file, f"{keys[-1]}: {value}") for keys, value in entries.items() if value is not None]
            continue
        if entries:
            path.write_bytes(after.encode("utf-8"))
    return by_hand
