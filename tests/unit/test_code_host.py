"""What stands ready for the code host: forms in both languages, workflows that are safe to run on strangers' changes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from conftest import ROOT
from nyth import LANGUAGES
from nyth.content.library import Library
from nyth.pages.page import Page
from nyth.pages.shell import Shell

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))


def _form(name: str, lang: str) -> dict:
    return yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / f"{name}-{lang}.yml").read_text("utf-8"))


@pytest.mark.parametrize("name", ["page-problem", "case-study"])
def test_forms_ask_the_same_in_both_languages(name: str) -> None:
    asked = {lang: [(f["type"], f.get("id"), f.get("validations")) for f in _form(name, lang)["body"]] for lang in LANGUAGES}
    assert asked["cy"] == asked["en"]
    assert _form(name, "cy")["name"] != _form(name, "en")["name"]


def test_a_case_study_needs_consent_and_what_did_not_work() -> None:
    fields = {f.get("id"): f for f in _form("case-study", "en")["body"]}
    assert fields["not-work"]["validations"]["required"] is True
    assert all(option["required"] for option in fields["consent"]["attributes"]["options"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_report_link_of_a_page_fills_in_the_form_of_its_language(library: Library, lang: str) -> None:
    shell = Shell(library, "https://nyth.example/", "https://code.example/nyth")
    page = Page(library, library.things["no-wrong-door"], lang)
    asked = parse_qs(urlsplit(shell.context(page, [])["entry"]["report_url"]).query)
    assert (GITHUB / "ISSUE_TEMPLATE" / asked["template"][0]).is_file() and asked["template"][0].endswith(f"-{lang}.yml")
    assert asked["page"] == ["https://nyth.example/p/no-wrong-door/"]
    assert "page" in {f.get("id") for f in _form("page-problem", lang)["body"]}


def test_the_pull_request_template_has_four_boxes_in_both_languages() -> None:
    boxes = [line for line in (GITHUB / "PULL_REQUEST_TEMPLATE.md").read_text("utf-8").split("\n") if line.startswith("- [ ]")]
    assert len(boxes) == 4 and all(" / " in box for box in boxes)


def test_each_language_has_its_owners() -> None:
    owners = (GITHUB / "CODEOWNERS").read_text("utf-8")
    assert re.search(r"^/content/\*\*/cy\.md +@", owners, re.M) and re.search(r"^/content/\*\*/en\.md +@", owners, re.M)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.stem)
def test_workflows_pin_their_actions_and_start_without_permissions(path: Path) -> None:
    text = path.read_text("utf-8")
    used = re.findall(r"uses: (\S+)", text)
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in used)
    assert yaml.safe_load(text)["permissions"] == {}
    assert "secrets." not in text and "pull_request_target" not in text


def test_zizmor_finds_nothing() -> None:
    zizmor = shutil.which("zizmor", path=str(Path(sys.executable).parent))
    done = subprocess.run([zizmor, "--offline", "--no-progress", str(GITHUB)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
