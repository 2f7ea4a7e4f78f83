"""What editors let the machine do to their files: begin a new thing, give a page another address, mend small faults."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from nyth import LANGUAGES
from nyth.content import yamltext
from nyth.content.addresses import Addresses
from nyth.content.load import PROMPT
from nyth.content.model import KINDS, Id, Kind, Library, SectionRule, Slug, Text
from nyth.content.schemas import explain
from nyth.content.yamledit import with_entries
from nyth.problems import Problem

_FENCE = re.compile(r"^\s*(```|~~~)")
_FRONT = re.compile(r"---[^\S\n]*\n(.*?\n)---[^\S\n]*(?:\n|$)", re.S)


# A new thing


def new(
    content: Path, library: Library, kind: str, name: str, today: datetime.date
) -> list[Problem]:
    """Makes the folder of a new thing with its facts and both texts, for people to fill in; nothing is registered.

    kind: a key of KINDS; name: the id. Returns why it cannot be; then nothing was made.
    """
    folder = content / KINDS[kind].folder / name
    shown = f"{content.name}/{KINDS[kind].folder}/{name}"
    if not _fits(Id, name):
        return [Problem(shown, 1, "wrong-value", {"key": "id", "value": name, "expected": "id"})]
    if folder.exists() or name in library.entities or name in library.pages:
        other = (
            library.entities[name].path
            if name in library.entities
            else library.pages.get(name, {}).get("en")
        )
        return [
            Problem(
                shown, 1, "id-taken", {"id": name, "other": getattr(other, "path", other) or shown}
            )
        ]
    folder.mkdir(parents=True)
    for file, text in scaffold(library, KINDS[kind], name, today).items():
        (folder / file).write_bytes(text.encode())
    return []


def scaffold(library: Library, kind: Kind, name: str, today: datetime.date) -> dict[str, str]:
    """The files of a new thing: {file name: text}. What people must write begins with PROMPT, which the check finds."""
    files = {f"{kind.id}.yml": _facts(library, kind, name, today)}
    for lang in LANGUAGES:
        files[f"{lang}.md"] = _text(library, kind, name, lang)
    return files


def _facts(library: Library, kind: Kind, name: str, today: datetime.date) -> str:
    order = max((entity.order[0] for entity in library.of(kind.id)), default=0) + 1
    given = {
        "id": name,
        "order": str(order),
        "reviewed": today.isoformat(),
        "sources": f"[{PROMPT}]",
    }
    given["local_authorities"] = f"\n  - {{en: {PROMPT}, cy: {PROMPT}, sure: proposed}}"
    given["health_board"] = f"{{en: {PROMPT}, cy: {PROMPT}, sure: proposed}}"
    blocks = []
    for key, field in kind.model.model_fields.items():
        said = explain("keys", kind.id, key) or {}
        notes = "".join(f"# {said[lang]}\n" for lang in LANGUAGES if lang in said)
        if key in ("agreed", "awaiting", "reviewed_cy"):
            blocks.append(f"{notes}# {key}:\n")
            continue
        if key in given:
            value = given[key]
        elif field.default is None:
            value = "null"
        elif "list" in str(field.annotation):
            value = "[]"
        else:
            value = PROMPT
        blocks.append(f"{notes}{key}: {value}\n".replace(": \n", ":\n"))
    return "\n".join(blocks)


def _text(library: Library, kind: Kind, name: str, lang: str) -> str:
    def prompt(key: str) -> str:
        return f"{PROMPT} {_said(kind, key, lang)}"

    # an id is made of English words, so that only the Welsh address is left to find
    slug = name if lang == "en" else f"{name}  # {prompt('slug')}"
    lines = [
        "---",
        f"title: {prompt('title')} ({name})",
        f"slug: {slug}",
        f"summary: {prompt('summary')}",
        "search: []",
    ]
    lines += ["---"]
    for rule in kind.sections:
        lines += [f"## {_heading(library, rule.word, lang)}", ""]
        if rule.parts:
            for part in rule.parts:
                key = f"{rule.id}-{part}"
                lines += [
                    f"### {_heading(library, key, lang)}",
                    "",
                    *_prompts(rule, key, prompt),
                    "",
                ]
        elif rule.per_principle:
            for principle in library.of("principle"):
                lines += [f"### nyth:{principle.id}", "", *_prompts(rule, rule.id, prompt), ""]
        else:
            lines += [*_prompts(rule, rule.id, prompt), ""]
    return "\n".join(lines)


def _prompts(rule: SectionRule, key: str, prompt: Callable[[str], str]) -> list[str]:
    return [f"{n}. {prompt('question')}" for n in range(1, rule.questions + 1)] or [prompt(key)]


def _said(kind: Kind, key: str, lang: str) -> str:
    said = explain("sections", kind.id, key)
    return said[lang] if said else key


def _heading(library: Library, key: str, lang: str) -> str:
    both = library.words.headings.get(key) if library.words else None
    return getattr(both, lang) if both else key


def _fits(form: Any, value: str) -> bool:
    try:
        TypeAdapter(form).validate_python(value)
    except ValidationError:
        return False
    return True


# Another address


def move(
    root: Path, library: Library, target: str, slugs: dict[str, str]
) -> tuple[list[str], list[Problem]]:
    """Gives a page new slugs and keeps the former ones, which lead on for good: (files that changed, why not).

    root: the folder that the paths of the library start from; slugs: {language: new slug}.
    Nothing is changed where anything is in the way.
    """
    texts = (
        library.entities[target].texts if target in library.entities else library.pages.get(target)
    )
    if texts is None:
        return [], [Problem("content", 1, "dangling-id", {"id": target, "hint": ""})]
    problems = [
        p for lang, slug in slugs.items() for p in _in_the_way(library, target, texts[lang], slug)
    ]
    if problems:
        return [], problems
    changed = []
    for lang, slug in slugs.items():
        text = texts[lang]
        if slug == text.matter.slug:
            continue
        former = [s for s in (*text.matter.former, text.matter.slug) if s != slug]
        path = root / text.path
        written = path.read_bytes().decode()
        path.write_bytes(
            with_front_matter(written, {"slug": slug, "former": f"[{', '.join(former)}]"}).encode()
        )
        changed.append(text.path)
    return changed, []


def _in_the_way(library: Library, target: str, text: Text, slug: str) -> Iterator[Problem]:
    line = library.line(text.path, "slug")
    lists = any(target == Addresses(library).index(kind, text.lang) for kind in KINDS)
    if lists or not text.matter.slug:
        yield Problem(text.path, line, "fixed-address", {})
    elif not _fits(Slug, slug):
        yield Problem(
            text.path, line, "wrong-value", {"key": "slug", "value": slug, "expected": "slug"}
        )
    kind = library.entities[target].kind if target in library.entities else None
    for other in (*library.entities, *library.pages):
        entity = library.entities.get(other)
        if other != target and (entity.kind if entity else None) == kind:
            there = (entity.texts if entity else library.pages[other])[text.lang]
            if slug in (there.matter.slug, *there.matter.former):
                yield Problem(text.path, line, "slug-taken", {"slug": slug, "other": there.path})


def with_front_matter(text: str, values: dict[str, str]) -> str:
    """The text of a page with values of its front matter, given as YAML, set; every other byte as it was.

    Raises ValueError where there is no front matter, or none of `key: value` lines.
    """
    start, end = _front(text)
    if start == end:
        raise ValueError("no front matter")
    return (
        text[:start]
        + with_entries(text[start:end], {(k,): v for k, v in values.items()})
        + text[end:]
    )


def _front(text: str) -> tuple[int, int]:
    """Where the YAML of a page begins and ends; the same place twice where there is none."""
    match = _FRONT.match(text.replace("\r\n", " \n"))
    return match.span(1) if match else (0, 0)


# Small faults

_QUOTES = str.maketrans("\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f", "''''" + '""""')
_NO_BREAK = "\u00a0\u202f\u2007"
_SPACES = str.maketrans(_NO_BREAK, "   ")
_NOT_PROSE = re.compile(r"(`[^`\n]*`|\]\([^()\n]*\))")
_LINE_BREAK = re.compile(r"\S {2,}$")
_INDENT = re.compile(rf"[ {_NO_BREAK}]*")


