"""Nothing that was ever published is lost; nothing is ever taken out of the list."""

from __future__ import annotations

from pathlib import Path

import published_urls


def test_every_address_that_was_ever_published_answers(site: Path) -> None:
    known = published_urls.published()
    assert len(known) > 1_000
    assert known == sorted(set(known)), "one a line, in order: tests/published_urls.py writes it"
    lost = [address for address in known if not published_urls.answers(site, address)]
    assert lost == [], "see `nyth move` and `nyth merge`"
