"""Where every page lives, in both languages, and how one page links to another. Pure: knows no
web framework."""

from __future__ import annotations

from collections.abc import Iterator

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
        """The address of a thing, such as "cy/egwyddorion/dim-drws-anghywir/". Raises KeyError
        for an unknown id."""
        thing = self._library.things[target]
        slug = thing[lang].matter.slug
        return self.folder(thing.kind, lang) + (f"{slug}/" if slug else "")

    def former(self) -> Iterator[tuple[str, str, str]]:
        """Addresses that things had before: (old address, id, language)."""
        for thing, text in self._library.texts():
            for slug in text.matter.former:
                yield f"{self.folder(thing.kind, text.lang)}{slug}/", thing.id, text.lang

    def index(self, kind: str, lang: str) -> str | None:
        """The id of the hand-written page that lists a kind: the one whose address is that of
        the kind."""
        if kind not in self._library.words.kinds:
            return None
        url = self.folder(kind, lang)
        return next(
            (page.id for page in self._library.of("page") if self.url(page.id, lang) == url), None
        )


def relative(start: str, target: str) -> str:
    """The link from one address to another, both relative to the root; works in any folder and
    from a disk."""
    here, there = start.split("/")[:-1], target.split("/")
    same = 0
    while same < len(here) and same < len(there) - 1 and here[same] == there[same]:
        same += 1
    return "../" * (len(here) - same) + "/".join(there[same:]) or "./"
