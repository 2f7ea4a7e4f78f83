"""Hostile and careless content as a table: what is put where, and what the check has to say of it, at which line."""

from __future__ import annotations

import io
import os
import struct
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

BODY = "content/principles/steady-bank/en.md"
BODY_CY = "content/principles/steady-bank/cy.md"
FACTS = "content/principles/steady-bank/principle.yml"
STORY = "content/case-studies/old-mill/en.md"
STORY_FACTS = "content/case-studies/old-mill/case-study.yml"
REGION = "content/regions/valley/region.yml"
SOURCES = "content/sources.yml"
WORDS = "content/words.yml"
MENU = "content/framework.yml"
PAGE = "docs/en/training.md"
PAGE_CY = "docs/cy/training.md"
LISTED = "docs/en/values.md"

SENTENCE = "People who cross the river say what helps them."
WELSH = "Mae'r rhai sy'n croesi'r afon yn dweud beth sy'n eu helpu."


@dataclass(frozen=True)
class Case:
    """`find` in `file` becomes `put`, or `make` does what it likes with the copy; then `rule` is told of `file` at the line
    where `at` stands (by default where `put` begins; "" for line 1). `heavy`: measured in a process of its own."""

    name: str
    rule: str
    file: str
    put: str = ""
    find: str = SENTENCE
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
    return Case(name, rule, BODY, f"title: {value}\n", "title: A steady bank\n")


def facts(name: str, rule: str, put: str, find: str = "order: 1\n", **more: object) -> Case:
    return Case(name, rule, FACTS, put, find, **more)


def file(name: str, rule: str, path: str, data: bytes, at: str | None = "", **more: object) -> Case:
    """A file that is put there whole."""

    def make(folder: Path) -> None:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    return Case(name, rule, path, at=at, make=make, **more)


def changed(name: str, rule: str, path: str, how: Callable[[bytes], bytes], at: str | None = "", **more: object) -> Case:
    """A file whose bytes are changed."""
    return Case(name, rule, path, at=at, make=lambda f: (f / path).write_bytes(how((f / path).read_bytes())), **more)


def link(name: str, path: str, to: str) -> Case:
    def make(folder: Path) -> None:
        target = folder / path
        if target.is_file():
            target.unlink()
        os.symlink(to, target)

    return Case(name, "symlink", path, at="", make=make)


# Pictures


