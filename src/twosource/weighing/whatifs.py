"""What-ifs: the same network with some figures replaced, many at once.

A what-if maps the key of a table to the vector of figures used instead. All what-ifs of one
read-out run as one batch through one exact sum, which is what makes the read-outs quick.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from twosource.weighing.elimination import FloatArray, IntArray, plan_elimination, sum_out, sum_out_scaled
from twosource.weighing.network import Key, Network

WhatIf = Mapping[Key, FloatArray]
NOTHING: WhatIf = {}

CELLS_AT_ONCE = 4_000_000
"""How many numbers one table of a batch may hold: 32 MB, which keeps a laptop responsive."""
SMALL = 1e-200
"""Sums below this may have lost digits on the way; they are made again with their exponents beside them."""
FAINT = 1e-290
"""Beside what is scaled, a hypothesis fainter than this is nothing, so that no ratio of weights overflows."""
HEADROOM = 960
"""Binary exponent of the largest sum where sums were scaled: sums of such numbers stay finite."""
WHATIFS_AT_ONCE = 2_048
"""How many what-ifs share one batch; thousands of pairs then need no more memory than a few."""


def without(network: Network, items: Iterable[str]) -> WhatIf:
    """Retraction: these items were never seen."""
    return {("item", name): np.ones_like(network.item(name).table.figures) for name in items}


def opposite(network: Network, items: Iterable[str]) -> WhatIf:
    """Negation: the opposite of these items was seen, 1 - p under every state."""
    return {("item", name): network.item(name).opposite_figures() for name in items}


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
    return {("item", name): network.item(name).figures_with(positions, raw, is_word)}


def likelihoods(network: Network, batches: Mapping[Key, FloatArray], n: int) -> FloatArray:
    """Return P(everything seen | hypothesis), shape (hypotheses, n), up to one common factor.

    `batches` gives, per replaced table, figures of shape (figures, n). Findings that are not in
    it were not looked for and take no part. Runs in slices, so that memory stays bounded.
    """
    return _on_one_scale([_summed(network, batches, n)])[0]


def _summed(network: Network, batches: Mapping[Key, FloatArray], n: int) -> tuple[FloatArray, IntArray]:
    """Return (sums, exponents), shapes (hypotheses, n) and (n,): the likelihoods are sums * 2 ** exponents.

    Plain sums are used where they are large enough for every digit to hold, and then the exponents are 0.
    """
    active = [t for t in network.tables if t.key[0] != "finding" or t.key in batches]
    plan = network.seen_plan
    if any(t.key[0] == "finding" for t in active):
        plan = plan_elimination([t.scope for t in active], network.cards, (network.question.question_id,))
    shape = len(network.hypotheses)
    width = max(1, CELLS_AT_ONCE // plan.largest)
    sums, exponents = np.empty((shape, n)), np.zeros(n, dtype=np.intp)
    for start in range(0, n, width):
        part = slice(start, min(start + width, n))
        tables = [
            (batches[t.key][:, part] if t.key in batches else t.figures[:, None])[t.index] for t in active
        ]
        sums[:, part] = sum_out(plan, tables)
        if not (sums[:, part].max(axis=0) > SMALL).all():
            sums[:, part], exponents[part] = sum_out_scaled(plan, tables)
    return sums, exponents


def kept(network: Network, names: Sequence[str], whatif: WhatIf = NOTHING) -> FloatArray:
    """Return P(names | everything seen), one axis per name in the order given; any unknowns, questions too.

    Exact, by the same sum with these unknowns left in. All zero where the what-if is impossible.
    """
    focus = network.question.question_id
    active = [t for t in network.tables if t.key[0] != "finding" or t.key in whatif]
    plan = plan_elimination([*(t.scope for t in active), (focus,)], network.cards, names)
    tables = [whatif.get(t.key, t.figures)[t.index][..., None] for t in active]
    sums = sum_out_scaled(plan, [*tables, network.prior[:, None]])[0][..., 0]
    in_order = np.moveaxis(sums, [sorted(names).index(name) for name in names], range(len(names)))
    total = float(in_order.sum())
    return np.asarray(in_order / total if total > 0.0 else in_order, dtype=np.float64)


def _on_one_scale(parts: Sequence[tuple[FloatArray, IntArray]]) -> list[FloatArray]:
    """Return the sums of all parts on one scale, about as large as floats allow where any was scaled."""
    if not any(exponents.any() for _, exponents in parts):
        return [sums for sums, _ in parts]
    most = max(
        int((np.frexp(sums.max(axis=0))[1] + exponents)[sums.max(axis=0) > 0.0].max(initial=-(10**9)))
        for sums, exponents in parts
    )
    scaled = [np.ldexp(sums, exponents - most + HEADROOM) for sums, exponents in parts]
    return [np.where(sums > FAINT * sums.max(axis=0), sums, 0.0) for sums in scaled]


def joint_weights(network: Network, whatifs: Sequence[WhatIf]) -> FloatArray:
    """Return prior times likelihood per what-if, shape (what-ifs, hypotheses), not normalised.

    Weights of different what-ifs share one scale: the ratio of their sums is the probability of
    the added condition.
    """
    parts = [
        _summed(network, _batches(network, part), len(part))
        for start in range(0, len(whatifs), WHATIFS_AT_ONCE)
        if (part := whatifs[start : start + WHATIFS_AT_ONCE])
    ]
    slices = [network.prior * sums.T for sums in _on_one_scale(parts)]
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
