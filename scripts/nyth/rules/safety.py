"""What people write may do nothing but be read: a small part of Markdown, and nothing that runs, hides or points astray.

Every rule names what is allowed and refuses the rest, so that what nobody thought of is refused as well. Registered with
the rules of `rules`, which runs them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from nyth.content.model import Library
from nyth.content.passages import Passage, texts
from nyth.problems import Problem
from nyth.rules import ATTRIBUTES, CITATION, LINK, MACRO, PICTURE, blank, rule

# Python-Markdown pairs backticks across lines and by their number; one of each on one line is read by all alike.
CODE = re.compile(r"(?<![`\\])`[^`\n]+`(?!`)")

_TAG = re.compile(r"<(?:[^\s\d<>=-][^\s<>]*|[^\s<>@]*@[^\s<>]*)")
_MARKS = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_BRACES = re.compile(r"\{[^{}\n]*\}?|\}")
_LANG_MARK = re.compile(r"(?<=\*)\{: lang=[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})? \}")
_ANCHOR_MARK = re.compile(r"(?<= )\{: #[a-z0-9]+(?:-[a-z0-9]+)* \}$", re.M)
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_ENTITY = re.compile(r"&#|&\w+;")
_PREFIX = r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t>]+)*"
_DEFINITION = re.compile(_PREFIX + r"\[[^\[\]]*\]:", re.M)
_HEADING = re.compile(_PREFIX + r"(#+)(.*)$", re.M)
_PLAIN_HEADING = re.compile(r"^#{2,4} +[^\s#]")
_LOWEST = re.compile(r"^#{4,} +(.*)$", re.M)
_UNDERLINE = re.compile(r"(?<=\S\n)[ \t>]*(?:=+|-+)[ \t]*$", re.M)
# Markdown makes inline styles of the colons, which the content security policy forbids.
_ALIGNED = re.compile(r"^(?=[^\n]*(?::-|-:))[ \t>|:-]+$", re.M)
_MAX_LINK_TEXT = 500
_VAGUE = frozenset(
    "click here,here,this,this link,this page,link,read more,more,learn more,see more,find out more,details,more details,"
    "website,yma,cliciwch yma,clicio yma,hwn,hon,y ddolen hon,y dudalen hon,dolen,darllen mwy,darllenwch fwy,mwy,rhagor,"
    "rhagor o wybodaeth,mwy o wybodaeth,gwefan,manylion,rhagor o fanylion".split(",")
)

# The anchors that the site's own parts have; tests/hostile holds this against every page that is built.
SITE_ANCHORS = re.compile(
    r"(?:main|moved-to|q|(?:half|open)-(?:cy|en)|(?:contents|colophon)-title|results(?:-status|-more)?"
    r"|(?:source|term|letter|filter|list|finder|rim|search|value|state|rules|result)-.*)"
)

_PERSONAL = {
    re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+"): {"en": "e-mail address", "cy": "cyfeiriad e-bost"},
    re.compile(r"(?<![\d/-])(?:\+ ?44|\(?0)(?:[ ().-]{0,3}\d){9,10}(?!\d)"): {
        "en": "telephone number",
        "cy": "rhif ffôn",
    },
    re.compile(
        r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b|\b(?:d\.?o\.?b|dyddiad geni|date of birth)\b"
        r"|\b(?:born|geni|eni|anwyd|ganwyd|ganed) (?:on |ar )?(?:the )?\d{1,2}\b",
        re.I,
    ): {"en": "date of birth", "cy": "dyddiad geni"},
    re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:\d\d ?){3}[A-D]\b"): {
        "en": "National Insurance number",
        "cy": "rhif Yswiriant Gwladol",
    },
    re.compile(r"(?<!\d)\d{3}[ -]\d{3}[ -]\d{4}(?!\d)"): {"en": "NHS number", "cy": "rhif y GIG"},
}


def _is_address(passage: Passage) -> bool:
    return passage.kind == "short" and passage.text.startswith(("https://", "http://"))


@rule
def no_html(passages: Sequence[Passage]) -> Iterator[Problem]:
    """Content is Markdown without HTML: what people write can neither break a page nor run in it."""
    for passage in passages:
        for match in _TAG.finditer(blank(CODE, passage.text)):
            yield Problem(passage.path, passage.at(match.start()), "raw-html", {"tag": match.group()[:30]})


@rule
def macros_are_listed(library: Library, passages: Sequence[Passage], macro_pages: tuple[str, ...]) -> Iterator[Problem]:
    """Template marks and `render_macros` stand only on the pages that mkdocs.yml lists, and only as plain calls."""
    for passage in passages:
        body = blank(MACRO, passage.text) if passage.macros else passage.text
        for match in _MARKS.finditer(body):
            yield Problem(passage.path, passage.at(match.start()), "template-marks", {"marks": match.group()})
    for page, kind, text in texts(library):
        if getattr(text.matter, "render_macros", False) and not (kind == "page" and page in macro_pages):
            line = library.line(text.path, "render_macros")
            yield Problem(text.path, line, "template-marks", {"marks": "render_macros"})


@rule
def braces_are_known_marks(passages: Sequence[Passage]) -> Iterator[Problem]:
    """Curly brackets hold the anchor of a heading or the language of marked words, and no other attribute."""
    for passage in passages:
        body = blank(MACRO, passage.text) if passage.macros else passage.text
        body = blank(_LANG_MARK, blank(CODE, body))
        if passage.kind == "words":
            body = blank(_PLACEHOLDER, body)
        if passage.kind == "page":
            body = "\n".join(
                blank(_ANCHOR_MARK, line) if _PLAIN_HEADING.match(line) else line for line in body.split("\n")
            )
        for match in _BRACES.finditer(body):
            near = body[max(0, match.start() - 1) : match.end() + 1]
            if not _MARKS.search(near):
                yield Problem(passage.path, passage.at(match.start()), "odd-braces", {"braces": match.group()[:60]})


@rule
def placeholders_are_the_same(library: Library) -> Iterator[Problem]:
    """A short text of words.yml has the same places to fill in both languages."""
    path = "content/words.yml"
    for group in ("text", "ui"):
        for key, both in getattr(library.words, group).items():
            filled = {lang: set(_PLACEHOLDER.findall(getattr(both, lang))) for lang in ("en", "cy")}
            for lang, other in (("en", "cy"), ("cy", "en")):
                for missing in sorted(filled[other] - filled[lang]):
                    yield Problem(
                        path, library.line(path, group, key, lang), "no-placeholder", {"name": f"{{{missing}}}"}
                    )


@rule
def links_are_plain(passages: Sequence[Passage]) -> Iterator[Problem]:
    """A link is written in one way only: words in square brackets and straight after them the address in round ones."""
    for passage in passages:
        if _is_address(passage):
            continue
        body = blank(CODE, passage.text)
        plain = {match.start() for match in LINK.finditer(body)} if passage.kind != "short" else set()
        for match in re.finditer(r"\]\(", body):
            if match.start() not in plain:
                shown = body[match.start() : match.start() + 40].split("\n")[0]
                yield Problem(passage.path, passage.at(match.start()), "odd-link", {"link": shown})
        if passage.kind == "words":
            for match in LINK.finditer(body):
                if not match.group(1).startswith("nyth:"):
                    yield Problem(passage.path, passage.line, "external-link", {"address": match.group(1)[:80] or "()"})
        for match in _DEFINITION.finditer(body):
            place = body.index("[", match.start())
            yield Problem(
                passage.path, passage.at(place), "odd-link", {"link": " ".join(body[place : match.end()].split())}
            )


@rule
def pictures_are_ours(library: Library, passages: Sequence[Passage]) -> Iterator[Problem]:
    """A picture is one of `docs/assets`: none comes from another site, which would learn who reads the page."""
    for passage in passages:
        body = blank(CODE, passage.text)
        known = {
            m.end()
            for m in PICTURE.finditer(body)
            if m.group(2) in library.pictures and passage.kind in ("page", "entity")
        }
        for match in LINK.finditer(body):
            start = _opening(body, match.start())
            shown = start is not None and body[start - 1 : start] == "!"
            if (shown or match.group(1).startswith("assets/")) and match.end() not in known:
                yield Problem(passage.path, passage.at(match.start()), "odd-picture", {"address": match.group(1)[:80]})


@rule
def links_say_where_they_lead(passages: Sequence[Passage]) -> Iterator[Problem]:
    """The words of a link say where it leads when they are heard alone; "click here" does not."""
    for passage in passages:
        for match in LINK.finditer(blank(CODE, passage.text)) if passage.kind != "short" else ():
            start = _opening(passage.text, match.start())
            if start is None or passage.text[start - 1 : start] == "!":
                continue
            written = passage.text[start + 1 : match.start()]
            said = " ".join(re.sub(r"[*_\\]", " ", CITATION.sub("", ATTRIBUTES.sub("", written))).split())
            if said.casefold().strip(" .:…>→") in _VAGUE or not any(char.isalnum() for char in said):
                yield Problem(passage.path, passage.at(start), "vague-link", {"words": said})


def _opening(text: str, end: int) -> int | None:
    """Where the square bracket opens that closes at `end`."""
    depth = 0
    for place in range(end, max(-1, end - _MAX_LINK_TEXT), -1):
        depth += (text[place] == "]") - (text[place] == "[")
        if depth == 0:
            return place
    return None


@rule
def code_stays_on_its_line(passages: Sequence[Passage]) -> Iterator[Problem]:
    """A word of code stands between two single backticks on one line."""
    for passage in passages:
        if _is_address(passage):
            continue
        body = passage.text if passage.kind == "short" else blank(CODE, passage.text)
        for n, line in enumerate(body.split("\n")):
            if "`" in line:
                at = passage.line + (n if passage.kind in ("page", "entity") else 0)
                yield Problem(passage.path, at, "odd-code", {})


@rule
def characters_are_written_out(passages: Sequence[Passage]) -> Iterator[Problem]:
    """A character is written as itself, and not as a code such as `&#x41;`, which can hide an address."""
    for passage in passages:
        for match in _ENTITY.finditer(blank(CODE, passage.text)) if not _is_address(passage) else ():
            yield Problem(passage.path, passage.at(match.start()), "character-code", {"code": match.group()[:20]})


@rule
def headings_step_down(passages: Sequence[Passage]) -> Iterator[Problem]:
    """A heading begins its line with ##, ### or ####, has words, and skips no level."""
    for passage in passages:
        if passage.kind not in ("page", "entity"):
            continue
        before = 1
        for match in _HEADING.finditer(passage.text):
            line = passage.at(match.start(1))
            level = len(match.group(1))
            if not _PLAIN_HEADING.match(passage.text[match.start() : match.end()]):
                yield Problem(passage.path, line, "heading-form", {})
            elif level > before + 1:
                yield Problem(passage.path, line, "heading-skipped", {})
            before = level
        for match in _UNDERLINE.finditer(passage.text):
            yield Problem(passage.path, passage.at(match.start()), "heading-form", {})


