"""The structure that ARCHITECTURE.md describes is the structure that is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from conftest import ROOT

PACKAGE = ROOT / "scripts/nyth"
TEXT = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
ORDER = re.findall(r"^\| `([a-z_]+)` \|", TEXT, re.M)


def _imports(path: Path) -> set[str]:
    """The modules of the package that a module imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "nyth":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nyth."):
            found.add(node.module.split(".")[1])
    return found & {p.stem for p in PACKAGE.glob("*.py")}


def test_the_table_lists_every_module() -> None:
    assert sorted(ORDER) == sorted(p.stem for p in PACKAGE.glob("*.py") if p.stem != "__init__")


def test_imports_go_one_way() -> None:
    for module in ORDER:
        upwards = [other for other in _imports(PACKAGE / f"{module}.py") if ORDER.index(other) >= ORDER.index(module)]
        assert not upwards, f"{module} imports {upwards}"


def test_only_one_module_knows_mkdocs() -> None:
    knowing = {p.stem for p in PACKAGE.glob("*.py") if re.search(r"^\s*(from|import) mkdocs\b", p.read_text("utf-8"), re.M)}
    assert knowing == {"mkdocs_hooks"}


def test_the_engine_knows_no_framework_by_name() -> None:
    entities = {p.name for kind in ("principles", "values", "themes", "barriers") for p in (ROOT / "content" / kind).iterdir()}
    for path in PACKAGE.glob("*.py"):
        strings = {n.value for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        assert not strings & entities, path.name


def test_every_public_function_says_what_it_does() -> None:
    missing = []
    for path in PACKAGE.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        nodes = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
        missing += [f"{path.stem}.{n.name}" for n in nodes if not n.name.startswith("_") and not ast.get_docstring(n)]
        missing += [] if ast.get_docstring(tree) else [path.stem]
    assert [m for m in missing if not m.startswith("model.")] == []
