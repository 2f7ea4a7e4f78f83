"""Turns folders of facts and words into a two-language reference site."""

LANGUAGES = ("cy", "en")


def other(lang: str) -> str:
    """The other of the two languages."""
    return "en" if lang == "cy" else "cy"
