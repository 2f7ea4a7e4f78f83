"""Welsh for search and for lists: initial mutations, folding, function words, endings, and the
alphabet.

Free of any search engine, theme and site: nothing here is imported from the rest of the package,
and every rule is plain data that can be written out for a browser as well (see `browser_rules`).
Offer it to other projects as it is.

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

from __future__ import annotations

import re
import unicodedata

# radical -> what it becomes
SOFT = {"p": "b", "t": "d", "c": "g", "b": "f", "d": "dd", "g": "", "ll": "l", "m": "f", "rh": "r"}
NASAL = {"p": "mh", "t": "nh", "c": "ngh", "b": "m", "d": "n", "g": "ng"}
ASPIRATE = {"p": "ph", "t": "th", "c": "ch"}
VOWELS = "aeiouwy"

# What a soft-mutated g leaves behind: *gardd, ardd*; *glân, lân*; *grym, rym*; *gwaith, waith*.
# Other letters do not follow g in native words.
_AFTER_LOST_G = (*VOWELS, "l", "r")

# Beginnings that look like a shorter mutation but are letters of their own: *ffordd* is not *f* +
# *fordd*.
_LETTERS = ("ch", "dd", "ff", "ng", "ll", "mh", "nh", "ph", "rh", "th")


def _undoing() -> dict[str, tuple[str, ...]]:
    undo: dict[str, list[str]] = {}
    for table in (SOFT, NASAL, ASPIRATE):
        for radical, mutated in table.items():
            if mutated:
                undo.setdefault(mutated, []).append(radical)
    for letter in _AFTER_LOST_G:
        undo.setdefault(letter, []).append("g" + letter)
    for vowel in VOWELS:
        undo["h" + vowel] = [vowel]
    return {
        start: tuple(found)
        for start, found in sorted(undo.items(), key=lambda item: (-len(item[0]), item[0]))
    }


#: mutated beginning -> the radical beginnings it may stand for; the longest beginning that fits is
#: the one that counts.
UNDO: dict[str, tuple[str, ...]] = _undoing()


def initial(word: str) -> str:
    """The part of the beginning of a word that can mutate: a key of `UNDO`, or "".

    `word`: folded, in lower case.
    """
    for length in (3, 2, 1):
        start = word[:length]
        if len(start) == length and start in UNDO:
            return start if length > 1 or word[:2] not in _LETTERS else ""
    return ""


def radicals(word: str) -> tuple[str, ...]:
    """The radical forms that a folded word may be a mutation of, without the word itself; at most
    two.

    They are candidates: only a list of words can tell which of them exist.
    """
    start = initial(word)
    return tuple(radical + word[len(start) :] for radical in UNDO.get(start, ()))


def mutations(word: str) -> tuple[str, ...]:
    """The forms into which a folded radical word can mutate, without the word itself."""
    found = []
    for table in (SOFT, NASAL, ASPIRATE):
        start = next((s for s in (word[:2], word[:1]) if s in table), None)
        if start is not None and not (start == word[:1] and word[:2] in _LETTERS):
            found.append(table[start] + word[len(start) :])
    if word[:1] in VOWELS and word[:1]:
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


#: Words that hold a sentence together. They are compared before folding, because *dîm* (team) is
#: not *dim* (nothing); those that are often typed without their accent stand here in both
#: spellings, unless the other spelling is a word that someone may look for.
FUNCTION_WORDS = frozenset(
    """
    y yr r 'r a ac ag i o u n 'n m 'm th w 'w 'i 'u ch 'ch fy dy ei eu ein eich
    mi fi ti di fe fo e ef hi ni chi chwi nhw hwy hwythau minnau innau finnau tithau dithau yntau
    hithau ninnau chithau nhwthau
    myfi tydi efe hyhi nyni chwychwi hwynt hunan hun hunain
    hwn hon hyn hwnnw honno hynny hwnna honna rhain rheini rheiny rhai rhyw unrhyw rywun rhywun
    rywbeth rhywbeth
    yn ym yng mewn ar at am gan gyda gydag drwy trwy dros tros dan tan o'r heb hyd i'r rhag wrth
    wedi cyn ger er ers tua rhwng
    arna arnaf arnat arno arni arnom arnoch arnyn arnynt ata ataf atat ato ati atom atoch atyn atynt
    amdana amdanaf amdanat amdano amdani amdanom amdanoch amdanyn amdanynt
    gen gennyf gennyt ganddo ganddi gennym gennych ganddyn ganddynt
    imi iti iddo iddi inni ichi iddyn iddynt ohono ohoni ohonof ohonot ohonom ohonoch ohonyn ohonynt
    ynof ynot ynddo ynddi ynom ynoch ynddyn ynddynt trwyddo trwyddi trwyddyn trwyddynt drwyddo
    drwyddi drwyddyn drwyddynt
    drosof drosto drosti drosom drosoch drostyn drostynt wrtho wrthi wrthyf wrthyt wrthym wrthych
    wrthyn wrthynt
    hebddo hebddi hebddyn hebddynt rhyngddo rhyngddi rhyngom rhyngoch rhyngddyn rhyngddynt dano
    dani danyn danynt
    mae maen maent yw ydy ydyw ydi oes sydd sy rydw rwy rwyf wyf wyt rwyt ydw ydwyf ydym rydym
    ydych rydych ydyn rydyn
    dydw dwyt dyw dydy dydi dydym dydych dydyn does nad nid ni'd na nac naw'r nage
    oedd roedd doedd oeddwn roeddwn oeddet oeddem oeddech roeddech oedden oeddent roedden roeddent
    bydd fydd byddaf fyddaf byddi fyddi byddwn fyddwn byddwch fyddwch byddan fyddan byddant
    fyddant byddai fyddai bydden
    fydden byddent fyddent byddem byddech fyddech bu fu bum buom buont fuont bod fod bo fo buasai
    petai pe tasai os oni onid
    mor mo po fel felly nes pan lle ble pryd pwy pam sut pa ba faint sawl beth fath
    ond neu nen naill llall lleill ynteu ai eithr hefyd eto wedyn yna yma yno acw dyna dyma mai
    taw achos oherwydd gan
    iawn mwy fwy mwyaf fwyaf llai lai lleiaf leiaf rhy go dim ddim neb byth erioed yn unig
    pob bob holl oll i gyd ei gilydd gilydd cilydd un dau dwy ddau ddwy
    """.split()
)

#: Endings that a light stem may lose, so that forms which no list of words knows still meet: the
#: longest that fits goes, if at least six letters stay. Plurals, verb endings, and the endings of
#: abstract nouns and persons.
ENDINGS = tuple(
    sorted(
        """
        au iau on ion oedd ydd edd i od aid iaid wyr wr es esau yddion iadau iad iadur edigaeth
    aeth iaeth iaethau iannau iant
        ol edig us gar wn wch ant ai af odd ais aist asom asoch asant ir wyd o u a en yn ed id ach
    af
        """.split(),
        key=lambda ending: (-len(ending), ending),
    )
)
STEM_LETTERS = 6


_ENDINGS = frozenset(ENDINGS)
_LONGEST = len(ENDINGS[0])


def stem(word: str) -> str:
    """A folded word without its ending, for words that nothing else is known about.

    >>> stem("hyfforddwyr"), stem("niwroamrywiol"), stem("plant")
    ('hyffordd', 'niwroamrywi', 'plant')
    """
    first = max(STEM_LETTERS, len(word) - _LONGEST)
    return next((word[:n] for n in range(first, len(word)) if word[n:] in _ENDINGS), word)


#: Words that the Welsh data of simplemma lacks or reads wrongly: form -> lemma. Written by hand.
LEMMAS = {
    "llesiant": "llesiant",
    "mamau": "mam",
    "rieni": "rhiant",
    "rhieni": "rhiant",
    "cydgynhyrchu": "cydgynhyrchu",
    "cydgynhyrchiad": "cydgynhyrchu",
    "cydgynhyrchiol": "cydgynhyrchu",
    "cydgynhyrchwyd": "cydgynhyrchu",
    "atgyfeirio": "atgyfeirio",
    "atgyfeiriad": "atgyfeirio",
    "atgyfeiriadau": "atgyfeirio",
    "niwroamrywiaeth": "niwroamrywiaeth",
    "niwroamrywiol": "niwroamrywiaeth",
    "niwrowahanol": "niwrowahanol",
    "niwrowahaniaeth": "niwrowahanol",
    "egwyddorion": "egwyddor",
    "chwaraeon": "chwaraeon",
    "môn": "môn",
    "cam": "cam",
    "cafodd": "cael",
    "dywedodd": "dweud",
    "cynhwysion": "cynhwysyn",
    "camau": "cam",
    "hunanasesu": "hunanasesu",
    "hunanasesiad": "hunanasesu",
    "hunanasesiadau": "hunanasesu",
}

# The alphabet

ALPHABET = tuple(
    "a b c ch d dd e f ff g ng h i j k l ll m n o p ph q r rh s t th u v w x y z".split()
)
_ORDER = {letter: n for n, letter in enumerate(ALPHABET)}
_DIGRAPHS = frozenset(letter for letter in ALPHABET if len(letter) == 2)

#: Beginnings of words in which two letters stand side by side that look like one: mostly compounds
#: of *llan, pen, bryn, gwyn, hen, hunan, un, dyn*, place names, and words from other languages. A
#: dot stands between the two; what follows a star may stand anywhere in a word. No rule tells them
#: apart; add to the list when one appears.
APART = tuple(
    """
    an.gola arian.g ban.gladesh ban.gor bin.go blaen.g bon.gorff bron.g bryn.g bun.galo byn.galo
    cefn.g con.go cyfan.g cyn.gerdd den.gar den.gys dyn.gar en.glyn ffynnon.g glan.g gwan.galon
    gwaun.g gwern.g gwyn.g hen.g hunan.g hwn.gar jyn.gl llan.g llen.gar llen.gig llon.gyf llun.gop
    llun.gwyn llwyn.g maen.gw man.go man.gre meithrin.g melyn.g mewn.g min.gam mon.gol mwyn.g pen.g
    pont.hen pont.hir sin.gap tafarn.g tan.go ton.gw trin.gar un.gell un.glust un.gorn
    *dan.gos *gwyn.gregyn *gwyn.gyll *union.g
    """.split()
)
_APART = re.compile(
    "|".join(
        ("" if start[0] == "*" else "^") + start.strip("*").replace(".", "(?=") + ")"
        for start in APART
    )
)


#: Letters of other languages that are no letter with an accent, as what people look them up under.
_LIKE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)


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
        # (*anrheg, Bodrhyddan*).
        split = at + 1 in cuts or (pair == "rh" and at > 0 and word[at - 1] in VOWELS)
        size = 2 if pair in _DIGRAPHS and not split else 1
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

    >>> heading("Llesiant"), heading("Ynys Môn"), heading("999")
    ('Ll', 'Y', '0–9')
    """
    words = re.findall(r"[^\W_]+", fold(text).translate(_LIKE))
    first = (letters(words[0]) if digraphs else words[0])[0] if words else ""
    return "0–9" if not first or first.isdigit() else first.capitalize()


def browser_rules() -> dict[str, object]:
    """The rules that a program in a browser needs, as plain data: `undo`, `letters`, `function`
    and `endings`."""
    return {
        "undo": {start: list(found) for start, found in UNDO.items()},
        "letters": list(_LETTERS),
        "function": " ".join(sorted(FUNCTION_WORDS)),
        "endings": " ".join(ENDINGS),
    }
