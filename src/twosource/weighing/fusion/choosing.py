"""Which description of the sources the data can bear, and whether what was said has more than one reading.

Every description climbs the same kind of bound on the log probability of the same statements, so the bounds
can be compared: a table of confusions per source has to earn its numbers, and so has a story of who copies
whom (a prior over groups of copiers). The highest is taken; but a story of copying must also foretell what
people outside its groups say (`third_parties`), since whatever sources share raises its bound.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.arranging import Arranged
from twosource.weighing.fusion.climbing import Climb, climb, other_starts
from twosource.weighing.fusion.closed_lists import ClosedList, confusion_reference
from twosource.weighing.fusion.copying import RATE_SOURCES, Copying
from twosource.weighing.fusion.dirichlets import Shapes
from twosource.weighing.fusion.finding_copies import (
    candidate_pairs,
    evidence,
    forest,
    said_by_parent,
    usual_agreements,
)
from twosource.weighing.fusion.gammas import log_gamma
from twosource.weighing.fusion.open_values import OpenValues
from twosource.weighing.fusion.settings import FuseSettings, Model
from twosource.weighing.fusion.third_parties import foretold, roots

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Make = Callable[[], ClosedList | OpenValues | Copying]

NEARLY = 2.0
MOVED = 0.01
ROUNDS = 4
LEAST_SOURCES = 3
MOSTLY = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The end of the best climb, how many ends are as good and differ, and the parents that were found.

    `doubted`: how many sources a story of copying would have discounted that foretold nobody better.
    """

    climb: Climb
    peaks: int
    parent: Ints | None
    doubted: int = 0


def choose(told: Arranged, n_labels: int, settings: FuseSettings) -> Chosen:
    """Return the description with the highest bound, started again from elsewhere."""
    ends = [(climb(make(), settings), make) for make in _ways(told, n_labels, settings)]
    best, make = max(ends, key=lambda end: end[0].bound)
    parent, doubted = None, 0
    if _may_copy(told, settings):
        story, doubted = _with_parents(told, n_labels, settings, best)
        if story is not None:
            best, parent = story.end, story.parent
            make = partial(_copying, told, n_labels, settings, story.parent)
    if not settings.restarts or told.item.size > settings.restart_limit:
        return Chosen(best, 1, parent, doubted)
    several = [best, *other_starts(make, settings)]
    best = max(several, key=lambda end: end.bound)
    return Chosen(best, _n_peaks(several, best), parent, doubted)


def _n_peaks(ends: list[Climb], best: Climb) -> int:
    """Count the ends within two nats of the best whose beliefs differ by .01 a number or more."""
    apart: list[Climb] = []
    for end in sorted(ends, key=lambda end: -end.bound):
        near = end.bound >= best.bound - NEARLY
        if near and all(np.abs(end.belief - other.belief).mean() > MOVED for other in apart):
            apart.append(end)
    return len(apart)


def _ways(told: Arranged, n_labels: int, settings: FuseSettings) -> list[Make]:
    right, wrong = settings.accuracy
    coin = Shapes.starting(np.array([right, wrong]), settings.prior_sources)
    if not n_labels:
        return [lambda: OpenValues(told, coin, settings.learn_prior)]
    rows = Shapes.starting(confusion_reference(n_labels, right, wrong), settings.prior_sources)
    ways: dict[Model, Make] = {
        Model.one_coin: lambda: ClosedList(told, n_labels, coin, settings.learn_prior, True),
        Model.confusion: lambda: ClosedList(told, n_labels, rows, settings.learn_prior),
    }
    if settings.model is Model.automatic:
        return list(ways.values())
    return [ways[Model.one_coin if settings.model is Model.one_coin else Model.confusion]]


def _may_copy(told: Arranged, settings: FuseSettings) -> bool:
    wanted = settings.find_copies and settings.model in (Model.automatic, Model.one_coin)
    return wanted and told.n_sources >= LEAST_SOURCES and told.item.size <= settings.copy_limit


def _copying(told: Arranged, n_labels: int, settings: FuseSettings, parent: Ints) -> Copying:
    return Copying(
        told,
        Shapes.starting(np.array(settings.accuracy), settings.prior_sources),
        said_by_parent(told, parent),
        Shapes.starting(np.array(settings.rate), RATE_SOURCES),
        settings.fidelity,
        settings.learn_prior,
        n_labels,
        settings.false_values,
    )


