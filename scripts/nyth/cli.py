"""The `nyth` command. Exit status: 0 all is well, 1 the content has problems, 2 the command was not understood."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from nyth import commands, rules
from nyth.content.load import load
from nyth.problems import FORMATS, Problem, Refused, editor_language, report

_SECURITY = Path("deploy/security.txt")
_SAYS = {
    "en": {
        "none": "No problems: {entities} entities and {pages} pages in two languages.",
        "some": "Problems: {count}. Nothing was built or changed.",
        "advice": "Pieces of advice: {count}. Advice never fails a check.",
        "no-welsh-tools": 'Welsh spelling and mutations were not looked at: install them with pip install ".[advice]"',
        "published": "Published {site} to {out}.",
        "no-site": "There is no built site in {site}. Run first: nyth build",
        "no-contact": "No security.txt was made: set SITE_URL for the build and REPOSITORY_URL for both, and keep {file}.",
        "redirect": "A line of {file} cannot be read as a redirect: {line}",
        "in-date": "{file} is valid for more than 30 days.",
        "editing": "The form is at {address} (stop with Ctrl+C). What you save is written into the files here.",
        "port-taken": "Port {port} cannot be used ({detail}). Choose another with --port.",
    },
    "cy": {
        "none": "Dim problemau. Endidau: {entities}; tudalennau: {pages}; yn y ddwy iaith.",
        "some": "Nifer y problemau: {count}. Ni chafodd dim ei adeiladu na'i newid.",
        "advice": "Nifer yr awgrymiadau: {count}. Nid yw cyngor byth yn methu gwiriad.",
        "no-welsh-tools": 'Ni edrychwyd ar y sillafu na\'r treigladau Cymraeg: gosodwch yr offer gyda pip install ".[advice]"',
        "published": "Cyhoeddwyd {site} yn {out}.",
        "no-site": "Nid oes gwefan wedi'i hadeiladu yn {site}. Rhedwch yn gyntaf: nyth build",
        "no-contact": "Ni chafodd security.txt ei wneud: gosodwch SITE_URL ar gyfer yr adeiladu a REPOSITORY_URL ar gyfer y ddau, a chadwch {file}.",
        "redirect": "Ni ellir darllen un o linellau {file} fel ailgyfeiriad: {line}",
        "in-date": "Mae {file} yn ddilys am fwy na 30 diwrnod.",
        "editing": "Mae'r ffurflen yn {address} (Ctrl+C i'w chau). Caiff yr hyn y byddwch yn ei gadw ei ysgrifennu yn y ffeiliau yma.",
        "port-taken": "Ni ellir defnyddio porth {port} ({detail}). Dewiswch un arall gyda --port.",
    },
}


def main(arguments: list[str] | None = None) -> int:
    """Runs one command."""
    for stream in (sys.stdout, sys.stderr):
        # a console of Windows may lack ŵ or ✎, and a message must not fail for that
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    _end_in_order()
    options = _parser().parse_args(arguments)
    try:
        status = options.run(options)
        sys.stdout.flush()
    except Refused as refused:
        print(report([refused.problem], "text", editor_language(options.lang)), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # whoever reads the output, such as head, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _end_in_order() -> None:
    """Lets what ends a program from outside, and a terminal that is closed, end it as Ctrl+C does: tidied up."""
    for name in ("SIGTERM", "SIGHUP"):
        # under nohup it stays ignored
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) == signal.SIG_DFL:
            signal.signal(getattr(signal, name), signal.default_int_handler)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nyth", description=__doc__)
    subparsers = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run, text: str) -> argparse.ArgumentParser:
        added = subparsers.add_parser(name, help=text, description=text)
        added.add_argument(
            "--content",
            type=Path,
            default=Path("content"),
            metavar="DIR",
            help="the content folder",
        )
        added.add_argument(
            "--docs", type=Path, default=Path("docs"), metavar="DIR", help="the hand-written pages"
        )
        added.add_argument(
            "--lang", choices=("en", "cy"), help="the language of messages (also NYTH_LANG)"
        )
        added.set_defaults(run=run)
        return added

    check = command("check", _check, "say everything that is wrong with the content")
    check.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="for people, for programs, or as annotations on a code host",
    )
    check.add_argument(
        "--advice",
        action="store_true",
        help="also long sentences, reading ease, Welsh spelling and mutations; never fails",
    )
    status = command("status", _status, "say which texts are in step in both languages")
    status.add_argument(
        "--format", choices=("text", "json"), default="text", help="for people, or for programs"
    )
    agree = command("agree", _agree, "accept texts as saying the same in both languages")
    agree.add_argument(
        "ids", nargs="*", metavar="ID", help="as `status` names them; ID#section for one section"
    )
    agree.add_argument(
        "--all", action="store_true", help="everything that is out of step and does not wait"
    )
    build = command("build", _build, "check, then build the site")
    build.add_argument(
        "--site", type=Path, default=Path("site"), metavar="DIR", help="where the site goes"
    )
    build.add_argument(
        "--csp-meta",
        action="store_true",
        help="write the security policy into the pages, for hosts that set no headers",
    )
    review = command(
        "review",
        _review,
        "say what a change does to what readers read, as a comment for a proposal",
    )
    review.add_argument(
        "--before", type=Path, required=True, metavar="DIR", help="the site as it was built before"
    )
    review.add_argument(
        "--after",
        type=Path,
        default=Path("site"),
        metavar="DIR",
        help="the site as it is built now",
    )
    publish = command("publish", _publish, "make of the built site what a web server needs")
    publish.add_argument(
        "--site", type=Path, default=Path("site"), metavar="DIR", help="the built site"
    )
    publish.add_argument(
        "--out", type=Path, default=Path("release"), metavar="DIR", help="where the release goes"
    )
    expiry = command("expiry", _expiry, "say whether security.txt expires within 30 days")
    expiry.add_argument("--format", choices=FORMATS, default="text", help="as for check")
    commands.register(command)
    edit = command(
        "edit", _edit, "change texts in a form in the browser, written into the files here"
    )
    edit.add_argument(
        "--port", type=int, default=8001, metavar="NUMBER", help="the port at 127.0.0.1 (0: any)"
    )
    serve = command("serve", _serve, "show the site and follow every saved change")
    serve.add_argument("--address", default="127.0.0.1:8000", metavar="HOST:PORT")
    return parser


def _problems(options: argparse.Namespace) -> tuple[list[Problem], str]:
    from nyth.engine.site import macro_pages

    library, problems = load(options.content, options.docs)
    problems += rules.check(library, macro_pages(Path("mkdocs.yml")))
    counts = {
        "entities": len(library.entities),
        "pages": len(library.pages),
        "count": len(problems),
    }
    words = _SAYS[editor_language(options.lang)]
    return problems, words["some" if problems else "none"].format(**counts)


def _check(options: argparse.Namespace) -> int:
    problems, summary = _problems(options)
    advice = _advice(options) if options.advice else []
    text = report(problems + advice, options.format, editor_language(options.lang))
    if text:
        print(text)
    print(summary, file=sys.stderr)
    return 1 if problems else 0


def _advice(options: argparse.Namespace) -> list[Problem]:
    from nyth.rules.advice import advise, load_welsh_tools

    words, tools = _SAYS[editor_language(options.lang)], load_welsh_tools()
    found = advise(load(options.content, options.docs)[0], tools)
    if tools is None:
        print(words["no-welsh-tools"], file=sys.stderr)
    print(words["advice"].format(count=len(found)), file=sys.stderr)
    return found


def _status(options: argparse.Namespace) -> int:
    from nyth.languages.history import since
    from nyth.languages.settle import status

    library, problems = load(options.content, options.docs)
    lang = editor_language(options.lang)
    print(status(library, options.format, lang, since(options.content.resolve().parent)))
    if problems:
        print(report(problems, "text", lang), file=sys.stderr)
    return 1 if problems else 0


def _agree(options: argparse.Namespace) -> int:
    from nyth.languages.settle import save, settle, words

    say = words(editor_language(options.lang))
    if bool(options.ids) == options.all:
        print(say["needs-id"], file=sys.stderr)
        return 2
    library, _ = load(options.content, options.docs)
    result = settle(library, None if options.all else options.ids, datetime.now(UTC).date())
    for name, close in result.unknown.items():
        print(say["unknown"].format(id=name, hint=f" ({close}?)" if close else ""), file=sys.stderr)
    if result.unknown:
        return 2
    by_hand = save(options.content, result)
    lines = [say["agreed"].format(id=name) for name in result.agreed]
    lines += [say["already"].format(id=name) for name in result.already if not options.all]
    print("\n".join(lines or [say["nothing"]]))
    for name in result.unread:
        print(say["unread"].format(id=name), file=sys.stderr)
    for file, line in by_hand:
        print(say["by-hand"].format(file=file, line=line), file=sys.stderr)
    return 1 if result.unread or by_hand else 0


def _build(options: argparse.Namespace) -> int:
    from nyth.engine.site import build

    problems, summary = _problems(options)
    if problems:
        print(report(problems, "text", editor_language(options.lang)))
        print(summary, file=sys.stderr)
        return 1
    return build(options.content, options.docs, options.site, options.csp_meta)


def _review(options: argparse.Namespace) -> int:
    from nyth.languages import agree
    from nyth.publishing.review import changes, comment

    library, _ = load(options.content, options.docs)
    moved = [pair.id for pair in agree.pairs(library) if agree.drift(pair).state != "in-step"]
    print(comment(changes(options.before, options.after), moved, os.environ.get("SITE_URL", "")))
    return 0


def _publish(options: argparse.Namespace) -> int:
    from nyth.publishing import folders
    from nyth.publishing.publish import REDIRECTS, SECURITY, publish

    def say(what: str, **values: object) -> None:
        print(_SAYS[editor_language(options.lang)][what].format(**values), file=sys.stderr)

    if not (options.site / "index.html").is_file():
        say("no-site", site=options.site)
        return 1
    text = _SECURITY.read_text("utf-8") if _SECURITY.is_file() else ""

    def make(fresh: Path) -> bool:
        publish(options.site, fresh, text, os.environ.get("REPOSITORY_URL", ""))
        return True

    try:
        folders.replace(options.out, "release", make, (options.site, options.content, options.docs))
    except ValueError as error:
        say("redirect", file=options.site / REDIRECTS, line=error)
        return 1
    if not (options.out / "public" / SECURITY).is_file():
        say("no-contact", file=_SECURITY)
    elif problems := _expires(text):
        print(report(problems, "text", editor_language(options.lang)), file=sys.stderr)
    say("published", site=options.site, out=options.out)
    return 0


def _expires(text: str) -> list[Problem]:
    from nyth.publishing.publish import security_problems

    return security_problems(text, _SECURITY.as_posix(), datetime.now(UTC).date())


def _expiry(options: argparse.Namespace) -> int:
    problems = _expires(_SECURITY.read_text("utf-8") if _SECURITY.is_file() else "")
    lang = editor_language(options.lang)
    if problems:
        print(report(problems, options.format, lang))
    else:
        print(_SAYS[lang]["in-date"].format(file=_SECURITY), file=sys.stderr)
    return 1 if problems else 0


def _edit(options: argparse.Namespace) -> int:
    from nyth.engine.site import edit

    words = _SAYS[editor_language(options.lang)]
    try:
        return edit(
            options.content,
            options.docs,
            options.port,
            lambda address: print(words["editing"].format(address=address), flush=True),
        )
    except ValueError:
        print(
            report(load(options.content, options.docs)[1], "text", editor_language(options.lang)),
            file=sys.stderr,
        )
        return 1
    except OSError as error:
        print(words["port-taken"].format(port=options.port, detail=error.strerror), file=sys.stderr)
        return 1


def _serve(options: argparse.Namespace) -> int:
    from nyth.engine.site import serve

    os.environ["NYTH_LANG"] = editor_language(options.lang)
    return serve(options.content, options.docs, options.address)


if __name__ == "__main__":
    sys.exit(main())
