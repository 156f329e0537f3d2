"""Measures: numbers that hardly ever agree to the last digit, as of instruments or of people who count.

    x_sj = mu_j + b_sf + e,   e of Student's t with four degrees of freedom and the scale sigma_sf

Each source s has in each field f a lean b (always a little low) and a spread sigma. t gives a wild value the
weight 5 / (4 + (e / sigma)^2), so that it moves nothing (Lange, Little and Taylor 1989). Only how sources
lean against each other can be told: the middle one leans by nought. Leans are drawn towards nought and
spreads towards that of the source in all fields (relative to the field), as with three statements, and that
towards the usual one.

    mu_j ~ N(m_j, c V_j),   V_j = 1 / sum over s of weight / sigma^2

V would hold if errors were independent. c is learned by hiding each number in turn and predicting it from the
others.

By hand: 10.1, 9.9, 10.0 and 55 with equal spreads: m is 10, and 55 has next to no weight.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.gammas import log_gamma

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FREEDOM = 4.0
PRIOR = 3.0
LEAST_SPREAD = 1e-9
STEPS = 200
SETTLED = 1e-7
MAD = 1.4826
QUANTILES = (0.5, 0.75, 0.9)
WIDTHS = (1.0, 1.3, 1.6, 2.0, 2.5, 3.2, 4.0, 5.0, 6.5, 8.0, 10.0, 13.0, 16.0)


@dataclass(eq=False)
class Measured:
    """M measures: `x`, `item`, `source` (M,), `field_of` (N,); `fixed` (S,) marks who never leans.

    Learned: `lean`, `spread` (F, S), `middle`, `variance` (N,), `width` is c.
    """

    x: Floats
    item: Ints
    source: Ints
    field_of: Ints
    fixed: NDArray[np.bool_]
    lean: Floats = field(init=False)
    spread: Floats = field(init=False)
    middle: Floats = field(init=False)
    variance: Floats = field(init=False)
    width: float = field(init=False, default=1.0)
    settled: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        n_fields, n_sources = int(self.field_of.max()) + 1, self.fixed.size
        self.shape = (n_fields, n_sources)
        self.key = self.field_of[self.item] * n_sources + self.source
        self.voices = np.bincount(self.item, minlength=self.field_of.size).astype(np.float64)
        self.checked = self.voices[self.item] > 1
        self.middle = _middles(self.x, self.item, self.field_of.size)
        self.usual = self._usual()
        self.lean = np.zeros(self.shape)
        self.spread = np.tile(self.usual[:, None], (1, n_sources))
        self.variance = np.ones(self.field_of.size)

    def learn(self) -> None:
        """Climb until nothing moves by a ten-millionth of the usual spread, at most 200 steps."""
        for _ in range(STEPS):
            before = self.middle
            self._place()
            self._describe()
            usual = self.usual[self.field_of]
            if np.abs(self.middle - before).max() <= SETTLED * usual.max():
                self.settled = True
                break
        self._place()
        self.width = self._chosen_width()

    def _usual(self) -> Floats:
        """Return the usual distance from the middle of an item, by field."""
        gap = np.abs(self.x - self.middle[self.item])
        usual = np.full(self.shape[0], LEAST_SPREAD)
        for f in range(self.shape[0]):
            mine = (self.field_of[self.item] == f) & self.checked
            if not mine.any():
                continue
            least = LEAST_SPREAD * max(1.0, float(np.median(np.abs(self.x[mine]))))
            first = [q for q in np.quantile(gap[mine], QUANTILES).tolist() if q > 0]
            usual[f] = max(MAD * first[0], least) if first else least
        return usual

    def _weights(self) -> tuple[Floats, Floats]:
        """Return the weight of each measure and its precision, (M,)."""
        sigma = self.spread.ravel()[self.key]
        e = (self.x - self.lean.ravel()[self.key] - self.middle[self.item]) / sigma
        weight = (FREEDOM + 1.0) / (FREEDOM + e * e)
        return weight, weight / sigma**2

    def _place(self) -> None:
        _, precision = self._weights()
        n = self.field_of.size
        whole = np.bincount(self.item, precision, n)
        self.middle = np.bincount(self.item, precision * (self.x - self.lean.ravel()[self.key]), n) / whole
        self.variance = 1.0 / whole

    def _describe(self) -> None:
        weight, precision = self._weights()
        off, size = self.x - self.middle[self.item], self.shape[0] * self.shape[1]
        use = self.checked
        whole = np.bincount(self.key[use], precision[use], size)
        drawn = np.bincount(self.key[use], (precision * off)[use], size)
        pull = (PRIOR / self.usual**2)[:, None].repeat(self.shape[1], axis=1)
        lean = (drawn.reshape(self.shape)) / (whole.reshape(self.shape) + pull)
        lean[:, self.fixed] = 0.0
        spoke = np.bincount(self.key, minlength=size).reshape(self.shape) > 0
        free = spoke & ~self.fixed[None, :]
        for f in range(self.shape[0]):
            if free[f].any():
                lean[f, free[f]] -= np.median(lean[f, free[f]])
        self.lean = lean
        square = (off - lean.ravel()[self.key]) ** 2 + self.variance[self.item]
        usual = self.usual[self.field_of[self.item]]
        said = np.bincount(self.key[use], minlength=size).reshape(self.shape)
        ratio = np.bincount(self.key[use], (weight * square / usual**2)[use], size).reshape(self.shape)
        overall = (ratio.sum(axis=0) + PRIOR) / (said.sum(axis=0) + PRIOR)
        share = (ratio + PRIOR * overall[None, :]) / (said + PRIOR)
        self.spread = self.usual[:, None] * np.sqrt(np.maximum(share, 1e-6))

    def _chosen_width(self) -> float:
        """Return the c under which each number is best predicted from the others of its item."""
        if not self.checked.any():
            return WIDTHS[-1]
        _, precision = self._weights()
        at, key = self.item[self.checked], self.key[self.checked]
        mine, x = precision[self.checked], self.x[self.checked] - self.lean.ravel()[key]
        left = np.maximum(1.0 / self.variance[at] - mine, 1e-12 * mine)
        middle = (self.middle[at] / self.variance[at] - mine * x) / left
        own = self.spread.ravel()[key] ** 2
        scores = [float(_log_t(x - middle, own + c / left).sum()) for c in WIDTHS]
        return WIDTHS[int(np.argmax(scores))]


def _middles(x: Floats, item: Ints, n: int) -> Floats:
    """Return the median of each item."""
    order = np.lexsort((x, item))
    bounds = np.searchsorted(item[order], np.arange(n + 1))
    low, high = (bounds[:-1] + bounds[1:] - 1) // 2, (bounds[:-1] + bounds[1:]) // 2
    return np.asarray((x[order][low] + x[order][high]) / 2, dtype=np.float64)


def _log_t(e: Floats, square: Floats) -> Floats:
    """Return the log density of Student's t at e with the squared scale given."""
    half = np.array([(FREEDOM + 1) / 2, FREEDOM / 2])
    top, bottom = log_gamma(half).tolist()
    fixed = top - bottom - 0.5 * np.log(FREEDOM * np.pi)
    return np.asarray(fixed - 0.5 * np.log(square) - (FREEDOM + 1) / 2 * np.log1p(e * e / square / FREEDOM))
