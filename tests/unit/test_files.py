"""What programs leave lying beside the content stops nobody, and nothing of it is published; anything else is named."""

from __future__ import annotations

import io
import os
import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
import rjsmin
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import framework
from conftest import ROOT, nyth
from nyth.cli import main
from nyth.content import files
from nyth.content.load import load
from nyth.engine.assets import assets

LEFT_LYING = """
.DS_Store ._en.md .en.md.swp .en.md.swo .#en.md .hidden .git .directory .~lock.en.md# .sync en.md~ en.md.orig en.md.bak en.md.BAK
en.md.swp en.md.tmp en.md.part en.md.crdownload #en.md# ~$en.docx ~WRL0001.tmp Thumbs.db thumbs.db ehthumbs.db
desktop.ini Desktop.ini Icon\r __MACOSX __pycache__ @eaDir $RECYCLE.BIN
""".replace("\r", "@").split()
PLACES = ["content", "content/themes", "content/values/patience", "docs", "docs/en", "docs/assets"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    framework.write(tmp_path)
    return tmp_path


def faults(folder: Path) -> list[tuple[str, str]]:
    found = [
        *files.faults(folder / "content", files.CONTENT),
        *files.faults(folder / "docs", files.DOCS),
    ]
    return [(Path(p.path).relative_to(folder).as_posix(), p.rule) for p in found]


@pytest.mark.parametrize(
    "name",
    [*(n.replace("Icon@", "Icon\r") for n in LEFT_LYING if n != "@"), "System Volume Information"],
)
@pytest.mark.parametrize("as_folder", [False, True])
def test_what_programs_leave_lying_is_passed_over(small: Path, name: str, as_folder: bool) -> None:
    before = load(small / "content", small / "docs")
    texts = files.texts(small / "content", small / "docs")
    for place in PLACES:
        (small / place).mkdir(parents=True, exist_ok=True)
        if as_folder:
            (small / place / name).mkdir()
        (small / place / name / "en.md" if as_folder else small / place / name).write_text("x")
    assert faults(small) == []
    assert load(small / "content", small / "docs") == before
    assert files.texts(small / "content", small / "docs") == texts


COPIES = {
    "content/values/patience": [
        ("en-PCNAME.md", "en.md"),
        ("en-Siân's MacBook.md", "en.md"),
        ("en (1).md", "en.md"),
        ("en(1).md", "en.md"),
        ("en 2.md", "en.md"),
        ("en - Copy.md", "en.md"),
        ("en - Copy (2).md", "en.md"),
        ("en - Copi.md", "en.md"),
        ("en copy.md", "en.md"),
        ("Copy of en.md", "en.md"),
        ("Copi o en.md", "en.md"),
        ("Copy of en (1).md", "en.md"),
        ("cy (Siân's conflicted copy 2026-11-25).md", "cy.md"),
        ("cy.sync-conflict-20261125-101500-ABCDEFG.md", "cy.md"),
        ("value-DESKTOP-1A2B.yml", "value.yml"),
        ("value.yml.rej", "value.yml"),
        ("en.old.md", "en.md"),
        ("en_BACKUP_1234.md", "en.md"),
        ("en_REMOTE_1234.md", "en.md"),
    ],
    "content": [("words (1).yml", "words.yml"), ("values - Copy", "values")],
    "content/values": [("patience (1)", "patience"), ("patience - Copi", "patience")],
    "docs": [("en (1)", "en"), ("accessibility (1).yml", "accessibility.yml")],
    "docs/en": [
        ("start-LAPTOP.md", "start.md"),
        ("start (1).md", "start.md"),
        ("Copy of start.md", "start.md"),
    ],
    "docs/assets": [("kettle (1).png", "kettle.png"), ("kettle-DESKTOP.png", "kettle.png")],
}


@pytest.mark.parametrize(
    ("place", "name", "other"), [(p, *pair) for p, pairs in COPIES.items() for pair in pairs]
)
def test_a_copy_that_may_hold_somebodys_work_is_named_with_what_it_is_a_copy_of(
    small: Path, place: str, name: str, other: str
) -> None:
    folder = "." not in name
    if name.startswith("accessibility"):
        (small / "docs" / other).touch()
    if folder:
        (small / place / name).mkdir()
    (small / place / name / "en.md" if folder else small / place / name).write_text(
        "somebody's words"
    )
    library, problems = load(small / "content", small / "docs")
    (problem,) = [p for p in problems if Path(p.path).name == name]
    slash = "/" if folder else ""
    assert (problem.rule, problem.values) == (
        "stray-copy",
        {"file": name + slash, "other": other + slash},
    )
    for lang in ("cy", "en"):
        assert name in problem.message(lang) and other in problem.remedy(lang)
    assert "patience" in library.things


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("docs/en/Other.MD", "other.md"),
        ("docs/en/my page.md", "my-page.md"),
        ("docs/en/My page (last).md", "my-page-last.md"),
        ("docs/assets/Kettle_2.PNG", "kettle-2.png"),
        ("docs/assets/Tegell tŷ.jpeg", "tegell-ty.jpg"),
        ("docs/assets/Screenshot 2026-11-27 at 10.12.png", "screenshot-2026-11-27-at-10-12.png"),
        ("content/values/patience/EN.md", "en.md"),
        ("content/values/patience/cy.md.txt", "cy.md"),
        ("content/Sources.yml", "sources.yml"),
        ("content/case-studys", "case-studies"),
    ],
)
def test_a_name_in_other_letters_is_told_how_it_is_written(
    small: Path, path: str, name: str
) -> None:
    meant = (small / path).with_name(name)
    meant.rename(small / path) if meant.exists() else (small / path).touch()
    assert (path, "wrong-name") in faults(small)
    shutil.copytree(small / path, meant) if (small / path).is_dir() else meant.touch()
    assert (path, "wrong-name") not in faults(small), "two files are never made one"


