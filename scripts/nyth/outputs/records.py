"""The library as plain records for other programs: ids that stay, both languages, no markup.

The models are at once what is written and its JSON Schema. Texts are plain: a block a line, the
items of lists after a bullet or number; what a text cites and links to stands beside it, by id.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel, create_model

from nyth import LANGUAGES
from nyth.content import model
from nyth.content.addresses import Addresses
from nyth.content.blocks import Block, Run
from nyth.content.kinds import KINDS, Council, Finding
from nyth.content.library import PAGE, Library, Thing
from nyth.content.library import Part as WrittenPart
from nyth.content.markdown import Fragment
from nyth.content.model import Strict
from nyth.outputs.job import text_date
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


class PageRecord(Record):
    """A hand-written page."""

    sources: list[str]
    sections: list[SectionRecord]


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
    """What every file says of itself. `site`: what its addresses are relative to."""

    format: int
    version: str
    licence: Licence
    title: Text
    source: Text
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
    kinds = {
        key(name): create_model(
            f"{name.title().replace('-', '')}Record",
            __base__=Record,
            **{n: f for n, f in _without(kind.model).items() if n != "id"},
            sections=(list[SectionRecord], ...),
        )
        for name, kind in KINDS.items()
    }
    return {
        **kinds,
        "pages": PageRecord,
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
    reader = _Reader(library)
    made: dict[str, Iterable[BaseModel]] = {
        **{key(k): map(reader.thing, library.of(k)) for k in (*KINDS, PAGE)},
        "findings": _findings(library, reader),
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


class _Reader:
    """Reads what people wrote as plain text."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.addresses = Addresses(library)

    def thing(self, thing: Thing) -> Record:
        sections = list(self._sections(thing))
        own = {name: value for name, value in thing.facts or () if name not in _INTERNAL}
        if thing.is_page:
            parts = (part for section in sections for part in (section, *section.parts))
            own["sources"] = _once(source for part in parts for source in part.sources)
        return lists()[key(thing.kind)](
            **{**own, "id": thing.id},
            title=self.both(lambda lang: thing[lang].title),
            summary=self.both(lambda lang: thing[lang].summary),
            address=self.both(lambda lang: self.addresses.url(thing.id, lang)),
            permalink=f"p/{thing.id}/",
            sections=sections,
        )

    @staticmethod
    def both(of: Callable[[str], str]) -> Text:
        return Text(**{lang: of(lang) for lang in LANGUAGES})

    def _sections(self, thing: Thing) -> Iterator[SectionRecord]:
        ours = {rule.id for rule in thing.rules if rule.ours}
        twins = {part.id: part for part in thing["cy"].parts}

        def record(part: WrittenPart) -> PartRecord:
            return self._part({"en": part, "cy": twins.get(part.id, part)})

        for section in (thing["en"].lead, *thing["en"].sections):
            whole = record(section)
            # findings are a list of their own
            listed = (thing.kind, section.id) == ("update", "found")
            parts = [record(part) for part in getattr(section, "parts", ()) if not listed]
            if section.id or whole.text.en or whole.text.cy:
                yield SectionRecord(**dict(whole), ours=section.id in ours, parts=parts)

    def _part(self, sides: dict[str, WrittenPart]) -> PartRecord:
        marks = [mark for side in sides.values() for mark in side.body.marks]
        inside = [mark.value.removeprefix("nyth:") for mark in marks if mark.kind == "link"]
        return PartRecord(
            id=sides["en"].id,
            heading=self.both(lambda lang: heading(self.library, sides[lang], lang)),
            text=self.both(lambda lang: self.plain(sides[lang].body, lang)),
            sources=_once(mark.value for mark in marks if mark.kind == "citation"),
            links=_once(i for i in inside if i.partition("#")[0] in self.library.things),
        )

    def plain(self, fragment: Fragment, lang: str) -> str:
        """A text without any markup, a block a line."""
        lines = (self._line(block, lang) for block in fragment.blocks)
        return "\n".join(line for line in lines if line)

    def _line(self, block: Block, lang: str) -> str:
        """A block, with the words of the site that it names in their place."""
        if block.kind == "code":
            return block.text.rstrip("\n")
        word = self.library.words.word
        runs = (Run("text", word(r.words, lang)) if r.kind == "label" else r for r in block.runs)
        said = block._replace(runs=tuple(runs)).words()
        mark = "•" if block.number is None else f"{block.number}."
        return f"{mark} {said}" if said and block.kind == "item" else said


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _findings(library: Library, reader: _Reader) -> Iterator[FindingRecord]:
    for update in library.of("update"):
        words = {lang: {p.id: p.body for p in update[lang].parts} for lang in LANGUAGES}
        for finding in update.facts.findings:
            said = {lang: reader.plain(words[lang][finding.id], lang) for lang in LANGUAGES}
            yield FindingRecord(
                **{**dict(finding), "id": f"{update.id}#{finding.id}"},
                update=update.id,
                year=update.facts.year,
                source=update.facts.source,
                text=Text(**said),
                permalink=f"p/{update.id}/#{finding.id}",
            )
