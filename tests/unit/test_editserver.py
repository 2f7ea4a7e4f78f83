"""The server of the form writes into the files of its editor, for nobody else and nowhere else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest

from nyth.content.load import MAX_BYTES
from nyth.editing import editserver

TEXT = "content/a/en.md"


class Here:
    """A running server over a small project."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for path in (TEXT, "content/a/cy.md", "content/secret.yml", "outside.md"):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(f"{path}\n", "utf-8")
        files = {"golygu-edit/index.html": b"<p>", "golygu-edit/editor.js": b"//"}
        allowed = {TEXT, "content/a/cy.md", "content/link.md", "content/linked/en.md", "content/gone.md"}
        self.server = editserver.server(0, root, lambda: (files, allowed))
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str | None) -> HTTPResponse:
        own = {"Host": f"127.0.0.1:{self.port}", "Origin": f"http://127.0.0.1:{self.port}"}
        given = {**own, "Content-Type": "application/json; charset=utf-8", "Content-Length": str(len(body or b""))}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in given.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        response.body = response.read()
        connection.close()
        return response

    def call(self, action: Any, params: Any, **headers: str | None) -> HTTPResponse:
        return self.ask("POST", "/api/v1", json.dumps({"action": action, "params": params}).encode(), **headers)

    def save(self, *files: tuple[str, str], **headers: str | None) -> HTTPResponse:
        return self.call("persistEntry", {"dataFiles": [{"path": p, "raw": raw} for p, raw in files]}, **headers)

    def tree(self) -> dict[str, bytes]:
        return {p.relative_to(self.root).as_posix(): p.read_bytes() for p in self.root.rglob("*") if p.is_file()}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    made = Here(tmp_path)
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_it_listens_on_this_machine_alone(here: Here) -> None:
    assert here.server.server_address[0] == "127.0.0.1"


def test_a_text_is_read_and_written_byte_for_byte(here: Here) -> None:
    text = "Llŷn \u2013 a\r\nb\n\n"
    assert here.save((TEXT, text), ("content/a/cy.md", "")).status == 200
    assert (here.root / TEXT).read_bytes() == text.encode()
    found = json.loads(here.call("getEntry", {"path": TEXT}).body)
    assert found == {"file": {"path": TEXT, "id": None}, "data": text}
    assert sorted(here.tree()) == ["content/a/cy.md", TEXT, "content/secret.yml", "outside.md"], "nothing is left lying"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": None},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Host": "evil.example:{port}", "Origin": "http://evil.example:{port}"},
        {"Host": "127.0.0.1:1", "Origin": "http://127.0.0.1:1"},
        {"Host": "127.0.0.1.evil.example:{port}", "Origin": "http://127.0.0.1.evil.example:{port}"},
        {"Host": "localhost:{port}"},
        {"Host": None},
    ],
    ids=str,
)
def test_another_website_can_neither_write_nor_read(here: Here, headers: dict[str, str | None]) -> None:
    before = here.tree()
    headers = {name: value and value.format(port=here.port) for name, value in headers.items()}
    for response in (here.save((TEXT, "x"), **headers), here.call("getEntry", {"path": TEXT}, **headers)):
        assert response.status in (400, 403) and b"en.md\\n" not in response.body
    assert here.tree() == before


def test_a_foreign_name_that_leads_here_gets_no_page_either(here: Here) -> None:
    assert here.ask("GET", "/golygu-edit/", Host=f"evil.example:{here.port}").status == 403


def test_the_name_localhost_works_as_well(here: Here) -> None:
    own = f"localhost:{here.port}"
    assert here.save((TEXT, "x"), Host=own, Origin=f"http://{own}").status == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None])
def test_a_form_of_another_page_cannot_be_sent_here(here: Here, kind: str | None) -> None:
    assert here.save((TEXT, "x"), Content_Type=kind).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "content/secret.yml",
        "outside.md",
        "../outside.md",
        "content/a/../secret.yml",
        "content/a/../a/en.md",
        "./content/a/en.md",
        "/etc/passwd",
        "content\\a\\en.md",
        "content/a/en.md\x00.png",
        "content/a/new.md",
        ".git/config",
        "",
    ],
)
def test_only_the_files_of_the_form_can_be_read_and_written(here: Here, path: str) -> None:
    before = here.tree()
    assert here.save((path, "x")).status == 403
    assert here.call("getEntry", {"path": path}).status == 403
    assert here.save((TEXT, "x"), (path, "x")).status == 403, "and where one is refused, none is written"
    assert here.tree() == before


@pytest.mark.parametrize("path", ["content/link.md", "content/linked/en.md"])
def test_a_link_leads_nowhere(here: Here, tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "en.md").write_text("secret", "utf-8")
    (here.root / "content/link.md").symlink_to(outside / "en.md")
    (here.root / "content/linked").symlink_to(outside)
    assert here.save((path, "x")).status == 403
    assert here.call("getEntry", {"path": path}).status == 403
    assert (outside / "en.md").read_text("utf-8") == "secret"


@pytest.mark.parametrize(
    ("action", "params", "status"),
    [
        ("deleteFiles", {"paths": [TEXT]}, 422),
        ("persistMedia", {"asset": {"path": TEXT, "content": ""}}, 422),
        ("entriesByFolder", {"folder": "content"}, 422),
        (["getEntry"], {"path": TEXT}, 422),
        ("getEntry", [TEXT], 400),
        ("getEntry", {"path": [TEXT]}, 403),
        ("getEntry", {"path": "content/gone.md"}, 404),
        ("persistEntry", {"dataFiles": TEXT}, 400),
        ("persistEntry", {"dataFiles": [{"path": TEXT, "raw": None}]}, 400),
        ("persistEntry", {"dataFiles": [{"path": TEXT, "raw": "x" * (MAX_BYTES + 1)}]}, 413),
    ],
)
def test_it_answers_no_call_that_the_form_does_not_make(here: Here, action: Any, params: Any, status: int) -> None:
    before = here.tree()
    response = here.call(action, params)
    assert response.status == status and json.loads(response.body)["error"]
    assert here.tree() == before


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'"x"'], ids=len)
def test_what_is_not_a_call_is_refused(here: Here, body: bytes) -> None:
    assert here.ask("POST", "/api/v1", body).status == 400


@pytest.mark.parametrize("length", [None, "-1", "x", str(10**9), "1_0"])
def test_a_call_without_an_honest_length_is_refused(here: Here, length: str | None) -> None:
    assert here.ask("POST", "/api/v1", b"{}", Content_Length=length).status == 413


def test_a_write_that_fails_leaves_the_text_as_it_was(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    before = here.tree()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert here.save((TEXT, "x")).status == 500
    assert here.tree() == before


def test_pages_are_served_with_the_policy_of_the_editor_and_nothing_beside_them(here: Here) -> None:
    page = here.ask("GET", "/golygu-edit/?lang=cy")
    assert (page.status, page.body, page.headers["Content-Type"]) == (200, b"<p>", "text/html; charset=utf-8")
    assert (
        "github" not in page.headers["Content-Security-Policy"] and page.headers["X-Content-Type-Options"] == "nosniff"
    )
    assert here.ask("GET", "/golygu-edit/editor.js").headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert here.ask("GET", "/").headers["Location"] == "/golygu-edit/"
    for path in (f"/{TEXT}", "/golygu-edit/../outside.md", "/outside.md", "/golygu-edit", "//evil.example/"):
        assert here.ask("GET", path).status == 404
