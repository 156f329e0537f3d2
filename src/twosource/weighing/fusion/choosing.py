"""Which description of the sources the data can bear, and whether what was said has more than one reading.

Every description climbs the same kind of bound on the log probability of the same statements, so the bounds
can be compared: a table of confusions per source has to earn its numbers, and so has a story of who copies
whom (log S nats a copier, for the choice of its parent). The highest is taken.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.arranging import Arranged
from twosource.weighing.fusion.climbing import Climb, climb, other_starts
from twosource.weighing.fusion.closed_lists import ClosedList, confusion_reference
from twosource.weighing.fusion.copying import RATE_SOURCES, Copying
from twosource.weighing.fusion.dirichlets import Shapes
from twosource.weighing.fusion.finding_copies import candidate_pairs, evidence, forest, said_by_parent
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
    best, make = max(
        ((_from_votes(make, settings), make) for make in _ways(told, n_labels, settings)),
        key=lambda end: end[0].objective[-1],
    )
    parent = None
    if _may_copy(told, settings):
        copied, found = _with_parents(told, n_labels, settings)
        n_copiers = int((found >= 0).sum())
        if n_copiers and copied.objective[-1] - n_copiers * np.log(told.n_sources) > best.objective[-1]:
            best, parent, make = copied, found, lambda: _copying(told, n_labels, found, settings)
    if not settings.restarts or told.item.size > settings.restart_limit:
        return Chosen(best, 1, parent)
    found_ends = [best, *other_starts(
        make, settings.restarts, seed=settings.seed, iterations=settings.iterations, tolerance=settings.tolerance
    )]  # fmt: skip
    best = max(found_ends, key=lambda end: end.objective[-1])
    return Chosen(best, _n_peaks(found_ends, best), parent)


def _n_peaks(ends: list[Climb], best: Climb) -> int:
    """Count the ends within two nats of the best whose beliefs differ by .01 a number or more."""
    apart: list[Climb] = []
    for end in sorted(ends, key=lambda end: -end.objective[-1]):
        near = end.objective[-1] >= best.objective[-1] - NEARLY
        if near and all(np.abs(end.belief - other.belief).mean() > MOVED for other in apart):
            apart.append(end)
    return len(apart)


def _from_votes(make: Make, settings: FuseSettings) -> Climb:
    model = make()
    return climb(model, model.start(), iterations=settings.iterations, tolerance=settings.tolerance)


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


def _copying(told: Arranged, n_labels: int, parent: Ints, settings: FuseSettings) -> Copying:
    return Copying(
        told,
        Shapes.starting(np.array(settings.accuracy), settings.prior_sources),
        said_by_parent(told, parent),
        Shapes.starting(np.array(settings.rate), RATE_SOURCES),
        settings.fidelity,
        settings.learn_prior,
        n_labels,
    )


def _with_parents(told: Arranged, n_labels: int, settings: FuseSettings) -> tuple[Climb, Ints]:
    """Return the best climb with parents found in up to four rounds: believe, look who shares, believe again."""
    n = told.n_sources
    parent = np.full(n, -1)
    end = _from_votes(lambda: _copying(told, n_labels, parent, settings), settings)
    best, best_parent, best_bound = end, parent, end.objective[-1]
    for _ in range(ROUNDS):
        model = end.model
        assert isinstance(model, Copying)
        pairs = candidate_pairs(told, end.belief)
        strength = evidence(told, pairs, model.own_chance(end.belief))
        found = forest(n, pairs, strength, settings.pair_evidence * float(np.log(max(2, n))))
        if (found == parent).all():
            break
        parent = found
        end = _from_votes(lambda p=parent: _copying(told, n_labels, p, settings), settings)  # type: ignore[misc]
        bound = end.objective[-1] - int((parent >= 0).sum()) * float(np.log(n))
        if bound <= best_bound:
            break
        best, best_parent, best_bound = end, parent, bound
    return best, best_parent
