"""What the template of each kind of page shows, as small frozen records in the order of the
page. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from nyth.content import markdown
from nyth.content.library import KINDS, Section, Thing, ids
from nyth.pages import found, sessions
from nyth.pages.page import Page


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
class Card:
    """A thing in a list of things. `data`: what the list can be filtered by."""

    id: str
    kind: str
    title: str
    href: str
    summary: str
    meta: str
    number: int
    data: dict[str, str]


@dataclass(frozen=True)
class Notice:
    """What stands above a page; the link leads to more about it."""

    kind: str
    text: str
    href: str
    link: str
    hreflang: str | None = None


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
        by_id = part.heading.startswith("nyth:")
        heading = page.title(part.id) if by_id else part.heading
        href = page.to(part.id) if by_id else None
        parts.append(PartView(part.id, heading, href, page.render(part.body, heading)))
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

    cards: list[Card]
    count: int
    href: str | None = None


def cards(page: Page, things: Iterable[Thing]) -> list[Card]:
    """Things as cards."""
    return [_card(page, thing) for thing in things]


def _card(page: Page, thing: Thing) -> Card:
    text, facts = thing[page.lang], thing.facts
    named = ("principle", "value", "region", "barrier")
    data = {key: " ".join(ids(facts, f"{key}s")) for key in named if ids(facts, f"{key}s")}
    titles = [page.title(region) for region in ids(facts, "regions")]
    if thing.kind in ("case-study", "barrier"):
        titles += [page.title(principle) for principle in ids(facts, "principles")]
    if thing.kind == "training":
        titles.append(page.word(f"form-{facts.form}"))
    if thing.kind == "region":
        titles += [council[page.lang] for council in facts.local_authorities]
    meta, href, number = " · ".join(titles), page.to(thing.id), thing.order[0]
    return Card(thing.id, thing.kind, text.title, href, text.summary, meta, number, data)


def _naming(kind: str, key: str) -> Callable[[Page], Shortened | None]:
    """The first things of a kind whose facts name the page under a key; examples the newest
    first, then by title."""

    def added(page: Page) -> Shortened | None:
        things = page.library.naming(kind, key, page.thing.id)
        if kind == "case-study":
            things.sort(key=lambda thing: thing[page.lang].title)
            things.sort(key=lambda thing: thing.facts.date or "", reverse=True)
        pages = KINDS[kind].folder
        href = page.to(pages) + f"?{page.thing.kind}={page.thing.id}" if page.knows(pages) else None
        return _shortened(page, things, href)

    return added


def _shortened(page: Page, things: list[Thing], href: str | None = None) -> Shortened | None:
    shown = cards(page, things[: page.most])
    return Shortened(shown, len(things), href) if things else None


def _barriers(page: Page) -> Shortened | None:
    """The barriers under a principle that its own words do not lead to."""
    section = page.text.section("gets-in-the-way")
    told = {mark.value for block in section.body.blocks for mark in block.of("link")}
    things = page.library.naming("barrier", "principles", page.thing.id)
    return _shortened(page, [thing for thing in things if f"nyth:{thing.id}" not in told])


def _examples(key: str) -> Callable[[Page], dict[str, Shortened | None]]:
    """Examples are a section even where there is none yet, which the page then says."""
    naming = _naming("case-study", key)
    return lambda page: {"list": naming(page)}


def _theme_principles(page: Page) -> list[Card]:
    return cards(page, [page.library.things[name] for name in page.thing.facts.principles])


def _values(page: Page) -> list[PartView]:
    """The values that say what they change in this principle, each with the way to that."""
    parts = []
    for value in page.library.of("value"):
        for section in value[page.lang].sections:
            if any(part.id == page.thing.id for part in section.parts):
                href, title = page.to(value.id, page.thing.id), page.title(value.id)
                parts.append(PartView(f"value-{value.id}", title, href, Markup()))
    return parts


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
    ("principle", "examples"): _examples("principles"),
    ("principle", "values"): _values,
    ("principle", "progress"): _progress,
    ("principle", "learn"): _prose("learn-lead"),
    ("value", "examples"): _examples("values"),
    ("theme", "principles"): _theme_principles,
    ("barrier", "others"): _examples("barriers"),
    ("region", "practice"): _examples("regions"),
    ("region", "who"): lambda page: page.thing.facts,
    ("case-study", "glance"): lambda page: page.thing.facts,
    ("training", "glance"): lambda page: page.thing.facts,
    ("principle", "found"): found.of_thing("principles"),
    ("barrier", "found"): found.of_thing("barriers"),
    ("region", "found"): found.of_thing("regions"),
    ("case-study", "found"): found.of_thing("examples"),
    ("role", "found"): found.of_thing("roles"),
    ("update", "found"): found.whole,
    ("role", "points"): _points,
    ("role", "barriers"): _by_findings("barriers"),
    ("role", "examples"): _by_findings("examples"),
    ("session", "plans"): lambda page: page.library.plans,
    ("session", "activity"): lambda page: sessions.written(page, "activity"),
    ("session", "questions"): lambda page: sessions.written(page, "questions"),
    ("session", "room"): _prose("session-room"),
    ("session", "files"): lambda page: sessions.slide_links(page, page.thing.facts.principle),
    ("region", "ask"): _prose("ask-region"),
    ("", "ask"): _prose("ask"),
}


# What stands above a page


def notices(page: Page) -> list[Notice]:
    """That the other language is newer, and that nobody fluent has read the Welsh."""
    pair, newer = page.pair, page.behind
    above = []
    if newer:
        on = max(entry.on for entry in pair.accepted.values())
        names = "; ".join(pair.heading(s, page.lang, page.library.words) for s in newer)
        words = [page.word("behind", on=page.date(on), sections=names)]
        if pair.awaiting:
            words.append(page.word("behind-due", due=page.date(pair.awaiting.due)))
        href = page.to(page.thing.id, lang=page.other)
        read = page.word("behind-read")
        above.append(Notice("behind", " ".join(words), href, read, page.other))
    if page.lang == "cy" and not pair.reviewed_cy and page.knows("translation"):
        href, link = page.to("translation", "help"), page.word("review-help")
        above.append(Notice("review", page.word("review-none"), href, link))
    return above
