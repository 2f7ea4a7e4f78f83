"""What is made without MkDocs: the pages, the open data, the search, the worker that keeps the site
on a device, and the zip edition.

A build that is published makes all of it; a preview makes each when a browser first asks for it.
"""

from collections.abc import Iterator
from pathlib import Path

from nyth import LANGUAGES
from nyth.content import markdown
from nyth.engine.build import Build
from nyth.outputs import data
from nyth.outputs.files import FOLDER, INDEX, write, zipped
from nyth.pages.page import TEMPLATES
from nyth.pages.views import RESULTS
from nyth.publishing import offline
from nyth.search import index, lexicon
from nyth.search.documents import documents


def _search(build: Build) -> Iterator[tuple[str, bytes]]:
    library = build.library
    if RESULTS not in library.things:
        return
    pages = documents(library)
    markdown.forget()
    with lexicon.remembered():
        yield from index.files(pages, library.glossary, library.words)


def write_all(site: Path, build: Build) -> None:
    """Everything that is not there yet: the zip after the worker and the pack after both, so that
    none holds what comes after it."""
    # one after the other: nothing holds all of the site at once
    write(site, build.shared())
    for name in build.names:
        for lang in LANGUAGES if name in build.library.things else ():
            path = f"{build.library.url(name, lang)}index.html"
            if not (site / path).exists():
                write(site, {path: build.document(name, lang).encode()})
        # both side by side, while the texts of both are at hand
        if not (site / f"compare/{name}/index.html").exists():
            write(site, build.facing(name))
    write(site, build.data.files)
    # no page is left that says what the data is
    del build.data
    for path, content in _search(build):
        write(site, {path: content})
    script = (TEMPLATES / offline.WORKER).read_text("utf-8")
    write(site, {offline.WORKER: offline.worker(site, script)})
    name = offline.name(build.library)
    zipped(site / name, offline.edition(site), name.replace(".zip", "/"))
    if folder := build.settings.pack:
        names = [INDEX, *(row["path"] for row in build.pack)]
        write(site, {f"{FOLDER}/{name}": (folder / name).read_bytes() for name in names})


def on_request(site: Path, build: Build, path: str) -> None:
    """Makes what a path of a preview asks for, where it is not there yet. The worker and the zip
    hold the whole site."""
    path = path.lstrip("/")
    file = path + "index.html" if path.endswith("/") or not path else path
    if (site / file).exists():
        return
    page = build.by_address.get(file.removesuffix("index.html"))
    if path in (offline.WORKER, offline.name(build.library)):
        write_all(site, build)
    elif page:
        write(site, {file: build.document(*page).encode()})
    elif file.startswith("compare/") and (name := file.split("/")[1]) in build.names:
        write(site, build.facing(name))
    elif path.startswith("search/"):
        write(site, dict(_search(build)))
    elif path.startswith(data.FOLDER) or path == data.TEXT:
        write(site, build.data.files)
    elif not (site / "404.html").exists():
        write(site, build.shared())
