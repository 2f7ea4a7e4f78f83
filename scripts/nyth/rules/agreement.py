"""What must hold between the two languages over time; `agree` compares, this module says what is
wrong with it."""

from collections.abc import Iterator
from typing import Any

from nyth import LANGUAGES, other
from nyth.languages import agree
from nyth.problems import Problem
from nyth.rules.context import Context

_MOVED = {"en": "english-moved", "cy": "welsh-moved", "both": "both-moved"}


def languages_are_in_step(context: Context) -> Iterator[Problem]:
    """Both languages of every section, short text and glossary entry are those that were
    accepted as saying the same."""
    for pair in context.pairs:
        if not pair.accepted:
            line = pair.line("cy", pair.sections[0])
            yield Problem(pair.paths["cy"], line, "never-agreed", {"id": pair.id})
            continue
        for section in pair.unsettled:
            yield _moved(context, pair, section, pair.moved[section])


def _moved(context: Context, pair: agree.Pair, section: str, state: str) -> Problem:
    key = pair.key(section)
    values: dict[str, Any] = {"id": pair.name(section), "where": pair.place.path}
    values["sections"] = _headings(context, pair, section)
    if section not in pair.sections:
        return pair.place.problem("section-gone", *key, "", **values)
    behind = other(state) if state in LANGUAGES else "cy"
    accepted = pair.accepted.get(section)
    values["on"] = (accepted.on if accepted else pair.agreed_on).isoformat()
    values["line"] = f"{key[1]}: {agree.entry(pair, section, context.today)}"
    return Problem(pair.paths[behind], pair.line(behind, section), _MOVED[state], values)


def _headings(context: Context, pair: agree.Pair, *sections: str) -> dict[str, str]:
    words = context.library.words
    return {
        lang: "; ".join(pair.heading(section, lang, words) for section in sections)
        for lang in LANGUAGES
    }


def waiting_has_an_end(context: Context) -> Iterator[Problem]:
    """One language may follow later only until its due day, and only while there is something
    for it to follow."""
    for pair in context.pairs:
        waits = pair.awaiting
        if waits is None or not pair.accepted:
            continue
        sections = pair.behind(waits.lang)
        if not sections:
            yield pair.place.problem("awaiting-unneeded", *pair.waiting_key, id=pair.id)
        elif context.today > waits.due:
            values = {"id": pair.id, "due": waits.due.isoformat(), "what": waits.lang}
            values["sections"] = _headings(context, pair, *sections)
            yield pair.place.problem("awaiting-late", *pair.waiting_key, **values)


def agreements_are_of_something(context: Context) -> Iterator[Problem]:
    """The list of agreements names only what is there."""
    library = context.library
    if not context.whole:
        return
    listed = {page.id: True for page in library.of("page")}
    listed |= {label.group: False for label in context.labels}
    sections = {f"{page.id}#{name}" for page in library.of("page") for name in page.section_ids}
    for key in ("agreed", "awaiting", "reviewed_cy", "reviewed_advice", "ours"):
        for name in getattr(library.agreements, key):
            thing = name.partition("#")[0]
            right = thing in listed and (listed[thing] or thing == name)
            if not (name in sections if key == "ours" else right) and not library.unread:
                yield library.agreements.place.problem("agreed-unneeded", key, name, "", id=name)