def fix(path: Path) -> Counter[str] | None:
    """Mends a file in place: {fault: how often}, or None where it is not UTF-8 and was left alone."""
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        return None
    mended, found = repair(text, path.suffix == ".md")
    if mended != text:
        path.write_bytes(mended.encode())
    return found


def repair(text: str, markdown: bool) -> tuple[str, Counter[str]]:
    """The text without what is safely mended, and how often each fault was there.

    Mends byte-order marks, line endings, letters in two parts (Unicode NFC), no-break spaces, curly quotation marks
    outside code and addresses, and spaces at line ends but for Markdown's line break. YAML is mended where its values
    stay the same words. Mending twice is mending once.
    """
    found: Counter[str] = Counter()
    mended = text.replace("\ufeff", "")
    found["mark"] = len(text) - len(mended)
    found["endings"] = mended.count("\r")
    mended = mended.replace("\r\n", "\n").replace("\r", "\n")
    found["letters"] = sum(
        not unicodedata.is_normalized("NFC", line) for line in mended.split("\n")
    )
    mended = unicodedata.normalize("NFC", mended)
    start, end = _front(mended) if markdown else (0, len(mended))
    front = _mended_yaml(mended[start:end], found)
    rest = _mended_prose(mended[end:], found) if markdown else ""
    return mended[:start] + front + rest, +found


