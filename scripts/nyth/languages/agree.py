"""Whether the two languages still say what was accepted as the same, and which sections do not.
Pure.

Neither language is the source. For every section of a page, and every short text, a fingerprint of
each language stands on a line of its own; `nyth agree` writes it when someone has read the two side
by side. A fingerprint is of what readers read: not of layout, address or search words.
"""

import datetime
import functools
import hashlib
import itertools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from nyth import LANGUAGES, other
from nyth.content import textcheck
from nyth.content.blocks import one_line
from nyth.content.kinds import Facts
from nyth.content.library import Library, Text, Thing, labels
from nyth.content.model import Accepted, Awaiting, Place, WordsFile

State = Literal["in-step", "never", "en", "cy", "both"]

# Rules that keep a site from being published, not from being looked at by the editor who is in the
# middle of the work.
OPEN = frozenset(
    "never-agreed english-moved welsh-moved both-moved section-gone awaiting-late "
    "awaiting-unneeded".split()
)

# No vowels, so that a fingerprint is never a word; a letter first, because YAML reads 12e45 as a
# number.
_FIRST = "bcdfghjklmnpqrstvwxz"
_REST = _FIRST + "0123456789"
_LENGTH = 5
# How office programs write quotation marks and lists. `nyth fix` writes what is typed, so neither
# is a change of words.
QUOTES = str.maketrans("‘’‚‛“”„‟", "''''" + '""""')
BULLETS = "•‣▪●◦■\uf0b7\uf0a7"  # the last two are those of the fonts Symbol and Wingdings
_LAYOUT = {**QUOTES, **dict.fromkeys(map(ord, BULLETS))}


@dataclass(frozen=True)
class Unit:
    """What has a fingerprint of its own: a section, or the title with the summary."""

    print: str
    line: int
    heading: str = ""


@dataclass(frozen=True)
class Pair:
    """A text in both languages, and what was accepted of it.

    id: what `nyth agree` takes; kind: of the thing, or of the label; paths: the file of each
    language; place: where the file of its agreement stands; listed: whether that is the common list
    and not the facts of the thing itself.
    """

    id: str
    kind: str
    paths: dict[str, str]
    units: dict[str, dict[str, Unit]]
    place: Place
    listed: bool
    accepted: dict[str, Accepted]
    awaiting: Awaiting | None = None
    reviewed_cy: datetime.date | None = None
    reviewed_advice: datetime.date | None = None

    @property
    def has_page(self) -> bool:
        """Whether readers find it at an address of its own."""
        return self.kind not in ("words", "term", "fact")

    @property
    def agreed_on(self) -> datetime.date | None:
        """The last day on which anything of it was accepted."""
        return max((accepted.on for accepted in self.accepted.values()), default=None)

    @property
    def sections(self) -> list[str]:
        """The sections that either language has, in their order."""
        return list(dict.fromkeys(section for lang in ("en", "cy") for section in self.units[lang]))

    @functools.cached_property
    def moved(self) -> dict[str, State]:
        """The sections that are not as they were accepted, to the language that moved, or "both".
        What a language gained or took out counts as moved."""
        moved: dict[str, State] = {}
        for section in dict.fromkeys([*self.sections, *self.accepted] if self.accepted else ()):
            was = self.accepted.get(section) or dict.fromkeys(LANGUAGES, fingerprint((), section))
            langs = [lang for lang in LANGUAGES if self.print(lang, section) != was[lang]]
            if langs:
                moved[section] = "both" if len(langs) > 1 else langs[0]
        return moved

    @property
    def state(self) -> State:
        """How its languages stand to each other."""
        if not self.accepted:
            return "never"
        states = {*self.moved.values()} or {"in-step"}
        return states.pop() if len(states) == 1 else "both"

    @property
    def unsettled(self) -> list[str]:
        """The sections to look at now: all that moved, but for what may still follow."""
        follows = self.behind(self.awaiting.lang) if self.awaiting else ()
        return [section for section in self.moved if section not in follows]

    def behind(self, lang: str) -> list[str]:
        """The sections in which readers of `lang` find older text than those of the other."""
        return [section for section, moved in self.moved.items() if moved == other(lang)]

    def print(self, lang: str, section: str) -> str:
        """The fingerprint of a section, which a language may lack."""
        unit = self.units[lang].get(section)
        return unit.print if unit else fingerprint((), section)

    def name(self, section: str) -> str:
        """What `nyth agree` takes for a section."""
        return f"{self.id}#{section}" if self.has_page else self.id

    def key(self, section: str) -> tuple[str, str]:
        """Where the agreement on a section stands in its file."""
        return "agreed", self.name(section) if self.listed else section

    @property
    def waiting_key(self) -> tuple[str, ...]:
        return ("awaiting", self.id) if self.listed else ("awaiting",)

    def line(self, lang: str, section: str) -> int:
        """The line of a section in the file of a language, or of the text as a whole."""
        units = self.units[lang]
        return (units.get(section) or next(iter(units.values()))).line

    def heading(self, section: str, lang: str, words: WordsFile) -> str:
        """A section as the readers of `lang` know it: its heading, else its name in words.yml."""
        units = (self.units[code].get(section) for code in (lang, other(lang)))
        both = words.text.get(f"unit-{section}", {lang: section})
        return next((unit.heading for unit in units if unit and unit.heading), both[lang])


