"""Hiding each statement in turn, to choose how far agreement counts: `hidden_votes` for the graded model."""

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.hidden_votes import Hidden, sampled
from twosource.weighing.fusion.values.graded import Chances, Graded

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MOST_CANDIDATES = 4_000_000


def hidden_statements(model: Graded, chances: Chances) -> Hidden:
    """Return hidden statements with the candidates of their items, "unsaid" last, and their chance under
    each.

    A statement backs its own cell and the longer ones of its item; hiding it takes both away. An item with
    very many values is left out where all candidates together would pass four millions.
    """
    told, logs = model.told, model.weights(chances)
    bounds = np.searchsorted(told.cell_item, np.arange(told.n_items + 1))
    chosen = sampled(np.arange(told.n_items), model.item_of)
    n_cells = np.diff(bounds)[model.item_of[chosen]]
    fits = np.cumsum(n_cells + 1) <= MOST_CANDIDATES
    chosen, n_cells = chosen[fits], n_cells[fits]
    start = np.append(0, np.cumsum(n_cells + 1))
    row = np.repeat(np.arange(chosen.size), n_cells + 1)
    place = np.arange(row.size) - start[row]
    none = place == n_cells[row]
    cell = np.where(none, 0, bounds[model.item_of[chosen]][row] + place)
    said, own = chosen[row], ~none & (cell == told.cell[chosen][row])
    short = ~none & _is_longer(model, told.cell[chosen][row], cell)
    weight = told.weight[said]
    taken = weight * np.where(
        own, chances.exact[said], np.where(short, chances.short[said], chances.wrong[said])
    )
    left = np.where(none, 0.0, logs[cell]) - (taken - weight * chances.wrong[said])
    chance = np.exp(
        np.where(own, chances.exact[said], np.where(short, chances.short[said], chances.wrong[said]))
    )
    others = model.item_weight[model.item_of[chosen]] - told.weight[chosen]
    return Hidden(start, left, chance, others, model.item_of[chosen])


def _is_longer(model: Graded, said: Ints, cell: Ints) -> NDArray[np.bool_]:
    """Return whether the first cell says less than the second, pair by pair."""
    told = model.told
    n = model.cell_weight.size
    if not told.shorter.size:
        return np.zeros(said.size, dtype=bool)
    return np.isin(said * n + cell, told.shorter * n + told.longer)
