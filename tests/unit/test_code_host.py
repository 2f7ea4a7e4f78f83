"""What stands ready for the code host: forms in both languages, workflows safe for any change."""

from __future__ import annotations

import json
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
    asked = {
        lang: [(f["type"], f.get("id"), f.get("validations")) for f in _form(name, lang)["body"]]
        for lang in LANGUAGES
    }
    assert asked["cy"] == asked["en"]
    labels = {lang: _form(name, lang)["labels"] for lang in LANGUAGES}
    assert labels["cy"] == labels["en"] and all(" / " in label for label in labels["cy"])
    assert _form(name, "cy")["name"] != _form(name, "en")["name"]


def test_a_case_study_needs_consent_and_what_did_not_work() -> None:
    fields = {f.get("id"): f for f in _form("case-study", "en")["body"]}
    assert fields["not-work"]["validations"]["required"] is True
    assert all(option["required"] for option in fields["consent"]["attributes"]["options"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_report_link_of_a_page_fills_in_the_form_of_its_language(
    library: Library, lang: str
) -> None:
    shell = Shell(library, "https://nyth.example/", "https://code.example/nyth")
    page = Page(library, library.things["no-wrong-door"], lang)
    asked = parse_qs(urlsplit(shell.report_url(page)).query)
    assert (GITHUB / "ISSUE_TEMPLATE" / asked["template"][0]).is_file() and asked["template"][
        0
    ].endswith(f"-{lang}.yml")
    assert asked["page"] == ["https://nyth.example/p/no-wrong-door/"]
    assert "page" in {f.get("id") for f in _form("page-problem", lang)["body"]}


def test_the_pull_request_template_has_four_boxes_in_both_languages() -> None:
    boxes = [
        line
        for line in (GITHUB / "PULL_REQUEST_TEMPLATE.md").read_text("utf-8").split("\n")
        if line.startswith("- [ ]")
    ]
    assert len(boxes) == 4 and all(" / " in box for box in boxes)


def test_each_language_has_its_owners() -> None:
    owners = (GITHUB / "CODEOWNERS").read_text("utf-8")
    assert re.search(r"^/content/\*\*/cy\.md +@", owners, re.M) and re.search(
        r"^/content/\*\*/en\.md +@", owners, re.M
    )


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.stem)
def test_workflows_pin_their_actions_and_start_without_permissions(path: Path) -> None:
    text = path.read_text("utf-8")
    used = re.findall(r"uses: (\S+)", text)
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in used)
    assert yaml.safe_load(text)["permissions"] == {}
    assert "secrets." not in text and "pull_request_target" not in text


def test_only_one_workflow_acts_on_strangers_changes_and_it_runs_only_main() -> None:
    with_token = {}
    for path in WORKFLOWS:
        flow = yaml.safe_load(path.read_text("utf-8"))
        granted = [job["permissions"] for job in flow["jobs"].values()]
        # YAML reads the key "on" as true
        if "pull_request" in flow[True]:
            assert all(grant == {"contents": "read"} for grant in granted), path
        elif "workflow_run" in flow[True]:
            with_token[path.stem] = flow
    assert list(with_token) == ["comment"]
    (job,) = with_token["comment"]["jobs"].values()
    checkout, download, script = job["steps"]
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert checkout["with"]["persist-credentials"] is False
    # what strangers left may not come to lie over what is run
    assert download["with"]["path"].startswith("${{ runner.temp }}/")
    assert "${{" not in script["with"]["script"] and not any("run" in step for step in job["steps"])
    assert (
        GITHUB / "workflows" / f"{with_token['comment'][True]['workflow_run']['workflows'][0]}.yml"
    ).is_file()


def test_a_clone_on_windows_is_checked() -> None:
    job = yaml.safe_load((GITHUB / "workflows/check.yml").read_text("utf-8"))["jobs"]["windows"]
    runs = [step.get("run", "") for step in job["steps"]]
    assert runs[0] == "git config --global core.autocrlf true"
    assert any(run.startswith("nyth check") for run in runs)


def test_the_container_serves_the_site_and_shows_it() -> None:
    written = (ROOT / ".devcontainer/devcontainer.json").read_text("utf-8")
    container = json.loads(re.sub(r"^\s*//.*$", "", written, flags=re.M))
    targets = re.findall(r"^([^\s:]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    commands = [container["postCreateCommand"], *container["postAttachCommand"].values()]
    assert all(command.removeprefix("make ") in targets for command in commands)
    (port,) = container["forwardPorts"]
    assert f"ADDRESS ?= 127.0.0.1:{port}\n" in (ROOT / "Makefile").read_text("utf-8")
    assert container["portsAttributes"][str(port)]["onAutoForward"] == "openPreview"
    image = (ROOT / ".devcontainer" / container["build"]["dockerfile"]).read_text("utf-8")
    assert re.search(r"^FROM python:3\.\d+\.\d+-\w+$", image, re.M)
    offered = json.loads((ROOT / ".vscode/extensions.json").read_text("utf-8"))["recommendations"]
    assert container["customizations"]["vscode"]["extensions"] == offered
    assert all((ROOT / f).is_file() for f in container["customizations"]["codespaces"]["openFiles"])


def test_zizmor_finds_nothing() -> None:
    zizmor = shutil.which("zizmor", path=str(Path(sys.executable).parent))
    done = subprocess.run(
        [zizmor, "--offline", "--no-progress", str(GITHUB)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
