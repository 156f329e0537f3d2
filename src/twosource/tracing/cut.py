"""The fewest parties whose failure cuts every chain from the world to the desk.

Formula: kappa = minimum vertex cut between World and Desk. Each party is split into an entry and
an exit joined by capacity 1 (no limit where it cannot fail), everything else has no limit; each
augmenting path is one more chain that shares no party with the others. By Menger's theorem (1927)
the number of such chains equals the size of the smallest cut. Of all smallest cuts the one nearest
to the world is returned: the parties whose entry the world still reaches and whose exit it does not.

By hand: world -> witness_1, witness_2 -> group -> broadcaster -> desk. One chain; world still
reaches both witnesses and the entry of the group: kappa = 1, chokepoint {group}, not the broadcaster.
"""

from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass

NO_LIMIT = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A smallest set of parties; `is_complete` is false where `at_most` was reached without a cut."""

    size: int
    party_ids: frozenset[str]
    is_complete: bool


@dataclass(slots=True)
class _Flow:
    """A residual network with edges in pairs: edge e and e ^ 1 run against each other."""

    heads: list[int]
    room: list[int]
    out: list[list[int]]

    def join(self, tail: int, head: int, room: int) -> None:
        self.out[tail].append(len(self.heads))
        self.heads.append(head)
        self.room.append(room)
        self.out[head].append(len(self.heads))
        self.heads.append(tail)
        self.room.append(0)

    def reach(self, start: int, goal: int) -> dict[int, int]:
        """Return, for every node reached, the edge it was reached by; stops at the goal."""
        by = {start: -1}
        queue = deque([start])
        while queue and goal not in by:
            node = queue.popleft()
            for edge in self.out[node]:
                head = self.heads[edge]
                if self.room[edge] and head not in by:
                    by[head] = edge
                    queue.append(head)
        return by

    def push(self, by: dict[int, int], goal: int) -> None:
        """Send one unit along the path found to the goal."""
        node = goal
        while (edge := by[node]) >= 0:
            self.room[edge] -= 1
            self.room[edge ^ 1] += 1
            node = self.heads[edge ^ 1]


def vertex_cut(
    edges: Mapping[str, Collection[str]],
    *,
    world: Collection[str],
    desk: Collection[str],
    uncuttable: Collection[str] = (),
    at_most: int = 5,
) -> Cut:
    """Return the smallest cut nearest to the world, or a cut of size `at_most` that is not complete.

    `edges` maps a party to those who have it from them; `world` perceived or wrote it themselves;
    the desk holds it from those in `desk`. O(at_most * edges). Size 0 means that no chain exists.
    """
    names = sorted({*edges, *world, *desk, *(head for heads in edges.values() for head in heads)})
    flow, start, goal = _split(names, edges, world=world, desk=desk, uncuttable=uncuttable)
    size, by = 0, flow.reach(start, goal)
    while goal in by and size < at_most:
        flow.push(by, goal)
        size += 1
        by = flow.reach(start, goal)
    if goal in by:
        return Cut(size=at_most, party_ids=frozenset(), is_complete=False)
    parties = frozenset(name for i, name in enumerate(names) if 2 * i in by and 2 * i + 1 not in by)
    return Cut(size=size, party_ids=parties, is_complete=True)


def _split(
    names: list[str],
    edges: Mapping[str, Collection[str]],
    *,
    world: Collection[str],
    desk: Collection[str],
    uncuttable: Collection[str],
) -> tuple[_Flow, int, int]:
    """Build the split network; the neighbours are joined in order, so that equal inputs give equal cuts."""
    place = {name: i for i, name in enumerate(names)}
    start, goal = 2 * len(names), 2 * len(names) + 1
    flow = _Flow(heads=[], room=[], out=[[] for _ in range(2 * len(names) + 2)])
    firm = frozenset(uncuttable)
    for i, name in enumerate(names):
        flow.join(2 * i, 2 * i + 1, NO_LIMIT if name in firm else 1)
        for head in sorted(edges.get(name, ())):
            flow.join(2 * i + 1, 2 * place[head], NO_LIMIT)
    for name in sorted(world):
        flow.join(start, 2 * place[name], NO_LIMIT)
    for name in sorted(desk):
        flow.join(2 * place[name] + 1, goal, NO_LIMIT)
    return flow, start, goal


def reaching(edges: Mapping[str, Collection[str]], starts: Collection[str]) -> frozenset[str]:
    """Return everybody who has it, directly or not, from one of `starts`, these included."""
    seen, stack = set(starts), list(starts)
    while stack:
        for head in edges.get(stack.pop(), ()):
            if head not in seen:
                seen.add(head)
                stack.append(head)
    return frozenset(seen)


def turned(edges: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """Return the same edges with every arrow turned round."""
    back: dict[str, set[str]] = {}
    for tail, heads in edges.items():
        for head in heads:
            back.setdefault(head, set()).add(tail)
    return back
