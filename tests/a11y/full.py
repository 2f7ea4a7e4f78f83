"""Measures every page in every combination, and the stock theme with the same words beside it;
keeps the result in docs/accessibility.yml, where the accessibility statement finds it. For
releases: it takes most of an hour.

Usage: python tests/a11y/full.py
"""

from __future__ import annotations

import datetime
import json
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests")]

from a11y import markup, stock  # noqa: E402
from a11y.measure import CHECKS, Report, measure, summary  # noqa: E402
from a11y.sites import Site, ours  # noqa: E402
from folderserver import serve_folder  # noqa: E402
from nyth.content.files import RESULTS  # noqa: E402
from nyth.content.load import load  # noqa: E402
from nyth.engine.settings import macro_pages  # noqa: E402
from nyth.engine.site import build  # noqa: E402


def _look(site: Site, root: Path, prefix: str) -> Report:
    server = serve_folder(root)
    done = 0

    def told(path: str) -> None:
        nonlocal done
        done += 1
        print(f"\r{done} / {len(site.places)}", end="", file=sys.stderr, flush=True)

    address = f"http://127.0.0.1:{server.server_port}{prefix}"
    report = measure(site, address, whole=True, told=told)
    print(file=sys.stderr)
    server.shutdown()
    report.states["html"] = len(list(site.folder.rglob("*.html")))
    report.faults["html"] += markup.nu(site.folder)
    return report


def as_yaml(on: datetime.date, versions: dict[str, str], reports: dict[str, Report]) -> str:
    """The results as the file that `nyth` reads: {"site": ours, "stock": the theme}."""
    lines = ["# Written by `make test-a11y-full`; shown on the accessibility page.", f"on: {on}"]
    lines.append(f"versions: {json.dumps(versions)}")
    lines.append(
        f"pages: {{{', '.join(f'{name}: {len(report.pages)}' for name, report in reports.items())}}}"
    )
    lines.append("checks:")
    for check in CHECKS:
        counts = (
            f"{name}: {{states: {report.states[check]}, faults: {len(report.faults[check])}}}"
            for name, report in reports.items()
        )
        lines.append(f"  - {{check: {check}, {', '.join(counts)}}}")
    return "\n".join(lines) + "\n"


def main() -> int:
    if not markup.jar():
        print(
            "the results are complete only with the Nu checker, which needs Java", file=sys.stderr
        )
        return 1
    os.chdir(ROOT)
    os.environ.setdefault("SITE_URL", "https://nyth.example/reference/")
    os.environ.setdefault("REPOSITORY_URL", "https://code.example/nyth/reference")
    library, problems = load(Path("content"), Path("docs"))
    macros = macro_pages(Path("content"))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if problems or build(library, Path("content"), Path("docs"), folder / "ours/reference"):
            return 1
        stock.build(library, folder / "stock")
        reports = {
            "site": _look(
                ours(library, folder / "ours/reference", macros), folder / "ours", "/reference"
            ),
            "stock": _look(
                stock.site(library, folder / "stock", macros), folder / "stock/site", ""
            ),
        }
    mine = reports["site"]
    versions = {
        "Chromium": mine.chromium,
        "axe-core": mine.axe,
        "Nu": markup.version(),
        **stock.versions(),
    }
    (Path("docs") / RESULTS).write_text(as_yaml(datetime.date.today(), versions, reports), "utf-8")
    for check in CHECKS:
        for fault in mine.faults[check]:
            print(f"{check}: {fault}", file=sys.stderr)
    print(summary(mine, f"Nu {markup.version()}"))
    print(
        "the theme unchanged:",
        summary(reports["stock"], f"Nu {markup.version()}").removeprefix("accessibility: "),
    )
    return int(any(mine.faults.values()))


if __name__ == "__main__":
    sys.exit(main())
