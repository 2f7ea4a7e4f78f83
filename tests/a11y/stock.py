"""The same words in Material for MkDocs and mkdocs-static-i18n as they come, to compare with: no
override, no script or style of ours, the set-up that their own manuals begin with."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from a11y.sites import STOCK, Place, Site, places, same_in_both
from nyth import LANGUAGES
from nyth.content.library import Library, Thing
from nyth.engine.build import Build
from nyth.engine.export import markdown_tree

# https://squidfunk.github.io/mkdocs-material/setup/changing-the-colors/ and
# https://ultrabug.github.io/mkdocs-static-i18n/
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
    """The library with one address for both languages of a page: static-i18n pairs files by
    their names."""

    def named(thing: Thing) -> Thing:
        slug = {"slug": thing["en"].matter.slug}
        texts = {
            code: dataclasses.replace(text, matter=text.matter.model_copy(update=slug))
            for code, text in thing.texts.items()
        }
        return dataclasses.replace(thing, texts=texts)

    kinds = {}
    for name, words in library.words.kinds.items():
        slug = words.slug.model_copy(update={"cy": words.slug.en})
        kinds[name] = words.model_copy(update={"slug": slug})
    return dataclasses.replace(
        library,
        words=library.words.model_copy(update={"kinds": kinds}),
        things={name: named(thing) for name, thing in library.things.items()},
    )


def _write(library: Library, docs: Path) -> None:
    """Every page under the English address that it has on this site, with its words as another
    engine gets them."""
    for path, data in markdown_tree(Build(library, docs)).items():
        if path != "index.md":
            (docs / path).parent.mkdir(parents=True, exist_ok=True)
            (docs / path).write_bytes(data)


def build(library: Library, folder: Path) -> None:
    """Builds the stock site into `folder`/site. Raises CalledProcessError where MkDocs does not
    build it."""
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
        Place(moved(p.path), p.lang, moved(p.twin), p.sample)
        for p in places(_one_name(library), macro_pages)
    )
    both = (Place("/404.html", LANGUAGES[0], "", True),)
    return Site(folder / "site", found + both, STOCK, library, same_in_both(library))
