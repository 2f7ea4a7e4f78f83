"""What must hold of the content beyond its form: every public generator of these modules is a rule,
whose docstring is what it asks for in public."""

import datetime
import inspect
from collections.abc import Callable, Collection, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from nyth import LANGUAGES, kept
from nyth.content import markdown
from nyth.content.library import Library, Prints, rewritten
from nyth.languages.agree import OPEN
from nyth.problems import Problem, words_file
from nyth.rules import agreement, coverage, facts, language, prose, safety
from nyth.rules.context import Context


def _of(*modules: Any) -> tuple[Callable[[Context], Iterator[Problem]], ...]:
    named = [(module.__name__, *item) for module in modules for item in vars(module).items()]
    return tuple(
        rule
        for module, name, rule in named
        if inspect.isgeneratorfunction(rule) and rule.__module__ == module and name[0] != "_"
    )


# In the order of the public page: those that look at facts alone, and those that look at words.
_WORDS = _of(prose, safety, language, agreement)
RULES = _of(facts, coverage) + _WORDS


def check(
    library: Library,
    macro_pages: Collection[str] = (),
    today: datetime.date | None = None,
    sound: Prints | None = None,
) -> list[Problem]:
    """Every breach of every rule; none where the words of the site, on which all else rests, could
    not be read.

    macro_pages: ids of the hand-written pages that may call macros; today: by default the day on
    which it runs; sound: the prints of what an earlier run found in order, so that only words that
    are new have to be looked at.
    """
    if library.words is None:
        return []
    given = library, frozenset(macro_pages), today or datetime.date.today()
    changed = rewritten(library, sound) if sound else None
    things = [t for t in library.things.values() if changed is None or t.id in changed]
    problems: list[Problem] = []
    # not all at a time, so that nothing holds the blocks of all texts
    size = markdown.AT_ONCE * 3 // 4 // len(LANGUAGES)
    for start in range(0, len(things) or 1, size):
        whole = changed is None and not start
        context = Context(*given, things[start : start + size], whole)
        tried = RULES if whole else _WORDS
        problems += [problem for rule in tried for problem in rule(context)]
    return problems


def check_again(library: Library, macro_pages: Collection[str]) -> list[Problem]:
    """As `check`, but words that an earlier run of this day found in order are not looked at
    again. A text whose languages are out of step is in order but for that, and is looked at until
    they are not."""
    today = datetime.date.today()
    libraries = [version(name) for name in ("markdown-it-py", "pydantic", "simplemma")]
    code = (*Path(__file__).parents[1].rglob("*.py"), *Path(__file__).parents[1].rglob("*.yml"))
    edition = kept.edition(f"{today} {sorted(macro_pages)} {libraries}", *sorted(code))
    sound = kept.read("sound", edition)
    problems = check(library, macro_pages, today, sound)
    moved = {problem.path for problem in problems}
    texts = {text.place.path for _, text in library.texts()}
    if library.words and moved <= texts and all(problem.rule in OPEN for problem in problems):
        found = library.prints | {path: (library.prints[path][0], b"") for path in moved}
        if found != sound:
            kept.write("sound", edition, found)
    return problems


def examples() -> dict[str, list[dict[str, Any]]]:
    """What each rule lets through and stops; the head of `examples.yml` says more."""
    return words_file(Path(__file__).parent / "examples.yml")