@pytest.mark.parametrize(
    "path",
    [
        "content/note.txt",
        "content/values/patience/end.md",
        "docs/en/x/y.md",
        "docs/assets/a.svg",
    ],
)
def test_a_file_of_another_name_stays_an_error(small: Path, path: str) -> None:
    (small / path).parent.mkdir(exist_ok=True)
    (small / path).touch()
    named = Path(path).parent.as_posix() if path.endswith("y.md") else path
    assert faults(small) == [(named, "unknown-file")]


@pytest.mark.parametrize(
    "path",
    ["content/values/con/", "content/values/LPT1.x/", "docs/en/nul.md", "docs/assets/aux.x.png"],
)
def test_a_name_that_windows_keeps_for_a_device_is_refused(small: Path, path: str) -> None:
    (small / path.rstrip("/")).parent.mkdir(exist_ok=True)
    if path.endswith("/"):
        shutil.copytree(small / "content/values/patience", small / path)
    else:
        (small / path).write_bytes(b"x")
    assert faults(small) == [(path.rstrip("/"), "device-name")]
    problems = load(small / "content", small / "docs")[1]
    [problem] = [p for p in problems if p.rule == "device-name"]
    assert all("Windows" in problem.message(lang) for lang in ("cy", "en"))


@pytest.mark.parametrize(("key", "old"), [("slug", "patience"), ("id", "patience")])
def test_no_id_or_address_is_a_device_of_windows(small: Path, key: str, old: str) -> None:
    file = small / "content/values/patience" / ("en.md" if key == "slug" else "value.yml")
    text = file.read_text("utf-8").replace(f"{key}: {old}", f"{key}: com1")
    file.write_text(text, "utf-8")
    problems = load(small / "content", small / "docs")[1]
    [problem] = [p for p in problems if p.rule == "wrong-value"]
    assert all("Windows" in problem.remedy(lang) for lang in ("cy", "en"))
    ours = ["--content", str(small / "content"), "--docs", str(small / "docs")]
    assert main(["new", "value", "prn", *ours]) == 1
    assert not (small / "content/values/prn").exists()


