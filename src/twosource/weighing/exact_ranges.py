"""Exact ranges for a share seen in n trials, without a statistics library.

Clopper and Pearson 1934: the range holds every share under which what was seen, or something at least as
far off, is not improbable. Its ends are quantiles of beta distributions; the regularised incomplete beta
I_x(a, b) is summed as a continued fraction (Abramowitz and Stegun 26.5.8, evaluated after Lentz 1976) and
inverted by halving. By hand: 0 of 10 gives 0 to 1 - .05 ** (1/10) = .259 at 90 %.
"""

import math

HALVINGS = 60
MOST_TERMS = 10_000
_TINY = 1e-300
_EPSILON = 1e-15


def beta_share(x: float, a: float, b: float) -> float:
    """Return I_x(a, b), the share of a Beta(a, b) that lies below x. ValueError for a or b not above 0."""
    if not (a > 0.0 and b > 0.0 and math.isfinite(a) and math.isfinite(b)):
        raise ValueError(f"not a beta distribution: {a}, {b}")
    if x <= 0.0 or x >= 1.0:
        return 0.0 if x <= 0.0 else 1.0
    if x > (a + 1.0) / (a + b + 2.0):
        return 1.0 - beta_share(1.0 - x, b, a)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    """Sum the continued fraction of I_x(a, b), which settles fast for x below its mean."""
    front, back = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    back = 1.0 / (back if abs(back) > _TINY else _TINY)
    total = back
    for m in range(1, MOST_TERMS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0)),
        ):
            back = 1.0 + term * back
            front = 1.0 + term / front
            back = 1.0 / (back if abs(back) > _TINY else _TINY)
            front = front if abs(front) > _TINY else _TINY
            step = front * back
            total *= step
        if abs(step - 1.0) < _EPSILON:
            break
    return total


def beta_quantile(share: float, a: float, b: float) -> float:
    """Return the x below which `share` of a Beta(a, b) lies, by halving: exact to the last few bits."""
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"not a share: {share}")
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if beta_share(middle, a, b) < share else (low, middle)
    return (low + high) / 2.0


def exact_range(n_true: int, n: int, share: float = 0.9) -> tuple[float, float]:
    """Return the Clopper-Pearson range of the true share after `n_true` of `n`; 0 to 1 where n is 0.

    Raises ValueError for counts that cannot be or a `share` outside 0 to 1.
    """
    if not 0 <= n_true <= n or not 0.0 < share < 1.0:
        raise ValueError(f"not a count of trials: {n_true} of {n}, range {share}")
    tail = (1.0 - share) / 2.0
    low = beta_quantile(tail, n_true, n - n_true + 1) if n_true else 0.0
    high = beta_quantile(1.0 - tail, n_true + 1, n - n_true) if n_true < n else 1.0
    return low, high
