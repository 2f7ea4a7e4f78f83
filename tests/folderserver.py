"""A web server of this machine for a folder, as plain as there is: for tests, and for measuring
without them."""

from __future__ import annotations

import functools
import http.server
import threading
from pathlib import Path


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def serve_folder(folder: Path, handler: type[Quiet] = Quiet) -> http.server.ThreadingHTTPServer:
    """A server of the folder, running at a port of its own."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=folder)
    )
    server.handle_error = lambda *_: None  # a page that is left before all has come is no news
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
