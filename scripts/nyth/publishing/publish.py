"""What a web server needs to serve the site safely and fast: the one place that holds policy,
headers and caching.

`nyth publish` turns a built site into a folder for a host:

    public/         what readers may fetch, as the root of the domain, with .br and .gz beside texts
    nginx/          headers, media types and maps for deploy/nginx.conf
    immutable.txt   the files whose names carry a hash of their content
    SHA256SUMS      of every file, for `sha256sum --check`

The same site gives the same bytes on every run.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
import shutil
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import brotli

from nyth import LANGUAGES
from nyth.content.files import left_lying
from nyth.outputs.data import FOLDER
from nyth.pages.page import first_script
from nyth.problems import Problem
from nyth.publishing.folders import MARK


def _named(script: str) -> str:
    """A script that may stand in a page, as a policy names it (CSP 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


POLICY = {
    "default-src": "'none'",
    "script-src": f"'self' {_named(first_script())}",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# What other sites may show inside theirs; nothing else may be shown so.
FRAMED = "embed"
# browsers ignore it in a page and complain about it (CSP 3, section 3.3)
_HEADER_ONLY = {"frame-ancestors"}

_UNUSED = (
    "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi "
    "payment usb"
).split()


def policy(in_page: bool = False) -> str:
    """The content security policy as one line; `in_page`: for <meta http-equiv>, where the part of
    it that says who may frame a page has no meaning, and for what everybody may."""
    return "; ".join(
        f"{name} {value}"
        for name, value in POLICY.items()
        if not (in_page and name in _HEADER_ONLY)
    )


_POLICY = "Content-Security-Policy"
HEADERS = {
    _POLICY: policy(),
    "Strict-Transport-Security": "max-age=63072000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# Pages of other sites may read the open data, and nothing else.
ANYONE = {"Access-Control-Allow-Origin": "*"}

FOR_EVER = "public, max-age=31536000, immutable"
FIVE_MINUTES = "public, max-age=300"

# Text, which is sent with its charset and compressed beforehand; and everything else, which is
# neither.
TEXT_TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
    "xml": "text/xml",
    "txt": "text/plain",
    "csv": "text/csv",
    "md": "text/markdown",
    "yml": "application/yaml",
    "ics": "text/calendar",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "tbx": "application/xml",
}
OTHER_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "wasm": "application/wasm",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "epub": "application/epub+zip",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}

_HASHED = r"/assets/(?:.+/)?[^/]+\.[0-9a-f]{10}\.[a-z0-9]+$"
REDIRECTS = "_redirects"
SECURITY = ".well-known/security.txt"
_NOTICE_DAYS = 30

# What clings to an address that was typed from paper or copied out of a sentence: its last slashes,
# punctuation, and, as bytes of UTF-8, the marks of U+2000 to U+203F, no-break spaces and
# guillemets.
_CLINGS = r"(?:[/.,;:!?)\]}>'\"\s]|\xE2\x80[\x80-\xBF]|\xC2[\xA0\xAB\xBB])*"

# Accents that somebody typed, as bytes of UTF-8: addresses have none. Each step takes the last one.
_ACCENTS = {
    "a": r"\xC3[\x80-\x85\xA0-\xA5]",
    "e": r"\xC3[\x88-\x8B\xA8-\xAB]",
    "i": r"\xC3[\x8C-\x8F\xAC-\xAF]",
    "o": r"\xC3[\x92-\x96\xB2-\xB6]",
    "u": r"\xC3[\x99-\x9C\xB9-\xBC]",
    "w": r"(?:\xC5[\xB4\xB5]|\xE1\xBA[\x80-\x85])",
    "y": r"(?:\xC3[\x9D\xBD\xBF]|\xC5[\xB6-\xB8])",
    "": r"\xCC[\x80-\x88]",
}
_ACCENTS_AT_ONCE = 3


class Host(NamedTuple):
    """Where the site will be: the parts of the address it was built for. prefix: "" or
    "/folder"."""

    origin: str
    prefix: str


def host(robots: str) -> Host:
    """The address that a site was built for, which its robots.txt states; the root of an unknown
    host otherwise."""
    stated = re.search(r"^Sitemap: (.*/)sitemap\.xml$", robots, re.M)
    parts = urlsplit(stated.group(1) if stated else "")
    return Host(f"{parts.scheme}://{parts.netloc}" if parts.netloc else "", parts.path.rstrip("/"))


def redirects(text: str, prefix: str) -> dict[str, str]:
    """Old path to new path, from the lines `old new 301` of a `_redirects` file; both from the root
    of the site.

    A site in a folder is also reached from the root of its domain. Raises ValueError for a line of
    another form.
    """
    moved = {"/": f"{prefix}/"} if prefix else {}
    for line in filter(
        None, (re.split(r"(?:^|\s)#", line)[0].strip() for line in text.splitlines())
    ):
        match = re.fullmatch(r"(/[\w./~-]*) +(/[\w./~-]*(?:#[\w-]+)?) +301", line, re.A)
        if not match or "//" in line:
            raise ValueError(line)
        old, new = match.groups()
        moved[prefix + old] = prefix + new
    return moved


def nginx(moved: dict[str, str], pages: Iterable[str], prefix: str) -> dict[str, str]:
    """The files that deploy/nginx.conf includes: {name: content}. pages: the paths of all pages,
    ending in a slash."""
    missing = [f"~*^{re.escape(prefix)}/{lang}/ {prefix}/{lang}/404.html;" for lang in LANGUAGES]
    types = {**TEXT_TYPES, **OTHER_TYPES}
    old = {f"{path.rstrip('/')}/": new.partition("#") for path, new in moved.items()}
    places = (f'"{path}" "{mark}{place}";' for path, (_, mark, place) in old.items() if place)
    cleaned = [
        r'default "";',
        rf'"~^(?=.{{0,300}}$)(?<cleaned>|/.*?)(?i:/index\.html?)?{_CLINGS}$" "$cleaned/";',
    ]
    # the page that is meant, unless it was asked for by its very address
    typed = [
        r'default "";',
        r'"~^(?<same>\S+) \k<same>(?:\?|$)" "";',
        r'"~^(?<meant>\S+) " $meant;',
    ]
    known = {page: page for page in sorted(pages)}
    return {
        "headers.conf": _lines(
            f'add_header {name} "{"$policy" if name == _POLICY else value}" always;'
            for name, value in HEADERS.items()
        ),
        "types.conf": _block("types", (f"{mime} {suffix};" for suffix, mime in types.items()))
        + f"charset_types {' '.join(m for m in TEXT_TYPES.values() if m != 'text/html')};\n",
        "maps.conf": _block(
            "map $request_uri $not_found", [f"default {prefix}/404.html;", *missing]
        )
        + _block("map $uri $caching", [f'default "{FIVE_MINUTES}";', f'"~{_HASHED}" "{FOR_EVER}";'])
        # a header without a value is not sent
        + _block("map $uri $readers", ['default "";', f'"~^{re.escape(prefix)}/{FOLDER}" "*";'])
        + _block(
            "map $uri $policy",
            [f'default "{policy()}";', f'"~^{re.escape(prefix)}/{FRAMED}/" "{policy(True)}";'],
        )
        # nginx compares the strings of a map without regard to capital letters
        + _block("map $uri $plain", cleaned)
        + _block(
            "map $plain $moved", ['default "";', *(f'"{a}" "{b[0]}";' for a, b in old.items())]
        )
        + _block("map $plain $place", ['default "";', *places])
        + "".join(_block(f"map ${a} ${b}", rows) for a, b, rows in _without_accents())
        + _block(
            "map $bare $page",
            ['default "";', *(f'"{a}" "{b}";' for a, b in _spellings(known, prefix).items())],
        )
        + _block('map "$page $request_uri" $typed', typed),
    }


def _without_accents() -> Iterator[tuple[str, str, list[str]]]:
    """Maps from a path to the same without accents: (from, to, lines)."""
    names = ["plain", *(f"bare{n}" for n in range(1, _ACCENTS_AT_ONCE)), "bare"]
    for old, new in itertools.pairwise(names):
        rows = [
            f'"~^(?<{new}_a>.*){bytes_}(?<{new}_b>.*)$" "${{{new}_a}}{letter}${{{new}_b}}";'
            for letter, bytes_ in _ACCENTS.items()
        ]
        yield old, new, [f"default ${old};", *rows]


def _spellings(pages: dict[str, str], prefix: str) -> dict[str, str]:
    """Each path of a page, also without its language where that leaves no doubt, to the page."""
    short: dict[str, list[str]] = {}
    for page in pages:
        for lang in LANGUAGES:
            start = f"{prefix}/{lang}/"
            if page.startswith(start) and page != start:
                short.setdefault(f"{prefix}/{page.removeprefix(start)}", []).append(page)
    return {path: found[0] for path, found in short.items() if len(found) == 1} | pages


def _block(head: str, lines: Iterable[str]) -> str:
    return f"{head} {{\n{_lines(f'    {line}' for line in lines)}}}\n"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def headers_file(pages: Iterable[str], prefix: str) -> str:
    """`_headers`, which several hosts of static sites read. Only the assets have caching of
    their own there: those hosts join the values of a header that two rules give, and their own
    caching of pages is short. Of two policies both hold, so all but what may be framed get the
    one that forbids it as well. pages: as in `nginx`."""
    tops = {page.removeprefix(prefix).split("/")[1] for page in pages} - {"", FRAMED}
    closed = [f"{prefix}/", f"{prefix}/*.html", *(f"{prefix}/{top}/*" for top in sorted(tops))]
    rules = {
        "/*": {**HEADERS, _POLICY: policy(in_page=True)},
        **{path: {_POLICY: policy()} for path in closed},
        f"{prefix}/assets/*": {"Cache-Control": FOR_EVER},
        f"{prefix}/{FOLDER}*": ANYONE,
    }
    return "\n".join(
        _lines([path, *(f"  {n}: {v}" for n, v in rule.items())]) for path, rule in rules.items()
    )


def security_file(text: str, origin: str, repository: str) -> str:
    """security.txt (RFC 9116): the lines that people keep, and where the project takes reports
    in confidence."""
    kept = _lines(line for line in text.splitlines() if line and not line.startswith("#"))
    contact = f"{repository.rstrip('/')}/security/advisories/new"
    return f"Contact: {contact}\n{kept}Canonical: {origin}/{SECURITY}\n"


def security_problems(text: str, path: str, today: date) -> list[Problem]:
    """A security.txt that has expired, expires within 30 days or does not say when: the file is
    then of no use."""
    stated = re.search(r"^Expires:\s*(\S+)", text, re.M)
    line = text.count("\n", 0, stated.start()) + 1 if stated else 1
    try:
        until = datetime.fromisoformat(stated.group(1) if stated else "").date()
    except ValueError:
        return [Problem(path, line, "security-unreadable")]
    left = (until - today).days
    values = {"date": until.isoformat(), "days": max(left, 0)}
    return [Problem(path, line, "security-expires", values)] if left <= _NOTICE_DAYS else []


def compressed(data: bytes) -> dict[str, bytes]:
    """The forms of a text that are worth sending instead of it: {".br": …, ".gz": …}, the same
    bytes on every run."""
    # a gzip file holds the time and the system it was made on; neither belongs to the content
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    gzip = packer.compress(data) + packer.flush()
    forms = {
        ".br": brotli.compress(data, quality=10),
        ".gz": gzip[:4] + bytes(4) + gzip[8:9] + b"\xff" + gzip[10:],
    }
    return {suffix: form for suffix, form in forms.items() if len(form) < len(data)}


def publish(site: Path, out: Path, security: str, repository: str) -> None:
    """Fills the empty or missing folder `out` from a built site.

    security: the text of deploy/security.txt, or ""; repository: the project on its code host, or
    "". Raises ValueError for redirects that cannot be read.
    """
    where = host(_read(site / "robots.txt"))
    moved = redirects(_read(site / REDIRECTS), where.prefix)
    public = out / "public"
    root = public / where.prefix.lstrip("/")
    shutil.copytree(site, root, ignore=_not_for_readers)
    pages = (
        page.parent.relative_to(public).as_posix()
        for page in _files(root)
        if page.name == "index.html"
    )
    paths = [f"/{page}/".replace("/./", "/") for page in pages]
    written = {
        "public/_headers": headers_file(paths, where.prefix),
        "public/_redirects": _lines(f"{old} {new} 301" for old, new in moved.items()),
        **{f"nginx/{name}": content for name, content in nginx(moved, paths, where.prefix).items()},
    }
    if security and repository and where.origin:
        written[f"public/{SECURITY}"] = security_file(security, where.origin, repository)
    for path, content in written.items():
        _write(out / path, content.encode())
    texts = [path for path in _files(public) if path.suffix[1:] in TEXT_TYPES]
    with ThreadPoolExecutor() as pool:
        forms = pool.map(lambda path: compressed(path.read_bytes()), texts)
        for path, smaller in zip(texts, forms, strict=True):
            for suffix, data in smaller.items():
                _write(path.with_name(path.name + suffix), data)
    names = [path.relative_to(out).as_posix() for path in _files(out)]
    hashed = [name for name in names if re.search(_HASHED, re.sub(r"\.(br|gz)$", "", name))]
    _write(out / "immutable.txt", _lines(hashed).encode())
    sums = {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in _files(out)
    }
    _write(
        out / "SHA256SUMS", _lines(f"{digest}  {name}" for name, digest in sums.items()).encode()
    )


def _not_for_readers(folder: str, names: list[str]) -> set[str]:
    own = {MARK, REDIRECTS}
    return {name for name in names if name in own or (left_lying(name) and name != ".well-known")}


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
