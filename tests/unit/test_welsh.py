"""The Welsh rules, by the examples that a grammar gives."""

from __future__ import annotations

import doctest
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyth.languages import welsh


def test_the_examples_in_the_text_hold() -> None:
    assert doctest.testmod(welsh).failed == 0


@pytest.mark.parametrize(
    ("radical", "mutated"),
    [
        ("pen", "ben mhen phen"),
        ("tad", "dad nhad thad"),
        ("ci", "gi nghi chi"),
        ("bara", "fara mara"),
        ("dyn", "ddyn nyn"),
        ("gardd", "ardd ngardd"),
        ("glan", "lan nglan"),
        ("gwaith", "waith ngwaith"),
        ("llaw", "law"),
        ("mam", "fam"),
        ("rhan", "ran"),
        ("ysgol", "hysgol"),
        ("gwrando", "wrando ngwrando"),
    ],
)
def test_a_mutation_leads_back_to_its_radical(radical: str, mutated: str) -> None:
    assert list(welsh.mutations(radical)) == mutated.split()
    for form in mutated.split():
        assert radical in welsh.radicals(form)


@pytest.mark.parametrize("word", ["ffordd", "chwaer", "sut", "jam", "haul", "ffrind"])
def test_letters_that_do_not_mutate_stay(word: str) -> None:
    found = welsh.radicals(word)
    assert not found or word in (
        "chwaer",
        "haul",
    )  # these may be mutations of *cwaer*, *aul*: the list of words decides


@given(st.text(alphabet="abcdefghijlmnoprstuwy", min_size=3, max_size=12))
def test_every_mutation_can_be_undone(word: str) -> None:
    for form in welsh.mutations(word):
        # What is left after a lost g can look like another word altogether; only initials that
        # Welsh has are promised.
        if (
            form
            and (word[0] != "g" or word[1] in "aeiouwy")
            and not word.startswith(
                ("cc", "pp", "tt", "bh", "ch", "ph", "th", "dh", "ddd", "lll", "bb", "mm", "gg")
            )
        ):
            assert word in welsh.radicals(form) or len(word) > 1 and word[1] not in "aeiouwylr"


@given(st.text(max_size=30))
def test_folding_is_done_after_one_time(text: str) -> None:
    once = welsh.fold(text)
    assert welsh.fold(once) == once


def test_function_words_are_compared_with_their_accents() -> None:
    assert "dim" in welsh.FUNCTION_WORDS
    assert "dîm" not in welsh.FUNCTION_WORDS
    assert "her" not in welsh.FUNCTION_WORDS
    assert 200 < len(welsh.FUNCTION_WORDS) < 450


def test_the_alphabet_has_its_own_order() -> None:
    words = "Bangor bach caru cefn chwaer dad ddoe eglur enw ffôn fferm glaw gwlad ng llan lwc lleuad pen phlant radio rhan seren te thema tŷ wal ysgol".split()
    shuffled = words[:]
    random.Random(1).shuffle(shuffled)
    found = sorted(shuffled, key=welsh.sort_key)
    assert found.index("caru") < found.index("chwaer") < found.index("dad") < found.index("ddoe")
    assert found.index("lwc") < found.index("llan") < found.index("lleuad")
    assert found.index("te") < found.index("tŷ") < found.index("thema")
    assert found.index("gwlad") < found.index("ng")
    assert found.index("radio") < found.index("rhan")


@pytest.mark.parametrize(
    "ordered",
    [
        "cwm cyw chwaer dawn dull ddoe ergyd",
        "fan fory ffair ffwrn gardd glaw gŵyl ngwaith hafan",
        "lamp lwc Llafur Llanbedrog Llanberis",
        "pwll pys phlant rownd rygbi rhaw saith",
        "tŷ tywydd theatr thrawma uchel",
        "angen anghenion anrheg",
        "dan dangos dangosydd dant",  # n and g: after dan, before dant
        "arddangosfa arddel",
        "Bancffosfelen Bangor Bannau",
        "Llan Llandudno Llangefni Llangollen Llanharan",
        "Fangor Fannau",  # mutated
        "parhau parod",  # r and h
        "anoddach anrhydedd ans",
        "bryn Bryngwran brynio",
        "llong llongyfarchiadau",
        "bach bàch bachgen",
        "can cân canu",
        "2 10 2025 a",
        "Cam|cam|Cam-drin|Cam drwg",
        "mae|Mae'n dda|Mae'r|maen",
        "Rhan 2|Rhan 10|Rhan A",
        "'n Glaf|naw",
        "1,000 cam|2,000 o blant",
        "Llan-gan|Llan-non|Llanelli",
        "Pontardawe Ponthir Pontllan-fraith Pontsenni Pontyclun Pontherwyd",
        "brodwaith Bronglais bronnau bryncyn",
        "jac Jên jiráff kilo",
        "Tan tan Tân tân tanau",
        "meithrinfa meithringar meithriniad",
        "Éire Elin Łódź Lwc Ñandú Naomi Ørsted Owen straes Straße straw Žižek Zoe",
    ],
)
def test_lists_stand_in_the_order_of_the_alphabet(ordered: str) -> None:
    words = ordered.split("|") if "|" in ordered else ordered.split()
    for _ in range(3):
        random.Random(len(words)).shuffle(mixed := words[:])
        assert sorted(mixed, key=welsh.sort_key) == words


