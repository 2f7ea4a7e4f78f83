"""What is posted into a proposal: data of one form, on lines that it shows, and nothing twice."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright._impl._driver import compute_driver_executable

from conftest import ROOT
from nyth.content.library import Library
from nyth.languages import agree

NODE = Path(compute_driver_executable()[0])
MESSAGES = ROOT / "scripts/nyth/messages.yml"
PATCH = "@@ -1,4 +1,5 @@\n a\n b\n-c\n+C\n+d\n e\n@@ -20 +21 @@ x\n-y\n+Y"
# A code host that remembers what it was told. Its answers have the form that its API documents.
HOST = """
const {post, words} = require(process.argv[1]);
const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const calls = [];
const note = (name, answer) => async (options) => {
  calls.push([name, options]);
  if (given.refuse === name) throw Object.assign(new Error(name), {status: 422});
  return {data: answer};
};
const pulls = {
  get: note('get', given.pull), listFiles: 'files', listReviewComments: 'reviewComments',
  createReview: note('createReview'), deleteReviewComment: note('deleteReviewComment'),
};
const issues = {
  listComments: 'comments',
  createComment: note('createComment'), updateComment: note('updateComment'),
};
const github = {rest: {pulls, issues}, paginate: async (name) => given[name]};
const context = {
  repo: {owner: 'o', repo: 'r'},
  payload: {workflow_run: {head_sha: 'abc', html_url: 'https://code.example/run/1'}},
};
post({github, context, found: given.found, messages: given.messages})
  .then(() => console.log(JSON.stringify({calls, words: words(given.messages)})));
