"""The most probable story under each hypothesis: exact, and said in a sentence."""

from itertools import product

import appendix_a
import brute_force
import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from weighing_cases import (
    cases,
    network_of,
    plain_item,
    plain_variable,
    simple_elicitation,
    simple_question,
    weighed,
    word_item,
)

from twosource.evidence.elicitation import Answer, Row
from twosource.weighing.estimative import mixes_likelihood_and_confidence
from twosource.weighing.readouts.stories import stories

QUESTION = simple_question()
FOR_H0 = {"h0": "very likely", "h1": "unlikely"}


def weight_of(question, elicitation, hypothesis, states):
    """P(these states, everything seen | hypothesis), as a plain product."""
    world = {**states, question.question_id: hypothesis}
    p = 1.0
    for variable in elicitation.variables:
        p *= brute_force.p_state(variable, world)
    for item in elicitation.items:
        p *= brute_force.p_item(item, hypothesis, world, elicitation.contamination, {})
    return p


def all_weights(question, elicitation, hypothesis):
    names = [v.name for v in elicitation.variables]
    worlds = [dict(zip(names, s, strict=True)) for s in product(*(v.states for v in elicitation.variables))]
    return [weight_of(question, elicitation, hypothesis, world) for world in worlds]


@settings(max_examples=60, deadline=None)
@over(cases())
def test_a_story_is_the_largest_of_all_products(case):
    """No other combination of states is more probable, and its probability is its share of the whole."""
    question, elicitation = case
    told = stories(network_of(question, elicitation), 0)
    assert len(told) == (len(question.named) if elicitation.variables else 0)
    for story in told:
        weights = all_weights(question, elicitation, story.hypothesis)
        mine = weight_of(question, elicitation, story.hypothesis, dict(story.states))
        assert mine == pytest.approx(max(weights), rel=1e-9)
        assert story.p == pytest.approx(max(weights) / sum(weights), rel=1e-9)


def test_a_story_names_every_unknown_in_order_of_name():
    told = weighed(*appendix_a.case()).stories
    for story in told:
        names = [name for name, _ in story.states]
        assert names == sorted(v.name for v in appendix_a.variables())


def test_of_level_states_the_one_declared_first_is_told():
    """Two idle coins: every story is as good as the other, and the order of entry says nothing."""
    coins = [plain_variable(name, 0.5, 0.5) for name in "ba"]
    one, two = (
        weighed(QUESTION, simple_elicitation(QUESTION, items=[word_item("i", FOR_H0)], variables=order))
        for order in (coins, coins[::-1])
    )
    assert one.stories == two.stories
    assert all(states == (("a", "s0"), ("b", "s0")) for states in (s.states for s in one.stories))
    assert [s.p for s in one.stories] == pytest.approx([0.25, 0.25])


def test_a_hypothesis_that_allows_nothing_of_this_has_no_story():
    refuted = plain_item("i", 0.5)
    refuted = type(refuted)(
        name="i",
        text="i",
        question_id="q",
        answers=(Answer(when=(("q", ("h0",)),), p=0.0), Answer(p=1.0)),
        made=refuted.made,
    )
    variables = [plain_variable("v", 0.7, 0.3)]
    told = weighed(QUESTION, simple_elicitation(QUESTION, items=[refuted], variables=variables)).stories
    assert [s.hypothesis for s in told] == ["h1"]


def test_hundreds_of_unknowns_do_not_underflow():
    """400 coins of .9: their best story has .9 to the 400th, which no product of figures on the way loses."""
    coins = [plain_variable(f"v{at:03}", 0.9, 0.1) for at in range(400)]
    network = network_of(
        QUESTION, simple_elicitation(QUESTION, items=[word_item("i", FOR_H0)], variables=coins)
    )
    (one, two) = stories(network, 0)
    assert np.log(one.p) == pytest.approx(400 * np.log(0.9))
    assert {state for _, state in two.states} == {"s0"}


def test_many_unknowns_are_told_by_what_failed_and_what_differs():
    """Twenty parties, one of them the reason: the sentence names that one and counts the others."""
    variables = [plain_variable(f"p{at:02}", 0.9, 0.1, failed=("s1",)) for at in range(20)]
    item = word_item("i", FOR_H0)
    item = type(item)(
        name="i",
        text="i",
        question_id="q",
        answers=(
            Answer(when=(("p07", ("s1",)),), p=0.99),
            Answer(words={"h0": "almost certain", "h1": "almost no chance"}),
        ),
        made=item.made,
    )
    first, second = weighed(QUESTION, simple_elicitation(QUESTION, items=[item], variables=variables)).stories
    assert "nothing of this failed" in first.text
    assert "“p07”: s1; the other 19 as in the story of “answer 0”" in second.text
    assert dict(second.states)["p07"] == "s1"


def test_stories_are_said_without_any_confidence():
    weighing = weighed(*appendix_a.case())
    for story in weighing.stories:
        assert not mixes_likelihood_and_confidence(story.text)
    assert [s.hypothesis for s in weighing.stories if s.text in weighing.notes] == ["none"]
    assert "“letter 1”, “letter 2” and “letter 3”: genuine" in weighing.stories[2].text


def test_rows_that_depend_on_the_question_are_followed():
    """Under h1 the party fails nine times in ten, so that is its story."""
    party = plain_variable("v", 0.9, 0.1)
    party = type(party)(
        name="v",
        text="v",
        states=("s0", "s1"),
        rows=(Row(when=(("q", ("h1",)),), p=(0.1, 0.9)), Row(p=(0.9, 0.1))),
        made=party.made,
    )
    told = weighed(
        QUESTION, simple_elicitation(QUESTION, items=[plain_item("i", 0.5)], variables=[party])
    ).stories
    assert [dict(s.states)["v"] for s in told] == ["s0", "s1"]
    assert [s.p for s in told] == pytest.approx([0.9, 0.9])
