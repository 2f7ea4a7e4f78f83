"""The real content, broken in one place at a time: the check names the file and the line, and says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from nyth import rules
from nyth.content.load import load
from nyth.engine.site import macro_pages
from nyth.languages import agree
from nyth.problems import Problem


@dataclass(frozen=True)
class Fault:
    """A slip: the first match of `find` in `file` becomes `put` (or `edit` does it); then `rule` is reported on the line
    where `at` stands (by default where the slip is) in `where`, with `remedy` in what it says to do."""

    rule: str
    file: str
    find: str = ""
    put: str = ""
    remedy: str = ""
    also: tuple[str, ...] = ()
    at: str = ""
    where: str = ""
    edit: Callable[[bytes], bytes] | None = None


ADULTS = "content/principles/trusted-adults/"
SAFE = "content/themes/safe/"
STAFF = "content/barriers/staff-turnover/"
LODGINGS = "content/case-studies/supported-lodgings/"
FORUM = "content/training/national-forum/"
CHILD = "content/values/child-development/"
THEMES = "content/themes/(nurturing|safe)/"
POLICY_EN, POLICY_CY = "docs/en/policy.md", "docs/cy/policy.md"
MEANS, FEEL, FEEL_CY = "## What this means", "## What it should feel like", "## Sut y dylai deimlo"
LOOKS_CY = "## Sut mae hyn yn edrych"
# What else a slip makes untrue, where the two languages are compared.
SHAPE = ("shape-differs", "link-differs")
SHAPES = (*SHAPE, "anchors-differ")

FAULTS = (
    Fault("not-utf8", ADULTS + "cy.md", remedy="UTF-8", at="\ufffd", edit=lambda b: b.replace("î".encode(), b"\xee")),
    Fault("not-nfc", ADULTS + "cy.md", "dîm", "di\u0302m", "nyth fix"),
    Fault("odd-character", SAFE + "en.md", r"(?<=## What this means\n\n)", "\u200b", "Delete it"),
    Fault("line-ending", SAFE + "en.md", remedy="nyth fix", at="---", edit=lambda b: b.replace(b"\n", b"\r\n")),
    Fault("merge-conflict", STAFF + "en.md", r"(?<=## What this looks like\n\n)", "<<<<<<< mine\n", "Keep the text"),
    Fault("missing-file", STAFF + "cy.md", remedy="Add it", edit=lambda _: b""),
    Fault("yaml-syntax", ADULTS + "principle.yml", r"sources: \[", "sources: [[", "quotation marks", at="reviewed"),
    Fault("yaml-feature", ADULTS + "principle.yml", "order: ", "order: &first ", "in full"),
    Fault("yaml-ambiguous", LODGINGS + "case-study.yml", r"date: .*", "date: 2025", "quotation marks"),
    Fault("duplicate-key", ADULTS + "principle.yml", r"order: \d", "order: 1\norder: 2", "Keep one", at="order: 2"),
    Fault("unknown-key", ADULTS + "principle.yml", "order: ", "colour: blue\norder: ", "known keys"),
    Fault("missing-key", ADULTS + "principle.yml", r"order: \d\n", "", "order: …", at="id: "),
    Fault("wrong-value", ADULTS + "principle.yml", r"reviewed: [\d-]+", "reviewed: soon", "2026-11-21"),
    Fault("wrong-choice", FORUM + "training.yml", r"form: \w+", "form: party", "meeting"),
    Fault("wrong-id", ADULTS + "principle.yml", "id: trusted-adults", "id: trusted-adult", "the same"),
    Fault("no-front-matter", SAFE + "cy.md", r"^---\n", "", "Start it with ---"),
    Fault("text-before-heading", SAFE + "en.md", r"---\n(?=## )", "---\nWelcome.\n\n", "a heading", at="Welcome"),
    Fault("missing-heading", SAFE + "en.md", f"{FEEL}\n", "", FEEL, at="## Questions"),
    Fault("extra-heading", SAFE + "cy.md", FEEL_CY, "## Teimlad", FEEL_CY[3:], ("missing-heading",)),
    Fault(
        "heading-twice",
        SAFE + "en.md",
        FEEL,
        MEANS,
        "together",
        ("missing-heading",),
        at=f"{MEANS}(?![\\s\\S]*{MEANS})",
    ),
    Fault("empty-section", SAFE + "en.md", rf"({FEEL}\n)[\s\S]+?(?=\n## )", r"\1", "not known", at=FEEL),
    Fault("heading-anchor", POLICY_EN, r" \{: #strategy \}", "", "#what", SHAPES, at="## "),
    Fault("anchors-differ", POLICY_CY, "#strategy", "#strategaeth", "same headings", at="(?<=---\\n)## "),
    Fault("dangling-id", STAFF + "barrier.yml", r"trusted-adults", "trusted-adult", "trusted-adults"),
    Fault("wrong-kind", STAFF + "barrier.yml", r"trusted-adults", "gwent", "Principle"),
    Fault("dangling-source", ADULTS + "principle.yml", "core-principles", "core-principle", "core-principles"),
    Fault("dangling-section", POLICY_EN, r"nyth:reporting", "nyth:reporting#nowhere", "Use one of", ("link-differs",)),
    Fault("hard-link", STAFF + "en.md", r"\]\(nyth:[\w-]+\)", "](/en/principles/)", "nyth:", SHAPE),
    Fault("external-link", STAFF + "cy.md", r"\]\(nyth:[\w-]+\)", "](https://x.example)", "sources.yml", SHAPE),
    Fault("slug-taken", SAFE + "en.md", r"slug: .*", "slug: nurturing", "slug", at="slug: ", where=THEMES + "en.md"),
    Fault(
        "title-taken", SAFE + "cy.md", r"title: .*", "title: Meithringar", "title", at="title: ", where=THEMES + "cy.md"
    ),
    Fault(
        "sourceless-figure",
        STAFF + "en.md",
        r"(?=\n## What others)",
        "\nHalf of 40 agreed.\n",
        "[^",
        SHAPE[:1],
        at="Half",
    ),
    Fault(
        "few-questions",
        ADULTS + "cy.md",
        r"(### Fel tîm\n\n1\. )[\s\S]+?(?=\n### )",
        r"\1Pwy?\n",
        "Add",
        SHAPE[:1],
        at="### Fel tîm",
    ),
    Fault(
        "missing-parts",
        CHILD + "en.md",
        r"### nyth:trusted-adults\n",
        "",
        "### nyth:",
        SHAPE[:1],
        at="## What it changes",
    ),
    Fault("off-scale", "content/ratings.yml", r"value: \d[\d.]*", "value: 9", "source"),
    Fault(
        "no-reason",
        "content/ratings.yml",
        r"value: \d[\d.]*",
        "value: null",
        "why it is missing",
        at=r"value: null\n(?!\s+reason)",
    ),
    Fault("raw-html", SAFE + "en.md", rf"(?<={MEANS}\n\n)", "<br>", "Markdown"),
    Fault("template-marks", SAFE + "cy.md", rf"(?<={FEEL_CY}\n\n)", "{{ x }} ", "mkdocs.yml"),
    Fault("ampersand", ADULTS + "cy.md", r"(?<=[a-z] )a(?= [a-z])", "&", "Write a"),
    Fault("personal-data", LODGINGS + "en.md", r"(?<=## What it is\n\n)", "Ring 01792 123 456. ", "Take it out"),
    Fault(
        "same-text",
        "docs/cy/themes.md",
        remedy="own language",
        also=("english-left", "english-term"),
        at=r"(?<=.\n---\n)\S",
    ),
    Fault("shape-differs", ADULTS + "en.md", rf"(?<={FEEL}\n\n)[\s\S]+?\n\n", "", "both languages", at=FEEL),
    Fault("link-differs", STAFF + "cy.md", r"\[\^[\w-]+\]", "", "Add it here", ("sourceless-figure",), at=LOOKS_CY),
    Fault(
        "english-left",
        ADULTS + "cy.md",
        rf"(?<={FEEL_CY}\n\n)",
        "They know that somebody will come when they call. ",
        "lang=en",
    ),
    Fault(
        "welsh-left",
        ADULTS + "en.md",
        rf"(?<={FEEL}\n\n)",
        "Maen nhw'n gwybod y bydd rhywun yn dod pan fyddan nhw'n galw. ",
        "lang=cy",
    ),
    Fault("english-term", STAFF + "cy.md", rf"(?<={LOOKS_CY}\n\n)", "Dyma staff turnover. ", "trosiant staff"),
    Fault("avoided-term", STAFF + "cy.md", rf"(?<={LOOKS_CY}\n\n)", "Dyma hunanreoleiddio. ", "hunanreoli"),
    Fault("odd-date", POLICY_CY, r"28 Ebrill 2025", "28 April 2025", "12 Mai 2026"),
    Fault("needless-mark", SAFE + "cy.md", r"lang=en", "lang=cy", "Delete the mark"),
    Fault(
        "needless-macros",
        "docs/en/glossary.md",
        r"\{\{ glossary\(\) \}\}",
        "Words.",
        "render_macros",
        at="render_macros",
    ),
)


def found(folder: Path) -> list[Problem]:
    library, problems = load(folder / "content", folder / "docs")
    told = problems + rules.check(library, macro_pages(folder / "mkdocs.yml"))
    return [problem for problem in told if problem.rule not in agree.OPEN]


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.rule for fault in FAULTS])
def test_one_slip_is_reported_once_where_it_is_with_what_to_do(fault: Fault, content: Path) -> None:
    path = content / fault.file
    before = path.read_bytes()
    if fault.rule == "same-text":
        path.write_text(_front(path) + _body(content / "docs/en/themes.md"), "utf-8")
    elif fault.edit:
        path.write_bytes(fault.edit(before))
    else:
        text, changes = re.subn(fault.find, fault.put, before.decode(), count=1)
        assert changes == 1
        path.write_text(text, "utf-8")
    if fault.rule == "missing-file":
        path.unlink()
    told = found(content)
    own = [problem for problem in told if problem.rule == fault.rule]
    assert own and {problem.rule for problem in told} == {fault.rule, *fault.also}
    problem = own[0]
    assert re.fullmatch(fault.where or re.escape(fault.file), problem.path)
    assert problem.line == _line(content / problem.path, fault)
    assert fault.remedy in problem.remedy("en")
    assert problem.message("cy") and problem.remedy("cy") != problem.remedy("en")


def _line(path: Path, fault: Fault) -> int:
    """The line on which the slip was made, or on which `at` stands."""
    if not path.is_file() or not (fault.at or fault.put):
        return 1
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    match = re.search(fault.at, text, re.M) if fault.at else None
    at = match.start() if match else text.index(fault.put)
    return text.count("\n", 0, at) + 1


def _front(path: Path) -> str:
    return "---\n" + path.read_text("utf-8").split("---\n")[1] + "---\n"


def _body(path: Path) -> str:
    return path.read_text("utf-8").split("---\n", 2)[2]


def test_the_real_content_has_no_slip(content: Path) -> None:
    assert found(content) == []
