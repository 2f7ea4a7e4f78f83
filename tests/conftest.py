"""What the tests share: the real content, the built site, a server for it, a browser."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from filelock import FileLock

import chromium
from folderserver import serve_folder
from nyth import LANGUAGES
from nyth.content.library import Library
from nyth.content.load import load
from nyth.problems import Problem

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["webserver", "totals", "a11y.fixtures", "framework"]

# how long an example takes says how busy the machine is
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")

_made = Problem.__init__


def _told(problem: Problem, *given: object, **named: object) -> None:
    """A problem that lacks what its words ask for would be a traceback to whoever meets it: each
    that any test meets is worded in both languages."""
    _made(problem, *given, **named)
    assert problem.line > 0 and all(
        problem.message(lang) and problem.remedy(lang) for lang in LANGUAGES
    )


Problem.__init__ = _told

ROOT = Path(__file__).parent.parent
SITE_URL = "https://nyth.example/reference/"
REPOSITORY_URL = "https://code.example/nyth/reference"


def nyth(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command as an editor would; messages in English unless NYTH_LANG says otherwise."""
    env = {
        **os.environ,
        "NYTH_LANG": "en",
        "SITE_URL": SITE_URL,
        "REPOSITORY_URL": REPOSITORY_URL,
        **environment,
    }
    command = [sys.executable, "-m", "nyth.cli", *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def started(command: list[str], **given: object) -> subprocess.Popen:
    """A process that hears what ends it: a shell makes what it runs in the background, such as
    these tests, deaf to Ctrl+C, and all that they start with them."""
    deaf = [
        each
        for each in (signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT))
        if signal.getsignal(each) is signal.SIG_IGN
    ]
    # not in the process that is made: what runs there before its command may wait for ever for a
    # thread of this one
    for each in deaf:
        signal.signal(each, signal.SIG_DFL)
    try:
        return subprocess.Popen(command, **given)
    finally:
        for each in deaf:
            signal.signal(each, signal.SIG_IGN)


@pytest.fixture(scope="session")
def library() -> Library:
    """The real content; it has no problems of form."""
    found, problems = load(ROOT / "content", ROOT / "docs")
    assert problems == []
    return found


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A function that lets `nyth` make a folder, once for all test processes. It takes the path
    of the folder among theirs and the command, which ends with the folder; no test changes it."""
    # beside the folders of all processes, or within that of the only one
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    base = tmp_path_factory.getbasetemp()
    shared = (base if alone else base.parent) / "shared"
    shared.mkdir(exist_ok=True)

    def make(path: str, *command: str) -> Path:
        folder = shared / path
        with FileLock(f"{folder.parent}.lock"):
            if not folder.exists():
                done = nyth(*command, str(folder))
                assert done.returncode == 0, done.stdout + done.stderr
        return folder

    return make


@pytest.fixture(scope="session")
def site(made_once: Callable[..., Path]) -> Path:
    """The real site."""
    return made_once("site/reference", "build", "--site")


@pytest.fixture(scope="session")
def small_built(small_site: Path, made_once: Callable[..., Path]) -> Path:
    """The small made-up framework as a site."""
    texts = ("--content", str(small_site / "content"), "--docs", str(small_site / "docs"))
    return made_once("small/reference", "build", *texts, "--site")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the real content and hand-written pages that a test may break: the folder above
    them."""
    for name in ("content", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """A function that serves a folder on this machine and gives its address."""
    running = []

    def start(folder: Path) -> str:
        server = serve_folder(folder)
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def address(site: Path, serve: Callable[[Path], str]) -> str:
    """Where the real site is served: in a folder of its host, as SITE_URL says."""
    return serve(site.parent) + "/reference"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests of a process; each opens its own contexts in it."""
    from playwright.sync_api import expect, sync_playwright

    # five seconds would say how busy the machine is
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(**chromium.options())
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens an address of the site, or of a disk, in a fresh browser, and accepts what it asks.
    `requested`: what the page loaded. An error of a script fails the test, unless it was made on
    purpose."""
    contexts, errors = [], []

    def visit_(path: str, **options: object) -> Page:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        page.requested = []
        page.on("request", lambda request: page.requested.append(request.url))
        page.goto(path if path.startswith("file:") else address + path)
        return page

    yield visit_
    for context in contexts:
        context.close()
    assert [error for error in errors if "broken on purpose" not in error] == []
