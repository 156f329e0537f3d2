"""Sources that are exact, short or wrong: the model for values of which one may say less than another.

    T_j                        the true value of item j, drawn from all values (shares g, learned)
    s says T_j                 with probability a_s
    s says something shorter   with probability b_s: a wider place, a rounded number, an incomplete list; one
                               such answer in `short_share` is this one (after TDH: Jung, Kim and Shim 2019)
    s is wrong                 with probability c_s: repeats something said before in the item, or makes a
                               fresh mistake drawn from what mistakes look like (shares f, learned)

The second kind of mistake is what lets a rumour be popular without being true; the learned shares f know that
some words are mistakes wherever they stand. Where rows stand in the order of time a source may also have
copied the row before:

    P(s says v) = (1 - w_s) [v stands before it] + w_s P_own(v | T)

which is the mixture of fusion (one edge), with w_s learned per source. Mistakes of n sources of an item come
from an urn: the k-th that says v has the chance (h f_v + k - 1) / (h + n - 1). So that the order of entry is
irrelevant each statement is given the geometric mean over its turn.

An item of which only one source speaks checks nobody: it gets its belief, and teaches nothing about rates.

(a, b, c) of a source come from a Dirichlet that is learned over all sources of its class. Given f and g each
step raises one bound; f and g are learned in `rounds` before that.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.dirichlets import Shapes, divergence, expected_log
from twosource.weighing.fusion.gammas import log_gamma
from twosource.weighing.fusion.values.settings import ValueSettings

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
EXACT, SHORT, WRONG = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Statements:
    """M statements about N items, in cells (an item with one value said of it, C of them).

    `source`, `cell` (M,), `weight` (M,); `cell_item` (C,) rising, `cell_value` (C,) numbers the values across
    items, V of them. `shorter`, `longer` (P,) are cells of one item: the first says less than the second.
    `source_class` (S,) tells which sources share a prior. `repeats`, `follows` (M,) are given where rows
    stand in the order of time: whether the row before it in its item says the same, whether there is one.
    `fresh` says that mistakes are fresh and all values equally likely (numbers).
    """

    source: Ints
    cell: Ints
    weight: Floats
    cell_item: Ints
    cell_value: Ints
    n_items: int
    n_values: int
    shorter: Ints
    longer: Ints
    source_class: Ints
    repeats: NDArray[np.bool_] | None = None
    follows: NDArray[np.bool_] | None = None
    fresh: bool = False

    @property
    def n_sources(self) -> int:
        """How many sources there are."""
        return int(self.source_class.size)


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """Of each statement: its logarithm of chance if its value is true, if a longer one is, if neither,
    (M,).
    """

    exact: Floats
    short: Floats
    wrong: Floats
    own_exact: Floats
    own_short: Floats
    own_wrong: Floats
    known_exact: Floats
    known_short: Floats


@dataclass(eq=False)
class Graded:
    """The model with its parameters; `belief` arrays are (C,), what is left of 1 per item is "unsaid"."""

    told: Statements
    settings: ValueSettings
    truths: Floats = field(init=False)
    mistakes: Floats = field(init=False)
    rates: Floats = field(init=False)
    logs: Floats = field(init=False)
    own: Floats = field(init=False)

    def __post_init__(self) -> None:
        told = self.told
        reference = np.array(self.settings.rates)
        n_classes = int(told.source_class.max(initial=0)) + 1
        self.shapes = [Shapes.starting(reference, self.settings.prior_sources) for _ in range(n_classes)]
        self.members = [np.flatnonzero(told.source_class == k) for k in range(n_classes)]
        self.rates = np.tile(reference, (told.n_sources, 1))
        self.logs = expected_log(self.rates)
        a, b = self.settings.own
        self.own = np.full(told.n_sources, a / (a + b))
        self.truths = np.full(told.n_values, 1.0 / (told.n_values + 1))
        self.mistakes = self.truths.copy()
        said = np.bincount(told.cell, told.weight, told.cell_item.size)
        self.cell_weight: Floats = said.astype(np.float64)
        self.item_weight: Floats = np.bincount(told.cell_item, said, told.n_items).astype(np.float64)
        self.item_of = told.cell_item[told.cell]
        self.value_of = told.cell_value[told.cell]
        self.is_checked = np.bincount(self.item_of, minlength=told.n_items) > 1
        self.heard = told.weight * self.is_checked[self.item_of]

    def start(self) -> Floats:
        """Return the shares of the votes as first belief, one vote being for "none of them"."""
        return np.asarray(self.cell_weight / (self.item_weight + 1.0)[self.told.cell_item])

    def urn(self) -> Floats:
        """Return the logarithm of the chance of each statement as a mistake, (M,)."""
        told = self.told
        if told.fresh:
            return np.full(told.cell.size, -np.log(told.n_values + 1))
        h = self.settings.herding
        base = h * self.mistakes[told.cell_value]
        said = (log_gamma(base + self.cell_weight) - log_gamma(base)) / self.cell_weight
        turns = (log_gamma(h + self.item_weight) - log_gamma(np.array([h]))) / self.item_weight
        return np.asarray(said[told.cell] - turns[self.item_of])

    def chances(self) -> Chances:
        """Return the chances of every statement by the parameters."""
        told = self.told
        a, b, c = (np.exp(self.logs[told.source, k]) for k in (EXACT, SHORT, WRONG))
        mistaken = c * np.exp(self.urn())
        known_exact, known_short = a, b * self.settings.short_share
        own = (known_exact + mistaken, known_short + mistaken, mistaken)
        if told.repeats is None or told.follows is None:
            whole = own
        else:
            w = np.where(told.follows, self.own[told.source], 1.0)
            copied = (1.0 - w) * told.repeats
            own = (w * own[0], w * own[1], w * own[2])
            whole = (copied + own[0], copied + own[1], copied + own[2])
        return Chances(
            exact=np.log(whole[0]),
            short=np.log(whole[1]),
            wrong=np.log(whole[2]),
            own_exact=own[0] / whole[0],
            own_short=own[1] / whole[1],
            own_wrong=own[2] / whole[2],
            known_exact=known_exact / (known_exact + mistaken),
            known_short=known_short / (known_short + mistaken),
        )

    def prior(self) -> tuple[Floats, Floats]:
        """Return the log prior of each cell, (C,), and of "unsaid", (N,)."""
        told = self.told
        shares = self.truths[told.cell_value]
        rest = 1.0 - np.bincount(told.cell_item, shares, told.n_items)
        return np.log(shares), np.log(np.maximum(rest, 1e-9))

    def weights(self, chances: Chances) -> Floats:
        """Return log P(T = the cell, told) - log P(unsaid, told), (C,)."""
        told, n = self.told, self.cell_weight.size
        prior, rest = self.prior()
        gain = np.bincount(told.cell, told.weight * (chances.exact - chances.wrong), n)
        if told.shorter.size:
            backed = np.bincount(told.cell, told.weight * (chances.short - chances.wrong), n)
            gain += np.bincount(told.longer, backed[told.shorter], n)
        return np.asarray(gain + prior - rest[told.cell_item])

    def judge(self) -> tuple[Floats, float]:
        """Return the belief by the parameters, and the penalised bound they reach."""
        told, chances = self.told, self.chances()
        logs = self.weights(chances)
        top = np.zeros(told.n_items)
        np.maximum.at(top, told.cell_item, logs)
        raised = np.exp(logs - top[told.cell_item])
        whole = np.bincount(told.cell_item, raised, told.n_items) + np.exp(-top)
        told_in_all = (np.log(whole) + top + self.prior()[1])[self.is_checked].sum()
        total = float(told_in_all + self.heard @ chances.wrong)
        return raised / whole[told.cell_item], total - self._penalty()

    def learn(self, belief: Floats) -> None:
        """Set the rates and their priors to what raises the bound most; the shares f and g stay as they
        are.
        """
        exact, short, wrong, own = self._counts(belief)
        counts = np.stack([exact, short, wrong], axis=1)
        for shape, members in zip(self.shapes, self.members, strict=True):
            self.rates[members] = shape.alpha + counts[members]
        self.logs = expected_log(self.rates)
        self.shapes = [s.learned(self.logs[m]) for s, m in zip(self.shapes, self.members, strict=True)]
        if own is not None:
            a, b = self.settings.own
            self.own = (own[0] + a - 1 + 1e-9) / (own[1] + a + b - 2 + 2e-9)

    def learn_shares(self, belief: Floats) -> None:
        """Set what truths and what mistakes look like, from the belief; nothing where mistakes are fresh."""
        if self.told.fresh:
            return
        told, s = self.told, self.settings.smoothing
        self.truths = _rescaled(np.bincount(told.cell_value, belief, told.n_values) + s)
        *_, mistaken = self._shares(belief)
        first = mistaken / np.maximum(1.0, self.cell_weight[told.cell])
        self.mistakes = _rescaled(np.bincount(self.value_of, first, told.n_values) + s)

    def _shares(self, belief: Floats) -> tuple[Floats, Floats, Floats]:
        """Return of each statement how far it was exact, short and wrong out of own knowledge, (M,)."""
        told, chances = self.told, self.chances()
        exact = belief[told.cell]
        above = np.bincount(told.shorter, belief[told.longer], self.cell_weight.size)[told.cell]
        wrong = np.maximum(1.0 - exact - above, 0.0)
        e, b = exact * chances.own_exact, above * chances.own_short
        known_e, known_b = e * chances.known_exact, b * chances.known_short
        lost = wrong * chances.own_wrong + (e - known_e) + (b - known_b)
        return told.weight * known_e, told.weight * known_b, told.weight * lost

    def _counts(self, belief: Floats) -> tuple[Floats, Floats, Floats, tuple[Floats, Floats] | None]:
        told, n = self.told, self.told.n_sources
        parts = tuple(x * self.is_checked[self.item_of] for x in self._shares(belief))
        exact, short, wrong = (np.bincount(told.source, x, n).astype(np.float64) for x in parts)
        if told.follows is None:
            return exact, short, wrong, None
        after = told.follows
        own = np.bincount(told.source[after], (parts[0] + parts[1] + parts[2])[after], n)
        said = np.bincount(told.source[after], told.weight[after], n)
        return exact, short, wrong, (own.astype(np.float64), said.astype(np.float64))

    def _penalty(self) -> float:
        drawn = sum(
            divergence(self.rates[m], s.alpha, self.logs[m]) - s.log_prior()
            for s, m in zip(self.shapes, self.members, strict=True)
        )
        if self.told.follows is None:
            return float(drawn)
        a, b = self.settings.own
        own = np.clip(self.own, 1e-12, 1 - 1e-12)
        return float(drawn - ((a - 1) * np.log(own) + (b - 1) * np.log1p(-own)).sum())


def _rescaled(x: NDArray[np.floating]) -> Floats:
    return np.asarray(x / (x.sum() + x.min(initial=1.0)), dtype=np.float64)


def climbed(told: Statements, settings: ValueSettings) -> tuple[Graded, Floats, tuple[float, ...], bool]:
    """Return the model, the belief, the bound after each step of the climb, and whether the climb ended."""
    model = Graded(told, settings)
    belief = model.start()
    for _ in range(settings.rounds):
        model.learn(belief)
        model.learn_shares(belief)
        belief, _ = model.judge()
    trace: list[float] = []
    least = settings.tolerance * max(1, belief.size)
    for _ in range(settings.iterations):
        model.learn(belief)
        belief, bound = model.judge()
        trace.append(bound)
        if len(trace) > 1 and bound - trace[-2] < least:
            return model, belief, tuple(trace), True
    return model, belief, tuple(trace), False
