"""`nyth new`, `nyth move` and `nyth fix`."""

import datetime
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from nyth import LANGUAGES
from nyth.content import files, markdown, textcheck, writing
from nyth.content import yaml as yamltext
from nyth.content.blocks import Block, one_line
from nyth.content.kinds import KINDS, Kind
from nyth.content.library import Library, Text
from nyth.content.load import PROMPT
from nyth.content.model import Id, Slug, WordsFile
from nyth.content.schemas import explain
from nyth.content.writing import front, with_front_matter, write
from nyth.languages import agree
from nyth.problems import Refused, refused


def new(content: Path, library: Library, kind: Kind, name: str, today: datetime.date) -> Path:
    """Makes the folder of a new thing with its facts and both texts; nothing is registered. What
    people must write there begins with PROMPT, which the check finds.

    name: the id. Raises Refused, with nothing made, where it cannot be.
    """
    parent = content / kind.folder
    folder = parent / name
    if wrong := _wrong(Id, "id", name):
        raise refused(folder, "wrong-value", **wrong)
    if parent.is_symlink():
        raise refused(parent, "symlink")
    taken = {t.id: t.place.path for t in (*library.glossary, *library.sources.values())}
    taken |= {thing.id: thing.place.path for thing in library.things.values()}
    taken |= {row.id: row.place.path for row in library.former if row.id}
    if name in taken or name in library.unread or folder.exists() or folder.is_symlink():
        raise refused(folder, "id-taken", id=name, other=taken.get(name, folder.as_posix()))
    folder.mkdir(parents=True)
    try:
        write(folder / f"{kind.id}.yml", _facts(library, kind, name, today))
        for lang in LANGUAGES:
            write(folder / f"{lang}.md", _text(library, kind, name, lang))
    except BaseException:
        shutil.rmtree(folder)  # half of it would keep the id
        raise
    return folder


def _facts(library: Library, kind: Kind, name: str, today: datetime.date) -> str:
    order = max((thing.order[0] for thing in library.of(kind.id)), default=0) + 1
    named = f"{{en: {PROMPT}, cy: {PROMPT}, sure: proposed}}"
    given = {
        "id": yamltext.scalar(name),
        "order": str(order),
        "reviewed": today.isoformat(),
        "sources": f"[{PROMPT}]",
        "local_authorities": f"\n  - {named}",
        "health_board": named,
        "findings": f"\n  - {{id: {name}-1, at: [{PROMPT}], kind: {PROMPT}}}",
    }
    blocks = []
    for key, field in kind.model.model_fields.items():
        help_text = explain("keys", kind.id, key) or {}
        notes = "".join(f"# {help_text[lang]}\n" for lang in LANGUAGES if lang in help_text)
        if key in ("agreed", "awaiting", "reviewed_cy", "reviewed_advice"):
            blocks.append(f"{notes}# {key}:\n")
            continue
        empty = "[]" if "list" in str(field.annotation) else PROMPT
        value = given.get(key) or ("null" if field.default is None else empty)
        blocks.append(f"{notes}{key}:{'' if value.startswith(chr(10)) else ' '}{value}\n")
    return "\n".join(blocks)


def _text(library: Library, kind: Kind, name: str, lang: str) -> str:
    words = library.words

    def prompt(key: str) -> str:
        told = explain("sections", kind.id, key)
        return f"{PROMPT} {told[lang] if told else key}"

    # an id is made of English words, so that only the Welsh address is left to find
    slug = yamltext.scalar(name) + (f"  # {prompt('slug')}" if lang == "cy" else "")
    lines = ["---", f"title: {prompt('title')} ({name})", f"slug: {slug}"]
    lines += [f"summary: {prompt('summary')}", "search: []", "---"]
    for rule in kind.sections:
        lines += [f"## {words.heading(rule.heading, lang)}", ""]
        parts = [(words.heading(key, lang), key) for key in rule.part_ids]
        if rule.per_principle:
            parts += [(f"nyth:{principle.id}", rule.id) for principle in library.of("principle")]
        if rule.per_finding:
            parts.append((f"{name}-1", rule.id))
        asked = [f"{n}. {prompt('question')}" for n in range(1, rule.questions + 1)]
        for under, key in parts or [("", rule.id)]:
            lines += [f"### {under}", ""] if under else []
            lines += [*(asked or [prompt(key)]), ""]
    return "\n".join(lines)


