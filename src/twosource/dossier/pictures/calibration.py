"""The calibration curve of the desk: what it said across, what came true upwards, a bar for the range.

On the line, words and events agree. A ring is hollow where fewer forecasts stand behind it than a share
needs; below that number altogether, nothing but the empty square and the rings are drawn.
"""

import svg

from twosource.dossier.drawings import Calibration, CalibrationMark
from twosource.dossier.pictures.pen import Pen, room_for

SMALL = 12.5
MOST = 420.0
INSET = 34.0
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def draw_calibration(curve: Calibration, width: float) -> tuple[float, list[svg.Element]]:
    """Return (height, parts) of a calibration curve, a square as wide as the paper allows."""
    pen = Pen(width, curve.direction == "rtl")
    side = min(MOST, width - INSET - 30)
    left, top = INSET, 26.0
    said, came, as_said = curve.words

    def at(p: float, q: float) -> tuple[float, float]:
        return left + p * side, top + (1.0 - q) * side

    parts: list[svg.Element] = [pen.words(0, 12, f"{came} ↑", kind="label soft", size=SMALL)]
    for share in TICKS:
        x, y = at(share, share)
        text = curve.half if share == 0.5 else f"{share * 100:.0f}"
        parts += [
            pen.line(x, top, x, top + side, "faint"),
            pen.line(left, y, left + side, y, "faint"),
            pen.words(x, top + side + 17, text, kind="label soft", anchor="middle", size=SMALL),
            pen.words(left - 6, y + 4, text.split("\u00a0")[0], kind="label soft", anchor="end", size=SMALL),
        ]
    parts.append(pen.line(*at(0, 0), *at(1, 1), "axis"))
    arrow = "←" if pen.is_rtl else "→"
    parts.append(
        pen.words(
            left + side, top + side + 36, f"{said} {arrow}", kind="label soft", anchor="end", size=SMALL
        )
    )
    x, y = at(1.0, 1.0)
    parts.append(pen.words(x, y - 8, as_said, kind="label soft", anchor="end", size=SMALL))
    for i, one in enumerate(curve.bins):
        parts += _mark(pen, curve, one, (left, top, side), is_first=i == 0)
    return top + side + 44, parts


def _mark(
    pen: Pen,
    curve: Calibration,
    one: CalibrationMark,
    square: tuple[float, float, float],
    *,
    is_first: bool,
) -> list[svg.Element]:
    """Return one bin: its range, its share, and how many forecasts stand behind it."""
    left, top, side = square
    x, y = left + one.p_mean * side, top + (1.0 - one.observed) * side
    low, high = top + (1.0 - one.low) * side, top + (1.0 - one.high) * side
    is_telling = one.n >= curve.least
    text = curve.n_label.format(n=f"{one.n:,}") if is_first else f"{one.n:,}"
    turns = x + 11 + room_for(text, SMALL) > pen.width
    return [
        pen.line(x, low, x, high, "spread" if is_telling else "spread thin"),
        pen.dot(x, y, 5.5, "posterior" if is_telling else "person"),
        pen.words(
            x - 11 if turns else x + 11,
            y + 4.5,
            text,
            kind="label halo" if is_telling else "label soft halo",
            anchor="end" if turns else "start",
            size=SMALL,
        ),
    ]
