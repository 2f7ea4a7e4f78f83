"""What stands round the words of a page: menu, breadcrumbs, language link, permanent link, edit link. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import quote

from nyth import LANGUAGES
from nyth.content.addresses import Addresses, relative
from nyth.content.model import KINDS, Library, Text
from nyth.languages import agree
from nyth.pages import charts
from nyth.pages.writer import Writer, date_text

HOME = "index"


class Shell:
    """The frame of every page of a library.

    site_url: the absolute address of the site, with a slash at the end, or "" where it is not known;
    repository: the address of the project on its code host, or "".
    """

    def __init__(self, library: Library, site_url: str = "", repository: str = "") -> None:
        self.library = library
        self.site_url = site_url
        self.repository = repository.rstrip("/")
        self.addresses = Addresses(library)

    def ids(self) -> Iterator[str]:
        """Every id that has a page, hand-written pages first."""
        yield from self.library.pages
        yield from self.library.entities

    def words(self, lang: str) -> dict[str, str]:
        """The words of the templates in a language."""
        return {key: getattr(both, lang) for key, both in self.library.words.ui.items()}

    def site(self, lang: str) -> dict[str, str]:
        """The names of the site in a language."""
        words = self.library.words.site
        return {
            "name": getattr(words.name, lang),
            "mark": getattr(words.mark, lang),
            "description": getattr(words.description, lang),
        }

    def context(self, target: str, lang: str, toc: list[dict[str, Any]]) -> dict[str, Any]:
        """All that the templates need to know of a page; see overrides/base.html. `toc`: its headings."""
        url, other = self.addresses.url(target, lang), next(o for o in LANGUAGES if o != lang)

        def href(page: str) -> str | None:
            return relative(url, self.addresses.url(page, lang)) if self.addresses.known(page) else None

        pages = ("help", "search", "about", "accessibility", "privacy", "changes", "glossary", "a-z", "editors", "translation")
        return {
            "lang": lang,
            "other_lang": other,
            "words": self.words(lang),
            "site": {**self.site(lang), "home_url": href(HOME)},
            "menu": self._menu(target, lang, url),
            "entry": self._entry(target, lang, url, toc),
            **{f"{page.replace('-', '_')}_url": href(page) for page in pages},
        }

    def _entry(self, target: str, lang: str, url: str, toc: list[dict[str, Any]]) -> dict[str, Any]:
        other = next(o for o in LANGUAGES if o != lang)
        entity = self.library.entities.get(target)
        text = self._text(target, lang)
        kind = entity.kind if entity else "page"
        previous, following = self._neighbours(target, lang, url)
        reviewed = entity.facts.reviewed if entity else None
        return {
            "id": target,
            "kind": kind,
            "kind_one": getattr(self.library.words.kinds[kind].one, lang) if entity else None,
            "title": text.title,
            "summary": text.summary,
            "other_url": relative(url, self.addresses.url(target, other)),
            "canonical": self.site_url + url if self.site_url else None,
            "alternates": [{"lang": o, "href": self.site_url + self.addresses.url(target, o)} for o in LANGUAGES]
            if self.site_url
            else [],
            "x_default": self.site_url or None,
            "permalink": f"{self.site_url}p/{target}/",
            "permalink_path": f"/p/{target}/",
            "breadcrumbs": self._breadcrumbs(target, lang, url),
            "previous": previous,
            "next": following,
            "edit_url": self._edit_url(text, lang, url),
            "report_url": self._report_url(target, text),
            "path": text.path,
            "reviewed": {"iso": reviewed.isoformat(), "text": date_text(reviewed, lang)} if reviewed else None,
            "reviewed_cy": bool(agree.page_pair(self.library, target).reviewed_cy),
            "notices": Writer(self.library, lang, url).notices(target),
            "glyph": charts.glyph(entity.order[0]) if kind == "principle" else None,
            "toc": toc,
            "wide": kind == "page" and (target == HOME or any(target == kind.folder for kind in KINDS.values())),
            "is_home": target == HOME,
        }

    def _text(self, target: str, lang: str) -> Text:
        return (self.library.entities[target].texts if target in self.library.entities else self.library.pages[target])[
            lang
        ]

    def _crumb(self, target: str, lang: str, url: str) -> dict[str, str]:
        return {"title": self.addresses.title(target, lang), "url": relative(url, self.addresses.url(target, lang))}

    def _breadcrumbs(self, target: str, lang: str, url: str) -> list[dict[str, str]]:
        if target == HOME or HOME not in self.library.pages:
            return []
        entity = self.library.entities.get(target)
        parent = self.addresses.index(entity.kind, lang) if entity else self._menu_parent.get(target)
        home = {
            "title": self.words(lang).get("home", self.site(lang)["name"]),
            "url": relative(url, self.addresses.url(HOME, lang)),
        }
        return [home] + ([self._crumb(parent, lang, url)] if parent else [])

    @cached_property
    def _menu_parent(self) -> dict[str, str]:
        return {child: item.page for item in self.library.menu for child in item.pages}

    def _neighbours(self, target: str, lang: str, url: str) -> tuple[dict[str, str] | None, dict[str, str] | None]:
        """The things of the same kind before and after this one."""
        entity = self.library.entities.get(target)
        if entity is None:
            return None, None
        row = self._rows[entity.kind]
        n = row.index(target)
        before, after = row[n - 1] if n else None, row[n + 1] if n + 1 < len(row) else None
        return (self._crumb(before, lang, url) if before else None, self._crumb(after, lang, url) if after else None)

    @cached_property
    def _rows(self) -> dict[str, list[str]]:
        return {kind: [e.id for e in self.library.of(kind)] for kind in KINDS}

    def _menu(self, target: str, lang: str, url: str) -> list[dict[str, Any]]:
        return [
            {
                **item,
                "url": relative(url, item["url"]),
                "current": item["id"] == target,
                "children": [
                    {**child, "url": relative(url, child["url"]), "current": child["id"] == target}
                    for child in item["children"]
                ],
            }
            for item in self._menus[lang]
        ]

    @cached_property
    def _menus(self) -> dict[str, list[dict[str, Any]]]:
        """The menu of each language with addresses from the root; made once, as every page carries it."""

        def link(target: str, lang: str) -> dict[str, Any]:
            return {"id": target, "title": self.addresses.title(target, lang), "url": self.addresses.url(target, lang)}

        menus: dict[str, list[dict[str, Any]]] = {}
        for lang in LANGUAGES:
            kinds = {self.addresses.index(kind, lang): kind for kind in KINDS}
            menus[lang] = [
                {
                    **link(item.page, lang),
                    "children": [
                        link(c, lang) for c in [*(self._rows[kinds[item.page]] if item.list else []), *item.pages]
                    ],
                }
                for item in self.library.menu
            ]
        return menus

    def _edit_url(self, text: Text, lang: str, url: str) -> str | None:
        """The file on the code host, ready to edit; without a code host, the page that explains how."""
        if self.repository:
            return f"{self.repository}/edit/main/{quote(text.path)}"
        return relative(url, self.addresses.url("editors", lang)) if self.addresses.known("editors") else None

    def _report_url(self, target: str, text: Text) -> str | None:
        if not self.repository:
            return None
        form = f"page-problem-{text.lang}.yml"
        return f"{self.repository}/issues/new?template={form}&title={quote(text.title)}&page={quote(self.site_url + 'p/' + target + '/')}"
