"""Texts out to a translator as a spreadsheet and back: one row for each paragraph, and nothing lost
on the way."""

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from nyth import LANGUAGES, other
from nyth.content import markdown, textcheck, writing
from nyth.content import yaml as yamltext
from nyth.content.blocks import Block, one_line
from nyth.content.library import Library, Part, Thing, labels
from nyth.content.load import PROMPT
from nyth.content.writing import with_front_matter
from nyth.editing.sheet import CELL_LIMIT, Row, fingerprint, read
from nyth.editing.upkeep import halved, outline, repair
from nyth.languages import agree
from nyth.problems import Problem, Refused

# Ends the key of a part that goes out as one, with all its paragraphs.
_WHOLE = ":whole"
# A search word, without the mark of a list before it or quotation marks round it.
_SEARCHED = re.compile(r'\s*(?:[-*•]\s+)?("?)(.*?)\1\s*')


@dataclass(frozen=True)
class Piece:
    """A text that a translator sees as one, in both languages.

    id: of what it belongs to; unit: what it is agreed with; key: its place in the file, without any
    number; lines: (first, end) of each language in a page; keys: of a value in YAML, without the
    language.
    """

    id: str
    unit: str
    key: str
    paths: dict[str, str]
    texts: dict[str, str]
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    keys: tuple[str | int, ...] = ()

    def ref(self, into: str) -> str:
        """Language, file, place, and a fingerprint of source and target."""
        return f"{into}:{self.paths[into]}#{self.key}#{'.'.join(self.prints(into))}"

    def prints(self, into: str) -> list[str]:
        """The fingerprints of source and target. Of what is still to be written nothing goes out,
        and its own begins with a 0."""
        texts = [self.texts[lang] for lang in (other(into), into)]
        return [f"0{fingerprint(t)[1:]}" if PROMPT in t else fingerprint(t) for t in texts]


def pieces(library: Library, both_ways: bool = False) -> Iterator[Piece]:
    """Every text that can be translated; also each part as one where it is not sent so."""
    for thing in library.things.values():
        yield from _of_thing(thing, both_ways)
    for label in labels(library):
        paths = dict.fromkeys(LANGUAGES, label.place.path)
        texts = {lang: label[lang] for lang in LANGUAGES}
        yield Piece(label.group, "text", label.id, paths, texts, keys=label.place.keys)


def _of_thing(thing: Thing, both_ways: bool) -> Iterator[Piece]:
    paths = {lang: thing[lang].place.path for lang in LANGUAGES}
    for key in ("title", "summary"):
        texts = {lang: getattr(thing[lang], key) for lang in LANGUAGES}
        yield Piece(thing.id, "title", f":{key}", paths, texts)
    search = {lang: thing[lang].matter.search for lang in LANGUAGES}
    if all(search.values()) and not any(";" in word for side in search.values() for word in side):
        texts = {lang: "; ".join(words) for lang, words in search.items()}
        yield Piece(thing.id, "search", ":search", paths, texts)
    welsh = {(unit, part.id): part for unit, part in thing["cy"].by_section}
    for unit, part in thing["en"].by_section:
        anchor = part.id
        if (unit, anchor) not in welsh:
            continue
        both = {"en": part, "cy": welsh[unit, anchor]}
        if thing.is_page and anchor:
            texts = {lang: each.heading for lang, each in both.items()}
            lines = {lang: (each.line, each.line + 1) for lang, each in both.items()}
            yield Piece(thing.id, unit, f"{unit}/{anchor}:heading", paths, texts, lines)
        for name, texts, lines in _blocks(both, paths, both_ways):
            yield Piece(thing.id, unit, f"{unit}/{anchor}{name}", paths, texts, lines)


def _blocks(
    both: dict[str, Part], paths: dict[str, str], both_ways: bool
) -> Iterator[tuple[str, dict[str, str], dict[str, tuple[int, int]]]]:
    """The paragraphs of a part side by side, or all in one where the languages differ in shape."""
    sides = {lang: part.body.blocks for lang, part in both.items()}
    kinds = {lang: [(b.kind, b.level, b.number) for b in side] for lang, side in sides.items()}
    alike = kinds["en"] == kinds["cy"]
    if alike:
        for en, cy in zip(sides["en"], sides["cy"], strict=True):
            if en.kind not in ("code", "macro"):
                lines = {"en": (en.line, en.end), "cy": (cy.line, cy.end)}
                yield "", {"en": en.text, "cy": cy.text}, lines
    if all(sides.values()) and (both_ways or not alike):
        lines = {lang: (side[0].line, side[-1].end) for lang, side in sides.items()}
        texts = {}
        for lang, (first, end) in lines.items():
            written = textcheck.clean(Path(paths[lang]).read_bytes().decode()).split("\n")
            texts[lang] = "\n".join(written[first - 1 : end - 1]).strip("\n")
        yield _WHOLE, texts, lines


