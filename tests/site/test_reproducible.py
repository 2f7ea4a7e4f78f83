"""The same words give the same bytes, wherever, whenever and on whatever machine the site is built."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import REPOSITORY_URL, ROOT, SITE_URL, nyth

# Asia/Kathmandu is ahead by three quarters of an hour; a POSIX locale without UTF-8 is what plain Windows is like.
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
    """The site, built by MkDocs alone from a copy of the project in another folder and other surroundings."""
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
    assert here.keys() == there.keys()
    assert [path for path in sorted(here) if here[path] != there[path]] == []


def test_two_releases_give_the_same_bytes(site: Path, elsewhere: Path, tmp_path: Path) -> None:
    releases = []
    for name, built, surroundings in (("one", site, {}), ("two", elsewhere, ELSEWHERE)):
        done = nyth("publish", "--site", str(built), "--out", str(tmp_path / name), **surroundings)
        assert done.returncode == 0, done.stderr
        releases.append(contents(tmp_path / name))
    assert releases[0] == releases[1]
    sums = (tmp_path / "one/SHA256SUMS").read_text("utf-8").splitlines()
    assert len(sums) == len(releases[0]) - 1


def test_no_file_names_the_machine_it_was_built_on(site: Path) -> None:
    marks = [str(part).encode() for part in (ROOT, site.parent, Path.home()) if len(str(part)) > 4]
    found = [path for path, data in contents(site).items() for mark in marks if mark in data]
    assert found == []


@pytest.mark.parametrize("seconds", [0.3, 1.2, 2.4])
def test_a_build_killed_at_any_moment_leaves_the_previous_site(
    site: Path, tmp_path: Path, seconds: float
) -> None:
    place = tmp_path / "reference"
    shutil.copytree(site, place)
    command = [sys.executable, "-m", "nyth.cli", "build", "--site", str(place)]
    environment = {**os.environ, "SITE_URL": SITE_URL, "REPOSITORY_URL": REPOSITORY_URL}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as building:
        time.sleep(seconds)
        os.killpg(building.pid, signal.SIGKILL)
    assert contents(place) == contents(site)
