"""Advice helps and never fails: what it says of length, reading ease, Welsh spelling and
mutations."""

from __future__ import annotations

from pathlib import Path

import pytest

from framework import load_small, write, write_site
from nyth.content import markdown
from nyth.problems import Problem, report
from nyth.rules.advice import WelshTools, advise, lix, load_welsh_tools, sentences

PAGE = {"en": "docs/en/write.md", "cy": "docs/cy/write.md"}


def advice(root: Path, lang: str, body: str, tools: WelshTools | None = None) -> list[Problem]:
    """The advice on one page of the small framework with another body, which begins on line 6."""
    old = {"en": "Write to us.", "cy": "Ysgrifennwch atom."}[lang]
    library, problems = load_small(write(root, {PAGE[lang]: (old, body)}))
    assert problems == []
    return [problem for problem in advise(library, tools) if problem.path.endswith(PAGE[lang])]


@pytest.mark.parametrize(("lang", "word"), [("en", "tea"), ("cy", "te")])
def test_a_sentence_of_26_words_is_pointed_at_and_one_of_25_is_not(
    lang: str, word: str, tmp_path: Path
) -> None:
    assert advice(tmp_path, lang, " ".join([word.title(), *[word] * 24]) + ".") == []
    (told,) = advice(tmp_path, lang, f"- {word}.\n- " + " ".join([word] * 26))
    assert (told.rule, told.line, told.level) == ("long-sentence", 7, "notice")
    assert "26" in told.message("en") and "25" in told.remedy("cy")


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("1. {}aa?\n2. {}?", [1]),
        ("{}\n\n{}aa", [3]),
        ("1. Te?\n\n   {}\n\n2. Te?", [1]),
        ("{} [te](nyth:open-door#questions)", [1]),
        ("{}[^yearly-report]", []),
    ],
)
def test_what_is_long_for_a_slide_or_card_is_pointed_at(
    lang: str, written: str, lines: list[int], tmp_path: Path
) -> None:
    write_site(tmp_path)
    path = tmp_path / f"content/principles/open-door/{lang}.md"
    text = path.read_text("utf-8").rstrip() + "\n\n"
    path.write_text(text + written.replace("{}", "te. " * 62 + "a") + "\n", "utf-8")
    told = [p for p in advise(load_small(tmp_path)[0], None) if p.rule == "long-for-slides"]
    assert {p.path for p in told} <= {path.as_posix()}
    assert [p.line - text.count("\n") for p in told] == lines


def test_addresses_citations_and_marks_are_no_words() -> None:
    text = "1. Read **the** [open door](nyth:open-door#meaning).[^yearly-report] "
    text += "See [Drws]{lang=cy} `x y z`. No!"
    [block] = markdown.parse(text).blocks
    assert sentences(block) == [["Read", "the", "open", "door"], ["See"], ["No"]]


def test_reading_ease_is_the_published_formula() -> None:
    assert lix([["the", "cat"], ["the", "kittens", "run", "on"]], "en") == pytest.approx(
        3 + 100 / 6
    )


def test_welsh_letters_count_as_welsh_counts_them() -> None:
    assert lix([["gwyddoch"]], "en") == 101
    assert lix([["gwyddoch"]], "cy") == 1


def test_a_hard_section_is_pointed_at_and_a_short_or_easy_one_is_not(tmp_path: Path) -> None:
    hard = "Organisational considerations necessitate multidisciplinary implementation. "
    assert [p.rule for p in advice(tmp_path, "en", hard * 13)] == ["hard-to-read"]
    assert advice(tmp_path, "en", hard * 3) == []
    assert advice(tmp_path, "en", "Put the kettle on and sit down. " * 13) == []


def tools(known: str, *mutations: tuple[str, str, str]) -> WelshTools:
    words = set(known.split())
    return WelshTools(
        lambda word: word in words or word.lower() in words, lambda _: list(mutations)
    )


def test_a_word_that_no_dictionary_has_is_asked_about_once_with_a_near_one(tmp_path: Path) -> None:
    told = advice(
        tmp_path,
        "cy",
        "Mae gwasanaethau da.\n\nMae gwasaneuthau da a gwasaneuthau drwg.",
        tools("mae gwasanaethau da drwg a"),
    )
    assert [(p.rule, p.line) for p in told] == [("spelling", 8)]
    assert "gwasanaethau?" in told[0].message("en") and "gwasanaethau?" in told[0].message("cy")


@pytest.mark.parametrize(
    "accepted",
    [
        "Mae Gwenllian yma.",  # a name
        "Mae CAMHS yma.",  # an abbreviation
        "Mae'r te'n dda.",  # what is joined to a known word
        "Mae hunanreoli'n dda.",  # a term of the glossary, and a mutation of it
        "Mae dwy restr aros.",
        "Mae [the kettle]{lang=en} yma.",  # marked as English
        "Mae te ar llyw.cymru a `nyth check`.",  # addresses and code
    ],
)
def test_names_terms_and_marked_words_are_not_asked_about(accepted: str, tmp_path: Path) -> None:
    assert advice(tmp_path, "cy", accepted, tools("mae te dda yma dwy ar a")) == []


def test_a_missing_mutation_is_asked_about_but_not_where_the_rules_are_known_to_be_wrong(
    tmp_path: Path,
) -> None:
    said = tools(
        "mae", ("i", "Caerdydd", "Gaerdydd"), ("neu", "galwch", "alwch"), ("dros", "gêm", "êm")
    )
    (told,) = advice(tmp_path, "cy", "Mae.", said)
    assert (
        told.rule == "mutation"
        and "i Caerdydd" in told.message("en")
        and "Gaerdydd" in told.remedy("cy")
    )


# spylls, which reads the dictionary, leaves its file to the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_real_dictionary_knows_welsh() -> None:
    pytest.importorskip("cymraeg_mcp", reason='needs pip install ".[advice]"')
    real = load_welsh_tools()
    assert real.known("gwasanaethau") and not real.known("gwasaneuthau")
    assert ("fy", "cath", "nghath") in real.mutations("Dyma fy cath.")


def test_errors_stand_before_advice() -> None:
    told = report(
        [Problem("a.md", 1, "ampersand", {}, "notice"), Problem("b.md", 1, "ampersand", {})]
    )
    assert told.index("b.md") < told.index("a.md")
