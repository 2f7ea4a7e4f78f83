"""The open data: every file of `data/`, made from the library. Pure.

What stands in it is the same on every run, and each file says its licence, version and source. What
is no JSON and no table has a template in `overrides/data/`: the framework as a vocabulary (SKOS, in
Turtle), the glossary for translators' programs (TBX-Basic, ISO 30042:2019), and the pages as a list
for programs that read (llmstxt.org).
"""

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nyth import LANGUAGES
from nyth.content.library import KINDS, PAGE, Library
from nyth.outputs import records, tables
from nyth.outputs.records import Head
from nyth.outputs.tables import FOLDER, DataFile
from nyth.pages.page import environment, unreviewed

TEXT = "llms.txt"
DOCUMENTATION = "data"
_JSON = "application/json"


@dataclass(frozen=True)
class Edition:
    """The data of one state of the library."""

    head: Head
    listed: tuple[DataFile, ...]

    @property
    def tables(self) -> list[DataFile]:
        return [file for file in self.listed if file.columns]

    @property
    def files(self) -> dict[str, bytes]:
        """Every file by its path from the root of the site."""
        return {file.path: file.data for file in self.listed}


def edition(library: Library, site: str) -> Edition:
    """All files of the data. `site`: the absolute address of the site, with a slash at the end,
    or ""."""
    rows = records.records(library)
    head = _head(library, rows, site)
    listed = [*_files(library, rows, head)]
    explained = {lang: library.url(DOCUMENTATION, lang) for lang in LANGUAGES if head.about}
    index = {
        **head.model_dump(),
        "documentation": explained or None,
        "files": [
            {
                "path": file.path,
                "title": file.title,
                "mediatype": file.media,
                "bytes": len(file.data),
                "sha256": hashlib.sha256(file.data).hexdigest(),
                **({"rows": file.rows} if file.columns else {}),
            }
            for file in listed
        ],
    }
    listed.append(DataFile(f"{FOLDER}index.json", "index", _JSON, _json(index)))
    return Edition(head, tuple(listed))


def _head(library: Library, rows: dict[str, Any], site: str) -> Head:
    told, missing = tables.DICTIONARY["head"], unreviewed(library, library.things.values())
    # every file says whose it is and who has not read it, for it is passed on without the site
    keys = ("independent-short", *(f"unreviewed-{key}" for key in missing))
    source = {
        lang: " ".join((told["source"][lang], *(library.words.word(key, lang) for key in keys)))
        for lang in LANGUAGES
    }
    return Head(
        **{**told, "source": source},
        version=records.version(library, rows),
        about=f"p/{DOCUMENTATION}/" if DOCUMENTATION in library.things else "",
        unreviewed=missing,
        site=site,
    )


def _files(library: Library, rows: dict[str, Any], head: Head) -> Iterator[DataFile]:
    """Every file but the list of them."""
    everything = _a_record_a_line({"$schema": "library.schema.json", **head.model_dump()}, rows)
    yield DataFile("data/library.json", "library", _JSON, everything)
    schema = records.schema(tables.DICTIONARY["columns"])
    about = {"licence": head.licence.url, "version": head.version, "source": dict(head.source)}
    said = {"title": records.both(head.title), "$comment": _line(about)}
    described = _json({**schema, **said})
    yield DataFile("data/library.schema.json", "schema", "application/schema+json", described)
    made = tables.tables(rows, schema, head)
    yield DataFile("data/datapackage.json", "package", _JSON, _json(tables.package(made, head)))
    shown = {
        "library": library,
        "rows": rows,
        "head": head,
        "kinds": (PAGE, *KINDS),
        # the escapes of JSON are escapes of Turtle too (RDF 1.1 Turtle, 6.4)
        "quoted": _line,
    }
    yield DataFile("data/framework.ttl", "skos", "text/turtle", _rendered("framework.ttl", shown))
    if library.glossary:
        tbx = _rendered("glossary.tbx", shown)
        yield DataFile("data/glossary.tbx", "tbx", "application/xml", tbx)
    yield from made
    yield DataFile(TEXT, "llms", "text/plain", _rendered(TEXT, shown))


def _rendered(name: str, shown: dict[str, Any]) -> bytes:
    return f"{environment().get_template(f'data/{name}').render(shown).strip()}\n".encode()


def _a_record_a_line(head: dict[str, Any], rows: dict[str, list[Any]]) -> bytes:
    """JSON that is compared line by line, and stands in memory once."""
    out, comma = io.BytesIO(), b"{\n"
    for key, value in head.items():
        out.write(comma + f"{_line(key)}: {_line(value)}".encode())
        comma = b",\n"
    for key, listed in rows.items():
        out.write(comma + f"{_line(key)}: [\n".encode())
        for number, row in enumerate(listed):
            out.write((comma if number else b"") + _line(row).encode())
        out.write(b"\n]")
    out.write(b"\n}\n")
    return out.getvalue()


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
