"""One build of the site, free of MkDocs: every page, the files that belong to both languages, the
open data, the search, the worker that keeps the site on a device, and the zip edition.

A build that is published makes all of it; a preview makes each when a browser first asks for it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from nyth import LANGUAGES
from nyth.content import markdown
from nyth.content.library import Library, relative
from nyth.engine import inserts
from nyth.engine.assets import assets
from nyth.outputs import data, decks, pack, structured
from nyth.outputs.files import FOLDER, INDEX, write, zipped
from nyth.pages import views
from nyth.pages.page import TEMPLATES, Page, environment
from nyth.pages.shell import CHANGES, HOME, Shell, changes, naming
from nyth.problems import Problem, editor_language, rows, say
from nyth.publishing import offline
from nyth.search import index, lexicon
from nyth.search.documents import documents


# MkDocs and its plug-ins write out what they are given: not all of the library
@dataclass(eq=False, repr=False)
class Build:
    """The site of a library that has no problems.

    docs: the folder of the hand-written pages; site_url: the absolute address of the site, with a
    slash at the end, or ""; repository: the address on the code host, or ""; csp_meta: the security
    policy that pages carry, or ""; pack_folder: the pack for trainers, if it is to be published;
    problems: what is wrong with a later state of the content, for a preview to say on every page.
    """

    library: Library
    docs: Path
    site_url: str = ""
    repository: str = ""
    csp_meta: str = ""
    pack_folder: Path | None = None
    problems: Sequence[Problem] = ()
    _menus: dict[tuple[str, str, str], Markup] = field(default_factory=dict, init=False)

    @cached_property
    def shell(self) -> Shell:
        return Shell(self.library, self.site_url, self.repository)

    @cached_property
    def assets(self) -> dict[str, tuple[str, bytes]]:
        return assets(TEMPLATES / "assets", self.docs)

    @cached_property
    def data(self) -> data.Edition:
        """The open data."""
        return data.edition(self.library, self.site_url)

    @cached_property
    def pack(self) -> list[dict[str, Any]]:
        """The files of the pack that is published, as its list has them; none where none is."""
        if self.pack_folder is None:
            return []
        return json.loads((self.pack_folder / INDEX).read_text("utf-8"))

    @cached_property
    def by_address(self) -> dict[str, tuple[str, str]]:
        """The id and language of the page at each address."""
        url, things = self.library.url, self.library.things
        return {url(name, lang): (name, lang) for name in things for lang in LANGUAGES}

    def _page(self, target: str, lang: str) -> Page:
        return Page(self.library, self.library.things[target], lang, self.insert)

    def insert(self, page: Page, name: str, argument: str) -> Markup:
        """What a page shows for a macro on it."""
        template = environment().get_template(f"macros/{name}.html")
        shown = template.render(page=page, argument=argument, build=self, **inserts.KNOWN)
        return Markup(shown)  # noqa: S704

    def words(self, target: str, lang: str) -> str:
        """The finished words of a page."""
        page = self._page(target, lang)
        return self._render("kinds/thing.html", page.url, page=page, sections=[])

    def document(self, target: str, lang: str) -> str:
        """A finished page."""
        page, editor = self._page(target, lang), editor_language()
        problems = rows(self.problems, editor)
        return self._render(
            "base.html",
            page.url,
            page=page,
            menu=self._menu(page),
            told=naming(page),
            structured=structured.graph(page, self.shell, lambda: self.data),
            # a session uses what is printed of its principle
            printed=pack.shown(page, self.pack, getattr(page.thing.facts, "principle", target)),
            problems=problems,
            problems_title=problems and say("check-some", editor, count=len(problems)),
            problems_lang=editor,
        )

    def _menu(self, page: Page) -> Markup:
        name = page.thing.id
        current = name if any(name in (top, *under) for top, under in self.shell.menu) else ""
        key = page.lang, page.url.rstrip("/").rpartition("/")[0], current
        if key not in self._menus:
            template = environment().get_template("partials/menu.html")
            html = template.render(page=page, shell=self.shell, current=current)
            self._menus[key] = Markup(html)  # noqa: S704
        return self._menus[key]

    def _render(self, template: str, here: str, root: str = "", **values: Any) -> str:
        """The text of a file at an address. `root`: what its links begin with, if they are not
        relative."""
        root = root or relative(here, "").removeprefix("./")
        file = environment().get_template(template)
        return file.render(
            root=root,
            asset=lambda name: f"{root}assets/{self.assets[name][0]}",
            csp_meta=self.csp_meta,
            shell=self.shell,
            site=self.library.words.site,
            **inserts.KNOWN,
            **values,
        )

    def _bilingual(
        self, template: str, here: str, target: str, lang: str | None = None, root: str = ""
    ) -> str:
        """A page that speaks both languages, or leads on in one. `target`: "id" or "id#section"."""
        name, _, section = target.partition("#")
        thing = self.library.things[name]
        # what macros show is the same in both
        sides = {side: Page(self.library, thing, side, at=here) for side in LANGUAGES}
        sides["en"].cited = sides["cy"].cited
        values = {"sides": sides, "lang": lang, "target": target, "section": section}
        return self._render(template, here, root, **values)

    @cached_property
    def _moved(self) -> list[tuple[str, str, str]]:
        return sorted(self.library.former_urls())

    @cached_property
    def names(self) -> dict[str, str]:
        """Every id that a page has or had, to the page that it stands for: "id" or "id#section"."""
        return {**{name: name for name in self.library.things}, **self.library.merged()}

    def _embeds(self) -> Iterator[tuple[str, str]]:
        for name, target in self.names.items():
            thing = self.library.things[target.partition("#")[0]]
            for lang in LANGUAGES if name != thing.id or thing.kind in self.shell.SHORT else ():
                here = f"embed/{lang}/{name}/"
                page = Page(self.library, thing, lang, at=here)
                yield f"{here}index.html", self._render("embed.html", here, page=page)

    def _feeds(self) -> Iterator[tuple[str, str]]:
        for lang in LANGUAGES:
            if path := self.shell.feed(lang):
                page = Page(self.library, self.library.things[CHANGES], lang)
                listed = changes(self.library, lang)
                yield path, self._render("feed.xml", path, page=page, changes=listed)

    def _addresses(self) -> Iterator[tuple[str, str]]:
        """What lies at no page's own address: chooser, permanent links, pages that moved or were
        not found."""
        yield "index.html", self._bilingual("chooser.html", "", HOME)
        for name, target in self.names.items():
            here = f"p/{name}/"
            yield f"{here}index.html", self._bilingual("permalink.html", here, target)
        for old, target, lang in self._moved:
            yield f"{old}index.html", self._bilingual("moved.html", old, target, lang)
        # a page that was not found is served at any depth, so its links begin at the root of the
        # host
        prefix = urlsplit(self.site_url).path.rstrip("/") + "/"
        for lang in (None, *LANGUAGES):
            path = f"{lang}/404.html" if lang else "404.html"
            yield path, self._bilingual("404.html", "", HOME, lang, prefix)

    def _for_programs(self) -> Iterator[tuple[str, str]]:
        site_url, url = self.site_url, self.library.url
        lines = (f"/{old} /{url(target, lang)} 301\n" for old, target, lang in self._moved)
        if redirects := "".join(lines):
            yield "_redirects", redirects
        yield views.SCHEMA_PATH, views.SCHEMA.read_text("utf-8")
        if site_url:
            yield "sitemap.xml", self._render("sitemap.xml", "")
            yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site_url}sitemap.xml\n"

    def shared(self) -> dict[str, bytes]:
        """Everything that belongs to no page in one language, but for the facing pages: {path:
        content}."""
        made = (self._addresses, self._embeds, self._feeds, self.slides, self._for_programs)
        texts = {path: text.encode() for files in made for path, text in files()}
        return {**texts, **{f"assets/{name}": data for name, data in self.assets.values()}}

    def slides(self) -> Iterator[tuple[str, str]]:
        """Every set of slides: (path, content)."""
        for deck in decks.decks(self.library):
            here, session = views.slides_url(self.library, deck.id, deck.language), deck.session
            sides = [
                Page(self.library, self.library.things[session], n, at=here) for n in deck.langs
            ]
            yield f"{here}index.html", self._render("slides.html", here, deck=deck, sides=sides)

    def _search(self) -> Iterator[tuple[str, bytes]]:
        library = self.library
        if views.RESULTS in library.things:
            pages = documents(library)
            markdown.forget()
            with lexicon.remembered():
                yield from index.files(pages, library.glossary, library.words)

    def write_all(self, site: Path) -> None:
        """Everything that is not there yet: the zip after the worker and the pack after both, so
        that none holds what comes after it."""
        # one after the other: nothing holds all of the site at once
        write(site, self.shared())
        for name in self.names:
            for lang in LANGUAGES if name in self.library.things else ():
                self.write_asked(site, self.library.url(name, lang))
            # both side by side, while the texts of both are at hand
            self.write_asked(site, f"compare/{name}/")
        write(site, self.data.files)
        # no page is left that says what the data is
        del self.data
        for path, content in self._search():
            write(site, {path: content})
        script = (TEMPLATES / offline.WORKER).read_text("utf-8")
        write(site, {offline.WORKER: offline.worker(site, script)})
        name = offline.name(self.library)
        zipped(site / name, offline.edition(site), name.replace(".zip", "/"))
        if folder := self.pack_folder:
            names = [INDEX, *(row["path"] for row in self.pack)]
            write(site, {f"{FOLDER}/{name}": (folder / name).read_bytes() for name in names})

    def write_asked(self, site: Path, path: str) -> None:
        """What an address stands for, where it is not there yet. The worker and the zip hold the
        whole site."""
        file = path + "index.html" if path.endswith("/") or not path else path
        if (site / file).exists():
            return
        page = self.by_address.get(file.removesuffix("index.html"))
        if path in (offline.WORKER, offline.name(self.library)):
            self.write_all(site)
        elif page:
            write(site, {file: self.document(*page).encode()})
        elif file.startswith("compare/") and (name := file.split("/")[1]) in self.names:
            here, target = f"compare/{name}/", self.names[name].partition("#")[0]
            facing = self._bilingual("compare.html", here, target)
            write(site, {f"{here}index.html": facing.encode()})
        elif path.startswith("search/"):
            write(site, dict(self._search()))
        elif path.startswith(data.FOLDER) or path == data.TEXT:
            write(site, self.data.files)
        elif not (site / "404.html").exists():
            write(site, self.shared())