def _wrong(form: Any, key: str, value: str) -> dict[str, str] | None:
    """What is wrong with an id or a slug, as a problem says it; None where nothing is."""
    try:
        TypeAdapter(form).validate_python(value)
    except ValidationError:
        expected = "device" if textcheck.DEVICE.fullmatch(value) else key
        return {"key": key, "value": value, "expected": expected}
    return None


def move(library: Library, target: str, slugs: dict[str, str]) -> list[str]:
    """Gives a page new slugs and keeps the former ones, which lead on for good: the files that
    changed.

    slugs: {language: new slug}. Raises Refused, with nothing changed, where anything is in the way.
    """
    thing, texts = library.things[target], {}
    for lang, slug in slugs.items():
        text = thing[lang]
        _free_slug(library, target, text, slug)
        if slug == text.matter.slug:
            continue
        former = [s for s in (*text.matter.former, text.matter.slug) if s != slug]
        listed = ", ".join(map(yamltext.scalar, dict.fromkeys(former)))
        values = {"slug": yamltext.scalar(slug), "former": f"[{listed}]"}
        path = Path(text.place.path)
        try:
            before = writing.read(path)
            texts[path] = with_front_matter(before, values), before
        except ValueError as error:
            raise Refused(text.place.problem("not-key-lines", "slug")) from error
    writing.write_all(texts)
    return [path.as_posix() for path in texts]


def merge(content: Path, library: Library, target: str, into: str) -> Path:
    """Records that a page goes into another, with all addresses that lead to it: the file that
    changed. Its words are left to people. Raises Refused, with nothing changed, where anything is
    in the way. Its list of former addresses could be read.

    into: an id, or "id#section".
    """
    thing, path = library.things[target], content / "former.yml"
    old = {text.lang: [library.url(target, text.lang)] for text in thing.texts.values()}
    for address, to, lang in library.former_urls():
        old[lang] += [address] * (to == target)
    if _is_fixed(library, target):
        raise Refused(thing["en"].place.problem("fixed-address", "slug"))
    if into.partition("#")[0] == target:
        raise refused(path, "former-loop", to=into)
    before = writing.read(path) if path.exists() else None
    # what led to this page leads straight on from now on
    straight = {}
    for row in (row for row in library.former if row.to.partition("#")[0] == target):
        straight[*row.place.keys, "to"] = into
        for lang in LANGUAGES:
            old[lang] = [a for a in old[lang] if a[3:-1] not in row[lang]]
    known = ", ".join(f"{lang}: [{', '.join(a[3:-1] for a in old[lang])}]" for lang in LANGUAGES)
    row = f"{{id: {target}, to: {into}, {known}}}"
    try:
        text = yamltext.with_values(before, straight) if before else ""
        write(path, yamltext.with_row(text, "former", row), before)
    except ValueError as error:
        raise refused(path, "row-by-hand", row=row) from error
    return path


def _free_slug(library: Library, target: str, text: Text, slug: str) -> None:
    """Raises Refused where a page cannot have a slug."""
    if _is_fixed(library, target):
        raise Refused(text.place.problem("fixed-address", "slug"))
    if wrong := _wrong(Slug, "slug", slug):
        raise Refused(text.place.problem("wrong-value", "slug", **wrong))
    for other in library.of(library.things[target].kind):
        matter, path = other[text.lang].matter, other[text.lang].place.path
        if other.id != target and slug in (matter.slug, *matter.former):
            raise Refused(text.place.problem("slug-taken", "slug", slug=slug, other=path))
    address = library.folder(library.things[target].kind, text.lang) + slug
    for row in library.former:
        if address in [f"{text.lang}/{former}" for former in row[text.lang]]:
            raise Refused(text.place.problem("slug-taken", "slug", slug=slug, other=row.place.path))


def _is_fixed(library: Library, target: str) -> bool:
    """Whether a page has its address from what it is: the home page, or the list of a kind."""
    index, texts = library.index, library.things[target].texts
    lists = any(target == index(kind, lang) for kind in KINDS for lang in LANGUAGES)
    return lists or not all(text.matter.slug for text in texts.values())


