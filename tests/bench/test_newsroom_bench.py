"""The simulated newsroom: what it draws, what the scores mean, and that ours is the product's own rate."""

from math import exp, log
from pathlib import Path

import numpy as np
import pytest
from bench.newsroom import (
    AUC,
    FEWEST,
    MOST,
    TRUE_PRIOR,
    Dossier,
    compared,
    counting,
    distance,
    edges,
    learned_prior,
    run,
    scores,
    shared_rate,
    simulate,
)


def dossier(said, lam=None):
    said = np.array(said, dtype=bool)
    return Dossier(True, True, said, np.ones(said.size) if lam is None else np.array(lam), 0)


def test_dossiers_are_those_described_and_come_from_the_seed():
    drawn = list(simulate(2_000, AUC["none"], TRUE_PRIOR, 3))
    assert {FEWEST, MOST} == {min(d.said.size for d in drawn), max(d.said.size for d in drawn)}
    assert np.mean([d.first == d.is_true for d in drawn]) == pytest.approx(0.7, abs=0.03)
    assert np.mean([d.n_own / d.said.size for d in drawn]) == pytest.approx(0.2, abs=0.03)
    assert all((d.lam == 1.0).all() for d in drawn)
    again = list(simulate(2_000, AUC["none"], TRUE_PRIOR, 3))
    assert all((one.said == other.said).all() for one, other in zip(drawn, again, strict=True))


def test_a_score_with_a_given_auc_ranks_own_above_derived_that_often():
    rng = np.random.default_rng(1)
    for auc in (0.86, 0.98):
        apart = distance(auc)
        own, derived = rng.normal(apart / 2, size=4_000), rng.normal(-apart / 2, size=4_000)
        assert np.mean(own > derived) == pytest.approx(auc, abs=0.02)


def test_counting_adds_a_vote_for_everybody():
    """Three yes and one no beside a yes: three votes of log(.7 / .3) net."""
    assert counting(dossier([1, 1, 1, 0]), TRUE_PRIOR) == pytest.approx(3 * log(7 / 3))


def test_without_followers_every_way_of_reading_says_what_the_first_report_says():
    for method in (counting, edges, shared_rate):
        assert method(dossier([]), TRUE_PRIOR) == pytest.approx(log(7 / 3))


def test_one_follower_is_read_by_the_same_formula_by_hand():
    """One follower that agrees, no evidence, mean rate .2: (.8 * .98 + .2 * .7) / (.8 * .98 + .2 * .3) more."""
    factor = (0.8 * 0.98 + 0.2 * 0.7) / (0.8 * 0.98 + 0.2 * 0.3)
    assert shared_rate(dossier([1]), TRUE_PRIOR) == pytest.approx(log(7 / 3) + log(factor))
    assert edges(dossier([1]), TRUE_PRIOR) == pytest.approx(log(7 / 3) + log(factor))


def test_forty_certain_copies_say_no_more_than_one_report():
    """Copies that are certain leave the odds of the first report."""
    odds = shared_rate(dossier([1] * 40, [1e-9] * 40), TRUE_PRIOR)
    assert odds == pytest.approx(log(7 / 3), abs=1e-6)
    assert counting(dossier([1] * 40), TRUE_PRIOR) == pytest.approx(41 * log(7 / 3))


def test_scores_by_hand():
    """Two claims at .8 and one at .999, of which one of the .8 is false."""
    odds = np.array([log(4), log(4), log(999)])
    found = scores(odds, np.array([True, False, True]))
    assert found["accuracy"] == pytest.approx(2 / 3)
    assert found["log_loss"] == pytest.approx((-log(0.8) - log(0.2) - log(0.999)) / 3)
    assert found["ece"] == pytest.approx((1.6 - 1 + 1 - 0.999) / 3)
    assert found["share_sure"] == pytest.approx(1 / 3)
    assert found["wrong_when_sure"] == 0.0


def test_ours_is_calibrated_and_far_below_counting_and_single_coins():
    rows = compared("none", simulate(600, AUC["none"], TRUE_PRIOR, 5), TRUE_PRIOR)
    loss = {r.peer_name: (r.ours, r.peer) for r in rows if r.metric == "log_loss"}
    for rival in ("count as independent", "exponent (ACCUCOPY)", "mixture, independent edges"):
        assert loss[rival][0] < 0.75 * loss[rival][1]
    assert next(r.ours for r in rows if r.metric == "ece") < 0.06


def test_forty_judged_claims_mend_a_wrong_prior():
    a, b = learned_prior((2.0, 2.0), 7)
    assert a / (a + b) == pytest.approx(0.2, abs=0.12)
    assert a < 1.0


def test_the_whole_table_is_printed_without_data():
    report = run(Path("nowhere"), n_claims=20)
    groups = {r.group for r in report.results}
    assert len(groups) == 15
    assert {r.metric for r in report.results} >= {
        "accuracy",
        "log_loss",
        "ece",
        "wrong_when_sure",
        "share_sure",
    }
    assert all(exp(-r.ours) <= 1.0 for r in report.results if r.metric == "log_loss")
