"""What editors let the machine do to their files: it does that, says so, and touches nothing
else."""

from __future__ import annotations

import datetime
import json
import re
import tempfile
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import framework
from conftest import ROOT, nyth
from nyth import LANGUAGES, rules
from nyth.cli import cli, main
from nyth.content import files, schemas, textcheck, typed, writing
from nyth.content import yaml as yamltext
from nyth.content.kinds import KINDS
from nyth.content.library import Library
from nyth.content.load import load
from nyth.content.model import LISTS, AgreedFile
from nyth.editing import exchange, sheet, upkeep
from nyth.languages import agree
from nyth.problems import Problem, Refused, report

TODAY = datetime.date(2026, 11, 21)
EN = "content/principles/open-door/en.md"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    framework.agreed(framework.write(tmp_path))
    (tmp_path / "mkdocs.yml").write_text("extra: {macro_pages: [start]}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NYTH_LANG", "en")
    return tmp_path


def _library() -> Library:
    return framework.load_small(Path())[0]


def _problems() -> list[Problem]:
    library, problems = framework.load_small(Path())
    return problems + rules.check(library, framework.MACRO_PAGES, TODAY)


def _files(root: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}


# New things


def test_new_things_fail_the_check_only_where_somebody_has_to_write(root: Path) -> None:
    files = set()
    for name, kind in KINDS.items():
        folder = upkeep.new(Path("content"), _library(), kind, f"new-{name}", TODAY)
        files |= {(folder / file).as_posix() for file in (f"{name}.yml", "en.md", "cy.md")}
    left = [p for p in _problems() if p.rule != "never-agreed"]
    assert {p.path for p in left if p.rule == "prompt-left"} == files
    assert {p.rule for p in left} <= {"prompt-left", "missing-heading", "values-incomplete"}
    for problem in left:
        assert "\u270e" in Path(problem.path).read_text("utf-8").split("\n")[problem.line - 1]


def test_a_new_thing_comes_last_and_asks_for_its_welsh_address(root: Path) -> None:
    folder = upkeep.new(Path("content"), _library(), KINDS["principle"], "hinge", TODAY)
    facts, en, cy = ((folder / n).read_text("utf-8") for n in ("principle.yml", "en.md", "cy.md"))
    assert "\norder: 3\n" in facts and "\nagreed:" not in facts
    assert "\nslug: hinge\n" in en and "\nslug: hinge  # \u270e " in cy
    assert "\n\n1. \u270e " in en
    value = upkeep.new(Path("content"), _library(), KINDS["value"], "warmth", TODAY)
    assert "\n### nyth:open-door\n\n\u270e " in (value / "cy.md").read_text("utf-8")
    update = upkeep.new(Path("content"), _library(), KINDS["update"], "autumn", TODAY)
    assert "id: autumn-1," in (update / "update.yml").read_text("utf-8")
    assert "\n### autumn-1\n\n\u270e " in (update / "cy.md").read_text("utf-8")


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_key_of_new_facts_is_explained_in_both_languages(kind: str, root: Path) -> None:
    folder = upkeep.new(Path("content"), _library(), KINDS[kind], "x", TODAY)
    facts = (folder / f"{kind}.yml").read_text("utf-8")
    for key in KINDS[kind].model.model_fields:
        words = schemas.explain("keys", kind, key)
        block = next(b for b in facts.split("\n\n") if re.search(rf"^(# )?{key}:", b, re.M))
        assert all(f"# {words[lang]}\n" in block for lang in LANGUAGES), key


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_section_of_a_new_page_says_what_goes_there_in_its_own_language(kind: str) -> None:
    for rule in KINDS[kind].sections:
        for key in [f"{rule.id}-{part}" for part in rule.parts] or [rule.id]:
            words = schemas.explain("sections", kind, "question" if rule.questions else key)
            assert words["en"] and words["cy"] and words["en"] != words["cy"], key


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("Not An Id", "wrong-value"),
        ("../out", "wrong-value"),
        ("open-door", "id-taken"),
        ("start", "id-taken"),
        ("waiting-list", "id-taken"),
        ("back-door", "id-taken"),
        ("yearly-report", "id-taken"),
    ],
)
def test_an_id_that_is_wrong_or_taken_makes_nothing(name: str, rule: str, root: Path) -> None:
    before = sorted(root.rglob("*"))
    with pytest.raises(Refused) as refused:
        upkeep.new(Path("content"), _library(), KINDS["barrier"], name, TODAY)
    assert refused.value.problem.rule == rule and sorted(root.rglob("*")) == before


