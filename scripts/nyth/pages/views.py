"""What the template of each kind of page shows, as small frozen records in the order of the
page. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from nyth.content import markdown
from nyth.content.library import KINDS, Section, Thing, ids
from nyth.content.model import Rating
from nyth.languages import agree
from nyth.pages import sessions
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
class FindingView:
    """What an update says at one place. `href`: its place on the page of the update; `at`: its
    places in the source."""

    id: str
    kind: str
    html: Markup
    href: str
    at: str


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
    lead: Markup = Markup("")


# Bodies


def body(page: Page, templates: Environment, edit: Callable[[int], str | None]) -> Body:
    """The finished words of a page. `edit`: the address at which a line of its text can be
    changed, if there is one."""
    thing = page.thing
    lead = page.render(page.text.lead.body)
    behind = agree.behind(agree.page_pair(page.library, thing), page.lang)
    find = _page_sections if thing.is_page else _entity_sections
    sections = [s for s in find(page, behind) if s is not None]
    sources = page.sources([] if thing.is_page else thing.facts.sources)
    if sources:
        sections.append(SectionView("sources", page.heading("sources"), added=sources))
    template = templates.get_template(f"kinds/{thing.kind}.html")
    html = template.render(page=page, thing=thing, lead=lead, sections=sections, edit=edit)
    return Body(Markup(html), tuple(sections), lead)  # noqa: S704


def _page_sections(page: Page, behind: list[str]) -> Iterable[SectionView]:
    for section in page.text.sections:
        yield written(page, section, False, section.id in behind)


def _entity_sections(page: Page, behind: list[str]) -> Iterable[SectionView | None]:
    kind = KINDS[page.thing.kind]
    rules = {rule.id: rule for rule in kind.sections}
    for section_id in kind.layout:
        section = page.text.section(section_id)
        add = ADDED.get((kind.id, section_id)) or ADDED.get(("", section_id))
        if section is not None:
            ours = rules[section_id].ours
            yield written(page, section, ours, section_id in behind, add and add(page))
        elif add is not None:
            added = add(page)
            yield SectionView(section_id, page.heading(section_id), added=added) if added else None


def written(
    page: Page, section: Section, ours: bool, behind: bool, added: Any = None
) -> SectionView:
    """What people wrote in a section."""
    html = page.render(section.body, section.heading)
    parts = []
    for part in section.parts:
        by_id = part.heading.startswith("nyth:")
        heading = page.title(part.id) if by_id else part.heading
        href = page.to(part.id) if by_id else None
        parts.append(PartView(part.id, heading, href, page.render(part.body, heading)))
    return SectionView(
        section.id, section.heading, ours, behind, section.line, html, tuple(parts), added
    )


# What the site adds to pages


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


def _naming(kind: str, key: str) -> Callable[[Page], list[Card]]:
    """Cards of the things of a kind whose facts name the page under a key; examples by title."""

    def added(page: Page) -> list[Card]:
        things = page.library.naming(kind, key, page.thing.id)
        if kind == "case-study":
            things.sort(key=lambda thing: thing[page.lang].title)
        return cards(page, things)

    return added


def _examples(key: str) -> Callable[[Page], dict[str, list[Card]]]:
    """Examples are a section even where there is none yet, which the page then says."""
    naming = _naming("case-study", key)
    return lambda page: {"cards": naming(page)}


def _theme_principles(page: Page) -> list[Card]:
    return cards(page, [page.library.things[name] for name in page.thing.facts.principles])


def _values(page: Page) -> list[PartView]:
    """What each value says that it changes in this principle, in its first sentence."""
    parts = []
    for value in page.library.of("value"):
        for section in value[page.lang].sections:
            for part in section.parts:
                if part.id == page.thing.id:
                    href, title = page.to(value.id, part.id), value[page.lang].title
                    first = part.body.blocks[0].words().partition(". ")[0].rstrip(".") + "."
                    parts.append(PartView(f"value-{value.id}", title, href, Markup.escape(first)))
    return parts


def _progress(page: Page) -> dict[str, Any] | None:
    """The latest rating and all of them, oldest first."""
    mine = [r for r in page.library.ratings if r.principle == page.thing.id]
    ratings = sorted(mine, key=lambda r: r.year)
    if not ratings:
        return None
    top = max((level.level for level in page.library.scale), default=0)
    rows = [(str(r.year), rating_text(page, r)) for r in ratings]
    return {"latest": ratings[-1], "top": top, "note": page.prose("rating-note"), "rows": rows}


def rating_text(page: Page, rating: Rating) -> str:
    """A rating in words: the figure, or why there is none."""
    if rating.value is not None:
        return f"{rating.value:g}"
    return f"{page.word('rating-none')}: {rating.reason[page.lang]}"


def _learn(page: Page) -> Markup | None:
    return page.prose("learn-lead") if page.has_word("learn-lead") else None


def _ask(page: Page) -> Markup | None:
    key = "ask-region" if page.thing.kind == "region" else "ask"
    return page.prose(key) if page.has_word(key) else None


# What the yearly updates found

_FINDING_KINDS = ("national", "progress", "practice", "voice", "challenge", "response", "next-step")


def findings(
    page: Page, update: Thing, concerns: Callable[[Any], bool]
) -> list[tuple[str, list[FindingView]]]:
    """The findings of an update that concern something, by kind."""
    words = {part.id: part.body for part in update[page.lang].section("found").parts}
    groups: dict[str, list[FindingView]] = {kind: [] for kind in _FINDING_KINDS}
    for finding in update.facts.findings:
        if concerns(finding) and finding.id in words:
            at = "; ".join(_place(page, place) for place in finding.at)
            href = page.to(update.id, finding.id)
            view = FindingView(finding.id, finding.kind, page.render(words[finding.id]), href, at)
            groups[finding.kind].append(view)
    return [(kind, views) for kind, views in groups.items() if views]


def _place(page: Page, place: str) -> str:
    """Where something stands in a source, in words: "Trusted adults, 4"."""
    part, _, number = place.partition("/")
    name = page.title(part) if page.knows(part) else page.word(f"part-{part}")
    return f"{name}, {number}" if number else name


def updates(page: Page) -> list[Thing]:
    """The yearly updates, the newest first."""
    return sorted(page.library.of("update"), key=lambda update: -update.facts.year)


def _found(key: str) -> Callable[[Page], list[Any]]:
    """What each update found of the thing that its findings name under a key."""

    def added(page: Page) -> list[Any]:
        # single practices stand on a principle's page as its examples
        left_out = ("practice",) if key == "principles" else ()
        found = []
        for update in updates(page):
            groups = findings(
                page,
                update,
                lambda f: page.thing.id in getattr(f, key) and f.kind not in left_out,
            )
            if groups:
                page.cite(update.facts.source)
                found.append((update.facts.year, page.title(update.id), page.to(update.id), groups))
        return found

    return added


def _all_found(page: Page) -> dict[str, Any]:
    """All findings of an update, each once: of the whole country, by principle; and which of
    them name each region."""
    update, principles = page.thing, page.library.of("principle")
    by_principle = []
    for n, principle in enumerate(principles):
        earlier = {p.id for p in principles[:n]}
        groups = findings(
            page,
            update,
            lambda f, here=principle.id, earlier=earlier: (
                here in f.principles and not earlier & {*f.principles}
            ),
        )
        by_principle.append((principle.id, page.title(principle.id), page.to(principle.id), groups))
    by_region = [
        (region[page.lang].title, page.to(region.id), [f for _, fs in found for f in fs])
        for region in page.library.of("region")
        if (found := findings(page, update, lambda f, here=region.id: here in f.regions))
    ]
    rest = findings(page, update, lambda f: not f.principles)
    page.cite(update.facts.source)
    return {"rest": rest, "by_principle": by_principle, "by_region": by_region}


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


def _by_findings(key: str) -> Callable[[Page], list[Card]]:
    """The things that the findings of a role name under a key."""

    def added(page: Page) -> list[Card]:
        named = [
            name
            for update in updates(page)
            for finding in update.facts.findings
            if page.thing.id in finding.roles
            for name in getattr(finding, key)
        ]
        return cards(page, [page.library.things[name] for name in dict.fromkeys(named)])

    return added


# Sessions


def _session_plans(page: Page) -> list[sessions.PlanView]:
    return sessions.plan_views(page, page.thing.facts)


def _activity(page: Page) -> Markup | None:
    section = sessions.written(page, "activity")
    return page.render(section.body) if section else None


def _questions(page: Page) -> list[PartView]:
    """The questions of the principle, in their parts."""
    section = sessions.written(page, "questions")
    return [
        PartView(f"{part.id}", part.heading, None, page.render(part.body))
        for part in (section.parts if section else ())
    ]


def _room(page: Page) -> Markup | None:
    return page.prose("session-room") if page.has_word("session-room") else None


def _session_files(page: Page) -> dict[str, Any]:
    principle = page.thing.facts.principle
    return {"principle": principle, "slides": sessions.slide_links(page, principle)}


def _facts(page: Page) -> Any:
    return page.thing.facts


ADDED: dict[tuple[str, str], Callable[[Page], Any]] = {
    ("principle", "gets-in-the-way"): _naming("barrier", "principles"),
    ("principle", "examples"): _examples("principles"),
    ("principle", "values"): _values,
    ("principle", "progress"): _progress,
    ("principle", "learn"): _learn,
    ("value", "examples"): _examples("values"),
    ("theme", "principles"): _theme_principles,
    ("barrier", "others"): _examples("barriers"),
    ("region", "practice"): _examples("regions"),
    ("region", "who"): _facts,
    ("case-study", "glance"): _facts,
    ("training", "glance"): _facts,
    ("principle", "found"): _found("principles"),
    ("barrier", "found"): _found("barriers"),
    ("region", "found"): _found("regions"),
    ("case-study", "found"): _found("examples"),
    ("role", "found"): _found("roles"),
    ("update", "found"): _all_found,
    ("role", "points"): _points,
    ("role", "barriers"): _by_findings("barriers"),
    ("role", "examples"): _by_findings("examples"),
    ("session", "plans"): _session_plans,
    ("session", "activity"): _activity,
    ("session", "questions"): _questions,
    ("session", "room"): _room,
    ("session", "files"): _session_files,
    ("", "ask"): _ask,
}


# What stands above a page


def notices(page: Page) -> list[Notice]:
    """That the other language is newer, and that nobody fluent has read the Welsh."""
    pair = agree.page_pair(page.library, page.thing)
    newer = agree.behind(pair, page.lang)
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
