"""Weights, flips, tipping points, readings and next steps on cases small enough to check by hand."""

from dataclasses import replace

import brute_force
import numpy as np
import pytest
from weighing_cases import (
    MADE,
    QUICK,
    network_of,
    plain_item,
    plain_variable,
    posterior_of,
    simple_elicitation,
    simple_question,
    weighed,
    word_item,
)

from twosource.evidence.codec import from_line, to_line
from twosource.evidence.elicitation import Answer, Item, PossibleFinding, Variable
from twosource.evidence.readouts import Weighing
from twosource.weighing import WeighSettings
from twosource.weighing.decibans import odds_decibans
from twosource.weighing.posterior import leader
from twosource.weighing.readouts.flip_units import failing_states
from twosource.weighing.readouts.flips import find_flips
from twosource.weighing.readouts.next_steps import entropy_bits
from twosource.weighing.robustness import draw_dirichlet, read_again
from twosource.weighing.whatifs import likelihoods

QUESTION = simple_question()
FOR_H0 = {"h0": "very likely", "h1": "unlikely"}
FOR_H1 = {"h0": "unlikely", "h1": "very likely"}
RATIO = (0.98 * 0.875 + 0.01) / (0.98 * 0.325 + 0.01)


def of(*items, **fields):
    return weighed(QUESTION, simple_elicitation(QUESTION, items=items, **fields))


def weight(weighing, name, is_group=False):
    return next(w for w in weighing.weights if w.name == name and w.is_group is is_group)


def test_the_lead_of_level_hypotheses_is_the_first_named():
    assert leader(np.array([0.4, 0.4 + 1e-15, 0.2])) == 0
    assert leader(np.array([0.3, 0.4, 0.3])) == 1


def test_level_hypotheses_are_told():
    weighing = of(plain_item("i", 0.5))
    assert weighing.lead == "h0"
    assert any("are level" in note for note in weighing.notes)


def test_one_item_moves_the_odds_by_its_likelihood_ratio():
    weighing = of(word_item("i", FOR_H0))
    row = weight(weighing, "i")
    assert row.ratio == pytest.approx(RATIO)
    assert row.decibans == pytest.approx((10 * np.log10(RATIO), -10 * np.log10(RATIO)))
    assert (row.favours, row.over, row.ratio_word) == ("h0", "h1", "limited support")


def test_an_item_that_says_nothing_supports_neither():
    row = weight(of(plain_item("i", 0.5), word_item("j", FOR_H0)), "i")
    assert row.decibans == (0.0, 0.0)
    assert (row.ratio, row.favours, row.over) == (1.0, "", "")


def test_groups_gather_what_passes_the_same_hands():
    weighing = of(
        word_item("i", FOR_H0, chokepoint="hands"),
        word_item("j", FOR_H0, chokepoint="hands"),
        word_item("k", FOR_H1),
    )
    assert weight(weighing, "hands", is_group=True).members == ("i", "j")
    assert weight(weighing, "k", is_group=True).members == ("k",)
    both = 20 * np.log10(RATIO)
    assert weight(weighing, "hands", is_group=True).shapley == pytest.approx((both, -both))


def test_items_carry_no_shapley_share():
    """Shares belong to groups, so that redundant items cannot share one effect between them."""
    assert weight(of(word_item("i", FOR_H0)), "i").shapley == ()


def test_an_item_alone_in_its_origin_weighs_the_same_both_ways():
    row = weight(of(word_item("i", FOR_H0), word_item("j", FOR_H1)), "i")
    assert row.origin == ("i",)
    assert row.origin_decibans == row.decibans


def test_items_of_one_exhibit_are_one_origin_in_chains():
    """i and j share an exhibit, j and k another: three items, one origin, left out together."""
    items = [
        word_item("i", FOR_H0, exhibit_ids=("a",)),
        word_item("j", FOR_H0, exhibit_ids=("a", "b")),
        word_item("k", FOR_H0, exhibit_ids=("b",)),
        word_item("l", FOR_H0, exhibit_ids=("c",)),
    ]
    weighing = of(*items)
    assert weight(weighing, "i").origin == ("i", "j", "k")
    assert weight(weighing, "k").origin_decibans[0] == pytest.approx(30 * np.log10(RATIO))
    assert weight(weighing, "l").origin == ("l",)


def test_odds_never_become_infinite():
    """A hypothesis that plain figures rule out is shown at 300 decibans, not at infinity."""
    assert odds_decibans(np.array([[1.0, 0.0]])).tolist() == [[300.0, -300.0]]


