"""What is kept between runs comes back in its edition, and never stands in the way of a run."""

from __future__ import annotations

import marshal
from pathlib import Path

import pytest

from nyth import kept


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "kept")
    return tmp_path / "kept"


def test_a_value_comes_back_in_its_edition_alone() -> None:
    kept.write("words", "1", {"tŷ": ["dŷ", "nhŷ"]})
    assert kept.read("words", "1") == {"tŷ": ["dŷ", "nhŷ"]}
    assert kept.read("words", "2") is None
    assert kept.read("others", "1") is None


@pytest.mark.parametrize(
    "damaged",
    [b"", b"{", b"i\0", b"\xff", *map(marshal.dumps, ([], 7, {"edition": "1"}, {"value": 1}))],
)
def test_what_is_damaged_is_not_there(folder: Path, damaged: bytes) -> None:
    kept.write("words", "1", [1])
    (folder / "words").write_bytes(damaged)
    assert kept.read("words", "1") is None
    kept.write("words", "1", [2])
    assert kept.read("words", "1") == [2]


def test_where_nothing_can_be_written_a_run_goes_on(folder: Path) -> None:
    folder.write_text("a file where the folder would be")
    kept.write("words", "1", [1])
    assert kept.read("words", "1") is None
    assert folder.read_text() == "a file where the folder would be"


def test_where_nothing_can_be_written_there_is_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "kept")
    assert kept.folder("templates") == tmp_path / "kept/templates"
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "file")
    assert kept.folder("templates") is None
