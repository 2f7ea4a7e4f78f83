"""What is made of the finished pages: the search, the worker that keeps the site on a device, and
the zip edition.

A build that is published makes all of it; a preview makes each when a browser first asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nyth import LANGUAGES, kept
from nyth.engine.build import Build
from nyth.pages.page import TEMPLATES
from nyth.publishing import offline
from nyth.search import index, lexicon
from nyth.search.documents import RESULTS, documents, terms


def write(site: Path, files: Mapping[str, bytes]) -> None:
    """Puts files into a site: {path: content}."""
    for path, content in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)


def _search(site: Path, build: Build) -> None:
    library = build.library
    if RESULTS not in library.things:
        return
    words = {lang: build.shell.words(lang) for lang in LANGUAGES}
    kinds = {
        lang: {kind: w.one[lang] for kind, w in library.words.kinds.items()} for lang in LANGUAGES
    }
    edition = lexicon.edition()
    lexicon.answers.update(kept.read("lexicon", edition) or {})
    write(site, index.files(documents(library), terms(library), words, kinds))
    if lexicon.asked():
        kept.write("lexicon", edition, lexicon.answers)


def _worker(site: Path, build: Build) -> None:
    script = (TEMPLATES / offline.WORKER).read_text("utf-8")
    (site / offline.WORKER).write_bytes(offline.worker(site, script))


def _zip(site: Path, build: Build) -> None:
    offline.write(offline.edition(site), site / offline.name(build.library))


def write_all(site: Path, build: Build) -> None:
    """Everything, the zip last, so that neither it nor the worker holds it."""
    for make in (_search, _worker, _zip):
        make(site, build)


def on_request(site: Path, build: Build, path: str) -> None:
    """Makes what a path asks for, where it is one of these and not there yet."""
    path = path.lstrip("/")
    known = {offline.WORKER: _worker, offline.name(build.library): _zip}
    make = _search if path.startswith("search/") else known.get(path)
    if make and not (site / path).exists():
        make(site, build)
