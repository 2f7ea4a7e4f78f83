"""Words, and the keys that the search files them under. Pure.

A key is the dictionary word: *blant, phlant, plant* and *plentyn* all stand under *plentyn*. Keys
come from the Welsh rules (`nyth.languages.welsh`), our own short lists and those of simplemma 2
(code MIT; its Welsh and English lists derive from Michal Měchura's lemmatization lists, Open
Database License, and from Wiktionary, CC BY-SA).
"""

import contextlib
import functools
import itertools
import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from nyth import kept
from nyth.languages import welsh
from nyth.problems import words_file

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LETTER = r"(?:(?i:ch|dd|ff|ng|ll|ph|rh|th)|[^\W\d_])"  # as in G.P., C.A.M.H.S, Ll.G.C.
_DOTTED = re.compile(rf"\b{_LETTER}\.(?:(?: ?{_LETTER}\.)+(?:{_LETTER}\b)?|{_LETTER}\b)")
_AND = re.compile(rf"\b({_LETTER})(?: ?[&+] ?| and )({_LETTER})\b", re.I)  # A&E, A & E
_PLURAL = re.compile(r"\b([A-Z]{2,})s\b")  # RPBs

# Words that only hold a sentence together, endings, and words of this field that belong together
# although the lists keep them apart, or the reverse.
_ENGLISH = words_file(Path(__file__).with_name("english.yml"))
NOTICE: str = _ENGLISH["notice"]
FUNCTION = {"cy": welsh.FUNCTION_WORDS, "en": frozenset(_ENGLISH["function"].split())}
ENDINGS = {"cy": welsh.ENDINGS, "en": _ENGLISH["endings"].split()}
_FAMILIES = [family.split() for family in _ENGLISH["families"]]
_OURS = {"cy": welsh.LEMMAS, "en": {form: family[0] for family in _FAMILIES for form in family}}

fold = functools.lru_cache(100_000)(welsh.fold)


