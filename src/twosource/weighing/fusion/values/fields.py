"""Fields: what an item is asked for, where items are called "station at an hour|pressure".

A source that is good is so in every field, and a field that is hard is so for every source. To learn that the
fields must be known; they stand behind a mark at the end of the names of items, if at all.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
MARKS = ("|", "#", "::", ";", "/", ":", "\t")
MOST_FIELDS = 30
LEAST_ITEMS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Fields:
    """The field of each item: `of` (N,) numbers `names`; `mark` is what stood before it."""

    names: tuple[str, ...]
    of: Ints
    mark: str

    @property
    def note(self) -> str:
        """A sentence that says which part of an item was taken for a field."""
        return (
            f"What stands after the last {self.mark!r} of an item is taken for its field: "
            f"{', '.join(self.names)}. How often a source is right is learned over all fields, how hard a "
            "field is over all sources."
        )


def fields_of(items: Sequence[str]) -> Fields | None:
    """Return the fields of items, or None where their names hold none.

    A mark parts fields where every item has it, two to thirty endings follow it, each stands in at least
    twenty items, and what stands before it comes with several of them. By hand: "Oslo 5 May|wind" and
    "Oslo 5 May|rain".
    """
    for mark in MARKS:
        parts = [item.rpartition(mark) for item in items]
        if not parts or not all(found and head and end for head, found, end in parts):
            continue
        counts = Counter(end for _, _, end in parts)
        heads = len({head for head, _, _ in parts})
        if not 2 <= len(counts) <= MOST_FIELDS or min(counts.values()) < LEAST_ITEMS:
            continue
        if heads * 1.5 > len(items):
            continue
        names = tuple(sorted(counts))
        numbers = {name: n for n, name in enumerate(names)}
        return Fields(names, np.array([numbers[end] for _, _, end in parts], dtype=np.int64), mark)
    return None
