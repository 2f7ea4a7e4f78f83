"""The slides as a file for PowerPoint, LibreOffice and Keynote: real layouts and placeholders, so
that a screen reader and an outline have every word, in order and in its language."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from functools import partial

from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from nyth.content.library import Library
from nyth.outputs.decks import Deck, Said, Slide, decks
from nyth.outputs.job import Job, PackSettings, text_date
from nyth.pages.sessions import FRAMEWORK

_LOCALE = {"cy": "cy-GB", "en": "en-GB"}
# The layouts of python-pptx's own template that are kept: title, one column, two columns.
_TITLE, _ONE, _TWO = 0, 1, 3
_COLOURS = {
    "dk1": "1F2A30", "lt1": "FBF7EF", "dk2": "17443A", "lt2": "F3ECDD", "accent1": "184F42",
    "accent2": "F0B93A", "accent3": "9C4221", "accent4": "3F4C54", "accent5": "7D7666",
    "accent6": "D9E8EA", "hlink": "184F42", "folHlink": "3F4C54",
}  # fmt: skip
# Stand-ins of the site's letters that every office program has.
_FONTS = {"majorFont": "Georgia", "minorFont": "Arial"}
_LONG, _LINE, _MARGIN, _WIDTH = 150, 40, Inches(0.9), Inches(13.333)
_SIZES = {"ctrTitle": 54, "subTitle": 28, "ftr": 14, "sldNum": 14}
# No file of the pack says when it was made, only when its words were settled.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def maker(library: Library, settings: PackSettings) -> Iterator[Job]:
    """One file for each set of slides."""
    for deck in decks(library):
        things = [library.things[name] for name in (deck.target, deck.session)]
        if deck.id == FRAMEWORK:
            things += library.of("principle")
        date, address = text_date(*things), settings.permalink(deck.target)
        yield Job(
            path=f"{deck.id}-slides-{deck.language}.pptx",
            kind="slides",
            id=deck.id,
            language=deck.language,
            date=date,
            key=f"{deck!r} {address} {date}",
            make=partial(write, deck, address, date),
        )


def write(deck: Deck, address: str, date: str) -> bytes:
    """The file. address: the permanent link that stands on each slide; date: of its words, as in
    "2026-11-25", or "". The same bytes for the same deck."""
    show = Presentation()
    show.slide_width, show.slide_height = _WIDTH, Inches(7.5)
    _dress(show)
    for number, slide in enumerate(deck.slides, 1):
        _slide(show, slide, address, number)
    core = show.core_properties
    core.title, core.language = " / ".join(deck.titles), _LOCALE[deck.langs[0]]
    core.author = core.last_modified_by = "NYTH/NEST"
    core.comments = address
    day = datetime.datetime.fromisoformat(date or "2026-01-01")
    core.created = core.modified = day
    core.revision = 1
    buffer = io.BytesIO()
    show.save(buffer)
    return _timeless(buffer.getvalue())


def _timeless(data: bytes) -> bytes:
    """The same archive without the hour at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()


# The look: theme, master and layouts


def _dress(show: Presentation) -> None:
    master = show.slide_master
    kept = {show.slide_layouts[n].name for n in (_TITLE, _ONE, _TWO)}
    for layout in list(show.slide_layouts):
        if layout.name not in kept:
            show.slide_layouts.remove(layout)
    _theme(master)
    _ground(master, "bg1")
    wide = _WIDTH - 2 * _MARGIN
    half = (wide - Inches(0.6)) // 2
    top, height = Inches(2.05), Inches(4.55)
    title = (_MARGIN, Inches(0.55), wide, Inches(1.25))
    _place(master, [title, (_MARGIN, top, wide, height)], _feet())
    first, one, two = show.slide_layouts
    _ground(first, "tx2")
    _place(first, [(_MARGIN, Inches(1.5), wide, Inches(2.1)),
                   (_MARGIN, Inches(4.0), wide, Inches(2.4))], _feet())  # fmt: skip
    _place(one, [title, (_MARGIN, top, wide, height)], _feet())
    second = _MARGIN + half + Inches(0.6)
    _place(two, [title, (_MARGIN, top, half, height), (second, top, half, height)], _feet())
    _rule(first, Inches(3.75))
    for layout in (one, two):
        _rule(layout, Inches(1.85))
    names = ("Title", "One language", "Both languages")
    for layout, name in zip(show.slide_layouts, names, strict=True):
        layout._element.cSld.set("name", name)
    _styles(master, first)