def test_nothing_is_made_through_a_link_to_another_place(root: Path) -> None:
    (other := root / "elsewhere").mkdir()
    (root / "t.xlsx").symlink_to(other / "t.xlsx")
    assert main(["export-translation", "t.xlsx", "start"]) == 1
    (root / "content/roles").symlink_to(other)
    assert main(["new", "role", "porter"]) == 1
    assert not list(other.iterdir()) and (root / "t.xlsx").is_symlink()


# Moving


def _slugs(target: str) -> dict[str, tuple[str, list[str]]]:
    texts = _library().things[target].texts
    return {lang: (text.matter.slug, text.matter.former) for lang, text in texts.items()}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_move_changes_the_slug_keeps_the_former_one_and_leaves_every_other_byte(
    root: Path, mark: bytes
) -> None:
    (root / EN).write_bytes(mark + (root / EN).read_bytes())
    before = _files(root)
    assert upkeep.move(_library(), "open-door", {"en": "wide-open"}) == [EN]
    assert _slugs("open-door") == {"en": ("wide-open", ["open-door"]), "cy": ("drws-agored", [])}
    after = (root / EN).read_bytes()
    again = after.replace(b"slug: wide-open", b"slug: open-door")
    assert {**_files(root), root / EN: again.replace(b"former: [open-door]\n", b"")} == before


def test_a_name_that_yaml_would_read_as_a_number_is_written_as_text(root: Path) -> None:
    for slugs in ("--en 404 --cy on", "--en 2025 --cy no", "--en 111"):
        assert main(["move", "start", *slugs.split()]) == 0
    assert main(["new", "theme", "2026"]) == 0
    assert {p.rule for p in _problems()} == {"prompt-left"}
    assert 'former: [start, "404", "2025"]' in (root / "docs/en/start.md").read_text("utf-8")


def test_moving_again_keeps_all_former_addresses_and_moving_back_frees_the_old_one(
    root: Path,
) -> None:
    for slug, former in [
        ("b", ["open-door"]),
        ("c", ["open-door", "b"]),
        ("open-door", ["b", "c"]),
    ]:
        upkeep.move(_library(), "open-door", {"en": slug})
        assert _slugs("open-door")["en"] == (slug, former)
    assert _problems() == []


@pytest.mark.parametrize(
    ("target", "slugs", "rule"),
    [
        ("open-door", {"en": "fine", "cy": "croeso-cynnes"}, "slug-taken"),
        ("open-door", {"en": "fine", "cy": "Diogel!"}, "wrong-value"),
        ("open-door", {"en": "fine", "cy": ""}, "wrong-value"),
        ("index", {"en": "home"}, "fixed-address"),
    ],
)
def test_a_move_that_cannot_be_changes_nothing(
    target: str, slugs: dict[str, str], rule: str, root: Path
) -> None:
    before = _files(root)
    with pytest.raises(Refused) as refused:
        upkeep.move(_library(), target, slugs)
    assert refused.value.problem.rule == rule and _files(root) == before


def test_an_address_that_another_page_had_is_taken(root: Path) -> None:
    upkeep.move(_library(), "open-door", {"en": "wide-open"})
    with pytest.raises(Refused):
        upkeep.move(_library(), "warm-welcome", {"en": "open-door"})


def test_an_address_of_a_page_that_is_gone_is_taken(root: Path) -> None:
    before = _files(root)
    assert main(["move", "open-door", "--en", "back-door"]) == 1 and _files(root) == before


def test_a_hand_written_page_moves_as_well(root: Path) -> None:
    assert upkeep.move(_library(), "write", {"cy": "at-bwy"}) == ["docs/cy/write.md"]
    assert _slugs("write")["cy"] == ("at-bwy", ["ysgrifennu"]) and _problems() == []
    assert upkeep.move(_library(), "write", {"cy": "at-bwy"}) == [], "it has this address"


