"""How a page is cited, in the forms that programs for references read. Pure."""

import datetime
import re

_LANGUAGE = {"en": "english", "cy": "welsh"}


def bibtex(
    name: str, title: str, site: str, address: str, lang: str, day: datetime.date | None
) -> str:
    """An entry for BibTeX. `name`: the id of the page; `day`: on which its facts were last held
    against the sources."""
    fields = {
        "title": f"{{{_plain(title)}}}",
        "howpublished": _plain(site),
        "year": day and str(day.year),
        "url": address,
        "language": _LANGUAGE[lang],
    }
    rows = [f"  {key} = {{{value}}}" for key, value in fields.items() if value]
    return f"@misc{{nyth-{name}-{lang},\n" + ",\n".join(rows) + "\n}"


def _plain(text: str) -> str:
    return re.sub(r"([&%$#_])", r"\\\1", re.sub(r"[{}\\~^]", "", text))


def ris(title: str, site: str, address: str, lang: str, day: datetime.date | None) -> str:
    """The same as RIS."""
    fields = (
        ("TY", "ELEC"),
        ("TI", title),
        ("T2", site),
        ("PY", day and str(day.year)),
        ("DA", day and f"{day:%Y/%m/%d}"),
        ("UR", address),
        ("LA", lang),
        ("ER", ""),
    )
    return "\n".join(f"{key}  - {value}".rstrip(" ") for key, value in fields if value is not None)
