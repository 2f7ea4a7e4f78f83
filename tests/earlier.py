"""The small site before and after its house was rebuilt: pages moved, merged, sections renamed."""

from __future__ import annotations

import shutil
from pathlib import Path

from framework import MACRO_PAGES, agreed, load_small
from nyth.content.kinds import KINDS
from nyth.editing import upkeep
from nyth.engine.build import Build
from nyth.languages.agree import OPEN
from nyth.outputs.files import write
from nyth.rules import check

SITE_URL = "https://doors.example/book/"


def built_site(root: Path, out: Path) -> Path:
    """The small site as files, built without MkDocs."""
    library, problems = load_small(root)
    lists = (kind.folder for kind in KINDS.values())
    faults = problems + check(library, (*MACRO_PAGES, *lists))
    assert [p for p in faults if p.rule not in {*OPEN, "agreed-unneeded"}] == []
    build = Build(library, root / "docs", SITE_URL, "https://code.example/doors")
    write(out, build.shared())
    for path in (*build.by_address, *(f"compare/{name}/" for name in build.names)):
        build.write_asked(out, path)
    return out


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def rebuild_the_house(root: Path) -> None:
    """A page moves twice, one goes into another, another into a section, a section is renamed."""
    for slug in ("wide-open", "always-open"):
        upkeep.move(load_small(root)[0], "open-door", {"en": slug})
    upkeep.move(load_small(root)[0], "open-door", {"cy": "llydan-agored"})
    library = load_small(root)[0]
    assert upkeep.merge(root / "content", library, "tea-and-talk", "start") == Path(
        "content/former.yml"
    )
    shutil.rmtree(root / "content/case-studies/tea-and-talk")
    upkeep.merge(root / "content", library, "write", "start#begin")
    for lang in ("en", "cy"):
        _replace(root / f"docs/{lang}/start.md", "{#first}", "{#begin}")
        (root / f"docs/{lang}/write.md").unlink()
    _replace(root / "content/framework.yml", "  - {page: write}\n", "")
    _replace(root / "content/updates/spring/update.yml", ", examples: [tea-and-talk]", "")
    with (root / "content/former.yml").open("a", encoding="utf-8") as file:
        for section in ("what", "found", "glance", "take", "unknown", "sources"):
            file.write(f"  - {{id: tea-and-talk#{section}, to: start#begin}}\n")
        file.write("  - {id: start#first, to: start#begin}\n")
    agreed(root)
