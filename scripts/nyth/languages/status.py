"""What `nyth status` tells and `nyth agree` writes. Only `save` touches files."""

import datetime
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nyth.content.library import Library
from nyth.content.writing import write_all
from nyth.content.yaml import with_entries
from nyth.languages import agree
from nyth.languages.agree import Pair
from nyth.problems import Problem, Refused, catalogue, hint, say


def status(library: Library, style: str, lang: str) -> str:
    """How every pair stands, as a table or as JSON."""
    pairs = list(agree.pairs(library))
    if style != "json":
        return _table(library, pairs, lang)
    return json.dumps([*map(_row, pairs)], ensure_ascii=False, indent=1, default=str)


def _row(pair: Pair) -> dict[str, Any]:
    return {
        "id": pair.id,
        "kind": pair.kind,
        "state": pair.state,
        "sections": pair.moved,
        "to_settle": pair.unsettled,
        "agreed": pair.agreed_on,
        "awaiting": pair.awaiting and pair.awaiting.model_dump(),
        "reviewed_cy": pair.reviewed_cy,
        "files": pair.paths,
    }


def _table(library: Library, pairs: list[Pair], lang: str) -> str:
    """Pages all, short texts only where something is to be done; what is to be done comes first."""
    rows = [
        [say(f"status-head-{key}", lang) for key in ("id", "state", "sections", "since", "due")]
    ]
    for pair in sorted(pairs, key=lambda pair: pair.state == "in-step"):
        if pair.state == "in-step" and not pair.has_page:
            continue
        headings = [pair.heading(section, lang, library.words) for section in pair.moved]
        since = pair.agreed_on if pair.moved else None
        due = pair.awaiting.due if pair.awaiting else None
        stands = say(f"status-{pair.state}", lang)
        rows.append([pair.id, stands, "; ".join(headings), str(since or ""), str(due or "")])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    in_step = sum(pair.state == "in-step" for pair in pairs)
    still_open = sum(not pair.accepted or bool(pair.unsettled) for pair in pairs)
    counts = {
        "all": len(pairs),
        "step": in_step,
        "waiting": len(pairs) - in_step - still_open,
        "open": still_open,
        "pages": sum(pair.has_page for pair in pairs),
        "reviewed": sum(bool(pair.reviewed_cy) for pair in pairs),
    }
    return "\n".join([*lines, "", say("status-summary", lang, **counts)])


@dataclass
class Settlement:
    """What changes: the values to set in each file; the ids that were settled, to their file, or
    already were; whether something that was asked for could not be read."""

    entries: dict[str, dict[tuple[str, ...], str | None]] = field(default_factory=dict)
    agreed: dict[str, str] = field(default_factory=dict)
    already: list[str] = field(default_factory=list)
    unread: bool = False


def settle(library: Library, wanted: list[str] | None, today: datetime.date) -> Settlement:
    """Accepts the named texts ("id", or "id#section" for one section) as saying the same today.

    wanted: None means everything that is out of step, but for what waits with a date. A text whose
    agreement stands in a file that could not be read whole is unread, and nothing is written there.
    Raises Refused where an id is not there.
    """
    known = {pair.id: pair for pair in agree.pairs(library)}
    result, unknown = Settlement(unread=wanted is None and bool(library.unread)), []
    chosen: dict[str, set[str]] = {}
    for name in known if wanted is None else wanted:
        target, _, section = name.partition("#")
        pair = known.get(target)
        every = [*pair.sections, *pair.accepted] if pair else []
        if library.unread and (pair is None or pair.place.path in library.unread):
            result.unread = True
        elif pair is None or ("#" in name and section not in every):
            near = hint(section if pair else target, every or known)
            unknown.append(Problem(name, 1, "dangling-id", {"id": name, "hint": near}))
        elif wanted is None and pair.accepted:
            chosen[target] = set(pair.unsettled)
        else:
            chosen.setdefault(target, set()).update([section] if section else every)
    if unknown:
        raise Refused(*unknown)
    for target, sections in chosen.items():
        file, changes = known[target].place.path, agree.entries(known[target], today, sections)
        if changes:
            result.entries.setdefault(file, {}).update(changes)
            result.agreed[target] = file
        else:
            result.already.append(target)
    return result


def save(result: Settlement) -> list[Problem]:
    """Writes the lines into the files; a problem is one that a person has to write."""
    by_hand, texts = [], {}
    for file, entries in result.entries.items():
        path = Path(file)
        before = path.read_bytes().decode("utf-8") if path.exists() else None
        try:
            after = with_entries(catalogue()["agreed"] if before is None else before, entries)
        except ValueError:
            for (*_, key), value in entries.items():
                row = f"{key}: {value.strip()}" if value else key
                by_hand.append(Problem(file, 1, "line-by-hand", {"row": row}))
            result.agreed = {name: at for name, at in result.agreed.items() if at != file}
            continue
        texts[path] = after, before
    write_all(texts)
    return by_hand
