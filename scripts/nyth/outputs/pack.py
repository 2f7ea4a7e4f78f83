"""Makes every file of the pack, each only if what it rests on has changed, and lists them."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import Any

from nyth import kept
from nyth.content.library import Library
from nyth.outputs import handouts, qr
from nyth.outputs.files import FOLDER, INDEX, Job, zipped
from nyth.outputs.files import write as into
from nyth.pages.page import TEMPLATES, Page, file_size
from nyth.problems import Refused

# What every file rests on besides its own words: code, templates, fonts and these libraries.
_CODE = (Path(__file__).parents[1], TEMPLATES)
_LIBRARIES = ("typst", "segno", "jinja2", "markdown-it-py", "python-pptx", "pillow", "lxml")
_MADE_OF = ".made-of"
_WORKERS = 2
_NAME = re.compile(r"(qr/)?[a-z0-9-]+\.[a-z]+")


def jobs(library: Library, site_url: str) -> list[Job]:
    """Every file that can be made, for a site at an absolute address with a slash at its end, with
    which printed links and QR codes begin. Raises Refused where words make no names of files."""
    # python-pptx takes a tenth of a second to load: only where files are made
    from nyth.outputs import pptx

    makers = (handouts.jobs, qr.jobs, pptx.jobs)
    made = [job for jobs in makers for job in jobs(library, site_url)]
    paths = [job.path for job in made]
    if wrong := {path for path in paths if paths.count(path) > 1 or not _NAME.fullmatch(path)}:
        files = ", ".join(sorted(wrong))
        raise Refused(library.words.place.problem("file-names", "text", files=files))
    return made


def is_current(folder: Path, library: Library, site_url: str) -> bool:
    """Whether a pack says what the texts say now. site_url: where its links should lead; "": where
    they do."""
    try:
        address, digest = (folder / _MADE_OF).read_text("utf-8").split()
    except (OSError, ValueError):
        return False
    return site_url in ("", address) and _digest(jobs(library, address)) == digest


def _digest(made: Iterable[Job]) -> str:
    keys = sorted(f"{job.path}\0{job.key}\0" for job in made)
    return hashlib.sha256("".join(keys).encode()).hexdigest()


def shown(page: Page, rows: Iterable[dict[str, Any]], target: str) -> list[tuple[str, str]]:
    """The files of a thing that a page offers: (what it is, link), by kind, the one in both
    languages after the other."""
    mine = [
        row
        for row in rows
        if row["id"] == target
        and row["language"] in (page.lang, "both")
        and page.has_word(f"pack-{row['kind']}")
    ]
    kinds = list(dict.fromkeys(row["kind"] for row in mine))
    files = []
    for row in sorted(mine, key=lambda row: kinds.index(row["kind"])):
        key = "pack-file-both" if row["language"] == "both" else "pack-file"
        label = page.word(f"pack-{row['kind']}")
        form, size = Path(row["path"]).suffix[1:].upper(), file_size(row["bytes"])
        words = page.word(key, label=label, form=form, size=size)
        files.append((words, page.path(f"{FOLDER}/{row['path']}")))
    return files


def write(
    out: Path,
    made: list[Job],
    site_url: str,
    archive: str,
    done: Callable[[Job], None] = lambda job: None,
) -> None:
    """Puts every file, a zip of them all, and the list of them (`index.json`) into a folder. The
    list has of each its path, id, kind, language, bytes and date. What it was made of is noted
    beside it, and not published.

    archive: the name of the zip; done: told of each file.
    """
    code = (p for folder in _CODE for p in sorted(folder.rglob("*")) if p.is_file())
    versions = str([metadata.version(name) for name in _LIBRARIES])
    memo = kept.Memo("printed", versions, *(p for p in code if "__pycache__" not in p.parts))

    def one(job: Job) -> bytes:
        data = memo.of(f"{job.kind} {job.path} {job.key}", job.make)
        done(job)
        return data

    with memo.opened(), ThreadPoolExecutor(_WORKERS) as workers:
        files = {job.path: data for job, data in zip(made, workers.map(one, made), strict=True)}
    into(out, files)
    zipped(out / archive, sorted(files.items()), archive.replace(".zip", "/"))
    date = max((job.date for job in made), default="")
    whole = Job(archive, "archive", "", "both", date, "", bytes)
    rows = [
        {
            "path": job.path,
            "id": job.id,
            "kind": job.kind,
            "language": job.language,
            "bytes": (out / job.path).stat().st_size,
            "date": job.date,
        }
        for job in (*made, whole)
    ]
    (out / INDEX).write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (out / _MADE_OF).write_text(f"{site_url} {_digest(made)}\n", "utf-8")
