"""Which texts are worth comparing, and the runs of words they share.

Candidates come from the index of `tracing.postings`, over the words of one claim: a shingle held by at most
`df_max` texts joins each pair of its holders, a commoner one each holder to the earliest alone. Each text
keeps the `keep` earlier ones with which it shares most. O(postings * df_max) at worst, in whole-array
steps; no pair of texts is compared without a shingle in common.

By hand: "a b c d e" and "x b c d e y" share the shingles b-c-d and c-d-e (n = 3): one pair, one run of
four words that starts at word 1 in both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twosource.tracing.postings import holders_of, join, pack
from twosource.tracing.words import Hashes, Ints, WordText

MOST_POSTINGS = 1_500_000


@dataclass(frozen=True, slots=True)
class Run:
    """A maximal run of words two texts share: where it starts in each, and how many words it has."""

    parent_at: int
    child_at: int
    n_words: int


@dataclass(frozen=True, slots=True, eq=False)
class ShingleIndex:
    """The shingles of one text, as they stand and sorted: sorting once serves every comparison."""

    shingles: Hashes
    ordered: Hashes
    places: Ints
    n_words: int


def index_shingles(words: WordText, n_words: int) -> ShingleIndex:
    """Return the shingles of one text with the order that makes them searchable."""
    shingles = words.shingles(n_words)
    places = np.argsort(shingles, kind="stable").astype(np.int64)
    return ShingleIndex(shingles=shingles, ordered=shingles[places], places=places, n_words=n_words)


def candidate_pairs(
    indexes: Sequence[ShingleIndex], groups: Sequence[int], *, df_max: int = 50, keep: int = 3
) -> NDArray[np.int64]:
    """Return index pairs (earlier, later), shape (P, 2), sorted by later then earlier.

    `indexes` stand in time order; texts of the same group (one publisher) are never paired.
    """
    if not indexes:
        return np.zeros((0, 2), dtype=np.int64)
    bits = max(1, (len(indexes) - 1).bit_length())
    holders = holders_of(_postings(indexes, bits), bits)
    pairs = np.concatenate(join(holders, holders.sizes > df_max))
    publisher = np.asarray(groups, dtype=np.int64)
    pairs = pairs[publisher[pairs[:, 0]] != publisher[pairs[:, 1]]]
    return _keep_best(pairs, len(indexes), keep)


def _postings(indexes: Sequence[ShingleIndex], bits: int) -> Hashes:
    """Return the postings of all texts; thinned by hash where there are too many."""
    sizes = [index.ordered.size for index in indexes]
    owners = np.repeat(np.arange(len(indexes), dtype=np.uint64), sizes)
    hashes = np.concatenate([index.ordered for index in indexes])
    thin = owners.size // MOST_POSTINGS + 1
    if thin > 1:
        kept = (hashes >> np.uint64(17)) % np.uint64(thin) == 0
        owners, hashes = owners[kept], hashes[kept]
    return pack(hashes, owners, bits)


def _keep_best(pairs: NDArray[np.int64], n_texts: int, keep: int) -> NDArray[np.int64]:
    """Keep, for each later text, the earlier ones it shares most shingles with; ties go to the earliest."""
    if not pairs.size:
        return np.zeros((0, 2), dtype=np.int64)
    keys, counts = np.unique(pairs[:, 1] * n_texts + pairs[:, 0], return_counts=True)
    later, earlier = keys // n_texts, keys % n_texts
    order = np.lexsort((earlier, -counts, later))
    later, earlier = later[order], earlier[order]
    starts = np.flatnonzero(np.concatenate(([True], later[1:] != later[:-1])))
    sizes = np.diff(np.concatenate((starts, [later.size])))
    rank = np.arange(later.size) - np.repeat(starts, sizes)
    best = np.stack((earlier[rank < keep], later[rank < keep]), axis=1)
    return best[np.lexsort((best[:, 0], best[:, 1]))]


def shared_runs(parent: ShingleIndex, child: ShingleIndex) -> tuple[Run, ...]:
    """Return the maximal runs of words the child shares with the parent, in the child's order.

    No word of the child is counted twice: where two runs overlap in it the later one starts after.
    """
    if not parent.ordered.size or not child.shingles.size:
        return ()
    slot = np.searchsorted(parent.ordered, child.shingles)
    slot[slot == parent.ordered.size] = 0
    child_at = np.flatnonzero(parent.ordered[slot] == child.shingles)
    if not child_at.size:
        return ()
    parent_at = parent.places[slot[child_at]]
    breaks = (np.diff(child_at) != 1) | (np.diff(parent_at) != 1)
    firsts = np.concatenate(([0], np.flatnonzero(breaks) + 1))
    lasts = np.concatenate((np.flatnonzero(breaks), [child_at.size - 1]))
    runs, end = [], 0
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        start, stop = int(child_at[first]), int(child_at[last]) + child.n_words
        skip = max(0, end - start)
        if stop - start - skip >= child.n_words:
            runs.append(Run(int(parent_at[first]) + skip, start + skip, stop - start - skip))
            end = stop
    return tuple(runs)