def test_dropping_the_one_item_that_matters_flips_the_lead():
    """h0 leads by its item although the prior favours h1; without it h1 leads."""
    weighing = of(word_item("i", FOR_H0), prior={"h0": 1.0, "h1": 2.0, "something_else": 1.0})
    flip = next(f for f in weighing.flips if f.kind == "retraction")
    assert (flip.names, flip.changes_lead, flip.new_lead) == (("i",), True, "h1")
    assert flip.p == pytest.approx((1 / 3, 2 / 3))


def test_pairs_are_searched_where_no_single_item_flips():
    """Two items for h0, either of which is enough against the prior: only both together matter."""
    weighing = of(
        word_item("i", FOR_H0),
        word_item("j", FOR_H0),
        prior={"h0": 1.0, "h1": 2.0, "something_else": 1.0},
    )
    flipping = [f.names for f in weighing.flips if f.changes_lead and f.kind == "retraction"]
    assert flipping == [("i", "j")]


def test_pairs_of_one_kind_are_not_searched_where_a_single_one_flips():
    """The smallest set is what a reader needs."""
    lone = of(word_item("i", FOR_H0), plain_item("j", 0.5))
    assert [f.names for f in lone.flips if f.kind == "negation" and f.changes_lead] == [("i",)]


def test_an_opposite_that_cannot_be_is_left_out():
    """A copy that would have appeared anyway has no opposite: 1 - 1 is nothing."""
    weighing = of(plain_item("copy", 1.0), word_item("i", FOR_H0))
    assert [f.names for f in weighing.flips if f.kind == "negation"] == [("i",)]


def failing(name, party="", p=(0.9, 0.1)):
    return replace(plain_variable(name, *p), party_id=party, failed=("s1",))


def through(name, variable, words):
    return Item(
        name=name,
        text=name,
        question_id="q",
        answers=(Answer(when=((variable, ("s1",)),), p=0.5), Answer(words=words)),
        made=MADE,
    )


def p_both_fail(elicitation):
    """P(u and v failed | everything seen), by the plain sum."""
    failed = brute_force.weights(
        QUESTION, elicitation, condition=lambda world: world["u"] == world["v"] == "s1"
    )
    return sum(failed) / sum(brute_force.weights(QUESTION, elicitation))


def test_the_variables_of_one_party_fail_together():
    """A party that fails takes all that rests on it; its parts alone are not offered as failures."""
    items = [through("i", "u", FOR_H0), through("j", "v", FOR_H0)]
    elicitation = simple_elicitation(
        QUESTION,
        items=items,
        variables=[failing("u", "hands"), failing("v", "hands"), failing("w")],
        prior={"h0": 1.0, "h1": 2.0, "something_else": 1.0},
    )
    network = network_of(QUESTION, elicitation)
    assert {n: len(v) for n, v in failing_states(network).items()} == {"hands": 2, "w": 1}
    flips = {
        f.names: f for f in find_flips(network, posterior_of(network)[0], 99).flips if f.kind == "failure"
    }
    assert flips["hands",].changes_lead
    assert flips["hands",].p_event == pytest.approx(p_both_fail(elicitation))
    assert not flips["w",].changes_lead
    assert flips["w",].p_event == pytest.approx(0.1)


def test_a_failure_that_cannot_happen_is_left_out():
    elicitation = simple_elicitation(
        QUESTION, items=[through("i", "u", FOR_H0)], variables=[failing("u", p=(1.0, 0.0))]
    )
    assert not [f for f in weighed(QUESTION, elicitation).flips if f.kind == "failure"]


def test_flips_that_change_the_lead_come_first_and_small_ones_before_large():
    weighing = of(
        word_item("i", FOR_H0, chokepoint="hands"),
        word_item("j", FOR_H0, chokepoint="hands"),
        word_item("k", FOR_H1),
    )
    keys = [(not f.changes_lead, len(f.names)) for f in weighing.flips]
    assert keys == sorted(keys)


def test_a_set_of_items_is_listed_once():
    """Two items of one chokepoint are both a pair and a group: one row."""
    weighing = of(word_item("i", FOR_H0, chokepoint="hands"), word_item("j", FOR_H0, chokepoint="hands"))
    sets = [(f.kind, frozenset(f.names)) for f in weighing.flips]
    assert len(sets) == len(set(sets))


