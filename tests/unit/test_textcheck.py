# ruff: noqa: E501  tables of input
"""Characters: what cannot be seen is named and goes, names of every country stay, look-alikes
are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyth.content.textcheck import LINES, characters, clean, sizes
from nyth.languages.agree import fingerprint
from nyth.problems import Problem

LETTERS = st.text(
    st.sampled_from(
        "ab ŵ\u0302\u0301\u0336\u200b\u200d\u00a0\u2011\ufb01\ufe0f\u202e\t\n\r[]{lang=ru}маﺍا🐣1\u20e3"
    )
    | st.characters(),
    max_size=40,
)


@pytest.mark.parametrize(
    ("pasted", "typed"),
    [
        ("team\u00a0meetings", "team meetings"),
        ("co\u2011production", "co-production"),
        ("chil\u200bdren", "children"),
        ("chil\u00addren", "children"),
        ("chil\ufffedren\ufffc", "children"),
        ("one\u2028two", "one two"),
        ("\ufeffwords", "words"),
        ("\ufb01sh", "fish"),
        ("safe\u202e word", "safe word"),
        ("river\ufe0f", "river"),
        ("r\u0336\u0336\u0336\u0336iver", "r\u0336\u0336iver"),
        ("1\ufe0f\u20e3", "1"),
        ("filler\u3164", "filler"),
        ("blank\u2800", "blank"),
        ("grapheme\u034fjoiner", "graphemejoiner"),
        ("cy\u0302n", "cŷn"),
        ("a\u200b\u0302", "â"),
        ("i\u00b4r, \u2032Nôl, mae\u200b\u2032n, 5\u2032", "i’r, ’Nôl, mae’n, 5\u2032"),
        ("\tindented", "    indented"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("[x\u202ey]{lang=ar}", "[xy]{lang=ar}"),
        ("🐣\u200d\u200b🐣", "🐣🐣"),
        ("🐣\U000e0067\U000e007f", "🐣"),
        ("🏴\U000e0067\U000e0062\U000e0078\U000e007f", "🏴"),  # a flag of nowhere
    ],
)
def test_pasted_text_becomes_what_would_be_typed(pasted: str, typed: str) -> None:
    assert clean(pasted) == typed
    assert clean(typed) == typed


@pytest.mark.parametrize(
    "text",
    [
        "Łukasz, Szkoła, Whāriki, Nguyễn, Çelik, Bjørn, Ștefan, Iñaki, m\u0302",
        "“Quoted” ‘words’ – and — more… • · ½ ² £ € 5° 🐣 👍🏽 →",
        "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f 👩🏽\u200d🏫 ❤\ufe0f 👨\u200d👩\u200d👧",
        "[Москва]{lang=ru} [مرحبا]{lang=ar} [می\u200cخواهم]{lang=fa} [नमस्ते]{lang=hi}",
        "[ありがとう世界Tシャツ]{lang=ja} [한국어]{lang=ko} [ʻŌlelo]{lang=haw} [ɛwɔ]{lang=ee}",
        "[[مرحبا](nyth:welcome)]{lang=ar} [[Москва]{lang=ru}](nyth:x)",
        "[٣ يوم]{lang=ar}",
        "[שָּׁלוֹם]{lang=he}",
    ],
)
def test_names_and_marked_words_of_every_country_stay(text: str) -> None:
    assert list(characters(text)) == []
    assert clean(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "pаypal",  # one Cyrillic letter
        "Москва",
        "[pаypal]{lang=ru}",
        "[Москва]{lang=en}",
        "[Москва]{lang=cy}",
        "[Москва]{lang=cy-GB}",
        "ɡood",
        "ＡＢ",
        "𝐀",
        "Ωmega",
        "O\u02bcNeill",
        "٣ days",
        "ǀǀ Ꭺ",
        # an arrow that Word makes of -->, and a face that Outlook makes of :)
        "Un \uf0e0 dau",
        "Da iawn \uf04a",
    ],
)
def test_look_alikes_are_refused(text: str) -> None:
    assert "odd-letter" in {rule for rule, _, _ in characters(text)}


@pytest.mark.parametrize("char", "âêîôûŵŷàèìòùáéíóúäëïöüŴŶÂÊÔ’‘“”–—…•·£°½ẃẁẅỳ€")
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac-roman", "cp850"])
def test_letters_that_another_encoding_broke_are_named_and_never_tidied_away(
    char: str, encoding: str
) -> None:
    bare = char.encode().decode("latin-1")
    broken = "".join(bytes([ord(c)]).decode(encoding, "ignore") or c for c in bare)
    for text in (f"mae{broken}r", clean(f"mae{broken}r"), "d\ufffdr", "Y t? mawr", "ei th? bach"):
        assert "broken-letters" in {rule for rule, _, _ in characters(text)}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Mae dðr yma.", "dðr"),
        ("Yr gðyl", "gðyl"),
        ("Y tþ bach", "tþ"),
        ("TÐR", "TÐR"),
        ("yn ein grðp", "grðp"),
        ("na ðyr neb", "ðyr"),
        ("ddim yn siðr", "siðr"),
        ("Pen Llþn", "Llþn"),
        ("y t‰n mawr", "t‰n"),
        ("Mae'r dw\u0311r", "dw\u0311r"),
        ("y ty\u030c.", "ty\u030c."),
        ("yr w\u0303yn", "w\u0303yn"),
    ],
)
def test_a_broken_letter_is_shown_in_its_word_and_never_tidied_away(text: str, word: str) -> None:
    for each in (text, clean(text)):
        assert [(rule, values["text"]) for rule, _, values in characters(each)] == [
            ("broken-letters", word)
        ]


@pytest.mark.parametrize(
    "text",
    [
        "“CAFÉ”",
        "SIÂN A’R GWÊN",
        "“SIÂ”",
        "Ångström",
        "São",
        "À la",
        "Didn't? Grid? IT? A1? Vitamin D?",
        "Guðrún, bragð, Þór, Hafnarfjörður, 5‰",
        "Alþingi, íþrótt, samþykkt, orð, Norðurþing, þvottur",
        "├── content ─┬─ en.md",
    ],
)
def test_words_that_hold_such_letters_are_whole(text: str) -> None:
    assert list(characters(text)) == []


def test_a_character_is_named_on_its_line_with_the_word_before_it() -> None:
    [(rule, line, values)] = characters("One.\n\nIn team\u00a0meetings each\u00a0week.")
    assert (rule, line, values["after"]) == ("odd-character", 3, "team")
    problem = Problem("x.md", line, rule, values)
    assert 'after "team"' in problem.message("en") and 'ar ôl "team"' in problem.message("cy")


@given(LETTERS)
def test_clean_text_is_clean_and_keeps_its_lines(text: str) -> None:
    result = clean(text)
    assert clean(result) == result
    assert len(LINES.split(result)) == len(LINES.split(text)) == result.count("\n") + 1
    assert "odd-character" not in {rule for rule, _, _ in characters(result)}


@given(LETTERS)
def test_what_would_be_cleaned_is_named(text: str) -> None:
    for line in clean(text.replace("\t", "")).split("\n"):
        # whatever is put into a clean line
        dirty = line + "\u200b"
        assert clean(dirty) != dirty and list(characters(dirty))


@given(LETTERS)
def test_a_fingerprint_is_the_same_before_and_after_fix(text: str) -> None:
    before, after = (fingerprint((t,), "s") for t in (text, clean(text)))
    assert before == after


def test_bounds_name_what_is_too_much() -> None:
    assert sizes("words\n" * 100) is None
    assert sizes("x\n" * 6_000)[0] == sizes("x" * 6_000)[0] == "too-much"
