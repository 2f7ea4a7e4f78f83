"""Tells in one line each, at the end of a run, what the tests of accessibility, server and hostile
content covered.

Tests record what they did as properties of their reports: those reach the end of the run from every
worker process.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

_COUNTED = {
    "tests/server/": ("server", ("requests", "errors", "releases", "kills")),
    "tests/hostile/": ("hostile content", ("cases", "refused", "harmless", "tracebacks")),
}
ACCESSIBILITY = "accessibility"


@pytest.fixture
def seen(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Counts what became of one hostile case: cases, refused, harmless or tracebacks."""
    return lambda name: record_property(name, 1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [
        r
        for kind in ("passed", "failed", "error", "skipped")
        for r in terminalreporter.getreports(kind)
    ]
    said = {
        text
        for report in reports
        for name, text in getattr(report, "user_properties", ())
        if name == ACCESSIBILITY
    }
    for line in sorted(said):
        terminalreporter.write_line(line)
    for folder, (title, names) in _COUNTED.items():
        ours = [report for report in reports if report.nodeid.startswith(folder)]
        if not ours:
            continue
        counted = dict.fromkeys(names, 0)
        for report in ours:
            for name, number in getattr(report, "user_properties", ()):
                if name in counted:
                    counted[name] += number
        counted |= {
            f"tests {outcome}": sum(r.outcome == outcome for r in ours)
            for outcome in ("failed", "skipped")
        }
        terminalreporter.write_line(
            f"{title}: " + ", ".join(f"{name} {number}" for name, number in counted.items())
        )
