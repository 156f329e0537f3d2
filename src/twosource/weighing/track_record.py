"""What "all earlier leaks proved genuine" is worth, and what picking does to a document.

Assumption: of n past items all were verified; a failure would have become known with the chance
s (`unseen`) relative to a success. Formula (reasoning.md 3.1): likelihood of "n of n" given the
share theta of genuine items = [theta / (theta + s (1 - theta))] ** n. With s = 1 and a flat prior
this is Laplace's rule of succession, (n + 1) / (n + 2); with s = 0 the sentence says nothing.
"""

from math import expm1, log1p

import numpy as np

from twosource.evidence.elicitation import TrackRecord
from twosource.weighing.elimination import FloatArray

GRID_NODES = 400


def record_likelihood(theta: FloatArray, n: float, unseen: float) -> FloatArray:
    """Return the likelihood of "n of n known items were genuine", for each share `theta` in 0..1.

    Raises ValueError for a negative n or an `unseen` outside 0..1. Where nothing could have
    become known at all (theta = 0 and unseen = 0) the record says nothing: 1.
    """
    if n < 0 or not 0.0 <= unseen <= 1.0:
        raise ValueError(f"not a track record: n = {n}, unseen = {unseen}")
    known = theta + unseen * (1.0 - theta)
    share = np.divide(theta, known, out=np.ones_like(theta), where=known > 0.0)
    return np.asarray(share**n, dtype=np.float64)


def mode_likelihoods(record: TrackRecord) -> FloatArray:
    """Return the likelihood of the record per mode, shape (modes,), from `genuine_rate`."""
    return record_likelihood(np.asarray(record.genuine_rate, dtype=np.float64), record.n, record.unseen)


def p_next_genuine(n: float, unseen: float, *, prior: tuple[float, float] = (1.0, 1.0)) -> float:
    """Return the probability that the next item is genuine, after n of n, with a Beta prior.

    Gauss-Legendre over theta; the prior's two numbers must be at least 1, because the rule does
    not reach the poles of smaller ones. Raises ValueError otherwise.
    """
    a, b = prior
    if a < 1.0 or b < 1.0:
        raise ValueError("the Beta prior needs both numbers to be at least 1")
    nodes, weights = np.polynomial.legendre.leggauss(GRID_NODES)
    theta = (nodes + 1.0) / 2.0
    mass = weights * theta ** (a - 1.0) * (1.0 - theta) ** (b - 1.0) * record_likelihood(theta, n, unseen)
    return float((theta * mass).sum() / mass.sum())


def n_effective(n: int, correlation: float) -> float:
    """Return how many separate successes n items of one batch are worth: n / (1 + (n - 1) r).

    22,000 papers handed over once (r = 1) are one success. Raises ValueError for r outside 0..1.
    """
    if n < 0 or not 0.0 <= correlation <= 1.0:
        raise ValueError(f"not a batch: n = {n}, correlation = {correlation}")
    return n / (1.0 + (n - 1) * correlation) if n else 0.0


def picking(p: float, n_searched: int) -> float:
    """Return P(one is shown) when a keeper searched a pile: 1 - (1 - p) ** n.

    `p` is the chance that one paper of the pile would look like this. A pile large enough holds
    such a paper under every hypothesis, and then showing it says nothing: ask for the whole pile.
    """
    if not 0.0 <= p <= 1.0 or n_searched < 1:
        raise ValueError(f"not a search: p = {p}, n_searched = {n_searched}")
    return 1.0 if p == 1.0 else -expm1(n_searched * log1p(-p))
