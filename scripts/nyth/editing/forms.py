"""The configuration of the form editor, from the same models as the check: fields, help texts, required-ness, choices.

The editor is Decap CMS (see overrides/editor/). It is told of one "file" for each thing, which overrides/editor/backend.js
puts together from `en.md`, `cy.md` and the facts, and takes apart again.
"""

from __future__ import annotations

import datetime
import functools
import json
import re
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import yaml
from pydantic.fields import FieldInfo

from nyth import LANGUAGES
from nyth.content.addresses import EDITOR
from nyth.content.model import KINDS, PARTIAL_DATE, Entity, FrontMatter, Library, Text
from nyth.content.schemas import explain
from nyth.languages import agree
from nyth.pages.writer import Writer
from nyth.publishing.offline import online_link

LOCAL = {"name": "nyth", "kind": "proxy", "proxy_url": "/api/v1"}
# What it takes to run the editor, and the terms of what is not ours; decap-cms.cdx.json says where that is from.
_LICENCES = ("decap-cms.LICENSE.txt", "decap-cms.js.LICENSE.txt")
SCRIPTS = ("editor.js", "backend.js", "texts.js", "editor.css", "decap-cms.js", *_LICENCES)
_GITHUB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?")
_DATE = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
# Written by commands, or never changed.
_NOT_HERE = {"id", "agreed", "awaiting"}
# The facts that name things of a kind are called like the folder of that kind.
_LISTED = {kind.folder: kind.id for kind in KINDS.values()}


@functools.cache
def words() -> dict[str, Any]:
    """What editor.yml says."""
    return yaml.safe_load((Path(__file__).parent / "editor.yml").read_text("utf-8"))


def page_words(lang: str) -> dict[str, str]:
    """What the page of the editor says before it is opened."""
    return {key: both[lang] for key, both in words()["page"].items()}


def form_editor(writer: Writer) -> str:
    """The link to the form editor, which is left out of copies that are read without a connection."""
    return online_link(writer, f"{EDITOR}/", page_words(writer.lang)["open"])


def code_host(repository: str, sign_in: str) -> dict[str, Any] | None:
    """Where edits go as proposals; None unless the project is on GitHub and a service for signing in is named.

    sign_in: the address at which that service begins, such as "https://sign-in.example/auth".
    """
    found, address = _GITHUB.fullmatch(repository), urlsplit(sign_in)
    if not found or address.scheme != "https" or not address.netloc:
        return None
    return {
        "name": "nyth",
        "kind": "github",
        "repo": found.group(1),
        "branch": "main",
        "base_url": f"https://{address.netloc}",
        "auth_endpoint": address.path.strip("/") or "auth",
        "open_authoring": True,
    }


def files(library: Library, backend: dict[str, Any] | None, folder: Path) -> dict[str, bytes]:
    """What lies beside the editor's page: {path: content}; nothing where the editor is not set up.

    backend: of `code_host`, or LOCAL; folder: that with the editor's scripts.
    """
    if backend is None:
        return {}
    made = {f"config.{lang}.json": settings(library, lang, backend) for lang in LANGUAGES}
    return {
        **{f"{EDITOR}/{name}": json.dumps(data, ensure_ascii=False).encode() for name, data in made.items()},
        **{f"{EDITOR}/{name}": (folder / name).read_bytes() for name in SCRIPTS},
    }


def settings(library: Library, lang: str, backend: dict[str, Any]) -> dict[str, Any]:
    """All that the editor needs in one language: {"config" for Decap CMS, its "phrases", our own "words"}."""
    local = backend["kind"] == "proxy"
    said = words()["phrases"]
    own = {key: both[lang] for key, both in words()["form"].items()}
    return {
        "config": {
            "load_config_file": False,
            "locale": lang,
            "backend": backend,
            "publish_mode": "simple" if local else "editorial_workflow",
            "media_library": {"name": "none"},
            "show_preview_links": False,
            "search": False,
            "collections": list(_collections(library, lang)),
        },
        # each list of choices once, as many facts offer the same
        "lists": {name: _choices(library, name, lang) for name in ("sources", "type", *_LISTED)},
        "phrases": _merged(said[lang], said[f"{lang}-local"] if local else {}),
        "words": {
            **{key: own[key] for key in ("required", "long", "changed", "unchanged", "unread")},
            "title": page_words(lang)["title"],
            "languages": {"en": own["english"], "cy": own["welsh"]},
        },
    }


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _merged(base.get(key, {}), over[key]) if isinstance(over.get(key), dict) else over.get(key, base.get(key))
        for key in {**base, **over}
    }


