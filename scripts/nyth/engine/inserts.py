"""What hand-written pages may insert: `{{ cards('principle') }}` and its like, and nothing else.

Each is the template of its name in `overrides/macros/`, which reads the page and its library, and
asks what is KNOWN here for what it cannot work out itself. mkdocs-macros runs
the calls and shows nothing for them: the finished page has the inserts, so no text of a contributor
ever reaches Jinja.
"""

import itertools
import re
from collections.abc import Iterator
from typing import Any

from nyth import rules
from nyth.content.blocks import one_line
from nyth.content.library import KINDS, PAGE, Thing
from nyth.languages import agree, placenames
from nyth.outputs import pack, tables
from nyth.outputs.tables import DataFile
from nyth.pages import charts, views
from nyth.pages.page import Page
from nyth.problems import catalogue
from nyth.publishing import offline
from nyth.rules.safety import MACROS


def markdown(thing: Thing, lang: str) -> str:
    """What MkDocs is given of a page: its calls, a paragraph each; nothing where it has none."""
    calls = thing[lang].calls if thing.is_page else ()
    lines = [f"{{{{ {mark.value}({mark.words!r}) }}}}\n" for mark in calls]
    return "---\nrender_macros: true\n---\n" + "\n".join(lines) if lines else ""


def define_env(env: Any) -> None:
    """Called by mkdocs-macros."""
    for name in MACROS:
        env.macro(lambda argument: "", name)


def _rules(page: Page, *modules: str) -> Iterator[tuple[str, list[str], list[tuple]]]:
    """The rules of some modules, in their order: (id, sentence, examples). Code stands between
    backticks: every second piece of a sentence."""
    for rule in rules.RULES:
        name = rule.__name__
        if rule.__module__.rpartition(".")[2] not in modules:
            continue
        english = one_line(rule.__doc__ or "")
        sentence = english if page.lang == "en" else catalogue()["statements"][name]
        rows = []
        for example in rules.examples().get(name, ()):
            file = re.search(r"/(en|cy)[./]", example["file"])
            lang = file.group(1) if file and file.group(1) != page.lang else None
            shown = [example[key].strip().split("\n") for key in ("right", "wrong")]
            rows.append((example["says"], lang, shown))
        yield name.replace("_", "-"), sentence.split("`"), rows


def _columns(page: Page, table: DataFile) -> Iterator[tuple[list[str], str, str]]:
    """The columns of a table; those that only differ in their language stand together."""
    groups = itertools.groupby(table.columns, lambda c: tables.explain(table.name, c.name))
    for words, group in groups:
        same = list(group)
        yield [c.name for c in same], page.word(f"data-{same[0].type}"), words[page.lang]


# What templates may ask for besides their page.
KNOWN: dict[str, Any] = {
    "KINDS": (*KINDS, PAGE),
    "agree": agree,
    "charts": charts,
    "columns": _columns,
    "offline": offline,
    "pack": pack,
    "placenames": placenames,
    "rules": _rules,
    "views": views,
}
