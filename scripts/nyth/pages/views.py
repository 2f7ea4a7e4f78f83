"""What pages show besides what people wrote on them: what yearly updates, ratings and other things
say of their thing, and where its slides are. Pure."""

import itertools
import json
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple, get_args

from markupsafe import Markup

from nyth.content import markdown
from nyth.content.kinds import Finding
from nyth.content.library import KINDS, Library, Part, Thing
from nyth.content.model import Rating
from nyth.languages import placenames
from nyth.languages.dates import MONTHS
from nyth.pages.page import TEMPLATES, Page, bare, by_letter, listed

FRAMEWORK = "framework"
# The kinds of findings, in the order in which they stand.
_FINDING_KINDS = get_args(Finding.model_fields["kind"].annotation)
# What findings name that can be named again a year later, and the kind of it.
_NAMED = ("barriers", "examples")
# What a file of the team self-assessment holds, and where the site has that.
SCHEMA = TEMPLATES / "self-assessment-1.json"
SCHEMA_PATH = f"schema/{SCHEMA.name}"
# The pages of the search itself, and the glossary.
RESULTS, A_TO_Z, GLOSSARY = "search", "a-z", "glossary"


def sections(page: Page) -> Iterable[Part]:
    """The sections of a page in their order. One that nobody wrote, and that is there if it has
    something to show, has no line."""
    if page.thing.is_page:
        return page.text.sections
    return [
        page.text.section(name) or Part(name, page.heading(name), 0, markdown.Fragment())
        for name in KINDS[page.thing.kind].layout
    ]


def examples(page: Page) -> list[Thing]:
    """The examples that name the page, the newest first, then by title."""
    named = page.library.naming("case-study", f"{page.thing.kind}s", page.thing.id)
    return sorted(listed(named, page.lang), key=lambda thing: thing.facts.date or "", reverse=True)


def barriers(page: Page) -> list[Thing]:
    """The barriers under a principle that its own words do not lead to."""
    told = {mark.value for mark in page.text.section("gets-in-the-way").body.of("link")}
    named = page.library.naming("barrier", "principles", page.thing.id)
    return [thing for thing in named if f"nyth:{thing.id}" not in told]


def points(page: Page) -> Iterator[tuple[Thing, list[Markup]]]:
    """What the principles ask of a role: each with its points."""
    for principle in page.library.of("principle"):
        section = principle[page.lang].section("in-practice")
        asked = [
            page.render(item)
            for part in (section.parts if section else ())
            for label, item in markdown.labelled_items(part.body)
            if label in page.text.matter.labels
        ]
        if asked:
            yield principle, asked


# Slides


def session_of(library: Library, principle: str) -> Thing | None:
    """The session on a principle."""
    return next((s for s in library.of("session") if s.facts.principle == principle), None)


def slides_url(library: Library, principle: str, lang: str) -> str:
    """The address of the slides on a principle, or FRAMEWORK, in a language or "both"."""
    if lang == "both":
        return f"slides/{principle}/"
    folder, session = library.folder("session", lang), session_of(library, principle)
    slides = library.words.word("slides-slug", lang)
    return f"{folder}{session[lang].matter.slug}/{slides}/" if session else f"{folder}{slides}/"


def slide_links(page: Page, principle: str, words: str = "slides") -> list[tuple[str, str]]:
    """The slides that a reader of a page may want: (link, words), in the page's own language
    first. `words`: "slides", or "trainer" for the short ones."""
    return [
        (page.path(slides_url(page.library, principle, lang)), page.word(f"{words}-{key}"))
        for lang, key in ((page.lang, "link"), ("both", "both"), (page.other, "other"))
    ]


# What yearly updates found


class Told(NamedTuple):
    """A finding of an update, and its words."""

    update: Thing
    finding: Finding
    body: markdown.Fragment


def updates(page: Page) -> list[Thing]:
    """The yearly updates, the newest first."""
    return sorted(page.library.of("update"), key=lambda update: -update.facts.year)


