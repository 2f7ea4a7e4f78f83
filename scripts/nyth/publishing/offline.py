"""The site without a connection: as one zip file that opens from a disk, and kept by the browsers
of those who ask.

A disk does not know that a folder stands for the `index.html` in it, so every address of a folder
is written out. Which addresses those are is read off the site itself: whatever is added to it later
comes along. Scripts must load their data as scripts, as the search does, for browsers refuse
`fetch` on a disk.
"""

import base64
import json
import posixpath
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from nyth.content.library import Library
from nyth.languages import welsh
from nyth.publishing.folders import digest, inside

WORKER = "sw.js"

# What is there for other sites, or shows again what other pages have.
_TWICE = ("compare/", "embed/")
# What only a web server or a search engine reads, and what the page reads that says that there is
# none, which is shown by whoever serves the pages.
_FOR_SERVERS = ("robots.txt", "_redirects", WORKER)
_OF_MISSING = ("404.html", "sitemap.xml")
# The address of a folder as the value of an attribute, and what follows it. In the words of a page
# quotation marks are escaped, so this is none of them.
_FOLDER = re.compile(r"""(=\s*)(["'])([^"'<>?#]*/|\.+)((?:[?#][^"'<>]*)?)\2""")
# 'self' in a policy means a host (CSP 3, 6.7.2.8), and a file has none: some browsers would refuse
# its own styles.
_POLICY = re.compile(r"""<meta http-equiv=["']Content-Security-Policy["'][^>]*>\n?""", re.I)
# What only makes sense on the site itself: the link to the zip, and what the zip does not hold.
_ONLINE = re.compile(r"<(p|ul|a) data-online[ >].*?</\1>\n?", re.S)


def edition(site: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a built site, fit for being opened from a disk: (path from its root, content),
    in the order of the paths."""
    paths = [path for path in _for_readers(site) if not path.endswith(_OF_MISSING)]
    pages = {path for path in paths if path.endswith(".html")}

    def content(path: str) -> bytes:
        data = (site / path).read_bytes()
        return _spelt_out(data.decode(), path, pages).encode() if path in pages else data

    # listed now, read one by one: a zip that is written into the site does not hold itself
    return ((path, content(path)) for path in paths)


def _for_readers(site: Path) -> list[str]:
    paths = (path for path, _ in inside(site) if path not in _FOR_SERVERS)
    return sorted(path for path in paths if not path.startswith(_TWICE))


def _spelt_out(html: str, path: str, pages: set[str]) -> str:
    """A page whose links to folders lead to the `index.html` in them."""
    folder = posixpath.dirname(path)

    def value(match: re.Match[str]) -> str:
        before, _, address, after = match.groups()
        target = posixpath.join(folder, unquote(unescape(address)), "index.html")
        if posixpath.normpath(target) not in pages:
            return match.group()
        return f'{before}"{address.rstrip("/")}/index.html{after}"'

    return _FOLDER.sub(value, away(_POLICY.sub("", html)))


def away(html: str) -> str:
    """A page without what only makes sense on the site itself."""
    return _ONLINE.sub("", html)


def name(library: Library) -> str:
    """The name of the zip, after the name that the site bears in both languages."""
    words = re.findall("[a-z0-9]+", welsh.fold(library.words.site.mark.cy))
    return f"{'-'.join(words) or 'site'}.zip"


def worker(site: Path, script: str) -> bytes:
    """The service worker of a built site: `script` with the list of the files to keep, each with
    its hash, above it.

    The hash is what Subresource Integrity takes: SHA-256 in base64.
    """
    hashes = {
        path: base64.b64encode(digest(site / path).digest()).decode() for path in _for_readers(site)
    }
    return f"self.nythFiles = {json.dumps(hashes, ensure_ascii=False)};\n{script}".encode()
