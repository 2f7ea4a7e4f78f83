"""What hand-written pages may insert: `{{ cards('principle') }}` and its like, and nothing else.
Pure.

Each insert gives the records that the template of the same name in `overrides/macros/` shows.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment
from markupsafe import Markup

from nyth import LANGUAGES, other, rules
from nyth.content.library import KINDS, PAGE, ids
from nyth.languages import agree
from nyth.languages.agree import Drift, Pair
from nyth.outputs import pack, tables
from nyth.outputs.data import Edition
from nyth.outputs.tables import Column
from nyth.pages import assessment, charts, finder, progress, sessions, views
from nyth.pages.page import Page, alphabetical
from nyth.problems import catalogue
from nyth.publishing import offline
from nyth.search import pages as search_pages

FILTERED = ("case-study", "barrier", "training")


def insert(
    templates: Environment,
    edition: Callable[[], Edition] | None = None,
    packed: Callable[[], list[dict[str, Any]]] = list,
) -> Callable[[Page, str, str], Markup]:
    """What a page asks for each macro on it. `edition`: the open data, `packed`: the files of the
    pack, for the inserts that list them. Raises KeyError for a macro that is not known."""

    def shown(page: Page, name: str, argument: str) -> Markup:
        if name == "label":
            return Markup.escape(page.word(argument))
        if name in OF_DATA:
            values = OF_DATA[name](page, edition())
        elif name in OF_PACK:
            values = OF_PACK[name](page, packed())
        else:
            values = INSERTS[name](page, argument) if argument else INSERTS[name](page)
        return Markup(templates.get_template(f"macros/{name}.html").render(page=page, **values))  # noqa: S704

    return shown


def _cards(page: Page, kind: str) -> dict[str, Any]:
    things = page.library.of(kind)
    filters = []
    for key in ("principle", "value", "region", "barrier") if kind in FILTERED else ():
        used = {name for thing in things for name in ids(thing.facts, f"{key}s")}
        options = [(t.id, t[page.lang].title) for t in page.library.of(key) if t.id in used]
        if len(used) > 1:
            filters.append((key, page.kind_name(key), options))
    return {"kind": kind, "cards": views.cards(page, things), "filters": filters}


def _diagram(page: Page) -> dict[str, Any]:
    kinds = ("theme", "principle", "value")
    items = {
        kind: [(t[page.lang].title, page.to(t.id)) for t in page.library.of(kind)] for kind in kinds
    }
    return {"drawing": charts.diagram(*items.values()), "items": items}


def _timeline(page: Page) -> dict[str, Any]:
    events = [
        (event.when[page.lang], event.what[page.lang], event.source)
        for event in page.library.timeline
    ]
    return {"events": [(when, what, source, page.cite(source)) for when, what, source in events]}


def _glossary(page: Page) -> dict[str, Any]:
    """The terms under the letters of the page's alphabet."""
    terms = {term.id: (term, _about_term(page, term)) for term in page.library.glossary}
    entries = [(term[page.lang], term.id, True) for term, _ in terms.values()]
    return {
        "letters": [
            (name, anchor, [terms[id_] for _, id_, _ in rows])
            for name, anchor, rows in search_pages.letters(entries, page.lang)
        ]
    }


def _about_term(page: Page, term: Any) -> str:
    lines = []
    for key in ("synonyms", "avoid"):
        if words := getattr(term, key)[page.lang]:
            lines.append(page.word(key, words=", ".join(words)))
    lines.append(page.word(f"sure-{term.sure}"))
    lines += [term.note[page.lang]] if term.note else []
    return ". ".join(line.rstrip(".") for line in lines) + "."


def _sources(page: Page) -> dict[str, Any]:
    """The whole register of sources, by title."""
    views = [page.source(source) for source in page.library.sources.values()]
    return {"sources": sorted(views, key=lambda view: alphabetical(view.title, page.lang))}


def _gaps(page: Page) -> dict[str, Any]:
    """What could not be found out, each gap with the sources in which it was looked for."""
    read = page.library.sources
    return {
        "gaps": [(gap, [page.source(read[name]) for name in gap.read]) for gap in page.library.gaps]
    }


