"""One state of the claim as a graph: who it starts with, who has it from whom, and the cut through it.

A tie that holds changes the graph. "same as" and "member of" make two parties one: members of one group
count as one pair of hands and as one starting point. "introduced by" leads everything the one says
through the other. Where several unnamed witnesses go back to one unknown person, that person is the
starting point. Whatever the desk holds and no starting point reaches (two papers that credit each other)
begins with the earliest of those left: something has to be first.

By hand: witnesses 1 and 2 introduced by the group, both to the broadcaster: K = 2, kappa = 1, cut
{group}; as members of the group: K = 1.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from twosource.evidence.testimony import Tie
from twosource.tracing.cut import Cut, reaching, turned, vertex_cut
from twosource.tracing.drawing import UPSTREAM, State
from twosource.tracing.layout import Layout

MEMBERSHIP = frozenset({"same as", "member of"})


@dataclass(frozen=True, slots=True)
class World:
    """The graph of one state: starting points, edges, those the desk has it from, and who stands for whom."""

    starts: frozenset[str]
    edges: Mapping[str, frozenset[str]]
    desk: frozenset[str]
    stands_for: Mapping[str, str]

    @property
    def reached(self) -> frozenset[str]:
        """The starting points from which a chain leads to the desk."""
        return self.starts & reaching(turned(self.edges), self.desk)


@dataclass(frozen=True, slots=True)
class Count:
    """What one state counts: origins of the core, the cut with everybody fallible, and with some trusted."""

    n_origins: int
    cut: Cut
    trusted: Cut


def build_world(layout: Layout, state: State, *, whole: bool = False) -> World:
    """Return the graph of a state; with `whole`, every leaf of every bundle is in it, for showing."""
    same = merged(state.ties)

    def one(party_id: str) -> str:
        return same.get(party_id, party_id)

    edges: dict[str, set[str]] = {}
    leaves = frozenset(layout.leaves)
    for tail, heads in layout.routes.edges.items():
        edges.setdefault(one(tail), set()).update(one(h) for h in heads if h not in leaves)
    desk = {one(p) for p in layout.routes.desk if p not in leaves}
    for bundle, n_roads in zip(layout.bundles, state.roads, strict=True):
        for leaf in bundle.members if whole else bundle.members[:n_roads]:
            desk.add(leaf)
            for parent in bundle.parents:
                edges.setdefault(one(parent), set()).add(leaf)
    for child, parent in state.parent.items():
        edges.setdefault(one(parent), set()).add(one(child))
    starts = {one(p) for p, v in layout.voices.items() if v.is_root} | {one(p) for p in state.own}
    for tail, reached in edges.items():
        reached.discard(tail)
    _introduce(edges, desk, [t for t in state.ties if t.kind not in MEMBERSHIP], same)
    if state.has_upstream:
        behind = {one(p) for p in layout.behind} & starts
        if len(behind) > 1:
            starts -= behind
            starts.add(UPSTREAM)
            edges[UPSTREAM] = behind
    _begin_somewhere(starts, edges, desk, [one(p) for p in layout.voices])
    return World(frozenset(starts), {t: frozenset(h) for t, h in edges.items() if h}, frozenset(desk), same)


def merged(ties: Iterable[Tie]) -> dict[str, str]:
    """Return, for each party that is or belongs to another, the one that stands for both; circles end."""
    leader = {t.from_party: t.to_party for t in ties if t.kind in MEMBERSHIP and t.from_party != t.to_party}
    found = {}
    for party_id in leader:
        seen, head = {party_id}, party_id
        while head in leader and leader[head] not in seen:
            head = leader[head]
            seen.add(head)
        if head in leader:
            head = min(seen)
        found[party_id] = head
    return {party_id: head for party_id, head in found.items() if party_id != head}


def _introduce(
    edges: dict[str, set[str]], desk: set[str], ties: Iterable[Tie], same: Mapping[str, str]
) -> None:
    """Lead everything an introduced party says through those who introduced it, one after the other."""
    hosts: dict[str, list[str]] = {}
    for tie in ties:
        guest, host = same.get(tie.from_party, tie.from_party), same.get(tie.to_party, tie.to_party)
        if guest != host and host not in hosts.setdefault(guest, []):
            hosts[guest].append(host)
    for guest, found in sorted(hosts.items()):
        heads = edges.get(guest, set())
        row = [guest, *sorted(found)]
        for tail, head in pairwise(row):
            edges[tail] = {head} if tail == guest else edges.get(tail, set()) | {head}
        edges.setdefault(row[-1], set()).update(heads - {row[-1]})
        if guest in desk:
            desk.discard(guest)
            desk.add(row[-1])


def _begin_somewhere(
    starts: set[str], edges: Mapping[str, set[str]], desk: set[str], in_order: Iterable[str]
) -> None:
    """Make the earliest party a starting point wherever the desk holds what no starting point reaches."""
    reached = set(reaching(edges, starts))
    if desk <= reached:
        return
    needed = reaching(turned(edges), desk - reached)
    for party_id in [*dict.fromkeys(in_order), *sorted(needed)]:
        if party_id in needed and party_id not in reached:
            starts.add(party_id)
            reached |= reaching(edges, {party_id})
            if desk <= reached:
                return


def count_world(world: World, trusted: frozenset[str], kappa_max: int) -> Count:
    """Return K, kappa and kappa with the trusted parties uncuttable, for the core of one state."""
    firm = {world.stands_for.get(p, p) for p in trusted}
    free = vertex_cut(world.edges, world=world.starts, desk=world.desk, at_most=kappa_max)
    held = (
        vertex_cut(world.edges, world=world.starts, desk=world.desk, uncuttable=firm, at_most=kappa_max)
        if firm
        else free
    )
    return Count(len(world.reached), free, held)
