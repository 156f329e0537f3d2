"""Who copies whom, found by what two sources share: false values above all.

For two sources and each item both speak of, with what is believed of the item (T = v with probability t):

    P_own(v) = t A + (1 - t) (1 - A) f          f: how likely a false statement is this one
    same value:      log((c + (1 - c) P_own(v)) / P_own(v))          c: the copied share
    another value:   log(1 - c)
    evidence of a pair = log mean over c in {.2, .5, .8, .95} of the product

(Dong et al. 2009, as the copy formula of section 2.2 of the reasoning.) A shared false value is unlikely
unless copied; a shared truth says little. Pairs are looked for only among sources that share values few
others give, so that no pair of strangers is ever looked at. What is found is a forest: the strongest pairs
first, none that closes a circle. Which of two copied is not asked; for counting voices it does not matter.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.arranging import Arranged

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHARES = (0.2, 0.5, 0.8, 0.95)
MOST_HOLDERS = 80
MOST_PAIRS = 3_000_000
LEAST_SHARED = 5
USUAL = (0.5, 0.2)
GOLDEN = 0x9E3779B97F4A7C15


def candidate_pairs(told: Arranged, belief: Floats) -> tuple[Ints, Ints]:
    """Return pairs of sources, lower index first, that share five values, doubted or held by few others.

    A cell of h holders makes h (h - 1) / 2 pairs; in a cell of more than eighty each is
    paired with the holder that speaks most. Where there would be more than three million, items are taken by
    a key of their number until they fit.
    """
    holders = np.diff(told.cell_start)
    sizes = np.diff(told.cell_start[told.item_start])[told.cell_item]
    use = (holders >= 2) & ((belief < 0.5) | (holders < 0.9 * sizes))
    n_pairs = np.where(use, holders * (np.minimum(holders, MOST_HOLDERS) - 1) // 2, 0)
    if (total := int(n_pairs.sum())) > MOST_PAIRS:
        with np.errstate(over="ignore"):
            mixed = (told.items.astype(np.uint64) + np.uint64(1)) * np.uint64(GOLDEN)
        key = (mixed >> np.uint64(32)).astype(np.float64)
        use &= (key < MOST_PAIRS / total * 2.0**32)[told.cell_item]
    times = np.bincount(told.source, minlength=told.n_sources)
    firsts, seconds = [], []
    for size in np.unique(holders[use]).tolist():
        place = told.cell_start[:-1][use & (holders == size)]
        rows = told.source[place[:, None] + np.arange(size)]
        if size > MOST_HOLDERS:
            most = np.take_along_axis(rows, times[rows].argmax(axis=1)[:, None], axis=1)
            pair = np.sort(np.stack([rows.ravel(), np.repeat(most, size, axis=1).ravel()]), axis=0)
            pair = pair[:, pair[0] < pair[1]]
            firsts.append(pair[0])
            seconds.append(pair[1])
            continue
        one, other = np.triu_indices(size, 1)
        firsts.append(rows[:, one].ravel())
        seconds.append(rows[:, other].ravel())
    if not firsts:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    low, high = np.concatenate(firsts), np.concatenate(seconds)
    key, counts = np.unique(low * told.n_sources + high, return_counts=True)
    key = key[counts >= LEAST_SHARED]
    low, high = np.divmod(key.astype(np.int64), told.n_sources)
    return low, high


def evidence(told: Arranged, pairs: tuple[Ints, Ints], own: Floats) -> Floats:
    """Return the log evidence that of each pair one copies, shape (P,).

    `own` (M,) is P_own of each statement.
    """
    found = np.zeros(pairs[0].size)
    for number, (mine, theirs) in enumerate(_meetings(told, pairs)):
        same = told.cell[mine] == told.cell[theirs]
        # Either may be the copier; what is less likely of one's own is the weaker claim for both.
        p = np.maximum(own[mine], own[theirs])
        logs = [float(np.where(same, np.log((c + (1 - c) * p) / p), np.log1p(-c)).sum()) for c in SHARES]
        top = max(logs)
        found[number] = top + np.log(np.mean(np.exp(np.array(logs) - top)))
    return found


def usual_agreements(told: Arranged, pairs: tuple[Ints, Ints]) -> tuple[float, ...]:
    """Return how often the middle one of all pairs agrees, and one at the lower fifth: P_own for a start.

    What a clique of copiers has made everybody believe cannot mislead them; the lower one holds where most
    pairs are of one clique.
    """
    shares = [
        float((told.cell[mine] == told.cell[theirs]).mean()) if mine.size else 0.0
        for mine, theirs in _meetings(told, pairs)
    ]
    return tuple(float(q) for q in np.clip(np.quantile(shares, USUAL), 0.05, 0.95)) if shares else ()


def _meetings(told: Arranged, pairs: tuple[Ints, Ints]) -> Iterator[tuple[Ints, Ints]]:
    """Yield, per pair, the statements of the two about the same items; one search a pair."""
    order = np.lexsort((told.item, told.source))
    bounds = np.searchsorted(told.source[order], np.arange(told.n_sources + 1))
    item = told.item[order]
    lengths = np.diff(bounds)
    swap = lengths[pairs[0]] > lengths[pairs[1]]
    shorter, longer = np.where(swap, pairs[1], pairs[0]), np.where(swap, pairs[0], pairs[1])
    for a, b in zip(shorter.tolist(), longer.tolist(), strict=True):
        mine, theirs = slice(bounds[a], bounds[a + 1]), slice(bounds[b], bounds[b + 1])
        place = np.minimum(np.searchsorted(item[theirs], item[mine]), lengths[b] - 1)
        both = item[theirs][place] == item[mine]
        yield order[mine][both], order[theirs][place[both]]


def forest(n_sources: int, pairs: tuple[Ints, Ints], strength: Floats, least: float) -> Ints:
    """Return the parent of each source or -1: the strongest pairs above `least` that close no circle.

    Each tree hangs from the source with the most evidence on its pairs.
    """
    root = np.arange(n_sources)

    def top(x: int) -> int:
        while root[x] != x:
            root[x] = root[root[x]]
            x = int(root[x])
        return x

    near: dict[int, list[int]] = {}
    weight = np.zeros(n_sources)
    for k in np.argsort(-strength, kind="stable").tolist():
        if strength[k] <= least:
            break
        a, b = int(pairs[0][k]), int(pairs[1][k])
        weight[[a, b]] += strength[k]
        if top(a) != top(b):
            root[top(a)] = top(b)
            near.setdefault(a, []).append(b)
            near.setdefault(b, []).append(a)
    parent = np.full(n_sources, -1)
    seen: set[int] = set()
    for start in sorted(near, key=lambda x: -weight[x]):
        if start in seen:
            continue
        seen.add(start)
        queue = [start]
        for at in queue:
            for other in near[at]:
                if other not in seen:
                    seen.add(other)
                    parent[other] = at
                    queue.append(other)
    return parent


def said_by_parent(told: Arranged, parent: Ints) -> Ints:
    """Return per statement 1 where its source's parent said the same of the item, 0 another thing, -1 none.

    A parent that said several things said the same if any of them is.
    """
    out = np.full(told.item.size, -1)
    children = np.flatnonzero(parent[told.source] >= 0)
    if not children.size:
        return out
    n = told.n_sources
    is_parent = np.zeros(n, dtype=bool)
    is_parent[parent[parent >= 0]] = True
    theirs = np.flatnonzero(is_parent[told.source])
    wanted = parent[told.source[children]]
    there = _among(told.item[children] * n + wanted, told.item[theirs] * n + told.source[theirs])
    same = _among(told.cell[children] * n + wanted, told.cell[theirs] * n + told.source[theirs])
    out[children] = np.where(there, same.astype(np.int64), -1)
    return out


def _among(wanted: Ints, held: Ints) -> NDArray[np.bool_]:
    """Return which of the wanted numbers are held."""
    ordered = np.sort(held)
    place = np.minimum(np.searchsorted(ordered, wanted), ordered.size - 1)
    return np.asarray(ordered[place] == wanted)
