"""What the case's own judgements teach: how many have access of their own, how often copies name a parent.

A judged prior holds until enough claims of its class were judged report by report. Then the Beta of the
class is fitted to the counts and the judged figures only steady it:

    P(counts | a, b) = prod_i B(a + k_i, b + n_i - k_i) / B(a, b)      k_i of n_i followers own, claim i
    logit(a / (a + b)) ~ Normal(judged, spread_rate), log(a + b) ~ Normal(judged, spread_size)

and (a, b) is the pair of greatest posterior density on a grid (empirical Bayes: Robbins 1956; the
beta-binomial of Skellam 1948). How often a copy names its parent is a share with the judged figure counted
as `credit_strength` judged pairs.

By hand: forty claims with 8 of 10 followers on their own, judged prior Beta(1/2, 4.5): a / (a + b) comes out
near .8. Ten judged copies of which nine name the parent, .85 worth 20: (9 + 17) / 30 = .87.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from math import lgamma

import numpy as np
from numpy.typing import NDArray

from twosource.terms import load_table
from twosource.tracing.priors import AccessClass, CopyPriors

Floats = NDArray[np.float64]
N_GRID = 41
WIDTH = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjudicated:
    """What people have judged in the case: counts that replace judged priors once there are enough.

    `clusters` gives, per access class, (followers with access of their own, followers) of every claim all
    of whose reports but the first were judged. `n_derived` pairs were judged to be copies, and the copy
    names its parent in `n_derived_naming` of them; `n_separate` likewise were judged separate.
    """

    clusters: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    n_derived: int = 0
    n_derived_naming: int = 0
    n_separate: int = 0
    n_separate_naming: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """From how many judgements on they count, and how much the judged figures steady them."""

    least_clusters: int
    least_pairs: int
    spread_rate: float
    spread_size: float
    credit_strength: float


@cache
def learning() -> Learning:
    """Return the figures of `[learning]` in `vocabulary/access_classes.toml`."""
    return Learning(**load_table("access_classes")["learning"])


def _log_beta(a: Floats, b: Floats) -> Floats:
    return np.asarray(_lgamma(a) + _lgamma(b) - _lgamma(a + b), dtype=np.float64)


_lgamma = np.vectorize(lgamma, otypes=[np.float64])


def reestimated(access: AccessClass, clusters: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """Return (a, b) of a class from judged claims, each (own, followers); the judged pair where they are few.

    Claims without followers teach nothing and are not counted. Raises ValueError where more are own than
    there are followers.
    """
    if any(not 0 <= own <= followers for own, followers in clusters):
        raise ValueError("of the followers of a claim, none to all have access of their own")
    counts = np.array([c for c in clusters if c[1] > 0], dtype=np.float64).reshape(-1, 2)
    if len(counts) < learning().least_clusters:
        return access.a, access.b
    rows, times = np.unique(counts, axis=0, return_counts=True)
    return _fitted(access.a, access.b, tuple(map(tuple, rows.tolist())), tuple(times.tolist()))


@lru_cache(maxsize=64)
def _fitted(
    judged_a: float, judged_b: float, counts: tuple[tuple[float, ...], ...], times: tuple[int, ...]
) -> tuple[float, float]:
    """Return the pair of greatest posterior density; kept, for every claim of a case asks the same."""
    figures = learning()
    steps = np.linspace(-WIDTH, WIDTH, N_GRID)
    rate, size = np.meshgrid(steps, steps, indexing="ij")
    mean = 1 / (1 + (judged_b / judged_a) * np.exp(-rate * figures.spread_rate))
    total = (judged_a + judged_b) * np.exp(size * figures.spread_size)
    a, b = mean * total, (1 - mean) * total
    score = -(rate**2 + size**2) / 2 - sum(times) * _log_beta(a, b)
    for (own, followers), n in zip(counts, times, strict=True):
        score = score + n * _log_beta(a + own, b + followers - own)
    best = np.unravel_index(int(score.argmax()), score.shape)
    return float(a[best]), float(b[best])


def taught_access(access: AccessClass, judged: Adjudicated) -> AccessClass:
    """Return the access class as the judged claims of the case have it; itself where they are few."""
    a, b = reestimated(access, judged.clusters.get(access.name, ()))
    return access if (a, b) == (access.a, access.b) else replace(access, a=a, b=b)


def taught_credit(priors: CopyPriors, judged: Adjudicated) -> CopyPriors:
    """Return the copy figures with the shares of naming the parent as the judged pairs of the case have them.

    Copies and separate pairs each need enough of their own; else the judged figure stays.
    """
    figures = learning()

    def share(naming: int, n: int, before: float) -> float:
        if n < figures.least_pairs:
            return before
        return (naming + figures.credit_strength * before) / (n + figures.credit_strength)

    derived = share(judged.n_derived_naming, judged.n_derived, priors.credit_if_derived)
    own = share(judged.n_separate_naming, judged.n_separate, priors.credit_if_own)
    if (derived, own) == (priors.credit_if_derived, priors.credit_if_own):
        return priors
    return replace(priors, credit_if_derived=derived, credit_if_own=own)


def taught_sentences(access: AccessClass, judged: Adjudicated) -> tuple[str, ...]:
    """Say which figures come from the case's own judgements; nothing where all are the judged priors."""
    said = []
    taught = taught_access(access, judged)
    if taught is not access:
        n = sum(followers > 0 for _, followers in judged.clusters[access.name])
        before, now = (f"{c.a / (c.a + c.b):.2f}".lstrip("0") for c in (access, taught))
        said.append(
            f"How often reports of a {access.name} have access of their own is taken from {n} claims judged"
            f" in this case: {now} on average, where the judged prior says {before}."
        )
    if judged.n_derived >= learning().least_pairs:
        said.append(
            f"How often a copy names whom it has it from is taken from {judged.n_derived} judged copies,"
            f" {judged.n_derived_naming} of which do."
        )
    return tuple(said)
