"""What editors let the machine do to their files: it does that, says so, and touches nothing else."""

from __future__ import annotations

import datetime
import functools
import json
import re
import unicodedata
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, nyth
from nyth import LANGUAGES, rules
from nyth.content import files, schemas, yamltext
from nyth.content.load import load
from nyth.content.model import KINDS
from nyth.editing import upkeep
from nyth.engine.site import macro_pages
from nyth.problems import Problem, report
from nyth.rules.facts import addresses_are_free

TODAY = datetime.date(2026, 11, 21)
AGREEMENT = {"never-agreed"}


def _problems(root: Path) -> list[Problem]:
    library, problems = load(root / "content", root / "docs")
    return problems + rules.check(library, macro_pages(root / "mkdocs.yml"))


# New things


def test_new_things_fail_the_check_only_where_somebody_has_to_write(content: Path) -> None:
    before = _problems(content)
    library, _ = load(content / "content", content / "docs")
    files = set()
    for kind in KINDS:
        assert upkeep.new(content / "content", library, kind, f"new-{kind}", TODAY) == []
        folder = f"content/{KINDS[kind].folder}/new-{kind}"
        files |= {f"{folder}/{name}" for name in (f"{kind}.yml", "en.md", "cy.md")}
    left = [p for p in _problems(content) if p not in before and p.rule not in AGREEMENT]
    assert {(p.path, p.rule) for p in left} == {(path, "prompt-left") for path in files}
    for problem in left:
        assert "✎" in (content / problem.path).read_text("utf-8").split("\n")[problem.line - 1]


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_key_of_new_facts_is_explained_in_both_languages(kind: str, library) -> None:
    facts = upkeep.scaffold(library, KINDS[kind], "x", TODAY)[f"{kind}.yml"]
    for key in KINDS[kind].model.model_fields:
        said = schemas.explain("keys", kind, key)
        block = next(b for b in facts.split("\n\n") if re.search(rf"^(# )?{key}:", b, re.M))
        assert all(f"# {said[lang]}\n" in block for lang in LANGUAGES), key


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_section_of_a_new_page_says_what_goes_there_in_its_own_language(kind: str) -> None:
    for rule in KINDS[kind].sections:
        for key in [f"{rule.id}-{part}" for part in rule.parts] or [rule.id]:
            said = schemas.explain("sections", kind, "question" if rule.questions else key)
            assert said["en"] and said["cy"] and said["en"] != said["cy"], key


@pytest.mark.parametrize(
    ("name", "rule"),
    [("Not An Id", "wrong-value"), ("trusted-adults", "id-taken"), ("glossary", "id-taken"), ("../out", "wrong-value")],
)
def test_an_id_that_is_wrong_or_taken_makes_nothing(name: str, rule: str, content: Path, library) -> None:
    before = sorted(content.rglob("*"))
    assert [p.rule for p in upkeep.new(content / "content", library, "barrier", name, TODAY)] == [rule]
    assert sorted(content.rglob("*")) == before


# Moving


def _slugs(root: Path, target: str) -> dict[str, tuple[str, list[str]]]:
    texts = load(root / "content", root / "docs")[0].entities[target].texts
    return {lang: (text.matter.slug, text.matter.former) for lang, text in texts.items()}


def test_a_move_changes_the_slug_keeps_the_former_one_and_leaves_every_other_byte(content: Path) -> None:
    library, _ = load(content / "content", content / "docs")
    path = content / "content/themes/safe/en.md"
    before = path.read_bytes()
    assert upkeep.move(content, library, "safe", {"en": "being-safe"}) == (["content/themes/safe/en.md"], [])
    assert _slugs(content, "safe") == {"en": ("being-safe", ["safe"]), "cy": _slugs(ROOT, "safe")["cy"]}
    after = path.read_bytes()
    assert after.replace(b"slug: being-safe", b"slug: safe").replace(b"former: [safe]\n", b"") == before


