"""What hand-written pages may insert: `{{ cards('principle') }}` and its like, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

from nyth.editing.forms import form_editor
from nyth.pages.accessibility import accessibility_results
from nyth.pages.parity import translation_state
from nyth.pages.rules_page import rules_list
from nyth.pages.writer import Writer
from nyth.publishing.offline import download_offline, keep_offline
from nyth.search.finding import a_to_z_page, results_page


def _cards(writer: Writer, kind: str) -> str:
    return writer.cards(writer.library.of(kind), filters=kind in FILTERED)


FILTERED = ("case-study", "barrier", "training")
INSERTS: dict[str, Callable[..., str]] = {
    "cards": _cards,
    "diagram": Writer.diagram,
    "ratings": Writer.ratings,
    "scale": Writer.scale,
    "timeline": Writer.timeline,
    "glossary": Writer.glossary,
    "finder": Writer.finder,
    "accessibility_results": accessibility_results,
    "translation_state": translation_state,
    "rules_list": rules_list,
    "search_results": results_page,
    "a_to_z": a_to_z_page,
    "keep_offline": keep_offline,
    "download_offline": download_offline,
    "form_editor": form_editor,
}


def sandbox(inserts: dict[str, Callable[..., str]]) -> SandboxedEnvironment:
    """A Jinja that knows these functions and nothing else, and fails at whatever else is asked of it."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    environment.globals = dict(inserts)
    return environment


def expand(markdown: str, writer: Writer) -> str:
    """The text of a hand-written page with its macros run, for engines other than MkDocs."""
    bound = {name: partial(insert, writer) for name, insert in INSERTS.items()}
    return sandbox(bound).from_string(markdown).render()


def define_env(env: Any) -> None:
    """Called by mkdocs-macros. `env.conf.extra["nyth"]` is the running site; `env.page` the page being written."""

    def call(name: str) -> Any:
        def insert(*arguments: str) -> str:
            return INSERTS[name](env.conf.extra["nyth"].writer(env.page), *arguments)

        return insert

    for name in INSERTS:
        env.macro(call(name), name)