def _feet() -> dict[str, tuple[Emu, Emu, Emu, Emu]]:
    """Where the permanent link and the number of the slide stand."""
    top, high = Inches(6.8), Inches(0.4)
    return {
        "ftr": (_MARGIN, top, Inches(9), high),
        "sldNum": (_WIDTH - _MARGIN - Inches(1.5), top, Inches(1.5), high),
    }


def _place(layout: object, places: list, feet: dict) -> None:
    """Puts the placeholders of a master or layout where they belong; there is no date."""
    rest = iter(places)
    for shape in list(layout.placeholders):
        kind = shape._element.ph.get("type", "body")
        if kind == "dt":
            shape._element.getparent().remove(shape._element)
            continue
        place = feet[kind] if kind in feet else next(rest)
        shape.left, shape.top, shape.width, shape.height = place


def _theme(master: object) -> None:
    part = master.part.part_related_by(RT.THEME)
    xml = part.blob.decode("utf-8")
    for name, colour in _COLOURS.items():
        xml = re.sub(
            rf"(<a:{name}>).*?(</a:{name}>)",
            rf'\g<1><a:srgbClr val="{colour}"/>\g<2>',
            xml,
            flags=re.S,
        )
    for name, font in _FONTS.items():
        xml = re.sub(rf'(<a:{name}>\s*<a:latin typeface=")[^"]*', rf"\g<1>{font}", xml)
    part._blob = xml.encode("utf-8")


def _ground(layout: object, colour: str) -> None:
    slide = layout._element.cSld
    for old in slide.findall(qn("p:bg")):
        slide.remove(old)
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:effectLst/>'
    slide.insert(0, parse_xml(f"<p:bg {nsdecls('p', 'a')}><p:bgPr>{fill}</p:bgPr></p:bg>"))


def _rule(layout: object, top: Emu) -> None:
    """The short line of straw under a heading, part of the layout, so that nobody hears of it."""
    left, wide, high = _MARGIN + Inches(0.1), Inches(0.8), Inches(0.06)
    fill = '<a:solidFill><a:schemeClr val="accent2"/></a:solidFill><a:ln><a:noFill/></a:ln>'
    at = f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
    shape = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    name = '<p:cNvPr id="90" name="Rule"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
    layout.shapes._spTree.append(
        parse_xml(
            f"<p:sp {nsdecls('p', 'a')}><p:nvSpPr>{name}</p:nvSpPr>"
            f"<p:spPr>{at}{shape}{fill}</p:spPr></p:sp>"
        )
    )


def _styles(master: object, first: object) -> None:
    """Sizes, colours and sides of all text, once."""
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    _letters(title.find(qn("a:defRPr")), 30, "accent1", bold=True)
    _letters(styles.find(qn("p:bodyStyle")).find(qn("a:lvl1pPr")).find(qn("a:defRPr")), 28, "tx1")
    for shape in (
        *master.placeholders,
        *(s for la in master.slide_layouts for s in la.placeholders),
    ):
        kind = shape._element.ph.get("type", "body")
        props = shape._element.txBody.find(qn("a:bodyPr"))
        props.set(
            "anchor", {"title": "b", "ctrTitle": "b", "ftr": "ctr", "sldNum": "ctr"}.get(kind, "t")
        )
    # LibreOffice takes the foot of a slide from the master
    for layout in (master, *master.slide_layouts):
        for shape in layout.placeholders:
            kind, ground = shape._element.ph.get("type"), "bg1" if layout == first else "accent4"
            if kind in _SIZES:
                _level(shape, _SIZES[kind], ground, "r" if kind == "sldNum" else "l")


