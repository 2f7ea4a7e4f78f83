"""The public page of the rules: what each asks for, what it lets through and what it stops, from what the tests try."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import yaml

from nyth import LANGUAGES, rules
from nyth.pages.writer import Writer, table
from nyth.problems import catalogue

# The groups of the page, in its order: module of the rules and the key of its heading in words.yml.
GROUPS = {
    "facts": "rules-facts",
    "safety": "rules-safety",
    "language": "rules-languages",
    "agreement": "rules-agree",
}


@functools.cache
def examples() -> dict[str, list[dict[str, Any]]]:
    """What each rule lets through and stops, by the name of the rule; the head of `examples.yml` says what is in it."""
    return yaml.safe_load((Path(__file__).parent / "examples.yml").read_text("utf-8"))


def rules_list(writer: Writer) -> str:
    """Every rule in the language of the page, in groups, with its examples."""
    blocks = []
    for module, heading in GROUPS.items():
        found = [rule for rule in rules.every() if rule.__module__.rpartition(".")[2] == module]
        if found:
            blocks.append(f"### {writer.word(heading)} {{: #{heading} }}")
            blocks.append(f'<ol class="rules">{"".join(_rule(writer, rule) for rule in found)}</ol>')
    return "\n\n".join(blocks)


def _rule(writer: Writer, rule: Callable[..., Any]) -> str:
    said = " ".join(inspect.getdoc(rule).split()) if writer.lang == "en" else catalogue()["statements"][rule.__name__]
    rows = [_example(writer, example) for example in examples().get(rule.__name__, ())]
    head = [escape(writer.word(f"rules-{key}")) for key in ("says", "right", "wrong")]
    shown = table(said.replace("`", ""), head, rows) if rows else ""
    return f'<li id="{rule.__name__.replace("_", "-")}"><p>{_inline(said)}</p>{shown}</li>'


def _example(writer: Writer, example: dict[str, Any]) -> list[str]:
    lang = next((code for code in LANGUAGES if re.search(rf"/{code}[./]", example["file"])), writer.lang)
    foreign = f' lang="{lang}"' if lang != writer.lang else ""
    lines = {key: _kept(example[key].strip()).replace("\n", "<br>") for key in ("right", "wrong")}
    shown = [f"<code{foreign}>{text}</code>" if text else "" for text in lines.values()]
    return [f"<code>{example['says']}</code>", *shown]


def _kept(text: str) -> str:
    """Text as it is typed: no link, citation or macro of this page may be made of it."""
    return "".join(c if c.isalnum() or c in " \n.,'-/" else f"&#{ord(c)};" for c in text)


def _inline(said: str) -> str:
    """A sentence with its code marked as code."""
    parts = re.split(r"`([^`]+)`", said)
    return "".join(f"<code>{_kept(part)}</code>" if n % 2 else escape(part) for n, part in enumerate(parts))
