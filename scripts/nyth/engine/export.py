"""All pages as files that another engine takes: front matter, and the finished words of the page
under it.

The addresses in the pages are final and relative, so an engine only has to turn `a/b/index.md` into
`a/b/index.html`. The words are HTML, which is Markdown too; the Markdown that people write is
`content/` and `docs/`.
"""

import json
import re

from nyth import LANGUAGES
from nyth.engine.build import Build
from nyth.pages.page import Page
from nyth.publishing.offline import away

# in which every line end counts
_CODE = re.compile(r"(?s)<pre.*?</pre>")


def markdown_tree(build: Build) -> dict[str, bytes]:
    """Every page, picture and data file by its path: {"en/principles/no-wrong-door/index.md": …,
    "assets/…": …}. Slides are finished pages, and no part of it."""
    pages = {}
    for url, (name, lang) in build.by_address.items():
        page = Page(build.library, build.library.things[name], lang)
        html = away(build.words(name, lang))
        # an empty line would end the HTML, and what follows it would be read as Markdown
        html = _CODE.sub(lambda code: re.sub(r"\n(?=\s*\n)", "&#10;", code[0]), html)
        words = "\n".join(line for line in html.split("\n") if line.strip())
        matter = {"title": page.text.title, "description": page.text.summary, "lang": lang}
        # what the frame of our own pages says
        said = f"{page.word('independent-short')} {page.unreviewed()}".strip()
        pages[f"{url}index.md"] = _page(matter, f"{words}\n\n> {said}")
    names = build.library.words.site.name
    chooser = "\n".join(f"- [{names[lang]}]({lang}/)" for lang in LANGUAGES)
    title = " / ".join(dict.fromkeys(names[lang] for lang in LANGUAGES))
    pages["index.md"] = _page({"title": title}, chooser)
    folder, shown = build.docs / "assets", build.library.pictures
    return {
        **{path: text.encode() for path, text in sorted(pages.items())},
        **build.data.files,
        **{f"assets/{new}": (folder / old).read_bytes() for old, new in shown.items()},
    }


def _page(matter: dict[str, str], words: str) -> str:
    # a JSON text is a YAML text as well (YAML 1.2.2, 1.2), so nothing in a title can end the line
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in matter.items())
    return f"---\n{''.join(lines)}---\n# {matter['title']}\n\n{words}\n"
