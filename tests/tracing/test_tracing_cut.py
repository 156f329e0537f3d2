"""The cut: exact, nearest to the world, and equal to what brute force and networkx find."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.tracing import vertex_cut
from twosource.tracing.cut import reaching, turned

NAMES = [f"party_{i}" for i in range(8)]


@st.composite
def graphs(draw):
    """Draw up to eight parties, who has it from whom, who knows it, and whom the desk has it from."""
    names = NAMES[: draw(st.integers(1, 8))]
    pairs = [(a, b) for a in names for b in names if a != b]
    edges = draw(st.lists(st.sampled_from(pairs), max_size=18)) if pairs else []
    world = draw(st.sets(st.sampled_from(names), max_size=4))
    desk = draw(st.sets(st.sampled_from(names), max_size=4))
    return names, grouped(edges), world, desk


def grouped(edges):
    heads = {}
    for tail, head in edges:
        heads.setdefault(tail, set()).add(head)
    return heads


def without(edges, gone):
    return {tail: heads - gone for tail, heads in edges.items() if tail not in gone}


def is_cut(edges, world, desk, gone):
    return not (reaching(without(edges, gone), world - gone) & (desk - gone))


def smallest(names, edges, world, desk, uncuttable=frozenset()):
    """Try every set of parties, the small ones first; None where nothing helps."""
    free = [name for name in names if name not in uncuttable]
    for size in range(len(free) + 1):
        found = [set(c) for c in combinations(free, size) if is_cut(edges, world, desk, set(c))]
        if found:
            return found
    return None


def test_one_group_behind_two_witnesses_is_the_chokepoint_and_not_the_broadcaster():
    """Of all cuts of size one the nearest to the world is named."""
    edges = {"witness_1": {"group"}, "witness_2": {"group"}, "group": {"broadcaster"}}
    cut = vertex_cut(edges, world={"witness_1", "witness_2"}, desk={"broadcaster"})
    assert (cut.size, cut.party_ids, cut.is_complete) == (1, frozenset({"group"}), True)


def test_nobody_who_knows_means_nobody_to_cut():
    """Without a chain the cut is empty."""
    cut = vertex_cut({"a": {"b"}}, world=set(), desk={"b"})
    assert (cut.size, cut.party_ids, cut.is_complete) == (0, frozenset(), True)


def test_a_way_of_the_uncuttable_alone_has_no_cut():
    """Where everybody on a chain is trusted, counting stops at the limit and says so."""
    cut = vertex_cut({"a": {"b"}}, world={"a"}, desk={"b"}, uncuttable={"a", "b"}, at_most=3)
    assert (cut.size, cut.is_complete) == (3, False)


def test_counting_stops_at_the_limit():
    """Six witnesses to the desk are "five or more"."""
    witnesses = {f"w{i}" for i in range(6)}
    cut = vertex_cut({}, world=witnesses, desk=witnesses, at_most=5)
    assert (cut.size, cut.is_complete, cut.party_ids) == (5, False, frozenset())


@given(graphs())
def test_the_cut_is_as_small_as_brute_force_finds_and_cuts(graph):
    """Menger's number equals the smallest of all sets that cut, and the set named is one of them."""
    names, edges, world, desk = graph
    cut = vertex_cut(edges, world=world, desk=desk, at_most=9)
    found = smallest(names, edges, world, desk)
    assert cut.is_complete
    assert set(cut.party_ids) in found


@given(graphs())
def test_the_cut_named_is_the_one_nearest_to_the_world(graph):
    """No other smallest cut leaves fewer parties on the side of the world."""
    names, edges, world, desk = graph
    cut = vertex_cut(edges, world=world, desk=desk, at_most=9)

    def near_side(gone):
        return reaching(without(edges, gone), world - gone)

    mine = near_side(set(cut.party_ids))
    assert all(mine <= near_side(other) for other in smallest(names, edges, world, desk))


