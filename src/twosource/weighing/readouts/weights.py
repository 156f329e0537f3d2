"""How far each item and each chokepoint moved the answer, in decibans: the ACH table as a view.

Leave one out: 10 log10 of the change of the odds of a hypothesis when something is removed from
everything else; beside it the same for all items of one origin, that is, of shared exhibits. Two redundant
letters both get about nothing although together they matter, so items are grouped by chokepoint and
groups get Shapley shares (see `sharing`), which add up exactly to the whole move from prior to posterior.
No arithmetic is done on this table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from twosource.evidence.elicitation import Elicitation
from twosource.evidence.readouts import WeightReadout
from twosource.terms import likelihood_ratio_word
from twosource.weighing.decibans import ODDS_LIMIT, odds_decibans
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import Network
from twosource.weighing.whatifs import NOTHING, joint_weights, without


@dataclass(frozen=True, slots=True)
class Group:
    """Items that share hands: the name of their chokepoint, or of the one item without any."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Shapley shares in decibans, shape (groups, hypotheses), and their standard errors (None: exact)."""

    decibans: FloatArray
    errors: FloatArray | None = None


def groups_of(elicitation: Elicitation) -> tuple[Group, ...]:
    """Return the items grouped by chokepoint, by name; an item without one stands alone."""
    members: dict[tuple[bool, str], list[str]] = {}
    for item in sorted(elicitation.items, key=lambda i: i.name):
        members.setdefault((bool(item.chokepoint), item.chokepoint or item.name), []).append(item.name)
    return tuple(Group(name, tuple(items)) for (_, name), items in sorted(members.items()))


def origins_of(elicitation: Elicitation) -> Mapping[str, tuple[str, ...]]:
    """Return, per item, the items of its origin, itself among them: those that share an exhibit, in chains.

    An item without exhibits is an origin of its own.
    """
    origin: dict[str, set[str]] = {}
    by_exhibit: dict[str, str] = {}
    for item in sorted(elicitation.items, key=lambda i: i.name):
        joined = {item.name}
        for exhibit_id in item.exhibit_ids:
            joined |= origin.get(by_exhibit.setdefault(exhibit_id, item.name), set())
        for name in joined:
            origin[name] = joined
    return {name: tuple(sorted(members)) for name, members in origin.items()}


def _ratio(network: Network, with_it: FloatArray, without_it: FloatArray) -> tuple[float, str, str]:
    """Return the largest likelihood ratio of one hypothesis over another, and which two."""
    change = np.divide(with_it, without_it, out=np.ones_like(with_it), where=without_it > 0.0)
    best, worst = int(change.argmax()), int(change.argmin())
    if change[best] <= change[worst] * (1.0 + 1e-9):
        return 1.0, "", ""
    ratio = min(float(change[best]) / max(float(change[worst]), 1.0 / ODDS_LIMIT), ODDS_LIMIT)
    return ratio, network.hypotheses[best], network.hypotheses[worst]


def _floats(values: FloatArray | Sequence[float] | None) -> tuple[float, ...]:
    return () if values is None else tuple(float(value) for value in values)


def weight_readouts(network: Network, shares: Shares) -> tuple[WeightReadout, ...]:
    """Return one row per item and one per group, the farthest moving first within each kind.

    Every group has a row, also a group of one item, so that the Shapley column adds up; `shares` are
    those of the groups, in their order. All rows cost one batch of exact sums.
    """
    items = [e.item for e in network.items]
    groups = groups_of(network.elicitation)
    origins = origins_of(network.elicitation)
    rows = [(Group(i.name, (i.name,)), i.text) for i in items] + [(group, group.name) for group in groups]
    dropped = [group.members for group, _ in rows] + [origins[i.name] for i in items]
    distinct = sorted(set(dropped))
    found = joint_weights(network, [NOTHING, *(without(network, names) for names in distinct)])
    moves = odds_decibans(found[0]) - odds_decibans(found[1:])
    of = {names: (move, left) for names, move, left in zip(distinct, moves, found[1:], strict=True)}
    readouts = []
    for at, (group, text) in enumerate(rows):
        is_group = at >= len(items)
        move, left = of[group.members]
        ratio, favours, over = _ratio(network, found[0], left)
        errors = None if shares.errors is None else shares.errors[at - len(items)]
        readouts.append(
            WeightReadout(
                name=group.name,
                text=text,
                is_group=is_group,
                members=group.members,
                decibans=_floats(move),
                shapley=_floats(shares.decibans[at - len(items)]) if is_group else (),
                shapley_error=_floats(errors) if is_group else (),
                ratio=ratio,
                ratio_word=likelihood_ratio_word(ratio),
                favours=favours,
                over=over,
                origin=() if is_group else origins[group.name],
                origin_decibans=() if is_group else _floats(of[origins[group.name]][0]),
            )
        )
    return tuple(sorted(readouts, key=lambda r: (r.is_group, -max(map(abs, r.decibans)), r.name)))
