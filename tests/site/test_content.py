"""What the real content promises its readers, as minimums: an editor who adds to it breaks
nothing here."""

from __future__ import annotations

import re
from collections import Counter

from conftest import ROOT
from nyth import LANGUAGES
from nyth.content.library import Library


def test_the_framework_is_whole(library: Library) -> None:
    """A page that went into another of its kind still counts: its words and addresses are there."""
    merged = Counter(
        library.things[row.to.partition("#")[0]].kind
        for row in library.former
        if "#" not in (row.id or "#")
    )
    least = {
        "theme": 4,
        "principle": 6,
        "value": 5,
        "region": 7,
        "barrier": 11,
        "training": 6,
        "case-study": 33,
    }
    there = {kind: len(library.of(kind)) + merged[kind] for kind in least}
    assert {kind: n for kind, n in there.items() if n < least[kind]} == {}
    assert sum(study.facts.type == "update-2025" for study in library.of("case-study")) >= 21
    assert len(library.glossary) >= 120


def test_the_start_page_can_be_read_in_ten_minutes(library: Library) -> None:
    for lang in LANGUAGES:
        assert len(library.things["start"][lang].written.words.split()) <= 900


def test_labels_of_the_site_are_quoted_by_macro(library: Library) -> None:
    """A label that is typed into a text goes on being quoted when the site no longer has it."""
    labels = {
        key: library.words.ui[key]
        for key in ("edit", "edit_section", "report", "contents", "about_page")
    }
    for thing in library.of("page"):
        for text in thing.texts.values():
            quoted = {
                key for key, both in labels.items() if f"*{both[text.lang]}*" in text.written.words
            }
            assert not quoted, (text.place.path, quoted)


def test_every_word_that_the_templates_show_is_there(library: Library) -> None:
    """A page without it would show its key."""
    used = {
        key
        for path in (ROOT / "overrides").rglob("*.html")
        for key in re.findall(r"\.word\('([a-z_-]+)'[,)]", path.read_text("utf-8"))
    }
    assert len(used) > 100 and used <= library.words.ui.keys() | library.words.text.keys()


def test_a_gap_names_files_that_are_there(library: Library) -> None:
    lost = [(gap.id, f) for gap in library.gaps for f in gap.files if not (ROOT / f).exists()]
    assert library.gaps and lost == []
