"""YAML as the text that was written: reads it with the line of every value, and changes single
values of it.

Types come from the models, never from YAML's guesses: `no`, `1.10` and `012` stay as written.
Anchors, aliases, tags and several documents in a file are refused, because one line of them can
fill the memory.
"""

import copy
import functools
import json
import operator
import pathlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.resolver import Resolver

from nyth import kept
from nyth.content import textcheck

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_RESOLVER = Resolver()
# Nothing here is nested deeper than five.
MAX_DEPTH = 12

Path = tuple[str | int, ...]
_CODE = map(pathlib.Path(__file__).with_name, ("yaml.py", "textcheck.py", "characters.yml"))
MEMO = kept.Memo("yaml", yaml.__version__, *_CODE)


@dataclass
class YamlText:
    """A YAML text as plain lists, dicts and strings (None where nothing was written).

    lines: path of a value to its 1-based line; bare: paths of values without quotation marks that
    look like more than words, to what is written; cut: paths of values that a comment follows on
    their line, to the comment; faults: (rule, line, values) for `problems`.
    """

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    bare: dict[Path, str] = field(default_factory=dict)
    cut: dict[Path, str] = field(default_factory=dict)
    faults: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)


@functools.lru_cache(maxsize=20_000)
def read(text: str, offset: int = 0) -> YamlText:
    """Reads YAML that begins after line `offset` of its file. Never raises for what it holds."""
    return YamlText(*MEMO.of(f"{offset}\n{text}", lambda: _read(text, offset)))


def _read(text: str, offset: int) -> tuple:
    """What a `YamlText` is made of."""
    result = _Reader(text, offset)
    try:
        for event in result.nodes():
            result.data = result.value(event, ())
    except yaml.MarkedYAMLError as error:
        # what is never closed is met lines below, at the end of the text
        begun = error.context and "block" not in error.context
        mark = (begun and error.context_mark) or error.problem_mark
        result.fault("yaml-syntax", (mark.line if mark else 0) + 1 + offset)
    except (yaml.YAMLError, ValueError):
        result.fault("yaml-syntax", 1 + offset)
    except RecursionError as error:
        result.fault("yaml-depth", error.args[0], limit=MAX_DEPTH)
    data = None if result.faults else result.data
    return data, result.lines, result.bare, result.cut, result.faults


def is_ambiguous(written: str) -> bool:
    """Whether other programs would read a plain value as a number, date or yes/no."""
    return _RESOLVER.resolve(yaml.ScalarNode, written, (True, False)) != "tag:yaml.org,2002:str"


