"""How many followers of a first report have access of their own: one shared rate, not many coins.

Formula (2.3 of the reasoning): with lambda_s = P(features of s | own access) / P(features of s | derived),

    rho ~ Beta(a, b)
    p(rho | x) ~ Beta(rho; a, b) * prod_s [(1 - rho) + rho * lambda_s]
    q_s(rho)  = rho * lambda_s / (rho * lambda_s + 1 - rho)
    P(K = 1 + k) = integral of PoissonBinomial(k; q(rho)) p(rho | x) d rho

The mean of the product under the prior, Int Beta(rho; a, b) prod_s [...] d rho, is the factor by which the
cluster as a whole speaks: with lambda_s weighted by what each statement says it is the cluster factor of
a claim's truth (4.1).

The integral is taken over 48 Gauss-Legendre nodes in theta, rho = sin(theta)^2, laid where the
posterior has its mass: in theta a Beta with a = 1/2 has no pole, and the nodes follow the posterior
however many followers there are, which fixed quantiles of the prior do not.

By hand: no evidence (lambda = 1) and Beta(1/2, 2): P(K = 1) with 40 followers is B(1/2, 42) / B(1/2, 2)
= .21 and the mean of K is 1 + 40 / 5 = 9. With every lambda 1/30 it is .98, where separate coins of rate
1/5 would say (1 - .0083)^40 = .72. One follower: the factor is (b + a lambda) / (a + b).
"""

from dataclasses import dataclass
from functools import cache
from math import lgamma, log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

N_NODES = 48
N_SCAN = 2_000
FEW, N_SCAN_FEW = 1_000, 256
DROP = 40.0


@dataclass(frozen=True, slots=True)
class RatePosterior:
    """The posterior of the shared rate: nodes (n,), weights (n,) that sum to 1, q (n, m) per follower.

    `log_factor` is the natural logarithm of the mean of prod_s [(1 - rho) + rho lambda_s] under the prior.
    """

    nodes: Floats
    weights: Floats
    q: Floats
    log_factor: float

    @property
    def p_own(self) -> Floats:
        """P(own access) of each follower, shape (m,)."""
        return np.asarray(self.weights @ self.q, dtype=np.float64)


@cache
def _legendre(nodes: int) -> tuple[Floats, Floats]:
    """Return nodes and weights on -1 .. 1, worked out once: they cost more than the rest of the integral."""
    x, w = np.polynomial.legendre.leggauss(nodes)
    return np.asarray(x, dtype=np.float64), np.asarray(w, dtype=np.float64)


def _log_posterior(theta: Floats, lam: Floats, a: float, b: float) -> Floats:
    """Log density of theta up to a constant; the Jacobian of rho = sin^2 adds one to both exponents.

    Equal lambdas are taken together: a claim with thousands of followers has few distinct ones.
    """
    values, counts = np.unique(lam, return_counts=True)
    rho = np.sin(theta) ** 2
    density = (2 * a - 1) * np.log(np.sin(theta)) + (2 * b - 1) * np.log(np.cos(theta))
    if values.size:
        density = density + np.log1p(np.outer(rho, values - 1.0)) @ counts.astype(np.float64)
    return np.asarray(density, dtype=np.float64)


def own_access(lam: Floats, a: float, b: float, *, nodes: int = N_NODES) -> RatePosterior:
    """Return the posterior of the shared own-access rate for evidence ratios `lam`, shape (m,).

    Raises ValueError where a or b is not positive or a ratio is negative.
    """
    lam = np.asarray(lam, dtype=np.float64)
    if a <= 0 or b <= 0:
        raise ValueError(f"a Beta needs two positive numbers, not {a} and {b}")
    if lam.size and float(lam.min()) < 0:
        raise ValueError("a ratio of probabilities is not negative")
    low, high = _bracket(lam, a, b)
    x, w = _legendre(nodes)
    theta = np.asarray(low + (x + 1) / 2 * (high - low), dtype=np.float64)
    log_w = np.log(w) + _log_posterior(theta, lam, a, b)
    top = float(log_w.max())
    weights = np.exp(log_w - top)
    mass = float(weights.sum())
    rho: Floats = np.asarray(np.sin(theta) ** 2, dtype=np.float64)
    own = np.outer(rho, lam)
    return RatePosterior(
        nodes=rho,
        weights=weights / mass,
        q=own / (own + (1 - rho)[:, np.newaxis]),
        log_factor=top + log(mass * (high - low)) + lgamma(a + b) - lgamma(a) - lgamma(b),
    )


def _bracket(lam: Floats, a: float, b: float) -> tuple[float, float]:
    """Return the stretch of theta outside which the posterior is below e^-40 of its top; scanned twice.

    The posterior of m followers is 1 / (2 sqrt(m)) wide or wider, so that few need few looks.
    """
    low, high = 0.0, float(np.pi / 2)
    n_scan = N_SCAN if lam.size > FEW else N_SCAN_FEW
    for _ in range(2):
        step = (high - low) / n_scan
        theta: Floats = low + (np.arange(n_scan, dtype=np.float64) + 0.5) * step
        density = _log_posterior(theta, lam, a, b)
        inside = np.flatnonzero(density > density.max() - DROP)
        low, high = (
            float(max(0.0, theta[inside[0]] - step)),
            float(min(np.pi / 2, theta[inside[-1]] + step)),
        )
    return low, high


def poisson_binomial(q: Floats, *, longest: int = 64) -> Floats:
    """Return P(k of the followers have own access) per node, shape (n, longest + 1); the last holds the rest.

    q has shape (n, m). Recurrence: adding one follower shifts the counts by one with probability q.
    """
    n, m = q.shape
    size = min(m, longest) + 1
    p = np.zeros((n, size))
    p[:, 0] = 1.0
    for s in range(m):
        moved = p * q[:, s : s + 1]
        full = moved[:, -1].copy()
        p = p - moved
        p[:, 1:] += moved[:, :-1]
        p[:, -1] += full
    return p


def count_origins(rate: RatePosterior, *, longest: int = 64) -> Floats:
    """Return P(K = i) at index i for one first report and its followers; index 0 is 0."""
    followers = rate.weights @ poisson_binomial(rate.q, longest=longest)
    return np.concatenate(([0.0], followers))
