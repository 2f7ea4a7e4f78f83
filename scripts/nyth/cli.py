"""The `nyth` command. Exit status: 0 all is well, 1 the content has problems, 2 the command was not understood."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from nyth import rules
from nyth.load import load
from nyth.problems import FORMATS, Problem, editor_language, report

_SECURITY = Path("deploy/security.txt")
_SAYS = {
    "en": {
        "none": "No problems: {entities} entities and {pages} pages in two languages.",
        "some": "Problems: {count}. Nothing was built or changed.",
        "published": "Published {site} to {out}.",
        "no-site": "There is no built site in {site}. Run first: nyth build",
        "no-contact": "No security.txt was made: set SITE_URL for the build and REPOSITORY_URL for both, and keep {file}.",
        "redirect": "A line of {file} cannot be read as a redirect: {line}",
        "in-date": "{file} is valid for more than 30 days.",
    },
    "cy": {
        "none": "Dim problemau. Endidau: {entities}; tudalennau: {pages}; yn y ddwy iaith.",
        "some": "Nifer y problemau: {count}. Ni chafodd dim ei adeiladu na'i newid.",
        "published": "Cyhoeddwyd {site} yn {out}.",
        "no-site": "Nid oes gwefan wedi'i hadeiladu yn {site}. Rhedwch yn gyntaf: nyth build",
        "no-contact": "Ni chafodd security.txt ei wneud: gosodwch SITE_URL ar gyfer yr adeiladu a REPOSITORY_URL ar gyfer y ddau, a chadwch {file}.",
        "redirect": "Ni ellir darllen un o linellau {file} fel ailgyfeiriad: {line}",
        "in-date": "Mae {file} yn ddilys am fwy na 30 diwrnod.",
    },
}


def main(arguments: list[str] | None = None) -> int:
    """Runs one command."""
    options = _parser().parse_args(arguments)
    return options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nyth", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.add_argument("--content", type=Path, default=Path("content"), metavar="DIR", help="the content folder")
        added.add_argument("--docs", type=Path, default=Path("docs"), metavar="DIR", help="the hand-written pages")
        added.add_argument("--lang", choices=("en", "cy"), help="the language of messages (also NYTH_LANG)")
        added.set_defaults(run=run)
        return added

    check = command("check", _check, "say everything that is wrong with the content")
    check.add_argument(
        "--format", choices=FORMATS, default="text", help="for people, for programs, or as annotations on a code host"
    )
    build = command("build", _build, "check, then build the site")
    build.add_argument("--site", type=Path, default=Path("site"), metavar="DIR", help="where the site goes")
    build.add_argument(
        "--csp-meta",
        action="store_true",
        help="write the security policy into the pages, for hosts that set no headers",
    )
    publish = command("publish", _publish, "make of the built site what a web server needs")
    publish.add_argument("--site", type=Path, default=Path("site"), metavar="DIR", help="the built site")
    publish.add_argument("--out", type=Path, default=Path("release"), metavar="DIR", help="where the release goes")
    expiry = command("expiry", _expiry, "say whether security.txt expires within 30 days")
    expiry.add_argument("--format", choices=FORMATS, default="text", help="as for check")
    serve = command("serve", _serve, "show the site and follow every saved change")
    serve.add_argument("--address", default="127.0.0.1:8000", metavar="HOST:PORT")
    return parser


def _problems(options: argparse.Namespace) -> tuple[list[Problem], str]:
    from nyth.site import macro_pages

    library, problems = load(options.content, options.docs)
    problems += rules.check(library, macro_pages(Path("mkdocs.yml")))
    counts = {"entities": len(library.entities), "pages": len(library.pages), "count": len(problems)}
    words = _SAYS[editor_language(options.lang)]
    return problems, words["some" if problems else "none"].format(**counts)


def _check(options: argparse.Namespace) -> int:
    problems, summary = _problems(options)
    text = report(problems, options.format, editor_language(options.lang))
    if text:
        print(text)
    print(summary, file=sys.stderr)
    return 1 if problems else 0


def _build(options: argparse.Namespace) -> int:
    from nyth.site import build

    problems, summary = _problems(options)
    if problems:
        print(report(problems, "text", editor_language(options.lang)))
        print(summary, file=sys.stderr)
        return 1
    return build(options.content, options.docs, options.site, options.csp_meta)


def _publish(options: argparse.Namespace) -> int:
    from nyth import folders
    from nyth.publish import REDIRECTS, SECURITY, publish

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
        folders.replace(options.out, make)
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
    from nyth.publish import security_problems

    return security_problems(text, _SECURITY.as_posix(), datetime.now(UTC).date())


def _expiry(options: argparse.Namespace) -> int:
    problems = _expires(_SECURITY.read_text("utf-8") if _SECURITY.is_file() else "")
    lang = editor_language(options.lang)
    if problems:
        print(report(problems, options.format, lang))
    else:
        print(_SAYS[lang]["in-date"].format(file=_SECURITY), file=sys.stderr)
    return 1 if problems else 0


def _serve(options: argparse.Namespace) -> int:
    from nyth.site import serve

    os.environ["NYTH_LANG"] = editor_language(options.lang)
    return serve(options.content, options.docs, options.address)


if __name__ == "__main__":
    sys.exit(main())
