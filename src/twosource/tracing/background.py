"""How often a run of words stands in reports known to be separate: the rate q of the copy formula.

Formula: per word the rate is (n + s * r0) / (N + s): n of the N other families of texts hold it, r0 is
the prior rate for words of that length, s its strength in texts. Texts that share a long run of words are
one family and count once: otherwise forty copies of a sentence would make the sentence look common. The
families of the pair at hand are left out. Words come in phrases, so their rates are not multiplied
outright: q = max(floor, prod(rate) ^ dependence).

By hand, two texts alone (N = 0): four words of 3, 5, 2 and 8 letters have rates .5, .2, .5, .05;
their product .0025 to the power .5 is q = .05.
"""

import math
from collections.abc import Sequence

import numpy as np

from twosource.tracing.priors import CopyPriors
from twosource.tracing.words import Hashes, WordText


class Background:
    """Word counts over families of texts, and the rate of a run of words among separate reports."""

    def __init__(
        self,
        texts: Sequence[WordText],
        families: Sequence[int],
        priors: CopyPriors,
        *,
        of: Sequence[int] | None = None,
    ) -> None:
        """Count words over `texts` of `families`; `of` gives the family of every text one may ask about."""
        self._priors = priors
        self._families = tuple(families if of is None else of)
        self._n_families = len(set(families))
        held: dict[int, list[Hashes]] = {}
        for text, family in zip(texts, families, strict=True):
            held.setdefault(family, []).append(text.hashes)
        rows = [np.unique(np.concatenate(found)) for found in held.values()]
        every = np.concatenate(rows) if rows else np.zeros(0, dtype=np.uint64)
        self._words, self._counts = np.unique(every, return_counts=True)
        self._sums: dict[tuple[int, int], tuple[WordText, list[float]]] = {}

    def rate(self, parent: int, child: int, words: WordText, first: int, n_words: int) -> float:
        """Return q of a run of the child's words; parent and child are numbers of texts."""
        own = 1 if self._families[parent] == self._families[child] else 2
        logs = self._logs_of(child, own, words)
        q = math.exp(self._priors.dependence * (logs[first + n_words] - logs[first]))
        return min(1.0, max(self._priors.rate_floor, q))

    def _logs_of(self, child: int, own: int, words: WordText) -> list[float]:
        """Return the sums of the log rates of the child's words up to each, kept for its other runs."""
        kept = self._sums.get((child, own))
        if kept is not None and kept[0] is words:
            return kept[1]
        slot = np.minimum(np.searchsorted(self._words, words.hashes), self._words.size - 1)
        others = np.maximum(self._counts[slot] - own, 0)
        priors = self._priors
        prior = np.asarray(priors.rates)[np.searchsorted(priors.lengths, words.lengths)]
        rates = (others + priors.strength * prior) / (max(0, self._n_families - own) + priors.strength)
        sums = [0.0, *np.cumsum(np.log(rates)).tolist()]
        self._sums[child, own] = (words, sums)
        return sums
