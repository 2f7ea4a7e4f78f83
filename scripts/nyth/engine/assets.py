"""Static files under names that carry a hash of what is in them, so that browsers may keep them
for ever."""

import re
from pathlib import Path

from nyth.content import files
from nyth.pages.page import small

# Scripts that are written as modules, each after those that it imports. Browsers run no module
# from a disk, so they are published as one plain script.
MODULES = {"assessment": ("model", "codec", "qr", "view")}
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const) (\w+))", re.MULTILINE)
_IMPORT = re.compile(r'^import (?:\* as )?(\{[^}]+\}|\w+) from "\./(\w+)\.js";$', re.MULTILINE)
# a library says at its end what it gives: the name of each inside, and outside
_GIVEN = re.compile(r"(\w+) as (\w+)")


def assets(folder: Path, docs: Path) -> dict[str, tuple[str, bytes]]:
    """The static files of a folder, and the pictures beside the hand-written pages, which can
    take the place of none: name to the name that it is published under, and what is in it. What
    a style sheet names is renamed in it as well."""
    contents = {name: (docs / "assets" / name).read_bytes() for name in files.pictures(docs)}
    contents |= {
        path.relative_to(folder).as_posix(): small(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.is_symlink()
        and not any(map(files.left_lying, path.relative_to(folder).parts))
    }
    for script, modules in MODULES.items():
        if (folder.parent / script).is_dir():
            contents[f"{script}.js"] = _joined(folder.parent / script, modules).encode()
    made: dict[str, tuple[str, bytes]] = {}
    for name in sorted(contents, key=lambda name: name.endswith(".css")):
        data = contents[name]
        for used in sorted(made, key=len, reverse=True) if name.endswith(".css") else ():
            quoted = rb"(?<=[\(\"'/])" + re.escape(used.encode()) + rb"(?=[\)\"'])"
            data = re.sub(quoted, made[used][0].encode(), data)
        made[name] = name if name.endswith(".txt") else files.hashed(name, data), data
    return made


def _joined(folder: Path, modules: tuple[str, ...]) -> str:
    """Modules as one script, each in a scope of its own that gives what it exports."""
    scopes = []
    for name in modules:
        text = (folder / f"{name}.js").read_text("utf-8")
        text, _, given = text.partition("export{")
        named = [f"{outside}: {inside}" for inside, outside in _GIVEN.findall(given)]
        exports = ", ".join([*_EXPORT.findall(text), *named])
        body = _IMPORT.sub(r"const \1 = module_\2;", _EXPORT.sub("", text))
        scopes.append(f"const module_{name} = (() => {{\n{body}\nreturn {{ {exports} }};\n}})();\n")
    # not made smaller: rjsmin takes spaces out of texts between backticks
    return "{\n" + "".join(scopes) + "}\n"