# Mending


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("\ufeffHelo\n", "Helo\n"),
        ("a\r\nb\r\n", "a\nb\n"),
        ("w\u0302 y\u0302\n", "ŵ ŷ\n"),
        ("a \nb\t\n", "a\nb\n"),
        ("i\u00a0Gaerdydd\n", "i Gaerdydd\n"),
        ("di\u2011dor, dau\u00addeg\u200b\n", "di-dor, daudeg\n"),
        ("i\u2019r \u201cnyth\u201d \u201ehwn\u201c\n", 'i\'r "nyth" "hwn"\n'),
        ("\u2022 un\n\u2022 dau\n", "- un\n- dau\n"),
        ("Tri pheth:\n\n\u2022\u00a0un\n  \u25aa dau\n", "Tri pheth:\n\n- un\n  - dau\n"),
        ("\uf0b7\tun\n\uf0a7\tdau\n", "- un\n- dau\n"),
        ("one  \n\ntwo\n", "one\n\ntwo\n"),
        ("\u2022 un  \ndau\n", "- un  \ndau\n"),
        ("`\u2018x\u2019` a \u2018y\u2019\n", "`\u2018x\u2019` a 'y'\n"),
        ("---\ntitle: Mae\u2019n dda\n---\nx\n", "---\ntitle: Mae'n dda\n---\nx\n"),
        ("---\ntitle: a\u00a0b \n---\nx\n", "---\ntitle: a b\n---\nx\n"),
    ],
)
def test_what_is_safely_mended_is_mended(broken: str, mended: str) -> None:
    assert upkeep.repair(broken, True) == mended


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("one  \ntwo\n", id="a line break of Markdown"),
        pytest.param("`\u2018x\u2019` [a](nyth:b\u2019c)\n", id="marks in code and in an address"),
        pytest.param("```\n\u201cx\u201d  \n\u2022 x\n```\n", id="a block of code"),
        pytest.param("x \u2022 y\n\u2022\n", id="bullets that make no list"),
        pytest.param("\u2022 1. x\n", id="a bullet before another mark"),
        pytest.param('---\ntitle: "\u201cyn gyntaf\u201d meddai"\n---\n', id="in quoted YAML"),
    ],
)
def test_what_has_a_meaning_stays_as_it_is(text: str) -> None:
    assert upkeep.repair(text, True) == text


def test_a_tab_that_yaml_does_not_take_becomes_the_two_spaces_of_its_neighbours() -> None:
    assert upkeep.repair("a:\n\tb: x\n  c:\n\t\t- y\n", False) == "a:\n  b: x\n  c:\n    - y\n"


def test_a_line_of_yaml_that_cannot_be_mended_does_not_keep_the_others_from_it() -> None:
    text = upkeep.repair("a: \u2018x\u2019 y\nb: it\u2019s \n", False)
    assert text == "a: \u2018x' y\nb: it's\n"


_ODD = st.lists(
    st.sampled_from(
        "a b w\u0302 ŵ ' \" \u2018 \u2019 \u201c \u201d \u201e \u00a0 \u202f \u2011 \u00ad \u200b \u2028 \ufeff ` [ ] ( ) { } : - # > | 1. ✎"
        " ** [x](y) [x]{lang=cy} [^a] \\".split(" ")
        + [
            " ",
            "  ",
            "\n",
            "\n\n",
            "\r\n",
            "\t",
            "\n\u2022 ",
            "\n  \u25aa ",
            "\n- ",
            "\n```\n",
            "\n## ",
            "  \n",
        ]
    ),
    max_size=30,
).map("".join)


@given(_ODD, st.booleans())
def test_mending_twice_is_mending_once(text: str, is_markdown: bool) -> None:
    once = upkeep.repair(text, is_markdown)
    assert upkeep.repair(once, is_markdown) == once


def _prints(body: str) -> dict[tuple[str, str], str]:
    """The fingerprints of a page with a text, as the loader reads it from the disk."""
    with tempfile.TemporaryDirectory() as folder:
        for lang in LANGUAGES:
            page = Path(folder, "docs", lang, "page.md")
            page.parent.mkdir(parents=True)
            page.write_bytes(f"---\ntitle: A\nslug: a\nsummary: A\n---\n{body}".encode())
        library, _ = load(Path(folder, "content"), Path(folder, "docs"))
        if "page" not in library.things:
            return {}
        pair = agree.page_pair(library, library.things["page"])
        units = pair.units["en"]
        return {("en", name): unit.print for name, unit in units.items()}


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(_ODD)
def test_mending_never_changes_a_fingerprint(text: str) -> None:
    body = f"x\n\n{text}\n"
    # what could not be read before has no fingerprint that could change
    assert (before := _prints(body)) in ({}, _prints(upkeep.repair(body, True))), before


@given(_ODD)
def test_mending_never_changes_what_yaml_says(text: str) -> None:
    before = yamltext.read(textcheck.clean(text))
    after = yamltext.read(upkeep.repair(text, False))
    if not before.faults:
        assert not after.faults
        assert upkeep._straight_data(before.data) == upkeep._straight_data(after.data)


