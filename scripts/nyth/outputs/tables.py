"""The records as tables for spreadsheets, and the data package (Frictionless) that describes them.

Each file stands on its own: a byte order mark, without which Excel misreads ŵ and ŷ; licence,
version and source in every row; and an apostrophe before what a spreadsheet would take for a
formula.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import yaml
from pydantic import BaseModel

from nyth.outputs import records
from nyth.outputs.records import Head

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TYPES = {bool: "boolean", int: "integer", float: "number", datetime.date: "date"}
_KEYS = {"ratings": ["principle", "year"], "scale": ["level"], "councils": ["region", "en"]}
_NO_KEY = {"texts", "timeline"}
_LEADS = {
    "findings": {"update": "updates", "source": "sources"},
    "ratings": {"principle": "principles", "source": "sources"},
    "councils": {"region": "regions"},
    "timeline": {"source": "sources"},
}


class TextRow(records.Strict):
    """What stands under one heading of a page."""

    page: str
    section: str
    part: str
    ours: bool
    heading: records.Text
    text: records.Text
    sources: list[str]


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, its type as a data package calls it, and where in a record
    its values stand."""

    name: str
    type: str
    path: tuple[str, ...]

    def cell(self, row: BaseModel, base: str) -> str:
        """What stands in it for a record; several values are joined."""
        values = [_written(value) for value in _inside(row, self.path)]
        if self.name in ("permalink", "address_en", "address_cy"):
            values = [base + value for value in values]
        return _harmless("; ".join(values))


@dataclass(frozen=True)
class Table:
    """A table: its name, its columns, and its rows of cells."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def path(self) -> str:
        return f"{self.name.replace('_', '-')}.csv"

    @property
    def key(self) -> list[str]:
        """The columns that tell its rows apart."""
        return [] if self.name in _NO_KEY else _KEYS.get(self.name, ["id"])

    def csv(self) -> bytes:
        """The file (RFC 4180)."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerows([[column.name for column in self.columns], *self.rows])
        return (BOM + out.getvalue()).encode()


@cache
def dictionary() -> dict[str, dict[str, dict[str, str]]]:
    """What the files and their columns are, in both languages: {"files" or "columns": {name:
    {lang: words}}}; a column of one table alone is "table.column"."""
    return yaml.safe_load((Path(__file__).parent / "dictionary.yml").read_text("utf-8"))


def explain(table: str, column: str) -> dict[str, str]:
    """What a column holds: its own name where nobody has written it down yet. A name in two
    languages is explained once."""
    known = dictionary()["columns"]
    whole = column.removesuffix("_en").removesuffix("_cy")
    names = (f"{table}.{column}", column, f"{table}.{whole}", whole)
    return next((known[n] for n in names if n in known), {"en": column, "cy": column})


def tables(made: Mapping[str, list[BaseModel]], head: Head) -> list[Table]:
    """A table for each list of records, and one of all texts."""
    lists: dict[str, tuple[type[BaseModel], list[BaseModel]]] = {
        name: (row, made[name]) for name, row in records.lists().items()
    }
    lists["texts"] = TextRow, list(_texts(made))
    return [_table(name, row, rows, head) for name, (row, rows) in lists.items()]


def _table(name: str, row: type[BaseModel], rows: list[BaseModel], head: Head) -> Table:
    own = tuple(_columns(row))
    last = (Column("data_licence", "string", ()), Column("data_version", "string", ()))
    cells = (tuple(column.cell(record, head.site) for column in own) for record in rows)
    said = head.licence.id, head.version
    return Table(name, own + last, tuple((*values, *said) for values in cells))


def _texts(made: Mapping[str, list[BaseModel]]) -> Iterator[TextRow]:
    for rows in made.values():
        for thing in rows:
            for section in getattr(thing, "sections", ()):
                for part in (section, *section.parts):
                    if part.text.en or part.text.cy:
                        yield TextRow(
                            page=thing.id,
                            section=section.id,
                            part=part.id if part is not section else "",
                            ours=section.ours,
                            heading=part.heading,
                            text=part.text,
                            sources=part.sources,
                        )


def _columns(kind: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[Column]:
    for name, field in kind.model_fields.items():
        inside = set(_leaves(field.annotation))
        nested = [t for t in inside if isinstance(t, type) and issubclass(t, BaseModel)]
        here = (*path, name)
        if name == "sections":
            continue
        if nested:
            yield from _columns(nested[0], here)
            continue
        # the id of what is linked is the link
        name = "_".join(here[:-1] if path and name == "id" else here)
        many = list in inside
        kinds = [word for t, word in _TYPES.items() if t in inside and not many]
        yield Column(name, kinds[0] if kinds else "string", here)


def _leaves(annotation: Any) -> Iterator[Any]:
    """The types of an annotation; `list` itself where it is a list."""
    origin = get_origin(annotation)
    if origin is list:
        yield list
    if origin is None or origin not in (list, Union, UnionType):
        # of an annotated type the first is the type
        parts = get_args(annotation)[:1] if hasattr(annotation, "__metadata__") else ()
        yield from (leaf for part in parts for leaf in _leaves(part))
        if not parts:
            yield annotation
        return
    for part in get_args(annotation):
        yield from _leaves(part)


def _inside(value: Any, path: tuple[str, ...]) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, list):
        return [found for item in value for found in _inside(item, path)]
    return _inside(getattr(value, path[0]), path[1:]) if path else [value]


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def package(made: list[Table], head: Head) -> dict[str, Any]:
    """The data package: what each file and each column is."""
    licence = {"name": head.licence.id, "title": head.licence.title, "path": head.licence.url}
    site = head.site.startswith("http")
    return {
        "profile": "tabular-data-package",
        "name": "library",
        "title": _both(dict(head.title)),
        "description": _both(dictionary()["files"]["package"]),
        "version": head.version,
        **({"homepage": head.site} if site else {}),
        "licenses": [licence],
        "sources": [
            {"title": _both(dict(head.source)), **({"path": head.site} if site else {})},
        ],
        "resources": [_resource(table) for table in made],
    }


def _resource(table: Table) -> dict[str, Any]:
    data = table.csv()
    fields = [
        {"name": c.name, "type": c.type, "description": _both(explain(table.name, c.name))}
        for c in table.columns
    ]
    leads = [
        {"fields": column, "reference": {"resource": other.replace("_", "-"), "fields": "id"}}
        for column, other in _LEADS.get(table.name, {}).items()
    ]
    return {
        "name": table.path.removesuffix(".csv"),
        "profile": "tabular-data-resource",
        "path": table.path,
        "title": _both(dictionary()["files"][table.name]),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {
            "fields": fields,
            "missingValues": [""],
            **({"primaryKey": table.key} if table.key else {}),
            **({"foreignKeys": leads} if leads else {}),
        },
    }


def _both(words: Mapping[str, str]) -> str:
    """The two languages in one line, for formats that have room for only one."""
    return " / ".join(dict.fromkeys((words["en"], words["cy"])))
