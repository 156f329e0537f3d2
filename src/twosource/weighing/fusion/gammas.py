"""Logarithm of the gamma function and its derivative on arrays: numpy has neither, and no more is needed."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SHIFT = 8
_HALF_LOG_TWO_PI = 0.9189385332046727


def log_gamma(x: Floats) -> Floats:
    """Return log Gamma(x) for x > 0, any shape; error below 1e-12.

    Gamma(x) = Gamma(x + 8) / (x (x+1) ... (x+7)), and Stirling's series from 8 on.
    By hand: log_gamma(5) = log 24.
    """
    x = np.asarray(x, dtype=np.float64)
    product = np.ones_like(x)
    for step in range(SHIFT):
        product *= x + step
    y = x + SHIFT
    z = 1.0 / (y * y)
    series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z / 1188)))) / y
    return np.asarray((y - 0.5) * np.log(y) - y + _HALF_LOG_TWO_PI + series - np.log(product))


def digamma(x: Floats) -> Floats:
    """Return the derivative of log Gamma(x) for x > 0, any shape; error below 1e-12.

    psi(x) = psi(x + 8) - sum_k 1 / (x + k), and the asymptotic series from 8 on. By hand: psi(1) = -.5772.
    """
    x = np.asarray(x, dtype=np.float64)
    taken = np.zeros_like(x)
    for step in range(SHIFT):
        taken += 1.0 / (x + step)
    y = x + SHIFT
    z = 1.0 / (y * y)
    series = z * (1 / 12 - z * (1 / 120 - z * (1 / 252 - z * (1 / 240 - z / 132))))
    return np.asarray(np.log(y) - 0.5 / y - series - taken)


def trigamma(x: Floats) -> Floats:
    """Return the second derivative of log Gamma(x) for x > 0, any shape; error below 1e-11."""
    x = np.asarray(x, dtype=np.float64)
    added = np.zeros_like(x)
    for step in range(SHIFT):
        added += 1.0 / (x + step) ** 2
    y = x + SHIFT
    z = 1.0 / (y * y)
    series = z / y * (1 / 6 - z * (1 / 30 - z * (1 / 42 - z / 30)))
    return np.asarray(1.0 / y + 0.5 * z + series + added)
