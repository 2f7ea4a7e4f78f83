"""The open data: every file of `data/`, made from the library. Pure.

What stands in it is the same on every run, and each file says its licence, version and source. What
is no JSON and no table has a template in `overrides/data/`: the framework as a vocabulary (SKOS, in
Turtle), the glossary for translators' programs (TBX-Basic, ISO 30042:2019), and the pages as a list
for programs that read (llmstxt.org).
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nyth import LANGUAGES
from nyth.content.addresses import Addresses
from nyth.content.library import KINDS, PAGE, Library
from nyth.outputs import records, tables
from nyth.outputs.records import Head
from nyth.outputs.tables import Table
from nyth.pages.page import environment

FOLDER = "data/"
TEXT = "llms.txt"
DOCUMENTATION = "data"


@dataclass(frozen=True)
class DataFile:
    """A file of the data: its path from the root of the site, what it is in both languages, its
    media type, and how many rows it has if it is a table."""

    path: str
    title: dict[str, str]
    media: str
    data: bytes
    rows: int | None = None


@dataclass(frozen=True)
class Edition:
    """The data of one state of the library."""

    head: Head
    listed: tuple[DataFile, ...]
    tables: tuple[Table, ...]

    @property
    def files(self) -> dict[str, bytes]:
        """Every file by its path from the root of the site."""
        return {file.path: file.data for file in self.listed}


def edition(library: Library, site: str) -> Edition:
    """All files of the data. `site`: the absolute address of the site, with a slash at the end,
    or ""."""
    rows = records.records(library)
    told = tables.dictionary()["head"]
    head = Head(**told, version=records.version(library, rows), site=site)
    schema = records.schema(tables.dictionary()["columns"])
    made = tables.tables(rows, schema, head)
    listed = [*_files(library, rows, schema, head, made)]
    index = _json(_index(library, head, listed))
    listed.append(_file(f"{FOLDER}index.json", "index", "application/json", index))
    return Edition(head, tuple(listed), tuple(made))


def _files(
    library: Library, rows: dict[str, Any], schema: dict[str, Any], head: Head, made: list[Table]
) -> Iterator[DataFile]:
    """Every file but the list of them."""
    json_, everything = "application/json", {"$schema": "library.schema.json", **head.model_dump()}
    yield _file("data/library.json", "library", json_, _a_record_a_line(everything, rows))
    about = {"licence": head.licence.url, "version": head.version, "source": dict(head.source)}
    said = {"title": " / ".join(dict(head.title).values()), "$comment": json.dumps(about)}
    described = _json({**schema, **said})
    yield _file("data/library.schema.json", "schema", "application/schema+json", described)
    yield _file("data/datapackage.json", "package", json_, _json(tables.package(made, head)))
    shown = {"library": library, "rows": rows, "head": head, "addresses": Addresses(library)}
    skos = _rendered("framework.ttl", shown)
    yield _file("data/framework.ttl", "skos", "text/turtle", skos)
    if library.glossary:
        tbx = _rendered("glossary.tbx", shown)
        yield _file("data/glossary.tbx", "tbx", "application/xml", tbx)
    for table in made:
        path = f"{FOLDER}{table.path}"
        yield _file(path, table.name, "text/csv", table.csv, table.count)
    yield _file(TEXT, "llms", "text/plain", _rendered(TEXT, shown))


def _rendered(name: str, shown: dict[str, Any]) -> bytes:
    # the escapes of JSON are escapes of Turtle too (RDF 1.1 Turtle, 6.4)
    own = {"kinds": (PAGE, *KINDS), "quoted": _line}
    text = environment().get_template(f"data/{name}").render(shown, **own)
    return f"{text.strip()}\n".encode()


def _file(path: str, name: str, media: str, data: bytes, rows: int | None = None) -> DataFile:
    return DataFile(path, tables.dictionary()["files"][name], media, data, rows)


def _index(library: Library, head: Head, listed: list[DataFile]) -> dict[str, Any]:
    about = library.things.get(DOCUMENTATION)
    addresses = Addresses(library)
    pages = {lang: addresses.url(about.id, lang) for lang in LANGUAGES} if about else None
    return {
        **head.model_dump(),
        "documentation": pages,
        "files": [
            {
                "path": file.path,
                "title": file.title,
                "mediatype": file.media,
                "bytes": len(file.data),
                "sha256": hashlib.sha256(file.data).hexdigest(),
                **({"rows": file.rows} if file.rows is not None else {}),
            }
            for file in listed
        ],
    }


def _a_record_a_line(head: dict[str, Any], rows: dict[str, list[Any]]) -> bytes:
    """JSON that is compared line by line, and never stands in memory as one text."""
    lines = [f"{_line(key)}: {_line(value)}".encode() for key, value in head.items()]
    for key, listed in rows.items():
        records = b",\n".join(_line(row).encode() for row in listed)
        lines.append(b"%s: [\n%s\n]" % (_line(key).encode(), records))
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
