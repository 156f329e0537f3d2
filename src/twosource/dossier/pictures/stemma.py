"""The stemma as SVG: origins at the top, time downwards, copies in a bracket, the chokepoint a thick waist.

Shapes carry the meaning, not colour: a ring is a starting point, a sheet a report, two sheets several
reports of one hand, a bar a hand that published nothing held here, a bracket copies folded together, dots
hands one after another, a waist the chokepoint. Dashed lines are less probable than .9.
"""

from collections.abc import Mapping, Sequence

import svg

from twosource.dossier.drawings import Stemma, StemmaEdge, StemmaNode
from twosource.dossier.pictures.canvas import dot, line, path, safe, words, wrap
from twosource.dossier.pictures.stemma_layout import (
    LINE,
    LINE_BELOW,
    MARK,
    PAGE,
    SIZE,
    SIZE_BELOW,
    Box,
    Laid,
    lay_out,
)

SOLID = 0.9
MOST = 0.9
STRONG = ("origin", "fold", "run")
AXIS_SIZE = 11.5


def draw_stemma(stemma: Stemma) -> tuple[float, float, list[svg.Element]]:
    """Return (width, height, parts) of a stemma."""
    laid = lay_out(stemma)
    nodes = {n.node_id: n for n in stemma.nodes}
    parts = _axis(stemma, laid)
    for edge in sorted(stemma.edges, key=lambda e: (e.parent, e.child)):
        parts.append(_arrow(edge, nodes, laid))
    has_parent = {e.child for e in stemma.edges}
    for node in stemma.nodes:
        parts.append(_node(node, laid, has_parent=node.node_id in has_parent))
    return laid.width, laid.height, parts


def _axis(stemma: Stemma, laid: Laid) -> list[svg.Element]:
    """Return the time axis: a hairline where a stretch of time begins, and its dates at the edge."""
    is_rtl = stemma.direction == "rtl"
    parts: list[svg.Element] = []
    for text, top in zip(stemma.bands, laid.axis, strict=True):
        if top < 0:
            continue
        y = top - 8
        parts.append(line(0, y, laid.width, y, "faint"))
        for i, row in enumerate(wrap(text, PAGE.axis - 8, AXIS_SIZE, lines=3)):
            at, anchor = (laid.width, "end") if is_rtl else (0.0, "start")
            baseline = y + 14 + i * LINE_BELOW
            parts.append(words(at, baseline, row, kind="label soft", anchor=anchor, size=AXIS_SIZE))
    return parts


def _told(text: str) -> list[svg.Element]:
    return [svg.Title(text=safe(text))] if text.strip() else []


def _arrow(edge: StemmaEdge, nodes: Mapping[str, StemmaNode], laid: Laid) -> svg.Element:
    """Return one arrow in its pieces, with the reason for those who point at it."""
    goes_on = nodes[edge.parent].is_chokepoint and edge.share >= MOST and not edge.is_dashed
    marked = nodes[edge.child].is_chokepoint or goes_on
    kind = "leg" + (" thick" if marked else "") + (" unsure" if edge.p < SOLID or edge.is_dashed else "")
    steps: list[str] = []
    for parent, child in laid.legs[edge.parent, edge.child]:
        x1, x2, bottom, foot = laid.x[parent], laid.x[child], laid.top[child], laid.foot[parent]
        if not steps:
            steps.append(f"M{x1:.1f},{laid.top[parent] + laid.box[parent].height:.1f}")
        middle = (foot + bottom) / 2
        steps.append(f"V{foot:.1f}")
        steps.append(f"C{x1:.1f},{middle:.1f} {x2:.1f},{middle:.1f} {x2:.1f},{bottom:.1f}")
    return svg.G(elements=[*_told(edge.why), path(steps, kind)])


def _node(node: StemmaNode, laid: Laid, *, has_parent: bool) -> svg.Element:
    x, top, box = laid.x[node.node_id], laid.top[node.node_id], laid.box[node.node_id]
    parts = [*_told(node.note), *_mark(node, x, top, box, has_parent=has_parent)]
    strong = "label strong" if node.is_chokepoint or node.shape in STRONG else "label"
    y = top + MARK + 12
    for text in box.lines:
        parts.append(words(x, y, text, kind=f"{strong} halo", size=SIZE))
        y += LINE
    y -= LINE - LINE_BELOW
    for text in box.below:
        parts.append(words(x, y, text, kind="label soft halo", size=SIZE_BELOW))
        y += LINE_BELOW
    return svg.G(elements=parts)


def _mark(node: StemmaNode, x: float, top: float, box: Box, *, has_parent: bool) -> Sequence[svg.Element]:
    if node.is_chokepoint:
        return [_waist(x, top)]
    match node.shape:
        case "origin":
            return [dot(x, top + MARK / 2 + 3, 7, "origin")]
        case "fold":
            half = min(box.width, 88.0) / 2
            stalk = [f"M{x:.1f},{top:.1f}", f"v{MARK - 8:.1f}"] if has_parent else []
            bracket = [f"M{x - half:.1f},{top + MARK:.1f}", f"v-8 h{2 * half:.1f} v8", *stalk]
            return [path(bracket, "bracket")]
        case "run":
            parts: list[svg.Element] = [dot(x, top + 4 + i * 7, 2, "waist") for i in range(3)]
            return parts
        case "pages":
            return [_sheet(x + 4, top - 1), _sheet(x - 2, top + 2), _corner(x - 2, top + 2)]
        case "page":
            return [_sheet(x, top + 2), _corner(x, top + 2)]
    bar = line(x - 8, top + MARK / 2, x + 8, top + MARK / 2, "hand")
    return [line(x, top, x, top + MARK / 2, "bracket"), bar] if has_parent else [bar]


def _waist(x: float, top: float) -> svg.Element:
    return path(
        [
            f"M{x - 17:.1f},{top:.1f}",
            f"C{x - 4:.1f},{top + 5:.1f} {x - 4:.1f},{top + MARK - 5:.1f} {x - 17:.1f},{top + MARK:.1f}",
            f"L{x + 17:.1f},{top + MARK:.1f}",
            f"C{x + 4:.1f},{top + MARK - 5:.1f} {x + 4:.1f},{top + 5:.1f} {x + 17:.1f},{top:.1f}",
            "Z",
        ],
        "waist",
    )


def _sheet(x: float, top: float) -> svg.Element:
    return path([f"M{x - 7:.1f},{top:.1f}", "h10 l4,4 v14 h-14 Z"], "sheet")


def _corner(x: float, top: float) -> svg.Element:
    return path([f"M{x + 3:.1f},{top:.1f}", "v4 h4"], "sheet fold")
