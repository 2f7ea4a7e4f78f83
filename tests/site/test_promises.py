"""What the site promises, crossed with everything that leaves it: whoever meets one file alone, on
paper, in a spreadsheet or in somebody else's page, can rely on the same as a reader of the site."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

import lxml.html
import pikepdf
import pypdfium2
import pytest
from pptx import Presentation

from framework import load_small, with_changes
from nyth import LANGUAGES
from nyth.content.library import Library, Thing
from nyth.engine.build import Build
from nyth.engine.export import markdown_tree
from nyth.outputs import pack
from nyth.outputs.files import languages
from nyth.pages.views import SCHEMA_PATH
from nyth.problems import Problem, report

SITE = "https://door.example/book/"

# Each kind of file that the program makes, which files these are, and what one of them says. whose:
# that it is not the Welsh Government's; ours: which words are our own reading; advice, welsh: that
# nobody has reviewed it yet; terms: how it may be used; age: of which day it is; link: a permanent
# link; lang: its language, for every stretch; title: a title of its own, and which site it is from.
ALL = "whose ours advice welsh terms age link lang title"
OUTPUTS = {
    "page": ("", ALL),
    "former address": ("", "whose lang title"),
    "exported page": (r".*\.md", "whose ours advice welsh lang"),
    "both side by side": (r"compare/.*", ALL),
    "short form": (r"embed/.*", "whose ours advice welsh terms age lang title"),
    "slides on the web": (r"(en/|cy/.*)?(slides|sleidiau)/.*|(en|cy)/.*/(slides|sleidiau)/.*", ALL),
    "permanent link": (r"p/.*", "whose lang title"),
    "not found": (r"((cy|en)/)?404\.html", "whose lang title"),
    "chooser": (r"index\.html", "whose lang title"),
    "feed": (r"(en/feed|cy/porthiant)\.xml", "whose welsh terms age lang"),
    "all data": (r"data/library\.json", "whose ours advice welsh terms age link"),
    "texts": (r"data/texts\.csv", "ours advice welsh terms age link"),
    "table": (r"data/.*\.csv", "advice welsh terms age link"),
    "data": (r"data/.*|llms\.txt", "whose advice welsh terms age"),
    "text of a result": (r"search/../p\d+-\d+\.js", "ours"),
    "handout": ("", ALL),
    "cards": ("", ALL),
    "exercise": ("", ALL),
    "framework": ("", "whose advice welsh terms age link lang title"),
    "booklet": ("", ALL),
    "slides": ("", ALL),
    "qr": ("", ""),
    # what no reader opens, or what holds only files that have a row of their own
    "for programs": (
        r"(assets|search|schema)/.*|robots\.txt|sitemap\.xml|_redirects|sw\.js|drws\.zip",
        "",
    ),
}
WORDS = {
    "whose": ("independent", "independent-short", "slides-ours"),
    "ours": ("ours", "link-ours", "slides-ours"),
    "advice": ("unreviewed-advice", "advice_not_reviewed"),
    "welsh": ("unreviewed-welsh", "not_reviewed", "review-none"),
    "terms": ("licence", "paper-licence", "slides-terms", "reuse_link"),
}
# What stands for the words where programs read.
SIGNS = {
    "ours": r'"ours": true|,true,',
    "advice": r"\badvice; welsh|advice$",
    "welsh": r"advice; welsh",
    "terms": "OGL-UK-3.0|licence/version/3",
    "age": r"2026-0[15]-02|2 January 2026|2 Ionawr 2026",
    "link": rf"{SITE[8:]}p/|\"permalink\": \"p/",
}


class Output(NamedTuple):
    """A file: its kind, its languages, what is in it, and what it is of, if one thing."""

    path: str
    kind: str
    langs: tuple[str, ...]
    data: bytes
    thing: Thing | None = None


def outputs(root: Path, site: Path) -> Iterator[Output]:
    """Everything that the program makes of a folder."""
    library, problems = load_small(root)
    assert problems == []
    build = Build(library, root / "docs", SITE, "https://code.example/doors")
    build.write_all(site)
    own = {f"{address}index.html": "page" for address in build.by_address}
    own |= {f"{old}index.html": "former address" for old, *_ in library.former_urls()}
    files = {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    # pictures and data are those of the site, and the first page is the chooser
    tree = {p: d for p, d in markdown_tree(build).items() if p.endswith(".md") and "/" in p}
    for path, data in {**files, **tree}.items():
        address = path.removesuffix("index.html").removesuffix("index.md")
        if path.startswith("search/") and (page := re.search(rb'"head":\[".*?","(.*?)"', data)):
            address = page[1].decode()
        named = next((build.names[n] for n in path.split("/")[1:] if n in build.names), "")
        name = build.by_address.get(address, (named.partition("#")[0],))[0]
        # a new kind of output has no row yet, and fails here
        forms = (k for k, (form, _) in OUTPUTS.items() if form and re.fullmatch(form, path))
        kind = own.get(path) or next(forms)
        found = re.match(r"(?:embed/|search/)?(cy|en)/", path)
        langs = (found[1],) if found else LANGUAGES
        yield Output(path, kind, langs, data, library.things.get(name))
    jobs = pack.jobs(library, SITE)[::-1]
    # the first of each kind
    for job in {(job.kind, job.language, job.id == "framework"): job for job in jobs}.values():
        thing = library.things.get(job.id)
        yield Output(job.path, job.kind, languages(job.language), job.make(), thing)


def words(output: Output) -> str:
    """The words of a file, a space wherever a line may end."""
    path, data = output.path, output.data
    if path.endswith(".pdf"):
        with pypdfium2.PdfDocument(data) as pdf:
            text = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    elif path.endswith(".pptx"):
        slides = Presentation(io.BytesIO(data)).slides
        shapes = [shape for slide in slides for shape in slide.shapes]
        shapes.append(slides[0].notes_slide.notes_placeholder)
        text = " ".join(shape.text_frame.text for shape in shapes)
    elif path.endswith(".html"):
        text = lxml.html.document_fromstring(data).text_content()
    else:
        text = data.decode("utf-8", "replace").replace("&#39;", "'").replace('\\"', '"')
    return " ".join(text.split())


def kept(library: Library, promise: str, output: Output, text: str) -> bool:
    """Whether a file keeps a promise, in each of its languages."""
    if promise in ("lang", "title"):
        return marked(output) if promise == "lang" else titled(library, output)
    if promise in SIGNS and re.search(SIGNS[promise], text):
        return True
    said = {
        lang: any(
            library.words.word(k, lang).split("}. ")[-1] in text for k in WORDS.get(promise, ())
        )
        for lang in output.langs
        if (promise, lang) != ("welsh", "en")
    }
    return all(said.values())


def marked(output: Output) -> bool:
    """Whether each stretch of a file is marked with its language."""
    path, data, langs = output.path, output.data, {*output.langs}
    if path.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return str(pdf.Root.Lang) == output.langs[0]
    if path.endswith(".pptx"):
        xml = "".join(s.part.blob.decode() for s in Presentation(io.BytesIO(data)).slides)
        runs = re.findall(r"<a:(?:r|fld\b[^>]*)>\s*(<a:rPr[^>]*|<a:t)", xml)
        return all("lang=" in run for run in runs) and {*re.findall(r'lang="(..)-GB', xml)} == langs
    if path.endswith((".xml", ".md")):
        return bool(re.search(rf'(xml:lang=|"?lang"?: )"{output.langs[0]}"', data.decode()))
    page = lxml.html.document_fromstring(data)
    return {page.get("lang"), *page.xpath("//body//@lang")} >= langs


def titled(library: Library, output: Output) -> bool:
    """Whether a file has a title that says nothing twice, and names the site."""
    if output.path.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(output.data)) as pdf:
            parts = [str(pdf.docinfo.Title), str(pdf.docinfo.Author)]
    elif output.path.endswith(".pptx"):
        core = Presentation(io.BytesIO(output.data)).core_properties
        parts = [core.title, core.author]
    else:
        parts = lxml.html.document_fromstring(output.data).findtext(".//title").split(" | ")
    site = library.words.site
    names = {n for code in output.langs for n in (site.name[code], site.mark[code])}
    return len({*parts}) == len(parts) and any(name in parts[-1] for name in names)


@pytest.fixture(scope="module")
def root(small_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small framework with the pages on which promises rest."""
    root = shutil.copytree(small_site, tmp_path_factory.mktemp("all") / "small")
    for lang, name in product(LANGUAGES, ("search", "licences", "data", "translation")):
        matter = f"title: {name} {lang}\nslug: {name}\nsummary: {name} {lang}.\n"
        text = f"---\n{matter}---\n## {name} {lang} {{#words}}\n\n{name}.\n"
        (root / f"docs/{lang}/{name}.md").write_text(text, "utf-8")
    return with_changes(root)


