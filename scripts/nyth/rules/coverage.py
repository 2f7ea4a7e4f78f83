"""The rules of what a source says: nothing of one that was read whole is lost on the way."""

from collections.abc import Iterator

from nyth import LANGUAGES
from nyth.content.addresses import Addresses
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
    """Every paragraph of a source that is carried whole is told by a finding or on a page, or
    sources.yml says why not."""
    for source in context.library.sources.values():
        told = _carriers(context.library, source)
        for place in _places(source):
            if place not in told and place not in source.left_out:
                yield source.place.problem("paragraph-lost", "parts", id=source.id, place=place)


def _places(source: Source) -> list[str]:
    """The places of the paragraphs of a source, as it counts them."""
    return [f"{part}/{n}" for part, count in source.parts.items() for n in range(1, count + 1)]


def _carriers(library: Library, source: Source) -> dict[str, list[str]]:
    """Where each place of a source is told: place to "id#section"s."""
    told: dict[str, list[str]] = {place: [target] for place, target in source.carried.items()}
    for update in library.of("update"):
        for finding in update.facts.findings if update.facts.source == source.id else ():
            for place in finding.at:
                told.setdefault(place, []).append(f"{update.id}#{finding.id}")
    return told


def table(library: Library) -> list[tuple[str, ...]]:
    """Where every paragraph of each source that is carried whole is told: (source, place, address
    in Welsh, in English), or (source, place, why nowhere)."""
    rows, url = [], Addresses(library).url
    for source in library.sources.values():
        told = _carriers(library, source)
        for place in _places(source):
            for target in told.get(place, ()):
                rows.append((source.id, place, *(url(target, lang) for lang in LANGUAGES)))
            if place in source.left_out:
                rows.append((source.id, place, source.left_out[place]))
    return rows
