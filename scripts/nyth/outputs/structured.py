"""What a page is, for search engines and other programs: JSON-LD in the vocabulary of schema.org.

As little as says it: every page carries these bytes. It is a data block and no script, so the
security policy of the site has nothing to say about it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from nyth.content.library import ids
from nyth.outputs.data import Edition
from nyth.pages.page import Page

CONTEXT = "https://schema.org"
# Kinds that are ideas of the framework; the page that lists such a kind is the set of them.
_TERMS = ("theme", "principle", "value")
_DOWNLOADS = ("library.json", "datapackage.json", "framework.ttl", "glossary.tbx", "findings.csv")


def graph(page: Page, entry: dict[str, Any], edition: Callable[[], Edition]) -> dict[str, Any]:
    """The page as linked data, or nothing where its absolute address is not known or there is
    nothing to say. `entry`: what the frame knows of it; `edition`: the open data."""
    if not entry["canonical"]:
        return {}
    nodes = [node for node in (_main(page, entry, edition), _breadcrumbs(entry)) if node]
    return {"@context": CONTEXT, "@graph": nodes} if nodes else {}


def _main(
    page: Page, entry: dict[str, Any], edition: Callable[[], Edition]
) -> dict[str, Any] | None:
    site = entry["x_default"]
    named = {"@id": entry["permalink"], "name": entry["title"], "description": entry["summary"]}
    here = {**named, "url": entry["canonical"]}
    written = {**here, "inLanguage": page.lang}
    about = [{"@id": f"{site}p/{target}/"} for target in ids(page.thing.facts, "principles")]
    links = {"about": about} if about else {}
    kind = page.thing.kind
    if kind in _TERMS:
        index = page.addresses.index(kind, page.lang)
        part = {"inDefinedTermSet": f"{site}p/{index}/"} if index else {}
        return {"@type": "DefinedTerm", **written, **part}
    if kind == "training":
        free = {"isAccessibleForFree": True} if page.thing.facts.cost else {}
        form = page.word(f"form-{page.thing.facts.form}")
        return {"@type": "LearningResource", **here, "learningResourceType": form, **free, **links}
    if not page.thing.is_page:
        return {"@type": "Article", **written, "headline": entry["title"], **links}
    if "data_files" in entry["calls"]:
        return {"@type": "Dataset", **here, **_data(page, site, edition())}
    listed = [k for k in _TERMS if page.addresses.index(k, page.lang) == page.thing.id]
    if listed or "glossary" in entry["calls"]:
        terms = [
            {"@type": "DefinedTerm", "@id": f"{site}p/{t.id}/", "name": t[page.lang].title}
            for k in listed
            for t in page.library.of(k)
        ]
        return {
            "@type": "DefinedTermSet",
            **written,
            **({"hasDefinedTerm": terms} if terms else {}),
        }
    return None


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


def _breadcrumbs(entry: dict[str, Any]) -> dict[str, Any] | None:
    """Where the page is; it is itself the last step."""
    above = [(c["title"], urljoin(entry["canonical"], c["url"])) for c in entry["breadcrumbs"]]
    if not above:
        return None
    steps = [*above, (entry["title"], entry["canonical"])]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": address}
            for n, (name, address) in enumerate(steps, 1)
        ],
    }
