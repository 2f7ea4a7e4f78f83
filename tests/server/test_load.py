"""Many readers at once, releases in the middle of it, and releases that are killed: no reader
notices."""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import re
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from nyth.publishing.publish import publish
from webserver import Server, assets, pages, release, rollback

REQUESTS, READERS = 20_000, 64
SWAPS = 200
KILLS = 40

Count = Callable[[str, object], None]


class Reader:
    """One kept-open connection. The client is ours because nothing on PyPI asks often enough
    from one core."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Reader:
        self._in, self._out = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._out.close()

    async def get(self, path: str, accepts: str = "identity") -> tuple[int, bytes]:
        """Status and body as they were sent."""
        self._out.write(
            f"GET {path} HTTP/1.1\r\nHost: nyth.example\r\nAccept-Encoding: {accepts}\r\n\r\n".encode()
        )
        head = await self._in.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"\r\nContent-Length: (\d+)", head).group(1))
        body = await self._in.readexactly(length)
        if b"\r\nConnection: close" in head:
            # nginx ends each connection after a thousand requests, as every client knows
            self._out.close()
            await self.__aenter__()
        return int(head[9:12]), body


def _in_a_loop_of_its_own(work: Coroutine[Any, Any, None]) -> None:
    """Runs in another thread, because a browser that an earlier test opened keeps this thread's
    event loop running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def test_twenty_thousand_requests_at_once_are_all_answered_right(
    server: Server, published: Path, record_property: Count
) -> None:
    expected: dict[tuple[str, str], bytes] = {}
    for address, path in pages(published).items():
        for accepts, suffix in (("br", ".br"), ("gzip", ".gz"), ("identity", "")):
            expected[address, accepts] = path.with_name(path.name + suffix).read_bytes()
    wishes = deque(random.Random(1).choices(sorted(expected), k=REQUESTS))
    wrong: list[tuple[str, str]] = []
    answered = 0

    async def read() -> None:
        nonlocal answered
        async with Reader(server.port) as reader:
            while wishes:
                wish = wishes.popleft()
                try:
                    right = await reader.get(*wish) == (200, expected[wish])
                except (OSError, EOFError, AttributeError):
                    right = False
                answered += 1
                if not right:
                    wrong.append(wish)

    async def crowd() -> None:
        await asyncio.wait_for(asyncio.gather(*(read() for _ in range(READERS))), timeout=120)

    _in_a_loop_of_its_own(crowd())
    record_property("requests", answered)
    record_property("errors", len(wrong))
    assert answered == REQUESTS
    assert wrong == []


def small_release(folder: Path, number: int) -> Path:
    """A release of a small site whose page and style sheet carry its number."""
    site, out = folder / f"site-{number}", folder / f"release-{number}"
    sheet = f"/* {number} */".encode()
    name = f"assets/site.{hashlib.sha256(sheet).hexdigest()[:10]}.css"
    page = f'<!doctype html><p>{number}</p><link rel="stylesheet" href="/{name}">'
    files = {"index.html": page, "cy/index.html": page, "404.html": "404", name: sheet.decode()}
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)
    publish(site, out, "", "")
    return out


def number_of(page: bytes) -> int:
    return int(re.search(rb"<p>(\d+)</p>", page).group(1))


@pytest.fixture
def small(new_server: Callable[[], Server], tmp_path: Path) -> Server:
    """A small site under nginx, release 0 of it."""
    server = new_server()
    release(small_release(tmp_path, 0), server.folder).check_returncode()
    return server.start()


def test_two_hundred_releases_under_load_lose_nothing(
    small: Server, tmp_path: Path, record_property: Count
) -> None:
    waiting = [small_release(tmp_path, number) for number in range(1, SWAPS + 1)]
    wrong: list[tuple[str, int]] = []
    seen: set[int] = set()
    requests = 0
    done = False

    async def read() -> None:
        nonlocal requests
        older: deque[tuple[str, int]] = deque(maxlen=2)
        async with Reader(small.port) as reader:
            while not done:
                status, page = await reader.get("/cy/")
                requests += 1
                if status != 200:
                    wrong.append(("/cy/", status))
                    continue
                number = number_of(page)
                if number not in seen or not older or older[-1][1] != number:
                    older.append((assets(page.decode())[0], number))
                seen.add(number)
                # what the page needs, and what pages need that were opened before the last releases
                for asset, of in older:
                    status, sheet = await reader.get(asset)
                    requests += 1
                    if (status, sheet) != (200, f"/* {of} */".encode()):
                        wrong.append((asset, status))
                # the releases need some of the machine too
                await asyncio.sleep(0.002)

    async def swap() -> None:
        nonlocal done
        try:
            for out in waiting:
                # more than the usual five, because readers here are slower than releases
                command = ["sh", ROOT / "deploy/release.sh", out, small.folder]
                environment = {**os.environ, "KEEP": "12"}
                process = await asyncio.create_subprocess_exec(
                    *command, env=environment, stderr=subprocess.DEVNULL
                )
                assert await process.wait() == 0
        finally:
            done = True

    async def both() -> None:
        await asyncio.wait_for(asyncio.gather(swap(), *(read() for _ in range(4))), timeout=240)

    _in_a_loop_of_its_own(both())
    record_property("releases", SWAPS)
    record_property("requests", requests)
    record_property("errors", len(wrong))
    assert wrong == []
    assert len(seen) > SWAPS // 2, "readers were there between the releases"
    assert number_of(small.get("/cy/").body) == SWAPS
    assert len(list((small.folder / "releases").iterdir())) == 12


