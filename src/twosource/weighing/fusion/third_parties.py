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

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.arranging import Arranged
from twosource.weighing.fusion.climbing import Climb
from twosource.weighing.fusion.copying import Copying
from twosource.weighing.fusion.hidden_votes import expanded, sampled, tempered

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SURE = 2.0


@dataclass(frozen=True, slots=True)
class Foretold:
    """How much better a story foretells an item, in nats: the mean over items and its standard error."""

    gain: float
    error: float

    @property
    def least(self) -> float:
        """The gain less two standard errors."""
        return self.gain - SURE * self.error


def roots(parent: Ints) -> Ints:
    """Return the source each one's tree hangs from, itself where it has no parent, (S,)."""
    root = np.where(parent >= 0, parent, np.arange(parent.size))
    while not np.array_equal(root, root[root]):
        root = root[root]
    return np.asarray(root)


def foretold(told: Arranged, parent: Ints, story: Climb, nobody: Climb) -> Foretold:
    """Return how much better `story` with its parents foretells statements than `nobody` copying does."""
    chosen = sampled(told.items, told.item)
    if not chosen.size:
        return Foretold(0.0, 0.0)
    group = roots(parent)
    better = _chance(told, story, group, chosen) - _chance(told, nobody, group, chosen)
    places = np.unique(told.item[chosen], return_inverse=True)[1]
    per_item = np.bincount(places, better)
    return Foretold(float(per_item.mean()), float(per_item.std() / np.sqrt(per_item.size)))


def _chance(told: Arranged, end: Climb, group: Ints, chosen: Ints) -> Floats:
    """Return log P of each chosen statement by the statements of its item outside its group, (H,)."""
    model = end.model
    assert isinstance(model, Copying)
    wide = expanded(told, chosen)
    item, source = told.item[chosen], told.source[chosen]
    gains = model.gains()
    keys, places = np.unique(told.cell * told.n_sources + group[told.source], return_inverse=True)
    sums = np.bincount(places, gains)
    wanted = wide.cell * told.n_sources + group[source][wide.row]
    at = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    theirs = np.where((keys[at] == wanted) & ~wide.is_none, sums[at], 0.0)
    outside = np.append(told.per_cell(gains), 0.0)[wide.cell] - theirs
    logs = np.where(wide.is_none, model.none()[item][wide.row], outside)
    p = tempered(logs, wide.start, np.ones(chosen.size))[wide.is_own]
    right = _right(told, end)[source]
    return np.asarray(np.log(p * right + (1.0 - p) * (1.0 - right) * np.exp(model.false[chosen])))


def _right(told: Arranged, end: Climb) -> Floats:
    """Return how often each source is right by the belief, whether it copied or not, (S,)."""
    model = end.model
    assert isinstance(model, Copying)
    right, wrong = model.shapes.reference
    mass = told.mass()
    held = told.spread(end.belief) if mass is None else told.spread(end.belief) * mass
    times = np.bincount(told.source, mass, told.n_sources)
    return np.asarray((right + np.bincount(told.source, held, told.n_sources)) / (right + wrong + times))
