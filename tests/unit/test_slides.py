"""Slides and session plans: what a trainer can rely on."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from pptx import Presentation
from pptx.util import Pt

from conftest import ROOT
from nyth.content.library import Library
from nyth.content.load import load
from nyth.engine.build import Build
from nyth.outputs import pptx
from nyth.outputs.decks import Deck, Said, decks

ADDRESS = "https://site.example/p/trusted-adults/"


@pytest.fixture(scope="module")
def library() -> Library:
    return load(ROOT / "content", ROOT / "docs")[0]


@pytest.fixture(scope="module")
def both(library: Library) -> Deck:
    return next(d for d in decks(library) if (d.id, d.language) == ("trusted-adults", "both"))


def test_every_principle_has_slides_and_three_plans_in_both_languages(library: Library) -> None:
    there = {(deck.id, deck.language) for deck in decks(library)}
    wanted = {principle.id for principle in library.of("principle")} | {"framework"}
    assert there == {(name, lang) for name in wanted for lang in ("cy", "en", "both")}
    assert [plan.minutes for plan in library.plans] == [20, 45, 60]
    for session in library.of("session"):
        for plan in library.plans:
            assert sum(minutes for _, minutes in plan.timed(session.facts)) == plan.minutes


def test_the_first_slide_on_the_framework_says_what_it_is_and_not_what_the_site_is(
    library: Library,
) -> None:
    for deck in (deck for deck in decks(library) if deck.id == "framework"):
        for said in deck.slides[0].said:
            assert said.lines == (library.things["index"][said.lang].summary,)


def test_the_time_of_the_exercise_is_what_its_page_says(library: Library) -> None:
    plan = next(plan for plan in library.plans if plan.id == "forty-five")
    for session in library.of("session"):
        minutes = next(n for step, n in plan.timed(session.facts) if step.shows == "activity")
        for lang, word in (("en", "minutes"), ("cy", "munud")):
            activity = library.things[session.facts.principle][lang].section("activity")
            assert f"{minutes} {word}" in activity.body.words, session.id


def _in_brief(text: str, change: str) -> str:
    before, brief, after = re.split(
        r"(?m)(?<=^## In brief$)|(?<=^## Yn gryno$)|^(?=## (?:What|Beth))", text, maxsplit=2
    )
    return before + re.sub(r"(?m)^(?!- ).+$", change, brief) + after


@pytest.mark.parametrize(
    "change",
    [
        lambda text, lang: _in_brief(text, ""),
        lambda text, lang: _in_brief(text, r"> \g<0>"),
        lambda text, lang: text + "\nOne paragraph more.\n" * (lang == "en"),
        lambda text, lang: text.replace("\n- ", "\n- One item more.\n- ", lang == "en"),
        lambda text, lang: text + "\n6. Un cam arall.\n" * (lang == "cy"),
        lambda text, lang: text.replace("\n- ", "\n- One item more." * 25 + "\n- ", 1),
    ],
    ids=["a list", "a quotation", "a paragraph more", "an item more", "a step more", "25 items"],
)
def test_slides_are_made_of_whatever_stands_on_a_page_and_lose_nothing_of_it(
    content: Path, change: Callable[[str, str], str]
) -> None:
    for lang in ("en", "cy"):
        path = content / f"content/principles/no-wrong-door/{lang}.md"
        path.write_text(change(path.read_text("utf-8"), lang), "utf-8")
    changed = load(content / "content", content / "docs")[0]
    made = {deck.language: deck for deck in decks(changed) if deck.id == "no-wrong-door"}
    for lang in ("en", "cy"):
        said = [[s for slide in made[of].slides for s in slide.said] for of in (lang, "both")]
        alone, beside = ([(x.lines, x.lang) for x in one if x.lang == lang] for one in said)
        lines = [[line for told, _ in one for line in told] for one in (alone, beside)]
        assert lines[0] == lines[1] and len(lines[0]) > 9
    for deck in made.values():
        show = Presentation(io.BytesIO(pptx.write(deck, ADDRESS)))
        assert len(show.slides) == len(deck.slides)
        xml = "".join(slide.part.blob.decode() for slide in show.slides)
        assert min(int(size) for size in re.findall(r'sz="(\d+)"', xml) if size != "1400") >= 2000


def test_slides_tell_an_exercise_in_its_order_and_leave_out_nothing(content: Path) -> None:
    more = "\n\nCloi.\n\n| Pwy | Pryd |\n|---|---|\n| Pawb | Heno |\n| | |\n\n```\ncod\n```\n"
    asked = "\\g<0>\n\nCyn gofyn.\n\n1. Ydych chi'n barod?\n"
    for lang in ("en", "cy"):
        path = content / f"content/principles/no-wrong-door/{lang}.md"
        text = re.sub(r"(?m)^## (Questions to|Cwestiynau i).*", asked, path.read_text("utf-8"))
        path.write_text(text + more, "utf-8")
    changed = load(content / "content", content / "docs")[0]
    for deck in (deck for deck in decks(changed) if deck.id == "no-wrong-door"):
        lines = [line for slide in deck.slides for line in slide.said[-1].lines]
        first = lines.index("Cloi.")
        after = ["Cloi.", "Pwy Pryd", "Pawb Heno", "cod", "Cyn gofyn.", "Ydych chi'n barod?"]
        assert lines[first : first + 6] == after
        # what people take away stands on the last slide, whatever stood on those between
        brief = changed.things["no-wrong-door"][deck.langs[-1]].section("brief")
        assert lines[-1] in brief.body.words


def test_slides_hold_the_words_of_the_page(library: Library) -> None:
    for deck in decks(library):
        for slide in deck.slides if deck.id != "framework" else ():
            for said in slide.said:
                text = library.things[deck.id][said.lang]
                named = library.naming("barrier", "principles", deck.id)
                titles = (barrier[said.lang].title for barrier in named)
                words = [text.summary, *(p.body.words for p in text.parts), *titles]
                words = " ".join(words).split()
                for line in said.lines:
                    assert line in " ".join(words), (deck.id, line)


def test_a_page_of_slides_can_be_read_without_script(library: Library) -> None:
    for path, data in Build(library, ROOT / "docs").slides():
        soup = BeautifulSoup(data, "html.parser")
        assert len(soup.select("script[src]")) == 1 and not soup.find_all(style=True)
        slides = soup.select("main .slide")
        assert len(slides) >= 8 and all(slide.find(["h1", "h2"]) for slide in slides)
        assert all("://" not in a["href"] for a in soup.find_all("a")), path
        ids = [tag["id"] for tag in soup.find_all(id=True)]
        assert len(ids) == len(set(ids))
        # both languages in letters as large
        large = [{tuple(line["class"]) for line in s.select(".slide__line")} for s in slides]
        assert all(len(classes) < 2 for classes in large), path


def test_a_file_of_slides_has_titles_placeholders_languages_and_notes(both: Deck) -> None:
    data = pptx.write(both, ADDRESS)
    assert data == pptx.write(both, ADDRESS)
    show = Presentation(io.BytesIO(data))
    assert show.core_properties.title == " / ".join(both.titles)
    assert show.core_properties.author == "Cyfeirlyfr NYTH/NEST · NYTH/NEST reference"
    for slide, written in zip(both.slides, show.slides, strict=True):
        assert written.shapes.title.text_frame.text
        assert all(shape.is_placeholder for shape in written.shapes)
        text = "\n".join(shape.text_frame.text for shape in written.shapes)
        assert ADDRESS in text
        for said in slide.said:
            assert all(line in text for line in said.lines)
        xml = written.part.blob.decode()
        assert set(re.findall(r'lang="(..)-GB"', xml)) == {"cy", "en"}
        assert all(int(size) >= 2400 for size in re.findall(r'sz="(\d+)"', xml) if size != "1400")
    notes = show.slides[0].notes_slide.notes_text_frame.text
    assert all(said.notes in notes for said in both.slides[0].said)


def _in_office(decks: list[Deck], folder: Path) -> list[pypdfium2.PdfDocument]:
    """What an office program shows of files of slides."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no office program is installed")
    names = [f"{n}.pptx" for n, _ in enumerate(decks)]
    for name, deck in zip(names, decks, strict=True):
        (folder / name).write_bytes(pptx.write(deck, ADDRESS))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", *names]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return [pypdfium2.PdfDocument(folder / f"{n}.pdf") for n, _ in enumerate(decks)]


