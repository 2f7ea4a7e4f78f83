"""One build of the site, free of MkDocs: every page, and the files that belong to both
languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from nyth import LANGUAGES
from nyth.content.addresses import relative
from nyth.content.library import Library, Thing
from nyth.engine import inserts
from nyth.engine.assets import Assets, assets
from nyth.pages import assessment, views
from nyth.pages.page import TEMPLATES, Page, environment
from nyth.pages.shell import HOME, Shell, chooser
from nyth.problems import Problem, editor_language, rows, say
from nyth.search import pages as search_pages


@dataclass(frozen=True)
class Settings:
    """What a build is told besides the content. site_url: the absolute address of the site, with
    a slash at the end, or ""; repository: the address on the code host, or ""; csp_meta: the
    security policy that pages carry, or ""."""

    docs: Path
    site_url: str = ""
    repository: str = ""
    csp_meta: str = ""


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
        self._inserted = inserts.insert(self.templates)
        self._written: dict[tuple[str, str], tuple[Page, views.Body]] = {}

    @cached_property
    def assets(self) -> Assets:
        return assets(TEMPLATES / "assets", self.settings.docs)

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
        return self.templates.get_template("base.html").render(
            **self.shell.context(page, body.sections),
            body=body.html,
            asset=self.assets.linker(page.path("")),
            csp_meta=self.settings.csp_meta,
            search_attributes=search_pages.attributes(page),
            problems=rows(self.problems, editor),
            problems_title=say("check-some", editor, count=len(self.problems)),
            problems_lang=editor,
        )

    def shared(self) -> dict[str, bytes]:
        """Chooser, permanent links, pages that were not found, sitemap, robots and assets:
        {path: content}."""
        pages = {"index.html": self._bilingual("chooser.html", "", HOME)}
        for target in self.library.things:
            here = f"p/{target}/"
            pages[f"{here}index.html"] = self._bilingual("permalink.html", here, target)
        moved = sorted(self.shell.addresses.former())
        for old, target, lang in moved:
            pages[f"{old}index.html"] = self._bilingual("moved.html", old, target, lang)
        # a page that was not found is served at any depth, so its links begin at the root of the
        # host
        prefix = urlsplit(self.settings.site_url).path.rstrip("/") + "/"
        for lang in (None, *LANGUAGES):
            path = f"{lang}/404.html" if lang else "404.html"
            pages[path] = self._bilingual("404.html", "", HOME, lang, prefix)
        if moved:
            to = self.shell.addresses.url
            pages["_redirects"] = "".join(
                f"/{old} /{to(target, lang)} 301\n" for old, target, lang in moved
            )
        pages[assessment.SCHEMA_PATH] = assessment.SCHEMA.read_text("utf-8")
        if self.settings.site_url:
            pages["sitemap.xml"] = self._sitemap()
            pages["robots.txt"] = (
                f"User-agent: *\nAllow: /\nSitemap: {self.settings.site_url}sitemap.xml\n"
            )
        return {path: text.encode() for path, text in pages.items()} | self.assets.files

    def _bilingual(
        self,
        template: str,
        here: str,
        target: str,
        lang: str | None = None,
        root: str | None = None,
    ) -> str:
        """A page that speaks both languages. `root`: what its links begin with, if they are not
        relative."""
        values = chooser(self.shell, target, here, lang)
        root = relative(here, "") if root is None else root
        if root.startswith("/"):
            for code, page in values["pages"].items():
                page["url"] = root + self.shell.addresses.url(target, code)
        return self.templates.get_template(template).render(
            **values,
            root=root,
            asset=self.assets.linker("" if root == "./" else root),
            csp_meta=self.settings.csp_meta,
        )

    def _sitemap(self) -> str:
        site_url, url = self.settings.site_url, self.shell.addresses.url
        rows = [
            {lang: site_url + url(target, lang) for lang in LANGUAGES}
            for target in self.library.things
        ]
        return self.templates.get_template("sitemap.xml").render(rows=rows, x_default=site_url)
