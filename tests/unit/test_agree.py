"""Agreement: how two languages stand, what may wait, what is written when somebody accepts them."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

import framework
from nyth.content.library import Library
from nyth.content.model import Accepted, AgreedFile, Awaiting, Place
from nyth.content.yaml import is_ambiguous, read
from nyth.languages import agree, status
from nyth.languages.agree import Pair, Unit
from nyth.problems import Refused

TODAY = datetime.date(2026, 11, 21)
DUE = datetime.date(2027, 1, 31)
EN = {"title": "A door", "meaning": "It is open.", "questions": "1. Is it?"}
CY = {"title": "Drws", "meaning": "Mae ar agor.", "questions": "1. Ydy e?"}


def pair(en=EN, cy=CY, accepted=None, awaiting=None):
    units = {
        lang: {
            key: Unit(agree.fingerprint((words,), key), n)
            for n, (key, words) in enumerate(text.items(), 1)
        }
        for lang, text in (("en", en), ("cy", cy))
    }
    paths = {"en": "content/x/en.md", "cy": "content/x/cy.md"}
    waits = Awaiting(lang=awaiting, due=DUE, reason="with the translator") if awaiting else None
    place = Place("content/x/principle.yml")
    return Pair("door", "principle", paths, units, place, False, accepted or {}, waits)


def agreement(of, sections=None):
    """What stands in the file once sections were accepted."""
    accepted = dict(of.accepted)
    for (_, *section), value in agree.entries(of, TODAY, sections).items():
        if section and value is None:
            accepted.pop(section[0], None)
        elif section:
            accepted[section[0]] = Accepted(**read(value.strip()).data)
    return accepted


FIRST = agreement(pair())


def stands(of):
    return of.state, of.moved


def changed(text, **said):
    return {**text, **said}


@pytest.mark.parametrize(
    ("en", "cy", "expected"),
    [
        pytest.param(EN, CY, ("in-step", {}), id="nothing changed"),
        pytest.param(
            changed(EN, meaning="It is shut."),
            CY,
            ("en", {"meaning": "en"}),
            id="the English changed",
        ),
        pytest.param(
            EN, changed(CY, title="Y drws"), ("cy", {"title": "cy"}), id="the Welsh changed"
        ),
        pytest.param(
            changed(EN, meaning="It is shut."),
            changed(CY, meaning="Mae ar gau."),
            ("both", {"meaning": "both"}),
            id="both changed in one section",
        ),
        pytest.param(
            changed(EN, meaning="It is shut."),
            changed(CY, questions="1. Ydy hi?"),
            ("both", {"meaning": "en", "questions": "cy"}),
            id="each changed in a section of its own",
        ),
        pytest.param(
            changed(EN, more="New."), CY, ("en", {"more": "en"}), id="a section was added"
        ),
        pytest.param(
            {k: v for k, v in EN.items() if k != "meaning"},
            CY,
            ("en", {"meaning": "en"}),
            id="one was taken out",
        ),
        pytest.param(
            {k: v for k, v in EN.items() if k != "meaning"},
            {k: v for k, v in CY.items() if k != "meaning"},
            ("both", {"meaning": "both"}),
            id="one was taken out in both",
        ),
        pytest.param(
            changed(EN, meaning=EN["questions"], questions=EN["meaning"]),
            CY,
            ("en", {"meaning": "en", "questions": "en"}),
            id="two sections changed places",
        ),
    ],
)
def test_every_change_since_both_were_accepted_is_seen_and_named(en, cy, expected):
    assert stands(pair(en, cy, FIRST)) == expected


def test_what_nobody_has_accepted_is_not_in_step():
    assert stands(pair()) == ("never", {})


@pytest.mark.parametrize("slip", ["", "b3k9x", "anything at all", "12345 67890 12345"])
def test_a_slip_in_the_pasted_line_never_counts_as_agreement(slip):
    slipped = Accepted(on=TODAY, en=slip or "x", cy=FIRST["meaning"].cy)
    assert pair(accepted={**FIRST, "meaning": slipped}).moved == {"meaning": "en"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("one two three", "one\ntwo   three\n"),
        ('i\'r "drws"', "i’r “drws”"),
        ("\u2022 one", "one"),
    ],
)
def test_layout_and_the_shape_of_quote_marks_are_not_words(before, after):
    assert agree.plain(before) == agree.plain(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("one two", "onetwo"),
        ("Door", "door"),
        ("tŷ", "ty"),
        ("see [a](nyth:a)", "see [a](nyth:b)"),
        ("x[^a]", "x[^b]"),
    ],
)
def test_letters_accents_links_and_citations_are_words(before, after):
    assert agree.plain(before) != agree.plain(after)


def test_a_fingerprint_is_never_read_as_a_number_a_date_or_a_yes():
    prints = [agree.fingerprint((str(n),), "s") for n in range(500)]
    assert not any(map(is_ambiguous, prints))
    assert len(set(prints)) == 500


def test_one_language_may_follow_later_but_not_for_what_it_changed_itself():
    ahead = pair(
        changed(EN, meaning="New."), changed(CY, questions="Newydd."), FIRST, awaiting="cy"
    )
    assert ahead.unsettled == ["questions"]
    assert ahead.behind("cy") == ["meaning"]
    assert ahead.behind("en") == ["questions"]


def test_a_section_that_both_changed_does_not_wait():
    both = pair(changed(EN, meaning="New."), changed(CY, meaning="Newydd."), FIRST, awaiting="cy")
    assert both.unsettled == ["meaning"]


@pytest.mark.parametrize(
    "en",
    [
        changed(EN, meaning="New.", questions="New too."),
        changed(EN, meaning="New.", more="Added.", questions="New too."),
        {"title": "A door", "questions": "New too.", "more": "Added."},
    ],
)
def test_accepting_one_section_leaves_the_others_open(en):
    before = pair(en, CY, FIRST)
    left = {s: how for s, how in before.moved.items() if s != "questions"}
    after = pair(en, CY, agreement(before, {"questions"}))
    assert after.moved == left
    assert stands(pair(en, CY, agreement(after))) == ("in-step", {})


def test_a_change_taken_back_is_in_step_again():
    ahead = pair(changed(EN, meaning="New.", questions="New too."), CY, FIRST)
    partly = agreement(ahead, {"questions"})
    assert pair(changed(EN, questions="New too."), CY, partly).state == "in-step"


# What `nyth agree` settles


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return framework.load_small(framework.agreed(framework.write(tmp_path)))[0]


def test_everything_that_is_said_in_both_languages_has_an_id_of_its_own(library):
    pairs = list(agree.pairs(library))
    ids = [each.id for each in pairs]
    assert len(ids) == len(set(ids))
    assert {
        "open-door",
        "start",
        "ui.home",
        "headings.meaning",
        "kinds.theme.one",
        "scale.1",
    } <= set(ids)
    for each in pairs:
        assert all(each.units[lang] for lang in ("en", "cy")), each.id
        assert each.state == "in-step", each.id


def test_short_texts_point_at_their_own_line(library):
    home = {each.id: each for each in agree.pairs(library)}["ui.home"]
    lines = Path(home.paths["cy"]).read_text("utf-8").split("\n")
    assert lines[home.line("cy", "text") - 1].startswith("  home:")


def of_page(library, **given):
    """The library with nothing but one page, and what is given of its agreements."""
    file = AgreedFile(**given)
    file._place = Place("agreed.yml")
    return Library(things={"start": library.things["start"]}, agreements=file)


WAITS = Awaiting(lang="cy", due=DUE, reason="with the translator")


def slipped(library):
    """The agreements of the page, with another English title than today's."""
    good = {k: v for k, v in library.agreements.agreed.items() if k.startswith("start#")}
    return good | {"start#title": Accepted(on=TODAY, en="bbbbb", cy=good["start#title"].cy)}


