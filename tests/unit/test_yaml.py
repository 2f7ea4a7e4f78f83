"""YAML is read as it was written, with lines; writing a value into it changes that value and
nothing else."""

import pytest

from nyth.content.yaml import is_ambiguous, read, with_entries, with_values

FACTS = "# note\nid: a   # the id\n\nlist:\n  - x\n# end\nagreed: {on: 1}  # by hand\nlast: 1\n"


@pytest.mark.parametrize(
    ("text", "entries", "expected"),
    [
        pytest.param(
            FACTS,
            {("agreed",): "{on: 2}"},
            FACTS.replace("{on: 1}", "{on: 2}"),
            id="one value is replaced",
        ),
        pytest.param(
            "a: 1\n# end\n", {("b",): "2"}, "a: 1\n# end\nb: 2\n", id="a new key goes to the end"
        ),
        pytest.param(
            "a: 1", {("b",): "2"}, "a: 1\nb: 2\n", id="a missing last line break is added"
        ),
        pytest.param(
            "a: 1\r\n", {("b",): "2"}, "a: 1\r\nb: 2\r\n", id="line endings stay those of the file"
        ),
        pytest.param(
            "a:\n  on: 1\n\n  en: x  # c\n\n# next\nb: 1\n",
            {("a",): "{on: 2}"},
            "a: {on: 2}  # c\n\n# next\nb: 1\n",
            id="a block becomes one line and what follows it stays",
        ),
        pytest.param(
            "x: 1\nwait:\n  reason: |\n    long\n    text\n\ny: 2\n",
            {("wait",): None},
            "x: 1\n\ny: 2\n",
            id="a value is taken out with its lines",
        ),
        pytest.param(
            "x: 1\n", {("wait",): None}, "x: 1\n", id="taking out what is not there changes nothing"
        ),
        pytest.param(
            "",
            {("p", "b"): "2", ("p", "a"): "1"},
            "p:\n  a: 1\n  b: 2\n",
            id="an empty file gets the parent",
        ),
        pytest.param(
            "# top\np: {}\nq: 1\n",
            {("p", "a"): "1"},
            "# top\np:\n  a: 1\nq: 1\n",
            id="an empty parent is filled",
        ),
        pytest.param(
            "p:\n    b: 1\n    d: 1  # d\n# foot\n",
            {("p", "a"): "0", ("p", "c"): "2", ("p", "e"): "3", ("p", "f"): "4"},
            "p:\n    a: 0\n    b: 1\n    c: 2\n    d: 1  # d\n    e: 3\n    f: 4\n# foot\n",
            id="new keys go to their place in the alphabet",
        ),
        pytest.param(
            "p:\n  a: 1\nq: 1\n",
            {("p", "a"): "2", ("q",): None},
            "p:\n  a: 2\n",
            id="several at once",
        ),
        pytest.param(
            "w: ŵ ŷ 🐣\na: 1\n",
            {("a",): "2"},
            "w: ŵ ŷ 🐣\na: 2\n",
            id="letters beyond ASCII do not shift it",
        ),
        pytest.param(
            "p: # one\n  - a\n  - b\n# two\nq: 1\n",
            {("p",): "[a, c]"},
            "p: # one\n  [a, c]\n# two\nq: 1\n",
            id="a list on lines of its own",
        ),
        pytest.param(
            "p:\n  a: # one\n    {b: 1} # two\n",
            {("p", "a"): "\n{b: 2}"},
            "p:\n  a: # one\n    {b: 2} # two\n",
            id="a comment between a key and its value stays",
        ),
    ],
)
def test_only_the_value_changes(text, entries, expected):
    assert with_entries(text, entries) == expected


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("p: {a: 1}\n", ("p", "b")),
        ("p:\n  - a\n", ("p", "b")),
        ("p: 1\n...\n", ("b",)),
        (" p: 1\n", ("b",)),
        ("? b\n: 1\n", ("b",)),
    ],
)
def test_what_is_not_a_block_of_keys_is_left_alone(text, path):
    with pytest.raises(ValueError):
        with_entries(text, {path: "1"})


