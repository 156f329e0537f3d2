"""The one copy formula: what shared and lacking features say for "copied" against "separate".

Formula (2.2 of the reasoning; Dong, Berti-Equille and Srivastava 2009 with shared truths and errors in
one):

    Lambda(s <- p) = log sum_c w_c * prod_shared (c + (1 - c) q_i) / q_i * (1 - c)^(number lacking)

c is the share of the parent that was kept, in {.1, .3, .6, .9}; q_i the rate of feature i among separate
reports. One maximal run of words is one feature, and what is lacking is counted in pieces as long as the
runs that are shared, twelve words at least. No feature outweighs 10^3. Quoted primary text (inside
quotation marks, or standing in a held paper itself) shows the same material, not a copied outlet.

By hand: one shared feature of q = .01, nothing lacking: the factors are 10.9, 30.7, 60.4, 90.1, their
mean 48, Lambda = 3.87. With ten units lacking they shrink by .9^10, .7^10, .4^10, .1^10: mean 1.17,
Lambda = .16.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twosource.evidence.lineage import Feature
from twosource.terms import FeatureKind
from twosource.tracing.background import Background
from twosource.tracing.priors import CopyPriors
from twosource.tracing.shingles import Run
from twosource.tracing.words import Hashes, WordText


@dataclass(frozen=True, slots=True)
class CopyEvidence:
    """What two texts say of each other: Lambda in nats, every feature with its q, and the lacking units.

    `n_words` counts the words of the shared runs.
    """

    log_ratio: float
    features: tuple[Feature, ...]
    n_lacking: int
    n_words: int = 0

    @property
    def has_words(self) -> bool:
        """Say whether words outside quoted material are shared."""
        return any(feature.kind is FeatureKind.SHARED_WORDS for feature in self.features)

    @property
    def is_shared(self) -> bool:
        """Say whether anything but quoted material is shared."""
        return any(feature.weight > 0 for feature in self.features)


def copy_log_ratio(q: Sequence[float], n_lacking: int, priors: CopyPriors) -> float:
    """Return Lambda in nats for shared features of rates `q` and a number of lacking ones.

    Raises ValueError for a rate outside (0, 1].
    """
    if q and not (min(q) > 0 and max(q) <= 1):
        raise ValueError("the rate of a feature lies above 0 and not above 1")
    return _mixed([_by_share(rate, priors) for rate in q], n_lacking, priors)


def _by_share(rate: float, priors: CopyPriors) -> list[float]:
    """Return what one shared feature of this rate says for each share of the parent kept, in nats."""
    return [math.log(min((c + (1 - c) * rate) / rate, priors.cap)) for c in priors.shares]


def _mixed(rows: Sequence[Sequence[float]], n_lacking: int, priors: CopyPriors) -> float:
    """Return Lambda from what the shared features say by share, and the number of lacking ones."""
    logs = [n_lacking * math.log1p(-c) for c in priors.shares]
    for row in rows:
        logs = [total + one for total, one in zip(logs, row, strict=True)]
    top = max(logs)
    return top + math.log(sum(math.exp(one - top) for one in logs) / len(logs))


@dataclass(frozen=True, slots=True)
class Quoting:
    """Tells quoted primary text from an outlet's own words.

    `papers` are the sorted shingles of the papers the desk holds, `is_paper` says which texts are papers.
    """

    texts: Sequence[WordText]
    papers: Hashes
    is_paper: Sequence[bool]
    n_words: int

    def is_quoted(self, parent: int, child: int, run: Run) -> bool:
        """Say whether a run is quoted primary text: then it shows the same material only.

        A paper itself may be copied from, so nothing it holds is "merely quoted" when it is the parent.
        """
        if self.is_paper[parent]:
            return False
        for text, first in ((parent, run.parent_at), (child, run.child_at)):
            if 2 * self.texts[text].n_quoted(first, run.n_words) > run.n_words:
                return True
        return self.is_in_papers(child, run)

    def is_in_papers(self, child: int, run: Run) -> bool:
        """Say whether most of a run stands in a paper the desk holds."""
        return self._share_in_papers(child, run) >= 0.5

    def _share_in_papers(self, child: int, run: Run) -> float:
        if not self.papers.size:
            return 0.0
        words = self.texts[child].crop(run.child_at, run.child_at + run.n_words)
        return float(np.isin(words.shingles(self.n_words), self.papers).mean())

    def own_words(self, parent: int, child: int, runs: Sequence[Run]) -> list[int]:
        """Return the lengths of the runs that are not quoted."""
        return [run.n_words for run in runs if not self.is_quoted(parent, child, run)]


@dataclass(frozen=True, slots=True)
class Comparer:
    """Everything needed to weigh a pair of texts of one claim, by their numbers."""

    quoting: Quoting
    background: Background
    priors: CopyPriors

    def compare(self, parent: int, child: int, runs: Sequence[Run], where: tuple[str, ...]) -> CopyEvidence:
        """Return the copy evidence for one pair of texts; `where` are the passages to see it in."""
        texts, features, told, shared = self.quoting.texts, [], [], 0
        for run in runs:
            q = self.background.rate(parent, child, texts[child], run.child_at, run.n_words)
            quoted = self.quoting.is_quoted(parent, child, run)
            row = _by_share(q, self.priors)
            shared += run.n_words
            features.append(
                Feature(
                    kind=FeatureKind.SAME_MATERIAL if quoted else FeatureKind.SHARED_WORDS,
                    words=texts[child].between(run.child_at, run.n_words),
                    is_shared=True,
                    q=q,
                    weight=0.0 if quoted else _mixed([row], 0, self.priors),
                    passages=where,
                )
            )
            told += [] if quoted else [row]
        piece = max(self.priors.unit_words, shared // max(1, len(runs)))
        lacking = max(0, len(texts[parent]) - shared) // piece
        return CopyEvidence(_mixed(told, lacking, self.priors), tuple(features), lacking, shared)
