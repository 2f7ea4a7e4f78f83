"""JSON Schemas of every content file, from the models, so that an editing program can complete and
underline.

They accept what `nyth check` accepts of a file on its own; what ties files together only the check
can see.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from nyth import LANGUAGES
from nyth.content.kinds import KINDS
from nyth.content.model import LISTS, AgreedFile, FrontMatter, PageMatter, WordsFile
from nyth.problems import words_file

# The YAML extension of VS Code knows this draft best; the schemas use nothing newer.
DIALECT = "http://json-schema.org/draft-07/schema#"


def explain(part: str, kind: str, name: str) -> dict[str, str] | None:
    """What help.yml says in both languages about one of its "keys" or "sections"."""
    known = words_file(Path(__file__).parent / "help.yml")[part]
    return known.get(f"{kind}.{name}") or known.get(name)


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by the name of its file, without ".json"."""
    models: dict[str, type[BaseModel]] = {
        **{name: kind.model for name, kind in KINDS.items()},
        **{name.removesuffix(".yml"): model for name, model in LISTS.items()},
        "words": WordsFile,
        "agreed": AgreedFile,
        "front-matter": FrontMatter,
        "page-front-matter": PageMatter,
    }
    return {name: _schema(model, name) for name, model in models.items()}


def files(folder: Path) -> dict[Path, str]:
    """The schema files as they should stand in `folder`."""
    return {
        folder / f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for name, schema in schemas().items()
    }


def _schema(model: type[BaseModel], name: str) -> dict[str, Any]:
    schema = model.model_json_schema()
    for where, part in {name: schema, **schema.get("$defs", {})}.items():
        part.pop("description", None)
        for key, value in part.get("properties", {}).items():
            value.pop("title", None)
            # the keys of a file of lists need no word
            told = None if f"{where}.yml" in LISTS else explain("keys", where, key)
            if told:
                value["description"] = "\n\n".join(told[lang] for lang in LANGUAGES)
    _allow_empty(schema)
    return {"$schema": DIALECT, **schema, "title": name}


def _allow_empty(part: Any) -> None:
    """A list or table that may be empty may also be a key with nothing after it, as the models
    read it."""
    part = dict(enumerate(part)) if isinstance(part, list) else part
    if isinstance(part, dict):
        for value in part.values():
            _allow_empty(value)
        kind = part.get("type")
        full = {"minItems", "minProperties", "properties"} & part.keys()
        if kind in ("array", "object") and not full:
            part["type"] = [kind, "null"]
