"""Dates as each language writes them."""

import datetime
import functools
import re

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "cy": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
}


def date_text(date: datetime.date | str, lang: str) -> str:
    """A date in words; an ISO text may lack the day or the month."""
    year, *rest = map(int, str(date).split("-"))
    months = [MONTHS[lang].split()[month - 1] for month in rest[:1]]
    return " ".join(map(str, (*rest[1:], *months, year)))


@functools.lru_cache(1000)
def leading_date(text: str, lang: str) -> tuple[datetime.date | None, str]:
    """The date in words that a text begins with, or None, and what follows it."""
    match = re.match(r"(\d{1,2}) (\w+) (\d{4})[:,]?\s*", text)
    months = MONTHS[lang].split()
    if not match or match[2] not in months:
        return None, text
    try:
        on = datetime.date(int(match[3]), months.index(match[2]) + 1, int(match[1]))
    except ValueError:
        return None, text
    return on, text[match.end() :][:1].upper() + text[match.end() :][1:]
