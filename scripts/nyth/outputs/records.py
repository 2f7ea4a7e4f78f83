"""The library as plain records for other programs: ids that stay, both languages, no markup.

The models are at once what is written and its JSON Schema. Texts are plain: a block a line, the
items of lists after a bullet or number; what a text cites and links to stands beside it, by id.
"""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel, create_model

from nyth import LANGUAGES
from nyth.content import model
from nyth.content.blocks import Run
from nyth.content.kinds import KINDS, Council, Finding
from nyth.content.library import PAGE, Library, Thing
from nyth.content.library import Part as WrittenPart
from nyth.content.markdown import Fragment
from nyth.content.model import Strict
from nyth.languages import agree
from nyth.outputs.files import text_date
from nyth.pages.page import heading

# What only the check of the content needs.
_INTERNAL = {"agreed", "awaiting", "findings", "parts", "carried", "left_out"}


class Text(model.Bilingual):
    """Words in both languages, without markup."""

    en: str
    cy: str


class PartRecord(Strict):
    """What stands under one heading: what it cites and links to, by id."""

    id: str
    heading: Text
    text: Text
    sources: list[str]
    links: list[str]


class SectionRecord(PartRecord):
    """A section; `ours`: a suggestion of ours, and not what a source says."""

    ours: bool
    parts: list[PartRecord]


class Record(Strict):
    """A thing with a page of its own; what more there is depends on its kind."""

    id: str
    title: Text
    summary: Text
    address: Text
    permalink: str


class FindingRecord(Finding):
    """A finding; its id is that of the update and its own, as on its permanent link."""

    id: str
    update: str
    year: int
    source: str
    text: Text
    permalink: str


class Licence(Strict):
    """The terms of use of the data."""

    id: str
    title: str
    url: str


class Head(Strict):
    """What every file says of itself. `source`: what whoever passes it on has to say; `about`: the
    permanent link of the page that explains it; `unreviewed`: what nobody has reviewed yet; `site`:
    what its addresses are relative to."""

    format: int
    version: str
    licence: Licence
    title: Text
    source: Text
    about: str
    unreviewed: list[str]
    site: str


def _without(kind: type[BaseModel]) -> dict[str, Any]:
    return {
        name: (field.annotation, field)
        for name, field in kind.model_fields.items()
        if name not in _INTERNAL
    }


SourceRecord = create_model("SourceRecord", **_without(model.Source))
CouncilRecord = create_model(
    "CouncilRecord", region=(str, ...), **_without(Council), source=(str, ...)
)


def both(words: Any) -> str:
    """The two languages in one line, for formats that have room for only one."""
    return " / ".join(dict.fromkeys((words["en"], words["cy"])))


def key(kind: str) -> str:
    """The list in which the things of a kind stand."""
    return KINDS[kind].folder.replace("-", "_") if kind in KINDS else "pages"


@cache
def lists() -> dict[str, type[BaseModel]]:
    """The model of each list of the data, by its key, in their order."""
    own: dict[str, Any] = {name: _without(kind.model) for name, kind in KINDS.items()}
    reviewed = (datetime.date | None, ...)
    own[PAGE] = {"sources": (list[str], ...), "reviewed_cy": reviewed, "reviewed_advice": reviewed}
    things = {
        key(name): create_model(
            f"{name.title().replace('-', '')}Record",
            __base__=Record,
            **{name: field for name, field in fields.items() if name != "id"},
            sections=(list[SectionRecord], ...),
        )
        for name, fields in own.items()
    }
    return {
        **things,
        "findings": FindingRecord,
        "ratings": model.Rating,
        "scale": model.ScaleLevel,
        "councils": CouncilRecord,
        "timeline": model.Event,
        "glossary": model.Term,
        "gaps": model.Gap,
        "sources": SourceRecord,
    }


def records(library: Library) -> dict[str, list[Any]]:
    """Every list of the data, by its key, as JSON knows it."""
    made: dict[str, Iterable[BaseModel]] = {
        **{key(k): (_thing(library, t) for t in library.of(k)) for k in (*KINDS, PAGE)},
        "findings": _findings(library),
        "councils": (
            CouncilRecord(region=t.id, **dict(council), source=t.facts.sources[0])
            for t in library.of("region")
            for council in t.facts.local_authorities
        ),
        "sources": library.sources.values(),
    }
    # what has no record of its own is given as the content has it
    rows = {name: made[name] if name in made else getattr(library, name) for name in lists()}
    return {
        name: [row.model_dump(mode="json", exclude=_INTERNAL) for row in given]
        for name, given in rows.items()
    }


