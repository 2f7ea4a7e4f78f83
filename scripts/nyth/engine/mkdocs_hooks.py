"""The only module that knows MkDocs: gives it the pages, addresses and frame that the rest of the package made.

MkDocs loads it as a hook. With mkdocs-static-i18n every build runs once per language; what belongs to both
languages (chooser, permanent links, sitemap, assets) is written once, after the last of them.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from nyth import rules
from nyth.content.load import load
from nyth.content.model import Library
from nyth.engine.macros import INSERTS, sandbox
from nyth.engine.site import assets, shared_files
from nyth.languages.agree import OPEN
from nyth.pages.shell import Shell
from nyth.pages.writer import Page as Written
from nyth.pages.writer import Writer, entity_pages
from nyth.problems import Problem, editor_language, report
from nyth.publishing import offline
from nyth.publishing.htmlcheck import unsafe
from nyth.publishing.publish import policy
from nyth.search import finding

AFTER_I18N = -110

# Lists of modules and variables say nothing to an editor who looks for what went wrong.
logging.getLogger("mkdocs.plugins.mkdocs_macros.util").setLevel(logging.WARNING)
logging.getLogger("mkdocs.plugins.mkdocs_static_i18n").setLevel(logging.WARNING)
_LOG = get_plugin_logger("nyth")


class _Preview:
    """Whether the site is being served to its editor, and not built to be published; and the last content without
    faults, which goes on being shown while the editor mends one."""

    on = False
    last: Library | None = None


def on_startup(command: str, dirty: bool) -> None:
    """Called once, before anything else."""
    _Preview.on = command == "serve"


class Running:
    """One build of the site: the library, its pages by source file, and what the templates need."""

    def __init__(self, config: MkDocsConfig) -> None:
        # MkDocs makes only docs_dir absolute; names of files are taken from where the two are side by side
        content, docs = Path(os.path.abspath(config.extra["content"])), Path(config.docs_dir)
        self.library, problems = load(content, docs)
        problems += rules.check(self.library, tuple(config.extra["macro_pages"]))
        # an editor looks at a change in one language before writing the other
        open_ = [problem for problem in problems if _Preview.on and problem.rule in OPEN]
        if open_:
            _LOG.info("\n%s", report(open_, "text", editor_language()))
        if len(problems) > len(open_):
            said = "\n" + report(problems, "text", editor_language())
            if not (_Preview.on and _Preview.last):
                raise PluginError(said)
            _LOG.error(said)
            self.library = _Preview.last
        _Preview.last = self.library
        self.shell = Shell(self.library, config.site_url or "", config.extra["repository"])
        self.entities = {page.source: page for page in entity_pages(self.library)}
        self.assets = assets(Path(config.theme.dirs[0]) / "assets", docs)
        self.worker = Path(config.theme.dirs[0], offline.WORKER).read_text("utf-8")
        self.csp_meta = policy(in_page=True) if config.extra.get("csp_meta") else ""
        self.html: dict[tuple[str, str], str] = {}

    def target(self, page: Page) -> tuple[str, str]:
        """The id and language of a page."""
        written: Written | None = self.entities.get(page.file.src_uri)
        return (
            (written.id, written.lang) if written else (Path(page.file.src_uri).stem, page.file.src_uri.split("/")[0])
        )

    def writer(self, page: Page) -> Writer:
        """A writer for a page, kept for it so that its citations are numbered in one row."""
        target, lang = self.target(page)
        if not hasattr(page, "nyth_writer"):
            page.nyth_writer = Writer(self.library, lang, self.shell.addresses.url(target, lang))
        return page.nyth_writer


class _OnlyMacros(dict):
    """mkdocs-macros hands Jinja a copy of its variables (configuration, environment, files); ours is empty."""

    def __copy__(self) -> dict[str, Any]:
        return {}


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Reads the content, once per build and before every plugin; stops the build where something is wrong."""
    if config.plugins["i18n"].current_language in (None, config.plugins["i18n"].default_language):
        config.site_url = (config.site_url or "").rstrip("/") + "/" if config.site_url else ""
        config.extra["nyth"] = Running(config)
    config.theme.static_templates.clear()
    content = os.path.abspath(config.extra["content"])
    if content not in config.watch:
        config.watch.append(content)
    return config