@given(graphs(), st.sets(st.sampled_from(NAMES), max_size=4))
def test_the_uncuttable_are_never_named(graph, firm):
    """With some parties trusted the cut avoids them, and agrees with brute force or has no end."""
    names, edges, world, desk = graph
    cut = vertex_cut(edges, world=world, desk=desk, uncuttable=firm, at_most=9)
    found = smallest(names, edges, world, desk, uncuttable=firm)
    assert not cut.party_ids & firm
    assert cut.is_complete == (found is not None)
    if found is not None:
        assert cut.size == len(found[0])


@given(graphs())
def test_the_cut_has_the_size_networkx_finds(graph):
    """An independent implementation agrees."""
    _, edges, world, desk = graph
    net = nx.DiGraph([(tail, head) for tail, heads in edges.items() for head in heads])
    net.add_nodes_from(["WORLD", "DESK"])
    net.add_edges_from(("WORLD", name) for name in world)
    net.add_edges_from((name, "DESK") for name in desk)
    expected = len(nx.minimum_node_cut(net, "WORLD", "DESK")) if world and desk else 0
    assert vertex_cut(edges, world=world, desk=desk, at_most=9).size == expected


@given(graphs(), st.permutations(NAMES))
def test_names_play_no_part(graph, order):
    """Relabelling the parties relabels the cut and changes nothing else."""
    _, edges, world, desk = graph
    new = dict(zip(NAMES, order, strict=True))
    cut = vertex_cut(edges, world=world, desk=desk, at_most=9)
    again = vertex_cut(
        {new[t]: {new[h] for h in heads} for t, heads in edges.items()},
        world={new[w] for w in world},
        desk={new[d] for d in desk},
        at_most=9,
    )
    assert again.party_ids == {new[name] for name in cut.party_ids}


@given(graphs())
def test_one_keeper_for_two_origins_never_raises_kappa(graph):
    """Leading what two starting points say through one pair of hands cannot add a chain."""
    _, edges, world, desk = graph
    before = vertex_cut(edges, world=world, desk=desk, at_most=9).size
    pair = sorted(world)[:2]
    kept = {tail: set(heads) for tail, heads in edges.items()}
    kept["keeper"] = set().union(*(edges.get(name, set()) for name in pair))
    for name in pair:
        kept[name] = {"keeper"}
    moved = (desk - set(pair)) | ({"keeper"} if desk & set(pair) else set())
    assert vertex_cut(kept, world=world, desk=moved, at_most=9).size <= before


@given(graphs())
def test_a_new_separate_origin_raises_kappa_by_one(graph):
    """A chain that shares no party with the others is one more."""
    _, edges, world, desk = graph
    before = vertex_cut(edges, world=world, desk=desk, at_most=20).size
    more = {**edges, "new_witness": {"new_outlet"}}
    after = vertex_cut(more, world=world | {"new_witness"}, desk=desk | {"new_outlet"}, at_most=20).size
    assert after == before + 1


def test_equal_graphs_give_equal_cuts_whatever_the_order():
    """Sets have no order; the answer has none either."""
    edges = {"a": ["c", "d"], "b": ["d", "c"]}
    backwards = {"b": ["c", "d"], "a": ["d", "c"]}
    cuts = [vertex_cut(e, world=["b", "a"], desk=["d", "c"]) for e in (edges, backwards)]
    assert cuts[0] == cuts[1]
    assert cuts[0].party_ids == {"a", "b"}


@pytest.mark.parametrize(("starts", "expected"), [({"a"}, {"a", "b", "c"}), ({"c"}, {"c"}), (set(), set())])
def test_reaching_follows_the_arrows(starts, expected):
    """Whoever has it from somebody who has it, has it."""
    edges = {"a": {"b"}, "b": {"c"}}
    assert reaching(edges, starts) == expected
    assert turned(edges) == {"b": {"a"}, "c": {"b"}}
