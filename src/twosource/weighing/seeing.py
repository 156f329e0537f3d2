"""From the figure that somebody answered to the chance of what was seen: piles, doubts and ceilings.

Three things stand between an answer and the table that is summed (reasoning.md 5.2), in this order:

1. The pile. Words answer for one paper. Where a keeper searched N papers for anything of the kind,
   P(one is shown) = 1 - (1 - p) ** N; where a whole pile was seen and k of N are of the kind, what counts
   is p ** k (1 - p) ** (N - k), here divided by its largest value so that it lies in 0..1.
2. Contamination p <- (1 - e) p + e / 2 of what was answered in words; measured figures stay as given.
3. The ceiling of a reference set: what n known forgeries cannot show is bounded by Laplace's rule, so no
   figure of such an item lies below its largest one divided by n + 2.

By hand: .005 against .001 is 5.0 : 1 for one paper, 1.6 : 1 after a search through 1,000 and 1.0 : 1 after
one through 22,000; exactly 3 found in a whole pile of 100 is 85 : 1, and in one of 1,000 only 2.3 : 1.

Everything here is a plain function of arrays whose last two axes are (answer lines, hypotheses).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, lgamma, log, log1p

import numpy as np
from numpy.typing import NDArray

from twosource.evidence.elicitation import Item
from twosource.terms import likelihood, vocabulary
from twosource.weighing.elimination import FloatArray

HALVINGS = 200
LEAST = 1e-200


def contaminate(raw: FloatArray, share: float | FloatArray) -> FloatArray:
    """Return (1 - e) p + e / 2: a judged figure may be beside the point altogether with chance e."""
    return np.asarray((1.0 - share) * raw + share / 2.0, dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seeing:
    """How answers to one item become figures.

    `shares` holds the contamination of every cell (0 for plain figures), `is_used` which cells ever
    apply, both of shape (answers, hypotheses). `n_found` is k of a whole pile of `n_searched`, None
    where one paper was picked from it.
    """

    shares: FloatArray
    is_used: NDArray[np.bool_]
    n_searched: int = 1
    n_found: int | None = None
    n_reference: int | None = None


def shown(raw: FloatArray, seeing: Seeing) -> FloatArray:
    """Return the chance of what was seen of the pile, from the chance p of one paper: step 1."""
    if seeing.n_found is not None:
        return _counted(raw, seeing.n_found, seeing.n_searched)
    if seeing.n_searched == 1:
        return raw
    with np.errstate(divide="ignore"):
        return np.asarray(-np.expm1(seeing.n_searched * np.log1p(-raw)), dtype=np.float64)


def _log_power(base: FloatArray, n: int) -> FloatArray:
    """Return n log(base); 0 log 0 is 0, since what cannot be and was not seen says nothing."""
    if n == 0:
        return np.zeros_like(base)
    with np.errstate(divide="ignore"):
        return np.asarray(n * np.log(base), dtype=np.float64)


def _log_best(k: int, n: int) -> float:
    """Return log(p ** k (1 - p) ** (n - k)) at its largest, where p = k / n."""
    return (log(k / n) * k if k else 0.0) + (log1p(-k / n) * (n - k) if k < n else 0.0)


def _counted(raw: FloatArray, k: int, n: int) -> FloatArray:
    return np.asarray(
        np.exp(_log_power(raw, k) + _log_power(1.0 - raw, n - k) - _log_best(k, n)), dtype=np.float64
    )


def fits_nowhere(item: Item) -> bool:
    """Say whether a count is out of reach of everything answered: so rare that floats call it impossible.

    Answers that hold no figure (unknown words, lines left empty) are somebody else's problem and fit.
    """
    words = {word for answer in item.answers for word in answer.words.values()}
    if item.n_found is None or words - set(vocabulary("likelihood").values()):
        return False
    points = [likelihood(word).point for word in sorted(words)]
    figures = [p for p in (*points, *(a.p for a in item.answers)) if p is not None and 0.0 <= p <= 1.0]
    if not figures:
        return False
    return bool(_counted(np.array(figures), item.n_found, item.n_searched).max() < LEAST)


def largest_count_chance(k: int, n: int) -> float:
    """Return P(exactly k of n) at its largest, where p = k / n: what `shown` was divided by."""
    return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + _log_best(k, n))


def _capped(figures: FloatArray, seeing: Seeing) -> FloatArray:
    if seeing.n_reference is None:
        return figures
    most = np.where(seeing.is_used, figures, 0.0).max(axis=(-2, -1), keepdims=True)
    return np.asarray(np.maximum(figures, most / (seeing.n_reference + 2.0)), dtype=np.float64)


def seen(raw: FloatArray, seeing: Seeing) -> FloatArray:
    """Return the figures that are summed, same shape as `raw`: pile, contamination, ceiling."""
    return _capped(contaminate(shown(raw, seeing), seeing.shares), seeing)


def not_seen(raw: FloatArray, seeing: Seeing) -> FloatArray:
    """Return the figures for the opposite: 1 - P(what was seen), under the same ceiling."""
    chance = shown(raw, seeing)
    if seeing.n_found is not None:
        chance = chance * largest_count_chance(seeing.n_found, seeing.n_searched)
    return _capped(1.0 - contaminate(chance, seeing.shares), seeing)


def is_lowered(raw: FloatArray, seeing: Seeing) -> bool:
    """Say whether the reference set holds this item back: some figure was raised to its floor."""
    free = contaminate(shown(raw, seeing), seeing.shares)
    return bool((_capped(free, seeing)[..., seeing.is_used] > free[..., seeing.is_used]).any())


def back(chance: float, low: float, high: float, seeing: Seeing) -> float:
    """Return the raw figure between `low` and `high` at which `shown` gives `chance`.

    `shown` must rise or fall all the way between the two. One picked paper is turned round exactly,
    p = 1 - (1 - chance) ** (1 / N); a count is halved down to the last bit.
    """
    if seeing.n_found is None:
        if seeing.n_searched == 1:
            return chance
        if chance >= 1.0:
            return 1.0
        return float(-np.expm1(np.log1p(-chance) / seeing.n_searched))
    ends = shown(np.array([low, high]), seeing)
    rises = bool(ends[1] > ends[0])
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        if middle in (low, high):
            break
        is_above = bool(shown(np.array(middle), seeing) > chance)
        low, high = (low, middle) if is_above == rises else (middle, high)
    return (low + high) / 2.0


def bends(raw: FloatArray, positions: Sequence[int], seeing: Seeing) -> tuple[float, ...]:
    """Return the raw figures, 0 and 1 among them, between which every figure is linear in `shown`.

    `positions` are those of one answered figure in the flattened (answers, hypotheses) array. A count
    turns at k / n; a ceiling begins or ends to bind where this figure meets the largest of the others,
    that one's floor, or the figure whose floor it becomes.
    """
    whole = (0.0, 1.0) if seeing.n_found is None else (0.0, seeing.n_found / seeing.n_searched, 1.0)
    points = set(whole)
    if seeing.n_reference is not None:
        ceiling = seeing.n_reference + 2.0
        free = contaminate(shown(raw, seeing), seeing.shares).ravel()
        is_other = seeing.is_used.ravel().copy()
        is_other[list(positions)] = False
        others = free[is_other]
        share = float(seeing.shares.ravel()[positions[0]])
        meeting = [others.max(), others.max() / ceiling, *(others * ceiling)] if others.size else []
        for value in meeting:
            chance = (float(value) - share / 2.0) / (1.0 - share)
            for low, high in pairwise(whole):
                a, b = (float(v) for v in shown(np.array([low, high]), seeing))
                if min(a, b) < chance < max(a, b):
                    points.add(back(chance, low, high, seeing))
    return tuple(sorted(points))
