"""What mkdocs.yml says that the rest of the program has to know."""

import os
from pathlib import Path

import yaml


def macro_pages(content: Path) -> tuple[str, ...]:
    """The hand-written pages that may call macros, as the mkdocs.yml beside or above a content
    folder lists them, or the one of the current folder where there is none; none where it says
    nothing readable."""
    above = (folder / "mkdocs.yml" for folder in Path(os.path.realpath(content)).parents)
    config = next((path for path in above if path.is_file()), Path("mkdocs.yml"))
    try:
        # this loader takes no heed of tags, of which MkDocs has its own, such as !ENV
        pages = yaml.load(config.read_text("utf-8"), Loader=yaml.BaseLoader)["extra"]["macro_pages"]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, LookupError, TypeError):
        return ()
    return tuple(map(str, pages)) if isinstance(pages, list) else ()
