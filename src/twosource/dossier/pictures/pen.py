"""A pen that draws from the reader's side: the same calls give a picture for either direction of reading.

Coordinates run from the side where reading begins. For right to left they are mirrored at the last step, and
only places are: letters keep their own order, and numbers inside them are isolated.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import svg

from twosource.dossier.pictures.canvas import RLI, box, dot, line, path, width_of, words
from twosource.dossier.wording import FSI, bare, direction_of

HATCH = 5.0
LINE = 1.28
_TURNED = {"start": "end", "end": "start", "middle": "middle"}
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pen:
    """How wide the paper is, and from which side it is read."""

    width: float
    is_rtl: bool = False

    def x(self, x: float) -> float:
        """Return where something at a distance from the reader's side stands."""
        return self.width - x if self.is_rtl else x

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> svg.Line:
        """Return a straight line."""
        return line(self.x(x1), y1, self.x(x2), y2, kind)

    def box(self, x: float, y: float, width: float, height: float, kind: str) -> svg.Rect:
        """Return a rectangle that begins at x and runs in the direction of reading."""
        return box(self.x(x) - (width if self.is_rtl else 0.0), y, width, height, kind)

    def dot(self, x: float, y: float, radius: float, kind: str) -> svg.Circle:
        """Return a disc."""
        return dot(self.x(x), y, radius, kind)

    def shape(self, points: Sequence[Point], kind: str) -> svg.Path:
        """Return a closed shape with straight sides."""
        corners = [f"{self.x(x):.1f},{y:.1f}" for x, y in points]
        return path([f"M{' L'.join(corners)} Z"], kind)

    def arrow(self, x1: float, x2: float, y: float, kind: str) -> list[svg.Element]:
        """Return a level line from x1 to x2 with an open head, as far as there is room for one."""
        head = min(6.0, abs(x2 - x1) / 2) * (1 if x2 >= x1 else -1)
        tip, back = self.x(x2), self.x(x2 - head)
        barbs = [f"M{back:.1f},{y - 4:.1f} L{tip:.1f},{y:.1f} L{back:.1f},{y + 4:.1f}"]
        return [self.line(x1, y, x2, y, kind), path(barbs, kind)]

    def hatched(self, x: float, y: float, width: float, height: float) -> list[svg.Element]:
        """Return a hatched bar: an upper bound, not a finding. Drawn line by line, so that it needs no id."""
        parts: list[svg.Element] = [self.box(x, y, width, height, "bound")]
        at = HATCH
        while at < width + height:
            low, high = max(0.0, at - height), min(at, width)
            top, bottom = y + height - (at - low), y + height - (at - high)
            parts.append(self.line(x + low, top, x + high, bottom, "hatch"))
            at += HATCH
        return parts

    def words(
        self,
        x: float,
        y: float,
        text: str,
        *,
        kind: str = "label",
        anchor: str = "start",
        size: float = 13.0,
        isolate: str = "",
    ) -> svg.Text:
        """Return a line of words; `anchor` is start, middle or end as the page is read."""
        if self.is_rtl:
            anchor = _TURNED[anchor]
        isolate = isolate or _isolate(text)
        return words(self.x(x), y, text, kind=kind, anchor=anchor, size=size, isolate=isolate)

    def block(
        self,
        lines: Sequence[str],
        x: float,
        y: float,
        *,
        kind: str = "label",
        anchor: str = "start",
        size: float,
    ) -> tuple[float, list[svg.Element]]:
        """Return (height, lines of words), the first with its baseline at y, all running as one text."""
        step = round(size * LINE, 1)
        isolate = _isolate(" ".join(lines))
        return step * len(lines), [
            self.words(x, y + i * step, row, kind=kind, anchor=anchor, size=size, isolate=isolate)
            for i, row in enumerate(lines)
        ]


def _isolate(text: str) -> str:
    return RLI if direction_of(text) == "rtl" else FSI


def lanes(spans: Sequence[tuple[float, float]], gap: float = 6.0) -> list[int]:
    """Return a lane for each (start, end), so that no two in one lane touch; first come, lowest lane."""
    ends: list[float] = []
    out = []
    for start, end in spans:
        free = next((i for i, last in enumerate(ends) if last + gap <= start), len(ends))
        if free == len(ends):
            ends.append(end)
        ends[free] = end
        out.append(free)
    return out


def room_for(text: str, size: float) -> float:
    """Return how much room a line of words takes."""
    return width_of(bare(text), size)