def _price(parent: Ints) -> float:
    """Return what a story of who copies whom must earn, in nats, against nobody copying.

    Prior over groups by the Chinese restaurant: sum over groups of (n - 1) log S - log Gamma(n). The larger
    a group already is, the likelier one more belongs to it.
    """
    sizes = np.bincount(roots(parent)).astype(np.float64)
    sizes = sizes[sizes > 0]
    return float(((sizes - 1) * np.log(max(2, parent.size)) - log_gamma(sizes)).sum())


@dataclass(frozen=True, slots=True, eq=False)
class _Story:
    """Who copies whom, and the climb that takes it so."""

    end: Climb
    parent: Ints

    @property
    def worth(self) -> float:
        """The bound less what the story must earn."""
        return self.end.bound - _price(self.parent)

    @property
    def n_accused(self) -> int:
        """How many sources are said to copy."""
        return int((self.parent >= 0).sum())

    @property
    def is_minor(self) -> bool:
        """Whether every group leaves more than half of all sources outside it."""
        return 2 * int(np.bincount(roots(self.parent)).max()) < self.parent.size


def _with_parents(
    told: Arranged, n_labels: int, settings: FuseSettings, best: Climb
) -> tuple[_Story | None, int]:
    """Return the story that foretells others best, if one does, and how many sources a refused one accuses.

    `best` is the highest climb in which nobody copies. A story that is sure to foretell better is taken,
    but must exceed a table of confusions in its bound; open values it must beat in forecasts only, since
    their urn takes what a clique shares for popular errors. A story with the highest bound of all is also
    taken where it foretells no worse and most sources are outside each of its groups: twenty pairs of
    which one repeats the other are foretold alike either way, and are not forty voices.

    Stories are found by what is believed without any, and by agreement alone: where copiers are many, what
    is believed first is what they say, and the shared error looks like truth; agreement beyond the usual is
    blind to that. A higher bound alone is no reason to believe one.
    """
    nobody = np.full(told.n_sources, -1)
    without = climb(_copying(told, n_labels, settings, nobody), settings)
    is_open = isinstance(best.model, OpenValues)
    rivals = [without, best] if is_open else [without]
    highest = max(without.bound, best.bound)
    taken, least, doubted = None, -np.inf, 0
    for story in _stories(told, n_labels, settings, without):
        if story.worth <= (without.bound if is_open else highest):
            continue
        doubted = max(doubted, story.n_accused)
        gained = foretold(told, story.parent, story.end, rivals)
        earns = story.worth > highest and not gained.is_worse and story.is_minor
        if (gained.is_sure or earns) and gained.least > least:
            taken, least = story, gained.least
    return taken, 0 if taken else doubted


def _stories(told: Arranged, n_labels: int, settings: FuseSettings, without: Climb) -> Iterator[_Story]:
    """Yield each story that is found once, whole and with only those who copy most of what they say."""
    pairs = candidate_pairs(told, without.belief)
    chances = [_own_chance(without), *(np.full(told.item.size, q) for q in usual_agreements(told, pairs))]
    seen: set[bytes] = set()
    for chance in chances:
        first = _found(told, pairs, chance, settings)
        if not (first >= 0).any() or first.tobytes() in seen:
            continue
        end, parent = _rounds(told, n_labels, settings, first)
        assert isinstance(end.model, Copying)
        fewer = np.where(end.model.copies >= MOSTLY, parent, -1)
        for found in (parent, fewer):
            if (found >= 0).any() and found.tobytes() not in seen:
                same = np.array_equal(found, parent)
                yield _Story(
                    end if same else climb(_copying(told, n_labels, settings, found), settings), found
                )
            seen.add(found.tobytes())
        seen.add(first.tobytes())


def _found(told: Arranged, pairs: tuple[Ints, Ints], own: Floats, settings: FuseSettings) -> Ints:
    least = settings.pair_evidence * float(np.log(max(2, told.n_sources)))
    return forest(told.n_sources, pairs, evidence(told, pairs, own), least)


def _own_chance(end: Climb) -> Floats:
    assert isinstance(end.model, Copying)
    return end.model.own_chance(end.belief)


def _rounds(told: Arranged, n_labels: int, settings: FuseSettings, parent: Ints) -> tuple[Climb, Ints]:
    """Return the best of up to four rounds: believe by the parents, look who shares, believe again."""
    best = climb(_copying(told, n_labels, settings, parent), settings)
    for _ in range(ROUNDS if (parent >= 0).any() else 0):
        found = _found(told, candidate_pairs(told, best.belief), _own_chance(best), settings)
        if (found == parent).all():
            break
        end = climb(_copying(told, n_labels, settings, found), settings)
        if end.bound - _price(found) <= best.bound - _price(parent):
            break
        best, parent = end, found
    return best, parent
