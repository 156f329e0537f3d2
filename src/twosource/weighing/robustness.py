"""In how many readings of the words does the lead hold? The honest headline of a weighing.

A word is a band, a prior is a view and a row of a mode table is a guess. Each reading draws every
word within its band (uniform), the prior from a Dirichlet, and every row of every variable
from a Dirichlet, then sums exactly. Concentration: `READING_SHAPE` per state, spread in
proportion to the stated prior or row, so that a flat prior over three hypotheses is redrawn from
Dirichlet(2, 2, 2) and a row (.97, .03) from Dirichlet(3.88, .12): the mean is what was stated, the
spread is wide on purpose. Plain figures and track records stay as given.

Every table draws from a generator of its own, keyed by seed and name: adding or reordering
something unrelated cannot shift the range of anything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from twosource.ids import digest_of
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import ItemTable, Key, Network, VariableTable
from twosource.weighing.settings import READING_SHAPE, WeighSettings
from twosource.weighing.whatifs import likelihoods, normalised

Bands = Mapping[Key, tuple[FloatArray, FloatArray]]
ONE_BAND_EACH: Bands = {}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Readings:
    """Per hypothesis: the range that holds most readings, and the share of readings it leads in."""

    low: FloatArray
    high: FloatArray
    leads_share: FloatArray


def seeded(seed: int, key: Key) -> np.random.Generator:
    """Return a generator of its own for this name: what others draw, or in which order, cannot move it."""
    name = int(digest_of("\x1f".join(key).encode("utf-8"))[:16], 16)
    return np.random.default_rng([seed, name])


def draw_dirichlet(rng: np.random.Generator, stated: FloatArray, n: int) -> FloatArray:
    """Return n draws around rows of probabilities, shape (n, *stated.shape), each summing to 1.

    The concentration is READING_SHAPE times the number of states, times what was stated. A row
    whose draws all underflow keeps what was stated.
    """
    shape = READING_SHAPE * stated.shape[-1] * stated
    drawn = rng.standard_gamma(np.broadcast_to(shape, (n, *stated.shape)))
    total = drawn.sum(axis=-1, keepdims=True)
    fallback = np.broadcast_to(stated, drawn.shape).copy()
    rows: FloatArray = np.divide(drawn, total, out=fallback, where=total > 0.0)
    return rows


def _of_item(entry: ItemTable, settings: WeighSettings, bands: Bands) -> FloatArray:
    n = settings.draws
    low, high = bands.get(entry.table.key, (entry.low, entry.high))
    rng = seeded(settings.seed, entry.table.key)
    raw = rng.uniform(low, high, size=(n, *entry.raw.shape))
    return entry.figures_of(raw).reshape(n, -1).T


def _of_variable(entry: VariableTable, seed: int, n: int) -> FloatArray:
    rows = draw_dirichlet(seeded(seed, entry.table.key), entry.rows, n)
    return np.add.reduceat(rows * entry.record, entry.starts, axis=-1).reshape(n, -1).T


def read_again(network: Network, settings: WeighSettings, bands: Bands = ONE_BAND_EACH) -> Readings:
    """Draw `settings.draws` readings of words, prior and rows; return ranges and lead shares.

    `bands` gives, per table, the low and high ends to draw from, of shape (draws, answers, hypotheses), where
    each draw has its own: people who answered differently are drawn one at a time (weighing.pooling).
    """
    n, seed = settings.draws, settings.seed
    batches: dict[Key, FloatArray] = {e.table.key: _of_item(e, settings, bands) for e in network.items}
    batches |= {e.table.key: _of_variable(e, seed, n) for e in network.variables}
    batches |= {
        t.key: draw_dirichlet(seeded(seed, t.key), t.figures, n).T
        for t in network.tables
        if t.key[0] == "question"
    }
    prior = draw_dirichlet(seeded(seed, ("prior", "")), network.prior, n)
    posterior = normalised(prior * likelihoods(network, batches, n).T)
    posterior = posterior[~np.isnan(posterior).any(axis=1)]
    tail = (1.0 - settings.range_share) / 2.0
    low, high = np.quantile(posterior, [tail, 1.0 - tail], axis=0)
    leads = np.bincount(posterior.argmax(axis=1), minlength=len(network.hypotheses)) / len(posterior)
    return Readings(low=low, high=high, leads_share=leads)
