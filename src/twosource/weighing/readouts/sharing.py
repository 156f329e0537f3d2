"""The share of each chokepoint in the whole move from prior to posterior: Shapley values, in decibans.

Paper: Shapley 1953. Symbols: v(S) = 10 log10 of the odds of a hypothesis with only the items of the groups in
S; the share of a group is the mean of v(S + group) - v(S) over all orders of entry, so the shares of all
groups add up to v(all) - v(none).

What makes it cheap: given the answer to the question, groups that share no unknown are independent, so
the likelihood of any S is a product over such components, and a component of k groups needs 2 ** k exact
sums instead of 2 ** (all groups).

- Two hypotheses: log-odds add up over components, so each component has its own exact shares.
- Up to EXACT groups: all subsets, as products of what the components gave.
- Beyond, or where one component alone has more than `max_groups` groups: seeded orders of entry, each with
  its reverse (antithetic pairs), and the standard error of every share. They still add up exactly.

A group whose items say the same whatever is so, such as certain copies, has exactly 0 and takes no part.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twosource.weighing.decibans import LARGEST_DB, BoolArray, log_odds_decibans, shapley_values, subsets
from twosource.weighing.elimination import FloatArray, IntArray
from twosource.weighing.linked import together
from twosource.weighing.network import Key, Network
from twosource.weighing.readouts.weights import Group, Shares
from twosource.weighing.robustness import seeded
from twosource.weighing.settings import WeighSettings
from twosource.weighing.whatifs import likelihoods

EXACT = 16
"""Groups up to which all subsets are gone through: 65,536 products of what the components gave."""
PAIRS = 64
"""Pairs of orders that are summed where a component is too large for all its subsets."""
CHEAP_PAIRS = 1_024
"""Pairs of orders where no order needs a sum of its own."""
CELLS = 8_000_000
"""So many numbers at once: fewer orders are drawn where there are very many groups."""


@dataclass(frozen=True, slots=True, eq=False)
class _Component:
    """Groups that share unknowns: their positions, and log L(S) - log L(none) per subset (None: too many)."""

    members: IntArray
    table: FloatArray | None


def shapley(network: Network, groups: Sequence[Group], settings: WeighSettings) -> Shares:
    """Return the Shapley share of each group, shape (groups, hypotheses), exact wherever it can be."""
    live = [at for at, group in enumerate(groups) if not _is_idle(network, group)]
    shares = np.zeros((len(groups), len(network.hypotheses)))
    if not live:
        return Shares(shares)
    kept = [groups[at] for at in live]
    components, empty = _components(network, kept, settings.max_groups)
    added = _by_component(components, empty)
    if added is not None:
        shares[live] = added
        return Shares(shares)
    if len(kept) <= EXACT and all(component.table is not None for component in components):
        shares[live] = _over_subsets(components, empty, len(kept))
        return Shares(shares)
    errors = np.zeros_like(shares)
    shares[live], errors[live] = _over_orders(network, kept, components, empty, settings.seed)
    return Shares(shares, errors)


def _is_idle(network: Network, group: Group) -> bool:
    tables = [network.item(name).table for name in group.members]
    return all(np.ptp(table.figures[table.index]) == 0.0 for table in tables)


def _sums(network: Network, groups: Sequence[Group], is_in: BoolArray) -> FloatArray:
    """Return log(prior x likelihood) with only some groups in, from (rows, groups) to (rows, hypotheses)."""
    batches: dict[Key, FloatArray] = {}
    for at, group in enumerate(groups):
        for name in group.members:
            table = network.item(name).table
            batches[table.key] = np.where(is_in[None, :, at], table.figures[:, None], 1.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(network.prior * likelihoods(network, batches, len(is_in)).T))


def _joined(network: Network, groups: Sequence[Group]) -> list[IntArray]:
    """Return the positions of the groups that hang together by unknowns besides the question, in order."""
    focus = network.question.question_id
    links: list[tuple[object, ...]] = [
        (at, *network.item(n).table.scope) for at, group in enumerate(groups) for n in group.members
    ]
    links += [t.scope for t in network.tables if t.key[0] not in ("finding", "item")]
    linked = together([name for name in link if name != focus] for link in links)
    found = [[at for at in range(len(groups)) if at in members] for members in map(set, linked)]
    return [np.array(members, dtype=np.intp) for members in found if members]


def _components(
    network: Network, groups: Sequence[Group], max_groups: int
) -> tuple[list[_Component], FloatArray]:
    """Return the components, and log(prior x likelihood) without any group; one batch of exact sums."""
    rows = [np.zeros((1, len(groups)), dtype=bool)]
    joined = _joined(network, groups)
    for members in joined:
        if len(members) <= max_groups:
            row = np.zeros((1 << len(members), len(groups)), dtype=bool)
            row[:, members] = subsets(len(members))
            rows.append(row)
    logs = _sums(network, groups, np.concatenate(rows))
    empty, start = logs[0], 1
    components = []
    for members in joined:
        table = None
        if len(members) <= max_groups:
            table = _against(logs[start : start + (1 << len(members))], empty)
            start += 1 << len(members)
        components.append(_Component(members, table))
    return components, empty


def _against(logs: FloatArray, empty: FloatArray) -> FloatArray:
    """Return the change of the logarithms against no group; what was impossible anyway does not change."""
    changed = np.zeros_like(logs)
    np.subtract(logs, empty, out=changed, where=np.isfinite(empty))
    return changed


def _by_component(components: Sequence[_Component], empty: FloatArray) -> FloatArray | None:
    """Return exact shares where log-odds add up over components: two hypotheses, nothing beyond all odds."""
    tables = [component.table for component in components]
    if len(empty) != 2 or not np.isfinite(empty).all():
        return None
    found: dict[int, FloatArray] = {}
    reach = abs(float(empty[0] - empty[1]))
    for component, table in zip(components, tables, strict=True):
        if table is None or not np.isfinite(table).all():
            return None
        apart = (table[:, 0] - table[:, 1]) * 10.0 / np.log(10.0)
        reach += float(np.abs(apart).max())
        shares = shapley_values(np.stack([apart, -apart], axis=1), len(component.members))
        found |= dict(zip(component.members.tolist(), shares, strict=True))
    return np.stack([found[at] for at in sorted(found)]) if reach < LARGEST_DB else None


def _looked_up(component: _Component, is_in: BoolArray) -> FloatArray:
    """Return the logarithms a component of known subsets adds, shape (..., hypotheses)."""
    assert component.table is not None
    codes = is_in[..., component.members] @ (1 << np.arange(len(component.members)))
    return np.asarray(component.table[codes], dtype=np.float64)


def _over_subsets(components: Sequence[_Component], empty: FloatArray, n: int) -> FloatArray:
    is_in = subsets(n)
    logs = empty + sum(_looked_up(component, is_in) for component in components)
    return shapley_values(log_odds_decibans(np.asarray(logs)), n)


def _over_orders(
    network: Network,
    groups: Sequence[Group],
    components: Sequence[_Component],
    empty: FloatArray,
    seed: int,
) -> tuple[FloatArray, FloatArray]:
    """Return shares and standard errors from seeded orders of entry, each with its reverse."""
    n, m = len(groups), len(empty)
    is_cheap = all(component.table is not None for component in components)
    n_pairs = max(2, min(CHEAP_PAIRS if is_cheap else PAIRS, CELLS // (2 * (n + 1) * max(n, m))))
    rng = seeded(seed, ("shapley", ""))
    forward = np.argsort(rng.random((n_pairs, n)), axis=1)
    orders = np.concatenate([forward, forward[:, ::-1]])
    rank = np.argsort(orders, axis=1)
    is_in = rank[:, None, :] < np.arange(n + 1)[None, :, None]
    logs = np.broadcast_to(empty, (*is_in.shape[:2], m)).copy()
    for component in components:
        if component.table is not None:
            logs += _looked_up(component, is_in)
        else:
            logs += _summed_up(network, groups, component, is_in, empty)
    steps = np.diff(log_odds_decibans(logs), axis=1)
    moves = np.empty_like(steps)
    np.put_along_axis(moves, np.broadcast_to(orders[..., None], moves.shape), steps, axis=1)
    pairs = (moves[:n_pairs] + moves[n_pairs:]) / 2.0
    return pairs.mean(axis=0), pairs.std(axis=0, ddof=1) / np.sqrt(n_pairs)


def _summed_up(
    network: Network, groups: Sequence[Group], component: _Component, is_in: BoolArray, empty: FloatArray
) -> FloatArray:
    """Return the logarithms a large component adds, by one exact sum for each set that occurs."""
    wanted = is_in[..., component.members].reshape(-1, len(component.members))
    sets, where = np.unique(wanted, axis=0, return_inverse=True)
    rows = np.zeros((len(sets) + 1, len(groups)), dtype=bool)
    rows[1:, component.members] = sets
    logs = _sums(network, groups, rows)
    # The scale of one call is its own: its own empty set ties it to that of the others.
    changed = _against(logs[1:], logs[0])
    return np.asarray(changed[where.ravel()].reshape(*is_in.shape[:2], len(empty)), dtype=np.float64)
