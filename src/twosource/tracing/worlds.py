"""One state of the claim as a graph: who it starts with, who has it from whom, and the cut through it.

A tie that holds changes the graph. "same as" and "member of" make two parties one: members of one group
count as one pair of hands and as one starting point. "introduced by" leads everything the one says
through the other. Where several unnamed witnesses go back to one unknown person, that person is the
starting point. Whatever the desk holds and no starting point reaches (two papers that credit each other)
begins with the earliest of those left: something has to be first.

Whoever introduced somebody fails for both: the set that cuts takes its guests with it. Where a guest is
a starting point, one graph in which the host passes on what the guest says counts that exactly. Where a
guest passes on what others say, that graph mixes what the host says with what the guest says and may find
too many chains; so the cut is sought without the detour as well, by every choice of hosts that fail, and
the smaller one counts. Formula: kappa = min over sets H of hosts of |H| + cut(graph - H - guests of H).

By hand: witnesses 1 and 2 introduced by the group, both to the broadcaster: K = 2, kappa = 1, cut
{group}; as members of the group: K = 1.
"""

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise

from twosource.evidence.testimony import Tie
from twosource.tracing.cut import Cut, reaching, turned, vertex_cut
from twosource.tracing.drawing import UPSTREAM, State
from twosource.tracing.layout import SAME_AS, Layout
from twosource.tracing.voices import Part

MEMBERSHIP = frozenset({"same as", "member of"})
MOST_HOSTS = 12


@dataclass(frozen=True, slots=True)
class World:
    """The graph of one state: starting points, edges, those the desk has it from, and who stands for whom.

    `plain` is the same graph without the detours of guests through their hosts, where there are any, and
    `guests` gives whom each host takes along when it fails, itself left out.
    """

    starts: frozenset[str]
    edges: Mapping[str, AbstractSet[str]]
    desk: frozenset[str]
    stands_for: Mapping[str, str]
    plain: "World | None" = None
    guests: Mapping[str, frozenset[str]] = field(default_factory=dict)

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


def build_world(layout: Layout, state: State) -> World:
    """Return the graph of a state: the core, and as many leaves of each bundle as give it roads."""
    same = merged(state.ties)
    edges, desk = _renamed(layout.edges, same), {same.get(p, p) for p in layout.desk}
    for bundle, n_roads in zip(layout.bundles, state.roads, strict=True):
        alone = bundle.parents[0] if len(bundle.parents) == 1 else ""
        if n_roads and alone and alone not in layout.trusted:
            desk.add(same.get(alone, alone))
            continue
        for leaf in bundle.members[:n_roads]:
            desk.add(leaf)
            for parent in bundle.parents:
                edges.setdefault(same.get(parent, parent), set()).add(leaf)
    return _finished(layout, state, edges, desk, same)


def build_whole(layout: Layout, state: State) -> World:
    """Return the graph of a state with every road in it: too large to cut, right for showing.

    Whom somebody who credits nobody has it from was drawn and is not known: it is no road to show.
    """
    same = merged(state.ties)
    roadless = {p for p in layout.leaves if not layout.voices[p].parents} | {
        p for p in layout.leaves if layout.voices[p].part is Part.REPRINT
    }
    edges = _renamed(layout.routes.edges, same)
    desk = {same.get(p, p) for p in layout.routes.desk if p not in roadless}
    return _finished(layout, replace(state, parent={}), edges, desk, same, told=state.parent)


