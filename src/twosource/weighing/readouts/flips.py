"""Which single thing would change the lead: dropping an item, seeing its opposite, a party failing.

Retraction drops items, negation puts 1 - p for p, failure conditions the variables of one party on
their failed states (reasoning.md 5.3). Each is tried for single items or parties and for all that passes
one chokepoint. Where no single one of a kind changes the lead, pairs of that kind are tried, then
triples, until a flip is found: the smallest flip sets. Pairs of chokepoints are always tried, because two
pairs of hands that prove to be one are the commonest surprise.

Only smallest sets are told: none that contains another set of its kind that changes the lead already.
Where there are more sets of one size than may be tried, those of least cost are tried and a note says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from twosource.evidence.readouts import Flip
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import Network
from twosource.weighing.posterior import LEVEL, leader
from twosource.weighing.readouts.cheap_sets import cheapest_sets
from twosource.weighing.readouts.flip_units import Unit, failing_hands, failures, joined, of_hands, of_items
from twosource.weighing.saying import flip_sentence
from twosource.weighing.telling import more_found_note, nothing_larger_note, search_note
from twosource.weighing.whatifs import NOTHING, joint_weights, normalised

KINDS = ("retraction", "negation", "failure")
LARGEST = 3
"""Sets of more than so many things are not tried: nobody can take in that four things changed at once."""
LISTED = 20
"""So many larger sets of one search are listed, the cheapest first; a note counts the others."""
MOST = 700.0
"""Logarithms of odds are cut here in counting costs, where something became impossible."""


@dataclass(frozen=True, slots=True)
class FlipSearch:
    """The flips found, and a sentence for each search that stopped before every set was tried."""

    flips: tuple[Flip, ...]
    notes: tuple[str, ...]


def new_leader(weights: FloatArray, lead: int) -> int:
    """Return who leads under these joint weights: the old lead, unless another one is clearly before it."""
    posterior = normalised(weights)
    new = leader(posterior)
    return new if posterior[new] > posterior[lead] + LEVEL else lead


def are_lost(weights: FloatArray, lead: int) -> NDArray[np.bool_]:
    """Say for each row of joint weights whether it can be and another one is clearly before the old lead."""
    total = weights.sum(axis=1)
    ahead = np.max(weights, axis=1) - weights[:, lead]
    return np.asarray((total > 0.0) & (ahead > LEVEL * total))


def measured(network: Network, units: Sequence[Unit], now: FloatArray) -> list[Flip]:
    """Return one flip per unit, impossible ones left out; `p_event` is P(failure | everything seen)."""
    weights = joint_weights(network, [NOTHING, *(unit.whatif for unit in units)])
    return _flips(network, units, weights, leader(now))


def _flip(network: Network, unit: Unit, weights: FloatArray, total: float, lead: int) -> Flip | None:
    if not weights.sum() > 0.0:
        return None
    posterior = normalised(weights)
    new = new_leader(weights, lead)
    text = network.question.named[new].text
    return Flip(
        kind=unit.kind,
        names=unit.names,
        text=flip_sentence(unit.kind, unit.said, text, float(posterior[new]), new != lead),
        changes_lead=new != lead,
        new_lead=network.hypotheses[new],
        p=tuple(float(value) for value in posterior),
        p_event=float(weights.sum() / total) if unit.kind == "failure" else None,
    )


def _costs(units: Sequence[Unit], weights: FloatArray, lead: int, kept: Sequence[int]) -> list[list[float]]:
    """Return what each unit kept costs, in one or more ways of counting; a set costs the sum.

    `weights` are the joint weights of everything seen and of each unit alone. The cost of a failing set is
    its improbability, were the failures independent; an item costs the same as any other, so there
    the sets come first whose members together move the odds of some rival against the lead the most.
    """
    if not kept:
        return []
    alone = weights[[at + 1 for at in kept]]
    if units[0].kind == "failure":
        return [list(-np.log(alone.sum(axis=1) / weights[0].sum()))]
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(alone) - np.log(alone[:, [lead]])
        start = np.log(weights[0]) - np.log(weights[0, lead])
        moves = np.nan_to_num(odds - start, posinf=MOST, neginf=-MOST)
    rivals = [at for at in range(weights.shape[1]) if at != lead]
    # The start is spread over the members, so that the sums of different rivals can be compared.
    share = np.nan_to_num(start, neginf=-MOST) / LARGEST
    return [list(-moves[:, at] - share[at]) for at in rivals]


@dataclass(slots=True)
class _Search:
    """One search through units of one kind: what it goes by, and what it found."""

    units: list[Unit]
    costs: list[list[float]]
    lead: int
    limit: int
    flips: list[Flip]
    notes: list[str]
    is_found: bool


def _search(
    network: Network, units: Sequence[Unit], now: FloatArray, limit: int, sizes: Sequence[int]
) -> _Search:
    """Return all single flips, then the pairs or triples that change the lead where nothing smaller does.

    `sizes` are those tried beyond singles; a negative one is tried even if something smaller was found.
    """
    lead = leader(now)
    weights = joint_weights(network, [NOTHING, *(unit.whatif for unit in units)])
    flips = _flips(network, units, weights, lead)
    flipping = {f.names for f in flips if f.changes_lead}
    kept = [at for at, unit in enumerate(units) if unit.names not in flipping and weights[at + 1].sum() > 0.0]
    search = _Search(
        units=[units[at] for at in kept],
        costs=_costs(units, weights, lead, kept),
        lead=lead,
        limit=limit,
        flips=flips,
        notes=[],
        is_found=bool(flipping),
    )
    for size in sizes:
        if len(kept) >= abs(size) and (size < 0 or not search.is_found):
            _try_sets(network, search, abs(size))
    return search


def _try_sets(network: Network, search: _Search, size: int) -> None:
    """Try the cheapest sets of one size; keep those that change the lead and note where it stopped."""
    sets = cheapest_sets(search.costs, size, search.limit)
    larger = [joined([search.units[at] for at in members]) for members in sets]
    weights = joint_weights(network, [NOTHING, *(unit.whatif for unit in larger)])
    changing = [int(at) for at in np.flatnonzero(are_lost(weights, search.lead)) if at]
    listed = changing[:LISTED]
    search.flips += _flips(network, [larger[at - 1] for at in listed], weights[[0, *listed]], search.lead)
    search.is_found = search.is_found or bool(changing)
    whole, kind = comb(len(search.units), size), search.units[0].kind
    if whole > len(sets):
        search.notes.append(search_note(kind, size, len(sets), whole, is_found=bool(changing)))
    if len(changing) > LISTED:
        search.notes.append(more_found_note(kind, size, LISTED, len(changing)))


def _flips(network: Network, units: Sequence[Unit], weights: FloatArray, lead: int) -> list[Flip]:
    """Return one flip per unit that can happen; `weights` are those of everything seen, then of each unit."""
    total = float(weights[0].sum())
    found = (_flip(network, u, row, total, lead) for u, row in zip(units, weights[1:], strict=True))
    return [flip for flip in found if flip is not None]


def _smallest(flips: Iterable[Flip]) -> list[Flip]:
    """Return each set of a kind once, without those that contain another set that changes the lead."""
    once = {(flip.kind, frozenset(flip.names)): flip for flip in flips}
    changing = [key for key, flip in once.items() if flip.changes_lead]
    return [
        flip
        for (kind, names), flip in once.items()
        if not (flip.changes_lead and any(k == kind and smaller < names for k, smaller in changing))
    ]


def find_flips(network: Network, posterior: FloatArray, limit: int) -> FlipSearch:
    """Return every single flip tried, and the smallest larger sets that change the lead.

    Those that change the lead come first, smaller sets before larger ones. What is impossible (a failure
    of probability 0) is left out. Of one kind and size at most `limit` sets are tried.
    """
    alone: tuple[int, ...] = ()
    smallest, hands = (2, 3), (-2, 3)
    tried = [
        (of_hands(network, "retraction"), hands),
        (of_items(network, "retraction"), smallest),
        (of_hands(network, "negation"), alone),
        (of_items(network, "negation"), smallest),
        (failing_hands(network), alone),
        (failures(network), smallest),
    ]
    searches = [(units, _search(network, units, posterior, limit, sizes)) for units, sizes in tried]
    notes = [note for _, search in searches for note in search.notes]
    found = {units[0].kind for units, search in searches if units and search.is_found}
    large = {units[0].kind for units, _ in searches if len(units) > LARGEST} - found
    if large:
        notes.append(nothing_larger_note(" and ".join(k for k in KINDS if k in large), LARGEST))
    ordered = sorted(
        _smallest(flip for _, search in searches for flip in search.flips),
        key=lambda f: (not f.changes_lead, len(f.names), KINDS.index(f.kind), f.names),
    )
    return FlipSearch(tuple(ordered), tuple(dict.fromkeys(notes)))
