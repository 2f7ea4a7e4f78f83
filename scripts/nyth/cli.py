"""The `nyth` command. Exit status: 0 all is well, 1 the content has problems, 2 the command was not understood."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from nyth import rules
from nyth.load import load
from nyth.problems import FORMATS, Problem, editor_language, report

_SAYS = {
    "en": {
        "none": "No problems: {entities} entities and {pages} pages in two languages.",
        "some": "Problems: {count}. Nothing was built or changed.",
    },
    "cy": {
        "none": "Dim problemau. Endidau: {entities}; tudalennau: {pages}; yn y ddwy iaith.",
        "some": "Nifer y problemau: {count}. Ni chafodd dim ei adeiladu na'i newid.",
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
    return build(options.content, options.docs, options.site)


def _serve(options: argparse.Namespace) -> int:
    from nyth.site import serve

    os.environ["NYTH_LANG"] = editor_language(options.lang)
    return serve(options.content, options.docs, options.address)


if __name__ == "__main__":
    sys.exit(main())
