"""Which single thing would change the lead: dropping an item, seeing its opposite, a party failing.

Retraction drops items, negation puts 1 - p for p, failure conditions the variables of one party on
their failed states (reasoning.md 5.3). Each is tried for single items or parties and for all that passes
one chokepoint. Where no single one of a kind changes the lead, pairs of that kind are tried, then
triples, until a flip is found: the smallest flip sets. Pairs of chokepoints are always tried, because two
pairs of hands that prove to be one are the commonest surprise.

Only smallest sets are told: none that contains another set of its kind that changes the lead already.
Where there are more sets of one size than may be tried, those of least cost are tried and a note says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from twosource.evidence.elicitation import Item, Variable
from twosource.evidence.readouts import Flip
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import Network
from twosource.weighing.posterior import LEVEL, leader
from twosource.weighing.saying import flip_sentence, quoted
from twosource.weighing.telling import search_note
from twosource.weighing.weights import groups_of
from twosource.weighing.whatifs import NOTHING, WhatIf, given, joint_weights, normalised, opposite, without

KINDS = ("retraction", "negation", "failure")
LARGEST = 3
"""Sets of more than so many things are not tried: nobody can take in that four things changed at once."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that can go: how it is named, how a sentence says it, and the what-if it means."""

    kind: str
    names: tuple[str, ...]
    said: str
    whatif: WhatIf


@dataclass(frozen=True, slots=True)
class FlipSearch:
    """The flips found, and a sentence for each search that stopped before every set was tried."""

    flips: tuple[Flip, ...]
    notes: tuple[str, ...]


def _seen(item: Item) -> str:
    return f"{quoted(item.opposite)} instead" if item.opposite else f"the opposite of {quoted(item.text)}"


def _of_items(network: Network, kind: str) -> list[Unit]:
    """Return one unit per item: dropped, or seen the other way round."""
    items = sorted((e.item for e in network.items), key=lambda i: i.name)
    if kind == "retraction":
        return [Unit(kind, (i.name,), quoted(i.text), without(network, [i.name])) for i in items]
    return [Unit(kind, (i.name,), _seen(i), opposite(network, [i.name])) for i in items]


def _of_hands(network: Network, kind: str) -> list[Unit]:
    """Return one unit per chokepoint: all that rests on it dropped, or seen the other way round."""
    items = {e.item.name: e.item for e in network.items}
    change = without if kind == "retraction" else opposite
    units = []
    for group in groups_of(network.elicitation):
        members = [items[name] for name in group.members]
        if len(members) > 1:
            said = f"what rests on {group.name}"
            said = said if kind == "retraction" else f"the opposite of all that rests on {group.name}"
        else:
            said = quoted(members[0].text) if kind == "retraction" else _seen(members[0])
        units.append(Unit(kind, group.members, said, change(network, group.members)))
    return units


def failing_states(network: Network) -> Mapping[str, tuple[Variable, ...]]:
    """Return the variables that can fail, by party; a variable without a party stands for itself."""
    by_name: dict[str, list[Variable]] = {}
    for entry in network.variables:
        if entry.variable.failed:
            name = entry.variable.party_id or entry.variable.name
            by_name.setdefault(name, []).append(entry.variable)
    return {name: tuple(variables) for name, variables in sorted(by_name.items())}


def failures(network: Network) -> list[Unit]:
    """Return one unit per party that can fail, all its variables together, by name."""
    units = []
    for name, variables in failing_states(network).items():
        said = " and ".join(f"{quoted(v.text or v.name)} as {' or '.join(v.failed)}" for v in variables)
        whatif = given(network, {v.name: v.failed for v in variables})
        units.append(Unit("failure", (name,), said, whatif))
    return units


def _failing_hands(network: Network) -> list[Unit]:
    """Return, per chokepoint, the failure of everything that only its items depend on, where that is several."""
    dependents: dict[str, set[str]] = {}
    for item in (e.item for e in network.items):
        for name in {n for answer in item.answers for n, _ in answer.when}:
            dependents.setdefault(name, set()).add(item.name)
    units = []
    parties = failing_states(network)
    by_name = {unit.names[0]: unit for unit in failures(network)}
    for group in groups_of(network.elicitation):
        own = []
        for name, variables in parties.items():
            resting = set().union(*(dependents.get(v.name, set()) for v in variables))
            if resting and resting <= set(group.members):
                own.append(by_name[name])
        if len(own) > 1:
            units.append(joined(own))
    return units


