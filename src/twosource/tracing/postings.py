"""The index of shingles all of tracing rests on: postings in one number each, and who holds what.

A posting is a shingle (a run of n words) of one text: the hash above, the number of the text below, in 64
bits. So one sort brings the holders of a shingle together, and nothing is carried along. With b bits for
the text, two different shingles are taken for one with probability 2^-(64 - b) a pair: among 26 million
postings of a million texts (b = 24) some 300 pairs of postings, each worth one shared shingle by mistake.

By hand: texts 0 and 2 hold shingle s, text 1 holds t: one shingle has holders, 0 and 2; the pair is (0, 2).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twosource.tracing.rows import Hashes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Holders:
    """The shingles at least two texts hold: holders one shingle after another, each in order of number.

    Per posting: the text (`owners`), the place of the shingle's first posting and its number of holders.
    """

    owners: Ints
    firsts: Ints
    sizes: Ints

    def only(self, kept: NDArray[np.bool_]) -> "Holders":
        """Return the marked postings alone; the marks are the same for all postings of a shingle."""
        moved = np.cumsum(kept) - 1
        return Holders(self.owners[kept], moved[self.firsts[kept]], self.sizes[kept])


def pack(shingles: Hashes, owners: NDArray[np.uint64], bits: int) -> Hashes:
    """Return postings in one number each: the highest bits of the shingle, below them its text."""
    low = np.uint64((1 << bits) - 1)
    return (shingles & ~low) | owners


def holders_of(postings: Hashes, bits: int) -> Holders:
    """Return who holds the shingles that at least two texts hold. Sorts the postings where they are."""
    postings.sort()
    low = np.uint64((1 << bits) - 1)
    near = (postings[1:] ^ postings[:-1]) <= low
    shared = np.zeros(postings.size, dtype=np.bool_)
    shared[1:] = near
    shared[:-1] |= near
    kept = postings[shared]
    fresh = np.ones(kept.size, dtype=np.bool_)
    fresh[1:] = kept[1:] != kept[:-1]
    kept = kept[fresh]
    starts = np.flatnonzero(np.concatenate((np.ones(1, dtype=np.bool_), (kept[1:] ^ kept[:-1]) > low)))
    starts = starts[: kept.size]
    counts = np.diff(np.append(starts, kept.size))
    many = np.repeat(counts > 1, counts)
    owners = (kept[many] & low).astype(np.int64)
    counts = counts[counts > 1]
    firsts = np.cumsum(counts) - counts
    return Holders(owners, np.repeat(firsts, counts), np.repeat(counts, counts))


def join(holders: Holders, is_common: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs (earlier, later), shape (P, 2), one for each shingle: by rare ones, by common ones.

    A rare shingle pairs each two of its holders, a common one (marked by posting) each with the earliest.
    """
    owners, firsts = holders.owners, holders.firsts
    place = np.arange(owners.size) - firsts
    common = is_common & (place > 0)
    by_common = np.stack((owners[firsts[common]], owners[common]), axis=1)
    found = [np.zeros((0, 2), dtype=np.int64)]
    later = np.flatnonzero(~is_common & (place > 0))
    shift = 1
    while later.size:
        found.append(np.stack((owners[later - shift], owners[later]), axis=1))
        shift += 1
        later = later[place[later] >= shift]
    return np.concatenate(found), by_common
