"""Logistic regression whose weights may not fall below zero, drawn towards weights judged beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
ROUNDS = 20_000


@dataclass(frozen=True, slots=True)
class Fit:
    """Log-odds = `constant` + amounts @ weights, every weight zero or more."""

    constant: float
    weights: Floats

    def log_odds(self, amounts: Floats) -> Floats:
        """Return the log-odds of each row."""
        return np.asarray(self.constant + amounts @ self.weights, dtype=np.float64)


def fit(amounts: Floats, is_same: Floats, judged: Floats, ridge: float) -> Fit:
    """Minimise the mean log loss + ridge/(2n) |w - judged|^2 over w >= 0, the constant free.

    `amounts` (n, d) are signed: what speaks against has negative amounts, so every weight is the size of
    a step. Projected gradient with Nesterov's momentum and a step of 1/L, L a bound on the curvature; the
    problem is strictly convex, so the same rows give the same weights.
    """
    n = len(is_same)
    rows = np.column_stack([np.ones(n), amounts])
    centre = np.concatenate([[0.0], judged])
    shrink = np.concatenate([[1e-6], np.full(amounts.shape[1], ridge)]) / n
    step = 1.0 / (np.linalg.norm(rows, 2) ** 2 / (4 * n) + float(shrink.max()))
    w, ahead, t = centre.copy(), centre.copy(), 1.0
    for _ in range(ROUNDS):
        p = 1.0 / (1.0 + np.exp(-np.clip(rows @ ahead, -30, 30)))
        slope = rows.T @ (p - is_same) / n + shrink * (ahead - centre)
        new = ahead - step * slope
        new[1:] = np.maximum(new[1:], 0.0)
        nt = (1 + np.sqrt(1 + 4 * t * t)) / 2
        ahead = new + (t - 1) / nt * (new - w)
        if np.abs(new - w).max() < 1e-9:
            w = new
            break
        w, t = new, nt
    return Fit(float(w[0]), w[1:])


def precision_recall(points: Floats, is_same: Floats, threshold: float) -> tuple[float, float, int]:
    """Return precision, recall and the number of pairs at or above a threshold; 1 precise where none is."""
    above = points >= threshold
    n, right = int(above.sum()), float(is_same[above].sum())
    return (right / n if n else 1.0), right / max(1.0, float(is_same.sum())), n


def matrix(
    parts: Sequence[Sequence[tuple[str, float]]], names: Sequence[str], against: frozenset[str]
) -> Floats:
    """Return the signed amounts, a row per pair and a column per name; what has no column is left out."""
    place = {name: n for n, name in enumerate(names)}
    table = np.zeros((len(parts), len(names)))
    for row, found in enumerate(parts):
        for name, amount in found:
            if name in place:
                table[row, place[name]] += -amount if name in against else amount
    return table
