"""Lines to look for numbers in: those a recogniser found, grown to where their ink ends, and those it missed.

Recognisers of words drop what they cannot read, and Arabic numbers are what they cannot read: lines
end too early, and a line of numbers alone may not be there at all.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from twosource.reading.ocr.digits.components import Mask, pieces_of
from twosource.reading.ocr.digits.strips import LEAST_BODY, Box, Grey

Edges: TypeAlias = tuple[int, int]

WIDEST_BREAK = 1.5
"""In heights of a line: paper wider than this ends it."""

LOWEST, HIGHEST = 0.35, 2.2
"""In heights of a usual line: what is missed and lower or higher than this is dust or a picture."""

USUAL_HEIGHT = 40
MOST = 2000


def lines_to_read(picture: Grey, known: Sequence[Box], *, everywhere: bool = True) -> list[Box]:
    """Return lines of a level page, from above to below: `known` ones grown, and ink outside of them.

    Without `everywhere` only the known ones are returned. At most 2,000 lines.
    """
    ink = ink_of(picture)
    if not ink.any():
        return []
    whole = [box for box in (_within(box, picture) for box in known) if box]
    height = float(np.median([box[3] - box[1] for box in whole])) if whole else _usual_height(ink)
    grown = _merged([_grown(box, ink) for box in whole])
    if not everywhere:
        return sorted(grown, key=lambda box: (box[1], box[0]))[:MOST]
    rest = ink.copy()
    for left, top, right, bottom in grown:
        rest[top:bottom, left:right] = False
    found = [_grown(box, rest) for box in _missed(rest, height)]
    return sorted([*grown, *_merged(found)], key=lambda box: (box[1], box[0]))[:MOST]


def ink_of(picture: Grey) -> Mask:
    """Return where a page is darker than halfway between paper and ink; light print is not looked for."""
    if not picture.size:
        return np.zeros(picture.shape, bool)
    sample = picture[:: max(1, picture.shape[0] // 500), :: max(1, picture.shape[1] // 500)]
    paper = float(np.median(sample))
    dark = float(np.percentile(sample, 0.05))
    if paper - dark < 24:
        return np.zeros(picture.shape, bool)
    ink: Mask = picture < (paper + dark) / 2
    return ink


def _within(box: Box, picture: Grey) -> Box | None:
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(picture.shape[1], box[2]), min(picture.shape[0], box[3])
    return (left, top, right, bottom) if right - left > 1 and bottom - top >= LEAST_BODY else None


def _grown(box: Box, ink: Mask) -> Box:
    """Return a line with what follows on either side, up to paper wider than `WIDEST_BREAK`."""
    left, top, right, bottom = box
    inner = (bottom - top) // 6
    columns = np.nonzero(ink[top + inner : bottom - inner, :].any(axis=0))[0]
    reach = WIDEST_BREAK * (bottom - top)
    after = columns[columns >= right]
    before = columns[columns < left][::-1]
    return _last(left, before, reach), top, _last(right - 1, after, reach) + 1, bottom


def _last(start: int, places: NDArray[np.intp], reach: float) -> int:
    """Return the last of some places that can be reached from a start in steps no longer than `reach`."""
    if not len(places):
        return start
    far = np.abs(np.diff(places, prepend=start)) > reach
    stop = int(np.argmax(far)) if far.any() else len(places)
    return int(places[stop - 1]) if stop else start


def _merged(boxes: Sequence[Box]) -> list[Box]:
    """Return lines of which none overlaps another in the same row: those that do are one."""
    found: list[Box] = []
    for box in sorted(boxes):
        for place, other in enumerate(found):
            low, high = max(box[1], other[1]), min(box[3], other[3])
            is_level = high - low > 0.6 * min(box[3] - box[1], other[3] - other[1])
            if is_level and box[0] <= other[2]:
                found[place] = (
                    other[0],
                    min(box[1], other[1]),
                    max(box[2], other[2]),
                    max(box[3], other[3]),
                )
                break
        else:
            found.append(box)
    return found


def _missed(rest: Mask, height: float) -> list[Box]:
    """Return boxes of ink that hangs together once it is smeared by half a line's height to the sides."""
    small = max(1, round(height / 12))
    high, wide = (-(-side // small) for side in rest.shape)
    padded = np.zeros((high * small, wide * small), bool)
    padded[: rest.shape[0], : rest.shape[1]] = rest
    coarse: Mask = padded.reshape(high, small, wide, small).max(axis=(1, 3))
    across, down = max(1, round(0.5 * height / small)), max(1, round(0.12 * height / small))
    within = np.array([across, down, -across, -down])
    boxes = (pieces_of(_smeared(coarse, across, down)).boxes + within) * small
    return [
        (max(0, int(left)), max(0, int(top)), int(min(right, rest.shape[1])), int(min(bottom, rest.shape[0])))
        for left, top, right, bottom in boxes
        if LOWEST * height <= bottom - top <= HIGHEST * height
    ]


def _smeared(mask: Mask, across: int, down: int) -> Mask:
    """Return a mask in which each pixel reaches that far to both sides, and up and down."""
    sums = np.cumsum(np.pad(mask, ((0, 0), (across + 1, across))).astype(np.int32), axis=1)
    wide = sums[:, 2 * across + 1 :] - sums[:, : -2 * across - 1] > 0
    sums = np.cumsum(np.pad(wide, ((down + 1, down), (0, 0))).astype(np.int32), axis=0)
    smeared: Mask = sums[2 * down + 1 :] - sums[: -2 * down - 1] > 0
    return smeared


def _usual_height(ink: Mask) -> float:
    """Return the height of the bands of ink on a page of which no line is known."""
    rows = ink.any(axis=1)
    edges = np.diff(np.pad(rows, 1).astype(np.int8))
    bands = np.nonzero(edges == -1)[0] - np.nonzero(edges == 1)[0]
    bands = bands[(bands >= LEAST_BODY) & (bands < 300)]
    return float(np.median(bands)) if len(bands) else USUAL_HEIGHT