def outgoing(
    library: Library, into: str, chosen: Collection[str] | None = None
) -> tuple[list[Row], list[str]]:
    """What a translator into `into` needs: the texts of `chosen`, or what moved; and the sections
    that should go out and cannot: only one language has words there, or they are too long for a
    cell."""
    # of each text that goes out, which sections, or None for all
    sections: dict[str, Collection[str] | None] = dict.fromkeys(chosen or ())
    for pair in agree.pairs(library) if chosen is None else ():
        moved = [section for section, lang in pair.moved.items() if lang != into]
        sections[pair.id] = moved if pair.accepted else None

    def asked(name: str, unit: str) -> bool:
        units = sections.get(name, ())
        return units is None or unit in units

    rows, left = [], []
    for piece in (piece for piece in pieces(library) if asked(piece.id, piece.unit)):
        if max(map(len, piece.texts.values())) >= CELL_LIMIT:
            left.append((piece.id, piece.unit))
        elif PROMPT not in piece.texts[other(into)]:
            shown = {lang: "" if PROMPT in text else text for lang, text in piece.texts.items()}
            rows.append(Row(piece.ref(into), shown, f"{piece.id} {piece.key}".strip("/")))
    for thing in library.things.values():
        en, cy = ({(u, p.id) for u, p in t.by_section if p.body} for t in thing.texts.values())
        left += [(thing.id, unit) for unit, _ in sorted(en ^ cy) if asked(thing.id, unit)]
    return rows, list(dict.fromkeys(f"{name}#{unit}" for name, unit in left))


class _Edit(NamedTuple):
    row: Row
    piece: Piece
    text: str

    def place(self) -> tuple[int, int, int, str]:
        """The lines of a page that it takes the place of, which text it is of, and its language."""
        return *self.piece.lines.get(self.row.into, (0, 0)), id(self.piece), self.row.into

    def meets(self, later: "_Edit") -> bool:
        """Whether it is of words of the next one too."""
        return self.place() == later.place() or later.place()[0] < self.place()[1]


