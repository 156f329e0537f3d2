"""Sources that give numbers on another scale: always a little lower, or in another unit.

That is said, and nothing is converted. For each source, and each of its fields, what it says (x) stands
beside what most others say of the item (y, the commonest value without its own, or the middle one where all
differ). A line that holds for most items is looked for in a way that wild values do not bend: one through
nought by the middle of the ratios, else the middle of the slopes of pairs and the middle of what is left
(Theil 1950, Sen 1968).

By hand: x = 0, 10, 20, 30 and y = 32, 50, 68, 86 lie on y = 1.8 x + 32: Celsius and Fahrenheit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from twosource.terms import load_table
from twosource.weighing.fusion.values.fields import Fields
from twosource.weighing.fusion.values.telling import Told

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEAST_ITEMS = 30
MOST_HOLDS = 0.5
NEAR = 0.005
SPREAD = 0.25
SAME = 1e-9
OTHER_SCALE = 0.1
MOST_NOTES = 6
UNIT = 0.01
LEAST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Slip:
    """What a source says stands to what others say as y = times x + plus, in `holds` of `n` items."""

    source: str
    field: str
    times: float
    plus: float
    holds: int
    n: int

    @property
    def note(self) -> str:
        """A sentence that says so, with the unit where there is one that fits."""
        where = f" in {self.field}" if self.field else ""
        said = f"In {self.holds:,} of {self.n:,} items{where}"
        if self.times == 1.0:
            side = "below" if self.plus > 0 else "above"
            what = f"{self.source} lies {abs(self.plus):.6g} {side} what most others say"
        else:
            plus = f" {'+' if self.plus > 0 else '-'} {abs(self.plus):.4g}" if abs(self.plus) > SAME else ""
            what = f"what most others say is {self.times:.6g} times what {self.source} says{plus}"
        unit = _unit(self.times, self.plus)
        return f"{said} {what}{f', as with {unit}' if unit else ''}. Nothing was converted."


def slips_of(told: Told, fields: Fields | None) -> tuple[Slip, ...]:
    """Return the sources that speak on another scale, the clearest first; numbers only.

    Thirty items with another voice are needed. A scale is another one where most items lie on its line, more
    of them than agree as they stand.
    """
    found = []
    for source, field, x, y in _beside(told, fields):
        line = constant_line(x, y)
        if line is not None:
            name = fields.names[field] if fields is not None else ""
            found.append(Slip(told.source_names[source], name, *line, x.size))
    return tuple(sorted(found, key=lambda s: (-s.holds / s.n, s.source, s.field)))


def slip_notes(slips: Sequence[Slip]) -> tuple[str, ...]:
    """Return sentences for the clearest of them, and how many more there are."""
    more = len(slips) - MOST_NOTES
    rest = (f"The same is so for {more} more sources or fields.",) if more > 0 else ()
    return (*(slip.note for slip in slips[:MOST_NOTES]), *rest)


def constant_line(x: Floats, y: Floats) -> tuple[float, float, int] | None:
    """Return times, plus and how many lie on y = times x + plus; None where they nearly agree as they stand,
    or no line holds for most.
    """
    same = int((np.abs(x - y) <= SAME * np.maximum(1.0, np.abs(y))).sum())
    gaps = np.round(y - x, 9)
    values, counts = np.unique(gaps[gaps != 0], return_counts=True)
    if counts.size and counts.max() > max(same, MOST_HOLDS * x.size):
        return 1.0, float(values[counts.argmax()]), int(counts.max())
    reach, wide = _reaches(y)
    if same >= MOST_HOLDS * x.size or (np.abs(y - x) <= reach).sum() > MOST_HOLDS * x.size:
        return None
    lines = [line for line in (_through_nought(x, y), _straight(x, y)) if line is not None]
    if not lines:
        return None
    # The plainer line unless the other one halves what is left.
    left = [float(np.median(np.abs(y - t * x - p))) for t, p in lines]
    times, plus = lines[-1] if left[-1] < left[0] / 2 else lines[0]
    within = wide if _unit(times, plus) else reach
    holds = int((np.abs(y - times * x - plus) <= within).sum())
    return (times, plus, holds) if holds > max(same, MOST_HOLDS * x.size) else None


def _reaches(y: Floats) -> tuple[float, float]:
    """Return how far from a line still lies on it: 1/200 of the size, and a quarter of the spread of y.

    The second holds for lines of a known unit only: numbers that measure with errors lie about a line, not on
    it, but any line lies about numbers that hang together.
    """
    low, high = np.quantile(y, (0.25, 0.75))
    size, spread = NEAR * float(np.median(np.abs(y))), SPREAD * float(high - low)
    return (min(size, spread), spread) if spread > 0 else (size, size)


def _through_nought(x: Floats, y: Floats) -> tuple[float, float] | None:
    use = x != 0
    times = float(np.median(y[use] / x[use])) if use.sum() >= LEAST_ITEMS else 1.0
    return None if times <= SAME or abs(times - 1.0) <= OTHER_SCALE else (times, 0.0)


def _straight(x: Floats, y: Floats) -> tuple[float, float] | None:
    order = np.argsort(x, kind="stable")
    half = x.size // 2
    run, rise = x[order[half:]] - x[order[: x.size - half]], y[order[half:]] - y[order[: x.size - half]]
    apart = run > 0
    if apart.sum() < LEAST_ITEMS // 2:
        return None
    times = float(np.median(rise[apart] / run[apart]))
    if abs(times) <= SAME or abs(times - 1.0) <= OTHER_SCALE:
        return None
    return times, float(np.median(y - times * x))


@cache
def _units() -> tuple[tuple[str, float, float], ...]:
    return tuple(
        (s["called"], float(s["times"]), float(s["plus"])) for s in load_table("unit_slips")["slips"]
    )


def _unit(times: float, plus: float) -> str:
    """Return the units that a line fits, or nothing."""
    for called, by, add in _units():
        if abs(times - by) <= UNIT * by and abs(plus - add) <= max(UNIT * abs(add), NEAR):
            return called
    return ""


def _beside(told: Told, fields: Fields | None) -> Iterator[tuple[int, int, Floats, Floats]]:
    """Yield source, field, what it says and what most others say, for those with enough items."""
    st = told.statements
    numbers = np.array([float(key) for key in told.cell_keys])
    source, item = told.voice_source[st.source], st.cell_item[st.cell]
    said = np.bincount(st.cell, minlength=numbers.size)
    # The two commonest values of each item: without its own voice one of them leads.
    order = np.lexsort((-said, st.cell_item))
    bounds = np.searchsorted(st.cell_item, np.arange(st.n_items + 1))
    first = order[bounds[:-1]]
    is_alone = np.diff(bounds) < 2
    second = np.where(is_alone, first, order[np.minimum(bounds[:-1] + 1, order.size - 1)])
    one, two = first[item], second[item]
    led = np.where((st.cell == one) & (said[one] - 1 < said[two]) & (two != one), two, one)
    shared = said[led] - (st.cell == led) > 1
    common = np.where(shared, numbers[led], _middle_of_others(numbers[st.cell], item))
    # Of two others that differ neither is what most say.
    heard = shared | (np.bincount(item, minlength=st.n_items)[item] > LEAST_OTHERS)
    field = fields.of[item] if fields is not None else np.zeros(item.size, dtype=np.int64)
    n_fields = len(fields.names) if fields is not None else 1
    mine = np.flatnonzero(heard)
    key = source[mine] * n_fields + field[mine]
    mine = mine[np.argsort(key, kind="stable")]
    keys, starts, counts = np.unique(np.sort(key), return_index=True, return_counts=True)
    for k, start, n in zip(keys.tolist(), starts.tolist(), counts.tolist(), strict=True):
        if n >= LEAST_ITEMS:
            rows = mine[start : start + n]
            yield k // n_fields, k % n_fields, numbers[st.cell[rows]], common[rows]


def _middle_of_others(x: Floats, item: Ints) -> Floats:
    """Return of each statement the lower middle one of the other numbers of its item, itself if alone."""
    order = np.lexsort((x, item))
    starts = np.searchsorted(item[order], item[order])
    ends = np.searchsorted(item[order], item[order], side="right")
    place, n_others = np.arange(x.size) - starts, ends - starts - 1
    middle = np.maximum(n_others - 1, 0) // 2
    middle += (place <= middle) & (n_others > 0)
    found = np.empty(x.size)
    found[order] = x[order][starts + middle]
    return found
