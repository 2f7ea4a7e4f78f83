"""The index: keys, files, the reading of finished pages, the A–Z."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

import framework
from nyth.content.model import Term
from nyth.engine.build import Build
from nyth.pages.page import Page, by_letter
from nyth.search import index
from nyth.search.documents import Document, Section, documents
from nyth.search.lexicon import Lexicon, tokens

TERM = Term(
    id="co-production",
    en="co-production",
    cy="cyd-gynhyrchu",
    synonyms={"en": ["co-creation"], "cy": ["cydgynhyrchu"]},
    meaning={"en": "Doing it together.", "cy": "Gwneud hyn gyda'n gilydd."},
    sure="official",
)


def document(lang: str = "cy", text: str = "", **values: object) -> Document:
    given = {
        "id": "a",
        "kind": "page",
        "lang": lang,
        "url": f"{lang}/a/",
        "title": "Teitl",
        "summary": "",
    }
    return Document(**{**given, "sections": (Section("s", "", text),), **values})


def files(documents: list[Document], terms: tuple[Term, ...] = ()) -> dict[str, bytes]:
    words = SimpleNamespace(ui={}, kinds={}, word=lambda key, lang: "Tudalen")
    return dict(index.files(documents, terms, words))


def value(content: bytes) -> tuple[str, object]:
    script = re.fullmatch(
        r"\(self\.nythSearch=self\.nythSearch\|\|\[\]\)\.push\((.*)\);\n", content.decode(), re.S
    )
    return tuple(json.loads(script.group(1).replace("<\\/", "</")))


def forms(documents: list[Document], lang: str, terms: tuple[Term, ...] = ()) -> dict[str, list]:
    """form -> its keys, as the table has them."""
    made = files(documents, terms)
    found = {}
    for path, content in made.items():
        if re.fullmatch(rf"search/{lang}/t\d+\.js", path):
            rows, keys = value(content)[1]
            found |= {form: [keys[n] for n in numbers] for form, *numbers in rows}
    return found


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("phlant", ("plant", "plentyn")),
        ("blentyn", ("plentyn", "plentyn")),
        ("rieni", ("rhieni", "rhiant")),
        ("ferched", ("merched", "merch")),
        ("dai", ("tai", "tŷ")),
        ("llesiant", ("llesiant", "llesiant")),
        ("lesiant", ("llesiant", "llesiant")),
        ("fam", ("mam", "mam")),
        ("angen", ("angen", "angen")),
        ("wasanaethau", ("gwasanaethau", "gwasanaeth")),
        ("gydgynhyrchu", ("cydgynhyrchu", "cydgynhyrchu")),
    ],
)
def test_a_welsh_word_is_filed_under_its_dictionary_word(
    word: str, reading: tuple[str, str]
) -> None:
    assert Lexicon("cy", [word]).readings(word)[0] == reading


def test_a_name_that_no_list_knows_is_found_under_its_radical() -> None:
    assert Lexicon("cy", ["nhremadoc", "tremadoc"]).readings("nhremadoc") == (
        ("tremadoc", "tremadoc"),
    )
    assert ("tremadoc", "tremadoc") in Lexicon("cy", ["dremadoc"]).readings("dremadoc")


def test_short_unknown_words_are_left_alone() -> None:
    assert Lexicon("cy", ["bac"]).readings("bac")[0][0] in ("bac", "pac")


def test_function_words_are_no_entries() -> None:
    found = forms([document(text="dim tîm i'r plant")], "cy")
    assert "dim" not in found
    assert found["tim"][0][1:] == ["tîm", []]


def test_the_other_language_leads_here() -> None:
    pages = [
        document(text="Mae gydgynhyrchu yn dda"),
        document("en", title="Waiting lists", search=("queue",)),
    ]
    found = forms(pages, "cy", (TERM,))
    assert found["coproduction"][0][2] == ["cyd-gynhyrchu", "cydgynhyrchu"]
    assert found["cocreation"]
    assert found["queue"]
    assert found["waitinglists"]
    # Nothing of the other language's text, only its names.
    assert "gydgynhyrchu" not in forms(pages, "en", (TERM,))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("RPBs, RPB's a'r RPB", "rpb rpb s a r rpb"),
        ("A&E, A & E, Q+A", "ae ae qa"),
        ("G.P. and C.A.M.H.S. or G.P", "gp and camhs or gp"),
        # a word of one letter is none of it, and Welsh letters of two signs are
        ("y G.P. a'r G. P. i bawb: C.A.M.H.S a nhw", "y gp a r gp i bawb camhs a nhw"),
        ("Rh.C.T., Ll. G. C. a C.Ff.I. Eryri", "rhct llgc a cffi eryri"),
        ("ADHD/ASD 24/7", "adhd asd 24 7"),
        ("Bus is Us", "bus is us"),
        ("i'w hysgol-nhw", "i w hysgol-nhw"),
    ],
)
def test_an_abbreviation_is_one_word(text: str, words: str) -> None:
    assert list(tokens(text)) == words.split()


def test_the_same_pages_give_the_same_bytes() -> None:
    pages = [document(text="Plant a phobl ifanc"), document("en", text="Children and young people")]
    assert files(pages, (TERM,)) == files(pages[::-1], (TERM,))


def test_the_files_are_scripts_that_hand_over_one_value() -> None:
    made = files([document(text="</script> plant")], (TERM,))
    names = {path.removeprefix("search/cy/") for path in made if path.startswith("search/cy/")}
    assert names == {"core.js", "t0.js", "p0-0.js", "terms.js", "words.js"}
    for content in made.values():
        assert b"</script" not in content
    assert b"simplemma" in made["search/cy/core.js"]


def test_words_for_slips_are_words_of_the_site_and_long_enough() -> None:
    made = files([document(text="Mae'r plant a'r tîm yn 2025 gyda phobl")])
    words = " ".join(value(made["search/cy/words.js"])[1]).split()
    assert {"plant", "pobl"} <= set(words)
    assert not {"tim", "2025", "mae", "gyda"} & set(words)


def test_what_selects_offer_is_in_the_order_of_the_alphabet() -> None:
    titles = ["Llwybrau", "Lwc", "Y drws", "Chwarae", "Cynnydd"]
    pages = [
        document(id=str(n), url=f"cy/{n}/", title=title, kind="principle")
        for n, title in enumerate(titles)
    ]
    core = value(files(pages)["search/cy/core.js"])[1]
    assert [label for _, label in core["choices"]["principle"]] == [
        "Cynnydd",
        "Chwarae",
        "Y drws",
        "Lwc",
        "Llwybrau",
    ]


def test_a_change_of_a_page_changes_the_mark() -> None:
    cores = [value(files([document(text=t)])["search/cy/core.js"])[1] for t in ("plant", "pobl")]
    assert cores[0]["mark"] != cores[1]["mark"]


def test_files_say_which_list_of_pages_they_number() -> None:
    one, again, other = (
        {value(content)[0] for path, content in files(pages).items() if "/cy/" in path}
        for pages in (
            [document(text="plant"), document(url="cy/b/")],
            [document(text="pobl"), document(url="cy/b/")],
            [document(text="plant"), document(url="cy/c/"), document(url="cy/b/")],
        )
    )
    assert len(one) == 1, "those that did not change stay as they are"
    assert one == again != other


def test_no_page_at_all_is_no_trouble() -> None:
    assert "search/en/core.js" in files([])


def test_a_page_is_given_by_the_sections_that_people_wrote(tmp_path: Path) -> None:
    framework.write(tmp_path)
    library, _ = framework.load_small(tmp_path)
    found = {(d.id, d.lang): d for d in documents(library)}
    assert len(found) == 2 * len(library.things)
    page = found["open-door", "en"]
    text = library.things["open-door"]["en"]
    assert [s.anchor for s in page.sections] == [p.id for p in text.parts if p.id]
    assert page.sections[0].text == " ".join(b.words() for b in text.sections[0].body.blocks)
    region = found[library.of("region")[0].id, "cy"]
    assert region.sections[-1].anchor == "who" and region.facets["region"] == (region.id,)


def test_a_finding_is_shown_under_its_kind_and_not_under_its_id(small_site: Path) -> None:
    library, _ = framework.load_small(small_site)
    for document in (d for d in documents(library) if d.kind == "update"):
        titles = {section.anchor: section.heading for section in document.sections}
        assert titles["new-hinge"] == library.words.text["finding-progress"][document.lang]


def test_the_a_to_z_has_the_letters_of_its_language() -> None:
    titles = [
        "Llesiant",
        "Lwc",
        "Y chwe egwyddor",
        "Cam",
        "Ddoe",
        "Dŵr",
        "Yr ysgol",
        "‘Y cyfle’",
        "999",
        "12 cam",
    ]
    entries = [(title, f"cy/{n}/", False) for n, title in enumerate(titles)]
    term = ("cyd-gynhyrchu", "cy/geirfa/#term-co-production", True)
    letters = by_letter([*entries, term], 0, "cy")
    assert [name for name, _, _ in letters] == ["0–9", "C", "Ch", "D", "Dd", "L", "Ll", "Y"]
    assert [title for title, _, _ in letters[0][2]] == ["12 cam", "999"]
    assert [title for title, _, _ in letters[1][2]] == ["Cam", "cyd-gynhyrchu", "‘Y cyfle’"]
    assert term in letters[1][2]
    english = [(t, f"en/{t}/", False) for t in ("The six principles", "Children", "A cat")]
    assert [name for name, _, _ in by_letter(english, 0, "en")] == ["C", "S"]


def test_nobody_looks_up_an_article_in_whatever_language(tmp_path: Path) -> None:
    sources, region = "content/sources.yml", "content/regions/valley/region.yml"
    row = """  - id: s{}
    title: {{en: {}, cy: null}}
    publisher: {{en: x, cy: x}}
    url: {{en: "https://x.example/{}", cy: null}}
    read: slug
    licence: other
"""
    titles = ("The barn report", "Together", "A zealous doorkeeper")
    rows = "".join(row.format(n, title, n) for n, title in enumerate(titles))
    towns = "towns: [{en: The Mumbles, cy: Y Mwmbwls}, {en: Tenby, cy: Dinbych-y-pysgod}]"
    changes = {
        sources: framework.FILES[sources] + rows,
        region: ("dyffryn, sure: proposed}", f"dyffryn, sure: proposed, {towns}}}"),
    }
    library, problems = framework.load_small(framework.write(tmp_path, changes))
    assert problems == []
    for lang, letters in (("en", "MT"), ("cy", "DM")):
        page, made = (
            Page(library, library.things["start"], lang),
            Build(library, Path("docs")).insert,
        )
        listed = BeautifulSoup(made(page, "sources_list", ""), "html.parser").select("li")
        order = [title for one in listed for title in titles if title in one.text]
        assert order == [*titles], lang
        found = BeautifulSoup(made(page, "places", "town"), "html.parser")
        assert [letter.text for letter in found.select(".places__letter")] == [*letters]