class Import:
    """A document on its way back, and what came of it: files that changed, texts written, texts
    that needed nothing, and what is in the way of the rest.

    A text is written where the file still says what went out; all else stays, byte by byte.
    Bringing the same document twice changes nothing more. An empty cell means that nothing was
    written there.
    """

    def __init__(self, library: Library, file: Path) -> None:
        rows, self.problems = read(file)
        self.library, self.written, self.same = library, 0, 0
        self.changed: list[str] = []
        self.known: dict[tuple[str, str, str], list[Piece]] = {}
        self.sources: set[tuple[str, str]] = set()
        self.files: dict[tuple[str, str], list[str]] = {}
        self.edits: dict[str, list[_Edit]] = {}
        # a part that went out as one may be of one shape by now, as after a first import
        for piece in pieces(library, any(row.key.endswith(_WHOLE) for row in rows)):
            for lang in LANGUAGES:
                self.known.setdefault((lang, piece.paths[lang], piece.key), []).append(piece)
                self.sources.add((lang, piece.prints(lang)[0]))
                self.files.setdefault((lang, piece.paths[lang]), []).append(piece.texts[lang])
        answers: dict[str, list[Row]] = {}
        for row in filter(self.is_named, rows):
            answers.setdefault(row.ref, []).append(row)
        for same in answers.values():
            # where two people did half each, the other half of each is as it was sent
            for row in [row for row in same if row.is_fresh] or same[:1]:
                self.take(row)
        for path, edits in self.edits.items():
            self.write(path, self.alone(edits))

    def problem(self, row: Row, rule: str, level: str = "error", **more: str) -> None:
        values = {"path": row.path, "text": row.start, **more}
        self.problems.append(Problem(row.where, row.line, rule, values, level))

    def is_named(self, row: Row) -> bool:
        """Whether a row has no reference of another text, as one that was filled down: its source
        is that which went out, or the one of now, or was changed in the sheet."""
        here = self.known.get((row.into, row.path, row.key), [])
        own = [row.prints, *(piece.prints(row.into) for piece in here)]
        is_known = row.source and (row.into, row.now[0]) in self.sources
        if not is_known or [row.now[0], row.prints[1]] in own:
            return True
        self.problem(row, "exchange-no-ref")
        return False

    def take(self, row: Row) -> None:
        """Notes what to write for a row, or what is in the way."""
        into, source, text = row.into, other(row.into), _as_sent(row)
        is_fixed = row.key.startswith("headings.")
        here = self.known.get((into, row.path, row.key), [])
        if here and row.source and row.now[0] != row.prints[0]:
            self.problem(row, "exchange-source", "notice")
        fits = [p for p in here if p.prints(into)[1] == row.prints[1]]
        # of a whole part the lines are a part of what a translator writes
        as_sent = fingerprint(text) == row.prints[1]
        cut = row.key.endswith(_WHOLE) and any(_cut(text) != _cut(p.texts[into]) for p in fits)
        if not text or (as_sent and not cut):
            if row.is_emptied and fits:
                self.problem(row, "exchange-emptied", "notice")
            self.same += 1
            return
        own = [p for p in fits if fingerprint(p.texts[source]) == row.prints[0]]
        fits = own if len(fits) > 1 else fits
        if {row.path, *Path(row.path).parts[-2:-1], Path(row.path).stem} & self.library.unread:
            self.problem(row, "exchange-unread")
        elif (into, row.path) not in self.files:
            self.problem(row, "exchange-unknown")
        elif len(fits) != 1 and fingerprint(text) in [fingerprint(p.texts[into]) for p in here]:
            self.same += 1
        elif len(fits) != 1:
            self.problem(row, "exchange-moved")
        elif fingerprint(fits[0].texts[source]) == fingerprint(text):
            # of columns that changed places it was said above
            if row.now[0] == row.prints[0]:
                self.problem(row, "exchange-copied", "notice")
        elif _has_faded(fits[0].texts[into], text):
            self.problem(row, "exchange-accents")
        elif row.flaw or self.is_astray(row, fits[0].texts[into]):
            self.problem(row, row.flaw or "exchange-astray")
        elif not re.search(r"\w", text) or (is_fixed and set('"$`\\') & set(text)):
            self.problem(row, "exchange-shape")  # a shell would read them in the command below
        else:
            if fingerprint(fits[0].texts[source]) != row.prints[0]:
                self.problem(row, "exchange-stale", "notice")
            if fits[0].keys and "\n" not in fits[0].texts[source]:
                text = one_line(text)
            if is_fixed:
                self.problem(row, "exchange-heading", "notice", old=fits[0].texts[into], new=text)
            self.edits.setdefault(row.path, []).append(_Edit(row, fits[0], text))

    def is_astray(self, row: Row, old: str) -> bool:
        """Whether a translation is like what another text of its file was, and unlike what it takes
        the place of: of 1,200 that were rewritten here, none is."""
        if PROMPT in old or _likeness(row.target, old) >= 0.3:
            return False
        return any(_likeness(row.target, other) > 0.5 for other in self.files[row.into, row.path])

    def alone(self, edits: list[_Edit]) -> list[_Edit]:
        """The edits of one file that are the only ones of their words, in their order; of the
        others, which may have been sent at different times, none is taken."""
        single = {(*e.place(), fingerprint(e.text)): e for e in reversed(edits)}
        ordered = [single[place] for place in sorted(single)]
        pairs = (pair for pair in itertools.pairwise(ordered) if pair[0].meets(pair[1]))
        twice = {id(edit): edit for pair in pairs for edit in pair}
        for edit in twice.values():
            self.problem(edit.row, "exchange-twice")
        return [edit for edit in ordered if id(edit) not in twice]

    def write(self, path: str, edits: list[_Edit]) -> None:
        """Writes all edits of one file that leave everything else in it as it was."""
        try:
            before = writing.read(Path(path))
            after, refused = halved(before, edits, _edited)
            if after != before:
                writing.write(Path(path), after, before)
                self.changed.append(path)
        except Refused as error:
            self.problems.append(error.problem)
            return
        self.written += len(edits) - len(refused)
        for edit in refused:
            self.problem(edit.row, "exchange-shape")


def _likeness(one: str, other: str) -> float:
    """How many of the longer words of two texts are the same, of one."""
    here, there = ({*re.findall(r"[^\W\d_]{4,}", text.casefold())} for text in (one, other))
    return len(here & there) / max(len(here), len(there), 6)


