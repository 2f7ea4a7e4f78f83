"""The slides as a file for PowerPoint, LibreOffice and Keynote: real layouts and placeholders, so
that a screen reader and an outline have every word, in order and in its language.

How they look is the template `overrides/slides.pptx`, which any of these programs can change: a
layout for each kind of slide, in one language and in two.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from textwrap import wrap
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from nyth.content.library import Library
from nyth.outputs.decks import Deck, Said, Slide, decks
from nyth.outputs.files import Job, zipped
from nyth.pages.page import TEMPLATES

_LOCALE = {"cy": "cy-GB", "en": "en-GB"}
# Up to so many letters, words are set larger, and two headings stand beside one another.
_SHORT, _MIDDLING, _LINE = 100, 150, 40
# The size of a heading and of a title, in one language and in two.
_HEADINGS = ((30, 26), (54, 40))
# How wide a letter is to its height, in headings and below them; which take the room of two, and
# capitals in a row that of three for two; what stays free beside words, with bullets and numbers.
_WIDE, _NARROW, _INSET = 0.6, 0.5, {"list": 42, "numbers": 60}
_BROAD = re.compile(r"[MW](?![a-z])|[A-ZÀ-ÞŴŶ]{2}|[^\0-\u2e7f]")
_Told = list[list[tuple[Said, str]]]  # for each paragraph, its words and who says them


def jobs(library: Library, site_url: str) -> Iterator[Job]:
    """One file for each set of slides."""
    for deck in decks(library):
        address = f"{site_url}p/{deck.target}/"
        names = [library.words.word("file-slides", lang) for lang in deck.langs]
        yield Job(
            path=f"{deck.id}-{'-'.join(names)}.pptx",
            kind="slides",
            id=deck.id,
            language=deck.language,
            date=deck.date,
            key=f"{deck!r} {address}",
            make=partial(write, deck, address),
        )


def write(deck: Deck, address: str) -> bytes:
    """The file. address: the permanent link that stands on each slide. The same bytes for the same
    deck."""
    show = Presentation(str(TEMPLATES / "slides.pptx"))
    for number, slide in enumerate(deck.slides, 1):
        _slide(show, slide, address, number, () if number > 1 else deck.terms)
    core = show.core_properties
    core.title, core.language = " / ".join(deck.titles)[:255], _LOCALE[deck.langs[0]]
    core.author = core.last_modified_by = deck.author
    core.comments = address
    core.created = core.modified = datetime.datetime.fromisoformat(deck.date)
    core.revision = 1
    saved, out = io.BytesIO(), io.BytesIO()
    show.save(saved)
    # python-pptx has the hour in the file
    with zipfile.ZipFile(saved) as made:
        zipped(out, ((name, made.read(name)) for name in made.namelist()))
    return out.getvalue()


def _slide(show: Any, slide: Slide, address: str, number: int, terms: tuple[str, ...]) -> None:
    both = len(slide.said) > 1
    beside = both and slide.kind != "title"
    name = slide.kind.capitalize() + (", both languages" if beside else "")
    layout = show.slide_layouts.get_by_name(name)
    made = show.slides.add_slide(layout)
    title, *bodies = made.placeholders
    if slide.kind == "title":
        _fill(bodies.pop(), [[(said, said.marks)] for said in slide.said])
    same = len({said.heading for said in slide.said}) == 1
    heads = [(said, said.heading) for said in (slide.said[:1] if same else slide.said)]
    usual = _HEADINGS[slide.kind == "title"][both]
    if sum(len(heading) for _, heading in heads) > _LINE:
        told = [[head] for head in heads]
    else:
        told = [[heads[0], *((said, f" / {heading}") for said, heading in heads[1:])]]
    size = _fitting(title, told, usual, _WIDE)
    # what the template says of one language stays with it
    _fill(title, told, size if both or size < usual else None)
    sides = [[said] for said in slide.said] if beside else [slide.said]
    texts = [[[(said, line)] for said in told for line in said.lines] for told in sides]
    after = 14 if len(texts[0]) < 4 else 6
    points, free = _points(slide, both), _INSET.get(slide.kind, 14)
    for shape, lines in zip(bodies, texts, strict=True):
        points = _fitting(shape, lines, points, _NARROW, after, free)
    for shape, lines in zip(bodies, texts, strict=True):
        _fill(shape, lines, points, Pt(after))
    _foot(made, layout, address, number, slide.said[0].lang)
    spoken = [[(said, line)] for said in slide.said for line in said.notes.splitlines()]
    spoken += [[row] for row in zip(slide.said, terms, strict=False)]
    if spoken:
        _fill(made.notes_slide.notes_placeholder, spoken)


def _points(slide: Slide, both: bool) -> int:
    """The size of the words of a slide: what the back of a room can read."""
    letters = max(sum(map(len, said.lines)) for said in slide.said)
    if slide.kind != "thought":
        return (24 if letters > _SHORT else 28) if both else (28 if letters > 2 * _SHORT else 34)
    sizes = (24, 28, 32) if both else (30, 38, 44)
    return sizes[(letters <= _MIDDLING) + (letters <= _SHORT)]


def _fitting(
    shape: Any, paragraphs: _Told, points: int, wide: float, after: int = 0, free: int = 14
) -> int:
    """The size at which words stay within their placeholder: `points`, or less for very many."""
    told = [_BROAD.sub(r"\g<0>w", "".join(words for _, words in said)) for said in paragraphs]
    across, down = shape.width.pt - free, shape.height.pt - after * len(told)

    def high(size: int) -> float:
        # what is set smaller is so with some room to spare: fonts differ
        letters = int(across / (size * wide * (1 if size == points else 1.12)))
        # a word longer than a line begins on a line of its own
        parted = (re.sub(rf"\S{{{letters}}}", r"\g<0> ", words) for words in told)
        return sum(len(wrap(words, letters)) for words in parted) * size * 1.2

    return next((size for size in range(points, 8, -2) if high(size) <= down), 8)


def _fill(shape: Any, paragraphs: _Told, points: int | None = None, after: Any = None) -> None:
    """Puts words into a placeholder, each marked with its language."""
    frame = shape.text_frame
    for n, pieces in enumerate(paragraphs):
        paragraph = frame.add_paragraph() if n else frame.paragraphs[0]
        if after:
            paragraph.space_before, paragraph.space_after = 0, after
        for said, words in pieces:
            run = paragraph.add_run()
            run.text, run.font.size = words, points and Pt(points)
            run._r.get_or_add_rPr().set("lang", _LOCALE[said.lang])


def _foot(made: Any, layout: Any, address: str, number: int, lang: str) -> None:
    """The permanent link and the number: python-pptx leaves those of the layout behind."""
    for shape in layout.placeholders:
        kind = shape.placeholder_format.type
        if kind not in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            continue
        made.shapes.clone_placeholder(shape)
        paragraph = made.shapes[-1].text_frame.paragraphs[0]
        if kind == PP_PLACEHOLDER.FOOTER:
            run = paragraph.add_run()
            # not every program asks the layout for these
            run.text, run.font.size, run.font.name = address, Pt(14), "+mn-lt"
            run._r.get_or_add_rPr().set("lang", _LOCALE[lang])
            paragraph.alignment = PP_ALIGN.LEFT
        else:
            field = 'id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"'
            text = f'<a:rPr lang="{_LOCALE[lang]}"/><a:t>{number}</a:t>'
            paragraph._p.append(parse_xml(f"<a:fld {nsdecls('a')} {field}>{text}</a:fld>"))
