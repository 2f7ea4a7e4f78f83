"""The only module that knows MkDocs: gives it the pages, addresses and frame that the rest of the
package made.

MkDocs loads it as a hook. With mkdocs-static-i18n every build runs once per language; all that is
finished without MkDocs is written once, after the last of them.
"""

import logging
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from watchdog.observers import polling
from watchdog.utils.dirsnapshot import DirectorySnapshot, EmptyDirectorySnapshot

from nyth import interrupts
from nyth.content.library import Library
from nyth.engine import inserts, site
from nyth.engine.build import Build
from nyth.engine.settings import checked, near
from nyth.languages.agree import OPEN
from nyth.pages.page import environment, inline
from nyth.problems import Problem, editor_language, report

AFTER_I18N = -110

# Lists of modules and variables say nothing to an editor who looks for what went wrong.
logging.getLogger("mkdocs.plugins.mkdocs_macros.util").setLevel(logging.WARNING)
logging.getLogger("mkdocs.plugins.mkdocs_static_i18n").setLevel(logging.WARNING)
_LOG = get_plugin_logger("nyth")


@dataclass
class _Session:
    """What one run of MkDocs keeps between builds: whether the site is being served to its
    editor, the last content without faults, which goes on being shown while the editor mends one,
    what is wrong with the content of now, and the last build, which nobody asks for a page while
    the next is being made."""

    preview: bool = False
    last: Library | None = None
    problems: Sequence[Problem] = ()
    build: Build | None = None
    building: threading.Lock = field(default_factory=threading.Lock)


_session = _Session()


def on_startup(command: str, dirty: bool) -> None:
    """Called once, before anything else."""
    _session.preview = environment().auto_reload = command == "serve"


def _library(config: MkDocsConfig) -> Library:
    """The content; stops the build where something is wrong with it."""
    if site.checked:
        return site.checked
    library, problems = checked(near(Path(config.extra["content"])), near(Path(config.docs_dir)))
    # an editor looks at a change in one language before writing the other
    unsettled = [problem for problem in problems if _session.preview and problem.rule in OPEN]
    if unsettled:
        _LOG.info("\n%s", report(unsettled, "text", editor_language()))
    _session.problems = problems if len(problems) > len(unsettled) else ()
    if _session.problems:
        message = "\n" + report(problems, "text", editor_language())
        if not (_session.preview and _session.last):
            raise PluginError(message)
        _LOG.error(message)
        return _session.last
    _session.last = library
    return library


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Reads the content, once per build and before every plugin."""
    if config.plugins["i18n"].current_language in (None, config.plugins["i18n"].default_language):
        config.site_url = config.site_url.rstrip("/") + "/" if config.site_url else ""
        # a variable that is there and empty is read as nothing
        repository = config.extra["repository"] or ""
        given = Path(config.docs_dir), config.site_url, repository
        _session.building.acquire(blocking=False)
        # a preview follows what a style sheet says by now
        inline.cache_clear()
        build = Build(_library(config), *given, *site.chosen, _session.problems)
        _session.build = config.extra["nyth"] = build
    config.theme.static_templates.clear()
    # nothing of Material's own is published, and looking through all of it takes a third of a
    # second
    del config.theme.dirs[1:]
    content = os.path.abspath(config.extra["content"])
    if content not in config.watch:
        config.watch.append(content)
    return config


@event_priority(AFTER_I18N)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Of the pages of the language being built, those that MkDocs has to do with: which call
    macros, and the home page, for static-i18n wants one in the navigation, which is used for
    nothing else. A preview begins with the home pages."""
    build: Build = config.extra["nyth"]
    i18n = config.plugins["i18n"]
    made = []
    for url, (name, lang) in build.by_address.items():
        # what is published is what was checked, never what stands on the disk by now
        content = inserts.markdown(build.library.things[name], lang)
        wanted = url == f"{lang}/" or (content and not _session.preview)
        if wanted and lang == i18n.current_language:
            file = File.generated(config, f"{url}index.md", content=content)
            file.locale = file.locale_alternate_of = file.localization = lang
            file.alternates = {lang: file}
            made.append(file)
    return type(files)(i18n, Files(made)) if hasattr(files, "plugin") else Files(made)


@event_priority(AFTER_I18N)
def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any
) -> dict[str, Any]:
    """The finished page."""
    build: Build = config.extra["nyth"]
    context["document"] = build.document(*build.by_address[page.file.url])
    return context


@event_priority(AFTER_I18N)
def on_post_build(config: MkDocsConfig) -> None:
    """After both languages: all the rest. A preview makes it when it is asked for."""
    if config.plugins["i18n"].building:
        return
    if not _session.preview:
        config.extra["nyth"].write_all(Path(config.site_dir))
    _ready()


def on_build_error(error: Exception) -> None:
    """The build is over, too."""
    _ready()


def _ready() -> None:
    interrupts.heed()
    if _session.building.locked():
        _session.building.release()


def _there(path: str, **given: Any) -> Any:
    """What is in a watched folder: nothing while it is away, which would end its watch for good."""
    try:
        return DirectorySnapshot(path, **given)
    except FileNotFoundError:
        return EmptyDirectorySnapshot()


def on_serve(server: Any, config: MkDocsConfig, builder: Any) -> Any:
    """What something asks a preview for is made now."""
    polling.DirectorySnapshot = _there
    answer = server.get_app()

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        # what no file can be called names no page; MkDocs would fall over it, or drop it
        path = path if len(path.encode()) < 250 and "\0" not in path else "/-"
        environ["PATH_INFO"] = path.encode().decode("latin-1")
        with _session.building:
            _session.build.write_asked(Path(config.site_dir), path.lstrip("/"))
        return answer(environ, start_response)

    server.set_app(app)
    return server
