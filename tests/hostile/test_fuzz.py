# ruff: noqa: E501  tables of input
"""Random input, much of it made of what parsers stumble over: nothing ever raises, and what is
shown is inert.

The suite tries some of them; `make fuzz` sets FUZZ_INPUTS to 100,000.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_hostile import NEEDED, assert_inert

from framework import FILES, load_small, write
from nyth import rules
from nyth.content import markdown, textcheck
from nyth.content import yaml as yamltext
from nyth.content.kinds import KINDS, Kind
from nyth.problems import FORMATS, Problem, report

INPUTS = int(os.environ.get("FUZZ_INPUTS", "400"))
# How the inputs are shared out: characters, YAML, Markdown; and whole files, which take longest.
few = settings(
    max_examples=max(1, INPUTS // 4),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)

YAML = "- , : , ? ,\n,\n  ,\n    ,{,},[,],&a ,*a,!!int ,!x ,---\n,...\n,|\n,>-\n,',\",#, # ,%YAML 1.1\n".split(
    ","
)
YAML += "<<: *a,id,order,en,cy,1,012,null,~,\\u202e,\\x00,\t,\u00a0,é,agreed,title,slug".split(",")
MARKS = (
    *(
        "\n",
        "\n\n",
        " ",
        "    ",
        "\t",
        "#",
        "## ",
        "### ",
        "#### ",
        "## Words {#words}\n",
        "- ",
        "1. ",
    ),
    *(
        "> ",
        "```",
        "`",
        "``",
        "\\",
        "[",
        "]",
        "(",
        ")",
        "](",
        "][",
        "]: ",
        "![",
        "[^yearly-report]",
        "[^",
    ),
    *(
        "[words](nyth:start)",
        "[x](https://a.example/)",
        "nyth:",
        "<",
        ">",
        "</",
        "<!--",
        "-->",
        "<script>",
    ),
    *(
        "<b",
        "<a@b.c>",
        "<https://a.example>",
        "javascript:alert(1)",
        "//evil.example",
        "{",
        "}",
        "{{",
        "}}",
    ),
    *(
        "{%",
        "{#",
        "{:",
        "{lang=en}",
        "{lang=ar}",
        "[x]{lang=ru}",
        "{#main}",
        "{onclick=x}",
        "*x*",
        "**",
        "_",
    ),
    *(
        "{{ cards('value') }}",
        "{{ label('home') }}",
        "&",
        "&#106;",
        "&lt;",
        ";",
        "|",
        "---",
        "===",
        ":",
        "=",
    ),
    *(
        "| a | b |\n| --- | --- |\n",
        '"',
        "'",
        "words",
        "Words here. ",
        "é",
        "\u0000",
        "\u200b",
        "\u202e",
    ),
    *(
        "\ufeff",
        "\r",
        "\u0430",
        "\U0001f600",
        "✎",
        "\u0301",
        "onclick=x",
        " style=x ",
        "href=x",
        "x",
        "•",
    ),
    *(
        "![x](assets/kettle.png)",
        "](javascript:x)",
        "](//evil.example)",
        "`<b>`",
        "[x]: y",
        "~~",
        "\u2028",
    ),
)


def mixture(pieces: tuple[str, ...] | list[str]) -> st.SearchStrategy[str]:
    """Texts made of the pieces and of anything else."""
    piece = st.sampled_from(pieces)
    return st.lists(piece | piece | piece | st.text(max_size=6), max_size=30).map("".join)


@few
@given(text=mixture(YAML), offset=st.integers(0, 5))
def test_yaml_is_read_or_refused(text: str, offset: int) -> None:
    read = yamltext.read(text, offset)
    assert read.data is None or not read.faults
    for rule, line, values in read.faults:
        assert line > offset
        problem = Problem("x", line, rule, values)
        assert problem.message("en") and problem.remedy("cy")


@few
@given(text=mixture(MARKS), first=st.integers(1, 9))
@example(text="| a | b |\n| --- | --- |\n0\r0", first=1)
def test_markdown_is_placed_and_inert(text: str, first: int) -> None:
    fragment = markdown.parse(text, first)
    last = first + text.count("\n") + text.count("\r") + 1
    for block in fragment.blocks:
        assert first <= block.line <= last
        assert all(first <= mark.line <= last for mark in block.marks)
        block.words(foreign=False, code=False)
    for level in (2, 3):
        markdown.split(fragment, level)
    assert_inert(text)


@few
@given(text=st.text() | mixture(MARKS))
def test_characters_and_sizes_are_judged_without_fail(text: str) -> None:
    for rule, line, values in textcheck.characters(text):
        assert 1 <= line <= text.count("\n") + 1
        assert Problem("x", line, rule, values).message("cy")
    fault = textcheck.sizes(text)
    assert fault is None or Problem("x", fault[1], fault[0], fault[2]).message("en")
    assert "odd-character" not in {f[0] for f in textcheck.characters(textcheck.clean(text))}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A framework of a few files, so that one of them can be tried quickly."""
    others = dict.fromkeys(path for path in FILES if path not in NEEDED)
    return write(tmp_path_factory.mktemp("fuzz"), others)


@few
@given(
    data=st.binary(max_size=60) | mixture(MARKS).map(lambda t: t.encode("utf-8", "surrogatepass")),
    front=mixture(YAML),
    whole=st.sampled_from(["file", "front matter", "body"]),
    kind=st.sampled_from([None, *KINDS.values()]),
    facts=st.booleans(),
)
def test_a_file_is_read_or_refused(
    data: bytes, front: str, whole: str, kind: Kind | None, facts: bool, folder: Path
) -> None:
    home = folder / "docs/en" if kind is None else folder / "content" / kind.folder / "tried"
    home.mkdir(parents=True, exist_ok=True)
    head = (
        front.encode("utf-8", "replace")
        if whole == "front matter"
        else b"title: A\nslug: a\nsummary: B."
    )
    path = home / ("write.md" if kind is None else f"{kind.id}.yml" if facts else "en.md")
    path.write_bytes(data if whole == "file" or facts else b"---\n" + head + b"\n---\n" + data)
    library, problems = load_small(folder)
    problems += rules.check(library, ("write",))
    assert all(problem.line >= 1 for problem in problems)
    for style in FORMATS:
        report(problems, style, "cy")
