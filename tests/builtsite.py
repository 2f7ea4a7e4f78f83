"""Reads a finished site as a reader would, and says what a reader would stumble over."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import lxml.html

from nyth import LANGUAGES, other


@dataclass
class BuiltPage:
    """What is in one HTML file. links, files: (address, line); headings: (level, id, text)."""

    path: str
    lang: str
    title: str
    ids: list[str]
    links: list[tuple[str, int]]
    files: list[tuple[str, int]]
    headings: list[tuple[int, str, str]]
    alternates: dict[str, str]
    canonical: str
    noindex: bool


class Fault(NamedTuple):
    """Something that a reader stumbles over."""

    path: str
    line: int
    rule: str
    detail: str = ""


def read(path: str, html: str) -> BuiltPage:
    """One page, by its path relative to the root."""
    tree = lxml.html.document_fromstring(html)
    relations = [(e, e.get("rel"), e.get("href", "")) for e in tree.iter("link")]
    alternates = {
        e.get("hreflang"): href
        for e, rel, href in relations
        if rel == "alternate" and e.get("hreflang")
    }
    files = [
        (e.get("src"), e.sourceline) for e in tree.iter("img", "script", "source") if e.get("src")
    ]
    files += [
        (href, e.sourceline)
        for e, rel, href in relations
        if rel != "canonical" and not (rel == "alternate" and e.get("hreflang"))
    ]
    return BuiltPage(
        path,
        tree.get("lang", ""),
        tree.xpath("string(//title[not(ancestor::svg)])").strip(),
        tree.xpath("//@id"),
        [
            (e.get("href", e.get("action")), e.sourceline)
            for e in tree.iter("a", "form")
            if e.get("href", e.get("action")) is not None
        ]
        # what a drawing is filled with is drawn elsewhere on the page
        + [
            (e.get("fill")[len("url(") : -1], e.sourceline)
            for e in tree.xpath("//*[starts-with(@fill, 'url(#')]")
        ],
        files,
        [
            (int(e.tag[1]), e.get("id", ""), " ".join(e.text_content().split()))
            for e in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")
        ],
        alternates,
        next((href for _, rel, href in relations if rel == "canonical"), ""),
        any("noindex" in content for content in tree.xpath("//meta[@name='robots']/@content")),
    )


def read_site(site: Path) -> dict[str, BuiltPage]:
    """Every HTML file of a site by its path relative to the root."""
    paths = {file.relative_to(site).as_posix(): file for file in sorted(site.rglob("*.html"))}
    return {path: read(path, file.read_text("utf-8")) for path, file in paths.items()}


def check(site: Path, site_url: str = "") -> list[Fault]:
    """Dead links and fragments, missing or doubled headings and ids, titles used twice, pages
    without a twin, and pages that cannot be reached from the home page of their language.
    `site_url`: the absolute address of the site."""
    pages = read_site(site)
    return [
        *_links(site, pages, site_url),
        *_shape(pages),
        *_twins(pages, site_url),
        *_reach(pages),
    ]


def resolve(path: str, address: str) -> tuple[str, str] | None:
    """The file, relative to the root, and the fragment that a link on a page leads to; None
    where it leads outside."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return None
    joined = posixpath.join(posixpath.dirname(path), unquote(parts.path)) if parts.path else path
    target = posixpath.normpath(joined)
    if parts.path.endswith("/") or target == ".":
        target = posixpath.normpath(posixpath.join(target, "index.html"))
    return target, unquote(parts.fragment)


def _links(site: Path, pages: dict[str, BuiltPage], site_url: str) -> Iterator[Fault]:
    for path, page in pages.items():
        # a missing page is shown at any address, so its own are from the root of the host
        for address, line in (
            page.links + page.files if posixpath.basename(path) != "404.html" else ()
        ):
            absolute = site_url and address.startswith(site_url)
            inside = address.removeprefix(site_url) or "./" if absolute else address
            led = resolve("index.html" if absolute else path, inside)
            if led is None:
                if not address.startswith(("https://", "http://", "mailto:", "tel:")):
                    yield Fault(path, line, "dead-link", address)
                continue
            target, fragment = led
            if target in pages:
                if fragment and not _holds(pages, target, fragment):
                    yield Fault(path, line, "dead-fragment", address)
            elif not (site / target).is_file():
                yield Fault(path, line, "dead-link", address)


def _holds(pages: dict[str, BuiltPage], target: str, fragment: str) -> bool:
    """Whether a page has a place of that name; of a permanent link, both pages that it leads to."""
    page = pages[target]
    if not target.startswith("p/"):
        return fragment in page.ids
    led = [resolve(target, address) for address in page.alternates.values()]
    return all(to and to[0] in pages and fragment in pages[to[0]].ids for to in led)


def _shape(pages: dict[str, BuiltPage]) -> Iterator[Fault]:
    titles: set[tuple[str, str]] = set()
    for path, page in pages.items():
        tops = [text for level, _, text in page.headings if level == 1]
        if len(tops) != 1:
            yield Fault(path, 1, "one-h1", str(tops))
        for anchor in sorted({i for i in page.ids if page.ids.count(i) > 1}):
            yield Fault(path, 1, "id-twice", anchor)
        levels = [1, *(level for level, _, _ in page.headings)]
        if any(after > before + 1 for before, after in zip(levels, levels[1:], strict=False)):
            yield Fault(path, 1, "heading-skipped")
        if not page.noindex:
            if (page.lang, page.title) in titles or not page.title:
                yield Fault(path, 1, "title-taken", page.title)
            titles.add((page.lang, page.title))


def _twins(pages: dict[str, BuiltPage], site_url: str) -> Iterator[Fault]:
    """Each page of a language names its twin, and the twin names it back."""
    for path, page in pages.items():
        lang = path.split("/")[0]
        if lang not in LANGUAGES or page.noindex or not site_url:
            continue
        own = site_url + path.removesuffix("index.html")
        named = page.alternates
        twin = pages.get(named.get(other(lang), "").removeprefix(site_url) + "index.html")
        whole = page.lang == lang and page.canonical == own == named.get(lang)
        back = twin and twin.alternates.get(lang) == own
        if not whole or set(named) != {*LANGUAGES, "x-default"} or not back:
            yield Fault(path, 1, "no-twin")


def _reach(pages: dict[str, BuiltPage]) -> Iterator[Fault]:
    for lang in LANGUAGES:
        home = f"{lang}/index.html"
        seen, waiting = {home}, [home]
        while waiting:
            path = waiting.pop()
            links = pages[path].links if path in pages else ()
            led = {to[0] for address, _ in links if (to := resolve(path, address))}
            new = {to for to in led - seen if to in pages and to.startswith(f"{lang}/")}
            seen |= new
            waiting += new
        for path, page in pages.items():
            if path.startswith(f"{lang}/") and path not in seen and not page.noindex:
                yield Fault(path, 1, "not-reached", home)