@pytest.mark.parametrize(
    ("word", "split"),
    [
        ("bangor", "b a n g o r"),
        ("fangor", "f a n g o r"),
        ("mangor", "m a n g o r"),
        ("ddangos", "dd a n g o s"),
        ("arddangos", "a r dd a n g o s"),
        ("cyngor", "c y ng o r"),
        ("nghaerdydd", "ng h a e r d y dd"),
        ("angen", "a ng e n"),
        ("glangwili", "g l a n g w i l i"),
        ("llongyfarch", "ll o n g y f a r ch"),
        ("llong", "ll o ng"),
        ("penrhyn", "p e n rh y n"),
        ("bodrhyddan", "b o d rh y dd a n"),
        ("parhad", "p a r h a d"),
        ("rhyngrwyd", "rh y ng r w y d"),
        ("ngwaith", "ng w a i th"),
        ("gwyngalch", "g w y n g a l ch"),
        ("hengoed", "h e n g o e d"),
        ("bronglais", "b r o n g l a i s"),
        ("hunangyngor", "h u n a n g y ng o r"),
        ("llungopi", "ll u n g o p i"),
        ("flaengar", "f l a e n g a r"),
        ("wyngyll", "w y n g y ll"),
        ("abergwyngregyn", "a b e r g w y n g r e g y n"),
        ("singapor", "s i n g a p o r"),
        ("ponthir", "p o n t h i r"),
        ("ponthenri", "p o n t h e n r i"),
        ("uniongyrchol", "u n i o n g y r ch o l"),
        ("anuniongyrchol", "a n u n i o n g y r ch o l"),
        ("fwyngloddio", "f w y n g l o dd i o"),
        ("llwyngwril", "ll w y n g w r i l"),
        ("ffynnongroyw", "ff y n n o n g r o y w"),
        ("waungron", "w a u n g r o n"),
        ("dafarngelyn", "d a f a r n g e l y n"),
        ("pengelli", "p e n g e ll i"),
        ("hengwm", "h e n g w m"),
        ("cyfangorff", "c y f a n g o r ff"),
        ("cyfyngu", "c y f y ng u"),
        ("angladd", "a ng l a dd"),
        ("feithringar", "f e i th r i n g a r"),
        ("mewngymorth", "m e w n g y m o r th"),
        ("lleng", "ll e ng"),
        ("mhonthir", "m h o n t h i r"),
        ("pontherwyd", "p o n th e r w y d"),
        ("llanengan", "ll a n e ng a n"),
        ("morgannwg", "m o r g a n n w g"),
        ("dyngarol", "d y n g a r o l"),
        ("elusengarwch", "e l u s e n g a r w ch"),
        ("henghreifftiau", "h e ng h r e i ff t i a u"),
        ("hengerdd", "h e n g e r dd"),
        ("cyngerdd", "c y ng e r dd"),
        ("chyngherddau", "ch y ng h e r dd a u"),
        ("englyn", "e ng l y n"),
        ("garngoch", "g a r n g o ch"),
        ("eisingrug", "e i s i n g r u g"),
        ("meingefn", "m e i n g e f n"),
        ("felingwm", "f e l i n g w m"),
        ("nanthir", "n a n t h i r"),
        ("deurhywiol", "d e u rh y w i o l"),
        ("ddeurhywiol", "dd e u rh y w i o l"),
        ("trerhyngyll", "t r e rh y ng y ll"),
        ("trirhan", "t r i rh a n"),
        ("aberhosan", "a b e r h o s a n"),
        ("teyrnged", "t e y r n g e d"),
        ("fudrhau", "f u d r h a u"),
        ("gwrongerdd", "g w r o n g e r dd"),
        ("glyngynwydd", "g l y n g y n w y dd"),
        ("cefngorwydd", "c e f n g o r w y dd"),
        ("ngwyrth", "ng w y r th"),
        ("ymddengys", "y m dd e n g y s"),
        ("ffrangeg", "ff r a n g e g"),
        ("hamcangyfrif", "h a m c a n g y f r i f"),
        ("galangaeaf", "g a l a n g a e a f"),
        ("lynges", "l y ng e s"),
        ("glyngarth", "g l y n g a r th"),
        ("sicrhau", "s i c r h a u"),
        ("ddyfrhau", "dd y f r h a u"),
        ("sglefrholio", "s g l e f rh o l i o"),
        ("ponthafren", "p o n t h a f r e n"),
        ("tynged", "t y ng e d"),
        ("swyngyfaredd", "s w y n g y f a r e dd"),
        ("waengoleugoed", "w a e n g o l e u g o e d"),
        ("ofyngar", "o f y n g a r"),
        ("hyrwyddo", "h y r w y dd o"),
    ],
)
def test_letters_as_welsh_counts_them(word: str, split: str) -> None:
    assert welsh.letters(word) == split.split()


@pytest.mark.parametrize(
    ("title", "letter"),
    [
        ("Llesiant", "Ll"),
        ("Thema", "Th"),
        ("Ffurf", "Ff"),
        ("Fideo", "F"),
        ("Ŵyl", "W"),
        ("111", "0–9"),
        ("Ng", "Ng"),
        ("Rhanbarth", "Rh"),
        ("Łódź", "L"),
        ("İstanbul", "I"),
        ("ßa", "S"),
        ("'Nôl", "N"),
        ("(Ll)", "Ll"),
    ],
)
def test_a_title_stands_under_its_letter(title: str, letter: str) -> None:
    assert welsh.heading(title) == letter


def test_stems_keep_six_letters() -> None:
    assert welsh.stem("hyfforddwyr") == welsh.stem("hyfforddiant") == "hyffordd"
    assert welsh.stem("cymuned") == "cymuned"


def test_the_module_stands_alone() -> None:
    source = Path(welsh.__file__).read_text("utf-8")
    assert "from nyth" not in source
    assert "import nyth" not in source
