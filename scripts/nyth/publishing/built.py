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

_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
_HIDDEN = {"script", "style", "template"}


@dataclass
class BuiltPage:
    """What was found in one HTML file. `links`: (address, line); `outline`: (id, text) of headings."""

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


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = BuiltPage(path)
        self._stack: list[str] = []
        self._heading: tuple[int, str, list[str]] | None = None
        self._in_title = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        page, line = self.page, self.getpos()[0]
        if tag not in _VOID:
            self._stack.append(tag)
        if tag == "html":
            page.lang = found.get("lang", "")
        if "id" in found:
            page.ids.append(found["id"])
        if tag == "a" and "href" in found:
            page.links.append((found["href"], line))
        if tag == "form" and "action" in found:
            page.links.append((found["action"], line))
        if tag in ("img", "script", "source") and "src" in found:
            page.files.append((found["src"], line))
        if tag == "link":
            self._link(found, line)
        if tag == "meta" and found.get("name") == "robots":
            page.noindex = "noindex" in found.get("content", "")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._heading = (int(tag[1]), found.get("id", ""), [])
        self._in_title = tag == "title" and "svg" not in self._stack

    def _link(self, found: dict[str, str], line: int) -> None:
        relation = found.get("rel", "")
        if relation == "alternate":
            self.page.alternates[found.get("hreflang", "")] = found.get("href", "")
        elif relation == "canonical":
            self.page.canonical = found.get("href", "")
        else:
            self.page.files.append((found.get("href", ""), line))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._stack:
            while self._stack.pop() != tag:
                pass
        if self._heading and tag == f"h{self._heading[0]}":
            level, anchor, words = self._heading
            self.page.headings.append((level, anchor, " ".join("".join(words).split())))
            self._heading = None
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._heading and not _HIDDEN & set(self._stack):
            self._heading[2].append(data)
        if self._in_title:
            self.page.title += data


def read_site(site: Path) -> dict[str, BuiltPage]:
    """Every HTML file of a site by its path relative to the root."""
    pages = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        reader = _Reader(path)
        reader.feed(file.read_text("utf-8"))
        reader.close()
        pages[path] = reader.page
    return pages


def check(site: Path, site_url: str = "") -> list[Problem]:
    """Dead links and fragments, missing or doubled headings and ids, titles used twice, pages without a twin, and
    pages that cannot be reached from the home page of their language. `site_url`: the absolute address of the site."""
    pages = read_site(site)
    return [
        *_links(site, pages, site_url),
        *_shape(pages),
        *_twins(pages, site_url),
        *_reach(pages),
    ]


def resolve(path: str, address: str) -> tuple[str, str] | None:
    """The file, relative to the root, and the fragment that a link on a page leads to; None where it leads outside."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    if parts.path.startswith("/"):
        return None
    target = (
        posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        if parts.path
        else path
    )
    if parts.path.endswith("/") or target == ".":
        target = posixpath.normpath(posixpath.join(target, "index.html"))
    return target, unquote(parts.fragment)


def _links(site: Path, pages: dict[str, BuiltPage], site_url: str) -> Iterator[Problem]:
    for path, page in pages.items():
        if posixpath.basename(path) == "404.html":
            continue
        for address, line in page.links + page.files:
            inside = (
                address.removeprefix(site_url)
                if site_url and address.startswith(site_url)
                else None
            )
            found = (
                resolve("index.html", inside or "./")
                if inside is not None
                else resolve(path, address)
            )
            if found is None:
                if not address.startswith(("https://", "http://", "mailto:")):
                    yield Problem(path, line, "dead-link", {"address": address})
                continue
            target, fragment = found
            if target in pages:
                if fragment and fragment not in pages[target].ids:
                    yield Problem(
                        path, line, "dead-fragment", {"address": address, "fragment": fragment}
                    )
            elif not (site / target).is_file():
                yield Problem(path, line, "dead-link", {"address": address})


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
        wanted = {*LANGUAGES, "x-default"}
        if (
            page.lang != lang
            or page.canonical != own
            or set(page.alternates) != wanted
            or page.alternates.get(lang) != own
        ):
            yield Problem(path, 1, "no-twin", {"path": path})
            continue
        other = next(o for o in LANGUAGES if o != lang)
        twin = pages.get(page.alternates[other].removeprefix(site_url) + "index.html")
        if twin is None or twin.alternates.get(lang) != own:
            yield Problem(path, 1, "no-twin", {"path": path})


def _reach(pages: dict[str, BuiltPage]) -> Iterator[Problem]:
    for lang in LANGUAGES:
        home = f"{lang}/index.html"
        seen, waiting = {home}, [home]
        while waiting:
            path = waiting.pop()
            for address, _ in pages[path].links if path in pages else ():
                found = resolve(path, address)
                if (
                    found
                    and found[0] in pages
                    and found[0] not in seen
                    and found[0].startswith(f"{lang}/")
                ):
                    seen.add(found[0])
                    waiting.append(found[0])
        for path, page in pages.items():
            if path.startswith(f"{lang}/") and path not in seen and not page.noindex:
                yield Problem(path, 1, "not-reached", {"home": home})
