"""Exact sums over a joint distribution, by variable elimination over a batch of what-ifs.

Paper: Zhang and Poole 1994 (bucket elimination); order by min-fill (Rose 1970).
Symbols: a table holds one non-negative number per combination of the states of its scope, and a
last axis for the batch (length 1 where all what-ifs share it). Steps: pick the unknown whose
removal joins the fewest strangers; multiply the tables that mention it; sum it out; repeat.
Checks: equals the brute-force joint sum on random networks (tests/weighing).

Scopes are sorted by name and ties in the order are broken by name, so the order in which
people declared things cannot change a single bit of the result.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]

Scope = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Multiply some tables, aligned to one scope, and sum out one axis (None: sum out nothing)."""

    inputs: tuple[int, ...]
    shapes: tuple[tuple[int, ...], ...]
    axis: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of one exact sum, its largest table (cells per what-if) and its width."""

    steps: tuple[Step, ...]
    largest: int
    width: int
    order: tuple[str, ...]


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


def order_by_min_fill(scopes: Sequence[Scope], cards: Mapping[str, int], keep: str) -> tuple[str, ...]:
    """Return the order in which to sum the unknowns out; ties by table size, then by name."""
    graph = _neighbours(scopes)
    left = sorted(name for name in graph if name != keep)
    order: list[str] = []

    def cost(name: str) -> tuple[int, int, str]:
        return _strangers(graph, name), math.prod(cards[n] for n in graph[name]), name

    while left:
        name = min(left, key=cost)
        near = graph.pop(name)
        for other in near:
            graph[other] |= near - {other}
            graph[other].discard(name)
        left.remove(name)
        order.append(name)
    return tuple(order)


def _aligned(scope: Scope, onto: Scope, cards: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(cards[name] if name in scope else 1 for name in onto)


def plan_elimination(scopes: Sequence[Scope], cards: Mapping[str, int], keep: str) -> Plan:
    """Plan the sum over every unknown but `keep` of the product of tables with these scopes.

    Each scope must be sorted. No table is built here, so a network that is too large is found
    out before it costs memory.
    """
    order = order_by_min_fill(scopes, cards, keep)
    alive: dict[int, Scope] = dict(enumerate(scopes))
    steps: list[Step] = []
    largest, width = cards[keep], 0
    for name in (*order, None):
        inputs = tuple(i for i, scope in alive.items() if name is None or name in scope)
        joint = tuple(sorted({n for i in inputs for n in alive[i]} | ({keep} if name is None else set())))
        shapes = tuple(_aligned(alive[i], joint, cards) for i in inputs)
        steps.append(Step(inputs, shapes, None if name is None else joint.index(name)))
        largest = max(largest, math.prod(cards[n] for n in joint))
        width = max(width, len(joint) - 1)
        for i in inputs:
            del alive[i]
        alive[len(scopes) + len(steps) - 1] = tuple(n for n in joint if n != name)
    return Plan(tuple(steps), largest, width, order)


def sum_out(plan: Plan, tables: Sequence[FloatArray], n_keep: int) -> FloatArray:
    """Return the kept marginal, shape (n_keep, batch), unnormalised.

    `tables` are in the order the plan was made for, each of shape (*cards of its scope, batch or 1).
    """
    made = list(tables)
    for step in plan.steps:
        parts = [
            made[i].reshape(*shape, made[i].shape[-1])
            for i, shape in zip(step.inputs, step.shapes, strict=True)
        ]
        product = reduce(np.multiply, parts) if parts else np.ones((n_keep, 1))
        made.append(product if step.axis is None else product.sum(axis=step.axis))
    result = made[-1]
    return np.broadcast_to(result, (n_keep, result.shape[-1]))
