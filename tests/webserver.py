"""Debian's nginx with the project's own configuration, on this machine alone and as nobody in
particular."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from conftest import ROOT

PATH = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
PACKAGES = ("nginx", "libnginx-mod-http-brotli-static")
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NOBODY = {"user": 65534, "group": 65534, "extra_groups": []} if IS_ROOT else {}


class Server:
    """A folder laid out as on a real server, and an nginx for it. `folder` is what the scripts
    call ROOT."""

    def __init__(self) -> None:
        # not in the test runner's own folder: no one but its owner may read that
        self.folder = Path(tempfile.mkdtemp(prefix="nyth-server-"))
        self.folder.chmod(0o755)
        self._work = Path(tempfile.mkdtemp(prefix="nyth-nginx-"))
        self._work.chmod(0o777)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.configuration = self._work / "nginx.conf"
        self.configuration.write_text(
            self._local((ROOT / "deploy/nginx.conf").read_text("utf-8")), "utf-8"
        )
        self._running: subprocess.Popen[bytes] | None = None

    def _local(self, text: str) -> str:
        """The real configuration with another folder, another place for its own files and
        another port."""
        places = {
            "/srv/nyth/": f"{self.folder}/",
            "/tmp/": f"{self._work}/",
            "listen 8080 ": f"listen 127.0.0.1:{self.port} ",
            "worker_processes auto;": "worker_processes 1;",
        }
        assert all(place in text for place in places)
        return re.sub("|".join(map(re.escape, places)), lambda found: places[found.group()], text)

    def command(self) -> list[str]:
        """What starts nginx in the foreground."""
        return [_program(), "-c", str(self.configuration), "-g", "daemon off;"]

    def start(self, *before: str) -> Server:
        """Starts nginx and waits until it answers. before: a command that is to start it, as
        root."""
        self._running = subprocess.Popen([*before, *self.command()], **({} if before else NOBODY))
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self
            except OSError:
                assert self._running.poll() is None, "nginx did not start"
                time.sleep(0.05)
        raise AssertionError("nginx does not answer")

    @property
    def process(self) -> int:
        """The id of the process."""
        return self._running.pid

    def stop(self) -> None:
        """Stops nginx and removes its folders."""
        if self._running:
            self._running.terminate()
            self._running.wait(10)
        shutil.rmtree(self.folder)
        shutil.rmtree(self._work)

    def get(self, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
        """One request; the path goes out exactly as it is written. `body` holds what came back."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        response.body = response.read()
        connection.close()
        return response


def _program() -> str:
    return shutil.which("nginx", path=PATH) or "nginx"


def _usable() -> bool:
    """Whether there is an nginx that knows every directive of the configuration."""
    if not shutil.which("nginx", path=PATH):
        return False
    test = "include /etc/nginx/modules-enabled/*.conf; events {} http { brotli_static on; gzip_static on; }"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "nginx.conf").write_text(f"pid {folder}/pid; {test}")
        done = subprocess.run(
            [_program(), "-t", "-c", f"{folder}/nginx.conf"], capture_output=True, check=False
        )
    return done.returncode == 0


@pytest.fixture(scope="session")
def nginx() -> None:
    """Makes sure of nginx: the one that is installed, else Debian's packages where they may be
    installed."""
    if not _usable() and IS_ROOT and shutil.which("apt-get"):
        quiet = {"check": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = [
            "apt-get",
            "install",
            "-y",
            "-o",
            "DPkg::Lock::Timeout=120",
            "--no-install-recommends",
            *PACKAGES,
        ]
        subprocess.run(["apt-get", "update"], env=environment, **quiet)
        subprocess.run(install, env=environment, **quiet)
    if not _usable():
        pytest.skip(f"THE WEB SERVER WAS NOT TESTED: install {' and '.join(PACKAGES)}")


@pytest.fixture(scope="session")
def published(site: Path, made_once: Callable[..., Path]) -> Path:
    """The real site as a release for a server."""
    return made_once("published/release", "publish", "--site", str(site), "--out")


def pages(published: Path) -> dict[str, Path]:
    """The file of every page of a release by its address, former addresses apart: those are
    redirects."""
    public = published / "public"
    moved = {line.split()[0] for line in (public / "_redirects").read_text("utf-8").splitlines()}
    found = {
        f"/{file.relative_to(public).as_posix()}".removesuffix("index.html"): file
        for file in sorted(public.rglob("index.html"))
    }
    return {address: file for address, file in found.items() if address not in moved}


@pytest.fixture(scope="session")
def new_server(nginx: None) -> Iterator[Callable[[], Server]]:
    """A function that makes another server, not yet started."""
    made: list[Server] = []

    def make() -> Server:
        made.append(Server())
        return made[-1]

    yield make
    for server in made:
        server.stop()


@pytest.fixture(scope="session")
def server(new_server: Callable[[], Server], published: Path) -> Server:
    """The real site under nginx, put there as on a real server."""
    fresh = new_server()
    done = release(published, fresh.folder)
    assert done.returncode == 0, done.stderr
    return fresh.start()


def release(published: Path, root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs deploy/release.sh."""
    return _script("release.sh", published, root, **environment)


def rollback(root: Path, *name: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs deploy/rollback.sh."""
    return _script("rollback.sh", root, *name, **environment)


def _script(name: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(ROOT / "deploy" / name), *map(str, arguments)]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def assets(html: str) -> list[str]:
    """The addresses of style sheets and scripts in a page, as it writes them."""
    return re.findall(r'(?:<script src|<link rel="stylesheet" href)="([^"]+)"', html)
