"""The geometry of the diagram of the framework; its SVG is written by `overrides/charts/`, its
colours by site.css. Pure."""

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from math import copysign, cos, hypot, pi, sin, sqrt
from typing import Any

Item = tuple[str, str]  # a title and the address it links to

# The middle of the square that the diagram is drawn on; everything below is in its units.
CENTRE = 320
# Middle of the rim (themes) and of the ring (principles); how far from the middle of all the
# names of values may reach.
RIM, RING, HEART = 278, 194, 126
INNER, OUTER = 139, 249  # the edges of the ring
VALUE_LINE = 21  # height of a line of a value's title
SIZES = 1, 0.85, 0.7, 0.6, 0.5, 0.4
VOWELS = "aeiouwyâêîôûŵŷ"
# What a name may reach of the ring inside its woven edges, and its letters by themselves and under
# a glyph, and those of values, as in home.css.
WITHIN = 139.5, 248
LETTERS, LETTERS_UNDER, LETTERS_VALUE = 19, 17.5, 18
UNDER = 18  # how much lower it stands there
BREADTHS = dict.fromkeys("ijl'- ", 0.3) | dict.fromkeys("mwMW", 0.8)  # of letters, in their size


@dataclass(frozen=True)
class Segment:
    """A part of the drawing that links to a page: its title on lines, their middle, what share of
    the usual size they have, and its shape as the data of a path; of a value, the height of its
    area; of a principle, that of its lines, and where they have their middle under a glyph."""

    href: str
    lines: list[str]
    x: float = 0
    y: float = 0
    shape: str = ""
    size: float = 1
    height: float = 0
    under: float = 0


def diagram(themes: list[Item], principles: list[Item], values: list[Item]) -> dict[str, Any]:
    """The framework as a nest seen from above: values in the middle, drawn at a scale, principles
    round them, themes on the rim. Each list may hold any number; themes and principles go
    clockwise from the top, and the n-th principle carries the n-th glyph. It needs a text beside
    it: small screens do not show the values."""
    # on lines as long as lets the names of the values be largest
    drawn = (_values(values, most) for most in (25, 22, 19))
    return max(drawn, key=lambda column: column["scale"]) | {
        "themes": [_theme(item, n, len(themes)) for n, item in enumerate(themes)],
        "principles": [_principle(item, n, len(principles)) for n, item in enumerate(principles)],
    }


def _point(radius: float, angle: float) -> str:
    """A point at this distance and angle (radians, clockwise from the right) from the centre."""
    return f"{CENTRE + radius * cos(angle):.1f} {CENTRE + radius * sin(angle):.1f}"


def wrap(text: str, width: int) -> list[str]:
    """The words of a title on lines of at most so many letters, as even in length as they can
    be. Only a word that is longer is parted, where it has a hyphen, or else after a vowel, where
    no letter of Welsh is cut in two."""
    width = max(int(width / _breadth(text)), 3)
    parted = any(len(word) > width for word in text.split())
    piece = rf"[^\s-]{{1,{width - 2}}}[{VOWELS}]|[^\s-]{{{width - 1}}}"
    text = re.sub(rf"(?=[^\s-]{{{width + 1}}})(?:{piece})", "\\g<0>\xad ", text, flags=re.I)

    def lines(most: int) -> list[str]:
        return textwrap.wrap(text, most, break_long_words=False, break_on_hyphens=parted)

    count = len(lines(width))
    found = next(found for most in range(1, width + 1) if len(found := lines(most)) <= count)
    return [line.replace("\xad ", "").replace("\xad", "-") for line in found]


def _breadth(text: str) -> float:
    """How wide the letters of a title are beside those of most: capitals are wider."""
    return 1.4 if text.isupper() else 1


def _half(line: str, size: float) -> float:
    """Half of how wide a line is."""
    return size * sum(BREADTHS.get(x, 0.67 if x.isupper() else 0.47) for x in line) / 2


def fit(
    text: str, across: float, down: float, holds: Callable[..., bool] = lambda *_: True
) -> tuple[list[str], float]:
    """A title on lines of at most so many letters, no more than there is room for, and what share
    of its usual size it needs to have for that. A word is set smaller rather than parted, unless
    it is half as long again as a line."""
    longest = max(map(len, re.split(r"[\s-]", text))) * _breadth(text)
    for size, share in product(SIZES, (1, 0.8)):
        lines = wrap(text, most := int(across * share / size))
        whole = longest <= most or longest > 1.5 * across
        if whole and len(lines) * size <= down and holds(lines, size):
            break
    return lines, size


