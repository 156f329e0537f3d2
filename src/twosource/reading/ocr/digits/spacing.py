"""Where one number ends and the next begins: the space between two digits, told from their places.

Some faces set digits at equal steps and some do not; a zero is a dot with much paper around it. So
neither the gap nor the step decides alone: a logistic curve over both and their products does,
fitted on drawn lines (`training/digits/spacing.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, pairwise

import numpy as np
from numpy.typing import NDArray

from twosource.reading.ocr.digits.strips import Box

NARROW = "٠١0۰1۱"
BOUNDS = ((-0.3, 1.6), (0.2, 2.2), (0.4, 2.5), (0.0, 1.0), (0.0, 1.0))
WEIGHTS = 21


@dataclass(frozen=True, slots=True)
class Placed:
    """One character of a line and its box; `is_digit` is False for separators."""

    text: str
    box: Box
    is_digit: bool = True


def looks(runs: Sequence[Sequence[Placed]]) -> list[list[NDArray[np.float64] | None]]:
    """Return for each pair of neighbours in each run of a line what tells a space, 21 values.

    The gap and the step between middles in heights of a digit, the step in median steps of the
    line, and whether either digit is a narrow one; their products in pairs; and 1. None where a
    neighbour is a separator: numbers are parted between digits only.
    """
    steps = [step(a, b) for run in runs for a, b in pairwise(run) if a.is_digit and b.is_digit]
    tall = [one.box[3] - one.box[1] for run in runs for one in run if one.is_digit]
    if not steps:
        return [[None] * (len(run) - 1) for run in runs]
    usual = max(float(np.median(steps)), 1.0)
    height = max(float(np.median([high for high in tall if high > 0.5 * max(tall)])), 1.0)
    return [
        [_spread(a, b, height, usual) if a.is_digit and b.is_digit else None for a, b in pairwise(run)]
        for run in runs
    ]


def step(one: Placed, other: Placed) -> float:
    """Return how far the middles of two neighbours are apart, in pixels."""
    return (other.box[0] + other.box[2] - one.box[0] - one.box[2]) / 2


def _spread(one: Placed, other: Placed, height: float, usual: float) -> NDArray[np.float64]:
    far = step(one, other)
    plain = (
        (other.box[0] - one.box[2]) / height,
        far / height,
        far / usual,
        float(one.text in NARROW),
        float(other.text in NARROW),
    )
    held = [min(max(value, low), high) for value, (low, high) in zip(plain, BOUNDS, strict=True)]
    return np.array([*held, *(a * b for a, b in combinations_with_replacement(held, 2)), 1.0])
