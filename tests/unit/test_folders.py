"""A folder that is replaced is always there and always whole, whoever stops the work and when."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nyth.publishing import folders

FILES = 40

# Fills folders whose files all hold the same number, and replaces `place` by one after another for ever.
WORK = """
import itertools, sys
from pathlib import Path
from nyth.publishing import folders
if sys.argv[2] == "without-exchange":
    folders.exchange = lambda one, other: False
def fill(number):
    def make(fresh):
        fresh.mkdir()
        for name in range({files}):
            (fresh / str(name)).write_text(str(number))
        return True
    return make
for number in itertools.count():
    folders.replace(Path(sys.argv[1]), fill(number))
    print(number, flush=True)
"""


def fill(fresh: Path, text: str = "new") -> bool:
    fresh.mkdir()
    (fresh / "index.html").write_text(text)
    return True


def whole(place: Path) -> bool:
    """Whether the folder is there with all its files, all of one making."""
    texts = [path.read_text() for path in place.iterdir()] if place.is_dir() else []
    return len(texts) == FILES and len(set(texts)) == 1


def test_the_new_folder_takes_the_place_of_the_old(tmp_path: Path) -> None:
    place = tmp_path / "site"
    for text in ("one", "two"):
        assert folders.replace(place, lambda fresh, text=text: fill(fresh, text))
        assert (place / "index.html").read_text() == text
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_work_that_does_not_end_well_changes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "site"
    folders.replace(place, fill)
    assert not folders.replace(place, lambda fresh: fill(fresh, "half") and False)

    def fail(fresh: Path) -> bool:
        fill(fresh, "half")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        folders.replace(place, fail)
    assert (place / "index.html").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_where_the_system_cannot_exchange_folders_the_old_one_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "exchange", lambda one, other: False)
    place = tmp_path / "site"
    folders.replace(place, fill)
    assert folders.replace(place, lambda fresh: fill(fresh, "newer"))
    place.rename(tmp_path / ".site-previous")  # as a run leaves it that is killed between the two renames
    assert not folders.replace(place, lambda fresh: False)
    assert (place / "index.html").read_text() == "newer"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_run_left_is_cleared_away_a_day_later(tmp_path: Path) -> None:
    for name, age in (("old", 2), ("young", 0)):
        left = tmp_path / f"{folders.WORK}{name}"
        left.mkdir()
        os.utime(left, (time.time() - age * 24 * 60 * 60,) * 2)
    folders.replace(tmp_path / "site", fill)
    assert {path.name for path in tmp_path.iterdir()} == {"site", f"{folders.WORK}young"}


@pytest.mark.skipif(sys.platform != "linux", reason="folders change places in one step on Linux only")
def test_a_reader_never_finds_the_folder_missing_or_half_and_neither_does_a_kill(tmp_path: Path) -> None:
    assert kills(tmp_path / "site", "with-exchange", watch=True) == []


def test_without_that_step_the_next_run_puts_right_what_a_kill_left(tmp_path: Path) -> None:
    assert kills(tmp_path / "site", "without-exchange", watch=False) == []


def kills(place: Path, how: str, watch: bool) -> list[str]:
    """Kills a worker at twelve random moments. What was wrong: while it worked (`watch`), and after each kill."""
    chance, wrong = random.Random(3), []
    for _ in range(12):
        command = [sys.executable, "-c", WORK.format(files=FILES), str(place), how]
        with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as worker:
            worker.stdout.readline()
            end = time.monotonic() + chance.uniform(0, 0.1)
            while time.monotonic() < end:
                if watch and not place.is_dir():
                    wrong.append("missing while it was replaced")
            os.killpg(worker.pid, signal.SIGKILL)
        if not watch:
            folders.replace(place, lambda fresh: False)
        if not whole(place):
            wrong.append("not whole after a kill")
    return wrong
