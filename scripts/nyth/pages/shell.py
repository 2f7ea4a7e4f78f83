"""What stands round the words of a page: menu, breadcrumbs, permanent link, edit links,
what changed. Pure."""

import datetime
from functools import cached_property
from itertools import product
from urllib.parse import quote

from nyth import LANGUAGES
from nyth.content.library import KINDS, Library, Part, Text
from nyth.languages.dates import leading_date
from nyth.pages.page import Page, listed

HOME, CHANGES = "index", "changes"


class Shell:
    """The frame of every page of a library, for its templates; see overrides/base.html.

    site_url: the absolute address of the site, with a slash at the end, or "" where it is not
    known; repository: the address of the project on its code host, or "".
    """

    # the kinds whose short form other sites show
    SHORT = ("principle", "value")

    def __init__(self, library: Library, site_url: str = "", repository: str = "") -> None:
        self.library = library
        self.site_url = site_url
        self.repository = repository.rstrip("/")

    @cached_property
    def lists(self) -> dict[str, str]:
        """The page that lists the things of each kind, as an id."""
        found = {kind: self.library.index(kind, LANGUAGES[0]) for kind in KINDS}
        return {kind: page for kind, page in found.items() if page}

    def permalink(self, page: Page) -> str:
        """The address of a page that stays, in no language."""
        return f"{self.site_url}p/{page.thing.id}/"

    def feed(self, lang: str) -> str | None:
        """The address of the feed of changes, from the root; None where there can be none."""
        if not self.site_url or not changes(self.library, lang):
            return None
        return f"{lang}/{self.library.words.word('feed_file', lang)}"

    def breadcrumbs(self, page: Page) -> list[tuple[str, str]]:
        """Where a page is: (id, name). A thing is in the list of its kind, a hand-written page in
        the site. What stands beside it in the menu is its neighbour, and nothing that it belongs
        to."""
        if page.thing.id == HOME or not page.knows(HOME):
            return []
        above = [(HOME, page.word("home"))]
        if index := self.lists.get(page.thing.kind):
            above.append((index, page.title(index)))
        return above

    @cached_property
    def neighbours(self) -> dict[tuple[str, str], tuple[str | None, str | None]]:
        """The things of the same kind before and after each, as ids, by language and id."""
        found = {}
        for lang, kind in product(LANGUAGES, KINDS):
            row = [None, *(thing.id for thing in listed(self.library.of(kind), lang)), None]
            found |= {(lang, here): (row[n], row[n + 2]) for n, here in enumerate(row[1:-1])}
        return found

    @cached_property
    def menu(self) -> list[tuple[str, list[str]]]:
        """The pages of the menu, and those under each, as ids."""
        kinds = {page: kind for kind, page in self.lists.items()}
        return [
            (item.page, [*(thing.id for thing in things), *item.pages])
            for item in self.library.menu
            for things in [self.library.of(kinds[item.page]) if item.list else ()]
        ]

    # The code host

    def edit_url(self, text: Text, line: int | None = None) -> str | None:
        """A text in the editor of the code host, at a line of it; None without a code host."""
        if not self.repository:
            return None
        place = f"#L{line}" if line else ""
        return f"{self.repository}/edit/main/{quote(text.place.path)}{place}"

    def report_url(self, page: Page) -> str | None:
        """A form of the code host in which a problem of a page is told."""
        if not self.repository:
            return None
        title, address = quote(page.text.title), quote(self.permalink(page))
        form = f"template=page-problem-{page.lang}.yml&title={title}&page={address}"
        return f"{self.repository}/issues/new?{form}"


# What changed, when and why


def changes(library: Library, lang: str) -> list[tuple[datetime.date, str, Part]]:
    """The changes that the page lists, the newest first: (day, title, section, in which a block is
    a sentence). A heading that begins with no date is no change."""
    sections = library.things[CHANGES][lang].sections if CHANGES in library.things else ()
    dated = ((*leading_date(section.heading, lang), section) for section in sections)
    return sorted((row for row in dated if row[0]), key=lambda row: row[0], reverse=True)


def naming(page: Page) -> list[tuple[datetime.date, str]]:
    """The sentences among the changes that lead to a page, each with its day."""
    return [
        (on, block.words())
        for on, _, section in changes(page.library, page.lang)
        for block in section.body.blocks
        if any(mark.value.partition("#")[0] == f"nyth:{page.thing.id}" for mark in block.of("link"))
    ]