def _renamed(edges: Mapping[str, frozenset[str]], same: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the edges with every party under the name of the one that stands for it, and none to itself."""
    if not same:
        return {tail: set(heads) for tail, heads in edges.items()}
    found: dict[str, set[str]] = {}
    for tail, heads in edges.items():
        name = same.get(tail, tail)
        found.setdefault(name, set()).update(same.get(h, h) for h in heads)
        found[name].discard(name)
    return found


def _finished(
    layout: Layout,
    state: State,
    edges: dict[str, set[str]],
    desk: set[str],
    same: Mapping[str, str],
    *,
    told: Iterable[str] = (),
) -> World:
    """Add what a state decides: parents, starting points, introductions, an unnamed person behind several."""
    leaves = frozenset(layout.leaves)
    known = {same.get(p, p) for p in (*layout.told, *told)} if same else {*layout.told, *told}
    known |= {same.get(child, child) for child, parent in state.parent.items() if parent in leaves}
    for child, parent in state.parent.items():
        head, tail = same.get(child, child), same.get(parent, parent)
        if parent not in leaves and head != tail:
            edges.setdefault(tail, set()).add(head)
    introduced = [t for t in state.ties if t.kind not in MEMBERSHIP]
    plain = None
    if introduced:
        bare = {tail: set(heads) for tail, heads in edges.items()}
        plain = _begun(layout, state, (bare, set(desk)), known, same)
        _introduce(edges, desk, introduced, same)
    world = _begun(layout, state, (edges, desk), known, same)
    return replace(world, plain=plain, guests=_guests(introduced, same)) if introduced else world


def _begun(
    layout: Layout,
    state: State,
    graph: tuple[dict[str, set[str]], set[str]],
    known: set[str],
    same: Mapping[str, str],
) -> World:
    """Add the starting points to edges and desk: those who know, one unnamed behind several, the earliest."""
    edges, desk = graph
    starts = {same.get(p, p) for p in (*layout.roots, *state.own)}
    if state.has_upstream:
        behind = {same.get(p, p) for p in layout.behind} & starts
        if len(behind) > 1 or state.has_hidden:
            starts -= behind
            starts.add(UPSTREAM)
            edges[UPSTREAM] = behind
        if state.has_hidden:
            desk.add(UPSTREAM)
    _begin_somewhere(layout, starts, known, edges, desk)
    return World(frozenset(starts), {t: h for t, h in edges.items() if h}, frozenset(desk), same)


def _guests(ties: Iterable[Tie], same: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return, per host, everybody it introduced, and whom those introduced."""
    direct: dict[str, set[str]] = {}
    for tie in ties:
        guest, host = same.get(tie.from_party, tie.from_party), same.get(tie.to_party, tie.to_party)
        if guest != host:
            direct.setdefault(host, set()).add(guest)
    return {host: reaching(direct, {host}) - {host} for host in sorted(direct)}


def merged(ties: Iterable[Tie]) -> dict[str, str]:
    """Return, for each party that is or belongs to another, the one that stands for both; circles end.

    Whoever is tied to two others joins them. Of a group, whoever belongs to nobody stands for it; the
    first by id where there are several or none.
    """
    heads: dict[str, str] = {}
    owned: set[str] = set()

    def head_of(party_id: str) -> str:
        while heads.setdefault(party_id, party_id) != party_id:
            heads[party_id] = heads[heads[party_id]]
            party_id = heads[party_id]
        return party_id

    for tie in ties:
        if tie.kind in MEMBERSHIP and tie.from_party != tie.to_party:
            owned.add(tie.from_party)
            heads[head_of(tie.from_party)] = head_of(tie.to_party)
    groups: dict[str, list[str]] = {}
    for party_id in sorted(heads):
        groups.setdefault(head_of(party_id), []).append(party_id)
    found: dict[str, str] = {}
    for members in groups.values():
        standing = next((m for m in members if m not in owned), members[0])
        found |= {member: standing for member in members if member != standing}
    return found


def _introduce(
    edges: dict[str, set[str]], desk: set[str], ties: Iterable[Tie], same: Mapping[str, str]
) -> None:
    """Lead everything an introduced party says through those who introduced it, one after the other.

    A host passes on what all its guests say: exact where guests are starting points, as witnesses are; where
    they are carriers, too many chains may be found, and `fewest` looks for a smaller cut.
    """
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
    layout: Layout, starts: set[str], told: set[str], edges: Mapping[str, set[str]], desk: set[str]
) -> None:
    """Make the earliest party a starting point wherever the desk holds what no starting point reaches.

    `told` have it from leaves, which the desk holds: they need no start of their own.
    """
    reached = set(reaching(edges, starts | told))
    if desk <= reached:
        return
    needed = reaching(turned(edges), desk - reached)
    for party_id in [*(p for p in layout.voices if p in needed), *sorted(needed)]:
        if party_id not in reached:
            starts.add(party_id)
            reached |= reaching(edges, {party_id})
            if desk <= reached:
                return


