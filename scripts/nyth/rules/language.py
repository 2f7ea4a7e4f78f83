"""What must hold of the two languages: the same shape, links and sources, each text in its own language, its own
terms and its own dates. Registered with the rules of `rules`, which runs them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from nyth import LANGUAGES
from nyth.content.model import Both, Library, Text
from nyth.content.passages import texts
from nyth.languages import welsh
from nyth.languages.agree import waiting_places
from nyth.problems import Problem
from nyth.rules import ATTRIBUTES, CITATION, CODE, LINK, MACRO, blank, rule

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "cy": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr".split(),
}
FOREIGN = re.compile(r"\*[^*\n]+(?:\n[^*\n]+)?\*\{:\s*lang=([a-z-]+)\s*\}")
IMAGE = re.compile(r"!\[([^\]]*)\]\(")

# A sentence is judged only when it has this many words that are no names.
LEAST_WORDS = 6
# How much larger a share of the words the other language must know than its own. Of the 2,456 paragraphs of the content
# that are long enough none is reported wrongly, and 20 short ones would pass in the wrong file.
LEAST_MARGIN = 0.2

# Words without which hardly an English sentence of some length is made, and which Welsh has not as words of its own.
ENGLISH = frozenset(
    """
    the of and to in is that it for with was are be this they have from or by not but what were when we there can their
    your which will if about would who them has so you our been one had how its more than may into other some could these
    then do where only did because as his she he my me no an
    """.split()
)
WELSH = welsh.FUNCTION_WORDS - ENGLISH - {"at", "does"}

_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}\.)[ \t]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAME = re.compile(r"(?<=[\w,;)] )[A-ZÂÊÎÔÛŴŶ][\w'’/-]*")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])[\s)*]+")


def other(lang: str) -> str:
    """The language that `lang` is not."""
    return next(code for code in LANGUAGES if code != lang)


def pairs(library: Library) -> Iterator[dict[str, Text]]:
    """The two texts of every entity and hand-written page, by language."""
    yield from (entity.texts for entity in library.entities.values())
    yield from library.pages.values()


# The blocks of a text


@dataclass(frozen=True)
class Block:
    """A piece of a text: the anchor and heading it stands under ("" before the first), what it is (paragraph, item, row,
    heading, code), its first line in the file, and its Markdown."""

    section: str
    heading: str
    kind: str
    line: int
    text: str


def blocks(text: Text) -> list[Block]:
    """A text cut into its paragraphs, list items and table rows. A macro on a line of its own is a paragraph."""
    places = sorted((p.line, p.id, p.heading) for s in text.sections for p in (s, *s.parts))
    found: list[Block] = []
    open_kind, section, heading = "", "", ""
    for n, line in enumerate(text.body.split("\n"), text.body_line):
        while places and places[0][0] <= n:
            _, section, heading = places.pop(0)
        if open_kind == "code" and not line.startswith(("```", "~~~")):
            continue
        if line.startswith(("```", "~~~")):
            kind = "" if open_kind == "code" else "code"
        elif not line.strip():
            kind = ""
        elif line.startswith("#"):
            kind = "" if line.startswith(("## ", "### ")) else "heading"
        elif line.startswith("|"):
            kind = "row"
        elif open_kind in ("", "item", "row", "heading") and _ITEM.match(line):
            kind = "item"
        elif open_kind in ("paragraph", "item"):
            last = found[-1]
            found[-1] = Block(last.section, last.heading, last.kind, last.line, f"{last.text}\n{line}")
            continue
        else:
            kind = "paragraph"
        if kind:
            found.append(Block(section, heading, kind, n, line))
        open_kind = kind
    return found


def _headings(text: Text) -> dict[str, tuple[str, int]]:
    """Every place of a text that blocks can stand under: {anchor: (heading, line)}."""
    return {"": (text.title, text.body_line)} | {
        p.id: (p.heading, p.line) for s in text.sections for p in (s, *s.parts)
    }


# Shape

_SHAPES = {"paragraph": "paragraphs", "item": "list items", "row": "table rows", "heading": "lower headings"}


@rule
def languages_have_one_shape(library: Library) -> Iterator[Problem]:
    """Under each heading both languages have as many paragraphs, list items, table rows, pictures and outside links."""
    waits = waiting_places(library)
    for pair in pairs(library):
        counts = {lang: _shape(text) for lang, text in pair.items()}
        for lang, text in pair.items():
            for place, (heading, line) in _headings(text).items():
                if place not in counts[other(lang)] or (text.path, place) in waits:
                    continue
                here, there = counts[lang][place], counts[other(lang)][place]
                for shape in here | there:
                    if here[shape] < there[shape]:
                        values = {"heading": heading, "what": shape, "count": here[shape], "wanted": there[shape]}
                        yield Problem(text.path, line, "shape-differs", {**values, "other": pair[other(lang)].path})


def _shape(text: Text) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {place: Counter() for place in _headings(text)}
    for block in blocks(text):
        if block.kind in _SHAPES:
            counts[block.section][_SHAPES[block.kind]] += 1
        counts[block.section]["pictures"] += len(IMAGE.findall(block.text))
        plain = IMAGE.sub("", CODE.sub("", block.text))
        counts[block.section]["outside links"] += sum(not a.startswith("nyth:") for a in LINK.findall(plain))
    return counts


@rule
def languages_link_to_the_same(library: Library) -> Iterator[Problem]:
    """Under each heading both languages link to the same pages and cite the same sources, as often."""
    waits = waiting_places(library)
    for pair in pairs(library):
        named = {lang: _named(text) for lang, text in pair.items()}
        for lang, text in pair.items():
            for place, (heading, line) in _headings(text).items():
                if (text.path, place) in waits:
                    continue
                for mark in named[other(lang)].get(place, Counter()) - named[lang][place]:
                    values = {"mark": mark, "heading": heading, "other": pair[other(lang)].path}
                    yield Problem(text.path, line, "link-differs", values)


def _named(text: Text) -> dict[str, Counter[str]]:
    """The links by id and the citations of a text, as they are written, by place."""
    found: dict[str, Counter[str]] = {place: Counter() for place in _headings(text)}
    for block in blocks(text):
        plain = CODE.sub("", block.text)
        found[block.section].update(a for a in LINK.findall(plain) if a.startswith("nyth:"))
        found[block.section].update(f"[^{source}]" for source in CITATION.findall(plain))
    return found


@rule
def pictures_have_words(library: Library) -> Iterator[Problem]:
    """A picture says in each language what it shows."""
    for pair in pairs(library):
        said = {
            lang: [(b, alt.strip()) for b in blocks(text) for alt in IMAGE.findall(b.text)]
            for lang, text in pair.items()
        }
        for lang, text in pair.items():
            others = {alt for _, alt in said[other(lang)]}
            for block, alt in said[lang]:
                if not alt:
                    yield Problem(text.path, block.line, "no-alt", {})
                elif lang == "cy" and alt in others:
                    yield Problem(text.path, block.line, "same-alt", {"alt": alt[:60], "other": pair["en"].path})


# Which language a sentence is in


def prose(markdown: str, keep_names: bool = False) -> str:
    """Markdown as running text: no addresses, citations, code, macros or words marked as of another language."""
    text = FOREIGN.sub(" ", CODE.sub(" ", MACRO.sub(" ", markdown)))
    text = ATTRIBUTES.sub(" ", CITATION.sub(" ", LINK.sub("] ", IMAGE.sub("[", text))))
    start = _ITEM.match(text)
    text = " ".join(re.sub(r"[\[\]#|*]", " ", text[start.end() if start else 0 :]).split())
    return text if keep_names else _NAME.sub(" ", text)


def sentences(markdown: str) -> list[str]:
    """The sentences of a paragraph, list item or table row, in order."""
    return [s for s in _SENTENCE_END.split(prose(markdown, keep_names=True)) if s]


def is_foreign(sentence: str, lang: str) -> bool:
    """Whether a sentence of a text in `lang` ("en" or "cy") is plainly in the other language.

    Function words raise the doubt (Grefenstette, "Comparing two language identification schemes", 1995); simplemma's
    word lists of both languages settle it. They take 0.7 s to load, so they are asked about doubtful sentences only.
    lingua (96 MB) and py3langid (numpy, 1.3 s to load) were no surer on this content.
    """
    words = [w.casefold() for w in _WORD.findall(_NAME.sub(" ", sentence)) if len(w) > 1]
    marks = {"en": sum(w in ENGLISH for w in words), "cy": sum(w in WELSH for w in words)}
    if len(words) < LEAST_WORDS or marks[other(lang)] <= marks[lang]:
        return False
    from simplemma import is_known

    share = {code: sum(is_known(word, code) for word in words) / len(words) for code in LANGUAGES}
    return share[other(lang)] - share[lang] >= LEAST_MARGIN


@rule
def every_sentence_is_in_its_language(library: Library) -> Iterator[Problem]:
    """Text is in the language of its file; words that stay in the other language are marked: `*words*{: lang=en }`."""
    for _, _, text in texts(library):
        for line, said in [
            (library.line(text.path, "summary"), text.summary),
            *((b.line, b.text) for b in blocks(text)),
        ]:
            yield from _strangers(text.path, line, text.lang, said)
    for path, line, lang, said in labels(library):
        yield from _strangers(path, line, lang, said)


def _strangers(path: str, line: int, lang: str, said: str) -> Iterator[Problem]:
    stranger = next((s for s in sentences(said) if is_foreign(s, lang)), None)
    if stranger:
        start = " ".join(stranger.split()[:6])
        yield Problem(path, line, "english-left" if lang == "cy" else "welsh-left", {"start": start})


def labels(library: Library) -> Iterator[tuple[str, int, str, str]]:
    """Every text that stands in both languages in a `.yml` file: (path, line, language, text)."""
    found: list[tuple[str, tuple[str | int, ...], Both | None]] = []
    words = "content/words.yml"
    found += [(words, ("site", "description"), library.words.site.description)]
    for group in ("headings", "text", "ui"):
        found += [(words, (group, key), both) for key, both in getattr(library.words, group).items()]
    for n, term in enumerate(library.glossary):
        found += [("content/glossary.yml", ("terms", n, key), getattr(term, key)) for key in ("meaning", "note")]
    for n, level in enumerate(library.scale):
        found += [("content/ratings.yml", ("scale", n, "sense"), level.sense)]
    for n, rating in enumerate(library.ratings):
        found += [("content/ratings.yml", ("ratings", n, "reason"), rating.reason)]
    for n, source in enumerate(library.sources.values()):
        found += [("content/sources.yml", ("sources", n, "note"), source.note)]
    for n, event in enumerate(library.timeline):
        found += [("content/timeline.yml", ("timeline", n, key), getattr(event, key)) for key in ("when", "what")]
    for region in library.of("region"):
        note = region.facts.site.note if region.facts.site else None
        found += [(region.path, ("site", "note"), note)]
    for path, keys, both in found:
        for lang in LANGUAGES if both else ():
            yield path, library.line(path, *keys, lang), lang, getattr(both, lang)


# Terms


@rule
def agreed_terms_are_used(library: Library) -> Iterator[Problem]:
    """A rendering that the glossary says to avoid is not used, and no term of the glossary is left in English in Welsh text."""
    wanted = _terms_to_find(library)
    for _, _, text in texts(library):
        pattern, told = wanted[text.lang]
        if not told:
            continue
        body = _unmarked(text.body)
        places = [(text.body_line, body)]
        places += [(library.line(text.path, field), getattr(text, field)) for field in ("title", "summary")]
        for first, said in places:
            for match in pattern.finditer(said.lower()):
                rule_id, instead = told[" ".join(match.group().split())]
                if rule_id == "avoided-term" and said[: match.start()].endswith('"'):
                    continue  # in quotation marks a word is spoken about, not used
                words = " ".join(said[match.start() : match.end()].split())
                line = first + said.count("\n", 0, match.start())
                yield Problem(text.path, line, rule_id, {"words": words, "instead": instead})


def _terms_to_find(library: Library) -> dict[str, tuple[re.Pattern[str], dict[str, tuple[str, str]]]]:
    """For each language: a pattern of all that is not to be there, and for each phrase the rule and what to write."""
    told: dict[str, dict[str, tuple[str, str]]] = {lang: {} for lang in LANGUAGES}
    welsh_forms = " | ".join(_plain(form) for term in library.glossary for form in (term.cy, *term.synonyms.cy))
    for term in library.glossary:
        if not re.search(rf"(?<!\w){re.escape(_plain(term.en))}(?!\w)", welsh_forms):
            told["cy"][_plain(term.en)] = ("english-term", term.cy)
    for term in library.glossary:
        for lang in LANGUAGES:
            for phrase in filter(None, map(_plain, getattr(term.avoid, lang))):
                for form in (phrase, *(welsh.mutations(phrase) if lang == "cy" else ())):
                    told[lang][form] = ("avoided-term", getattr(term, lang))
    patterns = {}
    for lang, phrases in told.items():
        longest = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
        forms = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest)
        patterns[lang] = (re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])"), phrases)
    return patterns


def _plain(phrase: str) -> str:
    return " ".join(phrase.lower().split())


def _unmarked(body: str) -> str:
    """A text without what may hold words of another language: marked words, addresses, citations, code."""
    for pattern in (FOREIGN, CODE, MACRO, LINK, CITATION, ATTRIBUTES):
        body = blank(pattern, body)
    return body


# Dates

_MONTH = {lang: "|".join(months) for lang, months in MONTHS.items()}
_ANY_MONTH = f"(?:{_MONTH['en']}|{_MONTH['cy']}|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)"
_MUTATED_MONTH = "Chwefror|Fawrth|Fai|Fehefin|Orffennaf|Fedi|Dachwedd|Ragfyr"
_DATES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|af|il|ydd|fed|eg|ain)\s+(?:of\s+|o\s+)?(?:{_ANY_MONTH}|{_MUTATED_MONTH})\b(?:\s+\d{{4}}\b)?"
    rf"|\b\d{{1,2}}\s+o\s+(?:{_MONTH['cy']}|{_MUTATED_MONTH})\b(?:\s+\d{{4}}\b)?"
    rf"|\b{_ANY_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th|af|il|ydd|fed|eg|ain)?,?\s+\d{{4}}\b"
    rf"|\b\d{{1,2}}\s+{_ANY_MONTH}\b,?(?:\s+\d{{4}}\b)?"
    r"|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d{1,2}\.\d{1,2}\.(?:19|20)\d\d\b|\b\d{4}-\d\d-\d\d\b"
)


@rule
def dates_are_written_out(library: Library) -> Iterator[Problem]:
    """A date is day, month in words and year, as its language writes them: 12 May 2026, 12 Mai 2026."""
    for _, _, text in texts(library):
        body = _unmarked(text.body)
        yield from _odd_dates(text.path, text.body_line, text.lang, body)
        for field in ("title", "summary"):
            yield from _odd_dates(text.path, library.line(text.path, field), text.lang, getattr(text, field))
    for path, line, lang, said in labels(library):
        yield from _odd_dates(path, line, lang, said)


def _odd_dates(path: str, first: int, lang: str, said: str) -> Iterator[Problem]:
    right = re.compile(rf"[1-9]\d?\s+(?:{_MONTH[lang]})(?:\s+\d{{4}})?")
    for match in _DATES.finditer(said):
        if not right.fullmatch(match.group()):
            example = f"12 {MONTHS[lang][4]} 2026"
            values = {"date": " ".join(match.group().split()), "example": example}
            yield Problem(path, first + said.count("\n", 0, match.start()), "odd-date", values)


# Exceptions


@rule
def exceptions_are_needed(library: Library) -> Iterator[Problem]:
    """What asks for an exception needs it: no language mark on words of the page's own language, no unused `render_macros`."""
    for _, _, text in texts(library):
        body = blank(CODE, text.body)
        for match in FOREIGN.finditer(body):
            if match.group(1) == text.lang:
                line = text.body_line + body.count("\n", 0, match.start())
                yield Problem(text.path, line, "needless-mark", {"lang": text.lang})
        if getattr(text.matter, "render_macros", False) and not MACRO.search(text.body):
            yield Problem(text.path, library.line(text.path, "render_macros"), "needless-macros", {})
