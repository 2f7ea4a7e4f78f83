"""The form asks for what the check wants, in both languages, and for nothing that it could not write back."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from conftest import ROOT
from nyth import LANGUAGES
from nyth.content.model import KINDS, FrontMatter, Library
from nyth.content.schemas import explain
from nyth.editing import forms

EDITOR = ROOT / "overrides/editor"


@pytest.fixture(scope="module", params=LANGUAGES)
def shown(request: pytest.FixtureRequest, library: Library) -> tuple[str, dict[str, Any]]:
    """A language, and the settings of the editor in it."""
    return request.param, forms.settings(library, request.param, forms.LOCAL)


def files(settings: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(kind["name"], file) for kind in settings["config"]["collections"] for file in kind["files"]]


def test_every_thing_and_every_page_is_in_the_form_under_its_title(library: Library, shown: tuple) -> None:
    lang, settings = shown
    found = {file["name"]: file["label"] for _, file in files(settings)}
    texts = {e.id: e.texts for e in library.entities.values()} | library.pages
    assert found == {target: both[lang].title for target, both in texts.items()}


def test_every_section_that_must_be_there_is_a_field_that_must_be_filled(library: Library, shown: tuple) -> None:
    lang, settings = shown
    for kind, file in files(settings):
        fields = {field["name"]: field for field in file["fields"]}
        if kind == "page":
            continue
        for section in library.entities[file["name"]].texts[lang].sections:
            for part in (section, *section.parts):
                if part.body:
                    field = fields[f"s-{part.id}"]
                    assert field["required"] and set(field["headings"]) == set(LANGUAGES)
                    assert field["hint"] and field["label"] == field["headings"][lang]


@pytest.mark.parametrize("name", ["title", "summary", "search"])
def test_the_front_matter_has_the_bounds_and_the_help_of_the_models(name: str, shown: tuple) -> None:
    lang, settings = shown
    info = FrontMatter.model_fields[name]
    for _, file in files(settings):
        field = next(field for field in file["fields"] if field["name"] == name)
        assert field["required"] is info.is_required()
        assert field.get("most") == {"title": 120, "summary": 160}.get(name)
        assert field["hint"].startswith(explain("keys", "front-matter", name)[lang])


def test_facts_are_required_named_explained_and_chosen_as_the_models_say(library: Library, shown: tuple) -> None:
    lang, settings = shown
    known = {"sources": set(library.sources)} | {k.folder: {e.id for e in library.of(k.id)} for k in KINDS.values()}
    for kind, file in files(settings):
        if kind == "page":
            assert file["shape"]["facts"] == {} and not any(field["name"] == "facts" for field in file["fields"])
            continue
        facts = next(field for field in file["fields"] if field["name"] == "facts")["fields"]
        model = KINDS[kind].model
        assert set(file["shape"]["facts"]) == {fact["name"] for fact in facts} < set(model.model_fields)
        for fact in facts:
            assert fact["label"] and fact["hint"] == explain("keys", kind, fact["name"])[lang]
            if fact.get("multiple"):
                assert {choice["value"] for choice in settings["lists"][fact["choices"]]} == known[fact["name"]]
                assert fact["required"] is (fact["name"] == "sources")
            else:
                assert fact["required"] is model.model_fields[fact["name"]].is_required()


def test_what_only_commands_write_is_not_in_the_form(shown: tuple) -> None:
    for _, file in files(shown[1]):
        assert not {"id", "slug", "former", "agreed", "awaiting"} & {
            *(field["name"] for field in file["fields"]),
            *file["shape"]["facts"],
        }


def test_every_fact_that_the_form_can_write_stands_on_one_line_of_its_file(library: Library, shown: tuple) -> None:
    for kind, file in files(shown[1]):
        for fact in file["shape"]["facts"] if kind != "page" else ():
            lines = (ROOT / file["paths"]["facts"]).read_text("utf-8").split("\n")
            found = [n for n, line in enumerate(lines) if line.startswith(f"{fact}:")]
            assert len(found) <= 1
            assert not found or (lines[found[0]] != f"{fact}:" and not lines[found[0] + 1].startswith((" ", "-")))


def test_the_form_may_change_texts_facts_and_agreements_and_no_other_file(library: Library) -> None:
    wanted = {text.path for e in library.entities.values() for text in e.texts.values()}
    wanted |= {text.path for both in library.pages.values() for text in both.values()}
    wanted |= {entity.path for entity in library.entities.values()} | {"content/agreed.yml"}
    assert forms.paths(library) == wanted
    assert all((ROOT / path).is_file() for path in wanted)


def test_both_languages_offer_the_same_form(library: Library) -> None:
    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            hidden = ("label", "hint", "description", "locale", "pattern")
            return {key: shape(inner) for key, inner in value.items() if key not in hidden}
        return [shape(inner) for inner in value] if isinstance(value, list) else value

    english, welsh = (forms.settings(library, lang, forms.LOCAL)["config"] for lang in ("en", "cy"))
    assert shape(english) == shape(welsh)


def test_every_word_of_the_page_and_the_form_is_there_in_both_languages() -> None:
    for part in ("page", "form", "facts"):
        for key, both in forms.words()[part].items():
            assert isinstance(key, str) and set(both) == set(LANGUAGES) and all(both.values()), (part, key)


@pytest.mark.parametrize(
    ("repository", "sign_in", "found"),
    [
        (
            "https://github.com/nyth/reference",
            "https://in.example/auth",
            ("nyth/reference", "https://in.example", "auth"),
        ),
        (
            "https://github.com/nyth/reference.git",
            "https://in.example",
            ("nyth/reference", "https://in.example", "auth"),
        ),
        ("https://github.com/a/b/", "https://in.example:8443/x/y/", ("a/b", "https://in.example:8443", "x/y")),
        ("https://github.com/a/b", "", None),
        ("https://github.com/a/b", "http://in.example/auth", None),
        ("https://code.example/a/b", "https://in.example/auth", None),
        ("https://github.com.evil.example/a/b", "https://in.example/auth", None),
        ("", "https://in.example/auth", None),
    ],
)
def test_the_code_host_is_known_from_the_settings_of_the_site(
    repository: str, sign_in: str, found: tuple | None
) -> None:
    made = forms.code_host(repository, sign_in)
    assert (made and (made["repo"], made["base_url"], made["auth_endpoint"])) == found
    assert not made or made["open_authoring"] is True


def test_what_is_not_ours_is_what_it_says_it_is() -> None:
    part = json.loads((EDITOR / "decap-cms.cdx.json").read_text("utf-8"))["components"][0]
    assert hashlib.sha256((EDITOR / "decap-cms.js").read_bytes()).hexdigest() == part["hashes"][0]["content"]
    text = (EDITOR / "decap-cms.LICENSE.txt").read_text("utf-8")
    assert f"Decap CMS {part['version']}" in text and part["purl"] == f"pkg:npm/decap-cms@{part['version']}"
    assert part["licenses"] == [{"license": {"id": "MIT"}}] and "MIT License" in text
    assert set(forms.SCRIPTS) == {path.name for path in EDITOR.iterdir()} - {"decap-cms.cdx.json"}