def test_moving_again_keeps_all_former_addresses_and_moving_back_frees_the_old_one(content: Path) -> None:
    for slug, former in [("b", ["safe"]), ("c", ["safe", "b"]), ("safe", ["b", "c"])]:
        library, _ = load(content / "content", content / "docs")
        upkeep.move(content, library, "safe", {"en": slug})
        assert _slugs(content, "safe")["en"] == (slug, former)
    assert list(addresses_are_free(load(content / "content", content / "docs")[0])) == []


@pytest.mark.parametrize(
    ("target", "slugs", "rule"),
    [
        ("safe", {"en": "trusted"}, "slug-taken"),
        ("safe", {"cy": "Diogel!"}, "wrong-value"),
        ("nothing", {"en": "x"}, "dangling-id"),
        ("index", {"en": "home"}, "fixed-address"),
        ("principles", {"cy": "pethau"}, "fixed-address"),
    ],
)
def test_a_move_that_cannot_be_changes_nothing(target: str, slugs: dict, rule: str, content: Path) -> None:
    library, _ = load(content / "content", content / "docs")
    before = {p: p.read_bytes() for p in content.rglob("*.md")}
    changed, problems = upkeep.move(
        content, library, target, {"en": "fine", **slugs} if rule == "wrong-value" else slugs
    )
    assert changed == [] and [p.rule for p in problems] == [rule]
    assert {p: p.read_bytes() for p in content.rglob("*.md")} == before


def test_a_hand_written_page_moves_as_well(content: Path) -> None:
    library, _ = load(content / "content", content / "docs")
    changed, problems = upkeep.move(content, library, "trainers", {"cy": "i-rai-sy-n-hyfforddi"})
    assert problems == [] and len(changed) == 1
    text = load(content / "content", content / "docs")[0].pages["trainers"]["cy"]
    assert (text.matter.slug, text.matter.former) == (
        "i-rai-sy-n-hyfforddi",
        [library.pages["trainers"]["cy"].matter.slug],
    )


# Mending


@pytest.mark.parametrize(
    ("broken", "mended", "fault"),
    [
        ("\ufeffHelo\n", "Helo\n", "mark"),
        ("a\r\nb\r\n", "a\nb\n", "endings"),
        ("w\u0302 y\u0302\n", "ŵ ŷ\n", "letters"),
        ("a \nb\t\n", "a\nb\n", "ends"),
        ("i\u00a0Gaerdydd\n", "i Gaerdydd\n", "spaces"),
        ("\u00a0\u00a0\u00a0\u00a0text\n", "text\n", "spaces"),
        ("i\u2019r \u201cnyth\u201d\n", 'i\'r "nyth"\n', "quotes"),
        ("---\ntitle: Mae\u2019n dda\n---\nx\n", "---\ntitle: Mae'n dda\n---\nx\n", "quotes"),
        ("---\ntitle: a\u00a0b \n---\nx\n", "---\ntitle: a b\n---\nx\n", "spaces"),
    ],
)
def test_what_is_safely_mended_is_mended_and_named(broken: str, mended: str, fault: str) -> None:
    text, found = upkeep.repair(broken, markdown=True)
    assert text == mended and found[fault]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("one  \ntwo\n", id="a line break of Markdown"),
        pytest.param("`\u2018x\u2019` [a](nyth:b\u2019c)\n", id="quotation marks in code and in an address"),
        pytest.param("```\n\u201cx\u201d  \n```\n", id="a block of code"),
        pytest.param("\tindent and  two spaces\n\n\n- x\n", id="other white space"),
        pytest.param('---\ntitle: "\u201cyn gyntaf\u201d meddai"\n---\n', id="marks that YAML would read as its own"),
        pytest.param("---\ntitle: \u2018yn\u2019 gyntaf\n---\n", id="marks at the start of a value"),
    ],
)
def test_what_has_a_meaning_stays_as_it_is(text: str) -> None:
    assert upkeep.repair(text, markdown=True) == (text, {})