def test_the_tipping_point_of_one_item_is_where_both_words_are_equal():
    """With a flat prior the lead changes where "unlikely" under h1 becomes .875, and the other way round."""
    points = [t for t in of(word_item("i", FOR_H0)).tipping_points if t.kind == "item"]
    tips = {t.hypothesis: (t.p_tip, t.new_lead) for t in points}
    assert tips == {"h0": (pytest.approx(0.325), "h1"), "h1": (pytest.approx(0.875), "h1")}
    assert points[0].distance == pytest.approx(np.log(0.875 / 0.125) - np.log(0.325 / 0.675))


def test_a_tipping_point_inside_the_band_says_so():
    """ "Likely" against "roughly even": .55 is inside neither, but .5 + a little may be."""
    points = of(
        word_item("i", {"h0": "likely", "h1": "likely"}),
        word_item("j", {"h0": "roughly even", "h1": "unlikely"}),
        word_item("k", {"h0": "unlikely", "h1": "roughly even"}),
        prior={"h0": 1.0, "h1": 0.98, "something_else": 1.0},
    ).tipping_points
    near = [t for t in points if t.item == "i"]
    assert near
    assert all(t.in_band for t in near)
    assert points[0].distance == min(t.distance for t in points)
    assert {(t.low, t.high) for t in near} == {(0.55, 0.80)}


def test_conditions_are_said_in_words():
    item = Item(
        name="i",
        text="i",
        question_id="q",
        answers=(Answer(when=(("u", ("s1",)),), p=0.5), Answer(words=FOR_H0)),
        made=MADE,
    )
    points = of(item, variables=[plain_variable("u", 0.9, 0.1)]).tipping_points
    assert {t.conditions for t in points if t.kind == "item"} == {"unless u is s1"}


def test_a_line_that_never_applies_has_no_tipping_point():
    item = Item(
        name="i",
        text="i",
        question_id="q",
        answers=(Answer(words=FOR_H0), Answer(words=FOR_H1)),
        made=MADE,
    )
    assert {t.conditions for t in of(item).tipping_points} == {""}


def test_readings_stay_within_what_the_bands_allow():
    """With certain figures and one word pair the range lies between the two extreme readings."""
    network = network_of(QUESTION, simple_elicitation(QUESTION, items=[word_item("i", FOR_H0)]))
    readings = read_again(network, WeighSettings(draws=400, seed=1))
    assert 0.0 < readings.low[0] < posterior_of(network)[0][0] < readings.high[0] < 1.0
    assert readings.leads_share.sum() == pytest.approx(1.0)


def test_another_seed_gives_other_readings_and_the_same_posterior():
    elicitation = simple_elicitation(QUESTION, items=[word_item("i", FOR_H0)])
    one, two = (weighed(QUESTION, elicitation, WeighSettings(draws=100, seed=s)) for s in (1, 2))
    assert [h.p for h in one.hypotheses] == [h.p for h in two.hypotheses]
    assert [h.low for h in one.hypotheses] != [h.low for h in two.hypotheses]


def test_drawn_rows_keep_their_mean_and_sum():
    """Dirichlet(2 n p) has mean p; a flat row of three is Dirichlet(2, 2, 2)."""
    stated = np.array([[0.97, 0.03], [0.5, 0.5]])
    drawn = draw_dirichlet(np.random.default_rng(0), stated, 4000)
    assert drawn.shape == (4000, 2, 2)
    assert drawn.sum(axis=-1) == pytest.approx(1.0)
    assert drawn.mean(axis=0) == pytest.approx(stated, abs=0.01)
    flat = draw_dirichlet(np.random.default_rng(0), np.full(3, 1 / 3), 4000)
    assert flat.var(axis=0) == pytest.approx(2 * 4 / (36 * 7), rel=0.1)


def test_a_state_stated_impossible_stays_impossible():
    drawn = draw_dirichlet(np.random.default_rng(0), np.array([1.0, 0.0]), 50)
    assert (drawn[:, 1] == 0.0).all()


def finding(name, answers, *, hours=1.0, risks_people=False):
    return PossibleFinding(
        name=name,
        text=f"the finding {name}",
        question_id="q",
        answers=answers,
        hours=hours,
        risks_people=risks_people,
        made=MADE,
    )


def test_entropy_in_bits():
    assert entropy_bits(np.array([[0.5, 0.5], [1.0, 0.0]])).tolist() == [1.0, 0.0]


