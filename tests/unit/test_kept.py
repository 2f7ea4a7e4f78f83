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


def test_what_is_worked_out_of_a_text_is_worked_out_once_in_each_edition() -> None:
    made: list[str] = []

    def of(version: str, text: str) -> tuple[str, ...]:
        memo = kept.Memo("words", version)
        with memo.opened():
            return memo.of(text, lambda: (made.append(text) or text.upper(),))

    assert [of("1", "a"), of("1", "a"), of("1", "b"), of("2", "a")] == [
        ("A",),
        ("A",),
        ("B",),
        ("A",),
    ]
    assert made == ["a", "b", "a"]


def test_what_was_used_last_is_kept_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(text: str) -> bytes:
        return text.encode() * 100

    monkeypatch.setattr(kept.Memo, "MOST", 350)
    for text in ("a", "b", "c", "a", "d"):
        memo = kept.Memo("words", "1")
        with memo.opened():
            assert memo.of(text, lambda text=text: told(text)) == told(text)
    memo = kept.Memo("words", "1")
    with memo.opened():
        assert memo.of("d", lambda: b"made anew") == told("d")
        assert memo.of("b", lambda: b"made anew") == b"made anew"


def test_outside_a_run_nothing_is_kept(folder: Path) -> None:
    assert kept.Memo("words", "1").of("a", lambda: [1]) == [1]
    assert not folder.exists()
