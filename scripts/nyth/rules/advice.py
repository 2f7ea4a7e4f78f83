"""Advice on the writing, which never fails a check: long sentences, reading ease, what is long for
a slide, Welsh spelling and mutations.

Reading ease is LIX (C. H. Björnsson, *Läsbarhet*, 1968): words per sentence plus the percentage of
long words. It was made to compare languages and needs no syllables, so both languages are measured
alike; Flesch has no Welsh form. About 30 is easy prose, 40 a newspaper, 50 hard. The limit for a
sentence is that of GOV.UK's "Writing for GOV.UK": 25 words.
"""

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from nyth.content.blocks import Block
from nyth.content.library import Library, Part, Text
from nyth.content.markdown import items
from nyth.languages import welsh
from nyth.problems import Problem
from nyth.rules.context import LISTS
from nyth.rules.language import NAME, whole_sentences

LONG_SENTENCE = 25
HARD_TO_READ = 45
# So many characters stand on a slide in both languages, or on a card, in letters of full size.
SLIDE = 250
# The kinds whose pages make slides and cards, and the sections that do.
_SHOWN_KINDS, _SHOWN_SECTIONS = ("principle", "value"), ("brief", "activity", "questions")
# A shorter section says too little for a measure of its own.
LEAST_WORDS = 60

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FORMS = {name: re.compile(pattern) for name, pattern in LISTS["advice"].items()}


@dataclass(frozen=True)
class WelshTools:
    """known: whether the dictionary has a word; mutations: (word before, word, what it becomes)
    in a text."""

    known: Callable[[str], bool]
    mutations: Callable[[str], list[tuple[str, str, str]]]


def advise(library: Library, welsh_tools: WelshTools | None) -> list[Problem]:
    """All advice on the texts; Welsh spelling and mutations only with `welsh_tools`."""
    advice = [p for _, text in library.texts() for part in text.parts for p in _reading(text, part)]
    for thing, text in library.texts():
        for section, part in text.by_section if thing.kind in _SHOWN_KINDS else ():
            advice += _long_for_slides(text, part) if section in _SHOWN_SECTIONS else ()
    advice += _welsh(library, welsh_tools) if welsh_tools else []
    return [replace(problem, level="notice") for problem in advice]


def sentences(block: Block) -> list[list[str]]:
    """The words of each sentence of a paragraph or list item."""
    words = (_WORD.findall(s) for s in whole_sentences(_prose(block)))
    return [sentence for sentence in words if sentence]


def _prose(block: Block) -> str:
    return _FORMS["address"].sub(".", block.words(foreign=False, code=False))


def lix(spoken: list[list[str]], lang: str) -> float:
    """The reading ease of sentences: words per sentence plus the percentage of words of more than
    six letters.

    Welsh letters count as Welsh counts them: *ll* is one.
    """
    words = [word for sentence in spoken for word in sentence]
    size = (lambda word: len(welsh.letters(welsh.fold(word)))) if lang == "cy" else len
    return len(words) / len(spoken) + 100 * sum(size(word) > 6 for word in words) / len(words)


def _reading(text: Text, part: Part) -> Iterator[Problem]:
    """Long sentences, and a section that is hard to read as a whole."""
    blocks = [b for b in part.body.blocks if b.kind not in ("row", "code", "macro")]
    spoken = [(block.line, words) for block in blocks for words in sentences(block)]
    for line, words in spoken:
        if len(words) > LONG_SENTENCE:
            values = {"start": " ".join(words[:6]), "count": len(words), "limit": LONG_SENTENCE}
            yield Problem(text.place.path, line, "long-sentence", values)
    all_words = [words for _, words in spoken]
    long_enough = sum(map(len, all_words)) >= LEAST_WORDS
    if long_enough and (ease := lix(all_words, text.lang)) > HARD_TO_READ:
        values = {"heading": part.heading, "value": round(ease), "limit": HARD_TO_READ}
        yield Problem(text.place.path, blocks[0].line, "hard-to-read", values)


def _long_for_slides(text: Text, part: Part) -> Iterator[Problem]:
    """What stands on a slide by itself, and is long for that."""
    whole = {block.line: [block] for block in part.body.blocks}
    whole |= {item.blocks[0].line: item.blocks for item in items(part.body)}
    for line, said in whole.items():
        words = " ".join(block.words() for block in said)
        if len(words) > SLIDE:
            values = {"start": words[:40], "count": len(words), "limit": SLIDE}
            yield Problem(text.place.path, line, "long-for-slides", values)


def load_welsh_tools() -> WelshTools | None:
    """The dictionary and mutation rules of cymraeg-mcp (Bangor University's hunspell cy_GB), or
    None if it is not installed (`pip install ".[advice]"`). Only its pure part is used: nothing
    is served or fetched."""
    try:
        from cymraeg_mcp import mutations, paths, spelling
    except ImportError:
        return None
    engine = mutations.MutationEngine(paths.mutation_rules_path(), spelling.lookup)

    def certain(text: str) -> list[tuple[str, str, str]]:
        findings = (f for f in engine.check_text(text) if f.confidence == "high")
        return [(f.trigger, f.word, " / ".join(f.suggestions)) for f in findings]

    return WelshTools(spelling.known, certain)


def _welsh(library: Library, tools: WelshTools) -> Iterator[Problem]:
    # what the glossary and the site's own words have settled, with its mutations
    phrases = [form for term in library.glossary for form in (term.cy, *term.synonyms.cy)]
    groups = (library.words.headings, library.words.text, library.words.ui)
    phrases += [both.cy for group in groups for both in group.values()]
    accepted = {word.casefold() for phrase in phrases for word in _WORD.findall(phrase)}
    accepted |= {form for word in accepted for form in welsh.mutations(word)}
    judged: dict[str, bool] = {}

    def known(word: str) -> bool:
        if word not in judged:
            bare = _FORMS["clitic"].sub("", word)
            judged[word] = bare.casefold() in accepted or tools.known(word) or tools.known(bare)
        return judged[word]

    doubts: list[tuple[str, int, str]] = []
    for text in (text for _, text in library.texts() if text.lang == "cy"):
        seen: set[str] = set()
        for block in (block for part in text.parts for block in part.body.blocks):
            prose, path = _prose(block), text.place.path
            for word in _WORD.findall(NAME.sub(" ", prose)):
                if word not in seen and not _FORMS["no-word"].match(word) and not known(word):
                    doubts.append((path, block.line, word))
                seen.add(word)
            for before, word, becomes in tools.mutations(prose):
                if not _FORMS["right"].match(words := f"{before} {word}"):
                    values = {"words": words, "becomes": becomes}
                    yield Problem(path, block.line, "mutation", values)
    right = [word for word, good in judged.items() if good]
    for path, line, word in doubts:
        close = difflib.get_close_matches(word, right, 1, 0.85)
        values = {"word": word, "hint": f" ({close[0]}?)" if close else ""}
        yield Problem(path, line, "spelling", values)