def paths(library: Library) -> set[str]:
    """Every file that the form may change, as seen from the root of the project."""
    shown = [file for kind in _collections(library, "en") for file in kind["files"]]
    return {path for file in shown for path in file["paths"].values()}


def _collections(library: Library, lang: str) -> Iterator[dict[str, Any]]:
    form = words()["form"]
    common = {"format": "nyth", "editor": {"preview": False}, "description": form["about"][lang], "publish": True}
    for kind in KINDS.values():
        shown = [_entity(library, entity, lang) for entity in library.of(kind.id)]
        if shown:
            yield {"name": kind.id, "label": getattr(library.words.kinds[kind.id].many, lang), "files": shown, **common}
    pages = [_page(library, page, texts, lang) for page, texts in library.pages.items()]
    if pages:
        yield {"name": "page", "label": form["pages"][lang], "files": pages, **common}


def _entity(library: Library, entity: Entity, lang: str) -> dict[str, Any]:
    facts = list(_facts(library, entity, lang))
    made = _file(library, entity.id, entity.kind, entity.texts, lang, {"facts": entity.path})
    made["shape"]["facts"] = {fact["name"]: fact.pop("exact") for fact in facts}
    form = words()["form"]
    group = {"name": "facts", "label": form["facts"][lang], "hint": form["facts_hint"][lang], "fields": facts}
    made["fields"].insert(-1, {**group, "widget": "object", "collapsed": True, "required": False})
    return made


def _page(library: Library, page: str, texts: dict[str, Text], lang: str) -> dict[str, Any]:
    return _file(library, page, "page", texts, lang, {"agreed": agree.AGREED})


def _file(
    library: Library, target: str, kind: str, texts: dict[str, Text], lang: str, others: dict[str, str]
) -> dict[str, Any]:
    """One thing as the editor opens it. `shape`: how texts.js takes it apart: the field of each heading."""
    is_page = kind == "page"
    places: dict[str, dict[str, str]] = {code: {} for code in LANGUAGES}
    fields: dict[str, dict[str, Any]] = {}
    for code, text in texts.items():
        for place, name, section, heading, body in _places(text, is_page):
            places[code][place] = f"s-{name}" if place else "lead"
            if body:
                said = None if is_page else _about(kind, name, section)
                field = fields.setdefault(places[code][place], {"headings": {}, **_hint(said, lang)})
                field["headings"][code] = _heading(library, heading, code)
    made = [
        {
            "name": name,
            "label": field["headings"][lang],
            "widget": "both",
            "lines": 4,
            "required": name != "lead",
            **field,
        }
        for name, field in fields.items()
        if len(field["headings"]) == len(LANGUAGES)
    ]
    return {
        "name": target,
        "label": texts[lang].title,
        "file": f"{Path(texts['en'].path).parent}/{target}.nyth"
        if is_page
        else f"{Path(others['facts']).parent}/both.nyth",
        "paths": {**{code: text.path for code, text in texts.items()}, **others},
        "shape": {"id": target, "page": is_page, "places": places, "facts": {}},
        "fields": [*_matter(lang), *made, _agreement(lang)],
    }


def _places(text: Text, is_page: bool) -> Iterator[tuple[str, str, str, str, str]]:
    """(place, id, section, heading, words) of all that is under a heading. The place is what texts.js calls it: the line
    of the heading, after that of its section."""
    lines = text.body.split("\n")
    if is_page:
        end = text.sections[0].line - text.body_line if text.sections else None
        yield "", "lead", "lead", "", "\n".join(lines[:end]).strip()
    for section in text.sections:
        line = lines[section.line - text.body_line]
        yield line, section.id, section.id, section.heading, section.body
        for part in section.parts:
            place = f"{line}\n{lines[part.line - text.body_line]}"
            yield place, part.id, section.id, f"{section.heading}: {part.heading}", part.body


def _about(kind: str, name: str, section: str) -> dict[str, str] | None:
    """What goes there; a question has the same advice under every heading."""
    known = ((kind, name), (kind, section), (kind, section.removesuffix("s")))
    return next((said for where in known if (said := explain("sections", *where))), None)


def _heading(library: Library, heading: str, lang: str) -> str:
    """A heading as readers see it; that of a part may be the title of another page."""
    before, _, target = heading.partition("nyth:")
    if target in library.entities:
        return before + library.entities[target].texts[lang].title
    return heading or words()["form"]["lead"][lang]


