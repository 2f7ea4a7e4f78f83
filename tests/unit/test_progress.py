"""What two updates have in common, on the small framework."""

from __future__ import annotations

from pathlib import Path

from framework import FILES, load_small, write
from nyth.pages import progress
from nyth.pages.page import Page

AUTUMN = {
    "content/updates/autumn/update.yml": """\
id: autumn
year: 2025
source: yearly-report
sources: [yearly-report]
reviewed: 2026-01-02
findings:
  - {id: new-hinge, at: [doors/1], kind: progress, principles: [open-door]}
  - {id: waits, at: [doors/1], kind: challenge, principles: [open-door], barriers: [long-wait]}
""",
    "content/updates/autumn/en.md": """\
---
title: Autumn
slug: autumn
summary: Doors in autumn.
---
## About it

A walk.

## What was seen

### new-hinge

The hinge is still there.

### waits

People wait.
""",
    "content/updates/autumn/cy.md": """\
---
title: Yr hydref
slug: hydref
summary: Drysau yn yr hydref.
---
## Amdano

Tro.

## Beth a welwyd

### new-hinge

Mae'r golfach yno o hyd.

### waits

Mae pobl yn aros.
""",
}


def _page(root: Path, changes: dict) -> Page:
    library, problems = load_small(write(root, changes))
    assert problems == []
    return Page(library, library.things["start"], "en")


def _since(root: Path, changes: dict) -> progress.Since | None:
    return progress.since(_page(root, changes))["since"]


def test_one_update_is_held_against_nothing(tmp_path: Path) -> None:
    assert _since(tmp_path, {}) is None


def test_two_updates_say_what_is_new_what_is_still_named_and_what_is_not(tmp_path: Path) -> None:
    since = _since(tmp_path, AUTUMN)
    assert (since.newer, since.older) == (2025, 2024)
    assert [title for title, _ in since.new] == ["A long wait"]
    assert [title for title, _ in since.gone] == ["Tea and talk"]
    assert since.still == [] and [view.id for view in since.again] == ["new-hinge"]


def test_what_both_name_is_still_named(tmp_path: Path) -> None:
    spring = "content/updates/spring/update.yml"
    named = ("regions: [valley]", "regions: [valley], barriers: [long-wait]")
    since = _since(tmp_path, {**AUTUMN, spring: named})
    assert [title for title, _ in since.still] == ["A long wait"] and since.new == []


def test_nothing_is_called_new_or_gone_where_an_update_was_read_in_part(tmp_path: Path) -> None:
    spring = "content/updates/spring/update.yml"
    assert _since(tmp_path / "a", {**AUTUMN, spring: ("year:", "partial: true\nyear:")}).new is None
    autumn = AUTUMN["content/updates/autumn/update.yml"].replace("year:", "partial: true\nyear:")
    both = {**AUTUMN, "content/updates/autumn/update.yml": autumn}
    assert _since(tmp_path / "b", both).gone is None


def test_a_rating_stands_with_what_the_update_of_its_year_says(tmp_path: Path) -> None:
    found = progress.behind(_page(tmp_path, AUTUMN))["rows"]
    assert [row[0] for row in found] == ["open-door"]
    years = {year: (text, [kind for kind, _ in groups]) for year, text, _, _, groups in found[0][3]}
    assert years[2025] == ("2.5", ["progress", "challenge"])
    assert years[2024][0].endswith("Nobody asked.") and years[2024][1] == ["progress"]


def test_a_year_more_is_a_row_more(tmp_path: Path) -> None:
    row = "  - {principle: open-door, year: 2026, value: 3.25, source: yearly-report}\n"
    ratings = FILES["content/ratings.yml"] + row
    shown = progress.ratings(_page(tmp_path, {"content/ratings.yml": ratings}))
    assert shown["years"] == [2024, 2025, 2026] and shown["ends"] == ["1: shut", "4: open"]
    assert [(c.value, c.gap) for c in shown["rows"][0].cells] == [
        (None, 1),
        (2.5, None),
        (3.25, None),
    ]
    tracks = shown["rows"][0].chart.tracks
    left, right = shown["rows"][0].chart.left, shown["rows"][0].chart.right
    assert [t.x and (t.x - left) / (right - left) for t in tracks] == [None, 0.5, 0.75]
