"""Agreement: how two languages stand to each other, what may wait, and what is written when somebody accepts them."""

import datetime
import os
import shutil
import subprocess
from dataclasses import replace

import pytest
from nyth.content.yamltext import read

from conftest import ROOT
from nyth.content.model import AgreedFile, Agreement, Awaiting, Library
from nyth.languages import agree, history, settle
from nyth.languages.agree import GONE, Drift, Pair, Unit

TODAY = datetime.date(2026, 11, 21)
DUE = datetime.date(2027, 1, 31)
EN = {"title": "A door", "meaning": "It is open.", "questions": "1. Is it?"}
CY = {"title": "Drws", "meaning": "Mae ar agor.", "questions": "1. Ydy e?"}


def pair(en=EN, cy=CY, agreed=None, awaiting=None):
    units = {
        lang: tuple(Unit(key, (said,), line=n) for n, (key, said) in enumerate(text.items(), 1))
        for lang, text in (("en", en), ("cy", cy))
    }
    paths = {"en": "content/x/en.md", "cy": "content/x/cy.md"}
    waits = Awaiting(lang=awaiting, due=DUE, reason="with the translator") if awaiting else None
    return Pair(
        "door", "principle", paths, units, "content/x/principle.yml", ("agreed",), agreed, waits
    )


def agreement(of, sections=None):
    return Agreement(**read(agree.settled(of, TODAY, sections)).data)


FIRST = agreement(pair())


def changed(text, **said):
    return {**text, **said}


@pytest.mark.parametrize(
    ("en", "cy", "expected"),
    [
        pytest.param(EN, CY, Drift("in-step", {}), id="nothing changed"),
        pytest.param(
            changed(EN, meaning="It is shut."),
            CY,
            Drift("en", {"meaning": "en"}),
            id="the English changed",
        ),
        pytest.param(
            EN, changed(CY, title="Y drws"), Drift("cy", {"title": "cy"}), id="the Welsh changed"
        ),
        pytest.param(
            changed(EN, meaning="It is shut."),
            changed(CY, meaning="Mae ar gau."),
            Drift("both", {"meaning": "both"}),
            id="both changed in one section",
        ),
        pytest.param(
            changed(EN, meaning="It is shut."),
            changed(CY, questions="1. Ydy hi?"),
            Drift("both", {"meaning": "en", "questions": "cy"}),
            id="each changed in a section of its own",
        ),
        pytest.param(
            changed(EN, more="New."), CY, Drift("en", {"more": "en"}), id="a section was added"
        ),
        pytest.param(
            {k: v for k, v in EN.items() if k != "meaning"},
            CY,
            Drift("en", {GONE: "en"}),
            id="one was taken out",
        ),
        pytest.param(
            {k: v for k, v in EN.items() if k != "meaning"},
            {k: v for k, v in CY.items() if k != "meaning"},
            Drift("both", {GONE: "both"}),
            id="one was taken out in both",
        ),
        pytest.param(
            changed(EN, meaning=EN["questions"], questions=EN["meaning"]),
            CY,
            Drift("en", {"meaning": "en", "questions": "en"}),
            id="two sections changed places",
        ),
    ],
)
def test_every_change_since_both_were_accepted_is_seen_and_named(en, cy, expected):
    assert agree.drift(pair(en, cy, FIRST)) == expected


def test_what_nobody_has_accepted_is_not_in_step():
    assert agree.drift(pair()) == Drift("never", {})


@pytest.mark.parametrize("slip", ["", "b3k9x", "anything at all", "12345 67890 12345"])
def test_a_slip_in_the_pasted_line_never_counts_as_agreement(slip):
    line = replace_prints(FIRST, en=slip or "x")
    assert agree.drift(pair(agreed=line)).state == "en"


def replace_prints(of, **prints):
    return Agreement(on=of.on, en=prints.get("en", of.en), cy=prints.get("cy", of.cy))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("one two three", "one\ntwo   three\n"),
        ("> a long quotation", "> a long\n> quotation"),
        ("> one\n>\n> two", ">  one\n> two"),
        ('i\'r "drws"', "i’r “drws”"),
        ("- one\n- two", "- one\n\n- two"),
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
    prints = [agree.fingerprint(Unit("s", (str(n),))) for n in range(500)]
    found = read("\n".join(f"k{n}: {p}" for n, p in enumerate(prints)))
    assert not found.ambiguous and not found.faults
    assert len(set(prints)) == 500


def test_one_language_may_follow_later_but_not_for_what_it_changed_itself():
    ahead = pair(
        changed(EN, meaning="New."), changed(CY, questions="Newydd."), FIRST, awaiting="cy"
    )
    assert agree.unsettled(ahead, agree.drift(ahead)) == ["questions"]
    assert agree.behind(ahead, "cy") == ["meaning"]
    assert agree.behind(ahead, "en") == ["questions"]


def test_a_section_that_both_changed_does_not_wait():
    both = pair(changed(EN, meaning="New."), changed(CY, meaning="Newydd."), FIRST, awaiting="cy")
    assert agree.unsettled(both, agree.drift(both)) == ["meaning"]


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
    left = {s: how for s, how in agree.drift(before).sections.items() if s != "questions"}
    after = pair(en, CY, agreement(before, {"questions"}))
    assert agree.drift(after).sections == left
    assert agree.drift(pair(en, CY, agreement(after))) == Drift("in-step", {})


