"""What a reader gets from the real nginx configuration with the real site in a folder of its
host."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from conftest import ROOT
from nyth.publishing.publish import (
    HEADERS,
    TABLES,
    publish,
)
from webserver import IS_ROOT, Server, pages, release

HERE = "/reference"


@pytest.fixture(scope="session")
def hashed(published: Path) -> str:
    """The address of the style sheet."""
    names = (published / "immutable.txt").read_text("utf-8").split()
    return "/" + next(name for name in names if name.endswith(".css")).removeprefix("public/")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/cy/", 200),
        ("/robots.txt", 200),
        ("/cy", 301),
        ("/cy/nope/", 404),
        ("/.git/config", 404),
    ],
)
def test_every_answer_carries_every_header(server: Server, path: str, status: int) -> None:
    response = server.get(HERE + path)
    assert response.status == status
    assert {name: response.headers.get_all(name) for name in HEADERS} == {
        n: [v] for n, v in HEADERS.items()
    }
    assert response.headers["Server"] == "nginx", "the version helps nobody but attackers"


def test_only_what_is_made_for_other_sites_may_be_shown_inside_them(server: Server) -> None:
    for path, framed in (("/embed/cy/trusted-adults/", True), ("/compare/trusted-adults/", False)):
        response = server.get(HERE + path)
        said = response.headers.get_all("Content-Security-Policy")
        assert (response.status, len(said)) == (200, 1)
        assert ("frame-ancestors" not in said[0]) is framed


def test_assets_are_kept_for_ever_and_pages_for_minutes(server: Server, hashed: str) -> None:
    asset = server.get(hashed)
    assert asset.headers.get_all("Cache-Control") == [TABLES["for_ever"]]
    assert {name: asset.headers.get_all(name) for name in HEADERS} == {
        n: [v] for n, v in HEADERS.items()
    }
    assert server.get(f"{HERE}/cy/").headers.get_all("Cache-Control") == [TABLES["five_minutes"]]


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("library.json", "application/json; charset=utf-8"),
        ("findings.csv", "text/csv; charset=utf-8"),
        ("framework.ttl", "text/turtle; charset=utf-8"),
        ("glossary.tbx", "application/xml; charset=utf-8"),
    ],
)
def test_pages_of_other_sites_may_read_the_open_data(server: Server, name: str, media: str) -> None:
    response = server.get(f"{HERE}/data/{name}")
    assert response.status == 200
    assert response.headers.get_all("Access-Control-Allow-Origin") == ["*"]
    assert response.headers["Content-Type"] == media


@pytest.mark.parametrize("path", ["/cy/", "/cy/data-agored/", "/cy/nope/", "/sw.js"])
def test_and_nothing_else(server: Server, path: str) -> None:
    assert server.get(HERE + path).headers.get_all("Access-Control-Allow-Origin") is None


def test_an_asset_that_is_missing_is_not_kept_for_ever(server: Server) -> None:
    response = server.get(f"{HERE}/assets/site.0123456789.css")
    assert (response.status, response.headers.get_all("Cache-Control")) == (
        404,
        [TABLES["five_minutes"]],
    )


def test_every_file_has_its_type_and_every_text_its_charset(
    server: Server, published: Path
) -> None:
    public = published / "public"
    samples = {
        path.suffix[1:]: f"/{path.relative_to(public).as_posix()}"
        for path in sorted(public.rglob("*.*"), reverse=True)
        if path.is_file() and path.suffix not in (".br", ".gz") and path.name != "index.html"
    }
    assert {"html", "css", "js", "svg", "txt", "xml", "woff2"} <= set(samples)
    for suffix, path in samples.items():
        text = TABLES["text_types"].get(suffix)
        expected = f"{text}; charset=utf-8" if text else TABLES["other_types"][suffix]
        assert server.get(path).headers.get_all("Content-Type") == [expected], path


@pytest.mark.parametrize(
    ("path", "lang"),
    [
        ("/cy/dim-byd/", "cy"),
        ("/cy/egwyddorion/nope", "cy"),
        ("/en/nothing/", "en"),
        ("/p/nothing/", None),
    ],
)
def test_a_page_that_is_missing_is_missed_in_the_readers_language(
    server: Server, published: Path, path: str, lang: str | None
) -> None:
    response = server.get(HERE + path)
    page = published / "public/reference" / (lang or ".") / "404.html"
    assert (response.status, response.body) == (404, page.read_bytes())


def test_outside_the_folder_of_the_site_the_missing_page_speaks_both_languages(
    server: Server, published: Path
) -> None:
    expected = (published / "public/reference/404.html").read_bytes()
    assert server.get("/cy/").body == server.get("/somewhere").body == expected


PAPER = f"{HERE}/cy/egwyddorion/dim-drws-anghywir/"


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/", f"{HERE}/"),
        (HERE, f"{HERE}/"),
        ("/Reference", f"{HERE}/"),
        (f"{HERE}/index.html", f"{HERE}/"),
        (f"{HERE}/cy", f"{HERE}/cy/"),
        (f"{HERE}/Cymraeg.", f"{HERE}/cy/"),
        (f"{HERE}/english/", f"{HERE}/en/"),
        (f"{HERE}/CY/", f"{HERE}/cy/"),
        (f"{HERE}/cy/index.html", f"{HERE}/cy/"),
        (f"{HERE}/cy/Index.htm", f"{HERE}/cy/"),
        (f"{HERE}/cy/index.html?q=blant", f"{HERE}/cy/?q=blant"),
        (f"{HERE}/p/trusted-adults", f"{HERE}/p/trusted-adults/"),
        (f"{HERE}/P/Trusted-Adults/", f"{HERE}/p/trusted-adults/"),
        (f"{HERE.upper()}/P/SAFE.", f"{HERE}/p/safe/"),
        *(
            (f"{PAPER}{end}", PAPER)
            for end in (
                "/",
                ".",
                ",",
                ")",
                ").",
                "%29",
                ";",
                "%22",
                "%E2%80%9D",
                "%C2%BB",
                "%C2%A0",
                "%20",
                "//",
                "/index.html",
            )
        ),
        *(
            (f"{PAPER[:-1]}{end}", PAPER)
            for end in ("", ".", ",", ")", "/)", "'", "%E2%80%99.", "...", "%e2%80%a6", "%20")
        ),
        (PAPER.replace("/cy/", "//cy/"), PAPER),
        (PAPER.replace("/cy/", "/cy///"), PAPER),
        (PAPER.replace("/cy/", "/./cy/../cy/"), PAPER),
        (PAPER.replace("-", "%2D"), PAPER),
        (PAPER.replace("drws", "dr%C5%B5s"), PAPER),
        (PAPER.replace("egwyddorion", "%C3%8Agwyddor%C3%AEon"), PAPER),
        (PAPER.replace("dim", "di%CC%82m"), PAPER),
        (PAPER.replace("gwy", "gw%E1%BB%B3"), PAPER),
        (PAPER.replace("cy/", "%3Ccy/") + "%3E", PAPER),
        (PAPER.replace("/cy/", "/"), PAPER),
        (f"{HERE}/Themau", f"{HERE}/cy/themau/"),
        (f"{HERE}/them%C3%A2u/", f"{HERE}/cy/themau/"),
        (f"{HERE}/cy/thema%CB%86u/", f"{HERE}/cy/themau/"),
        (PAPER.replace("drws", "Drws") + "?a=b&c=d", PAPER + "?a=b&c=d"),
        # what stands between the letters was lost, doubled, or became something else
        *(
            (PAPER.replace("dim-", f"dim{between}"), PAPER)
            for between in (
                *("_", "%20", "+", "", "--", "-%0D%0A", "-%20", "%C2%AD"),
                *("%E2%80%91", "%E2%80%93", "%E2%80%94", "%E2%88%92", "%EF%BC%8D"),
            )
        ),
        (PAPER.replace("anghywir", "anghy%20wir"), PAPER),
        (PAPER.replace("-", "%252D"), PAPER),
        (PAPER.replace("/egwyddorion/", "%5Cegwyddorion%5C"), PAPER),
        (PAPER.replace("/cy/", "/%20cy%20/"), PAPER),
        *(
            (PAPER[:-1] + end, PAPER)
            for end in (
                *(
                    ".html",
                    ".HTM",
                    ".php.",
                    ".aspx",
                    "/default.asp",
                    ".pdf",
                    "/index.md",
                    "/*",
                    "_",
                    "%EF%BB%BF",
                    "/%23",
                ),
                # what a mail program, a page or a list of sources put behind it
                *("%3Futm_source=mail", "/%3Ffbclid=x", ".html%3Fa=b", "&utm_source=mail"),
                *("&nbsp;", "/&amp;", "%3Cbr%3E", "%3C/a%3E", "[1]", "/%5B1%5D."),
                *("%252F", "%2520", "%25E2%2580%259D", "%E2%9C%93%EF%B8%8F"),
                *("__;!!N1!x$", "/__;Iw!!N1!x-y$", "%C2%B9%E2%81%B4", "%20tt.%203-4", "/%20p3"),
                *(";jsessionid=1", "/:~:text=drws", "%20(cyrchwyd%2026%20Tachwedd%202026)"),
            )
        ),
        # the language was changed by hand, or the other one was on the poster
        (PAPER.replace("/cy/", "/en/"), f"{HERE}/en/principles/no-wrong-door/"),
        (f"{HERE}/cy/principles/No_wrong_door", PAPER),
        (f"{HERE}/en/egwyddorion/", f"{HERE}/en/principles/"),
        (f"{HERE}/p/No_Wrong_Door", f"{HERE}/p/no-wrong-door/"),
        (f"{HERE}/p/cymorth-nawr", f"{HERE}/cy/cymorth-nawr/"),
        # "and" as a sign, or lost
        *(
            (f"{HERE}/en/{name}", f"{HERE}/en/regions/cardiff-and-vale/")
            for name in ("regions/cardiff-&-vale", "Regions/Cardiff%20+%20Vale", "cardiff-vale")
        ),
        # one of many
        (f"{HERE}/en/principle/trusted-adult", f"{HERE}/en/principles/trusted-adults/"),
        (f"{HERE}/en/Theme/safe.", f"{HERE}/en/themes/safe/"),
        (f"{HERE}/en/role/gp", f"{HERE}/en/roles/gps/"),
        (f"{HERE}/parent", f"{HERE}/en/parents/"),
        # a permanent link asks in which language
        (f"{HERE}/p/trusted-adult", f"{HERE}/p/trusted-adults/"),
        (f"{HERE}/p/cardiff-&-vale", f"{HERE}/p/cardiff-and-vale/"),
        # the place on the page, as a part of its name
        (PAPER[:-1] + "%23questions", PAPER + "#questions"),
        (f"{PAPER}index.html%23questions).?a=b", f"{PAPER}?a=b#questions"),
        (PAPER + "%26%238221;", PAPER),
    ],
)
def test_other_ways_of_writing_an_address_lead_to_it(server: Server, path: str, to: str) -> None:
    response = server.get(path)
    assert (response.status, response.headers["Location"]) == (301, to)
    assert server.get(to.partition("#")[0]).status == 200, "and no further"


@pytest.mark.parametrize(
    "path",
    [
        "/cy/dim-byd.",
        "/cy/egwyddorion/dim-drws",
        "/assets/SITE.css",
        "/cy/404.html.",
        # a line that a mail program broke behind a hyphen
        *("/p/safe-", "/p/trusted-%0A", "/en/help-%20", "/p/safe-/"),
        # letters of another alphabet are letters: nothing is left out that somebody meant
        "/cy/%D0%BF%D1%80%D0%B8/",
        "/cy/%25D0%25BF/",
        "/en/gloss%C3%9Fary/",
        "/%EF%BD%83%EF%BD%99/",
    ],
)
def test_an_address_that_is_no_other_way_of_writing_one_is_not_found(
    server: Server, path: str
) -> None:
    response = server.get(HERE + path)
    assert (response.status, response.headers["Location"]) == (404, None)


@pytest.mark.parametrize("path", ["/en/%", "/cy/geirfa/%E2%8", "/%00", "/cy/" + "x" * 40_000])
def test_an_address_that_is_none_gets_the_missing_page_too(server: Server, path: str) -> None:
    response = server.get(HERE + path)
    assert response.status == 404
    assert b"data-missing" in response.body, "in our words, and in both languages"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/index.html",
        "/%5Cevil.example/index.html",
        "//evil.example/cy",
        "//evil.example/.",
        "/%0d%0aLocation:%20x/cy/",
        "//evil.example//reference/cy.",
    ],
)
def test_no_address_leads_to_another_site(server: Server, path: str) -> None:
    response = server.get(path)
    assert response.status == 404
    assert response.headers["Location"] is None


def test_parts_of_a_file_can_be_asked_for(server: Server, published: Path, hashed: str) -> None:
    whole = (published / f"public{hashed}").read_bytes()
    part = server.get(hashed, Range="bytes=10-19")
    assert (part.status, part.body) == (206, whole[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert server.get(hashed, Range=f"bytes={len(whole)}-").status == 416


@pytest.mark.parametrize(
    ("accepts", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=1.0, gzip;q=0.5", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("identity", None),
    ],
)
def test_a_browser_gets_the_smallest_form_it_can_read(
    server: Server, published: Path, accepts: str, sent: str | None
) -> None:
    response = server.get(f"{HERE}/cy/", Accept_Encoding=accepts)
    assert response.headers.get_all("Content-Encoding") == ([sent] if sent else None)
    assert response.headers["Vary"] == "Accept-Encoding"
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[sent]
    assert unpack(response.body) == (published / "public/reference/cy/index.html").read_bytes()
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


def test_the_missing_page_is_sent_compressed_too(server: Server, published: Path) -> None:
    response = server.get(f"{HERE}/en/nope", Accept_Encoding="br")
    assert (response.status, response.headers["Content-Encoding"]) == (404, "br")
    assert (
        brotli.decompress(response.body)
        == (published / "public/reference/en/404.html").read_bytes()
    )


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/.env",
        "/.nyth-server",
        f"{HERE}/.nyth",
        f"{HERE}/.hidden",
        f"{HERE}/cy/index.html.br",
        f"{HERE}/cy/index.html.gz",
        "/_headers",
        "/_redirects",
        f"{HERE}/assets/",
        f"{HERE}/p/",
        "/../SHA256SUMS",
        "/..%2fSHA256SUMS",
        "/nginx/headers.conf",
    ],
)
def test_what_is_not_for_readers_is_not_served(server: Server, path: str) -> None:
    for name in (".git/config", ".env", ".hidden"):
        there = (
            server.folder / "current/public" / (name if name != ".hidden" else "reference/.hidden")
        )
        there.parent.mkdir(exist_ok=True)
        there.write_text("secret")
    response = server.get(path)
    assert response.status in (400, 404)
    assert b"secret" not in response.body


def test_a_long_address_costs_no_more_than_a_short_one(server: Server) -> None:
    assert server.get(f"{HERE}/cy/" + ".," * 3000 + "x").status == 404


def test_security_txt_is_at_the_root_of_the_host(server: Server) -> None:
    response = server.get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.body.decode().splitlines())
    assert fields["Contact"] == "https://code.example/nyth/reference/security/advisories/new"
    assert fields["Canonical"] == "https://nyth.example/.well-known/security.txt"
    assert set(fields) == {"Contact", "Expires", "Preferred-Languages", "Canonical"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_the_site_can_only_be_read(server: Server, method: str) -> None:
    assert server.get(f"{HERE}/cy/", method).status == 405


def test_a_page_that_has_not_changed_is_not_sent_again(server: Server) -> None:
    first = server.get(f"{HERE}/cy/", Accept_Encoding="br")
    again = server.get(f"{HERE}/cy/", Accept_Encoding="br", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert server.get(f"{HERE}/cy/", If_None_Match=first.headers["ETag"]).status == 200, (
        "another form of the page"
    )


def test_every_page_of_the_site_is_served_as_it_was_built(
    server: Server, published: Path, record_property: Callable[[str, object], None]
) -> None:
    every = pages(published)
    assert len(every) > 120
    wrong = []
    for address, file in every.items():
        response = server.get(address)
        if (response.status, response.body) != (200, file.read_bytes()):
            wrong.append(address)
    record_property("requests", len(every))
    record_property("errors", len(wrong))
    assert wrong == []


def test_a_site_at_the_root_of_its_host_is_served_too(
    new_server: Callable[[], Server], tmp_path: Path
) -> None:
    site, out, server = tmp_path / "site", tmp_path / "out", new_server()
    for name in (
        "index.html",
        "404.html",
        "cy/index.html",
        "cy/404.html",
        "en/index.html",
        "en/404.html",
    ):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name)
    (site / "robots.txt").write_text("User-agent: *\nSitemap: https://nyth.example/sitemap.xml\n")
    (site / "_redirects").write_text("# renamed\n/cy/hen/ /cy/newydd/ 301\n")
    publish(site, out, "Expires: 2027-10-31T00:00:00Z\n", "https://code.example/nyth")
    release(out, server.folder).check_returncode()
    server.start()
    assert [server.get(path).body.decode() for path in ("/", "/cy/", "/cy/x/", "/en/x", "/x")] == [
        "index.html",
        "cy/index.html",
        "cy/404.html",
        "en/404.html",
        "404.html",
    ]
    for old in ("/cy/hen/", "/cy/hen", "/cy/hen.", "/CY/Hen/", "//cy/hen/", "/cy/hen/index.html"):
        assert (server.get(old).status, server.get(old).headers["Location"]) == (301, "/cy/newydd/")
    assert server.get("/.well-known/security.txt").status == 200


def test_the_health_check_of_the_container_tells_up_from_down(server: Server) -> None:
    text = (ROOT / "deploy/Containerfile").read_text("utf-8")
    command = json.loads(re.search(r"HEALTHCHECK.*\\\n\s+CMD (\[.*\])", text).group(1))
    if not shutil.which(command[0]):
        pytest.skip(f"no {command[0]} here")

    def check(port: int) -> int:
        local = [part.replace("/8080 ", f"/{port} ") for part in command]
        assert local != command
        return subprocess.run(local, capture_output=True, check=False, timeout=10).returncode

    assert check(server.port) == 0
    assert check(1) != 0


def test_the_container_copies_only_files_that_are_there(published: Path) -> None:
    text = (ROOT / "deploy/Containerfile").read_text("utf-8")
    copied = re.findall(r"^COPY (?!--from)(\S+)", text, re.M)
    assert copied
    assert all((ROOT / name).exists() for name in copied)
    assert "USER 10001:10001" in text


@pytest.mark.skipif(
    not IS_ROOT or not shutil.which("unshare"), reason="needs root, to make a disk read-only"
)
def test_nginx_needs_no_disk_but_its_own_temporary_folder(
    new_server: Callable[[], Server], published: Path
) -> None:
    server = new_server()
    release(published, server.folder).check_returncode()
    work = server.configuration.parent
    nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs --bounding-set=-all"
    closed = f"mount --bind {work} {work} && mount -o remount,ro,bind /"
    if subprocess.run(
        ["unshare", "--mount", "sh", "-c", closed], capture_output=True, check=False
    ).returncode:
        pytest.skip("this machine does not let its root mount")
    server.start("unshare", "--mount", "sh", "-c", f'{closed} && exec {nobody} "$@"', "sh")
    assert server.get(f"{HERE}/cy/").status == 200
    process = Path(f"/proc/{server.process}")
    assert re.search(r"^\S+ / \S+ ro\b", (process / "mounts").read_text(), re.M)
    assert process.stat().st_uid == 65534
