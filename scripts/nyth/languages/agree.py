"""Whether the two languages still say what was accepted as the same, and which sections do not. Pure.

Neither language is the source. For every page, short text and glossary entry, one line holds a fingerprint of each
section in both languages; `nyth agree` writes it when someone has read the two side by side. A fingerprint is of what
readers read: not of layout, address or search words.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from nyth import LANGUAGES
from nyth.content.model import Agreement, Awaiting, Entity, Library, Text, WordsFile

State = Literal["in-step", "never", "en", "cy", "both"]

AGREED = "content/agreed.yml"
GONE = "gone"
# Rules that keep a site from being published, not from being looked at by the editor who is in the middle of the work.
OPEN = frozenset({"never-agreed", "english-moved", "welsh-moved", "both-moved", "awaiting-late", "awaiting-unneeded"})

# No vowels, so that a fingerprint is never a word; a letter first, because YAML reads 12e45 as a number.
_FIRST = "bcdfghjklmnpqrstvwxz"
_REST = _FIRST + "0123456789"
_LENGTH = 5
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_QUOTED_LINE = re.compile(r"^([ \t]*>.*)\n[ \t]*>[ \t]?", re.M)


@dataclass(frozen=True)
class Unit:
    """What has a fingerprint of its own: a section, or the title with the summary. `blocks`: its texts, in order."""

    id: str
    blocks: tuple[str, ...]
    heading: str = ""
    line: int = 1


@dataclass(frozen=True)
class Pair:
    """A text in both languages, and what was accepted of it.

    id: what `nyth agree` takes; kind: of the entity, or "page", "words", "term", "fact"; paths: the file of each
    language; file, keys: where the agreement stands.
    """

    id: str
    kind: str
    paths: dict[str, str]
    units: dict[str, tuple[Unit, ...]]
    file: str
    keys: tuple[str, ...]
    agreed: Agreement | None = None
    awaiting: Awaiting | None = None
    reviewed_cy: datetime.date | None = None

    @property
    def is_page(self) -> bool:
        """Whether readers find it at an address of its own."""
        return self.kind not in ("words", "term", "fact")


def pairs(library: Library) -> Iterator[Pair]:
    """Everything that is said in both languages: pages first, then short texts, terms and dated facts."""
    for target in (*library.entities, *library.pages):
        yield page_pair(library, target)
    for name, kind, path, keys, units in short_texts(library):
        lined = {
            lang: tuple(
                Unit(u, (said,), line=library.line(path, *keys, *place, lang)) for u, said, place in units[lang]
            )
            for lang in LANGUAGES
        }
        yield _listed(library, name, kind, dict.fromkeys(LANGUAGES, path), lined)


def page_pair(library: Library, target: str) -> Pair:
    """The pair of an entity or hand-written page. Raises KeyError for an id that is neither."""
    entity = library.entities.get(target)
    texts = entity.texts if entity else library.pages[target]
    paths = {lang: text.path for lang, text in texts.items()}
    units = {lang: _units(library, texts[lang], entity) for lang in LANGUAGES}
    if entity is None:
        return _listed(library, target, "page", paths, units)
    facts = entity.facts
    return Pair(
        target, entity.kind, paths, units, entity.path, ("agreed",), facts.agreed, facts.awaiting, facts.reviewed_cy
    )


def _listed(library: Library, name: str, kind: str, paths: dict[str, str], units: dict[str, tuple[Unit, ...]]) -> Pair:
    """A pair whose agreement stands in the common list."""
    listed = library.agreements
    return Pair(
        name,
        kind,
        paths,
        units,
        AGREED,
        ("agreed", name),
        listed.agreed.get(name),
        listed.awaiting.get(name),
        listed.reviewed_cy.get(name),
    )


def _units(library: Library, text: Text, entity: Entity | None) -> tuple[Unit, ...]:
    """The headings of an entity are fixed words of words.yml, agreed there once and not on every page."""
    units = [Unit("title", (text.title, text.summary), line=library.line(text.path, "title"))]
    end = text.sections[0].line - text.body_line if text.sections else None
    lead = "" if entity else "\n".join(text.body.split("\n")[:end]).strip()
    if lead:
        units.append(Unit("lead", (lead,), line=text.body_line))
    for section in text.sections:
        blocks = ["" if entity else section.heading, section.body]
        for part in section.parts:
            blocks += [part.id, "" if entity else part.heading, part.body]
        units.append(Unit(section.id, tuple(blocks), section.heading, section.line))
    return tuple(units)


_Place = tuple[str | int, ...]
_Said = dict[str, list[tuple[str, str, _Place]]]


def short_texts(library: Library) -> Iterator[tuple[str, str, str, _Place, _Said]]:
    """(id, kind, file, place in it, {language: [(unit, text, place under it)]}) of all that stands in YAML."""

    def said(**values: Any) -> _Said:
        return {
            lang: [(key, getattr(both, lang), (key,)) for key, both in values.items() if both and getattr(both, lang)]
            for lang in LANGUAGES
        }

    path, words = "content/words.yml", library.words
    groups: list[tuple[_Place, dict[str, Any]]] = []
    if words is not None:
        groups = [(("site",), dict(words.site)), (("headings",), words.headings)]
        groups += [
            (("kinds", kind), {"one": both.one, "many": both.many}) for kind, both in sorted(words.kinds.items())
        ]
        groups += [(("text",), words.text), (("ui",), words.ui)]
    for place, entries in groups:
        for key, both in entries.items():
            yield ".".join(map(str, (*place, key))), "words", path, place, said(**{key: both})
    for n, term in enumerate(library.glossary):
        values = said(meaning=term.meaning, note=term.note)
        for lang in LANGUAGES:
            values[lang].insert(0, ("term", getattr(term, lang), ()))
        yield f"term.{term.id}", "term", "content/glossary.yml", ("terms", n), values
    path = "content/ratings.yml"
    for n, level in enumerate(library.scale):
        yield f"scale.{level.level}", "fact", path, ("scale", n), said(label=level.label, sense=level.sense)
    for n, rating in enumerate(library.ratings):
        if rating.reason:
            name = f"rating.{rating.principle}.{rating.year}"
            yield name, "fact", path, ("ratings", n), said(reason=rating.reason)
    dates: list[str] = []
    for n, event in enumerate(library.timeline):
        dates.append(event.date)
        name = f"event.{event.date}" + (f".{dates.count(event.date)}" if dates.count(event.date) > 1 else "")
        yield name, "fact", "content/timeline.yml", ("timeline", n), said(when=event.when, what=event.what)
    for n, source in enumerate(library.sources.values()):
        if source.note:
            yield f"source.{source.id}", "fact", "content/sources.yml", ("sources", n), said(note=source.note)


# Fingerprints


def plain(text: str) -> str:
    """The words of a text without its layout: spacing, line breaks, where a quotation wraps, the shape of quote marks."""
    while (joined := _QUOTED_LINE.sub(r"\1 ", text)) != text:
        text = joined
    return " ".join(text.translate(_QUOTES).split())


def fingerprint(unit: Unit) -> str:
    """Five letters and digits that stand for the words of a unit; one change in 16 million would go unseen."""
    said = "\x1f".join([unit.id, *map(plain, unit.blocks)])
    number = int.from_bytes(hashlib.sha256(said.encode()).digest()[:16], "big")
    number, first = divmod(number, len(_FIRST))
    letters = [_FIRST[first]]
    for _ in range(_LENGTH - 1):
        number, place = divmod(number, len(_REST))
        letters.append(_REST[place])
    return "".join(letters)


def _moved(units: tuple[Unit, ...], agreed: str) -> set[str]:
    """The units whose words are not those that were accepted. Fingerprints too many mean that a unit was taken out."""
    left = agreed.split()
    moved = set()
    for unit in units:
        now = fingerprint(unit)
        if now in left:
            left.remove(now)
        else:
            moved.add(unit.id)
    return moved | {GONE} if len(left) > len(moved) else moved


# States


@dataclass(frozen=True)
class Drift:
    """How the languages of a pair stand to each other. `sections`: unit to the language that moved, or "both"."""

    state: State
    sections: dict[str, State]

    def of(self, *moved: State) -> list[str]:
        """The units in which these moved."""
        return [section for section, how in self.sections.items() if how in moved]


def drift(pair: Pair) -> Drift:
    """Compares both texts with what was accepted of them."""
    if pair.agreed is None:
        return Drift("never", {})
    moved = {lang: _moved(pair.units[lang], getattr(pair.agreed, lang)) for lang in LANGUAGES}
    order = dict.fromkeys([*(u.id for lang in LANGUAGES for u in pair.units[lang]), GONE])
    sections: dict[str, State] = {}
    for section in order:
        who = [lang for lang in LANGUAGES if section in moved[lang]]
        if who:
            sections[section] = "both" if len(who) > 1 else who[0]
    kinds = set(sections.values())
    return Drift("in-step" if not kinds else kinds.pop() if len(kinds) == 1 else "both", sections)


def unsettled(pair: Pair, found: Drift) -> list[str]:
    """The units that somebody has to look at now: all that moved, but for what the other language may still follow."""
    return [s for s, moved in found.sections.items() if not (pair.awaiting and moved == other(pair.awaiting.lang))]


def behind(pair: Pair, lang: str) -> list[str]:
    """The sections in which readers of `lang` find older text than readers of the other language."""
    return drift(pair).of(other(lang))


def waiting_places(library: Library) -> frozenset[tuple[str, str]]:
    """(file, anchor) of every section, and part of one, in which one language may still follow the other. There the
    two cannot have one shape yet. The text before the first heading has the anchor ""."""
    targets = [e.id for e in library.entities.values() if e.facts.awaiting]
    targets += [page for page in library.agreements.awaiting if page in library.pages]
    places = set()
    for target in targets:
        pair = page_pair(library, target)
        found = drift(pair)
        waits = set(found.sections) - set(unsettled(pair, found))
        texts = library.entities[target].texts if target in library.entities else library.pages[target]
        for text in texts.values():
            places |= {(text.path, "")} if "lead" in waits else set()
            for section in text.sections:
                if section.id in waits:
                    places |= {(text.path, anchor) for anchor in (section.id, *(part.id for part in section.parts))}
    return frozenset(places)


def other(lang: str) -> str:
    """The other of the two languages."""
    return next(code for code in LANGUAGES if code != lang)


def label(pair: Pair, section: str, lang: str, words: WordsFile) -> str:
    """A unit as the readers of `lang` know it: its heading, else its name in words.yml."""
    for code in (lang, other(lang)):
        for unit in pair.units[code]:
            if unit.id == section and unit.heading:
                return unit.heading
    both = words.text.get(f"unit-{section}")
    return getattr(both, lang) if both else section


# Settling


def settled(pair: Pair, today: datetime.date, sections: Collection[str] | None = None) -> str:
    """What stands after the key of the pair once it is accepted, as YAML. `sections`: only these, the rest stays open."""
    prints = {
        lang: " ".join(_accepted(pair.units[lang], pair.agreed and getattr(pair.agreed, lang), sections))
        for lang in ("en", "cy")
    }
    return f"{{on: {today.isoformat()}, en: {prints['en']}, cy: {prints['cy']}}}"


def _accepted(units: tuple[Unit, ...], agreed: str | None, sections: Collection[str] | None) -> list[str]:
    fresh = [fingerprint(unit) for unit in units]
    if sections is None or not agreed:
        return fresh
    old = agreed.split()
    stale = [p for p in old if p not in fresh]
    pending = [n for n, unit in enumerate(units) if fresh[n] not in old and unit.id not in sections]
    chosen = [n for n, unit in enumerate(units) if fresh[n] not in old and unit.id in sections]
    if len(old) == len(fresh):
        kept = {n: old[n] for n in pending}
        return [kept.get(n, now) for n, now in enumerate(fresh)]
    gone = 0 if GONE in sections else max(len(stale) - len(pending) - len(chosen), 0)
    return [now for n, now in enumerate(fresh) if n not in pending] + stale[: len(pending) + gone]
