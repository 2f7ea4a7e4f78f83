"""Changes single values of a YAML text and leaves every other byte as it was written, comments included."""

from __future__ import annotations

import yaml

Edit = tuple[int, int, str]


def with_entries(text: str, entries: dict[tuple[str, ...], str | None]) -> str:
    """`text` with values set, or taken out where they are None.

    entries: path of one or two keys to the value, as YAML on one line. A new key goes to the end of the file or, under
    a parent, to its place in the alphabet, where two people who add different keys meet least often.
    Raises ValueError where what should hold the key is not a block of `key: value` lines.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    if text and not text.endswith("\n"):
        text += newline
    # not the C loader: only the Python one counts places in characters
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    groups: dict[tuple[str, ...], dict[str, str | None]] = {}
    for path, value in sorted(entries.items()):
        groups.setdefault(path[:-1], {})[path[-1]] = value
    edits: list[Edit] = []
    for parent, values in groups.items():
        found = _entry(root, parent[0]) if parent else None
        if not parent and root is not None:
            edits += _changes(text, newline, root, values, len(text))
        elif found and found[1].value:
            end = _line_end(text, _end(text, found[1]))
            edits += _changes(text, newline, found[1], values, end, " " * found[1].start_mark.column)
        else:
            lines = [f"{'  ' if parent else ''}{key}: {value}" for key, value in values.items() if value is not None]
            if not lines:
                continue
            fresh = newline.join([*(f"{key}:" for key in parent), *lines])
            if found:
                edits.append((found[0].start_mark.index, _end(text, found[1]), fresh))
            else:
                edits.append((len(text), len(text), fresh + newline))
    edits.sort(key=lambda edit: edit[:2])
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    return text


def _changes(
    text: str, newline: str, block: yaml.Node, values: dict[str, str | None], end: int, indent: str = ""
) -> list[Edit]:
    """The edits inside one block; new keys of the file itself (no indent) go to its `end`."""
    if not isinstance(block, yaml.MappingNode) or block.flow_style:
        raise ValueError("not a block of keys")
    edits: list[Edit] = []
    for key, value in values.items():
        found = _entry(block, key)
        if found and value is not None:
            edits.append((found[0].start_mark.index, _end(text, found[1]), f"{key}: {value}"))
        elif found:
            start = found[0].start_mark.index - found[0].start_mark.column
            edits.append((start, _line_end(text, _end(text, found[1])), ""))
        elif value is not None:
            after = next((k for k, _ in block.value if indent and k.value > key), None)
            place = after.start_mark.index - after.start_mark.column if after else end
            edits.append((place, place, f"{indent}{key}: {value}{newline}"))
    return edits


def _entry(block: yaml.Node | None, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    pairs = block.value if isinstance(block, yaml.MappingNode) else []
    return next(((k, v) for k, v in pairs if k.value == key), None)


def _end(text: str, node: yaml.Node) -> int:
    """Where a value really ends: the mark of a block lies beyond the blank lines and comments that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    start = node.start_mark.index
    return start + len(text[start : node.end_mark.index].rstrip())


def _line_end(text: str, place: int) -> int:
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1
