"""Read-outs of joined questions: whatever is asked of one network is asked of all its unknowns."""

import brute_force
import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from weighing_cases import QUICK, joint_cases

from twosource.weighing import WeighSettings, weigh
from twosource.weighing.decibans import odds_decibans
from twosource.weighing.network import build_network
from twosource.weighing.readouts.sharing import shapley
from twosource.weighing.readouts.stories import stories
from twosource.weighing.readouts.weights import groups_of
from twosource.weighing.saying import said
from twosource.weighing.whatifs import NOTHING, joint_weights, without

some = settings(max_examples=25, deadline=None)


def network_of(pairs):
    question, elicitation = pairs[0]
    return build_network(question, elicitation, QUICK, pairs[1:])


def weighed_jointly(pairs):
    """Return one weighing per question."""
    outcomes = list(weigh(pairs, settings=QUICK))
    assert [o.failures for o in outcomes] == [()] * len(pairs)
    return [value for outcome in outcomes for value in outcome.values]


@some
@over(joint_cases())
def test_a_story_tells_the_other_questions_too(pairs):
    """The best states of everything but the question, the answers to joined questions among them."""
    question_id = pairs[0][0].question_id
    weights = {}
    for world, p in brute_force.joint_worlds(pairs):
        weights.setdefault(world[question_id], []).append((p, world))
    for story in stories(network_of(pairs), 0):
        found = weights[story.hypothesis]
        best = max(p for p, _ in found)
        assert story.p == pytest.approx(best / sum(p for p, _ in found), rel=1e-9)
        told = dict(story.states) | {question_id: story.hypothesis}
        assert next(p for p, world in found if world == told) == pytest.approx(best, rel=1e-9)


@some
@over(joint_cases())
def test_shares_of_joined_questions_add_up(pairs):
    """From nothing seen to everything seen, whatever the other questions say before anything is seen."""
    network = network_of(pairs)
    names = [e.item.name for e in network.items]
    found = odds_decibans(joint_weights(network, [NOTHING, without(network, names)]))
    for limit in (12, 1):
        shares = shapley(network, groups_of(network.elicitation), WeighSettings(max_groups=limit))
        assert shares.decibans.sum(axis=0) == pytest.approx(found[0] - found[1], abs=1e-8)


@settings(max_examples=15, deadline=None)
@over(joint_cases())
def test_everything_is_said_in_both_languages(pairs):
    """Hypotheses of another question stand in conditions: their names may be the same as ours."""
    for weighing in weighed_jointly(pairs):
        names = {h.name for h in weighing.hypotheses} | {""}
        assert {t.hypothesis for t in weighing.tipping_points} <= names
        for language in ("en", "ar"):
            spoken = said(weighing, language)
            assert len(spoken.tipping) == len(weighing.tipping_points)
            assert len(spoken.flips) == len(weighing.flips)


@settings(max_examples=10, deadline=None)
@over(joint_cases())
def test_read_outs_of_joined_questions_are_finite(pairs):
    for weighing in weighed_jointly(pairs):
        assert np.isfinite([d for w in weighing.weights for d in (*w.decibans, *w.shapley)]).all()
        assert sum(weighing.prior_map.shares) == pytest.approx(1.0)
        assert len(weighing.ach) == len({w.name for w in weighing.weights if not w.is_group})
