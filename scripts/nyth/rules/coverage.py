"""The rules of what a source says: nothing of one that was read whole is lost on the way."""

from collections.abc import Iterator

from nyth import LANGUAGES
from nyth.content.library import Library
from nyth.content.model import Source
from nyth.problems import Problem
from nyth.rules.context import Context


def findings_are_told(context: Context) -> Iterator[Problem]:
    """Every finding of an update is told in both languages, once, and nothing is told that is
    not one of its findings."""
    for update in context.library.of("update"):
        ids = [finding.id for finding in update.facts.findings]
        for n, finding in enumerate(update.facts.findings):
            if finding.id in ids[:n]:
                place = finding.place
                yield place.problem("id-taken", "id", id=finding.id, other=place.path)
        sections = ((text.place.path, text.section("found")) for text in update.texts.values())
        for path, section in sections:
            told = {part.id: part.line for part in section.parts}
            for name in (name for name in ids if name not in told):
                values = {"heading": section.heading, "missing": name}
                yield Problem(path, section.line, "finding-untold", values)
            for name in told.keys() - set(ids):
                values = {"heading": name, "known": ", ".join(ids[:5]) + "…"}
                yield Problem(path, told[name], "extra-heading", values)


def sources_are_carried_whole(context: Context) -> Iterator[Problem]:
    """Every paragraph of a source that is covered in full is told by a finding or on a page, or
    sources.yml says why not."""
    for source, place, targets, reason in _paragraphs(context.library):
        if not targets and reason is None:
            yield source.place.problem("paragraph-lost", "parts", id=source.id, place=place)


def _paragraphs(library: Library) -> Iterator[tuple[Source, str, list[str], str | None]]:
    """Each paragraph of the sources that are covered in full: its source and place, the
    "id#section"s that tell it, and why none does."""
    for source in library.sources.values():
        told = {place: [target] for place, target in source.carried.items()}
        for update in library.of("update"):
            for finding in update.facts.findings if update.facts.source == source.id else ():
                for place in finding.at:
                    told.setdefault(place, []).append(f"{update.id}#{finding.id}")
        for part, count in source.parts.items():
            for place in (f"{part}/{n}" for n in range(1, count + 1)):
                yield source, place, told.get(place, []), source.left_out.get(place)


def table(library: Library) -> list[tuple[str, ...]]:
    """Where every paragraph of the sources that are covered in full is told: (source, place,
    address in Welsh, in English), or (source, place, why nowhere)."""
    rows, url = [], library.url
    for source, place, targets, reason in _paragraphs(library):
        rows += ((source.id, place, *(url(t, lang) for lang in LANGUAGES)) for t in targets)
        rows += [(source.id, place, reason)] if reason else []
    return rows
