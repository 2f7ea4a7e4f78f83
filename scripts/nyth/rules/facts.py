"""Rules of facts, figures, links and addresses."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from nyth import LANGUAGES
from nyth.content.model import KINDS, WEB_ADDRESS, Entity, Library, Text
from nyth.content.passages import texts
from nyth.problems import Problem
from nyth.rules import ATTRIBUTES, CITATION, CODE, LINK, MACRO, blank, rule

_NYTH = re.compile(r"nyth:([\w-]*)(?:#([\w-]*))?$")
WEB_LINK = re.compile(f"https{WEB_ADDRESS}")
_FIGURE = re.compile(r"(?<![\w#])\d[\d.,:%]*")
_QUESTION = re.compile(r"^\d+\. ", re.M)
_REFERENCES = {"principles": "principle", "regions": "region", "values": "value", "barriers": "barrier"}
_UNSOURCED_SECTIONS = {"questions", "try", "activity", "take"}


def _at(text: Text, pattern: re.Pattern[str], where: str | None = None) -> Iterator[tuple[re.Match[str], int]]:
    body = text.body if where is None else where
    for match in pattern.finditer(body):
        yield match, text.body_line + body.count("\n", 0, match.start())


def _hint(wrong: str, known: Any) -> str:
    close = difflib.get_close_matches(wrong, list(known), 1)
    return f" ({close[0]}?)" if close else ""


def _facts(library: Library) -> Iterator[tuple[Entity, str, int | None, str, str]]:
    """Every id that facts name: (entity, key, place in its list, id, kind wanted)."""
    for entity in library.entities.values():
        for key, kind in _REFERENCES.items():
            for n, item in enumerate(getattr(entity.facts, key, None) or []):
                yield entity, key, n, getattr(item, "id", item), kind


@rule
def facts_name_known_things(library: Library) -> Iterator[Problem]:
    """An id in the facts of a thing is that of another thing, of the kind that the key asks for."""
    kinds = library.words.kinds
    for entity, key, n, wanted, kind in _facts(library):
        line = library.line(entity.path, key, n)
        found = library.entities.get(wanted)
        if found is None and wanted not in library.unread:
            yield Problem(
                entity.path,
                line,
                "dangling-id",
                {"id": wanted, "hint": _hint(wanted, (e.id for e in library.of(kind)))},
            )
        elif found is not None and found.kind != kind:
            names = {"kind": kinds[found.kind].one.en, "wanted": kinds[kind].one.en}
            yield Problem(entity.path, line, "wrong-kind", {"id": wanted, "key": key, **names})
    for entity in library.of("case-study"):
        known = [key.removeprefix("type-") for key in library.words.text if key.startswith("type-")]
        if entity.facts.type not in known:
            line = library.line(entity.path, "type")
            yield Problem(
                entity.path,
                line,
                "wrong-choice",
                {"key": "type", "value": entity.facts.type, "choices": ", ".join(known)},
            )


@rule
def menu_names_pages(library: Library) -> Iterator[Problem]:
    """The menu names hand-written pages that are there; one that lists things has the address of their kind."""
    path = "content/framework.yml"
    for n, item in enumerate(library.menu):
        texts_of_page = library.pages.get(item.page)
        if item.list and texts_of_page and not any(_lists(library, kind, texts_of_page) for kind in KINDS):
            yield Problem(path, library.line(path, "menu", n), "menu-list", {"id": item.page})
        for page in (item.page, *item.pages):
            if page not in library.pages and page not in library.unread:
                yield Problem(
                    path, library.line(path, "menu", n), "dangling-id", {"id": page, "hint": _hint(page, library.pages)}
                )


def _lists(library: Library, kind: str, pair: dict[str, Text]) -> bool:
    """Whether a hand-written page stands at the address of a kind in both languages."""
    slugs = library.words.kinds[kind].slug
    return all(text.matter.slug == getattr(slugs, lang) for lang, text in pair.items())


@rule
def sources_are_known(library: Library) -> Iterator[Problem]:
    """Every source that is named stands in sources.yml."""
    named = [
        (e.path, library.line(e.path, "sources", n), s)
        for e in library.entities.values()
        for n, s in enumerate(e.facts.sources)
    ]
    named += [
        ("content/ratings.yml", library.line("content/ratings.yml", "ratings", n, "source"), r.source)
        for n, r in enumerate(library.ratings)
    ]
    named += [("content/timeline.yml", 1, event.source) for event in library.timeline]
    named += [(text.path, line, match.group(1)) for _, _, text in texts(library) for match, line in _at(text, CITATION)]
    for path, line, source in named:
        if source not in library.sources:
            yield Problem(path, line, "dangling-source", {"id": source, "hint": _hint(source, library.sources)})


@rule
def links_lead_somewhere(library: Library) -> Iterator[Problem]:
    """A link by id leads to a thing or page that is there, and to a section that it has."""
    known = {**library.entities, **library.pages}
    for _, _, text in texts(library):
        for match, line in _at(text, LINK):
            link = _NYTH.match(match.group(1))
            if not link:
                continue
            target, section = link.groups()
            if target not in known:
                if target not in library.unread:
                    yield Problem(text.path, line, "dangling-id", {"id": target, "hint": _hint(target, known)})
            elif section and section not in (anchors := section_ids(library, target)):
                yield Problem(
                    text.path, line, "dangling-section", {"id": target, "section": section, "known": ", ".join(anchors)}
                )


def section_ids(library: Library, target: str) -> list[str]:
    """The anchors of a page, the same in both languages."""
    if target in library.entities:
        entity = library.entities[target]
        parts = [p.id for s in entity.texts["en"].sections for p in s.parts]
        return [*KINDS[entity.kind].layout, *parts]
    return _anchors(library.pages[target]["en"])


def _anchors(text: Text) -> list[str]:
    return [anchor for s in text.sections for anchor in (s.id, *(p.id for p in s.parts))]


@rule
def links_are_by_id(library: Library) -> Iterator[Problem]:
    """Links inside the site are by id; other addresses stand in sources.yml, or as https:// on hand-written pages."""
    for _, kind, text in texts(library):
        for match, line in _at(text, LINK, blank(CODE, text.body)):
            address = match.group(1)
            if address.startswith("assets/") or _NYTH.match(address) or (kind == "page" and WEB_LINK.match(address)):
                continue
            outside = ":" in address.split("/")[0]
            values = (
                {"address": address[:80] or "()"}
                if outside
                else {"address": address[:80] or "()", "example": next(iter(library.entities), "start")}
            )
            yield Problem(text.path, line, "external-link" if outside else "hard-link", values)


