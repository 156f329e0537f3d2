"""What-ifs: the same network with some figures replaced, many at once.

A what-if maps the key of a table to the vector of figures used instead. All what-ifs of one
read-out run as one batch through one exact sum, which is what makes the read-outs quick.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from twosource.weighing.elimination import FloatArray, sum_out
from twosource.weighing.network import Key, Network, contaminate

WhatIf = Mapping[Key, FloatArray]
NOTHING: WhatIf = {}

CELLS_AT_ONCE = 4_000_000
"""How many numbers one table of a batch may hold: 32 MB, which keeps a laptop responsive."""
WHATIFS_AT_ONCE = 2_048
"""How many what-ifs share one batch; thousands of pairs then need no more memory than a few."""


def without(network: Network, items: Iterable[str]) -> WhatIf:
    """Retraction: these items were never seen."""
    return {("item", name): np.ones_like(network.item(name).table.figures) for name in items}


def opposite(network: Network, items: Iterable[str]) -> WhatIf:
    """Negation: the opposite of these items was seen, 1 - p under every state."""
    return {("item", name): 1.0 - network.item(name).table.figures for name in items}


def given(network: Network, states: Mapping[str, Iterable[str]]) -> WhatIf:
    """Failure or condition: each named variable is in one of the given states."""
    changes: dict[Key, FloatArray] = {}
    for name, wanted in states.items():
        entry = network.variable(name)
        mask = np.isin(entry.variable.states, list(wanted))
        changes["variable", name] = entry.table.figures * np.tile(mask, len(entry.rows))
    return changes


def found(network: Network, name: str, is_found: bool) -> WhatIf:
    """A possible finding turned out so, or did not."""
    figures = network.item(name).table.figures
    return {("finding", name): figures if is_found else 1.0 - figures}


def answered(network: Network, name: str, positions: Sequence[int], raw: float, is_word: bool) -> WhatIf:
    """The figures at these positions of an item were answered with the raw figure `raw`."""
    figures = network.item(name).table.figures.copy()
    share = network.elicitation.contamination if is_word else 0.0
    figures[list(positions)] = contaminate(np.asarray(raw), share)
    return {("item", name): figures}


def likelihoods(network: Network, batches: Mapping[Key, FloatArray], n: int) -> FloatArray:
    """Return P(everything seen | hypothesis), shape (hypotheses, n), up to one common factor.

    `batches` gives, per replaced table, figures of shape (figures, n). Findings that are not in
    it were not looked for and count as 1. Runs in slices, so that memory stays bounded.
    """
    slices = []
    width = max(1, CELLS_AT_ONCE // network.plan.largest)
    for start in range(0, n, width):
        tables = []
        for table in network.tables:
            if table.key in batches:
                figures = batches[table.key][:, start : start + width]
            elif table.key[0] == "finding":
                figures = np.ones((len(table.figures), 1))
            else:
                figures = table.figures[:, None]
            tables.append(figures[table.index])
        size = min(width, n - start)
        slices.append(np.broadcast_to(_sum(network, tables), (len(network.hypotheses), size)))
    return np.concatenate(slices, axis=1)


def _sum(network: Network, tables: Sequence[FloatArray]) -> FloatArray:
    return sum_out(network.plan, tables, len(network.hypotheses))


def joint_weights(network: Network, whatifs: Sequence[WhatIf]) -> FloatArray:
    """Return prior times likelihood per what-if, shape (what-ifs, hypotheses), not normalised.

    Weights of different what-ifs share one scale: the ratio of their sums is the probability of
    the added condition.
    """
    slices = [
        network.prior * likelihoods(network, _batches(network, part), len(part)).T
        for start in range(0, len(whatifs), WHATIFS_AT_ONCE)
        if (part := whatifs[start : start + WHATIFS_AT_ONCE])
    ]
    return np.concatenate(slices) if slices else np.empty((0, len(network.hypotheses)))


def _batches(network: Network, whatifs: Sequence[WhatIf]) -> Mapping[Key, FloatArray]:
    """Return figures of shape (figures, what-ifs) for every table that some what-if replaces."""
    figures = {t.key: t.figures for t in network.tables}
    batches: dict[Key, FloatArray] = {}
    for column, whatif in enumerate(whatifs):
        for key, replaced in whatif.items():
            if key not in batches:
                start = np.ones_like(figures[key]) if key[0] == "finding" else figures[key]
                batches[key] = np.repeat(start[:, None], len(whatifs), axis=1)
            batches[key][:, column] = replaced
    return batches


def normalised(weights: FloatArray) -> FloatArray:
    """Return posteriors, shape as given; a row that sums to nothing (an impossible what-if) is NaN."""
    total = weights.sum(axis=-1, keepdims=True)
    shares: FloatArray = np.divide(weights, total, out=np.full_like(weights, np.nan), where=total > 0.0)
    return shares
