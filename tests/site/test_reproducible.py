"""The same words give the same bytes, wherever, whenever and on whatever machine the site is
built."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import REPOSITORY_URL, ROOT, SITE_URL, nyth, started
from nyth.publishing import folders

# Asia/Kathmandu is ahead by three quarters of an hour; a POSIX locale without UTF-8 is what plain
# Windows is like.
ELSEWHERE = {
    "TZ": "Asia/Kathmandu",
    "LC_ALL": "POSIX",
    "LANG": "POSIX",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONHASHSEED": "4321",
    "SOURCE_DATE_EPOCH": "0",
    "SITE_URL": SITE_URL,
    "REPOSITORY_URL": REPOSITORY_URL,
}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built by MkDocs alone from a copy of the project in another folder and other
    surroundings."""
    copy = tmp_path_factory.mktemp("another place") / "with a longer name"
    copy.mkdir()
    for name in ("content", "docs", "overrides", "scripts"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", copy)
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NYTH_", "PYTHON", "LC_"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(copy / "site")],
        cwd=copy,
        env={**kept, **ELSEWHERE, "PYTHONPATH": str(copy / "scripts")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return copy / "site"


def test_two_builds_give_the_same_bytes(site: Path, elsewhere: Path) -> None:
    here, there = contents(site), contents(elsewhere)
    assert here.pop(folders.MARK) == folders.mark(elsewhere, "site"), (
        "the one file that only nyth writes"
    )
    assert here.keys() == there.keys()
    assert [path for path in sorted(here) if here[path] != there[path]] == []


def test_two_releases_give_the_same_bytes(small_built: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(small_built, tmp_path / "with a longer name" / "site")
    one, two = tmp_path / "one", tmp_path / "two"
    for site, out, surroundings in ((small_built, one, {}), (copy, two, ELSEWHERE)):
        done = nyth("publish", "--site", str(site), "--out", str(out), **surroundings)
        assert done.returncode == 0, done.stderr
    release = contents(one)
    assert release == contents(two)
    sums = (one / "SHA256SUMS").read_text("utf-8").splitlines()
    assert len(sums) == len(release.keys() - {folders.MARK, "SHA256SUMS"})


def test_no_file_names_the_machine_it_was_built_on(site: Path) -> None:
    marks = [str(part).encode() for part in (ROOT, site.parent, Path.home()) if len(str(part)) > 4]
    found = [path for path, data in contents(site).items() for mark in marks if mark in data]
    assert found == []


# How far a build has come: what there is in the folder in which it works.
MOMENTS = ["", "*.new/cy/index.html", "*.new/en/*/index.html", "*.new/*.zip"]


class Site(NamedTuple):
    """A small site that is built, and the options that name its texts."""

    site: Path
    folders: tuple[str, ...]


@pytest.fixture
def small(small_site: Path, small_built: Path) -> Site:
    texts = ("--content", str(small_site / "content"), "--docs", str(small_site / "docs"))
    return Site(small_built, texts)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_killed_at_any_moment_leaves_the_previous_site(
    small: Site, tmp_path: Path, moment: str
) -> None:
    stopped(small, tmp_path, moment, signal.SIGKILL)


@pytest.mark.parametrize(
    ("name", "moment"),
    [*(("SIGTERM", moment) for moment in MOMENTS[:2]), ("SIGHUP", ""), ("SIGINT", MOMENTS[1])],
)
def test_a_build_that_is_told_to_stop_leaves_nothing_behind(
    small: Site, tmp_path: Path, name: str, moment: str
) -> None:
    stopped(small, tmp_path, moment, getattr(signal, name))
    assert [path.name for path in tmp_path.iterdir()] == ["reference"]


def _sessions() -> list[str]:
    listed = subprocess.run(["ps", "-e", "-o", "sid="], capture_output=True, text=True, check=True)
    return listed.stdout.split()


def stopped(small: Site, tmp_path: Path, moment: str, how: signal.Signals) -> None:
    place, before = tmp_path / "reference", contents(small.site)
    shutil.copytree(small.site, place)
    # on a busy machine a build may be at its end before it is told
    tries = (building(small, place, tmp_path, moment, how) for _ in range(5))
    told = next(build for build in tries if build.returncode)
    # git, which is asked for a date, may be at its last line
    deadline = time.monotonic() + 10
    while str(told.pid) in _sessions() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert str(told.pid) not in _sessions()
    assert contents(place) == before


def building(
    small: Site, place: Path, tmp_path: Path, moment: str, how: signal.Signals
) -> subprocess.Popen:
    """A build that was told to stop, or was quicker."""
    command = [sys.executable, "-m", "nyth.cli", "build", *small.folders, "--site", str(place)]
    environment = {**os.environ, "SITE_URL": SITE_URL, "REPOSITORY_URL": REPOSITORY_URL}
    with started(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as build:
        while build.poll() is None and not any(
            tmp_path.glob(f"{folders.WORK}*/{moment}".rstrip("/"))
        ):
            time.sleep(0.01)
        # to the process alone: it has no other that would have to be told
        build.send_signal(how)
        build.wait(60)
    if not build.returncode:
        shutil.rmtree(place)
        shutil.copytree(small.site, place)
    return build
