"""The last measured results of the accessibility checks, as a table for the accessibility statement. Pure."""

from __future__ import annotations

from html import escape

from nyth.content.model import Measure
from nyth.pages.writer import Writer, date_text, table


def accessibility_results(writer: Writer) -> str:
    """What `make test-a11y-full` last found, with its date and versions; a sentence where it has not run."""
    measured = writer.library.measured
    if measured is None:
        return f"<p>{escape(writer.word('a11y-none'))}</p>"
    said = writer.word(
        "a11y-measured",
        on=date_text(measured.on, writer.lang),
        pages=f"{measured.pages.site:,}",
        stock=f"{measured.pages.stock:,}",
    )
    head = [writer.word(f"a11y-{key}") for key in ("check", "site", "stock")]
    rows = [
        [escape(writer.word(f"a11y-{check.check}")), *(_count(writer, found) for found in (check.site, check.stock))]
        for check in measured.checks
    ]
    versions = ", ".join(f"{name} {number}" for name, number in measured.versions.items())
    return "\n\n".join(
        (
            f"<p>{escape(said)}</p>",
            table(writer.word("a11y-caption"), head, rows),
            f"<p>{escape(writer.word('a11y-versions', versions=versions))}</p>",
        )
    )


def _count(writer: Writer, found: Measure) -> str:
    return escape(writer.word("a11y-count", faults=f"{found.faults:,}", states=f"{found.states:,}"))