def test_a_change_taken_back_is_in_step_again():
    ahead = pair(changed(EN, meaning="New.", questions="New too."), CY, FIRST)
    partly = agreement(ahead, {"questions"})
    assert agree.drift(pair(changed(EN, questions="New too."), CY, partly)).state == "in-step"


# The whole content


def test_everything_that_is_said_in_both_languages_has_an_id_of_its_own(library):
    found = list(agree.pairs(library))
    ids = [p.id for p in found]
    assert len(ids) == len(set(ids))
    assert {
        "trusted-adults",
        "about",
        "ui.skip",
        "text.ask",
        "headings.meaning",
        "kinds.theme.one",
        "scale.1",
    } <= set(ids)
    assert any(name.startswith("term.") for name in ids) and not any(
        ".slug" in name for name in ids
    )
    for each in found:
        assert all(each.units[lang] for lang in ("en", "cy")), each.id


def test_short_texts_point_at_their_own_line(library):
    found = {p.id: p for p in agree.pairs(library)}["ui.skip"]
    lines = (ROOT / found.paths["cy"]).read_text("utf-8").split("\n")
    assert lines[found.units["cy"][0].line - 1].startswith("  skip:")


def test_search_words_and_synonyms_are_each_languages_own(library):
    terms = {p.id: p for p in agree.pairs(library) if p.kind == "term"}
    assert {u.id for p in terms.values() for u in p.units["en"]} <= {"term", "meaning", "note"}


# What `nyth agree` settles


def of_page(library, **given):
    """The library with nothing but one page, and what is given of its agreements."""
    about = library.pages["about"]
    return Library(pages={"about": about}, agreements=AgreedFile(**given))


def accepted_page(library):
    text = agree.settled(agree.page_pair(of_page(library), "about"), TODAY)
    return Agreement(**read(text).data)


def test_everything_means_what_is_out_of_step_and_does_not_wait(library):
    new = settle.settle(of_page(library), None, TODAY)
    assert new.agreed == ["about"]
    assert list(new.entries[agree.AGREED]) == [("agreed", "about")]
    good = accepted_page(library)
    old = replace_prints(good, en="bbbbb " + good.en.partition(" ")[2])
    waits = Awaiting(lang="cy", due=DUE, reason="with the translator")
    waiting = settle.settle(
        of_page(library, agreed={"about": old}, awaiting={"about": waits}), None, TODAY
    )
    assert (waiting.agreed, waiting.entries[agree.AGREED]) == ([], {})


def test_accepting_a_text_by_name_ends_the_waiting(library):
    good = accepted_page(library)
    old = replace_prints(good, en="bbbbb " + good.en.partition(" ")[2])
    waits = Awaiting(lang="cy", due=DUE, reason="with the translator")
    done = settle.settle(
        of_page(library, agreed={"about": old}, awaiting={"about": waits}), ["about"], TODAY
    )
    assert done.entries[agree.AGREED][("awaiting", "about")] is None
    assert done.entries[agree.AGREED][("agreed", "about")] == agree.settled(
        agree.page_pair(library, "about"), TODAY
    )


def test_what_is_in_step_is_left_as_it_is(library):
    done = settle.settle(
        of_page(library, agreed={"about": accepted_page(library)}), ["about"], TODAY
    )
    assert (done.agreed, done.already, done.entries[agree.AGREED]) == ([], ["about"], {})


@pytest.mark.parametrize(
    ("name", "hint"), [("abuot", "about"), ("about#wlesh", "welsh"), ("zzzzz", "")]
)
def test_an_unknown_name_is_answered_with_the_nearest(library, name, hint):
    assert settle.settle(of_page(library), [name], TODAY).unknown == {name: hint}


# When it happened


def moved_pair(**paths):
    found = pair(changed(EN, meaning="New."), CY, FIRST)
    return replace(
        found, paths={"en": "content/en.md", "cy": "content/cy.md"}, file="content/a.yml"
    )


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here, and none is needed")
def test_git_tells_the_day_of_the_first_change_after_the_agreement(tmp_path):
    def git(*arguments, day="2026-01-01"):
        when = {
            "GIT_AUTHOR_DATE": f"{day}T12:00:00Z",
            "GIT_COMMITTER_DATE": f"{day}T12:00:00Z",
            "HOME": str(tmp_path),
        }
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(
            ["git", *who, *arguments],
            cwd=tmp_path,
            env={**os.environ, **when},
            check=True,
            capture_output=True,
        )

    (tmp_path / "content").mkdir()
    git("init", "-q")
    for day, file, text in [
        ("2026-01-01", "en.md", "one"),
        ("2026-01-02", "a.yml", "agreed: {on: 1}\n"),
        ("2026-01-03", "cy.md", "un"),
        ("2026-01-04", "en.md", "two"),
        ("2026-01-05", "en.md", "three"),
    ]:
        (tmp_path / "content" / file).write_text(text, "utf-8")
        git("add", ".")
        git("commit", "-q", "-m", "m", day=day)
    assert history.since(tmp_path)(moved_pair()) == datetime.date(2026, 1, 4)


def test_without_a_repository_only_the_day_is_missing(tmp_path, monkeypatch):
    (tmp_path / "content").mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert history.since(tmp_path)(moved_pair()) is None


def test_without_git_only_the_day_is_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert history.since(tmp_path)(moved_pair()) is None
