"""Reads a finished site as a reader would, and says what a reader would stumble over."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from nyth import LANGUAGES
from nyth.problems import Problem

_VOID = set("area base br col embed hr img input link meta source track wbr".split())
_HIDDEN = {"script", "style", "template"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_BLOCKS = _HEADINGS | set(
    "p li dt dd th td summary figcaption button option blockquote main".split()
)


@dataclass
class BuiltPage:
    """What is in one HTML file. links, files: (address, line); headings: (level, id, text);
    lines: the words of the main part, one text for each paragraph, heading, item or cell."""

    path: str
    lang: str = ""
    title: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)
    files: list[tuple[str, int]] = field(default_factory=list)
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    alternates: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    noindex: bool = False
    lines: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, path: str, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = BuiltPage(path)
        self._stack: list[str] = []
        self._anchor = ""
        self._words: list[str] = []
        self.feed(html)
        self.close()
        self._end_block()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        page, line = self.page, self.getpos()[0]
        if tag in _BLOCKS:
            self._end_block()
        if tag in _HEADINGS:
            self._anchor = values.get("id", "")
        if tag not in _VOID:
            self._stack.append(tag)
        if "id" in values:
            page.ids.append(values["id"])
        if tag == "html":
            page.lang = values.get("lang", "")
        elif (
            tag in ("a", "form")
            and (address := values.get("href", values.get("action"))) is not None
        ):
            page.links.append((address, line))
        elif tag in ("img", "script", "source") and "src" in values:
            page.files.append((values["src"], line))
        elif tag == "link":
            self._link(values.get("rel", ""), values.get("href", ""), values.get("hreflang", ""))
        elif tag == "meta" and values.get("name") == "robots":
            page.noindex = "noindex" in values.get("content", "")

    def _link(self, relation: str, address: str, lang: str) -> None:
        if relation == "alternate" and lang:
            self.page.alternates[lang] = address
        elif relation == "canonical":
            self.page.canonical = address
        else:
            self.page.files.append((address, self.getpos()[0]))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            text = self._end_block()
            if tag in _HEADINGS:
                self.page.headings.append((int(tag[1]), self._anchor, text))
        if tag in self._stack:
            while self._stack.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._stack[-1:] == ["title"] and "svg" not in self._stack:
            self.page.title += data
        elif not _HIDDEN & set(self._stack):
            self._words.append(data)

    def _end_block(self) -> str:
        text = " ".join("".join(self._words).split())
        self._words = []
        if text and "main" in self._stack:
            self.page.lines.append(text)
        return text


def read(path: str, html: str) -> BuiltPage:
    """One page, by its path relative to the root."""
    return _Reader(path, html).page


def read_site(site: Path) -> dict[str, BuiltPage]:
    """Every HTML file of a site by its path relative to the root."""
    paths = {file.relative_to(site).as_posix(): file for file in sorted(site.rglob("*.html"))}
    return {path: read(path, file.read_text("utf-8")) for path, file in paths.items()}


def check(site: Path, site_url: str = "") -> list[Problem]:
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


def _links(site: Path, pages: dict[str, BuiltPage], site_url: str) -> Iterator[Problem]:
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
                    yield Problem(path, line, "dead-link", {"address": address})
                continue
            target, fragment = led
            if target in pages:
                if fragment and not _holds(pages, target, fragment):
                    values = {"address": address, "fragment": fragment}
                    yield Problem(path, line, "dead-fragment", values)
            elif not (site / target).is_file():
                yield Problem(path, line, "dead-link", {"address": address})


def _holds(pages: dict[str, BuiltPage], target: str, fragment: str) -> bool:
    """Whether a page has a place of that name; of a permanent link, both pages that it leads to."""
    page = pages[target]
    if not target.startswith("p/"):
        return fragment in page.ids
    led = [resolve(target, address) for address in page.alternates.values()]
    return all(to and to[0] in pages and fragment in pages[to[0]].ids for to in led)


def _shape(pages: dict[str, BuiltPage]) -> Iterator[Problem]:
    titles: dict[tuple[str, str], str] = {}
    for path, page in pages.items():
        tops = [text for level, _, text in page.headings if level == 1]
        if len(tops) != 1:
            yield Problem(path, 1, "one-h1", {"count": len(tops)})
        for anchor in sorted({i for i in page.ids if page.ids.count(i) > 1}):
            yield Problem(path, 1, "id-twice", {"id": anchor})
        levels = [1, *(level for level, _, _ in page.headings)]
        if any(after > before + 1 for before, after in zip(levels, levels[1:], strict=False)):
            yield Problem(path, 1, "heading-skipped", {})
        if not page.noindex:
            key = (page.lang, page.title.strip())
            if key in titles or not key[1]:
                yield Problem(
                    path, 1, "title-taken", {"title": key[1], "other": titles.get(key, path)}
                )
            titles[key] = path


def _twins(pages: dict[str, BuiltPage], site_url: str) -> Iterator[Problem]:
    """Each page of a language names its twin, and the twin names it back."""
    for path, page in pages.items():
        lang = path.split("/")[0]
        if lang not in LANGUAGES or page.noindex or not site_url:
            continue
        own = site_url + path.removesuffix("index.html")
        named = page.alternates
        other = next(o for o in LANGUAGES if o != lang)
        twin = pages.get(named.get(other, "").removeprefix(site_url) + "index.html")
        whole = page.lang == lang and page.canonical == own == named.get(lang)
        if (
            not whole
            or set(named) != {*LANGUAGES, "x-default"}
            or not twin
            or twin.alternates.get(lang) != own
        ):
            yield Problem(path, 1, "no-twin", {"path": path})


def _reach(pages: dict[str, BuiltPage]) -> Iterator[Problem]:
    for lang in LANGUAGES:
        home = f"{lang}/index.html"
        seen, waiting = {home}, [home]
        while waiting:
            path = waiting.pop()
            led = (
                resolve(path, address)
                for address, _ in (pages[path].links if path in pages else ())
            )
            new = {
                to[0] for to in led if to and to[0] in pages and to[0].startswith(f"{lang}/")
            } - seen
            seen |= new
            waiting += new
        for path, page in pages.items():
            if path.startswith(f"{lang}/") and path not in seen and not page.noindex:
                yield Problem(path, 1, "not-reached", {"home": home})
