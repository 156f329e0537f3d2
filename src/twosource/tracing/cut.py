"""The fewest parties whose failure cuts every chain from the world to the desk.

Formula: kappa = minimum vertex cut between World and Desk. Each party is split into an entry and
an exit joined by capacity 1 (who cannot fail is passed over), everything else has no limit; each
augmenting path is one more chain that shares no party with the others. By Menger's theorem (1927)
the number of such chains equals the size of the smallest cut. Of all smallest cuts the one nearest
to the world is returned: the parties whose entry the world still reaches and whose exit it does not.

By hand: world -> witness_1, witness_2 -> group -> broadcaster -> desk. One chain; world still
reaches both witnesses and the entry of the group: kappa = 1, chokepoint {group}, not the broadcaster.
"""

from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A smallest set of parties; `is_complete` is false where `at_most` was reached without a cut."""

    size: int
    party_ids: frozenset[str]
    is_complete: bool


@dataclass(slots=True)
class _Chains:
    """Chains found so far, no party on two: who comes after and before whom; None is the desk and the world.

    Each party has an entry and an exit. An entry leads to its own exit where the party is on no chain, else
    back to the exit before it; an exit leads to the entries of all who have it from the party.
    """

    edges: Mapping[str, Collection[str]]
    world: frozenset[str]
    desk: frozenset[str]
    after: dict[str, str | None] = field(default_factory=dict)
    before: dict[str, str | None] = field(default_factory=dict)

    def search(self) -> tuple[str | None, dict[str, str | None], dict[str, str]]:
        """Look for one more chain: its last party or None, and what was reached: entries and exits, by whom.

        An entry is reached by the exit of another party, or by its own where its chain is taken back; an
        exit by its own entry, or by the entry after it on a chain.
        """
        entries: dict[str, str | None] = dict.fromkeys(self.world)
        exits: dict[str, str] = {}
        queue = deque(self.world)
        while queue:
            party = queue.popleft()
            one = self.before.get(party, party)
            if one is None or one in exits:
                continue
            exits[one] = party
            if one in self.desk:
                return one, entries, exits
            if one not in entries:
                entries[one] = one
                queue.append(one)
            for head in self.edges.get(one, ()):
                if head not in entries:
                    entries[head] = one
                    queue.append(head)
        return None, entries, exits

    def add(self, last: str, entries: Mapping[str, str | None], exits: Mapping[str, str]) -> None:
        """Add the chain found, taking back what it takes back of others."""
        fresh: list[tuple[str | None, str | None]] = []
        one: str | None = last
        head: str | None = None
        while one is not None:
            if one != head:
                fresh.append((one, head))
            head = exits[one]
            if head != one:
                del self.after[one], self.before[head]
            one = entries[head]
        fresh.append((None, head))
        for one, head in fresh:
            if one is not None:
                self.after[one] = head
            if head is not None:
                self.before[head] = one


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
    graph = _without_firm(edges, frozenset(world), frozenset(desk), frozenset(uncuttable))
    chains = _Chains(*graph) if graph else None
    for size in range(at_most + 1):
        if chains is None:
            break
        last, entries, exits = chains.search()
        if last is None:
            return Cut(size=size, party_ids=frozenset(entries.keys() - exits.keys()), is_complete=True)
        chains.add(last, entries, exits)
    return Cut(size=at_most, party_ids=frozenset(), is_complete=False)


def _without_firm(
    edges: Mapping[str, Collection[str]], world: frozenset[str], desk: frozenset[str], firm: frozenset[str]
) -> tuple[Mapping[str, Collection[str]], frozenset[str], frozenset[str]] | None:
    """Return the graph with what those who cannot fail pass on joined past them; None where they alone do."""
    if not firm:
        return edges, world, desk
    passing = {one: edges.get(one, ()) for one in firm}
    first = reaching(passing, world)
    if first & firm & desk:
        return None
    beyond = {tail: reaching(passing, heads) for tail, heads in edges.items() if tail not in firm}
    held = {tail for tail, heads in beyond.items() if heads & firm & desk}
    return {tail: heads - firm for tail, heads in beyond.items()}, first - firm, (desk | held) - firm


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
