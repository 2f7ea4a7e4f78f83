"""What must hold of the content beyond its form: one generator per rule, each stating its rule in its docstring."""

from __future__ import annotations

import datetime
import importlib
import inspect
import re
from collections.abc import Callable, Iterator

from nyth.content.model import Library
from nyth.content.passages import passages
from nyth.problems import Problem

RULES: list[Callable[..., Iterator[Problem]]] = []
# The modules of rules build on this one and register theirs with it, so it knows them by name alone.
MODULES = ("facts", "safety", "language", "agreement")

LINK = re.compile(r"\]\(([^()\s]*)\)")
PICTURE = re.compile(r"!\[([^\[\]]*)\]\(assets/([^()\s/]*)\)")
CITATION = re.compile(r"\[\^([^\]\s]*)\]")
ATTRIBUTES = re.compile(r"\{:[^}\n]*\}")
CODE = re.compile(r"`[^`\n]+`")
MACRO = re.compile(r"^\{\{ [a-z_]+\((?:'[a-z-]+')?\) \}\}$", re.M)


def rule(check: Callable[..., Iterator[Problem]]) -> Callable[..., Iterator[Problem]]:
    """Registers a rule, so that `check` runs it."""
    RULES.append(check)
    return check


def every() -> list[Callable[..., Iterator[Problem]]]:
    """All rules, those of the modules that build on this one included."""
    for module in MODULES:
        importlib.import_module(f"{__name__}.{module}")
    return RULES


def check(
    library: Library, macro_pages: tuple[str, ...] = (), today: datetime.date | None = None
) -> list[Problem]:
    """Every breach of every rule. A rule is handed what it names of these: `library`; `passages`, everything that people
    wrote, in pieces; `macro_pages`, the ids of the hand-written pages that may call macros; `today`, by default the day
    on which it runs."""
    if library.words is None:
        return []
    written = tuple(passages(library, macro_pages))
    given = {
        "library": library,
        "passages": written,
        "macro_pages": macro_pages,
        "today": today or datetime.date.today(),
    }
    return [
        problem
        for each in every()
        for problem in each(**{name: given[name] for name in inspect.signature(each).parameters})
    ]


def blank(pattern: re.Pattern[str], body: str) -> str:
    """The text with every match replaced by spaces, so that lines keep their numbers."""
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), body)
