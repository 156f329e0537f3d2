"""What the classifier sees of a candidate: the character itself, what stands around it, and its size.

A dot is a zero, a full stop, a diacritic or dust; only where it stands and what stands beside it
tell. So each candidate is shown twice: large and alone, and small in the line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from twosource.reading.ocr.digits.segments import Candidate, Ink
from twosource.reading.ocr.digits.strips import BODY

Bytes: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]

ALONE = 24
AROUND_HIGH, AROUND_WIDE = 24, 40
SIZES = 6
REACH_UP, REACH_SIDE = BODY, round(BODY * AROUND_WIDE / AROUND_HIGH)


@dataclass(frozen=True, slots=True)
class Seen:
    """Candidates as the classifier takes them; n candidates in each.

    `alone`: n x 24 x 24, the candidate's own ink, its longer side filling 20 pixels.
    `around`: n x 2 x 24 x 40, own ink and other ink in a window two bodies high, in line scale.
    `sizes`: n x 6: width, height, place of the middle and of the foot in the line, share of ink, length.
    """

    alone: Bytes
    around: Bytes
    sizes: Floats

    def __len__(self) -> int:
        return len(self.alone)


def seen(ink: Ink, candidates: Sequence[Candidate]) -> Seen:
    """Return the candidates of one strip as the classifier takes them."""
    count = len(candidates)
    alone = np.zeros((count, ALONE, ALONE), np.uint8)
    around = np.zeros((count, 2, AROUND_HIGH, AROUND_WIDE), np.uint8)
    sizes = np.zeros((count, SIZES), np.float32)
    middle = middle_of(ink)
    padded = _Padded(ink, middle)
    for number, candidate in enumerate(candidates):
        left, top, right, bottom = candidate.box
        own = ink.dark[top:bottom, left:right] * _own(ink.labels[top:bottom, left:right], candidate)
        alone[number] = _fitted(own)
        around[number] = padded.window(candidate, own)
        width, height = (right - left) / BODY, (bottom - top) / BODY
        stands = ((top + bottom) / 2 - middle) / BODY, (bottom - middle) / BODY
        sizes[number] = (width, height, *stands, float(own.mean()), min(ink.dark.shape[1] / BODY, 40) / 20)
    return Seen(alone, around, np.clip(sizes, -4, 4))


def middle_of(ink: Ink) -> float:
    """Return the row about which the ink of a line lies evenly: the middle of its densest rows.

    Rows are weighted by the square of their ink, so that tails and marks count little.
    """
    rows = ink.dark.sum(axis=1).astype(float) ** 2
    return float((rows * np.arange(len(rows))).sum() / max(rows.sum(), 1e-6))


class _Padded:
    """The strip with paper around it, halved in size block by block, from which windows are taken."""

    def __init__(self, ink: Ink, middle: float) -> None:
        self._top = round(middle) - REACH_UP
        above, below = max(0, -self._top), max(0, round(middle) + REACH_UP - ink.dark.shape[0])
        self._pad = ((above, below), (REACH_SIDE, REACH_SIDE))
        self._dark = np.pad(ink.dark, self._pad)
        self._above = above
        self._first = max(0, self._top)

    def window(self, candidate: Candidate, own: Floats) -> Bytes:
        """Return own ink and other ink around the middle of a candidate, `AROUND_HIGH` x `AROUND_WIDE`."""
        left, top, right, _ = candidate.box
        start = (left + right) // 2
        field = self._dark[self._first : self._first + 2 * REACH_UP, start : start + 2 * REACH_SIDE]
        mine = np.zeros_like(field)
        row = top + self._above - self._first
        column = left - start + REACH_SIDE
        _paste(mine, own, row, column)
        both = np.stack([mine, np.maximum(field - mine, 0)])
        return _shrunk(both)


def _paste(field: Floats, own: Floats, row: int, column: int) -> None:
    """Lay a small picture onto a larger one; what lies outside is dropped."""
    rows = slice(max(0, row), min(field.shape[0], row + own.shape[0]))
    columns = slice(max(0, column), min(field.shape[1], column + own.shape[1]))
    if rows.start < rows.stop and columns.start < columns.stop:
        field[rows, columns] = own[
            rows.start - row : rows.stop - row, columns.start - column : columns.stop - column
        ]


def _own(labels: NDArray[np.int32], candidate: Candidate) -> NDArray[np.bool_]:
    own: NDArray[np.bool_] = np.isin(labels, candidate.labels)
    return own


def _fitted(own: Floats) -> Bytes:
    """Return a candidate with its longer side at 20 pixels, in the middle of 24 x 24; dots grow to 10."""
    height, width = own.shape
    scale = min(20 / max(height, width), 2.0)
    high, wide = max(1, round(height * scale)), max(1, round(width * scale))
    small = _averaged(own, high, wide)
    found = np.zeros((ALONE, ALONE), np.uint8)
    top, left = (ALONE - high) // 2, (ALONE - wide) // 2
    found[top : top + high, left : left + wide] = np.clip(small * 255, 0, 255)
    return found


def _averaged(picture: Floats, high: int, wide: int) -> Floats:
    """Return the picture at another size: triangle weights along each axis (two small products)."""
    rows, columns = _weights(picture.shape[0], high), _weights(picture.shape[1], wide)
    return np.asarray(rows @ picture @ columns.T, np.float32)


_KNOWN: dict[tuple[int, int], Floats] = {}


def _weights(given: int, wanted: int) -> Floats:
    """Return the wanted x given matrix that resizes one axis; kept, because sizes come again and again."""
    if (given, wanted) not in _KNOWN:
        scale = given / wanted
        reach = max(1.0, scale)
        centres = (np.arange(wanted) + 0.5) * scale - 0.5
        weights = np.maximum(0, 1 - np.abs(np.arange(given)[None] - centres[:, None]) / reach)
        _KNOWN[given, wanted] = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return _KNOWN[given, wanted]


def _shrunk(both: Floats) -> Bytes:
    rows = _weights(both.shape[1], AROUND_HIGH)
    columns = _weights(both.shape[2], AROUND_WIDE)
    small = rows @ both @ columns.T
    return np.clip(small * 255, 0, 255).astype(np.uint8)
