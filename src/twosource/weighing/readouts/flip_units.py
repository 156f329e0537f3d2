"""What can go: items and chokepoints dropped or seen the other way round, parties that fail.

Each unit is one what-if, named and said. A party fails with all its variables together; a chokepoint fails
with everything that only its items depend on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twosource.evidence.elicitation import Item, PossibleFinding, Variable
from twosource.weighing.network import Network
from twosource.weighing.readouts.weights import groups_of
from twosource.weighing.whatifs import WhatIf, given, opposite, without
from twosource.weighing.words import quoted


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that can go: how it is named, how a sentence says it, and the what-if it means."""

    kind: str
    names: tuple[str, ...]
    said: str
    whatif: WhatIf


def _seen(item: Item | PossibleFinding) -> str:
    if isinstance(item, PossibleFinding) or not item.opposite:
        return f"the opposite of {quoted(item.text)}"
    return f"{quoted(item.opposite)} instead"


def of_items(network: Network, kind: str) -> list[Unit]:
    """Return one unit per item: dropped, or seen the other way round."""
    items = sorted((e.item for e in network.items), key=lambda i: i.name)
    if kind == "retraction":
        return [Unit(kind, (i.name,), quoted(i.text), without(network, [i.name])) for i in items]
    return [Unit(kind, (i.name,), _seen(i), opposite(network, [i.name])) for i in items]


def of_hands(network: Network, kind: str) -> list[Unit]:
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


def failing_hands(network: Network) -> list[Unit]:
    """Return, per chokepoint, the failure of all that only its items depend on, where that is several."""
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
        names=tuple(dict.fromkeys(name for unit in units for name in unit.names)),
        said=" and ".join(unit.said for unit in units),
        whatif={key: figures for unit in units for key, figures in unit.whatif.items()},
    )
