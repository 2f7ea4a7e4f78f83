"""The open data: what programs and spreadsheets elsewhere can rely on. On the small framework."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import rdflib
from frictionless import Package, system
from lxml import etree

from framework import load_small, write_site
from nyth.content.library import Library
from nyth.engine.build import Build
from nyth.outputs import data, tables

SITE = "https://door.example/"
SKOS = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
LIST, SHOWN = "8. Eight\n9. Nine\n   - in it", "\n8. Eight\n9. Nine\n• in it"
FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small framework with a term, a source that has notes, and words like formulas."""
    root = tmp_path_factory.mktemp("data")
    write_site(root)
    page = root / "docs/en/write.md"
    text = page.read_text("utf-8").replace("Write to us.\n", "\n\n".join([*FORMULAS, LIST]) + "\n")
    page.write_text(text.replace("title: Write", 'title: "=1+1"'), "utf-8")
    page = root / "docs/en/start.md"
    text = page.read_text("utf-8").replace("Then knock.", "Then knock: {{ label('home') }}.")
    page.write_text(text, "utf-8")
    (root / "content/glossary.yml").write_text(
        "terms:\n  - id: door\n    en: door & <b>gate</b>\n    cy: drws\n    sure: proposed\n"
        "    meaning: {en: A way in., cy: Ffordd i mewn.}\n"
        "    synonyms: {en: [gate, way in], cy: [porth]}\n    avoid: {cy: [dŵr]}\n",
        "utf-8",
    )
    return root


@pytest.fixture(scope="module")
def library(folder: Path) -> Library:
    library, problems = load_small(folder)
    assert problems == []
    return library


@pytest.fixture(scope="module")
def edition(library: Library) -> data.Edition:
    return data.edition(library, SITE)


@pytest.fixture(scope="module")
def everything(edition: data.Edition) -> dict[str, Any]:
    return json.loads(edition.files["data/library.json"])


