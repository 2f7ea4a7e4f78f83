"""What must hold between the two languages over time; `agree` compares, this module says what is
wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

from nyth import LANGUAGES, other
from nyth.languages import agree
from nyth.languages.status import LISTS
from nyth.problems import Problem
from nyth.rules.context import Context

_MOVED = {"en": "english-moved", "cy": "welsh-moved", "both": "both-moved"}
_NAMES = {"en": {"en": "English", "cy": "y Saesneg"}, "cy": {"en": "Welsh", "cy": "y Gymraeg"}}


def languages_are_in_step(context: Context) -> Iterator[Problem]:
    """Both languages of every section, short text and glossary entry are those that were
    accepted as saying the same."""
    for pair, drift in context.drifts:
        if drift.state == "never":
            line = pair.line("cy", pair.sections[0])
            yield Problem(pair.paths["cy"], line, "never-agreed", {"id": pair.id})
            continue
        for section in agree.unsettled(pair, drift):
            yield _moved(context, pair, section, drift.sections[section])


def _moved(context: Context, pair: agree.Pair, section: str, state: str) -> Problem:
    key, words = pair.key(section), context.library.words
    values = {
        "id": f"{pair.id}#{section}" if pair.has_page else pair.id,
        "sections": {lang: pair.heading(section, lang, words) for lang in LANGUAGES},
        "where": pair.place.path,
    }
    if section not in pair.sections:
        return pair.place.problem("section-gone", *key, "", **values)
    behind = other(state) if state in LANGUAGES else "cy"
    accepted = pair.accepted.get(section)
    values["on"] = (
        accepted.on if accepted else max(a.on for a in pair.accepted.values())
    ).isoformat()
    values["line"] = f"{key[1]}: {agree.entry(pair, section, context.today)}"
    return Problem(pair.paths[behind], pair.line(behind, section), _MOVED[state], values)


def waiting_has_an_end(context: Context) -> Iterator[Problem]:
    """One language may follow later only until its due day, and only while there is something
    for it to follow."""
    for pair, drift in context.drifts:
        waits = pair.awaiting
        if waits is None or drift.state == "never":
            continue
        sections = drift.of(other(waits.lang))
        if not sections:
            yield pair.place.problem("awaiting-unneeded", *pair.waiting_key, id=pair.id)
        elif context.today > waits.due:
            words = context.library.words
            headings = {
                lang: "; ".join(pair.heading(section, lang, words) for section in sections)
                for lang in LANGUAGES
            }
            values = {"id": pair.id, "due": waits.due.isoformat(), "language": _NAMES[waits.lang]}
            yield pair.place.problem(
                "awaiting-late", *pair.waiting_key, sections=headings, **values
            )


def agreements_are_of_something(context: Context) -> Iterator[Problem]:
    """The list of agreements names only what is there."""
    library = context.library
    listed = {pair.id: pair.has_page for pair, _ in context.drifts if pair.listed}
    for key in ("agreed", "awaiting", "reviewed_cy", "reviewed_advice"):
        for name in getattr(library.agreements, key):
            thing = name.partition("#")[0]
            group, _, rest = thing.partition(".")
            unread = LISTS.get(group) in library.unread_lists or {thing, rest} & library.unread
            right = thing in listed and (listed[thing] or thing == name)
            if not right and not unread:
                yield library.agreements.place.problem("agreed-unneeded", key, name, "", id=name)


RULES = (languages_are_in_step, waiting_has_an_end, agreements_are_of_something)