def test_an_empty_folder_is_nothing(small: Path) -> None:
    before = load(small / "content", small / "docs")
    for path in (
        "content/values/gone",
        "content/values/gone/x/y",
        "content/old",
        "docs/fr",
        "docs/en/x",
    ):
        (small / path).mkdir(parents=True)
    (small / "content/values/gone/.DS_Store").touch()
    assert faults(small) == [] and load(small / "content", small / "docs") == before


def test_nothing_that_was_left_lying_is_published(small: Path) -> None:
    for name in (".kettle.png", "._kettle.png", "kettle.png~", "Thumbs.db"):
        (small / "docs/assets" / name).write_bytes(framework.PNG)
    overrides = small / "overrides"
    for name in (
        "site.css",
        "._site.css",
        ".git/x.js",
        "site.css~",
        "site.css.orig",
        "__MACOSX/site.css",
    ):
        (overrides / name).parent.mkdir(parents=True, exist_ok=True)
        (overrides / name).touch()
    assert sorted(assets(overrides, small / "docs")) == ["kettle.png", "site.css"]


@pytest.mark.parametrize("end", [b"\r\n", b"\r", b"\r\r\n"])
def test_check_and_fix_know_the_same_files(small: Path, end: bytes) -> None:
    (small / "docs/accessibility.yml").write_text("x: 1\n")
    sound = {}
    for path in files.texts(small / "content", small / "docs"):
        sound[path] = path.read_bytes()
        path.write_bytes(sound[path].replace(b"\n", end))
    _, problems = load(small / "content", small / "docs")
    named = {p.path for p in problems if p.rule == "line-ending"}
    assert named == {p.as_posix() for p in files.texts(small / "content", small / "docs")}
    assert {
        (small / p).as_posix()
        for p in ("docs/accessibility.yml", "content/words.yml", "docs/cy/start.md")
    } <= named
    assert (
        nyth("fix", "--content", str(small / "content"), "--docs", str(small / "docs")).returncode
        == 0
    )
    assert {path: path.read_bytes() for path in sound} == sound


def test_fix_leaves_files_alone_that_are_no_texts(small: Path) -> None:
    other = small / "notes.yml"
    other.write_bytes(b"a: 1 \r\n")
    folders = ("--content", str(small / "content"), "--docs", str(small / "docs"))
    done = nyth("fix", str(other), *folders)
    assert (done.returncode, other.read_bytes()) == (
        1,
        b"a: 1 \r\n",
    ) and "not-a-text" in done.stderr


def test_a_clone_on_windows_has_the_line_ends_that_the_check_wants(tmp_path: Path) -> None:
    clone = [
        "git",
        "-c",
        "core.autocrlf=true",
        "clone",
        "--quiet",
        "--no-local",
        str(ROOT),
        str(tmp_path / "clone"),
    ]
    if subprocess.run(clone, capture_output=True, check=False).returncode:
        pytest.skip("this is no git checkout")
    for path in (
        "Makefile",
        "deploy/release.sh",
        "docs/accessibility.yml",
        "content/words.yml",
        "overrides/sw.js",
    ):
        assert b"\r" not in (tmp_path / "clone" / path).read_bytes(), path
    done = nyth("check", cwd=tmp_path / "clone")
    assert done.returncode == 0, done.stdout


# Pictures


def photo(kind: str, **more: object) -> bytes:
    data = io.BytesIO()
    Image.effect_noise((64, 64), 50).convert("RGB").save(data, kind, **more)
    return data.getvalue()


def exif(**tags: object) -> Image.Exif:
    found = Image.Exif()
    for tag, value in (tags or {"274": 6}).items():
        found[int(tag)] = value
    return found


def note(keyword: str) -> PngInfo:
    info = PngInfo()
    info.add_text(keyword, "Siân was here")
    return info


