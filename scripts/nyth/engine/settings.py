"""What mkdocs.yml says that the rest of the program has to know."""

import os
from pathlib import Path
from typing import Any

import yaml


class _Tolerant(yaml.SafeLoader):
    """MkDocs knows tags of its own, such as !ENV and !!python/name; none of what they stand for is
    asked for here."""


_Tolerant.add_multi_constructor("", lambda loader, suffix, node: None)


def config_for(content: Path) -> Path:
    """The mkdocs.yml beside or above a content folder; the one of the current folder where there is
    none."""
    above = (folder / "mkdocs.yml" for folder in Path(os.path.realpath(content)).parents)
    return next((path for path in above if path.is_file()), Path("mkdocs.yml"))


def macro_pages(config: Path) -> tuple[str, ...]:
    """The hand-written pages that may call macros, as mkdocs.yml lists them; none where it says
    nothing readable."""
    try:
        data: Any = yaml.load(config.read_text("utf-8"), Loader=_Tolerant)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return ()
    extra = data.get("extra") if isinstance(data, dict) else None
    pages = extra.get("macro_pages") if isinstance(extra, dict) else None
    return tuple(map(str, pages)) if isinstance(pages, list) else ()
