"""What a proposed change does to what readers read: two built sites compared as text. Pure."""

from __future__ import annotations

import difflib
from html.parser import HTMLParser
from pathlib import Path

from nyth import LANGUAGES

_BLOCKS = {
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "dt",
    "dd",
    "th",
    "td",
    "summary",
    "figcaption",
    "button",
    "option",
    "blockquote",
}
_MOST = 12_000


class _Lines(HTMLParser):
    """The words of <main>, a line for each paragraph, heading, item or cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._main = False
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._main |= tag == "main"
        if tag in _BLOCKS:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS or tag == "main":
            self.flush()
        self._main &= tag != "main"

    def handle_data(self, data: str) -> None:
        if self._main:
            self._words.append(data)

    def flush(self) -> None:
        line = " ".join("".join(self._words).split())
        if line:
            self.lines.append(line)
        self._words = []


def text(html: str) -> list[str]:
    """The lines that a reader reads in the main part of a page."""
    reader = _Lines()
    reader.feed(html)
    reader.flush()
    return reader.lines


def changes(before: Path, after: Path) -> dict[str, list[str]]:
    """The pages whose words differ between two built sites: path to the lines of a difference."""
    names = {
        p.relative_to(s).as_posix()
        for s in (before, after)
        for lang in LANGUAGES
        for p in (s / lang).rglob("index.html")
    }
    found = {}
    for name in sorted(names):
        old, new = (
            text((s / name).read_text("utf-8")) if (s / name).is_file() else []
            for s in (before, after)
        )
        if old != new:
            found[name] = list(difflib.unified_diff(old, new, lineterm="", n=1))[2:]
    return found


def comment(found: dict[str, list[str]], moved: list[str], site_url: str) -> str:
    """The comment for a proposal, in both languages. moved: ids that are not in step; site_url: where readers see the site now."""
    step = (
        "Mae'r ddwy iaith yn cyd-fynd. / Both languages are in step."
        if not moved
        else f"**Nid yw'r ddwy iaith yn cyd-fynd / the two languages are not in step:** {', '.join(moved)}"
    )
    lines = ["### Beth fydd darllenwyr yn ei weld / what readers will see", "", step, ""]
    if not found:
        return "\n".join(
            [
                *lines,
                "Dim newid yn y geiriau ar y tudalennau. / No change in the words on the pages.",
                "",
            ]
        )
    lines += [f"Tudalennau sy'n newid / pages that change: {len(found)}", ""]
    lines += [
        f"- `{name}` ([cynt / before]({site_url}{name.removesuffix('index.html')}))"
        for name in found
    ]
    size = sum(map(len, lines))
    for name, difference in found.items():
        block = [
            "",
            f"<details><summary><code>{name}</code></summary>",
            "",
            "````diff",
            *(d.replace("````", "''''") for d in difference),
            "````",
            "</details>",
        ]
        size += sum(map(len, block))
        if size > _MOST:
            lines += ["", "Mae rhagor yn yr adeiladau. / There is more in the builds."]
            break
        lines += block
    return "\n".join(lines) + "\n"
