"""Documents to a search index of small static files, one index per language. Pure.

Each file is a script that hands over one value, `nythSearch.push([list, value])`: it loads under
`script-src 'self'` and from a disk, where `fetch` is refused. list: which list of pages the numbers
in it mean, so that files of two lists are never read together. `search-index.js` reads them:

core       {lang, count, mark, starts, pages, choices, words, function, undo, letters, endings,
           stem}
           starts: first form of each part of the table; pages: heads; choices: [id, label]s
t<n>       [[form, number of a key, …], …] in order, then [[pages, accents, phrases], …], the keys
           pages: [page, weight 1-26, best section, next page, …]; section 0 is title and summary
           accents: the key where it has accents, else ""; phrases: own terms that led to it
           (a title or search word of several words is filed as one form, too)
p<n>-<k>   {rows: [[anchor, heading, text], …]}, a page's sections; the first has head and summary
           head: [title, url, kind, facets, numbers of the first section of each further file]
words      [forms on many pages, on some, on few], each in order: for queries that are misspelt
terms      [[own name, names in the other language, id], …]; pages: all heads, where core has not
"""

import functools
import hashlib
import itertools
import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from nyth import other
from nyth.content.model import Term, WordsFile
from nyth.languages import welsh
from nyth.pages.page import alphabetical
from nyth.search.documents import FACETS, Document
from nyth.search.lexicon import ENDINGS, FUNCTION, NOTICE, Lexicon, fold, forms_of, tokens

FOLDER = {"en": "search/en/", "cy": "search/cy/"}

# How much a word weighs by where it stands, and where it is only said in the other language.
TITLE, SEARCH_WORDS, SUMMARY, HEADING, TEXT = 9.0, 5.0, 3.0, 2.0, 1.0
OTHER_LANGUAGE = 0.7
PART_BYTES = 7_000  # of the table, before compression: about 2.5 kB after it
TEXT_BYTES = 3_000  # of a page's text, before compression
CORE_PAGES = 300  # pages whose heads come with the first file
STEM = {"cy": welsh.STEM_LETTERS, "en": 5}  # letters that stay when an ending goes
_VERBAL = tuple("wn wch ant nt ai em ech id er af of och aist asom ir wyd it ot".split())


def files(
    documents: Sequence[Document], glossary: Sequence[Term], words: WordsFile
) -> Iterator[tuple[str, bytes]]:
    """The files of the indexes of all languages: (path from the site's root, content), one by one.

    The same input gives the same bytes. `documents`: their order decides between equals.
    """
    lexicons, forms, first = {}, {}, next(iter(FOLDER))
    # Welsh first: its list is the larger
    for lang in reversed(FOLDER):
        pages = [page for page in documents if page.lang == lang]
        names = [text for page in pages for text, _ in _called(page)]
        texts = [text for page in pages for part in page.sections for text in part[1:3]]
        terms = [name for term in glossary for name in _names(term, lang)]
        # for the index of the language, and for what that of the other is told of this one
        lexicons[lang] = Lexicon(lang, names + texts), Lexicon(lang, names + terms)
        if lang != first:
            # the list takes their place; those of the first are at hand for its index
            tokens.cache_clear()
        forms[lang] = forms_of(lexicons[lang])
    for lang in FOLDER:
        own, foreign = lexicons[lang][0], lexicons[other(lang)][1]
        index = _Index(own, foreign, documents, glossary)
        for of in FOLDER:
            for word, found in forms[of].items():
                index.add_forms(of, word, found)
        yield from _index_files(index, glossary, words)
        tokens.cache_clear()


def _called(page: Document, title: float = TITLE) -> list[tuple[str, float]]:
    """What a page is called and known by, and how much each word of that weighs."""
    slug = page.url.strip("/").split("/")[-1].replace("-", " ")
    known = [(text, SEARCH_WORDS) for text in (*page.search, slug)]
    return [(page.title, title), (page.summary, SUMMARY), *known]


def _names(term: Term, lang: str) -> tuple[str, ...]:
    return term[lang], *term.synonyms[lang]


# by key and section
_Weights = dict[tuple[str, str], dict[int, float]]


