"""Rivals of fusion, written after their papers: what others would make of the same claims.

The package `truthdiscovery` does not install beside ours, so these are reference implementations of our own:
a claim is (item, source, value) as whole numbers, every source says each value of an item once, and values of
one item exclude each other. Each returns a score per cell (an item with one of its values), higher is better;
ties go to the lower value. None of them knows copies; scores that are probabilities say so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

ROUNDS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """M claims in C cells of N items by S sources; `cell_item`, `cell_value` (C,); `source`, `cell` (M,)."""

    source: Ints
    cell: Ints
    cell_item: Ints
    cell_value: Ints
    n_sources: int
    n_items: int

    def per_cell(self, x: Floats) -> Floats:
        """Return the sums of x (M,) over cells."""
        return np.bincount(self.cell, x, self.cell_item.size).astype(np.float64)

    def per_source(self, x: Floats) -> Floats:
        """Return the sums of x (M,) over sources."""
        return np.bincount(self.source, x, self.n_sources).astype(np.float64)

    def per_item(self, x: Floats) -> Floats:
        """Return the sums of x (C,) over items."""
        return np.bincount(self.cell_item, x, self.n_items).astype(np.float64)

    @property
    def n_said(self) -> Floats:
        """How many claims each source makes, (S,)."""
        return self.per_source(np.ones(self.source.size))

    @property
    def n_voices(self) -> Floats:
        """How many sources say each cell, (C,)."""
        return self.per_cell(np.ones(self.source.size))

    def chosen(self, scores: Floats) -> dict[int, int]:
        """Return the value with the best score of each item, by their numbers."""
        order = np.lexsort((self.cell_value, -scores, self.cell_item))
        first = order[np.unique(self.cell_item[order], return_index=True)[1]]
        return dict(zip(self.cell_item[first].tolist(), self.cell_value[first].tolist(), strict=True))

    def shares(self, scores: Floats) -> Floats:
        """Return scores rescaled to sum to 1 per item: for rivals whose score is no probability."""
        whole = self.per_item(scores)
        return scores / np.maximum(whole, 1e-300)[self.cell_item]


def claims_of(item: Ints, source: Ints, value: Ints) -> Claims:
    """Return the claims of three columns (M,) of whole numbers from 0 on; said twice is said once."""
    rows = np.unique(np.stack([item, value, source], axis=1), axis=0)
    cells, cell = np.unique(rows[:, :2], axis=0, return_inverse=True)
    return Claims(
        source=rows[:, 2],
        cell=cell.reshape(-1).astype(np.int64),
        cell_item=cells[:, 0],
        cell_value=cells[:, 1],
        n_sources=int(source.max()) + 1,
        n_items=int(item.max()) + 1,
    )


def vote(claims: Claims) -> Floats:
    """Return how many sources say each value: the baseline of all papers."""
    return claims.n_voices


def truth_finder(
    claims: Claims, *, rounds: int = 100, damping: float = 0.3, influence: float = 0.5
) -> Floats:
    """Return the confidence of each value after TruthFinder (Yin, Han and Yu 2008), a number in 0..1.

    tau(w) = -ln(1 - t(w)), sigma(f) = sum tau, sigma*(f) = sigma(f) + rho sum over the other values of the
    item sigma(f') imp(f' -> f), s(f) = 1 / (1 + exp(-gamma sigma*)), t(w) = mean s. gamma .3, rho .5 and t
    = .9 at the start as in the paper; imp = similarity - .5, and labels are similar or not, so that it is
    -.5.
    """
    trust = np.full(claims.n_sources, 0.9)
    said = np.maximum(claims.n_said, 1.0)
    confidence = np.zeros(claims.cell_item.size)
    for _ in range(rounds):
        sigma = claims.per_cell(-np.log(np.maximum(1.0 - trust, 1e-12))[claims.source])
        others = claims.per_item(sigma)[claims.cell_item] - sigma
        confidence = 1.0 / (1.0 + np.exp(-damping * (sigma - influence * 0.5 * others)))
        now = claims.per_source(confidence[claims.cell]) / said
        alike = (now @ trust) / np.sqrt((now @ now) * (trust @ trust))
        trust = now
        if 1.0 - alike < 1e-6:
            break
    return np.asarray(confidence)


def sums(claims: Claims, *, rounds: int = ROUNDS) -> Floats:
    """Return beliefs after Sums, hubs and authorities for facts (Kleinberg 1999; Pasternack and Roth
    2010).
    """
    belief = claims.n_voices
    for _ in range(rounds):
        trust = claims.per_source(belief[claims.cell])
        belief = claims.per_cell((trust / trust.max())[claims.source])
        belief = belief / belief.max()
    return belief


def average_log(claims: Claims, *, rounds: int = ROUNDS) -> Floats:
    """Return beliefs after Average.Log (Pasternack and Roth 2010): T(s) = log |C_s| * mean belief of its
    claims.
    """
    belief, said = claims.n_voices, np.maximum(claims.n_said, 1.0)
    for _ in range(rounds):
        trust = np.log(said) * claims.per_source(belief[claims.cell]) / said
        belief = claims.per_cell((trust / max(float(trust.max()), 1e-300))[claims.source])
        belief = belief / max(float(belief.max()), 1e-300)
    return belief


def investment(claims: Claims, *, rounds: int = ROUNDS, growth: float = 1.2) -> Floats:
    """Return beliefs after Investment (Pasternack and Roth 2010), g = 1.2, starting from the share of votes.

    A source invests T(s)/|C_s| in each of its claims; a claim gives back G(x) = x^g in the proportion of
    what was invested. Trust is rescaled by its largest each round, which changes no order.
    """
    voices = claims.n_voices
    return _invested(claims, voices / claims.per_item(voices)[claims.cell_item], rounds, growth, pooled=False)


def pooled_investment(claims: Claims, *, rounds: int = ROUNDS, growth: float = 1.4) -> Floats:
    """Return beliefs after PooledInvestment (Pasternack and Roth 2010), g = 1.4, starting from equal shares.

    As Investment, but what an item gives back in all is what was invested in it: H(c) G(H(c)) / sum G(H(d)).
    """
    equal = 1.0 / claims.per_item(np.ones(claims.cell_item.size))[claims.cell_item]
    return _invested(claims, equal, rounds, growth, pooled=True)


def _invested(claims: Claims, belief: Floats, rounds: int, growth: float, *, pooled: bool) -> Floats:
    said = np.maximum(claims.n_said, 1.0)
    trust = np.ones(claims.n_sources)
    for _ in range(rounds):
        stake = (trust / said)[claims.source]
        whole = np.maximum(claims.per_cell(stake), 1e-300)
        trust = claims.per_source(belief[claims.cell] * stake / whole[claims.cell])
        trust = trust / max(float(trust.max()), 1e-300)
        held = claims.per_cell((trust / said)[claims.source])
        belief = held**growth
        if pooled:
            belief = held * belief / np.maximum(claims.per_item(belief), 1e-300)[claims.cell_item]
    return np.asarray(belief)


def accu(claims: Claims, *, rounds: int = 100, n_false: int = 100, tolerance: float = 1e-6) -> Floats:
    """Return P(value) after Dong, Berti-Equille and Srivastava (2009), its accuracy without its copy
    detection.

    A'(S) = ln(n A(S) / (1 - A(S))), C(v) = sum A'(S), P(v) = exp C(v) / (sum exp C(v') + n + 1 - values
    said), A(S) = mean P of its values; A = .8 at the start, n = 100 false values. What is left of 1 is for
    values nobody says.
    """
    accuracy = np.full(claims.n_sources, 0.8)
    said = np.maximum(claims.n_said, 1.0)
    unsaid = np.maximum(n_false + 1 - claims.per_item(np.ones(claims.cell_item.size)), 0.0)
    chance = np.zeros(claims.cell_item.size)
    for _ in range(rounds):
        bounded = np.clip(accuracy, 1e-6, 1 - 1e-6)
        counts = claims.per_cell(np.log(n_false * bounded / (1 - bounded))[claims.source])
        top = np.zeros(claims.n_items)
        np.maximum.at(top, claims.cell_item, counts)
        raised = np.exp(counts - top[claims.cell_item])
        chance = raised / (claims.per_item(raised) + unsaid * np.exp(-top))[claims.cell_item]
        now = claims.per_source(chance[claims.cell]) / said
        moved = float(np.abs(now - accuracy).max())
        accuracy = now
        if moved < tolerance:
            break
    return np.asarray(chance)


def crh(claims: Claims, *, rounds: int = ROUNDS) -> Floats:
    """Return weighted votes after CRH for labels (Li and others 2014): 0-1 loss, sum of exp(-w) = 1.

    w(s) = -ln(loss(s) / sum of losses), the loss of a source being its share of claims that are not the
    truth of the round; a truth is the value with the most weight. Starts from voting.
    """
    said = np.maximum(claims.n_said, 1.0)
    scores = claims.n_voices
    for _ in range(rounds):
        best = _is_best(claims, scores)
        loss = 1.0 - claims.per_source(best[claims.cell]) / said
        loss = np.maximum(loss, 1.0 / (said + 1.0))
        weight = -np.log(loss / loss.sum())
        scores = claims.per_cell(weight[claims.source])
    return scores


def _is_best(claims: Claims, scores: Floats) -> Floats:
    order = np.lexsort((claims.cell_value, -scores, claims.cell_item))
    first = order[np.unique(claims.cell_item[order], return_index=True)[1]]
    best = np.zeros(scores.size)
    best[first] = 1.0
    return best


RIVALS: Mapping[str, Callable[[Claims], Floats]] = {
    "vote": vote,
    "TruthFinder": truth_finder,
    "Sums": sums,
    "Average.Log": average_log,
    "Investment": investment,
    "PooledInvestment": pooled_investment,
    "CRH": crh,
    "ACCU": accu,
}
