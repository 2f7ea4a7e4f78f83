"""The commands that write for editors: new, move, fix, export-translation, import-translation, export-markdown, schemas."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from nyth.content import files
from nyth.content.load import load
from nyth.content.model import KINDS
from nyth.content.schemas import DIALECT
from nyth.content.schemas import files as schema_files
from nyth.editing import exchange, upkeep
from nyth.problems import Problem, editor_language, report
from nyth.publishing import folders

_SAYS = {
    "en": {
        "made": "Made {folder}. Write your text in place of every mark ✎; what is left to write: nyth check",
        "moved": "Changed {path}. The address it had leads on to the new one.",
        "still": "Both addresses are already so; nothing was changed.",
        "fixed": "{path}: {faults}",
        "fine": "Nothing to mend.",
        "exported": "Wrote {file}. Texts in it: {count}. When it comes back: nyth import-translation {file}",
        "in-step": "The two languages are in step, so there is nothing to translate. Name an id, or use --all.",
        "imported": "Texts written: {written}. Texts that stayed as they were: {same}.",
        "changed": "Changed {path}.",
        "then": "Now read it through, and run: nyth check",
        "schemas": "Schemas written: {count}.",
        "markdown": "Wrote the pages as plain Markdown in {folder}. Files: {count}.",
        "mark": "byte-order mark",
        "endings": "line endings",
        "letters": "lines with letters in two parts",
        "ends": "spaces at line ends",
        "spaces": "no-break spaces",
        "quotes": "curly quotation marks",
    },
    "cy": {
        "made": "Crëwyd {folder}. Ysgrifennwch eich testun yn lle pob marc ✎; i weld beth sydd ar ôl: nyth check",
        "moved": "Newidiwyd {path}. Mae'r hen gyfeiriad yn arwain ymlaen at yr un newydd.",
        "still": "Felly y mae'r ddau gyfeiriad eisoes; ni newidiwyd dim.",
        "fixed": "{path}: {faults}",
        "fine": "Dim byd i'w drwsio.",
        "exported": "Ysgrifennwyd {file}. Nifer y testunau ynddi: {count}. Pan ddaw'n ôl: nyth import-translation {file}",
        "in-step": "Mae'r ddwy iaith yn cyd-fynd, felly does dim i'w gyfieithu. Enwch ddynodydd, neu defnyddiwch --all.",
        "imported": "Nifer y testunau a ysgrifennwyd: {written}. Nifer a arhosodd fel yr oeddent: {same}.",
        "changed": "Newidiwyd {path}.",
        "then": "Nawr darllenwch drwyddo, a rhedwch: nyth check",
        "schemas": "Nifer y sgemâu a ysgrifennwyd: {count}.",
        "markdown": "Ysgrifennwyd y tudalennau fel Markdown plaen yn {folder}. Nifer y ffeiliau: {count}.",
        "mark": "marc trefn beitiau",
        "endings": "terfyniadau llinell",
        "letters": "llinellau â llythrennau mewn dwy ran",
        "ends": "bylchau ar ddiwedd llinellau",
        "spaces": "bylchau di-dor",
        "quotes": "dyfynodau crymion",
    },
}


def register(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Adds the commands; `command(name, run, text)` makes the parser of one."""
    new = command("new", _new, "make the folder of a new thing, for people to fill in")
    new.add_argument("kind", choices=sorted(KINDS))
    new.add_argument("id", help="small letters, digits and hyphens; it never changes")
    move = command("move", _move, "give a page a new address; the one it had leads on")
    move.add_argument("id", help="of the page")
    move.add_argument("--en", metavar="SLUG", help="the new last part of its English address")
    move.add_argument("--cy", metavar="SLUG", help="the new last part of its Welsh address")
    fix = command("fix", _fix, "mend spaces, line endings, quotation marks and the like")
    fix.add_argument("files", nargs="*", type=Path, metavar="FILE", help="only these (all if none)")
    out = command("export-translation", _export, "write a document of two columns for a translator")
    out.add_argument("file", type=Path, metavar="FILE", help="its name, ending in .xlsx or .xlf")
    out.add_argument(
        "ids",
        nargs="*",
        metavar="ID",
        help="only these texts; without any, what moved in one language",
    )
    out.add_argument("--all", action="store_true", help="every text there is")
    out.add_argument(
        "--into", choices=("cy", "en"), default="cy", help="the language to translate into (cy)"
    )
    back = command("import-translation", _import, "take such a document back")
    back.add_argument("file", type=Path, metavar="FILE")
    tree = command(
        "export-markdown",
        _export_markdown,
        "write all pages as plain Markdown, one tree per language",
    )
    tree.add_argument("folder", type=Path, metavar="DIR", help="a new folder")
    schemas = command("schemas", _schemas, "write the JSON Schemas of the content files")
    schemas.add_argument(
        "--out", type=Path, default=Path("schemas"), metavar="DIR", help="where they go"
    )


def _say(options: argparse.Namespace, what: str, **values: object) -> None:
    print(_SAYS[editor_language(options.lang)][what].format(**values))