class _Index:
    """What stands where: forms -> keys -> pages; a key is (language, word) or ("", title)."""

    def __init__(
        self,
        own: Lexicon,
        foreign: Lexicon,
        documents: Sequence[Document],
        glossary: Sequence[Term],
    ) -> None:
        """`own`: the words of the pages; `foreign`: what they are called in the other language."""
        self.own, self.foreign, self.lang, self.other = own, foreign, own.lang, foreign.lang
        self.pages = [d for d in documents if d.lang == self.lang]
        twins = {d.id: d for d in documents if d.lang == self.other}
        # by key: [page, weight from 1 to 26, best section, next page, …]
        self.postings: dict[tuple[str, str], array] = defaultdict(lambda: array("I"))
        self.forms: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.phrases: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._terms = defaultdict(list)
        # words that hold a sentence together are part of a term, too
        self._key = functools.cache(
            lambda word: word if self.own.stops(word) else self.own.readings(word)[0][1]
        )
        self._filed = functools.cache(self._file)
        for term in glossary:
            for name in _names(term, self.lang):
                if keys := self._keys(name):
                    words = [word for text in _names(term, self.other) for word in tokens(text)]
                    self._terms[keys[0]].append((keys, name, tuple(words)))
        for number, page in enumerate(self.pages):
            for name, sections in self._weights(page, twins.get(page.id)).items():
                total = sum(sections.values())
                best = max(sections, key=lambda at: (sections[at] if at else 0, -at))
                self.postings[name].extend((number, 1 + round(25 * total / (total + 4)), best))

    def _keys(self, text: str) -> tuple[str, ...]:
        return tuple(map(self._key, tokens(text)))

    def _weights(self, page: Document, twin: Document | None) -> _Weights:
        """How much each key weighs in each section of a page."""
        weights: _Weights = defaultdict(lambda: defaultdict(float))
        # the words of a long page weigh less, and so do those of a long title
        length = sum(len(section.text) for section in page.sections) / 2400
        share = 1 / (0.6 + 0.4 * min(12.0, max(0.5, length)))
        names = sum(not self.own.stops(word) for word in tokens(page.title))
        title = TITLE * min(1.4, (3 / (1 + names)) ** 0.5)
        for text, weight in _called(page, title):
            self._add_text(weights, 0, text, weight)
        for place, section in enumerate(page.sections, 1):
            self._add_text(weights, place, section.heading, HEADING * share)
            self._add_text(weights, place, section.text, TEXT * share)
        self._add_whole(weights, page, 1)
        if twin:
            self._add_whole(weights, twin, OTHER_LANGUAGE)
            for text, weight in _called(twin, title):
                for word in tokens(text):
                    self._add_foreign(weights, word, 0, weight)
        return weights

    def _add_whole(self, weights: _Weights, page: Document, share: float) -> None:
        """Titles and search words of several words are found as a whole too."""
        for weight, text in ((3 * TITLE, page.title), *((SEARCH_WORDS, w) for w in page.search)):
            words = [fold(word).replace("-", "") for word in tokens(text)]
            if 1 < len(words) <= 7:
                whole = "".join(words)
                self.forms[whole].add(("", whole))
                sections = weights["", whole]
                sections[0] = max(weight * share, sections[0])

    def _add_text(self, weights: _Weights, section: int, text: str, weight: float) -> None:
        for word, times in Counter(tokens(text)).items():
            for name in self._filed(self.own, word):
                weights[name][section] += weight * times
        # a term that is used here is found by its names in the other language
        keys = self._keys(text)
        used = Counter(
            (term, words)
            for at, key in enumerate(keys)
            for phrase, term, words in self._terms.get(key, ())
            if keys[at : at + len(phrase)] == phrase
        )
        for (term, words), times in used.items():
            for word in words:
                self._add_foreign(weights, word, section, weight * times, term)

    def _add_foreign(
        self, weights: _Weights, word: str, section: int, weight: float, term: str = ""
    ) -> None:
        """`term`: the name in this language of what the word is a name of."""
        for name in self._filed(self.foreign, word):
            weights[name][section] += weight * OTHER_LANGUAGE
            if term:
                self.phrases[name].add(term)

    def _file(self, lexicon: Lexicon, word: str) -> tuple[tuple[str, str], ...]:
        """The keys that a word is filed under, each form of it leading to its own."""
        if lexicon.stops(word):
            return ()
        for form, key in lexicon.parts(word):
            self.forms[fold(form)].add((lexicon.lang, key))
        return tuple((lexicon.lang, key) for _, key in lexicon.parts(word))

    def add_forms(self, lang: str, word: str, forms: Sequence[str]) -> None:
        """Adds forms of a key that are not on the site, where the ending would not tell."""
        name = (lang, word)
        if name not in self.postings:
            return
        lexicon = self.own if lang == self.lang else self.foreign
        known = [word, *(form for form in forms if form in lexicon.words)]
        stems = {welsh.stem(fold(form)) for form in known}
        for form in forms:
            # The browser has the endings of one language; Welsh verbs have too many forms to list.
            told = welsh.stem(fold(form)) in stems if lang == self.lang else form.endswith(_VERBAL)
            if lang == "en" or not told:
                self.forms[fold(form)].add(name)
        self.forms[fold(word)].add(name)

    def function_words(self) -> list[str]:
        """Those of both languages; the other's only where they are no word of this one (*her*)."""
        taken = {f for f, names in self.forms.items() if any(of == self.lang for of, _ in names)}
        theirs = {w for w in FUNCTION[self.other] if len(w) == 1 or fold(w) not in taken}
        return sorted(FUNCTION[self.lang] | theirs)

    def size(self, form: str) -> int:
        """How much room a form takes in the table, with the pages that it is on."""
        pages = sum(len(self.postings[name]) // 3 for name in self.forms[form])
        return len(form) + 3 + 5 * pages // 2

    def part(self, forms: Sequence[str]) -> tuple[list, list]:
        """A part of the table: forms with the numbers of their keys, and the keys."""
        names = sorted({name for form in forms for name in self.forms[form]})
        place = {name: n for n, name in enumerate(names)}
        rows = [[form, *sorted(place[name] for name in self.forms[form])] for form in forms]
        keys = []
        for lang, key in names:
            phrases = sorted(self.phrases.get((lang, key), ()))[:4]
            accents = key if key != fold(key) else ""
            keys.append([self.postings[lang, key].tolist(), accents, phrases])
        return rows, keys

    def words(self) -> list[str]:
        """What a slip may have been meant for, on many, some and few pages."""
        there = {fold(w).replace("-", "") for x in (self.own, self.foreign) for w in x.words}
        pages = {}
        for form, names in self.forms.items():
            spoken = [len(self.postings[name]) // 3 for name in names if name[0]]
            keys = {fold(key) for _, key in names}
            if spoken and len(form) > 3 and form.isalpha() and (form in there or form in keys):
                pages[form] = max(spoken)
        tiers = [(10, 10**6), (3, 10), (1, 3)]
        return [" ".join(sorted(w for w, n in pages.items() if a <= n < b)) for a, b in tiers]


def _parts(things: Iterable[Any], size: Callable, most: int, filled: int = 0) -> Iterator[list]:
    """Lists of things that are together not larger than `most`, unless one alone is. `filled`: how
    much of the first is taken already."""
    part = []
    for thing in things:
        if part and filled + size(thing) > most:
            yield part
            part, filled = [], 0
        part.append(thing)
        filled += size(thing)
    yield part


def _choices(index: _Index, words: WordsFile) -> dict[str, list[tuple[str, str]]]:
    """What the selects of the page of results offer, in the order of the alphabet: (id, label)."""
    labels = {"kind": [(name, kind.one[index.lang]) for name, kind in words.kinds.items()]}
    labels["kind"].append(("page", words.word("search_page", index.lang)))
    for page in index.pages:
        if page.kind in FACETS:
            labels.setdefault(page.kind, []).append((page.id, page.title))
    return {
        name: sorted(rows, key=lambda row: alphabetical(row[1], index.lang))
        for name, rows in labels.items()
    }


def _index_files(
    index: _Index, glossary: Sequence[Term], words: WordsFile
) -> Iterator[tuple[str, bytes]]:
    lang, heads, starts = index.lang, [], []
    pages = hashlib.sha256("\n".join(page.url for page in index.pages).encode()).hexdigest()[:8]
    digest, ours = hashlib.sha256(), f" ({words.word('link-ours', lang)})"

    def file(name: str, value: object) -> tuple[str, bytes]:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        # it could end a script element on a page
        text = text.replace("</", "<\\/")
        content = f'(self.nythSearch=self.nythSearch||[]).push(["{pages}",{text}]);\n'.encode()
        digest.update(content)
        return f"{FOLDER[lang]}{name}.js", content

    for number, page in enumerate(index.pages):
        parts = [*_parts(page.sections, lambda s: len(s.text), TEXT_BYTES, len(page.summary))]
        cuts = [*itertools.accumulate(map(len, parts))][:-1]
        facets = {name: ids for name, ids in page.facets.items() if ids}
        heads.append([page.title, page.url, page.kind, facets, cuts])
        for n, part in enumerate(parts):
            rows = [(s.anchor, s.heading + ours * s.ours, s.text) for s in part]
            first = {} if n else {"head": heads[-1], "summary": page.summary}
            yield file(f"p{number}-{n}", {"rows": rows, **first})
    for number, forms in enumerate(_parts(sorted(index.forms), index.size, PART_BYTES)):
        starts.append(forms[0] if forms else "")
        yield file(f"t{number}", index.part(forms))
    yield file("terms", [[t[lang], _names(t, index.other), t.id] for t in glossary])
    yield file("words", index.words())
    if len(heads) > CORE_PAGES:
        yield file("pages", heads)
    core = {
        "lang": lang,
        "notice": NOTICE,
        "count": len(heads),
        "starts": starts,
        "pages": heads[:CORE_PAGES],
        "choices": _choices(index, words),
        "words": {key: w[lang] for key, w in words.ui.items() if key.startswith("search_")},
        "undo": welsh.UNDO,
        "letters": welsh.INITIALS,
        "function": index.function_words(),
        "endings": ENDINGS[lang],
        "stem": STEM[lang],
    }
    digest.update(json.dumps(core, sort_keys=True).encode())
    # The other files are asked for with this mark: old copies never meet a new core.
    core["mark"] = digest.hexdigest()[:8]
    yield file("core", core)
