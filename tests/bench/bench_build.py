"""How checking and building grow with the content: copies of the real content with generated case
studies.

Prints user seconds for each size and the cost of each further thousand; a straight line keeps the
second near the first. Usage: python tests/bench/bench_build.py [100 300 1000]
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SIZES = (100, 300, 1000)


def grow(folder: Path, count: int) -> None:
    """Writes a copy of the content into `folder`, with `count` further case studies in both
    languages."""
    for name in ("content", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    models = sorted((ROOT / "content/case-studies").iterdir())
    for n in range(count):
        model = models[n % len(models)]
        copy = folder / "content/case-studies" / f"generated-{n}"
        copy.mkdir()
        for file in model.iterdir():
            text = file.read_text("utf-8").replace(f"id: {model.name}\n", f"id: generated-{n}\n")
            text = re.sub(r"^(title: .*)$", rf"\1 {n}", text, count=1, flags=re.M)
            text = re.sub(r'^(title: ".*)" (\d+)$', r'\1 \2"', text, count=1, flags=re.M)
            text = re.sub(r"^slug: .*$", f"slug: generated-{n}", text, count=1, flags=re.M)
            (copy / file.name).write_text(text, "utf-8")


def spent(folder: Path, *command: str) -> float:
    """User seconds of a command over a grown content folder."""
    folders = ("--content", str(folder / "content"), "--docs", str(folder / "docs"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        [sys.executable, "-m", "nyth.cli", *command, *folders],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout[-3000:] + done.stderr[-3000:])
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main(sizes: tuple[int, ...]) -> int:
    """Measures every size; 1 when the last step costs more than 1.5 times as much for each page
    as the first."""
    rows = []
    for size in (0, *sizes):
        with tempfile.TemporaryDirectory() as work:
            folder = Path(work)
            grow(folder, size)
            subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "nyth.cli",
                    "agree",
                    "--all",
                    "--content",
                    str(folder / "content"),
                    "--docs",
                    str(folder / "docs"),
                ],
                cwd=ROOT,
                capture_output=True,
                check=False,
            )
            started = time.monotonic()
            rows.append(
                (
                    size,
                    spent(folder, "check"),
                    spent(folder, "build", "--site", str(folder / "site")),
                )
            )
            print(
                f"{size:5} case studies: check {rows[-1][1]:6.2f} s user, build {rows[-1][2]:6.2f} s user ({time.monotonic() - started:.1f} s wall)",
                flush=True,
            )
    slopes = [(b[2] - a[2]) / (b[0] - a[0]) * 1000 for a, b in zip(rows, rows[1:], strict=False)]
    print(
        "build, user milliseconds for each case study (two pages) at each step:",
        ", ".join(f"{s:.1f}" for s in slopes),
    )
    return 1 if slopes[-1] > 1.5 * max(slopes[0], 1) else 0


if __name__ == "__main__":
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    sys.exit(main(tuple(map(int, sys.argv[1:])) or SIZES))
