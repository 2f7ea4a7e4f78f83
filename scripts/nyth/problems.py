"""One kind of message for everything that can be wrong, in either language.

A problem carries a rule and its values; what people read is made from `problems.yml`, so that an
editor who works in Welsh reads Welsh and a rule is worded in one place.
"""

import difflib
import functools
import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from nyth import other

FORMATS = ("text", "json", "github")


@dataclass(frozen=True, order=True)
class Problem:
    """Something in the content that an editor has to change.

    path: file, as the editor would write it; line: 1-based; rule: a key of `problems.yml`; values:
    what the message says of this case (str to str or int); level: error, or notice for advice.
    """

    path: str
    line: int
    rule: str
    values: dict[str, Any] = field(default_factory=dict, compare=False)
    level: str = field(default="error", compare=False)

    def message(self, lang: str) -> str:
        """What is wrong, in one plain sentence in `lang`."""
        return self._worded("says", lang)

    def remedy(self, lang: str) -> str:
        """What to do about it, in one plain sentence in `lang`."""
        return self._worded("do", lang)

    def _worded(self, part: str, lang: str) -> str:
        """Values whose own wording depends on the language are keys of `expected`, or carry both
        wordings, which people wrote: nothing is filled into those."""
        expected, values = catalogue()["expected"], dict(self.values)
        for key, value in self.values.items():
            if isinstance(value, dict):
                values[key] = value[lang]
            elif key in ("expected", "what") and value in expected:
                values[key] = expected[value][lang].format_map(values)
        return wordings()[self.rule][lang][part].format_map(values)


class Refused(Exception):
    """A command does not do what it was asked, and has changed nothing; why and what to do."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].rule)
        self.problem, self.problems = problems[0], problems


def refused(path: Path, rule: str, line: int = 1, **values: Any) -> Refused:
    """Why a file or folder is not used."""
    return Refused(Problem(path.as_posix(), line, rule, values))


def unusable(path: Path, error: OSError) -> Refused:
    """Why nothing was written at a place."""
    detail = error.strerror or str(error)
    return refused(path, "place-unusable", place=path.as_posix(), detail=detail)


def hint(wrong: str, known: Iterable[str]) -> str:
    """What is close to a wrong name, or part of it as of a path, as the end of a remedy."""
    known, parts = list(known), re.split(r"[/\\#]|\.\w+$", wrong)
    close = [part for part in parts[::-1] if part in known]
    close = close or difflib.get_close_matches(wrong, known, 1)
    return f" ({close[0]}?)" if close else ""


@functools.cache
def words_file(path: Path) -> dict[str, Any]:
    """What stands in a file of words that belongs to the program."""
    return yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def catalogue() -> dict[str, Any]:
    """Every word the program says, but of problems."""
    return words_file(Path(__file__).parent / "messages.yml")


def wordings() -> dict[str, Any]:
    """What is wrong and what to do, by rule: most of the words, and needed only for faults."""
    return words_file(Path(__file__).with_suffix(".yml"))


def say(key: str, lang: str, **values: Any) -> str:
    """What a command says, in `lang`."""
    return catalogue()["says"][key][lang].format(**values)


def editor_language(chosen: str | None = None) -> str:
    """The language for messages: the one asked for, else NYTH_LANG, else the machine's locale."""
    wishes = (chosen, *map(os.environ.get, ("NYTH_LANG", "LC_ALL", "LANG")))
    return "cy" if next(filter(None, wishes), "en").startswith("cy") else "en"


def rows(problems: Iterable[Problem], lang: str) -> list[tuple[str, str, int, str, str, str]]:
    """(level, file, line, rule, what is wrong, what to do) of each problem, sorted."""
    told = ((p.level, p.path, p.line, p.rule, p.message(lang), p.remedy(lang)) for p in problems)
    return sorted({tuple(map(_shown, row)) for row in told})


def report(problems: Iterable[Problem], style: str = "text", lang: str = "en") -> str:
    """All problems as text, JSON or code-host annotations: a style of FORMATS."""
    if style == "github":
        # whoever reads a proposal may be of either language
        return "\n".join(
            dict.fromkeys(_annotation(p, (lang, other(lang))) for p in sorted(problems))
        )
    found = rows(problems, lang)
    if style == "json":
        keys = ("level", "path", "line", "rule", "message", "remedy")
        records = [dict(zip(keys, row, strict=True)) for row in found]
        return json.dumps(records, ensure_ascii=False, indent=1)
    return "\n".join(
        f"{path}:{line}: {says} [{rule}]\n    {remedy}"
        for _, path, line, rule, says, remedy in found
    )


def _annotation(problem: Problem, langs: Iterable[str]) -> str:
    told = [row for lang in langs for row in rows([problem], lang)]
    level, path, line, rule, *_ = told[0]
    says = _escape("\n\n".join(f"{says} {remedy}" for *_, says, remedy in told))
    return f"::{level} file={_escape(path, ',:')},line={line},title={_escape(rule, ',:')}::{says}"


def _shown(value: Any) -> Any:
    """Names come from anybody: none may start a line, colour a terminal or hide what follows."""
    if isinstance(value, int) or value.isprintable():
        return value
    return "".join(char if char.isprintable() else "\ufffd" for char in value)


def _escape(text: str, also: str = "") -> str:
    """Workflow commands end at a line break and split at commas and colons."""
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
