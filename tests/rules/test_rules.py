"""Every rule, tried once: it lets its right examples pass and stops its wrong ones, at their
line, in both languages."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

from framework import FILES, MACRO_PAGES, agreed, load_small, write
from nyth import kept, rules
from nyth.content.library import rewritten
from nyth.languages import agree
from nyth.problems import Problem, catalogue, wordings

TRIED = [(name, example) for name, group in rules.examples().items() for example in group]


def found(root: Path) -> list[Problem]:
    """What is wrong with a framework. Whether its languages were accepted is a question with
    tests of its own."""
    library, problems = load_small(root)
    return problems + [p for p in rules.check(library, MACRO_PAGES) if p.rule not in agree.OPEN]


def test_the_small_framework_keeps_every_rule(tmp_path: Path) -> None:
    assert found(write(tmp_path)) == []


@pytest.mark.parametrize(
    ("name", "example"), TRIED, ids=[f"{name}-{e['says']}" for name, e in TRIED]
)
def test_a_rule_passes_its_right_example_and_stops_its_wrong_one(
    name: str, example: dict[str, Any], tmp_path: Path
) -> None:
    # the right example stands in the small framework, which keeps every rule
    path, right, wrong = (example[key] for key in ("file", "right", "wrong"))
    text = FILES[path].replace(right, wrong, 1)
    sound, _ = load_small(write(tmp_path))
    problems = found(write(tmp_path, {path: (right, wrong)}))
    later, form = load_small(tmp_path)
    again = form + rules.check(later, MACRO_PAGES, sound=sound.prints)
    assert [p for p in again if p.rule not in agree.OPEN] == problems, "a preview says the same"
    assert {p.rule for p in problems} == {example["says"], *example.get("also", ())}
    place = example.get("at", {})
    find = text.rfind if place.get("last") else text.find
    at = find(place["text"]) if place else FILES[path].find(right)
    assert at >= 0
    place = (f"{tmp_path.as_posix()}/{path}", text.count("\n", 0, at) + 1)
    assert place in {(p.path, p.line) for p in problems if p.rule == example["says"]}
    for problem in problems:
        assert problem.message("en") != problem.message("cy")
        assert problem.remedy("en") != problem.remedy("cy")
        assert problem.remedy("en")[0].isupper() and problem.remedy("cy")[0].isupper()
        assert "None" not in problem.remedy("en") + problem.remedy("cy")


def test_every_rule_has_an_example_and_is_stated_in_both_languages() -> None:
    stated = catalogue()["statements"]
    for rule in rules.RULES:
        assert inspect.getdoc(rule) and stated.get(rule.__name__), rule.__name__
    tried = {name for name, _ in TRIED}
    # the rules of agreement compare what was accepted before: their examples are in
    # test_agreement.py
    of_agreement = {r.__name__ for r in rules.RULES if r.__module__ == rules.agreement.__name__}
    assert set(stated) == {rule.__name__ for rule in rules.RULES} == tried | of_agreement


def test_every_message_that_a_rule_can_give_is_worded_in_both_languages() -> None:
    for name, wording in wordings().items():
        assert set(wording) == {"en", "cy"}, name
        for lang in ("en", "cy"):
            assert set(wording[lang]) == {"says", "do"}, name


def test_after_new_words_only_those_are_looked_at_and_after_a_new_title_all(
    tmp_path: Path,
) -> None:
    sound, _ = load_small(write(tmp_path))
    write(tmp_path, {(path := "content/values/patience/en.md"): FILES[path] + "\nMore.\n"})
    assert rewritten(load_small(tmp_path)[0], sound.prints) == {"patience"}
    write(tmp_path, {path: ("title: ", "title: A ")})
    assert rewritten(load_small(tmp_path)[0], sound.prints) is None


def test_what_a_run_found_in_order_the_next_does_not_look_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "kept")
    seen: list[list[str]] = []
    check = rules.check

    def looked(*given: Any) -> list[Problem]:
        seen.append(sorted(rewritten(given[0], given[3] or {}) or ()))
        return check(*given)

    monkeypatch.setattr(rules, "check", looked)

    root = agreed(write(tmp_path))
    path = root / "content/values/patience/en.md"
    right = path.read_text("utf-8")

    def again(text: str) -> set[str]:
        path.write_text(text, "utf-8")
        return {p.rule for p in rules.check_again(load_small(root)[0], MACRO_PAGES)}

    assert again(right) == set()
    assert again(right) == set() and seen[-1] == []
    # a fault is found until it is mended, and a language that moved until both are in step
    for wrong, rule in (
        ("\nMore, <b>bold</b>.\n", "raw-html"),
        ("\n6. Who knows?\n", "english-moved"),
    ):
        for _ in range(2):
            assert rule in again(right + wrong) and seen[-1] == ["patience"]
        assert again(right) == set() and seen[-1] in ([], ["patience"])
    # what was agreed since is no reason to look at more
    again(right + "\n6. Who knows?\n")
    agreed(root)
    assert again(right + "\n6. Who knows?\n") == {"shape-differs"} and seen[-1] == ["patience"]
    again(right)
    agreed(root)
    assert again(right) == set()
    # what more may rest on than its own words, and what stands in no text
    assert again(right.replace("title: ", "title: A ")) == {"english-moved"}
    for _ in range(2):
        assert "title-taken" in again(right.replace("title: Patience", "title: Start"))


def test_where_the_words_of_the_site_are_unread_nothing_was_found_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "kept")
    unread = load_small(write(tmp_path, {"content/words.yml": "site: ["}))[0]
    assert rules.check_again(unread, MACRO_PAGES) == []
    assert not (tmp_path / "kept").exists()
