"""How well marked spans and labels agree with annotated ones: exact precision, recall and F1, macro-F1, r.

Spans are exact or wrong: no share for overlap. Figures over all spans of a kind are micro averages.
"""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from bench.measures import f1


@dataclass(slots=True)
class Tally:
    """Spans counted over many sentences: right ones, given ones, true ones."""

    right: int = 0
    given: int = 0
    true: int = 0

    def add(self, given: Iterable[Hashable], true: Iterable[Hashable]) -> None:
        """Count one sentence. A span given twice counts once, as it says nothing new."""
        ours, gold = set(given), set(true)
        self.right += len(ours & gold)
        self.given += len(ours)
        self.true += len(gold)

    @property
    def precision(self) -> float | None:
        """The share of given spans that are right; None where none was given."""
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        """The share of true spans that were given; None where there is none."""
        return self.right / self.true if self.true else None

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 1 where nothing was to be found and nothing was."""
        return f1(self.right, self.given, self.true)


def f1_by_class(true: Sequence[str], given: Sequence[str]) -> dict[str, float]:
    """Return the F1 of every class of the truth. ValueError where lengths differ."""
    right = Counter(a for a, b in zip(true, given, strict=True) if a == b)
    n_true, n_given = Counter(true), Counter(given)
    return {name: f1(right[name], n_given[name], n_true[name]) for name in sorted(n_true)}


def macro_f1(true: Sequence[str], given: Sequence[str]) -> float:
    """Return the plain mean of the F1 of the classes of the truth, each as heavy as the others.

    A class that only the answers know counts as wrong answers for the others, and has no F1 of its own.
    """
    return fmean(f1_by_class(true, given).values())


def pearson(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return the correlation of two series; None where one of them does not vary or they are empty."""
    pairs = list(zip(one, other, strict=True))
    if not pairs:
        return None
    a_mean, b_mean = fmean(one), fmean(other)
    product = sum((a - a_mean) * (b - b_mean) for a, b in pairs)
    spread = math.sqrt(sum((a - a_mean) ** 2 for a in one) * sum((b - b_mean) ** 2 for b in other))
    return product / spread if spread else None


def mean_absolute_error(true: Sequence[float], given: Sequence[float]) -> float | None:
    """Return the mean distance of two series; None where they are empty."""
    return fmean(abs(a - b) for a, b in zip(true, given, strict=True)) if true else None


def most_probable(p: Mapping[str, float]) -> str:
    """Return the name with the highest probability, the first by name among equals; empty for nothing."""
    return min(p, key=lambda name: (-p[name], name)) if p else ""
