"""What a web server needs to serve the site safely and fast: the one place that holds policy, headers and caching.

`nyth publish` turns a built site into a folder for a host:

    public/         what readers may fetch, as the root of the domain, with .br and .gz beside each text file
    nginx/          headers, media types and maps for deploy/nginx.conf
    immutable.txt   the files whose names carry a hash of their content
    SHA256SUMS      of every file, for `sha256sum --check`

The same site gives the same bytes on every run.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import brotli

from nyth import LANGUAGES
EDITOR = "x"
from nyth.problems import Problem

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
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
# browsers ignore it in a page and complain about it (CSP 3, section 3.3)
_HEADER_ONLY = {"frame-ancestors"}

_UNUSED = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone")
_UNUSED += ("midi", "payment", "usb")


# What the form editor needs beyond that, on its own page and no other: Decap CMS checks its configuration with code that
# it makes at run time (ajv) and writes its styles into the page (emotion); it talks to the API of the code host.
_EDITOR = {"script-src": "'self' 'unsafe-eval'", "style-src": "'self' 'unsafe-inline'", "img-src": "'self' data: blob:"}
_CODE_HOST = {
    "connect-src": "'self' blob: https://api.github.com",
    "img-src": "'self' data: blob: https://avatars.githubusercontent.com",
}


def policy(in_page: bool = False, editor: bool = False, local: bool = False) -> str:
    """The content security policy as one line; `in_page` for <meta http-equiv>, where parts of it have no meaning;
    `editor`: of the page of the form editor; `local`: where that writes to one's own machine and knows no code host."""
    rules = POLICY | (_EDITOR | ({} if local else _CODE_HOST) if editor else {})
    return "; ".join(f"{name} {value}" for name, value in rules.items() if not (in_page and name in _HEADER_ONLY))


