"""The items of a read-out as columns: an item becomes an object when somebody looks at it, and not before.

A table of a million rows has up to a million items, of which a person reads ten.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.hidden_votes import tempered
from twosource.weighing.fusion.values.fused_values import Candidate, FusedItem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SHOWN = 20
Above = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class ItemColumns(Sequence[FusedItem]):
    """N items with C candidates, in the order of their names; `bounds` (N+1,) parts the candidates.

    `p`, `said`, `shorter` (C,) are the probability of a candidate, how many say it and how many say less;
    `unsaid`, `low`, `high` (N,). `above` gives the wider values of one, nearest first; `level` is the
    probability wanted of what is shown of nested values. `estimates` (N, 3) are the number and its range, for
    measures.
    """

    names: tuple[str, ...]
    keys: tuple[str, ...]
    bounds: Ints
    p: Floats
    said: Ints
    shorter: Ints
    unsaid: Floats
    low: Floats
    high: Floats
    above: Above
    level: float
    estimates: Floats | None = None
    order: Ints = field(init=False)

    def __post_init__(self) -> None:
        sizes = np.diff(self.bounds)
        # Candidates stand in the order of their names, and the sort keeps it where two are equally likely.
        order = np.lexsort((-self.p, np.repeat(np.arange(sizes.size), sizes)))
        object.__setattr__(self, "order", order)

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[FusedItem]:
        return map(self._item, range(len(self)))

    @overload
    def __getitem__(self, at: int) -> FusedItem: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[FusedItem, ...]: ...
    def __getitem__(self, at: int | slice) -> FusedItem | tuple[FusedItem, ...]:
        if isinstance(at, slice):
            return tuple(self._item(n) for n in range(*at.indices(len(self))))
        if not -len(self) <= at < len(self):
            raise IndexError(f"there are {len(self)} items, and none at {at}")
        return self._item(at % len(self))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(other) != len(self):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def _item(self, at: int) -> FusedItem:
        low, high = int(self.bounds[at]), int(self.bounds[at + 1])
        order = self.order[low:high].tolist()
        found = tuple(
            Candidate(
                value=self.keys[n],
                p=float(self.p[n]),
                n_said=int(self.said[n]),
                n_shorter=int(self.shorter[n]),
            )
            for n in order[:SHOWN]
        )
        lead = found[0].value
        within, p_within = lead, found[0].p
        if self.above(lead):
            chances = dict(zip(self.keys[low:high], self.p[low:high].tolist(), strict=True))
            within, p_within = self._within(lead, chances)
        return FusedItem(
            item=self.names[at],
            candidates=found,
            p_unsaid=float(self.unsaid[at]),
            low=float(self.low[at]),
            high=float(self.high[at]),
            within=within,
            p_within=p_within,
            estimate=self._estimate(at),
        )

    def _estimate(self, at: int) -> tuple[float, float, float] | None:
        if self.estimates is None:
            return None
        middle, low, high = self.estimates[at].tolist()
        return middle, low, high

    def _within(self, lead: str, chances: dict[str, float]) -> tuple[str, float]:
        """Return the narrowest value on the way up from the leading one that holds with the wanted
        probability.

        A wider value holds where any value within it does: its probability is their sum. Without one that
        reaches the level it is the likeliest.
        """
        found = (lead, chances[lead])
        for name in (lead, *self.above(lead)):
            p = sum(chance for value, chance in chances.items() if value == name or name in self.above(value))
            if p > found[1] or name == lead:
                found = (name, min(1.0, p))
            if p >= self.level:
                return name, min(1.0, p)
        return found


def read_out(
    logs: Floats, none: Floats, bounds: Ints, divisors: tuple[Floats, ...]
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the probability of each candidate, of "none of them", and the range of the leading one.

    Shapes (C,), (N,), (N,), (N,). `logs` (C,) and `none` (N,) are log-odds; the first divisor (N,) makes the
    probabilities, the others the range. Twelve decimals: what is equal up to the last bits is a tie, and ties
    go by the name of the value.
    """
    start = bounds + np.arange(bounds.size)
    wide = np.insert(logs, bounds[1:], none)
    is_none = np.zeros(wide.size, dtype=bool)
    is_none[start[1:] - 1] = True
    sizes = np.diff(bounds)
    given = [np.round(tempered(wide, start, divisor), 12) for divisor in divisors]
    shown = given[0][~is_none]
    rows = np.repeat(np.arange(sizes.size), sizes)
    lead = np.lexsort((-shown, rows))[bounds[:-1]]
    leads = np.stack([p[~is_none][lead] for p in given])
    return shown, given[0][is_none], leads.min(axis=0), leads.max(axis=0)
