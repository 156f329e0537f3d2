"""Which letters answer which: expectation maximisation over monotone pieces of two spellings.

A piece takes one of `SHAPES` letters of each side. Pieces are drawn independently in this step;
contexts come after, counted over the best segmentation. After Jiampojamarn, Kondrak and Sherif 2007,
with shapes restricted to at most three Latin letters against one, so that long pieces cannot win by
being rare.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

Piece: TypeAlias = tuple[str, str]
SHAPES = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (3, 1))
ROUNDS = 7
FLOOR = 1e-7


@dataclass(frozen=True, slots=True)
class _Group:
    """All pairs of one pair of lengths, with the number of each piece per place: [shape][pair, i, j]."""

    rows: np.ndarray
    pieces: tuple[np.ndarray, ...]


def align(pairs: Sequence[tuple[str, str]]) -> list[tuple[Piece, ...]]:
    """Return the best segmentation of each pair into pieces, after `ROUNDS` rounds of learning."""
    names: dict[Piece, int] = {}
    groups = _grouped(pairs, names)
    n_pieces = len(names)
    p = np.full(n_pieces, 1.0 / n_pieces)
    for _ in range(ROUNDS):
        counts = np.zeros(n_pieces)
        for group in groups:
            _expect(group, p, counts)
        p = np.maximum(counts / counts.sum(), FLOOR / n_pieces)
    found: list[tuple[Piece, ...]] = [()] * len(pairs)
    listed = list(names)
    for group in groups:
        for row, path in zip(group.rows, _best(group, p), strict=True):
            found[row] = tuple(listed[number] for number in path)
    return found


def _grouped(pairs: Sequence[tuple[str, str]], names: dict[Piece, int]) -> list[_Group]:
    by_size: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (one, other) in enumerate(pairs):
        by_size[len(one), len(other)].append(number)
    groups = []
    for (m, n), rows in sorted(by_size.items()):
        tables = []
        for k, size in SHAPES:
            table = np.full((len(rows), m + 1, n + 1), -1, dtype=np.int32)
            for at, row in enumerate(rows):
                one, other = pairs[row]
                for i in range(m - k + 1):
                    for j in range(n - size + 1):
                        table[at, i, j] = names.setdefault((one[i : i + k], other[j : j + size]), len(names))
            tables.append(table)
        groups.append(_Group(np.array(rows), tuple(tables)))
    return groups


def _weights(group: _Group, p: np.ndarray) -> list[np.ndarray]:
    return [np.where(table >= 0, p[table], 0.0) for table in group.pieces]


def _expect(group: _Group, p: np.ndarray, counts: np.ndarray) -> None:
    """Add the expected number of each piece of one group: forward and backward sums."""
    w = _weights(group, p)
    n_pairs, m, n = w[0].shape[0], w[0].shape[1] - 1, w[0].shape[2] - 1
    ahead, behind = np.zeros((n_pairs, m + 1, n + 1)), np.zeros((n_pairs, m + 1, n + 1))
    ahead[:, 0, 0], behind[:, m, n] = 1.0, 1.0
    places = [(i, j) for i in range(m + 1) for j in range(n + 1)]
    for i, j in places:
        for (k, size), weight in zip(SHAPES, w, strict=True):
            if i + k <= m and j + size <= n:
                ahead[:, i + k, j + size] += ahead[:, i, j] * weight[:, i, j]
    for i, j in reversed(places):
        for (k, size), weight in zip(SHAPES, w, strict=True):
            if i + k <= m and j + size <= n:
                behind[:, i, j] += weight[:, i, j] * behind[:, i + k, j + size]
    whole = np.maximum(ahead[:, m, n], 1e-300)[:, None, None]
    for (k, size), weight, table in zip(SHAPES, w, group.pieces, strict=True):
        if k > m or size > n:
            continue
        part = ahead[:, : m - k + 1, : n - size + 1] * weight[:, : m - k + 1, : n - size + 1]
        part = part * behind[:, k:, size:] / whole
        np.add.at(counts, table[:, : m - k + 1, : n - size + 1], part)


def _best(group: _Group, p: np.ndarray) -> list[list[int]]:
    """Return, per pair, the numbers of the pieces of its best segmentation."""
    w = _weights(group, p)
    n_pairs, m, n = w[0].shape[0], w[0].shape[1] - 1, w[0].shape[2] - 1
    best = np.zeros((n_pairs, m + 1, n + 1))
    came = np.full((n_pairs, m + 1, n + 1), -1, dtype=np.int8)
    best[:, 0, 0] = 1.0
    for i in range(m + 1):
        for j in range(n + 1):
            for number, (k, size) in enumerate(SHAPES):
                if i + k > m or j + size > n:
                    continue
                value = best[:, i, j] * w[number][:, i, j]
                better = value > best[:, i + k, j + size]
                best[better, i + k, j + size] = value[better]
                came[better, i + k, j + size] = number
    paths = []
    for pair in range(n_pairs):
        i, j, path = m, n, []
        while i or j:
            number = came[pair, i, j]
            k, size = SHAPES[number]
            i, j = i - k, j - size
            path.append(int(group.pieces[number][pair, i, j]))
        paths.append(path[::-1])
    return paths


def turned(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return pieces with their sides swapped."""
    return tuple((other, one) for one, other in pieces)


def attached(pieces: Sequence[Piece], start: str) -> tuple[Piece, ...]:
    """Return pieces in which every one has a source: letters out of nothing belong to the piece before.

    What comes out of nothing before the first letter belongs to `start`, which stands for the beginning.
    """
    found: list[list[str]] = [[start, ""]]
    for source, target in pieces:
        if source:
            found.append([source, target])
        else:
            found[-1][1] += target
    return tuple((source, target) for source, target in found)


def letters_kept(words: Sequence[str], at_least: int) -> frozenset[str]:
    """Return the letters that occur often enough to be learned about."""
    counts = Counter(letter for word in words for letter in word)
    return frozenset(letter for letter, n in counts.items() if n >= at_least)
