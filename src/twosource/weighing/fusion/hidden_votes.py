"""How far agreement counts: a design effect, chosen by predicting votes that were hidden. No truth is needed.

Whoever judges one item shares what makes it hard, so that m voices are worth fewer than m. The read-out
divides the log-odds of an item by 1 + (m - 1) r (Kish 1965, the design effect of clusters of size m with
correlation r within). One r is chosen for all items: each vote in turn is hidden, the rest of its item judged
with that r, and the vote predicted,

    P(hidden vote) = sum_T p_r(T | the other votes of the item) P(the source says so | T)

Of all r that are not worse than the best mean log score by more than a probable error (.67 of a standard
error, taken over items) the largest is used: where the votes do not tell, the read-out says less (after
the rule of Breiman et al. 1984 for trees, which takes a whole one; judged, on simulated votes). What all
sources share and never disagree on, no vote can show.

By hand: with r = 1 forty equal voices are worth one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.arranging import Arranged

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GRID = (
    0.0,
    0.01,
    0.02,
    0.03,
    0.05,
    0.07,
    0.1,
    0.13,
    0.16,
    0.2,
    0.25,
    0.3,
    0.35,
    0.4,
    0.5,
    0.6,
    0.7,
    0.85,
    1.0,
)
MOST_HIDDEN = 60_000
LEAST_ITEMS = 10
PROBABLE = 0.6745
GOLDEN = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True, eq=False)
class Hidden:
    """H hidden votes with the candidates of their items, laid one after the other.

    `start` (H+1,) bounds the candidates of each; `logs` are their log-odds by the other votes, `chance` the
    probability of the hidden vote if the candidate is true; `others` (H,) is how many other votes there are,
    `item` (H,) the item.
    """

    start: Ints
    logs: Floats
    chance: Floats
    others: Floats
    item: Ints


def sampled(items: Ints, statement_item: Ints) -> Ints:
    """Return the statements to hide: all of them, or those of as many items as fit, keyed by item number."""
    if statement_item.size <= MOST_HIDDEN:
        return np.arange(statement_item.size)
    with np.errstate(over="ignore"):
        mixed = (items.astype(np.uint64) + np.uint64(1)) * np.uint64(GOLDEN)
    share = MOST_HIDDEN / statement_item.size
    chosen = (mixed >> np.uint64(32)).astype(np.float64) < share * 2.0**32
    return np.flatnonzero(chosen[statement_item])


@dataclass(frozen=True, slots=True, eq=False)
class Expanded:
    """Hidden statements beside every cell of their item and, last, "none of them": one row a candidate.

    `row` is which statement, `cell` which cell (-1 for none), `is_own` whether the statement is of that cell.
    """

    start: Ints
    row: Ints
    cell: Ints
    is_none: NDArray[np.bool_]
    is_own: NDArray[np.bool_]


def expanded(told: Arranged, chosen: Ints) -> Expanded:
    """Return the candidates of each chosen statement."""
    item = told.item[chosen]
    n_cells = told.item_start[item + 1] - told.item_start[item]
    start = np.append(0, np.cumsum(n_cells + 1))
    row = np.repeat(np.arange(chosen.size), n_cells + 1)
    place = np.arange(row.size) - start[row]
    none = place == n_cells[row]
    cell = np.where(none, -1, told.item_start[item[row]] + place)
    return Expanded(start, row, cell, none, ~none & (cell == told.cell[chosen][row]))


def tempered(logs: Floats, start: Ints, divisor: Floats) -> Floats:
    """Return exp(logs / divisor) rescaled to sum to 1 over each stretch; divisor is one per stretch."""
    sizes = np.diff(start)
    scaled = logs / np.repeat(divisor, sizes)
    top = np.maximum.reduceat(scaled, start[:-1])
    raised = np.exp(scaled - np.repeat(top, sizes))
    return np.asarray(raised / np.repeat(np.add.reduceat(raised, start[:-1]), sizes))


def chosen_effect(hidden: Hidden) -> float | None:
    """Return r, or None where fewer than ten items have two votes and nothing can be hidden."""
    use = hidden.others > 0
    _, item, counts = np.unique(hidden.item[use], return_inverse=True, return_counts=True)
    if counts.size < LEAST_ITEMS:
        return None
    scores = []
    for r in GRID:
        p = tempered(hidden.logs, hidden.start, 1.0 + np.maximum(hidden.others - 1.0, 0.0) * r)
        chance = np.add.reduceat(p * hidden.chance, hidden.start[:-1])[use]
        scores.append(np.bincount(item, np.log(np.maximum(chance, 1e-300)), counts.size))
    table = np.array(scores)
    best = int(table.sum(axis=1).argmax())
    lost = table[best] - table
    error = lost.std(axis=1) / np.sqrt(counts.size)
    as_good = np.flatnonzero(lost.mean(axis=1) <= PROBABLE * error + 1e-15)
    return float(GRID[int(as_good.max())])