def standing(world: World, layout: Layout, state: State) -> World:
    """Return what of a world is left without the withdrawn, and without those who fail with them.

    The failure of a host, a group or another name takes the guest, the member, the other name with it.
    Several made one by a tie are gone where the one that stands for them is, or where all who speak are.
    """
    if not layout.withdrawn:
        return world
    falling: dict[str, set[str]] = {}
    for tie in state.ties:
        falling.setdefault(tie.to_party, set()).add(tie.from_party)
        if tie.kind == SAME_AS:
            falling.setdefault(tie.from_party, set()).add(tie.to_party)
    gone = reaching(falling, layout.withdrawn)
    speaking: dict[str, list[bool]] = {}
    for party_id in layout.voices:
        speaking.setdefault(world.stands_for.get(party_id, party_id), []).append(party_id in gone)
    heads = {world.stands_for.get(party_id, party_id) for party_id in gone}
    return without(world, {head for head in heads if head in gone or all(speaking.get(head, ()))})


def count_world(world: World, trusted: frozenset[str], at_most: int) -> Count:
    """Return K, kappa and kappa with the trusted parties uncuttable, for the core of one state.

    Starting points the desk has it from directly are separate chains: with enough of them no cut is sought.
    """
    hosted = frozenset().union(*world.guests.values())
    if at_most < 1 or len((world.starts & world.desk) - hosted) >= at_most:
        many = Cut(size=max(0, at_most), party_ids=frozenset(), is_complete=False)
        return Count(len(world.reached), many, many)
    firm = frozenset(world.stands_for.get(p, p) for p in trusted)
    free = fewest(world, at_most=at_most)
    if firm.isdisjoint(world.desk.union(world.edges, *world.edges.values())):
        return Count(len(world.reached), free, free)
    return Count(len(world.reached), free, fewest(_heard(world, firm), uncuttable=firm, at_most=at_most))


def _heard(world: World, firm: frozenset[str]) -> World:
    """Return a world in which the desk has it from the relied-on parties themselves, where it has it at all.

    Who copies somebody the desk relies on adds no hand: two tabloids that both have it from the broadcaster
    would otherwise be two others that have to fail.
    """
    near = firm & reaching(turned(world.edges), world.desk)
    plain = None if world.plain is None else replace(world.plain, desk=world.plain.desk | near)
    return replace(world, desk=world.desk | near, plain=plain)


def fewest(world: World, *, uncuttable: Collection[str] = (), at_most: int) -> Cut:
    """Return the smallest set that cuts a world, the guests of whoever fails failing too.

    Exact with up to `MOST_HOSTS` hosts; beyond them those with most guests are tried. Of several smallest
    sets the one nearest to the world in the graph with detours is returned.
    """
    best = vertex_cut(
        world.edges, world=world.starts, desk=world.desk, uncuttable=uncuttable, at_most=at_most
    )
    if world.plain is None or best.size == 0:
        return best
    able = [host for host in world.guests if host not in uncuttable]
    hosts = sorted(able, key=lambda h: (-len(world.guests[h]), h))[:MOST_HOSTS]
    for size in range(len(hosts) + 1):
        if size >= best.size:
            break
        for chosen in combinations(hosts, size):
            gone = frozenset(chosen).union(*(world.guests[h] for h in chosen))
            left = without(world.plain, gone)
            room = best.size - size
            cut = vertex_cut(
                left.edges, world=left.starts, desk=left.desk, uncuttable=uncuttable, at_most=room
            )
            if cut.is_complete and cut.size < room:
                best = Cut(size=size + cut.size, party_ids=cut.party_ids.union(chosen), is_complete=True)
    return best


def without(world: World, gone: Collection[str]) -> World:
    """Return a world in which some parties say nothing and pass nothing on; nobody begins in their place."""
    if not gone:
        return world
    out = frozenset(gone)
    edges = {tail: heads - out for tail, heads in world.edges.items() if tail not in out}
    return replace(
        world,
        starts=world.starts - out,
        edges={tail: heads for tail, heads in edges.items() if heads},
        desk=world.desk - out,
        plain=None if world.plain is None else without(world.plain, out),
        guests={host: found - out for host, found in world.guests.items() if host not in out},
    )