def test_fix_and_check_know_the_same_files_and_say_so_in_welsh(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _files(root)
    for path in (*root.rglob("*/*.md"), *root.rglob("*/*.yml")):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert main(["check"]) == 1 and main(["fix", "--lang", "cy"]) == 0
    assert f"Trwsiwyd {EN}. Nifer y llinellau:" in capsys.readouterr().out
    assert _files(root) == before and main(["check"]) == 0


def test_agreement_outlives_mending(root: Path) -> None:
    for lang, old in (("en", "A lock."), ("cy", "Clo.")):
        page = root / f"content/principles/open-door/{lang}.md"
        page.write_text(
            page.read_text("utf-8").replace(old, "Pum\u00a0\u201cpeth\u201d\u200b x\u2011y. "),
            "utf-8",
        )
    main(["agree", "open-door"])
    assert main(["fix"]) == 0
    assert {p.rule for p in _problems()} <= {"same-text", "welsh-left", "english-left"}


@pytest.mark.parametrize("data", ["tŷ".encode("utf-16"), b"<<<<<<< HEAD\r\na\xc2\xa0b\n"])
def test_a_file_that_cannot_be_read_is_left_alone_and_named(
    root: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / EN).write_bytes(data)
    assert main(["fix"]) == 1
    assert f"{EN}:1:" in capsys.readouterr().err and (root / EN).read_bytes() == data


def test_what_somebody_saved_while_fix_was_at_work_stays(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, repair = root / EN, upkeep.repair
    path.write_bytes(path.read_bytes() + b"Old. \n")

    def slowly(text: str, is_markdown: bool) -> str:
        if text.endswith("Old. \n"):
            path.write_text(f"{text}New words.\n", "utf-8")
        return repair(text, is_markdown)

    monkeypatch.setattr(upkeep, "repair", slowly)
    assert main(["fix"]) == 1 and "nyth" not in capsys.readouterr().out
    assert path.read_text("utf-8").endswith("Old. \nNew words.\n")


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("agree --all", "content/agreed.yml"),
        ("move open-door --en new", EN),
        ("merge open-door warm-welcome", "content/former.yml"),
        ("import-translation t.xlsx", EN),
    ],
)
def test_what_somebody_saved_while_a_command_was_at_work_stays(
    root: Path,
    command: str,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    row = next(row for row in exchange.outgoing(_library(), "en", ["open-door"])[0])
    row.texts["en"] = "A newer door"
    sheet.write(Path("t.xlsx"), [row], "en")
    (root / "content/agreed.yml").write_text("agreed:\n", "utf-8")
    put = writing.write

    def later(path: Path, text: str, before: str | None = None) -> None:
        path.write_text(path.read_text("utf-8") + "\n# saved\n", "utf-8")
        put(path, text, before)

    monkeypatch.setattr(writing, "write", later)
    monkeypatch.setattr(upkeep, "write", later)
    before = (root / name).read_text("utf-8")
    assert main(command.split()) == 1 and "[changed-meanwhile]" in capsys.readouterr().err
    assert (root / name).read_text("utf-8") == f"{before}\n# saved\n"


@pytest.mark.parametrize("more", [[], ["--content", "contnet"], ["--docs", "dogs"]])
def test_fix_says_that_there_is_nothing_where_it_looks(
    more: list[str], root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if not more:
        monkeypatch.chdir(root / "content")
    assert main(["fix", *more]) == 1
    assert f"{(more or ['', 'content'])[1]}:1: there is no folder" in capsys.readouterr().err


# A fixed heading in new words


@pytest.mark.parametrize(
    ("key", "old", "new", "count"),
    [("questions", "Cwestiynau", "Holwch", 6), ("in-practice-person", "Un person", "Chi", 3)],
)
def test_a_heading_whose_wording_changed_is_renamed_in_every_text(
    root: Path, key: str, old: str, new: str, count: int
) -> None:
    words = root / "content/words.yml"
    words.write_text(words.read_text("utf-8").replace(f"cy: {old}}}", f"cy: {new}}}"), "utf-8")
    before = _files(root)
    assert main(["fix", "--heading", old, new]) == 0
    assert main(["agree", f"headings.{key}"]) == 0 and _problems() == []
    changed = [path for path, data in _files(root).items() if before[path] != data]
    assert {path.name for path in changed} == {"cy.md", "agreed.yml"} and len(changed) == count
    assert main(["fix", "--heading", old, new]) == 0


def test_a_heading_is_renamed_where_lines_end_as_on_an_old_mac(root: Path) -> None:
    words, text = root / "content/words.yml", root / "content/principles/open-door/cy.md"
    words.write_text(words.read_text("utf-8").replace("cy: Cwestiynau}", "cy: Holwch}"), "utf-8")
    # the same words may stand elsewhere, and in other headings
    more = b"Cwestiynau\n\n### Cwestiynau mawr\n\n#### Cwestiynau"
    before = text.read_bytes().replace(b"Cynnes.", more).replace(b"\n", b"\r")
    text.write_bytes(before)
    assert main(["fix", "--heading", "Cwestiynau", "Holwch"]) == 0
    assert text.read_bytes() == before.replace(b"\r## Cwestiynau\r", b"\r## Holwch\r")


def test_a_heading_is_not_renamed_to_what_words_yml_does_not_have(root: Path) -> None:
    before = _files(root)
    assert main(["fix", "--heading", "Cwestiynau", "Holwch"]) == 1
    assert main(["fix", "--heading", "Cwestiynau", "Ystyr"]) == 1 and _files(root) == before


# What editing programs are told


class _AsWritten(yaml.SafeLoader):
    """YAML 1.2, as editing programs read it: dates are text, and of words only true and false
    are not."""


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
    assert list(
        jsonschema.Draft7Validator(schemas.schemas()[name]).iter_errors(yaml.load(text, _AsWritten))
    )  # noqa: S506


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("region", "local_authorities: [{en: A, cy: B, sure: official, towns: }]\nagreed:\n"),
        ("session", "principle: open-door\nminutes:\nagreed:\n"),
        ("agreed", "agreed:\nawaiting:\nreviewed_cy:\nreviewed_advice:\n"),
        ("sources", "sources:\n"),
    ],
)
def test_a_schema_and_the_check_accept_a_list_or_table_that_was_left_empty(
    name: str, text: str
) -> None:
    if name in KINDS:
        text += "id: a\norder: 1\nsources: [a]\nreviewed: '2026-11-21'\n"
        text += "health_board: {en: A, cy: B, sure: official}\n" if name == "region" else ""
    models = {**{kind.id: kind.model for kind in KINDS.values()}, "agreed": AgreedFile}
    wanted = models.get(name) or LISTS[f"{name}.yml"]
    assert typed.read(wanted, text.replace("'", ""), "file.yml")[1] == []
    schema = jsonschema.Draft7Validator(schemas.schemas()[name])
    assert [error.message for error in schema.iter_errors(yaml.load(text, _AsWritten))] == []  # noqa: S506


