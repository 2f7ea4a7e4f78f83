"""The last wall: what a finished page may hold, whatever it was made of. Nothing the check lets through should meet it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

# What Markdown makes, and what the site itself adds to a page.
TAGS = frozenset(
    """
    p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd a em strong code pre blockquote br hr div span img figure figcaption section
    table thead tbody tr th td form noscript label select option button input output fieldset legend details summary nav
    svg g path line rect circle ellipse text tspan textpath title desc use defs polyline polygon marker
    """.split()
)
_TAG = re.compile(r"""<(/?[a-zA-Z!?][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "background", "cite", "xlink:href"}
_FORBIDDEN = {"style", "srcdoc", "srcset", "formaction", "ping", "is", "http-equiv"}
_SAFE_ADDRESS = re.compile(r"(?:https?://[^/\\]|mailto:|#|\?|\.{0,2}/(?![/\\])|[^:/?#\s\\]+(?:[/?#]|$)|$)")


def unsafe(html: str) -> Iterator[str]:
    """Whatever in a page's HTML could run, load from elsewhere or lead astray, as it is written there."""
    for tag, attributes in _TAG.findall(html):
        name = tag.removeprefix("/").lower()
        if name not in TAGS:
            yield f"<{tag}>"
        for key, quoted in _ATTRIBUTE.findall(attributes):
            key, value = key.lower(), unescape(quoted.strip("\"'"))
            runs = key in _FORBIDDEN or key.startswith("on")
            strays = key in _ADDRESSES and not _SAFE_ADDRESS.match(value)
            if runs or strays or (key == "src" and ":" in value):
                yield f"<{tag} {key}={value[:60]}>"
