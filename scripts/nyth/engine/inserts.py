"""What hand-written pages may insert: `{{ cards('principle') }}` and its like, and nothing else.
Pure.

Each insert gives the records that the template of the same name in `overrides/macros/` shows.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment
from markupsafe import Markup

from nyth import LANGUAGES, other, rules
from nyth.content.library import KINDS, PAGE, ids
from nyth.languages import agree
from nyth.languages.agree import Drift, Pair
from nyth.pages import assessment, charts, views
from nyth.pages.page import Page, alphabetical
from nyth.problems import catalogue
from nyth.publishing import offline
from nyth.search import pages as search_pages

FILTERED = ("case-study", "barrier", "training")


def insert(templates: Environment) -> Callable[[Page, str, str], Markup]:
    """What a page asks for each macro on it. Raises KeyError for a macro that is not known."""

    def shown(page: Page, name: str, argument: str) -> Markup:
        if name == "label":
            return Markup.escape(page.word(argument))
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


def _ratings(page: Page) -> dict[str, Any]:
    """All ratings, and the reasons for what is missing, each once."""
    ratings = page.library.ratings
    years = sorted({rating.year for rating in ratings})
    known = {(rating.principle, rating.year): rating.value for rating in ratings}
    rows = [
        (t[page.lang].title, page.to(t.id, "progress"), [known.get((t.id, year)) for year in years])
        for t in page.library.of("principle")
    ]
    reasons = dict.fromkeys(rating.reason[page.lang] for rating in ratings if rating.reason)
    levels = [level.level for level in page.library.scale] or [0]
    tracks = [(title, values) for title, _, values in rows]
    lowest, highest = min(levels), max(levels)
    label = page.word("ratings_chart", low=lowest, high=highest)
    chart = charts.ratings(tracks, years, lowest, highest)
    return {"chart": chart, "label": label, "years": years, "rows": rows, "reasons": list(reasons)}


def _timeline(page: Page) -> dict[str, Any]:
    events = [
        (event.when[page.lang], event.what[page.lang], event.source)
        for event in page.library.timeline
    ]
    return {"events": [(when, what, source, page.cite(source)) for when, what, source in events]}


def _glossary(page: Page) -> dict[str, Any]:
    order = sorted(page.library.glossary, key=lambda term: alphabetical(term[page.lang], page.lang))
    return {"terms": [(term, _about_term(page, term)) for term in order]}


def _about_term(page: Page, term: Any) -> str:
    lines = []
    for key in ("synonyms", "avoid"):
        if words := getattr(term, key)[page.lang]:
            lines.append(page.word(key, words=", ".join(words)))
    lines.append(page.word(f"sure-{term.sure}"))
    lines += [term.note[page.lang]] if term.note else []
    return ". ".join(line.rstrip(".") for line in lines) + "."


def _finder(page: Page) -> dict[str, Any]:
    """Councils in the order of the alphabet, each with its region. Their ids stand in the
    address of the page, and are the same in both languages."""
    councils = [
        (council[page.lang], _id(council.en), region[page.lang].title, page.to(region.id))
        for region in page.library.of("region")
        for council in region.facts.local_authorities
    ]
    return {"councils": sorted(councils, key=lambda row: alphabetical(row[0], page.lang))}


def _id(name: str) -> str:
    return re.sub(r"\W+", "-", name.lower())


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


INSERTS: dict[str, Callable[..., dict[str, Any]]] = {
    "cards": _cards,
    "diagram": _diagram,
    "ratings": _ratings,
    "scale": _nothing,
    "timeline": _timeline,
    "glossary": _glossary,
    "finder": _finder,
    "accessibility_results": _accessibility_results,
    "translation_state": _translation_state,
    "rules_list": _rules_list,
    "search_results": search_pages.results,
    "a_to_z": search_pages.a_to_z,
    "assessment": assessment.shown,
    "keep_offline": _nothing,
    "download_offline": lambda page: {"name": offline.name(page.library)},
}
