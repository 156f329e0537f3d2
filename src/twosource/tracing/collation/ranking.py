"""Many pairs at once, ranked by what they share: exact runs only, no edits, all pairs in whole-array steps.

Which of a thousand candidate pairs deserve a look is asked far more often than how two texts stand beside
each other. Per distinct parent one sorted search finds every run its children share with it; runs, their
longest and what is quoted in them are then told for all pairs together. What counts here as shared is a lower
bound of what `collate` shows: words inside edits are missing, and a run of which the parent holds several is
followed in one place only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from twosource.tracing.collation.preparing import Prepared
from twosource.tracing.rows import Ints

Reals = NDArray[np.float64]
MOST_PAIRS = 2_048


@dataclass(frozen=True, slots=True, eq=False)
class PairShares:
    """What P pairs share, arrays of shape (P,) in the order the pairs were given.

    `shared`: words of the child in shared runs; `own`: those outside quoted primary text; `longest`: words of
    the longest run; `of_child`: own / words of the child outside quoted text.
    """

    shared: Ints
    own: Ints
    longest: Ints
    of_child: Reals

    def ranked(self) -> Ints:
        """Return the numbers of the pairs, the most alike first; ties stand in the order given."""
        return np.lexsort((-self.own, -self.of_child)).astype(np.int64)


def rank_pairs(texts: Sequence[Prepared], pairs: NDArray[np.int64]) -> PairShares:
    """Return what each pair (parent number, child number) shares; `pairs` has shape (P, 2).

    By hand: parent "a b c d e f", child "x a b c d e y": one run of five words, five of seven, 0.714.
    """
    n_pairs = int(pairs.shape[0])
    shared, own, longest = (np.zeros(n_pairs, dtype=np.int64) for _ in range(3))
    order = np.argsort(pairs[:, 0], kind="stable") if n_pairs else np.zeros(0, dtype=np.int64)
    for first in range(0, n_pairs, MOST_PAIRS):
        some = order[first : first + MOST_PAIRS]
        shared[some], own[some], longest[some] = _some(texts, pairs[some])
    free = np.array([len(text.words) - int(np.count_nonzero(text.quoted)) for text in texts], dtype=np.int64)
    n_free = free[pairs[:, 1]] if n_pairs else np.zeros(0, dtype=np.int64)
    return PairShares(shared, own, longest, np.minimum(1.0, own / np.maximum(n_free, 1)))


def _some(texts: Sequence[Prepared], pairs: NDArray[np.int64]) -> tuple[Ints, Ints, Ints]:
    """Return shared, own and longest of pairs sorted by parent."""
    n_words = texts[int(pairs[0, 0])].index.n_words
    sizes = np.array([texts[child].index.shingles.size for child in pairs[:, 1].tolist()], dtype=np.int64)
    at, parent_at = _hits(texts, pairs)
    if not at.size:
        none = np.zeros(sizes.size, dtype=np.int64)
        return none, none, none
    starts = np.cumsum(sizes) - sizes
    pair = np.searchsorted(starts, at, side="right") - 1
    child_at = at - starts[pair]
    step = np.full(at.size, n_words, dtype=np.int64)
    step[:-1] = np.where(pair[1:] == pair[:-1], np.minimum(np.diff(child_at), n_words), n_words)
    quoted = _quoted(texts, pairs, (pair, child_at, parent_at, step))
    shared = np.bincount(pair, weights=step, minlength=sizes.size).astype(np.int64)
    own = np.bincount(pair, weights=step - quoted, minlength=sizes.size).astype(np.int64)
    fresh = np.ones(at.size, dtype=np.bool_)
    fresh[1:] = (pair[1:] != pair[:-1]) | (np.diff(child_at) != 1) | (np.diff(parent_at) != 1)
    first = np.flatnonzero(fresh)
    runs = np.diff(np.concatenate((first, [at.size]))) + n_words - 1
    longest = np.zeros(sizes.size, dtype=np.int64)
    np.maximum.at(longest, pair[first], runs)
    return shared, own, longest


def _hits(texts: Sequence[Prepared], pairs: NDArray[np.int64]) -> tuple[Ints, Ints]:
    """Return which runs of the children, end to end, their parents hold, and where these stand in them."""
    parents, children = pairs[:, 0].tolist(), pairs[:, 1].tolist()
    bounds = [0, *(np.flatnonzero(np.diff(pairs[:, 0])) + 1).tolist(), len(parents)]
    found, places, base = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], 0
    for first, last in pairwise(bounds):
        index = texts[parents[first]].index
        rows = [texts[child].index.shingles for child in children[first:last]]
        wanted = rows[0] if last == first + 1 else np.concatenate(rows)
        if index.ordered.size and wanted.size:
            slot = np.searchsorted(index.ordered, wanted)
            slot[slot == index.ordered.size] = 0
            hit = np.flatnonzero(index.ordered[slot] == wanted)
            found.append(hit + base)
            places.append(index.places[slot[hit]])
        base += int(wanted.size)
    return np.concatenate(found), np.concatenate(places)


def _quoted(texts: Sequence[Prepared], pairs: NDArray[np.int64], hits: tuple[Ints, Ints, Ints, Ints]) -> Ints:
    """Return, per hit, how many of its words are quoted in the text that quotes more of them."""
    pair, child_at, parent_at, step = hits
    told = np.zeros(step.size, dtype=np.int64)
    for side, at in ((1, child_at), (0, parent_at)):
        rows = [texts[number].quoted for number in pairs[:, side].tolist()]
        sizes = np.array([row.size for row in rows], dtype=np.int64)
        flags = np.concatenate(rows)
        if flags.any():
            before = np.concatenate(([0], np.cumsum(flags)))
            begin = (np.cumsum(sizes) - sizes)[pair] + at
            told = np.maximum(told, before[begin + step] - before[begin])
    is_paper = np.array([text.is_paper for text in texts], dtype=np.bool_)
    told[(is_paper[pairs[:, 0]] | is_paper[pairs[:, 1]])[pair]] = 0
    return told
