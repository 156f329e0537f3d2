"""Logistic regression with a small ridge, weights fixed beforehand, and folds that keep names together."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from twosource.naming.pairing import LOOKS

RIDGE, FOLDS = 0.3, 10
# Judged, not fitted: too few pairs show them, and both would make two people one.
JUDGED: Mapping[int, float] = {LOOKS.index("looks alike only"): -1.5, LOOKS.index("other number"): -1.0}
Floats = npt.NDArray[np.float64]


def logistic(x: Floats, y: Floats, ridge: float = 1e-3, fixed: Mapping[int, float] | None = None) -> Floats:
    """Return the weights that fit best (Newton's method); those in `fixed` stay as given.

    The first column is the constant and is not shrunk. Rows of `x` are cases, `y` holds 0 and 1.
    """
    held = fixed or {}
    free = np.array([n not in held for n in range(x.shape[1])])
    weights = np.array([held.get(n, 0.0) for n in range(x.shape[1])])
    offset, part = x @ weights, x[:, free]
    v = np.zeros(int(free.sum()))
    shrink = ridge * np.eye(len(v))
    shrink[0, 0] = 1e-6
    for _ in range(80):
        p = 1 / (1 + np.exp(-np.clip(part @ v + offset, -30, 30)))
        step = np.linalg.solve(
            (part * (p * (1 - p))[:, None]).T @ part + shrink, part.T @ (y - p) - shrink @ v
        )
        v += step
        if np.abs(step).max() < 1e-8:
            break
    weights[free] = v
    return weights


def left_out(
    x: Floats,
    y: Floats,
    groups: Sequence[str],
    ridge: float,
    fixed: Mapping[int, float],
    *,
    seed: int,
    folds: int,
) -> Floats:
    """Return, per case, the probability given by weights fitted without its fold; a group is in one fold."""
    names = {group: n for n, group in enumerate(dict.fromkeys(groups))}
    drawn = np.random.default_rng(seed).integers(0, folds, len(names))
    fold = drawn[[names[group] for group in groups]]
    p = np.zeros(len(y))
    for number in range(folds):
        weights = logistic(x[fold != number], y[fold != number], ridge, fixed)
        p[fold == number] = 1 / (1 + np.exp(-np.clip(x[fold == number] @ weights, -30, 30)))
    return p


def f1(p: Floats, y: Floats, threshold: float) -> float:
    """Return the harmonic mean of precision and recall where p at least `threshold` counts as yes."""
    yes = p >= threshold
    both = float((yes & (y > 0)).sum())
    return 2 * both / max(1.0, float(yes.sum() + (y > 0).sum()))
