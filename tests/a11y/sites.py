"""The sites that are measured: what pages they have, one of each kind, and how a reader opens
their menu and search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nyth import LANGUAGES
from nyth.content.kinds import KINDS
from nyth.content.library import Library

QUERIES = {"en": "school", "cy": "ysgol"}
# A page is drawn before its script is there, and no reader is as quick as a test.
SCRIPT_HAS_COME = """async () => {
    const come = performance.getEntriesByType("resource").some((e) => /\\/site\\.\\w+\\.js$/.test(e.name));
    await new Promise(requestAnimationFrame);
    if (document.querySelector("[data-paper]") && !document.querySelector("link[media=print]")?.sheet) return false;
    return come || !document.querySelector("script[data-after], script[src*='/site.']");
}"""


@dataclass(frozen=True)
class Place:
    """A page: its address from the root of the site, its language, that of its twin ("" for
    pages in both languages), whether it stands for its kind, whether it is made from data, and
    whether its header stands for that of all."""

    path: str
    lang: str
    twin: str
    sample: bool
    made: bool = False
    header: bool = True


@dataclass(frozen=True)
class Controls:
    """CSS selectors. `menu`: what opens the menu; `menu_open`: matches while it is open;
    `search`: where one types; `search_opener`: what has to be pressed first where the box is not
    to be seen; `hits`: matches while results are open; `results`: matches what the page of
    results lists; `words`: what a page says, without the frame that moves about in it;
    `language`: the way to the other language."""

    menu: str
    menu_open: str
    search: str
    search_opener: str
    hits: str
    results: str
    words: str
    language: str


@dataclass(frozen=True)
class Site:
    """A built site: its folder, its pages and its controls. `same`: words that are the same in
    both languages."""

    folder: Path
    places: tuple[Place, ...]
    controls: Controls
    library: Library
    same: frozenset[str] = field(default_factory=frozenset)


OURS = Controls(
    menu="details.menu > summary",
    menu_open="details.menu[open]",
    search="header form.search input",
    search_opener="",
    hits="[role=combobox][aria-expanded=true]",
    results="#results > li",
    words="main, .colophon dl, footer",
    language="a.language__link",
)
STOCK = Controls(
    menu="label.md-header__button[for=__drawer]",
    menu_open="#__drawer:checked",
    search="input.md-search__input",
    search_opener="label.md-header__button[for=__search]",
    hits=".md-search-result__item",
    results="",
    words="main",
    language=".md-header .md-select a, .md-header .md-select button",
)


def _samples(library: Library, macro_pages: Iterable[str]) -> set[str]:
    """One id of each kind: the entity with the most words, and a page that no data is in."""

    def length(target: str) -> int:
        return len(library.things[target]["cy"].written.words)

    found = {
        max((e.id for e in library.of(kind)), key=length) for kind in KINDS if library.of(kind)
    }
    pages = {page.id for page in library.of("page")}
    plain = sorted(pages - set(macro_pages))
    return found | set(plain[:1])


def places(library: Library, macro_pages: Iterable[str]) -> tuple[Place, ...]:
    """Every page of the two languages."""
    samples = _samples(library, macro_pages)
    headed = next(iter(sorted(samples)))
    return tuple(
        Place(
            f"/{library.url(target, lang)}",
            lang,
            f"/{library.url(target, next(o for o in LANGUAGES if o != lang))}",
            target in samples,
            target in macro_pages,
            target == headed,
        )
        for target in library.things
        for lang in LANGUAGES
    )


def shared(library: Library, folder: Path) -> tuple[Place, ...]:
    """The pages in both languages: chooser, permanent links, those for what was not found or has
    moved."""
    first = next(iter(library.things))
    found = [Place(path, "cy", "", True, header=False) for path in ("/", "/404.html")]
    found += [Place(f"/{lang}/404.html", lang, "", True, header=False) for lang in LANGUAGES]
    return (
        *found,
        *(
            Place(f"/p/{target}/", "cy", "", target == first, header=False)
            for target in library.things
        ),
    )


def same_in_both(library: Library) -> frozenset[str]:
    """Names and labels that are spelt alike in Welsh and English."""
    words = library.words
    both = [*words.text.values(), *words.ui.values(), *words.headings.values(), words.site.mark]
    both += [both for kind in words.kinds.values() for both in (kind.one, kind.many)]
    both += [
        council for region in library.of("region") for council in region.facts.local_authorities
    ]
    found = {b.en for b in both if b.en == b.cy}
    texts = library.things.values()
    return frozenset(found | {t["en"].title for t in texts if t["en"].title == t["cy"].title})


def ours(library: Library, folder: Path, macro_pages: Iterable[str]) -> Site:
    """This site, built into `folder`."""
    found = places(library, macro_pages) + shared(library, folder)
    return Site(folder, found, OURS, library, same_in_both(library))
