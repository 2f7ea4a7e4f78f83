"""A link that was published arrives for good: whatever moved, was merged or got another name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import builtsite
import published_urls
from earlier import SITE_URL, built_site, rebuild_the_house
from framework import MACRO_PAGES, load_small
from nyth import rules
from nyth.editing import upkeep
from nyth.problems import Refused


@pytest.fixture
def root(small_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(small_site, tmp_path / "small")
    monkeypatch.chdir(tmp_path / "small")
    return Path()


def test_every_earlier_address_arrives_after_pages_moved_and_merged(root: Path) -> None:
    before = built_site(root, root / "before")
    known = published_urls.addresses(before)
    assert {"en/principles/open-door/", "cy/straeon/te-a-sgwrs/", "p/tea-and-talk/#what"} <= known
    assert [a for a in sorted(known) if not published_urls.answers(before, a)] == []
    rebuild_the_house(root)
    after = built_site(root, root / "after")
    assert [a for a in sorted(known) if not published_urls.answers(after, a)] == []
    assert [p.rule for p in builtsite.check(after, SITE_URL) if p.rule.startswith("dead")] == []
    lines = (after / "_redirects").read_text("utf-8").splitlines()
    assert "/en/stories/tea-and-talk/ /en/start/ 301" in lines
    assert "/cy/ysgrifennu/ /cy/dechrau/#begin 301" in lines
    assert not {line.split()[1] for line in lines} & {line.split()[0] for line in lines}


def test_what_led_to_a_page_leads_straight_on_when_it_goes_too(root: Path) -> None:
    library = load_small(root)[0]
    upkeep.merge(root / "content", library, "open-door", "warm-welcome")
    rows = load_small(root)[0].former
    assert [(r.id, r.to, r.en) for r in rows] == [
        ("back-door", "warm-welcome", ["principles/back-door"]),
        ("back-door#lock", "warm-welcome", []),
        ("open-door", "warm-welcome", ["principles/open-door"]),
    ]
    found = {p.rule for p in rules.check(load_small(root)[0], MACRO_PAGES)}
    assert "former-there" in found, "its folder is still to be deleted"


@pytest.mark.parametrize(
    ("target", "into", "rule"),
    [
        ("index", "start", "fixed-address"),
        ("principles", "start", "fixed-address"),
        ("open-door", "open-door#meaning", "former-loop"),
        ("open-door", "open-door", "former-loop"),
    ],
)
def test_what_cannot_be_merged_is_refused_and_nothing_changes(
    root: Path, target: str, into: str, rule: str
) -> None:
    before = (root / "content/former.yml").read_bytes()
    with pytest.raises(Refused) as refused:
        upkeep.merge(root / "content", load_small(root)[0], target, into)
    assert refused.value.problem.rule == rule
    assert (root / "content/former.yml").read_bytes() == before


_ROW = "id: back-door\n  to: open-door\n  en: [principles/back-door]\n  cy: [egwyddorion/drws-cefn]"
_FLOW = "{" + _ROW.replace("\n ", ",") + "}"


@pytest.mark.parametrize(
    ("row", "sound"),
    [
        (f"- {_FLOW} # note".replace("to: open-door", 'to: "open-door"'), True),
        (f"- {_ROW} # note", True),
        (f"  - {_FLOW}\n...", False),
        (f"  [{_FLOW}]", False),
    ],
)
def test_however_the_list_is_laid_out_it_is_whole_or_as_it_was(
    root: Path, row: str, sound: bool
) -> None:
    path = root / "content/former.yml"
    path.write_text(f"former:\n{row}\n", "utf-8")
    before, library = path.read_text("utf-8"), load_small(root)[0]
    try:
        upkeep.merge(root / "content", library, "open-door", "warm-welcome")
        assert sound, "what is not written is told"
    except Refused as error:
        assert error.problem.rule == "row-by-hand" and "id: open-door" in error.problem.remedy("cy")
    rows = load_small(root)[0].former
    assert [row.to for row in rows] == (["warm-welcome"] * 2 if sound else ["open-door"])
    assert "# note" in path.read_text("utf-8") if sound else path.read_text("utf-8") == before


@pytest.mark.parametrize("before", [None, "former: []\n"])
def test_a_list_that_is_empty_or_not_there_is_made(root: Path, before: str | None) -> None:
    (root / "content/former.yml").unlink()
    if before:
        (root / "content/former.yml").write_text(before, "utf-8")
    upkeep.merge(root / "content", load_small(root)[0], "open-door", "warm-welcome#meaning")
    assert (root / "content/former.yml").read_text("utf-8") == (
        "former:\n  - {id: open-door, to: warm-welcome#meaning,"
        " cy: [egwyddorion/drws-agored], en: [principles/open-door]}\n"
    )
