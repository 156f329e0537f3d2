"""What fusing finds: a probability per item and value, what it took each source to be, and what to know."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.settings import Model

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Fused:
    """The read-out of one fusion of N items and S sources.

    `items` (N,) and `sources` (S,) are the caller's numbers, in rising order. The candidates of item i lie at
    `start[i]:start[i+1]` of `values` (the caller's numbers) and `p` (probabilities); `unsaid` (N,) is the
    probability that none of them is true, so that each item sums to 1. `p_model` and `unsaid_model` are the
    same before the design effect `effect` (r: log-odds of m voices are divided by 1 + (m-1) r).
    `accuracy` (S,) and `n_statements` (S,) are per source, `n_compared` (S,) how many of these are of an item
    with a second voice: the others tell nothing of how good it is; `confusion` (S, K, K) is P(says l | k)
    where the values are a closed list of K, `labels` (K,) its numbers. `objective` is the penalised bound on
    the log probability of everything said, in nats, after each step: it never falls; empty where the sum is
    exact.
    `copies` (S,) is the share of
    its statements that a source copies from its `parent` (S,), a source number or -1, if copying was found;
    `p_own` is P(speaks for itself) of each statement in the order of entry, where ratios were given.
    `peaks` counts the ends that the other starts found, 1 where all agree. `notes` are sentences to show.
    """

    model: Model
    items: Ints
    sources: Ints
    start: Ints
    values: Ints
    p: Floats
    unsaid: Floats
    p_model: Floats
    unsaid_model: Floats
    accuracy: Floats
    n_statements: Ints
    n_compared: Ints
    confusion: Floats | None
    labels: Ints
    objective: tuple[float, ...]
    converged: bool
    exact: bool
    peaks: int
    effect: float
    copies: Floats
    parent: Ints
    p_own: Floats | None
    notes: tuple[str, ...]

    @property
    def is_multimodal(self) -> bool:
        """Whether what was said can be read in two ways nearly as good, with different answers."""
        return self.peaks > 1

    @property
    def sensitivity(self) -> Floats | None:
        """P(says the second label | it is so) per source, (S,), where there are two labels."""
        return None if self.confusion is None or self.labels.size != 2 else self.confusion[:, 1, 1]

    @property
    def specificity(self) -> Floats | None:
        """P(says the first label | it is so) per source, (S,), where there are two labels."""
        return None if self.confusion is None or self.labels.size != 2 else self.confusion[:, 0, 0]

    def best(self) -> tuple[Ints, Floats]:
        """Return the likeliest said value of each item and its probability, (N,); ties to the lower."""
        if not self.items.size:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        sizes = np.diff(self.start)
        order = np.lexsort((self.values, -self.p, np.repeat(np.arange(self.items.size), sizes)))
        first = order[self.start[:-1]]
        return self.values[first], self.p[first]

    def of(self, item: int) -> dict[int, float]:
        """Return the probability of each candidate of one item, by its number; KeyError where unknown."""
        at = int(np.searchsorted(self.items, item))
        if at == self.items.size or self.items[at] != item:
            raise KeyError(item)
        low, high = self.start[at], self.start[at + 1]
        return dict(zip(self.values[low:high].tolist(), self.p[low:high].tolist(), strict=True))
