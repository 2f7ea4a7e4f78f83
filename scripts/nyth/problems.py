"""One kind of message for everything that can be wrong, in either language.

A problem carries a rule and its values; what people read is made from `messages.yml`, so that an
editor who works in Welsh reads Welsh and a rule is worded in one place.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FORMATS = ("text", "json", "github")


@dataclass(frozen=True, order=True)
class Problem:
    """Something in the content that an editor has to change.

    path: file, as the editor would write it; line: 1-based; rule: a key of `messages.yml`; values:
    what the message says of this case (str to str or int); level: error, or notice for advice.
    """

    path: str
    line: int
    rule: str
    values: dict[str, Any] = field(default_factory=dict, compare=False)
    level: str = field(default="error", compare=False)

    def message(self, lang: str) -> str:
        """What is wrong, in one plain sentence in `lang`."""
        return _wording(self.rule, lang)["says"].format_map(_localised(self.values, lang))

    def remedy(self, lang: str) -> str:
        """What to do about it, in one plain sentence in `lang`."""
        return _wording(self.rule, lang)["do"].format_map(_localised(self.values, lang))


class Refused(Exception):
    """A command will not do what it was asked, and has changed nothing; `problem` says why and
    what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.rule)
        self.problem = problem


@functools.cache
def catalogue() -> dict[str, Any]:
    """Every word the program says: {"rules": {rule: {lang: {"says", "do"}}}, "says": {key:
    {lang: text}}, …}."""
    text = (Path(__file__).parent / "messages.yml").read_text("utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def say(key: str, lang: str, **values: Any) -> str:
    """What a command says, in `lang`."""
    return catalogue()["says"][key][lang].format(**values)


def _wording(rule: str, lang: str) -> dict[str, str]:
    return catalogue()["rules"][rule][lang]


def _localised(values: dict[str, Any], lang: str) -> dict[str, Any]:
    """Values whose own wording depends on the language are keys of `expected`, or carry both
    wordings."""
    expected = catalogue()["expected"]
    localised = {
        key: value[lang] if isinstance(value, dict) else value for key, value in values.items()
    }
    for key in ("expected", "what"):
        if localised.get(key) in expected:
            localised[key] = expected[localised[key]][lang]
    return localised


def editor_language(chosen: str | None = None) -> str:
    """The language for messages: the one asked for, else NYTH_LANG, else the machine's locale."""
    wish = (
        chosen
        or os.environ.get("NYTH_LANG")
        or os.environ.get("LC_ALL")
        or os.environ.get("LANG")
        or "en"
    )
    return "cy" if wish.startswith("cy") else "en"


def rows(problems: Iterable[Problem], lang: str) -> list[tuple[str, str, int, str, str, str]]:
    """(level, file, line, rule, what is wrong, what to do) of each problem: errors before notices,
    in the order of files and lines."""
    return sorted(
        {
            (
                p.level,
                _shown(p.path),
                p.line,
                p.rule,
                *map(_shown, (p.message(lang), p.remedy(lang))),
            )
            for p in problems
        }
    )


def report(problems: Iterable[Problem], style: str = "text", lang: str = "en") -> str:
    """All problems as text, JSON or code-host annotations.

    Raises ValueError for a style that is not one of FORMATS.
    """
    found = rows(problems, lang)
    if style == "text":
        return "\n".join(
            f"{path}:{line}: {says} [{rule}]\n    {remedy}"
            for _, path, line, rule, says, remedy in found
        )
    if style == "json":
        keys = ("level", "path", "line", "rule", "message", "remedy")
        return json.dumps(
            [dict(zip(keys, row, strict=False)) for row in found], ensure_ascii=False, indent=1
        )
    if style == "github":
        return "\n".join(
            f"::{level} file={_escape(path, ',:')},line={line},title={_escape(rule, ',:')}"
            f"::{_escape(f'{says} {remedy}')}"
            for level, path, line, rule, says, remedy in found
        )
    raise ValueError(f"unknown format: {style}")


def _shown(text: str) -> str:
    """Names and values come from anybody: none may start a line, colour a terminal or hide what
    follows it."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _escape(text: str, also: str = "") -> str:
    """Workflow commands end at a line break and split at commas and colons."""
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