def _plan(page: Page, name: str) -> dict[str, Any]:
    """A plan as it is for any principle."""
    return {"plans": [plan for plan in sessions.plan_views(page) if plan.id == name]}


def _pack(page: Page, files: list[dict[str, Any]]) -> dict[str, Any]:
    """What there is for each session: (title, link, slides, files), the framework last; and the
    whole pack in one file. `files`: of the pack, where it is published."""
    lengths = [(plan.id, plan.minutes) for plan in page.library.plans]
    rows = [
        (
            page.title(s.facts.principle),
            page.to(s.id),
            sessions.slide_links(page, s.facts.principle, "trainer"),
            pack.shown(page, files, s.facts.principle),
        )
        for s in page.library.of("session")
    ]
    framework = sessions.slide_links(page, sessions.FRAMEWORK, "trainer")
    sheets = pack.shown(page, files, sessions.FRAMEWORK)
    rows.append((page.word("slides-framework"), "", framework, sheets))
    whole = pack.shown(page, files, "")
    dates = [page.date(date.fromisoformat(row["date"])) for row in files if not row["id"]]
    return {"lengths": lengths, "rows": rows, "whole": whole, "date": "".join(dates[:1])}


def _nothing(page: Page) -> dict[str, Any]:
    return {}


# The state of the translation


@dataclass(frozen=True)
class StateRow:
    """How the two languages of something stand: link or id, state, sections, and days in words."""

    href: str | None
    name: str
    state: str
    sections: str = ""
    last: str = ""
    due: str = ""
    reviewed: str = ""


def _translation_state(page: Page) -> dict[str, Any]:
    states = [(pair, agree.drift(pair)) for pair in agree.pairs(page.library)]
    groups = []
    for kind in (*KINDS, PAGE):
        rows = [_state_row(page, *row) for row in states if row[0].kind == kind]
        name = page.kind_name(kind, "many") if kind in KINDS else page.word("state-other")
        groups.append((kind, name, rows))

    def share(rows: Iterable[tuple[Pair, Drift]], holds: Callable[[Pair, Drift], bool]) -> str:
        rows = list(rows)
        return page.word("state-share", n=sum(holds(*row) for row in rows), all=len(rows))

    def in_step(pair: Pair, state: Drift) -> bool:
        return state.state == "in-step"

    pages = [row for row in states if row[0].has_page]
    return {
        "facts": [
            ("state-pages", str(len(pages))),
            ("state-step-pages", share(pages, in_step)),
            ("state-step-short", share((r for r in states if not r[0].has_page), in_step)),
            ("state-reviewed-pages", share(pages, lambda pair, _: bool(pair.reviewed_cy))),
        ],
        "behind": [_state_row(page, *row) for row in states if not in_step(*row)],
        "groups": [group for group in groups if group[2]],
    }


def _state_row(page: Page, pair: Pair, state: Drift) -> StateRow:
    last = max((entry.on for entry in pair.accepted.values()), default=None)
    if state.state == "in-step" and last:
        words = page.word("state-step", on=page.date(last))
    else:
        behind = other(state.state) if state.state in LANGUAGES else "open"
        words = page.word(f"state-lagging-{behind}")
    sections = (pair.heading(s, page.lang, page.library.words) for s in state.sections)
    return StateRow(
        page.to(pair.id) if pair.has_page else None,
        page.title(pair.id) if pair.has_page else pair.id,
        words,
        "; ".join(sections),
        page.date(last) if last else "",
        page.date(pair.awaiting.due) if pair.awaiting else "",
        page.date(pair.reviewed_cy) if pair.reviewed_cy else page.word("state-not-yet"),
    )


# The rules

# The groups of the page, in its order: module of the rules and the key of its heading in words.yml.
_GROUPS = {
    "facts": "rules-facts",
    "coverage": "rules-coverage",
    "safety": "rules-safety",
    "language": "rules-languages",
    "agreement": "rules-agree",
}


