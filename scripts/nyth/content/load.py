"""Reads a content folder and the hand-written pages into a `Library`, with every problem of form that is met.

Nothing stops at the first problem, and nothing raises for what a file can hold.
"""

from __future__ import annotations

import re
import textwrap
import typing
import unicodedata
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from nyth import LANGUAGES
from nyth.content import files, textcheck, yamltext
from nyth.content.model import (
    KINDS,
    AgreedFile,
    Entity,
    Event,
    FrontMatter,
    Kind,
    Library,
    Measured,
    MenuItem,
    PageMatter,
    Part,
    Rating,
    ScaleLevel,
    Section,
    SectionRule,
    Source,
    Term,
    Text,
    WordsFile,
)
from nyth.problems import Problem

MAX_BYTES = 200_000
# What `nyth new` leaves for people to write begins with this mark.
PROMPT = "\u270e"
_CONFLICT = re.compile(r"^(<<<<<<< |>>>>>>> |=======$)", re.M)
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_ANCHOR = re.compile(r"\s*\{:\s*#([a-z0-9-]+)\s*\}$")
_FENCE = re.compile(r"^(```|~~~)")

# The lists that each file of lists may hold.
_LISTS = {
    "framework.yml": ("menu",),
    "glossary.yml": ("terms",),
    "ratings.yml": ("scale", "ratings"),
    "sources.yml": ("sources",),
    "timeline.yml": ("timeline",),
}

Model = TypeVar("Model", bound=BaseModel)


def load(content: Path, docs: Path | None = None) -> tuple[Library, list[Problem]]:
    """Everything in `content` (and the hand-written pages in `docs`), and all that is wrong with its form.

    What cannot be read is left out of the library. Paths in problems are as seen from the folder above `content`.
    """
    reader = _Reader(content)
    words = reader.model("words.yml", WordsFile)
    if words is not None and (missing := [kind for kind in KINDS if kind not in words.kinds]):
        path = content / "words.yml"
        for kind in missing:
            reader.problem(path, reader.line(reader.name(path), ("kinds", "")), "missing-key", key=kind)
        words = None
    sources = reader.rows("sources.yml", "sources", Source)
    reader.twice("sources.yml", "sources", sources)
    scale, ratings = reader.rows("ratings.yml", "scale", ScaleLevel), reader.rows("ratings.yml", "ratings", Rating)
    entities: dict[str, Entity] = {}
    if words is not None:
        for kind in KINDS.values():
            for folder in files.things(content / kind.folder):
                entity = reader.entity(kind, folder, words)
                if entity is None:
                    reader.unread.add(folder.name)
                elif entity.id in entities:
                    reader.problem(
                        entity.path,
                        reader.line(entity.path, ("id",)),
                        "id-taken",
                        id=entity.id,
                        other=entities[entity.id].path,
                    )
                else:
                    entities[entity.id] = entity
    pages = reader.pages(docs) if docs else {}
    library = Library(
        words=words,
        menu=tuple(reader.rows("framework.yml", "menu", MenuItem)),
        entities=entities,
        pages=pages,
        sources={s.id: s for s in sources},
        scale=tuple(scale),
        ratings=tuple(ratings),
        timeline=tuple(sorted(reader.rows("timeline.yml", "timeline", Event), key=lambda e: e.date)),
        glossary=tuple(reader.rows("glossary.yml", "terms", Term)),
        agreements=(reader.model("agreed.yml", AgreedFile) if (content / "agreed.yml").exists() else None) or AgreedFile(),
        measured=reader.measured(docs) if docs else None,
        pictures=files.pictures(docs) if docs else {},
        lines=reader.lines,
        unread=frozenset(reader.unread),
    )
    return library, reader.problems


