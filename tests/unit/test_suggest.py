"""What one click could mend: whoever accepts every suggestion has the text that was meant."""

from __future__ import annotations

import datetime
import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyth.content.yaml import with_entries
from nyth.editing.suggest import Change, collect, suggestions

AGREED = "content/agreed.yml"


def accept(before: str, offered: list) -> list[str]:
    """The lines of a file once all suggestions on it are accepted, as a code host would do it."""
    lines = before.replace("\r\n", "\n").removesuffix("\n").split("\n")
    for one in reversed(offered):
        assert 1 <= one["start_line"] <= one["end_line"] <= len(lines)
        lines[one["start_line"] - 1 : one["end_line"]] = one["body"].split("\n")[:-1]
    return lines


def runs(before: str, after: str) -> list[tuple[int, int, str]]:
    return [tuple(suggestion.values()) for suggestion in suggestions(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("a\nb\nc\n", "a\nB\nc\n", [(2, 2, "B\n")], id="a line changes"),
        pytest.param("a\nb\nc\n", "a\nc\n", [(2, 2, "")], id="a line goes"),
        pytest.param("a\nb\n", "a\n\nb\n", [(1, 1, "a\n\n")], id="an empty line comes"),
        pytest.param("a\n", "x\na\n", [(1, 1, "x\na\n")], id="a first line comes"),
        pytest.param("a", "a\nx", [(1, 1, "a\nx\n")], id="a last line comes, no final line end"),
        pytest.param("a\n", "x\na\ny\n", [(1, 1, "x\na\ny\n")], id="both on one line"),
        pytest.param("a \nb\nc \n", "a\nb\nc\n", [(1, 1, "a\n"), (3, 3, "c\n")], id="apart"),
        pytest.param("a\r\nb\r\n", "a\nb\n", [], id="only line ends"),
        pytest.param("a\r\nb \r\n", "a\nb\n", [(2, 2, "b\n")], id="line ends and a space"),
        pytest.param("a\x0b\u2028b\nc", "a\x0b\u2028b\nC", [(2, 2, "C\n")], id="only \\n counts"),
        pytest.param("", "a\n", [], id="an empty file has no line to stand on"),
        pytest.param("a\n", "a\n", [], id="nothing"),
    ],
)
def test_the_runs_are_the_smallest(before: str, after: str, expected: list) -> None:
    assert runs(before, after) == expected


_TEXT = st.lists(st.sampled_from(["", "a", "b", "```", "dŵr"]), min_size=1).map("\n".join)


@given(_TEXT.filter(bool), _TEXT)
def test_accepting_all_gives_what_was_meant(before: str, after: str) -> None:
    offered = list(suggestions(before, after))
    assert accept(before, offered) == after.removesuffix("\n").split("\n") or not after
    assert all(a["end_line"] < b["start_line"] for a, b in pairwise(offered))


@pytest.mark.parametrize(
    ("before", "after"), [("a\r\nb\r\n", "a\nb\n"), ("a", "a\n"), ("", "a\n"), ("a \r\n", "a\n")]
)
def test_what_no_suggestion_can_carry_is_left_to_the_command(before: str, after: str) -> None:
    assert collect([Change("content/a.md", before, after)])["by_command"] == ["content/a.md"]


def test_what_fix_writes_is_offered_line_by_line() -> None:
    before = "---\ntitle: Door\n---\nIt\u2019s open. \n\nA line.\n"
    mended = before.replace("\u2019", "'").replace(". \n", ".\n")
    change = Change("content/a.md", before, mended)
    assert collect([change]) == {
        "suggestions": [
            {
                "path": "content/a.md",
                "start_line": 4,
                "end_line": 4,
                "body": "It's open.\n",
                "kind": "fix",
                "about": "",
            }
        ],
        "by_command": [],
    }


def test_each_section_is_agreed_apart() -> None:
    before = "agreed:\n  door#questions:\n    {on: 2026-11-01, en: bbbbb, cy: ccccc}\n"
    today = datetime.date(2026, 11, 21).isoformat()

    def agreed(section: str) -> Change:
        value = f"\n{{on: {today}, en: jcnhs, cy: tlnms}}"
        after = with_entries(before, {("agreed", f"door#{section}"): value})
        return Change(AGREED, before, after, f"door#{section}")

    offered = collect(agreed(section) for section in ("questions", "meaning"))["suggestions"]
    assert [(s["about"], s["start_line"], s["end_line"]) for s in offered] == [
        ("door#meaning", 1, 1),
        ("door#questions", 3, 3),
    ]
    assert all(s["kind"] == "agree" and s["body"].count("jcnhs") == 1 for s in offered)
    assert json.loads(json.dumps(offered)) == offered


def test_the_order_is_always_the_same() -> None:
    changes = [Change(f"content/{n}.md", "a \n", "a\n") for n in "cab"]
    changes.append(Change("content/a.md", "a \n", "b\n", "x#y"))
    assert collect(changes) == collect(reversed(changes))
    assert [s["kind"] for s in collect(changes)["suggestions"]] == ["fix", "agree", "fix", "fix"]