def test_words_on_lines_of_their_own_stay_on_lines_of_their_own():
    text = "a:\n  en: |-\n      One.\n\n      Two.\n  cy: |-\n    Un.\nb: 1 # end\n"
    new = {("a", "en"): "1.\n\n- 2.\n  3.", ("a", "cy"): "I."}
    wanted = "a:\n  en: |-\n      1.\n\n      - 2.\n        3.\n  cy: |-\n    I.\nb: 1 # end\n"
    assert with_values(text, new) == wanted


def test_values_are_read_as_written_with_their_lines():
    result = read("a: no\nb:\n  - 1.10\n  - {c: 012}\nd:\n", offset=2)
    assert result.data == {"a": "no", "b": ["1.10", {"c": "012"}], "d": None}
    assert [result.lines[path] for path in [("a",), ("b", 0), ("b", 1, "c")]] == [3, 5, 6]
    assert result.faults == []


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("a: words #1\n", {}),
        ("a: words # one\n", {("a",): "# one"}),
        ("a: 'words # one' # two\n", {("a",): "# two"}),
        ("a: 'words'#1\n", {("a",): "#1"}),
        ('a: "words" #1\n', {("a",): "#1"}),
        ("a: >- # one\n  words # two\n", {("a",): "# one"}),
        ("a: ŵ ŷ 🐣 # one\n", {("a",): "# one"}),
        ("a: x\n  y # one\n", {("a",): "# one"}),
        ('{a: y, b: "y #2"}\n', {}),
        ("a:\n  - y # one\n", {("a", 0): "# one"}),
        ("a: # one\n", {("a",): "# one"}),
        ("# one\na: |\n  words # two\n", {}),
        ("a: x#1\n", {}),
    ],
)
def test_a_comment_is_seen_where_a_value_ends(text, cut):
    text = text.replace("a: words #1", "a: words#1")
    assert read(text).cut == cut


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("a: 1\na: 2\n", "duplicate-key", 2),
        ("a: &x 1\n", "yaml-feature", 1),
        ("a: 1\nb: *x\n", "yaml-feature", 2),
        ("a: !!int 1\n", "yaml-feature", 1),
        ("a: 1\n---\nb: 2\n", "yaml-feature", 2),
        ("a: {b: 1\nc: 2\n", "yaml-syntax", 1),
        ('a: 1\nb: "c\nd: 2\n', "yaml-syntax", 2),
        ("a:\n  - b\n  c\nd: 2\n", "yaml-syntax", 3),
        ("a: 1\n? [b, c]\n: 2\n", "yaml-syntax", 2),
        ("{a: 1, a: 2}\n", "duplicate-key", 1),
        ("a: " + "[" * 50, "yaml-depth", 1),
        ('a: "x\\u202ey"\n', "odd-character", 1),
        ("a: 1\nb: 'x' y\nc: 1\n", "yaml-syntax", 2),
        ("title: 'N\u00f4l i'r nyth\n", "yaml-syntax", 1),
        ("a: x\x07\n", "yaml-syntax", 1),
    ],
)
def test_what_is_not_read_says_where(text, rule, line):
    result = read(text)
    assert result.data is None
    assert result.faults[0][:2] == (rule, line)


@pytest.mark.parametrize(
    "text", ["a:\u00a0\n", "\u00a0", "a: \u2028 b", "? ", "-", "\ufeff", "a: #", ": :"]
)
def test_nothing_raises(text):
    read(text)


def test_what_other_programs_guess_is_ambiguous():
    assert all(map(is_ambiguous, ["no", "Yes", "1.10", "012", "2026-01-01", "12:30:45", "~"]))
    assert not any(map(is_ambiguous, ["nos", "2025 update", "a", "1.1.1"]))
