"""The prior map: a strip for two hypotheses, a triangle for three, with exact straight borders.

A prior p leads to h where p_h e_h is largest, e being the evidence. All three are level at the prior
proportional to 1 / e; two are level on an edge where they are so between themselves. A region is the
polygon from a corner over both edge points to the point where all are level, or a part of it.
"""

import math
from collections.abc import Sequence

import svg

from twosource.dossier.drawings import Corner, Simplex
from twosource.dossier.pictures.canvas import wrap
from twosource.dossier.pictures.pen import Pen, Point, room_for

SIZE, SMALL = 14.0, 12.5
SIDE = 8.0
MOST = 380.0
BAND = 22.0
LEAST = 1e-300
TWO = 2


def draw_simplex(simplex: Simplex, width: float) -> tuple[float, list[svg.Element]]:
    """Return (height, parts) of a prior map. Raises ValueError for other than two or three corners."""
    pen = Pen(width, simplex.direction == "rtl")
    if len(simplex.corners) == TWO:
        return _strip(pen, simplex)
    if len(simplex.corners) != TWO + 1:
        raise ValueError(f"a prior map has two or three corners, not {len(simplex.corners)}")
    return _triangle(pen, simplex)


def level_point(evidence: Sequence[float]) -> tuple[float, ...]:
    """Return the prior under which all are level: proportional to 1 / evidence.

    By hand: for evidence (1, .5) it is (1/3, 2/3). Evidence of nought counts as next to nothing.
    """
    inverse = [math.log(max(e, LEAST)) for e in evidence]
    smallest = min(inverse)
    shares = [math.exp(smallest - e) for e in inverse]
    return tuple(share / sum(shares) for share in shares)


def region(evidence: Sequence[float], at: int) -> list[tuple[float, ...]]:
    """Return the polygon of priors under which one of three hypotheses leads, as points of the simplex.

    Four points: its corner, where it is level with the next on their edge, where all are level, where it
    is level with the other one. Borders are straight, so these four are exact.
    """
    first, second = (at + 1) % 3, (at + 2) % 3
    corner = [0.0, 0.0, 0.0]
    corner[at] = 1.0
    points = [tuple(corner)]
    for other in (first, second):
        pair = level_point((evidence[at], evidence[other]))
        edge = [0.0, 0.0, 0.0]
        edge[at], edge[other] = pair
        points.append(tuple(edge))
    return [points[0], points[1], level_point(evidence), points[2]]


def _strip(pen: Pen, simplex: Simplex) -> tuple[float, list[svg.Element]]:
    last, first = simplex.corners
    left, right = SIDE, pen.width - SIDE

    def across(share: float) -> float:
        return left + share * (right - left)

    border = across(level_point((last.evidence, first.evidence))[0])
    total = last.prior + first.prior
    used = across(last.prior / total if total > 0 else 0.5)
    half = (right - left) / 2 - 8
    tall_first, words = _named(pen, first, left, 12 + SIZE, half, anchor="start")
    tall_last, more = _named(pen, last, right, 12 + SIZE, half, anchor="end")
    top = 22 + max(tall_first, tall_last)
    leads = (left, border) if first.leads else (border, right)
    parts: list[svg.Element] = [
        pen.box(leads[0], top, leads[1] - leads[0], BAND, "lean"),
        pen.shape([(left, top), (right, top), (right, top + BAND), (left, top + BAND)], "frame"),
        pen.line(border, top - 4, border, top + BAND + 4, "border"),
        pen.dot(used, top + BAND / 2, 5, "person"),
        _below(pen, used, top + BAND + 20, simplex.used),
    ]
    return top + BAND + 28, [*words, *more, *parts]


def _below(pen: Pen, x: float, y: float, text: str) -> svg.Text:
    half = room_for(text, SMALL) / 2
    inside = min(max(x, SIDE + half), pen.width - SIDE - half)
    return pen.words(inside, y, text, kind="label soft halo", anchor="middle", size=SMALL)


def _named(
    pen: Pen, corner: Corner, x: float, y: float, room: float, *, anchor: str
) -> tuple[float, list[svg.Element]]:
    """Return (height, words) of a corner: its name, then under how many priors it leads."""
    kind = "label strong" if corner.leads else "label"
    name = wrap(corner.label, room / 1.06, SIZE, lines=3)
    share = wrap(corner.share, room, SMALL, lines=3)
    tall, parts = pen.block(name, x, y, kind=kind, anchor=anchor, size=SIZE)
    more, others = pen.block(share, x, y + tall, kind="label soft", anchor=anchor, size=SMALL)
    return tall + more, [*parts, *others]


def _under(corner: Corner, at: float, room: float) -> float:
    """Return how far from the edge a corner's words begin to stand under it, as far as there is room."""
    rows = (*wrap(corner.label, room / 1.06, SIZE, lines=3), *wrap(corner.share, room, SMALL, lines=3))
    widest = max(room_for(row, SIZE if i == 0 else SMALL) for i, row in enumerate(rows)) if rows else 0.0
    return max(0.0, at - widest / 2)


def _triangle(pen: Pen, simplex: Simplex) -> tuple[float, list[svg.Element]]:
    """Return the triangle: the second corner on top, where most questions keep their middle way."""
    side = min(MOST, pen.width - 2 * SIDE)
    left = (pen.width - side) / 2
    tall = side * math.sqrt(3) / 2
    half = pen.width / 2 - SIDE
    head, names = _named(pen, simplex.corners[1], pen.width / 2, SIZE, pen.width - 2 * SIDE, anchor="middle")
    top = head + 8
    corners: tuple[Point, ...] = ((left, top + tall), (left + side / 2, top), (left + side, top + tall))

    def place(prior: Sequence[float]) -> Point:
        total = sum(prior) or 1.0
        x = sum(p * c[0] for p, c in zip(prior, corners, strict=True)) / total
        return x, sum(p * c[1] for p, c in zip(prior, corners, strict=True)) / total

    evidence = [c.evidence for c in simplex.corners]
    parts: list[svg.Element] = []
    for at, corner in enumerate(simplex.corners):
        if corner.leads:
            parts.append(pen.shape([place(p) for p in region(evidence, at)], "lean"))
    middle = place(level_point(evidence))
    for at in range(3):
        edge = place(region(evidence, at)[1])
        parts.append(pen.line(*middle, *edge, "border"))
    parts.append(pen.shape(corners, "frame"))
    used = place([c.prior for c in simplex.corners])
    parts.append(pen.dot(*used, 5, "person"))
    parts.append(pen.words(used[0] + 10, used[1] + 4.5, simplex.used, kind="label soft", size=SMALL))
    foot = top + tall + SIZE + 8
    first, more = _named(
        pen, simplex.corners[0], _under(simplex.corners[0], left, half), foot, half, anchor="start"
    )
    reach = _under(simplex.corners[2], left, half)
    last, others = _named(pen, simplex.corners[2], pen.width - reach, foot, half, anchor="end")
    return foot + max(first, last), [*names, *parts, *more, *others]
