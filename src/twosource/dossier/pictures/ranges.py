"""The weighing: per hypothesis a dot for the posterior, a bar for the 90 % range, a tick for the prior, the word at the end."""

import svg

from twosource.dossier.drawings import RangeRow, Ranges
from twosource.dossier.pictures.canvas import WIDTH, box, dot, line, words, wrap
from twosource.dossier.wording import percent

LABEL = 200.0
END = 132.0
ROW = 50.0
TOP = 14.0


def draw_ranges(ranges: Ranges) -> tuple[float, list[svg.Element]]:
    """Return (height, parts) of the weighing of one question."""
    bottom = TOP + ROW * len(ranges.rows)
    parts: list[svg.Element] = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _x(share)
        parts.append(line(x, TOP, x, bottom, "axis" if share in (0.0, 1.0) else "axis faint"))
        parts.append(words(x, bottom + 17, f"{share * 100:.0f}", kind="label soft", size=12))
    for index, row in enumerate(ranges.rows):
        parts += _row(row, TOP + ROW * (index + 0.5))
    parts.append(words(WIDTH - END + 14, bottom + 17, "per cent", kind="label soft", anchor="start", size=12))
    return bottom + 26, parts


def _x(p: float) -> float:
    return LABEL + 14 + p * (WIDTH - LABEL - END - 28)


def _row(row: RangeRow, y: float) -> list[svg.Element]:
    lines = wrap(row.label, LABEL - 6, 14, lines=3)
    first = y + 5 - (len(lines) - 1) * 8.5
    parts: list[svg.Element] = [
        words(LABEL, first + i * 17, text, kind="label", anchor="end", size=14)
        for i, text in enumerate(lines)
    ]
    parts.append(box(_x(row.low), y - 5, max(_x(row.high) - _x(row.low), 1.0), 10, "range"))
    parts.append(line(_x(row.prior), y - 12, _x(row.prior), y + 12, "prior"))
    parts.append(dot(_x(row.p), y, 6.5, "posterior"))
    parts.append(words(WIDTH - END + 14, y - 1, row.word, kind="label strong", anchor="start", size=14))
    figures = f"{percent(row.p)} ({row.low * 100:.0f}–{row.high * 100:.0f})"
    parts.append(words(WIDTH - END + 14, y + 15, figures, kind="label soft", anchor="start", size=12))
    return parts