def test_one_line_of_yaml_that_cannot_be_mended_does_not_keep_the_others_from_it() -> None:
    text, found = upkeep.repair("a: \u2018x\u2019 y\nb: it\u2019s \n", markdown=False)
    assert text == "a: \u2018x\u2019 y\nb: it's\n" and found == {"quotes": 1, "ends": 1}


_ODD = st.text(alphabet="ab'\"\u2018\u2019\u201c\u201d \u00a0\u202f\t\r\n\ufeffw\u0302`[](){}:-#>|1.✎ŵ", max_size=60)


@given(_ODD, st.booleans())
def test_mending_twice_is_mending_once(text: str, markdown: bool) -> None:
    once, _ = upkeep.repair(text, markdown)
    assert upkeep.repair(once, markdown) == (once, {})


@given(_ODD.filter(lambda text: "---" not in text))
def test_mending_keeps_every_word_of_prose(text: str) -> None:
    def words(of: str) -> list[str]:
        straight = of.translate(str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")).replace("\ufeff", "")
        return unicodedata.normalize("NFC", straight).split()

    assert words(upkeep.repair(text, markdown=True)[0]) == words(text)


@given(_ODD.map(functools.partial(unicodedata.normalize, "NFC")))
def test_mending_never_changes_what_yaml_says(text: str) -> None:
    before, after = yamltext.read(text), yamltext.read(upkeep.repair(text, markdown=False)[0])
    if not before.faults and "\r" not in text and "\ufeff" not in text:
        assert not after.faults and upkeep._words(before.data) == upkeep._words(after.data)


def test_the_content_of_this_site_needs_no_mending() -> None:
    for path in files.texts(ROOT / "content", ROOT / "docs"):
        assert upkeep.repair(path.read_bytes().decode(), path.suffix == ".md")[1] == {}, path


def test_fix_says_what_it_changed_in_the_language_of_the_editor(content: Path) -> None:
    path = content / "content/themes/safe/cy.md"
    good = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + good.replace(b"\n", b"\r\n"))
    said = nyth("fix", cwd=content, NYTH_LANG="cy")
    assert said.returncode == 0 and said.stdout.startswith(
        "content/themes/safe/cy.md: marc trefn beitiau (1), terfyniadau"
    )
    assert path.read_bytes() == good
    assert nyth("fix", cwd=content).stdout == "Nothing to mend.\n"


def test_a_file_in_another_encoding_is_left_alone_and_named(content: Path) -> None:
    path = content / "content/themes/safe/cy.md"
    path.write_bytes("tŷ".encode("utf-16"))
    before = path.read_bytes()
    done = nyth("fix", cwd=content)
    assert done.returncode == 1 and "content/themes/safe/cy.md:1:" in done.stderr and path.read_bytes() == before


# What editing programs are told


class _AsWritten(yaml.SafeLoader):
    """YAML 1.2, as editing programs read it: dates are text, and of words only true and false are not."""


