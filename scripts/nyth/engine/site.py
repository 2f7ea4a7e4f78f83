"""The site as a whole: builds it safely, serves it, and makes the files that both languages share."""

from __future__ import annotations

import os
import re
import runpy
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

import nyth
from nyth import LANGUAGES
from nyth.content import files
from nyth.content.addresses import relative
from nyth.content.yamltext import read
from nyth.pages.shell import HOME, Shell
from nyth.problems import Problem, Refused
from nyth.publishing import folders

TEMPLATES = Path("overrides")
ASSET_TYPES = {".css", ".js", ".svg", ".woff2", ".png", ".jpg", ".webp", ".txt", ".webmanifest"}


@dataclass(frozen=True)
class Assets:
    """Static files under names that carry a hash of what is in them, so that browsers may keep them for ever."""

    names: dict[str, str]
    files: dict[str, bytes]

    def linker(self, base_url: str) -> Callable[[str], str]:
        """`asset('site.css')` for templates, as seen from a page whose way to the root is `base_url`."""
        return lambda name: f"{base_url.rstrip('/')}/assets/{self.names.get(name, name)}"


def assets(folder: Path, docs: Path) -> Assets:
    """The static files of a folder, and the pictures beside the hand-written pages, which can take the place of none.
    What a style sheet names is renamed in it as well."""
    shown = {name: (docs / "assets" / name).read_bytes() for name in files.pictures(docs)}
    found = shown | {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.suffix in ASSET_TYPES
        and not any(map(files.left_lying, path.relative_to(folder).parts))
    }
    names: dict[str, str] = {}
    for name in sorted(found, key=lambda n: n.endswith(".css")):
        if name.endswith(".css"):
            for other in sorted(names, key=len, reverse=True):
                found[name] = re.sub(
                    rb"(?<=[\(\"'/])" + re.escape(other.encode()) + rb"(?=[\)\"'])", names[other].encode(), found[name]
                )
        names[name] = name if name.endswith(".txt") else files.hashed(name, found[name])
    return Assets(names, {f"assets/{names[name]}": data for name, data in found.items()})


def shared_files(
    shell: Shell,
    static: Assets,
    html: dict[tuple[str, str], str],
    render: Callable[..., str],
    prefix: str,
) -> dict[str, bytes]:
    """Chooser, permanent links, pages that were not found, sitemap, robots and assets: {path: content}.

    html: the finished content of every page; render: renders a template; prefix: the folder of the site on its host.
    """
    made: dict[str, str] = {}
    words = {f"words_{lang}": shell.words(lang) for lang in LANGUAGES}
    names = {f"site_{lang}": shell.site(lang) for lang in LANGUAGES}

    def bilingual(template: str, path: str, base_url: str, target: str, lang: str | None = None) -> None:
        here = path.rpartition("/")[0] + "/" if "/" in path else ""
        pages = {
            code: {
                "title": shell.addresses.title(target, code),
                "url": f"{base_url}/{shell.addresses.url(target, code)}"
                if template == "404.html"
                else relative(here, shell.addresses.url(target, code)),
            }
            for code in LANGUAGES
        }
        made[path] = render(
            template,
            **words,
            **names,
            pages=pages,
            base_url=base_url,
            asset=static.linker(base_url),
            lang=lang,
            root=path == "index.html",
        )

    bilingual("chooser.html", "index.html", ".", HOME)
    for target in shell.ids():
        bilingual("permalink.html", f"p/{target}/index.html", "../..", target)
    moved = sorted(shell.addresses.former())
    for old, target, lang in moved:
        bilingual("moved.html", f"{old}index.html", relative(old, "").rstrip("/"), target, lang)
    if moved:
        lines = (f"/{old} /{shell.addresses.url(target, lang)} 301\n" for old, target, lang in moved)
        made["_redirects"] = "".join(lines)
    bilingual("404.html", "404.html", prefix, HOME)
    for lang in LANGUAGES:
        bilingual("404.html", f"{lang}/404.html", prefix, HOME, lang)
    if shell.site_url:
        made["sitemap.xml"] = _sitemap(shell)
        made["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {shell.site_url}sitemap.xml\n"
    return {**{path: text.encode() for path, text in made.items()}, **static.files}


def _sitemap(shell: Shell) -> str:
    rows = []
    for target in shell.ids():
        urls = {lang: escape(shell.site_url + shell.addresses.url(target, lang)) for lang in LANGUAGES}
        links = "".join(f'<xhtml:link rel="alternate" hreflang="{lang}" href="{url}"/>' for lang, url in urls.items())
        links += f'<xhtml:link rel="alternate" hreflang="x-default" href="{escape(shell.site_url)}"/>'
        rows += [f"<url><loc>{url}</loc>{links}</url>" for url in urls.values()]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    return head + "\n".join(rows) + "\n</urlset>\n"


def macro_pages(config: Path) -> tuple[str, ...]:
    """The hand-written pages that may call macros, as mkdocs.yml lists them; none where it is not there."""
    if not config.is_file():
        return ()
    match = re.search(r"^  macro_pages: *(\[.*?\])", config.read_text("utf-8"), re.M)
    return tuple(read(match.group(1)).data or ()) if match else ()


def build(content: Path, docs: Path, site: Path, csp_meta: bool = False) -> int:
    """Builds beside `site` and puts the result in its place only when it is whole. The exit status of the build.

    csp_meta: write the content security policy into the pages, for hosts that let nobody set headers.
    Raises Refused where `site` is not a place for it.
    """
    environment = {"NYTH_CSP_META": "true"} if csp_meta else {}

    def make(fresh: Path) -> bool:
        # not with --quiet: MkDocs then forgets the warnings that --strict would stop at
        return _mkdocs(content, docs, environment, "build", "--strict", "--site-dir", str(fresh)) == 0

    apart = (content, docs, TEMPLATES, Path(nyth.__file__).parent.parent)
    return 0 if folders.replace(site, "site", make, apart) else 1


def serve(content: Path, docs: Path, address: str) -> int:
    """Serves the site and rebuilds it whenever a file is saved.

    address: host:port. Raises Refused where nothing can be served there.
    """
    host, _, port = address.rpartition(":")
    try:
        if not host or not int(port):
            raise ValueError
        # before the first build, which takes a while
        socket.create_server((host, int(port))).close()
    except (OSError, OverflowError, ValueError) as error:
        detail = error.strerror if isinstance(error, OSError) else "HOST:PORT?"
        values = {"address": address, "detail": detail}
        raise Refused(Problem(address, 1, "address-unusable", values)) from error
    # MkDocs leaves its folder behind when it is stopped before its first build
    with tempfile.TemporaryDirectory(prefix="nyth-", ignore_cleanup_errors=True) as tempfile.tempdir:
        given = {"SITE_URL": f"http://{address}/"}
        return _mkdocs(content, docs, given, "serve", "--livereload", "--dev-addr", address)


def _mkdocs(content: Path, docs: Path, environment: dict[str, str], *arguments: str) -> int:
    """Runs MkDocs within this process, so that whatever ends the one ends the other. Its exit status."""
    given = {"NYTH_CONTENT": str(content.resolve()), "NYTH_DOCS": str(docs.resolve()), "NO_MKDOCS_2_WARNING": "1"}
    os.environ.update({"SOURCE_DATE_EPOCH": "0", **os.environ, **given, **environment})
    sys.argv = ["mkdocs", *arguments]
    try:
        runpy.run_module("mkdocs", run_name="__main__")
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0
