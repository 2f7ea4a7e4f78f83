"""What a proposed change does to what readers read: two built sites compared as text. Pure."""

import difflib
from pathlib import Path

from lxml import etree
from lxml.html import document_fromstring

from nyth import LANGUAGES
from nyth.content.blocks import one_line
from nyth.pages.page import environment

_MOST = 12_000
# Where a block begins or ends; no text has this letter.
_BREAK = "\ue000"
_BLOCKS = (
    "h1 h2 h3 h4 h5 h6 p li dt dd th td summary figcaption button option blockquote main".split()
)


def changes(before: Path, after: Path) -> dict[str, list[str]]:
    """The pages whose words differ between two built sites: path to the lines of a difference."""
    old, new = _site(before), _site(after)
    return {
        path: list(difflib.unified_diff(old.get(path, []), new.get(path, []), lineterm="", n=1))[2:]
        for path in sorted({*old, *new})
        if old.get(path, []) != new.get(path, [])
    }


def _site(site: Path) -> dict[str, list[str]]:
    pages = (page for lang in LANGUAGES for page in (site / lang).rglob("index.html"))
    return {p.relative_to(site).as_posix(): words(p.read_text("utf-8")) for p in pages}


def words(html: str) -> list[str]:
    """The words of the main part of a page: a line for each paragraph, heading, item or cell."""
    page = document_fromstring(html)
    etree.strip_elements(page, "script", "style", "template", with_tail=False)
    for first in page.xpath("//ol[@start]/li[1]"):
        first.text = f"{first.getparent().get('start')}. {first.text or ''}"
    for block in page.iter(*_BLOCKS):
        block.text = _BREAK + (block.text or "")
        block.tail = _BREAK + (block.tail or "")
    lines = "".join(main.text_content() for main in page.iter("main")).split(_BREAK)
    return [one_line(line) for line in lines if line.strip()]


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