class _Reader:
    def __init__(self, content: Path) -> None:
        self.content = content
        self.root = content.parent
        self.problems: list[Problem] = []
        self.lines: dict[tuple[str, tuple], int] = {}
        self.unread: set[str] = set()
        self._seen: dict[str, Any] = {}
        for place, rule, values in files.in_content(content):
            self.problem(place, 1, rule, **values)

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()

    def problem(self, path: Path | str, line: int, rule: str, **values: Any) -> None:
        self.problems.append(Problem(path if isinstance(path, str) else self.name(path), line, rule, values))

    # Files

    def text(self, path: Path) -> str | None:
        """A file's text, or None with the problem recorded."""
        if path.is_symlink():
            return self.problem(path, 1, "symlink")
        if not path.is_file():
            return self.problem(path, 1, "missing-file", file=path.name)
        try:
            if path.stat().st_size > MAX_BYTES:
                return self.problem(path, 1, "too-large", limit=MAX_BYTES // 1000)
            raw = path.read_bytes()
        except OSError:
            return self.problem(path, 1, "unreadable-file")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            return self.problem(path, raw[: error.start].count(b"\n") + 1, "not-utf8")
        if "\r" in text:
            self.problem(path, text[: text.index("\r")].count("\n") + 1, "line-ending")
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not unicodedata.is_normalized("NFC", text):
            for n, line in enumerate(text.split("\n"), 1):
                if not unicodedata.is_normalized("NFC", line):
                    self.problem(path, n, "not-nfc")
            text = unicodedata.normalize("NFC", text)
        for rule, line, values in textcheck.characters(text):
            self.problem(path, line, rule, **values)
        text = textcheck.without(text)
        for match in _CONFLICT.finditer(text):
            self.problem(path, text.count("\n", 0, match.start()) + 1, "merge-conflict")
        if fault := textcheck.sizes(text, path.suffix == ".md"):
            return self.problem(path, fault[1], fault[0], **fault[2])
        for n, line in enumerate(text.split("\n"), 1) if PROMPT in text else ():
            if PROMPT in line:
                self.problem(path, n, "prompt-left", prompt=textwrap.shorten(line, 90, placeholder="…"))
        return text

    # YAML

    def _yaml(self, path: Path, text: str | None = None, offset: int = 0) -> yamltext.YamlText | None:
        name = self.name(path)
        if text is None and (text := self.text(path)) is None:
            return None
        found = yamltext.read(text, offset)
        self.lines.update({(name, keys): line for keys, line in found.lines.items()})
        for rule, line, values in found.faults:
            self.problem(path, line, rule, **values)
        return None if found.faults else found

    def check(
        self, path: Path, model: type[Model], found: yamltext.YamlText, prefix: tuple = (), data: Any = None
    ) -> Model | None:
        """`data` (by default all that was found) as a model; each error at the line of its value."""
        data = found.data if data is None and not prefix else data
        try:
            result = TypeAdapter(model).validate_python({} if data is None else data)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                self._fault(path, model, fault, prefix)
            return None
        for keys, written in found.ambiguous.items():
            if keys[: len(prefix)] == prefix and isinstance(_value_at(result, keys[len(prefix) :]), str):
                self.problem(path, found.lines[keys], "yaml-ambiguous", value=written)
        return result

    def _fault(self, path: Path, model: type[BaseModel], fault: Any, prefix: tuple) -> None:
        keys = (
            *prefix,
            *(
                k
                for k in fault["loc"]
                if not isinstance(k, str) or not k.startswith(("function-", "literal[", "constrained"))
            ),
        )
        name, key = self.name(path), next((k for k in reversed(keys) if isinstance(k, str)), "")
        line = self.line(name, keys)
        value = "" if isinstance(fault["input"], (dict, list)) else str(fault["input"])[:60]
        kind = fault["type"]
        if PROMPT in value:
            return
        if kind == "missing":
            self.problem(path, line, "missing-key", key=key)
        elif kind == "extra_forbidden":
            self.problem(
                path,
                self.line(name, (*keys, "")),
                "unknown-key",
                key=key,
                known=", ".join(_known(model, keys[len(prefix) :])),
            )
        elif kind == "literal_error":
            self.problem(
                path,
                line,
                "wrong-choice",
                key=key,
                value=value or "null",
                choices=fault["ctx"]["expected"].replace("'", "").replace(" or ", ", "),
            )
        else:
            self.problem(
                path,
                line,
                "wrong-value",
                key=key,
                value=value or "—",
                expected=_expected(model, keys[len(prefix) :], kind),
            )

    def line(self, name: str, keys: tuple) -> int:
        while keys and (name, keys) not in self.lines:
            keys = keys[:-1]
        return self.lines.get((name, keys), 1)

    def model(self, file: str, model: type[Model]) -> Model | None:
        path = self.content / file
        found = self._yaml(path)
        return found and self.check(path, model, found)

    def rows(self, file: str, key: str, model: type[Model]) -> list[Model]:
        """The rows under a key of a file that is a set of lists; the file may be absent."""
        path = self.content / file
        if not path.exists():
            return []
        if file not in self._seen:
            self._seen[file] = self._yaml(path)
            self._unknown_lists(path, self._seen[file])
        found = self._seen[file]
        if found is None:
            return []
        rows = found.data.get(key) if isinstance(found.data, dict) else None
        if not isinstance(rows, list):
            self.problem(path, self.line(self.name(path), (key,)), "wrong-value", key=key, value="—", expected="list")
            return []
        checked = (
            self.check(path, model, found, (key, n), row if row is not None else {}) for n, row in enumerate(rows)
        )
        return [row for row in checked if row is not None]

    def _unknown_lists(self, path: Path, found: yamltext.YamlText | None) -> None:
        known = _LISTS[path.name]
        for key in found.data if found and isinstance(found.data, dict) else ():
            if key not in known:
                self.problem(path, self.line(self.name(path), (key, "")), "unknown-key", key=key, known=", ".join(known))

    def twice(self, file: str, key: str, rows: list[Any]) -> None:
        """The rows of a list that take the id of an earlier one."""
        seen: set[str] = set()
        for n, row in enumerate(rows):
            if row.id in seen:
                path = self.content / file
                line = self.line(self.name(path), (key, n, "id"))
                self.problem(path, line, "id-taken", id=row.id, other=self.name(path))
            seen.add(row.id)

    def measured(self, docs: Path) -> Measured | None:
        """The last results of measuring the site, where there are any."""
        path = docs / files.RESULTS
        found = self._yaml(path) if path.is_file() and not path.is_symlink() else None
        return found and self.check(path, Measured, found)

    # Entities and pages

    def entity(self, kind: Kind, folder: Path, words: WordsFile) -> Entity | None:
        path = folder / f"{kind.id}.yml"
        found = self._yaml(path)
        facts = found and self.check(path, kind.model, found)
        texts = {lang: self._text(folder / f"{lang}.md", lang, kind, words) for lang in LANGUAGES}
        if facts is not None and facts.id != folder.name:
            self.problem(path, self.line(self.name(path), ("id",)), "wrong-id", id=facts.id, folder=folder.name)
            return None
        if facts is None or None in texts.values():
            return None
        return Entity(kind.id, facts, texts, self.name(path))

    def _matter(self, path: Path, model: type[Model]) -> tuple[Model | None, str, int] | None:
        """The front matter, the Markdown after it, and the line the Markdown begins on."""
        text = self.text(path)
        if text is None:
            return None
        lines = text.split("\n")
        end = (
            next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
            if lines[0].rstrip() == "---"
            else None
        )
        if end is None:
            return self.problem(path, 1, "no-front-matter")
        found = self._yaml(path, "\n".join(lines[1:end]), offset=1)
        return found and self.check(path, model, found), "\n".join(lines[end + 1 :]), end + 2

    def _text(self, path: Path, lang: str, kind: Kind, words: WordsFile) -> Text | None:
        read = self._matter(path, FrontMatter)
        if read is None:
            return None
        matter, body, first = read
        sections = self._fixed_sections(path, lang, kind, words, _split(body, 2, first))
        if matter is None or sections is None:
            return None
        return Text(lang, self.name(path), matter, sections, body, first)

    def _fixed_sections(
        self, path: Path, lang: str, kind: Kind, words: WordsFile, found: list[tuple[str, int, str]]
    ) -> tuple[Section, ...] | None:
        wording = {rule.id: _wording(words, rule.word, lang) for rule in kind.sections}
        rules = {wording[rule.id]: rule for rule in kind.sections}
        before = len(self.problems)
        if found[0][2].strip():
            self.problem(path, found[0][1], "text-before-heading")
        sections: list[Section] = []
        for heading, line, body in found[1:]:
            rule = rules.get(heading)
            if rule is None:
                self.problem(path, line, "extra-heading", heading=heading, known="; ".join(rules))
            elif any(s.id == rule.id for s in sections):
                self.problem(path, line, "heading-twice", heading=heading)
            else:
                sections.append(self._section(path, lang, rule, words, heading, line, body))
        for rule in kind.sections:
            if all(s.id != rule.id for s in sections):
                line = sections[-1].line if sections else found[0][1]
                self.problem(path, line, "missing-heading", heading=wording[rule.id], marks="##")
        order = [rule.id for rule in kind.sections]
        places = [order.index(s.id) for s in sections]
        for n, section in enumerate(sections[1:], 1):
            if places[n] < places[n - 1]:
                self.problem(path, section.line, "heading-order", heading=section.heading, known="; ".join(rules))
        return tuple(sections) if len(self.problems) == before else None

    def _section(
        self, path: Path, lang: str, rule: SectionRule, words: WordsFile, heading: str, line: int, body: str
    ) -> Section:
        found = _split(body, 3, line + 1)
        known = {_wording(words, f"{rule.id}-{part}", lang): f"{rule.id}-{part}" for part in rule.parts}
        parts: list[Part] = []
        for title, part_line, part_body in found[1:]:
            part_id = (
                title.removeprefix("nyth:") if rule.per_principle and title.startswith("nyth:") else known.get(title)
            )
            if part_id is None:
                allowed = "; ".join(known) or ("### nyth:…" if rule.per_principle else "—")
                self.problem(path, part_line, "extra-heading", heading=title, known=allowed)
            elif any(p.id == part_id for p in parts):
                self.problem(path, part_line, "heading-twice", heading=title)
            elif not part_body.strip():
                self.problem(path, part_line, "empty-section", heading=title)
            else:
                parts.append(Part(part_id, title, part_line, part_body.strip()))
        for title, part_id in known.items():
            if all(p.id != part_id for p in parts) and not any(t == title for t, _, _ in found[1:]):
                self.problem(path, line, "missing-heading", heading=title, marks="###")
        if not body.strip():
            self.problem(path, line, "empty-section", heading=heading)
        return Section(rule.id, heading, line, found[0][2].strip(), tuple(parts))

    def pages(self, docs: Path) -> dict[str, dict[str, Text]]:
        """The hand-written pages: the same file name in `docs/en` and `docs/cy` is the same page."""
        for place, rule, values in files.in_docs(docs):
            self.problem(place, 1, rule, **values)
        pages: dict[str, dict[str, Text]] = {}
        names = {lang: {p.stem for p in files.pages(docs / lang)} for lang in LANGUAGES}
        for stem in sorted(set().union(["index"], *names.values())):
            texts = {lang: self._page(docs / lang / f"{stem}.md", lang) for lang in LANGUAGES}
            if None in texts.values():
                self.unread.add(stem)
            else:
                pages[stem] = texts
        return pages

    def _page(self, path: Path, lang: str) -> Text | None:
        read = self._matter(path, PageMatter)
        if read is None or read[0] is None:
            return None
        matter, body, first = read
        sections = []
        for heading, line, text in _split(body, 2, first)[1:]:
            anchor = _ANCHOR.search(heading)
            title = _ANCHOR.sub("", heading)
            if anchor is None:
                self.problem(path, line, "heading-anchor", heading=title)
                continue
            parts = []
            for sub, sub_line, sub_text in _split(text, 3, line + 1)[1:]:
                sub_anchor = _ANCHOR.search(sub)
                if sub_anchor is None:
                    self.problem(path, sub_line, "heading-anchor", heading=sub)
                else:
                    parts.append(Part(sub_anchor.group(1), _ANCHOR.sub("", sub), sub_line, sub_text.strip()))
            if not text.strip():
                self.problem(path, line, "empty-section", heading=title)
            sections.append(Section(anchor.group(1), title, line, _split(text, 3, 0)[0][2].strip(), tuple(parts)))
        return Text(lang, self.name(path), matter, tuple(sections), body, first)


def _split(body: str, level: int, first: int) -> list[tuple[str, int, str]]:
    """The text cut at headings of a level: (heading, its line, text under it); the first has no heading."""
    found: list[tuple[str, int, list[str]]] = [("", first, [])]
    fenced = False
    for n, line in enumerate(body.split("\n")):
        fenced ^= bool(_FENCE.match(line))
        match = None if fenced else _HEADING.match(line)
        if match and len(match.group(1)) == level:
            found.append((match.group(2), first + n, []))
        else:
            found[-1][2].append(line)
    return [(heading, line, "\n".join(lines)) for heading, line, lines in found]


def _wording(words: WordsFile, key: str, lang: str) -> str:
    both = words.headings.get(key)
    return getattr(both, lang) if both else key


def _value_at(value: Any, keys: tuple) -> Any:
    for key in keys:
        value = value[key] if isinstance(key, int) or isinstance(value, dict) else getattr(value, str(key), None)
    return value


def _model_at(model: Any, keys: tuple) -> Any:
    """The model or field that stands at a path inside a model, as far as it can be followed."""
    for key in keys:
        while typing.get_origin(model) is not None and not (isinstance(model, type) and issubclass(model, BaseModel)):
            options = [a for a in typing.get_args(model) if a is not type(None)]
            if not options:
                break
            model = options[-1] if typing.get_origin(model) is dict else options[0]
        if (
            isinstance(model, type)
            and issubclass(model, BaseModel)
            and isinstance(key, str)
            and key in model.model_fields
        ):
            model = model.model_fields[key].annotation if key != keys[-1] else model.model_fields[key]
    return model


def _known(model: type[BaseModel], keys: tuple) -> list[str]:
    inner = _model_at(model, (*keys[:-1], "")) if len(keys) > 1 else model
    return list(getattr(inner, "model_fields", {}))


_EXPECTED = (
    ("int", "int"),
    ("float", "float"),
    ("bool", "bool"),
    ("date", "date"),
    ("list", "list"),
    ("dict", "dict"),
    ("model", "dict"),
    ("too_short", "items"),
    ("string_type", "str"),
    ("less_than", "range"),
    ("greater_than", "range"),
    ("value_error", "bool"),
)


def _expected(model: type[BaseModel], keys: tuple, kind: str) -> str:
    """What should have been written, as a key of `expected` in messages.yml."""
    if kind in ("string_pattern_mismatch", "string_too_long", "string_too_short"):
        field = _model_at(model, keys)
        title = getattr(field, "title", None)
        return title or "non-empty"
    return next((word for start, word in _EXPECTED if kind.startswith(start)), "str")
