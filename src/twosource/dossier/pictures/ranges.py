"""The weighing: a dot for the posterior, a bar for the 90 % range, a tick for the prior, the word.

What "something else" could at most reach is hatched and has no dot; what each person's answers come to are
small rings under the bar.
"""

import svg

from twosource.dossier.drawings import Bound, PersonMark, RangeRow, Ranges
from twosource.dossier.pictures.canvas import wrap
from twosource.dossier.pictures.pen import Pen, lanes, room_for
from twosource.dossier.wording import bare

SIDE = 8.0
SIZE, SMALL = 14.0, 12.5
WIDE = 520.0
BAR = 10.0
LANE = 15.0
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def draw_ranges(ranges: Ranges, width: float) -> tuple[float, list[svg.Element]]:
    """Return (height, parts) of the weighing of one question, laid out for a width."""
    pen = Pen(width, ranges.direction == "rtl")
    parts: list[svg.Element] = []
    y = 4.0
    for row in ranges.rows:
        y, drawn = _row(pen, row, y)
        parts += drawn
    y, drawn = _axis(pen, y, ranges.half)
    parts += drawn
    if ranges.bound is not None:
        y, drawn = _bound(pen, ranges.bound, y + 8)
        parts += drawn
    return y, parts


def across(pen: Pen, p: float) -> float:
    """Return where a probability stands on the axis from 0 to 1."""
    return SIDE + min(max(p, 0.0), 1.0) * (pen.width - 2 * SIDE)


def axis(pen: Pen, y: float, half: str) -> list[svg.Element]:
    """Return the figures under an axis from 0 to 100 %, with the sign at the middle one only."""
    return [
        pen.words(
            across(pen, share),
            y,
            half if share == 0.5 else f"{share * 100:.0f}",
            kind="label soft",
            anchor="start" if share == 0 else "end" if share == 1 else "middle",
            size=SMALL,
        )
        for share in TICKS
    ]


def grid(pen: Pen, top: float, bottom: float) -> list[svg.Element]:
    """Return the faint lines at the quarters."""
    return [pen.line(across(pen, share), top, across(pen, share), bottom, "faint") for share in TICKS]


def _axis(pen: Pen, y: float, half: str) -> tuple[float, list[svg.Element]]:
    return y + 20, axis(pen, y + 13, half)


def _heading(pen: Pen, label: str, word: str, figures: str, y: float) -> tuple[float, list[svg.Element]]:
    """Return (baseline of the last line, words): name before, word and figures at the far side or below."""
    end = pen.width
    told = room_for(figures, SMALL) + (room_for(word, SIZE) * 1.06 + 8 if word else 0)
    room = pen.width
    is_beside = pen.width >= WIDE and room - told >= room * 0.45
    y += SIZE
    tall, parts = pen.block(
        wrap(label, room - told - 20 if is_beside else room, SIZE, lines=4), 0, y, size=SIZE
    )
    if not is_beside:
        y += tall
    far = end - room_for(figures, SMALL) - 8
    if is_beside:
        parts.append(pen.words(end, y, figures, kind="label soft", anchor="end", size=SMALL))
        if word:
            parts.append(pen.words(far, y, word, kind="label strong", anchor="end", size=SIZE))
        return y + tall - SIZE * 1.28, parts
    if word:
        parts.append(pen.words(0, y, word, kind="label strong", size=SIZE))
    start = room_for(word, SIZE) * 1.06 + 8 if word else 0.0
    if start + room_for(figures, SMALL) > end:
        start, y = 0.0, y + SIZE * 1.28
    parts.append(pen.words(start, y, figures, kind="label soft", size=SMALL))
    return y, parts


def _row(pen: Pen, row: RangeRow, top: float) -> tuple[float, list[svg.Element]]:
    y, heading = _heading(pen, row.label, row.word, row.figures, top + 6)
    middle = y + 20
    low, high = across(pen, row.low), across(pen, row.high)
    people_tall, people = _people(pen, row.people, middle + 19)
    foot = middle + 14 + people_tall
    return foot + 6, [
        *grid(pen, middle - 11, foot),
        *heading,
        pen.box(low, middle - BAR / 2, max(high - low, 1.5), BAR, "range"),
        pen.line(across(pen, row.prior), middle - 11, across(pen, row.prior), middle + 11, "prior"),
        pen.dot(across(pen, row.p), middle, 6, "posterior"),
        *([] if row.allowing is None else [pen.dot(across(pen, row.allowing), middle, 3.8, "allowing")]),
        *people,
    ]


def _people(pen: Pen, people: tuple[PersonMark, ...], y: float) -> tuple[float, list[svg.Element]]:
    """Return (height, rings with names): names of neighbours stand in lanes below one another."""
    if not people:
        return 0.0, []
    parts: list[svg.Element] = []
    marks = sorted(people, key=lambda m: (m.p, m.label))
    spans = []
    for mark in marks:
        x, room = across(pen, mark.p), room_for(mark.label, SMALL)
        turns = x + 8 + room > pen.width - SIDE
        spans.append((x - 8 - room, x + 5) if turns else (x - 5, x + 8 + room))
    at = lanes(spans) if any(bare(m.label) for m in marks) else [0] * len(marks)
    for mark, span, lane in zip(marks, spans, at, strict=True):
        x, middle = across(pen, mark.p), y + lane * LANE
        turns = span[1] - x == 5
        parts.append(pen.dot(x, middle, 3.5, "person"))
        if bare(mark.label):
            parts.append(
                pen.words(
                    x - 8 if turns else x + 8,
                    middle + 4,
                    mark.label,
                    kind="label soft halo",
                    anchor="end" if turns else "start",
                    size=SMALL,
                )
            )
    return LANE * (max(at) + 1), parts


def _bound(pen: Pen, bound: Bound, top: float) -> tuple[float, list[svg.Element]]:
    y, heading = _heading(pen, bound.label, "", bound.figures, top + 4)
    middle = y + 18
    prior = across(pen, bound.prior)
    return middle + 16, [
        pen.line(0, top, pen.width, top, "faint"),
        *heading,
        pen.line(SIDE, middle + BAR / 2, pen.width - SIDE, middle + BAR / 2, "faint"),
        *pen.hatched(SIDE, middle - BAR / 2, max(across(pen, bound.high) - SIDE, 1.5), BAR),
        pen.line(prior, middle - 11, prior, middle + 11, "prior"),
    ]