def segment(kind: int, data: bytes, fill: int = 1) -> bytes:
    return b"\xff" * fill + bytes([kind]) + struct.pack(">H", len(data) + 2) + data


def with_segment(*segments: bytes) -> bytes:
    return photo("jpeg").replace(b"\xff\xd8", b"\xff\xd8" + b"".join(segments), 1)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def before_end(more: bytes) -> bytes:
    data = photo("png")
    return data[:-12] + more + data[-12:]


GPS = exif(**{"34853": {1: "N", 2: (51.0, 28.0, 0.0)}})
XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'></x:xmpmeta>"
TELLING = {
    "where.jpg": photo("jpeg", exif=GPS),
    "where.png": photo("png", exif=GPS),
    "where.webp": photo("webp", exif=GPS),
    "only-how-it-is-held.jpg": photo("jpeg", exif=exif()),
    "xmp.jpg": with_segment(segment(0xE1, XMP)),
    "xmp.webp": photo("webp", xmp=XMP),
    "iptc.jpg": with_segment(segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\0")),
    "comment.jpg": photo("jpeg", comment=b"Sian was here"),
    "maker.jpg": with_segment(segment(0xEC, b"Ducky\0")),
    "behind-fill-bytes.jpg": with_segment(segment(0xE1, b"Exif\0\0" + GPS.tobytes()[6:], fill=5)),
    "after-the-picture.jpg": photo("jpeg") + photo("jpeg", exif=GPS),
    "a-film-after-the-picture.jpg": photo("jpeg") + b"\0\0\0\x18ftypmp42\0\0\0\0",
    "text.png": photo("png", pnginfo=note("Author")),
    "text-that-is-called-otherwise.png": photo("png", pnginfo=note("gamma")),
    "text-at-the-end.png": before_end(chunk(b"tEXt", b"Author\0Sian")),
    "time.png": before_end(chunk(b"tIME", bytes(7))),
}


@pytest.mark.parametrize("name", TELLING)
def test_a_picture_that_tells_more_than_it_shows_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(TELLING[name])
    assert files.picture_fault(tmp_path / name) == ("picture-details", {})


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_a_picture_is_let_through_whole_and_refused_cut(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    data = photo({"a.jpg": "jpeg", "a.png": "png", "a.webp": "webp"}[name], icc_profile=b"\0" * 128)
    path.write_bytes(data)
    assert files.picture_fault(path) is None
    for size in (0, 1, 10, len(data) // 2, len(data) * 9 // 10):
        path.write_bytes(data[:size])
        assert files.picture_fault(path) == ("not-a-picture", {"kind": path.suffix}), size
    path.with_suffix(".jpg" if path.suffix != ".jpg" else ".png").write_bytes(data)
    assert (
        files.picture_fault(path.with_suffix(".jpg" if path.suffix != ".jpg" else ".png"))[0]
        == "not-a-picture"
    )


def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused_unread(tmp_path: Path) -> None:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0))
    (tmp_path / "bomb.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    )
    assert files.picture_fault(tmp_path / "bomb.png")[0] == "not-a-picture"


@pytest.mark.parametrize("size", [50, 200])
def test_whatever_a_picture_holds_nothing_is_raised(tmp_path: Path, size: int) -> None:
    for name in ("a.jpg", "a.png", "a.webp"):
        (tmp_path / name).write_bytes(os.urandom(size))
        assert files.picture_fault(tmp_path / name)[0] == "not-a-picture"


@pytest.mark.parametrize(
    "script", sorted((ROOT / "overrides/assets").glob("*.js")), ids=lambda p: p.name
)
def test_what_a_script_says_outlives_its_being_made_small(script: Path) -> None:
    source = re.sub(r"(?m)^\s*//.*$", "", script.read_text("utf-8"))
    small = rjsmin.jsmin(source)
    texts = re.findall(r"`(?:[^`\\]|\\.)*`|\"(?:[^\"\\\n]|\\.)*\"", source, re.S)
    assert [text for text in texts if text not in small] == []
