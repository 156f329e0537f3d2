"""Which word of the child stands for which word of the parent: exact runs first, longest before shorter.

Runs that begin wherever `seed_words` words agree are laid over the child, the longest first, so that each of
its words is used once; what two texts begin and end with is found without an index, however often their words
repeat. All in whole-array steps; the loop runs over runs, never over words. (Greedy string tiling, Wise 1993,
without its rescans.)

By hand: parent "a b c d e f", child "d e f a b c": two runs of three, each in the other's place.
"""

import numpy as np
from numpy.typing import NDArray

from twosource.tracing.rows import Hashes, Ints
from twosource.tracing.shingles import ShingleIndex

Runs = NDArray[np.int64]


def tile(parent: ShingleIndex, child: ShingleIndex, words: tuple[Hashes, Hashes], most_places: int) -> Runs:
    """Return runs as rows (child word, parent word, words), shape (R, 3), in the child's order.

    `words` are the hashes of the words of parent and child; both indexes hold runs of one length.
    """
    found = np.concatenate([_common_ends(*words, parent.n_words), _all_runs(parent, child, most_places)])
    if found.shape[0] < 2:
        return found
    ordered = found[np.argsort(found[:, 0], kind="stable")]
    if bool((ordered[1:, 0] >= ordered[:-1, 0] + ordered[:-1, 2]).all()):
        return ordered
    return _lay(found, words[1].size, parent.n_words)


def _common_ends(parent: Hashes, child: Hashes, least: int) -> Runs:
    """Return the run both texts begin with and the one they end with, where these are long enough."""
    n = min(parent.size, child.size)
    differ = np.flatnonzero(parent[:n] != child[:n])
    head = int(differ[0]) if differ.size else n
    back = np.flatnonzero(parent[parent.size - n :] != child[child.size - n :])
    tail = min(n - head, n - 1 - int(back[-1]) if back.size else n)
    rows = [(0, 0, head), (child.size - tail, parent.size - tail, tail)]
    return np.array([row for row in rows if row[2] >= least], dtype=np.int64).reshape(-1, 3)


def _all_runs(parent: ShingleIndex, child: ShingleIndex, most_places: int) -> Runs:
    """Return every maximal run of both texts, also where they overlap, in no order."""
    low = np.searchsorted(parent.ordered, child.shingles)
    low_safe = np.minimum(low, max(0, parent.ordered.size - 1))
    none = np.zeros((0, 3), dtype=np.int64)
    if not parent.ordered.size or not child.shingles.size:
        return none
    hit = np.flatnonzero(parent.ordered[low_safe] == child.shingles)
    if not hit.size:
        return none
    low = low[hit]
    counts = np.searchsorted(parent.ordered, child.shingles[hit], side="right") - low
    few = counts <= most_places
    several = counts[few]
    child_at = np.repeat(hit[few], several)
    offset = np.arange(child_at.size) - np.repeat(np.cumsum(several) - several, several)
    parent_at = parent.places[np.repeat(low[few], several) + offset]
    if not few.all():
        again = _by_turns(parent, child, hit[~few], low[~few], counts[~few])
        child_at, parent_at = np.concatenate((child_at, again[0])), np.concatenate((parent_at, again[1]))
    if not child_at.size:
        return none
    diagonal = parent_at - child_at
    order = np.lexsort((child_at, diagonal))
    child_at, parent_at, diagonal = child_at[order], parent_at[order], diagonal[order]
    fresh = np.ones(child_at.size, dtype=np.bool_)
    fresh[1:] = (diagonal[1:] != diagonal[:-1]) | (child_at[1:] != child_at[:-1] + 1)
    first = np.flatnonzero(fresh)
    sizes = np.diff(np.concatenate((first, [child_at.size]))) + child.n_words - 1
    return np.stack((child_at[first], parent_at[first], sizes), axis=1)


def _by_turns(
    parent: ShingleIndex, child: ShingleIndex, hit: Ints, low: Ints, counts: Ints
) -> tuple[Ints, Ints]:
    """Pair runs that stand in very many places by turns, the first with the first, the tenth with the tenth.

    All pairs of them would be quadratic; a page that repeats one line a thousand times needs no more.
    """
    rank = np.empty(child.places.size, dtype=np.int64)
    rank[child.places] = np.arange(child.places.size)
    turn = rank[hit] - np.searchsorted(child.ordered, child.shingles[hit])
    held = turn < counts
    return hit[held], parent.places[low[held] + turn[held]]


def _lay(runs: Runs, n_words: int, least: int) -> Runs:
    """Lay runs over the child, longest first, and cut off what a longer one has taken.

    Of runs as long as each other the one nearest to the place of the longest comes first.
    """
    longest = runs[np.argmax(runs[:, 2])]
    aside = np.abs((runs[:, 1] - runs[:, 0]) - (longest[1] - longest[0]))
    taken = np.zeros(n_words, dtype=np.bool_)
    kept: list[tuple[int, int, int]] = []
    for at, source, size in runs[np.lexsort((runs[:, 0], aside, -runs[:, 2]))].tolist():
        inside = taken[at : at + size]
        if not inside.any():
            kept.append((at, source, size))
            inside[:] = True
            continue
        if inside.all():
            continue
        for begin, end in _free_stretches(~inside):
            if end - begin >= least:
                kept.append((at + begin, source + begin, end - begin))
                taken[at + begin : at + end] = True
    return np.array(sorted(kept), dtype=np.int64).reshape(-1, 3)


def _free_stretches(free: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.diff(np.concatenate(([False], free, [False])).astype(np.int8))
    return list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True))