def _mended_prose(text: str, found: Counter[str]) -> str:
    lines = text.split("\n")
    fenced = False
    for n, line in enumerate(lines):
        fence = bool(_FENCE.match(line))
        if fenced or fence:
            lines[n] = _spaced(line, found)
        else:
            last = n + 1 == len(lines) or not lines[n + 1].strip()
            lines[n] = _straight(_spaced(_trimmed(line, found, last), found), found)
        fenced ^= fence
    return "\n".join(lines)


def _trimmed(line: str, found: Counter[str], last: bool = True) -> str:
    bare = line.rstrip(" \t" + _NO_BREAK)
    if bare == line or (_LINE_BREAK.search(line) and not last):
        return line
    found["ends"] += 1
    return bare


def _spaced(line: str, found: Counter[str]) -> str:
    """No-break spaces at the start would become an indent, which means code, so there they go."""
    count = sum(line.count(char) for char in _NO_BREAK)
    if not count:
        return line
    found["spaces"] += count
    indent = _INDENT.match(line).group()
    return "".join(c for c in indent if c not in _NO_BREAK) + line[len(indent) :].translate(_SPACES)


def _straight(line: str, found: Counter[str]) -> str:
    parts = [p if n % 2 else p.translate(_QUOTES) for n, p in enumerate(_NOT_PROSE.split(line))]
    straight = "".join(parts)
    found["quotes"] += sum(a != b for a, b in zip(line, straight, strict=True))
    return straight


def _mended_yaml(text: str, found: Counter[str]) -> str:
    """Whole if that is safe, else line by line and fault by fault."""
    lines = text.split("\n")
    counts: Counter[str] = Counter()
    whole = "\n".join(_straight(_spaced(_trimmed(line, counts), counts), counts) for line in lines)
    if whole == text or _safe(text, whole):
        found += counts
        return whole
    for n in range(len(lines)):
        for mend in (_trimmed, _spaced, _straight):
            counts = Counter()
            tried = [*lines[:n], mend(lines[n], counts), *lines[n + 1 :]]
            if tried != lines and _safe(text, "\n".join(tried)):
                lines = tried
                found += counts
    return "\n".join(lines)


def _safe(before: str, after: str) -> bool:
    """Whether a YAML text still says the same, or can be read at last."""
    old, fresh = yamltext.read(before), yamltext.read(after)
    return not fresh.faults and (bool(old.faults) or _words(old.data) == _words(fresh.data))


def _words(value: Any) -> Any:
    if isinstance(value, dict):
        return {_words(k): _words(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_words(v) for v in value]
    return (
        " ".join(value.translate(_QUOTES).translate(_SPACES).split())
        if isinstance(value, str)
        else value
    )
