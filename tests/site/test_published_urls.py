"""Nothing that was ever published is lost; nothing is ever taken out of the list."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import published_urls
from conftest import ROOT


def test_every_address_that_was_ever_published_answers(site: Path) -> None:
    known = published_urls.published()
    assert len(known) > 1_000
    assert known == sorted(set(known)), "one a line, in order: tests/published_urls.py writes it"
    lost = [address for address in known if not published_urls.answers(site, address)]
    assert lost == [], "see `nyth move` and `nyth merge`"


def test_nothing_was_taken_out_of_the_list() -> None:
    command = ["git", "log", "--format=", "--patch", "--", "tests/published-urls.txt"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    removed = {line[1:] for line in done.stdout.splitlines() if re.match("-(?!--)", line)}
    assert removed - set(published_urls.published()) == set()
