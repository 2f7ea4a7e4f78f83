"""The same words in Material for MkDocs and mkdocs-static-i18n as they come, to compare with: no override, no script or
style of ours, the set-up that their own manuals begin with."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from jinja2.sandbox import SandboxedEnvironment

from a11y.sites import STOCK, Place, Site, places, same_in_both
from nyth import LANGUAGES
from nyth.content.addresses import Addresses
from nyth.content.model import Library, Text
from nyth.engine.macros import INSERTS
from nyth.pages.writer import Writer, entity_pages

# https://squidfunk.github.io/mkdocs-material/setup/changing-the-colors/ and https://ultrabug.github.io/mkdocs-static-i18n/
SETTINGS = """
site_name: NYTH/NEST
site_url: http://127.0.0.1:8000/
theme:
  name: material
  font: false
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default, toggle: {icon: material/brightness-7, name: Dark mode}}
    - {media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {icon: material/brightness-4, name: Light mode}}
plugins:
  - search
  - i18n:
      docs_structure: folder
      languages:
        - {locale: cy, name: Cymraeg, default: true, build: true}
        - {locale: en, name: English, build: true}
markdown_extensions: [attr_list, sane_lists, tables, {toc: {permalink: true}}]
"""
VERSIONS = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n")


def versions() -> dict[str, str]:
    """The versions of what is compared with."""
    return {name: version(name) for name in VERSIONS}


def _one_name(library: Library) -> Library:
    """The library with one address for both languages of a page: static-i18n pairs files by their names."""

    def named(texts: dict[str, Text]) -> dict[str, Text]:
        slug = {"slug": texts["en"].matter.slug}
        return {code: dataclasses.replace(t, matter=t.matter.model_copy(update=slug)) for code, t in texts.items()}

    kinds = {}
    for name, words in library.words.kinds.items():
        slug = words.slug.model_copy(update={"cy": words.slug.en})
        kinds[name] = words.model_copy(update={"slug": slug})
    return dataclasses.replace(
        library,
        words=library.words.model_copy(update={"kinds": kinds}),
        entities={i: dataclasses.replace(e, texts=named(e.texts)) for i, e in library.entities.items()},
        pages={i: named(texts) for i, texts in library.pages.items()},
    )


def _write(library: Library, docs: Path) -> None:
    """Every page as plain Markdown, under the English address that it has on this site."""
    texts = {page.url: (page.title, page.markdown) for page in entity_pages(library)}
    for target, languages in library.pages.items():
        for lang, text in languages.items():
            url = Addresses(library).url(target, lang)
            writer, env = Writer(library, lang, url), SandboxedEnvironment()
            env.globals = {name: _bound(insert, writer) for name, insert in INSERTS.items()}
            markdown = env.from_string(text.body).render() if text.matter.render_macros else text.body
            texts[url] = (text.title, writer.finish(markdown, target))
    for url, (title, markdown) in texts.items():
        path = docs / url / "index.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {title}\n\n{markdown}", "utf-8")


def _bound(insert: object, writer: Writer) -> object:
    return lambda *arguments: insert(writer, *arguments)


def build(library: Library, folder: Path) -> None:
    """Builds the stock site into `folder`/site. Raises CalledProcessError where MkDocs does not build it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    _write(_one_name(library), folder / "docs")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=folder, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=True)


def site(library: Library, folder: Path, macro_pages: tuple[str, ...]) -> Site:
    """The stock site that `build` made: its default language, Welsh, stands at the root."""

    def moved(path: str) -> str:
        return path.removeprefix("/cy") if path.startswith("/cy/") else path

    found = tuple(
        Place(moved(p.path), p.lang, moved(p.twin), p.sample) for p in places(_one_name(library), macro_pages)
    )
    both = (Place("/404.html", LANGUAGES[0], "", True),)
    return Site(folder / "site", found + both, STOCK, library, same_in_both(library))
