# ruff: noqa: E501  one case, one line
"""The only reader of Markdown: what a code host's preview shows is what the site shows, at the
lines of the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from markupsafe import Markup

from nyth import kept
from nyth.content import markdown, parser
from nyth.content.markdown import labelled_items, parse, render, split


class Page:
    """A page that knows everything that is asked of it."""

    def href(self, address: str) -> str | None:
        return address.removeprefix("nyth:") + "/" if address.startswith("nyth:") else None

    def picture(self, address: str) -> str | None:
        return f"../{address}" if address.startswith("assets/") else None

    def cite(self, source: str) -> tuple[int, str] | None:
        return (3, "Source 3") if source == "report" else None

    def macro(self, name: str, argument: str) -> Markup:
        return Markup("<b>{}:{}</b>").format(name, argument)


def html(text: str) -> str:
    return "".join(str(render(parse(text), Page(), "Words")).split("\n"))


def kinds(text: str) -> list[tuple[str, int, str]]:
    return [(block.kind, block.line, block.words()) for block in parse(text).blocks]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("Three things:\n- one\n- two", ["paragraph", "item", "item"]),
        ("Three things:\n1. one\n2. two", ["paragraph", "item", "item"]),
        ("1) one\n2) two", ["item", "item"]),
        ("* one\n+ two", ["item", "item"]),
        ("- one\n  - in it\n  - and in it\n- two", ["item"] * 4),
        ("1. one\n   - in it\n2. two", ["item"] * 3),
        ("- one\n\n  more of one", ["item", "paragraph"]),
        ("Text\n\n| A | B |\n|---|---|\n| x | y |", ["paragraph", "row", "row"]),
        ("Text\n| A | B |\n|---|---|\n| x | y |", ["paragraph", "row", "row"]),
        ("Text\n> quoted", ["paragraph", "paragraph"]),
        ("Text\n```\ncode\n```", ["paragraph", "code"]),
        ("#### Lower\ntext", ["heading", "paragraph"]),
        ("{{ cards('value') }}\n\nand {{ label('home') }}", ["macro", "paragraph"]),
    ],
)
def test_blocks_are_those_of_a_preview(text: str, blocks: list[str]) -> None:
    assert [kind for kind, _, _ in kinds(text)] == blocks


def test_items_know_their_numbers() -> None:
    text = "8. a\n1. b\n   - c\n     1. d\n   - e\n9. f\n\nText\n\n- g\n\n0) h\n0) i"
    numbers = [block.number for block in parse(text).blocks]
    assert numbers == [8, 9, None, 1, None, 10, None, None, 0, 1]


def test_blocks_and_marks_know_their_lines() -> None:
    text = "One\ntwo [a](nyth:x)\n\n- three\n  [^report] four\n\n| a |\n| --- |\n| ![p](assets/p.png) |"
    assert [(kind, line) for kind, line, _ in kinds("\n" + text)] == [
        ("paragraph", 2), ("item", 5), ("row", 8), ("row", 10),
    ]  # fmt: skip
    marks = [mark for block in parse(text, 11).blocks for mark in block.marks]
    assert [(m.kind, m.value, m.line) for m in marks] == [
        ("link", "nyth:x", 12), ("citation", "report", 15), ("picture", "assets/p.png", 19),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[Goleudy]{lang=cy} x", '<span lang="cy">Goleudy</span> x'),
        ("[x]{lang=ar}", '<span lang="ar" dir="rtl">x</span>'),
        ("[[Goleudy]{lang=cy} and more](nyth:a)", '<a href="a/"><span lang="cy">Goleudy</span> and more</a>'),
        ("[[G]{lang=cy} a [E]{lang=cy}](nyth:a)", '<a href="a/"><span lang="cy">G</span> a <span lang="cy">E</span></a>'),
        ("[[words](nyth:a)]{lang=cy}", '<span lang="cy"><a href="a/">words</a></span>'),
        ("[a **b** c]{lang=cy}", '<span lang="cy">a <strong>b</strong> c</span>'),
        ("[a]{lang=en}{lang=cy}", '<span lang="en">a</span>{lang=cy}'),
        ("[a]{onclick=x}", "[a]{onclick=x}"),
        ("[a]{lang=cy onclick=x}", "[a]{lang=cy onclick=x}"),
        ("`[a]{lang=cy}`", "<code>[a]{lang=cy}</code>"),
    ],
)  # fmt: skip
def test_a_language_is_marked_and_nothing_else(text: str, shown: str) -> None:
    assert html(text) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Fact.[^report]", '<p>Fact.<a class="cite" href="#source-report" aria-label="Source 3">[3]</a></p>'),
        ("Fact.[^other]", "<p>Fact.[^other]</p>"),
        ("[a](https://x.example)", "<p>a</p>"),
        ("![a *b*](assets/x.png)", '<p><img src="../assets/x.png" alt="a b" loading="lazy"></p>'),
        ("![a](x.png)", "<p>a</p>"),
        ("{{ cards('value') }}", "<b>cards:value</b>"),
        ("See {{ label('home') }}.", "<p>See <b>label:home</b>.</p>"),
        ("```html x\n<b>\n```", "<pre><code>&lt;b&gt;</code></pre>"),
        ("3. a", '<ol start="3"><li>a</li></ol>'),
        ("| A |\n| :-: |\n| b |", '<div class="table" role="region" aria-label="Words" tabindex="0"><table><thead>'
         '<tr><th class="center" scope="col">A</th></tr></thead><tbody><tr><th class="center" scope="row">b</th></tr></tbody></table></div>'),
    ],
)  # fmt: skip
def test_marks_become_what_the_page_says_of_them(text: str, shown: str) -> None:
    assert html(text) == shown


def test_words_leave_out_what_is_asked() -> None:
    [block] = parse("One [dau]{lang=cy} `three`\n[four](nyth:x).").blocks
    assert block.words() == "One dau three four."
    assert block.words(foreign=False, code=False) == "One four."
    assert block.lines(links=False) == "One dau three\n."
    [block] = parse("```\nOne\ntwo\n```").blocks
    assert (block.words(), block.words(code=False)) == ("One two", "")


def test_a_text_is_split_at_its_headings_and_only_there() -> None:
    lead, parts = split(
        parse("Lead.\n\n## One {#one}\n\nText.\n\n### Part\n\n> ## Quoted\n\n## Two"), 2
    )
    assert lead.words == "Lead."
    assert [(p.heading, p.id, p.line) for p in parts] == [("One", "one", 3), ("Two", "", 11)]
    assert [p.heading for p in split(parts[0].body, 3)[1]] == ["Part"]


@pytest.mark.parametrize(
    "text", ["[" * 5000, "[a]{lang=cy}" * 400, "*a **a " * 700, "`" * 999, "> " * 900, "- " * 900]
)
def test_hostile_lengths_end(text: str) -> None:
    assert parse(text).blocks is not None


def test_items_in_bold_are_found_by_their_label() -> None:
    text = "- **Teacher:** One [two](nyth:x).\n- Three.\n- **Nurse**: four.\n- [^report]"
    assert [(label, item.words) for label, item in labelled_items(parse(text))] == [
        ("Teacher", "Teacher: One two.")
    ]


@pytest.mark.parametrize(
    "text",
    ["\0macro\0cards\0\0", "[a](x&#0;macro&#0;cards&#0;&#0;)", "`\0citation\0report\0\0`"],
)
def test_no_text_can_write_what_is_left_open_for_the_page(text: str) -> None:
    shown = html(text)
    assert "\0" not in shown and "<b>" not in shown and "cite" not in shown


def test_what_an_earlier_run_has_read_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    texts = [
        "One [^source] two [gair]{lang=cy}.",
        "| a | b |\n|--|--|\n| c | d |\n\n- `x`\n- [y](z)",
    ]

    def read() -> list[markdown.Fragment]:
        markdown.parse.cache_clear()
        monkeypatch.setattr(markdown.MEMO, "fresh", True)
        with markdown.MEMO.opened():
            return [markdown.parse(text, 3) for text in texts]

    first = read()
    html = [markdown.render(fragment, Page()) for fragment in first]
    monkeypatch.setattr(parser, "read", None)
    again = read()
    assert [markdown.render(fragment, Page()) for fragment in again] == html
    assert [fragment.blocks for fragment in again] == [fragment.blocks for fragment in first]
    assert [block.line for block in first[1].blocks] == [3, 5, 7, 8]
