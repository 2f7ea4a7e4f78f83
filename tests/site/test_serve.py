"""`make serve` follows every saved change, and says what is wrong without falling over."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import second_framework
from conftest import ROOT


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, Callable[[str], str]]]:
    """A small site being served: the folder of its content, and a function that reads a page."""
    second_framework.write(tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "nyth.cli", "serve", "--address", f"127.0.0.1:{port}"]
    command += ["--content", str(tmp_path / "content"), "--docs", str(tmp_path / "docs")]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "NYTH_LANG": "en"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def read(path: str) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=20) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, OSError):
            return ""

    yield tmp_path, read
    process.terminate()
    process.wait(timeout=20)


def _until(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.3)
    return False


def test_a_saved_change_shows_in_the_browser(served: tuple[Path, Callable[[str], str]]) -> None:
    folder, read = served
    page = "en/pillars/a-steady-bank/"
    assert _until(lambda: "A steady bank" in read(page))
    source = folder / "content/principles/steady-bank/en.md"
    good = source.read_text("utf-8")
    source.write_text(good.replace("summary: A steady bank.", "summary: A changed bank."), "utf-8")
    assert _until(lambda: "A changed bank." in read(page))
    assert "livereload" in read(page)
    source.write_text(good.replace("slug:", "slugg:"), "utf-8")
    time.sleep(2)
    assert "A changed bank." in read(page), "a mistake must not take the site away"
    source.write_text(good.replace("summary: A steady bank.", "summary: A mended bank."), "utf-8")
    assert _until(lambda: "A mended bank." in read(page))
