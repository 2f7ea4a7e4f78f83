"""What the rules of the two languages can be relied on for, beyond the examples that the page of rules shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from nyth.content.passages import texts
from small_framework import FILES, MACRO_PAGES, write

from nyth import rules
from nyth.content.load import load
from nyth.content.model import Library
from nyth.languages import agree
from nyth.problems import Problem
from nyth.rules.language import LEAST_WORDS, blocks, is_foreign, labels, other, prose, sentences

PAGE = {"en": "docs/en/write.md", "cy": "docs/cy/write.md"}


def told(folder: Path, **bodies: str) -> list[Problem]:
    """What is said of the small framework with another body on one page, in the languages given."""
    changed = {PAGE[lang]: f"{FILES[PAGE[lang]].rsplit('---', 1)[0]}---\n{body}\n" for lang, body in bodies.items()}
    write(folder, {**FILES, **changed})
    library, problems = load(folder / "content", folder / "docs")
    assert problems == []
    return [problem for problem in rules.check(library, MACRO_PAGES) if problem.rule not in agree.OPEN]


# Which language


def paragraphs(library: Library) -> list[tuple[str, str]]:
    """Every paragraph, item and row of the real content that is long enough to judge, with its language."""
    found = [(text.lang, block.text) for _, _, text in texts(library) for block in blocks(text)]
    found += [(lang, said) for _, _, lang, said in labels(library)]
    return [(lang, said) for lang, said in found if any(len(prose(s).split()) > LEAST_WORDS for s in sentences(said))]


def test_no_paragraph_of_the_real_content_is_taken_for_the_other_language(library: Library) -> None:
    assert [s for lang, said in paragraphs(library) for s in sentences(said) if is_foreign(s, lang)] == []


def test_nearly_every_paragraph_is_noticed_in_the_file_of_the_other_language(library: Library) -> None:
    every = paragraphs(library)
    noticed = [said for lang, said in every if any(is_foreign(s, other(lang)) for s in sentences(said))]
    assert len(every) > 2000 and len(noticed) > 0.98 * len(every)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Goleudy, Enfys, Dechrau'n Deg and Plant yng Nghymru work in Cardiff."),
        ("cy", "Mae'r *Whole System, Whole Heart Strategy of the Board*{: lang=en } yn strategaeth i blant."),
        ("cy", "The Alliance."),
        ("cy", "Rhedwch `check the content of the site` i weld."),
    ],
)
def test_names_marks_code_and_short_pieces_are_not_judged(lang: str, said: str) -> None:
    assert not any(is_foreign(s, lang) for s in sentences(said))


def test_one_english_sentence_in_a_welsh_paragraph_is_found_on_the_line_of_the_paragraph(tmp_path: Path) -> None:
    body = "Ysgrifennwch atom.\n\nMae croeso i bawb yma bob amser.\nThen we will write to you about what to do."
    (problem,) = told(tmp_path, en="Write to us.\n\nAll are welcome.", cy=body)
    assert (problem.rule, problem.path, problem.line) == ("english-left", PAGE["cy"], 8)
    assert "Then we will write" in problem.message("en")


# Shape


def test_a_year_at_the_start_of_a_line_is_no_list_item(tmp_path: Path) -> None:
    assert (
        told(tmp_path, en="Write, as you did in\n2025. Write to us.[^yearly-report]", cy="Fel yn 2025.[^yearly-report]")
        == []
    )


def test_wrapping_and_blank_lines_change_no_shape(tmp_path: Path) -> None:
    english = "Write to us:\n\n- at home\n- at the\n  centre\n\n\n\nSoon."
    assert told(tmp_path, en=english, cy="Ysgrifennwch\natom:\n\n- gartref\n- yn y ganolfan\n\nYn fuan.") == []


@pytest.mark.parametrize(
    ("english", "welsh", "what"),
    [
        ("One.\n\nTwo.", "Un.", "paragraffau"),
        ("- One\n- Two", "- Un", "eitemau rhestr"),
        (
            "| A | B |\n| --- | --- |\n| one | two |\n| three | four |",
            "| A | B |\n| --- | --- |\n| un | dau |",
            "rhesi tabl",
        ),
        ("See [it](https://x.example).", "Gweler ef.", "dolenni i wefannau eraill"),
        ("## A {: #a }\n\n### B {: #b }\n\n#### C\n\nD.", "## Ch {: #a }\n\n### Dd {: #b }\n\nE.", "is-benawdau"),
    ],
)
def test_what_is_missing_is_named_in_the_language_of_the_editor(
    english: str, welsh: str, what: str, tmp_path: Path
) -> None:
    problems = told(tmp_path, en=english, cy=welsh)
    assert [(p.path, p.rule) for p in problems] == [(PAGE["cy"], "shape-differs")]
    assert what in problems[0].message("cy")


def test_the_languages_may_link_in_another_order(tmp_path: Path) -> None:
    english = "[One](nyth:open-door) and [two](nyth:patience).[^yearly-report]"
    assert told(tmp_path, en=english, cy="[Dau](nyth:patience) ac [un](nyth:open-door).[^yearly-report]") == []


# Terms


@pytest.mark.parametrize(
    ("welsh", "rule"),
    [
        ("Mae gennym waiting\nlist hir.", "english-term"),
        ("Mae gennym *waiting list*{: lang=en } hir.", None),
        ("Mae gennym `waiting list` hir.", None),
        ("Mae gennym restr aros hir.", None),
        ("Dyma Hunanreoleiddio.", "avoided-term"),
        ('Does neb yn dweud "hunanreoleiddio".', None),
    ],
)
def test_terms_are_looked_for_where_they_are_used(welsh: str, rule: str | None, tmp_path: Path) -> None:
    assert [p.rule for p in told(tmp_path, en="A waiting list.", cy=welsh)] == ([rule] if rule else [])


def test_a_mutated_form_of_a_word_to_avoid_is_found(tmp_path: Path) -> None:
    glossary = FILES["content/glossary.yml"].replace("[hunanreoleiddio]", "[hunanreoleiddio, pwynt gwirio]")
    changed = FILES[PAGE["cy"]].replace("Ysgrifennwch atom.", "Dau bwynt gwirio.")
    write(tmp_path, {**FILES, "content/glossary.yml": glossary, PAGE["cy"]: changed})
    found = rules.check(load(tmp_path / "content", tmp_path / "docs")[0], MACRO_PAGES)
    assert [p.rule for p in found if p.rule not in agree.OPEN] == ["avoided-term"]


# Dates

RIGHT = {
    "en": ["12 May 2026", "1 March", "May 2026", "in 2026", "version 1.6.10", "24/7"],
    "cy": ["12 Mai 2026", "1 Mawrth", "Mai 2026"],
}
WRONG = {
    "en": [
        "12th May 2026",
        "May 12, 2026",
        "12 May, 2026",
        "05/12/2026",
        "5.12.2026",
        "2026-05-12",
        "12 Mai 2026",
        "12 Sept 2026",
        "05 May 2026",
        "the 1st of March",
    ],
    "cy": ["12fed o Fai 2026", "12 o Fai", "1af Mawrth", "12 May 2026", "Mai 12, 2026", "12/5/26"],
}


@pytest.mark.parametrize(("lang", "date"), [(lang, date) for lang, dates in RIGHT.items() for date in dates])
def test_dates_as_the_language_writes_them_pass(lang: str, date: str, tmp_path: Path) -> None:
    assert not [p for p in told(tmp_path, **{lang: f"{date}.[^yearly-report]"}) if p.rule == "odd-date"]


@pytest.mark.parametrize(("lang", "date"), [(lang, date) for lang, dates in WRONG.items() for date in dates])
def test_other_dates_are_stopped_and_the_right_form_is_shown(lang: str, date: str, tmp_path: Path) -> None:
    (problem,) = [p for p in told(tmp_path, **{lang: f"{date}.[^yearly-report]"}) if p.rule == "odd-date"]
    assert problem.path == PAGE[lang] and date.removeprefix("the ") in problem.message("en")
    assert {"en": "12 May 2026", "cy": "12 Mai 2026"}[lang] in problem.remedy("cy")


def test_short_texts_in_yaml_files_keep_the_same_rules(tmp_path: Path) -> None:
    ratings = FILES["content/ratings.yml"].replace(
        "Ni ofynnodd neb.", '"Nobody had asked them before 12/05/2024 about it."'
    )
    write(tmp_path, {**FILES, "content/ratings.yml": ratings})
    found = rules.check(load(tmp_path / "content", tmp_path / "docs")[0], MACRO_PAGES)
    line = ratings[: ratings.index("Nobody had")].count("\n") + 1
    assert {(p.rule, p.path, p.line) for p in found if p.rule not in agree.OPEN} == {
        ("english-left", "content/ratings.yml", line),
        ("odd-date", "content/ratings.yml", line),
    }
