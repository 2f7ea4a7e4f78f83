"""What is made for printing: complete, accessible, the same each time, and leading back to its page."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import typst
import zxingcpp
from PIL import Image

from framework import load_small, write_site
from nyth import kept
from nyth.content.library import Library
from nyth.engine.build import Build
from nyth.outputs import decks, handouts, pack, qr
from nyth.outputs.files import INDEX, Job
from nyth.pages.page import Page, file_size
from nyth.problems import Refused

ADDRESS = "https://door.example/"


@pytest.fixture(scope="module")
def small(small_site: Path) -> Library:
    return load_small(small_site)[0]


@pytest.fixture(scope="module")
def made(small: Library, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The pack of the small framework, and what is kept of its making."""
    out, store = tmp_path_factory.mktemp("pack"), tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "FOLDER", store)
        pack.write(out, pack.jobs(small, ADDRESS), ADDRESS, "pack.zip")
    return out, store


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "1 kB"),
        (36_400, "36 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (3_719_000, "3.7 MB"),
    ],
)
def test_the_size_of_a_file_is_said_in_a_unit_that_people_know(count: int, said: str) -> None:
    assert file_size(count) == said.replace(" ", "\xa0")


@pytest.mark.parametrize("words", ["exercise", "../cards", "small cards", "cardiau-tŷ", "Cards"])
def test_words_that_make_no_names_of_files_are_refused(words: str, small: Library) -> None:
    both = small.words.text["file-cards"].model_copy(update={"en": words})
    text = {**small.words.text, "file-cards": both}
    told = small.words.model_copy(update={"text": text})
    with pytest.raises(Refused) as refused:
        pack.jobs(replace(small, words=told), ADDRESS)
    assert refused.value.problem.rule == "file-names"
    assert words in refused.value.problem.message("cy")


def test_a_framework_without_the_pages_of_its_slides_has_none_of_them(small: Library) -> None:
    things = {name: thing for name, thing in small.things.items() if name != "sessions"}
    assert {deck.id for deck in decks.decks(replace(small, things=things))} == {"open-door"}


def _pdfs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.pdf"))


def _never() -> bytes:
    raise AssertionError("made again")


def _without(jobs: list[Job]) -> list[Job]:
    return [replace(job, make=_never) for job in jobs]


def test_a_pack_that_says_something_else_than_the_texts_is_told_apart(
    small: Library, made: tuple[Path, Path], tmp_path: Path
) -> None:
    assert not pack.is_current(tmp_path, small, ADDRESS)
    folder = made[0]
    assert pack.is_current(folder, small, ADDRESS) and pack.is_current(folder, small, "")
    assert not pack.is_current(folder, small, "https://another.example/")
    door = small.things["open-door"]
    text = replace(door["cy"], matter=door["cy"].matter.model_copy(update={"title": "Drws newydd"}))
    things = {**small.things, "open-door": replace(door, texts={**door.texts, "cy": text})}
    assert not pack.is_current(folder, replace(small, things=things), ADDRESS)


def test_the_list_names_every_file_with_what_it_is(made: tuple[Path, Path]) -> None:
    rows = {row["path"]: row for row in json.loads((made[0] / INDEX).read_text("utf-8"))}
    files = {p.relative_to(made[0]).as_posix(): p for p in made[0].rglob("*") if p.is_file()}
    # what notes what it was made of is not published
    assert {*rows} == {*files} - {INDEX, ".made-of"}
    assert all(row["bytes"] == files[path].stat().st_size for path, row in rows.items())
    of_one = {(r["kind"], r["language"]) for r in rows.values() if r["id"] == "open-door"}
    printed = {(k, lg) for k in ("handout", "cards", "exercise") for lg in ("cy", "en", "both")}
    slides = {("slides", language) for language in ("cy", "en", "both")}
    assert of_one == printed | slides | {("qr", "both")}
    assert rows["open-door-handout.pdf"]["date"] >= "2026-01-02"
    for handout in (path for path, row in rows.items() if row["kind"] == "handout"):
        with pypdfium2.PdfDocument(made[0] / handout) as pdf:
            assert len(pdf) == 1, handout


