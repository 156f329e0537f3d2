"""Sets of things in the order of their cost, without going through all of them.

With costs sorted, every set of positions i < j < k has a forerunner that costs no more: one position moved
down by one. So a queue that starts with (0, 1, 2) and lets each set push its followers gives the sets in
order (k best sums); the first n cost about n log n, however many there are.
"""

import heapq
from collections.abc import Iterator, Sequence
from itertools import islice


def _in_order(costs: Sequence[float], size: int) -> Iterator[tuple[float, tuple[int, ...]]]:
    order = sorted(range(len(costs)), key=lambda at: (costs[at], at))
    dearer = [costs[at] for at in order]
    first = tuple(range(size))
    queue = [(sum(dearer[:size]), first)]
    met = {first}
    while queue:
        cost, positions = heapq.heappop(queue)
        yield cost, tuple(sorted(order[at] for at in positions))
        for slot in range(size):
            moved = (*positions[:slot], positions[slot] + 1, *positions[slot + 1 :])
            ceiling = positions[slot + 1] if slot + 1 < size else len(costs)
            if moved[slot] < ceiling and moved not in met:
                met.add(moved)
                heapq.heappush(queue, (sum(map(dearer.__getitem__, moved)), moved))


def cheapest_sets(columns: Sequence[Sequence[float]], size: int, limit: int) -> list[tuple[int, ...]]:
    """Return up to `limit` sets of `size` positions, cheapest first; ties by position.

    `columns` holds one or more ways of counting costs, each with one cost per thing; a set costs what
    the way that is kindest to it says. Costs may be infinite, but not NaN.
    """
    if not columns or len(columns[0]) < size:
        return []
    best: dict[tuple[int, ...], float] = {}
    for costs in columns:
        for cost, members in islice(_in_order(costs, size), limit):
            best[members] = min(cost, best.get(members, cost))
    return sorted(best, key=lambda members: (best[members], members))[:limit]
