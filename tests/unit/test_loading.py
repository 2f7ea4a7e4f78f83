# ruff: noqa: E501  one case, one line
"""Loading: what cannot be read gives its one problem, and nothing is taken for absent or empty
because of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from framework import AGREED_ON, FILES, MACRO_PAGES, agreed, load_small, write
from nyth import rules
from nyth.content.load import load
from nyth.editing import upkeep
from nyth.languages import agree, status
from nyth.problems import Problem

# How a file is broken, and what may be said of it then.
BREAKS: dict[str, tuple[Callable[[str], str], set[str]]] = {
    "merge marks": (lambda t: f"<<<<<<< mine\n{t}=======\n>>>>>>> theirs\n", {"merge-conflict"}),
    "a doubled key": (lambda t: t + t, {"duplicate-key"}),
    "a tab": (lambda t: f"{t}\t- x: [\n", {"odd-character", "yaml-syntax"}),
    "a lost brace": (lambda t: f"{t}x: {{a: 1\n", {"yaml-syntax"}),
    "nothing in it": (lambda t: " \n", {"empty-file"}),
    "not a list or group": (lambda t: "hello\n", {"wrong-value"}),
    "marks of a merge of merges": (lambda t: f"<<<<<<<<< branch 1\n{t}", {"merge-conflict"}),
    "marks without a name": (lambda t: f"{t}>>>>>>>\n", {"merge-conflict"}),
    "letters that came apart": (lambda t: f"# tÃ´\n{t}", {"broken-letters"}),
}
LISTS = ["content/agreed.yml", *(name for name in FILES if name.endswith(".yml"))]
FACTS = "content/principles/open-door/principle.yml"
VALUE = "content/values/patience/value.yml"
TEXT = "content/principles/open-door/cy.md"


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return agreed(write(tmp_path_factory.mktemp("accepted")))


@pytest.fixture
def here(accepted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(accepted, tmp_path / "here"))


def problems(root: Path) -> list[Problem]:
    library, found = load_small(root)
    return found + rules.check(library, MACRO_PAGES)


def test_the_small_framework_has_no_problem(here: Path) -> None:
    assert problems(here) == []


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("broken", BREAKS)
def test_a_file_that_cannot_be_read_is_one_problem(name: str, broken: str, here: Path) -> None:
    change, rules_of_it = BREAKS[broken]
    path = here / name
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    found = problems(here)
    assert found and {p.path for p in found} == {path.as_posix()}
    assert {p.rule for p in found} <= rules_of_it and len(found) <= 9
    library, _ = load_small(here)
    assert library.unread >= {path.as_posix()}


@pytest.mark.parametrize("name", ["content/sources.yml", "content/agreed.yml", FACTS, TEXT])
def test_a_folder_in_place_of_a_file_is_not_taken_for_no_file(name: str, here: Path) -> None:
    path = here / name
    path.unlink()
    path.mkdir()
    assert {(p.path, p.rule) for p in problems(here)} <= {
        (path.as_posix(), "unknown-file"),
        (path.as_posix(), "missing-file"),
    }


def test_nothing_is_read_through_a_link(here: Path) -> None:
    for n, name in enumerate(("content/sources.yml", FACTS, "docs/cy/write.md")):
        (here / name).rename(here / f"elsewhere{n}")
        (here / name).symlink_to(here / f"elsewhere{n}")
    library, found = load_small(here)
    assert {p.rule for p in found} == {"symlink"}
    assert not library.sources and not {"open-door", "write"} & set(library.things)


@pytest.mark.parametrize(
    ("name", "row", "broken"),
    [
        ("content/sources.yml", "licence: other", "licence: none"),
        ("content/glossary.yml", "sure: official", "sure: perhaps"),
        ("content/timeline.yml", 'date: "2020"', 'date: "20"'),
        ("content/ratings.yml", "level: 4", "level: 40"),
        ("content/ratings.yml", "year: 2024", "year: 24"),
        ("content/framework.yml", "{page: write}", "{pages: write}"),
        ("content/framework.yml", "{page: write}", "write"),
        ("content/agreed.yml", "on: 2026-01-02", "on: yesterday"),
    ],
)
def test_a_broken_row_is_told_once_and_drags_nothing_along(
    name: str, row: str, broken: str, here: Path
) -> None:
    path = here / name
    text = path.read_text("utf-8")
    assert row in text
    path.write_text(text.replace(row, broken, 1), "utf-8")
    found = problems(here)
    assert {p.path for p in found} == {path.as_posix()}
    assert {p.rule for p in found} <= {"wrong-value", "wrong-choice", "missing-key", "unknown-key"}
    assert {p.line for p in found} == {text.count("\n", 0, text.index(row)) + 1}


def test_a_broken_row_hides_nothing_that_is_wrong_with_the_others(here: Path) -> None:
    path = here / "content/ratings.yml"
    text = path.read_text("utf-8").replace("level: 4", "level: 40", 1)
    path.write_text(text.replace("principle: open-door", "principle: shut-door", 1), "utf-8")
    assert {p.rule for p in problems(here)} == {"wrong-value", "dangling-id"}


def test_words_above_all_headings_are_told_beside_another_heading_that_is_lost(here: Path) -> None:
    text = (here / TEXT).read_text("utf-8").replace("## Teimlad\n", "")
    (here / TEXT).write_text(text.replace("## Yn gryno", "Gair.\n\n## Yn gryno"), "utf-8")
    assert {p.rule for p in problems(here)} == {"text-before-heading", "missing-heading"}


TEXT_BREAKS = {
    "merge marks": (("Cynnes.", "<<<<<<< a\nCynnes.\n=======\n>>>>>>> b"), "merge-conflict"),
    "no front matter": (("---\ntitle", "title"), "no-front-matter"),
    "a key that is not known": (("slug:", "sloug:"), "unknown-key"),
    "a heading that is lost": (("## Teimlad\n", ""), "missing-heading"),
    "a first heading that is lost": (("## Yn gryno\n", ""), "missing-heading"),
    "a heading without its mark": (("## Teimlad", "Teimlad"), "heading-unread"),
    "a heading of another level": (("## Teimlad", "### Teimlad"), "heading-unread"),
    "a first heading in bold": (("## Yn gryno", "**Yn gryno**"), "heading-unread"),
    "a heading without a space": (("## Teimlad", "##Teimlad"), "heading-unread"),
    "a heading below code that is open": (
        ("## Gyda'ch", "```\n## Gyda'ch"),
        "heading-unread",
    ),
    "a heading twice": (("Cynnes.", "Cynnes.\n\n## Teimlad\n\nOer."), "heading-twice"),
    "headings in another order": (
        ("## Teimlad\n\nCynnes.\n\n## Rhwystrau\n", "## Rhwystrau\n\nClo.\n\n## Teimlad\n"),
        "heading-order",
    ),
    "a heading with nothing under it": (("Cynnes.", ""), "empty-section"),
    "a heading in other words": (("## Teimlad", "## Teimladau"), "extra-heading"),
    "letters that came apart": (("## Rhwystrau", "## RhwystrÃ¢u"), "broken-letters"),
    "marks of a merge of merges": (("Cynnes.", "Cynnes.\n>>>>>>>>> branch 2"), "merge-conflict"),
    "marks without a name": (("Cynnes.", "Cynnes.\n\n>>>>>>>"), "merge-conflict"),
    "an apostrophe in front": (("title: Drws agored", "title: 'Nôl i'r drws"), "yaml-syntax"),
}


@pytest.mark.parametrize("broken", TEXT_BREAKS)
def test_a_text_that_cannot_be_read_drags_nothing_along(broken: str, here: Path) -> None:
    (old, new), rule = TEXT_BREAKS[broken]
    path = here / TEXT
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = problems(here)
    assert {p.path for p in found} == {path.as_posix()}
    assert [p.rule for p in found] == [rule]


def test_an_odd_key_or_heading_hides_no_more_than_what_it_may_have_been(here: Path) -> None:
    path = here / TEXT
    text = path.read_text("utf-8").replace("slug:", "sloug:", 1).replace("## Teimlad", "## X", 1)
    text = text.replace("## Yn gryno", "**Yn gryno**", 1)
    lines = [line for line in text.split("\n") if not line.startswith(("summary:", "## Rhwystrau"))]
    path.write_text("\n".join(lines), "utf-8")
    rules_told = [p.rule for p in problems(here) if p.path == path.as_posix()]
    assert {"unknown-key", "extra-heading", "heading-unread"} < set(rules_told)
    assert rules_told.count("missing-key") == rules_told.count("missing-heading") == 2


def test_a_hand_written_page_without_an_anchor_drags_nothing_along(here: Path) -> None:
    path = here / "docs/cy/start.md"
    path.write_text(path.read_text("utf-8").replace(" {#first}", ""), "utf-8")
    assert [(p.path, p.rule) for p in problems(here)] == [(path.as_posix(), "heading-anchor")]


@pytest.mark.parametrize("name", ["content/words.yml", "content/agreed.yml", FACTS, TEXT])
def test_what_could_not_be_read_is_not_agreed_on(name: str, here: Path) -> None:
    path = here / name
    path.write_text(BREAKS["merge marks"][0](path.read_text("utf-8")), "utf-8")
    before = {p: p.read_bytes() for p in here.rglob("*.yml")}
    library, _ = load_small(here)
    for wanted in (["open-door"], ["write"], ["term.marginalised"], None):
        status.save(status.settle(library, wanted, AGREED_ON.replace(year=2027)))
    assert {p: p.read_bytes() for p in here.rglob("*.yml")} == before


MISNAMED = [
    ("content/principles", "content/principels"),
    ("content/principles", "content/Principles"),
    ("content/principles/open-door", "content/principles/open door"),
    ("content/principles/open-door", "content/principles/opendoor"),
    ("content/principles/open-door", "content/themes/open-door"),
    ("content/principles/open-door/en.md", "content/principles/open-door/eng.md"),
    ("content/principles/open-door/en.md", "content/principles/open-door/en (1).md"),
    ("content/principles/open-door/principle.yml", "content/principles/open-door/principle.yaml"),
    ("content/case-studies/tea-and-talk", "content/case-studies/te\u0302-and-talk"),
    ("content/updates/spring", "content/updates/Spring"),
    ("content/sources.yml", "content/source.yml"),
    ("content/glossary.yml", "content/Glossary.yml"),
    ("content/agreed.yml", "content/agreed.yaml"),
    ("content/words.yml", "content/word.yml"),
    ("docs/cy", "docs/Cymraeg"),
    ("docs/en/start.md", "docs/en/Start.md"),
    ("docs/en/start.md", "docs/en/start.markdown"),
    ("docs/assets", "docs/asset"),
    ("docs/assets/kettle.png", "docs/assets/kettle.jpeg"),
]


@pytest.mark.parametrize(("right", "wrong"), MISNAMED)
def test_a_wrong_name_is_told_once_and_drags_nothing_along(
    right: str, wrong: str, here: Path
) -> None:
    (here / right).rename(here / wrong)
    [found] = problems(here)
    assert found.path.startswith((here / wrong).as_posix())
    assert found.rule in ("unknown-file", "wrong-name", "stray-copy", "wrong-id")


@pytest.mark.parametrize("name", ["content", "docs"])
def test_a_folder_that_is_not_there_is_one_problem(name: str, here: Path) -> None:
    shutil.rmtree(here / name)
    assert [(p.path, p.rule) for p in problems(here)] == [(f"{here}/{name}", "missing-folder")]


LOST = [
    ("docs/en/write.md", "title: Write", "title: Write #2"),
    ("docs/en/write.md", "title: Write", "title: 'Write' #2"),
    ("docs/en/write.md", "title: Write", 'title: "Write"#2'),
    ("docs/en/write.md", "title: Write", "title: >-  #2\n  Write"),
    ("content/words.yml", "en: Related,", "en: Related #2\n    ,"),
    ("content/glossary.yml", "- hard to reach", "- hard to reach #2"),
    ("content/timeline.yml", "what: {en: The door was hung.,", "what: {en: The door #1\n      ,"),
    ("content/sources.yml", "{en: The yearly report,", "{en: The yearly report #1\n      ,"),
    ("content/ratings.yml", "reason: {en: Nobody asked.,", "reason: {en: Nobody #1\n      ,"),
    ("content/regions/valley/region.yml", "{en: Upper valley,", "{en: Upper #1\n      ,"),
    (
        "docs/cy/write.md",
        "summary: Sut i ysgrifennu atom.",
        "summary: Sut i\n  ysgrifennu #1 atom.",
    ),
    ("docs/en/start.md", "slug: start", "slug: start\nsearch:\n  - words #1"),
]


@pytest.mark.parametrize(("name", "old", "new"), LOST)
def test_what_follows_a_number_sign_in_a_text_is_asked_about(
    name: str, old: str, new: str, tmp_path: Path
) -> None:
    if name == "content/glossary.yml":
        old, new = "avoid: {en: [hard to reach]}", f"avoid:\n      en:\n        {new}"
    _, found = load_small(write(tmp_path, {name: (old, new)}))
    assert [(p.path, p.rule) for p in found] == [(f"{tmp_path}/{name}", "comment-in-text")]
    line = FILES[name].replace(old, new, 1).split("\n")[found[0].line - 1]
    assert "#" in line or "summary" in line
    assert f'"{found[0].values["text"]}"' in found[0].remedy("cy")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("order: 1", "order: 1  # the first"),
        ("reviewed: 2026-01-02", "reviewed: 2026-01-02 # by two of us"),
        ("sources: [yearly-report]", "sources: # what it rests on\n  - yearly-report # page 2"),
        ("id: open-door", "# the door\nid: open-door"),
    ],
)
def test_a_comment_after_a_fact_stays_one(old: str, new: str, tmp_path: Path) -> None:
    assert load_small(write(tmp_path, {FACTS: (old, new)}))[1] == []


def test_a_comment_after_a_fact_of_a_row_stays_one(tmp_path: Path) -> None:
    changes = {"content/sources.yml": ("licence: other", "licence: other  # as it says")}
    _, found = load_small(write(tmp_path, changes))
    assert found == []


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        (VALUE, "order: 1", "order: 012", "leading-zero"),
        (VALUE, "order: 1", "order: 01", "leading-zero"),
        (VALUE, "order: 1", "order: -01", "wrong-value"),
        (VALUE, "order: 1", "order: 1_0", "wrong-value"),
        (VALUE, "reviewed: 2026-01-02", "reviewed: 1767312000", "wrong-value"),
        (VALUE, "reviewed: 2026-01-02", "reviewed: '2026-01-02'", None),
        ("content/ratings.yml", "year: 2025", "year: 02025", "leading-zero"),
        (
            "content/training/knocking/training.yml",
            "order: 1",
            "order: 1\nminutes: 007",
            "leading-zero",
        ),
        ("docs/en/write.md", "title: Write", "title: 012", "yaml-ambiguous"),
        ("docs/en/write.md", "title: Write", "title: Yes", "yaml-ambiguous"),
        ("docs/en/write.md", "title: Write", "title: '012'", None),
        (VALUE, "order: 1", "order: 10", None),
        ("content/ratings.yml", "value: 2.5", "value: 0.5", "off-scale"),
    ],
)
def test_a_number_that_may_be_meant_otherwise_is_asked_about(
    name: str, old: str, new: str, rule: str | None, tmp_path: Path
) -> None:
    found = [p for p in problems(write(tmp_path, {name: (old, new)})) if p.rule not in agree.OPEN]
    line = (tmp_path / name).read_text("utf-8").partition(new)[0].count("\n") + 1 + new.count("\n")
    assert [(p.rule, p.line) for p in found] == ([(rule, line)] if rule else [])


@pytest.mark.parametrize(
    ("old", "key", "limit"),
    [("Drws agored", "title", 120), ("Drws agored i bawb.", "summary", 160)],
)
def test_who_writes_too_much_is_told_how_much_it_may_be(
    old: str, key: str, limit: int, tmp_path: Path
) -> None:
    for size in (limit, limit + 1):
        changes = {TEXT: (f"{key}: {old}\n", f"{key}: {'a' * size}\n")}
        found = load_small(write(tmp_path, changes))[1]
        assert [p.rule for p in found] == ["too-long"] * (size > limit)
    for lang in ("en", "cy"):
        assert str(size) in found[0].message(lang) and str(limit) in found[0].remedy(lang)


def test_an_apostrophe_in_front_is_told_what_to_do(tmp_path: Path) -> None:
    changes = {TEXT: ("title: Drws agored", "title: 'Nôl i'r drws")}
    [problem, *_] = load_small(write(tmp_path, changes))[1]
    assert (problem.rule, problem.line) == ("yaml-syntax", 2)
    assert "'Nôl" in problem.remedy("en") and "'Nôl" in problem.remedy("cy")


def test_any_folders_will_do(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "content").rename(tmp_path / "draft")
    (tmp_path / "docs").rename(tmp_path / "words")
    library, found = load(tmp_path / "draft", tmp_path / "words")
    assert found == []
    assert library.things["open-door"]["cy"].place.path == f"{tmp_path}/draft/{TEXT[8:]}"
    assert library.ratings[1].place.line("value") == 12
    found = rules.check(library, MACRO_PAGES)
    assert all(Path(p.path).is_file() for p in found)


PAGE = "docs/en/write.md"
CASE = "content/case-studies/tea-and-talk/case-study.yml"
ONCE = [
    (PAGE, "Write to us.", "<p>Write to <b>us</b>.</p>", "raw-html"),
    (PAGE, "Write to us.", 'Write <img src="https://host.example/a-b" width="9" />', "raw-html"),
    (PAGE, "Write to us.", "Write to {{ site.title }}, {{ name }}.", "template-marks"),
    (PAGE, "Write to us.", "Write to us.\n---", "heading-form"),
    (PAGE, "Write to us.", "\tWrite to us.", "indented-text"),
    (PAGE, "Write to us.", "| Write | to |\n| us | now |", "like-row"),
    (PAGE, "Write to us.", ":::note Write to us.", "left-mark"),
    (TEXT, "## Teimlad\n\n", "## Teimlad\n\nCynnes.\n\nA sych.\n---\n", "heading-form"),
    (FACTS, "agreed:\n  ", "agreed:\n\t", "odd-character"),
    ("content/glossary.yml", "  - id: marginalised", "    id: marginalised", "duplicate-key"),
    ("content/timeline.yml", "{en: The door was hung.", "{en:The door was hung.", "yaml-syntax"),
    ("content/updates/spring/en.md", "### new-hinge", "### New hinge", "dangling-id"),
    ("content/updates/spring/update.yml", "id: new-hinge", "id: newer-hinge", "dangling-id"),
    ("content/values/patience/cy.md", "nyth:warm-welcome", "nyth: warm-welcome", "dangling-id"),
]


@pytest.mark.parametrize(("name", "old", "new", "rule"), ONCE)
def test_one_mistake_is_told_once(name: str, old: str, new: str, rule: str, here: Path) -> None:
    path = here / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    told = {(p.path, p.line, p.rule) for p in problems(here) if p.rule not in agree.OPEN}
    # where both languages have to be changed, each is told
    each = 2 if name.endswith("update.yml") else 1
    assert [rule for *_, rule in told if rule != "shape-differs"] == [rule] * each


def test_a_picture_that_cannot_be_used_is_told_once_though_pages_show_it(here: Path) -> None:
    (here / "docs/assets/kettle.png").write_bytes(b"no picture")
    assert [p.rule for p in problems(here)] == ["not-a-picture"]


def test_what_one_key_takes_is_told_with_the_keys_of_its_own(here: Path) -> None:
    path = here / CASE
    path.write_text(path.read_text("utf-8").replace("{id: open-door, link: ours}", "open-door"))
    [problem] = problems(here)
    assert "{id: …, link: …}" in problem.remedy("en") and "{id: …, link: …}" in problem.remedy("cy")


def test_a_list_that_is_asked_for_can_be_written_where_it_is_asked_for(here: Path) -> None:
    path = here / "content/updates/spring/update.yml"
    text = path.read_text("utf-8").replace("at: [doors/1]", "at: doors/1", 1)
    path.write_text(text, "utf-8")
    [problem] = problems(here)
    # a row in curly brackets has no room for items on lines of their own
    assert "[one, two]" in problem.remedy("en") and "[un, dau]" in problem.remedy("cy")


def test_a_page_that_goes_into_another_is_told_once_until_it_is_deleted(here: Path) -> None:
    library, _ = load_small(here)
    upkeep.merge(here / "content", library, "open-door", "warm-welcome#meaning")
    assert [p.rule for p in problems(here)] == ["former-there"]
    shutil.rmtree(here / "content/principles/open-door")
    lost = [p for p in problems(here) if p.rule == "dangling-id" and p.values["id"] == "open-door"]
    assert lost and all("(warm-welcome" in p.remedy("cy") for p in lost)
