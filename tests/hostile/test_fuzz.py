"""Random input, much of it made of what parsers stumble over: nothing ever raises, and what is let through is safe.

The suite tries some of them; `make fuzz` sets FUZZ_INPUTS to 100,000.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import markdown
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nyth.pages.writer import Writer

from nyth import rules
from nyth.content import textcheck, yamltext
from nyth.content.load import _Reader, load
from nyth.content.model import KINDS, AgreedFile, Kind, Library
from nyth.languages import agree
from nyth.problems import FORMATS, Problem, report
from nyth.publishing import htmlcheck

INPUTS = int(os.environ.get("FUZZ_INPUTS", "1500"))
# How the inputs are shared out: YAML, whole files, and finished Markdown.
few = settings(
    max_examples=max(1, INPUTS // 4), deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True
)

YAML = "- , : , ? ,\n,\n  ,\n    ,{,},[,],&a ,*a,!!int ,!x ,---\n,...\n,|\n,>-\n,',\",#,%YAML 1.1\n,<<: *a,id,order,en,cy,1,null,~,\\u202e,\\x00,\t".split(",")
MARKS = (
    *("\n", "\n\n", " ", "    ", "\t", "#", "## ", "### ", "#### ", "## Words {: #words }", "- ", "1. ", "> ", "```", "`", "``", "\\"),
    *("[", "]", "(", ")", "](", "][", "]: ", "![", "[^almanac]", "[^", "[words](nyth:training)", "[x](https://a.example/)", "nyth:"),
    *("<", ">", "</", "<!--", "-->", "<script>", "<b", "<a@b.c>", "<https://a.example>", "javascript:alert(1)", "//evil.example"),
    *("{", "}", "{{", "}}", "{%", "{#", "{:", "{: ", "{: lang=en }", "{: #main }", "{: onclick=x }", "{onclick=x}", "*x*", "**", "_"),
    *("&", "&#106;", "&lt;", ";", "|", "| a | b |\n| --- | --- |\n", "---", "===", ":", "=", '"', "'", "words", "Words here. ", "é"),
    *("\u0000", "\u200b", "\u202e", "\ufeff", "\r", "\u0430", "\U0001f600", "✎", "\u0301", "onclick=x", " style=x ", "href=x", "x"),
    *("![x](assets/mill.png)", "](javascript:x)", "](//evil.example)", "`{: onclick=x }`", "`<b>`", "[x]: y", "*[x]: y", "\u2028"),
)


def mixture(pieces: tuple[str, ...] | list[str]) -> st.SearchStrategy[str]:
    """Texts made of the pieces and of anything else."""
    piece = st.sampled_from(pieces)
    return st.lists(piece | piece | piece | st.text(max_size=6), max_size=30).map("".join)


@pytest.fixture(scope="module")
def small(small_site: Path) -> Library:
    """The library that a text is put into; with few words of the site, which every rule reads anew."""
    library, problems = load(small_site / "content", small_site / "docs")
    assert problems == []
    words = library.words.model_copy(update={"ui": {}, "text": {}})
    return replace(library, words=words, glossary=(), menu=(), agreements=AgreedFile(), entities={}, pages={})


@few
@given(text=mixture(YAML), offset=st.integers(0, 5))
def test_yaml_is_read_or_refused(text: str, offset: int) -> None:
    found = yamltext.read(text, offset)
    assert found.data is None or not found.faults
    for rule, line, values in found.faults:
        assert line > offset
        assert Problem("x", line, rule, values).message("en") and Problem("x", line, rule, values).remedy("cy")


@few
@given(
    data=st.binary(max_size=60) | mixture(MARKS).map(lambda t: t.encode("utf-8", "surrogatepass")),
    front=mixture(YAML),
    whole=st.booleans(),
    kind=st.sampled_from(list(KINDS.values())),
)
def test_a_file_is_read_or_refused(
    data: bytes, front: str, whole: bool, kind: Kind, tmp_path_factory: pytest.TempPathFactory, small: Library
) -> None:
    folder = tmp_path_factory.getbasetemp() / "fuzz"
    (folder / "content").mkdir(parents=True, exist_ok=True)
    path = folder / "en.md"
    path.write_bytes(data if whole else b"---\n" + front.encode() + b"\n---\n" + data)
    reader = _Reader(folder / "content")
    reader._page(path, "en")
    reader._text(path, "en", kind, small.words)
    (folder / "facts.yml").write_bytes(data)
    found = reader._yaml(folder / "facts.yml")
    if found:
        reader.check(folder / "facts.yml", kind.model, found)
    for problem in reader.problems:
        assert problem.line >= 1
    for style in FORMATS:
        report(reader.problems, style, "cy")


def read_page(text: str, folder: Path, small: Library) -> tuple[Library | None, list[Problem]]:
    """A page with this text, in the small library, and what is wrong with it."""
    (folder / "content").mkdir(parents=True, exist_ok=True)
    reader = _Reader(folder / "content")
    for lang, slug in (("en", "training"), ("cy", "hyfforddiant")):
        path = folder / f"{lang}.md"
        path.write_bytes(f"---\ntitle: Training {lang}\nslug: {slug}\nsummary: Words.\n---\n".encode() + text.encode("utf-8", "replace"))
    pages = {lang: reader._page(folder / f"{lang}.md", lang) for lang in ("en", "cy")}
    if None in pages.values():
        return None, reader.problems
    library = replace(small, pages={"training": pages}, pictures={"mill.png": "mill.0123456789.png"}, lines=reader.lines)
    return library, reader.problems


# These say nothing about whether a page is safe; a random text would break one of them nearly always.
ABOUT_WORDS = {"same-text", "title-taken", "sourceless-figure", "ampersand", "english-left", "welsh-left", "empty-section"}
ABOUT_WORDS |= {"no-alt", "same-alt", "fixed-address", "dangling-id", "vague-link", "needless-mark", "prompt-left", *agree.OPEN}


@settings(few, max_examples=max(1, INPUTS // 2))
@given(text=mixture(MARKS))
def test_what_the_check_lets_through_is_safe_and_plain(text: str, tmp_path_factory: pytest.TempPathFactory, small: Library) -> None:
    library, problems = read_page(text, tmp_path_factory.getbasetemp() / "fuzz", small)
    if library is None:
        return
    problems = problems + rules.check(library)
    if {problem.rule for problem in problems} - ABOUT_WORDS:
        return
    page = library.pages["training"]["en"]
    made = Writer(library, "en", "en/training/").page(page)
    html = markdown.markdown(made, extensions=["attr_list", "sane_lists", "tables", "toc"])
    assert list(htmlcheck.unsafe(html)) == []
    assert not re.search(r"<[^>]*\s(?:on\w+|style)=", html)


def test_the_fuzzing_lets_enough_through_to_mean_something(tmp_path: Path, small: Library) -> None:
    let_through = 0
    for text in ("Words.", "**Words** and `code`.", "[words](nyth:training)", "- a\n- b", "Small < large.", "![x](assets/mill.png)", "*x*{: lang=en }"):
        library, problems = read_page(text, tmp_path, small)
        let_through += not {p.rule for p in problems + rules.check(library)} - ABOUT_WORDS
    assert let_through == 7


@few
@given(text=st.text())
def test_characters_and_sizes_are_judged_without_fail(text: str) -> None:
    for rule, line, values in textcheck.characters(text):
        assert 1 <= line <= text.count("\n") + 1
        assert Problem("x", line, rule, values).message("cy")
    for markdown_text in (True, False):
        fault = textcheck.sizes(text, markdown_text)
        assert fault is None or Problem("x", fault[1], fault[0], fault[2]).message("en")
    assert "odd-character" not in {fault[0] for fault in textcheck.characters(textcheck.without(text))}
