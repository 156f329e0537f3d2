"""A closed list of values: a table of confusions per source, or one accuracy that the whole list shares.

    T_j ~ Dirichlet-distributed shares of the labels
    P(s says l | T_j = k) = pi_i[k, l],   pi_i[k] ~ Dirichlet(alpha[k]),   alpha learned over all sources

With two labels the table is sensitivity and specificity. Dawid and Skene (1979) with the prior learned, as
a bound that never falls (variational: Kim and Ghahramani 2012).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.arranging import Arranged
from twosource.weighing.fusion.dirichlets import Shapes, divergence, expected_log
from twosource.weighing.fusion.hidden_votes import Hidden

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LABEL_PRIOR = 1.0


@dataclass(eq=False)
class ClosedList:
    """The climber for K labels; belief arrays have shape (N, K). `tied`: one accuracy instead of a table."""

    told: Arranged
    n_labels: int
    shapes: Shapes
    learn_prior: bool
    tied: bool = False
    labels: Floats = field(init=False)
    rates: Floats = field(init=False)
    logs: Floats = field(init=False)

    def __post_init__(self) -> None:
        told, k = self.told, self.n_labels
        self.said = told.cell_value[told.cell]
        self.key = told.source * k + self.said
        self.first = told.cell_start[told.item_start]
        self.sizes = np.diff(self.first)
        self.labels = np.full(k, LABEL_PRIOR)
        self.label_logs = expected_log(self.labels)
        self.rates = np.tile(self.shapes.alpha, (told.n_sources, *[1] * self.shapes.alpha.ndim))
        self.logs = expected_log(self.rates)
        self.totals = np.bincount(told.source, told.weight, told.n_sources).astype(np.float64)
        self.votes = np.zeros((told.n_items, k))
        self.votes[told.cell_item, told.cell_value] = told.counts()

    def start(self) -> Floats:
        """Return the shares of the votes as first belief, half a vote being spread over the list."""
        votes = self.votes + 0.5 / self.n_labels
        return np.asarray(votes / votes.sum(axis=1, keepdims=True))

    def learn(self, belief: Floats) -> None:
        """Set confusions, their prior and the shares of the labels to what raises the bound most."""
        told, k = self.told, self.n_labels
        self.labels = LABEL_PRIOR + belief.sum(axis=0)
        self.label_logs = expected_log(self.labels)
        if self.tied:
            held = belief.ravel()[told.item * k + self.said]
            right = np.bincount(told.source, self._weighed(held), told.n_sources)
            counts = np.stack([right, np.maximum(self.totals - right, 0.0)], axis=1)
        else:
            size = told.n_sources * k
            counts = np.empty((told.n_sources, k, k))
            for true in range(k):
                held = self._weighed(np.repeat(belief[:, true], self.sizes))
                counts[:, true, :] = np.bincount(self.key, held, size).reshape(-1, k)
        self.rates = self.shapes.alpha + counts
        self.logs = expected_log(self.rates)
        if self.learn_prior:
            self.shapes = self.shapes.learned(self.logs)

    def judge(self) -> tuple[Floats, float]:
        """Return the belief given the parameters, and the penalised bound they reach."""
        logs = self.weights() + self.label_logs
        top = logs.max(axis=1, keepdims=True)
        raised = np.exp(logs - top)
        whole = raised.sum(axis=1, keepdims=True)
        total = float((np.log(whole) + top).sum()) + self._base()
        return raised / whole, total - self._penalty()

    def weights(self) -> Floats:
        """Return log P(told of the item | T = label) up to what all labels share, shape (N, K)."""
        told, k = self.told, self.n_labels
        if self.tied:
            gain = self._weighed((self.logs[:, 0] - self.logs[:, 1] + np.log(max(1, k - 1)))[told.source])
            flat = np.zeros(told.n_items * k)
            flat[told.cell_item * k + told.cell_value] = told.per_cell(gain)
            return flat.reshape(-1, k)
        table = np.ascontiguousarray(self.logs.transpose(0, 2, 1)).reshape(-1, k)
        out = np.empty((told.n_items, k))
        for true in range(k):
            out[:, true] = np.add.reduceat(self._weighed(table[:, true][self.key]), self.first[:-1])
        return out

    def hidden(self, chosen: Ints) -> Hidden:
        """Return each chosen statement hidden: its item judged without it, its chance under each truth."""
        told, k = self.told, self.n_labels
        item, source, said = told.item[chosen], told.source[chosen], self.said[chosen]
        weight = np.ones(chosen.size) if told.weight is None else told.weight[chosen]
        if self.tied:
            gain = self.logs[source, 0] - self.logs[source, 1] + np.log(max(1, k - 1))
            own = np.where(np.arange(k) == said[:, None], gain[:, None], 0.0)
        else:
            own = self.logs[source, :, said]
        logs = (self.weights() + self.label_logs)[item] - own * weight[:, None]
        chance = self.confusion[source, :, said]
        others = self.votes.sum(axis=1)[item] - weight
        return Hidden(np.arange(chosen.size + 1) * k, logs.ravel(), chance.ravel(), others, item)

    def _weighed(self, x: Floats) -> Floats:
        return x if self.told.weight is None else x * self.told.weight

    def _base(self) -> float:
        if not self.tied:
            return 0.0
        return float(self.totals @ (self.logs[:, 1] - np.log(max(1, self.n_labels - 1))))

    def _penalty(self) -> float:
        drawn = divergence(self.rates, self.shapes.alpha, self.logs)
        flat = np.full(self.n_labels, LABEL_PRIOR)
        return drawn - self.shapes.log_prior() + divergence(self.labels, flat, self.label_logs)

    @property
    def confusion(self) -> Floats:
        """Expected P(says l | k is so) of each source, shape (S, K, K)."""
        if not self.tied:
            return np.asarray(self.rates / self.rates.sum(axis=2, keepdims=True))
        a, k = self.accuracy, self.n_labels
        wrong = ((1 - a) / max(1, k - 1))[:, None, None]
        return np.asarray(np.where(np.eye(k, dtype=bool), a[:, None, None], wrong))

    @property
    def accuracy(self) -> Floats:
        """Expected share of right statements of each source, labels taken as often as they are so, (S,)."""
        if self.tied:
            return np.asarray(self.rates[:, 0] / self.rates.sum(axis=1))
        right = np.diagonal(self.confusion, axis1=1, axis2=2)
        return np.asarray(right @ (self.labels / self.labels.sum()))


def confusion_reference(n_labels: int, right: float, wrong: float) -> Floats:
    """Return the reference rows of a table: `right` on the diagonal, `wrong` spread over the rest, (K, K)."""
    rows = np.full((n_labels, n_labels), wrong / max(1, n_labels - 1))
    np.fill_diagonal(rows, right)
    return rows
