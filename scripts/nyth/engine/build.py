"""One build of the site, free of MkDocs: every page, and the files that belong to both
languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nyth import LANGUAGES
from nyth.content.addresses import relative
from nyth.content.library import Library, Thing
from nyth.engine import inserts
from nyth.engine.assets import Assets, assets
from nyth.outputs import data, pack, slides, structured
from nyth.pages import assessment, changes, facing, views
from nyth.pages.page import TEMPLATES, Page, environment
from nyth.pages.shell import HOME, Shell, chooser
from nyth.problems import Problem, editor_language, rows, say
from nyth.search import pages as search_pages
from nyth.search.documents import RESULTS


@dataclass(frozen=True)
class Settings:
    """What a build is told besides the content. site_url: the absolute address of the site, with
    a slash at the end, or ""; repository: the address on the code host, or ""; csp_meta: the
    security policy that pages carry, or ""; pack: the folder of the pack for trainers, if it is
    to be published."""

    docs: Path
    site_url: str = ""
    repository: str = ""
    csp_meta: str = ""
    pack: Path | None = None


class Build:
    """The site of a library that has no problems. `problems`: what is wrong with a later state of
    the content, for a preview to say on every page."""

    def __init__(
        self, library: Library, settings: Settings, problems: Sequence[Problem] = ()
    ) -> None:
        self.library = library
        self.settings = settings
        self.problems = problems
        self.templates = environment()
        self.shell = Shell(library, settings.site_url, settings.repository)
        self._inserted = inserts.insert(self.templates, lambda: self.data, lambda: self.pack)
        self._written: dict[tuple[str, str], tuple[Page, views.Body]] = {}

    @cached_property
    def assets(self) -> Assets:
        return assets(TEMPLATES / "assets", self.settings.docs)

    @cached_property
    def data(self) -> data.Edition:
        """The open data."""
        return data.edition(self.library, self.settings.site_url)

    @cached_property
    def pack(self) -> list[dict[str, Any]]:
        """The files of the pack that is published, as its list has them; none where none is."""
        return pack.listed(self.settings.pack) if self.settings.pack else []

    def pages(self) -> Iterator[tuple[Thing, str, str]]:
        """Every page: (thing, language, address)."""
        for thing in self.library.things.values():
            for lang in LANGUAGES:
                yield thing, lang, self.shell.addresses.url(thing.id, lang)

    @cached_property
    def by_address(self) -> dict[str, tuple[str, str]]:
        """The id and language of the page at each address."""
        return {url: (thing.id, lang) for thing, lang, url in self.pages()}

    def written(self, target: str, lang: str) -> tuple[Page, views.Body]:
        """A page with its finished words."""
        if (target, lang) not in self._written:
            thing = self.library.things[target]
            calls_macros = thing.is_page and thing[lang].matter.render_macros
            page = Page(self.library, thing, lang, self._inserted if calls_macros else None)
            text = thing[lang]
            body = views.body(page, self.templates, lambda line: self.shell.edit_url(text, line))
            self._written[target, lang] = page, body
        return self._written[target, lang]

    def document(self, target: str, lang: str) -> str:
        """A finished page."""
        page, body = self.written(target, lang)
        editor = editor_language()
        context = self.shell.context(page, body.sections)
        return self.templates.get_template("base.html").render(
            **context,
            structured=structured.graph(page, context["entry"], lambda: self.data),
            body=body.html,
            asset=self.assets.linker(page.path("")),
            csp_meta=self.settings.csp_meta,
            search_attributes=search_pages.attributes(page),
            # a session uses what is printed of its principle
            printed=pack.shown(page, self.pack, getattr(page.thing.facts, "principle", target)),
            problems=rows(self.problems, editor),
            problems_title=say("check-some", editor, count=len(self.problems)),
            problems_lang=editor,
        )

    @cached_property
    def _moved(self) -> list[tuple[str, str, str]]:
        return sorted(self.shell.addresses.former())

    @cached_property
    def _merged(self) -> dict[str, str]:
        return self.shell.addresses.merged()

    @property
    def names(self) -> list[str]:
        """Every id that a page has or had."""
        return [*self.library.things, *self._merged]

    def facing(self) -> dict[str, bytes]:
        """Both languages of every page side by side: {path: content}."""
        return {f"compare/{name}/index.html": self.compared(name).encode() for name in self.names}

    def compared(self, name: str) -> str:
        """Both languages of a page side by side. Raises KeyError for an id that never was."""
        here = f"compare/{name}/"
        target = self._merged.get(name, name).partition("#")[0]
        sides = facing.pages(self.library, self.library.things[target], here)
        rows = facing.rows(sides, self.shell.edit_url)
        more = {
            "sides": sides,
            "rows": rows,
            "notices": {lang: views.notices(side) for lang, side in sides.items()},
            "sources": {lang: side.sources([]) for lang, side in sides.items()},
        }
        return self._bilingual("compare.html", here, target, more=more)

    def _embeds(self) -> Iterator[tuple[str, str]]:
        ids = {name: name for name in facing.framed(self.library)} | self._merged
        template = self.templates.get_template("embed.html")
        for name, target in ids.items():
            thing = self.library.things[target.partition("#")[0]]
            for lang in LANGUAGES:
                here = f"embed/{lang}/{name}/"
                page = Page(self.library, thing, lang, None, here)
                yield (
                    f"{here}index.html",
                    template.render(
                        page=page,
                        site=self.shell.site(lang)["name"],
                        asset=self.assets.linker(page.path("")),
                        csp_meta=self.settings.csp_meta,
                        **facing.brief(page),
                    ),
                )

    def _feeds(self) -> Iterator[tuple[str, str]]:
        for lang in LANGUAGES:
            if path := self.shell.feed(lang):
                site_url, words = self.settings.site_url, self.shell.words(lang)
                every = changes.changes(self.library, lang)
                yield (
                    path,
                    self.templates.get_template("feed.xml").render(
                        lang=lang,
                        site=self.shell.site(lang)["name"],
                        title=words["feed_title"],
                        id=every[-1].tag(site_url, lang).rpartition("/")[0],
                        own=site_url + path,
                        page=site_url + self.shell.addresses.url(changes.PAGE, lang),
                        site_url=site_url,
                        changes=every,
                    ),
                )

    def shared(self) -> dict[str, bytes]:
        """Chooser, permanent links, pages that were not found, sitemap, robots and assets:
        {path: content}."""
        pages = {"index.html": self._bilingual("chooser.html", "", HOME)}
        for name, target in (*((t, t) for t in self.library.things), *self._merged.items()):
            here = f"p/{name}/"
            pages[f"{here}index.html"] = self._bilingual("permalink.html", here, target)
        for old, target, lang in self._moved:
            pages[f"{old}index.html"] = self._bilingual("moved.html", old, target, lang)
        pages |= dict(self._embeds()) | dict(self._feeds())
        # a page that was not found is served at any depth, so its links begin at the root of the
        # host
        prefix = urlsplit(self.settings.site_url).path.rstrip("/") + "/"
        for lang in (None, *LANGUAGES):
            path = f"{lang}/404.html" if lang else "404.html"
            pages[path] = self._bilingual("404.html", "", HOME, lang, prefix)
        if self._moved:
            to = self.shell.addresses.url
            pages["_redirects"] = "".join(
                f"/{old} /{to(target, lang)} 301\n" for old, target, lang in self._moved
            )
        pages[assessment.SCHEMA_PATH] = assessment.SCHEMA.read_text("utf-8")
        if self.settings.site_url:
            pages["sitemap.xml"] = self._sitemap()
            pages["robots.txt"] = (
                f"User-agent: *\nAllow: /\nSitemap: {self.settings.site_url}sitemap.xml\n"
            )
        texts = {path: text.encode() for path, text in pages.items()}
        return texts | self.slides() | self.assets.files

    def slides(self) -> Mapping[str, bytes]:
        known = self.settings
        linker = self.assets.linker
        return slides.pages(self.library, self.templates, linker, known.site_url, known.csp_meta)

    def _bilingual(
        self,
        template: str,
        here: str,
        target: str,
        lang: str | None = None,
        root: str | None = None,
        more: dict[str, Any] | None = None,
    ) -> str:
        """A page that speaks both languages. `root`: what its links begin with, if they are not
        relative; `more`: what its template shows beyond that."""
        values = chooser(self.shell, target, here, lang)
        root = relative(here, "") if root is None else root
        if root.startswith("/"):
            for code, page in values["pages"].items():
                page["url"] = root + self.shell.addresses.url(target, code)
                there = RESULTS in self.library.things
                page["search"] = root + self.shell.addresses.url(RESULTS, code) if there else ""
        return self.templates.get_template(template).render(
            **values,
            root=root,
            asset=self.assets.linker("" if root == "./" else root),
            csp_meta=self.settings.csp_meta,
            **(more or {}),
        )

    def _sitemap(self) -> str:
        site_url, url = self.settings.site_url, self.shell.addresses.url
        rows = [
            {lang: site_url + url(target, lang) for lang in LANGUAGES}
            for target in self.library.things
        ]
        return self.templates.get_template("sitemap.xml").render(rows=rows, x_default=site_url)
