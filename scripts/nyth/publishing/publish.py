"""What a web server needs to serve the site safely and fast. Policy, headers and caching stand in
`publish.yml`.

`nyth publish` turns a built site into a folder for a host:

    public/         what readers may fetch, as the root of the domain, with .br and .gz beside texts
    nginx/          headers, media types and maps for deploy/nginx.conf
    immutable.txt   the files whose names carry a hash of their content
    SHA256SUMS      of every file, for `sha256sum --check`

The same site gives the same bytes on every run.
"""

import base64
import gzip
import hashlib
import itertools
import re
import shutil
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import brotli

from nyth import LANGUAGES, other
from nyth.content.files import left_lying
from nyth.outputs.data import FOLDER
from nyth.outputs.files import write
from nyth.pages.page import INLINE, environment, inline
from nyth.problems import Problem, words_file
from nyth.publishing.folders import MARK, digest

TABLES = words_file(Path(__file__).with_suffix(".yml"))
_POLICY = "Content-Security-Policy"


def policy(in_page: bool = False) -> str:
    """The content security policy as one line; `in_page`: for <meta http-equiv>, where the part of
    it that says who may frame a page has no meaning (CSP 3, section 3.3), and for what everybody
    may. It names the scripts and styles that may stand in a page by their hashes (2.3.1)."""
    rules = (rule for rule in TABLES["policy"] if not in_page or "frame-ancestors" not in rule)
    allowed = {}
    for kind, names in INLINE.items():
        hashes = (hashlib.sha256(inline(name).encode()).digest() for name in names)
        allowed[kind] = " ".join(f"'sha256-{base64.b64encode(h).decode()}'" for h in hashes)
    return "; ".join(rules).format(**allowed)


HEADERS: dict[str, str] = {_POLICY: policy(), **TABLES["headers"]}
# What other sites may show inside theirs; nothing else may be shown so.
FRAMED = "embed"
_HASHED = r"/assets/(?:.+/)?[^/]+\.[0-9a-f]{10}\.[a-z0-9]+$"
REDIRECTS = "_redirects"
SECURITY = ".well-known/security.txt"


