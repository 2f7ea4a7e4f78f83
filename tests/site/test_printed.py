"""What is printed: offered where it is published, and in the words of the page."""

from __future__ import annotations

import functools
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from bs4 import BeautifulSoup

import builtsite
import framework
from conftest import ROOT, SITE_URL, nyth
from nyth import LANGUAGES
from nyth.content.library import Library
from nyth.engine.build import Build
from nyth.outputs import handouts
from nyth.outputs.files import INDEX, Job


def test_pages_offer_the_pack_only_where_it_is_published(tmp_path: Path) -> None:
    framework.write_site(tmp_path)
    folders = ("--content", str(tmp_path / "content"), "--docs", str(tmp_path / "docs"))
    out, site = tmp_path / "pack", tmp_path / "site"
    none = nyth("build", *folders, "--site", str(site), "--pack", str(out))
    assert none.returncode == 1 and "nyth pack" in none.stderr and not site.exists()
    done = nyth("pack", *folders, "--out", str(out))
    assert done.returncode == 0 and INDEX in {p.name for p in out.iterdir()}, done.stderr
    done = nyth("build", *folders, "--site", str(site), "--pack", str(out))
    assert done.returncode == 0, done.stdout + done.stderr
    page = (site / "cy/egwyddorion/drws-agored/index.html").read_text("utf-8")
    assert 'href="../../../pack/open-door-taflen.pdf"' in page
    assert 'href="../../../pack/open-door-handout.pdf"' not in page
    for row in json.loads((site / "pack" / INDEX).read_text("utf-8")):
        assert (site / "pack" / row["path"]).stat().st_size == row["bytes"]
    with zipfile.ZipFile(next(site.glob("*.zip"))) as packed:
        pages = [packed.read(name) for name in packed.namelist() if name.endswith(".html")]
    assert pages and not any(b"/pack/" in text for text in pages)
    wrong = [p for p in builtsite.check(site, SITE_URL) if p.rule != "title-taken"]
    assert wrong == [] and not (site / "pack/.made-of").exists()


@pytest.fixture(scope="module")
def build(library: Library) -> Build:
    return Build(library, ROOT / "docs", SITE_URL)


@pytest.fixture(scope="module")
def jobs(library: Library) -> list[Job]:
    return list(handouts.jobs(library, SITE_URL))


def _close(text: str) -> str:
    """Words without what only the breaking of lines changes."""
    return re.sub(r"\s", "", text)


def _page(build: Build, target: str, lang: str) -> list[str]:
    """The pieces of a page, as they are read."""
    soup = BeautifulSoup(build.document(target, lang), "lxml")
    for cited in soup.select("a.cite"):
        cited.decompose()
    pieces = soup.select("main h1, main h2, main h3, main h4, main p, main li, main dt")
    return [_close(piece.get_text()) for piece in pieces]


@functools.cache
def _pdf(make: object) -> str:
    with pypdfium2.PdfDocument(make()) as pdf:
        return _close("".join(page.get_textpage().get_text_bounded() for page in pdf))


def _said(records: object) -> Iterator[str]:
    """The words of every block of records."""
    if isinstance(records, dict):
        if isinstance(records.get("words"), list):
            yield _close("".join(span["t"] for span in records["words"]))
        for value in records.values():
            yield from _said(value)
    elif isinstance(records, list):
        for value in records:
            yield from _said(value)


KINDS = ("handout", "cards", "exercise")


@pytest.mark.parametrize("language", ["cy", "en", "both"])
@pytest.mark.parametrize("target", ["no-wrong-door", "values-led"])
def test_paper_says_what_the_page_says_and_nothing_else(
    target: str, language: str, build: Build, jobs: list[Job]
) -> None:
    langs = LANGUAGES if language == "both" else (language,)
    pages = [piece for lang in langs for piece in _page(build, target, lang)]
    everything = "".join(pages)
    for job in (j for j in jobs if (j.id, j.language) == (target, language) and j.kind in KINDS):
        records, text = json.loads(job.key)["sheets"], _pdf(job.make)
        said = [words for record in records for words in _said(record)]
        assert said and all(words in everything for words in said), job.path
        own = [
            _close(both[lang])
            for group in (build.library.words.text, build.library.words.ui)
            for both in (both for key, both in group.items() if key != "paper-version")
            for lang in langs
        ]
        rows = [words for r in records for words in _labels(r)]
        for piece in sorted({*said, *pages, *own, *rows}, key=len, reverse=True):
            text = text.replace(piece, "")
        # the numbers of lists, and marks between two titles
        assert re.fullmatch(r"[\d:·.,]*", text), f"{job.path}: {text}"


def _labels(record: dict) -> list[str]:
    """What a sheet says of itself and the site."""
    foot = record["foot"]
    names = (record["site"], record["eyebrow"], foot["shown"], foot["version"])
    found = (record.get("found") or {}).get("heading", "")
    return [_close(words) for words in (*names, found) if words]


@pytest.mark.parametrize("kind", ["framework", "booklet"])
def test_the_whole_on_paper_names_every_principle_value_and_theme(
    kind: str, library: Library, jobs: list[Job]
) -> None:
    for job in (j for j in jobs if j.kind == kind and j.language in LANGUAGES):
        text = _pdf(job.make)
        for thing in (t for k in ("theme", "principle", "value") for t in library.of(k)):
            assert _close(thing[job.language].title) in text, (job.path, thing.id)
        assert _close(library.words.text["paper-licence"][job.language]) in text


def test_every_sheet_holds_its_words_on_one_page(library: Library, jobs: list[Job]) -> None:
    for thing in (t for kind in ("principle", "value") for t in library.of(kind)):
        of_it = {(j.kind, j.language): j for j in jobs if j.id == thing.id}
        # the Welsh beside the English holds both
        for kind in ("handout", "cards"):
            with pypdfium2.PdfDocument(of_it[kind, "both"].make()) as pdf:
                assert len(pdf) == 1, (thing.id, kind)


def test_both_languages_of_a_sheet_stand_in_letters_as_large(jobs: list[Job]) -> None:
    job = next(j for j in jobs if (j.kind, j.language) == ("framework", "both"))
    with pypdfium2.PdfDocument(job.make()) as pdf:
        half = pdf[0].get_width() / 2
        sizes = ({}, {})
        for words in pdf[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            size, side = round(words.get_font_size(), 1), sizes[words.get_bounds()[0] > half]
            side[size] = side.get(size, 0) + 1
    left, right = (max(side, key=side.get) for side in sizes)
    assert left == right
