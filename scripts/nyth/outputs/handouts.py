"""What is printed: sheets, cards, exercises, the framework on one page, and all of it as a booklet.

The words are those of the pages, as plain records; how they look stands in `overrides/paper/`.
"""

import functools
import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from nyth.content.blocks import Block
from nyth.content.library import Library, Part, Thing
from nyth.content.markdown import items
from nyth.outputs import qr
from nyth.outputs.files import IN_LANGUAGES, Job, languages, text_date
from nyth.pages.page import TEMPLATES, Page, environment, heading
from nyth.pages.views import FRAMEWORK, by_kind, told
from nyth.problems import words_file
from nyth.rules.language import whole_sentences

PAPER = TEMPLATES / "paper"
# Where the framework as a whole is explained; the front page where there is no such page.
_WHOLE = ("start", "index")
# Of what an update found, a sheet has room for the first of each of these.
_ON_A_SHEET = ("progress", "voice", "challenge", "response", "next-step")
# What our fonts have no letter for.
LACKING = re.compile(f"[^{''.join(words_file(Path(__file__).with_suffix('.yml'))['letters'])}]+")


def jobs(library: Library, site_url: str) -> Iterator[Job]:
    """Every file to print."""
    for language in IN_LANGUAGES:
        make = functools.partial(_job, library, site_url, language)
        for thing in (*library.of("principle"), *library.of("value")):
            yield make("handout", Sheets.sheet, thing)
            yield make("cards", Sheets.cards, thing)
        for thing in library.of("principle"):
            yield make("exercise", Sheets.exercise, thing)
        whole = [t for k in ("principle", "value", "theme") for t in library.of(k)]
        for name in [name for name in _WHOLE if name in library.things][:1]:
            yield make("framework", Sheets.framework, library.things[name], whole)
            if language != "both":
                yield make("booklet", Sheets.booklet, library.things[name], whole)


def _job(
    library: Library,
    site_url: str,
    language: str,
    kind: str,
    record: Callable[[Any, Page], dict[str, Any]],
    thing: Thing,
    whole: Iterable[Thing] = (),
) -> Job:
    """The job of one file: `record` makes what one language of it shows; whole: all that it is of,
    where that is more than the thing."""
    target, date = FRAMEWORK if whole else thing.id, text_date(*(whole or [thing]))
    pages = [Page(library, thing, lang) for lang in languages(language)]
    data = [record(Sheets(site_url, date), page) for page in pages]
    # words that cannot be set are seen to be left out
    written = LACKING.sub("[…]", _json({"kind": kind, "sheets": data}))
    path = f"{target}-{'-'.join(page.word(f'file-{kind}') for page in pages)}.pdf"
    return Job(path, kind, target, language, date, written, lambda: pdf(written, date))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@functools.cache
def _fonts() -> typst.Fonts:
    """Our own fonts and no others, so that each machine makes the same bytes."""
    return typst.Fonts(False, False, [PAPER / "fonts"])


def pdf(written: str, date: str) -> bytes:
    """Sets records, as JSON, with the template of their kind: tagged, as PDF/UA-1 wants it."""
    moment = datetime.fromisoformat(date or "2020-01-01").replace(tzinfo=UTC)
    return typst.compile(
        PAPER / "main.typ",
        root=PAPER,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": written},
        pdf_standards=["ua-1"],
        timestamp=moment,
    )


