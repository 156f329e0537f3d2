"""Statements in the order the sums need: by item, then value, then source, each once.

A statement is (item, source, value), all integers. Said twice is said once. A source that gives one item two
values speaks with a divided voice: its statements there weigh 1/k each. What is missing or infinite is left
out. All of it is told in a sentence, and none of it depends on the order of entry.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MOST_KEY = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Arranged:
    """M statements, N items, S sources, C cells (an item with one of the values said of it).

    `item`, `source`, `cell` (M,) index the rest; `cell_start` (C+1,) bounds the statements of a cell,
    `item_start` (N+1,) the cells of an item. `cell_item`, `cell_value` (C,). `items`, `sources`, `values` are
    the caller's numbers; `weight` (M,) is None where every statement weighs 1; `n_divided` times a source
    gives one item several values. `kept` (M,) is the place each statement has in the input, which has
    `n_entered`. `notes` are sentences.
    """

    item: Ints
    source: Ints
    cell: Ints
    cell_start: Ints
    item_start: Ints
    cell_item: Ints
    cell_value: Ints
    items: Ints
    sources: Ints
    values: Ints
    weight: Floats | None
    kept: Ints
    n_entered: int
    n_divided: int
    notes: tuple[str, ...]

    @property
    def n_items(self) -> int:
        """How many items anything is said of."""
        return int(self.items.size)

    @property
    def n_sources(self) -> int:
        """How many sources say anything."""
        return int(self.sources.size)

    def per_cell(self, x: Floats) -> Floats:
        """Return the sums of x (M,) over each cell, shape (C,)."""
        return np.add.reduceat(x, self.cell_start[:-1]) if x.size else np.zeros(0)

    def per_item(self, x: Floats) -> Floats:
        """Return the sums of x (C,) over each item, shape (N,)."""
        return np.add.reduceat(x, self.item_start[:-1]) if x.size else np.zeros(0)

    def counts(self) -> Floats:
        """Return the weight of the statements in each cell, shape (C,)."""
        if self.weight is not None:
            return self.per_cell(self.weight)
        return np.diff(self.cell_start).astype(np.float64)

    def alone(self) -> NDArray[np.bool_]:
        """Return which statements are the only one about their item, (M,)."""
        return np.repeat(
            np.diff(self.cell_start[self.item_start]) == 1, np.diff(self.cell_start[self.item_start])
        )

    def mass(self) -> Floats | None:
        """Return what each statement teaches of its source, (M,): its weight, nothing where it is alone.

        Where all values of an item are equally likely beforehand, one voice alone has the same probability
        whatever the accuracy of its source. None stands for 1 throughout.
        """
        alone = self.alone()
        if not alone.any():
            return self.weight
        return np.where(alone, 0.0, 1.0 if self.weight is None else self.weight)

    def spread(self, x: Floats) -> Floats:
        """Return x (C,) repeated for every statement of its cell, shape (M,)."""
        return np.repeat(x, np.diff(self.cell_start))


def arrange(item: ArrayLike, source: ArrayLike, value: ArrayLike) -> Arranged:
    """Return the statements in order; raises ValueError where the three arrays differ in length."""
    columns = [np.asarray(x) for x in (item, source, value)]
    if len({x.shape for x in columns}) != 1 or columns[0].ndim != 1:
        raise ValueError("item, source and value are three arrays of one length")
    usable = np.logical_and.reduce([_usable(x) for x in columns])
    kept = np.flatnonzero(usable)
    notes = []
    if n_out := int(usable.size - kept.size):
        notes.append(
            f"{n_out} statements lack an item, source or value, or it is infinite; they were left out."
        )
    whole = [x[kept].astype(np.int64) for x in columns]
    (items, i), (sources, s), (values, v) = (numbered(x) for x in whole)
    order = _order(i, v, s, (items.size, values.size, sources.size))
    i, s, v, kept = i[order], s[order], v[order], kept[order]
    fresh = np.ones(i.size, dtype=bool)
    fresh[1:] = (i[1:] != i[:-1]) | (v[1:] != v[:-1]) | (s[1:] != s[:-1])
    if n_twice := int(i.size - fresh.sum()):
        notes.append(f"{n_twice} statements repeat one of the same source; a thing said twice counts once.")
        i, s, v, kept = i[fresh], s[fresh], v[fresh], kept[fresh]
    weight, n_divided = _divided(i, s, sources.size)
    new_cell = np.ones(i.size, dtype=bool)
    new_cell[1:] = (i[1:] != i[:-1]) | (v[1:] != v[:-1])
    starts = np.flatnonzero(new_cell)
    cell_item = i[starts]
    return Arranged(
        item=i,
        source=s,
        cell=np.cumsum(new_cell) - 1,
        cell_start=np.append(starts, i.size),
        item_start=np.searchsorted(cell_item, np.arange(items.size + 1)),
        cell_item=cell_item,
        cell_value=v[starts],
        items=items,
        sources=sources,
        values=values,
        weight=weight,
        kept=kept,
        n_entered=int(usable.size),
        n_divided=n_divided,
        notes=tuple(notes),
    )


def _usable(x: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which entries are numbers that can name something: finite, whole and not negative."""
    if x.dtype.kind == "f":
        floats = x.astype(np.float64)
        finite = np.isfinite(floats)
        return np.asarray(finite & (np.where(finite, floats, -1.0) >= 0))
    if x.dtype.kind not in "iub":
        raise ValueError(f"item, source and value are whole numbers, not {x.dtype}")
    return np.asarray(np.greater_equal(x, 0))


def numbered(x: Ints) -> tuple[Ints, Ints]:
    """Return the distinct numbers and each entry's place among them; a table where numbers are small."""
    top = int(x.max()) + 1 if x.size else 0
    if top > max(1_000_000, 4 * x.size):
        distinct, places = np.unique(x, return_inverse=True)
        return distinct, places.astype(np.int64)
    seen = np.zeros(top, dtype=bool)
    seen[x] = True
    distinct = np.flatnonzero(seen)
    table = np.cumsum(seen) - 1
    return distinct, table[x]


def _order(i: Ints, v: Ints, s: Ints, sizes: tuple[int, int, int]) -> Ints:
    """Return the order by item, value, source; one key where it fits 62 bits."""
    n_items, n_values, n_sources = (max(1, n) for n in sizes)
    if n_items * n_values * n_sources < MOST_KEY:
        return np.argsort((i * n_values + v) * n_sources + s, kind="stable")
    return np.lexsort((s, v, i))


def _divided(i: Ints, s: Ints, n_sources: int) -> tuple[Floats | None, int]:
    """Return weights 1/k where a source gives one item k values, None where none does; and how often."""
    key = np.sort(i * max(1, n_sources) + s)
    twice = key[1:][key[1:] == key[:-1]]
    if not twice.size:
        return None, 0
    several, counts = np.unique(twice, return_counts=True)
    n = int(several.size)
    mine = i * n_sources + s
    place = np.minimum(np.searchsorted(several, mine), n - 1)
    return np.where(several[place] == mine, 1.0 / (1.0 + counts[place]), 1.0), n
