"""Two error rates, not one: how often a party asserts what is false, and keeps silent on what is true.

They need matters that were looked at whatever the party did. Whoever records only what it asserted knows
neither: of the false matters on which it kept silent nothing is written. So each is given only where some
silence of its kind is on record.

A label "true" or "false" of a check of quality q is right with v = (1 + q) / 2, both being as probable
before: P(asserts | labelled false) = v alpha + (1 - v) (1 - beta), and for labelled true the other way
round. Both rates have flat priors; integration over both logits, closing in on the mass.
"""

from collections.abc import Iterable

import numpy as np

from twosource.weighing.elimination import FloatArray
from twosource.weighing.reliability.lots import Lot
from twosource.weighing.reliability.posterior import NEGLIGIBLE, share_at

NODES = 401
FARTHEST = 60.0


def error_rates(lots: Iterable[Lot]) -> tuple[float | None, float | None]:
    """Return the means of P(asserts | false) and P(silent | true); None where no such silence is recorded."""
    kept = tuple(lot for lot in lots if lot.n > 0.0)
    silent_on = {lot.is_true for lot in kept if not lot.is_asserted}
    if not silent_on:
        return None, None
    alpha, beta = _means(kept)
    return (alpha if False in silent_on else None), (beta if True in silent_on else None)


def _means(lots: tuple[Lot, ...]) -> tuple[float, float]:
    ranges = [(-FARTHEST, FARTHEST), (-FARTHEST, FARTHEST)]
    while True:
        x, y = (np.linspace(low, high, NODES) for low, high in ranges)
        logs = _log_density(x[:, None], y[None, :], lots)
        held = np.argwhere(logs > logs.max() - NEGLIGIBLE)
        first = np.maximum(held.min(axis=0) - 1, 0)
        last = np.minimum(held.max(axis=0) + 1, NODES - 1)
        if ((last - first) * 2 > NODES).all():
            mass = np.exp(logs - logs.max())
            alpha = (share_at(x)[:, None] * mass).sum() / mass.sum()
            beta = (share_at(y)[None, :] * mass).sum() / mass.sum()
            return float(alpha), float(beta)
        ranges = [(float(axis[f]), float(axis[e])) for axis, f, e in zip((x, y), first, last, strict=True)]


def _log_density(x: FloatArray, y: FloatArray, lots: tuple[Lot, ...]) -> FloatArray:
    """Return the log density over (logit alpha, logit beta), flat in both shares."""
    alpha, beta, no_alpha, no_beta = share_at(x), share_at(y), share_at(-x), share_at(-y)
    total = -np.logaddexp(0.0, -x) - np.logaddexp(0.0, x) - np.logaddexp(0.0, -y) - np.logaddexp(0.0, y)
    for lot in lots:
        v = (1.0 + lot.quality) / 2.0
        on_true = v if lot.is_true else 1.0 - v
        asserts = on_true * no_beta + (1.0 - on_true) * alpha
        silent = on_true * beta + (1.0 - on_true) * no_alpha
        with np.errstate(divide="ignore"):
            total = total + lot.n * np.log(asserts if lot.is_asserted else silent)
    return np.asarray(total, dtype=np.float64)
