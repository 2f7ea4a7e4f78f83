"""QR codes of permanent links."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator

import segno

from nyth.content.library import KINDS, Library
from nyth.outputs.job import Job, text_date

# Modules of white round the code, as the standard wants them, and pixels for each module of a PNG.
QUIET, PIXELS = 4, 12


def code(address: str) -> segno.QRCode:
    """The code of an address: it can be read with a sixth of it dirty or torn (level M or
    better, whichever is as small)."""
    return segno.make(address, error="m", boost_error=True, micro=False)


@functools.cache
def svg(address: str) -> bytes:
    """The code as a drawing, black on white, with its quiet zone."""
    out = io.BytesIO()
    code(address).save(out, kind="svg", border=QUIET, light="#fff", xmldecl=False, omitsize=True)
    return out.getvalue()


def png(address: str) -> bytes:
    """The code as a picture, black on white, with its quiet zone."""
    out = io.BytesIO()
    code(address).save(out, kind="png", border=QUIET, scale=PIXELS)
    return out.getvalue()


def jobs(library: Library, site_url: str) -> Iterator[Job]:
    """Both forms of the code of everything that is no hand-written page."""
    for thing in (thing for kind in KINDS for thing in library.of(kind)):
        address = f"{site_url}p/{thing.id}/"
        for form, make in (("svg", svg), ("png", png)):
            yield Job(
                f"qr/{thing.id}.{form}",
                "qr",
                thing.id,
                "both",
                text_date(thing),
                address,
                lambda make=make, address=address: make(address),
            )