"""


def one(start: int = 3, end: int | None = None, **fields: Any) -> dict[str, Any]:
    lines = {"path": "content/a/en.md", "start_line": start, "end_line": end or start}
    return {**lines, "body": "new\n", "kind": "fix", "about": "", **fields}


def posted(*suggestions: Any, **given: Any) -> dict[str, list[dict[str, Any]]]:
    """What the host was asked to do: {name of the call: what it was given, each time}."""
    data = given.pop("data", json.dumps({"suggestions": suggestions, "by_command": []}))
    found = {"number": "7\n", "suggestions": data, "comment": "### Seen\n"}
    home = {"html_url": "https://code.example/me/r"}
    head = {"sha": "abc", "ref": "my/branch #1", "repo": home}
    stands = {
        "pull": {"head": {**head, **given.pop("head", {})}, "state": "open"},
        "files": [{"filename": "content/a/en.md", "status": "modified", "patch": PATCH}],
        "reviewComments": [],
        "comments": [],
        "messages": MESSAGES.read_text("utf-8"),
        "found": {**found, **given.pop("found", {})},
        **given,
    }
    command = [str(NODE), "-e", HOST, str(ROOT / ".github/review.js")]
    done = subprocess.run(
        command, input=json.dumps(stands).encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    answer = json.loads(done.stdout)
    calls: dict[str, list[dict[str, Any]]] = {"words": answer["words"]}
    for name, options in answer["calls"]:
        calls.setdefault(name, []).append(options)
    return calls


def comments(calls: dict[str, Any]) -> list[dict[str, Any]]:
    return [c for review in calls.get("createReview", []) for c in review["comments"]]


def said(calls: dict[str, Any]) -> str:
    return (calls.get("createComment") or calls["updateComment"])[0]["body"]


def test_the_script_reads_the_words_that_the_catalogue_has() -> None:
    assert posted()["words"] == yaml.safe_load(MESSAGES.read_text("utf-8"))["review"]


def test_a_suggestion_stands_on_its_lines_in_both_languages() -> None:
    calls = posted(one(3, 4, kind="agree", about="door#meaning"))
    (review,) = calls["createReview"]
    assert (review["commit_id"], review["event"]) == ("abc", "COMMENT")
    (comment,) = review["comments"]
    assert (comment["path"], comment["start_line"], comment["line"]) == ("content/a/en.md", 3, 4)
    assert comment["side"] == comment["start_side"] == "RIGHT"
    assert "```suggestion\nnew\n```" in comment["body"] and "door#meaning" in comment["body"]
    assert "yn dweud yr un peth?" in comment["body"] and "say the same?" in comment["body"]
    assert "start_line" not in comments(posted(one(3)))[0]


@pytest.mark.parametrize(
    ("body", "block"),
    [
        ("", "```suggestion\n```"),
        ("\n", "```suggestion\n\n```"),
        ("```\nx\n```\n", "````suggestion\n```\nx\n```\n````"),
        ("a ````` b\n", "``````suggestion\na ````` b\n``````"),
    ],
)
def test_no_text_can_leave_its_block(body: str, block: str) -> None:
    assert comments(posted(one(body=body)))[0]["body"].endswith(block)
    assert block.replace("suggestion", "") in said(posted(one(9, body=body)))


@pytest.mark.parametrize(
    "away",
    [
        one(6),
        one(5, 21),
        one(22),
        one(path="content/b/en.md"),
        pytest.param(one(4, 6), id="past the end of a run"),
    ],
)
def test_what_the_proposal_does_not_show_is_to_be_pasted(away: dict[str, Any]) -> None:
    calls = posted(away)
    assert "createReview" not in calls
    place = f"my/branch%20%231/{away['path']}#L{away['start_line']}"
    assert f"(https://code.example/me/r/edit/{place})" in said(calls)
    assert "```\nnew\n```" in said(calls) and "llaw" in said(calls) and "by hand" in said(calls)


def test_a_copy_that_is_gone_has_no_link() -> None:
    assert "/edit/" not in said(posted(one(9), head={"repo": None}))


def test_a_removed_file_takes_no_suggestion() -> None:
    files = [{"filename": "content/a/en.md", "status": "removed", "patch": PATCH}]
    assert "createReview" not in posted(one(3), files=files)


@pytest.mark.parametrize(
    "bad",
    [
        one(path="../content/a/en.md"),
        one(path="content/../.github/review.js"),
        one(path=".github/workflows/check.yml"),
        one(path="content/a`](https://evil.example)"),
        one(path="/content/a"),
        one(path="content/a\n.md"),
        one(path=["content/a"]),
        one(path="content/" + "a" * 400),
        one(0),
        one(4, 3),
        one("3"),
        one(3.5),
        one(10**9),
        one(body="a\x1b[31m\n"),
        one(body="a\u202eb\n"),
        one(body="a\rb\n"),
        one(body="no line end"),
        one(body="x" * 20_000 + "\n"),
        one(body=None),
        one(kind="merge"),
        one(kind="__proto__"),
        one(about="a`b"),
        one(about="@all"),
        one(extra=1),
        {"path": "content/a/en.md"},
        None,
        [],
        "x",
    ],
)
def test_data_of_another_form_is_left_out(bad: Any) -> None:
    calls = posted(bad, one(4))
    assert [c["line"] for c in comments(calls)] == [4]
    assert "evil" not in said(calls) and "llaw" not in said(calls)


@pytest.mark.parametrize("data", ["", "{", "[]", "null", "[][]", '{"suggestions": 3}', "[" * 10**5])
def test_data_that_cannot_be_read_suggests_nothing(data: str) -> None:
    calls = posted(data=data)
    assert "createReview" not in calls and "### Seen" in said(calls)


@pytest.mark.parametrize("number", ["", "x", "7; rm", "1e3", "-7", "7\n8"])
def test_only_a_number_names_a_proposal(number: str) -> None:
    assert posted(one(), found={"number": number})["get"][0]["pull_number"] == 0


@pytest.mark.parametrize("head", [{"sha": "newer"}])
def test_nothing_is_posted_where_the_proposal_has_moved_on(head: dict[str, str]) -> None:
    assert set(posted(one(), head=head)) == {"words", "get"}


def test_at_most_thirty_are_posted_and_the_rest_is_named() -> None:
    patch = "@@ -1,99 +1,99 @@\n" + " a\n" * 99
    files = [{"filename": "content/a/en.md", "status": "modified", "patch": patch}]
    calls = posted(*(one(n) for n in range(1, 60)), files=files)
    assert len(comments(calls)) == 30 and "nyth status" in said(calls)
    assert "nyth status" not in said(posted(one(3)))


def test_a_second_run_posts_nothing_twice_and_takes_away_what_no_longer_holds() -> None:
    bot = {"login": "github-actions[bot]"}
    (kept,) = comments(posted(one(3)))
    now = {"id": 1, "user": bot, **kept}
    gone = {"id": 2, "user": bot, **kept, "line": None}
    answered = {**gone, "id": 3}
    answer = {"id": 4, "user": {"login": "mair"}, "body": "Pam?", "in_reply_to_id": 3}
    theirs = {**gone, "id": 5, "user": {"login": "mair"}}
    other = {**gone, "id": 6, "body": "of another workflow"}
    ghost = {**gone, "id": 7, "user": None}
    before = [now, gone, answered, answer, theirs, other, ghost]
    summary = [{"id": 9, "user": bot, "body": said(posted())}]
    calls = posted(one(3), reviewComments=before, comments=summary)
    assert "createReview" not in calls and "createComment" not in calls
    assert [c["comment_id"] for c in calls["deleteReviewComment"]] == [2]
    assert [c["comment_id"] for c in calls["updateComment"]] == [9]


def test_every_text_of_the_site_can_be_named(library: Library) -> None:
    pairs = list(agree.pairs(library))
    names = {f"{pair.id}#{section}" for pair in pairs for section in pair.sections}
    paths = {path for pair in pairs for path in (*pair.paths.values(), pair.place.path)}
    named = [one(9, about=name) for name in names] + [one(9, path=path) for path in paths]
    text = "require('fs').readFileSync(0, 'utf8')"
    script = f"console.log(require(process.argv[1]).read({text}).suggestions.length)"
    command = [str(NODE), "-e", script, str(ROOT / ".github/review.js")]
    data = json.dumps({"suggestions": named}).replace(f"{ROOT}/", "")
    done = subprocess.run(command, input=data.encode(), capture_output=True, check=True)
    assert int(done.stdout) == len(named) > 100


def test_what_the_host_refuses_is_to_be_pasted() -> None:
    calls = posted(one(3), refuse="createReview")
    assert "#L3" in said(calls) and "```\nnew\n```" in said(calls)


def test_a_check_that_failed_still_says_so_and_a_long_text_is_cut() -> None:
    assert "no preview yet" in said(posted(found={"comment": ""}))
    calls = posted(
        *(one(30 + n, body="x" * 9000 + "\n") for n in range(9)), found={"comment": "y" * 99_000}
    )
    assert len(said(calls)) < 60_000 and "nyth status" in said(calls)


def test_the_comment_calls_nobody() -> None:
    assert "@mair" not in said(posted(found={"comment": "@mair, look"}))


def test_files_that_only_the_command_mends_are_named() -> None:
    data = json.dumps({"suggestions": [], "by_command": ["content/a/en.md", "/etc/passwd"]})
    assert "- `content/a/en.md`" in said(posted(data=data)) and "/etc" not in said(
        posted(data=data)
    )
