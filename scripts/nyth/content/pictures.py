"""Which pictures may be published: whole, not too large, and telling nothing but what they show."""

import re
import warnings
from pathlib import Path
from typing import Any

MAX_PICTURE = 1_000_000
MAX_POINTS = 50_000_000
_FORMATS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
# Segments of a JPEG that say how it is to be shown: its form, its colours (ITU-T T.871, ICC.1,
# Adobe TN 5116).
_JPEG_OWN = {"APP0", "APP2", "APP14"}
_DETAILS = {"exif", "xmp", "comment", "photoshop", "mp"}
# The same where no decoder looks, such as after the picture: Exif, XMP, IPTC, a PNG's time, signed
# histories (C2PA).
_BURIED = re.compile(
    rb"Exif\0\0|<x:xmpmeta|<\?xpacket|Photoshop 3\.0\0|\0\0\0\x07tIME|jumdc2pa|ftypmp4|ftypisom"
)


def fault(path: Path) -> tuple[str, dict[str, Any]] | None:
    """What keeps a picture from being published, as a rule and its values."""
    if path.stat().st_size > MAX_PICTURE:
        return "too-large", {"limit": MAX_PICTURE // 1000}
    try:
        with warnings.catch_warnings(action="error"):
            details = _details(path)
    except Exception:  # decoders raise whatever they like for what a file can hold
        return "not-a-picture", {"kind": path.suffix}
    return ("picture-details", {}) if details or _BURIED.search(path.read_bytes()) else None


def _details(path: Path) -> set[str]:
    """What a picture tells of place, time, camera or author. Raises where it is none."""
    from PIL import Image

    with Image.open(path, formats=[_FORMATS[path.suffix]]) as picture:
        if picture.width * picture.height > MAX_POINTS:
            raise ValueError("a small file that unpacks to more than a machine can hold")
        picture.load()
        segments = {name for name, _ in getattr(picture, "applist", ())} - _JPEG_OWN
        exif = {"exif"} if picture.getexif() else set()
        return segments | exif | {*getattr(picture, "text", ())} | (_DETAILS & {*picture.info})
