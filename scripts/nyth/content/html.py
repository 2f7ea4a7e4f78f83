"""Inert HTML of Markdown that was read."""

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from nyth.content import blocks, markdown


class _Renderer(RendererHTML):
    """The HTML of what depends on the page that a text stands on, env["page"]: it knows addresses
    (`href`, `picture`), the number of a source and what that is called (`cite`), and what a macro
    shows (`macro`). What it gives as None is not there, and the words stay."""

    def _open(self, tag: str, nesting: int = 1, **attributes: str) -> str:
        return self.renderToken([Token("", tag, nesting, attributes)], 0, {"xhtmlOut": False}, {})

    def table_open(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        region = {"class": "table", "role": "region", "aria-label": env["label"], "tabindex": "0"}
        return self._open("div", **region) + self.renderToken(tokens, n, options, env)

    def table_close(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        return self.renderToken(tokens, n, options, env) + self._open("div", -1)

    def link_open(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        address = env["page"].href(str(tokens[n].attrGet("href") or ""))
        env["linked"] = address is not None
        return self._open("a", href=address) if env["linked"] else ""

    def link_close(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        return self._open("a", -1) if env["linked"] else ""

    def image(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        words = blocks.words_of(tokens[n].children or ())
        address = env["page"].picture(str(tokens[n].attrGet("src") or ""))
        if address is None:
            return escapeHtml(words)
        return self._open("img", 0, src=address, alt=words, loading="lazy")

    def citation(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        source = tokens[n].content
        if (known := env["page"].cite(source)) is None:
            return escapeHtml(f"[^{source}]")
        number, label = known
        attributes = {"class": "cite", "href": f"#source-{source}", "aria-label": label}
        return self._open("a", **attributes) + f"[{number}]" + self._open("a", -1)

    def macro(self, tokens: list[Token], n: int, options: Any, env: Any) -> str:
        return env["page"].macro(tokens[n].content, tokens[n].info)


_PARSER = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}, renderer_cls=_Renderer)


def render(fragment: markdown.Fragment, page: Any, label: str = "") -> Markup:
    """The HTML of a fragment. `label`: what a table is called for those who cannot see it."""
    known = {"page": page, "label": label}
    html = _PARSER.renderer.render(fragment.tokens, _PARSER.options, known)
    return Markup(html)  # noqa: S704
