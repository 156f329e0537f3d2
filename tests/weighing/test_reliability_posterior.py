"""The share of right assertions: the table of section 3.1, poor checks, mixed records, and exact integration."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reliability_cases import lot

from twosource.weighing.reliability.posterior import (
    FLAT,
    items_worth,
    log_evidences,
    log_record,
    posterior_of,
)
from twosource.weighing.track_record import record_likelihood

TABLE = {
    1.0: (0.500, 0.667, 0.800, 0.857, 0.917, 0.969),
    0.5: (0.500, 0.629, 0.744, 0.801, 0.870, 0.944),
    0.2: (0.500, 0.587, 0.672, 0.722, 0.792, 0.891),
    0.05: (0.500, 0.541, 0.588, 0.620, 0.673, 0.773),
    0.0: (0.500, 0.500, 0.500, 0.500, 0.500, 0.500),
}
NS = (0, 1, 3, 5, 10, 30)


@pytest.mark.parametrize("unseen", TABLE)
def test_the_whole_table_of_section_3_1(unseen):
    means = [posterior_of([lot(n, unseen=unseen)] if n else []).mean for n in NS]
    assert [round(mean, 3) for mean in means] == list(TABLE[unseen])


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 1), st.integers(0, 200))
def test_it_is_the_formula_the_network_uses(unseen, n):
    """Integrated here by another rule, Gauss-Legendre over the share itself."""
    nodes, weights = np.polynomial.legendre.leggauss(400)
    theta = (nodes + 1) / 2
    mass = weights * record_likelihood(theta, n, unseen)
    expected = (theta * mass).sum() / mass.sum()
    assert posterior_of([lot(n, unseen=unseen)]).mean == pytest.approx(expected, abs=1e-6)


@settings(deadline=None)
@given(st.integers(0, 500), st.integers(0, 500), st.floats(0.05, 20), st.floats(0.05, 20))
def test_with_all_failures_known_and_perfect_checks_it_is_the_beta_posterior(right, wrong, a, b):
    found = posterior_of([lot(right), lot(wrong, right=False)], (a, b))
    up, total = a + right, a + b + right + wrong
    assert found.mean == pytest.approx(up / total, abs=1e-9)
    assert found.variance == pytest.approx(up * (total - up) / total**2 / (total + 1), rel=1e-6)


def test_a_million_items_are_integrated_as_exactly_as_one():
    found = posterior_of([lot(700_000), lot(300_000, right=False)])
    assert found.mean == pytest.approx(700_001 / 1_000_002, abs=1e-12)
    assert found.high - found.low == pytest.approx(2 * 1.645 * np.sqrt(0.21 / 1e6), rel=1e-3)


def test_the_range_is_that_of_the_beta_distribution():
    """Beta(4, 1): the quantile of q is q ** (1 / 4)."""
    found = posterior_of([lot(3)], share=0.9)
    assert (found.low, found.high) == (
        pytest.approx(0.05**0.25, abs=1e-4),
        pytest.approx(0.95**0.25, abs=1e-4),
    )


def test_evidence_is_beta_binomial():
    """B(a + 2, b + 1) / B(a, b) with a = b = 1: 1 / 12."""
    (found,) = log_evidences([lot(2), lot(1, right=False)], [FLAT])
    assert np.exp(found) == pytest.approx(1 / 12)


def test_wrong_items_pull_down_however_rarely_failures_become_known():
    """One known failure among nine successes weighs the more, the rarer failures become known."""
    means = [
        posterior_of([lot(9, unseen=s), lot(1, right=False, unseen=s)]).mean for s in (1.0, 0.5, 0.2, 0.05)
    ]
    assert means == sorted(means, reverse=True)
    assert means[-1] < 0.5


@settings(deadline=None)
@given(st.integers(1, 1000), st.booleans())
def test_a_check_that_says_nothing_leaves_the_record_empty(n, right):
    found = posterior_of([lot(n, right=right, quality=0.0)])
    assert found.mean == pytest.approx(0.5, abs=1e-9)
    assert items_worth([lot(n, right=right, quality=0.0)]) == pytest.approx(0.0, abs=1e-6)


def test_the_check_errs_both_ways_as_its_youden_index_says():
    """q = .6: right is called right with .8, wrong with .2."""
    ends = log_record([lot(1, quality=0.6)], np.array([1.0, 0.0]), np.array([0.0, 1.0]))
    assert np.exp(ends) == pytest.approx([0.8, 0.2])


def test_a_poor_check_is_no_discount():
    """A thousand of a thousand found right by a check of q = .4 are more than such a check gives: theta goes
    to 1. Of a thousand, 700 found right are what it gives where all are right; as a discount, .7 would be all."""
    some = posterior_of([lot(700, quality=0.4), lot(300, right=False, quality=0.4)])
    discounted = posterior_of([lot(280), lot(120, right=False)])
    assert discounted.mean == pytest.approx(0.7, abs=0.01)
    assert some.mean > 0.95


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60))
def test_a_record_is_worth_its_items(right, wrong):
    assert items_worth([lot(right), lot(wrong, right=False)]) == pytest.approx(right + wrong, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), st.floats(0, 1), st.floats(0, 1))
def test_unseen_failures_and_poor_checks_make_a_good_record_worth_less(n, unseen, quality):
    assert items_worth([lot(n, unseen=unseen, quality=quality)]) <= n + 1e-6


def test_without_known_failures_a_record_is_worth_nothing():
    assert items_worth([lot(1000, unseen=0.0)]) == pytest.approx(0.0, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.01, 1e6), st.booleans(), st.floats(1e-6, 1), st.floats(0, 1)), max_size=5),
    st.floats(0.05, 50),
    st.floats(0.05, 50),
)
def test_no_record_gives_a_silent_number(parts, a, b):
    lots = [lot(n, right=right, unseen=s, quality=q) for n, right, s, q in parts]
    found = posterior_of(lots, (a, b))
    assert 0.0 <= found.low <= found.mean <= found.high <= 1.0 or found.variance < 0.25
    assert np.isfinite(log_evidences(lots, [(a, b)])).all()


def test_a_prior_with_hardly_any_items_is_refused():
    with pytest.raises(ValueError, match="Beta prior"):
        posterior_of([], (0.01, 1.0))