def _has_faded(old: str, new: str) -> bool:
    """Whether a text only lost accents, as in a file that was saved without Unicode."""
    there, left = (unicodedata.normalize("NFD", text) for text in (old, new))
    bare = {re.sub("[\u0300-\u036f]", "", text) for text in (there, left)}
    return len(left) < len(there) and len(bare) == 1


def _as_sent(row: Row) -> str:
    """A translation, with what stands between search words and between cells as it was sent."""
    text = repair(row.target, True).strip()
    if row.key == ":search":
        between = next((mark for mark in ";；|" if mark in text), ",")
        words = (_SEARCHED.fullmatch(word)[2] for word in re.split(rf"[{between}\n]", text))
        return "; ".join(filter(None, words))
    if row.key.endswith(_WHOLE) or " | " not in row.source:
        return text
    cells = [one_line(cell) for cell in text.split("|")]
    return " | ".join(cells if any((cells[0], cells[-1])) else cells[1:-1])


def _edited(text: str, edits: list[_Edit]) -> str:
    """Raises ValueError where the result would read as more than the text with these changes."""
    # from the end, so that the lines of the others stay where they are
    for edit in reversed(edits):
        if edit.piece.lines:
            text = _with_lines(text, edit)
    matter = {}
    for edit in (edit for edit in edits if edit.piece.key.startswith(":")):
        value = one_line(edit.text)
        words = f"[{', '.join(map(yamltext.scalar, value.split('; ')))}]"
        is_list = edit.piece.key == ":search"
        matter[edit.piece.key[1:]] = words if is_list else yamltext.scalar(value, "- {}")
    text = with_front_matter(text, matter) if matter else text
    values = {(*e.piece.keys, e.row.into): e.text for e in edits if e.piece.keys}
    text = yamltext.with_values(text, values) if values else text
    if textcheck.sizes(text):
        raise ValueError("too much")
    return text


def _with_lines(text: str, edit: _Edit) -> str:
    """One text in place of the lines that it had."""
    before, lines = outline(text), textcheck.LINES.split(text)
    first, end, *_ = edit.place()
    here = [n for n, block in enumerate(before) if first <= block.line < end]
    if not here:
        raise ValueError("not there")
    start, rest = before[: here[0]], before[here[-1] + 1 :]
    block, written = before[here[0]], textcheck.clean(lines[first - 1].rstrip("\r\n"))
    old, new = edit.piece.texts[edit.row.into], edit.text
    whole = edit.piece.key.endswith(_WHOLE)
    if edit.piece.key.endswith(":heading"):
        words = re.sub(r"^\d+[.)] ", "", new)  # a number makes no list of a heading
        new, alone = one_line(new), [("paragraph", 0, None, agree.plain(words))]
        if old not in block.text or "{" in new or _cut(words) != alone:
            raise ValueError("not there, or more than words")
        old, new = block.text, block.text.replace(old, new, 1)
    elif block.kind != "row" and not whole:
        cut, new = _cut(new), one_line(new)
        # a line break that is meant would be a backslash on one line
        if cut != _cut(new) or [each[0] for each in cut] != ["paragraph"]:
            raise ValueError("is something else")
    if block.kind == "row" and not whole:
        fresh = [f"{written[: len(written) - len(written.lstrip())]}| {new} |"]
    else:
        lead, found, _ = written.partition(old.split("\n")[0])
        if not found:
            raise ValueError("not there")
        fresh = (lead + new).split("\n")
    ending = lines[first - 1][len(lines[first - 1].rstrip("\r\n")) :]
    lines[first - 1 : end - 1] = [line + ending for line in fresh]
    after = outline("".join(lines))
    middle = after[len(start) : len(after) - len(rest)]
    wanted = _shapes(middle) if whole else [(block.kind, block.level, block.number, new)]
    if _shapes(after) != [*_shapes(start), *wanted, *_shapes(rest)]:
        raise ValueError("changes more than itself")
    if not middle or (whole and any(b.kind == "heading" and b.level < 4 for b in middle)):
        raise ValueError("is something else")
    return "".join(lines)


def _cut(text: str) -> list[tuple[str, int, int | None, str]]:
    """What a text would be as it is cut into lines."""
    blocks = markdown.parse(text).blocks
    return _shapes(block._replace(text=agree.plain(block.words())) for block in blocks)


def _shapes(blocks: Iterable[Block]) -> list[tuple[str, int, int | None, str]]:
    return [(block.kind, block.level, block.number, block.text) for block in blocks]
