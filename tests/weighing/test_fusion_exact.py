"""A dossier summed exactly: nodes without error, the accuracies integrated, against brute force."""

from itertools import product
from math import lgamma

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.weighing.fusion import FuseSettings, fuse
from twosource.weighing.fusion.dirichlets import Shapes, expected_log
from twosource.weighing.fusion.gammas import digamma, log_gamma, trigamma
from twosource.weighing.fusion.summing import jacobi


def test_the_functions_behind_the_rates():
    x = np.array([0.01, 0.5, 1.0, 2.5, 5.0, 40.0, 1e6])
    assert log_gamma(x) == pytest.approx([lgamma(v) for v in x], rel=1e-12, abs=1e-12)
    assert digamma(np.array([1.0]))[0] == pytest.approx(-0.5772156649015329, abs=1e-12)
    assert trigamma(np.array([1.0]))[0] == pytest.approx(np.pi**2 / 6, abs=1e-10)
    step = 1e-5
    assert digamma(x[1:-1]) == pytest.approx(
        (log_gamma(x[1:-1] + step) - log_gamma(x[1:-1] - step)) / (2 * step), rel=1e-6
    )


@settings(max_examples=40, deadline=None)
@given(st.floats(0.3, 50.0), st.floats(0.3, 50.0), st.integers(1, 8))
def test_the_nodes_integrate_powers_without_error(a, b, n):
    """E[A^k] = a (a+1) .. (a+k-1) / ((a+b) .. (a+b+k-1)) for every k up to 2n - 1."""
    nodes, weights = jacobi(a, b, n)
    moment = 1.0
    for k in range(2 * n):
        assert weights @ nodes**k == pytest.approx(moment, rel=1e-8)
        moment *= (a + k) / (a + b + k)


def brute(statements, n_items, n_labels, a, b):
    """Posterior of each item's label by summing over all truths, accuracies integrated in closed form."""
    totals = np.zeros((n_items, n_labels))
    sources = {s for _, s, _ in statements}
    for truth in product(range(n_labels), repeat=n_items):
        log_p = 0.0
        for one in sources:
            right = sum(truth[i] == v for i, s, v in statements if s == one)
            wrong = sum(truth[i] != v for i, s, v in statements if s == one)
            log_p += lgamma(a + right) + lgamma(b + wrong) - lgamma(a + b + right + wrong)
            log_p -= wrong * np.log(n_labels - 1)
        for i, t in enumerate(truth):
            totals[i, t] += np.exp(log_p + 10)
    return totals / totals.sum(axis=1, keepdims=True)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2)),
        min_size=1,
        max_size=10,
        unique_by=lambda x: x[:2],
    ),
    st.sampled_from([(8.0, 3.0), (2.0, 1.0), (1.0, 4.0)]),
)
def test_a_dossier_equals_the_sum_over_every_truth(statements, prior):
    rows = [*statements, *((i, 90 + i, 0) for i in range(4))]
    item, source, value = zip(*rows, strict=True)
    fused = fuse(item, source, value, settings=FuseSettings(labels=3, accuracy=prior))
    assert fused.exact
    truth = brute(rows, 4, 3, *prior)
    for i in range(4):
        for label, p in fused.of(i).items():
            assert p == pytest.approx(truth[i, label], abs=1e-9)


def test_equals_who_contradict_each_other_are_even():
    fused = fuse([0, 0], [0, 1], [3, 4])
    assert fused.exact
    chances = fused.of(0)
    assert chances[3] == pytest.approx(chances[4], abs=1e-12)
    assert 0 < fused.unsaid[0] < chances[3]


def test_the_climb_comes_near_the_exact_sum():
    """Three sources on 22 items: the bound's belief and the exact one differ little."""
    rng = np.random.default_rng(3)
    item, source = np.divmod(np.arange(66), 3)
    value = np.where(rng.random(66) < 0.8, 0, 1)
    settings = {"labels": 2, "learn_prior": False, "read_out": False, "find_copies": False}
    exact = fuse(item, source, value, settings=FuseSettings(**settings))
    climbed = fuse(item, source, value, settings=FuseSettings(**settings, exact_statements=0))
    assert exact.exact
    assert not climbed.exact
    assert exact.accuracy == pytest.approx(climbed.accuracy, abs=0.12)


def test_a_learned_prior_recovers_the_shapes_that_drew_the_rates():
    rng = np.random.default_rng(0)
    rates = rng.beta(12.0, 4.0, 4_000)
    logs = np.log(np.stack([rates, 1 - rates], axis=1))
    shapes = Shapes.starting(np.array([8.0, 3.0]), 2.0)
    for _ in range(5):
        shapes = shapes.learned(logs)
    assert shapes.alpha == pytest.approx([12.0, 4.0], rel=0.08)
    assert Shapes.starting(np.array([8.0, 3.0]), 2.0).learned(np.zeros((0, 2))).alpha == pytest.approx(
        [8.0, 3.0]
    )


def test_expected_logs_by_hand():
    """Beta(1, 1): E[log x] = -1."""
    assert expected_log(np.array([1.0, 1.0])) == pytest.approx([-1.0, -1.0], abs=1e-12)
