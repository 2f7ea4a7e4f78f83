"""Where every page lives, in both languages, and how one page links to another. Pure: knows no
web framework."""

from collections.abc import Iterator

from nyth import LANGUAGES
from nyth.content.library import Library


class Addresses:
    """The addresses of a library. All are relative to the root of the site and end in a slash."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def folder(self, kind: str, lang: str) -> str:
        """The folder in which the pages of a kind stand."""
        known = self._library.words.kinds
        return f"{lang}/{known[kind].slug[lang]}/" if kind in known else f"{lang}/"

    def url(self, target: str, lang: str) -> str:
        """The address of a thing, or of a section: "id#section". Raises KeyError."""
        name, mark, section = target.partition("#")
        thing = self._library.things[name]
        slug = thing[lang].matter.slug
        return self.folder(thing.kind, lang) + (f"{slug}/" if slug else "") + mark + section

    def former(self) -> Iterator[tuple[str, str, str]]:
        """Addresses that lead on: (old address, where to as "id" or "id#section", language)."""
        for thing, text in self._library.texts():
            for slug in text.matter.former:
                yield f"{self.folder(thing.kind, text.lang)}{slug}/", thing.id, text.lang
        for row in self._library.former:
            for lang in LANGUAGES:
                for path in row[lang]:
                    yield f"{lang}/{path}/", row.to, lang

    def merged(self) -> dict[str, str]:
        """Ids of pages that went into others, to where: "id" or "id#section"."""
        rows = self._library.former
        return {row.id: row.to for row in rows if row.id and "#" not in row.id}

    def anchors(self, target: str) -> dict[str, list[str]]:
        """The former sections that a page answers for, by the section that holds them now."""
        found: dict[str, list[str]] = {}
        for row in self._library.former:
            old, (to, _, section) = (row.id or "").partition("#")[2], row.to.partition("#")
            if old and to == target and section:
                found.setdefault(section, []).append(old)
        return found

    def index(self, kind: str, lang: str) -> str | None:
        """The id of the hand-written page that has the address of a kind, and so lists it."""
        if kind not in self._library.words.kinds:
            return None
        url = self.folder(kind, lang)
        return next(
            (page.id for page in self._library.of("page") if self.url(page.id, lang) == url), None
        )


def relative(start: str, target: str) -> str:
    """The link from one address to another; works in any folder and from a disk."""
    here, there = start.split("/")[:-1], target.split("/")
    same = 0
    while same < len(here) and same < len(there) - 1 and here[same] == there[same]:
        same += 1
    return "../" * (len(here) - same) + "/".join(there[same:]) or "./"