def joined(units: Sequence[Unit]) -> Unit:
    """Return several units of one kind as one: all of them at once."""
    return Unit(
        kind=units[0].kind,
        names=tuple(name for unit in units for name in unit.names),
        said=" and ".join(unit.said for unit in units),
        whatif={key: figures for unit in units for key, figures in unit.whatif.items()},
    )


def new_leader(weights: FloatArray, lead: int) -> int:
    """Return who leads under these joint weights: the old lead, unless another one is clearly before it."""
    posterior = normalised(weights)
    new = leader(posterior)
    return new if posterior[new] > posterior[lead] + LEVEL else lead


def measured(network: Network, units: Sequence[Unit], now: FloatArray) -> list[Flip]:
    """Return one flip per unit, impossible ones left out; `p_event` is P(failure | everything seen)."""
    found = joint_weights(network, [NOTHING, *(unit.whatif for unit in units)])
    return [
        flip
        for unit, weights in zip(units, found[1:], strict=True)
        if (flip := _flip(network, unit, weights, float(found[0].sum()), leader(now))) is not None
    ]


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


def _cheapest(units: Sequence[Unit], weights: FloatArray, lead: int, size: int, limit: int) -> FloatArray:
    """Return up to `limit` sets of `size` positions, shape (sets, size), those of least cost first.

    `weights` are the joint weights of everything seen and of each unit alone. The cost of a failing set is
    its improbability, were the failures independent; an item costs the same as any other, so there
    the sets are taken first whose members together move the odds of some rival against the lead the most.
    """
    sets = np.array(list(combinations(range(len(units)), size)), dtype=np.intp).reshape(-1, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        if units[0].kind == "failure":
            cost = -np.log(weights[1:].sum(axis=1) / weights[0].sum())[sets].sum(axis=1)
        else:
            odds = np.log(weights) - np.log(weights[:, [lead]])
            moves = np.nan_to_num(odds[1:] - odds[0], posinf=700.0, neginf=-700.0)
            cost = -(odds[0] + moves[sets].sum(axis=1)).max(
                axis=1, where=np.arange(len(odds[0])) != lead, initial=-1e9
            )
    return sets[np.argsort(cost, kind="stable")[:limit]]


def _search(
    network: Network, units: Sequence[Unit], now: FloatArray, limit: int, *, pairs_always: bool = False
) -> tuple[list[Flip], list[str]]:
    """Return all single flips, then the pairs or triples that change the lead where nothing smaller does."""
    if not units:
        return [], []
    lead = leader(now)
    weights = joint_weights(network, [NOTHING, *(unit.whatif for unit in units)])
    total = float(weights[0].sum())
    flips = [f for u, w in zip(units, weights[1:], strict=True) if (f := _flip(network, u, w, total, lead))]
    flipping = {f.names for f in flips if f.changes_lead}
    kept = [at for at, unit in enumerate(units) if unit.names not in flipping and weights[at + 1].sum() > 0.0]
    left = [units[at] for at in kept]
    of_left = weights[[0, *(at + 1 for at in kept)]]
    notes = []
    is_found = bool(flipping)
    for size in range(2, LARGEST + 1):
        if len(left) < size or (is_found and not (pairs_always and size == 2)):
            break
        sets = _cheapest(left, of_left, lead, size, limit)
        larger = [joined([left[at] for at in members]) for members in sets]
        found = [f for f in _changing(network, larger, total, lead)]
        is_found = is_found or bool(found)
        flips += found
        if comb(len(left), size) > len(sets):
            notes.append(search_note(units[0].kind, size, len(sets), comb(len(left), size), bool(found)))
    return flips, notes


def _changing(network: Network, units: Sequence[Unit], total: float, lead: int) -> Iterable[Flip]:
    found = joint_weights(network, [unit.whatif for unit in units])
    for unit, weights in zip(units, found, strict=True):
        if weights.sum() > 0.0 and new_leader(weights, lead) != lead:
            flip = _flip(network, unit, weights, total, lead)
            if flip is not None:
                yield flip


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
    flips: list[Flip] = []
    notes: list[str] = []
    searches = [
        (_of_hands(network, "retraction"), True),
        (_of_items(network, "retraction"), False),
        (_of_hands(network, "negation"), False),
        (_of_items(network, "negation"), False),
        (_failing_hands(network), False),
        (failures(network), False),
    ]
    for units, pairs_always in searches:
        found, stopped = _search(network, units, posterior, limit, pairs_always=pairs_always)
        flips += found
        notes += stopped
    ordered = sorted(
        _smallest(flips), key=lambda f: (not f.changes_lead, len(f.names), KINDS.index(f.kind), f.names)
    )
    return FlipSearch(tuple(ordered), tuple(dict.fromkeys(notes)))
