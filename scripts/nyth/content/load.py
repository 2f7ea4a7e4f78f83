"""Reads a content folder and the hand-written pages into a `Library`, with every problem of form
that is met.

Nothing stops at the first problem, and nothing that a file can hold raises.
"""

import hashlib
import os
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from nyth import LANGUAGES
from nyth.content import files, markdown, model, textcheck, typed, writing
from nyth.content import yaml as yamltext
from nyth.content.kinds import KINDS, Kind
from nyth.content.library import PAGE, Library, Prints, Text, Thing
from nyth.content.markdown import Part
from nyth.content.model import LISTS, Broken, Place, WordsFile
from nyth.content.typed import Model
from nyth.problems import Problem, Refused, refused

# What `nyth new` leaves for people to write begins with this mark.
PROMPT = "\u270e"

# The words of fixed headings by their ids; None where a page gives its anchors itself.
Titles = dict[str, str] | None


def load(content: Path, docs: Path) -> tuple[Library, list[Problem]]:
    """Everything in `content` and `docs`, and all that is wrong with its form.

    What cannot be read is left out of the library and named in its `unread`. Paths are as they were
    given.
    """
    if gone := files.missing(content, docs):
        return Library(), gone
    with markdown.MEMO.opened(), yamltext.MEMO.opened():
        loader = _Loader(content)
        return loader.library(docs), loader.problems


def _print(*texts: str) -> bytes:
    return hashlib.sha256("\0".join(texts).encode()).digest()


