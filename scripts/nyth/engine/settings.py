"""What mkdocs.yml says that the rest of the program has to know, and what a check finds with it."""

import os
from pathlib import Path

import yaml

from nyth import rules
from nyth.content import writing
from nyth.content.library import Library
from nyth.content.load import load
from nyth.problems import Problem, Refused, refused


def checked(content: Path, docs: Path) -> tuple[Library, list[Problem]]:
    """The library, and every problem of form and every breach of a rule. Where mkdocs.yml cannot
    be read, that is told, and no rule asked: it says which pages may call macros."""
    library, problems = load(content, docs)
    try:
        return library, problems + rules.check_again(library, macro_pages(content))
    except Refused as error:
        return library, [*problems, error.problem]


def near(path: Path) -> Path:
    """A path as seen from the current folder, or whole, if it is on another disk of Windows."""
    try:
        return Path(os.path.relpath(path))
    except ValueError:
        return path.absolute()


def macro_pages(content: Path) -> tuple[str, ...]:
    """The hand-written pages that may call macros, as the mkdocs.yml beside or above a content
    folder lists them, or the one of the current folder where there is none. Raises Refused where
    that cannot be read."""
    above = (folder / "mkdocs.yml" for folder in Path(os.path.realpath(content)).parents)
    config = near(next((path for path in above if path.is_file()), Path("mkdocs.yml")))
    if not config.is_file():
        return ()
    try:
        # this loader takes no heed of tags, of which MkDocs has its own, such as !ENV
        pages = yaml.load(writing.read(config), Loader=yaml.BaseLoader)["extra"]["macro_pages"]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise refused(config, "yaml-syntax", mark.line + 1 if mark else 1) from error
    except (LookupError, TypeError):
        return ()
    return tuple(map(str, pages)) if isinstance(pages, list) else ()
