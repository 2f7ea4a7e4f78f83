"""What a proposed change does to what readers read: two built sites compared as text. Pure."""

import difflib
from html.parser import HTMLParser
from pathlib import Path

from nyth import LANGUAGES
from nyth.pages.page import environment

_MOST = 12_000
_VOID = set("area base br col embed hr img input link meta source track wbr".split())
_BLOCKS = set(
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
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.text).split("\0"))
    return [line for line in lines if line]


class _Reader(HTMLParser):
    """`text`: the words of the main part; "\\0" where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._stack: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.text += ["\0"] if tag in _BLOCKS else []
        self._stack += [tag] if tag not in _VOID else []

    def handle_endtag(self, tag: str) -> None:
        self.text += ["\0"] if tag in _BLOCKS else []
        if tag in self._stack:
            while self._stack.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "main" in self._stack and not {"script", "style", "template"} & {*self._stack}:
            self.text.append(data)


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
