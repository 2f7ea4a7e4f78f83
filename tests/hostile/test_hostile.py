"""Hostile and careless content is refused with its file and line in plain words, or is shown to do no harm."""

from __future__ import annotations

import datetime
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from bs4 import BeautifulSoup
from hostile_cases import CASES, PAGE, PAGE_CY, SENTENCE, WELSH, Case, png
from jinja2.exceptions import SecurityError, UndefinedError
from mkdocs.exceptions import PluginError
from nyth.publishing.htmlcheck import unsafe

from conftest import ROOT
from nyth import cli, rules
from nyth.content import files
from nyth.content.load import load
from nyth.content.model import KINDS, Library
from nyth.engine import mkdocs_hooks
from nyth.languages import settle
from nyth.problems import Problem, catalogue, report
from nyth.rules import safety

SECONDS, MEGABYTES = 10, 512


@pytest.fixture
def copy(small_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a copy that a test may break; the current folder, as it is for an editor."""
    folder = tmp_path / "copy"
    shutil.copytree(small_site, folder)
    monkeypatch.chdir(folder)
    return folder


def break_it(case: Case, folder: Path) -> int | None:
    """Does to the copy what the case says; the line at which it has to be reported, None for any."""
    path = folder / case.file
    if case.make:
        case.make(folder)
    else:
        text = path.read_text("utf-8")
        # the sentence stands in the summary first; Markdown goes where it is a paragraph
        start = "\n" if case.find in (SENTENCE, WELSH) else ""
        assert start + case.find in text, "the case no longer fits the small content"
        path.write_bytes(text.replace(start + case.find, start + case.put, 1).encode())
    if case.at == "":
        return 1
    if case.at is None and case.make:
        return None
    whole = path.read_bytes().decode("utf-8", "replace")
    wanted = case.at if case.at is not None else case.put
    at = whole.find(wanted)
    assert at >= 0
    return whole.count("\n", 0, at) + 1 + wanted.startswith("\n")


def measured(folder: Path) -> str:
    """The report of a check in a process that may not take more time or memory than is promised."""

    def limits() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))

    command = [sys.executable, "-m", "nyth.cli", "check", "--format", "json"]
    with open(folder / "out", "w+b") as out, open(folder / "err", "w+b") as errors:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "NYTH_LANG": "en"},
            stdout=out,
            stderr=errors,
            preexec_fn=limits,
            check=False,
        )
    said = (folder / "err").read_text("utf-8")
    assert done.returncode == 1, f"ended with {done.returncode}: {said[-2000:]}"
    assert "Traceback" not in said
    return (folder / "out").read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_hostile_content_is_refused_at_its_line(
    case: Case, copy: Path, capsys: pytest.CaptureFixture[str], seen: Callable[[str], None]
) -> None:
    seen("cases")
    line = break_it(case, copy)
    if case.heavy:
        out = measured(copy)
    else:
        try:
            status = cli.main(["check", "--format", "json", "--lang", "en"])
        except Exception:
            seen("tracebacks")
            raise
        out = capsys.readouterr().out
        assert status == 1
    told = json.loads(out)
    places = {(p["path"], p["line"]) for p in told if p["rule"] == case.rule}
    at_line = any(path == case.file and line in (None, number) for path, number in places)
    assert at_line, (
        f"wanted {case.file}:{line} {case.rule}, got {[(p['path'], p['line'], p['rule']) for p in told][:8]}"
    )
    assert "\n" not in "".join(p["message"] + p["remedy"] for p in told)
    seen("refused")


def test_there_are_enough_cases_and_each_has_its_own_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 120


def test_every_rule_that_refuses_something_says_so_in_both_languages() -> None:
    for name in {case.rule for case in CASES}:
        for lang in ("en", "cy"):
            assert all(catalogue()["rules"][name][lang].values()), name


# Harmless: accepted, and shown as it was written

HARMLESS: dict[str, tuple[str, str]] = {
    # what is written: what has to stand in the page
    "a tag in code": ("Write `<script>alert(x)</script>` here.", "<code>&lt;script&gt;alert(x)&lt;/script&gt;</code>"),
    "an attribute in code": ("Write `{: onclick=alert }` here.", "<code>{: onclick=alert }</code>"),
    "a link in code": ("Write `[x](javascript:alert(x))` here.", "<code>[x](javascript:alert(x))</code>"),
    "a code for a character in code": ("Write `&lt;b&gt;` here.", "<code>&amp;lt;b&amp;gt;</code>"),
    "smaller and larger": ("Small < large and large > small.", "Small &lt; large and large &gt; small."),
    "an address as words": ("Nobody follows javascript:alert here.", "javascript:alert here"),
    "a bare host": ("Nobody follows https://evil.example here.", "Nobody follows https://evil.example here"),
    "a name without an address": ("Look at [words][nowhere] here.", "[words][nowhere]"),
    "an abbreviation": ("*[HTML]: markup", "*[HTML]: markup"),
    "a key of MultiMarkdown": ("Template: evil.html", "Template: evil.html"),
    "an admonition": ("!!! danger", "!!! danger"),
    "a block that folds": ("??? note", "??? note"),
    "a snippet": ('--8<-- "mkdocs.yml"', '--8&lt;-- "mkdocs.yml"'),
    "an include": ("--include mkdocs.yml", "--include mkdocs.yml"),
    "a wiki link": ("See [[words]] here.", "[[words]]"),
    "a task": ("[ ] nothing to tick", "[ ] nothing to tick"),
    "a smiley": ("Words :smile: here.", ":smile:"),
    "a formula": ("=HYPERLINK(words)", "=HYPERLINK(words)"),
    "mathematics": ("Words $x$ and \\\\(x\\\\) here.", "$x$ and \\(x\\)"),
    "stars that close nothing": ("Words ***here and **there.", "Words ***here and **there."),
    "a code for a line": ("::error::nothing happened", "::error::nothing happened"),
    "a half of a citation": ("Words [^ here.", "Words [^ here."),
    "a percent code": ("Words %3Cscript%3E here.", "%3Cscript%3E"),
}
TITLE = 'Tom\'s "mill" > water'


@pytest.fixture(scope="module")
def harmless_site(small_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `mkdocs build` alone makes of all the harmless content at once."""
    folder = tmp_path_factory.mktemp("harmless") / "copy"
    shutil.copytree(small_site, folder)
    for file, own in ((PAGE, SENTENCE), (PAGE_CY, WELSH)):
        path = folder / file
        blocks = "\n\n".join(text for text, _ in HARMLESS.values())
        if file == PAGE_CY:  # where an ampersand is refused even in code
            blocks = blocks.replace("&lt;", "<").replace("&gt;", ">")
        picture = "![The mill](assets/mill.png)" if file == PAGE else "![Y felin](assets/mill.png)"
        path.write_text(path.read_text("utf-8").replace(f"---\n{own}", f"---\n{own}\n\n{blocks}\n\n{picture}"), "utf-8")
    (folder / "docs/assets").mkdir()
    (folder / "docs/assets/mill.png").write_bytes(png())
    for lang, words in (("en", TITLE), ("cy", TITLE.replace("Tom's", "Twm a'r"))):
        path = folder / f"content/principles/steady-bank/{lang}.md"
        old = "A steady bank" if lang == "en" else "Glan gadarn"
        path.write_text(
            path.read_text("utf-8").replace(f"title: {old}\n", f"title: '{words.replace(chr(39), chr(39) * 2)}'\n"),
            "utf-8",
        )
    settle.save(
        folder / "content", settle.settle(load(folder / "content", folder / "docs")[0], None, datetime.date(2026, 1, 2))
    )
    done = mkdocs(folder)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def mkdocs(folder: Path) -> subprocess.CompletedProcess[str]:
    """MkDocs alone on a copy, without the command of the project."""
    given = {"NYTH_CONTENT": str(folder / "content"), "NYTH_DOCS": str(folder / "docs"), "NYTH_LANG": "en"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder / "site")]
    environment = {**os.environ, **given, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_let_through_is_shown_as_it_was_written(
    name: str, harmless_site: Path, seen: Callable[[str], None]
) -> None:
    seen("cases")
    html = (harmless_site / "en/training/index.html").read_text("utf-8")
    assert HARMLESS[name][1] in html.replace("&quot;", '"')
    seen("harmless")


def test_titles_are_escaped_wherever_they_stand(harmless_site: Path, seen: Callable[[str], None]) -> None:
    seen("cases")
    pages = [BeautifulSoup(p.read_text("utf-8"), "lxml") for p in sorted((harmless_site / "en").rglob("*.html"))]
    said = [
        " ".join(a.get_text().split()) for page in pages for a in page.select("a[href$='a-steady-bank/'], h1, h3 a")
    ]
    assert said.count(TITLE) > 5
    assert TITLE in next(page for page in pages if page.h1 and page.h1.get_text(strip=True) == TITLE).title.get_text()
    seen("harmless")


def test_no_page_of_the_harmless_site_holds_anything_unsafe(harmless_site: Path) -> None:
    for path in harmless_site.rglob("*.html"):
        main = BeautifulSoup(path.read_text("utf-8"), "lxml").main
        assert list(unsafe(main.decode_contents())) == [], path
    text = (harmless_site / "en/training/index.html").read_text("utf-8")
    assert "docs_dir" not in text


def test_a_picture_is_shown_from_the_site_itself(harmless_site: Path) -> None:
    image = BeautifulSoup((harmless_site / "en/training/index.html").read_text("utf-8"), "lxml").main.img
    assert image["alt"] == "The mill"
    assert (harmless_site / "en/training" / image["src"]).resolve().read_bytes() == png()


# Other doors

DOORS = (
    "a script",
    "a way out of the sandbox",
    "a link to a file of the machine",
    "a page that lists itself",
    "a script among the pages",
)


@pytest.mark.parametrize("case", [c for c in CASES if c.name in DOORS], ids=[c.name for c in CASES if c.name in DOORS])
def test_mkdocs_alone_refuses_the_same(case: Case, copy: Path) -> None:
    line = break_it(case, copy)
    done = mkdocs(copy)
    assert done.returncode != 0
    assert f"{case.file}:{line}:" in done.stderr and f"[{case.rule}]" in done.stderr
    assert "Traceback" not in done.stderr and not (copy / "site").exists()


def test_the_build_reads_no_other_files_and_runs_nothing_else() -> None:
    config = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    assert config["markdown_extensions"] == ["attr_list", "sane_lists", "tables", "toc"]
    assert [next(iter(p)) if isinstance(p, dict) else p for p in config["plugins"]] == ["macros", "i18n"]
    assert config["hooks"] == ["scripts/nyth/engine/mkdocs_hooks.py"]
    macros = config["plugins"][0]["macros"]
    assert macros["modules"] == ["nyth.engine.macros"] and macros["render_by_default"] == "false"
    assert not {"include_dir", "include_yaml", "j2_extensions"} & set(macros)


ESCAPES = (
    "{{ config.theme.get_env().from_string('x') }}",
    "{{ environment }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cards.__globals__ }}",
    "{{ cards.__init__.__globals__['os'].popen('id').read() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ lipsum.__globals__.os.environ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{% include 'mkdocs.yml' %}",
    "{% import 'os' as os %}",
    "{{ macros_info() }}",
    "{{ page.file.abs_src_path }}",
    "{{ ('%s' % cards).__class__ }}",
    "{{ '{0.__class__}'.format(cards) }}",
)


@pytest.mark.parametrize("template", ESCAPES)
def test_the_sandbox_gives_templates_nothing_even_on_a_listed_page(template: str, seen: Callable[[str], None]) -> None:
    # the check refuses these; this is the wall behind it
    seen("cases")
    sandbox = mkdocs_hooks.sandbox({"cards": lambda kind: f"cards of {kind}"})
    assert sandbox.from_string("{{ cards('value') }}").render() == "cards of value"
    with pytest.raises((SecurityError, UndefinedError, TypeError)):
        sandbox.from_string(template).render()
    seen("refused")


def test_the_last_wall_stops_a_page_that_would_hold_a_script(small_site: Path) -> None:
    library, _ = load(small_site / "content", small_site / "docs")
    running = SimpleNamespace(library=library, target=lambda _: ("training", "en"))
    config = SimpleNamespace(extra={"nyth": running})
    assert mkdocs_hooks.on_page_content("<p>Words</p>", None, config, None) == "<p>Words</p>"
    with pytest.raises(PluginError, match=r"docs/en/training.md:1: .*<script>"):
        mkdocs_hooks.on_page_content("<p>Words</p><script>", None, config, None)


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<a href='javascript:x'>x</a>",
        '<a href="&#106;avascript:x">x</a>',
        '<a href=" javascript:x">x</a>',
        '<a href="java\nscript:x">x</a>',
        '<a href="//evil.example">x</a>',
        '<a href="/\\evil.example">x</a>',
        '<a href="\\\\evil.example">x</a>',
        '<a href="data:text/html,x">x</a>',
        "<p onclick=x>x</p>",
        "<p/onclick=x>x</p>",
        '<p style="color:red">x</p>',
        '<img src="https://evil.example/x.png">',
        '<iframe srcdoc="x">',
        "<svg><animate onbegin=x></svg>",
        "<!-- x -->",
        "<base href='/'>",
        "<meta http-equiv=refresh>",
        '<form action="javascript:x">',
        '<button formaction="/x">x</button>',
    ],
)
def test_the_last_wall_knows_what_is_unsafe(html: str) -> None:
    assert list(unsafe(html))


