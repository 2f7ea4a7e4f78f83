"""The sessions of trainers: what they use of their principle, and where slides are. Pure."""

from nyth.content.addresses import Addresses
from nyth.content.library import Library, Section, Thing
from nyth.pages.page import Page

FRAMEWORK = "framework"


def session_of(library: Library, principle: str) -> Thing | None:
    """The session on a principle."""
    return next((s for s in library.of("session") if s.facts.principle == principle), None)


def written(page: Page, section_id: str) -> Section | None:
    """A section of the principle that a session is on."""
    return page.library.things[page.thing.facts.principle][page.lang].section(section_id)


def slides_url(library: Library, principle: str, lang: str) -> str:
    """The address of the slides on a principle, or FRAMEWORK, in a language or "both"."""
    if lang == "both":
        return f"slides/{principle}/"
    folder, session = Addresses(library).folder("session", lang), session_of(library, principle)
    slides = library.words.word("slides-slug", lang)
    return f"{folder}{session[lang].matter.slug}/{slides}/" if session else f"{folder}{slides}/"


def slide_links(page: Page, principle: str, words: str = "slides") -> list[tuple[str, str]]:
    """The slides that a reader of a page may want: (link, words), in the page's own language
    first. `words`: "slides", or "trainer" for the short ones."""
    return [
        (page.path(slides_url(page.library, principle, lang)), page.word(f"{words}-{key}"))
        for lang, key in ((page.lang, "link"), ("both", "both"), (page.other, "other"))
    ]
