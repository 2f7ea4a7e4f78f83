"""What hand-written pages may insert: `{{ cards('principle') }}` and its like, and nothing else.
Pure.

Each is the template of its name in `overrides/macros/`, which reads the page and its library; here
stands what a template cannot work out for itself.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from nyth import rules
from nyth.content.library import KINDS, PAGE, ids
from nyth.content.model import Term
from nyth.languages import agree
from nyth.outputs import pack, tables
from nyth.outputs.data import Edition
from nyth.outputs.tables import FOLDER, DataFile
from nyth.pages import assessment, charts, finder, progress, sessions
from nyth.pages.page import Page, alphabetical, bare, listed
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
    pack, for the inserts that list them."""
    made: dict[str, Callable[[Page, str], dict[str, Any]]] = {
        **_MADE,
        "data_files": lambda *_: {"edition": edition(), "size": _size},
        "data_dictionary": lambda page, _: _data_dictionary(page, edition()),
        "pack": lambda page, _: _pack(page, packed()),
    }

    def shown(page: Page, name: str, argument: str) -> Markup:
        if name == "label":
            return Markup.escape(page.word(argument))
        values = made[name](page, argument) if name in made else {}
        template = templates.get_template(f"macros/{name}.html")
        return Markup(template.render(page=page, argument=argument, **values))  # noqa: S704

    return shown


def _cards(page: Page, kind: str) -> dict[str, Any]:
    things = listed(page.library, kind, page.lang)
    filters = []
    for key in ("principle", "value", "region", "barrier") if kind in FILTERED else ():
        used = {name for thing in things for name in ids(thing.facts, f"{key}s")}
        options = [(t.id, t[page.lang].title) for t in page.library.of(key) if t.id in used]
        if len(used) > 1:
            filters.append((key, page.kind_name(key), options))
    return {"kind": kind, "cards": things, "filters": filters}


def _diagram(page: Page, _: str) -> dict[str, Any]:
    kinds = ("theme", "principle", "value")
    items = {
        kind: [(t[page.lang].title, page.to(t.id)) for t in page.library.of(kind)] for kind in kinds
    }
    return {"drawing": charts.diagram(*items.values()), "items": items}


def _glossary(page: Page, _: str) -> dict[str, Any]:
    """The terms under the letters of the page's alphabet."""
    terms = {term.id: term for term in page.library.glossary}
    entries = [(term[page.lang], term.id, True) for term in terms.values()]
    return {
        "letters": [
            (name, anchor, [(terms[id_], _about(page, terms[id_])) for _, id_, _ in rows])
            for name, anchor, rows in search_pages.letters(entries, page.lang)
        ]
    }


def _about(page: Page, term: Term) -> str:
    lines = [
        page.word(key, words=", ".join(words))
        for key in ("synonyms", "avoid")
        if (words := getattr(term, key)[page.lang])
    ]
    lines += [page.word(f"sure-{term.sure}"), *([term.note[page.lang]] if term.note else [])]
    return ". ".join(line.rstrip(".") for line in lines) + "."


def _sources(page: Page, _: str) -> dict[str, Any]:
    """The whole register of sources, by title."""
    return {
        "sources": sorted(
            page.library.sources.values(),
            key=lambda source: alphabetical(bare(*page.source_title(source)), page.lang),
        )
    }


def _pack(page: Page, files: list[dict[str, Any]]) -> dict[str, Any]:
    """What there is for each session: (title, link, slides, files), the framework last; and the
    whole pack in one file. `files`: of the pack, where it is published."""
    targets = [
        (page.title(s.facts.principle), page.to(s.id), s.facts.principle)
        for s in page.library.of("session")
    ]
    targets.append((page.word("slides-framework"), "", sessions.FRAMEWORK))
    rows = [
        (
            title,
            href,
            sessions.slide_links(page, target, "trainer"),
            pack.shown(page, files, target),
        )
        for title, href, target in targets
    ]
    dates = [row["date"] for row in files if not row["id"]]
    return {"rows": rows, "whole": pack.shown(page, files, ""), "dates": dates}


