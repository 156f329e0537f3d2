"""The shared rate: known values, the figures of the reasoning, and agreement with brute force."""

from itertools import product
from math import exp, lgamma

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.tracing.own_access import count_origins, own_access, poisson_binomial

RATIOS = st.lists(st.floats(0.001, 1000.0), max_size=6)
SHAPES = st.sampled_from([(0.5, 9.5), (0.5, 4.5), (2.0, 3.0), (5.0, 2.0), (1.0, 1.0)])


def log_beta(a, b):
    return lgamma(a) + lgamma(b) - lgamma(a + b)


@pytest.mark.parametrize(("a", "b"), [(0.5, 9.5), (0.5, 4.5), (0.5, 2.0), (2.0, 3.0), (5.0, 2.0), (1.0, 1.0)])
def test_without_evidence_the_rate_has_the_moments_of_its_beta(a, b):
    """The nodes integrate the prior: mean a/(a+b) and variance ab/((a+b)^2 (a+b+1))."""
    rate = own_access(np.zeros(0), a, b)
    mean = rate.weights @ rate.nodes
    assert mean == pytest.approx(a / (a + b), abs=1e-9)
    spread = rate.weights @ (rate.nodes - mean) ** 2
    assert spread == pytest.approx(a * b / ((a + b) ** 2 * (a + b + 1)), abs=1e-9)


def test_nobody_read_anything_and_forty_followed():
    """No evidence on 40 follow-ups, Beta(1/2, 2): P(K = 1) = .21 and on average 9 origins."""
    k = count_origins(own_access(np.ones(40), 0.5, 2.0))
    assert k[1] == pytest.approx(exp(log_beta(0.5, 42.0) - log_beta(0.5, 2.0)), abs=1e-9)
    assert k[1] == pytest.approx(0.21, abs=0.005)
    assert k @ np.arange(k.size) == pytest.approx(9.0, abs=1e-6)


def test_forty_that_all_name_the_broadcaster_are_one_origin():
    """Every ratio 1/30: P(K = 1) = .98, where forty separate coins of the same rate would say .72."""
    k = count_origins(own_access(np.full(40, 1 / 30), 0.5, 2.0))
    assert k[1] == pytest.approx(0.98, abs=0.005)
    rate = 0.5 / 2.5
    coin = rate / 30 / (rate / 30 + 1 - rate)
    assert (1 - coin) ** 40 == pytest.approx(0.72, abs=0.005)


@given(RATIOS, SHAPES)
def test_the_posterior_agrees_with_summing_over_every_pattern(lam, shape):
    """P(own) by integrating over the rate equals the sum over all patterns of who knew, in closed form."""
    a, b = shape
    m, total, own = len(lam), 0.0, np.zeros(len(lam))
    for pattern in product([0, 1], repeat=m):
        n = sum(pattern)
        weight = exp(log_beta(a + n, b + m - n)) * float(
            np.prod([x for x, z in zip(lam, pattern, strict=True) if z])
        )
        total += weight
        own += weight * np.array(pattern)
    rate = own_access(np.array(lam), a, b)
    assert rate.p_own == pytest.approx(own / total, abs=1e-6)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=7))
def test_counts_of_separate_coins_agree_with_brute_force(q):
    """The recurrence gives the probability of every count of heads."""
    expected = np.zeros(len(q) + 1)
    for pattern in product([0, 1], repeat=len(q)):
        expected[sum(pattern)] += np.prod([p if z else 1 - p for p, z in zip(q, pattern, strict=True)])
    assert poisson_binomial(np.array([q]))[0] == pytest.approx(expected, abs=1e-12)


def test_counts_beyond_the_longest_are_kept_in_the_last_place():
    """Nothing is lost by cutting a long count short."""
    p = poisson_binomial(np.full((2, 50), 0.9), longest=10)
    assert p.shape == (2, 11)
    assert p.sum(axis=1) == pytest.approx(1.0)
    assert p[:, -1] == pytest.approx(1.0)


@given(RATIOS.filter(bool), SHAPES, st.integers(0, 5))
def test_better_evidence_of_own_access_never_lowers_it(lam, shape, which):
    """Raising one ratio raises its own probability, and everybody else's, since the rate is shared."""
    which %= len(lam)
    more = list(lam)
    more[which] *= 3
    before, after = (own_access(np.array(x), *shape).p_own for x in (lam, more))
    assert (after >= before - 1e-9).all()
    assert after[which] > before[which] - 1e-12


def test_ten_thousand_followers_are_integrated_where_the_posterior_is():
    """The rate of a large cluster is found although it lies far below the first quantile of the prior."""
    rate = own_access(np.zeros(10_000), 0.5, 4.5)
    assert rate.weights @ rate.nodes == pytest.approx(0.5 / (0.5 + 4.5 + 10_000), rel=1e-6)


def test_nobody_to_doubt_gives_no_probabilities():
    """An empty cluster is fine."""
    rate = own_access(np.zeros(0), 0.5, 4.5)
    assert rate.p_own.size == 0
    assert count_origins(rate).tolist() == [0.0, pytest.approx(1.0)]


@pytest.mark.parametrize(("lam", "a", "b"), [([1.0], 0.0, 1.0), ([1.0], 1.0, -1.0), ([-0.1], 1.0, 1.0)])
def test_impossible_numbers_are_refused(lam, a, b):
    """A Beta has positive parameters and a ratio is not negative."""
    with pytest.raises(ValueError, match=r"positive|negative"):
        own_access(np.array(lam), a, b)
