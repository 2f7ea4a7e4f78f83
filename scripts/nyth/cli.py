"""The `nyth` command. Exit status: 0 all is well, 1 the content has problems, 2 the command was not
understood."""

import functools
import gc
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from nyth import interrupts, rules
from nyth.commands import PATH, Run, cli, command, folder, refuse, speak, style, today
from nyth.content.library import Library
from nyth.content.schemas import DIALECT, files
from nyth.content.writing import write
from nyth.engine.settings import checked, macro_pages, near
from nyth.languages import agree
from nyth.languages.status import status as table
from nyth.problems import Problem, Refused, editor_language, refused, report, rows, unusable

# What is imported here is imported for every command; what makes the site, its commands import
# themselves.
SECURITY = Path("deploy/security.txt")
# Where codes lead when nobody says where the site will be: as in mkdocs.yml.
LOCAL = "http://127.0.0.1:8000"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command: its exit status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    for name in ("stdout", "stderr"):
        # closed by whoever started this, or never there
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        # a console of Windows may lack ŵ or ✎, and a message must not fail for that
        if hasattr(stream := getattr(sys, name), "reconfigure"):
            stream.reconfigure(errors="replace")
    # known before the command is, because its help is in the language that is asked for
    asked = re.findall(r"(?:^| )--lang[ =](\S+)", " ".join(arguments))
    lang = editor_language(asked[-1] if asked else None)
    speak(lang)
    interrupts.listen()
    # what is read is kept to the end: looking through it for what could go takes long
    gc.disable()
    try:
        # not cli.main, which takes a closed pipe for a failure
        with cli.make_context("nyth", arguments, obj=lang) as context:
            status = cli.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except Refused as error:
        return refuse(lang, error.problems)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # whoever reads the output, such as head, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return refuse(lang, unusable(Path(error.filename or "."), error).problems)
    finally:
        gc.enable()
    return status or 0


def _flawless(run: Run) -> Library:
    """The library. Raises Refused where a check would fail: only what passes it is published."""
    library, problems = checked(run.content, run.docs)
    if problems:
        raise Refused(*problems)
    return library


@command("check", style(), click.option("--advice", is_flag=True))
def check(run: Run, form: str, advice: bool) -> int:
    library, problems = checked(run.content, run.docs)
    given: list[Problem] = []
    if advice:
        from nyth.rules.advice import advise, load_welsh_tools

        tools = load_welsh_tools()
        given = advise(library, tools)
        if tools is None:
            run.tell("check-no-tools")
        run.tell("check-advice", count=len(given))
    if text := report(problems + given, form, run.lang):
        print(text)
    pages = len(library.of("page"))
    count = len(rows(problems, run.lang))
    counts = {"entities": len(library.things) - pages, "pages": pages, "count": count}
    run.tell("check-some" if problems else "check-none", **counts)
    return 1 if problems else 0


@command("status", style("text", "json"))
def status(run: Run, form: str) -> int:
    library, problems = run.load()
    print(table(library, form, run.lang))
    return refuse(run.lang, problems) if problems else 0


@command("coverage")
def coverage(run: Run) -> None:
    library, problems = run.load()
    if problems:
        raise Refused(*problems)
    for line in rules.coverage.table(library):
        print(*line, sep="\t")


@command("review", click.option("--before", type=PATH, required=True), folder("--after", "site"))
def review(run: Run, before: Path, after: Path) -> None:
    from nyth.publishing.review import changes, comment

    library, _ = run.load()
    for site in (before, after):
        if not (site / "index.html").is_file():
            # every page would seem to be new, or gone
            raise refused(site, "no-site")
    moved = [pair.id for pair in agree.pairs(library) if pair.state != "in-step"]
    print(comment(changes(before, after), moved, _address()))


@command("expiry", style())
def expiry(run: Run, form: str) -> int:
    if problems := _expires():
        print(report(problems, form, run.lang))
        return 1
    run.tell("expiry-none", file=SECURITY)
    return 0


def _security() -> str:
    return SECURITY.read_text("utf-8") if SECURITY.is_file() else ""


def _expires() -> list[Problem]:
    from nyth.publishing.publish import security_problems

    return security_problems(_security(), SECURITY.as_posix(), today())


