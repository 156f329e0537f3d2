"""Laws that hold for every case, found by trying random ones."""

from dataclasses import replace
from itertools import pairwise

import brute_force
import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st
from weighing_cases import (
    cases,
    network_of,
    plain_variable,
    posterior_of,
    weighed,
)

from twosource.weighing import WeighSettings
from twosource.weighing.decibans import odds_decibans
from twosource.weighing.readouts.sharing import shapley
from twosource.weighing.readouts.tipping import answered_figures, conditions_of, tipping_points
from twosource.weighing.readouts.weights import groups_of
from twosource.weighing.whatifs import NOTHING, answered, given, joint_weights, opposite, without

quick = settings(max_examples=60, deadline=None)
few = settings(max_examples=15, deadline=None)


@quick
@over(cases())
def test_elimination_equals_the_brute_sum(case):
    """The exact sum and the plain product over all worlds agree, for every what-if."""
    question, elicitation = case
    network = network_of(question, elicitation)
    assert posterior_of(network)[0] == pytest.approx(brute_force.posterior(question, elicitation), abs=1e-12)
    name = elicitation.items[0].name
    seen = posterior_of(network, opposite(network, [name]))[0]
    assert seen == pytest.approx(brute_force.posterior(question, elicitation, negated=[name]), abs=1e-12)


@quick
@over(cases())
def test_posteriors_sum_to_one(case):
    weighing = weighed(*case)
    assert sum(h.p for h in weighing.hypotheses) == pytest.approx(1.0)
    for state in weighing.states:
        assert sum(state.p) == pytest.approx(1.0)
    for flip in weighing.flips:
        assert sum(flip.p) == pytest.approx(1.0)
    for step in weighing.next_steps:
        assert sum(step.if_found) == pytest.approx(1.0)
    assert sum(h.leads_share for h in weighing.hypotheses) == pytest.approx(1.0)


@few
@over(cases(), st.randoms(use_true_random=False))
def test_order_of_entry_is_irrelevant_to_the_last_bit(case, random):
    """Shuffled variables, items and findings give the same read-outs, not nearly the same."""
    question, elicitation = case

    def shuffled(things):
        return tuple(random.sample(things, len(things)))

    other = replace(
        elicitation,
        variables=shuffled(elicitation.variables),
        items=shuffled(elicitation.items),
        possible_findings=shuffled(elicitation.possible_findings),
        prior=dict(reversed(elicitation.prior.items())),
    )
    assert weighed(question, other) == weighed(question, elicitation)


@quick
@over(cases())
def test_retracting_and_entering_again_is_identity(case):
    """Dropping an item is the same as never having had it, and entering it again restores every bit."""
    question, elicitation = case
    network = network_of(question, elicitation)
    first, *rest = elicitation.items
    dropped = replace(elicitation, items=tuple(rest))
    never = posterior_of(network_of(question, dropped))
    assert posterior_of(network, without(network, [first.name])) == pytest.approx(never, abs=1e-12)
    again = network_of(question, replace(dropped, items=(*rest, first)))
    assert (posterior_of(again) == posterior_of(network)).all()


@quick
@over(cases(), st.integers(2, 4))
def test_merging_two_equal_states_changes_nothing(case, n):
    """A state written as n finer ones, answered alike, weighs as the one state did."""
    question, elicitation = case
    if not elicitation.variables:
        return
    first = elicitation.variables[0]
    finer = tuple(f"fine {at}" for at in range(n))

    def split(row):
        return replace(row, p=(*(row.p[0] / n for _ in range(n)), *row.p[1:]))

    merged = replace(first, merged={first.states[0]: finer}, rows=tuple(map(split, first.rows)))
    other = replace(elicitation, variables=(merged, *elicitation.variables[1:]))
    assert posterior_of(network_of(question, other)) == pytest.approx(
        posterior_of(network_of(question, elicitation)), abs=1e-12
    )


@quick
@over(cases())
def test_a_variable_nothing_depends_on_changes_nothing(case):
    """Posteriors stay, and so do the readings: every table draws from its own generator."""
    question, elicitation = case
    idle = plain_variable("idle", 0.2, 0.3, 0.5)
    before = weighed(question, elicitation)
    after = weighed(question, replace(elicitation, variables=(*elicitation.variables, idle)))
    for old, new in zip(before.hypotheses, after.hypotheses, strict=True):
        assert (new.p, new.low, new.high) == pytest.approx((old.p, old.low, old.high), abs=1e-12)


@quick
@over(cases())
def test_shapley_shares_sum_to_the_whole_move(case):
    question, elicitation = case
    network = network_of(question, elicitation)
    weights = joint_weights(network, [NOTHING])[0]
    whole = odds_decibans(weights) - odds_decibans(network.prior)
    shares = shapley(network, groups_of(elicitation), WeighSettings()).decibans
    assert shares.sum(axis=0) == pytest.approx(whole, abs=1e-9)


