"""Exact sums over a joint distribution, by variable elimination over a batch of what-ifs.

Paper: Zhang and Poole 1994 (bucket elimination); order by min-fill (Rose 1970).
Symbols: a table holds one non-negative number per combination of the states of its scope, and a
last axis for the batch (length 1 where all what-ifs share it). Steps: pick the unknown whose
removal joins the fewest strangers; multiply the tables that mention it; sum it out; repeat, until
only the unknowns that are kept are left: any of them, one or several.
Checks: equals the brute-force joint sum on random networks, and another program's (tests/weighing).

Scopes are sorted by name and ties in the order are broken by name, so the order in which
people declared things cannot change a single bit of the result. Plans depend on scopes and numbers
of states alone and are remembered: to weigh the same case again, answered otherwise, makes none.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]

Scope = tuple[str, ...]
PLANS_KEPT = 512


@dataclass(frozen=True, slots=True)
class Step:
    """Multiply some tables, aligned to one scope, and sum out one axis (None: sum out nothing)."""

    inputs: tuple[int, ...]
    shapes: tuple[tuple[int, ...], ...]
    axis: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of one exact sum, its largest table (cells per what-if), its width and what it keeps.

    `together` are the unknowns of the largest table; `kept` has the shape of the answer.
    """

    steps: tuple[Step, ...]
    largest: int
    width: int
    order: tuple[str, ...]
    together: Scope
    kept: tuple[int, ...]


def _neighbours(scopes: Iterable[Scope]) -> dict[str, set[str]]:
    graph: dict[str, set[str]] = {}
    for scope in scopes:
        for name in scope:
            graph.setdefault(name, set()).update(scope)
    for name, near in graph.items():
        near.discard(name)
    return graph


def _strangers(graph: Mapping[str, set[str]], name: str) -> int:
    near = sorted(graph[name])
    return sum(1 for a, b in combinations(near, 2) if b not in graph[a])


def order_by_min_fill(
    scopes: Sequence[Scope], cards: Mapping[str, int], keep: Iterable[str]
) -> tuple[str, ...]:
    """Return the order in which to sum the unknowns out; ties by table size, then by name.

    Costs are kept and worked out anew only near what was removed, so that hundreds of unknowns take
    milliseconds.
    """
    graph = _neighbours(scopes)
    left = set(graph) - set(keep)
    order: list[str] = []

    def cost(name: str) -> tuple[int, int, str]:
        return _strangers(graph, name), math.prod(cards[n] for n in graph[name]), name

    costs = {name: cost(name) for name in left}
    while left:
        name = min(left, key=costs.__getitem__)
        near = graph.pop(name)
        for other in near:
            graph[other] |= near - {other}
            graph[other].discard(name)
        left.remove(name)
        order.append(name)
        for other in near | {n for at in near for n in graph[at]}:
            if other in left:
                costs[other] = cost(other)
    return tuple(order)


def _aligned(scope: Scope, onto: Scope, cards: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(cards[name] if name in scope else 1 for name in onto)


def plan_elimination(scopes: Sequence[Scope], cards: Mapping[str, int], keep: Iterable[str]) -> Plan:
    """Plan the sum over every unknown but those to `keep` of the product of tables with these scopes.

    Each scope must be sorted. No table is built here, so a network that is too large is found
    out before it costs memory.
    """
    kept = tuple(sorted(set(keep)))
    named = sorted({name for scope in scopes for name in scope} | set(kept))
    return _planned(tuple(scopes), tuple((name, cards[name]) for name in named), kept)


@lru_cache(maxsize=PLANS_KEPT)
def _planned(scopes: tuple[Scope, ...], sizes: tuple[tuple[str, int], ...], keep: Scope) -> Plan:
    cards = dict(sizes)
    order = order_by_min_fill(scopes, cards, keep)
    alive: dict[int, Scope] = dict(enumerate(scopes))
    steps: list[Step] = []
    largest, width, together = math.prod(cards[name] for name in keep), len(keep) - 1, keep
    for name in (*order, None):
        inputs = tuple(i for i, scope in alive.items() if name is None or name in scope)
        joint = tuple(sorted({n for i in inputs for n in alive[i]} | (set(keep) if name is None else set())))
        shapes = tuple(_aligned(alive[i], joint, cards) for i in inputs)
        steps.append(Step(inputs, shapes, None if name is None else joint.index(name)))
        cells = math.prod(cards[n] for n in joint)
        together = joint if cells > largest else together
        largest = max(largest, cells)
        width = max(width, len(joint) - 1)
        for i in inputs:
            del alive[i]
        alive[len(scopes) + len(steps) - 1] = tuple(n for n in joint if n != name)
    return Plan(tuple(steps), largest, width, order, together, tuple(cards[name] for name in keep))


def sum_out(plan: Plan, tables: Sequence[FloatArray]) -> FloatArray:
    """Return the kept joint table, shape (*states of what is kept, batch), unnormalised.

    `tables` are in the order the plan was made for, each of shape (*cards of its scope, batch or 1).
    """
    return _run(plan, tables, None)


def sum_out_scaled(plan: Plan, tables: Sequence[FloatArray]) -> tuple[FloatArray, IntArray]:
    """Return (sums, exponents): the kept table of each what-if is sums * 2 ** exponents.

    For what is too small for a float: hundreds of surprising items. Scaling by powers of two
    changes no digit.
    """
    exponents = np.zeros(1, dtype=np.intp)
    carried: dict[int, IntArray] = {}
    sums = _run(plan, tables, carried)
    for exponent in carried.values():
        exponents = exponents + exponent
    return sums, np.broadcast_to(exponents, sums.shape[-1:])


def _run(plan: Plan, tables: Sequence[FloatArray], carried: dict[int, IntArray] | None) -> FloatArray:
    made = list(tables)
    for number, step in enumerate(plan.steps):
        parts = [
            made[i].reshape(*shape, made[i].shape[-1])
            for i, shape in zip(step.inputs, step.shapes, strict=True)
        ]
        product = _multiplied(parts, carried, number) if parts else np.ones((*plan.kept, 1))
        made.append(product if step.axis is None else product.sum(axis=step.axis))
    result, shape = made[-1], (*plan.kept, made[-1].shape[-1])
    return result if result.shape == shape else np.broadcast_to(result, shape)


def _multiplied(parts: Sequence[FloatArray], carried: dict[int, IntArray] | None, number: int) -> FloatArray:
    if carried is None:
        return reduce(np.multiply, parts)
    product, total = parts[0], np.zeros(1, dtype=np.intp)
    for part in (*parts[1:], None):
        most = product.max(axis=tuple(range(product.ndim - 1)))
        exponent = np.where(most > 0.0, np.frexp(most)[1], 0)
        product, total = np.ldexp(product, -exponent), total + exponent
        if part is not None:
            product = product * part
    carried[number] = total
    return product
