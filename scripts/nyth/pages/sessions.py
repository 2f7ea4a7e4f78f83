"""What the page of a training session shows besides its own words: the plans with their minutes,
and what of the principle is used in them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from nyth.content import markdown
from nyth.content.addresses import Addresses
from nyth.content.kinds import Session
from nyth.content.library import Library, Section, Thing
from nyth.content.model import Plan
from nyth.pages.page import Page

FRAMEWORK = "framework"
_ANCHORS = {
    "brief": "brief",
    "activity": "activity",
    "questions": "questions-team",
    "barriers": "gets-in-the-way",
}


@dataclass(frozen=True)
class StepView:
    """A step of a plan. until: the minutes that have gone by at its end; href, link: what of the
    principle is used in it."""

    name: str
    minutes: int
    until: int
    html: Markup
    href: str
    link: str


@dataclass(frozen=True)
class PlanView:
    """A plan as it is shown. needs: a sentence about what to bring."""

    id: str
    title: str
    minutes: int
    needs: str
    steps: tuple[StepView, ...]


def plan_views(page: Page, session: Session | None = None) -> list[PlanView]:
    """The plans, as one session has them, or as they are for any principle."""
    return [_plan(page, plan, session) for plan in page.library.plans]


def _plan(page: Page, plan: Plan, session: Session | None) -> PlanView:
    steps, until = [], 0
    for step, minutes in plan.timed(session):
        until += minutes
        href = link = ""
        if session and step.shows:
            href, link = page.to(session.principle, _ANCHORS[step.shows]), _shown(page, step.shows)
        html = page.render(markdown.parse(step.text[page.lang]))
        steps.append(StepView(step.name[page.lang], minutes, until, html, href, link))
    needs = page.word("plan-needs", what=plan.needs[page.lang])
    return PlanView(plan.id, plan.title[page.lang], plan.minutes, needs, tuple(steps))


def _shown(page: Page, shows: str) -> str:
    return page.heading("questions" if shows == "questions" else _ANCHORS[shows])


def session_of(library: Library, principle: str) -> Thing | None:
    """The session on a principle."""
    return next((s for s in library.of("session") if s.facts.principle == principle), None)


def written(page: Page, section_id: str) -> Section | None:
    """A section of the principle that a session is on."""
    return page.library.things[page.thing.facts.principle][page.lang].section(section_id)


def slides_url(library: Library, principle: str, lang: str) -> str:
    """The address of the slides on a principle, or FRAMEWORK, in a language or "both"."""
    if lang == "both":
        return f"slides/{principle}/"
    folder, session = Addresses(library).folder("session", lang), session_of(library, principle)
    slides = library.words.text["slides-slug"][lang]
    return f"{folder}{session[lang].matter.slug}/{slides}/" if session else f"{folder}{slides}/"


def slide_links(page: Page, principle: str, words: str = "slides") -> list[tuple[str, str]]:
    """The slides that a reader of a page may want: (link, words), in the page's own language
    first. `words`: "slides", or "trainer" for the short ones."""
    return [
        (page.path(slides_url(page.library, principle, lang)), page.word(f"{words}-{key}"))
        for lang, key in (
            (page.lang, "link"),
            ("both", "both"),
            (page.other, "other"),
        )
    ]
