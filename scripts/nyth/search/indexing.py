"""Finished pages to a search index of small static files, one index per language, and the A–Z. Pure.

How it works, in short:

- Every word of a page is filed under a *key*, the dictionary word it belongs to: *blant, phlant, plant* and *plentyn*
  all under *plentyn*. Keys come from the Welsh rules (`nyth.welsh`), the site's own words and simplemma's lists.
- A page is also filed under words that do not stand on it: its own search words, the title, summary and search words of
  the same page in the other language, and the other side of every glossary term that it uses.
- The table "written form -> keys -> pages" is sorted by unmutated form and cut into parts of a few kilobytes. Whoever
  types needs only the parts for what was typed, so the cost of a search does not grow with the site.
- The texts that excerpts are cut from lie in files of their own, one or a few for each page.

Each file is a script that hands over one value (`nythSearch.push([name, value])`): that works from a web server under
`script-src 'self'` and from a disk alike, where `fetch` is refused. `overrides/assets/search.js` reads what is written here.

Word forms: simplemma 2 (code MIT; its Welsh and English lists derive from Michal Měchura's lemmatization lists, Open
Database License, and from Wiktionary, CC BY-SA). The part of them that a site's words touch is repeated in the index,
which therefore names them and stands under the same licences; see `NOTICE`.
"""

from __future__ import annotations

import functools
import hashlib
import json
import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from nyth.content.addresses import relative
from nyth.content.model import Term
from nyth.languages import welsh

FOLDER = {"en": "search/en/", "cy": "search/cy/"}
NOTICE = (
    "Word forms from simplemma (MIT), after Michal Mechura's lemmatization lists (Open Database License 1.0) "
    "and Wiktionary (CC BY-SA 4.0); this table is under the same licences."
)

# How much a word weighs by where it stands. A title says what a page is about, but not so loudly that a half-typed word
# in a title beats a whole one in the text.
TITLE, OWN_WORDS, SUMMARY, HEADING, TEXT = 9.0, 5.0, 3.0, 2.0, 1.0
OTHER_LANGUAGE = 0.7  # words of the other language, found through the glossary or the page's twin
# The framework's own pages go before examples of them that speak of the same thing.
PRIOR = {"principle": 1.2, "value": 1.1, "theme": 1.1, "barrier": 1.1}
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MUCH = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PART_BYTES = 7_000  # of the table, before compression: about 2.5 kB after it
TEXT_BYTES = 3_000  # of a page's text, before compression
CORE_PAGES = 300  # pages whose titles come with the first file; those after them bring their title with their text

_WORD = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*")
_ENGLISH_FUNCTION = frozenset(
    """
    a an and are as at be been but by can could did do does for from get had has have he her him his how i if in into is it its
    me my no not of on or our she should so some than that the their them then there these they this those to us was we were
    what when where which who why will with would you your s t ll re ve d m
    """.split()
)
_ENGLISH_ENDINGS = tuple(
    "ations ation ements ement ingly edly ments ment ings ing ions ion ers er ors or ants ant ancies ancy ists ist ical ies es ed ly al ness s".split()
)
_VERBAL = tuple(
    "wn wch ant nt ai em ech id er af of och aist asom asoch asant asai ir wyd it ot".split()
)
# Words of this field that belong together although the lists keep them apart, or the reverse: form -> key.
_ENGLISH_LEMMAS = {
    form: key
    for key, forms in {
        "child": "children",
        "person": "people",
        "coproduction": "coproduce coproduced coproducing coproducer",
        "data": "data",
        "training": "trainings",
        "fund": "funding funder funders",
        "meeting": "meetings",
        "wellbeing": "wellbeing",
        "rating": "ratings",
        "pregnancy": "pregnant pregnancies",
        "suicide": "suicidal",
        "autism": "autistic",
        "exclusion": "exclude excluded excluding exclusions",
        "inclusion": "include included inclusive",
        "bullying": "bully bullied bullies",
        "trauma": "traumatic traumatised",
        "anxiety": "anxious",
        "homeless": "homelessness",
        "racism": "racist racists",
        "disability": "disabled disabilities",
        "equality": "equal equally",
        "behaviour": "behave behaved behaviours misbehave misbehaved misbehaving misbehaviour",
        "therapy": "therapist therapists therapeutic",
        "loneliness": "lonely",
        "poverty": "poor",
        "referral": "refer referred referrals",
        "safety": "safe safely",
        "neurodiversity": "neurodiverse",
    }.items()
    for form in (key, *forms.split())
}


