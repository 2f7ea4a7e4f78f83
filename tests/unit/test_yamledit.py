"""Writing a value into a YAML file changes that value and nothing else."""

import pytest
from nyth.content.yamledit import with_entries

FACTS = "# note\nid: a   # the id\n\nlist:\n  - x\n# end\nagreed: {on: 1}  # by hand\nlast: 1\n"


@pytest.mark.parametrize(
    ("text", "entries", "expected"),
    [
        pytest.param(FACTS, {("agreed",): "{on: 2}"}, FACTS.replace("{on: 1}", "{on: 2}"), id="one value is replaced"),
        pytest.param("a: 1\n# end\n", {("b",): "2"}, "a: 1\n# end\nb: 2\n", id="a new key goes to the end"),
        pytest.param("a: 1", {("b",): "2"}, "a: 1\nb: 2\n", id="a missing last line break is added"),
        pytest.param("a: 1\r\n", {("b",): "2"}, "a: 1\r\nb: 2\r\n", id="line endings stay those of the file"),
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
        pytest.param("x: 1\n", {("wait",): None}, "x: 1\n", id="taking out what is not there changes nothing"),
        pytest.param(
            "", {("p", "b"): "2", ("p", "a"): "1"}, "p:\n  a: 1\n  b: 2\n", id="an empty file gets the parent"
        ),
        pytest.param(
            "# top\np: {}\nq: 1\n", {("p", "a"): "1"}, "# top\np:\n  a: 1\nq: 1\n", id="an empty parent is filled"
        ),
        pytest.param(
            "p:\n    b: 1\n    d: 1  # d\n# foot\n",
            {("p", "a"): "0", ("p", "c"): "2", ("p", "e"): "3", ("p", "f"): "4"},
            "p:\n    a: 0\n    b: 1\n    c: 2\n    d: 1  # d\n    e: 3\n    f: 4\n# foot\n",
            id="new keys go to their place in the alphabet",
        ),
        pytest.param("p:\n  a: 1\nq: 1\n", {("p", "a"): "2", ("q",): None}, "p:\n  a: 2\n", id="several at once"),
        pytest.param(
            "w: ŵ ŷ 🐣\na: 1\n", {("a",): "2"}, "w: ŵ ŷ 🐣\na: 2\n", id="letters beyond ASCII do not shift it"
        ),
    ],
)
def test_only_the_value_changes(text, entries, expected):
    assert with_entries(text, entries) == expected


@pytest.mark.parametrize("text", ["p: {a: 1}\n", "p:\n  - a\n"])
def test_what_is_not_a_block_of_keys_is_left_alone(text):
    with pytest.raises(ValueError):
        with_entries(text, {("p", "b"): "1"})
