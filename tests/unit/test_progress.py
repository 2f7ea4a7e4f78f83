"""What two updates have in common, on the small framework."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from framework import FILES, load_small, write
from nyth.engine.build import Build
from nyth.pages import views
from nyth.pages.charts import wrap
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


def _shown(root: Path, name: str, changes: dict) -> BeautifulSoup:
    library, problems = load_small(write(root, changes))
    assert problems == []
    page = Page(library, library.things["start"], "en")
    return BeautifulSoup(Build(page.library, Path("docs")).insert(page, name, ""), "html.parser")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (["open-door/4"], "An open door, 4"),
        (["open-door/4", "open-door/5", "open-door/6"], "An open door, 4–6"),
        (["open-door/4", "open-door/7"], "An open door, 4, 7"),
        (["conclusion/1", "open-door/3"], "The end, 1; An open door, 3"),
        (["open-door"], "An open door"),
        # a part of the source is not the page that has its name
        (["start/2"], "How it began, 2"),
    ],
)
def test_the_place_of_a_finding_names_each_part_of_the_source_once(
    tmp_path: Path, at: list[str], said: str
) -> None:
    parts = (
        "  part-conclusion: {en: The end, cy: Y diwedd}\n"
        "  part-start: {en: How it began, cy: Sut y dechreuodd}\n"
    )
    library, problems = load_small(
        write(tmp_path, {"content/words.yml": ("\ntext:\n", f"\ntext:\n{parts}")})
    )
    assert problems == []
    assert views.in_source(Page(library, library.things["start"], "en"), at) == said


def _since(root: Path, changes: dict) -> dict[str, list[str]]:
    """What stands under each heading."""
    shown = _shown(root, "since", changes)
    lists = {heading["id"]: heading.find_next_sibling() for heading in shown.select("h3")}
    return {name: [a.text for a in ul.select("li > a")] if ul else [] for name, ul in lists.items()}


def test_one_update_is_held_against_nothing(tmp_path: Path) -> None:
    assert _since(tmp_path, {}) == {}


def test_two_updates_say_what_is_new_what_is_still_named_and_what_is_not(tmp_path: Path) -> None:
    found = _since(tmp_path, AUTUMN)
    assert found["since-new"] == ["A long wait"] and found["since-gone"] == ["Tea and talk"]
    shown = _shown(tmp_path, "since", AUTUMN)
    assert "The hinge is still there." in shown.select_one(".findings .finding").text


def test_what_both_name_is_still_named(tmp_path: Path) -> None:
    spring = "content/updates/spring/update.yml"
    named = ("regions: [valley]", "regions: [valley], barriers: [long-wait]")
    found = _since(tmp_path, {**AUTUMN, spring: named})
    assert found["since-still"] == ["A long wait"] and found["since-new"] == []


def test_nothing_is_called_new_or_gone_where_an_update_was_read_in_part(tmp_path: Path) -> None:
    spring = "content/updates/spring/update.yml"
    part = {**AUTUMN, spring: ("year:", "partial: true\nyear:")}
    assert "since-new" not in _since(tmp_path / "a", part)
    autumn = AUTUMN["content/updates/autumn/update.yml"].replace("year:", "partial: true\nyear:")
    both = {**AUTUMN, "content/updates/autumn/update.yml": autumn}
    assert "since-gone" not in _since(tmp_path / "b", both)


def test_a_rating_stands_with_what_the_update_of_its_year_says(tmp_path: Path) -> None:
    shown = _shown(tmp_path, "behind_ratings", AUTUMN)
    assert [h["id"] for h in shown.select("h3")] == ["behind-open-door"]
    newer, older = (p.parent.get_text(" ", strip=True) for p in shown.select("p > strong"))
    assert " 2025: 2.5 " in newer and " 2024: " in older and older.endswith("Nobody asked.")
    kinds = [["progress", "challenge"], ["progress"]]
    lists = shown.select("ul.findings")
    assert [li["class"][1].removeprefix("finding--") for ul in lists for li in ul.select("li")] == [
        kind for year in kinds for kind in year
    ]


def test_a_year_more_is_a_row_more(tmp_path: Path) -> None:
    row = "  - {principle: open-door, year: 2026, value: 3.25, source: yearly-report}\n"
    shown = _shown(tmp_path, "ratings", {"content/ratings.yml": FILES["content/ratings.yml"] + row})
    assert [th.text for th in shown.select("thead th")][1:] == ["2024", "2025", "2026"]
    first = shown.tbody.tr
    assert [td.strong and td.strong.text for td in first.select("td")] == [None, "2.5", "3.25"]
    assert first.td.a["href"] == "#gap-1" and shown.select_one("#gap-1")
    drawing = shown.svg
    assert [end.text for end in drawing.select(".ratings__end")] == ["1: shut", "4: open"]
    left, right = (float(end["x"]) for end in drawing.select(".ratings__end tspan"))
    dots = [(float(dot["cx"]) - left) / (right - left) for dot in drawing.select("circle")]
    assert dots == [0.5, 0.75] and len(drawing.select(".ratings__gap")) == 1


def test_a_long_title_stands_on_lines_of_the_drawing(tmp_path: Path) -> None:
    name, title = "content/principles/open-door/en.md", "A door that is open to all who come to it"
    drawing = _shown(tmp_path, "ratings", {name: ("title: An open door", f"title: {title}")}).svg
    lines = drawing.select(".ratings__title tspan")
    assert len(lines) == 2 and "".join(line.text for line in lines) == title
    below = float(drawing.select_one(".ratings__year")["y"])
    assert [float(line["y"]) for line in lines] == [18, 40] and below > 60


def test_only_a_word_longer_than_a_line_is_parted_at_its_hyphen() -> None:
    assert wrap("Arloesiadau wedi'u cyd-gynhyrchu", 12) == [
        "Arloesiadau",
        "wedi'u cyd-",
        "gynhyrchu",
    ]
    assert wrap("Co-produced innovations", 12) == ["Co-produced", "innovations"]
    assert wrap("Arloesiadau wedi'u cyd-gynhyrchu", 36) == ["Arloesiadau wedi'u cyd-gynhyrchu"]


def test_a_word_longer_than_a_line_is_parted_after_a_vowel() -> None:
    place = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
    lines = wrap(f"Hwb {place}", 20)
    assert lines[0] == "Hwb" and all(len(line) <= 20 for line in lines)
    assert "".join(lines[1:]).replace("-", "") == place
    assert all(line[-2] in "aeiouwy" for line in lines[1:-1])
    assert "".join(wrap("1" * 50, 20)).replace("-", "") == "1" * 50