def test_what_did_not_change_is_not_made_again(
    small: Library, made: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FOLDER", made[1])
    pack.write(tmp_path, _without(pack.jobs(small, ADDRESS)), ADDRESS, "pack.zip")
    for path in made[0].rglob("*.*"):
        assert (tmp_path / path.relative_to(made[0])).read_bytes() == path.read_bytes()


def test_the_same_words_give_the_same_bytes(small: Library, made: tuple[Path, Path]) -> None:
    for job in pack.jobs(small, ADDRESS):
        assert job.make() == (made[0] / job.path).read_bytes(), job.path


def test_another_word_or_address_makes_only_its_files_again(
    small: Library, small_site: Path, tmp_path: Path
) -> None:
    text = small_site / "content/principles/open-door/en.md"
    before = text.read_text("utf-8")
    try:
        text.write_text(before.replace("Open the door.", "Open it slowly."), "utf-8")
        later = load_small(small_site)[0]
    finally:
        text.write_text(before, "utf-8")
    before = {job.path: job.key for job in pack.jobs(small, ADDRESS)}
    changed = {j.path for j in pack.jobs(later, ADDRESS) if before[j.path] != j.key}
    assert changed == {
        "open-door-exercise.pdf",
        "open-door-ymarfer-exercise.pdf",
        "framework-booklet.pdf",
        "open-door-slides.pptx",
        "open-door-sleidiau-slides.pptx",
    }
    moved = pack.jobs(small, "https://other.example/")
    assert all(before[job.path] != job.key for job in moved)


def test_what_was_kept_and_cut_off_is_made_again(
    small: Library, made: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "store")
    (tmp_path / "store").mkdir()
    (tmp_path / "store/printed").write_bytes((made[1] / "printed").read_bytes()[:-1])
    (tmp_path / "out").mkdir()
    pack.write(tmp_path / "out", pack.jobs(small, ADDRESS), ADDRESS, "pack.zip")
    for path in _pdfs(made[0]):
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()


def test_every_pdf_is_tagged_named_and_in_its_language(made: tuple[Path, Path]) -> None:
    for path in _pdfs(made[0]):
        with pikepdf.open(path) as pdf:
            root = pdf.Root
            assert root.MarkInfo.Marked and "/StructTreeRoot" in root, path.name
            assert root.ViewerPreferences.DisplayDocTitle and str(pdf.docinfo.Title), path.name
            assert str(root.Lang) in ("cy", "en"), path.name
            assert b"<pdfuaid:part>1</pdfuaid:part>" in root.Metadata.read_bytes(), path.name
            assert root.Outlines.Count > 0, path.name
            for page in pdf.pages:
                assert page.obj.get("/Tabs") == "/S" or "/Annots" not in page.obj, path.name


def test_each_half_of_a_sheet_in_both_languages_is_marked(made: tuple[Path, Path]) -> None:
    for name in ("open-door-taflen-handout.pdf", "open-door-cardiau-cards.pdf"):
        with pikepdf.open(made[0] / name) as pdf:
            marked = {str(e.Lang) for e in _elements(pdf.Root.StructTreeRoot) if "/Lang" in e}
            assert marked | {str(pdf.Root.Lang)} == {"cy", "en"}, name


@pytest.mark.skipif(not shutil.which("verapdf"), reason="veraPDF is not installed")
def test_every_pdf_passes_verapdf(made: tuple[Path, Path]) -> None:
    command = ["verapdf", "--flavour", "ua1", "--format", "text", *map(str, _pdfs(made[0]))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def _elements(node: pikepdf.Object) -> list[pikepdf.Dictionary]:
    kids = node.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    found = [k for k in kids if isinstance(k, pikepdf.Dictionary) and "/S" in k]
    return [element for kid in found for element in (kid, *_elements(kid))]


def test_every_picture_has_words_and_headings_follow_one_another(made: tuple[Path, Path]) -> None:
    for path in _pdfs(made[0]):
        with pikepdf.open(path) as pdf:
            elements = _elements(pdf.Root.StructTreeRoot)
            kinds = [str(element.S) for element in elements]
            figures = [e for e in elements if e.S == "/Figure"]
            assert figures and all(str(e.get("/Alt", "")) for e in figures), path.name
            levels = [int(kind[2:]) for kind in kinds if kind[:2] == "/H" and kind[2:].isdigit()]
            assert levels[0] == 1, path.name
            assert all(b <= a + 1 for a, b in zip(levels, levels[1:], strict=False)), path.name


def test_every_font_is_in_the_file(made: tuple[Path, Path]) -> None:
    for path in _pdfs(made[0]):
        with pikepdf.open(path) as pdf:
            described = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
            fonts = [o for o in described if o.get("/Type") == "/FontDescriptor"]
            assert fonts, path.name
            for font in fonts:
                assert "Alegreya" in str(font.FontName)
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & {*font.keys()}, path.name


@pytest.mark.parametrize(
    "words",
    [
        "much " * 900,
        "unbrokenword" * 60,
        "#panic() $x$ `raw` @nobody \\\\ <label> *bold* [^yearly-report] {{ cards('principle') }}",
        "שלום 你好 🪺 ﷽",
        "- One.\n- Two.\n- Three.\n- Four.\n- Five.\n- Six.",
    ],
)
def test_no_words_keep_a_sheet_from_being_made(words: str, small_site: Path) -> None:
    folder = small_site / "content/principles/open-door"
    before = (folder / "en.md").read_text("utf-8")
    changed = before.replace("A door.", words).replace("1. Who comes?", f"1. {words}?")
    try:
        (folder / "en.md").write_text(changed.replace("Open the door.", words), "utf-8")
        library = load_small(small_site)[0]
    finally:
        (folder / "en.md").write_text(before, "utf-8")
    for job in pack.jobs(library, ADDRESS):
        if job.id == "open-door" and job.language == "en" and job.path.endswith(".pdf"):
            with pypdfium2.PdfDocument(job.make()) as pdf:
                text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
            assert "door.example/p/open-door/" in text, job.path


@pytest.mark.parametrize(
    "first",
    [
        "Adref, e.e. gyda'r nos.",
        "Pwy sy'n dod?",
        "Adref, e.e. CAMHS, i.e. yno.",
        "Adref, am 5.30 a.m. bob dydd",
        "Adref gyda Dr. Siân Jones a'r Parch. W. Rees (St. Asaph).",
        "Gweler Rhif. 5, tud. 7 a'r Y.H. Eto.",
        'Adref, meddai Mrs. "Mam" Huws, c. 1900.',
        "Cynllun 5.",
    ],
)
def test_the_first_sentence_of_a_theme_is_a_whole_one(tmp_path: Path, first: str) -> None:
    write_site(tmp_path)
    path = tmp_path / "content/themes/at-home/cy.md"
    words = f"summary: {first}" + " A mwy." * (first[-1] in ".?")
    path.write_text(path.read_text("utf-8").replace("summary: Lle mae'r drws.", words), "utf-8")
    library = load_small(tmp_path)[0]
    page = Page(library, library.things["start"], "cy")
    [theme] = handouts.Sheets(ADDRESS, "").framework(page)["groups"]["theme"]["items"]
    assert theme["summary"] == first


PLACE = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
PIECES = f"""Paragraph.

- Item.

#### Low heading

| Row |
| --- |
| Cell |

```
Code {"_" * 300}
```

{"Very many words. " * 250}

{"Very many words. " * 250}
"""


def test_whatever_is_written_stays_on_the_sheet(tmp_path: Path) -> None:
    write_site(tmp_path)
    for text in (
        *tmp_path.glob("content/[pv]*s/*/en.md"),
        *tmp_path.glob("content/[pv]*s/*/cy.md"),
    ):
        words = re.sub(
            r"(?m)^(title: .*|1\. .*[^?])(\??)$", rf"\1 {PLACE}\2", text.read_text("utf-8")
        )
        for head in ("Together", "Gyda'ch gilydd", "Meaning", "Ystyr"):
            words = words.replace(f"## {head}\n", f"## {head}\n\n{PIECES}\n")
        words = re.sub(r"## (Questions|Cwestiynau)\n", r"\g<0>\nAsk.\n", words)
        text.write_text(words, "utf-8")
    for job in pack.jobs(load_small(tmp_path)[0], ADDRESS):
        if not job.path.endswith(".pdf"):
            continue
        with pypdfium2.PdfDocument(job.make()) as pdf:
            said = ""
            for page in pdf:
                text, (width, height) = page.get_textpage(), page.get_size()
                said += text.get_text_bounded()
                for n in range(text.count_chars()):
                    left, low, right, high = text.get_charbox(n)
                    assert left >= 0 and low >= 0 and right <= width and high <= height, job.path
        if job.kind == "exercise" or (job.kind, job.id) == ("handout", "patience"):
            for words in ("Paragraph.", "Item.", "Low heading", "Row", "Cell", "Code ____"):
                assert words in said, (job.path, words)
        assert "Ask." in said or job.kind != "handout", job.path


def test_a_list_has_its_own_numbers_on_paper_and_words_stay_where_they_stand(
    tmp_path: Path,
) -> None:
    write_site(tmp_path)
    for text in tmp_path.glob("content/[pv]*s/*/en.md"):
        words = re.sub(r"(?m)^1\. (.*)\n2\. ", r"8. \1\n9. ", text.read_text("utf-8"))
        lists = "8. Eight.\n9. Nine.\n\nThen rest.\n\n0) Nought.\n\n- Bullet."
        for head in ("Together", "Meaning", "In brief", "Questions"):
            words = words.replace(f"## {head}\n", f"## {head}\n\nFirst.\n\n{lists}\n\nLast.\n")
        text.write_text(words, "utf-8")
    for job in pack.jobs(load_small(tmp_path)[0], ADDRESS):
        if (job.kind, job.language) in (("handout", "en"), ("exercise", "en")):
            with pypdfium2.PdfDocument(job.make()) as pdf:
                said = " ".join(" ".join(p.get_textpage().get_text_bounded() for p in pdf).split())
            wanted = r"First\. 8 Eight\. 9 Nine\. Then rest\. 0 Nought\. • Bullet\. Last\."
            assert re.search(wanted, said), (job.path, said)
            if job.kind == "handout" and job.id != "patience":
                brief = r"First\. 8\. Eight\. 9\. Nine\. 0\. Nought\. Bullet\."
                assert re.search(brief, said) and re.search("8 Who comes.+9 Who goes", said), said


@pytest.mark.parametrize("more", [0, 12, 18])
def test_both_halves_of_a_sheet_give_as_much_room_to_write(tmp_path: Path, more: int) -> None:
    write_site(tmp_path)
    text = tmp_path / "content/principles/open-door/cy.md"
    words = text.read_text("utf-8").replace(
        "## Cwestiynau\n", "## Cwestiynau\n" + "\nAros.\n" * more
    )
    text.write_text(words, "utf-8")
    library = load_small(tmp_path)[0]
    ask = library.words.text["paper-write"]
    for job in pack.jobs(library, ADDRESS):
        if (job.kind, job.id, job.language) == ("handout", "open-door", "both"):
            with pypdfium2.PdfDocument(job.make()) as pdf:
                said = " ".join(pdf[0].get_textpage().get_text_bounded().split())
            assert said.count(ask.en) == said.count(ask.cy) == (more < 18), said


def test_all_that_stands_in_a_question_is_on_its_card_and_its_slide(tmp_path: Path) -> None:
    write_site(tmp_path)
    inside = "Think of one.\n\n   - On foot.\n     1. By night.\n\n   > Or by bus.\n\n   `home`"
    for lang in ("en", "cy"):
        text = tmp_path / f"content/principles/open-door/{lang}.md"
        words = re.sub(r"(?m)^1\. .*", rf"\g<0>\n\n   {inside}\n", text.read_text("utf-8"))
        text.write_text(words, "utf-8")
    library = load_small(tmp_path)[0]
    shown = "Think of one. {}On foot. {}By night. Or by bus. home"
    for job in pack.jobs(library, ADDRESS):
        if job.id == "open-door" and job.kind in ("cards", "handout") and job.language == "en":
            with pypdfium2.PdfDocument(job.make()) as pdf:
                assert len(pdf) == 1
                said = " ".join(pdf[0].get_textpage().get_text_bounded().split())
            assert said.count(shown.format("• ", "1 ")) == 3, said
    deck = next(
        deck for deck in decks.decks(library) if (deck.id, deck.language) == ("open-door", "en")
    )
    lines = [line for slide in deck.slides for said in slide.said for line in said.lines]
    assert sum(shown.format("", "") in line for line in lines) == 3
    assert not [
        line for line in lines if line.startswith(("Think", "On foot", "By night", "Or by"))
    ]


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_question_that_only_one_language_has_is_on_a_card_of_both(
    tmp_path: Path, lang: str
) -> None:
    write_site(tmp_path)
    text = tmp_path / f"content/principles/open-door/{lang}.md"
    more = "\n".join(f"{n}. Gair{n} yma?" for n in range(3, 12))
    text.write_text(re.sub(r"(?m)^2\. .*", rf"\g<0>\n{more}", text.read_text("utf-8")), "utf-8")
    for job in pack.jobs(load_small(tmp_path)[0], ADDRESS):
        if (job.kind, job.id, job.language) == ("cards", "open-door", "both"):
            with pypdfium2.PdfDocument(job.make()) as pdf:
                said = "".join(page.get_textpage().get_text_bounded() for page in pdf)
            assert all(f"Gair{n} yma?" in said for n in range(3, 12))


def test_a_question_however_long_stays_on_its_card(tmp_path: Path) -> None:
    write_site(tmp_path)
    for lang in ("en", "cy"):
        text = tmp_path / f"content/principles/open-door/{lang}.md"
        words = re.sub(r"(?m)^2\. .*", f"2. {'Gair hir yma ' * 300}?", text.read_text("utf-8"))
        text.write_text(words, "utf-8")
    for job in pack.jobs(load_small(tmp_path)[0], ADDRESS):
        if (job.kind, job.id) == ("cards", "open-door"):
            with pypdfium2.PdfDocument(job.make()) as pdf:
                text, height = pdf[0].get_textpage(), pdf[0].get_size()[1]
                assert text.get_text_bounded().count("yma") >= 900, job.path
                for n in range(text.count_chars()):
                    _, low, _, high = text.get_charbox(n)
                    # four cards down the sheet, each with 12 mm free round its words
                    foot = 12 / 420 * height - 1
                    assert low == high or foot < low % (height / 4) < height / 4 - foot, job.path


def test_a_long_word_that_is_whole_ends_without_a_hyphen(tmp_path: Path) -> None:
    write_site(tmp_path)
    name = "Llanfairpwllgwyngyllgogo"
    text = tmp_path / "content/principles/open-door/cy.md"
    text.write_text(
        text.read_text("utf-8").replace("title: Drws agored", f"title: {name}"), "utf-8"
    )
    for job in pack.jobs(load_small(tmp_path)[0], ADDRESS):
        if job.path == "open-door-taflen.pdf":
            with pypdfium2.PdfDocument(job.make()) as pdf:
                said = pdf[0].get_textpage().get_text_bounded()
            assert f"{name}\r" in re.sub(r"(?<=\w)\xad(?=\w)", "", said)


def test_the_fonts_have_every_letter_that_is_set(tmp_path: Path) -> None:
    letters = [chr(n) for n in range(0x20, 0x3000) if not handouts.LACKING.match(chr(n))]
    assert {*"ŵŷŴŶâêîôûÂÊÎÔÛäëïöüẁẃẅỳàèìòùáéíóúłżśćğșț–—‘’“”…€£"} <= {*letters}
    sources = [
        f'#text(font: "{font}", "{letter}")'
        for font in ("Alegreya", "Alegreya Sans")
        for letter in letters
        if letter not in '"\\'
    ]
    page = '#set document(title: "a")\n#set text(lang: "en")\n' + "\n".join(sources)
    file = tmp_path / "letters.typ"
    file.write_text(page, "utf-8")
    fonts = typst.Fonts(False, False, [handouts.PAPER / "fonts"])
    # which it refuses where a letter is missing
    made = typst.compile(file, font_paths=fonts, ignore_system_fonts=True, pdf_standards=["ua-1"])
    assert made[:5] == b"%PDF-"


def _read(picture: Image.Image) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(picture.convert("RGB"))}


def test_codes_lead_to_pages_that_are_there(small: Library, made: tuple[Path, Path]) -> None:
    there = Build(small, Path("docs"), ADDRESS).shared()
    sheets = [path for path in _pdfs(made[0]) if path.name.startswith(("open-door", "framework"))]
    for path in [*(made[0] / "qr").glob("*.png"), *sheets]:
        if path.suffix == ".png":
            codes = _read(Image.open(path))
        else:
            with pypdfium2.PdfDocument(path) as pdf:
                codes = _read(pdf[0].render(scale=2, grayscale=True).to_pil())
        assert len(codes) == 1, path.name
        place = codes.pop().removeprefix(ADDRESS)
        assert f"{place}index.html" in there, path.name


def test_a_code_can_be_read_when_a_corner_is_dirty() -> None:
    picture = Image.open(io.BytesIO(qr.code(f"{ADDRESS}p/open-door/", "png"))).convert("RGB")
    side = picture.width
    assert side // qr.PIXELS >= 21 + 2 * qr.QUIET
    assert picture.getpixel((qr.QUIET * qr.PIXELS - 1,) * 2) == (255, 255, 255)
    assert zxingcpp.read_barcodes(picture)[0].ec_level in "MQH"
    size = side // 9
    picture.paste((255, 255, 255), (side // 2, side // 2, side // 2 + size, side // 2 + size))
    assert _read(picture) == {f"{ADDRESS}p/open-door/"}
