"""Under which spellings people look for a place: in either language, mutated, without accents,
hyphens or spaces, with or without the article or the word for a council.

>>> key("Cyngor Sir Benfro"), key("the Vale of Glamorgan"), key("Pen-y-bont")
('benfro', 'valeofglamorgan', 'penybont')
>>> spellings("Barry", "Y Barri")
['barry', 'barri', 'farri', 'marri']
"""

import re
from collections.abc import Iterable

from nyth.languages import welsh

#: Words that may stand before a name or after it and are no part of it. The browser leaves out
#: the same ones.
AROUND = (
    "the y yr in yn yng ym i o council county borough city of cyngor sir bwrdeistref sirol"
).split()
_BEFORE = re.compile(rf"^(?:(?:{'|'.join(AROUND)}) )+")
_AFTER = re.compile(rf"(?: (?:{'|'.join(AROUND)}))+$")


def key(name: str) -> str:
    """A name as it is compared: folded, letters and figures only, nothing around it."""
    words = " ".join(re.findall(r"[^\W_]+", welsh.fold(name).replace("'", "")))
    return _AFTER.sub("", _BEFORE.sub("", words)).replace(" ", "")


def spellings(en: str, cy: str, also: Iterable[str] = ()) -> list[str]:
    """The keys of a place, each once, with every mutation of what may be Welsh."""
    keys = [key(en), key(cy), *map(key, also)]
    keys += [mutated for name in keys[1:] for mutated in welsh.mutations(name)]
    return list(dict.fromkeys(filter(None, keys)))