def _theme(item: Item, n: int, count: int) -> Segment:
    """A word that follows its part of the rim, upright in the lower half too."""
    turn = 2 * pi / count
    middle = -pi / 2 + turn * n
    if count % 2 == 0:
        # an even number sits between the four winds, so that no word stands on its side
        middle += turn / 2
    half = min(turn, 2 * pi * 0.99) / 2
    way = -1 if sin(middle) > 0.01 else 1
    radius = RIM - 9 * way
    arc = f"A{radius} {radius} 0 {int(half > pi / 2)} {int(way > 0)}"
    shape = f"M{_point(radius, middle - way * half)}{arc} {_point(radius, middle + way * half)}"
    title, href = item
    # an arc shows nothing of what is longer than it is
    return Segment(href, [title], shape=shape, size=min(1, radius * half * 2 / len(title) / 16))


def _principle(item: Item, n: int, count: int) -> Segment:
    """A part of the ring with its glyph and its title."""
    turn = 2 * pi / count
    middle = -pi / 2 + turn * n
    half = min(turn, 2 * pi * 0.998) / 2 - 0.012
    large = int(half > pi / 2)
    shape = (
        f"M{_point(OUTER, middle - half)}"
        f"A{OUTER} {OUTER} 0 {large} 1 {_point(OUTER, middle + half)}"
        f"L{_point(INNER, middle + half)}"
        f"A{INNER} {INNER} 0 {large} 0 {_point(INNER, middle - half)}Z"
    )
    # left or right of the heart there is less room for a line than above or below it, and more
    # for lines
    beside = abs(cos(middle)) > 0.5
    title, href = item
    across = max(min(120 if beside else 160, RING * turn * 0.8) / 10, 4)
    x, y = RING * cos(middle), RING * sin(middle)

    def places(lines: list[str], size: float) -> list[tuple[float, bool]]:
        heights = (y, LETTERS * size), (y + UNDER, LETTERS_UNDER * size)
        return [_between_edges(lines, x, *height) for height in heights]

    down = min(5, (RING * turn - 40) / 20) if beside else 3
    lines, size = fit(title, across, down, lambda *name: all(fits for _, fits in places(*name)))
    (x, _), (under, _) = places(lines, size)
    height = 20 * size * len(lines)
    return Segment(href, lines, CENTRE + x, CENTRE + y, shape, size, height, CENTRE + under)


def _between_edges(lines: list[str], x: float, y: float, size: float) -> tuple[float, bool]:
    """Where a title at this height has its middle, and whether all of it is in the ring there.
    Left or right of the heart it keeps as far from the inner edge as from the outer, with
    whichever of its lines comes nearest."""
    low, high = 0.0, CENTRE
    for n, line in enumerate(lines):
        middle = abs(y + (n - (len(lines) - 1) / 2) * 1.1 * size)
        near, far = max(middle - 0.3 * size, 0), middle + 0.3 * size
        if near < WITHIN[0]:
            low = max(low, sqrt(WITHIN[0] ** 2 - near**2) + _half(line, size))
        high = min(high, sqrt(max(WITHIN[1] ** 2 - far**2, 0)) - _half(line, size))
    place = (low + high) / 2 if abs(x) > 0.75 * RING else abs(x)
    return copysign(place, x), low <= place <= high


def _values(values: list[Item], most: int) -> dict[str, Any]:
    """The titles of the values, one under the other, on lines of at most so many letters, and the
    scale that they need to have room."""
    wrapped = [(wrap(title, most), href) for title, href in values]
    gap = min(15, 75 / max(len(values), 1))  # many stand closer
    rows, reach = [], 1.0
    top = -sum(len(lines) * VALUE_LINE + gap for lines, _ in wrapped) / 2
    for lines, href in wrapped:
        height = len(lines) * VALUE_LINE + gap
        rows.append(Segment(href, lines, y=top + height / 2, height=height))
        for n, line in enumerate(lines):
            middle = top + gap / 2 + VALUE_LINE * (n + 0.5)
            reach = max(reach, hypot(_half(line, LETTERS_VALUE), abs(middle) + VALUE_LINE / 3))
        top += height
    return {"values": rows, "scale": min(1, HEART / reach)}
