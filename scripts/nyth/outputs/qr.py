"""QR codes of permanent links."""

import functools
import io
from collections.abc import Iterator

import segno

from nyth.content.library import KINDS, Library
from nyth.outputs.files import Job, text_date

# Modules of white round the code, as the standard wants them, and pixels for each module of a PNG.
QUIET, PIXELS = 4, 12
_FORMS = {"svg": {"light": "#fff", "xmldecl": False, "omitsize": True}, "png": {"scale": PIXELS}}


@functools.cache
def code(address: str, form: str) -> bytes:
    """The code of an address as a drawing ("svg") or picture ("png"), black on white with its quiet
    zone. It can be read with a sixth of it dirty or torn (level M or better, whichever is as
    small)."""
    out = io.BytesIO()
    made = segno.make(address, error="m", boost_error=True, micro=False)
    made.save(out, kind=form, border=QUIET, **_FORMS[form])
    return out.getvalue()


def jobs(library: Library, site_url: str) -> Iterator[Job]:
    """Both forms of the code of everything that is no hand-written page."""
    for thing in (thing for kind in KINDS for thing in library.of(kind)):
        address, date = f"{site_url}p/{thing.id}/", text_date(thing)
        for form in _FORMS:
            make, path = functools.partial(code, address, form), f"qr/{thing.id}.{form}"
            yield Job(path, "qr", thing.id, "both", date, address, make)
