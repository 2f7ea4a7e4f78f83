"""Turns folders of facts and words into a two-language reference site."""

LANGUAGES = ("cy", "en")
