"""What is written for web servers, and how a site becomes a release."""

from __future__ import annotations

import gzip
import hashlib
import re
from datetime import date
from pathlib import Path

import brotli
import pytest

from nyth.publishing import publish as made
from nyth.publishing.publish import (
    compressed,
    for_servers,
    host,
    policy,
    publish,
    redirects,
    security_problems,
)

SECURITY = "# A note for people.\nExpires: 2027-10-31T00:00:00Z\nPreferred-Languages: cy, en\n"


@pytest.mark.parametrize("in_page", [False, True])
def test_the_policy_lets_only_what_is_named_inline_and_nothing_from_elsewhere(
    in_page: bool,
) -> None:
    text = policy(in_page)
    one = "'sha256-[A-Za-z0-9+/]{43}='"
    scripts, styles = (f"{kind}-src 'self'(?: {one})+" for kind in ("script", "style"))
    assert re.match(f"default-src 'none'; {scripts}; {styles};", text)
    assert not re.search(r"unsafe|https?:|\*|nonce", text)


def test_a_page_says_all_of_the_policy_that_a_page_can_say() -> None:
    assert policy().removeprefix(policy(in_page=True)) == "; frame-ancestors 'none'"


@pytest.mark.parametrize(
    ("robots", "origin", "prefix"),
    [
        ("User-agent: *\nSitemap: https://nyth.example/sitemap.xml\n", "https://nyth.example", ""),
        ("Sitemap: https://nyth.example/a/b/sitemap.xml\n", "https://nyth.example", "/a/b"),
        ("Sitemap: http://127.0.0.1:8000/sitemap.xml", "http://127.0.0.1:8000", ""),
        ("", "", ""),
    ],
)
def test_a_built_site_says_where_it_was_built_for(robots: str, origin: str, prefix: str) -> None:
    assert host(robots) == (origin, prefix)


@pytest.mark.parametrize(
    ("text", "prefix", "found"),
    [
        ("", "", {}),
        ("", "/nyth", {"/": "/nyth/"}),
        ("/cy/hen/ /cy/newydd/ 301\n\n# a note\n", "", {"/cy/hen/": "/cy/newydd/"}),
        (
            "/cy/hen/   /cy/newydd/   301",
            "/nyth",
            {"/": "/nyth/", "/nyth/cy/hen/": "/nyth/cy/newydd/"},
        ),
    ],
)
def test_redirects_are_read_from_the_built_site(
    text: str, prefix: str, found: dict[str, str]
) -> None:
    assert redirects(text, prefix) == found


@pytest.mark.parametrize(
    "line",
    [
        "/a/ /b/",
        "/a/ https://evil.example/ 301",
        "/a/ //evil.example/ 301",
        "/a/ /b/ 302",
        '/a/ /b";return 301',
        "/a/ /b/ 301 x",
        "/ŵ/ /b/ 301",
    ],
)
def test_a_redirect_that_could_lead_astray_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=re.escape(line)):
        redirects(line, "")


@pytest.mark.parametrize(
    ("path", "for_ever"),
    [
        ("/assets/site.0123456789.css", True),
        ("/nyth/assets/fonts/alegreya-800.b34250fe6b.woff2", True),
        ("/assets/LICENSE.txt", False),
        ("/assets/site.css", False),
        ("/assets/site.012345678g.css", False),
        ("/cy/assets.0123456789.css", False),
        ("/assets/x.0123456789.css/index.html", False),
    ],
)
def test_only_a_name_that_carries_the_hash_of_its_content_is_kept_for_ever(
    path: str, for_ever: bool
) -> None:
    maps = for_servers({}, (), "", {})["nginx/maps.conf"]
    kept = made.TABLES["for_ever"]
    pattern = re.search(rf'"~(.+)" "{kept}";', maps).group(1)
    assert bool(re.search(pattern, path)) is for_ever


def test_other_hosts_get_every_header_too() -> None:
    pages = ["/nyth/", "/nyth/cy/", "/nyth/cy/x/", "/nyth/embed/cy/x/", "/nyth/p/x/"]
    written = for_servers({}, pages, "/nyth", {})["public/_headers"]
    rules = dict(r.split("\n", 1) for r in written.split("\n\n"))
    closed = ["/nyth/", "/nyth/*.html", "/nyth/cy/*", "/nyth/p/*"]
    assert list(rules) == ["/*", *closed, "/nyth/assets/*", "/nyth/data/*"]
    for name, value in made.HEADERS.items():
        shown = policy(in_page=True) if name == "Content-Security-Policy" else value
        assert f"  {name}: {shown}" in rules["/*"].splitlines()
    for path in closed:
        assert rules[path].strip() == f"Content-Security-Policy: {policy()}"
    assert rules["/nyth/data/*"].strip() == "Access-Control-Allow-Origin: *"


def test_a_header_for_nginx_stays_inside_its_quotation_marks() -> None:
    for line in for_servers({}, (), "", {})["nginx/headers.conf"].splitlines():
        assert re.fullmatch(r'add_header [A-Za-z-]+ "(?:\$policy|[^"\\$]+)" always;', line)


