"""The form editor on one's own machine: its page, and the few calls of Decap's proxy protocol that it makes.

It writes into the working tree, so it answers only this machine, only the page that it served itself, and only for the
files that the form can open. The protocol: POST /api/v1 with {"action", "params"}, an answer in JSON, and {"error"} with
another status where something was refused.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from nyth.content.addresses import EDITOR
from nyth.content.load import MAX_BYTES
from nyth.publishing.publish import HEADERS, TEXT_TYPES, editor_headers

API = "/api/v1"
# Two texts and a list of agreements at their largest, with what JSON adds to them.
_MOST = 8 * MAX_BYTES


class Refused(Exception):
    """A call that is not answered. status: of HTTP; the text: why, for the log of the person at the machine."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class Desk:
    """What the editor may read and write: `allowed` files below `root`, by their path from there."""

    def __init__(self, root: Path, allowed: set[str]) -> None:
        self.root = root.resolve()
        self.allowed = allowed

    def answer(self, call: Any) -> Any:
        """The answer to one call. Raises Refused."""
        action, params = (call.get("action"), call.get("params")) if isinstance(call, dict) else (None, None)
        if not isinstance(params, dict):
            raise Refused(HTTPStatus.BAD_REQUEST, "not a call")
        if action == "getEntry":
            path = params.get("path")
            return {"file": {"path": path, "id": None}, "data": self._read(path)}
        if action == "persistEntry":
            self._write(params.get("dataFiles"))
            return {"message": "saved"}
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"no such action: {str(action)[:40]!r}")

    def _place(self, path: Any) -> Path:
        """Where a file lies. A link on the way to it could lead out of the project."""
        if not isinstance(path, str) or path not in self.allowed:
            raise Refused(HTTPStatus.FORBIDDEN, f"not a file of the form: {str(path)[:80]!r}")
        place = self.root / path
        if place.resolve() != place:
            raise Refused(HTTPStatus.FORBIDDEN, f"a link on the way: {path}")
        return place

    def _read(self, path: Any) -> str:
        try:
            return self._place(path).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(HTTPStatus.NOT_FOUND, f"cannot be read: {path}") from error

    def _write(self, files: Any) -> None:
        """Writes all or, where one is refused, none; a file is never half written."""
        if not isinstance(files, list) or not all(isinstance(f, dict) and isinstance(f.get("raw"), str) for f in files):
            raise Refused(HTTPStatus.BAD_REQUEST, "no texts")
        texts = {self._place(file.get("path")): file["raw"].encode("utf-8") for file in files}
        if any(len(data) > MAX_BYTES for data in texts.values()):
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large")
        fresh = {place: place.with_name(f".{place.name}-{secrets.token_hex(4)}") for place in texts}
        try:
            for place, data in texts.items():
                fresh[place].write_bytes(data)
            for place in texts:
                os.replace(fresh[place], place)
        except OSError as error:
            raise Refused(HTTPStatus.INTERNAL_SERVER_ERROR, f"cannot be written: {error.strerror}") from error
        finally:
            for path in fresh.values():
                path.unlink(missing_ok=True)


Made = tuple[dict[str, bytes], set[str]]


def server(port: int, root: Path, make: Callable[[], Made]) -> ThreadingHTTPServer:
    """A server at 127.0.0.1, not yet running; port 0 takes any that is free.

    root: the folder above the content; make: gives ({address: content}, the files that may be changed), and is called
    again whenever the page is opened, so that the form follows the files.
    """
    made = make()

    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "nyth", ""
        timeout = 30

        def do_GET(self) -> None:
            if not self._is_here():
                return self._send(HTTPStatus.FORBIDDEN, b"", "text/plain")
            path = self.path.partition("?")[0]
            if path == "/":
                self.send_response(HTTPStatus.FOUND)
                self.send_header("Location", f"/{EDITOR}/")
                self.send_header("Content-Length", "0")
                return self.end_headers()
            nonlocal made
            if path == f"/{EDITOR}/":
                made = make()
            name = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
            content = made[0].get(name)
            if content is None:
                return self._send(HTTPStatus.NOT_FOUND, b"", "text/plain")
            kind = TEXT_TYPES.get(name.rpartition(".")[2])
            self._send(HTTPStatus.OK, content, f"{kind}; charset=utf-8" if kind else "application/octet-stream")

        def do_POST(self) -> None:
            try:
                answer = self._called()
                status = HTTPStatus.OK
            except Refused as error:
                answer, status = {"error": str(error)}, error.status
            self._send(status, json.dumps(answer).encode(), "application/json")

        def _called(self) -> Any:
            # Any page that is open in this browser can send requests here. Only ours has this origin (Fetch, 3.2), and
            # a name that leads here, such as a stranger's domain can get, is not our own.
            if not self._is_here() or self.headers.get("Origin") != f"http://{self.headers.get('Host')}":
                raise Refused(HTTPStatus.FORBIDDEN, "not from the page of the editor")
            if self.path != API or not (self.headers.get("Content-Type") or "").startswith("application/json"):
                raise Refused(HTTPStatus.NOT_FOUND, "nothing here")
            length = self.headers.get("Content-Length") or ""
            if not re.fullmatch(r"[0-9]{1,9}", length) or int(length) > _MOST:
                self.close_connection = True
                raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large")
            try:
                call = json.loads(self.rfile.read(int(length)))
            except (ValueError, RecursionError) as error:
                raise Refused(HTTPStatus.BAD_REQUEST, "not JSON") from error
            return Desk(root, made[1]).answer(call)

        def _is_here(self) -> bool:
            port = self.server.server_port
            return self.headers.get("Host") in (f"127.0.0.1:{port}", f"localhost:{port}")

        def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
            self.send_response(status)
            headers = {**HEADERS, **editor_headers(local=True), "Content-Type": kind, "Cache-Control": "no-store"}
            # there is no encryption on one's own machine
            headers.pop("Strict-Transport-Security")
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: what was saved can be seen in git."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)