def host(robots: str) -> tuple[str, str]:
    """Where the site will be: the origin and folder ("" or "/folder") of the address that it was
    built for, which its robots.txt states; the root of an unknown host otherwise."""
    stated = re.search(r"^Sitemap: (.*/)sitemap\.xml$", robots, re.M)
    parts = urlsplit(stated.group(1) if stated else "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else "", parts.path.rstrip("/")


def redirects(text: str, prefix: str) -> dict[str, str]:
    """Old path to new path, from the lines `old new 301` of a `_redirects` file; both from the root
    of the site.

    A site in a folder is also reached from the root of its domain. Raises ValueError for a line of
    another form.
    """
    moved = {"/": f"{prefix}/"} if prefix else {}
    lines = (re.split(r"(?:^|\s)#", line)[0].strip() for line in text.splitlines())
    for line in filter(None, lines):
        match = re.fullmatch(r"(/[\w./~-]*) +(/[\w./~-]*(?:#[\w-]+)?) +301", line, re.A)
        if not match or "//" in line:
            raise ValueError(line)
        old, new = match.groups()
        moved[prefix + old] = prefix + new
    return moved


def for_servers(
    moved: dict[str, str], pages: Collection[str], prefix: str, twins: Mapping[str, str]
) -> dict[str, str]:
    """What web servers read: {path: content}. pages: the paths of all pages, ending in a slash;
    twins: of each, the one in the other language."""
    old = {f"{path.rstrip('/')}/" for path in moved}
    known = _spellings({*pages} - old, prefix, twins)
    gone = {_letters(path): to for path, to in moved.items()}
    tops = {page.removeprefix(prefix).split("/")[1] for page in pages} - {"", FRAMED}
    values = {
        **TABLES,
        "prefix": prefix,
        "escaped": re.escape(prefix),
        "headers": HEADERS,
        "hashed": _HASHED,
        "data": FOLDER,
        "framed": FRAMED,
        "policy": policy(),
        "framed_policy": policy(in_page=True),
        "moved": [(key, *to.partition("#")[::2]) for key, to in gone.items() if key not in known],
        "pages": known,
        "tops": [f"/{top}/*" for top in sorted(tops)],
    }
    files = ("nginx/headers.conf", "nginx/types.conf", "nginx/maps.conf", "public/_headers")
    return {
        file: environment().get_template(f"server/{Path(file).name}").render(values)
        for file in files
    }


def _letters(path: str) -> str:
    """What is left of an address where all that paper loses or breaks is lost."""
    return re.sub("[^a-z0-9]", "", path.lower())


def _spellings(pages: set[str], prefix: str, twins: Mapping[str, str]) -> dict[str, str]:
    """The letters of each page's path, and of what people make of it, to the page: without its
    language or its folder, under the other language or `p`, or one of many. Only where that
    leaves no doubt."""
    found: dict[str, set[str]] = {}
    guessed: dict[str, set[str]] = {}
    for page in pages:
        found.setdefault(_letters(page), set()).add(page)
        lang, _, path = page.removeprefix(f"{prefix}/").partition("/")
        if lang in LANGUAGES and not path:
            guessed[_letters(f"{prefix}{TABLES['spoken'][lang]}")] = {page}
        elif lang in LANGUAGES:
            name = path.split("/")[-2]
            short = f"{prefix}/p/{name}/"  # asks in which language
            to = {"": page, lang: page, other(lang): twins.get(page, page)}
            to["p"] = short if short in pages else page
            # "&" is no letter, and of many one may be named
            losses = ("", "-(and|ac?)(?=-)", "s(?=/?$)", "s(?=/.)", "s(?=/|$)")
            for start, typed, lost in itertools.product(to, {path, name}, losses):
                key = _letters(prefix + start + re.sub(lost, "", typed))
                guessed.setdefault(key, set()).add(to[start])
    return {key: min(at) for key, at in sorted((guessed | found).items()) if len(at) == 1}


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


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
    return [Problem(path, line, "security-expires", values)] if left <= TABLES["notice"] else []


def compressed(data: bytes) -> dict[str, bytes]:
    """The forms of a text that are worth sending instead of it: {".br": …, ".gz": …}, the same
    bytes on every run."""
    # a gzip file names the kind of system it was made on, which does not belong to the content
    packed = gzip.compress(data, 9, mtime=0)
    forms = {".br": brotli.compress(data, quality=10), ".gz": packed[:9] + b"\xff" + packed[10:]}
    return {suffix: form for suffix, form in forms.items() if len(form) < len(data)}


def publish(site: Path, out: Path, security: str, repository: str) -> None:
    """Fills the empty or missing folder `out` from a built site.

    security: the text of deploy/security.txt, or ""; repository: the project on its code host, or
    "". Raises ValueError for redirects that cannot be read.
    """
    origin, prefix = host(_read(site / "robots.txt"))
    moved = redirects(_read(site / REDIRECTS), prefix)
    public = out / "public"
    root = public / prefix.lstrip("/")
    shutil.copytree(site, root, ignore=_not_for_readers)
    pages = (page.parent for page in _files(root) if page.name == "index.html")
    paths = [f"/{page.relative_to(public).as_posix()}/".replace("/./", "/") for page in pages]
    written = {
        "public/_redirects": _lines(f"{old} {new} 301" for old, new in moved.items()),
        **for_servers(moved, paths, prefix, _twins(site)),
    }
    if security and repository and origin:
        written[f"public/{SECURITY}"] = security_file(security, origin, repository)
    write(out, {path: content.encode() for path, content in written.items()})
    texts = [path for path in _files(public) if path.suffix[1:] in TABLES["text_types"]]
    with ThreadPoolExecutor() as pool:
        forms = pool.map(lambda path: compressed(path.read_bytes()), texts)
        for path, smaller in zip(texts, forms, strict=True):
            write(path.parent, {path.name + suffix: data for suffix, data in smaller.items()})
    names = (path.relative_to(out).as_posix() for path in _files(out))
    hashed = [name for name in names if re.search(_HASHED, re.sub(r"\.(br|gz)$", "", name))]
    write(out, {"immutable.txt": _lines(hashed).encode()})
    sums = (f"{digest(p).hexdigest()}  {p.relative_to(out).as_posix()}" for p in _files(out))
    write(out, {"SHA256SUMS": _lines(sums).encode()})


def _twins(site: Path) -> dict[str, str]:
    """The path of each page to that of the one in the other language, as the sitemap has them."""
    pair = r'hreflang="cy" href="([^"]+)".*?hreflang="en" href="([^"]+)"'
    urls = re.findall(pair, _read(site / "sitemap.xml"))
    both = [[urlsplit(url).path for url in row] for row in urls]
    return dict(both) | {en: cy for cy, en in both}


def _not_for_readers(folder: str, names: list[str]) -> set[str]:
    own = {name for name in names if left_lying(name) and name != ".well-known"}
    # nothing of a site leads to another place, or is anything but a file or folder
    paths = [Path(folder, name) for name in names]
    odd = {p.name for p in paths if p.is_symlink() or not (p.is_file() or p.is_dir())}
    return {MARK, REDIRECTS} | own | odd


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
