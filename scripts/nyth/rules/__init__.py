"""What must hold of the content beyond its form: every public generator of these modules is a rule,
whose docstring is what it asks for in public."""

from __future__ import annotations

import datetime
import functools
import inspect
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from nyth.content.library import Library, rewritten
from nyth.problems import Problem, words_file
from nyth.rules import agreement, coverage, facts, language, safety
from nyth.rules.context import Context

Rule = Callable[[Context], Iterator[Problem]]
# In the order of the public page.
MODULES = (facts, coverage, safety, language, agreement)


@functools.cache
def every() -> tuple[Rule, ...]:
    """All rules."""
    named = [(module, *item) for module in MODULES for item in vars(module).items()]
    return tuple(
        rule
        for module, name, rule in named
        if inspect.isgeneratorfunction(rule)
        and rule.__module__ == module.__name__
        and not name.startswith("_")
    )


def check(
    library: Library,
    macro_pages: Collection[str] = (),
    today: datetime.date | None = None,
    sound: Library | None = None,
) -> list[Problem]:
    """Every breach of every rule; none where the words of the site, on which all else rests, could
    not be read.

    macro_pages: ids of the hand-written pages that may call macros; today: by default the day on
    which it runs; sound: an earlier state of the content in which nothing was wrong, so that only
    words that are new have to be looked at.
    """
    if library.words is None:
        return []
    only = rewritten(library, sound) if sound else None
    context = Context(library, frozenset(macro_pages), today or datetime.date.today(), only)
    return [problem for rule in every() for problem in rule(context)]


def examples() -> dict[str, list[dict[str, Any]]]:
    """What each rule lets through and stops; the head of `examples.yml` says more."""
    return words_file(Path(__file__).parent / "examples.yml")
