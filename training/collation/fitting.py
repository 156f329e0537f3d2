"""Fits the two steps of `tracing.collation.levels`, and leaves parts out to measure them."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from twosource.tracing.collation.levels import LEVELS, MEASURES, Reals, ReuseWeights

FOLDS = 10
RIDGE_REUSED = 0.1
RIDGE_REVISED = 0.3
STEPS = 500
SHARE = 0


def fit(measures: Reals, levels: NDArray[np.int64]) -> ReuseWeights:
    """Return the weights that fit measures (N, 5) to levels (N,), 0 to 3.

    Whether anything was reused is told by the share alone: with so few texts more measures fit chance.
    """
    reused = levels > 0
    centre, scale = zip(_standard(measures), _standard(measures[reused]), strict=True)
    first = np.zeros((len(MEASURES) + 1, 2))
    rows = ((measures - centre[0]) / scale[0])[:, [SHARE]]
    first[[SHARE, -1]] = logistic(rows, reused.astype(np.int64), 2, RIDGE_REUSED)
    rest = (measures[reused] - centre[1]) / scale[1]
    then = logistic(rest, levels[reused] - 1, len(LEVELS) - 1, RIDGE_REVISED)
    return ReuseWeights(np.stack(centre), np.stack(scale), first, then)


def _standard(measures: Reals) -> tuple[Reals, Reals]:
    return measures.mean(axis=0), measures.std(axis=0) + 1e-9


def logistic(rows: Reals, outcome: NDArray[np.int64], n_outcomes: int, ridge: float) -> Reals:
    """Return multinomial weights, shape (columns + 1, outcomes), by accelerated gradient steps.

    The constant, last, is not shrunk. The step is the inverse of the largest curvature there can be.
    """
    x = np.concatenate([rows, np.ones((rows.shape[0], 1))], axis=1)
    wanted = np.eye(n_outcomes)[outcome]
    step = 1.0 / (0.5 * float(np.linalg.norm(x, 2)) ** 2 + ridge)
    weights = ahead = np.zeros((x.shape[1], n_outcomes))
    pace = 1.0
    for _ in range(STEPS):
        scores = x @ ahead
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        slope = x.T @ (p - wanted)
        slope[:-1] += ridge * ahead[:-1]
        new = ahead - step * slope
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = new + (pace - 1) / faster * (new - weights)
        weights, pace = new, faster
    return weights


def folds(levels: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """Return a fold for each text, every level dealt out evenly."""
    random = np.random.default_rng(seed)
    found = np.zeros(levels.size, dtype=np.int64)
    at = 0
    for level in range(len(LEVELS)):
        rows = random.permutation(np.flatnonzero(levels == level))
        found[rows] = (np.arange(rows.size) + at) % FOLDS
        at += rows.size
    return found


def left_out(measures: Reals, levels: NDArray[np.int64], parts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the level told for each text by weights that were fitted without its part."""
    told = np.zeros(levels.size, dtype=np.int64)
    for _, test in _parts(parts):
        told[test] = fit(measures[~test], levels[~test]).probabilities(measures[test]).argmax(axis=1)
    return told


def _parts(parts: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    for part in np.unique(parts).tolist():
        yield part, parts == part
