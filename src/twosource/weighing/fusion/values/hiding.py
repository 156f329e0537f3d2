"""Hiding each statement in turn, to choose how far agreement counts: `hidden_votes` for the graded model.

A statement that is hidden must leave nothing behind that gives it away:

- A value that nobody else says of the item is no candidate any more; it is one that nobody says. Left
  in its place it would get a share from every flattening of the log-odds, and hidden votes would ask for less
  confidence than is due.
- As a mistake it is drawn from the urn as the others leave it: (h f_v + n_v) / (h + n), n_v of n others.
- If the truth is one of the values nobody says, it is this one with the share g_v / (what nobody says).
"""

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.hidden_votes import Hidden, sampled
from twosource.weighing.fusion.values.graded import EXACT, SHORT, WRONG, Chances, Graded

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MOST_CANDIDATES = 4_000_000
NOBODY = 1e-9


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
    others = model.cell_weight[told.cell[chosen]] - told.weight[chosen]
    fresh = others <= NOBODY
    weight = told.weight[said]
    gain = np.where(own, chances.exact[said], np.where(short, chances.short[said], chances.wrong[said]))
    left = np.where(none, 0.0, logs[cell]) - weight * (gain - chances.wrong[said])
    left = np.where(own & fresh[row], -np.inf, left)
    exact, shorter, wrong, new = _alone(model, chosen, np.where(fresh, 0.0, others))
    chance = np.where(own, exact[row], np.where(short, shorter[row], wrong[row]))
    chance = np.where(none & fresh[row], wrong[row] + new[row], chance)
    n_others = model.item_weight[model.item_of[chosen]] - told.weight[chosen]
    return Hidden(start, left, chance, n_others, model.item_of[chosen])


def _alone(model: Graded, chosen: Ints, others: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the chance of each hidden statement if its value is true, a longer one is, another one is; and
    what it gains if the truth is unsaid; (H,) each. `others` is how many others say the same.
    """
    told = model.told
    source, cell, item = told.source[chosen], told.cell[chosen], model.item_of[chosen]
    value = told.cell_value[cell]
    rates = np.exp(model.logs[source])
    rates /= rates.sum(axis=1, keepdims=True)
    if told.fresh:
        urn = np.full(chosen.size, 1.0 / (told.n_values + 1))
    else:
        h = model.settings.herding
        urn = (h * model.mistakes[value] + others) / (h + model.item_weight[item] - told.weight[chosen])
    mistaken = rates[:, WRONG] * urn
    own, copied = np.ones(chosen.size), np.zeros(chosen.size)
    if told.repeats is not None and told.follows is not None:
        own = np.where(told.follows[chosen], model.own[source], 1.0)
        copied = (1.0 - own) * told.repeats[chosen]
    exact = copied + own * (rates[:, EXACT] + mistaken)
    shorter = copied + own * (rates[:, SHORT] * model.settings.short_share + mistaken)
    share = model.truths[value] / np.exp(model.prior()[1][item])
    return exact, shorter, copied + own * mistaken, own * rates[:, EXACT] * np.minimum(share, 1.0)


def _is_longer(model: Graded, said: Ints, cell: Ints) -> NDArray[np.bool_]:
    """Return whether the first cell says less than the second, pair by pair."""
    told = model.told
    n = model.cell_weight.size
    if not told.shorter.size:
        return np.zeros(said.size, dtype=bool)
    return np.isin(said * n + cell, told.shorter * n + told.longer)
