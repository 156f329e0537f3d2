"""A dossier: the exact posterior, with the accuracy of every source integrated and not estimated.

Given the accuracies the items are independent. Where a source speaks of one item only, its accuracy enters
once and linearly, so its mean is all that matters. Where it speaks k times what is said is a polynomial of
degree k in its accuracy, which Gauss-Jacobi nodes integrate without error: k / 2 + 1 of them. The grid is the
product over the sources that speak more than once.

By hand: two sources with Beta(8, 3) name different values of one item, nobody else says a thing: each value
has the same probability.
"""

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.arranging import Arranged
from twosource.weighing.fusion.shared_rate import SharedRate

Floats = NDArray[np.float64]

MOST_POINTS = 3_000


def jacobi(a: float, b: float, n: int) -> tuple[Floats, Floats]:
    """Return n nodes and weights for the mean of f under Beta(a, b), exact for polynomials of degree 2n - 1.

    Eigenvalues of the matrix of the recurrence of Jacobi polynomials (Golub and Welsch 1969).
    """
    alpha, beta = b - 1.0, a - 1.0
    k = np.arange(n, dtype=np.float64)
    ab = alpha + beta
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (beta**2 - alpha**2) / ((2 * k + ab) * (2 * k + ab + 2))
        k1 = k[1:]
        side = 4 * k1 * (k1 + alpha) * (k1 + beta) * (k1 + ab)
        side = side / ((2 * k1 + ab) ** 2 * (2 * k1 + ab + 1) * (2 * k1 + ab - 1))
    middle[0] = (beta - alpha) / (ab + 2)
    if n > 1:
        side[0] = 4 * (1 + alpha) * (1 + beta) / ((2 + ab) ** 2 * (3 + ab))
    off = np.sqrt(side)
    values, vectors = np.linalg.eigh(np.diag(middle) + np.diag(off, 1) + np.diag(off, -1))
    nodes = np.clip((1 + values) / 2, 1e-300, 1 - 1e-16)
    return np.asarray(nodes), np.asarray(vectors[0] ** 2)


def n_points(told: Arranged, most_sources: int) -> int:
    """Return how many points the grid would have, or 0 where it is beyond what is summed exactly."""
    times = np.bincount(told.source, minlength=told.n_sources)
    coupled = times[times > 1]
    if coupled.size > most_sources:
        return 0
    points = float(np.prod(coupled // 2 + 1.0))
    return int(points) if points <= MOST_POINTS else 0


def summed(model: SharedRate, a: float, b: float) -> tuple[Floats, Floats, float]:
    """Return P(T = the value of the cell) (C,), the mean accuracies (S,) and the log of the whole sum."""
    told = model.told
    times = np.bincount(told.source, minlength=told.n_sources)
    coupled = np.flatnonzero(times > 1)
    model.is_exact = True
    model.logs = np.log(np.tile([a / (a + b), b / (a + b)], (told.n_sources, 1)))
    rules = [jacobi(a, b, int(times[s]) // 2 + 1) for s in coupled]
    totals, beliefs, means = [], [], []
    for place in np.ndindex(*(nodes.size for nodes, _ in rules)):
        log_w = 0.0
        for s, at, (nodes, weights) in zip(coupled, place, rules, strict=True):
            model.logs[s] = np.log(nodes[at]), np.log1p(-nodes[at])
            log_w += float(np.log(max(weights[at], 1e-300)))
        belief, total = model.expected()
        totals.append(total + log_w)
        beliefs.append(belief)
        means.append(_accuracies(model, belief, a, b, coupled))
    top = max(totals)
    share = np.exp(np.array(totals) - top)
    log_sum = top + float(np.log(share.sum()))
    share /= share.sum()
    return share @ np.array(beliefs), share @ np.array(means), log_sum


def _accuracies(model: SharedRate, belief: Floats, a: float, b: float, coupled: NDArray[np.int64]) -> Floats:
    """Return the mean accuracy of each source at one point of the grid: a node, or by its one statement."""
    right, wrong = model.spoken_for(belief)
    told = model.told
    r = np.bincount(told.source, right, told.n_sources)
    w = np.bincount(told.source, wrong, told.n_sources)
    single = (r * (a + 1) + w * a) / (a + b + 1) + (1 - r - w) * a / (a + b)
    single[coupled] = np.exp(model.logs[coupled, 0])
    return np.asarray(single)
