"""The simulation of weighing: its numbers are drawn as it says, and the product beats both rivals on it."""

from pathlib import Path

import numpy as np
import pytest

from bench import weighing


def test_scores_by_hand():
    """Two dossiers, .8 on the truth and .8 on a wrong one: log loss -(ln .8 + ln .1) / 2."""
    p = np.array([[0.8, 0.1, 0.1], [0.8, 0.1, 0.1]])
    found = weighing.scores(p, np.array([0, 1]))
    assert found["log_loss"] == pytest.approx(1.2629, abs=1e-4)
    assert found["ece_lead"] == pytest.approx(0.3)
    assert found["ece"] == pytest.approx((0.6 + 0.6) / 6)


def test_the_network_is_exact():
    """One paper by hand: sum over keeper and paper of what is seen, against the product's batch."""
    rng = np.random.default_rng(3)
    numbers = weighing.true_numbers(1, 4, rng)
    truth, seen = weighing.observed(numbers, rng)
    found = weighing.posteriors(weighing.network(1, is_shared=True), numbers, seen)
    share = weighing.CONTAMINATION
    for d in range(4):
        weights = np.zeros(3)
        for mode in range(3):
            look = numbers.honest if mode == 0 else numbers.chosen
            real = (1 - share) * look[0, :, d] + share / 2
            genuine = numbers.genuine[mode, d]
            p = genuine * real + (1 - genuine) * numbers.forged[d]
            weights += numbers.keeper[mode, d] * (p if seen[0, d] else 1 - p)
        assert found[d] == pytest.approx(weights / weights.sum())
    assert truth.shape == (4,)


def test_a_shared_keeper_matters_and_counting_does_not_do():
    report = weighing.run(Path(), n_dossiers=400)
    found = {(r.group, r.metric, r.peer_name): (r.ours, r.peer) for r in report.results}
    for rival in ("independent papers", "ACH count"):
        ours, theirs = found["20 papers, true numbers", "log_loss", rival]
        assert ours < theirs
    ours, face = found["20 papers, half a logit off", "ece", "face value"]
    assert ours < face


def test_words_are_bands_with_their_width():
    numbers = weighing.in_words(weighing.true_numbers(2, 5, np.random.default_rng(4)))
    assert set(np.unique(numbers.honest)) <= {0.03, 0.125, 0.325, 0.5, 0.675, 0.875, 0.97}
    assert (numbers.noise > 0).all()
