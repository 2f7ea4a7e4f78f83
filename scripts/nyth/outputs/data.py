"""The open data: every file of `data/`, made from the library. Pure.

What stands in it is the same on every run, and each file says its licence, version and source.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nyth import LANGUAGES
from nyth.content.addresses import Addresses
from nyth.content.library import KINDS, PAGE, Library
from nyth.outputs import records, tables, vocabulary
from nyth.outputs.records import Head
from nyth.outputs.tables import Table

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
    made = records.records(library)
    rows = records.dumped(made)
    words = tables.dictionary()["head"]
    head = Head(
        format=records.FORMAT,
        version=records.version(library, rows),
        licence=records.Licence(**records.LICENCE),
        title=records.Text(**words["title"]),
        source=records.Text(**words["source"]),
        site=site,
    )
    made_tables = tuple(tables.tables(made, head))
    listed = [*_whole(library, made, rows, head, made_tables), *_tables(made_tables)]
    text = _listing(library, head)
    listed.append(_file(TEXT, "llms", "text/plain", text.encode()))
    index = _json(_index(library, head, listed))
    listed.append(_file(f"{FOLDER}index.json", "index", "application/json", index))
    return Edition(head, tuple(listed), made_tables)


def _whole(
    library: Library,
    made: dict[str, list[Any]],
    rows: dict[str, Any],
    head: Head,
    made_tables: tuple[Table, ...],
) -> Iterator[DataFile]:
    """The files that are no tables."""
    everything = {"$schema": "library.schema.json", **head.model_dump(), **rows}
    yield _file("data/library.json", "library", "application/json", _json(everything))
    schema = records.schema(tables.dictionary()["columns"])
    about = {
        "licence": records.LICENCE["url"],
        "version": head.version,
        "source": dict(head.source),
    }
    said = {"title": " / ".join(dict(head.title).values()), "$comment": json.dumps(about)}
    schema = _json({**schema, **said})
    yield _file("data/library.schema.json", "schema", "application/schema+json", schema)
    package = _json(tables.package(list(made_tables), head))
    yield _file("data/datapackage.json", "package", "application/json", package)
    kinds = library.words.kinds
    names = {k.folder: dict(kinds[k.id].many) for k in KINDS.values() if k.id in kinds}
    skos = vocabulary.turtle(made, head, names)
    yield _file("data/framework.ttl", "skos", "text/turtle", skos)
    texts = library.words.text
    sure = {
        key: dict(texts[f"sure-{key}"]) if f"sure-{key}" in texts else dict.fromkeys(LANGUAGES, key)
        for key in ("official", "attested", "proposed")
    }
    if library.glossary:
        terms = vocabulary.tbx(library.glossary, head, sure)
        yield _file("data/glossary.tbx", "tbx", "application/xml", terms)


def _tables(made_tables: tuple[Table, ...]) -> Iterator[DataFile]:
    for table in made_tables:
        yield _file(f"{FOLDER}{table.path}", table.name, "text/csv", table.csv(), len(table.rows))


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


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _listing(library: Library, head: Head) -> str:
    """Every page with its address and its sentence, in both languages, as Markdown
    (llmstxt.org)."""
    addresses = Addresses(library)
    lines = [f"# {head.title.en} / {head.title.cy}", ""]
    lines += [
        f"> {head.source[lang]} ({head.version}, {head.licence.id})\n" for lang in ("en", "cy")
    ]
    for kind in (PAGE, *KINDS):
        for lang in ("en", "cy"):
            known = library.words.kinds.get(kind)
            lines += [f"## {known.many[lang] if known else library.words.site.name[lang]}", ""]
            for thing in library.of(kind):
                where = head.site + addresses.url(thing.id, lang)
                lines.append(f"- [{thing[lang].title}]({where}): {thing[lang].summary}")
            lines.append("")
    return "\n".join(lines)
