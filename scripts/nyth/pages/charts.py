"""The geometry of the drawings; their SVG is written by `overrides/charts/`, their colours by
site.css. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import copysign, cos, pi, sin, sqrt

Item = tuple[str, str]  # a title and the address it links to

# The diagram is drawn on a square of this side; everything below is in its units.
SIDE = 640
CENTRE = SIDE / 2
# Middle of the rim (themes) and of the ring (principles); radius of the heart (values).
RIM, RING, HEART = 278, 194, 128
RING_EDGES = 139, 249
VALUE_LINE = 21  # height of a line of a value's title
MANY = 7  # from here on, letters are smaller and values closer


@dataclass(frozen=True)
class Words:
    """Lines of text centred on a point; the first is shifted up by half their height, in em."""

    lines: list[str]
    x: float
    y: float

    @property
    def first(self) -> float:
        return -(len(self.lines) - 1) * 0.55 + 0.32


@dataclass(frozen=True)
class Segment:
    """A part of the drawing that links to a page: its shape as the data of a path, and where its
    words go."""

    title: str
    href: str
    shape: str
    words: Words
    small: bool = False


@dataclass(frozen=True)
class Line:
    """A value in the heart of the nest: the height of its area and where that begins."""

    title: str
    href: str
    top: float
    height: float
    words: Words


@dataclass(frozen=True)
class Diagram:
    """The framework as a nest seen from above: values in the middle, principles round them,
    themes on the rim."""

    strands: list[tuple[str, int, str]]
    themes: list[Segment]
    principles: list[Segment]
    values: list[Line]
    scale: float


def diagram(themes: list[Item], principles: list[Item], values: list[Item]) -> Diagram:
    """The parts of the drawing. Each list may hold any number; themes and principles go
    clockwise from the top, and the n-th principle carries the n-th glyph. It needs a text beside
    it: small screens do not show the values."""
    lines, scale = _values(values)
    braids = (("rim", 308, 9, 24), ("ring", 252, 4, 30), ("heart", 135, 4, 18))
    strands = [
        (name, strand, _strand(radius, swing, waves, strand / 3))
        for name, radius, swing, waves in braids
        for strand in range(3)
    ]
    return Diagram(
        strands,
        [_theme(item, n, len(themes)) for n, item in enumerate(themes)],
        [_principle(item, n, len(principles)) for n, item in enumerate(principles)],
        lines,
        scale,
    )


def _point(radius: float, angle: float) -> str:
    """A point at this distance and angle (radians, clockwise from the right) from the centre."""
    return f"{CENTRE + radius * cos(angle):.1f} {CENTRE + radius * sin(angle):.1f}"


def _strand(radius: float, swing: float, waves: int, shift: float) -> str:
    """A closed wavy line: one smooth curve through a point at each crest, trough and crossing."""
    steps = waves * 2
    points = []
    for step in range(steps):
        angle = 2 * pi * (step + 2 * shift) / steps
        points.append(_point(radius + (swing if step % 2 else -swing), angle))
    half = pi / steps
    curves = []
    for step in range(1, steps + 1):
        angle = 2 * pi * (step + 2 * shift) / steps
        level = radius + (swing if step % 2 else -swing)
        curves.append(
            f"S{_point(level / cos(half * 0.9), angle - half * 0.9)} {points[step % steps]}"
        )
    start = 2 * pi * 2 * shift / steps + half * 0.9
    curves[0] = f"C{_point((radius - swing) / cos(half * 0.9), start)} {curves[0][1:]}"
    return f"M{points[0]}{''.join(curves)}Z"


def _wrap(text: str, width: int) -> list[str]:
    """The words of a title on lines of about this many letters, as even in length as they can
    be."""
    words = text.split()
    count = min(len(words), max(1, -(-len(text) // width)))
    while True:
        lines = _even(words, count)
        if count == len(words) or all(len(line) <= width or " " not in line for line in lines):
            return lines
        count += 1


def _even(words: list[str], count: int) -> list[str]:
    """These words on exactly this many lines, with the longest line as short as possible."""
    if count == 1:
        return [" ".join(words)]
    ends = range(1, len(words) - count + 2)
    choices = ([" ".join(words[:n]), *_even(words[n:], count - 1)] for n in ends)
    return min(choices, key=lambda lines: max(map(len, lines)))


def _theme(item: Item, n: int, count: int) -> Segment:
    """A word that follows its part of the rim, upright in the lower half too."""
    turn = 2 * pi / count
    middle = -pi / 2 + turn * n
    if count % 2 == 0:
        # an even number sits between the four winds, so that no word stands on its side
        middle += turn / 2
    half = min(turn, 2 * pi * 0.99) / 2
    below = sin(middle) > 0.01
    radius = RIM + 9 if below else RIM - 9
    start, end = (middle + half, middle - half) if below else (middle - half, middle + half)
    large = int(half > pi / 2)
    sweep = f"A{radius} {radius} 0 {large} {int(not below)}"
    shape = f"M{_point(radius, start)}{sweep} {_point(radius, end)}"
    is_long = len(item[0]) * 14 > radius * half * 2
    return Segment(*item, shape, Words([item[0]], 0, 0), small=is_long)


def _principle(item: Item, n: int, count: int) -> Segment:
    """A part of the ring with its glyph and its title."""
    turn = 2 * pi / count
    middle = -pi / 2 + turn * n
    half = min(turn, 2 * pi * 0.998) / 2 - 0.012
    inner, outer = RING_EDGES
    large = int(half > pi / 2)
    shape = (
        f"M{_point(outer, middle - half)}"
        f"A{outer} {outer} 0 {large} 1 {_point(outer, middle + half)}"
        f"L{_point(inner, middle + half)}"
        f"A{inner} {inner} 0 {large} 0 {_point(inner, middle - half)}Z"
    )
    # left or right of the heart there is less room for a line than above or below it
    room = 120 if abs(cos(middle)) > 0.5 else 160
    many = count >= MANY
    lines = _wrap(item[0], int(min(room, RING * turn * 0.8) / (8 if many else 10)))
    across, y = RING * cos(middle), CENTRE + RING * sin(middle)
    if abs(cos(middle)) > 0.75:
        across = copysign(_between_edges(y, len(lines)) / 2, across)
    return Segment(*item, shape, Words(lines, CENTRE + across, y), small=many)


def _between_edges(y: float, lines: int) -> float:
    """The sum of the distances of both edges of the ring, where words stand to its left or
    right."""
    inner, outer = RING_EDGES
    from_middle, reach = abs(y + 18 - CENTRE), 10 * lines
    near, far = max(from_middle - reach, 0), from_middle + reach
    return sqrt(max(inner**2 - near**2, 0)) + sqrt(max(outer**2 - far**2, 0))


def _values(values: list[Item]) -> tuple[list[Line], float]:
    """The titles of the values, one under the other, and how much smaller they are drawn when
    there are many."""
    wrapped = [_wrap(title, 25) for title, _ in values]
    gap = 5 if len(values) >= MANY else 15
    heights = [len(lines) * VALUE_LINE + gap for lines in wrapped]
    scale = min(1, (HEART * 2 - 30) / max(sum(heights), 1))
    rows, top = [], -sum(heights) / 2
    for item, lines, height in zip(values, wrapped, heights, strict=True):
        rows.append(Line(*item, top, height, Words(lines, 0, top + height / 2)))
        top += height
    return rows, scale


# The map of the regions

COLUMN, ROW, GAP = 80, 108, 6


@dataclass(frozen=True)
class Tile:
    """A region on the map: its rectangle, and where its words go."""

    title: str
    href: str
    x: float
    y: float
    width: float
    height: float
    words: Words


@dataclass(frozen=True)
class RegionMap:
    """The regions as tiles, roughly where they lie."""

    width: float
    height: float
    tiles: list[Tile]


def regions(items: list[tuple[str, str, list[int]]]) -> RegionMap:
    """The tiles of (title, link, [column, row, columns, rows])."""
    tiles = []
    for title, href, (column, row, columns, rows) in items:
        x, y = column * COLUMN + GAP / 2, row * ROW + GAP / 2
        width, height = columns * COLUMN - GAP, rows * ROW - GAP
        words = Words(_wrap(title, int(width / 14)), x + width / 2, y + height / 2)
        tiles.append(Tile(title, href, x, y, width, height, words))
    right = max(tile.x + tile.width for tile in tiles)
    return RegionMap(right + GAP / 2, max(t.y + t.height for t in tiles) + GAP / 2, tiles)


# Ratings


@dataclass(frozen=True)
class Track:
    """The rating of a year: its height in the drawing, the place of each level, and of the value
    if there is one."""

    year: int
    y: float
    ticks: list[float]
    x: float | None
    value: float | None


@dataclass(frozen=True)
class RatingsChart:
    """A track for each year, from the lowest level of the scale to the highest, and under them
    the line on which its ends are named; 360 units wide."""

    title: str
    height: float
    left: int
    right: int
    axis: float
    tracks: list[Track]


def ratings(
    title: str, values: list[tuple[int, float | None]], lowest: int, highest: int
) -> RatingsChart:
    """The tracks of (year, value or None). The figures themselves belong in a table beside it."""
    left, right, step, head = 52, 306, 24, 30
    levels = highest - lowest

    def across(value: float) -> float:
        # a scale of one level has no length: all of it lies in the middle
        return left + (right - left) * ((value - lowest) / levels if levels else 0.5)

    ticks = [across(level) for level in range(lowest, highest + 1)]
    tracks = [
        Track(year, head + step * (k + 0.5), ticks, None if v is None else across(v), v)
        for k, (year, v) in enumerate(values)
    ]
    axis = head + step * len(values) + 14
    return RatingsChart(title, axis + 6, left, right, axis, tracks)
