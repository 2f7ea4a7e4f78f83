"""Drawings made from the data, as SVG text: no style of their own, only class names that site.css colours."""

from html import escape
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


def diagram(themes: list[Item], principles: list[Item], values: list[Item], label: str, lang: str) -> str:
    """The framework as a nest seen from above: values in the middle, principles round them, themes on the rim.

    Each list may hold any number of (title, address) pairs; every part is a link.

    Args:
        themes: the words on the rim, clockwise from the top.
        principles: the ring, clockwise from the top; the n-th one carries ``glyph(n)``.
        values: the words in the middle, from top to bottom.
        label: what the drawing is, for people who do not see it.
        lang: the language of all the words.

    Returns:
        An ``<svg>`` element. It needs a text equivalent beside it: small screens do not show the values.
    """
    parts = [
        _braid(308, 9, 24, "rim"),
        _braid(252, 4, 30, "ring"),
        _braid(135, 4, 18, "heart"),
        *(_theme(item, n, len(themes)) for n, item in enumerate(themes)),
        *(_principle(item, n, len(principles)) for n, item in enumerate(principles)),
        f'<g class="diagram__egg" transform="translate({CENTRE - 82:.0f} {CENTRE - 76:.0f}) scale(3.4)">{mark_lines()}</g>',
        _values(values),
    ]
    return (
        f'<svg class="diagram__svg" viewBox="0 0 {SIDE} {SIDE}" role="group" lang="{escape(lang)}" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def ratings_chart(
    rows: list[tuple[str, list[float | None]]], years: list[str], words: dict[str, str], levels: int = 4
) -> str:
    """One track per row and year, from 1 to ``levels``; a missing figure is a dashed track with the word for it.

    Args:
        rows: (title, one value or None for each year).
        years: the years, oldest first.
        words: ``label`` (what the chart is) and ``gap`` (said where a figure is missing).
        levels: the highest level of the scale.

    Returns:
        An ``<svg role="img">`` element, 360 units wide. The figures themselves belong in a table beside it.
    """
    left, right, step, head = 52, 306, 24, 30
    row_height = head + step * len(years) + 14
    parts = []
    for row, (title, values) in enumerate(rows):
        top = row * row_height
        parts.append(f'<text class="ratings__title" x="0" y="{top + 18}">{escape(title)}</text>')
        for number, (year, value) in enumerate(zip(years, values, strict=True)):
            y = top + head + step * number + step / 2
            parts.append(f'<text class="ratings__year" x="0" y="{y + 5:g}">{escape(year)}</text>')
            if value is None:
                middle = (left + right) / 2
                parts.append(f'<path class="ratings__gap" d="M{left} {y:g}H{right}"/>')
                parts.append(f'<text class="ratings__word" x="{middle:g}" y="{y + 5:g}">{escape(words["gap"])}</text>')
                continue
            x = left + (right - left) * (value - 1) / (levels - 1)
            ticks = "".join(f"M{left + (right - left) * n / (levels - 1):.1f} {y - 5:g}v10" for n in range(levels))
            parts.append(f'<path class="ratings__track" d="M{left} {y:g}H{right}{ticks}"/>')
            parts.append(f'<path class="ratings__bar" d="M{left} {y:g}H{x:.1f}"/>')
            parts.append(f'<circle class="ratings__dot" cx="{x:.1f}" cy="{y:g}" r="8"/>')
            parts.append(f'<text class="ratings__value" x="322" y="{y + 6:g}">{value:g}</text>')
    height = max(row_height * len(rows), 1)
    return (
        f'<svg class="ratings__svg" viewBox="0 0 360 {height}" role="img" aria-label="{escape(words["label"])}">'
        f"{''.join(parts)}</svg>"
    )


def glyph(n: int) -> str:
    """The small drawing of the n-th principle (counted from 1), or a leaf for any other number; decoration only."""
    return f'<svg class="glyph glyph--{n}" viewBox="0 0 48 48" aria-hidden="true">{_glyph_lines(n)}</svg>'


def mark_lines() -> str:
    """The lines of the nest mark (48 × 40 units), to be put inside an ``<svg>`` or ``<g>``."""
    return MARK