@dataclass(frozen=True)
class Sheets:
    """What sheets show of a page, as records for the templates."""

    site_url: str
    date: str

    def sheet(self, page: Page) -> dict[str, Any]:
        """A principle or value on one page."""
        names = {"principle": ("brief", "questions"), "value": ("meaning", "changes", "questions")}
        sections = {
            name: _section(page, section)
            for name in names[page.thing.kind]
            if (section := page.text.section(name))
        }
        found = _found(page) if page.thing.kind == "principle" else None
        return self._whole(page, {"sections": sections, "found": found})

    def cards(self, page: Page) -> dict[str, Any]:
        """The questions of a thing as cards, under the heading of whom each is for."""
        section = page.text.section("questions")
        places = [("", section.body), *((part.heading, part.body) for part in section.parts)]
        cards = [
            {"heading": heading, "words": _words(first), "more": blocks(more)}
            for heading, body in places
            for first, *more in (item.blocks for item in items(body))
            if first.number is not None
        ]
        brief = page.text.section("brief")
        summary = [{"kind": "text", "words": [{"t": page.text.summary, "b": False, "lang": ""}]}]
        values = {
            "cards": cards,
            "lead": blocks(brief.body.blocks)[:1] if brief else summary,
            "how": page.word("paper-cards-how"),
            "own": page.word("paper-own-question"),
        }
        return self._whole(page, values, page.word("paper-cards"))

    def exercise(self, page: Page) -> dict[str, Any]:
        """What a team does together."""
        activity = _section(page, page.text.section("activity"))
        return self._whole(page, {"activity": activity}, page.heading("activity"))

    def framework(self, page: Page) -> dict[str, Any]:
        """Themes, principles and values on one page."""
        shown = {kind: page.library.of(kind) for kind in ("theme", "principle", "value")}
        groups = {
            kind: {
                "heading": page.kind_name(kind, "many"),
                "items": [_item(thing, page.lang) for thing in things],
            }
            for kind, things in shown.items()
        }
        record = self._whole(page, {"groups": groups}, also=itertools.chain(*shown.values()))
        return {**record, "title": page.word("paper-framework"), "eyebrow": ""}

    def booklet(self, page: Page) -> dict[str, Any]:
        """Everything in one file."""
        framework = self.framework(page)
        sheets = [{"kind": "framework", "sheet": framework}]
        for thing in (*page.library.of("principle"), *page.library.of("value")):
            under = Page(page.library, thing, page.lang)
            sheets.append({"kind": "handout", "sheet": self.sheet(under)})
            if thing.kind == "principle":
                sheets.append({"kind": "exercise", "sheet": self.exercise(under)})
        title, contents = page.word("paper-booklet"), page.word("paper-contents")
        return {**framework, "title": title, "contents": contents, "sheets": sheets}

    def _whole(
        self, page: Page, values: dict[str, Any], eyebrow: str = "", also: Iterable[Thing] = ()
    ) -> dict[str, Any]:
        """A record with what every sheet shows: title, drawing, and where it comes from. also: what
        it is of beside the page."""
        thing, address = page.thing, f"{self.site_url}p/{page.thing.id}/"
        record = {
            "lang": page.lang,
            "other": page.other,
            "kind": thing.kind,
            "title": page.text.title,
            "eyebrow": eyebrow or (page.kind_name(thing.kind) if not thing.is_page else ""),
            "glyph": glyph(thing),
            "ours": page.word("ours"),
            "write": page.word("paper-write"),
            "site": page.library.words.site.name[page.lang],
            "mark": _drawn(0),
            **values,
        }
        date = page.date(self.date) if self.date else ""
        # enough of it to tell two sheets of one day apart
        version = hashlib.sha256(_json(record).encode()).hexdigest()[:6]
        record["foot"] = {
            "address": address,
            "shown": address.removeprefix("https://").removeprefix("http://"),
            "qr": qr.code(address, "svg").decode(),
            "qr_words": page.word("paper-qr", title=page.text.title),
            "newer": page.word("paper-newer"),
            "version": page.word("paper-version", date=date, version=version),
            "licence": page.word("paper-licence"),
            "independent": page.word("independent"),
            "unreviewed": page.unreviewed(also),
        }
        return record


def _item(thing: Thing, lang: str) -> dict[str, Any]:
    text = thing[lang]
    # what else the summary of a theme says is for lists of pages
    words = whole_sentences(text.summary)[0] if thing.kind == "theme" else text.summary
    return {"title": text.title, "summary": words, "glyph": glyph(thing)}


def _section(page: Page, section: Part) -> dict[str, Any]:
    parts = [
        {"heading": heading(page.library, part, page.lang), "blocks": blocks(part.body.blocks)}
        for part in section.parts
    ]
    return {"heading": section.heading, "blocks": blocks(section.body.blocks), "parts": parts}


def _found(page: Page) -> dict[str, Any] | None:
    """The first finding of each kind in the newest update that says something of the page."""
    for update, found in told(page, "principles", page.thing.id, _ON_A_SHEET):
        rows = [
            {
                "kind": kind,
                "label": page.word(f"finding-{kind}"),
                "blocks": blocks(same[0].body.blocks),
            }
            for kind, same in by_kind(found)
        ]
        return {"heading": page.word("paper-found", year=update.facts.year), "rows": rows}
    return None


def glyph(thing: Thing) -> str:
    """The drawing of a principle; of anything else a leaf."""
    return _drawn(thing.order[0] if thing.kind == "principle" else 99)


@functools.cache
def _drawn(number: int) -> str:
    return environment().get_template("paper/glyph.svg").render(number=number)


# Text


def blocks(found: Iterable[Block]) -> list[dict[str, Any]]:
    """Blocks with their words: a sheet leaves none out."""
    return [
        {"item": b.kind == "item", "depth": b.depth, "number": b.number, "words": _words(b)}
        for b in found
        if b.kind != "macro"
    ]


def _words(block: Block) -> list[dict[str, Any]]:
    """The words of a block by how they are set: bold, or in another language. What only a screen
    can use, a link or the number of a source, leaves its words or goes."""
    made = [
        {"t": " " if run.kind.endswith("break") else run.words, "b": run.bold, "lang": run.lang}
        for run in block.runs
        if run.kind != "label"
    ]
    if block.kind == "row":  # between two cells stands a space
        return [span | {"t": " · "} if span["t"] == " " else span for span in made[:-1]]
    return [span | {"b": True} for span in made] if block.kind == "heading" else made
