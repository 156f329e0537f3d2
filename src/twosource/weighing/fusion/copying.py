"""One accuracy per source where some sources are found to copy from others: a mixture, not an exponent.

    s has no parent for the item     P(v | T) = P_own(v | T)
    s has one, which said u          P(v | T) = (1 - rho_s) P_copy(v | u) + rho_s P_own(v | T)
    P_own(v | T) = A_s if v = T, else (1 - A_s) / n;   P_copy(v | u) = phi if v = u, else (1 - phi) / n

rho_s is the rate at which the source has access of its own, learned over all its statements with a parent
(Beta prior). Parents are given and form no circle, so the product over statements is the exact probability
of all that was said, and the posterior of an item is exact given the parameters. An exponent on the vote,
as in ACCUCOPY (Dong et al. 2009), is not a probability of anything said. Disagreement with the parent is
evidence of own access by the same formula.

By hand: a source that always repeats its parent (rho near 0) has the same P(v | T) for every T and drops out.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.arranging import Arranged
from twosource.weighing.fusion.dirichlets import Shapes, divergence, expected_log
from twosource.weighing.fusion.gammas import log_gamma
from twosource.weighing.fusion.hidden_votes import Hidden, expanded
from twosource.weighing.fusion.open_values import alone_odds

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RATE_SOURCES = 1.0


@dataclass(eq=False)
class Copying:
    """The climber; beliefs have shape (C,). `parent` (M,) is 1 where the parent said the same, 0 where it
    said something else, -1 where there is none. `n_labels` closes the list, else every item has `n_false`
    false values, or as many as were said. `rate` is the Beta of own access, own and copied.
    """

    told: Arranged
    shapes: Shapes
    parent: Ints
    rate: Shapes
    fidelity: float
    learn_prior: bool
    n_labels: int = 0
    n_false: int = 10
    rates: Floats = field(init=False)
    logs: Floats = field(init=False)

    def __post_init__(self) -> None:
        told = self.told
        sizes = np.diff(told.item_start)
        full = np.full(told.n_items, self.n_labels - 1) if self.n_labels else np.maximum(self.n_false, sizes)
        self.room = np.maximum(full.astype(np.float64) + 1.0 - sizes, 0.0)
        false = -np.log(full.astype(np.float64))[told.item]
        self.false = false
        same, phi = self.parent == 1, self.fidelity
        self.copied = np.where(same, np.log(phi), np.log1p(-phi) + false)
        self.follows = self.parent >= 0
        self.mass = told.mass()
        prior = -np.log(full + 1.0)
        ways = 0.0 if self.n_labels else log_gamma(full + 2.0) - log_gamma(full + 2.0 - sizes)
        self.fixed = float(np.sum(prior) + np.sum(ways))
        self.rates = np.tile(self.shapes.alpha, (told.n_sources, 1))
        self.logs = expected_log(self.rates)
        self.own = np.tile(self.rate.alpha, (told.n_sources, 1))
        self.own_logs = expected_log(self.own)
        self.counts = told.counts()
        self.sizes = told.per_item(self.counts)

    def start(self) -> Floats:
        """Return what the prior makes of it: every source equally good, copiers discounted."""
        return self.judge()[0]

    def learn(self, belief: Floats) -> None:
        """Set accuracies and rates of own access to what raises the bound most, given the belief."""
        told = self.told
        right, wrong, copied = self._terms()
        own_right = np.where(self.follows, _share(right, copied), 1.0)
        own_wrong = np.where(self.follows, _share(wrong, copied), 1.0)
        held = told.spread(belief)
        r, w = self._weighed(held * own_right), self._weighed((1.0 - held) * own_wrong)
        mine = np.bincount(told.source, r, told.n_sources), np.bincount(told.source, w, told.n_sources)
        where = told.source[self.follows]
        own = np.bincount(where, (r + w)[self.follows], told.n_sources)
        total = np.bincount(where, self._weighed(np.ones(r.size))[self.follows], told.n_sources)
        self.rates = self.shapes.alpha + np.stack(mine, axis=1)
        self.own = self.rate.alpha + np.stack([own, np.maximum(total - own, 0.0)], axis=1)
        self.logs, self.own_logs = expected_log(self.rates), expected_log(self.own)
        if self.learn_prior:
            self.shapes = self.shapes.learned(self.logs)

    def weights(self) -> Floats:
        """Return log P(told | T = the value of the cell) - log P(told | T = another value), shape (C,).

        A voice alone is believed as often as its source is right.
        """
        # The other values share what is left, as in P_own.
        shared = self.told.per_cell(np.where(self.told.alone(), self.false, 0.0))
        return np.asarray(self._weights() + alone_odds(self.told, self.accuracy) - shared)

    def gains(self) -> Floats:
        """Return what each statement adds to the log-odds of its cell, shape (M,)."""
        right, wrong, copied = self._terms()
        gain = np.where(
            self.follows, np.logaddexp(right, copied) - np.logaddexp(wrong, copied), right - wrong
        )
        return self._weighed(gain)

    def _weights(self) -> Floats:
        return self.told.per_cell(self.gains())

    def judge(self) -> tuple[Floats, float]:
        """Return the belief given the parameters, and the penalised bound they reach."""
        told, logs = self.told, self._weights()
        _, wrong, copied = self._terms()
        base = np.where(self.follows, np.logaddexp(wrong, copied), wrong)
        sizes = np.diff(told.item_start)
        room = np.log(np.maximum(self.room, 1e-300))
        top = np.maximum(
            np.maximum.reduceat(logs, told.item_start[:-1]), np.where(self.room > 0, room, -np.inf)
        )
        raised = np.exp(logs - np.repeat(top, sizes))
        whole = told.per_item(raised) + self.room * np.exp(-top)
        total = float((np.log(whole) + top).sum() + self._weighed(base).sum()) + self.fixed
        return raised / np.repeat(whole, sizes), total - self._penalty()

    def own_chance(self, belief: Floats) -> Floats:
        """Return P_own of what each statement says, over what is believed of its item, (M,)."""
        held = self.told.spread(np.clip(belief, 1e-9, 1.0 - 1e-9))
        a = self.accuracy[self.told.source]
        return np.asarray(held * a + (1.0 - held) * (1.0 - a) * np.exp(self.false))

    def none(self) -> Floats:
        """Return the log-odds of "none of them" by item, (N,): the log of how many values nobody says."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.room))

    def hidden(self, chosen: Ints) -> Hidden:
        """Return each chosen statement hidden: its item judged without it, its chance under each truth."""
        told = self.told
        wide = expanded(told, chosen)
        right, wrong, copied = (x[chosen] for x in self._terms())
        follows = self.follows[chosen]
        said = np.where(follows, np.logaddexp(right, copied), right)
        other = np.where(follows, np.logaddexp(wrong, copied), wrong)
        weight = np.ones(chosen.size) if told.weight is None else told.weight[chosen]
        logs = np.append(self.weights(), 0.0)[wide.cell] - np.where(
            wide.is_own, (weight * (said - other))[wide.row], 0.0
        )
        logs = np.where(wide.is_none, self.none()[told.item[chosen][wide.row]], logs)
        chance = np.exp(np.where(wide.is_own, said[wide.row], other[wide.row]))
        item = told.item[chosen]
        return Hidden(wide.start, logs, chance, self.sizes[item] - weight, item)

    def _terms(self) -> tuple[Floats, Floats, Floats]:
        """Return log P_own of what is said if right, if wrong, and log P_copy, with the rates, (M,) each."""
        source = self.told.source
        own = np.where(self.follows, self.own_logs[source, 0], 0.0)
        right = self.logs[source, 0] + own
        wrong = self.logs[source, 1] + self.false + own
        return right, wrong, self.copied + self.own_logs[source, 1]

    def _weighed(self, x: Floats) -> Floats:
        return x if self.mass is None else x * self.mass

    def _penalty(self) -> float:
        drawn = divergence(self.rates, self.shapes.alpha, self.logs)
        return drawn - self.shapes.log_prior() + divergence(self.own, self.rate.alpha, self.own_logs)

    @property
    def accuracy(self) -> Floats:
        """Expected accuracy of each source where it speaks for itself, shape (S,)."""
        return np.asarray(self.rates[:, 0] / self.rates.sum(axis=1))

    @property
    def copies(self) -> Floats:
        """Expected share of its statements a source copies where it has a parent, else 0, shape (S,)."""
        share = self.own[:, 1] / self.own.sum(axis=1)
        has = np.bincount(self.told.source[self.follows], minlength=self.told.n_sources) > 0
        return np.where(has, share, 0.0)


def _share(one: Floats, other: Floats) -> Floats:
    """Return e^one / (e^one + e^other)."""
    return np.asarray(1.0 / (1.0 + np.exp(np.clip(other - one, -700.0, 700.0))))
