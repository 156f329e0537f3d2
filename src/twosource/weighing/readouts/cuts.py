"""The likeliest way in which the lead could be wrong: the most probable set of failing parties.

A set S takes the lead away if, given that all of S failed, another hypothesis leads. Wanted is the S with
the largest P(all of S failed | everything seen). The search is best first over the tree of sets: with
w the joint weights given S, no set that contains S can be more probable than

    min(P(S), 2 (P(S) - P(S and the lead holds))),

because where the lead is lost, the lead has at most half. The search ends where that bound, for whatever is
left, is not above the best set found, which is then the most probable one. Where it is stopped before that,
the bound says how probable a set that was not tried could be at most. It starts from a set found greedily:
whoever moves the odds most for the improbability of failing comes first, and what is not needed goes again.

With independent failures f_i of parties that stand between the world and the desk this is the vertex cut
of least weight -log f_i (reasoning.md 5.3). Checks: every subset, one by one (tests/weighing).
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twosource.evidence.readouts import Flip
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import Network
from twosource.weighing.posterior import leader
from twosource.weighing.readouts.flip_units import Unit, failures, joined
from twosource.weighing.readouts.flips import are_lost, measured
from twosource.weighing.whatifs import NOTHING, joint_weights

AT_ONCE = 64
"""So many sets are taken from the queue for one batch."""
NEGLIGIBLE = 1e-9
"""A set of failures less probable than this is not followed further, and the search says so."""
FARTHEST = 1e9
"""Where a failure leaves the lead without any chance, its odds are lost by so many logarithms."""
CHEAPEST = 1e-3
"""Greedily, a failure that is all but certain still costs so much, or it would count as free."""


@dataclass(frozen=True, slots=True)
class LikeliestFailure:
    """The set found (None: none was), and how probable an untried one could be at most (0: all were)."""

    flip: Flip | None
    untried: float


@dataclass(frozen=True, slots=True, order=True)
class _Set:
    """One set of failing units in the queue: least negated bound first, then smaller, then by position."""

    bound: float
    size: int
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Given:
    """What follows from each of several sets: P(set), the bound for what contains it, odds, if lost."""

    p: FloatArray
    bound: FloatArray
    odds: FloatArray
    is_lost: NDArray[np.bool_]


@dataclass(slots=True)
class _Search:
    """The parties that can fail, the lead, and the best set found so far."""

    network: Network
    units: list[Unit]
    lead: int
    best: tuple[int, ...] = ()
    p_best: float = 0.0

    def given(self, sets: Sequence[tuple[int, ...]]) -> _Given:
        """Sum all sets in one batch and keep the best one that takes the lead away."""
        whatifs = [
            {key: figures for at in members for key, figures in self.units[at].whatif.items()}
            for members in sets
        ]
        weights = joint_weights(self.network, [NOTHING, *whatifs])
        total = float(weights[0].sum())
        p = weights[1:].sum(axis=1) / total
        of_lead = weights[1:, self.lead] / total
        others = np.delete(weights[1:], self.lead, axis=1).max(axis=1) / total
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = np.nan_to_num(np.log(others) - np.log(of_lead), nan=-np.inf, posinf=FARTHEST)
        is_lost = are_lost(weights[1:], self.lead)
        for members, chance, takes_lead in zip(sets, p, is_lost, strict=True):
            if takes_lead and (-chance, len(members), members) < (-self.p_best, len(self.best), self.best):
                self.best, self.p_best = members, float(chance)
        return _Given(p, np.minimum(p, 2.0 * (p - of_lead)), odds, is_lost)


def _start(search: _Search) -> None:
    """Find some set that takes the lead away: greedily forwards, then without what is not needed."""
    members: tuple[int, ...] = ()
    p, odds = 1.0, float(search.given([()]).odds[0])
    while not search.best:
        more = [unit for unit in range(len(search.units)) if unit not in members]
        sets = [tuple(sorted((*members, unit))) for unit in more]
        if not sets:
            return
        found = search.given(sets)
        with np.errstate(divide="ignore", invalid="ignore"):
            price = np.maximum(np.log(p) - np.log(found.p), CHEAPEST)
            worth = np.where(found.p > NEGLIGIBLE, (found.odds - odds) / price, -np.inf)
        at = int(np.argmax(worth))
        if not worth[at] > 0.0:
            return
        members, p, odds = sets[at], float(found.p[at]), float(found.odds[at])
    while len(search.best) > 1:
        before = search.best
        search.given([tuple(m for m in before if m != gone) for gone in before])
        if search.best == before:
            return


def likeliest_failure(network: Network, posterior: FloatArray, max_sets: int) -> LikeliestFailure:
    """Return the most probable set of failing parties that takes the lead away, by best-first search.

    Sums no more than `max_sets` sets, give or take one batch and the greedy start. Exact where `untried`
    is 0; where the search stopped, nothing that was not tried can be more probable than `untried`.
    """
    search = _Search(network, failures(network), leader(posterior))
    if search.units:
        _start(search)
    queue = [_Set(-1.0, 0, ())]
    n_tried, untried = 0, 0.0
    while search.units and queue and -queue[0].bound > search.p_best:
        if n_tried >= max_sets:
            untried = -queue[0].bound
            break
        taken = [heapq.heappop(queue) for _ in range(min(AT_ONCE, len(queue)))]
        children = [
            (*entry.members, unit)
            for entry in taken
            for unit in range(entry.members[-1] + 1 if entry.members else 0, len(search.units))
        ]
        found = search.given(children)
        n_tried += len(children)
        for members, bound in zip(children, found.bound, strict=True):
            if bound > max(search.p_best, NEGLIGIBLE):
                heapq.heappush(queue, _Set(-float(bound), len(members), members))
            elif bound > search.p_best:
                untried = NEGLIGIBLE
    if not search.best:
        return LikeliestFailure(None, untried)
    unit = joined([search.units[at] for at in search.best])
    return LikeliestFailure(measured(network, [unit], posterior)[0], untried)