def test_the_assets_of_the_last_five_releases_stay_and_older_ones_go(
    small: Server, tmp_path: Path
) -> None:
    sheets = [assets(small.get("/").body.decode())[0]]
    for number in range(1, 8):
        release(small_release(tmp_path, number), small.folder).check_returncode()
        sheets += assets(small.get("/").body.decode())
    assert len(set(sheets)) == 8
    assert [small.get(sheet).status for sheet in sheets] == [404, 404, 200, 200, 200, 200, 200, 200]
    assert len(list((small.folder / "releases").iterdir())) == 5


def test_going_back_serves_the_release_before_and_keeps_the_assets_of_the_newer(
    small: Server, tmp_path: Path
) -> None:
    for number in (1, 2):
        release(small_release(tmp_path, number), small.folder).check_returncode()
    newest = assets(small.get("/").body.decode())[0]
    rollback(small.folder).check_returncode()
    assert number_of(small.get("/").body) == 1
    assert small.get(newest).body == b"/* 2 */"
    rollback(small.folder).check_returncode()
    assert number_of(small.get("/").body) == 0
    assert small.get(newest).body == b"/* 2 */"
    again = rollback(small.folder)
    assert again.returncode == 1
    assert "there is no release before" in again.stderr
    names = sorted(path.name for path in (small.folder / "releases").iterdir())
    rollback(small.folder, names[-1]).check_returncode()
    assert number_of(small.get("/").body) == 2


def test_a_release_that_is_not_whole_is_refused(small: Server, tmp_path: Path) -> None:
    broken = small_release(tmp_path, 1)
    (broken / "public/cy/index.html").write_text("half")
    done = release(broken, small.folder)
    assert done.returncode == 1
    assert "is not whole" in done.stderr
    assert release(tmp_path, small.folder).returncode == 1
    assert number_of(small.get("/cy/").body) == 0


def test_what_somebody_laid_beside_a_release_is_not_put_on_the_server(
    small: Server, tmp_path: Path
) -> None:
    out = small_release(tmp_path, 1)
    (out / "public/notes.txt").write_text("not for readers")
    (out / "public/passwd").symlink_to("/etc/passwd")
    release(out, small.folder).check_returncode()
    assert number_of(small.get("/").body) == 1
    there = {path.name for path in (small.folder / "current").resolve().rglob("*")}
    assert "index.html" in there and not there & {"notes.txt", "passwd"}


def test_a_folder_that_is_not_a_servers_is_left_alone(tmp_path: Path) -> None:
    out, mine = small_release(tmp_path, 0), tmp_path / "mine"
    for name in (
        ".incoming/a",
        ".outgoing/a",
        ".current",
        "releases/20200101T000000.000000000/a",
        "notes.txt",
    ):
        (mine / name).parent.mkdir(parents=True, exist_ok=True)
        (mine / name).write_text("mine")
    (mine / "current").symlink_to("releases/20200101T000000.000000000")
    before = sorted(mine.rglob("*"))
    for done in (release(out, mine, KEEP="0"), rollback(mine), release(out, mine / "notes.txt")):
        assert done.returncode == 1 and (
            "Nothing was changed" in done.stderr or "nothing is served" in done.stderr
        )
        assert sorted(mine.rglob("*")) == before


def test_only_releases_are_taken_for_releases(small: Server, tmp_path: Path) -> None:
    own = small.folder / "releases/notes of mine"
    own.mkdir()
    assert release(small_release(tmp_path, 1), small.folder, KEEP="all").returncode == 1
    for number in (2, 3, 4):
        release(small_release(tmp_path, number), small.folder, KEEP="1").check_returncode()
    assert own.is_dir() and len(list((small.folder / "releases").iterdir())) == 2
    assert number_of(small.get("/").body) == 4


def test_a_release_that_was_damaged_on_the_server_is_not_gone_back_to(
    small: Server, tmp_path: Path
) -> None:
    first = (small.folder / "current").resolve()
    release(small_release(tmp_path, 1), small.folder).check_returncode()
    (first / "public/index.html").unlink()
    assert "is not whole" in rollback(small.folder).stderr
    assert number_of(small.get("/").body) == 1


def test_the_server_is_told_of_a_release_once_it_is_in_place(small: Server, tmp_path: Path) -> None:
    note = tmp_path / "note"
    done = release(
        small_release(tmp_path, 1), small.folder, RELOAD=f"readlink {small.folder}/current > {note}"
    )
    assert done.returncode == 0
    assert note.read_text().strip() == os.readlink(small.folder / "current")
    done = release(small_release(tmp_path, 2), small.folder, RELOAD="false")
    assert done.returncode == 1 and "this failed: false" in done.stderr


def test_a_release_killed_at_any_moment_leaves_a_whole_site(
    small: Server, tmp_path: Path, record_property: Count
) -> None:
    chance = random.Random(2)
    releases = [small_release(tmp_path, number) for number in range(1, 4)]
    started = time.monotonic()
    release(releases[0], small.folder).check_returncode()
    usual = time.monotonic() - started
    errors = requests = 0
    for turn in range(KILLS):
        command = ["sh", ROOT / "deploy/release.sh", releases[turn % 3], small.folder]
        process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, usual * 1.2))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        page = small.get("/cy/")
        sheet = small.get(assets(page.body.decode())[0])
        requests += 2
        errors += (page.status, sheet.status, sheet.body) != (
            200,
            200,
            f"/* {number_of(page.body)} */".encode(),
        )
        sums = ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"]
        errors += subprocess.run(sums, cwd=small.folder / "current", check=False).returncode != 0
    record_property("kills", KILLS)
    record_property("requests", requests)
    record_property("errors", errors)
    assert errors == 0
    release(small_release(tmp_path, 9), small.folder).check_returncode()
    assert number_of(small.get("/").body) == 9
    left = {path.name for path in small.folder.iterdir()}
    assert left == {"releases", "current", ".nyth-server"}, "what killed runs left is cleared away"
