"""What the template of each kind of page shows, in the order of the page; both languages of a page
side by side, and its short form for other sites. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from nyth import LANGUAGES
from nyth.content import markdown
from nyth.content.library import KINDS, Library, Section, Thing
from nyth.content.model import Rating
from nyth.pages import found, sessions
from nyth.pages.page import Page, alphabetical, heading


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


# Bodies


def body(
    page: Page, templates: Environment, edit: Callable[[int], str | None]
) -> tuple[Markup, list[SectionView]]:
    """The finished words of a page, and its sections. `edit`: the address at which a line of its
    text can be changed, if there is one."""
    thing = page.thing
    lead = page.render(page.text.lead.body)
    sections = list(_sections(page))
    if sources := page.sources([] if thing.is_page else thing.facts.sources):
        sections.append(SectionView("sources", page.heading("sources"), added=sources))
    template = templates.get_template(f"kinds/{thing.kind}.html")
    html = template.render(page=page, thing=thing, lead=lead, sections=sections, edit=edit)
    return Markup(html), sections  # noqa: S704


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


# The first of a list of things, how many there are, and where all of them stand.
Shortened = tuple[list[Thing], int, str | None]


def _shortened(page: Page, things: list[Thing], href: str | None = None) -> Shortened | None:
    return (things[: page.most], len(things), href) if things else None


def _examples(page: Page) -> dict[str, Shortened | None]:
    """The first examples that name the page, the newest first, then by title. They are a section
    even where there is none yet, which the page then says."""
    kind, me = page.thing.kind, page.thing.id
    things = page.library.naming("case-study", f"{kind}s", me)
    things.sort(key=lambda thing: alphabetical(thing[page.lang].title, page.lang))
    things.sort(key=lambda thing: thing.facts.date or "", reverse=True)
    href = page.link(KINDS["case-study"].folder)
    return {"list": _shortened(page, things, href and f"{href}?{kind}={me}")}


def _barriers(page: Page) -> Shortened | None:
    """The barriers under a principle that its own words do not lead to."""
    section = page.text.section("gets-in-the-way")
    told = {mark.value for mark in section.body.of("link")}
    things = page.library.naming("barrier", "principles", page.thing.id)
    return _shortened(page, [thing for thing in things if f"nyth:{thing.id}" not in told])


def _values(page: Page) -> list[Thing]:
    """The values that say what they change in this principle."""
    return [
        value
        for value in page.library.of("value")
        if any(part.id == page.thing.id for s in value[page.lang].sections for part in s.parts)
    ]


def _ratings(page: Page) -> list[Rating]:
    """The ratings of a principle, the latest last."""
    mine = [rating for rating in page.library.ratings if rating.principle == page.thing.id]
    return sorted(mine, key=lambda rating: rating.year)


def _prose(key: str) -> Callable[[Page], Markup | None]:
    return lambda page: page.prose(key) if page.has_word(key) else None


def _points(page: Page) -> list[tuple[Thing, list[Markup]]]:
    """What the principles ask of a role: each with its points."""
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
        rows += [(principle, points)] if points else []
    return rows


def _in_findings(page: Page, key: str) -> Shortened | None:
    """The first things that the findings of a role name under a key."""
    named = [
        name
        for update in found.updates(page)
        for finding in update.facts.findings
        if page.thing.id in finding.roles
        for name in getattr(finding, key)
    ]
    return _shortened(page, [page.library.things[name] for name in dict.fromkeys(named)])


ADDED: dict[tuple[str, str], Callable[[Page], Any]] = {
    ("principle", "gets-in-the-way"): _barriers,
    ("principle", "examples"): _examples,
    ("principle", "values"): _values,
    ("principle", "progress"): _ratings,
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
    ("role", "barriers"): lambda page: _in_findings(page, "barriers"),
    ("role", "examples"): lambda page: _in_findings(page, "examples"),
    ("session", "plans"): lambda page: page.library.plans,
    ("session", "activity"): lambda page: sessions.written(page, "activity"),
    ("session", "questions"): lambda page: sessions.written(page, "questions"),
    ("session", "room"): _prose("session-room"),
    ("session", "files"): lambda page: sessions.slide_links(page, page.thing.facts.principle),
    ("update", "found"): found.whole,
    ("", "found"): found.of_thing,
    ("", "ask"): _prose("ask"),
}


# Pages shown elsewhere than in their place


def facing(library: Library, thing: Thing, at: str) -> dict[str, Page]:
    """The pages of both languages as seen from one address; they number their sources together."""
    found = {lang: Page(library, thing, lang, lambda *_: Markup(), at) for lang in LANGUAGES}
    first, second = found.values()
    first.cite_with(second)
    return found


def facing_rows(found: dict[str, Page]) -> dict[str, dict[str, SectionView]]:
    """What people wrote of a page, section by section: {anchor: {language: section}}. What the
    site adds by itself is the same in both, and left out."""
    table: dict[str, dict[str, SectionView]] = {}
    for lang, page in found.items():
        lead = page.text.lead
        if lead.body:
            view = SectionView(
                "", "", behind="lead" in page.behind, line=lead.line, html=page.render(lead.body)
            )
            table.setdefault("", {})[lang] = view
        for section in page.text.sections:
            table.setdefault(section.id, {})[lang] = written(page, section)
    return table


# The kinds whose short form other sites show: their first section. Of others, the summary.
SHORT = ("principle", "value")


def brief(page: Page) -> dict[str, Any]:
    """What a small frame on another site shows of a page."""
    first = KINDS[page.thing.kind].sections[0] if page.thing.kind in SHORT else None
    section = page.text.section(first.id) if first else None
    return {
        "html": page.render(section.body) if section else None,
        "ours": bool(section and first.ours),
        "sources": page.sources([]),
    }
