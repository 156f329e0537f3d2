"""The rivals do what their papers say: held against sums done by hand on tiny tables."""

import math

import numpy as np
import pytest
from bench.fusion_rivals import (
    RIVALS,
    accu,
    average_log,
    claims_of,
    crh,
    investment,
    pooled_investment,
    sums,
    truth_finder,
    vote,
)


def table(*rows):
    item, source, value = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return claims_of(item, source, value)


# Item 0: sources 0 and 1 say 0, source 2 says 1. Item 1: source 0 says 0, source 2 says 1. Cells in this order.
TINY = table((0, 0, 0), (0, 1, 0), (0, 2, 1), (1, 0, 0), (1, 2, 1))


def test_claims_said_twice_count_once_and_votes_are_counted():
    twice = table((0, 0, 0), (0, 0, 0), (0, 1, 0), (0, 2, 1))
    assert vote(twice).tolist() == [2, 1]
    assert vote(TINY).tolist() == [2, 1, 1, 1]
    assert TINY.chosen(vote(TINY)) == {0: 0, 1: 0}


def test_truth_finder_after_one_round():
    tau = -math.log(0.1)
    first = truth_finder(TINY, rounds=1)
    expected = [2 * tau - 0.25 * tau, tau - 0.25 * 2 * tau, tau - 0.25 * tau, tau - 0.25 * tau]
    assert first == pytest.approx([1 / (1 + math.exp(-0.3 * s)) for s in expected])


def test_sums_after_one_round():
    # Beliefs 2, 1, 1, 1; trust 3, 2, 2 over 3; beliefs (1 + 2/3), 2/3, 1, 2/3 over 5/3.
    assert sums(TINY, rounds=1) == pytest.approx([1.0, 0.4, 0.6, 0.4])


def test_average_log_after_one_round():
    # Trust: log 2 * 3/2, log 1 * 2, log 2 * 2/2; rescaled 1, 0, 2/3.
    assert average_log(TINY, rounds=1) == pytest.approx([1.0, 2 / 3, 1.0, 2 / 3])


def test_investment_after_one_round():
    # Start 2/3, 1/3, 1/2, 1/2. Stakes 1/2, 1, 1/2: cell 0 holds 1.5, the others 1/2 each.
    trust = np.array([2 / 3 * (0.5 / 1.5) + 1 / 2, 2 / 3 * (1 / 1.5), 1 / 3 + 1 / 2])
    trust = trust / trust.max()
    held = np.array([trust[0] / 2 + trust[1], trust[2] / 2, trust[0] / 2, trust[2] / 2])
    assert investment(TINY, rounds=1) == pytest.approx(held**1.2)


def test_pooled_investment_after_one_round():
    trust = np.array([0.5 * (0.5 / 1.5) + 0.5, 0.5 * (1 / 1.5), 1.0])
    held = np.array([trust[0] / 2 + trust[1], trust[2] / 2, trust[0] / 2, trust[2] / 2])
    grown = held**1.4
    pool = np.array([grown[0] + grown[1]] * 2 + [grown[2] + grown[3]] * 2)
    assert pooled_investment(TINY, rounds=1) == pytest.approx(held * grown / pool)


def test_accu_after_one_round():
    # One source counts for ln(100 * .8 / .2) = ln 400; 99 values nobody says.
    one = 400.0
    first = accu(TINY, rounds=1)
    assert first == pytest.approx(
        [one**2 / (one**2 + one + 99), one / (one**2 + one + 99), one / (2 * one + 99), one / (2 * one + 99)]
    )


def test_crh_after_one_round():
    # Truths by vote: 0 and 0 (ties to the lower). Losses 0, 0, 1, kept above 1/(n+1): 1/3, 1/2, 1.
    loss = np.array([1 / 3, 1 / 2, 1.0])
    weight = -np.log(loss / loss.sum())
    assert crh(TINY, rounds=1) == pytest.approx([weight[0] + weight[1], weight[2], weight[0], weight[2]])


@pytest.mark.parametrize("name", list(RIVALS))
def test_every_rival_finds_what_nine_of_ten_good_sources_say(name):
    rng = np.random.default_rng(7)
    truth = rng.integers(0, 5, 60)
    rows = []
    for source in range(10):
        right = rng.random(60) < (0.9 if source < 9 else 0.2)
        said = np.where(right, truth, (truth + 1 + rng.integers(0, 4, 60)) % 5)
        rows += [(item, source, int(said[item])) for item in range(60)]
    claims = table(*rows)
    chosen = claims.chosen(RIVALS[name](claims))
    assert np.mean([chosen[i] == truth[i] for i in range(60)]) > 0.95


@pytest.mark.parametrize("name", list(RIVALS))
def test_scores_become_shares_and_the_order_of_rows_does_not_matter(name):
    rows = [(0, 0, 0), (0, 1, 0), (0, 2, 1), (1, 0, 0), (1, 2, 1)]
    turned = table(*reversed(rows))
    assert RIVALS[name](turned).tolist() == RIVALS[name](TINY).tolist()
    assert TINY.per_item(TINY.shares(RIVALS[name](TINY))) == pytest.approx([1.0, 1.0])
