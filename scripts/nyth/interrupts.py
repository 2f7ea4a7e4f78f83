"""What ends a program from outside ends it in order, as Ctrl+C does."""

import signal
import sys
from types import FrameType

_heard: list[int] = []
# Until it listens, most of its code is still to be read: Ctrl+C ends it without a word.
_asked = signal.getsignal(signal.SIGINT) is signal.default_int_handler
if _asked and sys.argv[0].endswith(("nyth", "nyth.exe", "cli.py")):
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def listen() -> None:
    """Lets a signal that ends the program raise KeyboardInterrupt, so that it tidies up."""
    # Windows has no SIGHUP
    for ending in {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}:
        # under nohup it stays ignored; and only the main thread may ask
        if signal.getsignal(ending) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(ending, _end)


def heed() -> None:
    """Raises KeyboardInterrupt if an earlier one was lost. Python drops what is raised in a
    finalizer, in a callback of an import or in a comparison of a C function, so whatever is about
    to wait for ever asks here first."""
    if _heard:
        raise KeyboardInterrupt


def _end(number: int, frame: FrameType | None) -> None:
    _heard.append(number)
    raise KeyboardInterrupt
