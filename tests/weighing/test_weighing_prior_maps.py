"""Under which priors each hypothesis leads: exact shares of the simplex, and the odds that lose the lead."""

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st
from weighing_cases import cases, network_of, plain_item, posterior_of, simple_elicitation, simple_question

from twosource.weighing.posterior import leader
from twosource.weighing.readouts.prior_maps import drawn_shares, leading_shares, prior_map
from twosource.weighing.whatifs import NOTHING, joint_weights

positive = st.floats(1e-4, 1.0)


def clipped(polygon, inside):
    """Cut a polygon (corners in order) at the line where `inside` is 0, keeping where it is positive."""
    kept = []
    for a, b in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        at_a, at_b = inside(a), inside(b)
        if at_a >= 0:
            kept.append(a)
        if at_a * at_b < 0:
            kept.append(a + (b - a) * at_a / (at_a - at_b))
    return kept


def area(polygon):
    """The shoelace formula over the first two coordinates."""
    x, y = np.array([p[0] for p in polygon]), np.array([p[1] for p in polygon])
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def polygon_shares(evidence):
    shares = []
    for at in range(3):
        polygon = list(np.eye(3))
        for other in range(3):
            if other != at and len(polygon) > 2:
                polygon = clipped(polygon, lambda p, a=at, b=other: p[a] * evidence[a] - p[b] * evidence[b])
        shares.append(area(polygon) / 0.5 if len(polygon) > 2 else 0.0)
    return shares


@settings(max_examples=200, deadline=None)
@over(st.tuples(positive, positive, positive))
def test_three_shares_are_the_areas_of_the_three_polygons(evidence):
    assert leading_shares(np.array(evidence)) == pytest.approx(polygon_shares(evidence), abs=1e-9)


@over(st.tuples(positive, positive))
def test_two_shares_are_in_proportion_to_the_evidence(evidence):
    assert leading_shares(np.array(evidence)) == pytest.approx(np.array(evidence) / sum(evidence))


@pytest.mark.parametrize("n", [4, 5, 8, 14])
def test_more_shares_agree_with_a_count_of_drawn_priors(n):
    evidence = np.random.default_rng(n).uniform(0.05, 1.0, n)
    exact = leading_shares(evidence)
    assert exact.sum() == pytest.approx(1.0, abs=1e-12)
    assert exact == pytest.approx(drawn_shares(evidence, 1), abs=0.015)


def test_equal_evidence_shares_the_simplex_evenly():
    assert leading_shares(np.full(10, 0.3)) == pytest.approx(np.full(10, 0.1), abs=1e-12)


def test_what_is_impossible_leads_nowhere():
    assert leading_shares(np.array([0.0, 1.0, 1.0])).tolist() == [0.0, 0.5, 0.5]
    with pytest.raises(ValueError, match="no hypothesis allows"):
        leading_shares(np.zeros(3))


@settings(max_examples=60, deadline=None)
@over(cases())
def test_prior_odds_beyond_those_needed_lose_the_lead_and_less_do_not(case):
    """The odds are of the named rival over the lead, whatever the priors of the others."""
    network = network_of(*case)
    weights = joint_weights(network, [NOTHING])[0]
    found = prior_map(network, weights, 0)
    lead = leader(posterior_of(network)[0])
    rival = network.hypotheses.index(found.rival)
    assert max(found.evidence) == 1.0
    for factor, is_ahead in ((0.999, True), (1.001, False)):
        prior = np.ones(len(weights))
        prior[rival] = found.odds_needed * factor
        weighed = prior * np.array(found.evidence)
        assert bool(weighed[lead] > weighed[rival]) == is_ahead


def test_more_hypotheses_than_can_be_shared_out_exactly_are_drawn():
    question = simple_question(16)
    network = network_of(question, simple_elicitation(question, items=[plain_item("i", 0.5)]))
    found = prior_map(network, joint_weights(network, [NOTHING])[0], 7)
    assert found.shares == pytest.approx(np.full(16, 1 / 16), abs=0.01)
    assert found == prior_map(network, joint_weights(network, [NOTHING])[0], 7)