def test_a_file_of_slides_opens_in_an_office_program(both: Deck, tmp_path: Path) -> None:
    assert [len(pdf) for pdf in _in_office([both], tmp_path)] == [len(both.slides)]


PLACE = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


def test_whatever_is_written_slides_of_office_programs_hold_it(
    library: Library, tmp_path: Path
) -> None:
    found = [deck for deck in decks(library) if deck.id == "trusted-adults"]

    def long(said: Said) -> Said:
        lines = tuple(f"{line} {PLACE} {'gair hir ' * 20}" for line in said.lines)
        return replace(said, heading=f"{said.heading} {PLACE} {PLACE}", lines=lines)

    made = [
        replace(d, slides=tuple(replace(s, said=tuple(map(long, s.said))) for s in d.slides))
        for d in found
    ]
    titles = ("Cydgynhyrchu gwrthwahaniaethol ac amlddisgyblaethol a thrawsgyfrifoldebol", PLACE)
    for deck in (deck for deck in decks(library) if deck.id == "framework"):
        lists = (
            replace(said, lines=(*said.lines[:-2], *titles)) if said.lines[2:] else said
            for slide in deck.slides
            for said in slide.said
        )
        slides = (replace(s, said=tuple(next(lists) for _ in s.said)) for s in deck.slides)
        made.append(replace(deck, slides=tuple(slides)))
    for deck, pdf in zip(made, _in_office(made, tmp_path), strict=True):
        for number, (slide, page) in enumerate(zip(deck.slides, pdf, strict=True), 1):
            text = page.get_textpage()
            said = "".join(line for told in slide.said for line in (told.heading, *told.lines))
            assert re.sub(r"\s", "", text.get_text_range()).count(PLACE) == said.count(PLACE)
            for n in range(text.count_chars()):
                left, low, right, high = text.get_charbox(n)
                inside = left >= 0 and low >= 0 and right <= page.get_width()
                assert inside and high <= page.get_height(), (deck.language, number)
            foot = text.get_text_bounded(top=page.get_height() * (1 - 490 / 540))
            assert len("".join(foot.split())) == len(f"{ADDRESS}{number}"), (deck.id, number)
        pdf.close()