def findings(page: Page, update: Thing) -> list[Told]:
    """All findings of an update, by kind."""
    words = {part.id: part.body for part in update[page.lang].section("found").parts}
    found = [Told(update, f, words[f.id]) for f in update.facts.findings if f.id in words]
    return sorted(found, key=lambda told: _FINDING_KINDS.index(told.finding.kind))


def by_kind(found: Iterable[Told]) -> list[tuple[str, list[Told]]]:
    """Findings under their kinds."""
    groups = itertools.groupby(found, key=lambda told: told.finding.kind)
    return [(kind, list(told)) for kind, told in groups]


def in_source(page: Page, at: Iterable[str]) -> str:
    """Where something stands in a source, in words: "Trusted adults, 4–6; Conclusion, 1"."""
    parts: dict[str, list[str]] = {}
    for part, _, number in (place.partition("/") for place in at):
        parts.setdefault(part, []).append(number)
    return "; ".join(f"{_part(page, part)}{_numbers(parts[part])}" for part in parts)


def _part(page: Page, part: str) -> str:
    """A part of a source: under its own name, else as the page on what the part is about."""
    word = f"part-{part}"
    return page.title(part) if page.knows(part) and not page.has_word(word) else page.word(word)


def _numbers(numbers: list[str]) -> str:
    known = [int(number) for number in numbers if number]
    if len(known) > 1 and known == [*range(known[0], known[0] + len(known))]:
        return f", {known[0]}–{known[-1]}"
    return "".join(f", {number}" for number in known)


def naming(found: Iterable[Told], key: str, target: str) -> list[Told]:
    """Those findings that name `target` under `key`."""
    return [told for told in found if target in getattr(told.finding, key)]


def told(
    page: Page, key: str, target: str, kinds: Collection[str] = _FINDING_KINDS
) -> Iterator[tuple[Thing, list[Told]]]:
    """The findings of some kinds that name `target` under `key`, of each update that has any, the
    newest first. The page then cites its source."""
    for update in updates(page):
        some = (told for told in findings(page, update) if told.finding.kind in kinds)
        if found := naming(some, key, target):
            page.cite(update.facts.source)
            yield update, found


def practices(page: Page, principle: str) -> list[Told]:
    """What regions did, as the newest update that names any tells it."""
    for _, found in told(page, "principles", principle, ["practice"]):
        if named := [told for told in found if told.finding.regions]:
            return named
    return []


def of_thing(page: Page) -> Iterator[tuple[Thing, str, list[Told], int]]:
    """What updates found of the page's thing: (update, where in it all of that stands, the first
    findings, how many there are)."""
    left, me, kind = page.most, page.thing.id, page.thing.kind
    for update, found in told(page, "examples" if kind == "case-study" else f"{kind}s", me):
        first = {_first_principle(page, finding) for finding in update.facts.findings}
        anchor = f"of-{me}" if me in first else {"region": "by-region", "role": "by-role"}.get(kind)
        # single practices stand on a principle's page as its examples
        named = [t for t in found if (kind, t.finding.kind) != ("principle", "practice")]
        shown = _first_of_each(named, left)
        left -= len(shown)
        yield update, anchor or "", shown, len(found)


def _first_of_each(found: list[Told], most: int) -> list[Told]:
    """So many findings that each kind has its first before one has its second."""
    turns = [(turn, told) for _, same in by_kind(found) for turn, told in enumerate(same)]
    kept = [told for _, told in sorted(turns, key=lambda row: row[0])[:most]]
    return [told for told in found if told in kept]


def by_principle(page: Page) -> list[tuple[str | None, list[Told]]]:
    """All findings of the update that the page is of, each once: those of the whole country, then
    those of each principle."""
    page.cite(page.thing.facts.source)
    found = findings(page, page.thing)
    return [
        (name, [told for told in found if _first_principle(page, told.finding) == name])
        for name in (None, *(principle.id for principle in page.library.of("principle")))
    ]


def _first_principle(page: Page, finding: Finding) -> str | None:
    """The principle under which a finding stands on the page of its update."""
    order = (principle.id for principle in page.library.of("principle"))
    return next((name for name in order if name in finding.principles), None)


