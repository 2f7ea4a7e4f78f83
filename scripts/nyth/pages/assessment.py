"""What the team self-assessment shows: the questions of the principles and roles, the published
levels, and where to look next. Pure.

The page is a whole form without script; what the script needs besides stands in `data`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from nyth.content.library import Thing
from nyth.languages.dates import MONTHS
from nyth.pages import views
from nyth.pages.found import FindingView, findings, updates
from nyth.pages.page import TEMPLATES, Page

SCHEMA = TEMPLATES / "self-assessment-1.json"
SCHEMA_PATH = f"schema/{SCHEMA.name}"
_ASKED = ("questions-team", "questions-organisation")


@dataclass(frozen=True)
class PrincipleView:
    """A principle to be rated: its questions, and where a team looks next. `average`: the latest
    published one; `practices`: what regions did, each with their ids."""

    id: str
    title: str
    href: str
    questions: list[tuple[str, Markup]]
    average: float | None
    barriers: list[views.Card]
    training: list[views.Card]
    practices: list[tuple[FindingView, str]]


@dataclass(frozen=True)
class RoleView:
    """A role with the questions of its page."""

    id: str
    title: str
    href: str
    questions: Markup


def shown(page: Page) -> dict[str, Any]:
    """The records of the form, and the data of its script as JSON."""
    principles = [_principle(page, thing) for thing in page.library.of("principle")]
    return {
        "principles": principles,
        "roles": [role for thing in page.library.of("role") if (role := _role(page, thing))],
        "regions": [(t.id, page.title(t.id), page.to(t.id)) for t in page.library.of("region")],
        "year": max((rating.year for rating in page.library.ratings), default=""),
        "schema": page.path(SCHEMA_PATH),
        "data": _data(page, principles),
    }


def _data(page: Page, principles: list[PrincipleView]) -> str:
    said = "assess-say-"
    words = {
        key.removeprefix(said): page.word(key)
        for key in page.library.words.text
        if key.startswith(said)
    }
    data = {
        "months": MONTHS[page.lang].split(),
        "words": words,
        "levels": [[level.level, level.label[page.lang]] for level in page.library.scale],
        "principles": [[p.id, p.title, p.average] for p in principles],
        "schema": json.loads(SCHEMA.read_text("utf-8")),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _principle(page: Page, thing: Thing) -> PrincipleView:
    section = thing[page.lang].section("questions")
    parts = {part.id: part for part in section.parts} if section else {}
    ratings = sorted(page.library.ratings, key=lambda rating: rating.year)
    values = [rating.value for rating in ratings if rating.principle == thing.id]
    return PrincipleView(
        thing.id,
        thing[page.lang].title,
        page.to(thing.id),
        [(parts[n].heading, page.render(parts[n].body)) for n in _ASKED if n in parts],
        values[-1] if values else None,
        views.cards(page, page.library.naming("barrier", "principles", thing.id)),
        views.cards(page, page.library.naming("training", "principles", thing.id)),
        _practices(page, thing),
    )


def _practices(page: Page, thing: Thing) -> list[tuple[FindingView, str]]:
    """What regions did, as the newest update that names any tells it."""
    for update in updates(page):
        found = findings(
            page,
            update,
            lambda finding: (
                finding.kind == "practice" and thing.id in finding.principles and finding.regions
            ),
        )
        if found:
            page.cite(update.facts.source)
            regions = {finding.id: " ".join(finding.regions) for finding in update.facts.findings}
            return [(view, regions[view.id]) for view in found[0][1]]
    return []


def _role(page: Page, thing: Thing) -> RoleView | None:
    section = thing[page.lang].section("questions")
    if section is None:
        return None
    href = page.to(thing.id, "questions")
    return RoleView(thing.id, thing[page.lang].title, href, page.render(section.body))
