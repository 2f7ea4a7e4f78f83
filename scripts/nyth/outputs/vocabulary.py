"""The framework as a vocabulary (SKOS, in Turtle), the glossary for translators' programs
(TBX-Basic, ISO 30042:2019), and the pages as a list for programs that read (llmstxt.org). Their
templates are in `overrides/data/`."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

from nyth.content.addresses import Addresses
from nyth.content.library import KINDS, PAGE, Library
from nyth.outputs.records import Head
from nyth.pages.page import environment


def turtle(rows: Mapping[str, Any], head: Head, library: Library) -> str:
    """Themes, principles and values as concepts, each kind a collection."""
    # the escapes of JSON are escapes of Turtle too (RDF 1.1 Turtle, 6.4)
    quoted = functools.partial(json.dumps, ensure_ascii=False)
    return _rendered("framework.ttl", head, library, rows=rows, quoted=quoted)


def tbx(head: Head, library: Library) -> str:
    """The glossary: a concept for each entry, its preferred, other and avoided terms in both
    languages."""
    return _rendered("glossary.tbx", head, library)


def listing(head: Head, library: Library) -> str:
    """Every page with its address and its sentence, in both languages, as Markdown."""
    return _rendered("llms.txt", head, library, addresses=Addresses(library), kinds=(PAGE, *KINDS))


def _rendered(name: str, head: Head, library: Library, **values: Any) -> str:
    template = environment().get_template(f"data/{name}")
    return template.render(head=head, library=library, **values).strip() + "\n"
