"""P(asserts | false) and P(silent | true): two error rates, each only where such silence is on record."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reliability_cases import lot

from twosource.weighing.reliability.error_rates import error_rates


def test_assertions_alone_tell_neither():
    assert error_rates([lot(30), lot(10, right=False)]) == (None, None)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_with_perfect_checks_each_is_its_own_beta_posterior(false_said, false_silent, true_said, true_silent):
    found = error_rates(
        [
            lot(false_said, right=False),
            lot(false_silent, right=False, asserted=False),
            lot(true_said),
            lot(true_silent, asserted=False),
        ]
    )
    assert found[0] == pytest.approx((false_said + 1) / (false_said + false_silent + 2), abs=1e-6)
    assert found[1] == pytest.approx((true_silent + 1) / (true_said + true_silent + 2), abs=1e-6)


def test_one_kind_of_silence_tells_one_rate():
    alpha, beta = error_rates([lot(3), lot(2, right=False, asserted=False)])
    assert alpha == pytest.approx(1 / 4)
    assert beta is None


def test_a_poor_check_blurs_both():
    record = [lot(20, quality=0.3), lot(20, right=False, asserted=False, quality=0.3)]
    sharp = error_rates([lot(20), lot(20, right=False, asserted=False)])[0]
    assert error_rates(record)[0] > sharp


def test_a_check_that_says_nothing_ties_the_two_together():
    """With q = 0 only P(asserts) is known: alpha and 1 - beta are exchangeable."""
    alpha, beta = error_rates(
        [
            lot(5, quality=0.0),
            lot(5, right=False, asserted=False, quality=0.0),
            lot(5, asserted=False, quality=0.0),
        ]
    )
    assert alpha == pytest.approx(1 - beta, abs=1e-9)
