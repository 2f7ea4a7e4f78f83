"""YAML values as models, with every error at the line of its value. Pure."""

from __future__ import annotations

import copy
import re
import types
import typing
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from nyth.content.model import Place, Record
from nyth.content.patterns import PATTERNS, SUMMARY_LENGTH
from nyth.content.yaml import YamlText, is_ambiguous
from nyth.problems import Problem

_LEADING_ZERO = re.compile(r"[-+]?0\d")
Model = TypeVar("Model", bound=BaseModel)


def check(
    wanted: type[Model], written: YamlText, place: Place
) -> tuple[Model | None, list[Problem]]:
    """What stands at a place of a YAML text as a model, or None, and all that is wrong with it
    or can be misread."""
    data = _value_at(written.data, place.keys)
    data = {} if data is None else data
    try:
        result = TypeAdapter(wanted).validate_python(data)
    except ValidationError as error:
        return None, [
            _fault(place, wanted, data, fault) for fault in error.errors(include_url=False)
        ]
    if isinstance(result, Record):
        result._place = place
    return result, list(_doubts(wanted, written, place, data, result))


def _doubts(
    wanted: type[BaseModel], written: YamlText, place: Place, data: Any, result: BaseModel
) -> typing.Iterator[Problem]:
    """Values without quotation marks that may be read otherwise than they were meant."""
    size = len(place.keys)
    for path, comment in written.cut.items():
        if path[:size] == place.keys and path != place.keys:
            keys = path[size:]
            if _takes_text(wanted, data, keys):
                text = f"{written.plain.get(path, '')} {comment}".strip()
                yield place.problem("comment-in-text", *keys, comment=comment, text=text)
    for path, text in written.under(place.keys):
        keys = path[size:]
        value = _value_at(result, keys)
        if isinstance(value, str) and is_ambiguous(text):
            yield place.problem("yaml-ambiguous", *keys, value=text)
        elif isinstance(value, (int, float)) and _LEADING_ZERO.match(text):
            yield place.problem("leading-zero", *keys, value=text)


def _takes_text(wanted: type[BaseModel], data: Any, keys: tuple) -> bool:
    """Whether any words may stand at a path, which an id, address, date or number may not."""
    tried = copy.deepcopy(data)
    _value_at(tried, keys[:-1])[keys[-1]] = "words #1"
    try:
        TypeAdapter(wanted).validate_python(tried)
    except ValidationError:
        return False
    return True


def _fault(place: Place, wanted: type[BaseModel], data: Any, fault: Any) -> Problem:
    kind, context = fault["type"], fault.get("ctx", {})
    keys = _keys_in(data, fault["loc"], kind in ("missing", "extra_forbidden"))
    key = next((k for k in reversed(place.at(*keys).keys) if isinstance(k, str)), "")
    value = "" if isinstance(fault["input"], (dict, list)) else str(fault["input"])[:60]
    if kind == "missing":
        return place.problem("missing-key", *keys, key=key)
    if kind == "extra_forbidden":
        known = ", ".join(getattr(_type_at(wanted, keys[:-1]), "model_fields", ()))
        return place.problem("unknown-key", *keys, "", key=key, known=known)
    if kind == "literal_error":
        choices = context["expected"].replace("'", "").replace(" or ", ", ")
        return place.problem("wrong-choice", *keys, key=key, value=value or "null", choices=choices)
    expected = _expected(kind, context)
    return place.problem("wrong-value", *keys, key=key, value=value or "—", expected=expected)


def _value_at(value: Any, keys: tuple) -> Any:
    for key in keys:
        by_key = isinstance(value, (dict, list, tuple))
        value = value[key] if by_key else getattr(value, str(key), None)
    return value


def _keys_in(data: Any, loc: tuple, absent: bool) -> list[str | int]:
    """The keys of an error's location that stand in the data: the rest names alternatives of a
    type. `absent`: the last one need not stand there."""
    keys: list[str | int] = []
    for n, key in enumerate(loc):
        by_place = isinstance(data, list) and isinstance(key, int)
        if by_place or (isinstance(data, dict) and key in data):
            data = data[key]
            keys.append(key)
        elif absent and n == len(loc) - 1:
            keys.append(key)
    return keys


def _type_at(annotation: Any, keys: typing.Iterable[str | int]) -> Any:
    """The type of what stands at a path inside a value of a type, without `None` beside it; None
    if unknown."""
    annotation = _unwrapped(annotation)
    for key in keys:
        if key in getattr(annotation, "model_fields", ()):
            annotation = annotation.model_fields[key].annotation
        elif typing.get_origin(annotation) in (list, dict):
            annotation = typing.get_args(annotation)[-1]
        else:
            return None
        annotation = _unwrapped(annotation)
    return annotation


def _unwrapped(annotation: Any) -> Any:
    while True:
        origin = typing.get_origin(annotation)
        if origin is typing.Annotated:
            annotation = typing.get_args(annotation)[0]
        elif origin in (typing.Union, types.UnionType):
            annotation = next(a for a in typing.get_args(annotation) if a is not type(None))
        else:
            return annotation


_EXPECTED = {
    "string_too_short": "non-empty",
    "string_type": "str",
    "too_short": "items",
    "less_than_equal": "range",
    "greater_than_equal": "range",
}


def _expected(kind: str, context: dict[str, Any]) -> str:
    """What should have been written, as a key of `expected` in messages.yml."""
    if kind == "string_pattern_mismatch":
        return PATTERNS[context["pattern"]]
    if kind == "string_too_long":
        return "summary" if context["max_length"] == SUMMARY_LENGTH else "shorter"
    names = ("int", "float", "bool", "date", "list", "dict")
    start = next((name for name in names if kind.startswith(name)), "")
    return _EXPECTED.get(kind) or start or ("dict" if kind.startswith("model") else "str")
