"""The best reading of a whole line: which candidates, and whether each is a character of a number.

Each path through the atoms reads every atom once. Its worth is the sum of the log probabilities of
its candidates, each counted once per atom, so that joining atoms is no gain by itself, less a toll
wherever a number begins or ends without paper: digits stand with digits, letters with letters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twosource.reading.ocr.digits.numbers import CLASSES, SEPARATORS
from twosource.reading.ocr.digits.segments import Candidate
from twosource.reading.ocr.digits.strips import BODY

PLACE = {name: number for number, name in enumerate(CLASSES)}
N_WRITTEN = PLACE["mark"]
DIGITS = len(CLASSES[:N_WRITTEN]) - len(SEPARATORS)
NOT_NUMBER = (PLACE["mark"], PLACE["letter"])

TOLL = 1.0
NEAR = 0.35 * BODY
"""What it costs, as a logarithm, to go from number to words within this gap. Set on tuning families."""

LEAST_SURE = -14.0


@dataclass(frozen=True, slots=True)
class Read:
    """One candidate of the best path with its scores; `is_written` where it is a digit or separator."""

    candidate: Candidate
    scores: NDArray[np.float32]
    is_written: bool

    @property
    def best(self) -> int:
        """The likeliest digit or separator."""
        return int(np.argmax(self.scores[:N_WRITTEN]))


def best_path(candidates: Sequence[Candidate], scores: NDArray[np.float32], atoms: int) -> list[Read]:
    """Return the candidates that read every atom once and together are likeliest, from left to right.

    Linear in the candidates. A candidate is a character of a number or something else; that it is
    part of a character, or several, speaks for neither.
    """
    written = scores[:, :N_WRITTEN].max(axis=1)
    other = np.logaddexp.reduce(scores[:, NOT_NUMBER], axis=1)
    worth = np.maximum(np.stack([other, written], axis=1), LEAST_SURE)
    toll = _tolls(candidates, atoms)
    best = np.full((atoms + 1, 2), -np.inf)
    best[0] = 0
    chosen = np.full((atoms + 1, 2, 2), -1)
    for number in sorted(range(len(candidates)), key=lambda n: candidates[n].first):
        one = candidates[number]
        for state in (0, 1):
            come = best[one.first] - np.where(np.arange(2) == state, 0.0, toll[one.first])
            before = int(np.argmax(come))
            total = come[before] + (one.last - one.first) * worth[number, state]
            if total > best[one.last, state]:
                best[one.last, state] = total
                chosen[one.last, state] = number, before
    path: list[Read] = []
    at, state = atoms, int(np.argmax(best[atoms]))
    while at > 0:
        number, before = (int(value) for value in chosen[at, state])
        path.append(Read(candidates[number], scores[number], state == 1))
        at, state = candidates[number].first, before
    return path[::-1]


def _tolls(candidates: Sequence[Candidate], atoms: int) -> NDArray[np.float64]:
    """Return what a change costs before each atom: nothing at the ends of the line and across paper."""
    left = np.full(atoms, np.inf)
    right = np.full(atoms, -np.inf)
    for one in candidates:
        left[one.first] = min(left[one.first], one.box[0])
        if one.last == one.first + 1:
            right[one.first] = max(right[one.first], one.box[2])
    tolls = np.zeros(atoms + 1)
    tolls[1:atoms] = np.where(left[1:] - right[:-1] < NEAR, TOLL, 0.0)
    return tolls
