"""Where everything in a stemma stands: rows by time and depth, few crossings, no two boxes over each other.

Layout after Sugiyama, Tagawa & Toda (1981): long arrows get a waypoint in every row they pass, rows are
ordered by the mean position of their neighbours (the order with the fewest crossings is kept), and each
row is then placed as near to where it wants to be as its boxes allow: least squares under an order and
gaps, which is isotonic regression (pool adjacent violators; Barlow and others 1972).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from twosource.dossier.drawings import Stemma, StemmaNode
from twosource.dossier.graphs import levels, standing
from twosource.dossier.pictures.canvas import width_of, wrap

MARK = 22.0
LINE, LINE_BELOW = 15.0, 14.0
SIZE, SIZE_BELOW = 13.0, 11.5
GAP = 34.0
AIR = 12.0
BEND = 14.0
SWEEPS = 12
TOP = 6.0
BRACKET = 88.0


@dataclass(frozen=True, slots=True)
class Format:
    """How wide a drawing is, how much of that its time axis takes, and how wide a label may be."""

    width: float
    axis: float
    slot: float
    least: float


PAGE = Format(width=680.0, axis=74.0, slot=150.0, least=92.0)
PLAIN = Format(width=680.0, axis=0.0, slot=150.0, least=92.0)
LITTLE = Format(width=236.0, axis=0.0, slot=112.0, least=84.0)


@dataclass(frozen=True, slots=True)
class Box:
    """What one node takes up: its lines of words, wrapped, and its size."""

    lines: tuple[str, ...]
    below: tuple[str, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Laid:
    """Where everything stands: the middle of each node, and its top; waypoints of long arrows likewise.

    `legs` are the pieces of each arrow, as pairs of nodes or waypoints; `axis` gives the top of each band.
    """

    width: float
    height: float
    x: Mapping[str, float]
    top: Mapping[str, float]
    foot: Mapping[str, float]
    box: Mapping[str, Box]
    legs: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
    axis: tuple[float, ...]

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """Return (left, top, right, bottom) of every node."""
        return [
            (self.x[k] - b.width / 2, self.top[k], self.x[k] + b.width / 2, self.top[k] + b.height)
            for k, b in self.box.items()
        ]


def lay_out(stemma: Stemma) -> Laid:
    """Return where everything stands; right to left is the mirror image. Pure and deterministic."""
    form = LITTLE if stemma.is_small else PAGE if stemma.bands else PLAIN
    nodes = {n.node_id: n for n in stemma.nodes}
    above: defaultdict[str, list[str]] = defaultdict(list)
    for edge in stemma.edges:
        above[edge.child].append(edge.parent)
    row = levels(above, {n.node_id: n.band for n in stemma.nodes})
    legs, up = _legs(stemma, row)
    rows: list[list[str]] = [[] for _ in range(max(row.values(), default=0) + 1)]
    for key in sorted(row):
        rows[row[key]].append(key)
    form = _wide_enough(form, rows, nodes)
    box = {k: b for keys in rows for k, b in _boxes(keys, nodes, form).items()}
    x = _placed(rows, box, up, form)
    laid = replace(_stacked(form, rows, box), x=x, legs=legs, axis=_axis(stemma, above, rows, box))
    laid = _cropped(laid, form.axis)
    if stemma.direction == "rtl":
        return replace(laid, x={k: laid.width - at for k, at in laid.x.items()})
    return laid


def _legs(
    stemma: Stemma, row: dict[str, int]
) -> tuple[dict[tuple[str, str], tuple[tuple[str, str], ...]], dict[str, list[str]]]:
    """Break every arrow at the rows it passes; waypoints enter `row`. Return pieces and parents."""
    legs: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    up: defaultdict[str, list[str]] = defaultdict(list)
    for edge in stemma.edges:
        stops = [edge.parent]
        for at in range(row[edge.parent] + 1, row[edge.child]):
            bend = f"\x00{edge.parent}\x00{edge.child}\x00{at}"
            row[bend] = at
            stops.append(bend)
        stops.append(edge.child)
        pieces = tuple(pairwise(stops))
        legs[edge.parent, edge.child] = pieces
        for parent, child in pieces:
            up[child].append(parent)
    return legs, up


def _wide_enough(form: Format, rows: Sequence[Sequence[str]], nodes: Mapping[str, StemmaNode]) -> Format:
    """Return the format made wider where a row holds more than its width allows."""
    needed = max((_least(keys, nodes, form.least) for keys in rows), default=0.0)
    return replace(form, width=max(form.width, needed + form.axis))


def _least(keys: Sequence[str], nodes: Mapping[str, StemmaNode], least: float) -> float:
    n = sum(k in nodes for k in keys)
    return n * (least + AIR) + (len(keys) - n) * (BEND + AIR)


def _boxes(keys: Sequence[str], nodes: Mapping[str, StemmaNode], form: Format) -> dict[str, Box]:
    """Return the boxes of one row: the fewer stand in it, the wider their words may run."""
    n = sum(k in nodes for k in keys)
    room = form.width - form.axis - (len(keys) - n) * (BEND + AIR)
    slot = min(form.slot, room / max(n, 1) - AIR)
    return {k: _box(nodes[k], slot) for k in keys if k in nodes}


def _box(node: StemmaNode, slot: float) -> Box:
    lines = tuple(wrap(node.label, slot, SIZE, lines=3))
    below = tuple(
        line for text in node.below for line in wrap(text, slot, SIZE_BELOW, lines=3 if node.n > 1 else 2)
    )
    words = [width_of(t, SIZE) for t in lines] + [width_of(t, SIZE_BELOW) for t in below]
    mark = min(BRACKET, slot) if node.shape == "fold" else 36.0
    height = MARK + 4 + LINE * len(lines) + LINE_BELOW * len(below)
    return Box(lines, below, max([mark, *words]), height)


def _placed(
    rows: Sequence[list[str]], box: Mapping[str, Box], up: Mapping[str, Sequence[str]], form: Format
) -> dict[str, float]:
    """Return where everything stands across the page: the best of several beginnings, pulled together."""
    down: defaultdict[str, list[str]] = defaultdict(list)
    for child in sorted(up):
        for parent in up[child]:
            down[parent].append(child)
    found = [_swept(start, box, (up, down), form) for start in _beginnings(rows, down)]
    _, order, x = min(found, key=lambda one: one[0])
    return _settled(order, x, (up, down), box, form)


def _beginnings(rows: Sequence[list[str]], down: Mapping[str, Sequence[str]]) -> list[list[list[str]]]:
    """Return orders to begin with: as named, branch by branch, and branch by branch from the other side."""
    found = [[list(keys) for keys in rows]]
    for is_turned in (False, True):
        place: dict[str, int] = {}
        ahead = sorted((k for keys in rows for k in keys), reverse=True)
        ahead = [*ahead, *sorted(rows[0] if rows else (), reverse=not is_turned)]
        while ahead:
            member = ahead.pop()
            if member not in place:
                place[member] = len(place)
                ahead += sorted(down.get(member, ()), reverse=not is_turned)
        found.append([sorted(keys, key=lambda k, p=place: p[k]) for keys in rows])  # type: ignore[misc]
    return found


def _swept(
    rows: list[list[str]],
    box: Mapping[str, Box],
    links: tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]],
    form: Format,
) -> tuple[int, list[list[str]], dict[str, float]]:
    """Sweep down and up, ordering each row by its neighbours; return the fewest crossings and their order."""
    middle = form.axis + (form.width - form.axis) / 2
    x: dict[str, float] = {}
    for keys in rows:
        x |= _spread(keys, {k: middle + i for i, k in enumerate(keys)}, box, form)
    best, order = _crossings(rows, links[0]), [list(keys) for keys in rows]
    for sweep in range(SWEEPS):
        near = links[sweep % 2]
        for keys in rows if sweep % 2 == 0 else rows[::-1]:
            wanted = {k: _mean((x[n] for n in near.get(k, ())), x[k]) for k in keys}
            keys.sort(key=lambda k, w=wanted: round(w[k], 3))  # type: ignore[misc]
            x |= _spread(keys, wanted, box, form)
        for keys in rows:
            if _exchanged(keys, x, links):
                x |= _spread(keys, {k: x[k] for k in keys}, box, form)
        found = _crossings(rows, links[0])
        if found < best:
            best, order = found, [list(keys) for keys in rows]
    return best, order, x


def _exchanged(
    keys: list[str],
    x: dict[str, float],
    links: tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]],
) -> bool:
    """Exchange neighbours of a row wherever that takes crossings out; say whether any were exchanged.

    Mean positions tie often, and a tie may hide a crossing (Gansner and others 1993 do the same).
    """
    is_changed = False
    for _ in keys:
        is_done = True
        for i in range(len(keys) - 1):
            left, right = keys[i], keys[i + 1]
            here = sum(x[a] > x[b] for near in links for a in near.get(left, ()) for b in near.get(right, ()))
            there = sum(
                x[a] < x[b] for near in links for a in near.get(left, ()) for b in near.get(right, ())
            )
            if there < here:
                keys[i], keys[i + 1] = right, left
                x[left], x[right] = x[right], x[left]
                is_done, is_changed = False, True
        if is_done:
            break
    return is_changed


def _settled(
    order: Sequence[Sequence[str]],
    x: dict[str, float],
    links: tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]],
    box: Mapping[str, Box],
    form: Format,
) -> dict[str, float]:
    """Pull the rows together in the order that was found best: children under parents, parents over heirs."""
    up, down = links
    for sweep in range(SWEEPS):
        for keys in order if sweep % 2 == 0 else order[::-1]:
            wanted = {
                k: _mean((x[n] for n in (*up.get(k, ()), *down.get(k, ()))), x[k])
                if sweep < SWEEPS - 2
                else _mean((x[n] for n in (up, down)[sweep % 2].get(k, ())), x[k])
                for k in keys
            }
            x |= _spread(keys, wanted, box, form)
    return x


def _mean(values: Iterable[float], otherwise: float) -> float:
    found = list(values)
    return sum(found) / len(found) if found else otherwise


def _crossings(rows: Sequence[Sequence[str]], up: Mapping[str, Sequence[str]]) -> int:
    """Count the crossings between neighbouring rows."""
    total = 0
    for over, under in pairwise(rows):
        place = {k: i for i, k in enumerate(over)}
        ends = [(i, place[p]) for i, k in enumerate(under) for p in up.get(k, ()) if p in place]
        total += sum(a[0] < b[0] and a[1] > b[1] for a in ends for b in ends)
    return total


def _spread(
    keys: Sequence[str], wanted: Mapping[str, float], box: Mapping[str, Box], form: Format
) -> dict[str, float]:
    """Place a row in its order as near to where it wants to be as boxes and the edges of the page allow."""
    if not keys:
        return {}
    halves = [(box[k].width if k in box else BEND) / 2 for k in keys]
    offsets = [0.0]
    for a, b in pairwise(halves):
        offsets.append(offsets[-1] + a + AIR + b)
    lowest, highest = form.axis + halves[0], form.width - halves[-1] - offsets[-1]
    if highest < lowest:
        lowest = highest = (lowest + highest) / 2
    level = isotonic([wanted[k] - off for k, off in zip(keys, offsets, strict=True)])
    return {
        k: round(min(max(at, lowest), highest) + off, 2)
        for k, at, off in zip(keys, level, offsets, strict=True)
    }


def isotonic(values: Sequence[float]) -> list[float]:
    """Return the non-decreasing row nearest to the values in least squares (pool adjacent violators).

    By hand: [1, 3, 2] becomes [1, 2.5, 2.5].
    """
    pools: list[tuple[float, int]] = []
    for value in values:
        total, n = value, 1
        while pools and pools[-1][0] / pools[-1][1] > total / n:
            earlier, m = pools.pop()
            total, n = total + earlier, n + m
        pools.append((total, n))
    return [total / n for total, n in pools for _ in range(n)]


def _heights(rows: Sequence[Sequence[str]], box: Mapping[str, Box]) -> list[tuple[float, float]]:
    """Return (top, foot) of each row, one below another."""
    found, at = [], TOP
    for keys in rows:
        foot = at + max((box[k].height for k in keys if k in box), default=0.0)
        found.append((at, foot))
        at = foot + GAP
    return found


def _stacked(form: Format, rows: Sequence[Sequence[str]], box: Mapping[str, Box]) -> Laid:
    heights = _heights(rows, box)
    return Laid(
        width=form.width,
        height=round((heights[-1][1] if heights else 0.0) + TOP, 1),
        x={},
        top={k: top for keys, (top, _) in zip(rows, heights, strict=True) for k in keys},
        foot={k: foot for keys, (_, foot) in zip(rows, heights, strict=True) for k in keys},
        box=box,
        legs={},
        axis=(),
    )


def _axis(
    stemma: Stemma,
    above: Mapping[str, Sequence[str]],
    rows: Sequence[Sequence[str]],
    box: Mapping[str, Box],
) -> tuple[float, ...]:
    """Return where each band of the time axis begins, -1 where nothing stands in it."""
    place = standing(above, {n.node_id: n.band for n in stemma.nodes})
    tops = {k: top for keys, (top, _) in zip(rows, _heights(rows, box), strict=True) for k in keys}
    found = [-1.0] * len(stemma.bands)
    for key, (band, _) in place.items():
        if 0 <= band < len(found):
            found[band] = tops[key] if found[band] < 0 else min(found[band], tops[key])
    return tuple(found)


def _cropped(laid: Laid, axis: float) -> Laid:
    """Move everything to the time axis, or to the edge without one: no wider than what is drawn."""
    sides = [(laid.x[k] - b.width / 2, laid.x[k] + b.width / 2) for k, b in laid.box.items()]
    left = min([*(side for side, _ in sides), *laid.x.values()], default=axis)
    right = max([*(side for _, side in sides), *laid.x.values()], default=laid.width)
    width = round(right - left + axis, 2)
    return replace(laid, width=width, x={k: round(at - left + axis, 2) for k, at in laid.x.items()})
