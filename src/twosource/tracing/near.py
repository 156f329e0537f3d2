"""Near-duplicate and reuse candidates among any number of texts: who shares how many shingles with whom.

The index is that of `tracing.postings`, filled for texts that come as a stream, in blocks; what stays in
memory is eight bytes a word. Postings are cut into parts by their highest bits; a part fits the cache, and
threads take parts in turn, because sorting and counting leave the interpreter.

Which holders are paired. A shingle of at most `df_max` texts pairs each two of them. A common one, held by
more, pairs each holder with the earliest only, so that a sentence a thousand outlets print costs a thousand
pairs and not half a million. Where the outlets are known, a shingle its outlets hold `furniture` times over
each counts as common too, and if it is common anyway it is no sentence but furniture of the page (a footer,
an imprint) and pairs nobody. A pair that shares common shingles only is kept where they are `common_share`
of the later text. Texts with the same words all along (of one outlet, where outlets are known) are paired
with the first of them by one digest and not looked at again: what that one shares, they share. (Inverted-
index self-join as in all-pairs similarity search, Bayardo et al. 2007; document-frequency limit as in
Broder 1997.)

By hand: "a b c d e f", "x b c d e f" and "a b c d e f" give (0, 1) with one shared shingle of five words,
b-c-d-e-f, and (0, 2) with both of text 2.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from twosource.tracing.postings import Holders, holders_of, join, pack
from twosource.tracing.rows import PRIME, Hashes, Ints, WordRows, word_rows

T = TypeVar("T")
R = TypeVar("R")
OWNER_BITS = 24
MOST_TEXTS = 1 << OWNER_BITS
MOST_WAITING = 1 << 24
PART_BITS = 6
_PRIME = np.uint64(PRIME)
_MIX = np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearSettings:
    """How candidates are found: words of a shingle, and when a shingle is too common to tell anything.

    `least_shared`: shingles a pair must share, or all that the shorter one has: one alone is shared by chance
    or by the seam of a footer. A fifth of thirty words changed leaves two in 996 of 1,000 texts.
    `furniture`: copies of a common shingle per outlet that holds it at all, from which it is furniture of
    the page. `block`: texts read at a time; `threads`: how many work at once; neither changes the result.
    """

    n_words: int = 5
    least_shared: int = 2
    df_max: int = 50
    common_share: float = 0.25
    furniture: float = 3.0
    block: int = 1_000
    threads: int = 2

    def __post_init__(self) -> None:
        if min(self.n_words, self.least_shared, self.df_max, self.block, self.threads) < 1:
            raise ValueError("words, shared shingles, texts that hold one, texts a block, threads start at 1")


@dataclass(frozen=True, slots=True, eq=False)
class NearPairs:
    """Candidates, each an earlier and a later text by number with the shingles they share, shape (P,) each.

    Sorted by the later, then the earlier. `n_furniture`: shingles left out as furniture of pages.
    """

    parents: Ints
    children: Ints
    shared: Ints
    n_furniture: int = 0

    def __len__(self) -> int:
        return int(self.parents.size)


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """What is kept of some texts: sorted postings, and of each text a digest and its number of shingles."""

    postings: Hashes
    digests: Hashes
    sizes: Ints


def near_pairs(
    texts: Iterable[str], *, outlets: Sequence[int] | None = None, settings: NearSettings | None = None
) -> NearPairs:
    """Return the candidate pairs of texts, in time near-linear in their words.

    `outlets` gives the number of the outlet of each text, where it is known: two texts of one outlet are
    not paired then. Raises ValueError for more than 16,777,216 texts or outlets that do not fit the texts.
    """
    settings = settings or NearSettings()
    with ThreadPoolExecutor(settings.threads) as pool:
        numbered = enumerate(_blocks(texts, settings.block))
        blocks = list(_in_turn(pool, lambda one: _read_block(one[0], one[1], settings), numbered))
        sizes = np.concatenate([np.zeros(0, dtype=np.int64), *(block.sizes for block in blocks)])
        if outlets is not None and len(outlets) != sizes.size:
            raise ValueError(f"{sizes.size} texts have outlets for {len(outlets)}")
        of_outlet = None if outlets is None else np.asarray(outlets, dtype=np.int64)
        digests = np.concatenate([np.zeros(0, dtype=np.uint64), *(block.digests for block in blocks)])
        first = _first_prints(digests, of_outlet)
        again = first < np.arange(first.size)
        rows = [block.postings for block in blocks]
        del blocks
        gathered = _Gathered()
        if rows:
            parts = _parts(rows)
            for found in _in_turn(pool, lambda part: _pairs_of(part, again, of_outlet, settings), parts):
                gathered.add(*found)
    return _finished(gathered, first, sizes, of_outlet, settings)


def _blocks(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    stream = iter(texts)
    while block := list(islice(stream, size)):
        yield block


def _in_turn(pool: ThreadPoolExecutor, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Yield results in order, with a few items under way: a stream is never read far ahead."""
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) > 4:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _read_block(number: int, texts: Sequence[str], settings: NearSettings) -> _Block:
    first = number * settings.block
    if first + len(texts) > MOST_TEXTS:
        raise ValueError(f"at most {MOST_TEXTS:,} texts are compared at once; part them by date or place")
    rows = word_rows(texts)
    at, shingles = shingle_rows(rows, settings.n_words)
    counts = np.diff(np.searchsorted(at, rows.bounds))
    owners = np.repeat(np.arange(first, first + len(texts), dtype=np.uint64), counts)
    postings = pack(shingles, owners, OWNER_BITS)
    postings.sort()
    return _Block(postings, _digests(rows), counts)


