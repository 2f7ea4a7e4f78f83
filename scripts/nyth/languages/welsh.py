"""Welsh for search and for lists: initial mutations, folding, function words, endings, and the
alphabet.

Free of any search engine, theme and site: nothing here is imported from the rest of the package,
and the rules are plain data that can be written out for a browser as well. Offer it to other
projects as it is.

Sources of the rules, all common knowledge of any Welsh grammar:
- the mutation table (treiglad meddal, trwynol, llaes) and h before vowels: P. W. Thomas, *Gramadeg
  y Gymraeg*; D. Thorne, *A Comprehensive Welsh Grammar*; the same table stands on Wikipedia, "Welsh
  morphology";
- the alphabet and its order: Unicode CLDR, `cy` collation (ch, dd, ff, ng, ll, ph, rh, th are
  letters);
- the function words: gathered by hand from the closed classes of the grammar (article, particles,
  pronouns, conjunctions, personal forms of prepositions, forms of *bod*), with the forms that
  mutate.

>>> radicals("phlant")
('plant',)
>>> radicals("fam")
('bam', 'mam')
>>> radicals("ardd")
('gardd',)
>>> fold("Tŷ'r Ŵyl")
"ty'r wyl"
>>> sorted(["llaw", "lwc", "ci", "chwaer", "dŵr", "ddoe"], key=sort_key)
['ci', 'chwaer', 'dŵr', 'ddoe', 'lwc', 'llaw']
"""

import re
import unicodedata
from pathlib import Path

import yaml

# The head of each list in `welsh.yml` says what it is.
_LISTS = yaml.load(
    Path(__file__).with_name("welsh.yml").read_text("utf-8"),
    Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
)
MUTATIONS: tuple[dict[str, str], ...] = tuple(_LISTS["mutations"].values())
VOWELS, INITIALS = "aeiouwy", _LISTS["initials"].split()
_UNDOING = [
    *((mutated, radical) for t in MUTATIONS for radical, mutated in t.items() if mutated),
    *((letter, "g" + letter) for letter in (*VOWELS, *_LISTS["after-lost-g"].split())),
    *(("h" + vowel, vowel) for vowel in VOWELS),
]
#: mutated beginning -> the radical beginnings it may stand for; the longest beginning that fits is
#: the one that counts.
UNDO: dict[str, tuple[str, ...]] = {}
for _start, _radical in sorted(_UNDOING, key=lambda pair: (-len(pair[0]), pair[0])):
    UNDO[_start] = (*UNDO.get(_start, ()), _radical)


def radicals(word: str) -> tuple[str, ...]:
    """The radical forms that a folded word may be a mutation of, without the word itself; at most
    two.

    They are candidates: only a list of words can tell which of them exist.
    """
    start = next((s for s in (word[:3], word[:2], word[:1]) if s in UNDO), "")
    if len(start) == 1 and word[:2] in INITIALS:
        return ()
    return tuple(radical + word[len(start) :] for radical in UNDO.get(start, ()))


def mutations(word: str) -> tuple[str, ...]:
    """The forms into which a folded radical word can mutate, without the word itself."""
    found = []
    for table in MUTATIONS:
        start = next((s for s in (word[:2], word[:1]) if s in table), None)
        if start is not None and not (start == word[:1] and word[:2] in INITIALS):
            found.append(table[start] + word[len(start) :])
    if word and word[0] in VOWELS:
        found.append("h" + word)
    return tuple(dict.fromkeys(found))


def fold(text: str) -> str:
    """Lower case without accents, one kind of apostrophe and hyphen, nothing invisible.

    Accents are spelling in Welsh, but most people leave them out when they type.
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", text.lower())
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))
    return plain.translate({0x2019: "'", 0x2018: "'", 0x02BC: "'", 0x2010: "-", 0x2011: "-"})


FUNCTION_WORDS = frozenset(_LISTS["function"].split())
ENDINGS = sorted(_LISTS["endings"].split(), key=lambda ending: (-len(ending), ending))
LEMMAS: dict[str, str] = _LISTS["lemmas"]
STEM_LETTERS = 6
_ENDINGS = frozenset(ENDINGS)


def stem(word: str) -> str:
    """A folded word without its ending, for words that nothing else is known about.

    >>> stem("hyfforddwyr"), stem("niwroamrywiol"), stem("plant")
    ('hyffordd', 'niwroamrywi', 'plant')
    """
    first = max(STEM_LETTERS, len(word) - len(ENDINGS[0]))
    return next((word[:n] for n in range(first, len(word)) if word[n:] in _ENDINGS), word)


# The alphabet

ALPHABET = _LISTS["alphabet"].split()
_ORDER = {letter: n for n, letter in enumerate(ALPHABET)}

_APART = re.compile(
    "|".join(
        ("" if start[0] == "*" else "^") + start.strip("*").replace(".", "(?=") + ")"
        for start in _LISTS["apart"].split()
    )
)

# What stands before a pair that is two letters.
_TWO = {"rh": "[aeiouwy](?<!deu|[td]r[ei])$", "ng": "[b-df-hj-np-tvxz]$"}
_LIKE = str.maketrans(_LISTS["like"])


def letters(word: str) -> list[str]:
    """The letters of a folded word as Welsh counts them.

    >>> letters("llangollen")
    ['ll', 'a', 'n', 'g', 'o', 'll', 'e', 'n']
    >>> letters("anghywir")
    ['a', 'ng', 'h', 'y', 'w', 'i', 'r']
    >>> letters("arholiad")
    ['a', 'r', 'h', 'o', 'l', 'i', 'a', 'd']
    """
    found, at = [], 0
    # of a mutated word, the places in what it is a mutation of
    cuts = {
        len(word) - len(form) + match.end()
        for form in (word, *radicals(word))
        for match in _APART.finditer(form)
    }
    while at < len(word):
        pair = word[at : at + 2]
        # Inside a word rh is two letters after a vowel (*arholiad, parhau*), and one after n or d
        # (*anrheg, Bodrhyddan*) and where another word begins (*deurhywiol, Trerhyngyll*); ng is
        # two after a consonant (*teyrnged, Cefngorwydd*).
        apart = re.search(_TWO[pair], word[:at]) if pair in _TWO else None
        size = 2 if pair in _ORDER and not apart and at + 1 not in cuts else 1
        found.append(word[at : at + size])
        at += size
    return found


def sort_key(text: str, *, digraphs: bool = True) -> tuple:
    """A key that sorts texts word by word in the order of the Welsh alphabet, figures first and
    by their value; accents and case decide only between equals. `digraphs=False`: in the order
    of an alphabet without ch, dd, ff, …"""
    words = []
    for word in re.findall(r"[0-9]+|[^\W_0-9]+", fold(text).translate(_LIKE)):
        if word[0] in "0123456789":
            words.append([(0, int(word), "")])
        else:
            parts = letters(word) if digraphs else word
            words.append([(1, _ORDER[x], "") if x in _ORDER else (2, 0, x) for x in parts])
    return words, text.lower(), text


def heading(text: str, *, digraphs: bool = True) -> str:
    """The letter of the alphabet under which a text stands in a list, as a heading: "Ll", "Ch";
    "0–9" for figures.

    >>> heading("Llesiant"), heading("Ynys Môn"), heading("999"), heading("…")
    ('Ll', 'Y', '0–9', '0–9')
    """
    words = re.findall(r"[^\W_]+", fold(text).translate(_LIKE))
    first = (letters(words[0]) if digraphs else words[0])[0] if words else ""
    return "0–9" if not first or first.isdigit() else first.capitalize()
