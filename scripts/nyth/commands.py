"""The shape of every command, and the commands that write into the content."""

from __future__ import annotations

import difflib
import itertools
import json
import os
import sys
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from nyth.content.library import KINDS
from nyth.problems import Problem, Refused, editor_language, report, say

FOLDER = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Replaced by the words in the language of the editor, as are all helps here."""


def command(name: str, *parameters: Callable[[Any], Any]) -> Callable[[Any], click.Command]:
    """A command with its own parameters and those that all have; it returns its exit status."""
    everywhere = (
        click.option("--content", type=FOLDER, default="content", metavar="DIR"),
        click.option("--docs", type=FOLDER, default="docs", metavar="DIR"),
        click.option("--lang", type=click.Choice(["en", "cy"]), callback=_language),
    )

    def make(run: Any) -> click.Command:
        for parameter in reversed((*parameters, *everywhere)):
            run = parameter(run)
        return cli.command(name)(run)

    return make


def _language(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
    return editor_language(value)


def style(*forms: str) -> Callable[[Any], Any]:
    """The option for the form of the output."""
    return click.option("--format", "form", type=click.Choice(forms), default="text")


def folder(name: str, default: str) -> Callable[[Any], Any]:
    """An option that takes a folder."""
    return click.option(name, type=FOLDER, default=default, show_default=True, metavar="DIR")


def refuse(lang: str, problems: Iterable[Problem]) -> int:
    """Prints problems and gives the exit status for them."""
    print(report(problems, "text", lang), file=sys.stderr)
    return 1


def tell(key: str, lang: str, **values: object) -> None:
    """Says something beside the output."""
    print(say(key, lang, **values), file=sys.stderr)


def load(content: Path, docs: Path) -> tuple[Any, list[Problem]]:
    """The library and its problems. Raises Refused without the words that all commands which write
    rest on."""
    from nyth.content.load import load

    library, problems = load(content, docs)
    if library.words is None:
        path = (content / "words.yml").as_posix()
        raise Refused(next((p for p in problems if p.path == path), problems[0]))
    return library, problems


def today() -> date:
    """The day, the same everywhere."""
    return datetime.now(UTC).date()


# Agreeing


@command("agree", click.argument("ids", nargs=-1), click.option("--all", "every", is_flag=True))
def agree(content: Path, docs: Path, lang: str, ids: tuple[str, ...], every: bool) -> int:
    """Accept texts as saying the same in both languages."""
    from nyth.languages.status import save, settle

    if bool(ids) == every:
        tell("status-needs-id", lang)
        return 2
    library, _ = load(content, docs)
    result = settle(library, None if every else list(ids), today())
    for name, close in result.unknown.items():
        tell("status-unknown", lang, id=name, hint=f" ({close}?)" if close else "")
    if result.unknown:
        return 2
    by_hand = [] if result.unread else save(result)
    for name in dict.fromkeys(result.unread):
        tell("status-unread", lang, id=name)
    for file, line in by_hand:
        tell("status-by-hand", lang, file=file, line=line)
    if result.unread:
        return 1
    lines = [say("status-agreed", lang, id=name) for name in result.agreed]
    lines += [say("status-already", lang, id=name) for name in result.already if not every]
    print("\n".join(lines or [say("status-nothing", lang)]))
    return 1 if by_hand else 0


# Keeping up


@command("new", click.argument("kind", type=click.Choice(sorted(KINDS))), click.argument("id"))
def new(content: Path, docs: Path, lang: str, kind: str, id: str) -> int:
    """Make the folder of a new thing, for people to fill in."""
    from nyth.editing import upkeep

    library, _ = load(content, docs)
    print(say("new", lang, folder=upkeep.new(content, library, kind, id, today())))
    return 0


@command(
    "move",
    click.argument("id"),
    click.option("--en", metavar="SLUG"),
    click.option("--cy", metavar="SLUG"),
)
def move(content: Path, docs: Path, lang: str, id: str, en: str | None, cy: str | None) -> int:
    """Give a page a new address; the one it had leads on."""
    from nyth.editing import upkeep

    library, problems = load(content, docs)
    if missing := _missing([id], library.things, problems):
        return refuse(lang, missing)
    slugs = {code: slug for code, slug in (("en", en), ("cy", cy)) if slug is not None}
    changed = upkeep.move(library, id, slugs)
    print("\n".join(say("move", lang, path=p) for p in changed) or say("move-same", lang))
    return 0


@command("merge", click.argument("id"), click.argument("into"))
def merge(content: Path, docs: Path, lang: str, id: str, into: str) -> int:
    """Let a page go into another: all its links and addresses lead there."""
    from nyth.editing import upkeep

    library, problems = load(content, docs)
    if missing := _missing([id, into.partition("#")[0]], library.things, problems):
        return refuse(lang, missing)
    path = upkeep.merge(content, library, id, into)
    folder = Path(library.things[id].path)
    values = {"id": id, "to": into, "folder": folder if id == folder.stem else folder.parent}
    print(say("merge", lang, path=path.as_posix(), **values))
    return 0


def _missing(ids: Iterable[str], known: Collection[str], problems: list[Problem]) -> list[Problem]:
    """Why ids cannot be used: what their files have wrong, or that there are none of them."""
    missing = []
    for name in ids:
        if name in known:
            continue
        unread = [p for p in problems if name in (*Path(p.path).parts, Path(p.path).stem)]
        close = difflib.get_close_matches(name, known, 1)
        hint = f" ({close[0]}?)" if close else ""
        missing += unread or [Problem(name, 1, "dangling-id", {"id": name, "hint": hint})]
    return missing


@command(
    "fix",
    click.argument("paths", nargs=-1, type=FOLDER, metavar="[FILE]..."),
    click.option("--heading", nargs=2, metavar="OLD NEW"),
)
def fix(
    content: Path, docs: Path, lang: str, paths: tuple[Path, ...], heading: tuple[str, str] | None
) -> int:
    """Mend spaces, line endings, quotation marks and the like, in the files named or in all."""
    from nyth.content import files
    from nyth.content.writing import write
    from nyth.editing import upkeep

    ours, problems = files.texts(content, docs), []
    wanted: dict[Path, str] = {}
    if heading:
        library, _ = load(content, docs)
        wanted = upkeep.renamed(content, library.words, *heading)
    known = {path.resolve() for path in ours}
    for path in [] if heading else paths or ours:
        try:
            if path.resolve() not in known and path.exists():
                raise Refused(Problem(path.as_posix(), 1, "not-a-text", {"file": path.name}))
            wanted[path] = upkeep.repair(upkeep.readable(path), path.suffix == ".md")
        except Refused as refused:
            problems.append(refused.problem)
    changed = 0
    for path, text in wanted.items():
        before = upkeep.readable(path).split("\n")
        lines = sum(a != b for a, b in itertools.zip_longest(before, text.split("\n")))
        if lines:
            write(path, text)
            print(say("fix", lang, path=path.as_posix(), count=lines))
        changed += bool(lines)
    if not changed and not problems:
        print(say("fix-nothing", lang))
    return refuse(lang, problems) if problems else 0


@command("suggest", click.argument("paths", nargs=-1, type=FOLDER, metavar="[FILE]..."))
def suggest(content: Path, docs: Path, lang: str, paths: tuple[Path, ...]) -> int:
    """Say as JSON what one click could mend in the files of a proposal."""
    from nyth.editing.proposal import changes
    from nyth.editing.suggest import collect

    found = collect(changes(content, docs, {path.resolve() for path in paths}, today()))
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


# Translating


@command(
    "export-translation",
    click.argument("file", type=FOLDER),
    click.argument("ids", nargs=-1),
    click.option("--all", "every", is_flag=True),
    click.option("--into", type=click.Choice(["cy", "en"]), default="cy", show_default=True),
)
def export_translation(
    content: Path, docs: Path, lang: str, file: Path, ids: tuple[str, ...], every: bool, into: str
) -> int:
    """Write a spreadsheet (.xlsx) for a translator."""
    from nyth.editing import exchange, sheet

    if file.suffix.lower() != ".xlsx":
        return refuse(lang, [Problem(file.as_posix(), 1, "exchange-form")])
    if os.path.lexists(file):
        # it may be what a translator sent back
        return refuse(lang, [Problem(file.as_posix(), 1, "file-there", {"file": file.name})])
    library, problems = load(content, docs)
    known = {piece.id for piece in exchange.pieces(library)}
    if missing := _missing(ids, known, problems):
        return refuse(lang, missing)
    agreements = library.agreements.place.path
    if not ids and not every and agreements in library.unread:
        return refuse(lang, [p for p in problems if p.path == agreements])
    rows = exchange.rows(library, into, ids or (known if every else None))
    if not rows:
        print(say("export-nothing", lang))
        return 0
    try:
        sheet.write(file, rows, into)
    except OSError as error:
        values = {"place": file.as_posix(), "detail": error.strerror or str(error)}
        return refuse(lang, [Problem(file.as_posix(), 1, "place-unusable", values)])
    print(say("export", lang, file=file, count=len(rows)))
    return 0


@command("import-translation", click.argument("file", type=FOLDER))
def import_translation(content: Path, docs: Path, lang: str, file: Path) -> int:
    """Take such a spreadsheet back."""
    from nyth.editing import exchange

    library, _ = load(content, docs)
    result = exchange.bring(library, file)
    for path in result.changed:
        print(say("import-changed", lang, path=path))
    errors = [problem for problem in result.problems if problem.level == "error"]
    if result.written or result.same or not errors:
        print(say("import", lang, written=result.written, same=result.same))
    if result.changed:
        print(say("import-then", lang))
    if result.problems:
        refuse(lang, result.problems)
    return 1 if errors else 0
