"""How far each item and each chokepoint moved the answer, in decibans: the ACH table as a view.

Leave one out: 10 log10 of the change of the odds of a hypothesis when something is removed from
everything else. Two redundant letters both get about nothing although together they matter, so
items are grouped by chokepoint and groups get Shapley shares (Shapley 1953), which add up exactly
to the whole move from prior to posterior. No arithmetic is done on this table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from twosource.evidence.elicitation import Elicitation
from twosource.evidence.readouts import WeightReadout
from twosource.terms import likelihood_ratio_word
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import Key, Network
from twosource.weighing.whatifs import NOTHING, joint_weights, likelihoods, without

ODDS_LIMIT = 1e30
"""Odds beyond this are shown as this (300 decibans), so that no read-out is infinite."""


@dataclass(frozen=True, slots=True)
class Group:
    """Items that share hands: the name of their chokepoint, or of the one item without any."""

    name: str
    members: tuple[str, ...]


def groups_of(elicitation: Elicitation) -> tuple[Group, ...]:
    """Return the items grouped by chokepoint, by name; an item without one stands alone."""
    members: dict[tuple[bool, str], list[str]] = {}
    for item in sorted(elicitation.items, key=lambda i: i.name):
        members.setdefault((bool(item.chokepoint), item.chokepoint or item.name), []).append(item.name)
    return tuple(Group(name, tuple(items)) for (_, name), items in sorted(members.items()))


def odds_decibans(weights: FloatArray) -> FloatArray:
    """Return 10 log10 of the odds of each hypothesis against all others, along the last axis."""
    others = 1.0 - np.eye(weights.shape[-1])
    rest = (weights[..., None, :] * others).sum(axis=-1)
    odds = np.divide(weights, rest, out=np.full_like(weights, ODDS_LIMIT), where=rest > 0.0)
    return np.asarray(10.0 * np.log10(np.clip(odds, 1.0 / ODDS_LIMIT, ODDS_LIMIT)), dtype=np.float64)


def shapley(network: Network, groups: Sequence[Group]) -> FloatArray:
    """Return the Shapley share of each group, shape (groups, hypotheses), in decibans.

    Sums the network once per subset of groups. The shares of all groups add up to the decibans
    from prior to posterior.
    """
    n = len(groups)
    subsets = np.arange(1 << n)
    batches: dict[Key, FloatArray] = {}
    for at, group in enumerate(groups):
        is_in = (subsets >> at & 1).astype(bool)
        for name in group.members:
            table = network.item(name).table
            batches[table.key] = np.where(is_in[None, :], table.figures[:, None], 1.0)
    values = odds_decibans((network.prior[:, None] * likelihoods(network, batches, len(subsets))).T)
    sizes = np.array([int(subset).bit_count() for subset in subsets])
    shares = np.empty((n, values.shape[1]))
    for at in range(n):
        outside = subsets[(subsets >> at & 1) == 0]
        chance = np.array([1.0 / (n * comb(n - 1, int(size))) for size in sizes[outside]])
        moves = values[outside | 1 << at] - values[outside]
        shares[at] = (chance[:, None] * moves).sum(axis=0)
    return shares


def _ratio(network: Network, with_it: FloatArray, without_it: FloatArray) -> tuple[float, str, str]:
    """Return the largest likelihood ratio of one hypothesis over another, and which two."""
    change = np.divide(with_it, without_it, out=np.ones_like(with_it), where=without_it > 0.0)
    best, worst = int(change.argmax()), int(change.argmin())
    if change[best] <= change[worst] * (1.0 + 1e-9):
        return 1.0, "", ""
    ratio = min(float(change[best]) / max(float(change[worst]), 1.0 / ODDS_LIMIT), ODDS_LIMIT)
    return ratio, network.hypotheses[best], network.hypotheses[worst]


def weight_readouts(network: Network, max_groups: int) -> tuple[WeightReadout, ...]:
    """Return one row per item and one per group, the farthest moving first within each kind.

    Every group has a row, also a group of one item, so that the Shapley column adds up. With more
    than `max_groups` groups the Shapley column stays empty.
    """
    groups = groups_of(network.elicitation)
    rows = [(False, Group(e.item.name, (e.item.name,)), e.item.text) for e in network.items]
    rows += [(True, group, group.name) for group in groups]
    found = joint_weights(network, [NOTHING, *(without(network, group.members) for _, group, _ in rows)])
    moves = odds_decibans(found[0]) - odds_decibans(found[1:])
    shares = shapley(network, groups) if len(groups) <= max_groups else None
    readouts = []
    for at, (is_group, group, text) in enumerate(rows):
        ratio, favours, over = _ratio(network, found[0], found[at + 1])
        share = shares[at - len(network.items)] if is_group and shares is not None else ()
        readouts.append(
            WeightReadout(
                name=group.name,
                text=text,
                is_group=is_group,
                members=group.members,
                decibans=tuple(float(value) for value in moves[at]),
                shapley=tuple(float(value) for value in share),
                ratio=ratio,
                ratio_word=likelihood_ratio_word(ratio),
                favours=favours,
                over=over,
            )
        )
    return tuple(sorted(readouts, key=lambda r: (r.is_group, -max(map(abs, r.decibans)), r.name)))
