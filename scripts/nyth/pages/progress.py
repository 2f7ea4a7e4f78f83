"""What the page of the ratings shows: the figures, what lies behind them, and what two updates have
in common. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nyth.content.kinds import Update
from nyth.content.library import Thing, ids
from nyth.content.model import Rating
from nyth.pages import charts
from nyth.pages.found import FindingView, findings, updates
from nyth.pages.page import Page

# What an update says of a principle that a rating can rest on.
_BEHIND = ("progress", "challenge", "response")
# What findings name that can be named again a year later, and the kind of it.
_NAMED = ("barriers", "examples")


@dataclass(frozen=True)
class Cell:
    """A rating. `gap`: the number of the reason why there is none, or None."""

    year: int
    value: float | None
    gap: int | None


@dataclass(frozen=True)
class Row:
    """The ratings of a principle, their drawing, and that in words."""

    title: str
    href: str
    cells: list[Cell]
    chart: charts.RatingsChart
    label: str


def ratings(page: Page) -> dict[str, Any]:
    """All ratings, a row for each principle, and the reasons for what is missing, each once."""
    known = {(rating.principle, rating.year): rating for rating in page.library.ratings}
    years = sorted({year for _, year in known})
    reasons: dict[str, int] = {}
    levels = sorted(page.library.scale, key=lambda level: level.level)
    ends = [f"{level.level}: {level.label[page.lang]}" for level in (levels[:1] + levels[-1:])]
    lowest, highest = (levels[0].level, levels[-1].level) if levels else (0, 0)
    rows = []
    for principle in page.library.of("principle"):
        cells = []
        for year in years:
            rating = known.get((principle.id, year))
            reason = rating.reason[page.lang] if rating and rating.reason else None
            gap = reasons.setdefault(reason, len(reasons) + 1) if reason else None
            cells.append(Cell(year, rating.value if rating else None, gap))
        title = principle[page.lang].title
        chart = charts.ratings(title, [(c.year, c.value) for c in cells], lowest, highest)
        shown = [
            f"{c.year}: {page.word('ratings_gap') if c.value is None else f'{c.value:g}'}"
            for c in cells
        ]
        label = page.word("ratings_chart", title=title, low=lowest, high=highest)
        label = f"{label}: {'; '.join(shown)}. {page.word('ratings-self')}"
        rows.append(Row(title, page.to(principle.id, "progress"), cells, chart, label))
    return {"years": years, "rows": rows, "ends": ends, "reasons": list(reasons)}


def _rating_text(page: Page, rating: Rating) -> str:
    """A rating in words: the figure, or why there is none."""
    if rating.value is not None:
        return f"{rating.value:g}"
    return f"{page.word('rating-none')}: {rating.reason[page.lang]}"


def behind(page: Page) -> dict[str, Any]:
    """What the update of each year says of each principle, under its rating of that year."""
    known = {(rating.principle, rating.year): rating for rating in page.library.ratings}
    rows = []
    for principle in page.library.of("principle"):
        found = []
        for update in updates(page):
            groups = findings(
                page,
                update,
                lambda f, here=principle.id: here in f.principles and f.kind in _BEHIND,
            )
            rating = known.get((principle.id, update.facts.year))
            if groups:
                page.cite(update.facts.source)
                text = _rating_text(page, rating) if rating else page.word("rating-none")
                has_value = bool(rating and rating.value is not None)
                link = (page.title(update.id), page.to(update.id))
                found.append((update.facts.year, text, has_value, link, groups))
        if found:
            rows.append((principle.id, principle[page.lang].title, page.to(principle.id), found))
    return {"rows": rows}


@dataclass(frozen=True)
class Since:
    """What two updates have in common and where they differ; (title, link) of barriers and
    examples. `new` and `gone` are None where the update that would have to tell was not read
    whole; `again`: findings that both tell under one id."""

    newer: int
    older: int
    still: list[tuple[str, str]]
    again: list[FindingView]
    new: list[tuple[str, str]] | None
    gone: list[tuple[str, str]] | None


def since(page: Page) -> dict[str, Any]:
    """What is new and what is still named in the newest update, held against the one before."""
    newest = updates(page)[:2]
    return {"since": _since(page, *newest) if len(newest) == 2 else None}


def _since(page: Page, newer: Thing, older: Thing) -> Since:
    now, then = _named(newer.facts), _named(older.facts)
    told = {finding.id for finding in older.facts.findings}
    again = findings(page, newer, lambda f: f.id in told)

    def titles(names: list[str]) -> list[tuple[str, str]]:
        return [(page.title(name), page.to(name)) for name in names if page.knows(name)]

    return Since(
        newer.facts.year,
        older.facts.year,
        titles([name for name in now if name in then]),
        [view for _, group in again for view in group],
        None if older.facts.partial else titles([name for name in now if name not in then]),
        None if newer.facts.partial else titles([name for name in then if name not in now]),
    )


def _named(update: Update) -> list[str]:
    """The barriers and examples that the findings of an update name, each once."""
    return list(dict.fromkeys(n for key in _NAMED for f in update.findings for n in ids(f, key)))
