"""Rules of the two languages: one shape, the same links and sources, each text in its own
language, terms and dates."""

import functools
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from nyth import LANGUAGES, other
from nyth.content.blocks import one_line
from nyth.content.library import Library, Part
from nyth.languages import welsh
from nyth.languages.dates import MONTHS, date_text
from nyth.problems import Problem
from nyth.rules.context import LISTS, Context, matches

# A sentence is judged only when it has this many words that are no names.
LEAST_WORDS = 6
# How much larger a share of the words the other language must know than its own. Of the 2,456
# paragraphs of the content that are long enough none is reported wrongly, and 20 short ones would
# pass in the wrong file.
LEAST_MARGIN = 0.2

ENGLISH = frozenset(LISTS["english"].split())
WELSH = welsh.FUNCTION_WORDS - ENGLISH - {"at", "does"}

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# A capital inside a sentence.
NAME = re.compile(r"(?<=[\w,;)] )[A-ZÂÊÎÔÛŴŶ][\w'’/-]*")
_PART_END = re.compile(r"(?<=[.!?:;])[\s)*]+")
_SENTENCE_END = re.compile(r"[.!?][\s)\"]+(?=[^\w\s]{0,3}[^\W_a-zà-ÿŵŷ])")
_ABBREVIATED = re.compile(LISTS["abbreviated"].replace(" ", "|"), re.I)


def languages_differ(context: Context) -> Iterator[Problem]:
    """The two languages of a page are not the same text."""
    for thing in context.things:
        cy, en = (
            [b.text for part in thing[lang].parts for b in part.body.blocks if b.kind != "macro"]
            for lang in ("cy", "en")
        )
        if cy and cy == en:
            yield thing["cy"].place.problem("same-text", "", other=thing["en"].place.path)


def pages_share_anchors(context: Context) -> Iterator[Problem]:
    """Both languages of a hand-written page have the same anchors in the same order."""
    for page in (thing for thing in context.things if thing.is_page):
        cy, en = page["cy"].anchors, page["en"].anchors
        if cy != en:
            detail = ", ".join(sorted({*cy} ^ {*en}) or cy)
            values = {"other": page["en"].place.path, "detail": detail}
            yield page["cy"].place.problem("anchors-differ", "", **values)


def languages_have_one_shape(context: Context) -> Iterator[Problem]:
    """Under each heading both languages have as many paragraphs, list items, table rows,
    pictures and outside links, and lists that begin at the same number."""
    for text, part, twin, there in context.twins:
        here, wanted = _shape(part), _shape(there)
        for shape in wanted - here:
            counts = {"what": shape, "count": here[shape], "wanted": wanted[shape]}
            values = {"heading": part.heading, "other": twin.place.path, **counts}
            yield Problem(text.place.path, part.line, "shape-differs", values)


def _shape(part: Part) -> Counter[str]:
    marks = part.body.marks
    things = [*part.body.blocks, *marks]
    names = LISTS["shapes"]
    counts = Counter(names[thing.kind] for thing in things if thing.kind in names)
    counts["outside links"] = sum(
        m.kind == "link" and not m.value.startswith("nyth:") for m in marks
    )
    numbers = (b.number for b in part.body.blocks if b.number is not None)
    counts["the first item of a list"] = next(numbers, 1)
    return counts


def languages_link_to_the_same(context: Context) -> Iterator[Problem]:
    """Under each heading both languages link to the same pages, cite the same sources and call
    the same macros, as often."""
    for text, part, twin, there in context.twins:
        for mark in _named(there) - _named(part):
            values = {"mark": mark, "heading": part.heading, "other": twin.place.path}
            yield Problem(text.place.path, part.line, "link-differs", values)


def _named(part: Part) -> Counter[str]:
    """The links by id, citations and macros of a part, as they are written."""
    written = {"link": "{0}", "citation": "[^{0}]", "macro": "{{{{ {0}('{1}') }}}}"}
    return Counter(
        written[mark.kind].format(mark.value, mark.words).replace("('')", "()")
        for mark in part.body.marks
        if mark.kind in ("citation", "macro")
        or (mark.kind == "link" and mark.value.startswith("nyth:"))
    )


