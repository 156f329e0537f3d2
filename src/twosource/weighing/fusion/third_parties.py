"""Whether a story of who copies whom foretells what others say: the test that decides if it is believed.

Sources that share an error raise the bound of any story of copying, whether they copy, round alike or read
one feed that is right. So what is compared is the forecast for somebody outside: every statement is hidden
with all others of its group (whoever hangs together in the story), the item judged by those outside, once
with the copiers among them counted once and once with every voice counted in full, and the statement
foretold,

    P(v) = P(T = v | outside) A + (1 - P(T = v | outside)) (1 - A) / n

Both use the same statements and both hide the same, so that nobody can be foretold by whom he copies. If the
group did copy, those who look for themselves are foretold better by not counting it several times; if it
only read the same right feed, counting it once foretells nothing better. No truth is needed.

By hand: a story that puts everybody in one group leaves nobody outside, foretells nothing, and is not taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.arranging import Arranged
from twosource.weighing.fusion.climbing import Climb
from twosource.weighing.fusion.copying import Copying
from twosource.weighing.fusion.hidden_votes import Expanded, expanded, sampled, tempered
from twosource.weighing.fusion.open_values import LEAST_HELD, OpenValues

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SURE = 2.0
LEAST_GAIN = 0.01


@dataclass(frozen=True, slots=True)
class Foretold:
    """How much better a story foretells an item, in nats: the mean over items and its standard error."""

    gain: float
    error: float

    @property
    def least(self) -> float:
        """The gain less two standard errors."""
        return self.gain - SURE * self.error

    @property
    def is_sure(self) -> bool:
        """Whether it foretells better by more than a hundredth of a nat an item: less is the last bits."""
        return self.least > LEAST_GAIN

    @property
    def is_worse(self) -> bool:
        """Whether it is sure to foretell worse."""
        return self.gain + SURE * self.error < 0.0


def roots(parent: Ints) -> Ints:
    """Return the source each one's tree hangs from, itself where it has no parent, (S,)."""
    root = np.where(parent >= 0, parent, np.arange(parent.size))
    while not np.array_equal(root, root[root]):
        root = root[root]
    return np.asarray(root)


def foretold(told: Arranged, parent: Ints, story: Climb, rivals: Sequence[Climb]) -> Foretold:
    """Return how much better `story` with its parents foretells statements than the best of its rivals.

    Rivals are climbs in which nobody copies; the one it gains least on is the one that counts.
    """
    chosen = sampled(told.items, told.item)
    if not chosen.size:
        return Foretold(0.0, 0.0)
    assert isinstance(story.model, Copying)
    hidden = _hidden(told, roots(parent), chosen, np.exp(story.model.false[chosen]))
    ours = _chance(told, story, hidden)
    places = np.unique(told.item[chosen], return_inverse=True)[1]
    found = []
    for rival in rivals:
        per_item = np.bincount(places, ours - _chance(told, rival, hidden))
        found.append(Foretold(float(per_item.mean()), float(per_item.std() / np.sqrt(per_item.size))))
    return min(found, key=lambda one: one.least)


@dataclass(frozen=True, slots=True, eq=False)
class _Hidden:
    """The chosen statements beside the candidates of their items, and which statements each row hides.

    `key` (M,) names the cell and group of a statement; `at` (rows,) is that of a row, -1 where it hides
    nothing. `false` (H,) is the chance that a false statement is this one.
    """

    chosen: Ints
    wide: Expanded
    key: Ints
    n_keys: int
    at: Ints
    false: Floats

    def taken(self, x: Floats) -> Floats:
        """Return the sum of x (M,) over what each row hides, (rows,)."""
        return np.append(np.bincount(self.key, x, self.n_keys), 0.0)[self.at]


def _hidden(told: Arranged, group: Ints, chosen: Ints, false: Floats) -> _Hidden:
    wide = expanded(told, chosen)
    names, key = np.unique(told.cell * told.n_sources + group[told.source], return_inverse=True)
    wanted = wide.cell * told.n_sources + group[told.source[chosen]][wide.row]
    at = np.minimum(np.searchsorted(names, wanted), names.size - 1)
    at = np.where((names[at] == wanted) & ~wide.is_none, at, -1)
    return _Hidden(chosen, wide, key, names.size, at, false)


def _chance(told: Arranged, end: Climb, hidden: _Hidden) -> Floats:
    """Return log P of each chosen statement by the statements of its item outside its group, (H,)."""
    model, chosen, wide = end.model, hidden.chosen, hidden.wide
    assert isinstance(model, Copying | OpenValues)
    item, source = told.item[chosen], told.source[chosen]
    gains = model.gains()
    logs = np.append(told.per_cell(gains), 0.0)[wide.cell] - hidden.taken(gains)
    false = hidden.false
    if isinstance(model, OpenValues):
        weight = np.ones(told.item.size) if told.weight is None else told.weight
        counts = np.append(model.counts, 0.0)[wide.cell] - hidden.taken(weight)
        left = np.bincount(wide.row, counts, chosen.size).astype(np.float64)[wide.row]
        # A value that only the group gives is one of those nobody outside gives.
        fresh = counts <= LEAST_HELD
        logs = np.where(fresh, np.log(false)[wide.row], logs + model.urn_of(counts, left))
    logs = np.where(wide.is_none, model.none()[item][wide.row], logs)
    p = tempered(logs, wide.start, np.ones(chosen.size))[wide.is_own]
    right = _right(told, end)[source]
    return np.asarray(np.log(p * right + (1.0 - p) * (1.0 - right) * false))


def _right(told: Arranged, end: Climb) -> Floats:
    """Return how often each source is right by the belief, whether it copied or not, (S,)."""
    model = end.model
    assert isinstance(model, Copying | OpenValues)
    right, wrong = model.shapes.reference
    mass = told.mass()
    held = told.spread(end.belief) if mass is None else told.spread(end.belief) * mass
    times = np.bincount(told.source, mass, told.n_sources)
    return np.asarray((right + np.bincount(told.source, held, told.n_sources)) / (right + wrong + times))
