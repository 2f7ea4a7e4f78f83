"""The public page "state of the translation": how the two languages of everything stand to each other."""

from __future__ import annotations

from collections.abc import Sized
from html import escape

from nyth import LANGUAGES
from nyth.content.model import KINDS
from nyth.languages import agree
from nyth.languages.agree import Drift, Pair
from nyth.pages.writer import Writer, date_text, table


def translation_state(writer: Writer) -> str:
    """Every page with its state, what is behind and since when, and whose Welsh a fluent reader has reviewed."""
    found = [(pair, agree.drift(pair)) for pair in agree.pairs(writer.library)]
    pages = [(pair, how) for pair, how in found if pair.is_page]
    short = [(pair, how) for pair, how in found if not pair.is_page]

    def share(some: Sized, every: Sized) -> str:
        return escape(writer.word("state-share", n=len(some), all=len(every)))

    blocks = [
        writer.facts(
            [
                ("state-pages", str(len(pages))),
                ("state-step-pages", share(_in_step(pages), pages)),
                ("state-step-short", share(_in_step(short), short)),
                ("state-reviewed-pages", share([pair for pair, _ in pages if pair.reviewed_cy], pages)),
            ]
        ),
        _heading(writer.word("state-behind"), "behind"),
        _behind(writer, [(pair, how) for pair, how in found if how.state != "in-step"]),
    ]
    for kind in (*KINDS, "page"):
        rows = [
            [writer.link(pair.id), escape(_state(writer, pair, how)), escape(_reviewed(writer, pair))]
            for pair, how in pages
            if pair.kind == kind
        ]
        if rows:
            many = (
                getattr(writer.library.words.kinds[kind].many, writer.lang)
                if kind in KINDS
                else writer.word("state-other")
            )
            head = [writer.word(f"state-{key}") for key in ("page", "state", "reviewed")]
            blocks += [_heading(many, kind), table(many, head, rows)]
    return "\n\n".join(blocks)


def _heading(said: str, anchor: str) -> str:
    return f"### {said} {{: #state-{anchor} }}"


def _in_step(rows: list[tuple[Pair, Drift]]) -> list[Pair]:
    return [pair for pair, how in rows if how.state == "in-step"]


def _behind(writer: Writer, rows: list[tuple[Pair, Drift]]) -> str:
    """What is not in step: where, how, which sections, when the two were last the same, when the other is due."""
    if not rows:
        return writer.word("state-none")
    cells = []
    for pair, how in rows:
        names = (agree.label(pair, section, writer.lang, writer.library.words) for section in how.sections)
        cells.append(
            [
                writer.link(pair.id) if pair.is_page else escape(pair.id),
                escape(_state(writer, pair, how)),
                escape("; ".join(names)),
                escape(date_text(pair.agreed.on, writer.lang)) if pair.agreed else "",
                escape(date_text(pair.awaiting.due, writer.lang)) if pair.awaiting else "",
            ]
        )
    head = [writer.word(f"state-{key}") for key in ("page", "state", "sections", "last", "due")]
    return table(writer.word("state-behind"), head, cells)


def _state(writer: Writer, pair: Pair, how: Drift) -> str:
    if how.state == "in-step" and pair.agreed:
        return writer.word("state-step", on=date_text(pair.agreed.on, writer.lang))
    return writer.word(f"state-lagging-{agree.other(how.state) if how.state in LANGUAGES else 'open'}")


def _reviewed(writer: Writer, pair: Pair) -> str:
    return date_text(pair.reviewed_cy, writer.lang) if pair.reviewed_cy else writer.word("state-not-yet")
