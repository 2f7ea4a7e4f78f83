"""What every rule is given: the library, and its texts as pieces that were read once."""

import collections
import datetime
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nyth import LANGUAGES, other
from nyth.content import markdown
from nyth.content.blocks import ANCHOR, Block, Mark
from nyth.content.library import Label, Library, Part, Text, Thing, labels, values
from nyth.content.model import Place, Term
from nyth.languages import agree
from nyth.problems import Problem, hint, words_file

# The head of `lists.yml` says what is in it.
LISTS = words_file(Path(__file__).parent / "lists.yml")
PATTERNS = {name: re.compile("|".join(f), re.M) for name, f in LISTS["patterns"].items()}


@dataclass(frozen=True)
class Passage:
    """Words that readers read together, without code.

    line: of the first word; lang: "" where nobody reads it; text: with the line breaks of the file;
    name: whether it is a name or term, and no sentence that a reader could judge; fact: whether it
    stands in a `.yml` file that is no Markdown; thing: whose text it is in; block: what it is of a
    Markdown text.
    """

    path: str
    line: int
    lang: str
    text: str
    name: bool = False
    fact: bool = False
    thing: Thing | None = None
    block: Block | None = None

    def problem(self, rule: str, at: int | Mark, **values: object) -> Problem:
        """A problem with a mark, or with what begins at a place of the text."""
        place = at.line if isinstance(at, Mark) else self.line + self.text.count("\n", 0, at)
        return Problem(self.path, place, rule, values)


@dataclass(frozen=True)
class Context:
    """library: the content; macro_pages: ids of the pages that may call macros; today: the day
    of the check; things: those whose words are looked at; whole: whether all that stands in no
    Markdown file is looked at as well."""

    library: Library
    macro_pages: frozenset[str]
    today: datetime.date
    things: Sequence[Thing]
    whole: bool = True

    @functools.cached_property
    def texts(self) -> tuple[tuple[Thing, Text], ...]:
        """Every text whose words are looked at, with the thing that it is of."""
        return tuple((thing, text) for thing in self.things for text in thing.texts.values())

    @functools.cached_property
    def values(self) -> tuple[tuple[Place, str], ...]:
        return tuple(values(self.library)) if self.whole else ()

    @functools.cached_property
    def labels(self) -> tuple[Label, ...]:
        return tuple(labels(self.library)) if self.whole else ()

    @functools.cached_property
    def blocks(self) -> tuple[Passage, ...]:
        """Every block of every text but for its fixed headings, then of the Markdown in words.yml;
        headings without their anchors."""
        blocks = [
            (text.place.path, text.lang, False, thing, block)
            for thing, text in self.texts
            for block in text.written.blocks
            if thing.is_page or block.depth or block.level not in (2, 3)
        ]
        path = self.library.words.place.path
        for label in (label for label in self.labels if label.place.path == path):
            is_name = label.id.startswith("kinds.")
            for lang in LANGUAGES:
                # one of several lines begins below its key
                first = label.place.line(lang) + ("\n" in label[lang])
                read = markdown.parse(label[lang], first).blocks
                blocks += ((path, lang, is_name, None, block) for block in read)
        passages = []
        for path, lang, is_name, thing, block in blocks:
            text = block.lines(code=False)
            text = ANCHOR.sub("", text) if block.level in (2, 3) else text
            passages.append(Passage(path, block.line, lang, text, is_name, False, thing, block))
        return tuple(passages)

    @functools.cached_property
    def marks(self) -> dict[str, list[tuple[Passage, Mark]]]:
        """Every mark, by its kind, with the block that it is in."""
        marks: dict[str, list[tuple[Passage, Mark]]] = collections.defaultdict(list)
        for passage in self.blocks:
            for mark in passage.block.marks:
                marks[mark.kind].append((passage, mark))
        return marks

    @functools.cached_property
    def written(self) -> tuple[Passage, ...]:
        """All that people wrote, as it is shown: blocks, and plain values."""
        values = (
            Passage(place.path, place.line(), "", text, name=True)
            for place, text in self.values
            if not text.startswith(("https://", "http://"))
        )
        return (*self.blocks, *values)

    @functools.cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All that readers read, but for what is marked as of another language."""
        found = []
        for _, text in self.texts:
            path, line = text.place.path, text.place.line
            found.append(Passage(path, line("title"), text.lang, text.title, name=True))
            found.append(Passage(path, line("summary"), text.lang, text.summary))
        for passage in self.blocks:
            if passage.block.of("language"):
                passage = replace(passage, text=passage.block.lines(foreign=False, code=False))
            found.append(passage)
        words = self.library.words.place.path
        for label in (label for label in self.labels if label.place.path != words):
            is_name, is_fact = isinstance(label.both, Term), label.kind != "words"
            for lang in LANGUAGES:
                line = label.place.line(lang)
                values = label.place.path, line, lang, label[lang], is_name, is_fact
                found.append(Passage(*values))
        return tuple(found)

    @functools.cached_property
    def twins(self) -> tuple[tuple[Text, Part, Text, Part], ...]:
        """Every part with the same in the other language, unless that may still follow."""
        waiting = [pair for pair in self.pairs if pair.awaiting]
        waits = {(pair.id, name) for pair in waiting for name in pair.behind(pair.awaiting.lang)}
        twins = []
        for thing, text in self.texts:
            twin = thing[other(text.lang)]
            there = {part.id: part for part in twin.parts}
            for section, part in text.by_section:
                if part.id in there and (thing.id, section) not in waits:
                    twins.append((text, part, twin, there[part.id]))
        return tuple(twins)

    @functools.cached_property
    def pairs(self) -> tuple[agree.Pair, ...]:
        """Every pair that could be read."""
        unread = self.library.unread
        pairs = agree.pairs(self.library, self.things, self.whole)
        return tuple(pair for pair in pairs if unread.isdisjoint(pair.paths.values()))

    def unknown_id(self, place: Place, wanted: str, known: Iterable[str]) -> Iterator[Problem]:
        """An id that is not known, unless what has it could not be read."""
        if wanted not in (known := list(known)) and wanted not in self.library.unread:
            into = self.library.merged().get(wanted, wanted)
            yield place.problem("dangling-id", id=wanted, hint=hint(into, known))

    def unknown_source(self, tell: Callable[..., Problem], wanted: str) -> Iterator[Problem]:
        """A source that is not known; `tell` makes the problem of a rule."""
        known = self.library.sources
        if wanted not in known and "sources.yml" not in self.library.unread:
            yield tell("dangling-source", id=wanted, hint=hint(wanted, known))

    def unknown_spot(self, tell: Callable[..., Problem], spot: str) -> Iterator[Problem]:
        """An id, or "id#section", that is not known; `tell` makes the problem of a rule."""
        library, (name, mark, section) = self.library, spot.partition("#")
        thing = library.things.get(name)
        if thing is None and name not in library.unread:
            into = library.merged().get(name)
            near = f" ({into})" if into else hint(name, library.things)
            yield tell("dangling-id", id=name, hint=near)
        elif thing and mark and section not in (known := thing.section_ids):
            yield tell("dangling-section", id=name, section=section, known=", ".join(known))


def matches(
    pattern: re.Pattern[str], passages: Iterable[Passage]
) -> Iterator[tuple[Passage, re.Match[str]]]:
    """Every place where a pattern is found, with the passage that it is in."""
    return ((passage, match) for passage in passages for match in pattern.finditer(passage.text))