# One hand drew these: round ends, one weight, and one warm shape in each. `w` is the warm fill.
MARK = (
    '<path class="w" d="M24 3c5 0 8.5 5.2 8.5 10.5S29 24 24 24s-8.5-4.2-8.5-10.5S19 3 24 3z"/>'
    '<path d="M3 17C12 28 36 28 45 17M4 23C18 24 30 36 41 27M44 23C30 24 18 36 7 27M8 31C18 38 30 38 40 31M3 17C5 30 14 37 24 37S43 30 45 17"/>'
)
GLYPHS = {
    1: '<path class="w" d="M24 20c-4-4-9-7-6-11 2-2 5-1 6 2 1-3 4-4 6-2 3 4-2 7-6 11z"/>'
    '<path d="M4 28l6-2c3-1 5 0 7 2l4 3h7c4 0 4 5 0 5h-8M28 33l10-6c3-2 6 2 3 5L30 41c-2 2-5 2-8 1l-8-3-10 1"/>',
    2: '<path class="w" d="M20 40V30a4 4 0 0 1 8 0v10z"/>'
    '<path d="M5 22L24 9l19 13M9 20v20h30V20M20 40V30a4 4 0 0 1 8 0v10M24 9V3h7l-2 2.5 2 2.5h-7M14 26v4M34 26v4"/>',
    3: '<path class="w" d="M22 22h18a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3h-2v6l-7-6h-9a3 3 0 0 1-3-3v-9a3 3 0 0 1 3-3z"/>'
    '<path d="M18 29h-2l-7 6v-6H8a3 3 0 0 1-3-3V11a3 3 0 0 1 3-3h21a3 3 0 0 1 3 3v10M11 15h15M11 21h6'
    'M22 22h18a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3h-2v6l-7-6h-9a3 3 0 0 1-3-3v-9a3 3 0 0 1 3-3z"/>',
    4: '<path class="w" d="M26 12l10-6v36l-10 2z"/>'
    '<path d="M5 42h9V6h22v36h7M14 6l12 6v32l-12-2M22 27v3M41 14l4-3M42 22h4M41 30l4 3"/>',
    5: '<path class="w" d="M21 41v-8h7v8z"/>'
    '<path d="M3 41h42M14 41V26l10-9 11 9v15M11 28l13-12 14 12M21 41v-8h7v8M8 41v-9M8 32c-5 0-6-8 0-14 6 6 5 14 0 14z'
    'M41 41v-7M41 34c-4 0-5-6 0-11 5 5 4 11 0 11z"/>',
    6: '<path class="w" d="M18 21V9a6 6 0 0 1 12 0v12z"/>'
    '<path d="M13 21h22M17 21V9a7 7 0 0 1 14 0v12M27 14v1M21 26L11 44M27 26l10 18M24 29v3M24 36v3M24 43v1M17 26c-2 4-7 6-14 6M31 26c2 4 7 6 14 6"/>',
}
LEAF = '<path class="w" d="M10 38C8 20 18 9 39 8c1 20-8 31-23 30z"/><path d="M6 43c6-12 13-19 23-25M10 38C8 20 18 9 39 8c1 20-8 31-23 30"/>'


def _glyph_lines(n: int) -> str:
    return GLYPHS.get(n, LEAF)


def _point(radius: float, angle: float) -> str:
    """A point at this distance and angle (radians, clockwise from the right) from the centre."""
    return f"{CENTRE + radius * cos(angle):.1f} {CENTRE + radius * sin(angle):.1f}"


def _braid(radius: float, swing: float, waves: int, name: str) -> str:
    """Three strands that go over and under one another round a circle."""
    return "".join(
        f'<path class="diagram__strand diagram__strand--{name} s{strand}" d="{_strand(radius, swing, waves, strand / 3)}"/>'
        for strand in range(3)
    )


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
        curves.append(f"S{_point(level / cos(half * 0.9), angle - half * 0.9)} {points[step % steps]}")
    start = 2 * pi * 2 * shift / steps + half * 0.9
    curves[0] = f"C{_point((radius - swing) / cos(half * 0.9), start)} {curves[0][1:]}"
    return f"M{points[0]}{''.join(curves)}Z"


def _wrap(text: str, width: int) -> list[str]:
    """The words of a title on lines of about this many letters, as even in length as they can be."""
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
    choices = ([" ".join(words[:n]), *_even(words[n:], count - 1)] for n in range(1, len(words) - count + 2))
    return min(choices, key=lambda lines: max(map(len, lines)))