def _refuse(options: argparse.Namespace, problems: Iterable[Problem]) -> int:
    print(report(problems, "text", editor_language(options.lang)), file=sys.stderr)
    return 1


def _new(options: argparse.Namespace) -> int:
    library, problems = load(options.content, options.docs)
    if library.words is None:
        return _refuse(options, problems)
    today = datetime.now(UTC).date()
    if found := upkeep.new(options.content, library, options.kind, options.id, today):
        return _refuse(options, found)
    _say(options, "made", folder=options.content / KINDS[options.kind].folder / options.id)
    return 0


def _move(options: argparse.Namespace) -> int:
    library, problems = load(options.content, options.docs)
    slugs = {lang: getattr(options, lang) for lang in ("en", "cy") if getattr(options, lang)}
    changed, found = upkeep.move(options.content.parent, library, options.id, slugs)
    if found:
        return _refuse(options, [*found, *_about(problems, options.id)])
    for path in changed:
        _say(options, "moved", path=path)
    if not changed:
        _say(options, "still")
    return 0


def _about(problems: Iterable[Problem], name: str) -> list[Problem]:
    """Why a thing that is there could not be read."""
    return [p for p in problems if name in Path(p.path).parts or Path(p.path).stem == name]


def _fix(options: argparse.Namespace) -> int:
    words = _SAYS[editor_language(options.lang)]
    total: Counter[str] = Counter()
    unread = []
    ours = files.texts(options.content, options.docs)
    known = {path.resolve() for path in ours}
    if unknown := [
        Problem(p.as_posix(), 1, "not-a-text" if p.exists() else "missing-file", {"file": p.name})
        for p in options.files
        if p.resolve() not in known
    ]:
        return _refuse(options, unknown)
    for path in options.files or ours:
        found = upkeep.fix(path)
        if found is None:
            unread.append(Problem(path.as_posix(), 1, "not-utf8"))
        elif found:
            total += found
            faults = ", ".join(f"{words[fault]} ({count})" for fault, count in found.items())
            _say(options, "fixed", path=path.as_posix(), faults=faults)
    if unread:
        return _refuse(options, unread)
    if not total:
        _say(options, "fine")
    return 0


def _export(options: argparse.Namespace) -> int:
    if options.file.suffix not in exchange.SUFFIXES:
        forms = {"forms": ", ".join(exchange.SUFFIXES)}
        return _refuse(options, [Problem(options.file.as_posix(), 1, "exchange-form", forms)])
    if os.path.lexists(options.file):
        # it may be what a translator sent back
        return _refuse(
            options,
            [Problem(options.file.as_posix(), 1, "file-there", {"file": options.file.name})],
        )
    library, problems = load(options.content, options.docs)
    known = exchange.ids(library)
    unknown = [
        Problem(options.file.as_posix(), 1, "dangling-id", {"id": i, "hint": ""})
        for i in options.ids
        if i not in known
    ]
    if unknown:
        return _refuse(options, [*unknown, *(p for i in options.ids for p in _about(problems, i))])
    wanted = options.ids or (known if options.all else None)
    rows = exchange.rows(options.content.parent, library, options.into, wanted)
    if not rows:
        _say(options, "in-step")
        return 0
    try:
        exchange.write(options.file, rows, options.into)
    except ValueError as error:
        return _refuse(
            options,
            [Problem(options.file.as_posix(), 1, "exchange-too-long", {"detail": str(error)})],
        )
    _say(options, "exported", file=options.file, count=len(rows))
    return 0


def _import(options: argparse.Namespace) -> int:
    library, _ = load(options.content, options.docs)
    brought = exchange.bring(options.content.parent, library, options.file)
    for path in brought.changed:
        _say(options, "changed", path=path)
    if brought.written or not brought.problems:
        _say(options, "imported", written=brought.written, same=brought.same)
    if brought.changed:
        _say(options, "then")
    return _refuse(options, brought.problems) if brought.problems else 0


def _export_markdown(options: argparse.Namespace) -> int:
    from nyth.engine.export import markdown_tree

    library, problems = load(options.content, options.docs)
    if problems:
        return _refuse(options, problems)
    made = markdown_tree(library, options.docs)

    def make(fresh: Path) -> bool:
        for path, data in made.items():
            (fresh / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).write_bytes(data)
        return True

    folders.replace(options.folder, "markdown", make, (options.content, options.docs))
    _say(options, "markdown", folder=options.folder, count=len(made))
    return 0


def _schemas(options: argparse.Namespace) -> int:
    made = schema_files(options.out)
    for path in made:
        if path.exists() and not path.read_bytes().startswith(
            f'{{\n "$schema": "{DIALECT}"'.encode()
        ):
            return _refuse(
                options, [Problem(path.as_posix(), 1, "file-there", {"file": path.name})]
            )
    options.out.mkdir(parents=True, exist_ok=True)
    for path, text in made.items():
        path.write_bytes(text.encode())
    _say(options, "schemas", count=len(made))
    return 0
