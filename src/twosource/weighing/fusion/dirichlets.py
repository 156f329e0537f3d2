"""Rates that are learned: one Dirichlet per source, all drawn from one prior that is learned as well.

A source with two statements must be neither believed nor damned. Its rates get the prior of its fellows, and
the prior is fitted to all sources by the same bound that everything else climbs (empirical Bayes):

    bound = ... + sum_i E_q[log Dirichlet(theta_i; alpha)] - E_q[log q(theta_i)]
            + w (sum_k (alpha_k - 1) m_k - log B(alpha))

The last line is the conjugate prior of alpha: it weighs as much as `w` sources whose mean log rates are
`m`, those of the reference prior. With one source nothing can be learned, and the reference speaks.
A Beta is a Dirichlet with two columns.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.gammas import digamma, log_gamma, trigamma

Floats = NDArray[np.float64]

NEWTON_STEPS = 2
LEAST_SHAPE, MOST_SHAPE = 1e-3, 1e6


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """A learned prior: alpha (..., K), and the reference (..., K) that weighs as much as `weight` sources."""

    alpha: Floats
    reference: Floats
    weight: float

    @classmethod
    def starting(cls, reference: Floats, weight: float) -> "Shapes":
        """Return the prior before anything is learned: the reference itself."""
        reference = np.asarray(reference, dtype=np.float64)
        return cls(reference.copy(), reference, weight)

    def log_prior(self) -> float:
        """Return the logarithm of the conjugate prior at alpha, up to a constant."""
        inner = ((self.alpha - 1.0) * expected_log(self.reference)).sum(axis=-1)
        return float(self.weight * (inner - log_norm(self.alpha)).sum())

    def learned(self, logs: Floats) -> "Shapes":
        """Return the prior that fits the expected log rates of all sources, shape (S, ..., K), best.

        Newton steps in the form of Minka (2000, "Estimating a Dirichlet distribution"); a step that would
        lower the objective is halved until it does not, so that the bound never falls.
        """
        n = logs.shape[0] + self.weight
        if n == 0:
            return self
        mean = (logs.sum(axis=0) + self.weight * expected_log(self.reference)) / n
        k = mean.shape[-1]
        flat = [_fit(a, m) for a, m in zip(self.alpha.reshape(-1, k), mean.reshape(-1, k), strict=True)]
        return Shapes(np.array(flat).reshape(self.alpha.shape), self.reference, self.weight)


def expected_log(alpha: Floats) -> Floats:
    """Return E[log theta] of Dirichlets along the last axis: psi(alpha_k) - psi(sum alpha)."""
    return digamma(alpha) - digamma(alpha.sum(axis=-1, keepdims=True))


def log_norm(alpha: Floats) -> Floats:
    """Return log B(alpha) along the last axis."""
    return np.asarray(log_gamma(alpha).sum(axis=-1) - log_gamma(alpha.sum(axis=-1)))


def divergence(posterior: Floats, prior: Floats, logs: Floats) -> float:
    """Return KL(Dirichlet(posterior) || Dirichlet(prior)), summed over everything but the last axis.

    `logs` is E[log theta] under the posterior. prior broadcasts over the sources.
    """
    inner = ((posterior - prior) * logs).sum(axis=-1)
    return float((inner - log_norm(posterior) + log_norm(prior)).sum())


def _fit(alpha: Floats, mean: Floats) -> Floats:
    def objective(a: Floats) -> float:
        return float(((a - 1.0) * mean).sum() - log_norm(a))

    best, value = alpha, objective(alpha)
    for _ in range(NEWTON_STEPS):
        gradient = digamma(best.sum(keepdims=True)) - digamma(best) + mean
        diagonal = -trigamma(best)
        shared = float(trigamma(best.sum(keepdims=True))[0])
        b = (gradient / diagonal).sum() / (1.0 / shared + (1.0 / diagonal).sum())
        step = (gradient - b) / diagonal
        scale = 1.0
        while scale > 1e-4:
            tried = best - scale * step
            if tried.min() > LEAST_SHAPE and tried.max() < MOST_SHAPE and (now := objective(tried)) >= value:
                break
            scale /= 2
        else:
            return best
        gained, best, value = now - value, tried, now
        if gained < 1e-12:
            break
    return best
