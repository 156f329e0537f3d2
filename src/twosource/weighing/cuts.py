"""The likeliest way in which the lead could be wrong: the most probable set of failing parties.

A set S takes the lead away if, given that all of S failed, another hypothesis leads. Wanted is the S with
the largest P(all of S failed | everything seen). The search is best first over the tree of sets: with
w the joint weights given S, no set that contains S can be more probable than

    min(P(S), 2 (P(S) - P(S and the lead holds))),

because where the lead is lost, the lead has at most half. The first set taken from the queue that takes
the lead away is therefore the most probable one, and where the search is stopped, the queue still says how
probable a set that was not tried could be at most.

With independent failures f_i of parties that stand between the world and the desk this is the vertex cut
of least weight -log f_i (reasoning.md 5.3). Checks: every subset, one by one (tests/weighing).
"""

import heapq
from dataclasses import dataclass

from twosource.evidence.readouts import Flip
from twosource.weighing.elimination import FloatArray
from twosource.weighing.flip_units import Unit, failures, joined
from twosource.weighing.flips import are_lost, measured
from twosource.weighing.network import Network
from twosource.weighing.posterior import leader
from twosource.weighing.whatifs import NOTHING, joint_weights

AT_ONCE = 64
"""So many sets are taken from the queue for one batch."""
NEGLIGIBLE = 1e-9
"""A set of failures less probable than this is not worth a sentence."""


@dataclass(frozen=True, slots=True)
class LikeliestFailure:
    """The set found (None: none was), how it is said, and how probable an untried one could be at most."""

    flip: Flip | None
    said: str
    untried: float


@dataclass(frozen=True, slots=True, order=True)
class _Set:
    """One set of failing units in the queue: least negated bound first, then smaller, then by position."""

    bound: float
    size: int
    members: tuple[int, ...]


def _bound(weights: FloatArray, lead: int, total: float) -> float:
    """Return the most that a set containing this one could have and still take the lead away."""
    whole = float(weights.sum())
    return min(whole, 2.0 * (whole - float(weights[lead]))) / total


def _tried(
    network: Network, units: list[Unit], queue: list[_Set], lost: set[tuple[int, ...]], lead: int
) -> int:
    """Take the foremost sets that keep the lead from the queue, put their children in and count these.

    Several are taken for one batch: a set that keeps the lead is never the answer, so taking it early
    changes nothing but the speed. A set that takes the lead away stays, and so does all behind it.
    """
    taken: list[_Set] = []
    while queue and len(taken) < AT_ONCE and queue[0].members not in lost:
        taken.append(heapq.heappop(queue))
    children = [
        (*entry.members, unit)
        for entry in taken
        for unit in range(entry.members[-1] + 1 if entry.members else 0, len(units))
    ]
    whatifs = [joined([units[at] for at in members]).whatif for members in children]
    found = joint_weights(network, [NOTHING, *whatifs])
    total = float(found[0].sum())
    is_lost = are_lost(found[1:], lead)
    for members, weights, takes_lead in zip(children, found[1:], is_lost, strict=True):
        bound = _bound(weights, lead, total)
        if bound > NEGLIGIBLE:
            heapq.heappush(queue, _Set(-bound, len(members), members))
            if takes_lead:
                lost.add(members)
    return len(children)


def likeliest_failure(network: Network, posterior: FloatArray, max_sets: int) -> LikeliestFailure:
    """Return the most probable set of failing parties that takes the lead away, by best-first search.

    Sums no more than `max_sets` sets, give or take one batch. Exact also where it stops: nothing
    that was not tried can be more probable than `untried`.
    """
    units = failures(network)
    lead = leader(posterior)
    queue = [_Set(-1.0, 0, ())]
    lost: set[tuple[int, ...]] = set()
    n_tried = 0
    while queue:
        if queue[0].members in lost:
            unit = joined([units[at] for at in queue[0].members])
            return LikeliestFailure(measured(network, [unit], posterior)[0], unit.said, 0.0)
        if n_tried >= max_sets:
            return LikeliestFailure(None, "", -queue[0].bound)
        n_tried += _tried(network, units, queue, lost, lead)
    return LikeliestFailure(None, "", 0.0)