def _level(shape: object, size: int, colour: str, side: str) -> None:
    """What the words of a placeholder look like."""
    listed = shape._element.txBody.find(qn("a:lstStyle"))
    for old in list(listed):
        listed.remove(old)
    bullet = '<a:buNone xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
    level = parse_xml(f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="{side}"/>')
    level.append(parse_xml(bullet))
    letters = parse_xml(f"<a:defRPr {nsdecls('a')}/>")
    _letters(letters, size, colour)
    level.append(letters)
    listed.append(level)


def _letters(style: object, size: int, colour: str, bold: bool = False) -> None:
    style.set("sz", str(size * 100))
    if bold:
        style.set("b", "1")
    for old in style.findall(qn("a:solidFill")):
        style.remove(old)
    fill = f'<a:solidFill {nsdecls("a")}><a:schemeClr val="{colour}"/></a:solidFill>'
    style.insert(0, parse_xml(fill))


# The slides


def _slide(show: Presentation, slide: Slide, address: str, number: int) -> None:
    both = len(slide.said) > 1
    layout = show.slide_layouts[0 if slide.kind == "title" else 2 if both else 1]
    made = show.slides.add_slide(layout)
    heading = made.shapes.title.text_frame
    same = len({said.heading for said in slide.said}) == 1
    shown = slide.said[:1] if same else slide.said
    if sum(len(said.heading) for said in shown) > _LINE:
        for n, said in enumerate(shown):
            _run(heading.add_paragraph() if n else heading.paragraphs[0], said, said.heading)
    else:
        for n, said in enumerate(shown):
            _run(heading.paragraphs[0], said, (" / " if n else "") + said.heading)
    if both:
        _size(heading, 40 if slide.kind == "title" else 26)
    bodies = [shape for shape in made.placeholders if shape != made.shapes.title]
    if slide.kind == "title":
        _lines(bodies[0].text_frame, slide, slide.said, 24 if both else 28)
    else:
        for shape, said in zip(bodies, slide.said, strict=True):
            _lines(shape.text_frame, slide, (said,), _points(slide, both))
    _feet_of(made, layout, address, number)
    notes = [said for said in slide.said if said.notes]
    if notes:
        frame = made.notes_slide.notes_text_frame
        lines = [(said, line) for said in notes for line in said.notes.split("\n")]
        for n, (said, line) in enumerate(lines):
            _run(frame.paragraphs[0] if n == 0 else frame.add_paragraph(), said, line)


def _points(slide: Slide, both: bool) -> int:
    """The size of the words of a slide, never below what the back of a room can read."""
    longest = max(sum(map(len, said.lines)) for said in slide.said)
    if slide.kind == "thought":
        return (24 if longest > _LONG else 28) if both else (30 if longest > _LONG else 38)
    return 24 if both else 28


def _lines(frame: object, slide: Slide, told: tuple[Said, ...], points: int) -> None:
    lines = [(said, line) for said in told for line in said.lines]
    for n, (said, line) in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        _run(paragraph, said, line)
        paragraph.font.size = Pt(points)
        paragraph.space_after = Pt(12 if len(lines) < 4 else 4)
        props = paragraph._p.get_or_add_pPr()
        if slide.kind == "numbers":
            props.append(parse_xml(f'<a:buFont {nsdecls("a")} typeface="+mj-lt"/>'))
            props.append(parse_xml(f'<a:buAutoNum {nsdecls("a")} type="arabicPeriod"/>'))
            props.set("marL", "600000")
            props.set("indent", "-600000")
        elif slide.kind != "list":
            props.set("marL", "0")
            props.set("indent", "0")
            props.append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))
        _in_order(props)


def _in_order(props: object) -> None:
    """The letters of a paragraph stand after its bullet, as the schema wants."""
    for style in props.findall(qn("a:defRPr")):
        props.remove(style)
        props.append(style)


def _run(paragraph: object, said: Said, words: str) -> None:
    run = paragraph.add_run()
    run.text = words
    run._r.get_or_add_rPr().set("lang", _LOCALE[said.lang])


def _size(frame: object, points: int) -> None:
    for run in (run for paragraph in frame.paragraphs for run in paragraph.runs):
        run.font.size = Pt(points)


def _feet_of(made: object, layout: object, address: str, number: int) -> None:
    """The permanent link and the number: python-pptx leaves those of the layout behind."""
    for shape in layout.placeholders:
        kind = shape._element.ph.get("type")
        if kind not in ("ftr", "sldNum"):
            continue
        made.shapes.clone_placeholder(shape)
        paragraph = made.shapes[-1].text_frame.paragraphs[0]
        if kind == "ftr":
            run = paragraph.add_run()
            run.text, run.font.size, run.font.name = address, Pt(14), "+mn-lt"
            paragraph.alignment = PP_ALIGN.LEFT
        else:
            field = 'id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"'
            paragraph._p.append(
                parse_xml(
                    f"<a:fld {nsdecls('a')} {field}>"
                    f'<a:rPr lang="en-GB"/><a:t>{number}</a:t></a:fld>'
                )
            )
