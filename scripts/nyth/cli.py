"""The `nyth` command. Exit status: 0 all is well, 1 the content has problems, 2 the command was not
understood."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from nyth import interrupts
from nyth.commands import FOLDER, cli, command, folder, load, refuse, style, tell, today
from nyth.problems import FORMATS, Problem, Refused, catalogue, editor_language, report, say

# What is imported here is imported for every command; whatever only one needs, it imports itself.
SECURITY = Path("deploy/security.txt")
# Where codes lead when nobody says where the site will be: as in mkdocs.yml.
LOCAL = "http://127.0.0.1:8000"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command: its exit status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # a console of Windows may lack ŵ or ✎, and a message must not fail for that
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    lang = editor_language(_asked(arguments))
    _word(cli, "nyth", lang)
    interrupts.listen()
    # what is read is kept to the end: looking through it for what could go takes a fifth of a check
    gc.set_threshold(200_000, 20, 100)
    try:
        # not cli.main, which takes a closed pipe for a failure
        with cli.make_context("nyth", arguments) as context:
            status = cli.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except Refused as refused:
        return refuse(lang, [refused.problem])
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # whoever reads the output, such as head, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status or 0


def _asked(arguments: list[str]) -> str | None:
    """The language that is asked for, known before the command is: its help is in it, too."""
    for n, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang" and n + 1 < len(arguments):
            return arguments[n + 1]
    return None


def _word(command: click.Command, name: str, lang: str) -> None:
    """Gives a command, and those under it, help in a language."""
    helps = catalogue()["help"]
    command.help = helps[name][lang]
    for option in command.params:
        key = f"{name}--{option.name}"
        if isinstance(option, click.Option):
            option.help = helps.get(key, helps.get(f"--{option.name}"))[lang]
    for under, each in getattr(command, "commands", {}).items():
        _word(each, under, lang)


# Looking


def _problems(content: Path, docs: Path, lang: str) -> tuple[Any, list[Problem], str]:
    from nyth import rules
    from nyth.content.load import load as read
    from nyth.engine.settings import config_for, macro_pages

    library, problems = read(content, docs)
    problems += rules.check(library, macro_pages(config_for(content)))
    pages = len(library.of("page"))
    counts = {"entities": len(library.things) - pages, "pages": pages, "count": len(problems)}
    return library, problems, say("check-some" if problems else "check-none", lang, **counts)


@command("check", style(*FORMATS), click.option("--advice", is_flag=True))
def check(content: Path, docs: Path, lang: str, form: str, advice: bool) -> int:
    """Say everything that is wrong with the content."""
    library, problems, summary = _problems(content, docs, lang)
    given: list[Problem] = []
    if advice:
        from nyth.rules.advice import advise, load_welsh_tools

        tools = load_welsh_tools()
        given = advise(library, tools)
        if tools is None:
            tell("check-no-tools", lang)
        tell("check-advice", lang, count=len(given))
    if text := report(problems + given, form, lang):
        print(text)
    print(summary, file=sys.stderr)
    return 1 if problems else 0


@command("status", style("text", "json"))
def status(content: Path, docs: Path, lang: str, form: str) -> int:
    """Say which texts are in step in both languages."""
    from nyth.languages import history
    from nyth.languages.status import status as table

    library, problems = load(content, docs)
    print(table(library, form, lang, history.since(content.resolve())))
    return refuse(lang, problems) if problems else 0


@command("coverage")
def coverage(content: Path, docs: Path, lang: str) -> int:
    """Say where each paragraph of the sources is told."""
    from nyth.rules.coverage import table

    library, problems = load(content, docs)
    for line in table(library):
        print(*line, sep="\t")
    return refuse(lang, problems) if problems else 0


@command("review", click.option("--before", type=FOLDER, required=True), folder("--after", "site"))
def review(content: Path, docs: Path, lang: str, before: Path, after: Path) -> int:
    """Say what a change does to what readers read, as a comment for a proposal."""
    from nyth.languages import agree as pairs
    from nyth.publishing.review import changes, comment

    library, _ = load(content, docs)
    moved = [pair.id for pair in pairs.pairs(library) if pairs.drift(pair).state != "in-step"]
    print(comment(changes(before, after), moved, os.environ.get("SITE_URL", "")))
    return 0


@command("expiry", style(*FORMATS))
def expiry(content: Path, docs: Path, lang: str, form: str) -> int:
    """Say whether security.txt expires within 30 days."""
    if problems := _expires(SECURITY.read_text("utf-8") if SECURITY.is_file() else ""):
        print(report(problems, form, lang))
        return 1
    tell("expiry-none", lang, file=SECURITY)
    return 0


def _expires(text: str) -> list[Problem]:
    from nyth.publishing.publish import security_problems

    return security_problems(text, SECURITY.as_posix(), today())


# Making


@command(
    "build",
    folder("--site", "site"),
    click.option("--csp-meta", is_flag=True),
    click.option("--pack", type=FOLDER, metavar="DIR"),
)
def build(
    content: Path, docs: Path, lang: str, site: Path, csp_meta: bool, pack: Path | None
) -> int:
    """Check, then build the site."""
    # pages lead to their texts by the places of these, as the repository has them
    content, docs = (Path(os.path.relpath(path)) for path in (content, docs))
    library, problems, summary = _problems(content, docs, lang)
    if problems:
        print(report(problems, "text", lang))
        print(summary, file=sys.stderr)
        return 1
    from nyth.engine.site import build as make
    from nyth.outputs.job import INDEX

    if pack and not (pack / INDEX).is_file():
        tell("pack-none", lang, folder=pack)
        return 1
    return make(library, content, docs, site, csp_meta, pack)


@command("pack", folder("--out", "pack"))
def pack(content: Path, docs: Path, lang: str, out: Path) -> int:
    """Make what is printed, shown and handed out."""
    from nyth.outputs import pack as packing
    from nyth.publishing import folders, offline

    library, problems = load(content, docs)
    if problems:
        return refuse(lang, problems)

    def zipped(files: dict[str, bytes], where: Path) -> Path:
        whole = where / offline.name(library).replace(".zip", "-pack.zip")
        offline.write(files, whole)
        return whole

    address = os.environ.get("SITE_URL", "").rstrip("/")
    if not address:
        tell("pack-local", lang, address=LOCAL)
    made = packing.jobs(library, f"{address or LOCAL}/")

    def make(fresh: Path) -> bool:
        fresh.mkdir()
        with click.progressbar(length=len(made), file=sys.stderr) as bar:
            packing.write(fresh, made, zipped, lambda job: bar.update(1))
        return True

    folders.replace(out, "pack", make, (content, docs))
    print(say("pack", lang, count=len(made), folder=out))
    return 0


@command("serve", click.option("--address", default="127.0.0.1:8000", metavar="HOST:PORT"))
def serve(content: Path, docs: Path, lang: str, address: str) -> int:
    """Show the site and follow every saved change."""
    from nyth.engine.site import serve as run

    os.environ["NYTH_LANG"] = lang
    return run(content, docs, address)


@command("publish", folder("--site", "site"), folder("--out", "release"))
def publish(content: Path, docs: Path, lang: str, site: Path, out: Path) -> int:
    """Make of the built site what a web server needs."""
    from nyth.publishing import folders
    from nyth.publishing import publish as publishing

    if not (site / "index.html").is_file():
        tell("publish-no-site", lang, site=site)
        return 1
    text = SECURITY.read_text("utf-8") if SECURITY.is_file() else ""

    def make(fresh: Path) -> bool:
        publishing.publish(site, fresh, text, os.environ.get("REPOSITORY_URL", ""))
        return True

    try:
        folders.replace(out, "release", make, (site, content, docs))
    except ValueError as error:
        tell("publish-redirect", lang, file=site / publishing.REDIRECTS, line=error)
        return 1
    if not (out / "public" / publishing.SECURITY).is_file():
        tell("publish-no-contact", lang, file=SECURITY)
    elif problems := _expires(text):
        refuse(lang, problems)
    tell("publish-done", lang, site=site, out=out)
    return 0


@command("export-markdown", click.argument("out", type=FOLDER, metavar="DIR"))
def export_markdown(content: Path, docs: Path, lang: str, out: Path) -> int:
    """Write all pages as plain Markdown into DIR, one tree for each language."""
    from nyth.engine.build import Build, Settings
    from nyth.engine.export import markdown_tree
    from nyth.publishing import folders

    library, problems = load(content, docs)
    if problems:
        return refuse(lang, problems)
    tree = markdown_tree(Build(library, Settings(docs)))

    def make(fresh: Path) -> bool:
        for path, data in tree.items():
            (fresh / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).write_bytes(data)
        return True

    folders.replace(out, "markdown", make, (content, docs))
    print(say("markdown", lang, folder=out, count=len(tree)))
    return 0


@command("schemas", folder("--out", "schemas"))
def schemas(content: Path, docs: Path, lang: str, out: Path) -> int:
    """Write the JSON Schemas of the content files."""
    from nyth.content.schemas import DIALECT, files
    from nyth.content.writing import write

    made, ours = files(out), f'{{\n "$schema": "{DIALECT}"'.encode()
    for path in made:
        if os.path.lexists(path) and not path.read_bytes().startswith(ours):
            return refuse(lang, [Problem(path.as_posix(), 1, "file-there", {"file": path.name})])
    out.mkdir(parents=True, exist_ok=True)
    for path, text in made.items():
        write(path, text)
    print(say("schemas", lang, count=len(made)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
