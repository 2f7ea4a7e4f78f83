"""What a proposed change does to what readers read: two built sites compared as text. Pure."""

from __future__ import annotations

import difflib
from pathlib import Path

from nyth import LANGUAGES
from nyth.pages.page import environment
from nyth.publishing import built

_MOST = 12_000


def changes(before: Path, after: Path) -> dict[str, list[str]]:
    """The pages whose words differ between two built sites: path to the lines of a difference."""
    old, new = _words(before), _words(after)
    return {
        path: list(difflib.unified_diff(old.get(path, []), new.get(path, []), lineterm="", n=1))[2:]
        for path in sorted({*old, *new})
        if old.get(path, []) != new.get(path, [])
    }


def _words(site: Path) -> dict[str, list[str]]:
    pages = (page for lang in LANGUAGES for page in (site / lang).rglob("index.html"))
    paths = {page.relative_to(site).as_posix(): page for page in pages}
    return {path: built.read(path, page.read_text("utf-8")).lines for path, page in paths.items()}


def comment(changed: dict[str, list[str]], moved: list[str], site_url: str) -> str:
    """The comment for a proposal, in both languages.

    moved: ids that are not in step; site_url: where readers see the site now.
    """
    pages, size = [], 0
    for path, lines in changed.items():
        # so that no text can leave its block
        difference = "\n".join(lines).replace("````", "''''")
        size += len(difference)
        address = site_url + path.removesuffix("index.html")
        shown = difference if size <= _MOST else ""
        pages.append({"path": path, "address": address, "difference": shown})
    template = environment().get_template("proposal.md")
    return template.render(pages=pages, moved=moved, cut=size > _MOST)
