# ruff: noqa: E501  one case, one line
"""What the rules can be relied on for beyond the examples that the page of rules shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from framework import MACRO_PAGES, load_small, write
from nyth import other, rules
from nyth.content.load import load
from nyth.languages import agree
from nyth.problems import Problem
from nyth.rules.context import Context
from nyth.rules.language import LEAST_WORDS, is_foreign, sentences

PAGE = {"en": "docs/en/write.md", "cy": "docs/cy/write.md"}
BODY = {"en": "Write to us.", "cy": "Ysgrifennwch atom."}


def told(root: Path, changes: dict[str, object] | None = None, **bodies: str) -> list[Problem]:
    """What is said of the small framework with another body on one page, in the languages given.
    It begins on line 6."""
    changes = {**(changes or {}), **{PAGE[lang]: (BODY[lang], b) for lang, b in bodies.items()}}
    library, problems = load_small(write(root, changes))
    assert problems == []
    return [p for p in rules.check(library, MACRO_PAGES) if p.rule not in agree.OPEN]


def said(root: Path, **bodies: str) -> list[tuple[str, int]]:
    return [(p.rule, p.line) for p in told(root, **bodies)]


# Which language


def test_nearly_every_sentence_of_some_length_is_noticed_in_the_wrong_file() -> None:
    english = (
        "The people who live in this valley say what helps them, and we write it down for others."
    )
    welsh = (
        "Mae'r bobl sy'n byw yn y dyffryn hwn yn dweud beth sy'n eu helpu, ac rydym yn ei gofnodi."
    )
    assert not is_foreign(english, "en") and is_foreign(english, "cy")
    assert not is_foreign(welsh, "cy") and is_foreign(welsh, "en")


@pytest.mark.parametrize(
    ("lang", "body"),
    [
        ("en", "Goleudy, Enfys, Dechrau'n Deg and Plant yng Nghymru work in Cardiff."),
        (
            "cy",
            "Mae'r [Whole System, Whole Heart Strategy of the Board]{lang=en} yn strategaeth i blant.",
        ),
        ("cy", "The Alliance."),
        ("cy", "Rhedwch `check the content of the site` i weld."),
    ],
)
def test_names_marks_code_and_short_pieces_are_not_judged(
    lang: str, body: str, tmp_path: Path
) -> None:
    assert told(tmp_path, **{lang: body}) == []


def test_one_english_sentence_in_a_welsh_paragraph_is_found_on_its_line(tmp_path: Path) -> None:
    body = "Ysgrifennwch atom.\n\nMae croeso i bawb yma bob amser.\nThen we will write to you about what to do."
    [problem] = told(tmp_path, en="Write to us.\n\nAll are welcome.", cy=body)
    assert (problem.rule, problem.line) == ("english-left", 9)
    assert problem.path.endswith(PAGE["cy"]) and "Then we will write" in problem.message("en")


# Shape


@pytest.mark.parametrize(
    ("english", "welsh"),
    [
        ("Write to us:\n\n- at home\n- at the\n  centre\n\n\n\nSoon.", "Ysgrifennwch\natom:\n- gartref\n- acw\n\nYn fuan."),
        ("[One](nyth:open-door) and [two](nyth:patience).", "[Dau](nyth:patience) ac [un](nyth:open-door)."),
        ("- a\n  - b", "* x\n  * y"),
    ],
)  # fmt: skip
def test_layout_and_order_change_no_shape(english: str, welsh: str, tmp_path: Path) -> None:
    assert told(tmp_path, en=english, cy=welsh) == []


@pytest.mark.parametrize(
    ("english", "welsh", "what"),
    [
        ("One.\n\nTwo.", "Un.", "paragraffau"),
        ("- One\n- Two", "- Un", "eitemau rhestr"),
        ("- One\n  - Two", "- Un", "eitemau rhestr"),
        ("8. One\n9. Two", "1. Un\n2. Dau", "(rhif cyntaf rhestr) yw 1, ond 8 yn"),
        ("| A |\n| --- |\n| one |\n| three |", "| A |\n| --- |\n| un |", "rhesi tabl"),
        ("See [it](https://x.example).", "Gweler ef.", "dolenni i wefannau eraill"),
        (
            "## A {#a}\n\n### B {#b}\n\n#### C\n\nD.",
            "## Ch {#a}\n\n### Dd {#b}\n\nE.",
            "is-benawdau",
        ),
    ],
)
def test_what_is_missing_is_named_in_the_language_of_the_editor(
    english: str, welsh: str, what: str, tmp_path: Path
) -> None:
    [problem] = told(tmp_path, en=english, cy=welsh)
    assert problem.rule == "shape-differs" and problem.path.endswith(PAGE["cy"])
    assert what in problem.message("cy")


# Slips


@pytest.mark.parametrize(
    ("body", "rule", "line"),
    [
        ("Text:\n• one\n• two", "like-item", 7),
        ("‣ one", "like-item", 6),
        ("▪one", "like-item", 6),
        ("– one\n– two", "like-item", 6),
        ("*one\n*two", "like-item", 6),
        ("-one\n-two", "like-item", 6),
        ("1)one", "like-item", 6),
        ("1.one", "like-item", 6),
        ("(a) one", "like-item", 6),
        ("Text:\n2. two", "like-item", 7),
        ("- one\n• two", "like-item", 7),
        ("#children first", "like-heading", 6),
        ("    pasted with four spaces", "indented-text", 6),
        ("Text.\n\n    pasted", "indented-text", 8),
        ("**bold", "left-mark", 6),
        ("[a] (nyth:start)[b](a b)", "left-mark", 6),
        ("[a][b]", "left-mark", 6),
        ("Text.\n\n[b]: https://x.example", "left-mark", 8),
        ("[^a b]", "left-mark", 6),
        ("a &amp; b", "left-mark", 6),
        ("a [Nodyn cyf.: ai hwn?] b", "left-mark", 6),
        ("a [??] b", "left-mark", 6),
        ("~~gone~~", "left-mark", 6),
        ("[a](nyth:start){lang=cy}", "left-mark", 6),
        ("- one\n- [ ] two", "left-mark", 7),
        ("- [x] two", "left-mark", 6),
        ("> [!NOTE]\n> Words.", "left-mark", 6),
        ("Well done :smile: all.", "left-mark", 6),
        ("See https://gov.wales/nest today.", "left-mark", 6),
        ("See\nwww.gov.wales/nest.", "left-mark", 7),
        ("[a] (nyth:start)", "left-mark", 6),
        ("(a)[nyth:start]", "left-mark", 6),
        ("[[start]]", "left-mark", 6),
        ("==marked==", "left-mark", 6),
        ("A word.^[A note.]", "left-mark", 6),
        ("[TOC]", "left-mark", 6),
        ("[Goleudy]{lang: cy}", "left-mark", 6),
        ("[Goleudy]{lang = cy}", "left-mark", 6),
        ("It has run for years.[ ^yearly-report]", "left-mark", 6),
        ("!!! note\n    Words.", "left-mark", 6),
        ("??? note\n    Words.", "left-mark", 6),
        ("Words.\n\n*[GP]: a family doctor", "left-mark", 8),
        ("Gw^yl y dw^r", "left-mark", 6),
        ("A * strong * word", "left-mark", 6),
        ("See [the start] (nyth: start).", "left-mark", 6),
        ("See [the start] (start.md).", "left-mark", 6),
        ("Some words.[1]", "left-mark", 6),
        ("Some [MJ12] words", "left-mark", 6),
        ("Some {1}words[2}", "left-mark", 6),
        ("What`s new", "left-mark", 6),
        ("What`s new, and what isn`t", "left-mark", 6),
        ("| a | b |\n| --- |\n| c | d |", "like-row", 6),
        ("| a | b |\n\n| c | d |", "like-row", 8),
        ("| --- | --- |\n| c | d |", "like-row", 6),
        ("a | b\n--|", "like-row", 7),
        ("→ one\n→ two", "like-item", 6),
        ("☐ one", "like-item", 6),
        ("Text:\na. one\nb. two", "like-item", 7),
        ("(iv) one", "like-item", 6),
        ("Text:\ni. one\nii. two", "like-item", 7),
        ("*Goleudy*{: lang=cy }", "left-mark", 6),
        ("[Goleudy]{lang=welsh}", "odd-language", 6),
        ("[Goleudy]{lang=cym}", "odd-language", 6),
        ("[Goleudy]{lang=xx}", "odd-language", 6),
        ("[words]{lang=en}", "needless-mark", 6),
        ("{{ label('home') }}", "template-marks", 6),
        ("Words\n=====", "heading-form", 6),
        ("- ## Words", "heading-form", 6),
    ],
)
def test_what_looks_like_a_mark_and_is_none_is_pointed_at(
    body: str, rule: str, line: int, tmp_path: Path
) -> None:
    assert (rule, line) in said(tmp_path, en=body)


def test_the_code_of_a_character_is_told_once_and_is_no_ampersand(tmp_path: Path) -> None:
    found = [p.rule for p in told(tmp_path, cy="Mae&#39;n iawn.") if p.path.endswith(PAGE["cy"])]
    assert found == ["left-mark"]


@pytest.mark.parametrize(
    "body",
    [
        "Text:\n- one\n- two",
        "Text:\n\n1) one\n2) two",
        "Write, as you did in\n2025. Write to us.[^yearly-report]",
        "*Stressed* words and **strong** ones, 5 * 3, a – b, e.g. this.[^yearly-report]",
        "[Goleudy]{lang=cy}, [Szkoła]{lang=pl}, [x]{lang=bfi}, [y]{lang=zh-Hant} and [[Enfys]{lang=cy}](nyth:start).",
        "`**` `[a](b c)` `{{ x }}` `<b>` `{: .x }`",
        "Small < large, 1 <3.[^yearly-report]",
        "`x`s, and `a` as `b`? Yes!!! So it is.",
        "A line\\\nand another.",
        "As [2026] EWHC 12 says, 5 * 3 * 2.[^yearly-report]",
        "-5 degrees, - or not.[^yearly-report]",
        "| a | b |\n| --- | --- |\n| | d |\n| c | |",
        "At 12:30:45, or [https://gov.wales](nyth:start): `www.gov.wales` `:x:`.[^yearly-report]",
        "A. Jones, i.e. her; e.g. him. The | sign, - [one] more.",
        "```\n    <b>{{ x }}\n```",
    ],
)
def test_right_text_is_left_alone(body: str, tmp_path: Path) -> None:
    assert {r for r, _ in said(tmp_path, en=body)} <= {"shape-differs", "link-differs"}


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        ("The *door*", True),
        ("_The door_ again", True),
        ('"**The door**"', True),
        ("__The door__", True),
        ("The `door`", True),
        ("5 * 3 * 2", False),
        ("a_door_b", False),
        ("Door*", False),
    ],
)
def test_what_would_be_stress_in_a_text_is_none_in_a_title(
    title: str, marked: bool, tmp_path: Path
) -> None:
    found = told(tmp_path, {"docs/en/start.md": ("title: Start\n", f"title: {title}\n")})
    assert [p.rule for p in found] == ["left-mark"] * marked


def test_a_label_inside_a_sentence_is_read_where_macros_may_stand(tmp_path: Path) -> None:
    changes = {
        "docs/en/start.md": ("Then knock.", "Then knock: {{ label('home') }}."),
        "docs/cy/start.md": ("Yna curwch.", "Yna curwch: {{ label('home') }}."),
    }
    assert told(tmp_path, changes) == []
    changes["docs/en/start.md"] = ("Then knock.", "Then knock: {{ cards('value') }}.")
    assert "template-marks" in {p.rule for p in told(tmp_path, changes)}


@pytest.mark.parametrize(
    "anchor", ["title", "lead", "gone", "sources", "text", "main", "q", "list-x"]
)
def test_no_anchor_is_one_of_the_site(anchor: str, tmp_path: Path) -> None:
    english, welsh = f"## A {{#{anchor}}}\n\nB.", f"## Ch {{#{anchor}}}\n\nD."
    assert said(tmp_path, en=english, cy=welsh) == [("site-anchor", 6)] * 2


# Figures


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("## A {#a}\n\nSame 5.[^yearly-report]\n\nSame 5.", 10),
        ("## A {#a}\n\n- one[^yearly-report]\n- 5 of them", 9),
        ("## A {#a}\n\n| A |\n| --- |\n| 5 |", 10),
        ("## A {#a}\n\nOne\nand 5.", 9),
        ("## A {#a}\n\nOne 5\nand two.", 8),
        ("## A {#a}\n\n[Report 2025](nyth:start) and `5`.", None),
        ("## A {#a}\n\n| A |\n| --- |\n| 5[^yearly-report] |\n| 6 |", None),
    ],
)
def test_a_figure_without_a_source_is_found_on_its_own_line(
    body: str, line: int | None, tmp_path: Path
) -> None:
    lines = [n for rule, n in said(tmp_path, en=body) if rule == "sourceless-figure"]
    assert lines == ([line] if line else [])


def test_a_source_of_the_timeline_is_found_on_its_own_line(tmp_path: Path) -> None:
    changes = {"content/timeline.yml": ("hung., cy: Gosodwyd y drws.}\n    source: yearly-report", "hung., cy: Gosodwyd y drws.}\n    source: nobody")}  # fmt: skip
    assert [(p.rule, p.line) for p in told(tmp_path, changes)] == [("dangling-source", 9)]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("{level: 1,", "{level: 0,", None),
        ("{level: 1,", "{level: 3,", "off-scale"),
        ("{level: 4,", "{level: 1,", "scale-levels"),
    ],
)
def test_a_scale_may_begin_anywhere_but_has_two_levels(
    old: str, new: str, rule: str | None, tmp_path: Path
) -> None:
    found = told(tmp_path, {"content/ratings.yml": (old, new)})
    assert [p.rule for p in found] == ([rule] if rule else [])


# Terms


@pytest.mark.parametrize(
    ("welsh", "rule", "line"),
    [
        ("Mae gennym waiting\nlist hir.", "english-term", 6),
        ("Dyma\nwaiting list.", "english-term", 7),
        ("Mae gennym [waiting list]{lang=en} hir.", None, 0),
        ("Mae gennym `waiting list` hir.", None, 0),
        ("Mae gennym restr aros hir.", None, 0),
        ("Dyma Hunanreoleiddio.", "avoided-term", 6),
        ('Does neb yn dweud "hunanreoleiddio".', None, 0),
        ("Does neb yn dweud ‘hunanreoleiddio’.", None, 0),
    ],
)
def test_terms_are_looked_for_where_they_are_used(
    welsh: str, rule: str | None, line: int, tmp_path: Path
) -> None:
    assert said(tmp_path, en="A waiting list.", cy=welsh) == ([(rule, line)] if rule else [])


def test_a_mutated_form_of_a_word_to_avoid_is_found(tmp_path: Path) -> None:
    changes = {"content/glossary.yml": ("[hunanreoleiddio]", "[hunanreoleiddio, pwynt gwirio]")}
    assert [p.rule for p in told(tmp_path, changes, cy="Dau bwynt gwirio.")] == ["avoided-term"]


def test_short_texts_are_held_to_the_same_rules(tmp_path: Path) -> None:
    changes = {
        "content/words.yml": ("cy: Cysylltiedig", "cy: Rhestr & waiting list"),
        "content/glossary.yml": ("cy: Wedi'u gwthio i'r ymyl.", "cy: Hunanreoleiddio ar 3/4/2024."),
    }
    assert {p.rule for p in told(tmp_path, changes)} == {
        "ampersand",
        "english-term",
        "avoided-term",
        "odd-date",
    }


def test_a_figure_of_our_own_advice_needs_no_source(
    tmp_path: Path,
) -> None:
    advice = {"content/principles/open-door/en.md": ("Open the door.", "Open 12 doors.")}
    assert told(tmp_path, advice) == []


# On the real content


def test_no_sentence_of_the_real_content_is_taken_for_the_other_language_and_few_pass() -> None:
    root = Path(__file__).parents[2]
    library, problems = load(root / "content", root / "docs")
    assert problems == []
    context = Context(
        library, frozenset(), rules.datetime.date(2026, 1, 1), list(library.things.values())
    )
    long = [
        (passage.lang, [s for s in sentences(" ".join(passage.text.split())) if len(s.split()) > LEAST_WORDS])
        for passage in context.passages
    ]  # fmt: skip
    assert [s for lang, group in long for s in group if is_foreign(s, lang)] == []
    judged = [(lang, group) for lang, group in long if group]
    noticed = [g for lang, g in judged if any(is_foreign(s, other(lang)) for s in g)]
    assert len(noticed) > 0.95 * len(judged) > 1000