def _translation_state(page: Page, _: str) -> dict[str, Any]:
    """How the two languages of everything stand, by kind, and in numbers."""
    pairs = list(agree.pairs(page.library))
    pages = [pair for pair in pairs if pair.has_page]
    behind = [pair for pair in pairs if pair.state != "in-step"]
    late, short = sum(pair.has_page for pair in behind), len(pairs) - len(pages)
    reviewed = sum(bool(pair.reviewed_cy) for pair in pages)
    return {
        "pages": len(pages),
        "shares": [
            ("state-step-pages", len(pages) - late, len(pages)),
            ("state-step-short", short - len(behind) + late, short),
            ("state-reviewed-pages", reviewed, len(pages)),
        ],
        "behind": behind,
        "groups": [(kind, [p for p in pairs if p.kind == kind]) for kind in (*KINDS, PAGE)],
    }


# The rules

# The key in words.yml of the heading that the rules of each module stand under.
_GROUPS = {
    "facts": "rules-facts",
    "coverage": "rules-coverage",
    "prose": "rules-facts",
    "safety": "rules-safety",
    "language": "rules-languages",
    "agreement": "rules-agree",
}


def _rules_list(page: Page, _: str) -> dict[str, Any]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for rule in rules.every():
        heading = _GROUPS[rule.__module__.rpartition(".")[2]]
        groups.setdefault(heading, []).append(_rule(page, rule))
    return {"groups": [*groups.items()]}


def _rule(page: Page, rule: Callable[..., Any]) -> dict[str, Any]:
    name = rule.__name__
    english = " ".join((rule.__doc__ or "").split())
    sentence = english if page.lang == "en" else catalogue()["statements"][name]
    rows = []
    for example in rules.examples().get(name, ()):
        file = re.search(r"/(en|cy)[./]", example["file"])
        lang = file.group(1) if file and file.group(1) != page.lang else None
        shown = [example[key].strip().split("\n") for key in ("right", "wrong")]
        rows.append((example["says"], lang, shown))
    # code stands between backticks: every second piece
    return {"id": name.replace("_", "-"), "sentence": sentence.split("`"), "rows": rows}


# The open data


def _size(number: int) -> str:
    # a no-break space keeps the number with its unit
    if number >= 1e6:
        return f"{number / 1e6:.1f}\xa0MB"
    return f"{max(1, round(number / 1e3))}\xa0kB"


def _data_dictionary(page: Page, edition: Edition) -> dict[str, Any]:
    return {
        "tables": [
            (table.path.removeprefix(FOLDER), table.title[page.lang], _columns(page, table))
            for table in edition.tables
        ]
    }


def _columns(page: Page, table: DataFile) -> Iterator[tuple[list[str], str, str]]:
    """The columns of a table; those that only differ in their language stand together."""
    groups = itertools.groupby(table.columns, lambda c: tables.explain(table.name, c.name))
    for words, group in groups:
        same = list(group)
        yield [c.name for c in same], page.word(f"data-{same[0].type}"), words[page.lang]


_MADE: dict[str, Callable[[Page, str], dict[str, Any]]] = {
    "cards": _cards,
    "diagram": _diagram,
    "ratings": lambda page, _: progress.ratings(page),
    "behind_ratings": lambda page, _: progress.behind(page),
    "since": lambda page, _: progress.since(page),
    "glossary": _glossary,
    "finder": lambda page, _: finder.finder(page),
    "region_answers": lambda page, _: finder.answers(page),
    "places": finder.places,
    "sources_list": _sources,
    "translation_state": _translation_state,
    "rules_list": _rules_list,
    "a_to_z": lambda page, _: search_pages.a_to_z(page),
    "assessment": lambda page, _: assessment.shown(page),
    "download_offline": lambda page, _: {"name": offline.name(page.library)},
}
