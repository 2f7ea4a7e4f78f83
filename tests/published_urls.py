"""Every address that was ever published, one a line, in published-urls.txt; none is ever taken out.

    python tests/published_urls.py SITE

adds those of a built site that are new. A section stands there as its permanent link,
`p/trusted-adults/#meaning`, which both languages answer.
"""

from __future__ import annotations

import functools
import re
import sys
from pathlib import Path

from lxml import html

LIST = Path(__file__).parent / "published-urls.txt"
# What changes its name with its content, and what no reader keeps a link to.
_PASSING = re.compile(r"assets/|search/|_|\.|.*/?404\.html$|sw\.js$|p/index")
_SECTIONS = " | ".join(
    f"//main//{part}/@id" for part in ("h2", "h3", "dt", "*[contains(@class, 'finding')]")
)


def addresses(site: Path) -> set[str]:
    """What readers may keep a link to on a built site."""
    files = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    found = {re.sub(r"(^|/)index\.html$", r"\1", f) for f in files if not _PASSING.match(f)}
    for link in [address for address in found if re.fullmatch(r"p/[^/]+/", address)]:
        here = [sections(site, page) for page in leads(site, link)]
        found |= {f"{link}#{name}" for name in set.intersection(*here)}
    return found


def answers(site: Path, address: str) -> bool:
    """Whether a reader who follows an address arrives at a page or file that is there, and at the
    section, in each language that it leads to."""
    path, _, section = address.partition("#")
    file = f"{path}index.html" if path.endswith("/") or not path else path
    if not (site / file).is_file():
        return False
    pages = leads(site, path) or ([path] if file.endswith("index.html") else [])
    for page in pages:
        page, _, place = page.partition("#")
        wanted = section or place
        if leads(site, page) and not re.match("p/", page):
            return False  # in one step
        if not (site / page / "index.html").is_file():
            return False
        if wanted and wanted not in _ids(site, page):
            return False
    return True


@functools.cache
def leads(site: Path, address: str) -> list[str]:
    """The addresses that a permanent link or a moved page leads on to; none for any other page."""
    page, base = _page(site, address), Path(address)
    links = (
        [] if page is None else page.xpath("//*[@data-open-mine]//a/@href | //a[@data-moved]/@href")
    )
    return [_joined(base, link) for link in links]


def sections(site: Path, address: str) -> set[str]:
    """The anchors on a page that stand for a part of its text."""
    return {*_page(site, address.partition("#")[0]).xpath(_SECTIONS)}


@functools.cache
def _ids(site: Path, address: str) -> set[str]:
    return {*_page(site, address).xpath("//@id")}


def _joined(base: Path, href: str) -> str:
    path, mark, place = href.partition("#")
    parts: list[str] = []
    for part in (*base.parts, *path.split("/")):
        if part == "..":
            parts.pop()
        elif part not in (".", ""):
            parts.append(part)
    return "/".join(parts) + ("/" if path.endswith("/") else "") + mark + place


@functools.cache
def _page(site: Path, address: str) -> html.HtmlElement | None:
    file = site / address / "index.html"
    return html.document_fromstring(file.read_bytes()) if file.is_file() else None


def published() -> list[str]:
    """The list."""
    return LIST.read_text("utf-8").splitlines() if LIST.exists() else []


if __name__ == "__main__":
    every = addresses(Path(sys.argv[1])) | set(published())
    LIST.write_text("".join(f"{address}\n" for address in sorted(every)), "utf-8")
    print(len(every))
