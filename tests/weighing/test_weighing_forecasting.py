"""Brier, log loss, calibration: the figures of a hand-made record, and the algebra behind them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.weighing.exact_ranges import beta_quantile, beta_share, exact_range
from twosource.weighing.forecasting import (
    brier,
    brier_parts,
    calibration_curve,
    log_loss,
)

SAID, CAME = [0.8, 0.8, 0.4, 0.4], [True, True, False, True]
PAIRS = st.lists(st.tuples(st.floats(0.0, 1.0), st.booleans()), min_size=1, max_size=40)


def test_a_record_of_four_scores_as_by_hand():
    assert brier(SAID, CAME) == pytest.approx((0.04 + 0.04 + 0.16 + 0.36) / 4)
    assert log_loss(SAID, CAME) == pytest.approx(-(2 * math.log(0.8) + math.log(0.6) + math.log(0.4)) / 4)


def test_the_parts_of_the_brier_score_are_those_worked_out_by_hand():
    parts = brier_parts(SAID, CAME, ["very likely"] * 2 + ["unlikely"] * 2)
    assert parts.reliability == pytest.approx((0.04 + 0.01) / 2)
    assert parts.resolution == pytest.approx(0.0625)
    assert parts.uncertainty == pytest.approx(0.75 * 0.25)
    assert parts.within == pytest.approx(0.0)


@given(PAIRS, st.randoms())
def test_the_parts_add_up_exactly_whatever_the_bins(pairs, random):
    p, came = zip(*pairs, strict=True)
    parts = brier_parts(p, came, [random.choice("abc") for _ in pairs])
    assert parts.brier == pytest.approx(brier(p, came), abs=1e-12)


@given(PAIRS, st.randoms())
def test_no_score_depends_on_the_order_of_entry(pairs, random):
    mixed = random.sample(pairs, len(pairs))
    p, came = zip(*pairs, strict=True)
    q, came_q = zip(*mixed, strict=True)
    assert brier(p, came) == pytest.approx(brier(q, came_q), abs=1e-12)


def test_what_was_called_impossible_and_happened_costs_everything():
    assert log_loss([0.0, 0.5], [True, True]) == math.inf


def test_a_curve_has_a_bin_per_word_with_its_exact_range():
    curve = calibration_curve([0.7] * 10 + [0.03] * 5, [True] * 10 + [False] * 5)
    rare, often = curve.bins
    assert (rare.word, rare.n, rare.n_true, rare.observed) == ("almost no chance", 5, 0, 0.0)
    assert (often.word, often.n, often.n_true, often.observed) == ("likely", 10, 10, 1.0)
    assert rare.high == pytest.approx(1 - 0.05 ** (1 / 5))
    assert often.low == pytest.approx(0.05 ** (1 / 10))
    assert curve.n == 15
    assert curve.brier == pytest.approx((10 * 0.09 + 5 * 0.0009) / 15)


def test_the_word_somebody_said_decides_its_bin_even_at_a_border():
    (only,) = calibration_curve([0.8], [True], ["likely"]).bins
    assert only.word == "likely"
    (only,) = calibration_curve([0.8], [True]).bins
    assert only.word == "very likely"


def test_no_forecast_gives_an_empty_curve_and_no_score():
    assert calibration_curve([], []).bins == ()
    with pytest.raises(ValueError, match="at least one"):
        brier([], [])


@pytest.mark.parametrize(
    ("p", "came"),
    [([1.2], [True]), ([math.nan], [True]), ([0.5], [2]), ([0.5, 0.5], [True]), ([[0.5]], [[True]])],
)
def test_what_is_no_probability_or_no_outcome_is_refused(p, came):
    with pytest.raises(ValueError, match="scores need"):
        brier(p, came)


@given(st.integers(1, 200), st.data())
def test_an_exact_range_ends_where_the_binomial_tails_are_what_was_asked(n, data):
    """The definition of Clopper and Pearson, by exact sums of binomial terms."""
    k = data.draw(st.integers(0, n))
    low, high = exact_range(k, n, 0.9)
    assert 0.0 <= low <= k / n <= high <= 1.0

    def at_most(j, p):
        return math.fsum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(j + 1))

    if k > 0:
        assert 1 - at_most(k - 1, low) == pytest.approx(0.05, abs=1e-9)
    if k < n:
        assert at_most(k, high) == pytest.approx(0.05, abs=1e-9)


def test_the_beta_distribution_is_the_one_of_the_tables():
    assert beta_share(0.3, 1, 1) == pytest.approx(0.3)
    assert beta_share(0.5, 2, 3) == pytest.approx(11 / 16)
    assert beta_share(0.2, 3, 3) + beta_share(0.8, 3, 3) == pytest.approx(1.0)
    assert beta_quantile(11 / 16, 2, 3) == pytest.approx(0.5)
    assert exact_range(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    "wrong", [lambda: beta_share(0.5, 0, 1), lambda: beta_quantile(2, 1, 1), lambda: exact_range(3, 2)]
)
def test_counts_and_shares_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match="not a"):
        wrong()
