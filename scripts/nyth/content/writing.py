"""Reads texts that may be changed, and puts changed ones back, whole or not at all."""

import contextlib
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

from nyth.content.yaml import with_entries
from nyth.problems import refused, unusable

# A merge of merges makes longer ones, and not every program writes a name after them.
_CONFLICT = re.compile(r"^[ \t]*((<{7,13}|>{7,13}|\|{7,13})( |\r?$)|=======\r?$)", re.M)
_FRONT = re.compile(
    r"\ufeff?---[^\S\r\n]*(?:\r\n?|\n)(.*?(?<=[\r\n]))---[^\S\r\n]*(?:\r\n?|\n|$)", re.S
)


def read(path: Path) -> str:
    """The text of a file as it is. Raises Refused where it cannot be read, or is two versions."""
    if path.is_symlink():
        raise refused(path, "symlink")
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except OSError as error:
        raise refused(path, "unreadable-file") from error
    except UnicodeDecodeError as error:
        raise refused(path, "not-utf8", raw[: error.start].count(b"\n") + 1) from error
    if raw.count(0) * 4 > len(raw):
        # UTF-16 without a mark of its own: every other byte is nothing
        raise refused(path, "not-utf8")
    if mark := _CONFLICT.search(text):
        raise refused(path, "merge-conflict", text.count("\n", 0, mark.start()) + 1)
    return text


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Lets one command at a time write into a folder; the next waits, and reads what that wrote.
    Nothing is left behind, whatever ends it. Where a system knows no such lock (Windows), only a
    text that changed meanwhile is told."""
    with contextlib.ExitStack() as held:
        with contextlib.suppress(ImportError, OSError):
            import fcntl

            handle = os.open(folder, os.O_RDONLY)
            held.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def write(path: Path, text: str, before: str | None = None) -> None:
    """Puts a text in the place of a file, as `put` does. Raises Refused, too, where the file no
    longer holds `before`, of which the text was made: somebody has saved it meanwhile."""
    if before is not None and read(path) != before:
        raise refused(path, "changed-meanwhile")
    put(path, text.encode("utf-8"))


def write_all(texts: Mapping[Path, tuple[str, str | None]]) -> None:
    """Puts texts in the place of files, as `write` does, all or none of them: each with what its
    file holds, None where there is none."""
    with contextlib.ExitStack() as undo:
        for path, (text, before) in texts.items():
            write(path, text, before)
            undo.callback(*((path.unlink,) if before is None else (write, path, before, text)))
        undo.pop_all()


def put(path: Path, data: bytes) -> None:
    """Puts data in the place of a file in one step, with the rights that it had.

    Raises Refused, with nothing changed, where the file is a link to another place or cannot be
    written.
    """
    if path.is_symlink():
        raise refused(path, "symlink")
    # a name that git passes over, for a run that is killed leaves it lying
    fresh = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(None, os.strerror(13))
        try:
            fresh.write_bytes(data)
            fresh.chmod(mode)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise unusable(path, error) from error


def front(text: str) -> tuple[int, int, int]:
    """Where the YAML at the top of a page begins and ends, and where its Markdown begins; 0, 0, 0
    without one."""
    match = _FRONT.match(text)
    return (*match.span(1), match.end()) if match else (0, 0, 0)


def with_front_matter(text: str, values: dict[str, str]) -> str:
    """The text of a page with values of its front matter, given as YAML, set; every other byte as
    it was.

    Raises ValueError where there is no front matter, or none of `key: value` lines.
    """
    start, end, _ = front(text)
    if start == end:
        raise ValueError("no front matter")
    entries = {(key,): value for key, value in values.items()}
    return text[:start] + with_entries(text[start:end], entries) + text[end:]
