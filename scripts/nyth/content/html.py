"""Inert HTML of Markdown that was read."""

from typing import Any, Protocol

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from nyth.content import blocks, markdown


class Links(Protocol):
    """What the page that a text is rendered on knows of addresses. None: there is no such thing,
    and the words stay."""

    def href(self, address: str) -> str | None: ...
    def picture(self, address: str) -> str | None: ...
    def cite(self, source: str) -> tuple[int, str] | None:
        """The number of a source on the page, and what it is called for those who hear it."""

    def macro(self, name: str, argument: str) -> Markup: ...


class _Renderer(RendererHTML):
    """The HTML of what depends on the page that a text stands on: env["links"] knows that page,
    env["label"] is what its tables are called."""

    def _open(self, tag: str, nesting: int = 1, **attributes: str) -> str:
        return self.renderToken([Token("", tag, nesting, attributes)], 0, {"xhtmlOut": False}, {})

    def table_open(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        region = {"class": "table", "role": "region", "aria-label": env["label"], "tabindex": "0"}
        return self._open("div", **region) + self.renderToken(tokens, n, options, env)

    def table_close(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        return self.renderToken(tokens, n, options, env) + self._open("div", -1)

    def link_open(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        address = env["links"].href(str(tokens[n].attrGet("href") or ""))
        env["linked"] = address is not None
        return self._open("a", href=address) if env["linked"] else ""

    def link_close(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        return self._open("a", -1) if env["linked"] else ""

    def image(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        words = blocks.words_of(tokens[n].children or ())
        address = env["links"].picture(str(tokens[n].attrGet("src") or ""))
        if address is None:
            return escapeHtml(words)
        return self._open("img", 0, src=address, alt=words, loading="lazy")

    def citation(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        source = tokens[n].content
        if (known := env["links"].cite(source)) is None:
            return escapeHtml(f"[^{source}]")
        number, label = known
        attributes = {"class": "cite", "href": f"#source-{source}", "aria-label": label}
        return self._open("a", **attributes) + f"[{number}]" + self._open("a", -1)

    def macro(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        return env["links"].macro(tokens[n].content, tokens[n].info)


_PARSER = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}, renderer_cls=_Renderer)


def render(fragment: markdown.Fragment, links: Links, label: str = "") -> Markup:
    """The HTML of a fragment. `label`: what a table is called for those who cannot see it."""
    known = {"links": links, "label": label}
    html = _PARSER.renderer.render(fragment.tokens, _PARSER.options, known)
    return Markup(html)  # noqa: S704
