"""What mkdocs-macros knows: the names of the inserts. It leaves a placeholder for each, and the
page that is written afterwards puts the insert in its place, so no text of a contributor ever
reaches Jinja."""

from collections.abc import Callable
from typing import Any

from nyth.content.library import Text
from nyth.pages.page import TEMPLATES

PLACEHOLDER = "nyth-insert"


def markdown(text: Text) -> str:
    """What MkDocs is given of a text: its calls, a paragraph each; nothing where none may run."""
    if not getattr(text.matter, "render_macros", False):
        return ""
    lines = (f"{{{{ {mark.value}({mark.words!r}) }}}}\n" for mark in text.calls)
    return "---\nrender_macros: true\n---\n" + "\n".join(lines)


def define_env(env: Any) -> None:
    """Called by mkdocs-macros."""

    def placeholder(name: str) -> Callable[[str], str]:
        return lambda argument: f"{PLACEHOLDER} {name}"

    for name in ("label", *(path.stem for path in (TEMPLATES / "macros").glob("*.html"))):
        env.macro(placeholder(name), name)