def _text(lines: list[str], x: float, y: float, name: str) -> str:
    """Lines of text centred on a point; the distance of lines follows the size of the letters."""
    first = -(len(lines) - 1) * 0.55 + 0.32
    spans = "".join(
        f'<tspan x="{x:.0f}" dy="{first if n == 0 else 1.1:.2f}em">{escape(line)} </tspan>'
        for n, line in enumerate(lines)
    )
    return f'<text class="{name}" x="{x:.0f}" y="{y:.0f}">{spans}</text>'


def _link(item: Item, name: str, inside: str) -> str:
    return f'<a class="{name}" href="{escape(item[1])}">{inside}</a>'


def _theme(item: Item, n: int, count: int) -> str:
    """A word that follows its part of the rim, upright in the lower half too."""
    turn = 2 * pi / count
    middle = -pi / 2 + turn * n
    if count % 2 == 0:
        middle += turn / 2  # an even number sits between the four winds, so that no word stands on its side
    half = min(turn, 2 * pi * 0.99) / 2
    below = sin(middle) > 0.01
    radius = RIM + 9 if below else RIM - 9
    start, end = (middle + half, middle - half) if below else (middle - half, middle + half)
    large = int(half > pi / 2)
    arc = f"M{_point(radius, start)}A{radius} {radius} 0 {large} {int(not below)} {_point(radius, end)}"
    long = " diagram__theme--long" if len(item[0]) * 14 > radius * half * 2 else ""
    return _link(
        item,
        "diagram__theme" + long,
        f'<path id="rim-{n}" class="diagram__arc" d="{arc}"/>'
        f'<text><textPath href="#rim-{n}" startOffset="50%">{escape(item[0])}</textPath></text>',
    )


def _principle(item: Item, n: int, count: int) -> str:
    """A part of the ring with its glyph and its title."""
    turn = 2 * pi / count
    middle = -pi / 2 + turn * n
    half = min(turn, 2 * pi * 0.998) / 2 - 0.012
    inner, outer = RING_EDGES
    large = int(half > pi / 2)
    shape = (
        f"M{_point(outer, middle - half)}A{outer} {outer} 0 {large} 1 {_point(outer, middle + half)}"
        f"L{_point(inner, middle + half)}A{inner} {inner} 0 {large} 0 {_point(inner, middle - half)}Z"
    )
    beside = abs(cos(middle)) > 0.5  # left or right of the heart: less room for a line than above or below it
    many = count >= MANY
    lines = _wrap(item[0], int(min(120 if beside else 160, RING * turn * 0.8) / (8 if many else 10)))
    lift = 20 + 10 * len(lines)
    across, y = RING * cos(middle), CENTRE + RING * sin(middle)
    if abs(cos(middle)) > 0.75:  # in the middle of the room that the words have between the two edges
        middle_line, reach = abs(y + 18 - CENTRE), 10 * len(lines)
        near, far = max(middle_line - reach, 0), middle_line + reach
        room = sqrt(max(inner**2 - near**2, 0)) + sqrt(max(outer**2 - far**2, 0))
        across = copysign(room / 2, across)
    x = CENTRE + across
    name = "diagram__name diagram__name--small" if many else "diagram__name"
    picture = f'<g class="diagram__glyph" transform="translate({x - 19:.0f} {y - lift - 1:.0f}) scale(.8)">{_glyph_lines(n + 1)}</g>'
    return _link(item, "diagram__principle", f'<path d="{shape}"/>{picture}{_text(lines, x, y + 18, name)}')


def _values(values: list[Item]) -> str:
    """The titles of the values, one under the other, made smaller when there are many."""
    wrapped = [_wrap(title, 25) for title, _ in values]
    gap = 5 if len(values) >= MANY else 15
    heights = [len(lines) * VALUE_LINE + gap for lines in wrapped]
    scale = min(1, (HEART * 2 - 30) / max(sum(heights), 1))
    parts, top = [], -sum(heights) / 2
    for item, lines, height in zip(values, wrapped, heights, strict=True):
        area = f'<rect x="{-HEART + 14}" y="{top:.0f}" width="{HEART * 2 - 28}" height="{height}" rx="8"/>'
        parts.append(_link(item, "diagram__value", area + _text(lines, 0, top + height / 2, "diagram__name")))
        top += height
    return f'<g class="diagram__values" transform="translate({CENTRE:g} {CENTRE:g}) scale({scale:.3g})">{"".join(parts)}</g>'
