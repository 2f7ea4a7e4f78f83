"""YAML values as models, with every error at the line of its value. Pure."""

import copy
import datetime
import re
import typing
from collections import Counter
from collections.abc import Iterator
from types import NoneType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from nyth import LANGUAGES
from nyth.content import yaml
from nyth.content.model import PATTERNS, Broken, Place, Record
from nyth.problems import Problem, catalogue

_LEADING_ZERO = re.compile(r"[-+]?0\d")
# What many types of errors begin with, as a key of `expected` in messages.yml.
_TYPES = ("int", "float", "bool", "date", "list", "dict")
Model = TypeVar("Model", bound=BaseModel)


def read(
    wanted: type[Model], text: str, path: str, offset: int = 0
) -> tuple[Model | None, list[Problem]]:
    """What YAML that begins after line `offset` of a file says as a model, or None, and all that is
    wrong with it. Rows of lists that are wrong are `Broken`."""
    written = yaml.read(text, offset)
    if written.faults:
        return None, [Problem(path, line, rule, values) for rule, line, values in written.faults]
    place, data = Place(path, (), written.lines), {} if written.data is None else written.data
    try:
        result = wanted.model_validate(data)
    except ValidationError as error:
        return None, list(_problems(place, wanted, error))
    _put(result, place)
    broken = [
        problem
        for key, rows in result
        for n, row in enumerate(rows if isinstance(rows, list) else ())
        if isinstance(row, Broken)
        for problem in _problems(place, wanted, row.error, key, n)
    ]
    return result, [*broken, *_doubts(written, place, result)]


def _put(value: Record | list[Any], place: Place) -> None:
    """Tells every record in a value where it stands."""
    if isinstance(value, Record):
        value._place = place
    for key, item in value if isinstance(value, Record) else enumerate(value):
        if isinstance(item, (Record, list)):
            _put(item, place.at(key))


def _doubts(written: yaml.YamlText, place: Place, result: BaseModel) -> Iterator[Problem]:
    """Values without quotation marks that may be read otherwise than they were meant."""
    for keys, comment in written.cut.items():
        if keys and _takes_text(type(result), written.data, keys):
            text = f"{_value_at(written.data, keys) or ''} {comment}".strip()
            yield place.problem("comment-in-text", *keys, comment=comment, text=text)
    for keys, text in written.bare.items():
        value = _value_at(result, keys)
        if isinstance(value, str) and yaml.is_ambiguous(text):
            yield place.problem("yaml-ambiguous", *keys, value=text)
        elif isinstance(value, (int, float)) and _LEADING_ZERO.match(text):
            yield place.problem("leading-zero", *keys, value=text)
        elif isinstance(value, (int, float)) and "_" in text:
            yield place.problem("wrong-value", *keys, key=keys[-1], value=text, expected="float")
        elif isinstance(value, datetime.date) and value.isoformat() != text:
            # a whole number of days in seconds is a date to pydantic
            yield place.problem("wrong-value", *keys, key=keys[-1], value=text, expected="date")


def _takes_text(wanted: type[BaseModel], data: Any, keys: tuple) -> bool:
    """Whether any words may stand at a path, which an id, address, date or number may not."""
    tried = copy.deepcopy(data)
    _value_at(tried, keys[:-1])[keys[-1]] = "words #1"
    try:
        return type(_value_at(wanted.model_validate(tried), keys[:2])) is not Broken
    except ValidationError:
        return False


def _problems(
    place: Place, wanted: type[BaseModel], error: ValidationError, *inside: str | int
) -> Iterator[Problem]:
    """What is wrong with a value. A key that is not known may be the one that is missing beside it,
    and then only it is told."""
    faults = error.errors(include_url=False)
    count = Counter((fault["type"], fault["loc"][:-1]) for fault in faults)
    for fault in faults:
        odd = count["extra_forbidden", fault["loc"][:-1]]
        if fault["type"] != "missing" or count["missing", fault["loc"][:-1]] > odd:
            yield _problem(place, wanted, fault, *inside)


def _problem(place: Place, wanted: type[BaseModel], fault: Any, *inside: str | int) -> Problem:
    """What pydantic says is wrong with a value inside of one of a model."""
    kind, context = fault["type"], fault.get("ctx", {})
    keys = [key for key in (*inside, *fault["loc"]) if key != "[key]"]
    key = next((k for k in reversed(keys) if isinstance(k, str)), "")
    value = "" if isinstance(fault["input"], (dict, list, NoneType)) else str(fault["input"])[:60]
    if kind == "missing":
        return place.problem("missing-key", *keys, key=key)
    if kind == "extra_forbidden":
        if fault["input"] is None and ":" in key:
            return place.problem("yaml-syntax", *keys, "")  # {en:Town}, without the space
        fields = _model_at(wanted, keys[:-1]).model_fields
        if fault["input"] is None and {*LANGUAGES} <= {*fields}:
            return place.problem("comma-in-text", *keys, "", text=key)
        return place.problem("unknown-key", *keys, "", key=key, known=", ".join(fields))
    if kind == "literal_error":
        choices = context["expected"].replace("'", "").replace(" or ", ", ")
        return place.problem("wrong-choice", *keys, key=key, value=value or "null", choices=choices)
    if kind == "string_too_long":
        sizes = {"count": len(fault["input"]), "limit": context["max_length"]}
        return place.problem("too-long", *keys, key=key, **sizes)
    if kind == "string_pattern_mismatch":
        expected = PATTERNS[context["pattern"]]
    else:
        other = next(filter(kind.startswith, _TYPES), "dict" if kind.startswith("model") else "str")
        expected = kind if kind in catalogue()["expected"] else other
    fields = _model_at(wanted, keys).model_fields if kind.startswith("model") else {}
    needed = [name for name, each in fields.items() if each.is_required()] or fields or "…"
    values = {"key": key, "value": value or "—", "expected": expected}
    return place.problem("wrong-value", *keys, **values, keys=": …, ".join(needed))


def _value_at(value: Any, keys: tuple) -> Any:
    for key in keys:
        by_key = type(value) in (dict, list)
        value = value[key] if by_key else getattr(value, str(key), None)
    return value


def _model_at(wanted: type[BaseModel], keys: list[str | int]) -> type[BaseModel]:
    """The model of what stands at a path inside a value of a model."""
    for key in keys:
        if key in wanted.model_fields:
            wanted = next(_models(wanted.model_fields[key].annotation), wanted)
    return wanted


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models(argument)
