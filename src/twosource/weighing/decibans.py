"""Decibans, tenths of a power of ten of the odds, and how a move in them is shared out among what made it.

3 decibans double the odds, 10 make them tenfold. Shapley 1953: with v(S) the decibans when only the things
in S are there, the share of a thing is the mean of v(S + it) - v(S) over all orders of entry; the shares
add up to the whole move.

By hand: two independent things of likelihood ratio 2 and 5 have 3.0 and 7.0 of 10 decibans.
"""

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.elimination import FloatArray

ODDS_LIMIT = 1e30
"""Odds beyond this are shown as this (300 decibans), so that no read-out is infinite."""
LARGEST_DB = 10.0 * np.log10(ODDS_LIMIT)

BoolArray = NDArray[np.bool_]


def odds_decibans(found: FloatArray | Sequence[float]) -> FloatArray:
    """Return 10 log10 of the odds of each hypothesis against all others, along the last axis.

    From weights or probabilities: what they add up to does not matter.
    """
    weights = np.asarray(found, dtype=np.float64)
    others = 1.0 - np.eye(weights.shape[-1])
    rest = (weights[..., None, :] * others).sum(axis=-1)
    odds = np.divide(weights, rest, out=np.full_like(weights, ODDS_LIMIT), where=rest > 0.0)
    return np.asarray(10.0 * np.log10(np.clip(odds, 1.0 / ODDS_LIMIT, ODDS_LIMIT)), dtype=np.float64)


def log_odds_decibans(logs: FloatArray) -> FloatArray:
    """Return the odds of each hypothesis against all others in decibans, from logarithms, last axis."""
    n = logs.shape[-1]
    columns = []
    for at in range(n):
        others = np.delete(logs, at, axis=-1)
        most = others.max(axis=-1, keepdims=True)
        safe = np.where(np.isfinite(most), most, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            rest = np.log(np.exp(others - safe).sum(axis=-1)) + safe[..., 0]
            odds = (logs[..., at] - rest) * 10.0 / np.log(10.0)
        # Both impossible is nothing known; one impossible is the largest odds that are shown.
        columns.append(np.nan_to_num(odds, nan=-LARGEST_DB, posinf=LARGEST_DB, neginf=-LARGEST_DB))
    return np.asarray(np.clip(np.stack(columns, axis=-1), -LARGEST_DB, LARGEST_DB), dtype=np.float64)


def subsets(n: int) -> BoolArray:
    """Return every subset of n things as a row of a truth table, shape (2 ** n, n)."""
    return np.asarray((np.arange(1 << n)[:, None] >> np.arange(n)) & 1, dtype=bool)


def shapley_values(values: FloatArray, n: int) -> FloatArray:
    """Return the Shapley values of n players from the values of all subsets, shape (2 ** n, ...)."""
    numbers = np.arange(1 << n)
    sizes = subsets(n).sum(axis=1)
    chance = np.array([1.0 / (n * comb(n - 1, size)) for size in range(n)])
    shares = np.empty((n, *values.shape[1:]))
    for at in range(n):
        outside = numbers[(numbers >> at & 1) == 0]
        moves = values[outside | 1 << at] - values[outside]
        shares[at] = np.tensordot(chance[sizes[outside]], moves, axes=1)
    return shares
