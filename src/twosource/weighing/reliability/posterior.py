"""The share of a party's assertions that are right: exact one-dimensional integration over that share.

theta is P(what it asserts is right). A check of quality q says "right" of something right with (1 + q) / 2
and of something wrong with (1 - q) / 2: q is its Youden index, 1 for a check that never errs, 0 for one
that says nothing. So the check says "right" with x = theta (1 + q) / 2 + (1 - theta) (1 - q) / 2. Of the
verdicts "wrong" only the share s becomes known, relative to the verdicts "right"; hence, of what is known,

    P(right) = x / (x + s (1 - x)),   P(wrong) = s (1 - x) / (x + s (1 - x)),

with s = 1 and q = 1 Laplace's rule, and with q = 1 the formula of reasoning.md 3.1. A poor check is no mere
discount: however many of its "right" there are, they never make theta surer than the check is.

Integration is by the trapezoid rule over logit theta, which is exact to rounding for such densities, on nodes
that close in on where the mass is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import lgamma

import numpy as np

from twosource.weighing.elimination import FloatArray
from twosource.weighing.reliability.lots import Lot

NODES = 3_001
FARTHEST = 690.0
"""Logits beyond this underflow: a share of 10 ** -299."""
NEGLIGIBLE = 34.0
"""Mass below exp(-34) of the densest is left out."""
LEAST_PRIOR = 0.05
ROUNDED = 12
"""Decimals of a mean: so that .875 is not shown as .87 for the last bit of a sum."""
FLAT = (1.0, 1.0)
Beta = tuple[float, float]
LogDensity = Callable[[FloatArray, FloatArray], FloatArray]


@dataclass(frozen=True, slots=True)
class Posterior:
    """What a record says of theta: mean, variance and range."""

    mean: float
    variance: float
    low: float
    high: float


def log_record(lots: Iterable[Lot], theta: FloatArray, rest: FloatArray) -> FloatArray:
    """Return the natural log of P(the verdicts known | theta), per node; `rest` is 1 - theta.

    Only what was asserted bears on theta. Where a record could not come about at all it is -inf.
    """
    total = np.zeros_like(theta)
    for lot in lots:
        if lot.is_asserted and lot.n > 0.0:
            good, bad = (1.0 + lot.quality) / 2.0, (1.0 - lot.quality) / 2.0
            right = theta * good + rest * bad
            wrong = lot.unseen * (theta * bad + rest * good)
            said = right if lot.is_true else wrong
            known = right + wrong
            share = np.divide(said, known, out=np.ones_like(theta), where=known > 0.0)
            with np.errstate(divide="ignore"):
                total = total + lot.n * np.log(share)
    return total


def posterior_of(lots: Iterable[Lot], prior: Beta = FLAT, *, share: float = 0.90) -> Posterior:
    """Return the posterior of theta after a record. Raises ValueError for a prior below `LEAST_PRIOR`."""
    a, b = prior
    if min(a, b) < LEAST_PRIOR:
        raise ValueError(f"both numbers of a Beta prior must be at least {LEAST_PRIOR:g}")
    kept = tuple(lots)
    x, logs = _closed_in(lambda theta, rest: log_record(kept, theta, rest), a, b)
    mass = np.exp(logs - logs.max())
    total = float(mass.sum())
    theta = share_at(x)
    mean = round(float((theta * mass).sum() / total), ROUNDED)
    cumulative = (np.cumsum(mass) - mass / 2.0) / total
    low, high = np.interp([(1.0 - share) / 2.0, (1.0 + share) / 2.0], cumulative, theta)
    return Posterior(
        mean=mean,
        variance=float(((theta - mean) ** 2 * mass).sum() / total),
        low=float(low),
        high=float(high),
    )


def log_evidences(lots: Iterable[Lot], priors: Sequence[Beta]) -> FloatArray:
    """Return the natural log of P(record) under each Beta prior, from one reading of the record.

    The nodes are those of the weakest prior, whose mass reaches farthest on either side.
    """
    kept = tuple(lots)
    a, b = (np.array(column, dtype=np.float64) for column in zip(*priors, strict=True))
    weakest = float(a.min()), float(b.min())
    x, logs = _closed_in(lambda theta, rest: log_record(kept, theta, rest), *weakest)
    up, down = -np.logaddexp(0.0, -x), -np.logaddexp(0.0, x)
    under = logs + np.outer(a - weakest[0], up) + np.outer(b - weakest[1], down)
    top = under.max(axis=1)
    mass = np.exp(under - top[:, None]).sum(axis=1) * (x[1] - x[0])
    return np.asarray(top + np.log(mass) - [_log_beta(*prior) for prior in priors], dtype=np.float64)


def share_at(x: FloatArray) -> FloatArray:
    """Return the share whose logit this is: 1 / (1 + exp(-x)), without overflow."""
    return np.asarray(np.exp(-np.logaddexp(0.0, -x)), dtype=np.float64)


def _closed_in(log_likelihood: LogDensity, a: float, b: float) -> tuple[FloatArray, FloatArray]:
    """Return evenly spaced logits that hold the mass, and the log density there."""
    low, high = -FARTHEST, FARTHEST
    while True:
        x = np.linspace(low, high, NODES)
        prior = -a * np.logaddexp(0.0, -x) - b * np.logaddexp(0.0, x)
        logs = prior + log_likelihood(share_at(x), share_at(-x))
        held = np.flatnonzero(logs > logs.max() - NEGLIGIBLE)
        first, last = max(int(held[0]) - 1, 0), min(int(held[-1]) + 1, NODES - 1)
        if last - first > NODES // 2:
            return x, logs
        low, high = float(x[first]), float(x[last])


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def items_worth(lots: Iterable[Lot]) -> float:
    """Return what a record is worth in separate, fully checked items, every failure of which is known.

    Held against a flat prior: a Beta posterior of the same mean and variance has mean (1 - mean) / variance
    - 1 pseudo-items, two of which are the prior's. n right and wrong ones with s = q = 1 give n; s = 0 or q
    = 0 give 0.
    """
    kept = tuple(lot for lot in lots if lot.is_asserted)
    if not kept:
        return 0.0
    found = posterior_of(kept)
    return max(found.mean * (1.0 - found.mean) / found.variance - 3.0, 0.0)