def pairs(
    library: Library, things: Iterable[Thing] | None = None, short: bool = True
) -> Iterator[Pair]:
    """Everything in both languages whose agreement could be read: pages (None: all), then, if
    wanted, the short texts outside the Markdown files."""
    listed = library.agreements.place.path not in library.unread
    for thing in library.things.values() if things is None else things:
        if listed or not thing.is_page:
            yield page_pair(library, thing)
    groups = itertools.groupby(labels(library), key=lambda label: label.group)
    for group, members in groups if listed and short else ():
        same = list(members)
        paths, units = dict.fromkeys(LANGUAGES, same[0].place.path), {}
        for lang in LANGUAGES:
            said = fingerprint((label[lang] for label in same), "text")
            units[lang] = {"text": Unit(said, same[0].place.line(lang))}
        yield Pair(group, same[0].kind, paths, units, *_agreed(library, group))


def page_pair(library: Library, thing: Thing) -> Pair:
    """The pair of a thing."""
    paths = {lang: text.place.path for lang, text in thing.texts.items()}
    units = {lang: _units(text, thing.is_page) for lang, text in thing.texts.items()}
    return Pair(thing.id, thing.kind, paths, units, *_agreed(library, thing.id, thing.facts))


def _agreed(library: Library, name: str, own: Facts | None = None) -> tuple[Any, ...]:
    """Where the agreement on a text stands, in its `own` facts or in the common list, and what it
    says: the last fields of a pair."""
    if own is not None:
        reviewed = own.reviewed_cy, own.reviewed_advice
        return own.place, False, own.agreed, own.awaiting, *reviewed
    file = library.agreements
    reviewed = file.reviewed_cy.get(name), file.reviewed_advice.get(name)
    return file.place, True, file.by_id.get(name, {}), file.awaiting.get(name), *reviewed


def reviewed(library: Library, thing: Thing) -> tuple[Any, ...]:
    """The days on which its Welsh and our advice in it were reviewed, or None."""
    return _agreed(library, thing.id, thing.facts)[-2:]


# a check compares each text several times, a site says of each page what moved, and a preview
# compares all again after each save
@functools.lru_cache(20_000)
def _units(text: Text, is_page: bool) -> dict[str, Unit]:
    """The headings of an entity are fixed words of words.yml, agreed there once and not on every
    page."""
    title = fingerprint((text.title, text.summary), "title")
    units = {"title": Unit(title, text.place.line("title"))}
    if text.lead.body:
        lead = fingerprint((block.text for block in text.lead.body.blocks), "lead")
        units["lead"] = Unit(lead, text.lead.line)
    for section in text.sections:
        words: list[str] = []
        for part in (section, *section.parts):
            words += [part.id] if part is not section else []
            words += [part.heading if is_page else "", *(b.text for b in part.body.blocks)]
        units[section.id] = Unit(fingerprint(words, section.id), section.line, section.heading)
    return units


def plain(text: str) -> str:
    """The words of a text without its layout: spaces, line breaks, the shape of quotation marks."""
    return one_line(textcheck.clean(text).translate(_LAYOUT))


def fingerprint(texts: Iterable[str], section: str) -> str:
    """Five letters and digits for the words of a section; one change in 16 million goes unseen."""
    words = plain(" ".join(texts))
    digest = hashlib.sha256(f"{section}\x1f{words}".encode()).digest()
    number, letters = int.from_bytes(digest[:16], "big"), ""
    for alphabet in (_FIRST, *[_REST] * (_LENGTH - 1)):
        number, index = divmod(number, len(alphabet))
        letters += alphabet[index]
    return letters


def entry(pair: Pair, section: str, today: datetime.date) -> str | None:
    """What stands after the key of an accepted section, as YAML; None where it is gone."""
    if section not in pair.sections:
        return None
    prints = ", ".join(f"{lang}: {pair.print(lang, section)}" for lang in ("en", "cy"))
    return f"{{on: {today.isoformat()}, {prints}}}"


def entries(
    pair: Pair, today: datetime.date, sections: Collection[str] | None = None
) -> dict[tuple[str, ...], str | None]:
    """What to write in the file of a pair once sections of it (None: all) are accepted: key to
    value, None to take out.

    Each value stands on the line after its key: the key between two values keeps two proposals that
    accept different sections from touching neighbouring lines, which would be a conflict.
    """
    moved = list(pair.moved) if pair.accepted else pair.sections
    accepted = [section for section in moved if sections is None or section in sections]
    changes: dict[tuple[str, ...], str | None] = {}
    for section in accepted:
        value = entry(pair, section, today)
        changes[pair.key(section)] = value and f"\n{value}"
    if pair.awaiting and not set(pair.behind(pair.awaiting.lang)) - set(accepted):
        changes[pair.waiting_key] = None
    return changes
