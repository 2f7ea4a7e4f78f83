"""`nyth serve` follows every saved change, says what is wrong without falling over, and ends
with all that it began."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import framework
from conftest import ROOT, nyth, started


class Served:
    """A small site being served; `folder` holds its content, `temporary` is where the process
    puts its own files."""

    def __init__(self, folder: Path) -> None:
        framework.write_site(folder)
        self.folder, self.temporary = folder, folder / "temporary"
        self.temporary.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = self.start([sys.executable, "-m", "nyth.cli"])

    def start(self, command: list[str]) -> subprocess.Popen[bytes]:
        command = [*command, "serve", "--address", f"127.0.0.1:{self.port}"]
        command += ["--content", str(self.folder / "content"), "--docs", str(self.folder / "docs")]
        environment = {**os.environ, "NYTH_LANG": "en", "TMPDIR": str(self.temporary)}
        return started(
            command,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def read(self, path: str) -> str:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/{path}", timeout=20
            ) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, OSError):
            return ""

    def members(self) -> list[str]:
        """The processes of the session that are still there."""
        listed = subprocess.run(
            ["ps", "-e", "-o", "sid=,stat=,args="], capture_output=True, text=True, check=True
        )
        rows = (line.split(maxsplit=2) for line in listed.stdout.splitlines())
        return [
            args for sid, state, args in rows if sid == str(self.process.pid) and state[0] != "Z"
        ]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    serving = Served(tmp_path)
    yield serving
    if serving.process.poll() is None:
        serving.process.kill()
    serving.process.wait(timeout=20)


def _until(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.1)
    return False


PAGE = "en/principles/open-door/"


def test_a_saved_change_shows_in_the_browser(served: Served) -> None:
    assert _until(lambda: "An open door" in served.read(PAGE))
    source = served.folder / "content/principles/open-door/en.md"
    good = source.read_text("utf-8")
    # what an editor leaves beside a file that is open does not keep a change from showing
    (source.parent / ".en.md.swp").write_bytes(b"b0VIM")
    (source.parent.parent / ".DS_Store").write_bytes(b"\0")
    source.write_text(
        good.replace("summary: An open door for all.", "summary: A changed bank."), "utf-8"
    )
    assert _until(lambda: "A changed bank." in served.read(PAGE))
    assert "livereload" in served.read(PAGE)
    source.write_text(good.replace("slug:", "slugg:"), "utf-8")
    line = good[: good.index("slug:")].count("\n") + 1
    other = served.folder / "content/principles/open-door/cy.md"
    other.touch()
    # a mistake does not take the site away, and is named on the page that is looked at
    assert _until(lambda: f"en.md:{line}" in served.read(PAGE))
    assert "A changed bank." in served.read(PAGE)
    source.write_text(
        good.replace("summary: An open door for all.", "summary: A mended bank."), "utf-8"
    )
    assert _until(lambda: "A mended bank." in served.read(PAGE))
    assert "en.md:2" not in served.read(PAGE)
    # nor does a folder that is away for a while, as when another branch is checked out
    away = (served.folder / "content").rename(served.folder / "away")
    assert _until(lambda: "content:1" in served.read(PAGE))
    away.rename(served.folder / "content")
    assert _until(lambda: "content:1" not in served.read(PAGE))
    source.write_text(good, "utf-8")
    assert _until(lambda: "An open door for all." in served.read(PAGE))


def test_a_preview_makes_whatever_a_reader_of_the_site_can_ask_for(served: Served) -> None:
    assert _until(lambda: "An open door" in served.read(PAGE))
    assert "Drws agored" in served.read("cy/egwyddorion/drws-agored/")
    assert PAGE in served.read("p/open-door/")
    assert PAGE in served.read("sw.js"), "the worker keeps pages that nobody has looked at"
    # neither what is no character nor what no file can be called is there, or brings it down
    for path in ("en/no-such-page/", "%FF", "en/%00", "x" * 5000, "%C5%B5" * 100):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"http://127.0.0.1:{served.port}/{path}", timeout=20)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGKILL"])
@pytest.mark.parametrize("when", ["while it serves", "while it builds"])
def test_whatever_ends_it_leaves_no_process_and_frees_the_port(
    served: Served, name: str, when: str
) -> None:
    if when == "while it serves":
        assert _until(lambda: "An open door" in served.read(PAGE))
    else:
        assert _until(lambda: any(served.temporary.iterdir()))
    served.process.send_signal(getattr(signal, name))
    status = served.process.wait(timeout=30)
    assert served.members() == []
    socket.create_server(("127.0.0.1", served.port)).close()
    if name != "SIGKILL":
        assert status == 0 or when == "while it builds"
        assert list(served.temporary.iterdir()) == [], "nothing of it is left on the disk"


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_port_that_is_taken_is_named_in_plain_words_before_anything_is_built(lang: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = nyth("serve", "--address", address, NYTH_LANG=lang)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{address}:1: ") and "--address 127.0.0.1:8001" in done.stderr
    assert "Traceback" not in done.stderr and "INFO" not in done.stderr


@pytest.mark.parametrize(
    "address",
    ["8000", "127.0.0.1", "127.0.0.1:http", "127.0.0.1:99999", "no.such.host.example:80", "", ":"],
)
def test_an_address_that_cannot_be_is_refused_in_plain_words(address: str) -> None:
    done = nyth("serve", f"--address={address}")
    assert (
        done.returncode == 1
        and "[address-unusable]" in done.stderr
        and "Traceback" not in done.stderr
    )
