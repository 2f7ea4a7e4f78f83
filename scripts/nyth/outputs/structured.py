"""What a page is, for search engines and other programs: JSON-LD in the vocabulary of schema.org.

As little as says it: every page carries these bytes. It is a data block and no script, so the
security policy of the site has nothing to say about it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from nyth.content.library import ids
from nyth.outputs.data import Edition
from nyth.pages.page import Page
from nyth.pages.shell import Shell

CONTEXT = "https://schema.org"
# Kinds that are ideas of the framework; the page that lists such a kind is the set of them.
_TERMS = ("theme", "principle", "value")
_DOWNLOADS = ("library.json", "datapackage.json", "framework.ttl", "glossary.tbx", "findings.csv")


def graph(page: Page, shell: Shell, edition: Callable[[], Edition]) -> dict[str, Any]:
    """The page as linked data, or nothing where its absolute address is not known or there is
    nothing to say. `edition`: the open data."""
    if not shell.site_url:
        return {}
    nodes = [*_main(page, shell, edition), *_breadcrumbs(page, shell)]
    return {"@context": CONTEXT, "@graph": nodes} if nodes else {}


def _main(page: Page, shell: Shell, edition: Callable[[], Edition]) -> Iterator[dict[str, Any]]:
    site, thing, lang = shell.site_url, page.thing, page.lang
    here = {
        "@id": shell.permalink(page),
        "name": page.text.title,
        "description": page.text.summary,
        "url": site + page.url,
    }
    written = {**here, "inLanguage": lang}
    about = [{"@id": f"{site}p/{target}/"} for target in ids(thing.facts, "principles")]
    links = {"about": about} if about else {}
    if thing.kind in _TERMS:
        index = shell.lists.get(thing.kind)
        part = {"inDefinedTermSet": f"{site}p/{index}/"} if index else {}
        yield {"@type": "DefinedTerm", **written, **part}
    elif thing.kind == "training":
        free = {"isAccessibleForFree": True} if thing.facts.cost else {}
        form = page.word(f"form-{thing.facts.form}")
        yield {"@type": "LearningResource", **here, "learningResourceType": form, **free, **links}
    elif not thing.is_page:
        yield {"@type": "Article", **written, "headline": page.text.title, **links}
    elif "data_files" in page.calls:
        yield {"@type": "Dataset", **here, **_data(page, site, edition())}
    elif terms := [
        {"@type": "DefinedTerm", "@id": f"{site}p/{t.id}/", "name": t[lang].title}
        for kind in _TERMS
        if shell.lists.get(kind) == thing.id
        for t in page.library.of(kind)
    ]:
        yield {"@type": "DefinedTermSet", **written, "hasDefinedTerm": terms}
    elif "glossary" in page.calls:
        yield {"@type": "DefinedTermSet", **written}


def _data(page: Page, site: str, edition: Edition) -> dict[str, Any]:
    name = page.library.words.site.name[page.lang]
    return {
        "license": edition.head.licence.url,
        "version": edition.head.version,
        "isAccessibleForFree": True,
        "inLanguage": ["en", "cy"],
        "creator": {"@type": "Organization", "name": name, "url": site},
        "distribution": [
            {"@type": "DataDownload", "contentUrl": site + f.path, "encodingFormat": f.media}
            for f in edition.listed
            if f.path.rpartition("/")[2] in _DOWNLOADS
        ],
    }


def _breadcrumbs(page: Page, shell: Shell) -> Iterator[dict[str, Any]]:
    """Where the page is; it is itself the last step."""
    crumbs = shell.breadcrumbs(page)
    steps = [
        {
            "@type": "ListItem",
            "position": n,
            "name": name,
            "item": shell.site_url + page.library.url(target, page.lang),
        }
        for n, (target, name) in enumerate((*crumbs, (page.thing.id, page.text.title)), 1)
    ]
    if crumbs:
        yield {"@type": "BreadcrumbList", "itemListElement": steps}
