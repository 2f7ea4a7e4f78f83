"""Rules of what texts hold: links, citations, figures, questions."""

import functools
import itertools
import re
from collections.abc import Iterator

from nyth.content.blocks import Block
from nyth.content.model import OUTSIDE, Place
from nyth.problems import Problem
from nyth.rules.context import LISTS, Context

_FIGURE = re.compile(r"(?<![\w#])\d[\d.,:%]*")


def citations_are_known(context: Context) -> Iterator[Problem]:
    """Every source that a text cites stands in sources.yml."""
    for passage, mark in context.marks["citation"]:
        tell = functools.partial(passage.problem, at=mark)
        yield from context.unknown_source(tell, mark.value)


def links_lead_somewhere(context: Context) -> Iterator[Problem]:
    """A link by id leads to a thing or page that is there, and to a section that it has."""
    for passage, mark in context.marks["link"]:
        if mark.value.startswith("nyth:"):
            tell = functools.partial(passage.problem, at=mark)
            yield from context.unknown_spot(tell, mark.value.removeprefix("nyth:"))


def links_are_by_id(context: Context) -> Iterator[Problem]:
    """Links inside the site are by id; other addresses stand in sources.yml, or as https:// on
    hand-written pages."""
    example = next(iter(context.library.things), "start")
    for passage, mark in context.marks["link"]:
        address = mark.value
        by_hand = passage.thing is not None and passage.thing.is_page
        if not (address.startswith("nyth:") or (by_hand and OUTSIDE.match(address))):
            rule = "external-link" if ":" in address.split("/")[0] else "hard-link"
            yield passage.problem(rule, mark, address=address[:80] or "()", example=example)


def figures_name_their_source(context: Context) -> Iterator[Problem]:
    """A paragraph or list item with a figure in it cites a source; our own advice and questions
    need not."""
    example = next(iter(context.library.sources), "source-id")
    for thing, text in context.texts:
        # the facts of an update say where each of its findings stands in its source
        if thing.id in LISTS["of-ourselves"] or thing.kind == "update":
            continue
        for section in text.sections:
            if not thing.is_page and section.id in LISTS["our-figures"]:
                continue
            for part in (section, *section.parts):
                for line, figure in _figures(part.body.blocks):
                    values = {"figure": figure, "example": example}
                    yield Problem(text.place.path, line, "sourceless-figure", values)


def _figures(blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """The line of the first figure of each paragraph, item and table that cites nothing, and it."""
    for _, group in itertools.groupby(blocks, lambda b: 0 if b.kind == "row" else b.line):
        joined = list(group)
        if any(block.of("citation") for block in joined):
            continue
        for block in (b for b in joined if _FIGURE.search(b.text)):
            words = block.lines(code=False, links=False)
            if match := _FIGURE.search(words):
                line = block.line + words.count("\n", 0, match.start())
                yield line, match.group().rstrip(".,:")
                break


def values_speak_to_every_principle(context: Context) -> Iterator[Problem]:
    """A section with one part per principle has one for each of them, in their order, and for
    nothing else."""
    principles = [principle.id for principle in context.library.of("principle")]
    for thing, text in context.texts:
        for section in (text.section(r.id) for r in thing.rules if r.per_principle):
            there = [part.id for part in section.parts if part.id in principles]
            order = [name for name in principles if name in there]
            for part in section.parts:
                place = Place(text.place.path, (), {(): part.line})
                yield from context.unknown_id(place, part.id, principles)
            # a part that is not known may be the one that is missing
            fewer = len(section.parts) < len(principles)
            missing = [name for name in principles if name not in there] if fewer else []
            wrong = [("missing-parts", {"missing": name}) for name in missing]
            wrong += [("heading-order", {"known": ", ".join(order)})] if order != there else []
            for rule, values in wrong:
                values["heading"] = section.heading
                yield Problem(text.place.path, section.line, rule, values)


def questions_are_enough(context: Context) -> Iterator[Problem]:
    """A list of questions is numbered and long enough to work from."""
    for thing, text in context.texts:
        for rule in (rule for rule in thing.rules if rule.questions):
            section = text.section(rule.id)
            for part in section.parts or (section,):
                count = sum(block.number is not None for block in part.body.blocks)
                if count < rule.questions:
                    values = {"heading": part.heading, "count": count, "least": rule.questions}
                    yield Problem(text.place.path, part.line, "few-questions", values)
