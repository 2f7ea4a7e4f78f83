"""Reads a content folder and the hand-written pages into a `Library`, with every problem of form
that is met.

Nothing stops at the first problem, and nothing that a file can hold raises.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from nyth import LANGUAGES
from nyth.content import files, markdown, model, textcheck, typed
from nyth.content import yaml as yamltext
from nyth.content.former import Former
from nyth.content.library import (
    KINDS,
    PAGE,
    Kind,
    Library,
    Part,
    Section,
    SectionRule,
    Text,
    Thing,
)
from nyth.content.measured import Measured
from nyth.content.model import FrontMatter, PageMatter, Place, Record, WordsFile
from nyth.content.plans import Plan
from nyth.problems import Problem

# What `nyth new` leaves for people to write begins with this mark.
PROMPT = "\u270e"
CONFLICT = re.compile(r"^(<<<<<<< |>>>>>>> |=======$)", re.M)

FORMER = "former.yml"
# The lists that each file of lists may hold.
_LISTS: dict[str, dict[str, type[Record]]] = {
    FORMER: {"former": Former},
    "framework.yml": {"menu": model.MenuItem},
    "gaps.yml": {"gaps": model.Gap},
    "glossary.yml": {"terms": model.Term},
    "plans.yml": {"plans": Plan},
    "ratings.yml": {"scale": model.ScaleLevel, "ratings": model.Rating},
    "sources.yml": {"sources": model.Source},
    "timeline.yml": {"timeline": model.Event},
}
AGREED = "agreed.yml"

Model = TypeVar("Model", bound=BaseModel)


def load(content: Path, docs: Path | None = None) -> tuple[Library, list[Problem]]:
    """Everything in `content` (and the hand-written pages in `docs`), and all that is wrong with
    its form.

    What cannot be read is left out of the library and named in its `unread`. Paths are as they were
    given.
    """
    loader = _Loader(content)
    words = loader.words()
    rows = {key: row for name in _LISTS for key, row in loader.lists(name).items()}
    things: dict[str, Thing] = {}
    if words is not None:
        for kind in KINDS.values():
            for folder in files.things(content / kind.folder):
                loader.add(things, loader.entity(kind, folder, words), folder.name)
    for name, texts in (loader.pages(docs) if docs else {}).items():
        loader.add(things, Thing(name, PAGE, texts) if texts else None, name)
    library = Library(
        words=words,
        menu=tuple(rows["menu"]),
        things=things,
        sources={source.id: source for source in loader.distinct(rows["sources"])},
        scale=tuple(rows["scale"]),
        ratings=tuple(rows["ratings"]),
        timeline=tuple(sorted(rows["timeline"], key=lambda event: event.date)),
        gaps=tuple(loader.distinct(rows["gaps"])),
        glossary=tuple(loader.distinct(rows["terms"])),
        plans=tuple(loader.distinct(rows["plans"])),
        former=tuple(rows["former"]),
        agreements=loader.agreements(),
        measured=loader.measured(docs) if docs else None,
        pictures=files.pictures(docs) if docs else {},
        unread=frozenset(loader.unread),
        unread_lists=frozenset(
            key
            for name, models in _LISTS.items()
            if (content / name).as_posix() in loader.unread
            for key in models
        ),
    )
    return library, loader.problems


class _Loader:
    def __init__(self, content: Path) -> None:
        self.content = content
        self.problems: list[Problem] = []
        self.unread: set[str] = set()
        for path, rule, values in files.in_content(content):
            self.problem(path, 1, rule, **values)

    def problem(self, path: Path, line: int, rule: str, **values: Any) -> None:
        self.problems.append(Problem(path.as_posix(), line, rule, values))

    # Files

    def text(self, path: Path) -> str | None:
        """A file's text, or None with the problem recorded and the file counted as unread."""
        text = self._decoded(path)
        if text is not None:
            text = self._checked(path, text)
        if text is None:
            self.unread.add(path.as_posix())
        return text

    def _decoded(self, path: Path) -> str | None:
        if path.is_symlink():
            return self.problem(path, 1, "symlink")
        if not path.is_file():
            return self.problem(path, 1, "missing-file", file=path.name)
        try:
            if path.stat().st_size > textcheck.MAX_BYTES:
                return self.problem(path, 1, "too-large", limit=textcheck.MAX_BYTES // 1000)
            raw = path.read_bytes()
        except OSError:
            return self.problem(path, 1, "unreadable-file")
        if not raw.strip():
            return self.problem(path, 1, "empty-file")
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            return self.problem(path, raw[: error.start].count(b"\n") + 1, "not-utf8")

    def _checked(self, path: Path, text: str) -> str | None:
        if "\r" in text:
            self.problem(path, text[: text.index("\r")].count("\n") + 1, "line-ending")
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if conflict := CONFLICT.search(text):
            return self.problem(path, text.count("\n", 0, conflict.start()) + 1, "merge-conflict")
        if not unicodedata.is_normalized("NFC", text):
            for n, line in enumerate(text.split("\n"), 1):
                if not unicodedata.is_normalized("NFC", line):
                    self.problem(path, n, "not-nfc")
            text = unicodedata.normalize("NFC", text)
        for rule, line, values in textcheck.characters(text):
            self.problem(path, line, rule, **values)
        if fault := textcheck.sizes(text):
            return self.problem(path, fault[1], fault[0], **fault[2])
        for n, line in enumerate(text.split("\n"), 1) if PROMPT in text else ():
            if PROMPT in line:
                prompt = textwrap.shorten(line, 90, placeholder="…")
                self.problem(path, n, "prompt-left", prompt=prompt)
        return textcheck.clean(text)

    # YAML

    def yaml(
        self, path: Path, text: str | None = None, offset: int = 0
    ) -> yamltext.YamlText | None:
        if text is None and (text := self.text(path)) is None:
            return None
        result = yamltext.read(text, offset)
        for rule, line, values in result.faults:
            self.problem(path, line, rule, **values)
        if result.faults:
            self.unread.add(path.as_posix())
            return None
        return result

    def check(
        self, path: Path, wanted: type[Model], written: yamltext.YamlText, *prefix: str | int
    ) -> Model | None:
        """What stands under `prefix` as a model."""
        place = Place(path.as_posix(), prefix, written.lines)
        result, problems = typed.check(wanted, written, place)
        self.problems += (p for p in problems if PROMPT not in str(p.values.get("value")))
        if result is None:
            self.unread.add(place.path)
        return result

    def words(self) -> WordsFile | None:
        path = self.content / "words.yml"
        written = self.yaml(path)
        words = written and self.check(path, WordsFile, written)
        missing = [
            kind.id
            for kind in KINDS.values()
            if words and kind.id not in words.kinds and files.things(self.content / kind.folder)
        ]
        for name in missing:
            self.problems.append(words.place.problem("missing-key", "kinds", "", key=name))
        if missing:
            self.unread.add(path.as_posix())
        return None if missing else words

    def lists(self, name: str) -> dict[str, list[Any]]:
        """The rows of each list of a file, which may be absent. A row that is broken is left
        out, and named as unread if it can be."""
        path, models = self.content / name, _LISTS[name]
        rows: dict[str, list[Any]] = {key: [] for key in models}
        written = self.yaml(path) if path.exists() or path.is_symlink() else None
        if written is None:
            return rows
        data = written.data if isinstance(written.data, dict) else {}
        place = Place(path.as_posix(), (), written.lines)
        for key in data.keys() - models.keys():
            known = ", ".join(models)
            self.problems.append(place.problem("unknown-key", key, "", key=key, known=known))
        for key, wanted in models.items():
            if not isinstance(data.get(key), list):
                problem = place.problem("wrong-value", key, key=key, value="—", expected="list")
                self.problems.append(problem)
                self.unread.add(path.as_posix())
                continue
            for n, row in enumerate(data[key]):
                record = self.check(path, wanted, written, key, n)
                if record is not None:
                    rows[key].append(record)
                    continue
                if isinstance(row, dict) and isinstance(row.get("id"), str):
                    self.unread.add(row["id"])
        return rows

    def distinct(self, rows: list[Any]) -> list[Any]:
        """The rows without those that take the id of an earlier one."""
        first: dict[str, Any] = {}
        for row in rows:
            if first.setdefault(row.id, row) is not row:
                other = f"{row.place.path}:{first[row.id].place.line('id')}"
                self.problems.append(row.place.problem("id-taken", "id", id=row.id, other=other))
        return list(first.values())

    def agreements(self) -> model.AgreedFile:
        path = self.content / AGREED
        written = self.yaml(path) if path.exists() or path.is_symlink() else yamltext.YamlText()
        agreed = (written and self.check(path, model.AgreedFile, written)) or model.AgreedFile()
        if not agreed.place.path:
            agreed._place = Place(path.as_posix())
        return agreed

    def measured(self, docs: Path) -> Measured | None:
        """The last results of measuring the site, where there are any."""
        path = docs / files.RESULTS
        written = self.yaml(path) if path.is_file() and not path.is_symlink() else None
        return written and self.check(path, Measured, written)

    # Things

    def add(self, things: dict[str, Thing], thing: Thing | None, name: str) -> None:
        if thing is None:
            self.unread.add(name)
        elif thing.id in things:
            place = thing["en"].place if thing.is_page else thing.facts.place
            other = things[thing.id].path
            self.problems.append(place.problem("id-taken", "id", id=thing.id, other=other))
        else:
            things[thing.id] = thing

    def entity(self, kind: Kind, folder: Path, words: WordsFile) -> Thing | None:
        path = folder / f"{kind.id}.yml"
        written = self.yaml(path)
        facts = written and self.check(path, kind.model, written)
        texts = {lang: self._text(folder / f"{lang}.md", lang, kind, words) for lang in LANGUAGES}
        if facts is not None and facts.id != folder.name:
            problem = facts.place.problem("wrong-id", "id", id=facts.id, folder=folder.name)
            self.problems.append(problem)
            return None
        if facts is None or None in texts.values():
            return None
        return Thing(facts.id, kind.id, texts, facts)

    def _matter(
        self, path: Path, wanted: type[Model]
    ) -> tuple[Model | None, Place, markdown.Fragment] | None:
        """The front matter, its place, and the Markdown after it."""
        text = self.text(path)
        if text is None:
            return None
        lines = text.split("\n")
        ends = (n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
        end = next(ends, None) if lines[0].rstrip() == "---" else None
        if end is None:
            return self.problem(path, 1, "no-front-matter")
        written = self.yaml(path, "\n".join(lines[1:end]), offset=1)
        matter = written and self.check(path, wanted, written)
        place = Place(path.as_posix(), (), {**(written.lines if written else {}), ("",): end + 2})
        body = markdown.parse("\n".join(lines[end + 1 :]), end + 2)
        if deep := next((t for t in body.tokens if t.level >= markdown.MAX_LEVEL and t.map), None):
            values = {"what": "levels of lists", "count": "…", "limit": 6, "mark": ""}
            return self.problem(path, deep.map[0], "too-much", **values)
        return matter, place, body

    def _text(self, path: Path, lang: str, kind: Kind, words: WordsFile) -> Text | None:
        read = self._matter(path, FrontMatter)
        if read is None:
            return None
        matter, place, body = read
        before = len(self.problems)
        lead, headed = markdown.split(body, 2)
        if lead:
            self.problem(path, lead.tokens[0].map[0], "text-before-heading")
        sections = self._fixed_sections(path, lang, kind, words, place, headed)
        if matter is None or len(self.problems) > before:
            return None
        lead_part = Part("", matter.title, place.line(""), lead)
        return Text(lang, place, matter, lead_part, sections, body)

    def _fixed_sections(
        self,
        path: Path,
        lang: str,
        kind: Kind,
        words: WordsFile,
        place: Place,
        headed: list[markdown.Headed],
    ) -> tuple[Section, ...]:
        wording = {rule.id: words.heading(rule.word, lang) for rule in kind.sections}
        rules = {wording[rule.id]: rule for rule in kind.sections}
        known = "; ".join(rules)
        sections: dict[str, Section] = {}
        for piece in headed:
            rule = rules.get(piece.heading)
            if rule is None:
                self.problem(path, piece.line, "extra-heading", heading=piece.heading, known=known)
            elif rule.id in sections:
                self.problem(path, piece.line, "heading-twice", heading=piece.heading)
            else:
                sections[rule.id] = self._section(path, lang, rule, words, piece)
        last = list(sections.values())[-1].line if sections else place.line("")
        for rule in kind.sections:
            if rule.id not in sections:
                self.problem(path, last, "missing-heading", heading=wording[rule.id], marks="##")
        order = [rule.id for rule in kind.sections]
        for before, after in zip(list(sections)[:-1], list(sections)[1:], strict=True):
            if order.index(after) < order.index(before):
                line, heading = sections[after].line, sections[after].heading
                self.problem(path, line, "heading-order", heading=heading, known=known)
        return tuple(sections.values())

    def _section(
        self, path: Path, lang: str, rule: SectionRule, words: WordsFile, piece: markdown.Headed
    ) -> Section:
        lead, headed = markdown.split(piece.body, 3)
        known = {
            words.heading(f"{rule.id}-{part}", lang): f"{rule.id}-{part}" for part in rule.parts
        }
        allowed = "; ".join(known) or ("### nyth:…" if rule.per_principle else "—")
        if rule.per_finding:
            known = {sub.heading: sub.heading for sub in headed}
        parts: dict[str, Part] = {}
        for sub in headed:
            part_id = known.get(sub.heading)
            if rule.per_principle and sub.heading.startswith("nyth:"):
                part_id = sub.heading.removeprefix("nyth:")
            if part_id is None:
                self.problem(path, sub.line, "extra-heading", heading=sub.heading, known=allowed)
            elif part_id in parts:
                self.problem(path, sub.line, "heading-twice", heading=sub.heading)
            else:
                self._not_empty(path, sub)
                parts[part_id] = Part(part_id, sub.heading, sub.line, sub.body)
        for title, part_id in known.items():
            if part_id not in parts:
                self.problem(path, piece.line, "missing-heading", heading=title, marks="###")
        self._not_empty(path, piece)
        return Section(rule.id, piece.heading, piece.line, lead, tuple(parts.values()))

    def _not_empty(self, path: Path, piece: markdown.Headed) -> None:
        if not piece.body:
            self.problem(path, piece.line, "empty-section", heading=piece.heading)

    def pages(self, docs: Path) -> dict[str, dict[str, Text] | None]:
        """The hand-written pages: the same file name in `docs/en` and `docs/cy` is the same
        page; None: unreadable."""
        for path, rule, values in files.in_docs(docs):
            self.problem(path, 1, rule, **values)
        names = {path.stem for lang in LANGUAGES for path in files.pages(docs / lang)}
        pages: dict[str, dict[str, Text] | None] = {}
        for name in sorted({"index", *names}):
            texts = {lang: self._page(docs / lang / f"{name}.md", lang) for lang in LANGUAGES}
            pages[name] = None if None in texts.values() else texts
        return pages

    def _page(self, path: Path, lang: str) -> Text | None:
        read = self._matter(path, PageMatter)
        if read is None or read[0] is None:
            return None
        matter, place, body = read
        before = len(self.problems)
        lead, headed = markdown.split(body, 2)
        sections = []
        for piece in self._anchored(path, headed):
            start, subs = markdown.split(piece.body, 3)
            self._not_empty(path, piece)
            anchored = self._anchored(path, subs)
            parts = tuple(Part(sub.anchor, sub.heading, sub.line, sub.body) for sub in anchored)
            sections.append(Section(piece.anchor, piece.heading, piece.line, start, parts))
        if len(self.problems) > before:
            return None
        lead_part = Part("", matter.title, place.line(""), lead)
        return Text(lang, place, matter, lead_part, tuple(sections), body)

    def _anchored(self, path: Path, headed: list[markdown.Headed]) -> list[markdown.Headed]:
        for piece in headed:
            if not piece.anchor:
                self.problem(path, piece.line, "heading-anchor", heading=piece.heading)
        return [piece for piece in headed if piece.anchor]