def shingle_rows(rows: WordRows, n_words: int) -> tuple[Ints, Hashes]:
    """Return the shingles of all texts: the word each starts at, and its hash. None spans two texts."""
    keys = rows.keys
    size = max(0, keys.size - n_words + 1)
    total = np.zeros(size, dtype=np.uint64)
    for shift in range(n_words if size else 0):
        total *= _PRIME
        total += keys[shift : shift + size]
    total ^= total >> np.uint64(31)
    total *= _MIX
    total ^= total >> np.uint64(32)
    left = np.repeat(rows.bounds[1:], np.diff(rows.bounds))[:size]
    at = np.flatnonzero(np.arange(n_words, size + n_words) <= left)
    return at, total[at]


def _digests(rows: WordRows) -> Hashes:
    """Return one number for the whole row of words of each text; 0 for a text without words."""
    found = np.zeros(rows.bounds.size - 1, dtype=np.uint64)
    counts = np.diff(rows.bounds)
    held = counts > 0
    if held.any():
        place = np.arange(rows.keys.size, dtype=np.int64) - np.repeat(rows.bounds[:-1], counts)
        mixed = (rows.keys ^ (rows.keys >> np.uint64(29))) * (2 * place.astype(np.uint64) + _PRIME)
        mixed ^= mixed >> np.uint64(32)
        found[held] = np.add.reduceat(mixed * _MIX, rows.bounds[:-1][held])
        found[held] |= np.uint64(1)
    return found


def _first_prints(digests: Hashes, outlets: Ints | None) -> Ints:
    """Return, for each text, the number of the first with the same words: its own where it is that one.

    Where outlets are known, the first of the same outlet: each outlet's print is paired with other texts.
    """
    own = np.arange(digests.size, dtype=np.int64)
    empty = digests == 0
    if outlets is not None:
        digests = digests ^ ((outlets.astype(np.uint64) + np.uint64(1)) * _MIX)
    order = np.argsort(digests, kind="stable")
    fresh = np.ones(order.size, dtype=np.bool_)
    fresh[1:] = digests[order][1:] != digests[order][:-1]
    starts = np.flatnonzero(fresh)
    own[order] = np.repeat(order[starts], np.diff(np.append(starts, order.size)))
    own[empty] = np.flatnonzero(empty)
    return own


def _parts(rows: Sequence[Hashes]) -> Iterator[Hashes]:
    """Yield the postings part by part, cut by their highest bits; each block is sorted already."""
    edges = np.arange(1, 1 << PART_BITS, dtype=np.uint64) << np.uint64(64 - PART_BITS)
    cuts = [[0, *np.searchsorted(row, edges).tolist(), row.size] for row in rows]
    for part in range(1 << PART_BITS):
        yield np.concatenate([row[cut[part] : cut[part + 1]] for row, cut in zip(rows, cuts, strict=True)])


