"""Measures in the form of this room's read-out: an estimate with a range, and the value that lies nearest."""

import math

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.values.fields import Fields
from twosource.weighing.fusion.values.fused_values import FusedSource, FusedValues
from twosource.weighing.fusion.values.item_columns import ItemColumns
from twosource.weighing.fusion.values.measured import Measured
from twosource.weighing.fusion.values.settings import Kind, ValueSettings
from twosource.weighing.fusion.values.slips import Slip
from twosource.weighing.fusion.values.telling import Told

Floats = NDArray[np.float64]
NINE_OF_TEN = 1.645
SELDOM = 0.05
TEN_TIMES = 10.0
PRIOR_WEIGHT = 3.0
HOW = (
    "The sources hardly ever state the same number, so their numbers are taken as measures of one quantity, "
    "each source with a lean and a spread of its own. The probability of a value is that the truth lies "
    "nearer to it than to any other that was said; the estimate and its range stand beside it. Leans are "
    "against the middle source: what all lean by, nobody can see."
)
RELATIVE = "The numbers of the items differ by more than ten times, so errors are taken as shares of them."


def is_measured(told: Told) -> bool:
    """Say whether sources hardly ever agree to the last digit: fewer than one pair of voices in twenty."""
    st = told.statements
    said = np.bincount(st.cell, minlength=st.cell_item.size)
    voices = np.bincount(st.cell_item, said, st.n_items)
    pairs = float((voices * (voices - 1)).sum())
    return pairs > 0 and float((said * (said - 1)).sum()) < SELDOM * pairs


def fused_measures(
    told: Told, fields: Fields | None, slips: tuple[Slip, ...], settings: ValueSettings
) -> FusedValues:
    """Return estimates of each item, and the said values by how likely each is the nearest to the truth."""
    st = told.statements
    numbers = np.array([float(key) for key in told.cell_keys])
    relative = _is_relative(numbers)
    scaled = np.log(numbers) if relative else numbers
    field_of = fields.of if fields is not None else np.zeros(st.n_items, dtype=np.int64)
    odd = {slip.source for slip in slips if slip.times != 1.0}
    fixed = np.array([name in odd for name in told.source_names], dtype=bool)
    model = Measured(scaled[st.cell], st.cell_item[st.cell], told.voice_source[st.source], field_of, fixed)
    model.learn()
    spread = np.sqrt(model.variance * model.width)
    bounds = np.searchsorted(st.cell_item, np.arange(st.n_items + 1))
    shown, low, high = (
        _nearest(scaled, st.cell_item, bounds, model.middle, sd)
        for sd in (spread, np.sqrt(model.variance), 2.0 * spread)
    )
    lead = np.lexsort((-shown, st.cell_item))[bounds[:-1]]
    leads = np.stack([shown[lead], low[lead], high[lead]])
    reach = NINE_OF_TEN * spread
    ends = np.stack([model.middle, model.middle - reach, model.middle + reach], axis=1)
    said = np.bincount(st.cell, minlength=numbers.size)
    items = ItemColumns(
        names=told.item_names, keys=told.cell_keys, bounds=bounds, p=shown, said=said,
        shorter=0 * said, unsaid=np.zeros(st.n_items), low=leads.min(axis=0), high=leads.max(axis=0),
        above=lambda _: (), level=settings.level, estimates=np.exp(ends) if relative else ends,
    )  # fmt: skip
    notes = [
        *told.notes,
        *([fields.note] if fields is not None else []),
        HOW,
        *([RELATIVE] if relative else []),
    ]
    if not model.settled:
        notes.append("The climb was stopped before it ended; the estimates may still move a little.")
    return FusedValues(
        kind=Kind.NUMBERS, items=items, sources=_sources(told, fields, model, shown),
        n_statements=int(st.cell.size), effect=0.0, objective=(), converged=model.settled, notes=tuple(notes),
    )  # fmt: skip


def _is_relative(numbers: Floats) -> bool:
    if (numbers <= 0).any():
        return False
    low, high = np.quantile(numbers, (0.1, 0.9))
    return bool(high > TEN_TIMES * low)


def _nearest(
    x: Floats, cell_item: NDArray[np.int64], bounds: NDArray[np.int64], middle: Floats, sd: Floats
) -> Floats:
    """Return the chance that the truth lies nearer to each cell than to the others of its item, (C,)."""
    order = np.lexsort((x, cell_item))
    ordered = x[order]
    cut = np.full(x.size + 1, np.inf)
    cut[1:-1] = (ordered[1:] + ordered[:-1]) / 2
    below, above = cut[:-1].copy(), cut[1:].copy()
    below[bounds[:-1]], above[bounds[1:] - 1] = -np.inf, np.inf
    m, s = middle[cell_item], sd[cell_item]
    chance = np.empty(x.size)
    chance[order] = _phi((above - m) / s) - _phi((below - m) / s)
    return np.asarray(np.round(np.maximum(chance, 0.0), 12), dtype=np.float64)


def _phi(z: Floats) -> Floats:
    """Return the chance of a standard normal below z."""
    return np.array([0.5 * math.erfc(-v) for v in (z / math.sqrt(2.0)).tolist()])


def _sources(told: Told, fields: Fields | None, model: Measured, shown: Floats) -> tuple[FusedSource, ...]:
    """Return how often each source is the nearest, and how it leans and spreads in each field."""
    st = told.statements
    source, n_sources = told.voice_source[st.source], len(told.source_names)
    n = np.bincount(source, minlength=n_sources)
    near = np.bincount(source, shown[st.cell], n_sources) / n
    reach = NINE_OF_TEN * np.sqrt(near * (1 - near) / (n + PRIOR_WEIGHT))
    names = fields.names if fields is not None else ("",)
    spoke = np.bincount(model.key, minlength=model.lean.size).reshape(model.shape) > 0
    return tuple(
        FusedSource(
            name=name, n=int(n[s]), exact=float(near[s]), short=0.0, wrong=float(1 - near[s]),
            low=float(max(0.0, near[s] - reach[s])), high=float(min(1.0, near[s] + reach[s])),
            scales=tuple(
                (f, float(model.lean[k, s]), float(model.spread[k, s]))
                for k, f in enumerate(names)
                if spoke[k, s]
            ),
        )
        for s, name in enumerate(told.source_names)
    )  # fmt: skip
