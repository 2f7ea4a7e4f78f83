"""What the page of the ratings shows: the figures, what lies behind them, and what two updates have
in common. Pure."""

from typing import Any

from nyth.content.kinds import Finding, Update
from nyth.content.library import ids
from nyth.content.model import Rating
from nyth.pages.found import findings, told, updates
from nyth.pages.page import Page

# What an update says of a principle that a rating can rest on.
_BEHIND = ("progress", "challenge", "response")
# What findings name that can be named again a year later, and the kind of it.
_NAMED = ("barriers", "examples")


def _known(page: Page) -> dict[tuple[str, int], Rating]:
    return {(rating.principle, rating.year): rating for rating in page.library.ratings}


def ratings(page: Page) -> dict[str, Any]:
    """All ratings, a row for each principle and a column for each year, and the reasons for what
    is missing, each once."""
    known = _known(page)
    years = sorted({year for _, year in known})
    rows = [
        (principle, [known.get((principle.id, year)) for year in years])
        for principle in page.library.of("principle")
    ]
    reasons = dict.fromkeys(
        rating.reason[page.lang] for _, row in rows for rating in row if rating and rating.reason
    )
    levels = sorted(page.library.scale, key=lambda level: level.level)
    return {"years": years, "rows": rows, "levels": levels, "reasons": list(reasons)}


def behind(page: Page) -> dict[str, Any]:
    """What the update of each year says of each principle, under its rating of that year: (update,
    rating or None, findings)."""
    known, rows = _known(page), []
    for principle in page.library.of("principle"):

        def concerns(finding: Finding, here: str = principle.id) -> bool:
            return here in finding.principles and finding.kind in _BEHIND

        found = [
            (update, known.get((principle.id, update.facts.year)), groups)
            for update, groups in told(page, concerns)
        ]
        if found:
            rows.append((principle, found))
    return {"rows": rows}


def since(page: Page) -> dict[str, Any]:
    """What two updates have in common and where they differ: the ids of barriers and examples that
    the newer one names anew, still or no more, and `again`: findings that both tell under one id.
    """
    newest = updates(page)[:2]
    if len(newest) < 2:
        return {"newer": None}
    newer, older = newest
    now, then = _named(page, newer.facts), _named(page, older.facts)
    told = {finding.id for finding in older.facts.findings}
    return {
        "newer": newer.facts,
        "older": older.facts,
        "new": [name for name in now if name not in then],
        "still": [name for name in now if name in then],
        "gone": [name for name in then if name not in now],
        "again": [v for _, views in findings(page, newer, lambda f: f.id in told) for v in views],
    }


def _named(page: Page, update: Update) -> list[str]:
    """The barriers and examples that the findings of an update name, each once."""
    named = (name for key in _NAMED for f in update.findings for name in ids(f, key))
    return [name for name in dict.fromkeys(named) if page.knows(name)]