def named_for(page: Page, key: str) -> list[Thing]:
    """What the findings of a role name under a key."""
    found = (f for update in updates(page) for f in update.facts.findings)
    named = _named((finding for finding in found if page.thing.id in finding.roles), key)
    return [page.library.things[name] for name in named]


def _named(found: Iterable[Finding], key: str) -> list[str]:
    """The ids that findings name under a key, each once."""
    return list(dict.fromkeys(name for finding in found for name in getattr(finding, key)))


def since(page: Page) -> dict[str, Any]:
    """What two updates have in common and where they differ: the ids of barriers and examples that
    the newer one names anew, still or no more, and `again`: findings that both tell under one id.
    """
    newest = updates(page)[:2]
    if len(newest) < 2:
        return {"newer": None}
    newer, older = newest
    now, then = (
        [name for key in _NAMED for name in _named(update.facts.findings, key)]
        for update in (newer, older)
    )
    known = {finding.id for finding in older.facts.findings}
    return {
        "newer": newer.facts,
        "older": older.facts,
        "new": [name for name in now if name not in then],
        "still": [name for name in now if name in then],
        "gone": [name for name in then if name not in now],
        "again": [told for told in findings(page, newer) if told.finding.id in known],
    }


# Ratings


def rating(page: Page, principle: str, year: int) -> Rating | None:
    """The rating of a principle in a year."""
    found = (r for r in page.library.ratings if (r.principle, r.year) == (principle, year))
    return next(found, None)


def ratings(page: Page) -> tuple[list[int], list[tuple[Thing, list[Rating | None]]], list[str]]:
    """All ratings: the years, a row for each principle with a rating for each year, and the reasons
    for what is missing, each once."""
    years = sorted({rating.year for rating in page.library.ratings})
    rows = [
        (principle, [rating(page, principle.id, year) for year in years])
        for principle in page.library.of("principle")
    ]
    reasons = dict.fromkeys(
        rating.reason[page.lang] for _, row in rows for rating in row if rating and rating.reason
    )
    return years, rows, list(reasons)


# Regions


def places(page: Page, kind: str) -> list[tuple[str, str, list[dict[str, str]]]]:
    """Councils ("council") or towns ("town") under their letters. The id of one is the same in
    both languages; `spellings`: the keys under which it is found, with spaces between."""
    rows = [
        {
            "id": f"{kind}-" + re.sub(r"\W+", "-", both.en.lower()),
            "name": both[page.lang],
            # a place keeps its Welsh article in English
            "known": bare(both[page.lang], "cy"),
            "within": "" if both is council else council[page.lang],
            "region": region.id,
            "spellings": " ".join(
                placenames.spellings(both.en, both.cy, getattr(both, "also", ()))
            ),
        }
        for region in page.library.of("region")
        for council in region.facts.local_authorities
        for both in ((council,) if kind == "council" else council.towns)
    ]
    return by_letter(rows, "known", page.lang)


# Everything that the site names


def searched(library: Library) -> Iterator[Thing]:
    """Every page but those of the search itself."""
    return (thing for thing in library.things.values() if thing.id not in (RESULTS, A_TO_Z))


def a_to_z(page: Page) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Every page and glossary term under its letter: (title, address, whether it is a term)."""
    pages = [(page.title(t.id), page.to(t.id), False) for t in searched(page.library)]
    terms = [
        (term[page.lang], page.to(GLOSSARY, f"term-{term.id}"), True)
        for term in page.library.glossary
    ]
    return by_letter([*pages, *terms], 0, page.lang)


# The team self-assessment


def assessment(page: Page) -> str:
    """What its script needs besides the form, as JSON: words, levels, principles, and the schema
    of the files that teams keep."""
    said = "assess-say-"
    words = (key for key in page.library.words.text if key.startswith(said))
    data = {
        "months": MONTHS[page.lang].split(),
        "words": {key.removeprefix(said): page.word(key) for key in words},
        "levels": [[level.level, level.label[page.lang]] for level in page.library.scale],
        "principles": [(t.id, t[page.lang].title) for t in page.library.of("principle")],
        "schema": json.loads(SCHEMA.read_text("utf-8")),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