class _Loader:
    def __init__(self, content: Path) -> None:
        self.content = content
        self.problems: list[Problem] = []
        self.unread: set[str] = set()
        self.strays: set[Path] = set()
        self.prints: Prints = {}
        self.words: WordsFile | None = None

    def library(self, docs: Path) -> Library:
        for folder, allowed in ((self.content, files.CONTENT), (docs, files.DOCS)):
            self.problems += files.faults(folder, allowed)
        # what bears another name, or cannot be used as it is, may be what is missing
        self.strays = {Path(p.path) for p in self.problems}
        there = (path for stray in self.strays for path in (stray, *stray.glob("*")))
        self.unread |= {path.stem for path in there} - {*LANGUAGES}
        self.words = self.site_words()
        rows: dict[str, Any] = {}
        for name in LISTS:
            rows |= self.lists(name)
        rows["timeline"] = tuple(sorted(rows["timeline"], key=lambda event: event.date))
        things = [*self.entities(), *self.pages(docs)]
        pictures, path = files.pictures(docs), self.content / files.AGREED
        agreements = self.file(path, model.AgreedFile) or model.AgreedFile()
        agreements._place = Place(path.as_posix(), (), agreements.place.lines)
        return Library(
            words=self.words,
            things={thing.id: thing for thing in self.once(things)},
            sources={source.id: source for source in rows.pop("sources")},
            glossary=rows.pop("terms"),
            **rows,
            agreements=agreements,
            measured=self.file(docs / files.RESULTS, model.Measured),
            pictures=pictures,
            unread=frozenset(self.unread),
            prints={**self.prints, "pictures": (_print(*map(str, pictures.items())), b"")},
        )

    def problem(self, path: Path, line: int, rule: str, **values: Any) -> None:
        self.problems.append(Problem(path.as_posix(), line, rule, values))

    def text(self, path: Path) -> str | None:
        """A file's text in its normal form, or None with the problem recorded."""
        try:
            return self._read(path)
        except Refused as error:
            self.problems += () if self.is_elsewhere(path) else error.problems
            self.unread.add(path.as_posix())
            return None

    def is_elsewhere(self, path: Path) -> bool:
        """Whether a file that is not there may be so under another name, which is told."""
        home = path.parent if path.parent.exists() else path.parent.parent
        return not path.is_file() and home in {stray.parent for stray in self.strays}

    def _read(self, path: Path) -> str:
        if not path.is_symlink() and not path.is_file():
            raise refused(path, "missing-file", file=path.name)
        if not path.is_symlink() and path.stat().st_size > textcheck.MAX_BYTES:
            raise refused(path, "too-large", limit=textcheck.MAX_BYTES // 1000)
        text = writing.read(path)
        if not text.strip():
            raise refused(path, "empty-file")
        if "\r" in text:
            self.problem(path, text[: text.index("\r")].count("\n") + 1, "line-ending")
            text = textcheck.LINE_END.sub("\n", text)
        # to Markdown a tab at the start of a line is spaces, which may make code; YAML takes none
        seen, tab = (text, 2) if path.suffix == ".yml" else (textcheck.untabbed(text), 4)
        odd = [Problem(path.as_posix(), n, rule, v) for rule, n, v in textcheck.characters(seen)]
        if broken := [problem for problem in odd if problem.rule == "broken-letters"]:
            raise Refused(*broken)  # neither words nor headings are what they were
        self.problems += odd
        if fault := textcheck.sizes(text):
            rule, line, values = fault
            raise refused(path, rule, line, **values)
        for n, line in enumerate(text.split("\n"), 1) if PROMPT in text else ():
            if PROMPT in line:
                prompt = textwrap.shorten(line, 90, placeholder="…")
                self.problem(path, n, "prompt-left", prompt=prompt)
        text = textcheck.clean(text, tab)
        self.prints[path.as_posix()] = (_print(text), b"")
        return text

    def yaml(
        self, path: Path, wanted: type[Model], text: str | None, offset: int = 0
    ) -> Model | None:
        """What YAML of a file says as a model, or None with the problems recorded."""
        if text is None:
            return None
        result, problems = typed.read(wanted, text, path.as_posix(), offset)
        self.problems += (p for p in problems if PROMPT not in str(p.values.get("value")))
        if result is None:
            self.unread.add(path.as_posix())
        return result

    def file(self, path: Path, wanted: type[Model], needed: bool = False) -> Model | None:
        """A whole file as a model; None where it is not there, or not as it should be."""
        if not needed and not os.path.lexists(path):
            self.unread |= {path.as_posix()} if self.is_elsewhere(path) else set()
            return None
        return self.yaml(path, wanted, self.text(path))

    def site_words(self) -> WordsFile | None:
        path = self.content / "words.yml"
        words = self.file(path, WordsFile, needed=True)
        unknown = (kind for kind in KINDS.values() if words and kind.id not in words.kinds)
        missing = [kind.id for kind in unknown if files.things(self.content / kind.folder)]
        for name in missing:
            self.problems.append(words.place.problem("missing-key", "kinds", "", key=name))
        if missing:
            self.unread.add(path.as_posix())
        return None if missing else words

    def lists(self, name: str) -> dict[str, tuple[Any, ...]]:
        """The rows of each list of a file, which may be absent, without those that are broken; none
        where it cannot be read."""
        path, wanted = self.content / name, LISTS[name]
        found = self.file(path, wanted) or wanted()
        for written in (row.written for _, rows in found for row in rows if type(row) is Broken):
            known = isinstance(written, dict) and isinstance(written.get("id"), str)
            self.unread |= {path.as_posix(), *([written["id"]] if known else [])}
        if path.as_posix() in self.unread:
            self.unread.add(name)
        return {
            key: tuple(self.once(row for row in rows if type(row) is not Broken))
            for key, rows in found
        }

    def once(self, found: Iterable[Any]) -> Iterator[Any]:
        """Things or rows without those whose id an earlier one has."""
        first: dict[str, Any] = {}
        for each in found:
            name = getattr(each, "id", None)
            if not name or first.setdefault(name, each) is each:
                yield each
            else:
                other = f"{first[name].place.path}:{first[name].place.line('id')}"
                self.problems.append(each.place.problem("id-taken", "id", id=name, other=other))

    def entities(self) -> Iterator[Thing]:
        kinds = KINDS.values() if self.words else ()
        there = [(kind, at) for kind in kinds for at in files.things(self.content / kind.folder)]
        for kind, folder in there:
            path = folder / f"{kind.id}.yml"
            facts = self.file(path, kind.model, needed=True)
            # without its facts it may be of another kind
            langs = LANGUAGES if path.exists() else ()
            texts = {n: self.prose(folder / f"{n}.md", n, kind) for n in langs}
            if facts is not None and facts.id != folder.name:
                self.unread.add(facts.id)
                values = {"id": facts.id, "folder": folder.name}
                wrong = facts.place.problem("wrong-id", "id", **values)
                self.problems += () if folder in self.strays else (wrong,)
            elif facts is not None and None not in texts.values():
                whole, _ = self.prints[facts.place.path]
                rest = _print(str(facts.model_dump(exclude={"agreed"})))
                self.prints[facts.place.path] = (rest, whole)
                yield Thing(facts.id, kind.id, texts, facts)
                continue
            self.unread.add(folder.name)

    def pages(self, docs: Path) -> Iterator[Thing]:
        """The hand-written pages: the same name in `docs/en` and `docs/cy` is the same page."""
        for name in sorted({"index", *(path.stem for path in files.pages(docs))}):
            paths = {lang: docs / lang / f"{name}.md" for lang in LANGUAGES}
            texts = {lang: self.prose(path, lang) for lang, path in paths.items()}
            if None in texts.values():
                self.unread.add(name)
            else:
                yield Thing(name, PAGE, texts)

    def prose(self, path: Path, lang: str, kind: Kind | None = None) -> Text | None:
        """One language of an entity, under the headings that words.yml gives its kind, or of a
        hand-written page, which gives its anchors itself."""
        text = self.text(path)
        if text is None:
            return None
        start, end, begin = writing.front(text)
        if not begin:
            return self.problem(path, 1, "no-front-matter")
        wanted = model.FrontMatter if kind else model.PageMatter
        matter = self.yaml(path, wanted, text[start:end].removesuffix("\n"), offset=1)
        line, before = text.count("\n", 0, begin) + 1, len(self.problems)
        body = markdown.parse(text[begin:], line)
        if body.read.too_deep:
            values = {"what": "levels of lists", "count": "…", "limit": 6}
            return self.problem(path, body.read.too_deep, "too-much", **values)
        lead, headed = markdown.split(body, 2)
        under = tuple(self.sections(path, headed, line, lang, kind))
        told = self.problems[before:]
        gone = [p.values["heading"] for p in told if p.rule == "missing-heading"]
        # what stood under a first heading that is lost stands before all others
        if kind and lead and self.words.heading(kind.sections[0].heading, lang) not in gone:
            first = next((block.line for block in lead.blocks), line)
            self.problem(path, first, "text-before-heading")
        self.problems[before:] = _as_written(self.problems[before:], text)
        if matter is None or len(self.problems) > before:
            return None
        place = Place(path.as_posix(), (), {**matter.place.lines, ("",): line})
        result = Text(lang, place, matter, Part("", matter.title, line, lead), under, body)
        rest = _print(text[:begin], *result.anchors)
        self.prints[place.path] = (rest, _print(text[begin:]))
        return result

    def sections(
        self, path: Path, headed: list[Part], line: int, lang: str, kind: Kind | None
    ) -> Iterator[Part]:
        rules = {rule.id: rule for rule in kind.sections} if kind else {}
        fixed = {name: self.words.heading(rule.heading, lang) for name, rule in rules.items()}
        titles, known = fixed if kind else None, "; ".join(fixed.values())
        for piece in self.parts(path, headed, line, "##", titles, known):
            lead, below = markdown.split(piece.body, 3)
            inner = None
            if kind:
                rule = rules[piece.id]
                inner = {part: self.words.heading(part, lang) for part in rule.part_ids}
                known = "; ".join(inner.values()) or ("### nyth:…" if rule.per_principle else "—")
                prefix = "nyth:" if rule.per_principle else ""
                for own in (sub.heading for sub in below):
                    if (prefix or rule.per_finding) and own.startswith(prefix):
                        inner[own.removeprefix(prefix)] = own
            parts = tuple(self.parts(path, below, piece.line, "###", inner, known))
            yield replace(piece, body=lead, parts=parts)

    def parts(
        self, path: Path, headed: list[Part], line: int, marks: str, titles: Titles, known: str
    ) -> Iterator[Part]:
        """What stands under headings, each by its anchor or, where there are titles, by the id of
        its title: all of them have to be there, in their order."""
        ids = {title: name for name, title in (titles or {}).items()}
        order, there = [*ids.values()], []
        for piece in headed:
            line = piece.line if marks == "##" else line
            name = piece.id if titles is None else ids.get(piece.heading)
            if not name:
                rule = "heading-anchor" if titles is None else "extra-heading"
                self.problem(path, piece.line, rule, heading=piece.heading, known=known)
            elif name in there and titles:
                self.problem(path, piece.line, "heading-twice", heading=piece.heading)
            else:
                if there and titles and order.index(name) < order.index(there[-1]):
                    self.problem(
                        path, piece.line, "heading-order", heading=piece.heading, known=known
                    )
                if not piece.body:
                    self.problem(path, piece.line, "empty-section", heading=piece.heading)
                there.append(name)
                yield replace(piece, id=name)
        gone = [name for name in order if name not in there]
        # a heading in other words may be the one that is missing
        for name in gone if len(gone) > len(headed) - len(there) else ():
            self.problem(path, line, "missing-heading", heading=titles[name], marks=marks)


def _as_written(problems: list[Problem], text: str) -> list[Problem]:
    """The problems of a text, where a heading that is missing is written as something else: that is
    told at its line, and not what follows from it."""
    written, lines = text.split("\n"), {}
    for n, p in enumerate(problems):
        # hyphens under a line make a heading of it
        if p.rule in ("extra-heading", "heading-anchor") and "#" not in written[p.line - 1]:
            problems[n] = replace(p, rule="heading-form")
    if all(problem.rule != "missing-heading" for problem in problems):
        return problems
    for n, line in enumerate(written, 1):
        lines.setdefault(line.strip(" #*_:"), n)
    found = [p for p in problems if p.rule == "missing-heading" and p.values["heading"] in lines]
    told = [replace(p, line=lines[p.values["heading"]], rule="heading-unread") for p in found]
    here = {problem.line for problem in told}
    follows = [p for p in problems if p.line in here or (here and p.rule == "text-before-heading")]
    return told + [p for p in problems if not any(p is each for each in (*found, *follows))]