@rule
def tables_are_plain(passages: Sequence[Passage]) -> Iterator[Problem]:
    """The line under the head of a table is of bars and hyphens: how columns are aligned is for the site to say."""
    for passage in passages:
        for match in _ALIGNED.finditer(passage.text):
            yield Problem(passage.path, passage.at(match.start()), "table-align", {})


@rule
def anchors_are_free(library: Library, passages: Sequence[Passage]) -> Iterator[Problem]:
    """An anchor stands once on its page, and is none that the site itself uses."""
    for texts_of_page in library.pages.values():
        for text in texts_of_page.values():
            seen = {"sources"} if CITATION.search(text.body) else set()
            for place in (place for section in text.sections for place in (section, *section.parts)):
                if place.id in seen:
                    yield Problem(text.path, place.line, "id-twice", {"id": place.id})
                elif SITE_ANCHORS.fullmatch(place.id):
                    yield Problem(text.path, place.line, "site-anchor", {"id": place.id})
                seen.add(place.id)
    for passage in passages:
        for match in _LOWEST.finditer(passage.text) if passage.kind in ("page", "entity") else ():
            # Markdown makes an anchor of the words of a heading that has none
            words = unicodedata.normalize("NFKD", match.group(1)).encode("ascii", "ignore").decode().lower()
            anchor = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", words).strip())
            if SITE_ANCHORS.fullmatch(anchor):
                yield Problem(passage.path, passage.at(match.start()), "site-anchor", {"id": anchor})


@rule
def short_texts_are_one_line(passages: Sequence[Passage]) -> Iterator[Problem]:
    """A title, a label or another short value is one line without spaces round it; only words.yml has longer texts."""
    for passage in passages:
        if passage.kind == "short" and ("\n" in passage.text or passage.text != passage.text.strip()):
            yield Problem(passage.path, passage.line, "line-break", {})


@rule
def no_personal_data(library: Library, passages: Sequence[Passage]) -> Iterator[Problem]:
    """Examples and regions hold no telephone number, e-mail address, date of birth or official number of a person."""
    kinds = ("case-study", "region", "barrier", "training")
    paths = {e.path for e in library.entities.values() if e.kind in kinds}
    paths |= {text.path for e in library.entities.values() if e.kind in kinds for text in e.texts.values()}
    for passage in passages:
        if passage.path in paths and not _is_address(passage):
            body = blank(LINK, passage.text)
            for pattern, name in _PERSONAL.items():
                for match in pattern.finditer(body):
                    yield Problem(passage.path, passage.at(match.start()), "personal-data", {"kind": name})
