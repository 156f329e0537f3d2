"""Under which priors each hypothesis leads: exact, from the likelihoods alone.

With likelihoods L, a prior p gives the lead to the h with the largest p_h L_h, so the borders in the
simplex of priors are straight lines. Share of the simplex: a uniform p is E / sum(E) with independent
E_h ~ Exp(1), so h leads where the exponential X_h = E_h L_h of rate r_h = 1 / L_h is the largest, and
by inclusion and exclusion over sets S of rivals

    share_h = sum_S (-1)^|S| r_h / (r_h + sum of r_j over S).

By hand: two hypotheses with L = (3, 1) have shares 3/4 and 1/4. Checks: for three hypotheses the areas
of the polygons of the prior map; for more a count of draws (tests/weighing).
"""

from itertools import combinations

import numpy as np

from twosource.evidence.readouts import PriorMap
from twosource.weighing.decibans import ODDS_LIMIT
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import Network
from twosource.weighing.posterior import leader
from twosource.weighing.robustness import seeded

MOST_EXACT = 14
"""Hypotheses up to which the alternating sum keeps ten decimals; beyond it priors are drawn, and said so."""
PRIOR_DRAWS = 20_000


def leading_shares(evidence: FloatArray) -> FloatArray:
    """Return the share of the simplex of priors in which each hypothesis leads, summing to 1.

    `evidence` holds P(everything seen | hypothesis) up to a common factor, shape (hypotheses,); one
    that is 0 leads nowhere. Raises ValueError where all are 0.
    """
    if not (evidence > 0.0).any():
        raise ValueError("no hypothesis allows what was seen")
    shares = np.zeros(len(evidence))
    possible = [int(at) for at in np.flatnonzero(evidence > 0.0)]
    rates = evidence.max() / np.where(evidence > 0.0, evidence, 1.0)
    for at in possible:
        rivals = [rates[other] for other in possible if other != at]
        for size in range(len(rivals) + 1):
            sums = [sum(some) for some in combinations(rivals, size)]
            shares[at] += (-1.0) ** size * float((rates[at] / (rates[at] + np.asarray(sums))).sum())
    kept = np.clip(shares, 0.0, 1.0)
    return np.asarray(kept / kept.sum(), dtype=np.float64)


def drawn_shares(evidence: FloatArray, seed: int) -> FloatArray:
    """Return the same shares from `PRIOR_DRAWS` seeded draws: standard error below .0036 each."""
    priors = seeded(seed, ("prior map", "")).dirichlet(np.ones(len(evidence)), size=PRIOR_DRAWS)
    leads = (priors * evidence).argmax(axis=1)
    return np.asarray(np.bincount(leads, minlength=len(evidence)) / PRIOR_DRAWS, dtype=np.float64)


def prior_map(network: Network, weights: FloatArray, seed: int) -> PriorMap:
    """Return the prior map of the weights (prior times likelihood, shape (hypotheses,)).

    `odds_needed` are the prior odds of the nearest rival against the lead at which the lead is lost:
    L_lead / L_rival, the rival being the one that needs least.
    """
    likelihood = weights / network.prior
    evidence = likelihood / likelihood.max()
    lead = leader(weights / weights.sum())
    rival = max((at for at in range(len(evidence)) if at != lead), key=lambda at: (evidence[at], -at))
    best = float(evidence[rival])
    exact = len(evidence) <= MOST_EXACT
    shares = leading_shares(evidence) if exact else drawn_shares(evidence, seed)
    return PriorMap(
        evidence=tuple(float(value) for value in evidence),
        shares=tuple(float(value) for value in shares),
        odds_needed=min(float(evidence[lead]) / best, ODDS_LIMIT) if best > 0.0 else ODDS_LIMIT,
        rival=network.hypotheses[rival],
    )
