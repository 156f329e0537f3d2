"""The line that ranks candidates: a conditional logit with a ridge, where agreement never speaks against.

The probability that a candidate of a query is the one is exp(w x) over the sum of exp(w x) of all its
candidates (McFadden 1974). A weight whose sign would say that more agreement makes a claim less likely is
an artefact of figures that go together, and is held at nought.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from twosource.matching.known_features import FEATURES

Floats = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]

RIDGE, STEPS, REMEMBERED = 1e-3, 400, 10
AGAINST = frozenset({"names missing", "numbers missing", "another year"})


def signs() -> Floats:
    """Return the sign each weight may have: -1 for what speaks against a claim, else 1."""
    return np.array([-1.0 if name in AGAINST else 1.0 for name in FEATURES])


def conditional(rows: Sequence[Floats], truth: Sequence[Truth], ridge: float = RIDGE) -> Floats:
    """Return the weights that fit best; queries whose true claim is no candidate teach nothing.

    Figures are put on one scale for the ridge and the weights brought back; a figure that never
    differs gets nought. Weights of the wrong sign are held at nought, one round after another.
    """
    known = [(row, true) for row, true in zip(rows, truth, strict=True) if true.any()]
    size = np.concatenate([row for row, _ in known]).std(axis=0)
    free = size > 0
    allowed = signs()
    while True:
        scaled = [np.where(free, row / np.where(size > 0, size, 1.0), 0.0) for row, _ in known]
        weights = _descend(scaled, [true for _, true in known], ridge)
        wrong = free & (weights * allowed < 0)
        if not wrong.any():
            return np.where(free, weights / np.where(size > 0, size, 1.0), 0.0)
        free &= ~wrong


class _Loss:
    """The mean negative log likelihood with its ridge, and its slope."""

    def __init__(self, rows: Sequence[Floats], truth: Sequence[Truth], ridge: float) -> None:
        lengths = np.array([len(row) for row in rows])
        self.rows, self.ridge, self.n = np.concatenate(rows), ridge, len(rows)
        self.start = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self.of = np.repeat(np.arange(len(rows)), lengths)
        self.share = np.concatenate([true / true.sum() for true in truth])

    def at(self, weights: Floats) -> tuple[float, Floats]:
        """Return loss and slope for some weights."""
        scores = self.rows @ weights
        scores -= np.maximum.reduceat(scores, self.start)[self.of]
        raised = np.exp(scores)
        total = np.add.reduceat(raised, self.start)[self.of]
        loss = -float((self.share * (scores - np.log(total))).sum()) / self.n
        slope = (raised / total - self.share) @ self.rows / self.n
        return loss + self.ridge * float(weights @ weights) / 2, slope + self.ridge * weights


def _descend(rows: Sequence[Floats], truth: Sequence[Truth], ridge: float) -> Floats:
    """Return the lowest point (limited-memory BFGS, Nocedal 1980); the loss is convex."""
    loss = _Loss(rows, truth, ridge)
    weights = np.zeros(rows[0].shape[1])
    value, slope = loss.at(weights)
    held: list[tuple[Floats, Floats]] = []
    for _ in range(STEPS):
        step = _direction(slope, held)
        size, downhill = 1.0, float(slope @ step)
        while (new := loss.at(weights + size * step))[0] > value + 1e-4 * size * downhill and size > 1e-9:
            size /= 2
        moved, bent = size * step, new[1] - slope
        if moved @ bent > 1e-14:
            held = [*held, (moved, bent)][-REMEMBERED:]
        weights = weights + moved
        done = value - new[0] < 1e-10
        value, slope = new
        if done:
            break
    return weights


def _direction(slope: Floats, held: Sequence[tuple[Floats, Floats]]) -> Floats:
    step, sizes = -slope, []
    for moved, bent in reversed(held):
        sizes.append(float(moved @ step) / float(moved @ bent))
        step = step - sizes[-1] * bent
    if held:
        moved, bent = held[-1]
        step = step * (float(moved @ bent) / float(bent @ bent))
    for (moved, bent), size in zip(held, reversed(sizes), strict=True):
        step = step + moved * (size - float(bent @ step) / float(moved @ bent))
    return step
