"""The framework as a vocabulary (SKOS, in Turtle), and the glossary for translators' programs
(TBX-Basic, ISO 30042:2019)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from xml.etree import ElementTree

from pydantic import BaseModel

from nyth import LANGUAGES
from nyth.content.model import Term
from nyth.outputs.records import Head, Record

_KINDS = ("themes", "principles", "values")
_PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}


def turtle(
    made: Mapping[str, list[BaseModel]], head: Head, names: Mapping[str, Mapping[str, str]]
) -> bytes:
    """Themes, principles and values as concepts, each kind a collection. `names`: what the kinds
    are called."""
    lines = [f"@prefix {name}: <{uri}> ." for name, uri in _PREFIXES.items()]
    # without an address of the site, the file knows where it stands in it
    lines += [f"@base <{head.site or '../'}> .", ""]
    scheme = "<data/framework.ttl#scheme>"
    lines += _subject(
        scheme,
        "skos:ConceptScheme",
        *_in_both("dct:title", dict(head.title)),
        *_in_both("dct:source", dict(head.source)),
        f"dct:license <{head.licence.url}>",
        f"owl:versionInfo {_quoted(head.version)}",
    )
    for kind in _KINDS:
        members = [f"<{record.permalink}>" for record in made[kind]]
        lines += _subject(
            f"<data/framework.ttl#{kind}>",
            "skos:Collection",
            *_in_both("skos:prefLabel", names[kind]),
            *([f"skos:member {', '.join(members)}"] if members else []),
        )
        for record in made[kind]:
            lines += _subject(f"<{record.permalink}>", "skos:Concept", *_concept(record, scheme))
    return "\n".join(lines).encode()


def _concept(record: Record, scheme: str) -> Iterator[str]:
    yield f"skos:inScheme {scheme}"
    yield f"skos:topConceptOf {scheme}"
    yield f"dct:identifier {_quoted(record.id)}"
    yield from _in_both("skos:prefLabel", dict(record.title))
    yield from _in_both("skos:definition", dict(record.summary))
    related = [f"<p/{target}/>" for target in getattr(record, "principles", [])]
    if related:
        yield f"skos:related {', '.join(related)}"


def _subject(name: str, kind: str, *facts: str) -> list[str]:
    return [f"{name} a {kind} ;", *(f"    {fact} ;" for fact in facts[:-1]), f"    {facts[-1]} .\n"]


def _in_both(name: str, words: Mapping[str, str]) -> Iterator[str]:
    for lang in LANGUAGES:
        yield f"{name} {_quoted(words[lang])}@{lang}"


def _quoted(text: str) -> str:
    # the escapes of JSON are escapes of Turtle too (RDF 1.1 Turtle, 6.4)
    return json.dumps(text, ensure_ascii=False)


def tbx(terms: Iterable[Term], head: Head, sure: Mapping[str, Mapping[str, str]]) -> bytes:
    """The glossary: a concept for each entry, its preferred, other and avoided terms in both
    languages. `sure`: how sure the Welsh is, in words."""
    names = {"xmlns": "urn:iso:std:iso:30042:ed-2", "xml:lang": "en"}
    root = ElementTree.Element("tbx", {"type": "TBX-Basic", "style": "dca", **names})
    about = _add(_add(root, "tbxHeader"), "fileDesc")
    title = " / ".join((head.title.en, head.title.cy))
    _add(_add(about, "titleStmt"), "title", title)
    published = _add(about, "publicationStmt")
    _add(published, "p", f"{head.version}. {head.licence.title}: {head.licence.url}")
    source = _add(about, "sourceDesc")
    for lang in LANGUAGES:
        _add(source, "p", head.source[lang], {"xml:lang": lang})
    body = _add(_add(root, "text"), "body")
    for term in sorted(terms, key=lambda term: term.id):
        concept = _add(body, "conceptEntry", attributes={"id": f"term-{term.id}"})
        for lang in LANGUAGES:
            _language(concept, term, lang, sure[term.sure][lang] if lang == "cy" else "")
    ElementTree.indent(root)
    return ElementTree.tostring(root, "utf-8", xml_declaration=True) + b"\n"


def _language(concept: ElementTree.Element, term: Term, lang: str, sure: str) -> None:
    section = _add(concept, "langSec", attributes={"xml:lang": lang})
    defined = _add(section, "descripGrp")
    _add(defined, "descrip", term.meaning[lang], {"type": "definition"})
    if term.note:
        _add(section, "note", term.note[lang])
    status = {"preferred": [term[lang]], "admitted": term.synonyms[lang]}
    status["deprecated"] = term.avoid[lang]
    for name, words in status.items():
        for word in words:
            part = _add(section, "termSec")
            _add(part, "term", word)
            kind = {"type": "administrativeStatus"}
            _add(part, "termNote", f"{name}Term-admn-sts", kind)
            if name == "preferred" and lang == "cy":
                if term.source:
                    _add(part, "admin", term.source, {"type": "source"})
                _add(part, "note", sure)


def _add(
    parent: ElementTree.Element,
    name: str,
    text: str | None = None,
    attributes: Mapping[str, str] | None = None,
) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, dict(attributes or {}))
    child.text = text
    return child
