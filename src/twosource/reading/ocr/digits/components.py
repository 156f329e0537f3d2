"""Connected pieces of ink on a small picture: runs of each row, joined where they touch.

Nothing but numpy: a labelling library would be a dependency for one loop.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Mask: TypeAlias = NDArray[np.bool_]
Labels: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of one mask: `labels` (0 is paper, pieces from 1), and per piece a box and an area.

    `boxes` holds (left, top, right, bottom) in pixels, right and bottom exclusive; row k is piece k + 1.
    """

    labels: Labels
    boxes: NDArray[np.int64]
    areas: NDArray[np.int64]


def pieces_of(mask: Mask) -> Pieces:
    """Return the 8-connected pieces of a mask, numbered by their first pixel from the upper left.

    Runs of ink are found in every row at once; runs of neighbouring rows that touch, diagonals
    included, are joined by passing the smaller number on until nothing changes.
    """
    height, width = mask.shape
    padded = np.zeros((height, width + 2), np.int8)
    padded[:, 1:-1] = mask
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    roots = _joined(len(rows), *_touching(rows, starts, ends))
    kept, numbers = np.unique(roots, return_inverse=True)
    boxes = np.zeros((len(kept), 4), np.int64)
    boxes[:, :2] = max(height, width)
    np.minimum.at(boxes[:, 0], numbers, starts)
    np.minimum.at(boxes[:, 1], numbers, rows)
    np.maximum.at(boxes[:, 2], numbers, ends)
    np.maximum.at(boxes[:, 3], numbers, rows + 1)
    areas = np.bincount(numbers, ends - starts, len(kept)).astype(np.int64)
    changes = np.zeros((height, width + 1), np.int32)
    changes[rows, starts] += (numbers + 1).astype(np.int32)
    changes[rows, ends] -= (numbers + 1).astype(np.int32)
    return Pieces(np.cumsum(changes, axis=1, dtype=np.int32)[:, :-1], boxes, areas)


def _touching(
    rows: NDArray[np.intp], starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return pairs (upper run, lower run) that touch: each row's runs are sorted, so a search finds them."""
    span = int(ends.max(initial=0)) + 2
    place_start, place_end = rows * span + starts, rows * span + ends
    lower = np.nonzero(rows > 0)[0]
    first = np.searchsorted(place_end, (rows[lower] - 1) * span + starts[lower], "left")
    last = np.searchsorted(place_start, (rows[lower] - 1) * span + ends[lower], "right")
    counts = np.maximum(last - first, 0)
    offsets = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    upper = np.repeat(first, counts) + offsets
    below = np.repeat(lower, counts)
    same = rows[upper] == rows[below] - 1
    return upper[same], below[same]


def _joined(count: int, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return for each run the smallest run it hangs together with; pointers are halved as they go."""
    roots = np.arange(count)
    while True:
        before = roots.copy()
        least = np.minimum(roots[one], roots[other])
        np.minimum.at(roots, roots[one], least)
        np.minimum.at(roots, roots[other], least)
        roots = roots[roots]
        if np.array_equal(roots, before):
            return roots
