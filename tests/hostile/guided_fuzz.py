"""Fuzzing that follows the code: atheris changes real files until they take other ways through what
reads content.

Run by `make fuzz`; whatever raises ends the run, and the input that did it stays in .cache/fuzz.
Not a test of the suite, because atheris is made for Linux and macOS only. Arguments are those of
libFuzzer, such as -runs=100000.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import atheris
import simplemma

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

with atheris.instrument_imports(include=["nyth", "yaml", "markdown_it"]):
    from test_hostile import NEEDED, OnAPage

    from framework import FILES, load_small, write
    from nyth import LANGUAGES, rules
    from nyth.content import markdown, parser, textcheck  # noqa: F401  read only when needed
    from nyth.content import yaml as yamltext
    from nyth.content.kinds import KINDS
    from nyth.problems import FORMATS, report

TOKENS = ("---\\x0a", ": ", "- ", "{", "}", "[", "]", "&a ", "*a", "!!int ", "|\\x0a", ">-\\x0a")
TOKENS += ("<<: *a", "## ", "### ", "{#x}", "{lang=ar}", "[^x]", "nyth:", "{{ ", "{% ", "](", "![")
TOKENS += (
    "<b>",
    "\\xef\\xbb\\xbf",
    "\\x00",
    "\\xe2\\x80\\xae",
    "title: ",
    "slug: ",
    "agreed: {on: ",
)


def main() -> None:
    cache = ROOT / ".cache/fuzz"
    shutil.rmtree(cache, ignore_errors=True)
    root = write(cache / "small", dict.fromkeys(path for path in FILES if path not in NEEDED))
    kinds = list(KINDS.values())
    for lang in LANGUAGES:
        # these lists take seconds to load, which no input is to blame for
        simplemma.is_known("word", lang)

    def one(data: bytes) -> None:
        """One input, read as a page, as a text and the facts of some kind, and by itself."""
        kind = kinds[len(data) % len(kinds)]
        home = root / "content" / kind.folder / "tried"
        home.mkdir(parents=True, exist_ok=True)
        for path in (root / "docs/en/write.md", home / "en.md", home / f"{kind.id}.yml"):
            path.write_bytes(data)
        library, problems = load_small(root)
        problems += rules.check(library, ("write",))
        for style in FORMATS:
            report(problems, style, "cy")
        shutil.rmtree(home)
        text = data.decode("utf-8", "replace")
        list(textcheck.characters(text))
        yamltext.read(text, 0)
        markdown.render(markdown.parse(text), OnAPage())

    seeds = cache / "seeds"
    seeds.mkdir()
    for number, text in enumerate(FILES.values()):
        data = text if isinstance(text, bytes) else text.encode()
        (seeds / str(number)).write_bytes(data[:1500])
    (cache / "tokens").write_text("".join(f'"{token}"\n' for token in TOKENS), "ascii")
    limits = ["-max_len=2000", "-timeout=10", "-rss_limit_mb=2048"]
    options = [f"-dict={cache / 'tokens'}", *limits, f"-artifact_prefix={cache}/"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[1:], str(seeds)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