def rows(edition: data.Edition, name: str) -> list[dict[str, str]]:
    text = edition.files[f"data/{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from strings(item)


def test_the_json_is_what_its_schema_says(edition: data.Edition, everything: Any) -> None:
    schema = json.loads(edition.files["data/library.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    assert list(check.iter_errors(everything)) == []
    assert list(check.iter_errors({**everything, "principles": [{"id": 1}]}))
    described = list(schema["$defs"]["PrincipleRecord"]["properties"].values())
    assert all("/" in p["description"] for p in described if "$ref" not in str(p.get("items")))


def test_texts_are_plain_and_say_what_they_rest_on(everything: Any) -> None:
    tea = next(row for row in everything["case_studies"] if row["id"] == "tea-and-talk")
    what, take = tea["sections"][:2]
    assert what["text"]["en"] == (
        "An hour of tea and talk. It has run since 12 May 2024. See the open door."
    )
    assert (what["sources"], what["links"], what["ours"]) == (
        ["yearly-report"],
        ["open-door"],
        False,
    )
    assert (take["text"]["en"], take["ours"]) == ("• Make tea.\n• Listen.", True)
    write = next(row for row in everything["pages"] if row["id"] == "write")
    assert write["sections"][0]["text"]["en"].endswith(SHOWN)
    assert any("Then knock: Home." in said for said in strings(everything["pages"]))
    door = next(row for row in everything["principles"] if row["id"] == "open-door")
    said = next(s for s in door["sections"] if s["id"] == "meaning")["text"]
    assert said["en"].startswith("Say come in first.")
    assert said["cy"].endswith("open door yw'r enw Saesneg.")
    assert not any("[^" in text or "](" in text for text in strings(everything))


def test_a_finding_has_its_place_and_its_permanent_link(everything: Any) -> None:
    hinge = everything["findings"][0]
    assert (hinge["id"], hinge["at"], hinge["kind"]) == (
        "spring#new-hinge",
        ["doors/1"],
        "progress",
    )
    assert hinge["permalink"] == "p/spring/#new-hinge"
    assert hinge["text"]["en"] and hinge["text"]["cy"]


def test_every_table_is_what_the_data_package_says(edition: data.Edition, tmp_path: Path) -> None:
    for path, content in edition.files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    with system.use_context(trusted=True):
        package = Package(str(tmp_path / "data/datapackage.json"))
        report = package.validate()
    assert report.valid, report.flatten(["name", "note"])
    listed = {f"data/{resource.path}" for resource in package.resources}
    assert listed == {path for path in edition.files if path.endswith(".csv")}
    wrong = tmp_path / "data/ratings.csv"
    wrong.write_text(wrong.read_text("utf-8") + "no-such,soon,,,,,,\r\n", "utf-8")
    with system.use_context(trusted=True):
        assert not Package(str(tmp_path / "data/datapackage.json")).validate().valid


def test_tables_open_in_a_spreadsheet(edition: data.Edition) -> None:
    for path, content in edition.files.items():
        if path.endswith(".csv"):
            assert content.startswith("\ufeff".encode()), "Excel would take ŵ for two letters"
            assert content.count(b"\r\n") >= 1
    every = [
        cell for t in edition.tables for row in rows(edition, t.path[5:-4]) for cell in row.values()
    ]
    assert not [cell for cell in every if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert next(r for r in rows(edition, "pages") if r["id"] == "write")["title_en"] == "'=1+1"
    said = next(r for r in rows(edition, "texts") if r["page"] == "write")["text_en"]
    assert said == "'" + "\n".join(text.strip() for text in FORMULAS) + SHOWN


@pytest.mark.parametrize("text", ["  =1+1", "\uff1d1+1", "\n@SUM(A1)", "\t-1", "+1"])
def test_no_cell_is_a_formula_in_whatever_form(text: str) -> None:
    assert tables.Column("x", "string", ("x",)).cell({"x": text}, "") == f"'{text}"
    assert tables.Column("x", "string", ("x",)).cell({"x": "'Nôl"}, "") == "'Nôl"


def test_the_version_is_that_of_the_content(library: Library) -> None:
    one, two = data.edition(library, SITE), data.edition(library, "")
    assert one.head.version == two.head.version
    assert one.files == data.edition(library, SITE).files
    shorter = dataclasses.replace(library, timeline=library.timeline[1:])
    assert data.edition(shorter, SITE).head.version != one.head.version


def test_the_list_of_files_is_true(edition: data.Edition) -> None:
    index = json.loads(edition.files["data/index.json"])
    sizes = {file["path"]: file["bytes"] for file in index["files"]}
    assert sizes == {p: len(c) for p, c in edition.files.items() if p != "data/index.json"}
    counted = {file["path"]: file["rows"] for file in index["files"] if "rows" in file}
    assert counted == {t.path: len(rows(edition, t.path[5:-4])) for t in edition.tables}


def test_the_dictionary_explains_every_column_in_both_languages(edition: data.Edition) -> None:
    used = {(table.name, column.name) for table in edition.tables for column in table.columns}
    for name in used:
        words = tables.explain(*name)
        assert words["en"] != words["cy"] and all(words.values()), name


@pytest.mark.parametrize("site", [SITE, ""])
def test_the_framework_is_a_vocabulary(library: Library, everything: Any, site: str) -> None:
    turtle = data.edition(library, site).files["data/framework.ttl"]
    graph = rdflib.Graph().parse(turtle, format="turtle", publicID=f"{SITE}data/framework.ttl")
    concepts = set(graph.subjects(rdflib.RDF.type, SKOS.Concept))
    kinds = [row for kind in ("themes", "principles", "values") for row in everything[kind]]
    assert concepts == {rdflib.URIRef(SITE + row["permalink"]) for row in kinds}
    for concept in concepts:
        labels = {label.language: str(label) for label in graph.objects(concept, SKOS.prefLabel)}
        assert labels.keys() == {"en", "cy"}
    theme = rdflib.URIRef(f"{SITE}p/at-home/")
    assert set(graph.objects(theme, SKOS.related)) == {rdflib.URIRef(f"{SITE}p/open-door/")}
    scheme = next(graph.subjects(rdflib.RDF.type, SKOS.ConceptScheme))
    assert (scheme, rdflib.DCTERMS.license, None) in graph


@pytest.mark.parametrize("path", ["data/ratings.csv", "llms.txt"])
def test_a_preview_makes_them_when_they_are_asked_for(
    folder: Path, library: Library, tmp_path: Path, path: str
) -> None:
    Build(library, folder / "docs", SITE).write_asked(tmp_path, path)
    assert (tmp_path / path).is_file()


# What TBX-Basic 1.x allows of the elements that are used, in the style that names data categories in attributes.
TBX = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:iso:std:iso:30042:ed-2"
 datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
 <start><element name="tbx"><attribute name="type"><value>TBX-Basic</value></attribute>
  <attribute name="style"><value>dca</value></attribute><attribute name="xml:lang"/>
  <element name="tbxHeader"><element name="fileDesc">
   <element name="titleStmt"><element name="title"><text/></element></element>
   <element name="publicationStmt"><element name="p"><text/></element></element>
   <element name="sourceDesc"><oneOrMore><element name="p"><attribute name="xml:lang"/><text/></element></oneOrMore></element>
  </element></element>
  <element name="text"><element name="body"><oneOrMore><element name="conceptEntry">
   <attribute name="id"><data type="ID"/></attribute>
   <oneOrMore><element name="langSec"><attribute name="xml:lang"/>
    <element name="descripGrp"><element name="descrip"><attribute name="type"><value>definition</value></attribute><text/></element></element>
    <zeroOrMore><element name="note"><text/></element></zeroOrMore>
    <oneOrMore><element name="termSec"><element name="term"><text/></element>
     <element name="termNote"><attribute name="type"><value>administrativeStatus</value></attribute>
      <choice><value>preferredTerm-admn-sts</value><value>admittedTerm-admn-sts</value><value>deprecatedTerm-admn-sts</value></choice></element>
     <optional><element name="admin"><attribute name="type"><value>source</value></attribute><text/></element></optional>
     <optional><element name="note"><text/></element></optional>
    </element></oneOrMore>
   </element></oneOrMore>
  </element></oneOrMore></element></element>
 </element></start>
</grammar>"""


def test_the_glossary_opens_in_a_translation_program(edition: data.Edition) -> None:
    tree = etree.fromstring(edition.files["data/glossary.tbx"])
    grammar = etree.RelaxNG(etree.fromstring(TBX))
    assert grammar.validate(tree), grammar.error_log
    names = {"t": "urn:iso:std:iso:30042:ed-2"}
    terms = [
        (
            s.getparent().get("{http://www.w3.org/XML/1998/namespace}lang"),
            s[0].text,
            s[1].text.partition("Term")[0],
        )
        for s in tree.iterfind(".//t:termSec", names)
    ]
    assert terms == [
        ("cy", "drws", "preferred"), ("cy", "porth", "admitted"), ("cy", "dŵr", "deprecated"),
        ("en", "door & <b>gate</b>", "preferred"), ("en", "gate", "admitted"), ("en", "way in", "admitted"),
    ]  # fmt: skip


def test_the_list_of_pages_names_each_in_both_languages(
    library: Library, edition: data.Edition
) -> None:
    listed = edition.files["llms.txt"].decode()
    for thing in library.things.values():
        for lang in ("en", "cy"):
            assert f"]({SITE}{lang}/" in listed and thing[lang].summary in listed