def concerned(library: Library, output: Output) -> set[str]:
    """The promises of a kind, but for what the thing in a file has not: advice, a day."""
    promises, thing = {*OUTPUTS[output.kind][1].split()}, output.thing
    if output.kind == "table" and output.data.count(b"\n") < 2:
        return set()  # no rows
    # a short form shows the first section
    ours = thing and (thing.rules[:1] if output.kind == "short form" else library.ours(thing))
    if thing and not any(getattr(section, "ours", True) for section in ours):
        promises -= {"ours"}
    if thing and not library.ours(thing):
        promises -= {"advice"}
    return promises - {"age"} if thing and not thing.facts else promises


def test_every_output_keeps_every_promise_that_concerns_it(root: Path, tmp_path: Path) -> None:
    library, broken, met = load_small(root)[0], [], set()
    for output in outputs(root, tmp_path):
        met.add(output.kind)
        text = words(output)
        for promise in sorted(concerned(library, output)):
            if not kept(library, promise, output, text):
                broken.append((output.kind, output.path, promise))
    assert not broken, "\n".join(map(str, broken))
    assert met == {*OUTPUTS}


def test_once_all_is_reviewed_nothing_says_any_longer_that_it_is_not(
    root: Path, tmp_path: Path
) -> None:
    root, day = shutil.copytree(root, tmp_path / "reviewed"), "2026-01-02"
    library = load_small(root)[0]
    for facts in library.facts:
        with Path(facts.place.path).open("a", encoding="utf-8") as file:
            file.write(f"reviewed_cy: {day}\nreviewed_advice: {day}\n")
    days = "".join(f"  {page.id}: {day}\n" for page in library.of("page"))
    with (root / "content/agreed.yml").open("a", encoding="utf-8") as file:
        file.write(f"reviewed_cy:\n{days}reviewed_advice:\n{days}")
    said = [
        library.words.word(k, n) for p in ("advice", "welsh") for k in WORDS[p] for n in LANGUAGES
    ]
    said.append("advice; welsh")
    for output in outputs(root, tmp_path / "site"):
        text = words(output)
        if output.kind != "for programs":
            assert not [each for each in said if each in text], output.path


def test_a_proposal_is_answered_in_both_languages() -> None:
    wrong = Problem("content/a.yml", 3, "agreed-unneeded", {"id": "x"})
    for told in (report([wrong], "github", "en"), report([wrong], "github", "cy")):
        assert wrong.message("en") in told and wrong.remedy("cy") in told
        assert len(told.splitlines()) == 1


def test_what_explains_a_file_to_programmers_does_so_in_both_languages(root: Path) -> None:
    build = Build(load_small(root)[0], root / "docs")
    schemas = ["data/library.schema.json", "data/datapackage.json", SCHEMA_PATH]
    for path in schemas:
        data = {**build.data.files, **build.shared()}[path].decode()
        said = re.findall(r'"description": "(.*?)"[,}\n]', data)
        assert said and all(" / " in each for each in said), path