def test_compressed_forms_are_the_same_on_every_run_and_unpack_to_the_text() -> None:
    text = b"Llwybr i bawb. " * 100
    forms = compressed(text)
    assert set(forms) == {".br", ".gz"}
    assert forms == compressed(text)
    assert brotli.decompress(forms[".br"]) == gzip.decompress(forms[".gz"]) == text
    assert forms[".gz"][4:8] == bytes(4), "no time"
    assert forms[".gz"][9] == 255, "no kind of machine"


def test_a_text_that_compression_makes_longer_is_sent_as_it_is() -> None:
    assert compressed(b"ok") == {}


@pytest.mark.parametrize(
    ("text", "today", "line", "rule"),
    [
        (SECURITY, date(2026, 11, 21), None, None),
        (SECURITY, date(2027, 9, 30), None, None),
        (SECURITY, date(2027, 10, 1), 2, "security-expires"),
        (SECURITY, date(2028, 1, 1), 2, "security-expires"),
        ("Expires: soon\n", date(2026, 11, 21), 1, "security-unreadable"),
        ("Preferred-Languages: cy\n", date(2026, 11, 21), 1, "security-unreadable"),
        ("", date(2026, 11, 21), 1, "security-unreadable"),
    ],
)
@pytest.mark.parametrize("lang", ["cy", "en"])
def test_security_txt_is_missed_thirty_days_before_it_expires(
    text: str, today: date, line: int | None, rule: str | None, lang: str
) -> None:
    found = security_problems(text, "deploy/security.txt", today)
    assert [(problem.line, problem.rule) for problem in found] == ([(line, rule)] if rule else [])
    assert all(problem.message(lang) and problem.remedy(lang) for problem in found)


def test_the_security_txt_of_this_project_is_valid_and_not_for_longer_than_a_year_or_so() -> None:
    text = (Path(__file__).parents[2] / "deploy/security.txt").read_text("utf-8")
    assert [p.rule for p in security_problems(text, "deploy/security.txt", date(2000, 1, 1))] == []
    assert "Contact:" not in text, "the address comes from REPOSITORY_URL"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A very small built site in a folder of its host."""
    files = {
        "index.html": "<p>NYTH</p>" * 50,
        "cy/index.html": "<p>Nyth</p>" * 50,
        "assets/site.0123456789.css": "p { margin: 0 }" * 50,
        "assets/LICENSE.txt": "free " * 50,
        "robots.txt": "Sitemap: https://nyth.example/r/sitemap.xml\n",
        "_redirects": "/cy/hen/ /cy/newydd/ 301\n",
    }
    left_lying = (
        ".nyth",
        ".DS_Store",
        ".git/config",
        "cy/.index.html.swp",
        "cy/index.html~",
        "assets/Thumbs.db",
    )
    files |= dict.fromkeys(left_lying, "not for readers")
    for path, text in files.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_text(text)
    (tmp_path / "own").mkdir()
    (tmp_path / "own/notes.txt").write_text("not for readers")
    for name, target in {"notes.txt": "own/notes.txt", "cy/own": "own", "gone": "nowhere"}.items():
        (tmp_path / "site" / name).symlink_to(tmp_path / target)
    return tmp_path / "site"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_a_release_has_every_file_compressed_counted_and_sorted_by_how_long_it_lives(
    site: Path, tmp_path: Path
) -> None:
    publish(site, tmp_path / "out", SECURITY, "https://code.example/nyth/")
    found = contents(tmp_path / "out")
    for path, data in contents(site).items():
        if data != b"not for readers" and path != "_redirects":
            assert found[f"public/r/{path}"] == data
    assert "public/r/_redirects" not in found
    assert b"not for readers" not in found.values()
    assert found["public/_redirects"].decode() == "/ /r/ 301\n/r/cy/hen/ /r/cy/newydd/ 301\n"
    assert brotli.decompress(found["public/r/cy/index.html.br"]) == found["public/r/cy/index.html"]
    sheet = "public/r/assets/site.0123456789.css"
    assert found["immutable.txt"].decode().split() == [sheet, f"{sheet}.br", f"{sheet}.gz"]
    sums = dict(
        reversed(line.split("  ")) for line in found.pop("SHA256SUMS").decode().splitlines()
    )
    assert sums == {path: hashlib.sha256(data).hexdigest() for path, data in found.items()}
    assert found["public/.well-known/security.txt"].decode() == (
        "Contact: https://code.example/nyth/security/advisories/new\n"
        "Expires: 2027-10-31T00:00:00Z\nPreferred-Languages: cy, en\n"
        "Canonical: https://nyth.example/.well-known/security.txt\n"
    )


@pytest.mark.parametrize(
    ("text", "repository"), [("", "https://code.example/nyth"), (SECURITY, "")]
)
def test_without_an_address_to_write_to_there_is_no_security_txt(
    site: Path, tmp_path: Path, text: str, repository: str
) -> None:
    publish(site, tmp_path / "out", text, repository)
    assert not (tmp_path / "out/public/.well-known").exists()


def test_the_same_site_gives_the_same_release(site: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        publish(site, tmp_path / name, SECURITY, "https://code.example/nyth")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
