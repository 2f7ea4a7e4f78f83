"""Rules of facts and addresses."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from nyth import LANGUAGES
from nyth.content.kinds import KINDS
from nyth.content.model import Former, Place
from nyth.languages import placenames
from nyth.problems import Problem
from nyth.rules.context import LISTS, Context

_REFERENCES: dict[str, str] = LISTS["references"]


def _ids(record: Any, *keys: str) -> Iterator[tuple[str, Place, str]]:
    """The ids that a record holds under keys: (key, where, id)."""
    for key in keys:
        value = getattr(record, key, None) or ()
        if isinstance(value, str):
            yield key, record.place.at(key), value
        else:
            for n, item in enumerate(value):
                yield key, record.place.at(key, n), getattr(item, "id", item)


def facts_name_known_things(context: Context) -> Iterator[Problem]:
    """An id in the facts of a thing is that of another thing, of the kind that the key asks for."""
    library = context.library
    records = [*library.ratings, *library.facts]
    records += [finding for each in library.of("update") for finding in each.facts.findings]
    named = (reference for record in records for reference in _ids(record, *_REFERENCES))
    for key, place, wanted in named:
        thing, kind = library.things.get(wanted), _REFERENCES[key]
        if thing is None or thing.is_page:
            yield from context.unknown_id(place, wanted, [t.id for t in library.of(kind)])
        elif thing.kind != kind:
            kinds = {"kind": thing.kind, "wanted": kind}
            names = {what: dict(library.words.kinds[name].one) for what, name in kinds.items()}
            yield place.problem("wrong-kind", id=wanted, key=key, **names)
    types = [key.removeprefix("type-") for key in library.words.text if key.startswith("type-")]
    for thing in library.of("case-study"):
        if (value := thing.facts.type) not in types:
            choices = {"key": "type", "value": value, "choices": ", ".join(types)}
            yield thing.place.problem("wrong-choice", "type", **choices)


def menu_names_pages(context: Context) -> Iterator[Problem]:
    """The menu names hand-written pages that are there; one that lists things has the address of
    their kind."""
    pages = {page.id for page in context.library.of("page")}
    index = context.library.index
    lists = {lang: {index(kind, lang) for kind in KINDS} for lang in LANGUAGES}
    for item in context.library.menu:
        if item.list and item.page in pages - (lists["cy"] & lists["en"]):
            yield item.place.problem("menu-list", id=item.page)
        for name in (item.page, *item.pages):
            yield from context.unknown_id(item.place, name, pages)


def sources_are_known(context: Context) -> Iterator[Problem]:
    """Every source that facts name stands in sources.yml."""
    library, keys = context.library, ("source", "read", "sources", "councils_from")
    for record in (*library.ratings, *library.timeline, *library.gaps, *library.facts):
        for _, place, source in _ids(record, *keys):
            yield from context.unknown_source(place.problem, source)


def days_have_come(context: Context) -> Iterator[Problem]:
    """A day on which something was read or looked for is not one that is still to come."""
    # east of here it is tomorrow already
    last, library = context.today + timedelta(days=1), context.library
    for record in (library.agreements, *library.gaps, *library.facts):
        for key in ("looked", "reviewed", "reviewed_cy", "reviewed_advice"):
            value = getattr(record, key, None) or {}
            for name, day in value.items() if isinstance(value, dict) else [("", value)]:
                if day > last:
                    yield record.place.problem("day-to-come", key, name, day=day.isoformat())


def addresses_are_free(context: Context) -> Iterator[Problem]:
    """An address is used once in each language, former addresses included."""
    taken: dict[str, str] = {}
    used: list[tuple[str, Place, str]] = []
    folder = context.library.folder
    for thing, text in context.library.texts():
        if thing.is_page and (thing.id == "index") != (text.matter.slug == ""):
            yield text.place.problem("fixed-address", "slug")
        for _, place, slug in _ids(text.matter, "slug", "former"):
            used.append((folder(thing.kind, text.lang), place, slug))
    gone = (row for row in context.library.former if not row.id or not _is_there(context, row))
    for row in gone:
        used += ((f"{lang}/", place, path) for lang, place, path in _ids(row, *LANGUAGES))
    for where, place, slug in used:
        here = f"{place.path}:{place.line()}"
        other = taken.setdefault(where + slug, here)
        if other != here:
            yield place.problem("slug-taken", slug=slug, other=other)


def what_is_gone_leads_on(context: Context) -> Iterator[Problem]:
    """What was merged into another page or renamed leads, in one step, to a page or section that
    is there."""
    library = context.library
    gone = {row.id: row for row in library.former if row.id}
    for row in gone.values():
        if _is_there(context, row):
            yield row.place.problem("former-there", "id", id=row.id, to=row.to)
    for row in library.former:
        seen, end = set(), row.to
        while end not in seen and (on := gone.get(end) or gone.get(end.partition("#")[0])):
            seen.add(end)
            end = on.to
        place = row.place.at("to")
        if end in seen:
            yield place.problem("former-loop", to=row.to)
        elif end != row.to:
            yield place.problem("former-chain", to=row.to, end=end)
        else:
            yield from context.unknown_spot(place.problem, end)


def _is_there(context: Context, row: Former) -> bool:
    """Whether what is said to be gone is there: the page, or a section of it or of where it leads,
    which is then shown instead."""
    things = context.library.things
    page, _, section = row.id.partition("#")
    if not section:
        return page in things or page in context.library.unread
    holders = [things.get(page), things.get(row.to.partition("#")[0])]
    return any(section in thing.section_ids for thing in holders if thing)


def titles_differ(context: Context) -> Iterator[Problem]:
    """No two pages of a language have the same title."""
    taken: dict[tuple[str, str], str] = {}
    for _, text in context.library.texts():
        other = taken.setdefault((text.lang, text.title.casefold()), text.place.path)
        if other != text.place.path:
            yield text.place.problem("title-taken", "title", title=text.title, other=other)


def plans_add_up(context: Context) -> Iterator[Problem]:
    """The minutes of the steps of a plan for a session add up to its length, in every session
    that changes some of them, and a session changes steps that there are."""
    plans = {plan.id: plan for plan in context.library.plans}
    timed = [(plan, None, plan.place.at("minutes")) for plan in plans.values()]
    readable = "plans.yml" not in context.library.unread
    for session in context.library.of("session") if readable else ():
        for name, own in session.facts.minutes.items():
            place = session.place.at("minutes", name)
            yield from context.unknown_id(place, name, plans)
            if plan := plans.get(name):
                timed.append((plan, session.facts, place))
                steps = [step.id for step in plan.steps]
                for step in own:
                    yield from context.unknown_id(place.at(step), step, steps)
    for plan, facts, place in timed:
        total = sum(minutes for _, minutes in plan.timed(facts))
        if total != plan.minutes:
            yield place.problem("plan-minutes", id=plan.id, total=total, length=plan.minutes)


def ratings_are_honest(context: Context) -> Iterator[Problem]:
    """A rating is on the scale, which has two levels or more, and is given once; a missing value
    has a reason."""
    library = context.library
    levels = sorted(level.level for level in library.scale)
    whole = len(levels) > 1 and len({*levels}) == len(levels)
    known = "ratings.yml" not in library.unread
    if known and library.ratings and not whole:
        yield (*library.scale, *library.ratings)[0].place.problem("scale-levels")
    seen = set()
    for rating in library.ratings:
        key, place = (rating.principle, rating.year), rating.place
        if key in seen:
            yield place.problem("rating-twice", principle=rating.principle, year=rating.year)
        seen.add(key)
        if rating.value is None and rating.reason is None:
            yield place.problem("no-reason", "value")
        elif rating.value is not None and rating.reason is not None:
            yield place.problem("needless-reason", "reason")
        if rating.value is None or not (known and whole):
            continue
        if not levels[0] <= rating.value <= levels[-1]:
            values = {"value": rating.value, "low": levels[0], "high": levels[-1]}
            yield place.problem("off-scale", "value", **values)


def places_are_in_one_region(context: Context) -> Iterator[Problem]:
    """A council stands in one region and once, and no name of a council or town leads to two
    regions."""
    seen: dict[str, tuple[str, Place]] = {}
    for region in context.library.of("region"):
        for council in region.facts.local_authorities:
            place = council.place
            named = [(place, name) for name in {council.en, council.cy, *council.also}]
            for n, town in enumerate(council.towns):
                named += [(place.at("towns", n), name) for name in {town.en, town.cy}]
            for where, name in named:
                other, first = seen.setdefault(placenames.key(name), (region.id, place))
                if other != region.id or (where is place and first is not place):
                    yield where.problem("place-twice", name=name, region=other)
