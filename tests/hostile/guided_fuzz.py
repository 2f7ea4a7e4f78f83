"""Fuzzing that follows the code: atheris changes real files until they take other ways through the loader.

Run by `make fuzz`; whatever raises ends the run, and the input that did it stays in .cache/fuzz. Not a test of the suite, because atheris is
made for Linux and macOS only. Arguments are those of libFuzzer, such as -runs=100000.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["nyth", "yaml"]):
    from nyth.content import textcheck, yamltext
    from nyth.content.load import _Reader, load
    from nyth.content.model import KINDS
    from nyth.problems import FORMATS, report

ROOT = Path(__file__).parents[2]
TOKENS = ("---\\x0a", ": ", "- ", "{", "}", "[", "]", "&a ", "*a", "!!int ", "|\\x0a", ">-\\x0a", "<<: *a", "## ", "### ", "{: #x }")
TOKENS += ("[^x]", "nyth:", "{{ ", "{% ", "](", "![", "<b>", "\\xef\\xbb\\xbf", "\\x00", "\\xe2\\x80\\xae", "title: ", "slug: ", "agreed: {on: ")


def main() -> None:
    folder = ROOT / ".cache/fuzz"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "content").mkdir(parents=True)
    words = load(ROOT / "content", ROOT / "docs")[0].words
    kinds = list(KINDS.values())

    def one(data: bytes) -> None:
        """One input, read as a page, as a text of some kind, as facts, and as plain characters."""
        kind = kinds[len(data) % len(kinds)]
        page, facts = folder / "en.md", folder / "facts.yml"
        page.write_bytes(data)
        facts.write_bytes(data)
        reader = _Reader(folder / "content")
        reader._page(page, "en")
        reader._text(page, "en", kind, words)
        found = reader._yaml(facts)
        if found:
            reader.check(facts, kind.model, found)
        for style in FORMATS:
            report(reader.problems, style, "cy")
        text = data.decode("utf-8", "replace")
        list(textcheck.characters(text))
        yamltext.read(text, 0)

    seeds = folder / "seeds"
    seeds.mkdir()
    for number, path in enumerate(sorted([*(ROOT / "content").rglob("*.md"), *(ROOT / "content").rglob("*.yml")])):
        (seeds / str(number)).write_bytes(path.read_bytes()[:1500])
    (folder / "tokens").write_text("".join(f'"{token}"\n' for token in TOKENS), "ascii")
    options = [f"-dict={folder / 'tokens'}", "-max_len=2000", "-timeout=10", "-rss_limit_mb=2048", f"-artifact_prefix={folder}/"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[1:], str(seeds)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
