"""Rules against slips: what writers take for a mark and the site shows as words, and what should
not be published."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from nyth import LANGUAGES, other
from nyth.content.blocks import ANCHOR, one_line
from nyth.content.kinds import KINDS
from nyth.problems import Problem, hint
from nyth.rules.context import LISTS, PATTERNS, Context, matches

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_VAGUE = frozenset(word for row in LISTS["vague"] for word in row)
MACROS = {"label", *(p.stem for p in Path(__file__).parents[3].glob("overrides/macros/*.html"))}
SITE_ANCHORS = PATTERNS["site-anchor"]
_TWO_LETTERS = frozenset(LISTS["languages"].split())
_PERSONAL_KINDS = ("case-study", "region", "barrier", "training")
_PERSONAL_FOLDERS = [(KINDS[kind].folder,) for kind in _PERSONAL_KINDS]
_PERSONAL = {name: re.compile(pattern) for name, pattern in LISTS["personal"].items()}


def no_html(context: Context) -> Iterator[Problem]:
    """Nothing is written that looks like HTML: the site would show it as it is typed."""
    for passage, match in matches(PATTERNS["html"], context.written):
        yield passage.problem("raw-html", match.start(), tag=match.group().partition(">")[0][:30])


def marks_are_whole(context: Context) -> Iterator[Problem]:
    """Every mark is one that the site knows, and is whole: none is left over to be read as it is
    typed."""
    unlinked = (replace(p, text=p.block.lines(code=False, links=False)) for p in context.blocks)
    doubtful = (p for p in context.written if PATTERNS["maybe-left"].search(p.text))
    code = (replace(p, text=p.block.text) for p in context.blocks if "`" in p.block.text)
    names = (passage for passage in context.written if passage.name)
    found = (("left", doubtful), ("bare-address", unlinked), ("glued-code", code))
    found += (("stress", names),)
    for passage, match in itertools.chain(*(matches(PATTERNS[name], ps) for name, ps in found)):
        yield passage.problem("left-mark", match.start(), mark=match.group()[:40])


def lines_are_what_they_look_like(context: Context) -> Iterator[Problem]:
    """What looks like an item of a list, a row of a table, or a heading, is one; what stands four
    spaces in is code."""
    blocks = [p for p in context.blocks if p.block.kind in ("paragraph", "item")]
    lines = [replace(p, text=p.block.lines()) if p.block.of("code") else p for p in blocks]
    for rule in ("like-item", "like-heading", "like-row"):
        for passage, match in matches(PATTERNS[rule], lines):
            yield passage.problem(rule, match.start(), start=match.group().strip())
    for passage in (p for p in context.blocks if p.block.kind == "row" and p.block.markup):
        yield passage.problem("lost-cells", 0, text=passage.block.markup[:60])
    for passage in (p for p in context.blocks if p.block.kind == "code" and not p.block.markup):
        yield passage.problem("indented-text", 0, start=" ".join(passage.block.text.split()[:6]))


def macros_are_listed(context: Context) -> Iterator[Problem]:
    """Template marks stand only on the pages that mkdocs.yml lists, as plain calls of macros that
    there are."""
    words = context.library.words
    for passage, match in matches(PATTERNS["template"], context.written):
        yield passage.problem("template-marks", match.start(), marks=match.group()[:2])
    for passage, mark in context.marks["macro"]:
        listed = passage.thing and passage.thing.is_page and passage.thing.id in context.macro_pages
        if not listed or (passage.block.kind != "macro" and mark.value != "label"):
            yield passage.problem("template-marks", mark, marks=f"{{{{ {mark.value}(…) }}}}")
        elif mark.value not in MACROS:
            near = hint(mark.value, MACROS)
            yield passage.problem("unknown-macro", mark, name=mark.value, hint=near)
        elif mark.value == "label" and mark.words not in (*words.ui, *words.text):
            yield passage.problem("unknown-label", mark, key=mark.words)


def placeholders_are_the_same(context: Context) -> Iterator[Problem]:
    """A short text of words.yml has the same places to fill in both languages."""
    for label in (label for label in context.labels if label.kind == "words"):
        filled = {lang: {*_PLACEHOLDER.findall(label[lang])} for lang in LANGUAGES}
        for lang in LANGUAGES:
            for missing in filled[other(lang)] - filled[lang]:
                yield label.place.problem("no-placeholder", lang, name=f"{{{missing}}}")


def languages_are_named(context: Context) -> Iterator[Problem]:
    """Words are marked with the code of a language, and only where that is not the language of
    the page."""
    for passage, mark in context.marks["language"]:
        code = mark.value.partition("-")[0]
        three = re.fullmatch("[a-z]{3}", code) and code not in ("eng", "cym", "wel")
        if code not in _TWO_LETTERS and not three:
            yield passage.problem("odd-language", mark, lang=mark.value[:20])
        elif code == passage.lang:
            yield passage.problem("needless-mark", mark, lang=mark.value)


def pictures_are_ours(context: Context) -> Iterator[Problem]:
    """A picture is one of `docs/assets`: none comes from another site, which would learn who
    reads the page."""
    known = {f"assets/{name}" for name in context.library.pictures}
    for passage, mark in context.marks["picture"]:
        unread = Path(mark.value).stem in context.library.unread
        if (mark.value not in known and not unread) or passage.thing is None:
            yield passage.problem("odd-picture", mark, address=mark.value[:80])


def links_say_where_they_lead(context: Context) -> Iterator[Problem]:
    """The words of a link say where it leads when they are heard alone; "click here" does not."""
    for passage, mark in context.marks["link"]:
        words = mark.words.casefold().strip(" .:…>→")
        if words in _VAGUE or not any(char.isalnum() for char in words):
            yield passage.problem("vague-link", mark, words=mark.words)


def headings_step_down(context: Context) -> Iterator[Problem]:
    """A heading begins its line with ##, ### or ####, has words and nothing but words, skips no
    level, and stands in no list or quotation."""
    for _, text in context.texts:
        level = 1
        for block in (block for block in text.written.blocks if block.kind == "heading"):
            words, path = block.words(), text.place.path
            whole = block.markup in ("##", "###", "####") and ANCHOR.sub("", words)
            if block.depth or not whole:
                yield Problem(path, block.line, "heading-form")
            elif block.level > level + 1:
                yield Problem(path, block.line, "heading-skipped")
            else:
                level = block.level
            # the menu of a page and its list of sections have only the words
            plain = words == one_line(block.text.replace("\\", ""))
            if block.level in (2, 3) and not block.depth and not plain:
                yield Problem(path, block.line, "heading-words")


def anchors_are_free(context: Context) -> Iterator[Problem]:
    """An anchor stands once on its page, and is none that the site itself uses."""
    for text in (text for thing, text in context.texts if thing.is_page):
        seen: set[str] = set()
        for part in (part for part in text.parts if part.id):
            if part.id in seen or SITE_ANCHORS.fullmatch(part.id):
                rule = "id-twice" if part.id in seen else "site-anchor"
                yield Problem(text.place.path, part.line, rule, {"id": part.id})
            seen.add(part.id)


def short_texts_are_one_line(context: Context) -> Iterator[Problem]:
    """A title, a label or another short value is one whole line without spaces round it; only
    words.yml has longer texts."""
    for place, text in context.values:
        if "\n" in text or text != text.strip():
            yield place.problem("line-break")
        elif text[-1:] in tuple('"”') and not {*text[:-1]} & {*'"“'}:
            yield place.problem("comma-in-text", text=text)


def no_personal_data(context: Context) -> Iterator[Problem]:
    """Examples and regions hold no telephone number, e-mail address, date of birth or official
    number of a person."""
    doubtful = [p for p in context.written if PATTERNS["maybe-personal"].search(p.text)]
    doubtful = [p for p in doubtful if Path(p.path).parts[-3:-2] in _PERSONAL_FOLDERS]
    for name, pattern in _PERSONAL.items():
        for passage, match in matches(pattern, doubtful):
            yield passage.problem("personal-data", match.start(), what=name)
