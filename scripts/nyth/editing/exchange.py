"""Texts out to a translator as a spreadsheet and back: one row for each paragraph, and nothing lost
on the way."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from nyth import LANGUAGES, other
from nyth.content import markdown, textcheck, writing
from nyth.content import yaml as yamltext
from nyth.content.library import Library, Part, Thing
from nyth.content.load import PROMPT
from nyth.content.texts import labels
from nyth.content.writing import front, with_front_matter, write
from nyth.editing.sheet import CELL_LIMIT, Row, fingerprint, read
from nyth.editing.upkeep import repair
from nyth.languages import agree
from nyth.problems import Problem, Refused

# Ends the key of a part that goes out as one, with all its paragraphs.
_WHOLE = ":whole"


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
        """Names the text in a document: language, file, place, and a fingerprint of source and
        target."""
        prints = ".".join(fingerprint(self.texts[lang]) for lang in (other(into), into))
        return f"{into}:{self.paths[into]}#{self.key}#{prints}"


@dataclass
class Result:
    """What came of an import: files that changed, texts written, texts that needed nothing, and
    what is in the way."""

    changed: list[str] = field(default_factory=list)
    written: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)


# What there is


def pieces(library: Library) -> Iterator[Piece]:
    """Every text that can be translated."""
    for thing in library.things.values():
        yield from _of_thing(thing)
    for label in labels(library):
        paths = dict.fromkeys(LANGUAGES, label.place.path)
        texts = {lang: label[lang] for lang in LANGUAGES}
        yield Piece(label.group, "text", label.id, paths, texts, keys=label.place.keys)


def _of_thing(thing: Thing) -> Iterator[Piece]:
    paths = {lang: thing[lang].place.path for lang in LANGUAGES}
    for key in ("title", "summary"):
        texts = {lang: getattr(thing[lang], key) for lang in LANGUAGES}
        yield Piece(thing.id, "title", f":{key}", paths, texts)
    search = {lang: thing[lang].matter.search for lang in LANGUAGES}
    if all(search.values()) and not any(";" in word for side in search.values() for word in side):
        texts = {lang: "; ".join(words) for lang, words in search.items()}
        yield Piece(thing.id, "search", ":search", paths, texts)
    sides = {lang: dict(_parts(thing, lang)) for lang in LANGUAGES}
    for (unit, anchor), part in sides["en"].items():
        both = {"en": part, "cy": sides["cy"].get((unit, anchor))}
        if both["cy"] is None:
            continue
        if thing.is_page and part.id:
            texts = {lang: each.heading for lang, each in both.items()}
            lines = {lang: (each.line, each.line + 1) for lang, each in both.items()}
            yield Piece(thing.id, unit, f"{unit}/{anchor}:heading", paths, texts, lines)
        for name, texts, lines in _blocks(both, paths):
            yield Piece(thing.id, unit, f"{unit}/{anchor}{name}", paths, texts, lines)


def _parts(thing: Thing, lang: str) -> Iterator[tuple[tuple[str, str], Part]]:
    text = thing[lang]
    yield ("lead", ""), text.lead
    for section in text.sections:
        for part in (section, *section.parts):
            yield (section.id, part.id), part


def _blocks(
    both: dict[str, Part], paths: dict[str, str]
) -> Iterator[tuple[str, dict[str, str], dict[str, tuple[int, int]]]]:
    """The paragraphs of a part side by side, or all in one where the languages have not the same
    number and kinds."""
    sides = {lang: part.body.blocks for lang, part in both.items()}
    kinds = {lang: [(b.kind, b.level, b.numbered) for b in side] for lang, side in sides.items()}
    if kinds["en"] == kinds["cy"]:
        for en, cy in zip(sides["en"], sides["cy"], strict=True):
            if en.kind not in ("code", "macro"):
                lines = {"en": (en.line, en.end), "cy": (cy.line, cy.end)}
                yield "", {"en": en.text, "cy": cy.text}, lines
    elif all(sides.values()):
        lines = {lang: (side[0].line, side[-1].end) for lang, side in sides.items()}
        texts = {}
        for lang, (first, end) in lines.items():
            written = textcheck.clean(Path(paths[lang]).read_bytes().decode()).split("\n")
            texts[lang] = "\n".join(written[first - 1 : end - 1]).strip("\n")
        yield _WHOLE, texts, lines


# What goes out


def rows(library: Library, into: str, chosen: Collection[str] | None = None) -> list[Row]:
    """What a translator into `into` needs: the texts of `chosen`, or what moved in the other
    language since both agreed."""
    moved: dict[str, Collection[str] | None] = {}
    if chosen is None:
        for pair in agree.pairs(library):
            drift = agree.drift(pair)
            never = drift.state == "never"
            moved[pair.id] = None if never else drift.of(other(into), "both")
    wanted = []
    for piece in pieces(library):
        units = moved.get(piece.id, ()) if chosen is None else None
        if chosen is not None and piece.id not in chosen:
            continue
        source, target = piece.texts[other(into)], piece.texts[into]
        open_here = units is None or piece.unit in units
        if open_here and PROMPT not in source and max(len(source), len(target)) < CELL_LIMIT:
            shown = {other(into): source, into: "" if PROMPT in target else target}
            wanted.append(Row(piece.ref(into), shown, f"{piece.id} {piece.key}".strip("/")))
    return wanted


# What comes back


def bring(library: Library, file: Path) -> Result:
    """Takes a document back. A text is written where the file still says what went out; all else
    stays, byte by byte.

    Bringing the same document twice changes nothing more. An empty cell means that nothing was
    written there.
    """
    sent, problems = read(file)
    result = Result(problems=problems)
    known: dict[tuple[str, str, str], list[Piece]] = {}
    for piece in pieces(library):
        for lang in LANGUAGES:
            known.setdefault((lang, piece.paths[lang], piece.key), []).append(piece)
    edits: dict[str, list[_Edit]] = {}
    answers: dict[str, set[str]] = {}
    for row in sent:
        answers.setdefault(row.ref, set()).add(fingerprint(row.texts[row.into]))
    seen: Counter[str] = Counter()
    for row in sent:
        seen[row.ref] += 1
        if len(answers[row.ref]) > 1:
            result.problems.append(_problem(file, row, "exchange-twice"))
        elif seen[row.ref] == 1:
            _bring(library, file, row, known, edits, result)
    for path, changes in edits.items():
        _write(file, path, sorted(changes, key=lambda e: e.line, reverse=True), result)
    return result


@dataclass(frozen=True)
class _Edit:
    row: Row
    piece: Piece
    lang: str
    text: str

    @property
    def line(self) -> int:
        return self.piece.lines.get(self.lang, (0, 0))[0]


def _problem(file: Path, row: Row, rule: str, level: str = "error") -> Problem:
    values = {"path": row.path, "text": " ".join(row.texts[row.into].split())[:60]}
    return Problem(file.as_posix(), row.line, rule, values, level)


def _bring(
    library: Library,
    file: Path,
    row: Row,
    known: dict[tuple[str, str, str], list[Piece]],
    edits: dict[str, list[_Edit]],
    result: Result,
) -> None:
    into, (source_print, target_print) = row.into, row.prints
    text = repair(row.texts[into], True).strip()
    here = known.get((into, row.path, row.key), [])
    if here and row.texts[other(into)] and fingerprint(row.texts[other(into)]) != source_print:
        result.problems.append(_problem(file, row, "exchange-source", "notice"))
    if not text or fingerprint(text) == target_print:
        result.same += 1
        return
    found = [p for p in here if fingerprint(p.texts[into]) == target_print]
    exact = [p for p in found if fingerprint(p.texts[other(into)]) == source_print]
    found = exact if len(found) > 1 else found
    path = Path(row.path)
    if {row.path, path.parent.name, path.stem} & library.unread:
        result.problems.append(_problem(file, row, "exchange-unread"))
    elif not here and not any(place[:2] == (into, row.path) for place in known):
        result.problems.append(_problem(file, row, "exchange-unknown"))
    elif len(found) != 1:
        done = any(fingerprint(p.texts[into]) == fingerprint(text) for p in here)
        result.same += done
        result.problems += [] if done else [_problem(file, row, "exchange-moved")]
    elif fingerprint(found[0].texts[other(into)]) == fingerprint(text):
        result.problems.append(_problem(file, row, "exchange-copied", "notice"))
    else:
        edits.setdefault(row.path, []).append(_Edit(row, found[0], into, text))


def _write(file: Path, path: str, edits: list[_Edit], result: Result) -> None:
    """Writes all edits of one file that leave everything else in it as it was."""
    try:
        before = writing.read(Path(path))
        after, refused = _applied(before, edits)
        if after != before:
            write(Path(path), after)
            result.changed.append(path)
    except Refused as error:
        result.problems.append(error.problem)
        return
    result.written += len(edits) - len(refused)
    result.problems += [_problem(file, edit.row, "exchange-shape") for edit in refused]


def _applied(text: str, edits: list[_Edit]) -> tuple[str, list[_Edit]]:
    """The text with edits, and those that would have changed more than their own text."""
    try:
        return _edited(text, edits), []
    except ValueError:
        if len(edits) == 1:
            return text, edits
    half = len(edits) // 2
    text, first = _applied(text, edits[:half])
    text, second = _applied(text, edits[half:])
    return text, first + second


def _edited(text: str, edits: list[_Edit]) -> str:
    """Raises ValueError where the result would not read as the text with these changes and no
    other."""
    for edit in edits:
        if edit.line:
            text = _with_lines(text, edit)
    matter = {e.piece.key[1:]: _matter(e) for e in edits if e.piece.key.startswith(":")}
    text = with_front_matter(text, matter) if matter else text
    values = {(*e.piece.keys, e.lang): e.text for e in edits if e.piece.keys}
    text = _with_values(text, values) if values else text
    if textcheck.sizes(text):
        raise ValueError("too much")
    return text


def _matter(edit: _Edit) -> str:
    value = " ".join(edit.text.split())
    if edit.piece.key != ":search":
        return _scalar(value, "- {}")
    words = [word.strip() for word in value.split(";") if word.strip()]
    return f"[{', '.join(map(_scalar, words))}]"


def _with_lines(text: str, edit: _Edit) -> str:
    """One text in place of the lines that it had."""
    before, lines = _outline(text), text.split("\n")
    first, end = edit.piece.lines[edit.lang]
    here = [n for n, block in enumerate(before) if first <= block.line < end]
    if not here:
        raise ValueError("not there")
    whole = edit.piece.key.endswith(_WHOLE)
    block, written = before[here[0]], textcheck.clean(lines[first - 1].rstrip("\r"))
    old, new = edit.piece.texts[edit.lang], edit.text
    if block.kind == "heading" and edit.piece.key.endswith(":heading"):
        if old not in block.text:
            raise ValueError("not there")
        old, new = block.text, block.text.replace(old, " ".join(new.split()), 1)
    elif not whole:
        kinds = [each.kind for each in markdown.parse(new).blocks]
        if block.kind != "row" and kinds != ["paragraph"]:
            raise ValueError("is something else")
        new = " ".join(new.split())
    if block.kind == "row" and not whole:
        lead = written[: len(written) - len(written.lstrip())]
        fresh = [f"{lead}| {new} |"]
    else:
        lead, found, _ = written.partition(old.split("\n")[0])
        if not found:
            raise ValueError("not there")
        fresh = (lead + new).split("\n")
    ending = "\r" if lines[first - 1].endswith("\r") else ""
    lines[first - 1 : end - 1] = [line + ending for line in fresh]
    after = _outline(text := "\n".join(lines))
    rest = len(before) - here[-1] - 1
    middle = after[here[0] : len(after) - rest]
    right = [[_shape(b) for b in before[: here[0]]], [_shape(b) for b in before[here[-1] + 1 :]]]
    if [
        [_shape(b) for b in after[: here[0]]],
        [_shape(b) for b in after[len(after) - rest :]],
    ] != right:
        raise ValueError("changes more than itself")
    if not whole:
        if [_shape(b) for b in middle] != [(block.kind, block.level, block.numbered, new)]:
            raise ValueError("is something else")
    elif any(b.kind == "heading" and b.level < 4 for b in middle) or not middle:
        raise ValueError("is something else")
    return text


def _outline(text: str) -> tuple[markdown.Block, ...]:
    start = front(text)[2]
    return markdown.parse(textcheck.clean(text[start:]), text.count("\n", 0, start) + 1).blocks


def _shape(block: markdown.Block) -> tuple[str, int, bool, str]:
    return block.kind, block.level, block.numbered, block.text


def _scalar(value: str, where: str = "[{}]") -> str:
    """A text as YAML on one line: as it is where YAML reads it so, else in quotes."""
    result = yamltext.read(where.format(value))
    plain = not result.faults and not result.cut and result.data == [value] and "\n" not in value
    ambiguous = yamltext.is_ambiguous(value)
    return value if plain and not ambiguous else json.dumps(value, ensure_ascii=False)


def _with_values(text: str, values: dict[tuple[str | int, ...], str]) -> str:
    # not the C loader: only the Python one counts places in characters
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    expected, spans = copy.deepcopy(yamltext.read(text).data), []
    for keys, value in values.items():
        node, data = root, expected
        for key in keys[:-1]:
            node, data = _inside(node, key), data[key]
        node = _inside(node, keys[-1])
        data[keys[-1]] = value
        start = node.start_mark.index
        old = text[start : node.end_mark.index].rstrip()
        head, _, first = old.partition("\n")
        if node.style == "|" and first:
            indent = first[: len(first) - len(first.lstrip())]
            new = "\n".join([head, *(f"{indent}{line}".rstrip() for line in value.split("\n"))])
        else:
            new = _scalar(value)
        spans.append((start, start + len(old), new))
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    if yamltext.read(text).data != expected:
        raise ValueError("changes more than itself")
    return text


def _inside(node: yaml.Node, key: str | int) -> yaml.Node:
    if isinstance(key, int):
        return node.value[key]
    return next(value for name, value in node.value if name.value == key)