def test_a_finding_that_would_decide_a_coin_gives_one_bit():
    """A plain certain figure per hypothesis tells everything: 1 bit from a flat prior, at 2 hours."""
    sure = (Answer(when=(("q", ("h0",)),), p=1.0), Answer(p=0.0))
    (step,) = of(plain_item("i", 0.5), findings=[finding("f", sure, hours=2.0)]).next_steps
    assert (step.bits, step.bits_per_hour) == (pytest.approx(1.0), pytest.approx(0.5))
    assert step.if_found == (1.0, 0.0)
    assert step.if_not_found == (0.0, 1.0)
    assert step.p_lead_changes == pytest.approx(0.5)


def test_an_outcome_that_cannot_come_is_shown_as_no_change():
    (step,) = of(word_item("i", FOR_H0), findings=[finding("f", (Answer(p=0.0),))]).next_steps
    assert step.bits == 0.0
    assert step.if_found == pytest.approx(step.if_not_found)


def test_findings_change_no_posterior():
    """What could be found has not been found."""
    without_one = of(word_item("i", FOR_H0))
    with_one = of(word_item("i", FOR_H0), findings=[finding("f", (Answer(words=FOR_H1),))])
    assert [h.p for h in with_one.hypotheses] == pytest.approx([h.p for h in without_one.hypotheses])


def test_steps_that_put_people_at_risk_come_last_whatever_they_tell():
    strong, weak = (Answer(words=FOR_H0),), (Answer(words={"h0": "likely", "h1": "roughly even"}),)
    weighing = of(
        plain_item("i", 0.5),
        findings=[finding("a", strong, risks_people=True), finding("b", weak, hours=50.0)],
    )
    assert [s.name for s in weighing.next_steps] == ["b", "a"]
    assert weighing.next_steps[0].bits_per_hour < weighing.next_steps[1].bits_per_hour


def test_two_steps_together_are_named_where_none_alone_changes_the_lead():
    """Each of two findings for h1 leaves h0 ahead; both do not. A risky one is never in the pair."""
    against = (Answer(words=FOR_H1),)
    weighing = of(
        plain_item("i", 0.5),
        prior={"h0": 4.0, "h1": 1.0, "something_else": 1.0},
        findings=[finding("a", against), finding("b", against), finding("c", against, risks_people=True)],
    )
    assert all(s.p_lead_changes == 0.0 for s in weighing.next_steps)
    note = next(n for n in weighing.notes if n.startswith("No single possible finding"))
    assert "“the finding a” and “the finding b”" in note
    assert "the finding c" not in note


def test_nothing_that_changes_the_lead_is_said_too():
    weighing = of(
        plain_item("i", 0.5),
        prior={"h0": 99.0, "h1": 1.0, "something_else": 1.0},
        findings=[finding("a", (Answer(words=FOR_H1),))],
    )
    assert any(n.startswith("No possible finding") for n in weighing.notes)


def test_the_bound_on_something_else():
    """As good as the best: prior 1/3, likelihood that of h0 against the mean of both."""
    weighing = of(word_item("i", FOR_H0))
    best, other = 0.98 * 0.875 + 0.01, 0.98 * 0.325 + 0.01
    assert weighing.else_prior == pytest.approx(1 / 3)
    assert weighing.else_bound == pytest.approx(best / (best + best + other))


def test_slices_do_not_show(monkeypatch):
    """Cutting a batch into slices of one changes no bit."""
    network = network_of(QUESTION, simple_elicitation(QUESTION, items=[word_item("i", FOR_H0)]))
    key = ("item", "i")
    batch = {key: np.random.default_rng(0).random((2, 7))}
    whole = likelihoods(network, batch, 7)
    monkeypatch.setattr("twosource.weighing.whatifs.CELLS_AT_ONCE", 1)
    assert (likelihoods(network, batch, 7) == whole).all()


def test_a_weighing_survives_the_codec():
    """What the desk keeps is what was computed, to the last digit."""
    weighing = of(
        word_item("i", FOR_H0),
        variables=[
            Variable(
                name="v",
                text="v",
                states=("a", "b"),
                rows=plain_variable("v", 0.5, 0.5).rows,
                failed=("a",),
                made=MADE,
            )
        ],
        findings=[finding("f", (Answer(words=FOR_H1),))],
    )
    kept = from_line(to_line(weighing))
    assert isinstance(kept, Weighing)
    assert kept == weighing


def test_one_outcome_for_each_question_in_order():
    first, second = (
        weighed(QUESTION, simple_elicitation(QUESTION, items=[word_item(n, FOR_H0)]), QUICK) for n in "ab"
    )
    assert (first.weights[0].name, second.weights[0].name) == ("a", "b")