@functools.cache
def examples() -> dict[str, list[dict[str, Any]]]:
    """What each rule lets through and stops, by its name; the head of `examples.yml` says what
    is in it."""
    path = Path(rules.__file__).parent / "examples.yml"
    return yaml.safe_load(path.read_text("utf-8"))


def _rules_list(page: Page) -> dict[str, Any]:
    groups = []
    for module, heading in _GROUPS.items():
        members = [r for r in rules.every() if r.__module__.rpartition(".")[2] == module]
        groups.append((heading, [_rule(page, member) for member in members]))
    return {"groups": groups}


def _rule(page: Page, rule: Callable[..., Any]) -> dict[str, Any]:
    name = rule.__name__
    english = " ".join((rule.__doc__ or "").split())
    sentence = english if page.lang == "en" else catalogue()["statements"][name]
    rows = []
    for example in examples().get(name, ()):
        file = re.search(r"/(en|cy)[./]", example["file"])
        lang = file.group(1) if file and file.group(1) != page.lang else None
        shown = [example[key].strip().split("\n") for key in ("right", "wrong")]
        rows.append((example["says"], lang, shown))
    # code stands between backticks: every second piece
    return {"id": name.replace("_", "-"), "sentence": sentence.split("`"), "rows": rows}


def _accessibility_results(page: Page) -> dict[str, Any]:
    return {"measured": page.library.measured}


# The open data


def _data_files(page: Page, edition: Edition) -> dict[str, Any]:
    """The files, those that are tables apart: (what it is, link, name, rows, size)."""
    version = edition.head.version
    groups: tuple[list, list] = [], []
    for file in edition.listed:
        name, size = file.path.rpartition("/")[2], _size(len(file.data))
        row = (file.title[page.lang], page.path(file.path), name, file.rows, size)
        groups[file.rows is not None].append(row)
    on, _, mark = version.rpartition(".")
    return {"groups": groups, "version": version, "on": page.date(on) if on else mark}


def _size(number: int) -> str:
    # a no-break space keeps the number with its unit
    if number >= 1e6:
        return f"{number / 1e6:.1f}\xa0MB"
    return f"{max(1, round(number / 1e3))}\xa0kB"


def _data_dictionary(page: Page, edition: Edition) -> dict[str, Any]:
    """Every table: (file, what it is, rows of its columns, type and meaning)."""
    files = tables.dictionary()["files"]
    return {
        "tables": [
            (t.path, files[t.name][page.lang], list(_columns(page, t.name, t.columns)))
            for t in edition.tables
        ]
    }


def _columns(
    page: Page, table: str, columns: Iterable[Column]
) -> Iterable[tuple[list[str], str, str]]:
    """The columns of a table; those that only differ in their language stand together."""
    for words, group in itertools.groupby(columns, lambda c: tables.explain(table, c.name)):
        same = list(group)
        yield [c.name for c in same], page.word(f"data-{same[0].type}"), words[page.lang]


OF_DATA: dict[str, Callable[[Page, Edition], dict[str, Any]]] = {
    "data_files": _data_files,
    "data_dictionary": _data_dictionary,
}
OF_PACK: dict[str, Callable[[Page, list[dict[str, Any]]], dict[str, Any]]] = {"pack": _pack}
INSERTS: dict[str, Callable[..., dict[str, Any]]] = {
    "cards": _cards,
    "diagram": _diagram,
    "ratings": progress.ratings,
    "behind_ratings": progress.behind,
    "since": progress.since,
    "scale": _nothing,
    "timeline": _timeline,
    "glossary": _glossary,
    "finder": finder.finder,
    "region_answers": finder.answers,
    "places": finder.places,
    "plan": _plan,
    "sources_list": _sources,
    "gaps": _gaps,
    "accessibility_results": _accessibility_results,
    "translation_state": _translation_state,
    "rules_list": _rules_list,
    "search_results": search_pages.results,
    "a_to_z": search_pages.a_to_z,
    "assessment": assessment.shown,
    "keep_offline": _nothing,
    "download_offline": lambda page: {"name": offline.name(page.library)},
}
