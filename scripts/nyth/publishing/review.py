"""What a proposed change does to what readers read: two built sites compared as text. Pure."""

from __future__ import annotations

import difflib
from pathlib import Path

from nyth import LANGUAGES
from nyth.publishing import built

_MOST = 12_000
_IN_STEP = "Mae'r ddwy iaith yn cyd-fynd. / Both languages are in step."
_OUT_OF_STEP = "**Nid yw'r ddwy iaith yn cyd-fynd / the two languages are not in step:** "
_SAME = "Dim newid yn y geiriau ar y tudalennau. / No change in the words on the pages."


def changes(before: Path, after: Path) -> dict[str, list[str]]:
    """The pages whose words differ between two built sites: path to the lines of a difference."""
    old, new = _words(before), _words(after)
    return {
        path: list(difflib.unified_diff(old.get(path, []), new.get(path, []), lineterm="", n=1))[2:]
        for path in sorted({*old, *new})
        if old.get(path, []) != new.get(path, [])
    }


def _words(site: Path) -> dict[str, list[str]]:
    pages = (page for lang in LANGUAGES for page in (site / lang).rglob("index.html"))
    paths = {page.relative_to(site).as_posix(): page for page in pages}
    return {path: built.read(path, page.read_text("utf-8")).lines for path, page in paths.items()}


def comment(changed: dict[str, list[str]], moved: list[str], site_url: str) -> str:
    """The comment for a proposal, in both languages.

    moved: ids that are not in step; site_url: where readers see the site now.
    """
    step = f"{_OUT_OF_STEP}{', '.join(moved)}" if moved else _IN_STEP
    lines = ["### Beth fydd darllenwyr yn ei weld / what readers will see", "", step, ""]
    if not changed:
        return "\n".join([*lines, _SAME, ""])
    lines += [f"Tudalennau sy'n newid / pages that change: {len(changed)}", ""]
    for name in changed:
        lines.append(f"- `{name}` ([cynt / before]({site_url}{name.removesuffix('index.html')}))")
    size = sum(map(len, lines))
    for name, difference in changed.items():
        # so that no text can leave its block
        shown = "\n".join(difference).replace("````", "''''")
        summary = f"<details><summary><code>{name}</code></summary>"
        block = f"\n{summary}\n\n````diff\n{shown}\n````\n</details>"
        size += len(block)
        if size > _MOST:
            lines += ["", "Mae rhagor yn yr adeiladau. / There is more in the builds."]
            break
        lines.append(block)
    return "\n".join(lines) + "\n"