# an index asks three times for the words of a text
@functools.lru_cache(20_000)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text in lower case with their accents. An apostrophe parts words, a hyphen
    does not; an abbreviation is one word, without its points, "&" and plural s (G.P., A&E, RPBs).
    """
    text = _DOTTED.sub(lambda match: re.sub(r"[. ]", "", match.group()) + " ", text)
    text = _PLURAL.sub(r"\1", _AND.sub(r"\1\2", text))
    words = _WORD.findall(text.lower().replace("‐", "-").replace("‑", "-"))
    # the same words come again and again, and are kept once
    return tuple(map(sys.intern, words))


@functools.cache
def _dictionary(lang: str) -> Mapping[str, str]:
    # simplemma takes half a second to open its lists: only where an index is made
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    # kept here alone, so that it goes when it is closed
    return DefaultDictionaryFactory(cache_max_size=0).get_dictionary(lang)


# What was found in the lists, by language: the dictionary word of a form, or None, and the forms of
# a word.
_answers: dict[str, dict[str, dict[str, Any]]] = {lang: {"word": {}, "forms": {}} for lang in _OURS}


@contextlib.contextmanager
def remembered() -> Iterator[None]:
    """While it is open, what the lists answered in an earlier run need not be asked again; for as
    long as the lists and the code that asks them stay as they are."""
    code = (Path(__file__), Path(welsh.__file__))
    lists = (code[0].with_name("english.yml"), code[1].with_suffix(".yml"))
    edition = kept.edition(version("simplemma"), *code, *lists)
    _answers.update(kept.read("lexicon", edition) or {})
    before = _answered()
    yield
    if _answered() != before:
        kept.write("lexicon", edition, _answers)


def _answered() -> int:
    return sum(len(known) for answers in _answers.values() for known in answers.values())


def lemma(lang: str, word: str) -> str | None:
    """The dictionary word of a form in lower case, or None for a form that no list knows."""
    known = _answers[lang]["word"]
    if word not in known:
        known[word] = _lemma(lang, word)
    return known[word]


def _lemma(lang: str, word: str) -> str | None:
    ours = _OURS[lang]
    if word in ours:
        return ours[word]
    found = _listed(lang, word)
    # For some forms the Welsh list only undoes the mutation (*ferched, merched*): look that up too.
    if lang == "cy" and found in welsh.radicals(word):
        return ours.get(found) or _listed(lang, found) or found
    return ours.get(found or "", found)


def _listed(lang: str, word: str) -> str | None:
    found = _dictionary(lang).get(word) or _dictionary(lang).get(word.capitalize())
    return found and found.lower()


def forms_of(lexicons: Sequence["Lexicon"]) -> dict[str, list[str]]:
    """The forms of every key of some texts in one language, by key, without those that are only
    mutations of another. What the lists can say of these texts is known then, and they are closed:
    the list of a language takes 40 MB.
    """
    lang = lexicons[0].lang
    keys = {key for lexicon in lexicons for word in lexicon.words for _, key in lexicon.parts(word)}
    known = _answers[lang]["forms"]
    if missing := {key for key in keys if key not in known}:
        known |= {key: [] for key in missing} | _forms(lang, missing)
    _dictionary.cache_clear()
    return {key: known[key] for key in sorted(keys) if known[key]}


def _forms(lang: str, keys: Collection[str]) -> dict[str, list[str]]:
    listed = (
        (form.lower(), word.lower())
        for form, word in _dictionary(lang).items()
        if word.lower() in keys and form.isalpha()
    )
    ours = ((form, word) for form, word in _OURS[lang].items() if word in keys)
    forms = defaultdict(list)
    for form, word in itertools.chain(listed, ours):
        radicals = welsh.radicals(form) if lang == "cy" else ()
        # asked once: there are ten times as many as words on all pages
        if _lemma(lang, form) == word and not any(_lemma(lang, r) == word for r in radicals):
            forms[word].append(form)
    return forms


class Lexicon:
    """The words of texts in one language (in lower case with their accents), and their keys."""

    def __init__(self, lang: str, texts: Iterable[str]) -> None:
        self.lang = lang
        self.words = frozenset(itertools.chain.from_iterable(map(tokens, texts)))
        self._joined = {word.replace("-", "") for word in self.words}
        self._folded = frozenset(map(fold, self.words))
        self.readings = functools.cache(self._readings)
        self.parts = functools.cache(self._parts)

    def stops(self, word: str) -> bool:
        """Whether a word only holds the sentence together, accents counting: *dîm* is not *dim*."""
        return word in FUNCTION[self.lang]

    def _parts(self, word: str) -> tuple[tuple[str, str], ...]:
        """The readings of a word and of those that a hyphen joins in it: *trauma-informed* is found
        by *informed*."""
        parts = {word, *(part for part in word.split("-") if len(part) > 2)}
        return tuple(reading for part in sorted(parts) for reading in self.readings(part))

    def _readings(self, word: str) -> tuple[tuple[str, str], ...]:
        """What a word on a page can be, most likely first: (unmutated form, key with accents)."""
        joined = word.replace("-", "")
        radicals = welsh.radicals(joined) if self.lang == "cy" else ()
        # What is written by hand goes before the lists.
        for radical in radicals:
            if radical in welsh.LEMMAS and joined not in welsh.LEMMAS:
                return ((radical, welsh.LEMMAS[radical]),)
        # The lists know many mutated forms; the radical is the one of the same dictionary word.
        own = lemma(self.lang, joined)
        if own is not None:
            return ((next((r for r in radicals if lemma("cy", r) == own), joined), own),)
        known = [(radical, lemma("cy", radical)) for radical in radicals if lemma("cy", radical)]
        if known:
            # Readings that leave no other trace on the site are dropped, unless none leaves one.
            return tuple([r for r in known if fold(r[0]) in self._folded] or known)
        if len(joined) < 5:
            return ((joined, joined),)
        # A name or a new word: under its radical if that stands on the site, else under all.
        seen = [radical for radical in radicals if radical in self._joined]
        return tuple((r, r) for r in (seen or (joined, *radicals)))
