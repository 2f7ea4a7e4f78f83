"""Every statement that the official sources make stands on the site, in both languages, where the
table of statements says: tests/coverage/<source>.tsv, statement and "id#section"."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from conftest import ROOT, nyth
from nyth.content.library import Library

TABLES = sorted((ROOT / "tests" / "coverage").glob("*.tsv"))


def rows(table: Path) -> list[list[str]]:
    lines = table.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_statement_has_words_under_its_anchor(
    table: Path, lang: str, site: Path, library: Library
) -> None:
    lost = []
    for statement, targets in rows(table):
        for target in targets.split(" "):
            thing, _, anchor = target.partition("#")
            html = (site / library.url(thing, lang) / "index.html").read_text("utf-8")
            under = re.search(rf' id="{re.escape(anchor)}"[^>]*>(.*?)(?=<h2|</main)', html, re.S)
            words = re.sub(r"<[^>]+>", " ", under[1]).split() if under else []
            if len(words) < 8:
                lost.append((statement, target, len(words)))
    assert lost == [] and rows(table)


def test_no_statement_of_the_official_texts_is_missing() -> None:
    # the numbers of the statements, in the order of the pages, as they were counted from the texts
    told = {table.stem: [row[0] for row in rows(table)] for table in TABLES}
    assert {name: len(found) for name, found in told.items()} == {
        "introduction": 31,
        "update-2025": 122,
    }
    assert all(len(set(found)) == len(found) for found in told.values())


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_site_goes_no_further_than_the_official_texts(lang: str, library: Library) -> None:
    """A hope stays a hope, one voice one voice and a region's own word its own, in both languages."""
    degrees = yaml.safe_load((ROOT / "tests" / "coverage" / "degrees.yml").read_text("utf-8"))
    lost = []
    for degree, row in degrees.items():
        for target in row["told"]:
            thing, _, anchor = target.partition("#")
            found = [part for part in library.things[thing][lang].parts if part.id == anchor]
            if not any(re.search(row[lang], part.body.words) for part in found):
                lost.append((target, degree))
    assert lost == []


def test_the_command_says_where_each_paragraph_is_told(site: Path) -> None:
    lines = [line.split("\t") for line in nyth("coverage").stdout.splitlines()]
    addresses = [address for line in lines if len(line) == 4 for address in line[2:]]
    assert len(addresses) > 200
    for address in addresses:
        page, _, anchor = address.partition("#")
        assert not anchor or f' id="{anchor}"' in (site / page / "index.html").read_text("utf-8")
