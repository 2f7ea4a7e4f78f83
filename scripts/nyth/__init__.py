"""Turns folders of facts and words into a two-language reference site."""

import os

# what could plug into pydantic here is nothing, and looking for it takes 30 ms
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

LANGUAGES = ("cy", "en")


def other(lang: str) -> str:
    """The other of the two languages."""
    return "en" if lang == "cy" else "cy"
