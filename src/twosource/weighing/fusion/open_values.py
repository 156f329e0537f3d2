"""One accuracy per source, where the values are open: names, places, numbers.

    T_j                      the true value; any value that is said, or one nobody says
    s says T_j               with probability A_i
    s says something false   with probability 1 - A_i, drawn from an urn of the item: a false value said
                             c times before comes again with c / (n + alpha), a new one with
                             alpha / (n + alpha)

The urn (Blackwell and MacQueen 1973) is what lets false values be popular, as an outdated figure is; alpha is
learned. With many false values that nobody repeats alpha is large and agreement is worth much; with a few
that everybody repeats it is small. Given T the false statements of an item have the probability

    alpha^k Gamma(alpha) / Gamma(alpha + n) * prod_v Gamma(n_v)

for k false values said n_v times, n in all, so that the posterior of an item is exact given the parameters.

By hand: two values said once each by equals have equal posteriors, whatever alpha is.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.arranging import Arranged, numbered
from twosource.weighing.fusion.dirichlets import Shapes, divergence, expected_log
from twosource.weighing.fusion.gammas import digamma, log_gamma
from twosource.weighing.fusion.hidden_votes import Hidden, expanded

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

URN_STEPS = 3
LEAST_HELD = 1e-9
URN_MIDDLE, URN_SPREAD = np.log(10.0), 1.0


@dataclass(eq=False)
class OpenValues:
    """The climber for open values; beliefs have shape (C,), what is left of 1 per item is "unsaid"."""

    told: Arranged
    shapes: Shapes
    learn_prior: bool
    log_alpha: float = URN_MIDDLE
    rates: Floats = field(init=False)
    logs: Floats = field(init=False)

    def __post_init__(self) -> None:
        told = self.told
        self.mass = told.mass()
        self.totals = np.bincount(told.source, self.mass, told.n_sources).astype(np.float64)
        self.counts = told.counts()
        self.sizes = told.per_item(self.counts)
        self.kind_counts, self.kind_sizes, self.kind = _kinds(told, self.counts, self.sizes)
        per_kind = np.bincount(self.kind, 1.0 / np.repeat(np.diff(told.item_start), np.diff(told.item_start)))
        self.size_values, self.size_numbers = self.kind_sizes, per_kind
        self.fixed = float(np.bincount(self.kind) @ log_gamma(self.kind_counts))
        self.rates = np.tile(self.shapes.alpha, (told.n_sources, 1))
        self.logs = expected_log(self.rates)

    def start(self) -> Floats:
        """Return the shares of the votes as first belief, one vote being for "none of them"."""
        return self.counts / np.repeat(self.sizes + 1.0, np.diff(self.told.item_start))

    def learn(self, belief: Floats) -> None:
        """Set accuracies, their prior and the urn to what raises the bound most, given the belief."""
        told = self.told
        right = np.bincount(told.source, self._weighed(told.spread(belief)), told.n_sources)
        self.rates = self.shapes.alpha + np.stack([right, np.maximum(self.totals - right, 0.0)], axis=1)
        self.logs = expected_log(self.rates)
        if self.learn_prior:
            self.shapes = self.shapes.learned(self.logs)
        self._learn_urn(np.bincount(self.kind, belief, self.kind_counts.size).astype(np.float64))

    def weights(self) -> Floats:
        """Return log P(told | T = the value of the cell) - log P(told | T = none of them), shape (C,).

        A voice alone is believed as often as its source is right.
        """
        return np.asarray(self._weights() + alone_odds(self.told, self.accuracy))

    def gains(self) -> Floats:
        """Return what each statement adds to the log-odds of its cell but for the urn, shape (M,)."""
        return self._weighed((self.logs[:, 0] - self.logs[:, 1])[self.told.source])

    def urn_of(self, held: Floats, n: Floats) -> Floats:
        """Return the part of the urn in the log-odds of a value said `held` times of an item said of `n`."""
        alpha = float(np.exp(self.log_alpha))
        urn = log_gamma(alpha + n) - log_gamma(alpha + n - held) - self.log_alpha
        return np.where(held > LEAST_HELD, urn - log_gamma(np.maximum(held, LEAST_HELD)), 0.0)

    def _weights(self) -> Floats:
        return np.asarray(self.told.per_cell(self.gains()) + self._urn()[self.kind])

    def judge(self) -> tuple[Floats, float]:
        """Return the belief given the parameters, and the penalised bound they reach."""
        told, logs = self.told, self._weights()
        belief, total = softened(logs, told)
        base = float(self.totals @ self.logs[:, 1]) + self._log_urn_base()
        return belief, total + base - self._penalty()

    def hidden(self, chosen: Ints) -> Hidden:
        """Return each chosen statement hidden: its item judged without it, and its chance under each truth.

        The candidates are the values of the item and "none of them", the last, whose log-odds are 0.
        """
        told, alpha = self.told, float(np.exp(self.log_alpha))
        wide = expanded(told, chosen)
        item, source, own = told.item[chosen], told.source[chosen], told.cell[chosen]
        weight = np.ones(chosen.size) if told.weight is None else told.weight[chosen]
        row, is_own = wide.row, wide.is_own
        gain = told.per_cell(self.gains())
        own_gain = (weight * (self.logs[source, 0] - self.logs[source, 1]))[row]
        held = np.append(self.counts, 0.0)[wide.cell] - np.where(is_own, weight[row], 0.0)
        n = self.sizes[item[row]] - weight[row]
        logs = np.append(gain, 0.0)[wide.cell] - np.where(is_own, own_gain, 0.0) + self.urn_of(held, n)
        # A value only the hidden statement gives is one of those nobody gives.
        fresh = is_own & (held <= LEAST_HELD)
        logs = np.where(fresh, -np.inf, np.where(wide.is_none, 0.0, logs))
        before = (self.counts[own] - weight)[row]
        again = np.where(before > LEAST_HELD, before, alpha) / (alpha + n - held)
        right = self.accuracy[source][row]
        chance = np.where(is_own & ~fresh, right, (1.0 - right) * again)
        return Hidden(wide.start, logs, chance, self.sizes[item] - weight, item)

    def none(self) -> Floats:
        """Return the log-odds of "none of them" by item, to which those of the cells are relative, (N,)."""
        return np.zeros(self.told.n_items)

    def _weighed(self, x: Floats) -> Floats:
        return x if self.mass is None else x * self.mass

    def _penalty(self) -> float:
        drawn = divergence(self.rates, self.shapes.alpha, self.logs)
        away = (self.log_alpha - URN_MIDDLE) / URN_SPREAD
        return drawn - self.shapes.log_prior() + float(away**2) / 2

    def _urn(self, log_alpha: float | None = None) -> Floats:
        log_a = self.log_alpha if log_alpha is None else log_alpha
        a, n, c = np.exp(log_a), self.kind_sizes, self.kind_counts
        return np.asarray(log_gamma(a + n) - log_gamma(a + n - c) - log_a - log_gamma(c))

    def _log_urn_base(self, log_alpha: float | None = None) -> float:
        log_a = self.log_alpha if log_alpha is None else log_alpha
        a = np.exp(log_a)
        per_item = log_gamma(np.array([a])) - log_gamma(a + self.size_values)
        return self.fixed + float(self.counts.size * log_a + self.size_numbers @ per_item)

    def _learn_urn(self, believed: Floats) -> None:
        """Raise the expected log probability of the urns; `believed` (kinds,) counts cells held true."""

        def objective(log_a: float) -> float:
            prior = float(((log_a - URN_MIDDLE) / URN_SPREAD) ** 2) / 2
            return self._log_urn_base(log_a) + float(believed @ self._urn(log_a)) - prior

        now, step = objective(self.log_alpha), 0.5
        for _ in range(URN_STEPS):
            slope = self._slope(believed)
            tried = float(np.clip(self.log_alpha + np.sign(slope) * step, -5.0, 15.0))
            while (value := objective(tried)) < now and step > 1e-4:
                step /= 4
                tried = float(np.clip(self.log_alpha + np.sign(slope) * step, -5.0, 15.0))
            if value < now:
                return
            self.log_alpha, now = tried, value

    def _slope(self, believed: Floats) -> float:
        a, n, c = np.exp(self.log_alpha), self.kind_sizes, self.kind_counts
        per_cell = digamma(a + n) - digamma(a + n - c)
        per_item = digamma(np.array([a])) - digamma(a + self.size_values)
        rise = a * (float(believed @ per_cell) + float(self.size_numbers @ per_item))
        held = self.counts.size - float(believed.sum())
        return float(rise + held - (self.log_alpha - URN_MIDDLE) / URN_SPREAD**2)

    @property
    def accuracy(self) -> Floats:
        """Expected accuracy of each source, shape (S,)."""
        return np.asarray(self.rates[:, 0] / self.rates.sum(axis=1))


def softened(logs: Floats, told: Arranged) -> tuple[Floats, float]:
    """Return exp(logs) / (1 + sum over the item of exp(logs)), and the sum of the logs of those sums."""
    if not logs.size:
        return logs, 0.0
    sizes = np.diff(told.item_start)
    top = np.maximum(np.maximum.reduceat(logs, told.item_start[:-1]), 0.0)
    raised = np.exp(logs - np.repeat(top, sizes))
    whole = told.per_item(raised) + np.exp(-top)
    return raised / np.repeat(whole, sizes), float((np.log(whole) + top).sum())


def _kinds(told: Arranged, counts: Floats, sizes: Floats) -> tuple[Floats, Floats, Ints]:
    """Return the distinct pairs of how often a cell and how often its item is told of, and each cell's pair.

    There are few of them however many cells there are, so that the urn costs next to nothing.
    """
    wide = np.repeat(sizes, np.diff(told.item_start))
    span = int(sizes.max()) + 1
    whole = (counts % 1 == 0) & (wide % 1 == 0)
    distinct, places = numbered((counts[whole] * span + wide[whole]).astype(np.int64))
    kind = np.empty(counts.size, dtype=np.int64)
    kind[whole] = places
    rest = np.round(np.stack([counts[~whole], wide[~whole]], axis=1), 9)
    rows, others = np.unique(rest, axis=0, return_inverse=True)
    kind[~whole] = distinct.size + others.ravel()
    held = np.concatenate([(distinct // span).astype(np.float64), rows[:, 0]])
    return held, np.concatenate([(distinct % span).astype(np.float64), rows[:, 1]]), kind


def alone_odds(told: Arranged, accuracy: Floats) -> Floats:
    """Return log(A / (1 - A)) of the source for cells that are all an item has, said once; else 0, (C,)."""
    odds = np.log(accuracy) - np.log1p(-accuracy)
    return told.per_cell(np.where(told.alone(), odds[told.source], 0.0))
