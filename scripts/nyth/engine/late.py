"""What is made beside the pages: the open data, the search, the worker that keeps the site on a
device, and the zip edition.

A build that is published makes all of it; a preview makes each when a browser first asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nyth import LANGUAGES, kept
from nyth.engine.build import Build
from nyth.outputs import data
from nyth.outputs.job import FOLDER, INDEX
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


def _pack(site: Path, build: Build) -> None:
    folder = build.settings.pack
    if folder is not None:
        names = [INDEX, *(row["path"] for row in build.pack)]
        write(site, {f"{FOLDER}/{name}": (folder / name).read_bytes() for name in names})


def write_all(site: Path, build: Build) -> None:
    """Everything besides the pages: the zip after the worker and the pack after both, so that none
    holds what comes after it."""
    for make in (_shared, _facing, _data, _search, _worker, _zip, _pack):
        make(site, build)


def _whole(site: Path, build: Build) -> None:
    """All that a preview has not been asked for."""
    write(
        site,
        {
            f"{url}index.html": build.document(*page).encode()
            for url, page in build.by_address.items()
        },
    )
    write_all(site, build)


def _shared(site: Path, build: Build) -> None:
    write(site, build.shared())


def _data(site: Path, build: Build) -> None:
    write(site, build.data.files)


def _facing(site: Path, build: Build) -> None:
    write(site, build.facing())


def on_request(site: Path, build: Build, path: str) -> None:
    """Makes what a path of a preview asks for, where it is not there yet. The worker and the zip
    hold the whole site."""
    path = path.lstrip("/")
    file = path + "index.html" if path.endswith("/") or not path else path
    if (site / file).exists():
        return
    page = build.by_address.get(file.removesuffix("index.html"))
    if page:
        write(site, {file: build.document(*page).encode()})
    elif file.startswith("compare/") and (name := file.split("/")[1]) in build.names:
        write(site, {file: build.compared(name).encode()})
    elif path.startswith("search/"):
        _search(site, build)
    elif path.startswith(data.FOLDER) or path == data.TEXT:
        _data(site, build)
    elif path in (offline.WORKER, offline.name(build.library)):
        _whole(site, build)
    elif not (site / "404.html").exists():
        _shared(site, build)
