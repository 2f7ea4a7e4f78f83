"""Counts what became of every hostile case, and prints one line of totals at the end."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import second_framework

SEEN: Counter[str] = Counter()


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small valid content with its hand-written pages; tests copy it before they break it."""
    folder = tmp_path_factory.mktemp("small")
    second_framework.write(folder)
    return folder


@pytest.fixture
def seen() -> Counter[str]:
    """What became of the cases so far, by name: refused, harmless, tracebacks."""
    return SEEN


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if SEEN:
        terminalreporter.write_line(
            f"hostile content: cases {SEEN['cases']}, refused {SEEN['refused']}, harmless {SEEN['harmless']}, "
            f"tracebacks {SEEN['tracebacks']}"
        )
