"""The weighing: a dot for the posterior, a bar for the 90 % range, a tick for the prior, the word."""

import svg

from twosource.dossier.drawings import RangeRow, Ranges
from twosource.dossier.pictures.canvas import NARROW, box, clip, dot, line, width_of, words, wrap
from twosource.dossier.wording import percent

WIDTH = NARROW
SIDE = 10.0
ROW = 56.0
LINE = 18.0
TOP = 6.0
SIZE = 15.0
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def draw_ranges(ranges: Ranges) -> tuple[float, list[svg.Element]]:
    """Return (height, parts) of the weighing of one question, narrow enough for a small screen."""
    parts: list[svg.Element] = []
    foot = TOP
    for row in ranges.rows:
        lines = wrap(row.label, _room(row), SIZE, lines=2)
        foot += ROW + LINE * max(len(lines) - 1, 0)
        parts += [line(_x(share), foot - 24, _x(share), foot, "axis faint") for share in TICKS]
        parts += _row(row, lines, foot)
    for share in TICKS:
        text = percent(share) if share == 0.5 else f"{share * 100:.0f}"
        parts.append(words(_x(share), foot + 19, text, kind="label soft", size=12.5))
    return foot + 26, parts


def _x(p: float) -> float:
    return SIDE + p * (WIDTH - 2 * SIDE)


def _figures(row: RangeRow) -> str:
    return f"{percent(row.p)}, {row.low * 100:.0f} to {row.high * 100:.0f}"


def _end(row: RangeRow) -> float:
    return WIDTH - SIDE - width_of(_figures(row), 13) - 8


def _room(row: RangeRow) -> float:
    return _end(row) - width_of(clip(row.word, WIDTH / 2, SIZE), SIZE) - SIDE - 16


def _row(row: RangeRow, lines: list[str], foot: float) -> list[svg.Element]:
    y = foot - 12
    first = foot - 36 - LINE * max(len(lines) - 1, 0)
    word = clip(row.word, WIDTH / 2, SIZE)
    return [
        *(
            words(SIDE, first + i * LINE, text, kind="label", anchor="start", size=SIZE)
            for i, text in enumerate(lines)
        ),
        words(_end(row), first, word, kind="label strong", anchor="end", size=SIZE),
        words(WIDTH - SIDE, first, _figures(row), kind="label soft", anchor="end", size=13),
        box(_x(row.low), y - 5, max(_x(row.high) - _x(row.low), 1.0), 10, "range"),
        line(_x(row.prior), y - 11, _x(row.prior), y + 11, "prior"),
        dot(_x(row.p), y, 6.5, "posterior"),
    ]
