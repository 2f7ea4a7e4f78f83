"""Reads YAML as the text that was written, and remembers the line of every value.

Types come from the models, never from YAML's guesses: `no`, `1.10` and `012` stay as written. Anchors,
aliases, tags and several documents in a file are refused, because one line of them can fill the memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.resolver import Resolver

from nyth.content import textcheck

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_RESOLVER = Resolver()
# Nothing here is nested deeper than five; libyaml and this module both take a stack frame for each level.
MAX_DEPTH = 12
_FEATURES = {"anchor": "& (anchor)", "alias": "* (alias)", "tag": "! (tag)", "document": "--- (a second document)"}

Path = tuple[str | int, ...]


@dataclass
class YamlText:
    """A YAML text as plain lists, dicts and strings (None where nothing was written).

    lines: path of a value to its 1-based line; ambiguous: paths of unquoted values that YAML itself reads as a
    number, date or yes/no, to what is written; faults: (rule, line, values) for `problems`.
    """

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    ambiguous: dict[Path, str] = field(default_factory=dict)
    faults: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)


def read(text: str, offset: int = 0) -> YamlText:
    """Reads `text`, whose first line is line 1 + offset of its file. Never raises for what a text can hold."""
    found = YamlText()
    try:
        if _refused(text, offset, found):
            return found
        node = yaml.compose(text, Loader=_Loader)
        if node is not None:
            found.data = _plain(node, (), offset, found)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        detail = (error.problem or error.context or "").replace("\n", " ")
        found.faults.append(("yaml-syntax", (mark.line if mark else 0) + 1 + offset, {"detail": detail}))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        found.faults.append(("yaml-syntax", 1 + offset, {"detail": type(error).__name__}))
    if found.faults:
        found.data = None
    return found


def _refused(text: str, offset: int, found: YamlText) -> bool:
    documents = depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        feature = None
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            found.faults.append(("yaml-depth", event.start_mark.line + 1 + offset, {"limit": MAX_DEPTH}))
            break
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            feature = "document" if documents > 1 else None
        elif isinstance(event, yaml.AliasEvent):
            feature = "alias"
        elif getattr(event, "anchor", None):
            feature = "anchor"
        elif getattr(event, "tag", None):
            feature = "tag"
        if feature:
            found.faults.append(("yaml-feature", event.start_mark.line + 1 + offset, {"feature": _FEATURES[feature]}))
    return bool(found.faults)


def _plain(node: yaml.Node, path: Path, offset: int, found: YamlText) -> Any:
    line = node.start_mark.line + 1 + offset
    found.lines[path] = line
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            key_line = key_node.start_mark.line + 1 + offset
            if key in result:
                found.faults.append(("duplicate-key", key_line, {"key": key, "first": found.lines[(*path, key, "")]}))
                continue
            found.lines[(*path, key, "")] = key_line
            result[key] = _plain(value_node, (*path, key), offset, found)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, n), offset, found) for n, item in enumerate(node.value)]
    if node.style == '"':
        # what a backslash stands for was not there to be seen in the file
        for rule, _, values in textcheck.characters(node.value):
            found.faults.append((rule, line, values))
    if not node.style:
        if node.value in ("", "~", "null", "Null", "NULL"):
            return None
        if _RESOLVER.resolve(yaml.ScalarNode, node.value, (True, False)) != "tag:yaml.org,2002:str":
            found.ambiguous[path] = node.value
    return node.value
