"""What moved the answer: decibans by the hands evidence came through, one panel per hypothesis."""

import svg

from twosource.dossier.drawings import Bars
from twosource.dossier.pictures.canvas import WIDTH, box, line, words, wrap

LABEL = 170.0
ROW = 34.0
GAP = 18.0
FIGURE = 36.0


def draw_bars(bars: Bars) -> tuple[float, list[svg.Element]]:
    """Return (height, parts): bars to either side of a zero line, with the figure at each end."""
    panels = max(len(bars.columns), 1)
    panel = (WIDTH - LABEL - GAP * panels) / panels
    reach = max((abs(v) for row in bars.rows for v in row.values), default=1.0) or 1.0
    scale = (panel / 2 - FIGURE) / reach
    heads = [wrap(column, panel, 13, lines=3) for column in bars.columns]
    top = 10 + 16.0 * max((len(h) for h in heads), default=1)
    bottom = top + ROW * len(bars.rows)
    parts: list[svg.Element] = []
    for index, head in enumerate(heads):
        zero = LABEL + GAP + index * (panel + GAP) + panel / 2
        offset = top - 8 - 16 * (len(head) - 1)
        parts += [
            words(zero, offset + 16 * i, text, kind="label strong", size=13) for i, text in enumerate(head)
        ]
        parts.append(line(zero, top, zero, bottom, "axis"))
        for at, row in enumerate(bars.rows):
            if index < len(row.values):
                parts += _bar(zero, top + ROW * (at + 0.5), row.values[index], scale)
    for at, row in enumerate(bars.rows):
        y = top + ROW * (at + 0.5)
        lines = wrap(row.label, LABEL, 13, lines=2)
        first = y + 4.5 - (len(lines) - 1) * 7.5
        parts += [
            words(LABEL, first + i * 15, text, kind="label", anchor="end", size=13)
            for i, text in enumerate(lines)
        ]
    parts.append(
        words(LABEL + GAP, bottom + 18, "← against     for →", kind="label soft", anchor="start", size=12)
    )
    return bottom + 26, parts


def _bar(zero: float, y: float, value: float, scale: float) -> list[svg.Element]:
    length = abs(value) * scale
    text = f"{value:+.1f}".replace("-", "\u2212")
    if value >= 0:
        return [
            box(zero, y - 7, length, 14, "bar for"),
            words(zero + length + 4, y + 4.5, text, kind="label amount", anchor="start", size=12),
        ]
    return [
        box(zero - length, y - 7, length, 14, "bar against"),
        words(zero - length - 4, y + 4.5, text, kind="label amount", anchor="end", size=12),
    ]
