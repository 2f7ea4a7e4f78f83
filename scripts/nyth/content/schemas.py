"""JSON Schemas of every content file, from the models, so that an editing program can complete and
underline.

They accept what `nyth check` accepts of a file on its own; what ties files together only the check
can see.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, create_model

from nyth import LANGUAGES
from nyth.content.former import Former
from nyth.content.library import KINDS
from nyth.content.model import (
    AgreedFile,
    Event,
    FrontMatter,
    Gap,
    MenuItem,
    PageMatter,
    Rating,
    ScaleLevel,
    Source,
    Term,
    WordsFile,
)
from nyth.content.plans import Plan

# The YAML extension of VS Code knows this draft best; the schemas use nothing newer.
DIALECT = "http://json-schema.org/draft-07/schema#"
_LISTS: dict[str, dict[str, type[BaseModel]]] = {
    "former": {"former": Former},
    "framework": {"menu": MenuItem},
    "sources": {"sources": Source},
    "ratings": {"scale": ScaleLevel, "ratings": Rating},
    "timeline": {"timeline": Event},
    "gaps": {"gaps": Gap},
    "glossary": {"terms": Term},
    "plans": {"plans": Plan},
}
_WHOLE: dict[str, type[BaseModel]] = {
    "words": WordsFile,
    "agreed": AgreedFile,
    "front-matter": FrontMatter,
    "page-front-matter": PageMatter,
}


@functools.cache
def helptext() -> dict[str, dict[str, dict[str, str]]]:
    """What help.yml says: {"keys" or "sections": {name: {lang: sentence}}}."""
    return yaml.safe_load((Path(__file__).parent / "help.yml").read_text("utf-8"))


def explain(part: str, kind: str, name: str) -> dict[str, str] | None:
    """The sentence about a key or section ("keys" or "sections") in both languages; that of the
    kind goes first."""
    known = helptext()[part]
    return known.get(f"{kind}.{name}") or known.get(name)


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by the name of its file, without ".json"."""
    found = {name: _schema(kind.model, name) for name, kind in KINDS.items()}
    found |= {name: _schema(model, name) for name, model in _WHOLE.items()}
    for name, lists in _LISTS.items():
        rows: dict[str, Any] = {key: (list[model], ...) for key, model in lists.items()}
        found[name] = _schema(create_model(name, **rows), name)
        for key in lists:
            found[name]["properties"][key]["type"] = "array"
    return found


def files(folder: Path) -> dict[Path, str]:
    """The schema files as they should stand in `folder`."""
    return {
        folder / f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for name, schema in schemas().items()
    }


def _schema(model: type[BaseModel], name: str) -> dict[str, Any]:
    made = model.model_json_schema()
    for where, part in {name: made, **made.get("$defs", {})}.items():
        part.pop("description", None)
        for key, value in part.get("properties", {}).items():
            value.pop("title", None)
            if (said := explain("keys", where, key)) and where not in _LISTS:
                value["description"] = "\n\n".join(said[lang] for lang in LANGUAGES)
    _allow_empty(made)
    return {"$schema": DIALECT, **made, "title": name}


def _allow_empty(part: Any) -> None:
    """A list that may be empty may also be a key with nothing after it, as the models read it."""
    for value in (
        part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    ):
        _allow_empty(value)
    if isinstance(part, dict) and part.get("type") == "array" and not part.get("minItems"):
        part["type"] = ["array", "null"]