def version(library: Library, rows: dict[str, list[Any]]) -> str:
    """The day on which the content was last accepted or reviewed, and a fingerprint of the data."""
    days = [text_date(*library.things.values())]
    days += [accepted.on.isoformat() for accepted in library.agreements.agreed.values()]
    digest = hashlib.sha256()
    # a record at a time: all of the data as one text is much of the memory of a build
    for name in sorted(rows):
        for row in (name, *rows[name]):
            digest.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode())
    digest = digest.hexdigest()[:8]
    return f"{max(days)}.{digest}" if max(days) else digest


def schema(explained: dict[str, dict[str, str]]) -> dict[str, Any]:
    """The JSON Schema of all lists with their head. `explained`: what each key means, in both
    languages."""
    fields: dict[str, Any] = {name: (list[row], ...) for name, row in lists().items()}
    made = create_model("Library", __base__=Head, **fields).model_json_schema(mode="serialization")
    for part in (made, *made["$defs"].values()):
        part.pop("description", None)
        for name, value in part.get("properties", {}).items():
            value.pop("title", None)
            if name in explained:
                value["description"] = both(explained[name])
    made["properties"]["$schema"] = {"type": "string"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _text(of: Callable[[str], str]) -> Text:
    return Text(**{lang: of(lang) for lang in LANGUAGES})


def _thing(library: Library, thing: Thing) -> Record:
    url, sections = library.url, list(_sections(library, thing))
    own = {name: value for name, value in thing.facts or () if name not in _INTERNAL}
    if thing.is_page:
        parts = (part for section in sections for part in (section, *section.parts))
        own["sources"] = list(dict.fromkeys(source for part in parts for source in part.sources))
        own["reviewed_cy"], own["reviewed_advice"] = agree.reviewed(library, thing)
    return lists()[key(thing.kind)](
        **{**own, "id": thing.id},
        title=_text(lambda lang: thing[lang].title),
        summary=_text(lambda lang: thing[lang].summary),
        address=_text(lambda lang: url(thing.id, lang)),
        permalink=f"p/{thing.id}/",
        sections=sections,
    )


def _sections(library: Library, thing: Thing) -> Iterator[SectionRecord]:
    ours = library.ours(thing)
    twins = {part.id: part for part in thing["cy"].parts}
    for section in (thing["en"].lead, *thing["en"].sections):
        # findings are a list of their own
        listed = (thing.kind, section.id) == ("update", "found")
        under = () if listed else getattr(section, "parts", ())
        whole, *parts = (
            _part(library, {"en": part, "cy": twins.get(part.id, part)})
            for part in (section, *under)
        )
        if section.id or whole.text.en or whole.text.cy:
            yield SectionRecord(**dict(whole), ours=section.id in ours, parts=parts)


def _part(library: Library, sides: dict[str, WrittenPart]) -> PartRecord:
    marks = [mark for side in sides.values() for mark in side.body.marks]
    inside = [mark.value.removeprefix("nyth:") for mark in marks if mark.kind == "link"]
    return PartRecord(
        id=sides["en"].id,
        heading=_text(lambda lang: heading(library, sides[lang], lang)),
        text=_text(lambda lang: _plain(library, sides[lang].body, lang)),
        sources=list(dict.fromkeys(mark.value for mark in marks if mark.kind == "citation")),
        links=list(dict.fromkeys(i for i in inside if i.partition("#")[0] in library.things)),
    )


def _plain(library: Library, fragment: Fragment, lang: str) -> str:
    """A text without any markup, a block a line, with the words of the site that it names in their
    place."""
    lines, word = [], library.words.word
    for block in fragment.blocks:
        runs = (Run("text", word(r.words, lang)) if r.kind == "label" else r for r in block.runs)
        words = block._replace(runs=tuple(runs)).words()
        if block.kind == "code":
            words = block.text.rstrip("\n")
        mark = "•" if block.number is None else f"{block.number}."
        lines.append(f"{mark} {words}" if words and block.kind == "item" else words)
    return "\n".join(filter(None, lines))


def _findings(library: Library) -> Iterator[FindingRecord]:
    for update in library.of("update"):
        words = {lang: {part.id: part.body for part in update[lang].parts} for lang in LANGUAGES}
        for finding in update.facts.findings:
            said = {lang: _plain(library, words[lang][finding.id], lang) for lang in LANGUAGES}
            yield FindingRecord(
                **{**dict(finding), "id": f"{update.id}#{finding.id}"},
                update=update.id,
                year=update.facts.year,
                source=update.facts.source,
                text=Text(**said),
                permalink=f"p/{update.id}/#{finding.id}",
            )