class _Reader(YamlText):
    """Turns one text into plain values, as the parser tells of it."""

    def __init__(self, text: str, offset: int) -> None:
        super().__init__()
        self.offset, self.written = offset, text.split("\n")
        self.events, self.documents = yaml.parse(text, Loader=_Loader), 0
        self.repeats: dict[Path, bool] = {}  # whether the last key of a table was there before

    def fault(self, rule: str, line: int, **values: Any) -> None:
        self.faults.append((rule, line, values))

    def line(self, event: yaml.Event) -> int:
        return event.start_mark.line + 1 + self.offset

    def nodes(self) -> Iterator[yaml.NodeEvent]:
        """What is in the text, or in a list or table that was opened. Notes what no content needs,
        and one line of which can fill the memory."""
        for event in self.events:
            if isinstance(event, yaml.CollectionEndEvent):
                return
            feature = ""
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                feature = "--- (a second document)" if self.documents > 1 else ""
            elif isinstance(event, yaml.AliasEvent):
                feature = "* (alias)"
            elif isinstance(event, yaml.NodeEvent) and (event.anchor or event.tag):
                feature = "& (anchor)" if event.anchor else "! (tag)"
            if feature:
                self.fault("yaml-feature", self.line(event), feature=feature)
            if isinstance(event, yaml.NodeEvent):
                yield event

    def key(self, event: yaml.NodeEvent, path: Path) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise yaml.MarkedYAMLError(None, None, "a key is a list or a table", event.start_mark)
        name, line = (*path, event.value, ""), self.line(event)
        repeats, self.repeats[path] = self.repeats.get(path), name in self.lines
        if not self.repeats[path]:
            self.lines[name] = line
            return event.value
        # those that follow are of the same item, which lost its hyphen
        if not repeats:
            self.fault("duplicate-key", line, key=event.value, first=self.lines[name])
        # under another name, so that what stands below it is no further fault
        return f"{event.value} again"

    def value(self, event: yaml.NodeEvent, path: Path) -> Any:
        self.lines[path] = self.line(event)
        if isinstance(event, yaml.CollectionStartEvent) and len(path) == MAX_DEPTH:
            raise RecursionError(self.line(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return [self.value(each, (*path, n)) for n, each in enumerate(self.nodes())]
        if isinstance(event, yaml.MappingStartEvent):
            table, nodes = {}, self.nodes()
            for each in nodes:
                key = self.key(each, path)
                table[key] = self.value(next(nodes), (*path, key))
            return table
        return None if isinstance(event, yaml.AliasEvent) else self.scalar(event, path)

    def scalar(self, event: yaml.ScalarEvent, path: Path) -> str | None:
        if event.style == '"':
            # what a backslash stands for was not there to be seen in the file
            for rule, _, values in textcheck.characters(event.value):
                self.fault(rule, self.line(event), **values)
        mark = event.start_mark if event.style in ("|", ">") else event.end_mark
        rest = self.written[mark.line][mark.column :] if mark.line < len(self.written) else ""
        if (comment := rest.lstrip("|>+-0123456789 \t")).startswith("#"):
            self.cut[path] = comment.strip()
        if not event.style:
            if event.value in ("", "~", "null", "Null", "NULL"):
                return None
            if event.value[0] in "+-.0123456789" or is_ambiguous(event.value):
                self.bare[path] = event.value
        return event.value


# Changing


def compose(text: str) -> yaml.Node | None:
    """The nodes of a YAML text, which know where they stand in it. Raises ValueError where it
    cannot be read as it is."""
    try:
        # not the C loader: only the Python one counts places in characters
        return yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise ValueError("cannot be read") from error


Edit = tuple[int, int, str]


def with_entries(text: str, entries: dict[tuple[str, ...], str | None]) -> str:
    """`text` with values set, or taken out where they are None; every other byte stays, comments
    included.

    entries: path of one or two keys to the value, as YAML on one line, or on the next where it
    begins with a line break. A new key goes to the end of the file or, under a parent, to its place
    in the alphabet, where two people who add different keys meet least often. Raises ValueError
    where what should hold the key is not a block of `key: value` lines, or more would change.
    """
    before, newline = text, _newline(text)
    if text and not text.endswith(("\n", "\r")):
        text += newline
    for parent in sorted({path[0] for path, value in entries.items() if path[1:] and value}):
        text = _opened(text, parent)
    root = compose(text)
    edits = [_edit(text, root, *entry) for entry in sorted(entries.items())]
    expected = copy.deepcopy(read(before).data) or {}
    for path, value in entries.items():
        holder = expected
        for key in path[:-1]:
            holder[key] = holder = holder.get(key) or {}
        holder.pop(path[-1], None)
        if value is not None:
            holder[path[-1]] = read(value.strip()).data
    return _changed(text, filter(None, edits), expected)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _opened(text: str, key: str) -> str:
    """`text` with a key under which something can be added."""
    entry = _entry(compose(text), key)
    if entry is None:
        return f"{text}{key}:{_newline(text)}"
    name, value = entry
    return text if value.value else text[: name.end_mark.index + 1] + text[value.end_mark.index :]


def _edit(
    text: str, root: yaml.Node | None, path: tuple[str, ...], value: str | None
) -> Edit | None:
    """How a value is set or taken out; None where it is not there."""
    *parents, key = path
    block, indent, newline = root, "", _newline(text)
    for parent in parents:
        if (holder := _entry(root, parent)) is None:
            return None
        block = holder[1]
        indent = " " * (block.start_mark.column if block.value else 2)
    if block and block.value and (not isinstance(block, yaml.MappingNode) or block.flow_style):
        raise ValueError("not a block of keys")
    entry = _entry(block, key)
    if value is None and entry:
        start = entry[0].start_mark.index - entry[0].start_mark.column
        return start, _line_end(text, _end(text, entry[1])), ""
    if value is None:
        return None
    below = f"{newline}{indent}  " if value.startswith("\n") else " "
    line = f"{indent}{key}:{below}{value.strip()}"
    if entry:
        start, at = entry[0].start_mark.index - len(indent), entry[1].start_mark.index
        if "#" in text[entry[0].end_mark.index : at]:
            # a comment between the two stays
            start, line = at, value.strip()
        return start, _end(text, entry[1]), line
    at = _line_end(text, _end(text, block)) if indent else len(text)
    after = (name.start_mark for name, _ in block.value if name.value > key) if indent else ()
    at = next((mark.index - mark.column for mark in after), at)
    return at, at, line + newline


def _changed(text: str, edits: Iterable[Edit], expected: dict[str, Any]) -> str:
    """`text` with edits made. Raises ValueError where it then says anything but what is expected;
    a key without a value says nothing."""
    for start, end, new in sorted(edits, key=lambda edit: edit[:2])[::-1]:
        text = text[:start] + new + text[end:]
    found = read(text).data or {}
    if {k: v for k, v in found.items() if v} != {k: v for k, v in expected.items() if v}:
        raise ValueError("changes more than itself")
    return text


def _entry(block: yaml.Node | None, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    pairs = block.value if isinstance(block, yaml.MappingNode) else []
    return next(((k, v) for k, v in pairs if k.value == key), None)


def _end(text: str, node: yaml.Node) -> int:
    """Where a value ends: the mark of a block lies beyond the comments that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    start = node.start_mark.index
    return start + len(text[start : node.end_mark.index].rstrip())


def _line_end(text: str, at: int) -> int:
    newline = text.find("\n", at)
    return len(text) if newline < 0 else newline + 1


def scalar(value: str, where: str = "[{}]") -> str:
    """A text as YAML on one line: as it is where YAML reads it so, else in quotes."""
    result = read(where.format(value))
    plain = not result.faults and not result.cut and result.data == [value] and "\n" not in value
    return value if plain and not is_ambiguous(value) else json.dumps(value, ensure_ascii=False)


def with_values(text: str, values: dict[Path, str]) -> str:
    """`text` with other texts at paths that it has; every other byte stays. Raises ValueError where
    that would change more."""
    root, expected = compose(text), copy.deepcopy(read(text).data)
    edits: list[Edit] = []
    for keys, value in values.items():
        functools.reduce(operator.getitem, keys[:-1], expected)[keys[-1]] = value
        node = root
        for key in keys:
            node = node.value[key] if isinstance(key, int) else _entry(node, key)[1]
        start, end = node.start_mark.index, _end(text, node)
        head, _, first = text[start:end].partition("\n")
        if node.style == "|" and first:
            indent = first[: len(first) - len(first.lstrip())]
            lines = (f"{indent}{line}".rstrip() for line in value.split("\n"))
            edits.append((start, end, "\n".join([head, *lines])))
        else:
            edits.append((start, end, scalar(value)))
    return _changed(text, edits, expected)


def with_row(text: str, key: str, row: str) -> str:
    """`text` with a row, given as YAML on one line, at the end of a list that ends the file. Raises
    ValueError where more would change."""
    data, text = read(text).data or {}, _opened(text, key)
    rows = _entry(compose(text), key)[1]
    indent, newline = " " * (rows.start_mark.column if rows.value else 2), _newline(text)
    text = f"{text.rstrip()}{newline}{indent}- {row}{newline}"
    return _changed(text, (), {**data, key: [*(data.get(key) or []), read(row).data]})
