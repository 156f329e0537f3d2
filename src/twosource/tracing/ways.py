"""The ways by which a claim reached the desk, in the commonest draw, for showing.

One shortest way per starting point and publisher, from whoever knew to whoever published.
"""

from collections import deque
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from twosource.tracing.drawing import State
from twosource.tracing.layout import Layout
from twosource.tracing.worlds import build_whole, standing


def ways_of(layout: Layout, state: State, most: int) -> tuple[tuple[str, ...], ...]:
    """Return at most `most` ways as rows of party ids, sorted, starting point first."""
    world = standing(build_whole(layout, state), layout, state)
    found: list[tuple[str, ...]] = []
    for start in sorted(world.starts):
        by = _tree(start, world.edges)
        for end in sorted(world.desk & by.keys()):
            if len(found) == most:
                return tuple(found)
            found.append(_way(end, by))
    return tuple(found)


def _tree(start: str, edges: Mapping[str, AbstractSet[str]]) -> dict[str, str]:
    """Return, for everyone reached, from whom they were reached first; the start from itself."""
    by = {start: start}
    queue = deque([start])
    while queue:
        tail = queue.popleft()
        for head in sorted(edges.get(tail, ())):
            if head not in by:
                by[head] = tail
                queue.append(head)
    return by


def _way(end: str, by: Mapping[str, str]) -> tuple[str, ...]:
    row = [end]
    while by[row[-1]] != row[-1]:
        row.append(by[row[-1]])
    return tuple(reversed(row))