@rule
def figures_name_their_source(library: Library) -> Iterator[Problem]:
    """A paragraph or list item with a figure in it cites a source; our own advice and questions need not."""
    example = next(iter(library.sources), "source-id")
    for page, kind, text in texts(library):
        if page in ("changes", "accessibility"):
            continue
        for section in text.sections:
            if kind != "page" and section.id in _UNSOURCED_SECTIONS:
                continue
            for body, line in [(section.body, section.line), *((p.body, p.line) for p in section.parts)]:
                for block in _blocks(body):
                    bare = re.sub(r"^\s*\d+\. ", "", LINK.sub("]", ATTRIBUTES.sub("", CODE.sub("", block))))
                    figure = _FIGURE.search(
                        CITATION.sub(
                            "",
                            re.sub(r"\[[^\]]*\]\]?", lambda m: m.group() if m.group().startswith("[^") else "", bare),
                        )
                    )
                    if figure and not CITATION.search(block):
                        place = text.body.find(block.split("\n")[0])
                        at = text.body_line + text.body.count("\n", 0, place) if place >= 0 else line
                        yield Problem(
                            text.path,
                            at,
                            "sourceless-figure",
                            {"figure": figure.group().rstrip(".,:"), "example": example},
                        )


def _blocks(body: str) -> list[str]:
    """Paragraphs and list items; a table is one block."""
    return [b.strip("\n") for b in re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )", body) if b.strip()]


@rule
def addresses_are_free(library: Library) -> Iterator[Problem]:
    """An address is used once in each language, former addresses included."""
    taken: dict[tuple[str, str, str], str] = {}
    for page, kind, text in texts(library):
        if kind == "page" and (page == "index") != (text.matter.slug == ""):
            yield Problem(text.path, library.line(text.path, "slug"), "fixed-address", {})
        for slug in (text.matter.slug, *text.matter.former):
            folder = "" if kind == "page" else getattr(library.words.kinds[kind].slug, text.lang)
            key = (text.lang, folder, slug)
            if key in taken:
                yield Problem(
                    text.path, library.line(text.path, "slug"), "slug-taken", {"slug": slug, "other": taken[key]}
                )
            taken.setdefault(key, text.path)


@rule
def titles_differ(library: Library) -> Iterator[Problem]:
    """No two pages of a language have the same title."""
    taken: dict[tuple[str, str], str] = {}
    for _, _, text in texts(library):
        key = (text.lang, text.title.casefold())
        if key in taken:
            yield Problem(
                text.path, library.line(text.path, "title"), "title-taken", {"title": text.title, "other": taken[key]}
            )
        taken.setdefault(key, text.path)


@rule
def ids_are_used_once(library: Library) -> Iterator[Problem]:
    """A hand-written page, a glossary term or a source does not take the id of another."""
    for page in library.pages:
        if page in library.entities:
            text = library.pages[page]["en"]
            yield Problem(text.path, 1, "id-taken", {"id": page, "other": library.entities[page].path})
    seen: set[str] = set()
    for n, term in enumerate(library.glossary):
        if term.id in seen:
            yield Problem(
                "content/glossary.yml",
                library.line("content/glossary.yml", "terms", n, "id"),
                "id-taken",
                {"id": term.id, "other": "glossary.yml"},
            )
        seen.add(term.id)


