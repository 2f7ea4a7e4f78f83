"""How checking, building and previewing grow with the content: copies of the real content with
generated case studies, short as ours are or with 600 words more.

Prints a table: for each number of further case studies (two pages each) the user seconds of a
first check and of one after a change, of a first build and of one after another, the CPU seconds from a saved file to its page in a
preview, the memory of the largest process in a build and the size of what it wrote; beside it the
user seconds of Material for MkDocs, as it comes, for the same words, and how often ours go into
them. Where something is run several times, the median is told, and the least and the most. Last
comes the exponent of the growth in the last step.
Usage: python tests/bench/bench_build.py [--long] [30 300 1000]
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]

from a11y import stock  # noqa: E402
from nyth.content.load import load  # noqa: E402

SIZES = (30, 300, 1000)
LONG = 600
RUNS = 3

# One run of MkDocs as `nyth serve` makes it: a first build, then each save and the page asked for.
PREVIEW = """
import os, sys, tempfile, time
from pathlib import Path
content, docs, page = map(Path, sys.argv[1:])
os.environ.update(NYTH_CONTENT=str(content), NYTH_DOCS=str(docs), NO_MKDOCS_2_WARNING="1", SOURCE_DATE_EPOCH="0")
from mkdocs.commands.build import build
from mkdocs.config import load_config
site = tempfile.mkdtemp()
def shown():
    began = time.process_time()
    config = load_config("mkdocs.yml", site_dir=site)
    config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url="http://127.0.0.1:8000/")
    config.extra["nyth"].write_asked(Path(site), "en/principles/trusted-adults/")
    return time.process_time() - began
shown()
text = page.read_text("utf-8")
for n in range(3):
    page.write_text(text + f"\\n\\nSaved {'again ' * n}.\\n", "utf-8")
    print(shown())
page.write_text(text, "utf-8")
"""


def grow(folder: Path, count: int, words: int = 0) -> None:
    """Writes a copy of the content into `folder`, with `count` further case studies in both
    languages, each with about `words` further words out of the glossary, and accepts them as
    saying the same."""
    for name in ("content", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    models = sorted((ROOT / "content/case-studies").iterdir())
    glossary, random = list(load(ROOT / "content", ROOT / "docs")[0].glossary), Random(0)
    # the same meanings in both languages
    many = words * len(glossary) // sum(len(term.meaning.en.split()) for term in glossary)
    for n, model in zip(range(count), itertools.cycle(models), strict=False):
        copy = folder / "content/case-studies" / f"generated-{n}"
        copy.mkdir()
        said = random.sample(glossary, many)
        for file in model.iterdir():
            text = file.read_text("utf-8").replace(f"id: {model.name}\n", f"id: generated-{n}\n")
            text = re.sub(r'^title: "?(.*?)"?$', rf'title: "\1 {n}"', text, count=1, flags=re.M)
            text = re.sub(r"^slug: .*$", f"slug: generated-{n}", text, count=1, flags=re.M)
            text = re.sub(r"^former: .*\n", "", text, flags=re.M)
            if file.suffix == ".md" and words:
                # after the first paragraph
                more = "".join(f"{term.meaning[file.stem]}\n\n" for term in said)
                text = re.sub(r"(\n\n[^#\n].*\n\n)", rf"\g<1>{more}", text, count=1)
            (copy / file.name).write_text(text, "utf-8")
    nyth(folder, "agree", "--all")


def nyth(folder: Path, *command: str) -> resource.struct_rusage:
    """Runs a command over a grown content folder: what it took. Ends the run where it fails."""
    folders = ("--content", str(folder / "content"), "--docs", str(folder / "docs"))
    with tempfile.TemporaryFile() as said:
        begun = subprocess.Popen(
            [sys.executable, "-m", "nyth.cli", *command, *folders],
            cwd=ROOT,
            stdout=said,
            stderr=said,
        )
        _, status, used = os.wait4(begun.pid, 0)
        begun.returncode = os.waitstatus_to_exitcode(status)
        if begun.returncode:
            said.seek(0)
            raise SystemExit(said.read()[-3000:].decode())
    return used


def spent(run: Callable[[], object], runs: int = RUNS) -> list[float]:
    """User seconds of the processes that something starts, in each of its runs."""
    times = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        run()
        times.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
    return times


def saved(folder: Path) -> list[float]:
    """CPU seconds from a saved file to its finished page, in each of three saves."""
    page = folder / "content/principles/trusted-adults/en.md"
    command = [sys.executable, "-c", PREVIEW, folder / "content", folder / "docs", page]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return list(map(float, done.stdout.split()[-3:]))


def checked(folder: Path) -> list[float]:
    """User seconds of a check after a change that was accepted in both languages, three times."""
    case = sorted((folder / "content/case-studies").iterdir())[0]
    times = []
    for _ in range(RUNS):
        for lang in ("en", "cy"):
            with (case / f"{lang}.md").open("a", encoding="utf-8") as file:
                file.write("\n\nNYTH/NEST.\n")
        nyth(folder, "agree", case.name)
        times += spent(lambda: nyth(folder, "check"), 1)
    return times


def told(times: list[float]) -> str:
    """A median, and the spread where there is one."""
    spread = f" ({min(times):.2f}–{max(times):.2f})" if len(times) > 1 else ""
    return f"{statistics.median(times):.2f}{spread}"


def main(sizes: list[int], words: int) -> int:
    """Measures every size; 1 when the exponent of the last step is over 1.1."""
    builds: dict[int, float] = {}
    print(
        "| further case studies | first check, s | check again, s | first build, s | build again, s | save → page, s "
        "| memory, MB | output, MB | stock theme, s | first build ÷ stock |"
    )
    print("|--:" * 10 + "|")
    for size in (0, *sizes):
        with tempfile.TemporaryDirectory() as work:
            folder = Path(work)
            grow(folder, size, words)
            site = folder / "site"
            shutil.rmtree(ROOT / ".cache/nyth", ignore_errors=True)
            check = nyth(folder, "check")
            shutil.rmtree(ROOT / ".cache/nyth", ignore_errors=True)
            first = nyth(folder, "build", "--site", str(site))
            memory = first.ru_maxrss / 1024
            again = spent(lambda: nyth(folder, "build", "--site", str(site)))  # noqa: B023
            builds[size] = statistics.median(again)
            output = sum(f.stat().st_size for f in site.rglob("*") if f.is_file()) / 1e6
            checks = [[check.ru_utime], checked(folder)]
            library, _ = load(folder / "content", folder / "docs")
            beside = spent(lambda: stock.build(library, folder / "stock"), 1)  # noqa: B023
            row = [str(size), *map(told, (*checks, [first.ru_utime], again, saved(folder)))]
            row += [
                f"{memory:.0f}",
                f"{output:.0f}",
                told(beside),
                f"{first.ru_utime / beside[0]:.2f}",
            ]
            print("|", " | ".join(row), "|", flush=True)
    *_, (few, a), (many, b) = builds.items()
    pages = 250
    exponent = math.log(b / a) / math.log((pages + 2 * many) / (pages + 2 * few))
    print(f"exponent of the last step: {exponent:.2f}")
    return 1 if exponent > 1.1 else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--long", action="store_true", help=f"{LONG} words more in each case study")
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    options = parser.parse_args()
    sys.exit(main(options.sizes, LONG if options.long else 0))
