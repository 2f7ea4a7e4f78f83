"""The records as tables for spreadsheets, and the data package (Frictionless) that describes them.

Each file stands on its own: a byte order mark, without which Excel misreads ŵ and ŷ; licence,
version and source in every row; and an apostrophe before what a spreadsheet would take for a
formula.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nyth.outputs.records import Head, both
from nyth.problems import words_file

FOLDER = "data/"
# What the files and their columns are; its head says more.
DICTIONARY = words_file(Path(__file__).with_name("dictionary.yml"))
Row = Mapping[str, Any]
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")  # in the wide forms too


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, its type as a data package calls it, and where in a record
    its values stand."""

    name: str
    type: str
    path: tuple[str, ...]

    def cell(self, row: Row, base: str) -> str:
        """What stands in it for a record; several values are joined."""
        values = list(_written(row, self.path))
        if self.name in ("permalink", "address_en", "address_cy", "data_about"):
            values = [base + value for value in values]
        cell = "; ".join(values)
        return f"'{cell}" if _FORMULA.match(cell) else cell


# What stands under each heading of each page.
_TEXTS = [
    Column(name, "boolean" if name == "ours" else "string", tuple(name.split("_")))
    for name in "page section part ours heading_en heading_cy text_en text_cy sources".split()
]
_TEXTS += [Column(name, "date", (name,)) for name in ("reviewed_cy", "reviewed_advice")]


@dataclass(frozen=True)
class DataFile:
    """A file of the data. `path`: from the root of the site; `name`: what the dictionary knows it
    by; `columns` and how many `rows` it has, if it is a table (RFC 4180)."""

    path: str
    name: str
    media: str
    data: bytes
    columns: tuple[Column, ...] = ()
    rows: int = 0

    @property
    def title(self) -> dict[str, str]:
        return DICTIONARY["files"][self.name]


def explain(table: str, column: str) -> dict[str, str]:
    """What a column holds: its own name where nobody has written it down yet. A name in two
    languages is explained once."""
    known = DICTIONARY["columns"]
    whole = column.removesuffix("_en").removesuffix("_cy")
    names = (f"{table}.{column}", column, f"{table}.{whole}", whole)
    return next((known[n] for n in names if n in known), {"en": column, "cy": column})


def tables(rows: Mapping[str, list[Row]], schema: Mapping[str, Any], head: Head) -> list[DataFile]:
    """A table for each list of records, and one of all texts. `schema`: that of the lists."""
    made = [
        _table(name, _columns(schema["properties"][name]["items"], schema), listed, head)
        for name, listed in rows.items()
    ]
    return [*made, _table("texts", _TEXTS, _texts(rows), head)]


def _table(name: str, columns: Iterable[Column], rows: Iterable[Row], head: Head) -> DataFile:
    said = {
        "data_licence": head.licence.id,
        "data_version": head.version,
        "data_about": head.about,
        "data_unreviewed": head.unreviewed,
    }
    columns = (*columns, *(Column(key, "string", (key,)) for key in said))
    file, count = io.BytesIO(), 0
    with io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True) as out:
        writer = csv.writer(out)
        writer.writerow([column.name for column in columns])
        for count, row in enumerate(rows, 1):  # noqa: B007
            writer.writerow([column.cell({**row, **said}, head.site) for column in columns])
        data = file.getvalue()
    path = f"{FOLDER}{name.replace('_', '-')}.csv"
    return DataFile(path, name, "text/csv", data, columns, count)


def _texts(rows: Mapping[str, list[Row]]) -> Iterator[Row]:
    for thing in (thing for listed in rows.values() for thing in listed):
        for section in thing.get("sections", ()):
            for part in (section, *section["parts"]):
                if any(part["text"].values()):
                    name = "" if part is section else part["id"]
                    where = {"page": thing["id"], "section": section["id"], "part": name}
                    yield {**thing, **part, **where, "ours": section["ours"]}


def _columns(record: Row, schema: Row, path: tuple[str, ...] = ()) -> Iterator[Column]:
    for name, field in _type(record, schema)["properties"].items():
        value, here = _type(field, schema), (*path, name)
        many = value.get("type") == "array"
        one = _type(value["items"], schema) if many else value
        if "properties" in one and name != "sections":
            yield from _columns(one, schema, here)
        elif "properties" not in one:
            # the id of what is linked is the link
            name = "_".join(here[:-1] if path and name == "id" else here)
            kind = one.get("format", one.get("type"))
            plain = not many and kind in ("date", "boolean", "integer", "number")
            yield Column(name, kind if plain else "string", here)


def _type(field: Row, schema: Row) -> Row:
    """What a field holds where it holds something."""
    field = next((f for f in field.get("anyOf", ()) if f.get("type") != "null"), field)
    return schema["$defs"][field["$ref"].rpartition("/")[2]] if "$ref" in field else field


def _written(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    """The single values that stand at a path of a record, as text."""
    if isinstance(value, list):
        for item in value:
            yield from _written(item, path)
    elif value is not None and path:
        yield from _written(value[path[0]], path[1:])
    elif isinstance(value, bool):
        yield str(value).lower()
    elif value is not None:
        yield f"{value:g}" if isinstance(value, float) else str(value)


def package(made: list[DataFile], head: Head) -> dict[str, Any]:
    """The data package: what each file and each column is."""
    licence = {"name": head.licence.id, "title": head.licence.title, "path": head.licence.url}
    return {
        "profile": "tabular-data-package",
        "name": "library",
        "title": both(head.title),
        "description": both(DICTIONARY["files"]["package"]),
        "version": head.version,
        **({"homepage": head.site} if head.site else {}),
        "licenses": [licence],
        "sources": [{"title": both(head.source), **({"path": head.site} if head.site else {})}],
        "resources": [_resource(table) for table in made],
    }


def _resource(table: DataFile) -> dict[str, Any]:
    key = DICTIONARY["keys"].get(table.name, ["id"])
    fields = [
        {"name": c.name, "type": c.type, "description": both(explain(table.name, c.name))}
        for c in table.columns
    ]
    leads = DICTIONARY["leads"].get(table.name)
    return {
        "name": table.name.replace("_", "-"),
        "profile": "tabular-data-resource",
        "path": table.path.removeprefix(FOLDER),
        "title": both(table.title),
        "format": "csv",
        "mediatype": table.media,
        "encoding": "utf-8",
        "bytes": len(table.data),
        "hash": f"sha256:{hashlib.sha256(table.data).hexdigest()}",
        "schema": {
            "fields": fields,
            "missingValues": [""],
            **({"primaryKey": key} if key else {}),
            **({"foreignKeys": leads} if leads else {}),
        },
    }
