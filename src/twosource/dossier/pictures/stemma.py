"""The stemma: origins at the top, time downwards, copies in a bracket, the chokepoint as a thick waist.

Layout after Sugiyama, Tagawa & Toda (1981): rows by longest path, long edges given a waypoint in
every row they pass, rows ordered by the mean position of their neighbours, then pulled together
while keeping a gap. Small by construction: what it is given has been folded to six a row.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import svg

from twosource.dossier.drawings import Stemma, StemmaNode
from twosource.dossier.lineages import depths
from twosource.dossier.pictures.canvas import WIDTH, clip, dot, line, path, words, wrap

SLOT = 108.0
BEND = 26.0
MARK = 22.0
LINE = 15.0
GAP = 44.0
SWEEPS = 6
SIZE = 13.0
SOLID = 0.9

Links = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Laid:
    """Where everything stands: x, row and height per member, top and depth per row."""

    x: Mapping[str, float]
    row: Mapping[str, int]
    top: Sequence[float]
    height: Mapping[str, float]
    depth: Sequence[float]
    total: float


def draw_stemma(stemma: Stemma) -> tuple[float, float, list[svg.Element]]:
    """Return (width, height, parts) of a stemma: no wider than what is drawn."""
    nodes = {n.node_id: n for n in stemma.nodes}
    legs, up = _legs(stemma)
    laid = _lay(nodes, up)
    if stemma.direction == "rtl":
        laid = replace(laid, x={key: WIDTH - at for key, at in laid.x.items()})
    laid, width = _cropped(laid, nodes)
    parts: list[svg.Element] = [_leg(leg, p, nodes, laid) for leg, p in sorted(legs.items())]
    for key, node in sorted(nodes.items()):
        parts += _node(node, laid.x[key], laid.top[laid.row[key]], key in up)
    return width, laid.total, parts


def _cropped(laid: _Laid, nodes: Mapping[str, StemmaNode]) -> tuple[_Laid, float]:
    """Move everything to the edge of the drawing and return how wide that leaves it."""
    sides = [laid.x[key] - SLOT / 2 for key in nodes] + [laid.x[key] + SLOT / 2 for key in nodes]
    left, right = min(sides, default=0.0), max(sides, default=WIDTH)
    return replace(laid, x={key: at - left for key, at in laid.x.items()}), right - left


def _legs(stemma: Stemma) -> tuple[dict[tuple[str, str], float], dict[str, list[str]]]:
    """Break every edge at the rows it passes; return the legs with probability, and who is above whom."""
    above: defaultdict[str, list[str]] = defaultdict(list)
    for edge in stemma.edges:
        above[edge.child].append(edge.parent)
    row = depths(above, [n.node_id for n in stemma.nodes])
    legs: dict[tuple[str, str], float] = {}
    up: defaultdict[str, list[str]] = defaultdict(list)
    for edge in stemma.edges:
        last = edge.parent
        for at in range(row[edge.parent] + 1, row[edge.child]):
            bend = f"\x00{edge.parent}\x00{edge.child}\x00{at}"
            legs[last, bend] = edge.p
            up[bend].append(last)
            last = bend
        legs[last, edge.child] = edge.p
        up[edge.child].append(last)
    return legs, up


def _lay(nodes: Mapping[str, StemmaNode], up: Links) -> _Laid:
    members = [*nodes, *(key for key in up if key not in nodes)]
    row = depths(up, members)
    rows: list[list[str]] = [[] for _ in range(max(row.values(), default=0) + 1)]
    for key in members:
        rows[row[key]].append(key)
    down: defaultdict[str, list[str]] = defaultdict(list)
    for child, parents in up.items():
        for parent in parents:
            down[parent].append(child)
    x = _ordered(rows, nodes, up, down)
    height = {key: _height(nodes[key]) for key in nodes}
    deepest = [max((height.get(k, 0.0) for k in keys), default=0.0) for keys in rows]
    tops, at = [], 8.0
    for deep in deepest:
        tops.append(at)
        at += deep + GAP
    return _Laid(x, row, tops, height, deepest, at - GAP + 8)


def _room(key: str, nodes: Mapping[str, StemmaNode]) -> float:
    return SLOT if key in nodes else BEND


def _ordered(
    rows: Sequence[list[str]], nodes: Mapping[str, StemmaNode], up: Links, down: Links
) -> dict[str, float]:
    x: dict[str, float] = {}
    for keys in rows:
        middle = (len(keys) - 1) / 2
        _spread(keys, {k: WIDTH / 2 + (i - middle) * SLOT for i, k in enumerate(keys)}, nodes, x)
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 0
        near = up if downwards else down
        for keys in rows if downwards else reversed(rows):
            wanted = {k: sum(x[n] for n in near[k]) / len(near[k]) if near.get(k) else x[k] for k in keys}
            keys.sort(key=lambda k, w=wanted: (w[k], k))  # type: ignore[misc]
            _spread(keys, wanted, nodes, x)
    return x


def _spread(
    keys: Sequence[str], wanted: Mapping[str, float], nodes: Mapping[str, StemmaNode], x: dict[str, float]
) -> None:
    """Place a row in its order as near to where it wants to be as gaps and the edges of the page allow."""
    rooms = [_room(k, nodes) for k in keys]
    total = sum(rooms)
    squeeze = min(1.0, WIDTH / total) if total else 1.0
    rooms = [r * squeeze for r in rooms]
    mean = sum(wanted[k] for k in keys) / len(keys) if keys else 0.0
    left = min(max(mean - sum(rooms) / 2, 0.0), WIDTH - sum(rooms))
    places, at = [], left
    for room in rooms:
        places.append(at + room / 2)
        at += room
    slack = WIDTH - at
    for index in range(len(keys) - 1, -1, -1):
        limit = WIDTH - sum(rooms[index + 1 :]) - rooms[index] / 2
        if index + 1 < len(keys):
            limit = min(limit, places[index + 1] - (rooms[index] + rooms[index + 1]) / 2)
        if slack > 0:
            places[index] = min(max(places[index], wanted[keys[index]]), limit)
    for key, place in zip(keys, places, strict=True):
        x[key] = place


def _lines(node: StemmaNode) -> list[str]:
    return wrap(node.label, SLOT - 8, SIZE, lines=3)


def _below(node: StemmaNode) -> list[str]:
    return wrap(node.below, SLOT - 4, 12, lines=3 if node.shape == "fold" else 2) if node.below else []


def _height(node: StemmaNode) -> float:
    return MARK + LINE * (len(_lines(node)) + len(_below(node))) + 4


def _leg(leg: tuple[str, str], p: float, nodes: Mapping[str, StemmaNode], laid: _Laid) -> svg.Element:
    parent, child = leg
    row_top = laid.top[laid.row[parent]]
    top, foot = row_top + laid.height.get(parent, 0.0), row_top + laid.depth[laid.row[parent]]
    bottom = laid.top[laid.row[child]]
    middle = (foot + bottom) / 2
    thick = any(k in nodes and nodes[k].is_chokepoint for k in leg)
    kind = "leg" + (" thick" if thick else "") + (" unsure" if p < SOLID else "")
    x1, x2 = laid.x[parent], laid.x[child]
    curve = f"C{x1:.1f},{middle:.1f} {x2:.1f},{middle:.1f} {x2:.1f},{bottom:.1f}"
    return path([f"M{x1:.1f},{top:.1f}", f"V{foot:.1f}", curve], kind)


def _node(node: StemmaNode, x: float, top: float, has_parent: bool) -> list[svg.Element]:
    parts = _mark(node, x, top, has_parent)
    y = top + MARK + 12
    kind = "label strong" if node.is_chokepoint or node.shape in ("origin", "fold") else "label"
    for text in _lines(node):
        parts.append(words(x, y, text, kind=f"{kind} halo", size=SIZE))
        y += LINE
    for text in _below(node):
        parts.append(words(x, y, clip(text, SLOT, 12), kind="label soft halo", size=12))
        y += LINE
    return parts


def _mark(node: StemmaNode, x: float, top: float, has_parent: bool) -> list[svg.Element]:
    if node.is_chokepoint:
        return [
            path(
                [
                    f"M{x - 17:.1f},{top:.1f}",
                    f"C{x - 4:.1f},{top + 5:.1f} {x - 4:.1f},{top + MARK - 5:.1f} "
                    f"{x - 17:.1f},{top + MARK:.1f}",
                    f"L{x + 17:.1f},{top + MARK:.1f}",
                    f"C{x + 4:.1f},{top + MARK - 5:.1f} {x + 4:.1f},{top + 5:.1f} {x + 17:.1f},{top:.1f}",
                    "Z",
                ],
                "waist",
            )
        ]
    if node.shape == "origin":
        return [dot(x, top + MARK / 2, 7, "origin")]
    if node.shape == "fold":
        stalk = [f"M{x:.1f},{top:.1f}", f"v{MARK - 8:.1f}"] if has_parent else []
        return [
            path(
                [f"M{x - 46:.1f},{top + MARK:.1f}", "v-8 h92 v8", *stalk],
                "bracket",
            )
        ]
    if node.shape == "page":
        sheet = path([f"M{x - 7:.1f},{top + 2:.1f}", "h10 l4,4 v14 h-14 Z"], "sheet")
        fold = path([f"M{x + 3:.1f},{top + 2:.1f}", "v4 h4"], "sheet fold")
        return [sheet, fold]
    return [line(x - 8, top + MARK / 2, x + 8, top + MARK / 2, "hand")]
