"""The weighing: a dot for the posterior, a bar for the 90 % range, a tick for the prior, the word."""

import svg

from twosource.dossier.drawings import RangeRow, Ranges
from twosource.dossier.pictures.canvas import box, clip, dot, line, width_of, words
from twosource.dossier.wording import percent

WIDTH = 560.0
SIDE = 10.0
ROW = 56.0
TOP = 6.0
SIZE = 15.0


def draw_ranges(ranges: Ranges) -> tuple[float, list[svg.Element]]:
    """Return (height, parts) of the weighing of one question, narrow enough for a small screen."""
    bottom = TOP + ROW * len(ranges.rows) + 4
    parts: list[svg.Element] = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _x(share)
        for index in range(len(ranges.rows)):
            foot = TOP + ROW * (index + 1)
            parts.append(line(x, foot - 24, x, foot, "axis faint"))
        text = percent(share) if share == 0.5 else f"{share * 100:.0f}"
        parts.append(words(x, bottom + 15, text, kind="label soft", size=12.5))
    for index, row in enumerate(ranges.rows):
        parts += _row(row, TOP + ROW * index)
    return bottom + 22, parts


def _x(p: float) -> float:
    return SIDE + p * (WIDTH - 2 * SIDE)


def _row(row: RangeRow, top: float) -> list[svg.Element]:
    figures = f"{percent(row.p)}, {row.low * 100:.0f} to {row.high * 100:.0f}"
    end = width_of(figures, 13) + 8
    word = clip(row.word, WIDTH / 2, SIZE)
    room = WIDTH - 2 * SIDE - end - width_of(word, SIZE) - 24
    y = top + 44
    return [
        words(SIDE, top + 20, clip(row.label, room, SIZE), kind="label", anchor="start", size=SIZE),
        words(WIDTH - SIDE - end, top + 20, word, kind="label strong", anchor="end", size=SIZE),
        words(WIDTH - SIDE, top + 20, figures, kind="label soft", anchor="end", size=13),
        box(_x(row.low), y - 5, max(_x(row.high) - _x(row.low), 1.0), 10, "range"),
        line(_x(row.prior), y - 11, _x(row.prior), y + 11, "prior"),
        dot(_x(row.p), y, 6.5, "posterior"),
    ]