def png(*more: tuple[bytes, bytes]) -> bytes:
    """The smallest PNG, with more chunks."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), *more, (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    parts = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def photo(kind: str, **details: object) -> bytes:
    """A small picture as a camera writes it."""
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, kind, **details)
    return data.getvalue()


GPS = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0"
SCRIPT_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
ALIAS_BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)


def extra_page(folder: Path, text: str) -> None:
    for lang in ("en", "cy"):
        matter = f"title: Extra {lang}\nslug: extra\nsummary: More.\nrender_macros: true\n"
        (folder / f"docs/{lang}/extra.md").write_text(f"---\n{matter}---\n{text}\n")


def swap(folder: Path) -> None:
    en, cy = folder / BODY, folder / BODY_CY
    english, welsh = en.read_text(), cy.read_text()
    en.write_text(english.replace(SENTENCE, WELSH))
    cy.write_text(welsh.replace(WELSH, SENTENCE))


def filled(folder: Path) -> None:
    """Makes a folder with something in it; an empty one is nothing."""
    folder.mkdir()
    (folder / "x").touch()


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
    facts("a tag that runs code", "yaml-feature", "order: !!python/object/apply:os.system ['id']\n"),
    facts("a second document", "yaml-feature", "order: 1\n---\norder: 2\n", at="---"),
    facts("a merge key", "unknown-key", "order: 1\n<<: {order: 2}\n", at="<<:"),
    facts("a tab for indentation", "odd-character", "order: 1\n\tlevel: 2\n", at="\tlevel"),
    facts("an open bracket", "yaml-syntax", "order: [1\n", at="sources"),
    facts("a number with leading noughts for text", "wrong-value", "order: one\n"),
    Case("a word that YAML takes for no", "yaml-ambiguous", SOURCES, "    en: no\n", "    en: The press\n"),
    Case("a number that YAML cuts short", "yaml-ambiguous", SOURCES, "    en: 1.10\n", "    en: The press\n"),
    Case("a time that YAML makes seconds of", "yaml-ambiguous", SOURCES, "    en: 12:30:45\n", "    en: The press\n"),
    Case("an octal number", "yaml-ambiguous", SOURCES, "    en: 012\n", "    en: The press\n"),
    facts("a no-break space in a key", "odd-character", "order:\u00a01\n"),
    facts("an escape that hides a character", "odd-character", 'order: 1\nnote: "a\\u202eb"\n', at="note"),
    facts("an escape that rings the bell", "odd-character", 'order: "\\a1"\n'),
    facts("half a surrogate", "yaml-syntax", 'order: "\\ud800"\n'),
    facts("sixty brackets deep", "yaml-depth", f"order: {'[' * 60}{']' * 60}\n"),
    facts("an endless number", "wrong-value", f"order: {'9' * 4800}\n"),
    facts("a list where a key belongs", "yaml-syntax", "- order\n", at="- order"),
    changed("a list for a file", "wrong-value", FACTS, lambda _: b"- a\n- b\n"),
    changed("one word for a file", "wrong-value", FACTS, lambda _: b"hello\n"),
    changed("nothing for a file", "missing-key", FACTS, lambda _: b""),
    changed("a file of lists that is a word", "wrong-value", SOURCES, lambda _: b"sources\n"),
    changed("an alias bomb", "yaml-feature", FACTS, lambda _: ALIAS_BOMB.encode(), at="a: &a", heavy=True),
    changed("brackets without end", "yaml-depth", FACTS, lambda _: b"a: " + b"[" * 4900, heavy=True),
    changed("groups without end", "yaml-depth", FACTS, lambda _: b"{a: " * 1200, heavy=True),
    changed("steps without end", "yaml-depth", FACTS, lambda _: b"- " * 2400, heavy=True),
    changed("twenty thousand unknown keys", "too-much", FACTS, lambda b: b + b"".join(b"k%d: 1\n" % n for n in range(20_000)), at=None, heavy=True),
    changed("four thousand unknown keys", "unknown-key", FACTS, lambda b: b + b"".join(b"k%d: 1\n" % n for n in range(4_000)), at="k0:", heavy=True),
    changed("four thousand unknown names", "dangling-id", FACTS.replace("principles/steady-bank/principle", "themes/water/theme"),
            lambda b: b.replace(b"- steady-bank\n", b"".join(b"- nobody-of-this-name-%d\n" % n for n in range(4_000))), at="- nobody", heavy=True),
    # The schema
    facts("a key that nobody knows", "unknown-key", "order: 1\ncolour: red\n", at="colour"),
    facts("a key that is missing", "missing-key", "", at=""),
    facts("a group for a number", "wrong-value", "order: {a: 1}\n"),
    facts("a number out of bounds", "wrong-value", "order: 99999999\n"),
    facts("a day that is none", "wrong-value", "reviewed: 2026-02-31\n", "reviewed: 2026-01-02\n"),
    facts("an id that climbs", "wrong-value", "id: ../../etc\n", "id: steady-bank\n"),
    facts("an id of another folder", "wrong-id", "id: clear-ford\n", "id: steady-bank\n"),
    Case("a slug that climbs", "wrong-value", BODY, "slug: ../../../etc\n", "slug: a-steady-bank\n"),
    Case("a former address that climbs", "wrong-value", BODY, "slug: a-steady-bank\nformer: [../../x]\n", "slug: a-steady-bank\n", at="former"),
    Case("the folder of a kind that climbs", "wrong-value", WORDS, "      en: ../../pillars\n", "      en: pillars\n"),
    Case("a kind left out", "missing-key", WORDS, "  thing:\n", "  theme:\n", at="kinds:"),
    Case("a date that is a sentence", "wrong-value", STORY_FACTS, "type: story\ndate: a long time ago\n", "type: story\n", at="date"),
    Case("a thirteenth month", "wrong-value", STORY_FACTS, 'type: story\ndate: "2024-13"\n', "type: story\n", at="date"),
    Case("a scale of a thousand million", "wrong-value", "content/ratings.yml", at="level", make=lambda f: (f / "content/ratings.yml").write_text(
        "scale:\n- {level: 1000000000, label: {en: a, cy: b}, sense: {en: c, cy: d}}\nratings: []\n")),
    Case("a rating that is no number", "wrong-value", "content/ratings.yml", at="nan", make=lambda f: (f / "content/ratings.yml").write_text(
        "scale: []\nratings:\n- {principle: steady-bank, year: 2024, value: nan, source: almanac}\n")),
    Case("a list that nobody knows", "unknown-key", SOURCES, "evil: []\nsources:\n", "sources:\n"),
    Case("a source twice", "id-taken", SOURCES, at="- id: almanac\n", make=lambda f: (f / SOURCES).write_text(
        "sources:\n" + "".join((f / SOURCES).read_text().removeprefix("sources:\n") for _ in range(2)).replace("- id: almanac", "- id: almanac  # first", 1))),
    Case("a menu under a page that lists nothing", "menu-list", MENU, "- page: index\n  list: true\n", "- page: themes\n  list: true\n"),
    Case("a home page with an address", "fixed-address", "docs/en/index.md", "slug: home\n", "slug: ''\n"),
    Case("a page that is not home without an address", "fixed-address", PAGE, 'slug: ""\n', "slug: training\n"),
    Case("no home page", "missing-file", "docs/en/index.md", at="", make=lambda f: (f / "docs/en/index.md").unlink()),
    Case("a key of the theme", "unknown-key", PAGE, "slug: training\ntemplate: evil.html\n", "slug: training\n", at="template"),
    Case("macros by a word that only MkDocs takes for yes", "wrong-value", PAGE, "slug: training\nrender_macros: 'off'\n", "slug: training\n", at="render"),
    # Files
    file("an HTML file", "unknown-file", "content/principles/steady-bank/evil.html", b"<script>alert(1)</script>"),
    file("a script file", "unknown-file", "content/principles/steady-bank/evil.js", b"alert(1)"),
    file("an SVG", "unknown-file", "content/principles/steady-bank/evil.svg", SCRIPT_SVG),
    file("a script at the top", "unknown-file", "content/site.js", b"alert(1)"),
    file("an HTML page among the pages", "unknown-file", "docs/en/evil.html", b"<script>alert(1)</script>"),
    file("a script among the pages", "unknown-file", "docs/assets/site.js", b"alert(1)"),
    file("a style sheet among the pages", "unknown-file", "docs/assets/site.css", b"* {display: none}"),
    file("an SVG among the pictures", "unknown-file", "docs/assets/evil.svg", SCRIPT_SVG),
    file("a picture that is a page", "not-a-picture", "docs/assets/evil.png", b"<script>alert(1)</script>"),
    file("a picture of another kind", "not-a-picture", "docs/assets/photo.jpg", png()),
    file("a photo that says where it was taken", "picture-details", "docs/assets/photo.jpg", photo("jpeg", exif=GPS)),
    file("a PNG that says where it was taken", "picture-details", "docs/assets/photo.png", photo("png", exif=GPS)),
    file("a WebP that says where it was taken", "picture-details", "docs/assets/photo.webp", photo("webp", exif=GPS)),
    file("a photo with another behind it", "picture-details", "docs/assets/photo.jpg", photo("jpeg") + photo("jpeg", exif=GPS)),
    file("a photo that is cut off", "not-a-picture", "docs/assets/photo.jpg", photo("jpeg")[:300]),
    file("a copy that a program made", "stray-copy", "content/principles/steady-bank/en (1).md", b"somebody's words"),
    file("a picture of 2 MB", "too-large", "docs/assets/photo.png", png((b"prVt", b"0" * 2_000_000))),
    Case("a page in a folder", "unknown-file", "docs/en/sub", at="", make=lambda f: ((f / "docs/en/sub").mkdir(), (f / "docs/en/sub/x.md").write_text("<script>"))),
    Case("a third language", "unknown-file", "docs/fr", at="", make=lambda f: filled(f / "docs/fr")),
    Case("folders deeper than the stack", "unknown-file", "content/values/d/d", at="", make=deep_folders),
    link("a link to a file of the machine", "content/values/patience/en.md", "/etc/passwd"),
    link("a link to a folder of the machine", "content/values/etc", "/etc"),
    link("a link that leads to itself", "content/values/loop", "loop"),
    link("a link among the pages", "docs/en/passwd.md", "/etc/passwd"),
    link("a link for the pictures", "docs/assets", "/etc"),
    Case("a pipe for a file", "unknown-file", BODY, at="", make=lambda f: ((f / BODY).unlink(), os.mkfifo(f / BODY))),
    Case("a folder for a file", "unknown-file", BODY, at="", make=lambda f: ((f / BODY).unlink(), filled(f / BODY))),
    Case("a text that is missing", "missing-file", BODY, at="", make=lambda f: (f / BODY).unlink()),
    changed("a byte order mark", "odd-character", BODY, lambda b: b"\xef\xbb\xbf" + b),
    changed("Windows line ends", "line-ending", BODY, lambda b: b.replace(b"\n", b"\r\n")),
    changed("UTF-16", "not-utf8", BODY, lambda b: b.decode().encode("utf-16")),
    changed("UTF-16 without a mark", "odd-character", BODY, lambda b: b.decode().encode("utf-16-be"), heavy=True),
    changed("Latin-1", "not-utf8", BODY_CY, lambda b: "tŷ".replace("ŷ", "ÿ").encode("latin-1") + b),
    changed("a NUL", "odd-character", BODY, lambda b: b.replace(SENTENCE.encode(), b"x\0y", 1), at="x\0y"),
    changed("NULs throughout", "odd-character", BODY, lambda b: b + (b"\0" * 4000 + b"\n") * 45, heavy=True, at=None),
    changed("5 MB", "too-large", BODY, lambda b: b + b"a" * 5_000_000, heavy=True),
    changed("a merge left unfinished", "merge-conflict", BODY, lambda b: b.replace(b"\n" + SENTENCE.encode(), b"\n<<<<<<< mine\na\n=======\nb\n>>>>>>> theirs\n", 1), at="<<<<<<<"),
    Case("folders that differ by case", "name-clash", "content/values/patience", at="", make=lambda f: filled(f / "content/values/Patience")),
    Case("a page that differs by case", "name-clash", "docs/en/training.md", at="", make=lambda f: (f / "docs/en/Training.md").write_text("x")),
    Case("a folder with a letter in two parts", "unknown-file", unicodedata.normalize("NFD", "content/values/tŷ"), at="", make=lambda f: filled(f / unicodedata.normalize("NFD", "content/values/tŷ"))),
    Case("a name with a line break", "unknown-file", "content/values/a\ufffd::error::b", at="", make=lambda f: filled(f / "content/values/a\n::error::b")),
    Case("a name that is no text", "unknown-file", "content/values/\ufffd", at="", make=lambda f: filled(f / os.fsdecode(b"content/values/\xff"))),
    changed("letters in two parts", "not-nfc", BODY_CY, lambda b: unicodedata.normalize("NFD", b.decode().replace(WELSH, "Tŷ.", 1)).encode(), at=unicodedata.normalize("NFD", "Tŷ.")),
    # Templates
    body("a template variable", "template-marks", "{{ config }}"),
    body("a template statement", "template-marks", "{% for x in range(9) %}"),
    body("a template comment", "template-marks", "{# hidden #}"),
    body("a call that runs a command", "template-marks", "{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    body("marks in code", "template-marks", "Write `{{ config }}` here."),
    Case("a macro on a page that is not listed", "template-marks", "docs/en/extra.md", at="{{", make=lambda f: extra_page(f, "{{ cards('value') }}")),
    Case("a page that lists itself", "template-marks", "docs/en/extra.md", at="render", make=lambda f: extra_page(f, "Words.")),
    Case("a way out of the sandbox", "template-marks", LISTED, "{{ config.theme.get_env().from_string('x') }}"),
    Case("a macro with code for an argument", "template-marks", LISTED, "{{ cards(config.x) }}"),
    Case("an include", "template-marks", LISTED, "{% include '/etc/passwd' %}"),
    Case("a macro after words", "template-marks", LISTED, "Words {{ cards('value') }}"),
    title("marks in a title", "template-marks", '"{{ config }}"'),
    Case("marks in a summary", "template-marks", PAGE, 'summary: "{{ config }}"\n', "summary: Training and events. " + SENTENCE + "\n"),
    Case("marks among the words for search", "template-marks", PAGE, 'slug: training\nsearch: ["{{ config }}"]\n', "slug: training\n", at="{{"),
    Case("a format that reaches into the program", "odd-braces", WORDS, "    en: A story {n.__class__}\n", "    en: A story\n", at="{n.__class__}"),
    Case("a snippet", "odd-braces", PAGE, '--8<-- "/etc/passwd" {evil}'),
    # Raw HTML
    body("a script", "raw-html", "<script>alert(1)</script>"),
    body("a handler", "raw-html", "<img src=x onerror=alert(1)>"),
    body("a frame", "raw-html", '<iframe src="https://evil.example"></iframe>'),
    body("an SVG in the text", "raw-html", "<svg onload=alert(1)>"),
    body("a base", "raw-html", '<base href="https://evil.example/">'),
    body("a refresh", "raw-html", '<meta http-equiv="refresh" content="0;url=https://evil.example">'),
    body("a form", "raw-html", '<form action="https://evil.example"><input name="password"></form>'),
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
    body("a tag between unequal backticks", "odd-code", "``a` <script>alert(1)</script> `b"),
    body("a tag over two lines of code", "raw-html", "`a\n<script>alert(1)</script>`", at="<script"),
    body("a tag in a fence", "raw-html", "```\n<script>alert(1)</script>\n```", at="<script"),
    body("a tag in an indented block", "raw-html", "    <script>alert(1)</script>"),
    title("a tag in a title", "raw-html", '"<script>alert(1)</script>"'),
    Case("a tag in a summary", "raw-html", BODY, 'summary: "</title><script>alert(1)</script>"\n', f"summary: A steady bank. {SENTENCE}\n"),
    Case("a tag in the facts", "raw-html", REGION, "  en: <b>Valley board</b>\n", "  en: Valley board\n"),
    Case("a tag in a word of the site", "raw-html", WORDS, "    en: <b>The river guide</b>\n", "    en: The river guide\n"),
    # Attributes
    page("a handler by attribute list", "odd-braces", "*x*{: onclick=alert(1) }"),
    page("a handler without the colon", "odd-braces", "*x*{onclick=alert(1)}"),
    page("a handler on a paragraph", "odd-braces", "Words.\n{: onmouseover=alert(1) }", at="{:"),
    page("a handler on a heading", "odd-braces", "## Words {: #words onclick=alert(1) }"),
    page("a style by attribute list", "odd-braces", "*x*{: style=position:fixed }"),
    page("a class by attribute list", "odd-braces", "*x*{: .notice }"),
    page("another address by attribute list", "odd-braces", "[training](nyth:training){: href=javascript:alert(1) }"),
    page("a target by attribute list", "odd-braces", "[training](nyth:training){: target=_blank }"),
    page("an anchor in the middle of a text", "odd-braces", "*x*{: #main }"),
    page("a language that is none", "odd-braces", '*x*{: lang="en onclick=alert(1)" }'),
    page("a mark over two lines", "odd-braces", "*x*{: lang=en\nonclick=alert(1) }"),
    body("an anchor on a fixed heading", "extra-heading", "## What this means {: #main }", find="## What this means"),
    page("the anchor of the page itself", "site-anchor", "## Words {: #main }\n\nWords."),
    page("the anchor of a source", "site-anchor", "## Words {: #source-almanac }\n\nWords."),
    page("the anchor of a list", "site-anchor", "## Words {: #list-case-study }\n\nWords."),
    page("the anchor that a lower heading makes by itself", "site-anchor", "## Words {: #words }\n\n### More {: #more }\n\n#### Main\n\nWords.", at="#### Main"),
    page("an anchor twice", "id-twice", "## Words {: #words }\n\nWords.\n\n## More {: #words }\n\nWords.", at="## More"),
    page("an anchor that clashes with the sources", "id-twice", "## Words {: #sources }\n\nWords.[^almanac]"),
    # Addresses
    page("javascript:", "external-link", "[training](javascript:alert)"),
    page("javascript: with brackets", "odd-link", "[training](javascript:alert(1))"),
    page("javascript: in capitals", "external-link", "[training](JaVaScRiPt:alert)"),
    page("javascript: in angle brackets", "raw-html", "[training](<javascript:alert(1)>)"),
    page("javascript: after a space", "odd-link", "[training]( javascript:alert)"),
    page("javascript: after a line break", "odd-link", "[training](\njavascript:alert)"),
    page("javascript: with a title", "odd-link", '[training](javascript:alert "Training")'),
    page("javascript: in codes", "character-code", "[training](&#106;avascript:alert)"),
    page("javascript: with a tab in it", "odd-character", "[training](java\tscript:alert)"),
    page("javascript: by name", "odd-link", "See [training][x].\n\n[x]: javascript:alert(1)", at="[x]: "),
    page("javascript: by name in a list", "odd-link", "- [x]: javascript:alert(1)"),
    page("javascript: by name in a quotation", "odd-link", "> [x]: javascript:alert(1)"),
    page("javascript: by a name over two lines", "odd-link", "[x\ny]: javascript:alert(1)"),
    page("javascript: of itself", "raw-html", "<javascript:alert(1)>"),
    page("an address of itself", "raw-html", "<https://evil.example>"),
    page("an e-mail address of itself", "raw-html", "<1@evil.example>"),
    page("vbscript:", "external-link", "[training](vbscript:x)"),
    page("data:", "external-link", "[training](data:text/html;base64,PHNjcmlwdD4=)"),
    page("file:", "external-link", "[training](file:///etc/passwd)"),
    page("no protocol", "hard-link", "[training](//evil.example)"),
    page("backslashes for slashes", "hard-link", r"[training](\\evil.example)"),
    page("climbing", "hard-link", "[training](../../../etc/passwd)"),
    page("climbing in codes", "hard-link", "[training](%2e%2e/%2e%2e/etc)"),
    page("a name before the host", "external-link", "[training](https://gov.wales@evil.example/)"),
    page("http", "external-link", "[training](http://evil.example/)"),
    page("a host in look-alike letters", "odd-letter", "[training](https://gоv.example/)"),
    page("an id that breaks out", "external-link", '[training](nyth:training"onclick="alert)'),
    page("an id that is not there", "dangling-id", "[training](nyth:evil)"),
    page("a link in a picture in a link", "odd-link", "[![x](nyth:training)](javascript:alert(1))"),
    page("a citation that is defined by hand", "odd-link", "Words.[^almanac]\n\n[^almanac]: javascript:alert(1)", at="[^almanac]: "),
    page("a picture of another site", "odd-picture", "![A tracker](https://evil.example/pixel.png)"),
    page("a picture that is not there", "odd-picture", "![A mill](assets/mill.png)"),
    body("a link to another site in a text", "external-link", "[almanac](https://evil.example/)"),
    title("a link in a title", "odd-link", '"x](https://evil.example) ["'),
    Case("a javascript: source", "wrong-value", SOURCES, "    en: javascript:alert(1)\n", "    en: https://almanac.example/\n"),
    Case("a source that breaks out", "wrong-value", SOURCES, "    en: 'https://a.example/\"onclick=\"alert(1)'\n", "    en: https://almanac.example/\n"),
    Case("a link in a reason", "odd-link", SOURCES, "    en: '[The press](javascript:alert)'\n", "    en: The press\n"),
    # Accessibility
    page("a picture without words", "no-alt", "![](assets/mill.png)"),
    page("a link without words", "vague-link", "[](nyth:training)"),
    page("a link of a dot", "vague-link", "See [.](nyth:training)"),
    page("a link that says click here", "vague-link", "[Click here](nyth:training)"),
    page("a link that says here in bold", "vague-link", "Look [**here**](nyth:training)."),
    Case("a link that says yma", "vague-link", PAGE_CY, "Ewch [yma](nyth:training).", WELSH),
    page("a level left out", "heading-skipped", "#### Words\n\nWords."),
    page("a second main heading", "heading-form", "# Words\n\nWords."),
    page("a heading without a space", "heading-form", "##Words"),
    page("a heading underlined", "heading-form", "Words\n=====", at="====="),
    page("a heading underlined with hyphens", "heading-form", "Words\n--------", at="--------"),
    page("a heading in a list", "heading-form", "- # Words"),
    page("a heading in a quotation", "heading-form", "> ## Words"),
    page("a heading of level seven", "heading-form", "####### Words"),
    page("a heading without words", "heading-form", "##"),
    page("a heading without an anchor", "heading-anchor", "## Words\n\nWords."),
    page("a table with styles of its own", "table-align", "| River | Bank |\n| :-: | --- |\n| wet | dry |", at="| :-: |"),
    # Language
    Case("swapped twins", "welsh-left", BODY, at=WELSH, make=swap),
    Case("swapped twins, seen from Welsh", "english-left", BODY_CY, at=SENTENCE, make=swap),
    Case("identical twins", "same-text", PAGE_CY, at=f"\n{SENTENCE}", make=lambda f: (f / PAGE_CY).write_text((f / PAGE_CY).read_text().replace(f"\n{WELSH}", f"\n{SENTENCE}"))),
    Case("English in the Welsh file", "english-left", BODY_CY, "This sentence was left in English by its writer.", WELSH),
    body("a Cyrillic a", "odd-letter", "The riv\u0435r."),
    body("a Greek omicron", "odd-letter", "The gr\u03bfund."),
    body("a letter that is a sign of mathematics", "odd-letter", "\U0001d5d4 river."),
    body("a letter of full width", "odd-letter", "\uff21 river."),
    Case("a w with a ring for a circumflex", "odd-letter", BODY_CY, "D\u1e98r.", WELSH),
    Case("an e with a caron for a circumflex", "odd-letter", BODY_CY, "Tr\u011bn.", WELSH),
    body("a space of no width", "odd-character", "The ri\u200bver."),
    body("a joiner", "odd-character", "The ri\u200dver."),
    body("a soft hyphen", "odd-character", "The ri\u00adver."),
    body("a mark that turns the writing", "odd-character", "The \u202erevir\u202c."),
    body("an isolate", "odd-character", "The \u2066river\u2069."),
    body("an Arabic letter mark", "odd-character", "The \u061criver."),
    body("a variation", "odd-character", "The river\ufe0f."),
    body("marks on marks", "odd-character", "The r" + "\u0336" * 40 + "iver."),
    body("a tag character", "odd-character", "The river\U000e0041."),
    body("a private character", "odd-character", "The river\ue000."),
    body("a line separator", "odd-character", "The\u2028river."),
    body("a code of a terminal", "odd-character", "The \x1b[31mriver."),
    body("a hidden mark in code", "character-code", "The &#8238;river."),
    # Personal data
    Case("a telephone number", "personal-data", STORY, "Ring 07700 900123."),
    Case("a telephone number with hyphens", "personal-data", STORY, "Ring 029-2034-1234."),
    Case("a telephone number from abroad", "personal-data", STORY, "Ring +44 (0)29 2034 1234."),
    Case("an e-mail address", "personal-data", STORY, "Write to mair@example.org."),
    Case("a date of birth", "personal-data", STORY, "Mair, DOB 3 May, came."),
    Case("a date of birth in figures", "personal-data", STORY, "Mair (03/05/2011) came."),
    Case("a day of birth in words", "personal-data", STORY, "Mair was born on 3 May."),
    Case("an NHS number", "personal-data", STORY, "Mair, 943 476 5919, came."),
    Case("a National Insurance number", "personal-data", STORY, "Mair, QQ 12 34 56 C, came.".replace("QQ", "AB")),
    Case("an e-mail address in a summary", "personal-data", STORY, "summary: Write to mair@example.org.\n", f"summary: The old mill. {SENTENCE}\n"),
    Case("a telephone number in the facts", "personal-data", REGION, "  en: Ring 029 2034 1234\n", "  en: Valley board\n"),
    # Markdown that takes long
    body("20,000 brackets", "too-much", "[" * 20_000, at=None, heavy=True),
    body("20,000 brackets on many lines", "too-much", ("[" * 100 + "\n") * 200, heavy=True),
    body("400 lists in lists", "too-large", "\n".join("    " * n + "- x" for n in range(400)), at="", heavy=True),
    body("200 lists in lists", "too-much", "\n".join("    " * n + "- x" for n in range(200)), at="    " * 6 + "- x", heavy=True),
    body("80 lists in lists by one space", "too-much", "\n".join(" " * n + "- x" for n in range(80)), at=" " * 24 + "- x", heavy=True),
    body("400 lists on one line", "too-much", "- " * 400 + "x", heavy=True),
    body("400 quotations in quotations", "too-much", ">" * 400 + " x", heavy=True),
    body("20,000 stars", "too-much", ("*a **a " * 100 + "\n") * 30, heavy=True),
    body("20,000 underscores", "too-much", ("_a __a " * 100 + "\n") * 30, heavy=True),
    body("backticks of every length", "too-much", "\n".join("`" * n for n in range(1, 80)), heavy=True),
    body("a table of 2,000 columns", "too-much", "|" * 2_000 + "\n" + "|-" * 2_000, heavy=True),
    body("a line of 100,000 letters", "too-much", "a" * 100_000, heavy=True),
    body("a paragraph without end", "too-much", ("words and more words\n") * 900, heavy=True),
    changed("a text of 20,000 lines", "too-much", BODY, lambda b: b + b"x\n\n" * 10_000, at=None, heavy=True),
    body("thousands of links to nothing", "dangling-id", "\n\n".join(f"[a river](nyth:nobody-of-this-name-{n})" for n in range(2_400)), heavy=True),
    body("thousands of tags", "raw-html", "\n\n".join("<b>" * 300 for _ in range(200)), heavy=True),
    body("words that make patterns slow", "too-much", "\n\n".join(("a" * 4_900 + "@") for _ in range(30)) + "\n\n" + "[" * 200, at="[[", heavy=True),
)
