"""First reports and their followers: one unknown rate of own access per cluster, integrated once.

A cluster is a first report of one item and the statements that may derive from it. lambda_s = P(evidence |
own access) / P(evidence | derived) is given per follower; the first report has lambda = infinity.

    cluster factor (T) = P_own(first | T) Int Beta(rho; a, b) prod_s [(1 - rho) P_copy(v_s)
                                                                      + rho lambda_s P_own(v_s | T)] d rho
    P_own(v | T) = A if v = T, else (1 - A) / n
    P_copy(v) = phi if v is what was first said, else (1 - phi) / n

(Sections 2.3 and 4.1 of the reasoning.) The doubt about copying is shared by all followers, so it is one
integral a cluster and not one coin a follower. The integral takes Gauss-Legendre nodes in theta, rho =
sin(theta)^2, more of them the larger a cluster is, since the posterior of m followers is 1 / (2 sqrt m) wide.

By hand: one follower with lambda = 1 and a uniform rate: the factor is the mean of P_copy and P_own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.arranging import Arranged
from twosource.weighing.fusion.dirichlets import Shapes, divergence, expected_log

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_NODES, NODES_PER_ROOT = 32, 8
CHUNK = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """The clusters of some followers that are integrated together: of similar size, in one block.

    `statement` (F,) are followers by cluster and cell, `cluster_start` (Q+1,) bounds the clusters among them,
    `cell_start` (B+1,) the cells within clusters; `cell_cluster`, `cell` (B,) name those.
    """

    statement: Ints
    cluster_start: Ints
    cell_start: Ints
    cell_cluster: Ints
    cell: Ints
    item: Ints
    n_nodes: int


@cache
def rate_nodes(a: float, b: float, n: int) -> tuple[Floats, Floats]:
    """Return rho and 1 - rho as (2, n), and log weights (n,) that sum to 1 under Beta(a, b)."""
    x, w = np.polynomial.legendre.leggauss(n)
    theta = (x + 1) * np.pi / 4
    own, copied = 2 * np.log(np.sin(theta)), 2 * np.log(np.cos(theta))
    logs = np.log(w) + (a - 0.5) * own + (b - 0.5) * copied
    return np.exp(np.stack([own, copied])), logs - np.logaddexp.reduce(logs)


def clustered(told: Arranged, cluster: Ints, follows: NDArray[np.bool_]) -> list[Clusters]:
    """Return the followers in blocks of clusters of similar size, none above two million numbers.

    `cluster` (M,) and `follows` (M,) are in the order of `told`. A cluster never spans two items.
    """
    chosen = np.flatnonzero(follows)
    if not chosen.size:
        return []
    order = chosen[np.lexsort((told.source[chosen], told.cell[chosen], cluster[chosen]))]
    name, cell = cluster[order], told.cell[order]
    new = np.ones(order.size, dtype=bool)
    new[1:] = name[1:] != name[:-1]
    sizes = np.diff(np.append(np.flatnonzero(new), order.size))
    level = np.ceil(np.log2(np.maximum(sizes, 1)) / 2).astype(np.int64)
    blocks = []
    for size_class in np.unique(level).tolist():
        nodes = int(LEAST_NODES + NODES_PER_ROOT * 2**size_class)
        for part in _parts(np.flatnonzero(level == size_class), sizes, max(1, CHUNK // nodes)):
            keep = np.isin(np.cumsum(new) - 1, part)
            blocks.append(_block(order[keep], name[keep], cell[keep], told, nodes))
    return blocks


def _parts(members: Ints, sizes: Ints, most: int) -> Iterator[Ints]:
    """Yield runs of clusters with at most `most` followers together, one at least."""
    run = np.cumsum(sizes[members]) // most
    for part in np.unique(run).tolist():
        yield members[run == part]


def _block(order: Ints, name: Ints, cell: Ints, told: Arranged, nodes: int) -> Clusters:
    new = np.ones(order.size, dtype=bool)
    new[1:] = name[1:] != name[:-1]
    fresh = new.copy()
    fresh[1:] |= cell[1:] != cell[:-1]
    starts = np.flatnonzero(fresh)
    first = np.flatnonzero(new)
    return Clusters(
        statement=order,
        cluster_start=np.append(first, order.size),
        cell_start=np.append(starts, order.size),
        cell_cluster=(np.cumsum(new) - 1)[starts],
        cell=cell[starts],
        item=told.item[order[first]],
        n_nodes=nodes,
    )


@dataclass(eq=False)
class SharedRate:
    """The climber; beliefs have shape (C,). `lam` (M,) is infinite for first reports and those on their own.

    `first_same` (M,) says whether a follower repeats what its cluster's first report says. `n_labels` closes
    the list, else an item has `n_false` false values, or as many as were said. `is_exact`: `logs` are
    those of given accuracies, not expectations.
    """

    told: Arranged
    shapes: Shapes
    lam: Floats
    first_same: NDArray[np.bool_]
    blocks: list[Clusters]
    rate: tuple[float, float]
    fidelity: float
    learn_prior: bool
    n_labels: int = 0
    n_false: int = 10
    is_exact: bool = False
    logs: Floats = field(init=False)
    rates: Floats = field(init=False)

    def __post_init__(self) -> None:
        told = self.told
        sizes = np.diff(told.item_start)
        full = np.full(told.n_items, self.n_labels - 1) if self.n_labels else np.maximum(self.n_false, sizes)
        self.room = np.maximum(full + 1.0 - sizes, 0.0)
        self.false = -np.log(full.astype(np.float64))[told.item]
        self.fixed = float(-np.log(full + 1.0).sum())
        self.alone = ~np.isfinite(self.lam)
        self.teaches = ~told.alone()
        self.log_lam = np.log(np.maximum(np.where(self.alone, 1.0, self.lam), 1e-300))
        copied = np.where(self.first_same, np.log(self.fidelity), np.log1p(-self.fidelity) + self.false)
        self.copied = np.where(self.alone, 0.0, copied)
        self.rates = np.tile(self.shapes.alpha, (told.n_sources, 1))
        self.logs = expected_log(self.rates)
        self.counts = told.counts()
        self.sizes = told.per_item(self.counts)
        self.own = np.ones((told.item.size, 2))

    def start(self) -> Floats:
        """Return what the prior makes of it: every source equally good, followers discounted."""
        return self.expected()[0]

    def learn(self, belief: Floats) -> None:
        """Set accuracies to what raises the bound most, by the belief and how far each speaks for itself."""
        told = self.told
        counts = np.stack(
            [np.bincount(told.source, x * self.teaches, told.n_sources) for x in self.spoken_for(belief)],
            axis=1,
        )
        self.rates = self.shapes.alpha + counts
        self.logs = expected_log(self.rates)
        if self.learn_prior:
            self.shapes = self.shapes.learned(self.logs)

    def spoken_for(self, belief: Floats) -> tuple[Floats, Floats]:
        """Return per statement P(speaks for itself and is right), P(speaks for itself and is wrong), (M,)."""
        held = self.told.spread(belief)
        self._responsible(belief)
        return np.where(self.alone, held, self.own[:, 0]), np.where(self.alone, 1.0 - held, self.own[:, 1])

    def none(self) -> Floats:
        """Return the log-odds of "none of them" by item, (N,): the log of how many values nobody says."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.room))

    def weights(self) -> Floats:
        """Return log P(told | T = the value of the cell) - log P(told | T = none of them), shape (C,)."""
        return self._weights()[0]

    def expected(self) -> tuple[Floats, float]:
        """Return the belief given the parameters, and the log of what they make of everything said."""
        told = self.told
        logs, base = self._weights()
        sizes = np.diff(told.item_start)
        room = self.none()
        top = np.maximum(np.maximum.reduceat(logs, told.item_start[:-1]), room)
        raised = np.exp(logs - np.repeat(top, sizes))
        whole = told.per_item(raised) + np.exp(room - top)
        total = float((np.log(whole) + top).sum()) + base + self.fixed
        return raised / np.repeat(whole, sizes), total

    def judge(self) -> tuple[Floats, float]:
        """Return the belief given the parameters, and the penalised bound they reach."""
        belief, total = self.expected()
        drawn = divergence(self.rates, self.shapes.alpha, self.logs)
        return belief, total - drawn + self.shapes.log_prior()

    def _weights(self) -> tuple[Floats, float]:
        told, source = self.told, self.told.source
        mean = self.logs if self.is_exact else np.log(self.rates / self.rates.sum(axis=1, keepdims=True))
        # A voice alone teaches nothing, and is believed as often as its source is right.
        right = np.where(self.teaches, self.logs[source, 0], mean[source, 0])
        wrong = np.where(self.teaches, self.logs[source, 1], mean[source, 1]) + self.false
        gain = told.per_cell(np.where(self.alone, right - wrong, 0.0))
        base = float(wrong[self.alone].sum())
        for block in self.blocks:
            at_cell, neither = self._factors(block)[:2]
            np.add.at(gain, block.cell, at_cell - neither[block.cell_cluster])
            base += float(neither.sum())
        return gain, base

    def _factors(self, block: Clusters) -> tuple[Floats, Floats, Floats, Floats, tuple[Floats, ...]]:
        """Return log factors per cell (B,) and if none is true (Q,), the same per node, and what is said."""
        nodes, log_w = rate_nodes(*self.rate, block.n_nodes)
        spoken = self._spoken(block, nodes)
        false, true = np.log(spoken[0]), np.log(spoken[2])
        base = np.add.reduceat(false, block.cluster_start[:-1], axis=0) + log_w
        raised = base[block.cell_cluster] + np.add.reduceat(true - false, block.cell_start[:-1], axis=0)
        return _log_sum(raised), _log_sum(base), raised, base, spoken

    def _spoken(self, block: Clusters, nodes: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return P(what each follower says | rho), (F, nodes): copied or own, and its own part alone.

        Both first if it is false, then if it is true.
        """
        s = block.statement
        source = self.told.source[s]
        copied = np.exp(self.copied[s])[:, None] * nodes[1]
        false = np.exp(self.logs[source, 1] + self.false[s] + self.log_lam[s])[:, None] * nodes[0]
        true = np.exp(self.logs[source, 0] + self.log_lam[s])[:, None] * nodes[0]
        return copied + false, false, copied + true, true

    def _responsible(self, belief: Floats) -> None:
        """Set, per follower, P(speaks for itself and is right) and P(speaks for itself and is wrong)."""
        for block in self.blocks:
            at_cell, neither, raised, base, spoken = self._factors(block)
            held = belief[block.cell][:, None] * np.exp(raised - at_cell[:, None])
            rest = 1.0 - np.bincount(block.cell_cluster, belief[block.cell], neither.size)
            none = np.maximum(rest, 0.0)[:, None] * np.exp(base - neither[:, None])
            every = np.add.reduceat(held, _bounds(block.cell_cluster), axis=0) + none
            either_false, false, either_true, true = spoken
            cell = np.repeat(np.arange(block.cell.size), np.diff(block.cell_start))
            mine = held[cell]
            self.own[block.statement, 0] = (mine * (true / either_true)).sum(axis=1)
            others = every[block.cell_cluster[cell]] - mine
            self.own[block.statement, 1] = (others * (false / either_false)).sum(axis=1)

    @property
    def accuracy(self) -> Floats:
        """Expected accuracy of each source where it speaks for itself, shape (S,)."""
        return np.asarray(self.rates[:, 0] / self.rates.sum(axis=1))

    @property
    def p_own(self) -> Floats:
        """P(speaks for itself) of each statement at the last step, (M,); 1 for first reports."""
        return np.where(self.alone, 1.0, self.own.sum(axis=1))


def _bounds(sorted_names: Ints) -> Ints:
    new = np.ones(sorted_names.size, dtype=bool)
    new[1:] = sorted_names[1:] != sorted_names[:-1]
    return np.flatnonzero(new)


def _log_sum(x: Floats) -> Floats:
    """Return log sum exp along the last axis."""
    top = x.max(axis=1)
    return np.asarray(np.log(np.exp(x - top[:, None]).sum(axis=1)) + top)