def test_everything_means_what_is_out_of_step_and_does_not_wait(library):
    new = status.settle(of_page(library), None, TODAY)
    assert [*new.agreed] == ["start"] and ("agreed", "start#title") in new.entries["agreed.yml"]
    waiting = of_page(library, agreed=slipped(library), awaiting={"start": WAITS})
    assert not status.settle(waiting, None, TODAY).entries.get("agreed.yml")


def test_accepting_a_text_by_name_ends_the_waiting(library):
    waiting = of_page(library, agreed=slipped(library), awaiting={"start": WAITS})
    entries = status.settle(waiting, ["start"], TODAY).entries["agreed.yml"]
    assert set(entries) == {("agreed", "start#title"), ("awaiting", "start")}
    assert entries["awaiting", "start"] is None


def test_what_is_in_step_is_left_as_it_is(library):
    done = status.settle(library, ["start", "ui.home"], TODAY)
    assert (done.agreed, done.already) == ({}, ["start", "ui.home"])
    assert not any(done.entries.values())


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("satrt", " (start?)"),
        ("start#frist", " (first?)"),
        ("start#", ""),
        ("zzzzz", ""),
        # as a message names it
        ("content/principles/open-door/cy.md", " (open-door?)"),
        ("content\\principles\\open-door\\", " (open-door?)"),
        ("docs/cy/start.md", " (start?)"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(library, name, hint):
    with pytest.raises(Refused) as refused:
        status.settle(library, [name], TODAY)
    assert refused.value.problem.values == {"id": name, "hint": hint}


def test_the_table_says_since_when_what_moved_was_not_accepted(library):
    def row(agreed):
        shown = replace(of_page(library, agreed=agreed), words=library.words)
        lines = status.status(shown, "text", "en").split("\n")
        return next(line for line in lines if line.startswith("start "))

    assert TODAY.isoformat() in row(slipped(library))
    assert framework.AGREED_ON.isoformat() not in row(library.agreements.agreed)