# How wide Arial sets letters, in thousandths of their size, and Georgia about, whose letters are
# bold; a letter that is not here is as wide as it is high, or as most capitals are.
ARIAL = {222: "ijl'", 278: "ft .,;:!/’", 333: "r()-", 500: "ckxyzsvJ", 556: "abdeghnopqu?–"}
ARIAL |= {722: "wCDHNRUŴ", 833: "mM", 944: "W"} | {1000: "…—"}
BREADTHS = {letter: wide / 1000 for wide, letters in ARIAL.items() for letter in letters}


def _broad(words: str, factor: float) -> float:
    plain = unicodedata.normalize("NFD", words)
    known = (BREADTHS.get(x, 1 if x > "\u2e7f" else 0.667 if x.isupper() else 0.556) for x in plain)
    return factor * sum(
        0 if unicodedata.combining(x) else b for x, b in zip(plain, known, strict=True)
    )


def _high(frame: Any, across: float, factor: float, usual: float) -> float:
    """How high words stand that break at spaces, and within a word that is longer than a line."""
    high = 0.0
    for paragraph in frame.paragraphs:
        size = next((r.font.size.pt for r in paragraph.runs if r.font.size), usual)
        lines, used = 1, 0.0
        for word in "".join(run.text for run in paragraph.runs).split():
            pieces = [word] if _broad(word, factor) * size <= across else [*word]
            lines, used = (lines + 1, 0.0) if used and len(pieces) > 1 else (lines, used)
            for piece in pieces:
                wide = _broad(piece, factor) * size
                lines, used = (lines + 1, wide) if used + wide > across else (lines, used + wide)
            used += 0.278 * size
        before = paragraph.space_before
        gap = 0.2 * size if before is None and usual == 28 else before.pt if before else 0
        high += lines * size * 1.15 + gap + (paragraph.space_after or Pt(0)).pt
    return high


WRITTEN = {
    "as it is": str,
    "in capitals": str.upper,
    "wide letters": lambda words: f"{words} {'WMW' * 15}",
    "another script": lambda words: f"{words} {'王小明' * 10}",
    "twice as long": lambda words: f"{words} {words}",
    "a place": lambda words: f"{words} {PLACE} {PLACE}",
}


@pytest.mark.parametrize("what", WRITTEN)
def test_whatever_is_written_stays_within_its_box_by_the_breadths_of_its_letters(
    library: Library, what: str
) -> None:
    """Office programs open a file as it is: what is too large runs over its box."""
    change, tried = WRITTEN[what], 0
    for deck in decks(library):
        if deck.id not in ("trusted-adults", "framework"):
            continue

        def told(said: Said) -> Said:
            return replace(said, heading=change(said.heading), lines=tuple(map(change, said.lines)))

        slides = tuple(replace(s, said=tuple(map(told, s.said))) for s in deck.slides)
        show = Presentation(io.BytesIO(pptx.write(replace(deck, slides=slides), ADDRESS)))
        for number, slide in enumerate(show.slides, 1):
            indent = {"Lis": 27, "Num": 47}.get(slide.slide_layout.name[:3], 0)
            for shape in [*slide.placeholders][: len(slide.placeholders) - 2]:
                head = shape.placeholder_format.idx == 0
                across = shape.width.pt - 14.4 - (0 if head else indent)
                usual = (54 if number == 1 else 30) if head else 28
                high = _high(shape.text_frame, across, 1.17 if head else 1, usual)
                assert high <= shape.height.pt * 1.01, (deck.id, deck.language, number, head)
                tried += 1
    assert tried > 100
