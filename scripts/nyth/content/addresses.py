"""Where every page lives, in both languages, and how one page links to another. Pure: knows no web framework."""

from __future__ import annotations

from collections.abc import Iterator

from nyth.content.model import Library

# Where the form editor is: one page for both languages, beside the permanent links.
EDITOR = "golygu-edit"


class Addresses:
    """The addresses of a library. All are relative to the root of the site and end in a slash."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def url(self, target: str, lang: str) -> str:
        """The address of an entity or hand-written page, such as "cy/egwyddorion/dim-drws-anghywir/".

        Raises KeyError for an id that is not in the library.
        """
        entity = self._library.entities.get(target)
        if entity is None:
            slug = self._library.pages[target][lang].matter.slug
            return f"{lang}/{slug}/" if slug else f"{lang}/"
        return f"{lang}/{getattr(self._library.words.kinds[entity.kind].slug, lang)}/{entity.texts[lang].matter.slug}/"

    def former(self) -> Iterator[tuple[str, str, str]]:
        """Addresses that things had before: (old address, id, language)."""
        texts = {entity.id: entity.texts for entity in self._library.entities.values()} | self._library.pages
        for target, languages in texts.items():
            for lang, text in languages.items():
                folder = self.url(target, lang).removesuffix(f"{text.matter.slug}/")
                for slug in text.matter.former:
                    yield f"{folder}{slug}/", target, lang

    def title(self, target: str, lang: str) -> str:
        """The title of an entity or hand-written page."""
        texts = (
            self._library.entities[target].texts if target in self._library.entities else self._library.pages[target]
        )
        return texts[lang].title

    def index(self, kind: str, lang: str) -> str | None:
        """The id of the hand-written page that lists a kind: the one whose address is that of the kind."""
        slug = getattr(self._library.words.kinds[kind].slug, lang)
        return next((page for page, texts in self._library.pages.items() if texts[lang].matter.slug == slug), None)

    def known(self, target: str) -> bool:
        """Whether the library has an entity or page of this id."""
        return target in self._library.entities or target in self._library.pages


def relative(start: str, target: str) -> str:
    """The link from one address to another, both relative to the root; works in any folder and from a disk."""
    here, there = start.split("/")[:-1], target.split("/")
    same = 0
    while same < len(here) and same < len(there) - 1 and here[same] == there[same]:
        same += 1
    return "../" * (len(here) - same) + "/".join(there[same:]) or "./"
