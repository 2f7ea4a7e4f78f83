"""Whatever the words: one changed word turns its own section only, and layout turns nothing."""

import datetime
import json
import tempfile
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nyth import LANGUAGES
from nyth.content.load import load
from nyth.content.model import Accepted
from nyth.content.yaml import read as read_yaml
from nyth.languages import agree

TODAY = datetime.date(2026, 11, 21)
ROOT = Path(__file__).parents[2]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

word = st.text("abcdefghijklmnopqrstuwyâêîôûŵŷáï'’", min_size=1, max_size=8)
words = st.lists(word, min_size=1, max_size=6)
MARKS = {
    "paragraph": ("", ""),
    "item": ("- ", "  "),
    "numbered": ("1. ", "   "),
    "quotation": ("> ", "> "),
}


@dataclass(frozen=True)
class Layout:
    """How a text is laid out in its file, which is nobody's business."""

    width: int = 40
    gap: int = 1
    trailing: str = ""
    slug: str = "a"
    search: tuple[str, ...] = ()


blocks = st.lists(
    st.tuples(st.sampled_from(sorted(MARKS)), st.lists(word, min_size=1, max_size=25)),
    min_size=1,
    max_size=3,
)
layouts = st.builds(
    Layout,
    width=st.integers(12, 120),
    gap=st.integers(1, 3),
    trailing=st.sampled_from(["", " ", "   "]),
    slug=st.sampled_from(["a", "b-c"]),
    search=st.tuples(word),
)


@st.composite
def texts(draw):
    """A text as places to words: the title, the summary, and per section its heading and blocks."""
    count = draw(st.integers(1, 4))
    text = {("title", "title"): draw(words), ("title", "summary"): draw(words)}
    if draw(st.booleans()):
        text[("lead", "paragraph", 0)] = draw(words)
    for n in range(count):
        text[(f"s{n}", "heading")] = draw(words)
        for m, (kind, said) in enumerate(draw(blocks)):
            text[(f"s{n}", kind, m)] = said
    return text


def written(text, layout):
    """The text as a file."""
    matter = [
        f"{key}: {json.dumps(' '.join(text[('title', key)]), ensure_ascii=False)}"
        for key in ("title", "summary")
    ]
    lines = [
        "---",
        *matter,
        f"slug: {layout.slug}",
        f"search: {json.dumps(layout.search, ensure_ascii=False)}",
        "---",
    ]
    for place, said in text.items():
        if place[0] == "title":
            continue
        lines += [""] * layout.gap
        if place[1] == "heading":
            lines.append(f"## {' '.join(said)} {{#{place[0]}}}")
            continue
        first, rest = MARKS[place[1]]
        wrapped = textwrap.wrap(
            " ".join(said),
            layout.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += [line + layout.trailing for line in wrapped]
    return "\n".join(lines) + "\n"


def read(en, cy, layout=None):
    """The pair as it is read from two files on a disk."""
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder) / "docs"
        (Path(folder) / "content").mkdir()
        for lang, text in (("en", en), ("cy", cy)):
            (docs / lang).mkdir(parents=True)
            (docs / lang / "page.md").write_text(written(text, layout or Layout()), "utf-8")
        library, problems = load(Path(folder) / "content", docs)
        assert [p for p in problems if p.path.endswith("/page.md")] == []
        return agree.page_pair(library, library.things["page"])


def accepted(pair, sections=None):
    """The pair after sections (None: all) were accepted, as it is read again from its file."""
    entries = {
        key[1].partition("#")[2]: value and Accepted(**read_yaml(value.strip()).data)
        for key, value in agree.entries(pair, TODAY, sections).items()
    }
    merged = {**pair.accepted, **entries}
    return replace(pair, accepted={key: value for key, value in merged.items() if value})


def with_agreement(pair, before):
    return replace(pair, accepted=accepted(before).accepted)


@st.composite
def changes(draw, text):
    """(section, the text with one word changed there)."""
    place = draw(st.sampled_from(sorted(text, key=str)))
    n = draw(st.integers(0, len(text[place]) - 1))
    said = list(text[place])
    said[n] += "x"
    return place[0], {**text, place: said}


@QUICK
@given(st.data(), texts(), texts(), st.sampled_from(LANGUAGES))
def test_one_changed_word_turns_exactly_its_section(data, en, cy, lang):
    before = read(en, cy)
    section, changed = data.draw(changes(en if lang == "en" else cy))
    after = read(changed, cy) if lang == "en" else read(en, changed)
    found = with_agreement(after, before)
    assert found.state == lang
    assert found.moved == {section: lang}


@QUICK
@given(texts(), texts(), layouts)
def test_wrapping_spaces_address_and_search_words_turn_nothing(en, cy, layout):
    after = with_agreement(read(en, cy, layout), read(en, cy))
    assert (after.state, after.moved) == ("in-step", {})


@QUICK
@given(st.data(), texts(), texts(), layouts)
def test_both_changed_is_never_in_step(data, en, cy, layout):
    (first, new_en), (second, new_cy) = data.draw(changes(en)), data.draw(changes(cy))
    found = with_agreement(read(new_en, new_cy, layout), read(en, cy))
    assert found.state == "both"
    assert found.moved == ({first: "both"} if first == second else {first: "en", second: "cy"})


@QUICK
@given(st.data(), texts(), texts())
def test_the_printed_line_settles_it(data, en, cy):
    _, changed = data.draw(changes(cy))
    after = read(en, changed)
    assert accepted(with_agreement(after, read(en, cy))).state == "in-step"


@QUICK
@given(st.data(), texts(), texts())
def test_settling_one_section_leaves_the_others_open(data, en, cy):
    first, once = data.draw(changes(en))
    second, twice = data.draw(changes(once))
    pair = with_agreement(read(twice, cy), read(en, cy))
    left = accepted(pair, {second})
    assert left.moved == ({} if first == second else {first: "en"})