def pictures_have_words(context: Context) -> Iterator[Problem]:
    """A picture says in each language what it shows."""
    shown: dict[tuple[str, str], set[str]] = {}
    pictures = [(passage, mark) for passage, mark in context.marks["picture"] if passage.thing]
    for passage, mark in pictures:
        shown.setdefault((passage.thing.id, passage.lang), set()).add(mark.words.strip())
    for passage, mark in pictures:
        words, twin = mark.words.strip(), passage.thing["en"].place.path
        if not words:
            yield passage.problem("no-alt", mark)
        elif passage.lang == "cy" and words in shown.get((passage.thing.id, "en"), ()):
            yield passage.problem("same-alt", mark, alt=words[:60], other=twin)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, list item or table row, and what stands before a colon."""
    return [sentence for sentence in _PART_END.split(text) if sentence]


def whole_sentences(text: str) -> list[str]:
    """The sentences of a text on one line: a full stop after *Dr* or in *e.g.* ends none."""
    found = [end.span() for end in _SENTENCE_END.finditer(text)]
    ends = [b for a, b in found if not _ABBREVIATED.match(text, text.rfind(" ", 0, a) + 1)]
    return [text[start:end].strip() for start, end in pairwise([0, *ends, len(text)])]


def is_foreign(sentence: str, lang: str) -> bool:
    """Whether a sentence of a text in `lang` ("en" or "cy") is plainly in the other language.

    Function words raise the doubt (Grefenstette, "Comparing two language identification schemes",
    1995); simplemma's word lists of both languages settle it. They take 0.7 s to load, so they are
    asked about doubtful sentences only. lingua (96 MB) and py3langid (numpy, 1.3 s to load) were no
    surer on this content.
    """
    words = [w.casefold() for w in _WORD.findall(NAME.sub(" ", sentence)) if len(w) > 1]
    marks = {"en": sum(w in ENGLISH for w in words), "cy": sum(w in WELSH for w in words)}
    if len(words) < LEAST_WORDS or marks[other(lang)] <= marks[lang]:
        return False
    from simplemma import is_known

    share = {code: sum(is_known(word, code) for word in words) / len(words) for code in LANGUAGES}
    return share[other(lang)] - share[lang] >= LEAST_MARGIN


def every_sentence_is_in_its_language(context: Context) -> Iterator[Problem]:
    """Text is in the language of its file; words that stay in the other language are marked:
    `[words]{lang=en}`."""
    foreign = {"cy": ENGLISH, "en": WELSH}
    for passage in context.passages:
        # a sentence of the other language has at least one of its function words, and most
        # paragraphs have none
        if passage.name or foreign[passage.lang].isdisjoint(passage.text.casefold().split()):
            continue
        text = one_line(passage.text)
        stranger = next((s for s in sentences(text) if is_foreign(s, passage.lang)), None)
        if stranger:
            start = stranger.split()[:6]
            at = re.search(r"\s+".join(map(re.escape, start)), passage.text)
            rule = "english-left" if passage.lang == "cy" else "welsh-left"
            yield passage.problem(rule, at.start() if at else 0, start=" ".join(start))


def agreed_terms_are_used(context: Context) -> Iterator[Problem]:
    """A rendering that the glossary says to avoid is not used, and no term of the glossary is
    left in English in Welsh text."""
    if "glossary.yml" in context.library.unread:
        return
    # only where there is a passage, for most runs look at few
    wanted = functools.cache(lambda lang: _terms_to_find(context.library, lang))
    for passage in context.passages:
        pattern, phrases = wanted(passage.lang)
        text = passage.text.lower()
        for match in pattern.finditer(text) if phrases else ():
            rule, instead = phrases[one_line(match.group())]
            # in quotation marks a word is spoken about, not used; facts have no way to mark a
            # language
            quoted = text[match.start() - 1 : match.start()] in tuple("\"'“‘")
            if not (quoted if rule == "avoided-term" else passage.fact):
                words = one_line(passage.text[match.start() : match.end()])
                yield passage.problem(rule, match.start(), words=words, instead=instead)


def _terms_to_find(
    library: Library, lang: str
) -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """A pattern of what is not to be there, and for each phrase the rule and what to write."""
    phrases: dict[str, tuple[str, str]] = {}
    forms = (form for term in library.glossary for form in (term.cy, *term.synonyms.cy))
    welsh_words = " | ".join(map(_alone, forms))
    for term in library.glossary if lang == "cy" else ():
        if _alone(term.en) not in welsh_words:
            phrases[one_line(term.en.lower())] = ("english-term", term.cy)
    for term in library.glossary:
        avoided = (one_line(words.lower()) for words in term.avoid[lang])
        for phrase in filter(None, avoided):
            for form in (phrase, *(welsh.mutations(phrase) if lang == "cy" else ())):
                phrases[form] = ("avoided-term", term[lang])
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    escaped = (re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(escaped)})(?![\w-])"), phrases


def _alone(phrase: str) -> str:
    """The words of a phrase without what is between them, each between spaces."""
    return " ".join(["", *re.findall(r"\w+", phrase.lower()), ""])


def welsh_has_no_ampersand(context: Context) -> Iterator[Problem]:
    """Welsh writes a or ac, never an ampersand (llyw.cymru style)."""
    for passage in (passage for passage in context.passages if passage.lang == "cy"):
        for match in re.finditer(r"&(?!#?\w+;)", passage.text):
            yield passage.problem("ampersand", match.start())


_ANY_MONTH = "|".join((*MONTHS.values(), LISTS["months"])).replace(" ", "|")
_DATES = re.compile("|".join(LISTS["dates"]).replace("MONTH", f"(?:{_ANY_MONTH})"))
_RIGHT = {
    lang: re.compile(rf"[1-9]\d?\s+(?:{months.replace(' ', '|')})(?:\s+\d{{4}})?")
    for lang, months in MONTHS.items()
}
_DIGIT = re.compile(r"\d")


def dates_are_written_out(context: Context) -> Iterator[Problem]:
    """A date is day, month in words and year, as its language writes them: 12 May 2026, 12 Mai
    2026."""
    dated = (passage for passage in context.passages if _DIGIT.search(passage.text))
    for passage, match in matches(_DATES, dated):
        is_label = passage.name and passage.path.endswith(".yml")
        if not is_label and not _RIGHT[passage.lang].fullmatch(match.group()):
            example = date_text("2026-05-12", passage.lang)
            values = {"date": one_line(match.group()), "example": example}
            yield passage.problem("odd-date", match.start(), **values)
