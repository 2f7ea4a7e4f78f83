"""One page in one language: its words, addresses, citations, and the text of people on it. Pure."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import rcssmin
import rjsmin
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from nyth import kept, other
from nyth.content import markdown
from nyth.content.library import Library, Part, Thing, ids, relative
from nyth.content.model import OUTSIDE, Source
from nyth.languages import agree, welsh
from nyth.languages.dates import date_text
from nyth.pages import charts

TEMPLATES = Path(__file__).parents[3] / "overrides"
# Of one list: on a page that has much else to say, and on others.
_FEW, _MANY = 4, 12
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_ARTICLE = {"en": r"^\W*(?:the|an?)\s+", "cy": r"^\W*(?:yr?|['’]r)\s+"}


@functools.cache
def environment() -> Environment:
    """The templates that write all HTML. Whatever is not marked as safe is escaped, and nothing
    may be undefined."""
    compiled = kept.folder("templates")
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        bytecode_cache=FileSystemBytecodeCache(str(compiled)) if compiled else None,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"wrap": charts.wrap, "fit": charts.fit}
    made.filters |= {"ids": ids, "by_name": by_name, "bibtex": bibtex, "size": file_size}
    made.globals |= {"inline": inline, "heading": heading, "listed": listed, "by_letter": by_letter}
    return made


# What stands in the pages themselves: what is drawn waits for it, and would wait for files of its
# own longer. The policy of the site names each by its hash.
INLINE = {
    "script": ("inline/slash.js", "inline/sheets.js", "inline/first.js"),
    "style": (
        "assets/site.css",
        "assets/search.css",
        *(f"inline/{path.name}" for path in sorted((TEMPLATES / "inline").glob("*.css"))),
    ),
}


def small(path: Path) -> bytes:
    """A file for browsers: without comments and spaces a quarter less comes over the line."""
    smaller = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}.get(path.suffix)
    return smaller(path.read_text("utf-8")).encode() if smaller else path.read_bytes()


@functools.cache
def inline(name: str) -> Markup:
    """A script or style sheet as it stands in pages. `name`: its path among the templates."""
    return Markup(small(TEMPLATES / name).decode())  # noqa: S704


def bibtex(text: str) -> str:
    """A text without what BibTeX would take for its own marks."""
    return re.sub(r"([&%$#_])", r"\\\1", re.sub(r"[{}\\~^]", "", text))


def file_size(count: int) -> str:
    """So many bytes, the number and its unit on one line."""
    if count >= 999_500:
        return f"{count / 1_000_000:.1f}\xa0MB"
    return f"{max(1, round(count / 1000))}\xa0kB"


def bare(text: str, lang: str) -> str:
    """A title or name without its article, by which nobody looks it up in a list."""
    return re.sub(_ARTICLE[lang], "", text, flags=re.I)


def alphabetical(text: str, lang: str) -> tuple:
    """A key that sorts titles and names in the order of the alphabet of a language."""
    return welsh.sort_key(bare(text, lang), digraphs=lang == "cy")


def by_name(many: Iterable[Any], lang: str) -> list[Any]:
    """What has a name in both languages, in the order of the alphabet of one."""
    return sorted(many, key=lambda one: alphabetical(one[lang], lang))


def by_letter(many: Iterable[Any], name: Any, lang: str) -> list[tuple[str, str, list[Any]]]:
    """Many things under the letters of the alphabet of a language, in its order: (letter, anchor,
    things). `name`: the key under which each has its name. A leading article does not count; in
    Welsh ch, dd, ff, ng, ll, ph, rh and th are letters; figures stand under "0–9"."""
    groups: dict[str, list[Any]] = {}
    for one in sorted(many, key=lambda one: alphabetical(one[name], lang)):
        letter = welsh.heading(bare(one[name], lang), digraphs=lang == "cy")
        groups.setdefault(letter, []).append(one)
    return [
        (letter, "letter-" + ("0" if letter == "0–9" else welsh.fold(letter)), rows)
        for letter, rows in groups.items()
    ]


def listed(things: Iterable[Thing], lang: str) -> list[Thing]:
    """Things of a kind in their own order, and those that have none by name."""
    return sorted(things, key=lambda t: (t.order[0], alphabetical(t[lang].title, lang)))


def heading(library: Library, part: Part, lang: str) -> str:
    """A heading as readers see it: one that names a thing is the title of that."""
    target = part.heading.removeprefix("nyth:")
    by_id = target != part.heading and target in library.things
    return library.things[target][lang].title if by_id else part.heading


def unreviewed(library: Library, things: Iterable[Thing], lang: str = "cy") -> list[str]:
    """What of things nobody who can judge it has reviewed yet: our advice, and in Welsh the
    language."""
    days = [(*agree.reviewed(library, thing), library.ours(thing)) for thing in things]
    known = {
        "advice": all(advice for _, advice, ours in days if ours),
        "welsh": lang == "en" or all(welsh for welsh, *_ in days),
    }
    return [key for key, reviewed in known.items() if not reviewed]


class Page:
    """A page while it is written. `cited`: the sources that it cites, with their numbers; `most`:
    how many things of one list it shows, so that it is read in its time however many there are.

    at: an address at which it is shown, other than its own.
    inserts: what a macro shows: (page, name, argument) to HTML; without it, nothing.
    """

    def __init__(
        self,
        library: Library,
        thing: Thing,
        lang: str,
        inserts: Callable[[Page, str, str], Markup] = lambda *_: Markup(),
        at: str | None = None,
    ) -> None:
        self.library = library
        self.thing = thing
        self.lang = lang
        self.text: Any = thing[lang]
        self.other = other(lang)
        self.url = library.url(thing.id, lang) if at is None else at
        self.former = library.former_sections(thing.id)
        self.most = _FEW if thing.kind in ("principle", "role") else _MANY
        self._inserts = inserts
        self.cited: dict[str, int] = {}

    @functools.cached_property
    def pair(self) -> agree.Pair:
        """Its two languages, and what was accepted of them."""
        return agree.page_pair(self.library, self.thing)

    @functools.cached_property
    def behind(self) -> list[str]:
        """The sections in which it is older than the other language."""
        return self.pair.behind(self.lang)

    def unreviewed(self, also: Iterable[Thing] = ()) -> str:
        """What nobody has reviewed yet, as words for what leaves the site. also: other things whose
        words stand with it."""
        keys = unreviewed(self.library, (self.thing, *also), self.lang)
        return " ".join(self.word(f"unreviewed-{key}") for key in keys)

    def names(self, sections: Iterable[str]) -> list[str]:
        """Sections as the readers of the page know them, in its order; last what is gone."""
        order = {name: n for n, name in enumerate(self.pair.sections)}
        sections = sorted(sections, key=lambda name: order.get(name, len(order)))
        return [self.pair.heading(name, self.lang, self.library.words) for name in sections]

    @functools.cached_property
    def calls(self) -> set[str]:
        """The macros that the page calls."""
        return {mark.value for mark in self.text.calls}

    # Words

    def word(self, key: str, **values: object) -> str:
        """A short text of words.yml; the key itself where there is none."""
        text = self.library.words.word(key, self.lang)
        return _PLACEHOLDER.sub(lambda m: str(values.get(m.group(1), m.group())), text)

    def has_word(self, key: str) -> bool:
        return key in self.library.words.text

    def heading(self, key: str) -> str:
        """The wording of a fixed heading."""
        return self.library.words.heading(key, self.lang)

    def kind_name(self, kind: str, number: str = "one") -> str:
        """What things of a kind are called: "one" or "many"."""
        return getattr(self.library.words.kinds[kind], number)[self.lang]

    def date(self, date: datetime.date | str) -> str:
        return date_text(date, self.lang)

    def prose(self, key: str) -> Markup:
        """A text of words.yml that is Markdown."""
        return self.marked_up(self.word(key))

    def marked_up(self, text: str) -> Markup:
        """The HTML of a short text that is Markdown."""
        return self.render(markdown.parse(text))

    def render(self, fragment: markdown.Fragment, label: str = "") -> Markup:
        """The HTML of a piece of somebody's text. `label`: what a table in it is called."""
        return markdown.render(fragment, self, label or self.text.title)

    # Addresses

    def knows(self, target: str) -> bool:
        return target in self.library.things

    def to(self, target: str, anchor: str = "", lang: str = "") -> str:
        """The link from this page to a thing, in its own language unless another is named."""
        address = relative(self.url, self.library.url(target, lang or self.lang))
        return address + (f"#{anchor}" if anchor else "")

    def link(self, target: str) -> str | None:
        """The link to a thing that may not be there."""
        return self.to(target) if self.knows(target) else None

    def links(self, kind: str) -> list[tuple[str, str]]:
        """The things of a kind: (title, link)."""
        return [(self.title(thing.id), self.to(thing.id)) for thing in self.library.of(kind)]

    def path(self, path: str) -> str:
        """The link from this page to a path from the root of the site."""
        return relative(self.url, path)

    def title(self, target: str) -> str:
        return self.library.things[target][self.lang].title

    # What the text of people may lead to

    def href(self, address: str) -> str | None:
        if address.startswith("nyth:"):
            target, _, anchor = address.removeprefix("nyth:").partition("#")
            return self.to(target, anchor) if self.knows(target) else None
        return address if OUTSIDE.match(address) else None

    def picture(self, address: str) -> str | None:
        folder, _, name = address.partition("/")
        shown = self.library.pictures.get(name) if folder == "assets" else None
        return self.path(f"assets/{shown}") if shown else None

    def cite(self, source: str) -> tuple[int, str] | None:
        if source not in self.library.sources:
            return None
        number = self.cited.setdefault(source, len(self.cited) + 1)
        title = self.source_title(self.library.sources[source])[0]
        return number, self.word("cite-label", n=number, title=title)

    def macro(self, name: str, argument: str) -> Markup:
        if name == "label":
            return Markup.escape(self.word(argument))
        return self._inserts(self, name, argument)

    # Sources

    def sources(self, named: list[str]) -> list[Source]:
        """What the page cites, in the order of its numbers, then what its facts name."""
        ids = dict.fromkeys([*self.cited, *(n for n in named if n in self.library.sources)])
        return [self.library.sources[source] for source in ids]

    def register(self) -> list[Source]:
        """All sources, by title."""
        return sorted(
            self.library.sources.values(),
            key=lambda source: alphabetical(bare(*self.source_title(source)), self.lang),
        )

    def source_title(self, source: Source) -> tuple[str, str]:
        """The title and its language: the page's own where the source has one."""
        own = source.title[self.lang]
        return (own, self.lang) if own else (source.title[self.other] or source.id, self.other)