def _pairs_of(
    postings: Hashes, again: NDArray[np.bool_], outlets: Ints | None, settings: NearSettings
) -> tuple[Hashes, int]:
    """Return the pairs of one part, sorted, packed as later, earlier and whether the shingle is common."""
    low = np.uint64(MOST_TEXTS - 1)
    if again.any():
        postings = postings[~again[(postings & low).astype(np.int64)]]
    holders, n_furniture = holders_of(postings, OWNER_BITS), 0
    is_common = holders.sizes > settings.df_max
    if outlets is not None:
        repeated = _repeated(holders, outlets, settings.furniture)
        left_out = repeated & is_common
        n_furniture = np.unique(holders.firsts[left_out]).size
        holders, is_common = holders.only(~left_out), (is_common | repeated)[~left_out]
    rows = []
    for by_common, pairs in enumerate(join(holders, is_common)):
        kept = pairs if outlets is None else pairs[outlets[pairs[:, 0]] != outlets[pairs[:, 1]]]
        later, earlier = kept[:, 1].astype(np.uint64), kept[:, 0].astype(np.uint64)
        rows.append((((later << np.uint64(OWNER_BITS)) | earlier) << np.uint64(1)) | np.uint64(by_common))
    return np.concatenate(rows), n_furniture


def _repeated(holders: Holders, outlets: Ints, furniture: float) -> NDArray[np.bool_]:
    """Mark the postings of shingles that the outlets that hold them hold over and over."""
    order = np.lexsort((outlets[holders.owners], holders.firsts))
    firsts, of_outlet = holders.firsts[order], outlets[holders.owners[order]]
    fresh = np.ones(order.size, dtype=np.bool_)
    fresh[1:] = (firsts[1:] != firsts[:-1]) | (of_outlet[1:] != of_outlet[:-1])
    n_outlets = np.bincount(firsts[fresh], minlength=order.size)[holders.firsts]
    return np.asarray(holders.sizes >= furniture * n_outlets, dtype=np.bool_)


class _Gathered:
    """Pairs as they come, counted together whenever many wait, so that memory grows with distinct pairs."""

    def __init__(self) -> None:
        self.keys, self.counts = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
        self.n_furniture = 0
        self._waiting: list[Hashes] = []

    def add(self, keys: Hashes, n_furniture: int) -> None:
        self._waiting.append(keys)
        self.n_furniture += n_furniture
        if sum(row.size for row in self._waiting) > max(MOST_WAITING, 2 * self.keys.size):
            self.count()

    def count(self) -> None:
        """Count what waits together with what was counted."""
        rows = np.concatenate([self.keys, *self._waiting])
        ones = np.ones(rows.size - self.counts.size, dtype=np.int64)
        self._waiting.clear()
        if not self.counts.size:
            self.keys, self.counts = np.unique(rows, return_counts=True)
            return
        counts = np.concatenate((self.counts, ones))
        order = np.argsort(rows, kind="stable")
        rows = rows[order]
        starts = np.flatnonzero(np.concatenate((np.ones(1, dtype=np.bool_), rows[1:] != rows[:-1])))
        self.keys, self.counts = rows[starts], np.add.reduceat(counts[order], starts)


def _finished(
    gathered: _Gathered, first: Ints, sizes: Ints, outlets: Ints | None, settings: NearSettings
) -> NearPairs:
    """Add up rare and common counts of each pair; drop pairs that share common shingles only, and few."""
    gathered.count()
    keys, counts = gathered.keys, gathered.counts
    pairs, slot = np.unique(keys >> np.uint64(1), return_inverse=True)
    is_common = (keys & np.uint64(1)).astype(np.bool_)
    shared = np.bincount(slot, weights=counts, minlength=pairs.size).astype(np.int64)
    rare = np.bincount(slot[~is_common], minlength=pairs.size) > 0
    later = (pairs >> np.uint64(OWNER_BITS)).astype(np.int64)
    earlier = (pairs & np.uint64(MOST_TEXTS - 1)).astype(np.int64)
    kept = rare | (shared >= settings.common_share * sizes[later])
    kept &= shared >= np.minimum(settings.least_shared, np.minimum(sizes[earlier], sizes[later]))
    copies = np.flatnonzero(first < np.arange(first.size))
    if outlets is not None:
        copies = copies[outlets[copies] != outlets[first[copies]]]
    parents = np.concatenate((earlier[kept], first[copies]))
    children = np.concatenate((later[kept], copies))
    shared = np.concatenate((shared[kept], sizes[copies]))
    order = np.lexsort((parents, children))
    return NearPairs(parents[order], children[order], shared[order], gathered.n_furniture)