# What is typed otherwise, and how: spaces at the ends of lines, quotation marks, bullets of items.
_TRIMMED = re.compile(" +$", re.M), lambda match: ""
_STRAIGHT = (
    re.compile(f"[{''.join(map(chr, agree.QUOTES))}]"),
    lambda match: match[0].translate(agree.QUOTES),
)
_LISTED = re.compile(rf"^( *)[{agree.BULLETS}] *(?=[^ \n])", re.M), lambda match: f"{match[1]}- "


def repair(text: str, is_markdown: bool) -> str:
    """The text as it would be typed: `textcheck.clean`, no spaces at line ends, straight quotation
    marks, hyphens before items. What has a meaning stays, and so does every fingerprint."""
    text = textcheck.clean(text, 4 if is_markdown else 2)
    if not is_markdown:
        return _mended(text, _yaml_reading, _TRIMMED, _STRAIGHT)
    start, end, body = front(text)
    matter = _mended(text[start:end], _yaml_reading, _TRIMMED, _STRAIGHT)
    words = _mended(text[body:], _reading, _TRIMMED, _STRAIGHT, _LISTED)
    return text[:start] + matter + text[end:body] + words


def _mended(text: str, reading: Callable[[str], Any], *changes: Any) -> str:
    """A text with all changes that leave what is read as it was, until there are no more."""
    before, wanted = text, reading(text)

    def changed(tried: str, found: list[tuple[int, int, str]]) -> str:
        # from the end, so that the places of the others stay where they are
        for start, end, typed in reversed(found):
            tried = tried[:start] + typed + tried[end:]
        if reading(tried) != wanted:
            raise ValueError("says something else")
        return tried

    for form, typed in changes:
        if found := [(*match.span(), typed(match)) for match in form.finditer(text)]:
            text, _ = halved(text, found, changed)
    return text if text == before else _mended(text, reading, *changes)


def halved(text: str, found: list[Any], change: Callable[[str, Any], str]) -> tuple[str, list[Any]]:
    """A text with changes that are in the order of their places, and those of them for which
    `change` raises ValueError: all at once where that can be, else each half by itself."""
    try:
        return change(text, found), []
    except ValueError:
        if len(found) == 1:
            return text, found
    half = len(found) // 2
    text, last = halved(text, found[half:], change)
    text, first = halved(text, found[:half], change)
    return text, first + last


def _reading(text: str) -> Any:
    """What a text says: words, code, marks, line breaks; not whether bullets make a list."""
    blocks = markdown.parse(text).blocks
    words = one_line(" ".join(agree.plain(block.text) for block in blocks))
    exact = [block.text for block in blocks if block.kind == "code"]
    exact += [(mark.kind, mark.value) for block in blocks for mark in block.marks]
    return words, exact, sum(run.kind == "hardbreak" for block in blocks for run in block.runs)


def _yaml_reading(text: str) -> Any:
    """What YAML says, but for the shape of quotation marks."""
    result = yamltext.read(text)
    return ("unread", text) if result.faults else _straight_data(result.data)


def _straight_data(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _straight_data(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_straight_data(item) for item in value]
    return value.translate(agree.QUOTES) if isinstance(value, str) else value


def renamed(content: Path, words: WordsFile, old: str, new: str) -> list[Path]:
    """The texts that may still have the old wording of a fixed heading, of which words.yml has the
    new one already. Raises Refused where the new one is of no heading, or the old one still is."""
    texts, known = [], False
    for kind in KINDS.values():
        keys = [key for rule in kind.sections for key in (rule.heading, *rule.part_ids)]
        for lang in LANGUAGES:
            headings = {words.heading(key, lang) for key in keys}
            if new in headings and old not in headings:
                known = True
                texts += [folder / f"{lang}.md" for folder in files.things(content / kind.folder)]
    if not known:
        raise Refused(words.place.problem("heading-not-renamed", "headings", old=old, new=new))
    return texts


def outline(text: str) -> list[Block]:
    """The blocks of a page that may be changed, at their lines."""
    start = front(text)[2]
    first = len(textcheck.LINES.split(text[:start]))
    return markdown.parse(textcheck.clean(text[start:]), first).blocks


def with_heading(text: str, old: str, new: str) -> str:
    """The text of a page with another wording of a fixed heading."""
    lines = textcheck.LINES.split(text)
    for block in outline(text):
        if block.kind == "heading" and block.level in (2, 3) and block.words() == old:
            lines[block.line - 1] = lines[block.line - 1].replace(old, new, 1)
    return "".join(lines)
