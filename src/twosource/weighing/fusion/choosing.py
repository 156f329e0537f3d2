"""Which description of the sources the data can bear, and whether what was said has more than one reading.

Every description climbs the same kind of bound on the log probability of the same statements, so the bounds
can be compared: a table of confusions per source has to earn its numbers, and so has a story of who copies
whom (a prior over groups of copiers). The highest is taken.
"""

from collections.abc import Callable
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

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Make = Callable[[], ClosedList | OpenValues | Copying]

NEARLY = 2.0
MOVED = 0.01
ROUNDS = 4
LEAST_SOURCES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The end of the best climb, how many ends are as good and differ, and the parents that were found."""

    climb: Climb
    peaks: int
    parent: Ints | None


def choose(told: Arranged, n_labels: int, settings: FuseSettings) -> Chosen:
    """Return the description with the highest bound, started again from elsewhere."""
    ends = [(climb(make(), settings), make) for make in _ways(told, n_labels, settings)]
    best, make = max(ends, key=lambda end: end[0].bound)
    parent = None
    if _may_copy(told, settings):
        copied, found = _with_parents(told, n_labels, settings)
        if (found >= 0).any() and copied.bound - _price(found) > best.bound:
            best, parent, make = copied, found, partial(_copying, told, n_labels, settings, found)
    if not settings.restarts or told.item.size > settings.restart_limit:
        return Chosen(best, 1, parent)
    several = [best, *other_starts(make, settings)]
    best = max(several, key=lambda end: end.bound)
    return Chosen(best, _n_peaks(several, best), parent)


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
    root = np.where(parent >= 0, parent, np.arange(parent.size))
    while not np.array_equal(root, root[root]):
        root = root[root]
    sizes = np.bincount(root).astype(np.float64)
    sizes = sizes[sizes > 0]
    return float(((sizes - 1) * np.log(max(2, parent.size)) - log_gamma(sizes)).sum())


def _with_parents(told: Arranged, n_labels: int, settings: FuseSettings) -> tuple[Climb, Ints]:
    """Return the best climb with parents: found by what is believed without any, and by agreement alone.

    Where copiers are many, what is believed first is what they say, and the shared error looks like truth;
    agreement beyond the usual is blind to that. The higher bound decides.
    """
    nobody = np.full(told.n_sources, -1)
    best, parent = climb(_copying(told, n_labels, settings, nobody), settings), nobody
    pairs = candidate_pairs(told, best.belief)
    chances = [_own_chance(best), *(np.full(told.item.size, q) for q in usual_agreements(told, pairs))]
    for first in [_found(told, pairs, chance, settings) for chance in chances]:
        end, found = _rounds(told, n_labels, settings, first)
        if end.bound - _price(found) > best.bound - _price(parent):
            best, parent = end, found
    return best, parent


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