HEADERS = {
    "Content-Security-Policy": policy(),
    "Strict-Transport-Security": "max-age=63072000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def editor_headers(local: bool = False) -> dict[str, str]:
    """The headers that the page of the form editor has instead: its policy, and the tie to the window for signing in."""
    return {
        "Content-Security-Policy": policy(editor=True, local=local),
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    }


FOR_EVER = "public, max-age=31536000, immutable"
FIVE_MINUTES = "public, max-age=300"

# Text, which is sent with its charset and compressed beforehand; and everything else, which is neither.
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
_COMPRESSED = (".br", ".gz")
REDIRECTS = "_redirects"
SECURITY = ".well-known/security.txt"
_NOTICE = timedelta(days=30)


@dataclass(frozen=True)
class Host:
    """Where the site will be: the parts of the address it was built for. prefix: "" or "/folder"."""

    origin: str
    prefix: str


def host(robots: str) -> Host:
    """The address that a site was built for, which its robots.txt states; the root of an unknown host otherwise."""
    found = re.search(r"^Sitemap: (.*/)sitemap\.xml$", robots, re.M)
    parts = urlsplit(found.group(1) if found else "")
    return Host(f"{parts.scheme}://{parts.netloc}" if parts.netloc else "", parts.path.rstrip("/"))


def redirects(text: str, prefix: str) -> dict[str, str]:
    """Old path to new path, from the lines `old new 301` of a `_redirects` file; both from the root of the site.

    A site in a folder is also reached from the root of its domain. Raises ValueError for a line of another form.
    """
    found = {"/": f"{prefix}/"} if prefix else {}
    for line in filter(None, (line.partition("#")[0].strip() for line in text.splitlines())):
        if not (match := re.fullmatch(r"(/[\w./~-]*) +(/[\w./~-]*) +301", line, re.A)) or "//" in line:
            raise ValueError(line)
        old, new = match.groups()
        found[prefix + old] = prefix + new
    return found


def nginx(moved: dict[str, str], prefix: str, editor: bool = False) -> dict[str, str]:
    """The files that deploy/nginx.conf includes: {name: content}. editor: whether the form editor is set up."""
    missing = [f"~^{re.escape(prefix)}/{lang}/ {prefix}/{lang}/404.html;" for lang in LANGUAGES]
    types = {**TEXT_TYPES, **OTHER_TYPES}
    both = {**{old.rstrip("/"): new for old, new in moved.items() if old.rstrip("/")}, **moved}
    own = editor_headers() if editor else {}
    page = f"~^{re.escape(prefix)}/{EDITOR}/(?:index\\.html)?$"
    variable = {name: f"${name.lower().replace('-', '_')}" for name in own}
    return {
        "headers.conf": _lines(
            f'add_header {name} "{variable.get(name, value)}" always;' for name, value in HEADERS.items()
        ),
        "types.conf": _block("types", (f"{mime} {suffix};" for suffix, mime in types.items()))
        + f"charset_types {' '.join(mime for mime in TEXT_TYPES.values() if mime != 'text/html')};\n",
        "maps.conf": _block("map $request_uri $not_found", [f"default {prefix}/404.html;", *missing])
        + _block("map $uri $caching", [f'default "{FIVE_MINUTES}";', f'"~{_HASHED}" "{FOR_EVER}";'])
        + _block("map $uri $moved", ['default "";', *(f'"{old}" "{new}";' for old, new in both.items())])
        + "".join(
            _block(f"map $uri {variable[name]}", [f'default "{HEADERS[name]}";', f'"{page}" "{value}";'])
            for name, value in own.items()
        ),
    }


def _block(head: str, lines: Iterable[str]) -> str:
    return f"{head} {{\n{_lines(f'    {line}' for line in lines)}}}\n"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def headers_file(prefix: str, editor: bool = False) -> str:
    """`_headers`, which several hosts of static sites read. Only the assets have caching of their own there:
    those hosts join the values of a header that two rules give, and their own caching of pages is short.

    editor: whether the form editor is set up. `! Name` takes away what an earlier rule gave; on a host that does not
    know it both policies hold, and the editor stays shut."""
    rules = {"/*": HEADERS, f"{prefix}/assets/*": {"Cache-Control": FOR_EVER}}
    lines = {path: [f"  {n}: {v}" for n, v in rule.items()] for path, rule in rules.items()}
    if editor:
        own = editor_headers()
        lines[f"{prefix}/{EDITOR}/"] = [f"  ! {name}" for name in own] + [f"  {n}: {v}" for n, v in own.items()]
    return "\n".join(_lines([path, *rule]) for path, rule in lines.items())


def redirects_file(moved: dict[str, str]) -> str:
    """`_redirects`, which the same hosts read."""
    return _lines(f"{old} {new} 301" for old, new in moved.items())


def security_file(text: str, origin: str, repository: str) -> str:
    """security.txt (RFC 9116): the lines that people keep, and where the project takes reports in confidence."""
    kept = _lines(line for line in text.splitlines() if line and not line.startswith("#"))
    return f"Contact: {repository.rstrip('/')}/security/advisories/new\n{kept}Canonical: {origin}/{SECURITY}\n"


def security_problems(text: str, path: str, today: date) -> list[Problem]:
    """A security.txt that has expired, expires within 30 days or does not say when: the file is then of no use."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("Expires:"):
            value = line.partition(":")[2].strip()
            try:
                left = datetime.fromisoformat(value).date() - today
            except ValueError:
                return [Problem(path, number, "security-unreadable")]
            rule = "security-expired" if left <= timedelta() else "security-expires"
            return [Problem(path, number, rule, {"date": value[:10], "days": left.days})] if left <= _NOTICE else []
    return [Problem(path, 1, "security-unreadable")]


def compressed(data: bytes) -> dict[str, bytes]:
    """The forms of a text that are worth sending instead of it: {".br": …, ".gz": …}, the same bytes on every run."""
    # a gzip file holds the time and the system it was made on; neither belongs to the content
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    gzip = packer.compress(data) + packer.flush()
    forms = {".br": brotli.compress(data, quality=10), ".gz": gzip[:4] + bytes(4) + gzip[8:9] + b"\xff" + gzip[10:]}
    return {suffix: form for suffix, form in forms.items() if len(form) < len(data)}


def publish(site: Path, out: Path, security: str, repository: str) -> None:
    """Fills the empty or missing folder `out` from a built site.

    security: the text of deploy/security.txt, or ""; repository: the project on its code host, or "".
    Raises ValueError for redirects that cannot be read.
    """
    robots, moves = site / "robots.txt", site / REDIRECTS
    where = host(robots.read_text("utf-8") if robots.is_file() else "")
    moved = redirects(moves.read_text("utf-8") if moves.is_file() else "", where.prefix)
    public = out / "public"
    editor = (site / EDITOR / "editor.js").is_file()
    shutil.copytree(site, public / where.prefix.lstrip("/"))
    (public / where.prefix.lstrip("/") / REDIRECTS).unlink(missing_ok=True)
    made = {
        "public/_headers": headers_file(where.prefix, editor),
        "public/_redirects": redirects_file(moved),
        **{f"nginx/{name}": content for name, content in nginx(moved, where.prefix, editor).items()},
    }
    if security and repository and where.origin:
        made[f"public/{SECURITY}"] = security_file(security, where.origin, repository)
    for path, content in made.items():
        _write(out / path, content.encode())
    texts = [path for path in _files(public) if path.suffix[1:] in TEXT_TYPES]
    with ThreadPoolExecutor() as pool:
        for path, forms in zip(texts, pool.map(lambda text: compressed(text.read_bytes()), texts), strict=True):
            for suffix, data in forms.items():
                _write(path.with_name(path.name + suffix), data)
    names = [path.relative_to(out).as_posix() for path in _files(out)]
    hashed = [name for name in names if re.search(_HASHED, re.sub(r"\.(br|gz)$", "", name))]
    _write(out / "immutable.txt", _lines(hashed).encode())
    sums = {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in _files(out)}
    _write(out / "SHA256SUMS", _lines(f"{digest}  {name}" for name, digest in sums.items()).encode())


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(path for path in folder.rglob("*") if path.is_file()))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
