"""Hostile and careless content is refused at its line in plain words, or is inert; nothing ever
raises."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest
from hostile_cases import CASES, PAGE, PAGE_CY, PARAGRAPHS, Case, png
from hostile_texts import CONTEXTS, TEXTS
from markupsafe import Markup

from framework import FILES, MACRO_PAGES, load_small, write
from nyth import rules
from nyth.content import files, markdown
from nyth.content.markdown import render
from nyth.languages import agree
from nyth.problems import Problem, report, wordings

SECONDS, MEGABYTES = 10, 512
CHECK = (
    "import resource\n"
    f"resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS + 1}))\n"
    f"resource.setrlimit(resource.RLIMIT_AS, ({MEGABYTES << 20}, {MEGABYTES << 20}))\n"
    "import json, sys, pathlib; from nyth.content.load import load; from nyth import rules\n"
    "library, problems = load(pathlib.Path('content'), pathlib.Path('docs'))\n"
    "problems += rules.check(library, ('start',))\n"
    "print(json.dumps([[p.path, p.line, p.rule, p.message('en')] for p in problems]))"
)


def break_it(case: Case, folder: Path) -> int | None:
    """Does to the copy what the case says; the line at which it has to be reported, None for
    any."""
    path = folder / case.file
    if case.make:
        case.make(folder)
    else:
        text, find = path.read_text("utf-8"), case.find or PARAGRAPHS[case.file]
        assert find in text, "the case no longer fits the small content"
        path.write_bytes(text.replace(find, case.put, 1).encode())
    if case.at == "":
        return 1
    if case.at is None and case.make:
        return None
    whole = path.read_bytes().decode("utf-8", "replace")
    wanted = case.at if case.at is not None else case.put
    at = whole.find(wanted)
    assert at >= 0
    return whole.count("\n", 0, at) + 1 + wanted.startswith("\n")


def checked(folder: Path) -> list[tuple[str, int, str, str]]:
    """(path, line, rule, message) of all that is wrong."""
    library, problems = load_small(folder)
    problems += (p for p in rules.check(library, MACRO_PAGES) if p.rule not in agree.OPEN)
    for style in ("text", "json", "github"):
        report(problems, style, "cy")
    start = f"{folder.as_posix()}/"
    return [(p.path.removeprefix(start), p.line, p.rule, p.message("en")) for p in problems]


def measured(folder: Path) -> list[tuple[str, int, str, str]]:
    """The same in a process that may not take more time or memory than is promised."""
    import json

    run = subprocess.run(
        [sys.executable, "-c", CHECK],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"ended with {run.returncode}: {run.stderr[-2000:]}"
    return [tuple(row) for row in json.loads(run.stdout)]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_hostile_content_is_refused_at_its_line(
    case: Case, tmp_path: Path, seen: Callable[[str], None]
) -> None:
    seen("cases")
    line = break_it(case, write(tmp_path))
    problems = measured(tmp_path) if case.heavy else checked(tmp_path)
    shown = [(report_path(path), number, rule) for path, number, rule, _ in problems]
    at_line = not case.rule or any(
        path == case.file and rule == case.rule and line in (None, number)
        for path, number, rule in shown
    )
    assert at_line, f"wanted {case.file}:{line} {case.rule}, got {shown[:8]}"
    seen("refused")


def report_path(path: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in path)


def test_each_case_has_its_own_name_and_its_own_words() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert len(CASES) + len(TEXTS) >= 300
    for name in {case.rule for case in CASES if case.rule}:
        for lang in ("en", "cy"):
            assert all(wordings()[name][lang].values()), name


# Inert

NEEDED = ("content/words.yml", PAGE, PAGE_CY, "docs/en/index.md", "docs/cy/index.md")
ELEMENTS = set(
    "html head body p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong a img br hr"
    " table thead tbody tr th td div span".split()
)
ATTRIBUTES = {
    "a": {"href", "class", "aria-label"},
    "img": {"src", "alt", "loading"},
    "ol": {"start"},
    "th": {"scope", "class"},
    "td": {"class"},
    "span": {"lang", "dir"},
    "div": {"class", "role", "aria-label", "tabindex"},
}
CLASSES = ("table", "cite", "left", "center", "right")


class OnAPage:
    """A page that knows one address of each sort, and nothing else."""

    def href(self, address: str) -> str | None:
        return "../start/" if address == "nyth:start" else None

    def picture(self, address: str) -> str | None:
        return "../kettle.png" if address == "assets/kettle.png" else None

    def cite(self, source: str) -> tuple[int, str] | None:
        return (1, "Source 1") if source == "yearly-report" else None

    def macro(self, name: str, argument: str) -> Markup:
        return Markup("<p>{} {}</p>").format(name, argument)


def assert_inert(text: str) -> None:
    html = str(render(markdown.parse(text), OnAPage(), "Words"))
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag in ELEMENTS, element.tag
        assert set(element.attrib) <= ATTRIBUTES.get(element.tag, set()), element.attrib
        address = element.get("href", "../start/")
        assert address in ("../start/", "#source-yearly-report"), address
        assert element.get("src", "../kettle.png") == "../kettle.png"
        assert element.get("class", "table") in CLASSES
        assert all(c.isalnum() or c == "-" for c in element.get("lang", "cy"))


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text_is_inert_wherever_it_stands(
    name: str, tmp_path: Path, seen: Callable[[str], None]
) -> None:
    seen("cases")
    for context in CONTEXTS:
        assert_inert(context.format(TEXTS[name]))
    others = dict.fromkeys(path for path in FILES if path not in NEEDED)
    write(tmp_path, {**others, PAGE: (PARAGRAPHS[PAGE], TEXTS[name])})
    checked(tmp_path)
    seen("harmless")


def test_what_the_check_refuses_is_inert_as_well() -> None:
    for case in CASES:
        if not case.make and not case.heavy and case.file.endswith(".md"):
            assert_inert(case.put)


SHOWN = {
    # what is written: what has to stand in the page
    "`<script>alert(x)</script>`": "<code>&lt;script&gt;alert(x)&lt;/script&gt;</code>",
    "<script>alert(x)</script>": "&lt;script&gt;alert(x)&lt;/script&gt;",
    "`[x](javascript:alert(x))`": "<code>[x](javascript:alert(x))</code>",
    "[x](javascript:alert(x))": "[x](javascript:alert(x))",
    "`&lt;b&gt;`": "<code>&amp;lt;b&amp;gt;</code>",
    "&lt;b&gt; &#106;": "&amp;lt;b&amp;gt; &amp;#106;",
    "Small < large and large > small.": "Small &lt; large and large &gt; small.",
    "[words][nowhere]": "[words][nowhere]",
    "[words](nyth:start 'more')": "[words](nyth:start 'more')",
    '![words](assets/kettle.png "more")': "![words](assets/kettle.png &quot;more&quot;)",
    "[x]: javascript:alert(1)": "[x]: javascript:alert(1)",
    "{{ config }} {% x %}": "{{ config }} {% x %}",
    "*x*{: onclick=alert(1) }": "<em>x</em>{: onclick=alert(1) }",
    "[x]{onclick=alert(1)}": "[x]{onclick=alert(1)}",
    "[x](https://evil.example)": "<p>x</p>",
    "![x](https://evil.example/p.png)": "<p>x</p>",
    "[^nowhere]": "[^nowhere]",
    '--8<-- "mkdocs.yml"': "--8&lt;-- &quot;mkdocs.yml&quot;",
    "[[words]]": "[[words]]",
    "[words]{lang=ar}": '<span lang="ar" dir="rtl">words</span>',
}


@pytest.mark.parametrize("text", SHOWN)
def test_what_is_no_mark_is_shown_as_it_was_written(text: str) -> None:
    html = render(markdown.parse(text), OnAPage())
    assert SHOWN[text] in html.replace("&#39;", "'")


# Other doors


def test_what_others_wrote_cannot_command_a_terminal_or_a_log() -> None:
    values = {"key": "x", "value": "\x1b[31m\n::stop::", "choices": "\u202ey"}
    problem = Problem("content/a\n::error::b", 1, "wrong-choice", values)
    for style in ("text", "github"):
        said = report([problem], style, "en")
        assert "\x1b" not in said and "\u202e" not in said
        lines = said.split("\n")
        assert not any(x.startswith(("::stop", "::error::b")) for x in lines)


def test_a_photo_without_details_is_let_through(tmp_path: Path) -> None:
    write(tmp_path, {"docs/assets/mill.png": png()})
    assert list(files.faults(tmp_path / "docs", files.DOCS)) == []
    assert "mill.png" in files.pictures(tmp_path / "docs")