@event_priority(AFTER_I18N)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The pages of the language being built, at their own addresses, and nothing of the theme's."""
    running: Running = config.extra["nyth"]
    lang = config.plugins["i18n"].current_language
    texts = {f"{lang}/{page}.md": (page, languages[lang]) for page, languages in running.library.pages.items()}
    made = {
        source: (
            f"---\nrender_macros: {str(text.matter.render_macros).lower()}\n---\n{text.body}",
            running.shell.addresses.url(page, lang),
        )
        for source, (page, text) in texts.items()
    }
    made |= {source: (page.markdown, page.url) for source, page in running.entities.items() if page.lang == lang}
    kept = [_file(source, content, url, lang, config) for source, (content, url) in made.items()]
    return type(files)(config.plugins["i18n"], Files(kept)) if hasattr(files, "plugin") else Files(kept)


def _file(source: str, content: str, url: str, lang: str, config: MkDocsConfig) -> File:
    """A page at its address. What is published is what was checked, never what stands on the disk by now."""
    # static-i18n wants a home page in MkDocs' own navigation, which is used for nothing else
    level = InclusionLevel.INCLUDED if url == f"{lang}/" else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, source, content=content, inclusion=level)
    file.locale = file.locale_alternate_of = file.localization = lang
    file.alternates = {lang: file}
    file.dest_uri = url + "index.html"
    for cached in ("url", "abs_dest_path"):
        file.__dict__.pop(cached, None)
    file.use_directory_urls = True
    return file


@event_priority(-90)
def on_nav(nav: Any, config: MkDocsConfig, files: Files) -> Any:
    """Leaves Jinja nothing but our macros, in a sandbox: contributors' text must not reach code."""
    macros = config.plugins["macros"]
    macros._variables = _OnlyMacros()
    macros._env = sandbox({name: macros.macros[name] for name in INSERTS})
    return nav


@event_priority(100)
def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Keeps mkdocs-macros from being handed no variables at all, which would switch it off."""
    config.plugins["macros"]._variables["page"] = page
    return page


@event_priority(-100)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Entity pages are finished; hand-written ones get their links and sources after the macros have run."""
    running: Running = config.extra["nyth"]
    target, lang = running.target(page)
    page.meta["title"] = running.shell.addresses.title(target, lang)
    if page.file.src_uri in running.entities:
        return markdown
    return running.writer(page).finish(markdown, target)


@event_priority(-100)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Stops a build whose pages would hold what no page may, however it came there."""
    running: Running = config.extra["nyth"]
    target, lang = running.target(page)
    if found := next(unsafe(html), None):
        path = running.library.pages[target][lang].path if target in running.library.pages else page.file.src_uri
        raise PluginError("\n" + report([Problem(path, 1, "unsafe-html", {"what": found})], "text", editor_language()))
    return html


@event_priority(AFTER_I18N)
def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """Gives the templates the frame of the page."""
    running: Running = config.extra["nyth"]
    target, lang = running.target(page)
    toc = [
        {"id": h.id, "title": h.title, "children": [{"id": c.id, "title": c.title} for c in h.children]}
        for h in page.toc
    ]
    context.update(running.shell.context(target, lang, toc))
    context["search_attributes"] = finding.attributes(running.library, lang, running.shell.addresses.url(target, lang))
    context["asset"] = running.assets.linker(context["base_url"])
    context["csp_meta"] = running.csp_meta
    running.html[(target, lang)] = page.content
    return context


@event_priority(AFTER_I18N)
def on_post_build(config: MkDocsConfig) -> None:
    """After both languages: what they share."""
    if config.plugins["i18n"].building:
        return
    running: Running = config.extra["nyth"]
    env = config.theme.get_env()
    site = Path(config.site_dir)

    def render(template: str, **context: Any) -> str:
        return env.get_template(template).render(csp_meta=running.csp_meta, **context)

    prefix = urlsplit(running.shell.site_url).path.rstrip("/")
    files = shared_files(running.shell, running.assets, running.html, render, prefix)
    for path, content in {**files, **finding.files(running.library, running.html)}.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    (site / offline.WORKER).write_bytes(offline.worker(site, running.worker))
    # last, so that neither holds it
    offline.write(offline.edition(site), site / offline.name(running.library))
