"""Ways of working: the figures of section 3.1, and the record as a variable of a network uses it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reliability_cases import lot

from twosource.evidence.elicitation import TrackRecord
from twosource.weighing.reliability import network_record
from twosource.weighing.reliability.judged import judged
from twosource.weighing.reliability.modes import mode_posterior, yardstick
from twosource.weighing.track_record import mode_likelihoods


@pytest.mark.parametrize(
    ("n", "unseen", "p"), [(0, 0.2, 0.80), (3, 0.2, 0.85), (5, 0.2, 0.86), (30, 0.2, 0.90), (30, 1.0, 0.95)]
)
def test_genuine_now(n, unseen, p):
    assert round(mode_posterior([lot(n, unseen=unseen)] if n else []).p_genuine, 2) == p


def test_one_to_five_leaks_are_worth_1_2_to_2_1():
    assert tuple(round(ratio, 1) for ratio in yardstick()) == (1.2, 2.1)


def test_the_priors_are_those_of_the_design_and_sum_to_1():
    assert [mode.prior for mode in judged().modes] == [0.40, 0.35, 0.10, 0.15]
    assert [mode.name for mode in judged().modes] == ["honest", "selective", "salting", "crude"]


def test_more_good_leaks_hardly_separate_honest_from_salting():
    modes = dict(mode_posterior([lot(10, unseen=0.5)]).modes)
    assert modes["salting"] / modes["honest"] > 0.18
    assert modes["crude"] < 0.001


def test_known_forgeries_speak_for_a_forger():
    reading = mode_posterior([lot(2, right=False), lot(3)])
    assert max(reading.modes, key=lambda mode: mode[1])[0] == "crude"
    assert reading.ratio < 1


def test_no_record_is_worth_nothing():
    reading = mode_posterior([])
    assert (reading.ratio, reading.p_genuine) == (1.0, reading.p_before)


RATES = (1.0, 1.0, 1.0, 0.4)


def test_plain_successes_reach_the_network_as_they_are():
    """The demonstration's own record: three, s = .5."""
    assert network_record([lot(3.0, unseen=0.5)], RATES) == TrackRecord(n=3, unseen=0.5, genuine_rate=RATES)
    assert network_record([], RATES).n == 0


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0.1, 9), st.floats(0.01, 1), st.floats(0, 1), st.booleans()),
        min_size=1,
        max_size=4,
    )
)
def test_any_record_reaches_the_network_with_its_likelihoods(parts):
    """Whatever the entries, the network multiplies each state by what the record says of it, up to a factor."""
    rates = (0.95, 0.9, 0.3)
    lots = [lot(n, unseen=s, quality=q, right=right) for n, s, q, right in parts]
    theta = np.array(rates)
    expected = np.ones(3)
    for one in lots:
        x = theta * (1 + one.quality) / 2 + (1 - theta) * (1 - one.quality) / 2
        known = x + one.unseen * (1 - x)
        expected *= ((x if one.is_true else one.unseen * (1 - x)) / known) ** one.n
    found = mode_likelihoods(network_record(lots, rates))
    assert found / found.max() == pytest.approx(expected / expected.max(), rel=1e-9)


def test_what_no_way_of_working_allows_raises():
    with pytest.raises(ValueError, match="allows this record"):
        network_record([lot(1, right=False)], (1.0, 1.0))
