"""The index: keys, files, reading of pages, the A–Z."""

from __future__ import annotations

import json
import re

import pytest

from nyth.content.model import Term
from nyth.search import indexing
from nyth.search.indexing import Document, Lexicon

WORDS = {name: name for name in (
    "search_a_z search_glossary search_noscript search_kind search_principle search_region search_any search_words search_button search_more search_help "
    "search_broken search_term search_letters search_none"
).split()}
TERM = Term.model_validate({
    "id": "co-production", "en": "co-production", "cy": "cyd-gynhyrchu", "meaning": {"en": "m", "cy": "y"}, "sure": "official", "source": None,
    "synonyms": {"en": ["co-creation"], "cy": ["cydgynhyrchu"]},
})
PLACES = {
    "en": indexing.Places("en/search/", "en/a-z/", "en/glossary/"),
    "cy": indexing.Places("cy/chwilio/", "cy/a-y/", "cy/geirfa/"),
}


def document(lang: str = "cy", text: str = "", **values: object) -> Document:
    given = {"lang": lang, "id": "a", "url": f"{lang}/a/", "title": "Teitl", "summary": "", "kind": "page", "sections": (("s", "", text),)}
    return Document(**{**given, **values})


def table(documents: list[Document], lang: str, glossary: tuple[Term, ...] = ()) -> dict[str, list[tuple[str, str]]]:
    """form -> its keys, as the index has them."""
    own = [d for d in documents if d.lang == lang]
    index = indexing._Index(lang, own, {d.id: d for d in documents if d.lang != lang}, glossary)
    return {form: sorted(names) for form, names in index.forms.items()}


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("phlant", ("plant", "plentyn")), ("blentyn", ("plentyn", "plentyn")), ("rieni", ("rhieni", "rhiant")), ("ferched", ("merched", "merch")),
        ("dai", ("tai", "tŷ")), ("llesiant", ("llesiant", "llesiant")), ("lesiant", ("llesiant", "llesiant")), ("fam", ("mam", "mam")),
        ("angen", ("angen", "angen")), ("wasanaethau", ("gwasanaethau", "gwasanaeth")), ("gydgynhyrchu", ("cydgynhyrchu", "cydgynhyrchu")),
    ],
)
def test_a_welsh_word_is_filed_under_its_dictionary_word(word: str, reading: tuple[str, str]) -> None:
    assert Lexicon("cy", [word]).readings(word)[0] == reading


def test_a_name_that_no_list_knows_is_found_under_its_radical() -> None:
    assert Lexicon("cy", ["nhremadoc", "tremadoc"]).readings("nhremadoc") == (("tremadoc", "tremadoc"),)
    assert ("tremadoc", "tremadoc") in Lexicon("cy", ["dremadoc"]).readings("dremadoc")


def test_short_unknown_words_are_left_alone() -> None:
    assert Lexicon("cy", ["bac"]).readings("bac")[0][0] in ("bac", "pac")


def test_function_words_are_no_entries() -> None:
    assert "dim" not in table([document(text="dim tîm i'r plant")], "cy")
    assert "tim" in table([document(text="dim tîm i'r plant")], "cy")


def test_the_other_language_leads_here() -> None:
    pages = [document(text="Mae gydgynhyrchu yn dda"), document("en", title="Waiting lists", words=("queue",))]
    found = table(pages, "cy", (TERM,))
    assert found["coproduction"] == [("en", "coproduction")]
    assert found["cocreation"]
    assert ("en", "queue") in found["queue"]
    assert ("phrase", "waitinglists") in found["waitinglists"]
    # Nothing of the other language's text, only its names.
    assert "gydgynhyrchu" not in table(pages, "en", (TERM,))


def test_the_same_pages_give_the_same_bytes() -> None:
    pages = [document(text="Plant a phobl ifanc"), document("en", text="Children and young people")]
    assert indexing.build(pages, [TERM], "cy", WORDS) == indexing.build(pages[::-1], [TERM], "cy", WORDS)


def test_the_files_are_scripts_that_hand_over_one_value() -> None:
    files = indexing.build([document(text="</script> \u2028 plant")], [TERM], "cy", WORDS, {"page": "Tudalen"})
    assert {"search/cy/core.js", "search/cy/t0.js", "search/cy/p0-0.js", "search/cy/terms.js"} <= set(files)
    for path, content in files.items():
        name, value = json.loads(re.fullmatch(r"\(self\.nythSearch=self\.nythSearch\|\|\[\]\)\.push\((.*)\);\n", content.decode(), re.S).group(1).replace("<\\/", "</"))
        assert path.endswith(f"/{name}.js")
        assert value
        assert b"</script" not in content
    assert b"simplemma" in files["search/cy/core.js"]


def test_a_change_of_a_page_changes_the_mark() -> None:
    marks = {re.search(rb'"mark":"(\w+)"', indexing.build([document(text=text)], [], "cy")["search/cy/core.js"]).group(1) for text in ("plant", "pobl")}
    assert len(marks) == 2


def test_no_page_at_all_is_no_trouble() -> None:
    assert "search/en/core.js" in indexing.build([], [], "en")


def test_a_page_is_read_by_its_sections() -> None:
    html = """<p>Lead.</p><h2 id="a">One <em>two</em></h2><p>Text<a class="cite" href="#x">[1]</a> here.</p><ul class="cards"><li>Other page</li></ul>
    <h3 id="b">Three</h3><p>More <a href="../other/#s">other words</a><br>end</p>
    <dl><div id="term-x"><dt>term</dt><dd>meaning</dd></div></dl><section class="sources"><h2 id="sources">Sources</h2><p>S</p></section>"""
    sections, links = indexing.read(html, "en/a/")
    assert sections == (("", "", "Lead."), ("a", "One two", "Text here."), ("b", "Three", "More other words end"), ("term-x", "term", "meaning"))
    assert links == (("en/other/", "other words"),)


def test_the_a_to_z_has_the_letters_of_its_language() -> None:
    titles = ["Llesiant", "Lwc", "Y chwe egwyddor", "Cam", "Ddoe", "Dŵr", "999"]
    pages = [document(title=title, url=f"cy/{n}/", id=str(n)) for n, title in enumerate(titles)]
    html = indexing.a_to_z(pages, "cy", PLACES["cy"], [TERM], WORDS)
    assert re.findall(r"<h2 id=\"letter-\w+\">([^<]+)</h2>", html) == ["0–9", "C", "Ch", "D", "Dd", "L", "Ll"]
    assert 'href="../geirfa/#term-co-production"' in html
    assert html.index("cyd-gynhyrchu") < html.index("Y chwe egwyddor")
    english = indexing.a_to_z([document("en", title="The six principles", url="en/s/")], "en", PLACES["en"])
    assert 'id="letter-s"' in english


def test_titles_are_written_as_text() -> None:
    assert "<b>" not in indexing.a_to_z([document(title="<b>x</b>")], "cy", PLACES["cy"])
    assert '"><' not in indexing.page("cy", {**WORDS, "search_broken": '"><b>'}, PLACES["cy"]).split("data-search-broken=")[1][:20]


@pytest.mark.parametrize("lang", ["cy", "en"])
def test_the_page_of_results_leads_on_without_script(lang: str) -> None:
    html = indexing.page(lang, WORDS, PLACES[lang])
    assert "<noscript>" in html
    assert "style=" not in html
    assert "\n\n" not in html
