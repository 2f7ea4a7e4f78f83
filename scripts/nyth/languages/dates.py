"""Dates as each language writes them."""

from __future__ import annotations

import datetime

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "cy": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
}


def date_text(date: datetime.date | str, lang: str) -> str:
    """A date in words; an ISO text may lack the day or the month."""
    parts = [int(part) for part in str(date).split("-")]
    words = [str(parts[0])]
    if len(parts) > 1:
        words.insert(0, MONTHS[lang].split()[parts[1] - 1])
    if len(parts) > 2:
        words.insert(0, str(parts[2]))
    return " ".join(words)
