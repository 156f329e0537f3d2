"""The smallest sets of changes that take the lead away, and where the search for them stopped."""

from itertools import combinations

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st
from weighing_cases import (
    MADE,
    cases,
    network_of,
    plain_variable,
    posterior_of,
    simple_elicitation,
    simple_question,
    weighed,
    word_item,
)

from twosource.evidence.elicitation import Answer, Item
from twosource.weighing import WeighSettings
from twosource.weighing.posterior import leader
from twosource.weighing.readouts.cheap_sets import cheapest_sets
from twosource.weighing.readouts.flip_units import failing_hands, of_items
from twosource.weighing.readouts.flips import find_flips, new_leader
from twosource.weighing.whatifs import joint_weights, opposite, without

QUESTION = simple_question()
FOR_H0 = {"h0": "likely", "h1": "unlikely"}


def flips_of(network, limit=4096):
    return find_flips(network, posterior_of(network)[0], limit)


def changing(search, kind):
    return {frozenset(f.names) for f in search.flips if f.changes_lead and f.kind == kind}


@settings(max_examples=60, deadline=None)
@over(cases())
def test_listed_sets_are_smallest_and_really_change_the_lead(case):
    """No listed set contains another of its kind, and dropping or turning round its items passes the lead."""
    network = network_of(*case)
    search = flips_of(network)
    lead = leader(posterior_of(network)[0])
    for kind, change in (("retraction", without), ("negation", opposite)):
        sets = changing(search, kind)
        assert not any(a < b for a in sets for b in sets)
        for names in sets:
            assert new_leader(joint_weights(network, [change(network, names)])[0], lead) != lead


@settings(max_examples=60, deadline=None)
@over(cases())
def test_no_smaller_set_of_items_was_overlooked(case):
    """If a set of up to three items changes the lead, then one of the same size or a smaller one is listed."""
    network = network_of(*case)
    search = flips_of(network)
    lead = leader(posterior_of(network)[0])
    names = [e.item.name for e in network.items]
    for kind, change in (("retraction", without), ("negation", opposite)):
        for size in (1, 2, 3):
            flipping = [
                some
                for some in combinations(names, size)
                if (row := joint_weights(network, [change(network, some)])[0]).sum() > 0.0
                and new_leader(row, lead) != lead
            ]
            if flipping:
                assert any(len(s) <= size for s in changing(search, kind))
                break


def test_three_items_are_tried_where_no_two_change_the_lead():
    """Each item is 2 : 1 and the prior 1 : 1.2, so that any two can go and not all three."""
    items = [word_item(f"i{at}", FOR_H0) for at in range(3)]
    prior = {"h0": 1.0, "h1": 1.2, "something_else": 1.0}
    network = network_of(QUESTION, simple_elicitation(QUESTION, items=items, prior=prior))
    assert changing(flips_of(network), "retraction") == {frozenset(("i0", "i1", "i2"))}


def four_items():
    items = [word_item(f"i{at}", FOR_H0) for at in range(4)]
    return network_of(
        QUESTION,
        simple_elicitation(QUESTION, items=items, prior={"h0": 1.0, "h1": 1.2, "something_else": 1.0}),
    )


def test_where_nothing_up_to_three_changes_the_lead_a_note_says_where_the_search_stopped():
    search = flips_of(four_items())
    assert changing(search, "retraction") == set()
    assert "Sets of more than 3 (retraction) were not searched one by one." in search.notes


def test_a_search_that_may_not_try_every_set_says_which_it_tried():
    """Six pairs of four items: with a limit of five, those that move the lead most."""
    (note,) = [n for n in flips_of(four_items(), limit=5).notes if "sets of 2 (retraction)" in n]
    assert "Of 6 sets of 2 (retraction), the 5 whose members move the lead most were tried" in note
    assert not any("sets of 2 (retraction)" in n for n in flips_of(four_items(), limit=6).notes)


def test_what_rests_on_one_pair_of_hands_fails_together():
    """Two papers through hands of their own: the failure of both is offered beside that of either."""

    def paper(name):
        return Item(
            name=name,
            text=name,
            question_id="q",
            answers=(Answer(when=((f"real_{name}", ("s1",)),), p=0.5), Answer(words=FOR_H0)),
            chokepoint="hands",
            made=MADE,
        )

    variables = [plain_variable(f"real_{n}", 0.8, 0.2, failed=("s1",)) for n in ("a", "b")]
    network = network_of(
        QUESTION, simple_elicitation(QUESTION, items=[paper("a"), paper("b")], variables=variables)
    )
    (unit,) = failing_hands(network)
    assert unit.names == ("real_a", "real_b")
    listed = {f.names: f for f in flips_of(network).flips if f.kind == "failure"}
    assert set(listed) == {("real_a",), ("real_b",), ("real_a", "real_b")}
    assert listed["real_a", "real_b"].p_event < listed["real_a",].p_event


def test_many_sets_that_change_the_lead_are_counted_and_the_cheapest_listed():
    """Any two of nine items can take the lead away: 36 pairs, twenty listed, one sentence for the rest."""
    items = [word_item(f"i{at}", FOR_H0) for at in range(9)]
    prior = {"h0": 1.0, "h1": 170.0, "something_else": 1.0}
    elicitation = simple_elicitation(QUESTION, items=items, prior=prior)
    network = network_of(QUESTION, elicitation)
    search = flips_of(network)
    assert len(changing(search, "retraction")) == 20
    assert "36 sets of 2 (retraction) change the lead; the 20 cheapest are listed." in search.notes
    assert search.notes[0] in weighed(QUESTION, elicitation, WeighSettings(draws=10)).notes


@settings(max_examples=100, deadline=None)
@over(
    st.lists(st.lists(st.integers(-5, 5).map(float), min_size=5, max_size=5), min_size=1, max_size=3),
    st.integers(1, 3),
    st.integers(1, 12),
)
def test_sets_come_in_the_order_of_their_cost(columns, size, limit):
    """By the kindest way of counting: the same costs as going through all sets and sorting."""

    def cost(members):
        return min(sum(costs[at] for at in members) for costs in columns)

    everything = sorted(map(cost, combinations(range(5), size)))
    found = cheapest_sets(columns, size, limit)
    assert len(set(found)) == len(found) == min(limit, len(everything))
    assert [cost(members) for members in found] == pytest.approx(everything[:limit])


def test_sets_larger_than_what_there_is_are_none():
    assert cheapest_sets([[1.0]], 2, 10) == []
    assert cheapest_sets([], 1, 10) == []


def test_units_are_in_order_of_name():
    network = four_items()
    assert [u.names for u in of_items(network, "negation")] == [(f"i{at}",) for at in range(4)]
