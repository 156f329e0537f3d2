"""Shapley shares by chokepoint: exact where they can be, said to be drawn where not, and always adding up."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st
from weighing_cases import (
    MADE,
    cases,
    network_of,
    plain_item,
    plain_variable,
    simple_elicitation,
    simple_question,
    weighed,
    word_item,
)

from twosource.evidence.elicitation import Answer, Item
from twosource.weighing import WeighSettings
from twosource.weighing.decibans import log_odds_decibans, odds_decibans
from twosource.weighing.readouts.sharing import shapley
from twosource.weighing.readouts.weights import groups_of
from twosource.weighing.whatifs import NOTHING, joint_weights, without

WORDS = ("very unlikely", "unlikely", "roughly even", "likely", "very likely")
TWO, THREE = simple_question(2), simple_question(3)


def move_of(network):
    names = [e.item.name for e in network.items]
    found = odds_decibans(joint_weights(network, [NOTHING, without(network, names)]))
    return found[0] - found[1]


def by_all_orders(network, groups):
    """The definition: the mean over all orders of entry of what each group adds when it comes in."""
    shares = np.zeros((len(groups), len(network.hypotheses)))
    orders = list(permutations(range(len(groups))))
    for order in orders:
        out = [{n for at in order[k:] for n in groups[at].members} for k in range(len(order) + 1)]
        values = odds_decibans(joint_weights(network, [without(network, names) for names in out]))
        shares[list(order)] += np.diff(values, axis=0)
    return shares / len(orders)


@settings(max_examples=40, deadline=None)
@over(cases())
def test_exact_shares_are_the_mean_over_all_orders(case):
    network = network_of(*case)
    groups = groups_of(case[1])
    found = shapley(network, groups, WeighSettings())
    assert found.errors is None
    assert found.decibans == pytest.approx(by_all_orders(network, groups), abs=1e-9)


@settings(max_examples=30, deadline=None)
@over(cases(), st.integers(0, 3))
def test_drawn_shares_add_up_to_the_whole_move_too(case, max_groups):
    """Every order of entry starts at nothing and ends at everything, so no draw can lose a deciban."""
    network = network_of(*case)
    found = shapley(network, groups_of(case[1]), WeighSettings(max_groups=max_groups))
    assert found.decibans.sum(axis=0) == pytest.approx(move_of(network), abs=1e-9)


def through_one_hand(n, seed=0, question=THREE):
    """n items that hang together by one broadcaster, each a chokepoint of its own."""
    rng = np.random.default_rng(seed)
    named = [h.name for h in question.named]
    items = [
        Item(
            name=f"i{at:02}",
            text=f"item {at}",
            question_id="q",
            answers=(
                Answer(when=(("broadcaster", ("s1",)),), p=0.3),
                Answer(words={h: WORDS[rng.integers(5)] for h in named}),
            ),
            made=MADE,
        )
        for at in range(n)
    ]
    variables = [plain_variable("broadcaster", 0.9, 0.1)]
    return network_of(question, simple_elicitation(question, items=items, variables=variables))


def test_drawn_shares_lie_within_their_errors_of_the_exact_ones():
    """Ten groups by both ways: 30 figures, nearly all within three standard errors, none beyond five."""
    network = through_one_hand(10)
    groups = groups_of(network.elicitation)
    exact = shapley(network, groups, WeighSettings(max_groups=10))
    drawn = shapley(network, groups, WeighSettings(max_groups=4))
    assert exact.errors is None
    off = np.abs(drawn.decibans - exact.decibans) / drawn.errors
    assert off.max() < 5.0
    assert (off < 3.0).mean() > 0.9
    assert drawn.errors.max() < 0.1


def test_separate_groups_are_exact_however_large_the_limit():
    """Four items that share nothing are four components of one: no draw is needed even with a limit of 1."""
    items = [word_item(f"i{at}", {"h0": "likely", "h1": "unlikely", "h2": "roughly even"}) for at in range(4)]
    network = network_of(THREE, simple_elicitation(THREE, items=items))
    groups = groups_of(network.elicitation)
    found = shapley(network, groups, WeighSettings(max_groups=1))
    assert found.errors is None
    assert found.decibans == pytest.approx(by_all_orders(network, groups), abs=1e-9)


def test_log_odds_of_two_hypotheses_add_up_over_any_number_of_separate_groups():
    """Forty items that share nothing have forty exact shares: each its own log-odds."""
    words = {"h0": "likely", "h1": "unlikely"}
    items = [word_item(f"i{at}", words) for at in range(40)]
    network = network_of(TWO, simple_elicitation(TWO, items=items))
    found = shapley(network, groups_of(network.elicitation), WeighSettings())
    ratio = (0.98 * 0.675 + 0.01) / (0.98 * 0.325 + 0.01)
    assert found.errors is None
    assert found.decibans[:, 0] == pytest.approx(np.full(40, 10 * np.log10(ratio)))


def test_certain_copies_have_no_share_and_make_no_other_share_inexact():
    """Sixteen groups that move and forty copies that cannot: still exact, and the copies have exactly 0."""
    items = [word_item(f"i{at:02}", {"h0": "likely", "h1": "unlikely", "h2": "unlikely"}) for at in range(6)]
    copies = [plain_item(f"copy_{at:02}", 1.0) for at in range(40)]
    network = network_of(THREE, simple_elicitation(THREE, items=[*items, *copies]))
    groups = groups_of(network.elicitation)
    found = shapley(network, groups, WeighSettings())
    assert found.errors is None
    assert (found.decibans[[g.name.startswith("copy") for g in groups]] == 0.0).all()


def test_drawn_shares_say_so_and_print_their_error():
    network = through_one_hand(14)
    weighing = weighed(THREE, network.elicitation, WeighSettings(draws=10))
    groups = [w for w in weighing.weights if w.is_group]
    assert all(len(w.shapley_error) == 3 and min(w.shapley_error) >= 0.0 for w in groups)
    largest = max(max(w.shapley_error) for w in groups)
    (note,) = [n for n in weighing.notes if "drawn orders" in n]
    assert f"up to {np.ceil(largest * 100) / 100:.2f} decibans" in note


def test_exact_shares_print_no_error():
    weighing = weighed(THREE, through_one_hand(5).elicitation, WeighSettings(draws=10))
    assert all(w.shapley_error == () for w in weighing.weights)
    assert not any("drawn" in note for note in weighing.notes)


def test_what_plain_figures_rule_out_keeps_the_shares_finite():
    """An item impossible under h1 moves the odds by the largest that is shown, and the shares still add up."""
    sure = Item(
        name="sure",
        text="sure",
        question_id="q",
        answers=(Answer(when=(("q", ("h1",)),), p=0.0), Answer(p=1.0)),
        made=MADE,
    )
    items = [sure, word_item("i", {"h0": "likely", "h1": "unlikely"})]
    network = network_of(TWO, simple_elicitation(TWO, items=items))
    found = shapley(network, groups_of(network.elicitation), WeighSettings())
    assert np.isfinite(found.decibans).all()
    assert found.decibans.sum(axis=0) == pytest.approx([300.0, -300.0])


@settings(max_examples=50, deadline=None)
@over(st.lists(st.floats(1e-9, 1.0), min_size=2, max_size=5))
def test_odds_from_logarithms_are_the_odds(weights):
    weights = np.array(weights)
    assert log_odds_decibans(np.log(weights)) == pytest.approx(odds_decibans(weights), abs=1e-9)