_AsWritten.yaml_implicit_resolvers = {
    char: [
        (tag, form)
        for tag, form in pairs
        if not tag.endswith(":timestamp") and (char in "tTfF" or not tag.endswith(":bool"))
    ]
    for char, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_the_schemas_in_the_repository_are_those_of_the_models() -> None:
    wanted = schemas.files(ROOT / "schemas")
    assert {p.name for p in (ROOT / "schemas").iterdir()} == {p.name for p in wanted}
    stale = [p.name for p, text in wanted.items() if p.read_text("utf-8") != text]
    assert not stale, "run: nyth schemas"


def test_every_file_of_the_content_fits_its_schema() -> None:
    known = {name: jsonschema.Draft7Validator(schema) for name, schema in schemas.schemas().items()}
    # the results of measuring are written by a program
    for path in {*files.texts(ROOT / "content", ROOT / "docs")} - {ROOT / "docs" / files.RESULTS}:
        text = path.read_text("utf-8")
        name = path.stem
        if path.suffix == ".md":
            text = text.split("---\n")[1]
            name = "page-front-matter" if ROOT / "docs" in path.parents else "front-matter"
        errors = [e.message for e in known[name].iter_errors(yaml.load(text, _AsWritten))]  # noqa: S506
        assert errors == [], path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("theme", "id: Not An Id\norder: 1\nsources: [a]\nreviewed: '2026-11-21'\n"),
        ("theme", "id: a\norder: one\nsources: [a]\nreviewed: '2026-11-21'\n"),
        ("theme", "id: a\norder: 1\nsources: []\nreviewed: '2026-11-21'\n"),
        ("theme", "id: a\norder: 1\nsources: [a]\nreviewed: '2026-11-21'\nunknown: 1\n"),
        ("training", "id: a\norder: 1\nsources: [a]\nreviewed: '2026-11-21'\nform: song\n"),
        ("front-matter", "title: A\nslug: a\nsummary: " + "x" * 161),
    ],
)
def test_a_schema_refuses_what_the_check_refuses(name: str, text: str) -> None:
    assert list(jsonschema.Draft7Validator(schemas.schemas()[name]).iter_errors(yaml.load(text, _AsWritten)))  # noqa: S506


def _json_with_comments(path: Path) -> dict:
    return json.loads(re.sub(r"^\s*//.*$", "", path.read_text("utf-8"), flags=re.M))


def test_every_yaml_file_of_the_content_is_mapped_to_its_schema() -> None:
    mapped = _json_with_comments(ROOT / ".vscode/settings.json")["yaml.schemas"]
    found = {p: Path(schema).stem for schema, pattern in mapped.items() for p in ROOT.glob(pattern)}
    assert found == {p: p.stem for p in (ROOT / "content").rglob("*.yml")}
    assert all((ROOT / schema).is_file() for schema in mapped)


@pytest.mark.parametrize(("guide", "lang"), [("CONTRIBUTING.md", "en"), ("CYFRANNU.md", "cy")])
def test_a_guide_names_commands_and_files_that_exist_and_a_message_as_it_is(guide: str, lang: str) -> None:
    text = (ROOT / guide).read_text("utf-8")
    named = set(re.findall(r"nyth ((?!schemas`)[a-z-]+)", text))
    known = set(re.search(r"\{([a-z,-]+)\}", nyth("--help").stdout.replace("\n", "")).group(1).split(","))
    assert named <= known and {"check", "new", "move", "fix", "agree", "status", "serve"} <= named
    for path in re.findall(r"(?:content|docs|scripts)/[\w./-]+\.(?:yml|md|py)", text):
        assert (ROOT / path).is_file(), path
    example = Problem(
        "content/principles/no-wrong-door/en.md", 44, "sourceless-figure", {"figure": "3", "example": "introduction"}
    )
    assert report([example], "text", lang) in text


def test_both_guides_have_the_same_parts_and_the_same_commands() -> None:
    guides = [(ROOT / name).read_text("utf-8") for name in ("CONTRIBUTING.md", "CYFRANNU.md")]
    headings, blocks, table = (
        [re.findall(form, text, re.M) for text in guides]
        for form in (r"^(#+) ", r"^(?:nyth|make|py|python) .*?(?=  |$)", r"^\| .* \| `(nyth [a-z-]+)")
    )
    assert headings[0] == headings[1] and table[0] == table[1] and len(table[0]) > 8
    assert {line for line in blocks[0] if line in guides[1]} >= {
        line for line in blocks[0] if "-m" in line or "make" in line
    }


def test_the_container_and_the_hooks_call_commands_that_exist() -> None:
    container = _json_with_comments(ROOT / ".devcontainer/devcontainer.json")
    target = container["postCreateCommand"].removeprefix("make ")
    assert f"\n{target}:" in (ROOT / "Makefile").read_text("utf-8")
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert {repo["repo"] for repo in hooks} == {"local"}
    for hook in hooks[0]["hooks"]:
        assert nyth(*hook["entry"].split()[1:], "--help").returncode == 0
