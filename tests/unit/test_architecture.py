"""The structure that ARCHITECTURE.md describes is the structure that is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from conftest import ROOT

PACKAGE = ROOT / "scripts/nyth"
TEXT = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
ORDER = re.findall(r"^\| `([a-z_.]+)` \|", TEXT, re.M)


def _name(path: Path) -> str:
    return ".".join(
        part for part in path.relative_to(PACKAGE).with_suffix("").parts if part != "__init__"
    )


LOADERS = {"import_module", "__import__"}


# A package that only says what it is for is not a module of its own.
MODULES = {_name(p): ast.parse(p.read_text("utf-8")) for p in sorted(PACKAGE.rglob("*.py"))}
MODULES = {name: tree for name, tree in MODULES.items() if name and len(tree.body) > 1}


def _imports(module: str) -> set[str]:
    """The modules of the package that a module imports, inside functions too."""
    found = set()
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "nyth":
            home = node.module.removeprefix("nyth").removeprefix(".")
            found |= {home, *(f"{home}.{alias.name}".removeprefix(".") for alias in node.names)}
    # a module that is loaded by its name is imported too
    for node in ast.walk(MODULES[module]):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", getattr(node.func, "id", "")) in LOADERS
        ):
            found |= (
                set(MODULES)
                if not isinstance(node.args[0], ast.Constant)
                else {node.args[0].value.removeprefix("nyth.")}
            )
    return found & set(MODULES)


def test_the_table_lists_every_module() -> None:
    assert sorted(ORDER) == sorted(MODULES)


def test_imports_go_one_way() -> None:
    for module in ORDER:
        upwards = [
            other
            for other in _imports(module) - {module}
            if ORDER.index(other) >= ORDER.index(module)
        ]
        assert not upwards, f"{module} imports {upwards}"


def test_only_one_module_knows_mkdocs() -> None:
    def roots(tree: ast.Module) -> set[str]:
        nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        names = [
            n.module or "" if isinstance(n, ast.ImportFrom) else n.names[0].name for n in nodes
        ]
        return {name.split(".")[0] for name in names}

    assert {name for name, tree in MODULES.items() if "mkdocs" in roots(tree)} == {
        "engine.mkdocs_hooks"
    }


def test_the_engine_knows_no_framework_by_name() -> None:
    entities = {
        p.name
        for kind in ("principles", "values", "themes", "barriers")
        for p in (ROOT / "content" / kind).iterdir()
    }
    for name, tree in MODULES.items():
        strings = {
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
        assert not strings & entities, name


def test_files_and_functions_stay_short() -> None:
    for path in (ROOT / "scripts").rglob("*.py"):
        text = path.read_text("utf-8")
        assert text.count("\n") <= 450, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 50, f"{path}: {node.name}"


def test_our_own_javascript_stays_within_its_budget() -> None:
    """A library is not ours; and no line is so dense that it counts as two."""
    files = [p for p in (ROOT / "overrides").rglob("*.js") if p.name != "qr.js"]
    lines = [line for path in files for line in path.read_text("utf-8").splitlines()]
    assert len(lines) <= 1900
    assert [line for line in lines if len(line) > 160] == []


def test_templates_write_all_html() -> None:
    """No tag stands in a string of Python, docstrings and patterns that look for tags apart."""
    tag = re.compile(r"<(?:/?[a-z][a-z0-9]*(?:\\s[^<>]*)?/?>|!doctype)", re.I)
    for name, tree in MODULES.items():
        docs = {
            ast.get_docstring(n, clean=False)
            for n in ast.walk(tree)
            if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)
        }
        strings = {
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
        found = [
            text
            for text in strings - docs
            if tag.search(text) and not {"(?", "[^"} & {text[i : i + 2] for i in range(len(text))}
        ]
        assert not found, f"{name}: {found}"


def _is_command(node: ast.stmt) -> bool:
    """Whether messages.yml says what a function does, as the help of a command."""
    return any(getattr(getattr(d, "func", d), "id", "") == "command" for d in node.decorator_list)


def test_every_public_function_says_what_it_does() -> None:
    missing = []
    for name, tree in MODULES.items():
        nodes = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
        missing += [
            f"{name}.{n.name}"
            for n in nodes
            if not n.name.startswith("_") and not _is_command(n) and not ast.get_docstring(n)
        ]
        missing += [] if ast.get_docstring(tree) else [name]
    # the fields of a model are explained in help.yml
    assert [m for m in missing if not m.startswith("content.model.")] == []
