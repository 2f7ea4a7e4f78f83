"""What stands round the words of a page: menu, breadcrumbs, language link, permanent link, edit
links. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote

from nyth import LANGUAGES, other
from nyth.content.addresses import Addresses, relative
from nyth.content.library import KINDS, Library, Text, Thing
from nyth.languages import agree
from nyth.pages import changes, cite, facing, views
from nyth.pages.page import Page

HOME = "index"
# The pages that the templates link to, where there are such pages.
_LINKED = (
    "help", "search", "about", "accessibility", "privacy", "changes", "glossary", "a-z",
    "editors", "translation", "licences",
)  # fmt: skip


class Shell:
    """The frame of every page of a library.

    site_url: the absolute address of the site, with a slash at the end, or "" where it is not
    known; repository: the address of the project on its code host, or "".
    """

    def __init__(self, library: Library, site_url: str = "", repository: str = "") -> None:
        self.library = library
        self.site_url = site_url
        self.repository = repository.rstrip("/")
        self.addresses = Addresses(library)

    def words(self, lang: str) -> dict[str, str]:
        """The words of the templates in a language."""
        return {key: both[lang] for key, both in self.library.words.ui.items()}

    def site(self, lang: str) -> dict[str, str]:
        """The names of the site in a language."""
        words = self.library.words.site
        return {
            "name": words.name[lang],
            "mark": words.mark[lang],
            "description": words.description[lang],
        }

    def context(self, page: Page, sections: Sequence[views.SectionView]) -> dict[str, Any]:
        """All that the templates need to know of a page; see overrides/base.html. `sections`:
        for its contents."""

        def href(target: str) -> str | None:
            return page.to(target) if page.knows(target) else None

        return {
            "lang": page.lang,
            "other_lang": page.other,
            "words": self.words(page.lang),
            "site": {**self.site(page.lang), "home_url": href(HOME)},
            "menu": self._menu(page),
            "feed_url": (feed := self.feed(page.lang)) and page.path(feed),
            "entry": self._entry(page, sections),
            **{f"{target.replace('-', '_')}_url": href(target) for target in _LINKED},
        }

    def _advice(self, page: Page) -> str:
        """The day a practitioner went through what we suggest on a page; nothing until one has."""
        facts, listed = page.thing.facts, self.library.agreements.reviewed_advice
        day = facts.reviewed_advice if facts else listed.get(page.thing.id)
        return page.date(day) if day else ""

    def _entry(self, page: Page, sections: Sequence[views.SectionView]) -> dict[str, Any]:
        thing, lang, text = page.thing, page.lang, page.text
        reviewed = thing.facts.reviewed if thing.facts else None
        previous, following = self._neighbours(page)
        alternates = [
            (code, self.site_url + self.addresses.url(thing.id, code)) for code in LANGUAGES
        ]
        is_index = any(thing.id == self.addresses.index(kind, lang) for kind in KINDS)
        return {
            "id": thing.id,
            "kind": thing.kind,
            "kind_one": None if thing.is_page else page.kind_name(thing.kind),
            "title": text.title,
            "summary": text.summary,
            "other_url": page.to(thing.id, lang=page.other),
            "canonical": self.site_url + page.url if self.site_url else None,
            "alternates": alternates if self.site_url else [],
            "x_default": self.site_url or None,
            "permalink": f"{self.site_url}p/{thing.id}/",
            **self._share(page, f"{self.site_url}p/{thing.id}/", reviewed),
            "changed": changes.of(page),
            "compare_url": page.path(f"compare/{thing.id}/"),
            "permalink_url": page.path(f"p/{thing.id}/"),
            "breadcrumbs": self._breadcrumbs(page),
            "previous": previous,
            "next": following,
            "edit_url": self.edit_url(text)
            or (page.to("editors") if page.knows("editors") else None),
            "report_url": self._report_url(thing, text),
            "path": text.place.path,
            "reviewed": {"iso": reviewed.isoformat(), "text": page.date(reviewed)}
            if reviewed
            else None,
            "advice": self._advice(page) if any(s.ours for s in sections) else None,
            "reviewed_cy": bool(agree.page_pair(self.library, thing).reviewed_cy),
            "notices": views.notices(page),
            "number": thing.order[0] if thing.kind == "principle" else None,
            "toc": [{"id": s.id, "title": s.heading} for s in sections],
            "wide": thing.is_page and (thing.id == HOME or is_index),
            "is_home": thing.id == HOME,
            "calls": {mark.value for mark in _macros(text)},
        }

    def _share(self, page: Page, address: str, day: datetime.date | None) -> dict[str, str | None]:
        """How a page is cited, and shown on other sites."""
        name, title, lang = page.thing.id, page.text.title, page.lang
        site = self.site(lang)["name"]
        framed = page.thing.kind in facing.SHORT
        return {
            "bibtex": cite.bibtex(name, title, site, address, lang, day),
            "ris": cite.ris(title, site, address, lang, day),
            "embed": f"{self.site_url}embed/{lang}/{name}/" if framed else None,
        }

    def feed(self, lang: str) -> str | None:
        """The address of the feed of changes, from the root; None where there can be none."""
        if not self.site_url or not changes.changes(self.library, lang):
            return None
        return f"{lang}/{self.words(lang)['feed_file']}"

    def _crumb(self, page: Page, target: str) -> dict[str, str]:
        return {"title": page.title(target), "url": page.to(target)}

    def _breadcrumbs(self, page: Page) -> list[dict[str, str]]:
        """Where a page is: a thing is in the list of its kind, a hand-written page in the site.
        What stands beside it in the menu is its neighbour, and nothing that it belongs to."""
        if page.thing.id == HOME or not page.knows(HOME):
            return []
        home = {
            "title": self.words(page.lang).get("home", self.site(page.lang)["name"]),
            "url": page.to(HOME),
        }
        index = None if page.thing.is_page else self.addresses.index(page.thing.kind, page.lang)
        return [home, *([self._crumb(page, index)] if index else [])]

    def _neighbours(self, page: Page) -> tuple[dict[str, str] | None, dict[str, str] | None]:
        """The things of the same kind before and after this one."""
        if page.thing.is_page:
            return None, None
        row = self._rows[page.thing.kind]
        n = row.index(page.thing.id)
        before, after = row[n - 1] if n else None, row[n + 1] if n + 1 < len(row) else None
        return before and self._crumb(page, before), after and self._crumb(page, after)

    @cached_property
    def _rows(self) -> dict[str, list[str]]:
        return {kind: [thing.id for thing in self.library.of(kind)] for kind in KINDS}

    def _menu(self, page: Page) -> list[dict[str, Any]]:
        def shown(item: dict[str, Any]) -> dict[str, Any]:
            current = item["id"] == page.thing.id
            return {**item, "url": page.path(item["url"]), "current": current}

        menu = self._menus[page.lang]
        return [
            {**shown(item), "children": [shown(child) for child in item["children"]]}
            for item in menu
        ]

    @cached_property
    def _menus(self) -> dict[str, list[dict[str, Any]]]:
        """The menu of each language with addresses from the root; made once, as every page
        carries it."""

        def link(target: str, lang: str) -> dict[str, Any]:
            title, url = self.library.things[target][lang].title, self.addresses.url(target, lang)
            return {"id": target, "title": title, "url": url}

        menus: dict[str, list[dict[str, Any]]] = {}
        for lang in LANGUAGES:
            kinds = {self.addresses.index(kind, lang): kind for kind in KINDS}
            menus[lang] = []
            for item in self.library.menu:
                listed = self._rows[kinds[item.page]] if item.list else []
                children = [link(child, lang) for child in (*listed, *item.pages)]
                menus[lang].append({**link(item.page, lang), "children": children})
        return menus

    # The code host

    def edit_url(self, text: Text, line: int | None = None) -> str | None:
        """A text in the editor of the code host, at a line of it; None without a code host."""
        if not self.repository:
            return None
        return f"{self.repository}/edit/main/{quote(text.place.path)}" + (
            f"#L{line}" if line else ""
        )

    def _report_url(self, thing: Thing, text: Text) -> str | None:
        if not self.repository:
            return None
        page = quote(f"{self.site_url}p/{thing.id}/")
        form = f"template=page-problem-{text.lang}.yml&title={quote(text.title)}&page={page}"
        return f"{self.repository}/issues/new?{form}"


def _macros(text: Text) -> Iterator[Any]:
    for part in text.parts:
        for block in part.body.blocks:
            yield from block.of("macro")


def chooser(shell: Shell, target: str, here: str, lang: str | None = None) -> dict[str, Any]:
    """What the pages of both languages need: chooser, permanent links, addresses that moved.

    target: "id" or "id#section"; here: the address of the page itself, from the root; lang: its
    language where it has one.
    """
    name, _, section = target.partition("#")
    pages = {
        code: {
            "title": shell.library.things[name][code].title,
            "section": section,
            "url": relative(here, shell.addresses.url(target, code)),
        }
        for code in LANGUAGES
    }
    return {
        **{f"words_{code}": shell.words(code) for code in LANGUAGES},
        **{f"site_{code}": shell.site(code) for code in LANGUAGES},
        "pages": pages,
        "lang": lang,
        "other_lang": other(lang) if lang else None,
    }
