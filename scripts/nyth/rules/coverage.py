"""The rules of what a source says: nothing of one that was read whole is lost on the way."""

from collections.abc import Iterator

from nyth import LANGUAGES
from nyth.content.library import Library
from nyth.content.model import Place, Source
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
            odd, untold = told.keys() - {*ids}, [name for name in ids if name not in told]
            for name in odd:
                place = Place(path, (), {(): told[name]})
                yield from context.unknown_id(place, name, untold)
            # one that is not known may be the one that is missing
            for name in untold if len(untold) > len(odd) else ():
                values = {"heading": section.heading, "missing": name}
                yield Problem(path, section.line, "finding-untold", values)


def sources_are_carried_whole(context: Context) -> Iterator[Problem]:
    """Every paragraph of a source that is covered in full is told by a finding or on a page, or
    sources.yml says why not; and nothing is named that is not there."""
    library = context.library
    for source in library.sources.values():
        known, named = _places(source), {at: place for at, place, _ in _told(library, source)}
        wrong = [p for at in named if known for p in context.unknown_id(named[at], at, known)]
        yield from wrong
        for at, spot in source.carried.items():
            yield from context.unknown_spot(source.place.at("carried", at).problem, spot)
        for at in (at for at in known if at not in named and not wrong and not library.unread):
            yield source.place.problem("paragraph-lost", "parts", id=source.id, place=at)


def _places(source: Source) -> list[str]:
    """The paragraphs of a source that is covered in full."""
    return [f"{part}/{n}" for part, count in source.parts.items() for n in range(1, count + 1)]


def _told(library: Library, source: Source) -> Iterator[tuple[str, Place, str]]:
    """What is said of paragraphs: of which, where that stands, and the "id#section" that tells it,
    or "" for the reason why none does."""
    for at, spot in source.carried.items():
        yield at, source.place.at("carried", at), spot
    for update in library.of("update"):
        for finding in update.facts.findings if update.facts.source == source.id else ():
            for n, at in enumerate(finding.at):
                yield at, finding.place.at("at", n), f"{update.id}#{finding.id}"
    yield from ((at, source.place.at("left_out", at), "") for at in source.left_out)


def table(library: Library) -> list[tuple[str, ...]]:
    """Where every paragraph of the sources that are covered in full is told: (source, place,
    address in Welsh, in English), or (source, place, why nowhere). What is not there has no
    address, and is named as it is written."""
    rows: list[tuple[str, ...]] = []
    for source in library.sources.values():
        told = list(_told(library, source))
        for place, spot in ((p, spot) for p in _places(source) for at, _, spot in told if at == p):
            known = spot.partition("#")[0] in library.things
            addresses = [library.url(spot, lang) if known else spot for lang in LANGUAGES]
            rows.append((source.id, place, *(addresses if spot else [source.left_out[place]])))
    return rows
