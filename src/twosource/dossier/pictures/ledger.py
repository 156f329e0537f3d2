"""The ledger of weights as a waterfall: where it stood, what came off, what came on, where it stands.

Decibans run in the direction of reading. Full bars speak for it, hollow ones against, each with its figure
beside it; hairlines carry the account from one row to the next.
"""

import math
from dataclasses import dataclass

import svg

from twosource.dossier.drawings import Ledger, LedgerEnd, LedgerRow
from twosource.dossier.pictures.canvas import wrap
from twosource.dossier.pictures.pen import Pen, room_for

SIZE, SMALL = 13.5, 12.5
STEP = SIZE * 1.28
SIDE = 0.0
WIDE = 540.0
LABELS = 0.36
BAR = 13.0
FIGURE = 46.0
LEAST = 1.5


@dataclass(frozen=True, slots=True)
class _Scale:
    """From decibans to places on the paper, between two sides that leave room for figures."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return where a number of decibans stands."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def draw_ledger(ledger: Ledger, width: float) -> tuple[float, list[svg.Element]]:
    """Return (height, parts) of the account of one hypothesis, laid out for a width."""
    pen = Pen(width, ledger.direction == "rtl")
    is_beside = width >= WIDE
    begins = width * LABELS + 10 if is_beside else SIDE
    scale = _scale(ledger, begins, width)
    top, parts = _sides(pen, ledger, begins)
    y = top
    at = 0.0
    if ledger.start is not None:
        at = ledger.start.value
        y, drawn = _end(pen, ledger.start, scale, y, is_beside=is_beside)
        parts += drawn
    for row in ledger.rows:
        base = at if ledger.start is not None else 0.0
        head = y
        y, middle, drawn = _label(pen, row.label, y, is_beside=is_beside)
        if ledger.start is not None:
            parts.append(pen.line(scale(base), head - 6, scale(base), middle - BAR / 2, "carry"))
        parts += drawn
        parts += _bar(pen, scale, base, row, middle)
        at += row.value
    if ledger.end is not None:
        head = y
        y, drawn = _end(pen, ledger.end, scale, y, is_beside=is_beside, is_now=True)
        parts = [pen.line(scale(at), head - 6, scale(at), y - 20, "carry"), *parts, *drawn]
    if scale.low <= 0.0 <= scale.high:
        parts = [pen.line(scale(0.0), top, scale(0.0), y - 2, "zero"), *parts]
        if ledger.start is not None:
            parts.append(_under(pen, scale(0.0), y + 12, ledger.even))
            y += 16
    return y + 4, parts


def _under(pen: Pen, x: float, y: float, text: str) -> svg.Text:
    """Return small words centred below a place, pushed in where they would leave the paper."""
    half = room_for(text, SMALL) / 2
    inside = min(max(x, SIDE + half), pen.width - SIDE - half)
    return pen.words(inside, y, text, kind="label soft", anchor="middle", size=SMALL)


def _scale(ledger: Ledger, begins: float, width: float) -> _Scale:
    start = ledger.start.value if ledger.start else 0.0
    reached = [start]
    for row in ledger.rows:
        reached.append((reached[-1] if ledger.start else 0.0) + row.value)
    low, high = min(reached), max(reached)
    if math.isclose(low, high, abs_tol=1e-9):
        low, high = low - 1.0, high + 1.0
    # Even odds are worth seeing where they are near: then the reader sees on which side it stands.
    span = high - low
    if 0.0 < low <= span * 0.35:
        low = 0.0
    elif -span * 0.35 <= high < 0.0:
        high = 0.0
    return _Scale(low, high, begins + FIGURE, width - SIDE - FIGURE)


def _sides(pen: Pen, ledger: Ledger, begins: float) -> tuple[float, list[svg.Element]]:
    against, in_favour = ledger.sides
    back, on = ("→", "←") if pen.is_rtl else ("←", "→")
    ends = pen.width - SIDE
    return 24.0, [
        pen.words(begins, 12, f"{back} {against}", kind="label soft", size=SMALL),
        pen.words(ends, 12, f"{in_favour} {on}", kind="label soft", anchor="end", size=SMALL),
    ]


def _label(
    pen: Pen, text: str, y: float, *, is_beside: bool, kind: str = "label"
) -> tuple[float, float, list[svg.Element]]:
    """Return (where the next row begins, middle of this one's bar, words)."""
    room = pen.width * LABELS - SIDE if is_beside else pen.width - 2 * SIDE
    lines = wrap(text, room, SIZE, lines=3)
    if is_beside:
        tall = max(STEP * len(lines) + 8, 28.0)
        first = y + tall / 2 - STEP * (len(lines) - 1) / 2 + SIZE * 0.34
        _, parts = pen.block(lines, SIDE, first, kind=kind, size=SIZE)
        return y + tall, y + tall / 2, parts
    _, parts = pen.block(lines, SIDE, y + SIZE, kind=f"{kind} halo", size=SIZE)
    middle = y + STEP * len(lines) + 13
    return middle + 13, middle, parts


def _bar(pen: Pen, scale: _Scale, base: float, row: LedgerRow, y: float) -> list[svg.Element]:
    value = row.value
    x1, x2 = sorted((scale(base), scale(base + value)))
    kind = "for" if value >= 0 else "against"
    length = max(x2 - x1, LEAST)
    begins = x2 - length if value < 0 else x1
    beside = (x2 + 5, "start") if value >= 0 else (begins - 5, "end")
    return [
        pen.box(begins, y - BAR / 2, length, BAR, f"bar {kind}"),
        pen.words(beside[0], y + 4.5, row.figure, kind="label amount halo", anchor=beside[1], size=SMALL),
    ]


def _end(
    pen: Pen, end: LedgerEnd, scale: _Scale, y: float, *, is_beside: bool, is_now: bool = False
) -> tuple[float, list[svg.Element]]:
    """Return (where the next row begins, parts): a tick for where it stood, a dot for where it stands."""
    kind = "label strong" if is_now else "label"
    y, middle, parts = _label(pen, end.label, y, is_beside=is_beside, kind=kind)
    x = scale(end.value)
    if is_now:
        parts.append(pen.dot(x, middle, 6, "posterior"))
    else:
        parts.append(pen.line(x, middle - 10, x, middle + 10, "prior"))
    room = room_for(end.figure, SMALL) * 1.06
    turns = x + 12 + room > pen.width - SIDE
    begins = (x - 12, "end") if turns else (x + 12, "start")
    if turns and x - 12 - room < SIDE:
        begins = (pen.width - SIDE, "end")
    parts.append(
        pen.words(begins[0], middle + 4.5, end.figure, kind=f"{kind} halo", anchor=begins[1], size=SMALL)
    )
    return y, parts