@dataclass(frozen=True)
class Document:
    """One finished page. `url` is relative to the site's root; `kind` and the values of `facets` are ids;
    `words`: search words of the page's front matter; `sections`: (anchor, heading, text as the reader sees it);
    `links`: (url of another page, what the link to it says), because others often name a page better than its title."""

    lang: str
    id: str
    url: str
    title: str
    summary: str
    kind: str
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    sections: tuple[tuple[str, str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()


# Pages as text

_SKIPPED = {
    "cards",
    "cite",
    "sources",
    "filter",
    "finder",
    "ours",
    "glossary__meta",
    "crumbs",
    "hidden",
}
_VOID = {
    "area",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
_BLOCKS = {
    "p",
    "li",
    "dt",
    "dd",
    "div",
    "td",
    "th",
    "tr",
    "ul",
    "ol",
    "dl",
    "table",
    "caption",
    "figure",
    "figcaption",
    "blockquote",
    "br",
}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sections: list[list[str]] = [["", "", ""]]
        self.links: list[list[str]] = []
        self._link = False
        self._open: list[tuple[str, bool]] = []
        self._skip = 0
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        skip = tag in ("svg", "script", "style", "noscript", "select") or bool(
            _SKIPPED & set(values.get("class", "").split())
        )
        if tag not in _VOID:
            self._open.append((tag, skip))
            self._skip += skip
        anchor = values.get("id", "")
        if not self._skip and (tag in ("h2", "h3") and anchor or anchor.startswith("term-")):
            self.sections.append([anchor, "", ""])
        self._heading = (
            tag in ("h2", "h3", "dt") if tag in _BLOCKS or tag in ("h2", "h3") else self._heading
        )
        if tag in _BLOCKS:
            self.handle_data(" ")
        if tag == "a" and not self._skip and values.get("href"):
            self.links.append([values["href"], ""])
            self._link = True

    def handle_endtag(self, tag: str) -> None:
        while self._open and any(name == tag for name, _ in self._open):
            name, skipped = self._open.pop()
            self._skip -= skipped
            if name == tag:
                break
        if tag in ("h2", "h3", "dt"):
            self._heading = False
        self._link &= tag != "a"

    def handle_data(self, data: str) -> None:
        if not self._skip:
            if self._link:
                self.links[-1][1] += data
            self.sections[-1][1 if self._heading and not self.sections[-1][2].strip() else 2] += (
                data
            )


def read(
    html: str, url: str
) -> tuple[tuple[tuple[str, str, str], ...], tuple[tuple[str, str], ...]]:
    """The sections and links of a page for a `Document`, from the HTML of its text, without the frame.

    A section begins at each h2 and h3 with an id and at each glossary term. Cards, citations and source lists are left
    out: they say what other pages are about. `url`: the page's own, from the root; links are given from the root as well.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    tidy = [
        tuple(re.sub(r"\s+", " ", text).strip() for text in section) for section in reader.sections
    ]
    links = [
        (href.split("#")[0], re.sub(r"\s+", " ", text).strip())
        for href, text in reader.links
        if not re.match(r"#|[a-z]+:|/", href)
    ]
    inside = [
        (posixpath.normpath(posixpath.join(url, href)) + "/", text) for href, text in links if text
    ]
    return tuple(section for section in tidy if section[1] or section[2]), tuple(inside)


# Words and their keys


def tokens(text: str) -> Iterator[str]:
    """The words of a text in lower case with their accents; an apostrophe parts words, a hyphen does not."""
    for match in _WORD.finditer(text.lower()):
        yield match.group().replace("‐", "-").replace("‑", "-")


fold = functools.lru_cache(100_000)(welsh.fold)


@functools.cache
def _dictionary(lang: str) -> Mapping[str, str]:
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    return DEFAULT_DICTIONARY_FACTORY.get_dictionary(lang)


def _listed(lang: str, word: str) -> str | None:
    found = _dictionary(lang).get(word) or _dictionary(lang).get(word.capitalize())
    return found and found.lower()


@functools.cache
def lemma(lang: str, word: str) -> str | None:
    """The dictionary word of a form in lower case, or None for a form that neither simplemma nor our own list knows."""
    ours = welsh.LEMMAS if lang == "cy" else _ENGLISH_LEMMAS
    if word in ours:
        return ours[word]
    found = _listed(lang, word)
    # For some forms the Welsh list only undoes the mutation: *ferched, merched*. Then *merched* has to be looked up.
    if lang == "cy" and found in welsh.radicals(word):
        return ours.get(found) or _listed(lang, found) or found
    return ours.get(found or "", found)


@functools.cache
def _listed_forms(lang: str) -> Mapping[str, tuple[str, ...]]:
    forms = defaultdict(list)
    for form in _dictionary(lang):
        if form.isalpha():
            forms[_listed(lang, form)].append(form.lower())
    for form, word in (welsh.LEMMAS if lang == "cy" else _ENGLISH_LEMMAS).items():
        forms[word].append(form)
    return {word: tuple(found) for word, found in forms.items()}


def forms_of(lang: str, word: str) -> Iterator[str]:
    """The forms of a dictionary word, without those that are only mutations of another."""
    for form in _listed_forms(lang).get(word, ()):
        if lemma(lang, form) == word and (
            lang != "cy" or not any(lemma("cy", r) == word for r in welsh.radicals(form))
        ):
            yield form


class Lexicon:
    """The words of a site in one language, and the keys they are filed under.

    `words`: every word of the site with its accents, in lower case.
    """

    def __init__(self, lang: str, words: Iterable[str]) -> None:
        self.lang = lang
        self.words = frozenset(words)
        self._folded = frozenset(map(fold, self.words))
        self._readings = functools.cache(self._read)

    def stops(self, word: str) -> bool:
        """Whether a word only holds the sentence together. Compared with its accents: *dîm* is not *dim*."""
        return (
            len(word) < 2
            and not word.isdigit()
            or word in (welsh.FUNCTION_WORDS if self.lang == "cy" else _ENGLISH_FUNCTION)
        )

    def readings(self, word: str) -> tuple[tuple[str, str], ...]:
        """What a word on a page can be: (unmutated form, key), most likely first. Keys keep their accents."""
        return self._readings(word)

    def _read(self, word: str) -> tuple[tuple[str, str], ...]:
        joined = word.replace("-", "")
        if self.lang != "cy":
            return ((joined, lemma("en", joined) or joined),)
        radicals = welsh.radicals(joined)
        # The lists know many mutated forms; then the radical is the one that belongs to the same dictionary word. What we
        # have written by hand goes before them.
        for radical in radicals:
            if radical in welsh.LEMMAS and joined not in welsh.LEMMAS:
                return ((radical, welsh.LEMMAS[radical]),)
        own = lemma("cy", joined)
        if own is not None:
            return ((next((r for r in radicals if lemma("cy", r) == own), joined), own),)
        known = [(radical, lemma("cy", radical)) for radical in radicals if lemma("cy", radical)]
        if known:
            # Readings that leave no other trace on the site are dropped, unless none leaves one.
            return tuple([r for r in known if fold(r[0]) in self._folded] or known)
        if len(joined) < 5:
            return ((joined, joined),)
        # A name or a new word: under its radical if that stands on the site, otherwise under all it could be.
        seen = [radical for radical in radicals if radical in self.words]
        return tuple((r, r) for r in (seen or (joined, *radicals)))


def _phrase(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(
        word if lexicon.stops(word) else lexicon.readings(word)[0][1] for word in tokens(text)
    )


class _Glossary:
    """Finds the terms of a glossary in a text of one language, whatever form their words are in."""

    def __init__(self, terms: Sequence[Term], lexicon: Lexicon) -> None:
        self._first: dict[str, list[tuple[tuple[str, ...], str, tuple[str, ...]]]] = defaultdict(
            list
        )
        other = "en" if lexicon.lang == "cy" else "cy"
        for term in terms:
            theirs = (getattr(term, other), *getattr(term.synonyms, other))
            for own in (getattr(term, lexicon.lang), *getattr(term.synonyms, lexicon.lang)):
                phrase = _phrase(own, lexicon)
                if phrase:
                    self._first[phrase[0]].append((phrase, own, theirs))

    def find(self, keys: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(the term as written in the glossary, what it is called in the other language) for each place it stands."""
        for at, key in enumerate(keys):
            for phrase, own, theirs in self._first.get(key, ()):
                if tuple(keys[at : at + len(phrase)]) == phrase:
                    yield own, theirs


# The index


class _Index:
    def __init__(
        self,
        lang: str,
        pages: Sequence[Document],
        twins: Mapping[str, Document],
        terms: Sequence[Term],
    ) -> None:
        self.lang, self.other = lang, "en" if lang == "cy" else "cy"
        self.pages = pages
        self.own = Lexicon(lang, (w for page in pages for w in tokens(" ".join(_texts(page)))))
        foreign = [" ".join((t.title, t.summary, *t.words, _slug(t))) for t in twins.values()]
        foreign += [
            " ".join((getattr(t, self.other), *getattr(t.synonyms, self.other))) for t in terms
        ]
        self.foreign = Lexicon(self.other, (w for text in foreign for w in tokens(text)))
        self.glossary = _Glossary(terms, self.own)
        self.called: dict[str, set[str]] = defaultdict(set)
        for page in pages:
            for url, text in page.links:
                if url != page.url and len(text) <= 60:
                    self.called[url].add(text.lower())
        # (language, key) -> page -> [weight by section]; form -> {(language, key)}; key -> the phrase that it was found by
        self.weights: dict[tuple[str, str], dict[int, Counter[int]]] = defaultdict(
            lambda: defaultdict(Counter)
        )
        self.forms: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.phrases: dict[tuple[str, str], set[str]] = defaultdict(set)
        for number, page in enumerate(pages):
            self._page(number, page, twins.get(page.id))
        self._more_forms()
        self.related = self._related()

    def _page(self, number: int, page: Document, twin: Document | None) -> None:
        length = sum(len(text) for _, _, text in page.sections) / 6
        long = 1 / (0.6 + 0.4 * min(12.0, max(0.5, length / 400)))
        titled = TITLE * min(
            1.4, (3 / (1 + sum(not self.own.stops(w) for w in tokens(page.title)))) ** 0.5
        )
        self._text(number, 0, page.title, titled)
        self._text(number, 0, page.summary, SUMMARY)
        for words in (*page.words, _slug(page), *sorted(self.called.get(page.url, ()))):
            self._text(number, 0, words, OWN_WORDS)
        # Titles and search words of several words are found as a whole as well, function words and all.
        for weight, text in ((3 * TITLE, page.title), *((OWN_WORDS, w) for w in page.words)):
            self._whole(text, number, weight)
        if twin:
            for weight, text in ((3 * TITLE, twin.title), *((OWN_WORDS, w) for w in twin.words)):
                self._whole(text, number, weight * OTHER_LANGUAGE)
        for section, (_, heading, text) in enumerate(page.sections, 1):
            self._text(number, section, heading, HEADING * long)
            self._text(number, section, text, TEXT * long)
        if twin:
            for text, weight in (
                (twin.title, titled),
                (twin.summary, SUMMARY),
                *((w, OWN_WORDS) for w in (*twin.words, _slug(twin))),
            ):
                for word in tokens(text):
                    self._add(self.foreign, word, number, 0, weight * OTHER_LANGUAGE)

    def _whole(self, text: str, number: int, weight: float) -> None:
        words = [fold(word).replace("-", "") for word in tokens(text)]
        if 1 < len(words) <= 7:
            name = ("phrase", "".join(words))
            self.forms[name[1]].add(name)
            self.weights[name][number][0] = max(weight, self.weights[name][number][0])

    def _text(self, number: int, section: int, text: str, weight: float) -> None:
        keys = []
        for word in tokens(text):
            if self.own.stops(word):
                keys.append(word)
                continue
            self._add(self.own, word, number, section, weight)
            keys.append(self.own.readings(word)[0][1])
        for own, theirs in self.glossary.find(keys):
            for other in theirs:
                for word in tokens(other):
                    self._add(self.foreign, word, number, section, weight * OTHER_LANGUAGE, own)

    def _add(
        self,
        lexicon: Lexicon,
        word: str,
        number: int,
        section: int,
        weight: float,
        phrase: str = "",
    ) -> None:
        if lexicon.stops(word):
            return
        # The parts of a hyphenated word are words as well: *cyd-gynhyrchu* is found by *cynhyrchu*.
        parts = [part for part in word.split("-") if len(part) > 2] if "-" in word else []
        for part, share in ((word, 1.0), *((part, 0.5) for part in parts)):
            for form, key in lexicon.readings(part):
                self.forms[fold(form)].add((lexicon.lang, key))
                self.weights[lexicon.lang, key][number][section] += weight * share
                if phrase:
                    self.phrases[lexicon.lang, key].add(phrase)

    def _more_forms(self) -> None:
        """Forms that do not stand on the site but lead to its words, where the ending alone would not tell."""
        for lang, key in list(self.weights):
            if lang == "phrase":
                continue
            lexicon = self.own if lang == self.lang else self.foreign
            forms = list(forms_of(lang, key))
            self.forms[fold(key)].add((lang, key))
            stems = {
                welsh.stem(fold(form))
                for form in (key, *(form for form in forms if form in lexicon.words))
            }
            for form in forms:
                # The browser knows the endings of the page's language only; and Welsh verbs have too many forms to list.
                told = lang == "cy" and (
                    welsh.stem(fold(form)) in stems if lang == self.lang else form.endswith(_VERBAL)
                )
                if not told:
                    self.forms[fold(form)].add((lang, key))

    def _related(self) -> dict[str, set[tuple[str, str]]]:
        """form -> keys that it is near to: a Welsh noun and the verb-noun made from it (*cosb, cosbi*)."""
        near = defaultdict(set)
        for lang, key in self.weights:
            noun = (
                "cy",
                next(
                    (key.removesuffix(end) for end in ("io", "o", "u", "i") if key.endswith(end)),
                    key,
                ),
            )
            if lang == "cy" and len(noun[1]) > 3 and noun[1] != key and noun in self.weights:
                for one, other in ((key, noun), (noun[1], ("cy", key))):
                    for form in (fold(one), *(fold(form) for form in forms_of("cy", one))):
                        if form in self.forms and other not in self.forms[form]:
                            near[form].add(other)
        return near

    def function(self) -> set[str]:
        """The function words of both languages; those of the other only where they are no word of this one (*her*)."""
        own, other = (
            (welsh.FUNCTION_WORDS, _ENGLISH_FUNCTION)
            if self.lang == "cy"
            else (_ENGLISH_FUNCTION, welsh.FUNCTION_WORDS)
        )
        return own | {
            word
            for word in other
            if not any(lang == self.lang for lang, _ in self.forms.get(fold(word), ()))
        }

    def postings(self, name: tuple[str, str]) -> str:
        """The pages of a key as text: for each, the step from the page before, how much (A–Z), and the best section."""
        before, found = -1, []
        for number, sections in sorted(self.weights[name].items()):
            total = sum(sections.values())
            much = MUCH[round(25 * total / (total + 4))]
            best = max(sections, key=lambda s: (sections[s] if s else 0, -s))
            found.append(f"{_base36(number - before)}{much}{_base36(best) if best else ''}")
            before = number
        return " ".join(found)

    def parts(self) -> list[tuple[str, str]]:
        """The table cut into parts: (first form, its text)."""
        cut: list[list[str]] = [[]]
        size = 0
        for form in sorted(self.forms):
            weight = (
                len(form)
                + 3
                + sum(
                    5 * len(self.weights[name]) // 2
                    for name in self.forms[form] | self.related.get(form, set())
                )
            )
            if size + weight > PART_BYTES and cut[-1]:
                cut.append([])
                size = 0
            cut[-1].append(form)
            size += weight
        return [(forms[0] if forms else "", self._part(forms)) for forms in cut]

    def _part(self, forms: list[str]) -> str:
        near = {form: sorted(self.related.get(form, ())) for form in forms}
        names = sorted({name for form in forms for name in (*self.forms[form], *near[form])})
        place = {name: _base36(n) for n, name in enumerate(names)}
        lines = [
            " ".join(
                (
                    form,
                    *(place[name] for name in sorted(self.forms[form])),
                    *("~" + place[name] for name in near[form]),
                )
            )
            for form in forms
        ]
        # A key is written out only where its accents differ from what is typed without them; "=" marks a title typed whole.
        keys = [
            "|".join(
                (
                    self.postings(name),
                    "" if name[1] == fold(name[1]) else name[1],
                    "=" if name[0] == "phrase" else ";".join(sorted(self.phrases[name])[:4]),
                )
            ).rstrip("|")
            for name in names
        ]
        return "\n".join(lines) + "\n\n" + "\n".join(keys)


def _base36(number: int) -> str:
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
        if not number:
            return text


def _slug(page: Document) -> str:
    return page.url.strip("/").split("/")[-1].replace("-", " ")


def _texts(page: Document) -> Iterator[str]:
    yield from (page.title, page.summary, *page.words, _slug(page))
    for _, heading, text in page.sections:
        yield from (heading, text)


# The files


def _script(name: str, value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    # These two end a line in old JavaScript, and "</" could end a script element if a file is ever put into a page.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")
    return f'(self.nythSearch=self.nythSearch||[]).push(["{name}",{text}]);\n'.encode()


def _text_files(number: int, page: Document) -> list[tuple[str, object, int]]:
    """The text of a page in one or a few files: (name, value, first section). The first file brings the page's head."""
    files: list[tuple[list, int]] = [([], 0)]
    size = len(page.summary)
    for at, (anchor, heading, text) in enumerate(page.sections):
        text = re.sub(r"\s+", " ", text).strip()
        if size + len(text) > TEXT_BYTES and files[-1][0]:
            files.append(([], at))
            size = 0
        files[-1][0].append([anchor, heading, text])
        size += len(text)
    return [(f"p{number}-{n}", rows, first) for n, (rows, first) in enumerate(files)]


def build(
    documents: Iterable[Document],
    glossary: Sequence[Term],
    lang: str,
    words: Mapping[str, str] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """The files of the index of one language, by their path from the site's root. The same pages give the same bytes.

    `documents`: the pages of both languages (those of the other lend their titles and search words); their order decides
    between equals. `words`: the interface words of this language that begin with `search_`. `kinds`: id -> label.
    """
    documents = list(documents)
    pages = [d for d in documents if d.lang == lang]
    index = _Index(lang, pages, {d.id: d for d in documents if d.lang != lang}, glossary)
    folder, files = FOLDER[lang], {}

    table = index.parts()
    for number, (_, text) in enumerate(table):
        files[f"t{number}"] = text
    heads = []
    for number, page in enumerate(pages):
        texts = _text_files(number, page)
        facets = {name: list(values) for name, values in sorted(page.facets.items()) if values}
        head = [page.title, page.url, page.kind, facets, [first for _, _, first in texts[1:]]]
        heads.append(head)
        for n, (name, rows, _) in enumerate(texts):
            files[name] = (
                {"head": head, "summary": page.summary, "rows": rows} if n == 0 else {"rows": rows}
            )
    files["terms"] = sorted(
        ([getattr(t, lang), getattr(t, index.other), t.id] for t in glossary),
        key=lambda row: fold(row[0]),
    )
    if len(heads) > CORE_PAGES:
        files["pages"] = heads

    titles = {page.id: page.title for page in pages}
    named = sorted({value for page in pages for values in page.facets.values() for value in values})
    rules = welsh.browser_rules()
    core = {
        "lang": lang,
        "notice": NOTICE,
        "count": len(pages),
        "starts": " ".join(start for start, _ in table),
        "pages": heads[:CORE_PAGES],
        "names": {value: titles[value] for value in named if value in titles},
        "kinds": {"page": (words or {}).get("search_page", ""), **(kinds or {})},
        "words": {name: text for name, text in (words or {}).items() if name.startswith("search_")},
        "prior": PRIOR,
        "undo": rules["undo"],
        "letters": rules["letters"],
        "function": " ".join(sorted(index.function())),
        "endings": rules["endings"] if lang == "cy" else " ".join(_ENGLISH_ENDINGS),
        "stem": welsh.STEM_LETTERS if lang == "cy" else 5,
    }
    written = {name: _script(name, value) for name, value in files.items()}
    digest = hashlib.sha256(json.dumps(core, sort_keys=True).encode())
    for name in sorted(written):
        digest.update(written[name])
    # The other files are asked for with this mark, so that a reader's old copies never meet a new core.
    core["mark"] = digest.hexdigest()[:8]
    written["core"] = _script("core", core)
    return {f"{folder}{name}.js": content for name, content in sorted(written.items())}


# The pages: all results, and everything from A to Z


@dataclass(frozen=True)
class Places:
    """The addresses, in one language, of the page of results, the A–Z and the glossary."""

    results: str
    a_to_z: str
    glossary: str


def attributes(lang: str, url: str, words: Mapping[str, str], places: Places) -> dict[str, str]:
    """What search.js needs to know on a page, as data- attributes of the form; all addresses relative to `url`."""
    other = "en" if lang == "cy" else "cy"
    return {
        "data-search-data": relative(url, FOLDER[lang]) + "core.js",
        "data-search-other": relative(url, FOLDER[other]) + "core.js",
        "data-a-z": relative(url, places.a_to_z),
        "data-glossary": relative(url, places.glossary),
        "data-search-broken": words.get("search_broken", ""),
    }


def page(lang: str, words: Mapping[str, str], places: Places) -> str:
    """The body of the page of results, one block of HTML. Without script it leads to the A–Z and the glossary."""
    url = places.results
    data = " ".join(
        f'{name}="{escape(value)}"' for name, value in attributes(lang, url, words, places).items()
    )
    elsewhere = (
        f'<ul><li><a href="{relative(url, places.a_to_z)}">{escape(words["search_a_z"])}</a></li>'
        f'<li><a href="{relative(url, places.glossary)}">{escape(words["search_glossary"])}</a></li></ul>'
    )
    facets = "".join(
        f'<p class="filter__field" hidden><label for="search-{name}">{escape(words[f"search_{name}"])}</label>'
        f'<select id="search-{name}" name="{name}"><option value="">{escape(words["search_any"])}</option></select></p>'
        for name in ("kind", "principle", "region")
    )
    return (
        f"<noscript><p>{escape(words['search_noscript'])}</p>{elsewhere}</noscript>"
        f'<form class="results__form" action="./" data-search-page {data} hidden>'
        f'<p class="results__box"><label for="search-q">{escape(words["search_words"])}</label>'
        f'<input class="search__input" id="search-q" name="q" type="search" maxlength="200" autocomplete="off" spellcheck="false">'
        f'<button class="search__button button">{escape(words["search_button"])}</button></p>'
        f'<div class="filter results__facets">{facets}</div></form>'
        f'<p class="results__status" id="results-status" role="status"></p><ol class="results" id="results"></ol>'
        f'<p><button class="button" type="button" id="results-more" hidden>{escape(words["search_more"])}</button></p>'
        f"<div data-search-help><p>{escape(words['search_help'])}</p>{elsewhere}</div>"
    )


_ARTICLES = {"en": ("the ", "a ", "an "), "cy": ("y ", "yr ", "'r ")}


def a_to_z(
    documents: Iterable[Document],
    lang: str,
    places: Places,
    glossary: Sequence[Term] = (),
    words: Mapping[str, str] | None = None,
) -> str:
    """Every page and glossary term in the order of the alphabet, under its letters, as HTML. A leading article does not
    count; in Welsh ch, dd, ff, ng, ll, ph, rh and th are letters with headings of their own."""
    here = places.a_to_z
    entries = [
        (d.title, relative(here, d.url), False)
        for d in documents
        if d.lang == lang and d.url != here
    ]
    entries += [
        (getattr(t, lang), f"{relative(here, places.glossary)}#term-{t.id}", True) for t in glossary
    ]

    def bare(title: str) -> str:
        article = next((a for a in _ARTICLES[lang] if fold(title).startswith(a)), "")
        return title[len(article) :]

    def key(entry: tuple[str, str, bool]) -> tuple:
        title = bare(entry[0])
        return (
            *(
                welsh.sort_key(title)
                if lang == "cy"
                else ([fold(w) for w in tokens(title)], title.lower(), title)
            ),
            entry[2],
            entry[1],
        )

    def letter(title: str) -> str:
        if lang == "cy":
            return welsh.heading(bare(title))
        first = next(tokens(bare(title)), "0")[0]
        return "0–9" if first.isdigit() else fold(first).upper()

    groups: dict[str, list[str]] = {}
    for title, href, term in sorted(dict.fromkeys(entries), key=key):
        mark = (
            f' <span class="muted">{escape((words or {}).get("search_term", ""))}</span>'
            if term and words
            else ""
        )
        groups.setdefault(letter(title), []).append(
            f'<li><a href="{escape(href)}">{escape(title)}</a>{mark}</li>'
        )
    anchors = {name: "letter-" + ("0" if name == "0–9" else fold(name)) for name in groups}
    label = escape((words or {}).get("search_letters", "A–Z"))
    top = "".join(f'<li><a href="#{anchors[name]}">{name}</a></li>' for name in groups)
    lists = "".join(
        f'<h2 id="{anchors[name]}">{name}</h2><ul class="a-z__list">{"".join(rows)}</ul>'
        for name, rows in groups.items()
    )
    return f'<nav class="a-z" aria-label="{label}"><ul>{top}</ul></nav>{lists}'
