"""What the template of each kind of page shows, as small frozen records in the order of the
page. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from nyth.content import markdown
from nyth.content.library import KINDS, Section, Thing
from nyth.pages import found, sessions
from nyth.pages.page import Page, heading


@dataclass(frozen=True)
class PartView:
    """A piece under a sub-heading; `href` where the heading leads to another page."""

    id: str
    heading: str
    href: str | None
    html: Markup


@dataclass(frozen=True)
class SectionView:
    """A section of a page. `line`: of its heading in the file, where people wrote it; `added`:
    what the site adds to it, or all that it is."""

    id: str
    heading: str
    ours: bool = False
    behind: bool = False
    line: int | None = None
    html: Markup = Markup("")
    parts: tuple[PartView, ...] = ()
    added: Any = None


@dataclass(frozen=True)
class Body:
    """The words of a page: its HTML, and its sections, for the list of contents and the search."""

    html: Markup
    sections: tuple[SectionView, ...]


# Bodies


def body(page: Page, templates: Environment, edit: Callable[[int], str | None]) -> Body:
    """The finished words of a page. `edit`: the address at which a line of its text can be
    changed, if there is one."""
    thing = page.thing
    lead = page.render(page.text.lead.body)
    sections = list(_sections(page))
    if sources := page.sources([] if thing.is_page else thing.facts.sources):
        sections.append(SectionView("sources", page.heading("sources"), added=sources))
    template = templates.get_template(f"kinds/{thing.kind}.html")
    html = template.render(page=page, thing=thing, lead=lead, sections=sections, edit=edit)
    return Body(Markup(html), tuple(sections))  # noqa: S704


def _sections(page: Page) -> Iterator[SectionView]:
    if page.thing.is_page:
        yield from (written(page, section) for section in page.text.sections)
        return
    kind = KINDS[page.thing.kind]
    for section_id in kind.layout:
        section = page.text.section(section_id)
        add = ADDED.get((kind.id, section_id)) or ADDED.get(("", section_id))
        added = add(page) if add else None
        if section:
            yield written(page, section, added)
        elif added:
            yield SectionView(section_id, page.heading(section_id), added=added)


def written(page: Page, section: Section, added: Any = None) -> SectionView:
    """What people wrote in a section."""
    kind = KINDS.get(page.thing.kind)
    ours = kind and any(rule.ours for rule in kind.sections if rule.id == section.id)
    html = page.render(section.body, section.heading)
    parts = []
    for part in section.parts:
        title = heading(page.library, part, page.lang)
        href = page.to(part.id) if part.heading.startswith("nyth:") else None
        parts.append(PartView(part.id, title, href, page.render(part.body, title)))
    return SectionView(
        section.id,
        section.heading,
        bool(ours),
        section.id in page.behind,
        section.line,
        html,
        tuple(parts),
        added,
    )


# What the site adds to pages


@dataclass(frozen=True)
class Shortened:
    """The first of a list of things, how many there are, and where all of them stand."""

    things: list[Thing]
    count: int
    href: str | None = None


def _shortened(page: Page, things: list[Thing], href: str | None = None) -> Shortened | None:
    return Shortened(things[: page.most], len(things), href) if things else None


def _examples(page: Page) -> dict[str, Shortened | None]:
    """The first examples that name the page, the newest first, then by title. They are a section
    even where there is none yet, which the page then says."""
    kind, me = page.thing.kind, page.thing.id
    things = page.library.naming("case-study", f"{kind}s", me)
    things.sort(key=lambda thing: thing[page.lang].title)
    things.sort(key=lambda thing: thing.facts.date or "", reverse=True)
    href = page.link(KINDS["case-study"].folder)
    return {"list": _shortened(page, things, href and f"{href}?{kind}={me}")}


def _barriers(page: Page) -> Shortened | None:
    """The barriers under a principle that its own words do not lead to."""
    section = page.text.section("gets-in-the-way")
    told = {mark.value for block in section.body.blocks for mark in block.of("link")}
    things = page.library.naming("barrier", "principles", page.thing.id)
    return _shortened(page, [thing for thing in things if f"nyth:{thing.id}" not in told])


def _values(page: Page) -> list[Thing]:
    """The values that say what they change in this principle."""
    return [
        value
        for value in page.library.of("value")
        if any(part.id == page.thing.id for s in value[page.lang].sections for part in s.parts)
    ]


def _progress(page: Page) -> dict[str, Any] | None:
    """The latest rating, and those of all years that have a figure, oldest first."""
    mine = [r for r in page.library.ratings if r.principle == page.thing.id]
    ratings = sorted(mine, key=lambda r: r.year)
    if not ratings:
        return None
    top = max((level.level for level in page.library.scale), default=0)
    rows = [(str(r.year), f"{r.value:g}") for r in ratings if r.value is not None]
    return {"latest": ratings[-1], "top": top, "note": page.prose("rating-note"), "rows": rows}


def _prose(key: str) -> Callable[[Page], Markup | None]:
    return lambda page: page.prose(key) if page.has_word(key) else None


# Roles


def _points(page: Page) -> list[tuple[str, str, list[Markup]]]:
    """What the principles ask of a role: (title of the principle, link, its points)."""
    labels = {*page.text.matter.labels}
    rows = []
    for principle in page.library.of("principle"):
        section = principle[page.lang].section("in-practice")
        points = [
            page.render(item)
            for part in (section.parts if section else ())
            for label, item in markdown.labelled_items(part.body)
            if label in labels
        ]
        if points:
            title, href = principle[page.lang].title, page.to(principle.id, "in-practice")
            rows.append((title, href, points))
    return rows


def _by_findings(key: str) -> Callable[[Page], Shortened | None]:
    """The first things that the findings of a role name under a key."""

    def added(page: Page) -> Shortened | None:
        named = [
            name
            for update in found.updates(page)
            for finding in update.facts.findings
            if page.thing.id in finding.roles
            for name in getattr(finding, key)
        ]
        return _shortened(page, [page.library.things[name] for name in dict.fromkeys(named)])

    return added


ADDED: dict[tuple[str, str], Callable[[Page], Any]] = {
    ("principle", "gets-in-the-way"): _barriers,
    ("principle", "examples"): _examples,
    ("principle", "values"): _values,
    ("principle", "progress"): _progress,
    ("principle", "learn"): _prose("learn-lead"),
    ("value", "examples"): _examples,
    ("theme", "principles"): lambda page: page.thing.facts.principles,
    ("barrier", "others"): _examples,
    ("region", "practice"): _examples,
    ("region", "who"): lambda page: page.thing.facts,
    ("region", "ask"): _prose("ask-region"),
    ("case-study", "glance"): lambda page: page.thing.facts,
    ("training", "glance"): lambda page: page.thing.facts,
    ("role", "points"): _points,
    ("role", "barriers"): _by_findings("barriers"),
    ("role", "examples"): _by_findings("examples"),
    ("session", "plans"): lambda page: page.library.plans,
    ("session", "activity"): lambda page: sessions.written(page, "activity"),
    ("session", "questions"): lambda page: sessions.written(page, "questions"),
    ("session", "room"): _prose("session-room"),
    ("session", "files"): lambda page: sessions.slide_links(page, page.thing.facts.principle),
    ("update", "found"): found.whole,
    ("", "found"): found.of_thing,
    ("", "ask"): _prose("ask"),
}