@rule
def languages_differ(library: Library) -> Iterator[Problem]:
    """The two languages of a page are not the same text."""
    for pair in [e.texts for e in library.entities.values()] + list(library.pages.values()):
        bare = {lang: MACRO.sub("", t.body).split() for lang, t in pair.items()}
        first, second = LANGUAGES
        if bare[first] == bare[second] and any("#" not in w for w in bare[first]):
            yield Problem(pair[first].path, pair[first].body_line, "same-text", {"other": pair[second].path})


@rule
def pages_share_anchors(library: Library) -> Iterator[Problem]:
    """Both languages of a hand-written page have the same anchors in the same order."""
    for pair in library.pages.values():
        cy, en = _anchors(pair["cy"]), _anchors(pair["en"])
        if cy != en:
            only = sorted(set(cy) ^ set(en)) or ["order"]
            yield Problem(
                pair["cy"].path,
                pair["cy"].body_line,
                "anchors-differ",
                {"other": pair["en"].path, "detail": ", ".join(only)},
            )


@rule
def values_speak_to_every_principle(library: Library) -> Iterator[Problem]:
    """A section with one part per principle has one for each of them, in their order, and for nothing else."""
    principles = [e.id for e in library.of("principle")]
    for entity in library.entities.values():
        for wanted in (s for s in KINDS[entity.kind].sections if s.per_principle):
            for text in entity.texts.values():
                section = text.section(wanted.id)
                found = [p.id for p in section.parts]
                for part in section.parts:
                    if part.id not in principles and part.id not in library.unread:
                        yield Problem(
                            text.path, part.line, "dangling-id", {"id": part.id, "hint": _hint(part.id, principles)}
                        )
                for missing in (p for p in principles if p not in found):
                    yield Problem(
                        text.path, section.line, "missing-parts", {"heading": section.heading, "missing": missing}
                    )
                order = [p for p in principles if p in found]
                if order != [p for p in found if p in principles]:
                    yield Problem(
                        text.path,
                        section.line,
                        "heading-order",
                        {"heading": section.heading, "known": ", ".join(order)},
                    )


@rule
def questions_are_enough(library: Library) -> Iterator[Problem]:
    """A list of questions is numbered and long enough to work from."""
    for _, kind, text in texts(library):
        for wanted in (s for s in (KINDS[kind].sections if kind in KINDS else ()) if s.questions):
            section = text.section(wanted.id)
            for place in section.parts or (section,):
                count = len(_QUESTION.findall(place.body))
                if count < wanted.questions:
                    yield Problem(
                        text.path,
                        place.line,
                        "few-questions",
                        {"heading": place.heading, "count": count, "least": wanted.questions},
                    )


@rule
def ratings_are_honest(library: Library) -> Iterator[Problem]:
    """A rating is on the scale, given once, for a principle that is there; a missing value has a reason."""
    path = "content/ratings.yml"
    levels = [level.level for level in library.scale]
    seen = set()
    for n, rating in enumerate(library.ratings):
        line = library.line(path, "ratings", n)
        if rating.principle not in library.entities and rating.principle not in library.unread:
            principles = [e.id for e in library.of("principle")]
            yield Problem(
                path,
                library.line(path, "ratings", n, "principle"),
                "dangling-id",
                {"id": rating.principle, "hint": _hint(rating.principle, principles)},
            )
        if (rating.principle, rating.year) in seen:
            yield Problem(path, line, "rating-twice", {"principle": rating.principle, "year": rating.year})
        seen.add((rating.principle, rating.year))
        value_line = library.line(path, "ratings", n, "value")
        if rating.value is None and rating.reason is None:
            yield Problem(path, value_line, "no-reason", {})
        if rating.value is not None and rating.reason is not None:
            yield Problem(path, library.line(path, "ratings", n, "reason"), "needless-reason", {})
        if rating.value is not None and levels and not min(levels) <= rating.value <= max(levels):
            yield Problem(
                path, value_line, "off-scale", {"value": rating.value, "low": min(levels), "high": max(levels)}
            )


@rule
def welsh_has_no_ampersand(library: Library) -> Iterator[Problem]:
    """Welsh writes a or ac, never an ampersand (llyw.cymru style)."""
    for _, _, text in texts(library):
        if text.lang == "cy":
            for field in ("title", "summary"):
                if "&" in getattr(text, field):
                    yield Problem(text.path, library.line(text.path, field), "ampersand", {})
            for _, line in _at(text, re.compile("&"), blank(LINK, text.body)):
                yield Problem(text.path, line, "ampersand", {})
