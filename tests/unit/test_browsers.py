"""No style and no script asks for more than the oldest browsers have that the site works in: Chrome and Edge 88, Firefox
78 and Safari 14.1, all from 2021 or before. In older ones a page is as it is without script."""

from __future__ import annotations

import re

import pytest

from nyth.pages.page import TEMPLATES

SCRIPTS = {
    p.relative_to(TEMPLATES).as_posix(): p.read_text("utf-8") for p in TEMPLATES.rglob("*.js")
}
STYLES = {
    p.relative_to(TEMPLATES).as_posix(): re.sub(r"/\*.*?\*/", "", p.read_text("utf-8"), flags=re.S)
    for p in TEMPLATES.rglob("*.css")
}
# what is newer, and who has it since when
NEWER = {
    r"\(\?<[=!]": "what stands before a match: Safari 16.4",
    r"\.at\(": "Chrome 92, Safari 15.4",
    r"\.findLast": "Chrome 97, Firefox 104, Safari 15.4",
    r"\bhasOwn\(|\bstructuredClone\(": "Chrome 93 and 98, Safari 15.4",
    r"\.to(Sorted|Reversed|Spliced)\(|\.with\(": "Chrome 110, Firefox 115, Safari 16",
    r"\b(Object|Map)\.groupBy\(|\bArray\.fromAsync\(|\bPromise\.(withResolvers|try)\(": "Chrome 117, Safari 17.4",
    r"\brandomUUID\(": "Chrome 92, Firefox 95, Safari 15.4",
    r"\bAbortSignal\.\w+\(": "unless it is asked for (`?.`): Chrome 103, Firefox 100, Safari 16",
    r"\bnavigation\.|\buserActivation\.": "unless it is asked for (`?.`): Chrome 102, Firefox 120 and later",
    r"\.aria[A-Z]\w+": "Firefox 119",
    r"\.(checkVisibility|showPopover|togglePopover|showPicker)\(": "Chrome 99 and later",
    r"\bstatic\s*[{#]|[\s;{(.]#[a-z]\w*\s*[=(;]": "fields of classes that are private: Firefox 90, Safari 15",
    r"\brequestIdleCallback\b|\bimport\(": "not in every browser, and from no disk",
}
NEWER_STYLES = {
    r"(margin|padding|border|inset)-(inline|block)|[\s;{]inset:": "Chrome 87, Safari 14.1; and it costs nothing to do without",
    r"@(layer|container|scope|property|starting-style)\b": "Chrome 99 and later",
    r"\b(color-mix|light-dark|oklch|oklab|color|anchor|round|abs|sign)\(": "Chrome 111 and later",
    r"\bsubgrid\b|[\s;{](translate|rotate|scale):": "Chrome 104 and later",
    r"@media[^{]*[<>]": "Chrome 104, Safari 16.4",
    r"(^|[;{}])\s*&": "rules in rules: Chrome 112, Firefox 117, Safari 16.5",
}
# older browsers read these as well, for they have to say what does not work
FIRST = ("inline/first.js", "inline/sheets.js", "inline/slash.js")
FALLS_BACK = re.compile(r"\d(?:[sld]v[hwib]|r?lh|cq\w+)\b|content: .* / ")


@pytest.mark.parametrize("pattern", NEWER)
def test_scripts_ask_for_nothing_newer(pattern: str) -> None:
    assert [n for n, text in SCRIPTS.items() if re.search(pattern, text)] == [], NEWER[pattern]


@pytest.mark.parametrize("pattern", NEWER_STYLES)
def test_styles_ask_for_nothing_newer(pattern: str) -> None:
    found = [n for n, text in STYLES.items() if re.search(pattern, text, re.M)]
    assert found == [], NEWER_STYLES[pattern]


@pytest.mark.parametrize("name", FIRST)
def test_what_tells_of_an_old_browser_is_read_by_it(name: str) -> None:
    assert (
        re.findall(r"\?\.|\?\?|catch \{|(?:&&|\|\||\*\*)=|globalThis|\{ ?\.\.\.", SCRIPTS[name])
        == []
    )


def test_what_only_some_read_comes_after_what_all_do() -> None:
    for name, text in STYLES.items():
        lines = [line.strip() for line in text.splitlines()]
        for before, line in zip(lines, lines[1:], strict=False):
            if FALLS_BACK.search(line):
                assert before.split(":")[0] == line.split(":")[0], f"{name}: {line}"


def test_a_rule_that_some_cannot_read_takes_no_other_with_it() -> None:
    """A browser that does not know one selector of a list drops the whole rule."""
    for name, text in STYLES.items():
        for rule in re.findall(r"([^{};]+)\{", text):
            having = [":has(" in selector for selector in rule.split(",\n")]
            assert all(having) or not any(having), f"{name}: {rule.strip()}"
