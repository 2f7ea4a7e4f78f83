"""The slides on a principle and on the framework: the words of the pages, one thought on each
slide, in one language or in both side by side. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

from nyth import LANGUAGES
from nyth.content.library import Library, Part, Section, Thing
from nyth.content.markdown import Fragment
from nyth.outputs.job import FileLanguage
from nyth.pages.sessions import FRAMEWORK, session_of

SlideKind = Literal["title", "thought", "list", "numbers"]
# What fits side by side at 24 points: letters across, lines down, and what parts two items of a
# short list and of a long one.
_ACROSS, _DOWN, _BETWEEN = 30, 11, (0.5, 0.15)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Said:
    """A slide in one language. Of a thought and a title, `lines` is one sentence or none."""

    lang: str
    heading: str
    lines: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class Slide:
    """number: of the principle, whose drawing stands on it, or 0; said: in each language."""

    kind: SlideKind
    number: int
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Deck:
    """id: what it is of; target: the thing whose permanent link it names; session: the page of
    its plans."""

    id: str
    target: str
    session: str
    language: FileLanguage
    titles: tuple[str, ...]
    slides: tuple[Slide, ...]

    @property
    def langs(self) -> tuple[str, ...]:
        return languages(self.language)


def languages(language: FileLanguage) -> tuple[str, ...]:
    """The languages of a file, in the order in which they stand on it."""
    return tuple(LANGUAGES) if language == "both" else (language,)


def decks(library: Library) -> Iterator[Deck]:
    """Every set of slides: of each principle that has a session, and of the framework."""
    for language in (*LANGUAGES, "both"):
        for session in library.of("session"):
            yield _principle(library, session, language)
        if library.of("session"):
            yield _framework(library, language)


def _word(library: Library, key: str, lang: str, **values: object) -> str:
    text = library.words.text[key][lang]
    return _PLACEHOLDER.sub(lambda match: str(values.get(match.group(1), match.group())), text)


def _slides(
    languages_: tuple[str, ...], number: int, told: dict[str, list[tuple[SlideKind, Said]]]
) -> tuple[Slide, ...]:
    """The same slides of each language beside one another."""
    rows = zip(*(told[lang] for lang in languages_), strict=True)
    slides = (Slide(row[0][0], number, tuple(said for _, said in row)) for row in rows)
    return tuple(page for slide in slides for page in _pages(slide))


def _pages(slide: Slide) -> Iterator[Slide]:
    """A list that would be too long side by side, on as many slides as it needs."""
    if slide.kind != "list" or len(slide.said) == 1:
        yield slide
        return
    start, height = 0, 0.0
    ends, between = [], _BETWEEN[len(slide.said[0].lines) > 3]
    for n, row in enumerate(zip(*(said.lines for said in slide.said), strict=True)):
        high = max(ceil(len(line) / _ACROSS) for line in row) + between
        if height and height + high > _DOWN:
            ends.append((start, n))
            start, height = n, 0.0
        height += high
    for first, last in [*ends, (start, len(slide.said[0].lines))]:
        told = tuple(
            replace(said, lines=said.lines[first:last], notes=said.notes if not first else "")
            for said in slide.said
        )
        yield replace(slide, said=told)


# A principle


def _principle(library: Library, session: Thing, language: FileLanguage) -> Deck:
    thing, langs = library.things[session.facts.principle], languages(language)
    told = {lang: list(_told(library, thing, session, lang)) for lang in langs}
    titles = tuple(thing[lang].title for lang in langs)
    slides = _slides(langs, thing.order[0], told)
    return Deck(thing.id, thing.id, session.id, language, titles, slides)


def _told(
    library: Library, thing: Thing, session: Thing, lang: str
) -> Iterator[tuple[SlideKind, Said]]:
    text, notes = thing[lang], session[lang]
    opening = _plain(notes.section("words"))
    yield "title", Said(lang, text.title, (text.summary,), opening)
    yield from _brief(thing, lang)
    yield from _steps(library, text.section("activity"), lang)
    yield from _asked(text.section("questions"), lang)
    yield from _barriers(library, thing, lang)
    # what people take away stands on the last slide once more
    last = _lines(text.section("brief"), "paragraph")[-1:]
    yield "thought", Said(lang, text.title, tuple(last), _plain(notes.section("closing")))


def _brief(thing: Thing, lang: str) -> Iterator[tuple[SlideKind, Said]]:
    brief = thing[lang].section("brief")
    first, *rest = _lines(brief, "paragraph")
    yield "thought", Said(lang, brief.heading, (first,))
    if items := _lines(brief, "item"):
        yield "list", Said(lang, brief.heading, tuple(items), " ".join(rest))


def _steps(library: Library, section: Section, lang: str) -> Iterator[tuple[SlideKind, Said]]:
    """The exercise: what it needs, then each step by itself, so that the room can follow."""
    yield from (
        ("thought", Said(lang, section.heading, (line,))) for line in _lines(section, "paragraph")
    )
    steps = _lines(section, "item")
    for n, step in enumerate(steps, 1):
        heading = _word(library, "slides-part", lang, what=section.heading, n=n, all=len(steps))
        yield "thought", Said(lang, heading, (step,))


def _asked(section: Section, lang: str) -> Iterator[tuple[SlideKind, Said]]:
    for part in section.parts or (section,):
        lines = _lines(part, "item")
        # no more on a slide than can be read from the back
        for n in range(0, len(lines), 2):
            yield "list", Said(lang, part.heading, tuple(lines[n : n + 2]))


def _barriers(library: Library, thing: Thing, lang: str) -> Iterator[tuple[SlideKind, Said]]:
    """What the room chooses from; whoever speaks has what the newest update says is hard."""
    barriers = library.naming("barrier", "principles", thing.id)
    section = thing[lang].section("gets-in-the-way")
    if barriers and section:
        titles = tuple(barrier[lang].title for barrier in barriers)
        yield "list", Said(lang, section.heading, titles, _hard(library, thing, lang))


def _hard(library: Library, thing: Thing, lang: str) -> str:
    for update in sorted(library.of("update"), key=lambda update: -update.facts.year):
        words = {part.id: _plain(part) for part in update[lang].section("found").parts}
        mine = (f for f in update.facts.findings if thing.id in f.principles)
        if found := [words[f.id] for f in mine if f.kind == "challenge" and f.id in words]:
            return "\n".join((update[lang].title, *found))
    return ""


# The framework


def _framework(library: Library, language: FileLanguage) -> Deck:
    langs = languages(language)
    told = {lang: list(_whole(library, lang)) for lang in langs}
    titles = tuple(library.words.site.mark[lang] for lang in langs)
    slides = []
    for slide in _slides(langs, 0, told):
        heading = slide.said[0].heading
        number = next(
            (p.order[0] for p in library.of("principle") if p[langs[0]].title == heading), 0
        )
        slides.append(Slide(slide.kind, number, slide.said))
    return Deck(FRAMEWORK, "principles", "sessions", language, titles, tuple(slides))


def _whole(library: Library, lang: str) -> Iterator[tuple[SlideKind, Said]]:
    words = library.words
    yield "title", Said(lang, words.site.mark[lang], (words.site.description[lang],))
    for kind in ("principle", "value", "theme"):
        things = library.of(kind)
        if things:
            titles = tuple(thing[lang].title for thing in things)
            numbered: SlideKind = "numbers" if kind == "principle" else "list"
            yield numbered, Said(lang, words.kinds[kind].many[lang], titles)
    for thing in library.of("principle"):
        first = _lines(thing[lang].section("brief"), "paragraph")[:1]
        session = session_of(library, thing.id)
        notes = _plain(session[lang].section("aim")) if session else ""
        yield "thought", Said(lang, thing[lang].title, tuple(first), notes)


# Words


def _lines(part: Part | None, kind: str) -> list[str]:
    """The paragraphs or items under a heading, as plain words."""
    return [_said(block.words()) for block in _body(part).blocks if block.kind == kind]


def _plain(part: Part | None) -> str:
    return "\n".join(_said(block.words()) for block in _body(part).blocks)


def _body(part: Part | None) -> Fragment:
    return part.body if part else Fragment()


def _said(words: str) -> str:
    return " ".join(words.split())
