"""What the team self-assessment shows: the questions of the principles and roles, the published
levels, and where to look next. Pure.

The page is a whole form without script; what the script needs besides stands in `data`."""

import json
from typing import Any

from nyth.content.kinds import Finding
from nyth.content.library import Thing
from nyth.languages.dates import MONTHS
from nyth.pages.found import FindingView, told
from nyth.pages.page import TEMPLATES, Page

SCHEMA = TEMPLATES / "self-assessment-1.json"
SCHEMA_PATH = f"schema/{SCHEMA.name}"
_ASKED = ("questions-team", "questions-organisation")


def shown(page: Page) -> dict[str, Any]:
    """The records of the form, and the data of its script as JSON."""
    latest = {r.principle: r.value for r in sorted(page.library.ratings, key=lambda r: r.year)}
    principles = [
        _principle(page, thing, latest.get(thing.id)) for thing in page.library.of("principle")
    ]
    asked = ((thing, thing[page.lang].section("questions")) for thing in page.library.of("role"))
    return {
        "principles": principles,
        "roles": [
            {
                "id": thing.id,
                "title": page.title(thing.id),
                "href": page.to(thing.id, "questions"),
                "questions": page.render(section.body),
            }
            for thing, section in asked
            if section
        ],
        "regions": [(t.id, page.title(t.id), page.to(t.id)) for t in page.library.of("region")],
        "year": max((rating.year for rating in page.library.ratings), default=""),
        "schema": page.path(SCHEMA_PATH),
        "data": _data(page, [(p["id"], p["title"]) for p in principles]),
    }


def _data(page: Page, principles: list[tuple[str, str]]) -> str:
    said = "assess-say-"
    data = {
        "months": MONTHS[page.lang].split(),
        "words": {
            key.removeprefix(said): page.word(key)
            for key in page.library.words.text
            if key.startswith(said)
        },
        "levels": [[level.level, level.label[page.lang]] for level in page.library.scale],
        "principles": principles,
        "schema": json.loads(SCHEMA.read_text("utf-8")),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _principle(page: Page, thing: Thing, average: float | None) -> dict[str, Any]:
    """A principle to be rated: its questions, the latest published average, and where a team looks
    next."""
    section = thing[page.lang].section("questions")
    parts = {part.id: part for part in section.parts} if section else {}
    return {
        "id": thing.id,
        "title": thing[page.lang].title,
        "href": page.to(thing.id),
        "questions": [(parts[n].heading, page.render(parts[n].body)) for n in _ASKED if n in parts],
        "average": average,
        "barriers": page.library.naming("barrier", "principles", thing.id),
        "training": page.library.naming("training", "principles", thing.id),
        "practices": _practices(page, thing),
    }


def _practices(page: Page, thing: Thing) -> list[tuple[FindingView, str]]:
    """What regions did, each with their ids, as the newest update that names any tells it."""

    def concerns(finding: Finding) -> bool:
        here = thing.id in finding.principles and bool(finding.regions)
        return here and finding.kind == "practice"

    for update, groups in told(page, concerns):
        regions = {finding.id: " ".join(finding.regions) for finding in update.facts.findings}
        return [(view, regions[view.id]) for view in groups[0][1]]
    return []
