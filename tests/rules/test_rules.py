"""Every rule, tried: it lets its right examples pass and stops its wrong ones, at the right line, and says what to do."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest
from small_framework import FILES, MACRO_PAGES, write

from nyth import rules
from nyth.content.load import load
from nyth.languages import agree
from nyth.pages.rules_page import GROUPS, examples
from nyth.problems import Problem, catalogue

TRIED = [(name, example) for name, found in examples().items() for example in found]
# Whether the texts were accepted as saying the same is another question, with tests of its own.
IN_STEP = agree.OPEN


def found(folder: Path) -> list[Problem]:
    library, problems = load(folder / "content", folder / "docs")
    return problems + [p for p in rules.check(library, MACRO_PAGES) if p.rule not in IN_STEP]


def test_the_small_framework_keeps_every_rule(tmp_path: Path) -> None:
    write(tmp_path)
    assert [str(problem) for problem in found(tmp_path)] == []


@pytest.mark.parametrize(("name", "example"), TRIED, ids=[f"{name}-{e['says']}" for name, e in TRIED])
def test_a_rule_passes_its_right_example_and_stops_its_wrong_one(
    name: str, example: dict[str, Any], tmp_path: Path
) -> None:
    right = FILES[example["file"]]
    # the right example stands in the small framework, which keeps every rule
    assert example["right"] in right
    at = right.find(example["right"])
    wrong = right[:at] + example["wrong"] + right[at + len(example["right"]) :]
    write(tmp_path, {**FILES, example["file"]: wrong})
    told = found(tmp_path)
    assert {p.rule for p in told} == {example["says"], *example.get("also", ())}
    place = example.get("at", {})
    if place:
        find = wrong.rfind if place.get("last") else wrong.find
        at = find(place["text"])
        assert at >= 0
    line = wrong.count("\n", 0, at) + 1
    assert (example["file"], line) in {(p.path, p.line) for p in told if p.rule == example["says"]}


def test_every_message_reads_as_a_sentence_of_its_own_in_both_languages(tmp_path: Path) -> None:
    for n, (_, example) in enumerate(TRIED):
        wrong = FILES[example["file"]].replace(example["right"], example["wrong"])
        write(tmp_path / str(n), {**FILES, example["file"]: wrong})
        for problem in found(tmp_path / str(n)):
            assert problem.message("en") != problem.message("cy")
            assert problem.remedy("en") != problem.remedy("cy")
            assert problem.remedy("en")[0].isupper() and problem.remedy("cy")[0].isupper()


def test_every_rule_has_an_example_and_is_stated_in_both_languages() -> None:
    assert {f"nyth.rules.{module}" for module in GROUPS} == {rule.__module__ for rule in rules.every()}
    for rule in rules.every():
        assert inspect.getdoc(rule), rule.__name__
        assert catalogue()["statements"].get(rule.__name__), rule.__name__
    tried = {name for name, _ in TRIED}
    # the rules of agreement compare what was accepted before: their examples are in test_agreement.py
    assert tried >= {rule.__name__ for rule in rules.every() if rule.__module__ != "nyth.rules.agreement"}
    assert set(catalogue()["statements"]) == {rule.__name__ for rule in rules.every()} >= tried


def test_every_message_that_a_rule_can_give_is_worded_in_both_languages() -> None:
    for name, wording in catalogue()["rules"].items():
        assert set(wording) == {"en", "cy"}, name
        for lang in ("en", "cy"):
            assert set(wording[lang]) == {"says", "do"}, name
