"""The shape of every command, and the commands that write into the content."""

import contextlib
import gettext
import itertools
import json
import os
import sys
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from nyth.content import files, writing
from nyth.content.kinds import KINDS
from nyth.content.library import Library
from nyth.content.load import load
from nyth.editing import upkeep
from nyth.languages.status import save, settle
from nyth.problems import FORMATS, Problem, Refused, catalogue, hint, refused, report, say

PATH = click.Path(path_type=Path)
IDS = click.argument("ids", nargs=-1)
FILES = click.argument("paths", nargs=-1, type=PATH, metavar="[FILE]...")


# What it is, is known before the command is, and stands in `obj`.
LANG = click.option("--lang", type=click.Choice(["en", "cy"]), expose_value=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@LANG
def cli() -> None:
    """Replaced by the words in the language of the editor, as are all helps here."""


@dataclass(frozen=True)
class Run:
    """What every command is given: the folders, and the language that it speaks."""

    content: Path
    docs: Path
    lang: str

    def say(self, key: str, **values: object) -> None:
        """Prints what a command says."""
        print(say(key, self.lang, **values))

    def tell(self, key: str, **values: object) -> None:
        """Says something beside the output."""
        print(say(key, self.lang, **values), file=sys.stderr)

    def load(self) -> tuple[Library, list[Problem]]:
        """The library and its problems. Raises Refused without the words that all else rests on."""
        library, problems = load(self.content, self.docs)
        if library.words is None:
            path = (self.content / "words.yml").as_posix()
            raise Refused(next((p for p in problems if p.path == path), problems[0]))
        return library, problems


def command(
    name: str, *parameters: Callable[[Any], Any], writes: bool = False
) -> Callable[[Any], click.Command]:
    """A command with parameters of its own and those that all have; it returns its exit status.
    writes: whether it changes the content, which one does at a time."""
    everywhere = (
        click.option("--content", type=PATH, default="content", metavar="DIR"),
        click.option("--docs", type=PATH, default="docs", metavar="DIR"),
        LANG,
    )

    def make(act: Callable[..., int | None]) -> click.Command:
        def run(content: Path, docs: Path, **given: Any) -> int | None:
            with writing.alone(content) if writes else contextlib.nullcontext():
                return act(Run(content, docs, click.get_current_context().obj), **given)

        for parameter in reversed((*parameters, *everywhere)):
            run = parameter(run)
        return cli.command(name)(run)

    return make


def speak(lang: str) -> None:
    """Gives all commands, and click, their words in a language."""
    # click asks gettext for its own
    own, helps = catalogue()["click"] if lang == "cy" else {}, catalogue()["help"]
    gettext.dgettext = lambda domain, words: own.get(words, words)
    gettext.dngettext = lambda domain, one, many, n: gettext.gettext(one if n == 1 else many)
    cli.subcommand_metavar = gettext.gettext("COMMAND [ARGS]...")
    for name, each in {"nyth": cli, **cli.commands}.items():
        each.help, each.options_metavar = helps[name][lang], gettext.gettext("[OPTIONS]")
        for option in (param for param in each.params if isinstance(param, click.Option)):
            key = f"--{option.name}"
            option.help = helps.get(f"{name}{key}", helps.get(key))[lang]


def style(*forms: str) -> Callable[[Any], Any]:
    """The option for the form of the output: all forms of a report, if none is named."""
    return click.option("--format", "form", type=click.Choice(forms or FORMATS), default="text")


def folder(name: str, default: str) -> Callable[[Any], Any]:
    """An option that takes a folder."""
    return click.option(name, type=PATH, default=default, show_default=True, metavar="DIR")


def refuse(lang: str, problems: Iterable[Problem]) -> int:
    """Prints problems and gives the exit status for them."""
    print(report(problems, "text", lang), file=sys.stderr)
    return 1


def today() -> date:
    """The day, the same everywhere."""
    return datetime.now(UTC).date()


def _must_know(ids: Iterable[str], known: Collection[str], problems: list[Problem]) -> None:
    """Raises Refused where ids are unknown, with what their files have wrong."""
    missing = []
    for name in (name for name in ids if name not in known):
        unread = [p for p in problems if name in (*Path(p.path).parts, Path(p.path).stem)]
        values = {"id": name, "hint": hint(name, known)}
        missing += unread or [Problem(name, 1, "dangling-id", values)]
    if missing:
        raise Refused(*missing)


@command("agree", IDS, click.option("--all", "every", is_flag=True), writes=True)
def agree(run: Run, ids: tuple[str, ...], every: bool) -> int:
    if bool(ids) == every:
        raise click.UsageError(say("status-needs-id", run.lang))
    library, problems = run.load()
    result = settle(library, None if every else list(ids), today())
    if result.unread:
        raise Refused(*problems)
    by_hand = save(result)
    lines = [say("status-agreed", run.lang, id=name) for name in result.agreed]
    lines += [say("status-already", run.lang, id=name) for name in result.already if not every]
    print("\n".join(lines or [say("status-nothing", run.lang)]))
    return refuse(run.lang, by_hand) if by_hand else 0


@command(
    "new",
    click.argument("kind", type=click.Choice(sorted(KINDS))),
    click.argument("id"),
    writes=True,
)
def new(run: Run, kind: str, id: str) -> None:
    library, _ = run.load()
    run.say("new", folder=upkeep.new(run.content, library, KINDS[kind], id, today()))


@command(
    "move",
    click.argument("id"),
    click.option("--en", metavar="SLUG"),
    click.option("--cy", metavar="SLUG"),
    writes=True,
)
def move(run: Run, id: str, en: str | None, cy: str | None) -> None:
    library, problems = run.load()
    _must_know([id], library.things, problems)
    slugs = {lang: slug for lang, slug in (("en", en), ("cy", cy)) if slug is not None}
    changed = upkeep.move(library, id, slugs)
    print("\n".join(say("move", run.lang, path=p) for p in changed) or say("move-same", run.lang))


@command("merge", click.argument("id"), click.argument("into"), writes=True)
def merge(run: Run, id: str, into: str) -> None:
    library, problems = run.load()
    target, mark, section = into.partition("#")
    _must_know([id, target], library.things, problems)
    former = (run.content / "former.yml").as_posix()
    if former in library.unread:
        raise Refused(*(problem for problem in problems if problem.path == former))
    if mark and section not in (known := library.things[target].section_ids):
        values = {"id": target, "section": section, "known": ", ".join(known)}
        raise Refused(Problem(former, 1, "dangling-section", values))
    path = upkeep.merge(run.content, library, id, into)
    text = Path(library.things[id].place.path)
    values = {"id": id, "to": into, "folder": text if id == text.stem else text.parent}
    run.say("merge", path=path.as_posix(), **values)


@command("fix", FILES, click.option("--heading", nargs=2, metavar="OLD NEW"), writes=True)
def fix(run: Run, paths: tuple[Path, ...], heading: tuple[str, str] | None) -> int:
    if gone := files.missing(run.content, run.docs):
        raise Refused(*gone)
    ours, changed, problems = files.texts(run.content, run.docs), 0, []
    known = set(map(os.path.realpath, ours))
    paths = upkeep.renamed(run.content, run.load()[0].words, *heading) if heading else paths or ours
    for path in paths:
        try:
            if os.path.realpath(path) not in known and path.exists():
                raise refused(path, "not-a-text", file=path.name)
            before = writing.read(path)
            if heading:
                after = upkeep.with_heading(before, *heading)
            else:
                after = upkeep.repair(before, path.suffix == ".md")
            if after == before:
                continue
            compared = itertools.zip_longest(before.split("\n"), after.split("\n"))
            writing.write(path, after, before)
            changed += 1
            run.say("fix", path=path.as_posix(), count=sum(old != new for old, new in compared))
        except Refused as error:
            problems.append(error.problem)
    if not changed and not problems:
        run.say("fix-nothing")
    return refuse(run.lang, problems) if problems else 0


@command("suggest", FILES)
def suggest(run: Run, paths: tuple[Path, ...]) -> None:
    from nyth.editing.suggest import changes, collect

    proposed = set(map(os.path.realpath, paths))
    found = collect(changes(run.content, run.docs, proposed, today()))
    print(json.dumps(found, ensure_ascii=False, indent=1))


@command(
    "export-translation",
    click.argument("file", type=PATH),
    IDS,
    click.option("--all", "every", is_flag=True),
    click.option("--into", type=click.Choice(["cy", "en"]), default="cy", show_default=True),
)
def export_translation(run: Run, file: Path, ids: tuple[str, ...], every: bool, into: str) -> int:
    from nyth.editing import exchange, sheet
    from nyth.publishing import folders

    if file.suffix.lower() != ".xlsx":
        raise refused(file, "exchange-form")
    folders.must_be_apart(file.parent, (run.content, run.docs))
    if os.path.lexists(file):
        # it may be what a translator sent back
        raise refused(file, "file-there", file=file.name)
    library, problems = run.load()
    known = {piece.id for piece in exchange.pieces(library)}
    _must_know(ids, known, problems)
    if not ids and library.unread:
        # what cannot be read would be missing, or seem to be in step
        raise Refused(*problems)
    rows, left = exchange.outgoing(library, into, ids or (known if every else None))
    if rows:
        sheet.write(file, rows, into)
        run.say("export", file=file, count=len(rows))
    elif not left:
        run.say("export-nothing")
    for name in left:
        run.tell("export-left", id=name)
    return 1 if left else 0


@command("import-translation", click.argument("file", type=PATH), writes=True)
def import_translation(run: Run, file: Path) -> int:
    from nyth.editing import exchange

    result = exchange.Import(run.load()[0], file)
    for path in result.changed:
        run.say("import-changed", path=path)
    errors = [problem for problem in result.problems if problem.level == "error"]
    if result.written or result.same or not errors:
        run.say("import", written=result.written, same=result.same)
    if result.changed:
        run.say("import-then")
    if result.problems:
        refuse(run.lang, result.problems)
    return 1 if errors else 0
