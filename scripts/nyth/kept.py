"""What one run keeps for the next, in a folder that is safe to delete.

Nothing kept is trusted without its edition, which says what it rests on: the content, the code, the
libraries.
"""

import contextlib
import hashlib
import itertools
import marshal
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / ".cache" / "nyth"


def edition(version: str, *files: Path) -> str:
    """Changes with the version of a library, with files of code and with Python itself."""
    code = (file.read_bytes() for file in files)
    told = f"{sys.version} {version}".encode()
    return hashlib.sha256(b"\0".join((told, *code))).hexdigest()[:16]


def read(name: str, edition: str) -> Any:
    """What was kept under a name in this edition; None where nothing was, or nothing readable."""
    try:
        kept = marshal.loads((FOLDER / name).read_bytes())
        return kept["value"] if kept["edition"] == edition else None
    except (OSError, ValueError, EOFError, LookupError, TypeError):
        return None


def write(name: str, edition: str, value: Any) -> None:
    """Keeps a value, made of what is built into Python, in place of an earlier one; does nothing
    where nothing can be written."""
    fresh = FOLDER / f"{name}.{os.getpid()}"
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(marshal.dumps({"edition": edition, "value": value}))
        fresh.replace(FOLDER / name)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()


class Memo:
    """What is worked out of texts, in what is built into Python. While it is open, what an earlier
    run has worked out is taken from what was kept.

    A memo is opened once: what goes on, such as a preview, has its own memory by then.
    """

    # bytes; what was used last is kept longest
    MOST = 64_000_000

    def __init__(self, name: str, version: str, *code: Path) -> None:
        """version, code: what the work rests on, as in `edition`."""
        self.name, self.rests_on = name, (version, *code)
        self.known: dict[bytes, bytes] | None = None
        self.fresh = True

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        rests_on = edition(*self.rests_on)
        self.known = known = (read(self.name, rests_on) or {}) if self.fresh else None
        self.fresh, before = False, len(known or ())
        try:
            yield
        finally:
            self.known = None
            if known and len(known) != before:
                while sum(map(len, known.values())) > self.MOST:
                    known = dict(itertools.islice(known.items(), len(known) // 2, None))
                write(self.name, rests_on, known)

    def of(self, text: str, make: Callable[[], Any]) -> Any:
        """What `make` works out of a text."""
        if self.known is None:
            return make()
        key = hashlib.sha256(text.encode()).digest()
        self.known[key] = told = self.known.pop(key, None) or marshal.dumps(make())
        return marshal.loads(told)


def folder(name: str) -> Path | None:
    """A folder for what a library keeps under editions of its own; None where nothing can be
    written."""
    try:
        (FOLDER / name).mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FOLDER / name if os.access(FOLDER / name, os.W_OK) else None