def _hint(said: dict[str, str] | None, lang: str) -> dict[str, str]:
    return {"hint": said[lang]} if said else {}


def _matter(lang: str) -> Iterator[dict[str, Any]]:
    """The fields of the front matter, but for addresses, which only `nyth move` changes."""
    form = words()["form"]
    for name in ("title", "summary", "search"):
        info = FrontMatter.model_fields[name]
        most = min((m for c in info.metadata if (m := getattr(c, "max_length", None))), default=None)
        said = explain("keys", "front-matter", name)[lang]
        yield {
            "name": name,
            "label": form[name][lang],
            "widget": "both",
            "lines": 1 if name == "title" else 2,
            "required": info.is_required(),
            "headings": {code: form[name][code] for code in LANGUAGES},
            **({"most": most} if most else {}),
            "hint": f"{said} {form['search_hint'][lang]}" if name == "search" else said,
        }


def _agreement(lang: str) -> dict[str, Any]:
    form = words()["form"]
    return {
        "name": "agreement",
        "label": form["agreement"][lang],
        "widget": "agreement",
        "required": False,
        "hint": form["agreement_hint"][lang],
        "choices": [
            {"value": value, "label": form[f"agreement_{value or 'open'}"][lang]} for value in ("", "both", "spelling")
        ],
    }


# Facts


def _facts(library: Library, entity: Entity, lang: str) -> Iterator[dict[str, Any]]:
    """The facts that stand on one line of their file. `exact`: whether texts.js writes the value as it is."""
    for name, info in KINDS[entity.kind].model.model_fields.items():
        field = None if name in _NOT_HERE else _fact(library, name, info, lang)
        if field:
            yield {
                "name": name,
                "label": words()["facts"][name][lang],
                "required": info.is_required(),
                **_hint(explain("keys", entity.kind, name), lang),
                **field,
            }


def _plain_type(info: FieldInfo) -> Any:
    """The type of a field without "or nothing" and what constrains it."""
    kind = info.annotation
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        kind = next(one for one in typing.get_args(kind) if one is not type(None))
    return typing.get_args(kind)[0] if typing.get_origin(kind) is typing.Annotated else kind


def _fact(library: Library, name: str, info: FieldInfo, lang: str) -> dict[str, Any] | None:
    """How one fact is asked for; None where the form has no place for it."""
    form, kind = words()["form"], _plain_type(info)
    if typing.get_origin(kind) is list:
        if (name != "sources" and name not in _LISTED) or hasattr(typing.get_args(kind)[0], "model_fields"):
            return None
        least = next((m for c in info.metadata if (m := getattr(c, "min_length", None))), 0)
        return {"widget": "select", "multiple": True, "choices": name, "exact": True, "required": bool(least)}
    if typing.get_origin(kind) is Literal:
        return _select(library, name, typing.get_args(kind), lang)
    if kind is bool:
        return _select(library, name, ("true", "false"), lang)
    if name == "type":
        return {"widget": "select", "choices": name, "exact": True}
    if kind is datetime.date:
        return {"widget": "string", "pattern": [_DATE, form["date"][lang]], "exact": True}
    if kind is int:
        return {"widget": "string", "pattern": [r"^\d+$", form["number"][lang]], "exact": True}
    if kind is str and name == "date":
        return {"widget": "string", "pattern": [PARTIAL_DATE, form["partial_date"][lang]], "exact": False}
    return None


def _select(library: Library, name: str, values: tuple[str, ...], lang: str) -> dict[str, Any]:
    form, said = words()["form"], library.words.text
    label = {
        value: form.get(value, {}).get(lang) or getattr(said.get(f"{name}-{value}"), lang, value) for value in values
    }
    return {
        "widget": "select",
        "options": [{"value": value, "label": label[value]} for value in values],
        "exact": True,
    }


def _choices(library: Library, name: str, lang: str) -> list[dict[str, str]]:
    """The ids that a fact may name, with what they are called."""
    if name == "sources":
        titles = {
            source.id: getattr(source.title, lang) or source.title.en or source.title.cy
            for source in library.sources.values()
        }
        found = {target: f"{title} ({target})" for target, title in titles.items()}
    elif name == "type":
        types_ = {key: both for key, both in library.words.text.items() if key.startswith("type-")}
        found = {key.removeprefix("type-"): getattr(both, lang) for key, both in types_.items()}
    else:
        found = {entity.id: entity.texts[lang].title for entity in library.of(_LISTED[name])}
    return [{"value": target, "label": title} for target, title in found.items()]
