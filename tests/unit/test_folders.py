"""A folder that is replaced is always whole, and there again after a kill."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nyth.problems import Refused
from nyth.publishing import folders

FILES = 40

# Fills folders whose files all hold the same number, and replaces `place` by one after another for
# ever.
WORK = """
import itertools, sys
from pathlib import Path
from nyth.publishing import folders
def fill(number):
    def make(fresh):
        fresh.mkdir()
        for name in range({files}):
            (fresh / str(name)).write_text(str(number))
        return True
    return make
for number in itertools.count():
    folders.replace(Path(sys.argv[1]), "site", fill(number))
    print(number, flush=True)
"""


# Is killed when the old folder is away and the new one not yet there.
KILLED = """
import os, signal, sys
from pathlib import Path
from nyth.publishing import folders
def swap(fresh, place, aside):
    place.rename(aside)
    os.kill(os.getpid(), signal.SIGKILL)
folders._swap = swap
folders.replace(Path(sys.argv[1]), "site", lambda fresh: fresh.mkdir())
"""


def fill(fresh: Path, text: str = "new") -> bool:
    fresh.mkdir()
    (fresh / "index.html").write_text(text)
    return True


def whole(place: Path) -> bool:
    """Whether the folder is there with all its files, all of one making."""
    texts = [path.read_text() for path in place.glob("[0-9]*")]
    return len(texts) == FILES and len(set(texts)) == 1


def test_the_new_folder_takes_the_place_of_the_old(tmp_path: Path) -> None:
    place = tmp_path / "a/b/site"
    for text in ("one", "two"):
        assert folders.replace(place, "site", lambda fresh, text=text: fill(fresh, text))
        assert (place / "index.html").read_text() == text
    assert [path.name for path in place.parent.iterdir()] == ["site"]


def test_work_that_does_not_end_well_changes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "site"
    folders.replace(place, "site", fill)
    assert not folders.replace(place, "site", lambda fresh: fill(fresh, "half") and False)

    def fail(fresh: Path) -> bool:
        fill(fresh, "half")
        raise OSError(errno.ENOSPC, "No space left on device")

    assert refusal(place, fail) == "place-unusable"
    assert (place / "index.html").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_stop_in_the_moment_in_which_its_folder_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, mkdir = tmp_path / "site", Path.mkdir

    def stopped(path: Path, *given: Any, **options: Any) -> None:
        mkdir(path, *given, **options)
        if path.name.startswith(folders.WORK):
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "mkdir", stopped)
    with pytest.raises(KeyboardInterrupt):
        folders.replace(place, "site", fill)
    assert list(tmp_path.iterdir()) == []


def refusal(place: Path, make: Callable[[Path], bool] = fill, **options: Any) -> str:
    """The rule by which a place is refused; both languages say why and what to do."""
    with pytest.raises(Refused) as refused:
        folders.replace(place, options.pop("kind", "site"), make, **options)
    problem = refused.value.problem
    assert all(problem.message(lang) and problem.remedy(lang) for lang in ("cy", "en"))
    return problem.rule


def everything(folder: Path) -> dict[str, object]:
    return {
        p.relative_to(folder).as_posix(): os.readlink(p)
        if p.is_symlink()
        else p.is_file() and p.read_bytes()
        for p in folder.rglob("*")
    }


THEIRS: dict[str, Callable[[Path], object]] = {
    "a checkout": lambda place: [
        (place / ".git").mkdir(parents=True),
        (place / ".git/HEAD").touch(),
    ],
    "hidden files": lambda place: [place.mkdir(), (place / ".env").touch()],
    "a folder in it": lambda place: (place / "notes").mkdir(parents=True),
    "a file": lambda place: place.write_text("mine"),
    "a mark of another program": lambda place: [
        place.mkdir(),
        (place / folders.MARK).write_text("nyth"),
    ],
    "a folder as the mark": lambda place: (place / folders.MARK).mkdir(parents=True),
    "a link as the mark": lambda place: [
        place.mkdir(),
        (place / folders.MARK).symlink_to("/dev/zero"),
    ],
    "a release": lambda place: folders.replace(place, "release", fill),
}


@pytest.mark.parametrize("name", THEIRS)
@pytest.mark.parametrize("by", ["name", "link", "slash", "way round"])
def test_what_we_did_not_make_is_left_alone(tmp_path: Path, name: str, by: str) -> None:
    place = tmp_path / "site"
    THEIRS[name](place)
    if by == "link":
        (tmp_path / "link").symlink_to("site")
    before = everything(tmp_path)
    ways = {
        "name": place,
        "link": tmp_path / "link",
        "slash": f"{place}/",
        "way round": tmp_path / "x/../site",
    }
    assert refusal(Path(ways[by]), lambda fresh: pytest.fail("nothing is made")) == "place-not-ours"
    assert everything(tmp_path) == before


CHANGES: dict[str, Callable[[Path], object]] = {
    "a note": lambda place: (place / "note.txt").write_text("mine"),
    "a note deep down": lambda place: [
        (place / "a/b").mkdir(parents=True),
        (place / "a/b/note").touch(),
    ],
    "a changed page": lambda place: (place / "index.html").write_text("NEW"),
    "a renamed page": lambda place: (place / "index.html").rename(place / "old.html"),
    "a checkout": lambda place: [(place / ".git").mkdir(), (place / ".git/HEAD").touch()],
    "a link": lambda place: (place / "link").symlink_to("/"),
    "a pipe": lambda place: os.mkfifo(place / "pipe"),
    "a name that is no text": lambda place: Path(
        os.fsdecode(os.fsencode(place) + b"/\xff")
    ).touch(),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_what_somebody_put_into_what_we_made_is_left_alone(
    tmp_path: Path, name: str, when: str
) -> None:
    place = tmp_path / "site"
    folders.replace(place, "site", fill)
    if when == "before":
        CHANGES[name](place)
        before = everything(tmp_path)
        assert refusal(place) == "place-changed"
    else:
        assert (
            refusal(place, lambda fresh: [CHANGES[name](place), fill(fresh)][1]) == "place-changed"
        )
        before = {
            name: data for name, data in everything(tmp_path).items() if name.startswith("site")
        }
        assert len(before) > 1
    assert everything(tmp_path) == before


def test_what_systems_leave_lying_and_empty_folders_do_not_stand_in_the_way(tmp_path: Path) -> None:
    place = tmp_path / "site"
    folders.replace(place, "site", fill)
    (place / "empty").mkdir()
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (place / name).touch()
    assert folders.replace(place, "site", lambda fresh: fill(fresh, "newer"))
    assert (place / "index.html").read_text() == "newer"


def test_nothing_is_made_among_what_people_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = tmp_path / "content"
    (content / "values").mkdir(parents=True)
    (tmp_path / "link").symlink_to("content")
    monkeypatch.chdir(tmp_path)
    for name in (
        "content",
        "content/",
        "content/site",
        "link/a/b",
        "content/../content/values",
        "x/../content",
    ):
        assert refusal(Path(name), apart=(Path("content"),)) == "place-inside", name
    assert [path.name for path in content.iterdir()] == ["values"]
    assert folders.replace(Path("content-site"), "site", fill, (Path("content"),))


def test_a_full_disk_is_told_once_and_not_for_every_file(tmp_path: Path) -> None:
    faults = [(f"from/{n}", f"to/{n}", "No space left on device") for n in range(400)]

    def fail(fresh: Path) -> bool:
        raise shutil.Error(faults)

    with pytest.raises(Refused) as refused:
        folders.replace(tmp_path / "site", "site", fail)
    said = refused.value.problem.message("en")
    assert "No space left on device" in said and len(said) < 400


@pytest.mark.parametrize("name", ["file/site", "loop/site", "x" * 300])
def test_a_place_that_cannot_be_is_refused_in_plain_words(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    assert refusal(tmp_path / name) == "place-unusable"


def test_the_folder_of_a_person_is_meant_by_its_short_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert folders.replace(Path("~/site"), "site", fill)
    assert (tmp_path / "site/index.html").is_file()
    assert refusal(Path("~")) == "place-not-ours"


def test_the_mark_is_the_same_for_the_same_files(tmp_path: Path) -> None:
    marks = set()
    for name in ("one", "two"):
        folders.replace(tmp_path / name, "site", fill)
        marks.add((tmp_path / name / folders.MARK).read_bytes())
    assert len(marks) == 1


def test_an_interruption_between_the_two_steps_puts_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, rename = tmp_path / "site", Path.rename
    folders.replace(place, "site", fill)

    def interrupted(self: Path, to: Path) -> Path:
        if self.name.endswith(".new"):
            raise KeyboardInterrupt
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        folders.replace(place, "site", lambda fresh: fill(fresh, "newer"))
    assert (place / "index.html").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_run_left_is_put_back_or_cleared_away_a_day_later(tmp_path: Path) -> None:
    place = tmp_path / "site"
    folders.replace(place, "site", fill)
    folders.replace(tmp_path / "pack", "pack", fill)
    os.utime(tmp_path / "pack", (0, 0))
    for name, age in (("old", 2), ("young", 0), ("mine", 2)):
        left = tmp_path / f"{folders.WORK}{name}"
        left.mkdir()
        (left / ("notes" if name == "mine" else folders.MARK)).touch()
        if name == "old":  # as a run leaves it that is killed between the two renames
            place.rename(left / "site")
        os.utime(left, (time.time() - age * 24 * 60 * 60,) * 2)
    assert not folders.replace(place, "site", lambda fresh: False)
    # as a run leaves it that is killed after them
    shutil.copytree(place, tmp_path / f"{folders.WORK}young/site")
    assert not folders.replace(place, "site", lambda fresh: False)
    assert (place / "index.html").read_text() == "new"
    assert {p.name for p in tmp_path.iterdir()} == {
        "site",
        "pack",
        f"{folders.WORK}young",
        f"{folders.WORK}mine",
    }


def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WORK.format(files=FILES), str(tmp_path / "site")]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)
    ]
    for worker in both:
        for _ in range(20):
            worker.stdout.readline()
    alive = [worker.poll() is None for worker in both]
    for worker in both:
        worker.kill()
        worker.communicate()
    assert whole(tmp_path / "site")
    assert any(alive)


def test_a_kill_between_the_two_steps_loses_nothing(tmp_path: Path) -> None:
    place = tmp_path / "site"
    folders.replace(place, "site", fill)
    subprocess.run([sys.executable, "-c", KILLED, str(place)], check=False)
    assert not place.exists()
    folders.replace(place, "site", lambda fresh: False)
    assert (place / "index.html").read_text() == "new"


def test_the_next_run_puts_right_what_a_kill_left(tmp_path: Path) -> None:
    place, chance = tmp_path / "site", random.Random(3)
    for _ in range(12):
        command = [sys.executable, "-c", WORK.format(files=FILES), str(place)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as worker:
            worker.stdout.readline()
            time.sleep(chance.uniform(0, 0.1))
            os.killpg(worker.pid, signal.SIGKILL)
        folders.replace(place, "site", lambda fresh: False)
        assert whole(place)