@command(
    "build",
    folder("--site", "site"),
    click.option("--csp-meta", is_flag=True),
    click.option("--pack", type=PATH, metavar="DIR"),
)
def build(run: Run, site: Path, csp_meta: bool, pack: Path | None) -> int:
    # pages lead to their texts by the places of these, as the repository has them
    run = Run(near(run.content), near(run.docs), run.lang)
    library = _flawless(run)
    from nyth.engine.site import build as make
    from nyth.outputs import pack as packing

    if pack and not (pack / packing.INDEX).is_file():
        raise refused(pack, "no-pack")
    if pack and not packing.is_current(pack, library, _address()):
        raise refused(pack, "stale-pack", folder=str(pack))
    return make(library, run.content, run.docs, site, csp_meta, pack)


def _address() -> str:
    """Where the site will be, with a slash at its end; "" where nobody says."""
    address = os.environ.get("SITE_URL", "").rstrip("/")
    return address and f"{address}/"


@command("pack", folder("--out", "pack"))
def pack(run: Run, out: Path) -> None:
    from nyth.outputs import pack as packing
    from nyth.publishing import folders, offline

    library = _flawless(run)
    if not _address():
        run.tell("pack-local", address=LOCAL)
    address = _address() or f"{LOCAL}/"
    jobs = packing.jobs(library, address)
    archive = offline.name(library).replace(".zip", "-pack.zip")

    def make(fresh: Path) -> None:
        fresh.mkdir()
        with click.progressbar(length=len(jobs), file=sys.stderr) as bar:
            packing.write(fresh, jobs, address, archive, lambda job: bar.update(1))

    folders.replace(out, "pack", make, (run.content, run.docs))
    run.say("pack", count=len(jobs), folder=out)


@command("serve", click.option("--address", default="127.0.0.1:8000", metavar="HOST:PORT"))
def serve(run: Run, address: str) -> int:
    from nyth.engine.site import serve as show

    os.environ["NYTH_LANG"] = run.lang
    # what is wrong with mkdocs.yml, MkDocs would say in words of its own
    macro_pages(run.content)
    return show(run.content, run.docs, address)


@command("publish", folder("--site", "site"), folder("--out", "release"))
def publish(run: Run, site: Path, out: Path) -> None:
    from nyth.publishing import folders
    from nyth.publishing import publish as publishing

    if not (site / "index.html").is_file():
        raise refused(site, "no-site")
    # all of it goes to readers, what somebody laid there too
    if (held := site / folders.MARK).is_file() and held.read_bytes() != folders.mark(site, "site"):
        raise refused(site, "place-changed", place=str(site))

    def make(fresh: Path) -> None:
        publishing.publish(site, fresh, _security(), os.environ.get("REPOSITORY_URL", ""))

    try:
        folders.replace(out, "release", make, (site, run.content, run.docs))
    except ValueError as error:
        raise refused(site / publishing.REDIRECTS, "odd-redirect", text=str(error)) from error
    if not (out / "public" / publishing.SECURITY).is_file():
        run.tell("publish-no-contact", file=SECURITY)
    elif problems := _expires():
        refuse(run.lang, problems)
    run.tell("publish-done", site=site, out=out)


@command("export-markdown", click.argument("out", type=PATH, metavar="DIR"))
def export_markdown(run: Run, out: Path) -> None:
    from nyth.engine.build import Build
    from nyth.engine.export import markdown_tree
    from nyth.outputs.files import write as put
    from nyth.publishing import folders

    tree = markdown_tree(Build(_flawless(run), run.docs))
    make = functools.partial(put, files=tree)
    folders.replace(out, "markdown", make, (run.content, run.docs))
    run.say("markdown", folder=out, count=len(tree))


@command("schemas", folder("--out", "schemas"))
def schemas(run: Run, out: Path) -> None:
    from nyth.publishing import folders

    folders.must_be_apart(out, (run.content, run.docs))
    made, ours = files(out), f'{{\n "$schema": "{DIALECT}"'.encode()
    out.mkdir(parents=True, exist_ok=True)
    for path in made:
        if os.path.lexists(path) and not path.read_bytes().startswith(ours):
            raise refused(path, "file-there", file=path.name)
    for path, text in made.items():
        write(path, text)
    run.say("schemas", count=len(made))


if __name__ == "__main__":
    sys.exit(main())