def crosses(question, elicitation, figure, lead, lower, upper):
    """Bisect the margin of the lead over the rest between two raw figures, by the brute sum."""

    def margin(raw):
        key = (figure.entry.item.name, figure.answer, figure.hypothesis)
        p = brute_force.posterior(question, elicitation, figures={key: raw})
        return p[lead] - max(v for at, v in enumerate(p) if at != lead)

    if margin(lower) * margin(upper) > 0:
        return None
    for _ in range(28):
        middle = (lower + upper) / 2
        if margin(middle) * margin(upper) > 0:
            upper = middle
        else:
            lower = middle
    return (lower + upper) / 2


@few
@over(cases())
def test_tipping_points_equal_brute_force_bisection(case):
    """For each figure, the crossings found by bisection are the reported ones, and there are no more."""
    question, elicitation = case
    network = network_of(question, elicitation)
    posterior = posterior_of(network)[0]
    ordered = sorted(posterior)
    if ordered[-1] - ordered[-2] < 1e-6:
        return
    reported = tipping_points(network, posterior)
    lead = int(np.argmax(posterior))
    for figure in answered_figures(network):
        now = figure.at(figure.entry.raw)
        found = [
            crosses(question, elicitation, figure, lead, a, b) for a, b in ((1e-7, now), (now, 1 - 1e-7))
        ]
        expected = [x for x in found if x is not None]
        mine = [t.p_tip for t in reported if is_of(t, figure) and 1e-6 < t.p_tip < 1 - 1e-6]
        assert sorted(mine) == pytest.approx([x for x in expected if 1e-6 < x < 1 - 1e-6], abs=1e-6)


def is_of(point, figure):
    same_line = point.p_now == figure.at(figure.entry.raw)
    return (
        same_line
        and point.item == figure.entry.item.name
        and point.hypothesis == figure.hypothesis
        and point.conditions == conditions_of(figure)
    )


@quick
@over(cases(), st.integers(0, 20))
def test_odds_are_linear_in_every_figure(case, step):
    """The weight at a figure between 0 and 1 lies on the line through both ends (section 5.3)."""
    network = network_of(*case)
    figure = answered_figures(network)[-1]
    x = step / 20
    low, high, between = joint_weights(
        network,
        [
            answered(network, figure.entry.item.name, figure.positions, raw, figure.is_word)
            for raw in (0.0, 1.0, x)
        ],
    )
    assert between == pytest.approx(low + x * (high - low), rel=1e-9, abs=1e-300)


@quick
@over(cases())
def test_failure_is_conditioning(case):
    """What a failure does is what the brute sum over the failed worlds gives, with its probability."""
    question, elicitation = case
    network = network_of(question, elicitation)
    for variable in elicitation.variables:
        state = variable.states[0]

        def has_failed(world, name=variable.name, state=state):
            return world[name] == state

        found = joint_weights(network, [NOTHING, given(network, {variable.name: (state,)})])
        failed = brute_force.weights(question, elicitation, condition=has_failed)
        everything = brute_force.weights(question, elicitation)
        assert found[1] / found[0].sum() == pytest.approx(np.array(failed) / sum(everything), abs=1e-12)


@quick
@over(cases())
def test_what_is_expected_to_be_learned_is_never_negative(case):
    """Mutual information is not below zero, and not above the entropy of the answer."""
    weighing = weighed(*case)
    p = np.array([h.p for h in weighing.hypotheses])
    most = float(-(p * np.log2(p)).sum())
    for step in weighing.next_steps:
        assert 0.0 <= step.bits <= most + 1e-9
        assert 0.0 <= step.p_lead_changes <= 1.0 + 1e-12
    risks = [s.risks_people for s in weighing.next_steps]
    assert all(a <= b for a, b in pairwise(risks))


@quick
@over(cases())
def test_every_posterior_is_a_mixture_of_what_a_search_would_show(case):
    """P(found) times the posterior if found, plus the rest, is the posterior now: no step is biased."""
    question, elicitation = case
    weighing = weighed(question, elicitation)
    now = np.array([h.p for h in weighing.hypotheses])
    for step in weighing.next_steps:
        yes, no = np.array(step.if_found), np.array(step.if_not_found)
        at = int(np.argmax(np.abs(yes - no)))
        if abs(yes[at] - no[at]) < 1e-6:
            continue
        chance = (now[at] - no[at]) / (yes[at] - no[at])
        assert 0.0 <= chance <= 1.0
        assert chance * yes + (1 - chance) * no == pytest.approx(now, abs=1e-8)


@few
@over(cases())
def test_the_same_seed_gives_the_same_weighing(case):
    """A weighing is a function of question, answers and settings."""
    assert weighed(*case) == weighed(*case)
