"""Which single thing would change the lead: dropping an item, seeing its opposite, a party failing.

Retraction drops items, one by one and by chokepoint; negation puts 1 - p for p; failure conditions
the variables of one party on their failed states (reasoning.md 5.3). Where no single one of a kind
changes the lead, pairs of that kind are searched: the smallest flip set. Pairs of chokepoints are
always searched, because two pairs of hands that prove to be one are the commonest surprise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from twosource.evidence.elicitation import Item, Variable
from twosource.evidence.readouts import Flip
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import Network
from twosource.weighing.posterior import LEVEL, leader
from twosource.weighing.weights import groups_of
from twosource.weighing.whatifs import NOTHING, WhatIf, given, joint_weights, normalised, opposite, without
from twosource.weighing.words import flip_sentence, quoted

KINDS = ("retraction", "negation", "failure")


@dataclass(frozen=True, slots=True)
class _Unit:
    """One thing that can go: how it is named, how a sentence says it, and the what-if it means."""

    kind: str
    names: tuple[str, ...]
    said: str
    whatif: WhatIf


def _retractions(network: Network) -> list[_Unit]:
    items = [e.item for e in network.items]
    return [_Unit("retraction", (i.name,), quoted(i.text), without(network, [i.name])) for i in items]


def _chokepoints(network: Network) -> list[_Unit]:
    texts = {e.item.name: e.item.text for e in network.items}
    units = []
    for group in groups_of(network.elicitation):
        is_one = len(group.members) == 1
        said = quoted(texts[group.members[0]]) if is_one else f"what rests on {group.name}"
        units.append(_Unit("retraction", group.members, said, without(network, group.members)))
    return units


def _seen(item: Item) -> str:
    return f"{quoted(item.opposite)} instead" if item.opposite else f"the opposite of {quoted(item.text)}"


def _negations(network: Network) -> list[_Unit]:
    items = sorted(network.elicitation.items, key=lambda i: i.name)
    return [_Unit("negation", (i.name,), _seen(i), opposite(network, [i.name])) for i in items]


def failing_states(network: Network) -> Mapping[str, tuple[Variable, ...]]:
    """Return the variables that can fail, by party; a variable without a party stands for itself."""
    by_name: dict[str, list[Variable]] = {}
    for entry in network.variables:
        if entry.variable.failed:
            name = entry.variable.party_id or entry.variable.name
            by_name.setdefault(name, []).append(entry.variable)
    return {name: tuple(variables) for name, variables in sorted(by_name.items())}


def _failures(network: Network) -> list[_Unit]:
    units = []
    for name, variables in failing_states(network).items():
        said = " and ".join(f"{quoted(v.text or v.name)} as {' or '.join(v.failed)}" for v in variables)
        whatif = given(network, {v.name: v.failed for v in variables})
        units.append(_Unit("failure", (name,), said, whatif))
    return units


def _pairs(units: Sequence[_Unit]) -> list[_Unit]:
    return [
        _Unit(a.kind, (*a.names, *b.names), f"{a.said} and {b.said}", {**a.whatif, **b.whatif})
        for a, b in combinations(units, 2)
    ]


def _measured(network: Network, units: Sequence[_Unit], now: FloatArray) -> list[Flip]:
    """Return one flip per unit, impossible ones left out; `p_event` is P(failure | everything seen)."""
    found = joint_weights(network, [NOTHING, *(unit.whatif for unit in units)])
    posteriors = normalised(found)
    lead = leader(now)
    flips = []
    for at, unit in enumerate(units, start=1):
        if np.isnan(posteriors[at]).any():
            continue
        new = leader(posteriors[at])
        p_new = float(posteriors[at][new])
        changes = bool(p_new > posteriors[at][lead] + LEVEL)
        new = new if changes else lead
        text = network.question.named[new].text
        flips.append(
            Flip(
                kind=unit.kind,
                names=unit.names,
                text=flip_sentence(unit.kind, unit.said, text, p_new, changes),
                changes_lead=changes,
                new_lead=network.hypotheses[new],
                p=tuple(float(value) for value in posteriors[at]),
                p_event=float(found[at].sum() / found[0].sum()) if unit.kind == "failure" else None,
            )
        )
    return flips


def _smallest(network: Network, units: Sequence[_Unit], now: FloatArray) -> list[Flip]:
    """Return all singles, and the pairs that change the lead where no single does."""
    singles = _measured(network, units, now)
    if any(flip.changes_lead for flip in singles):
        return singles
    return singles + [flip for flip in _measured(network, _pairs(units), now) if flip.changes_lead]


def _hands(network: Network, now: FloatArray) -> list[Flip]:
    """Return every chokepoint, and the pairs of chokepoints that change the lead only together."""
    units = _chokepoints(network)
    singles = _measured(network, units, now)
    flipping = {flip.names for flip in singles if flip.changes_lead}
    pairs = _pairs([unit for unit in units if unit.names not in flipping])
    return singles + [flip for flip in _measured(network, pairs, now) if flip.changes_lead]


def find_flips(network: Network, posterior: FloatArray) -> tuple[Flip, ...]:
    """Return every single flip tried, and the pairs that change the lead where no single one does.

    Those that change the lead come first, smallest sets before larger ones. What is impossible
    (a failure of probability 0) is left out. The same set of items is listed once.
    """
    flips = _hands(network, posterior)
    flips += [
        flip
        for units in (_retractions(network), _negations(network), _failures(network))
        for flip in _smallest(network, units, posterior)
    ]
    once = {(flip.kind, frozenset(flip.names)): flip for flip in reversed(flips)}
    return tuple(
        sorted(once.values(), key=lambda f: (not f.changes_lead, len(f.names), KINDS.index(f.kind), f.names))
    )