def _json_with_comments(path: Path) -> dict:
    return json.loads(re.sub(r"^\s*//.*$", "", path.read_text("utf-8"), flags=re.M))


def test_every_yaml_file_of_the_content_is_mapped_to_its_schema() -> None:
    mapped = _json_with_comments(ROOT / ".vscode/settings.json")["yaml.schemas"]
    found = {p: Path(schema).stem for schema, pattern in mapped.items() for p in ROOT.glob(pattern)}
    assert found == {p: p.stem for p in (ROOT / "content").rglob("*.yml")}
    assert all((ROOT / schema).is_file() for schema in mapped)


@pytest.mark.parametrize(("guide", "lang"), [("CONTRIBUTING.md", "en"), ("CYFRANNU.md", "cy")])
def test_a_guide_names_commands_and_files_that_exist_and_a_message_as_it_is(
    guide: str, lang: str
) -> None:
    text = (ROOT / guide).read_text("utf-8")
    named = set(re.findall(r"nyth ((?!schemas`)[a-z-]+)", text))
    known = set(cli.commands)
    assert named <= known and {"check", "new", "move", "fix", "agree", "status", "serve"} <= named
    for path in re.findall(r"(?:content|docs|scripts)/[\w./-]+\.(?:yml|md|py)", text):
        assert (ROOT / path).is_file(), path
    example = Problem(
        "content/principles/no-wrong-door/en.md",
        44,
        "sourceless-figure",
        {"figure": "3", "example": "introduction"},
    )
    assert report([example], "text", lang) in text


def test_both_guides_have_the_same_parts_and_the_same_commands() -> None:
    guides = [(ROOT / name).read_text("utf-8") for name in ("CONTRIBUTING.md", "CYFRANNU.md")]
    headings, blocks, table = (
        [re.findall(form, text, re.M) for text in guides]
        for form in (
            r"^(#+) ",
            r"^(?:nyth|make|py|python) .*?(?=  |$)",
            r"^\| .* \| `(nyth [a-z-]+)",
        )
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