# What the safety rests on


def test_no_anchor_of_the_site_can_be_taken_by_a_text(site: Path, library: Library) -> None:
    fixed = {place for kind in KINDS.values() for place in kind.layout}
    fixed |= {
        p.id for e in library.entities.values() for t in e.texts.values() for s in t.sections for p in (s, *s.parts)
    }
    fixed |= {p.id for pair in library.pages.values() for t in pair.values() for s in t.sections for p in (s, *s.parts)}
    fixed |= {"sources"} | {rule.__name__.replace("_", "-") for rule in rules.every()}
    for path in site.rglob("*.html"):
        for tag in BeautifulSoup(path.read_text("utf-8"), "lxml").select("[id]"):
            assert tag["id"] in fixed or safety.SITE_ANCHORS.fullmatch(tag["id"]), (path, tag["id"])


def test_what_others_wrote_cannot_command_a_terminal_or_a_log() -> None:
    problem = Problem(
        "content/a\n::error::b", 1, "wrong-choice", {"key": "x", "value": "\x1b[31m\n::stop::", "choices": "\u202ey"}
    )
    for style in ("text", "github"):
        said = report([problem], style, "en")
        assert "\x1b" not in said and "\u202e" not in said
        assert not any(line.startswith("::stop") or line.startswith("::error::b") for line in said.split("\n"))


def test_a_photo_without_details_is_let_through(copy: Path) -> None:
    assets = copy / "docs/assets"
    assets.mkdir()
    (assets / "mill.png").write_bytes(png())
    assert list(files.in_docs(copy / "docs")) == []
    assert list(files.pictures(copy / "docs")) == ["mill.png"]


def test_the_largest_text_that_is_let_through_is_built_in_time() -> None:
    markdown = pytest.importorskip("markdown")
    from nyth.content.textcheck import MAX_MARKS, sizes

    marks = {m: n for m, n in MAX_MARKS.items() if m not in "{&\\"}
    for mark, most in marks.items():
        paragraph = (f"{mark}a " * most)[:9_000]
        text = "\n\n".join([paragraph] * (60_000 // len(paragraph)))
        assert sizes(text, True) is None
        start = time.process_time()
        markdown.markdown(text, extensions=["attr_list", "sane_lists", "tables", "toc"])
        assert time.process_time() - start < SECONDS, mark
