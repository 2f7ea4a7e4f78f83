"""The open data of the real site, and what its pages say of themselves to programs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import rdflib
import yaml

from conftest import ROOT, SITE_URL

SCHEMA = rdflib.Namespace("https://schema.org/")
# What schema.org knows of the types that pages use.
KNOWN = {
    "DefinedTerm": "name description url inLanguage inDefinedTermSet",
    "DefinedTermSet": "name description url inLanguage hasDefinedTerm",
    "Article": "name description url inLanguage headline about",
    "LearningResource": "name description url about learningResourceType isAccessibleForFree",
    "Dataset": "name description url inLanguage license version isAccessibleForFree creator "
    "distribution",
    "DataDownload": "contentUrl encodingFormat",
    "Organization": "name url",
    "BreadcrumbList": "itemListElement",
    "ListItem": "position name item",
}


@pytest.fixture(scope="module")
def everything(site: Path) -> dict[str, Any]:
    return json.loads((site / "data/library.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def blocks(site: Path) -> dict[str, Any]:
    """The linked data of each page that has some, by the path of the page."""
    found = {}
    for page in site.rglob("*.html"):
        scripts = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', page.read_text("utf-8")
        )
        assert len(scripts) <= 1, page
        if scripts:
            found[page.relative_to(site).as_posix()] = json.loads(scripts[0])
    return found


def things(everything: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        row
        for rows in everything.values()
        if isinstance(rows, list)
        for row in rows
        if "sections" in row
    ]


def table(site: Path, name: str) -> list[dict[str, str]]:
    text = (site / f"data/{name}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_it_is_what_its_schema_says(site: Path, everything: dict[str, Any]) -> None:
    schema = json.loads((site / "data/library.schema.json").read_text("utf-8"))
    assert next(jsonschema.Draft202012Validator(schema).iter_errors(everything), None) is None
    graph = rdflib.Graph().parse(site / "data/framework.ttl")
    assert len(graph) > 100


def test_every_id_is_the_same_in_data_pages_and_permanent_links(
    site: Path, everything: dict[str, Any]
) -> None:
    ids = {row["id"] for row in things(everything)}
    linked = {
        match
        for page in site.glob("??/**/index.html")
        for match in re.findall(rf'{SITE_URL}p/([a-z0-9-]+)/"', page.read_text("utf-8"))
    }
    assert linked == ids - {"index"}, "only a home page shows no permanent link"
    for row in things(everything):
        assert (site / row["permalink"] / "index.html").is_file()
        for lang in ("en", "cy"):
            assert (site / row["address"][lang] / "index.html").is_file()
    assert {r["page"] for r in table(site, "texts")} <= ids
    named = [r["id"] for kind in ("principles", "case-studies", "pages") for r in table(site, kind)]
    assert len(named) == len(set(named)) and set(named) < ids
    sources = {row["id"] for row in everything["sources"]}
    assert {source for row in things(everything) for source in row["sources"]} <= sources


def test_every_finding_is_on_the_page_of_its_update(site: Path, everything: dict[str, Any]) -> None:
    assert len(everything["findings"]) >= 100
    addresses = {row["id"]: row["address"] for row in everything["updates"]}
    for finding in everything["findings"]:
        update, _, anchor = finding["id"].partition("#")
        for lang in ("en", "cy"):
            html = (site / addresses[update][lang] / "index.html").read_text("utf-8")
            assert f'id="{anchor}"' in html
            assert finding["text"][lang]


def test_ratings_are_those_of_the_content(site: Path) -> None:
    written = yaml.safe_load((ROOT / "content/ratings.yml").read_text("utf-8"))["ratings"]
    rows = table(site, "ratings")
    assert [
        (r["principle"], int(r["year"]), float(r["value"]) if r["value"] else None) for r in rows
    ] == [(r["principle"], r["year"], r["value"]) for r in written]
    assert all(r["value"] or (r["reason_en"] and r["reason_cy"]) for r in rows)


def test_what_nobody_could_find_out_is_data_too(site: Path) -> None:
    written = yaml.safe_load((ROOT / "content/gaps.yml").read_text("utf-8"))["gaps"]
    rows = [(row["id"], row["settle_cy"], row["read"]) for row in table(site, "gaps")]
    assert rows == [(g["id"], g["settle"]["cy"], "; ".join(g["read"])) for g in written]


def test_no_cell_is_longer_than_a_spreadsheet_takes(site: Path) -> None:
    for file in (site / "data").glob("*.csv"):
        assert max(len(cell) for row in table(site, file.stem) for cell in row.values()) < 32_767


def test_the_page_of_the_data_links_every_file(site: Path) -> None:
    index = json.loads((site / "data/index.json").read_text("utf-8"))
    files = {file["path"] for file in index["files"]} | {"data/index.json"}
    assert {f"data/{p.name}" for p in (site / "data").iterdir()} | {"llms.txt"} == files
    for address in index["documentation"].values():
        html = (site / address / "index.html").read_text("utf-8")
        assert {f"../../{path}" for path in files} <= set(re.findall(r'href="([^"]+)"', html))


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for item in value.values():
            yield from nodes(item)
    elif isinstance(value, list):
        for item in value:
            yield from nodes(item)


def test_linked_data_uses_words_that_programs_know(blocks: dict[str, Any]) -> None:
    assert {node["@type"] for block in blocks.values() for node in nodes(block)} == KNOWN.keys()
    for path, block in blocks.items():
        assert block["@context"] == "https://schema.org"
        for node in nodes(block):
            used = node.keys() - {"@id", "@type"}
            assert used <= set(KNOWN[node["@type"]].split()), path


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_linked_data_is_true_of_the_page(site: Path, blocks: dict[str, Any]) -> None:
    graph = rdflib.Graph()
    for path, block in blocks.items():
        html = (site / path).read_text("utf-8")
        canonical = re.search(r'rel="canonical" href="([^"]+)"', html).group(1)
        # the context of schema.org is on the web; that is what it says of these names
        text = json.dumps({**block, "@context": {"@vocab": str(SCHEMA)}})
        graph.parse(data=text, format="json-ld", publicID=canonical)
        crumbs = [n for n in nodes(block) if n["@type"] == "ListItem"]
        assert crumbs[-1]["item"] == canonical
        for crumb in crumbs:
            assert (site / crumb["item"].removeprefix(SITE_URL) / "index.html").is_file()
    for subject in set(graph.subjects()) | set(graph.objects(None, SCHEMA.about)):
        if isinstance(subject, rdflib.URIRef):
            assert (site / str(subject).removeprefix(SITE_URL) / "index.html").is_file()
    assert len(set(graph.subjects(rdflib.RDF.type, SCHEMA.DefinedTerm))) >= 15


def test_every_page_but_the_first_says_where_it_is(site: Path, blocks: dict[str, Any]) -> None:
    pages = {p.relative_to(site).as_posix() for p in site.glob("??/**/index.html")}
    written = {p for p in pages if 'rel="canonical"' in (site / p).read_text("utf-8")}
    assert written - blocks.keys() == {"en/index.html", "cy/index.html"}


def test_linked_data_weighs_little(blocks: dict[str, Any]) -> None:
    sizes = {path: len(json.dumps(block)) for path, block in blocks.items()}
    heavy = {p for p in sizes if sizes[p] > 1_600}
    assert {Path(path).parts[1] for path in heavy} <= {"open-data", "data-agored"}, heavy
