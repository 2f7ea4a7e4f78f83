"""All pages as plain Markdown, one tree per language: what another engine needs, and an archive that any editor opens.

The addresses in the pages are final and relative, so an engine only has to turn `a/b/index.md` into `a/b/index.html`.
"""

from __future__ import annotations

import json
from pathlib import Path

from nyth import LANGUAGES
from nyth.content.addresses import Addresses
from nyth.content.model import Library
from nyth.engine.macros import expand
from nyth.pages.writer import Writer, entity_pages
from nyth.publishing.offline import away


def markdown_tree(library: Library, docs: Path) -> dict[str, bytes]:
    """Every page and picture by its path: {"en/principles/no-wrong-door/index.md": …, "assets/…": …}.

    library: content without problems; docs: where the pictures of the texts lie, in `assets`.
    """
    addresses, made = Addresses(library), {}
    for page in entity_pages(library):
        made[f"{page.url}index.md"] = _page(page.lang, page.title, page.summary, page.markdown)
    for target, texts in library.pages.items():
        for lang in LANGUAGES:
            text, url = texts[lang], addresses.url(target, lang)
            writer = Writer(library, lang, url)
            body = away(expand(text.body, writer)) if text.matter.render_macros else text.body
            made[f"{url}index.md"] = _page(
                lang, text.title, text.summary, writer.finish(body, target)
            )
    made["index.md"] = _chooser(library)
    tree = {path: text.encode() for path, text in sorted(made.items())}
    return tree | {
        f"assets/{shown}": (docs / "assets" / name).read_bytes()
        for name, shown in library.pictures.items()
    }


def _page(lang: str, title: str, summary: str, markdown: str) -> str:
    # a JSON text is a YAML text as well (YAML 1.2.2, 1.2), so nothing in a title can end the line
    said = {"title": title, "description": summary, "lang": lang}
    matter = "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in said.items()
    )
    return f"---\n{matter}---\n# {title}\n\n{markdown}"


def _chooser(library: Library) -> str:
    name = library.words.site.name
    links = "\n".join(
        f"- [{getattr(name, lang)}]({lang}/){{: lang={lang} hreflang={lang} }}"
        for lang in LANGUAGES
    )
    title = " / ".join(dict.fromkeys(getattr(name, lang) for lang in LANGUAGES))
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n# {title}\n\n{links}\n"
