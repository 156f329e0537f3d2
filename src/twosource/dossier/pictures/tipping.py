"""The tipping chart: a line per answered figure from where it stands to where the lead changes.

The band of the word that was answered lies behind the line, so that the eye sees whether the arrow stays
in it. Those that stay come first, under their own heading.
"""

import svg

from twosource.dossier.drawings import TippingChart, TippingLine
from twosource.dossier.pictures.canvas import wrap
from twosource.dossier.pictures.pen import Pen, room_for
from twosource.dossier.pictures.ranges import SIDE, across, axis, grid

SIZE, SMALL = 14.0, 12.5
BAR = 12.0


def draw_tipping(chart: TippingChart, width: float) -> tuple[float, list[svg.Element]]:
    """Return (height, parts) of a tipping chart, laid out for a width; an empty axis where nothing tips."""
    pen = Pen(width, chart.direction == "rtl")
    parts: list[svg.Element] = []
    y = 2.0
    for place, head in enumerate(chart.heads):
        chosen = [x for x in chart.lines if _group(x) == place]
        if chosen:
            tall, drawn = pen.block(wrap(head, width, SMALL), 0, y + 13, kind="label soft", size=SMALL)
            parts += drawn
            y += tall + 6
        for one in chosen:
            y, drawn = _line(pen, one, y)
            parts += drawn
        y += 8 if chosen else 0
    if not chart.lines:
        parts += [*grid(pen, y, y + 20), pen.line(SIDE, y + 10, width - SIDE, y + 10, "faint")]
        y += 24
    return y + 20, [*parts, *axis(pen, y + 13, chart.half)]


def _group(one: TippingLine) -> int:
    """Return the place of its heading: within the word given, beyond it, or no word was given."""
    if one.is_inside:
        return 0
    return 2 if one.band is None else 1


def _line(pen: Pen, one: TippingLine, top: float) -> tuple[float, list[svg.Element]]:
    room = pen.width
    tall, label = pen.block(wrap(one.label, room, SIZE, lines=4), 0, top + SIZE, size=SIZE)
    y = top + tall
    tall, under = pen.block(
        wrap(one.under, room, SMALL, lines=3), 0, y + SMALL, kind="label soft", size=SMALL
    )
    y += tall + 14
    middle = y + 14
    now, tip = across(pen, one.p_now), across(pen, one.p_tip)
    parts = [
        *grid(pen, middle - 11, middle + 11),
        *label,
        *under,
        pen.line(SIDE, middle, pen.width - SIDE, middle, "faint"),
    ]
    if one.band is not None:
        low, high = across(pen, one.band[0]), across(pen, one.band[1])
        parts.append(pen.box(low, middle - BAR / 2, max(high - low, 1.5), BAR, "range"))
    parts += pen.arrow(now, tip, middle, "move")
    parts.append(pen.dot(now, middle, 5.5, "posterior"))
    parts.append(pen.line(tip, middle - 10, tip, middle + 10, "tip"))
    _, said = _at(pen, now, middle - 12, one.now, "label soft halo")
    below, then = _at(pen, tip, middle + 24, one.then, "label halo")
    return middle + 22 + below, [*parts, *said, *then]


def _at(pen: Pen, x: float, y: float, text: str, kind: str) -> tuple[float, list[svg.Element]]:
    """Return (height, words) centred on a place, pushed in where they would leave the paper."""
    rows = wrap(text, pen.width, SMALL, lines=3)
    half = max((room_for(row, SMALL) for row in rows), default=0.0) / 2
    inside = min(max(x, half), pen.width - half)
    return pen.block(rows, inside, y, kind=kind, anchor="middle", size=SMALL)
