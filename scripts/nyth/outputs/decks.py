"""The slides on a principle and on the framework: the words of the pages, one thought on each
slide, in one language or in both side by side. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from math import ceil
from typing import Literal

from nyth.content.library import Library, Part, Thing
from nyth.content.markdown import items
from nyth.outputs.files import IN_LANGUAGES, languages, text_date
from nyth.pages.page import Page
from nyth.pages.shell import HOME
from nyth.pages.views import FRAMEWORK, session_of, told

SlideKind = Literal["title", "thought", "list", "numbers"]
# What fits at 24 points: letters across in one language and side by side, lines down, and what
# parts two items of a short list and of a long one.
_ACROSS, _DOWN, _BETWEEN = (64, 30), 11, (0.5, 0.15)


@dataclass(frozen=True)
class Said:
    """A slide in one language. Of a thought and a title, `lines` is one sentence or none; marks:
    on a title, whose reading the slides are, and who has not reviewed them yet."""

    lang: str
    heading: str
    lines: tuple[str, ...] = ()
    notes: str = ""
    marks: str = ""


@dataclass(frozen=True)
class Slide:
    """number: of the principle, whose drawing stands on it, or 0; said: in each language."""

    kind: SlideKind
    number: int
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Deck:
    """id: what it is of; target: the thing whose permanent link it names; session: the page of
    its plans; author: the site, for the framework is not ours; date: of its words, as in
    "2026-11-25"; terms: how old they are and how they may be used, in each language."""

    id: str
    target: str
    session: str
    language: str
    author: str
    date: str
    terms: tuple[str, ...]
    slides: tuple[Slide, ...]

    @property
    def langs(self) -> tuple[str, ...]:
        return languages(self.language)

    @property
    def titles(self) -> list[str]:
        return [said.heading for said in self.slides[0].said]


def decks(library: Library) -> Iterator[Deck]:
    """Every set of slides: of each principle that has a session, and of the framework."""
    sets = [(s.facts.principle, s.facts.principle, s.id, _principle) for s in library.of("session")]
    if sets and {"principles", "sessions"} <= library.things.keys():
        sets.append((FRAMEWORK, "principles", "sessions", _framework))
    for language in IN_LANGUAGES:
        for name, target, session, slides in sets:
            pages = [Page(library, library.things[target], lang) for lang in languages(language)]
            things = [library.things[each] for each in (target, session)]
            date = text_date(*things, *(library.of("principle") if name == FRAMEWORK else ()))
            terms = tuple(p.word("slides-terms", date=p.date(date)) for p in pages)
            author = " · ".join(library.words.site.name[p.lang] for p in pages)
            shown = _beside(pages, slides)
            yield Deck(name, target, session, language, author, date, terms, shown)


def _beside(pages: list[Page], told: Callable[[Page], Iterator[list[Slide]]]) -> tuple[Slide, ...]:
    """The same slides of each language beside one another, group by group: what only one has, as
    while a translation is awaited, stands alone."""
    groups = zip(*(told(page) for page in pages), strict=True)
    rows = (filter(None, row) for group in groups for row in zip_longest(*group))
    slides = (
        replace(first, said=(*first.said, *(s.said[0] for s in rest))) for first, *rest in rows
    )
    return tuple(part for slide in slides for part in _parts(slide))


def _parts(slide: Slide) -> Iterator[Slide]:
    """A list that would be too long for a slide, on as many as it needs."""
    starts, height, between = [0], 0.0, _BETWEEN[len(slide.said[0].lines) > 3]
    across = _ACROSS[len(slide.said) > 1]
    for n, row in enumerate(zip_longest(*(said.lines for said in slide.said), fillvalue="")):
        high = max(ceil(len(line) / across) for line in row) + between
        if slide.kind == "list" and height and height + high > _DOWN:
            starts.append(n)
            height = 0.0
        height += high
    for first, last in zip(starts, [*starts[1:], None], strict=True):
        told = (
            replace(said, lines=said.lines[first:last], notes="" if first else said.notes)
            for said in slide.said
            if said.lines[first:last] or not first
        )
        yield replace(slide, said=tuple(told))


def _slide(
    page: Page,
    kind: SlideKind,
    heading: str,
    lines: list[str],
    notes: str = "",
    number: int = 0,
    marks: str = "",
) -> Slide:
    return Slide(kind, number, (Said(page.lang, heading, tuple(lines), notes, marks),))


def _marks(page: Page, also: Iterable[Thing] = ()) -> str:
    return f"{page.word('slides-ours')} {page.unreviewed(also)}".strip()


def _principle(page: Page) -> Iterator[list[Slide]]:
    notes = session_of(page.library, page.thing.id)[page.lang]
    slide = partial(_slide, page, number=page.thing.order[0])
    text, brief = page.text, page.text.section("brief")
    opening = _words(notes.section("words"))
    yield [slide("title", text.title, [text.summary], opening, marks=_marks(page))]
    items, said, _ = _lines(brief)
    yield [slide("thought", brief.heading, [first]) for first in said[:1]]
    yield [slide("list", brief.heading, items, " ".join(said[1:]))] if items else []
    # the exercise: what it needs, then each step by itself, so that the room can follow
    activity = text.section("activity")
    steps, more, before = _lines(activity)
    thoughts = [slide("thought", activity.heading, [line]) for line in more]
    yield thoughts[:before]
    part_of = partial(page.word, "slides-part", what=activity.heading, all=len(steps))
    yield [slide("thought", part_of(n=n), [step]) for n, step in enumerate(steps, 1)]
    yield thoughts[before:]
    questions = text.section("questions")
    for part in (questions, *questions.parts):
        lines, more, _ = _lines(part)
        yield [slide("thought", part.heading, [line]) for line in more]
        # no more on a slide than can be read from the back
        yield [slide("list", part.heading, lines[n : n + 2]) for n in range(0, len(lines), 2)]
    # what the room chooses from; whoever speaks has what the newest update says is hard
    barriers = page.library.naming("barrier", "principles", page.thing.id)
    if barriers and (section := text.section("gets-in-the-way")):
        titles = [barrier[page.lang].title for barrier in barriers]
        hard = (
            "\n".join((update[page.lang].title, *(each.body.words for each in found)))
            for update, found in told(page, "principles", page.thing.id, ["challenge"])
        )
        yield [slide("list", section.heading, titles, next(hard, ""))]
    # what people take away stands on the last slide once more
    yield [slide("thought", text.title, said[-1:], _words(notes.section("closing")))]


def _framework(page: Page) -> Iterator[list[Slide]]:
    library, lang, site = page.library, page.lang, page.library.words.site
    # the home page says what the framework is; the site's description, what the site is
    home = library.things.get(HOME)
    about = home[lang].summary if home else site.description[lang]
    principles = library.of("principle")
    marks = _marks(page, principles)
    yield [_slide(page, "title", site.mark[lang], [about], marks=marks)]
    for kind in ("principle", "value", "theme"):
        if titles := [thing[lang].title for thing in library.of(kind)]:
            numbered: SlideKind = "numbers" if kind == "principle" else "list"
            yield [_slide(page, numbered, page.kind_name(kind, "many"), titles)]
    for thing in principles:
        first = _lines(thing[lang].section("brief"))[1][:1]
        session = session_of(library, thing.id)
        notes = _words(session[lang].section("aim")) if session else ""
        yield [_slide(page, "thought", thing[lang].title, first, notes, thing.order[0])]


def _lines(part: Part | None) -> tuple[list[str], list[str], int]:
    """Items with all in them, what else there is, and how much of that comes first: plain words."""
    blocks = part.body.blocks if part else ()
    each = [item.blocks for item in items(part.body)] if part else []
    apart = [block for block in blocks if block.words() and block not in sum(each, [])]
    before = sum(b.line < each[0][0].line for b in apart) if each else 0
    lines = [" ".join(block.words() for block in item) for item in each]
    return lines, [block.words() for block in apart], before


def _words(part: Part | None) -> str:
    return part.body.words if part else ""
