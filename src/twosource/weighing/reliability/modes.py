"""How whoever hands over papers works: honest, selective, salting, crude; and whether the next is genuine.

Each way of working has its own share of genuine papers before and now. A record of genuine leaks hardly
separates an honest hand from one that salts: the gap to certainty is P(salting | record) P(forged now |
salting), which more good leaks hardly shrink (reasoning.md 3.1).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from twosource.evidence.elicitation import TrackRecord
from twosource.weighing.reliability.judged import Mode, judged
from twosource.weighing.reliability.lots import Lot
from twosource.weighing.reliability.posterior import log_record

YARDSTICK_LEAKS = (1, 5)
YARDSTICK_UNSEEN = (0.2, 1.0)


@dataclass(frozen=True, slots=True)
class ModeReading:
    """Each way of working with its probability, P(next genuine) with and without the record, and their ratio.

    `ratio` compares the odds of "genuine" with the record to those without it: what the record is worth.
    """

    modes: tuple[tuple[str, float], ...]
    p_genuine: float
    p_before: float
    ratio: float


def mode_posterior(lots: Iterable[Lot], modes: Sequence[Mode] | None = None) -> ModeReading:
    """Return the posterior over ways of working. Raises ValueError where none of them allows the record."""
    ways = judged().modes if modes is None else modes
    prior = np.array([way.prior for way in ways], dtype=np.float64)
    logs = _log_per_mode(lots, [way.genuine_before for way in ways])
    if not np.isfinite(logs).any():
        raise ValueError("no way of working allows this record")
    weights = prior * np.exp(logs - logs.max())
    weights = weights / weights.sum()
    now = np.array([way.genuine_now for way in ways], dtype=np.float64)
    p, before = float(weights @ now), float(prior @ now / prior.sum())
    ratio = p / (1.0 - p) / (before / (1.0 - before))
    return ModeReading(
        tuple((way.name, float(w)) for way, w in zip(ways, weights, strict=True)), p, before, ratio
    )


def _log_per_mode(
    lots: Iterable[Lot], rates: Sequence[float]
) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    theta = np.array(rates, dtype=np.float64)
    return log_record(lots, theta, 1.0 - theta)


def yardstick() -> tuple[float, float]:
    """Return what one to five leaks are worth, all separate, checked and genuine: least and most."""
    ratios = [
        mode_posterior([Lot(is_asserted=True, is_true=True, n=n, unseen=s, quality=1.0)]).ratio
        for n in YARDSTICK_LEAKS
        for s in YARDSTICK_UNSEEN
    ]
    return min(ratios), max(ratios)


def network_record(lots: Iterable[Lot], genuine_rate: Sequence[float]) -> TrackRecord:
    """Return a record as a variable of a network uses it: one value in place of all entries, and exact.

    `genuine_rate` gives, per state of the variable, the share of earlier items that would have been
    genuine. Separate, fully checked successes keep their n and s where n is whole; any other record becomes
    one item whose rates are the likelihoods of the whole record, the largest set to 1: a network sees
    nothing else of it.

    By hand: three successes with s = .5 and rates 1, 1, 1, .4 stay as they are.
    """
    kept = tuple(lot for lot in lots if lot.is_asserted)
    rates = tuple(genuine_rate)
    if not kept:
        return TrackRecord(n=0, unseen=1.0, genuine_rate=rates)
    first = kept[0]
    if len(kept) == 1 and first.is_true and first.quality == 1.0 and float(first.n).is_integer():
        return TrackRecord(n=int(first.n), unseen=first.unseen, genuine_rate=rates)
    logs = _log_per_mode(kept, rates)
    if not np.isfinite(logs).any():
        raise ValueError("no state of the variable allows this record")
    return TrackRecord(n=1, unseen=1.0, genuine_rate=tuple(map(float, np.exp(logs - logs.max()))))
