"""How two groupings of the same pages agree, how good a set of names is, how true stated probabilities are.

Labels are any hashable values; only which items share a label matters.
"""

from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt


def contingency(one: Sequence[Hashable], other: Sequence[Hashable]) -> npt.NDArray[np.int64]:
    """Return the (groups of one, groups of other) table of counts. ValueError where lengths differ."""
    if len(one) != len(other):
        raise ValueError(f"two groupings of different items: {len(one)} and {len(other)}")
    rows = {label: i for i, label in enumerate(dict.fromkeys(one))}
    columns = {label: i for i, label in enumerate(dict.fromkeys(other))}
    table = np.zeros((len(rows), len(columns)), dtype=np.int64)
    np.add.at(table, ([rows[label] for label in one], [columns[label] for label in other]), 1)
    return table


def n_pairs(counts: npt.NDArray[np.int64]) -> int:
    """Return the number of unordered pairs within groups of these sizes: sum of n(n-1)/2."""
    return int((counts * (counts - 1) // 2).sum())


def adjusted_rand(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Return the adjusted Rand index of two groupings: 1 for the same, 0 as expected by chance.

    (index - expected) / (max - expected), with index the pairs joined by both, expected =
    a b / all for a, b the pairs joined by each, and max = (a + b) / 2 (Hubert and Arabie 1985).
    Two groupings without room for chance, such as all alone in both, agree fully: 1.
    """
    table = contingency(one, other)
    index = n_pairs(table)
    a, b = n_pairs(table.sum(axis=1)), n_pairs(table.sum(axis=0))
    everything = n_pairs(np.array([len(one)], dtype=np.int64))
    expected = a * b / everything if everything else 0.0
    highest = (a + b) / 2
    return 1.0 if highest == expected else (index - expected) / (highest - expected)


def joined_share(labels: Sequence[Hashable]) -> float:
    """Return the share of all pairs that share a label; 1 where there is no pair."""
    sizes = contingency(labels, [0] * len(labels)).sum(axis=1) if labels else np.zeros(0, dtype=np.int64)
    everything = n_pairs(np.array([len(labels)], dtype=np.int64))
    return n_pairs(sizes) / everything if everything else 1.0


def overmerge(gold: Sequence[Hashable], ours: Sequence[Hashable]) -> float | None:
    """Return the share of pairs of different gold label that ours joins; None where gold has one label."""
    table = contingency(gold, ours)
    everything = n_pairs(np.array([len(gold)], dtype=np.int64))
    apart = everything - n_pairs(table.sum(axis=1))
    return (n_pairs(table.sum(axis=0)) - n_pairs(table)) / apart if apart else None


def f1(n_right: int, n_given: int, n_true: int) -> float:
    """Return the harmonic mean of precision and recall; 1 where nothing was to be found and nothing was."""
    return 2 * n_right / (n_given + n_true) if n_given + n_true else 1.0


def calibration_error(
    p: npt.NDArray[np.float64], is_right: npt.NDArray[np.bool_], *, low: float = 0.0, n_bins: int = 10
) -> float:
    """Return the expected calibration error: |stated share - true share|, over bins, weighted by size.

    `n_bins` bins of equal width from `low`, the least that can be stated, to 1; both arrays of one shape.
    """
    stated, right = p.ravel(), is_right.ravel().astype(np.float64)
    bins = np.minimum(((stated - low) / (1.0 - low) * n_bins).astype(np.intp), n_bins - 1)
    return float(np.abs(np.bincount(bins, stated - right, n_bins)).sum() / stated.size)


def components(n: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Return, per item 0..n-1, the smallest item it is connected with through the pairs."""
    parent = list(range(n))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return [root(item) for item in range(n)]
