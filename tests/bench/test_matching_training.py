"""How the points of matching are fitted: no weight below zero, drawn to what was judged, the rest untouched."""

import tomllib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from training.matching import train
from training.matching.fitting import Fit, fit, matrix, precision_recall

from twosource.matching import MatchSettings
from twosource.matching.points import weights


def test_a_part_that_decides_gets_the_weight_and_one_that_misleads_gets_none():
    """The second column goes the wrong way: zero is as low as it may fall."""
    amounts = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]] * 20)
    truth = np.array([1.0, 1.0, 0.0, 0.0] * 20)
    found = fit(amounts, truth, np.zeros(2), ridge=0.1)
    assert found.weights[0] > 3
    assert found.weights[1] == 0.0
    assert found.log_odds(amounts[:1])[0] > 0 > found.log_odds(amounts[2:3])[0]


def test_without_evidence_the_judged_weights_stay():
    """A part no pair has is worth what was judged."""
    found = fit(np.zeros((8, 2)), np.array([1.0, 0.0] * 4), np.array([2.0, 0.5]), ridge=3.0)
    assert found.weights == pytest.approx([2.0, 0.5])
    assert found.constant == pytest.approx(0.0, abs=1e-4)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_fit_is_where_no_step_helps(seed):
    """At the minimum the slope is zero where a weight is free and points into the wall where it is not."""
    draw = np.random.default_rng(seed)
    amounts, truth = draw.normal(size=(40, 3)), (draw.random(40) > 0.5).astype(float)
    judged, ridge = np.array([1.0, 0.2, 0.0]), 2.0
    found = fit(amounts, truth, judged, ridge)
    p = 1 / (1 + np.exp(-found.log_odds(amounts)))
    slope = amounts.T @ (p - truth) + ridge * (found.weights - judged)
    free = found.weights > 0
    assert np.abs(slope[free]).max(initial=0.0) < 1e-3
    assert (slope[~free] > -1e-3).all()


def test_what_speaks_against_has_negative_amounts():
    """One column per part; parts nobody asked for are left out."""
    rows = [[("wording", 0.5), ("other_count", 1.0), ("cue", 1.0)], [("wording", 0.25), ("wording", 0.25)]]
    table = matrix(rows, ("wording", "other_count"), train.AGAINST)
    assert table.tolist() == [[0.5, -1.0], [0.5, 0.0]]


def test_precision_and_recall_of_a_threshold():
    """Nothing above it is nothing wrong."""
    points, truth = np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.0, 1.0])
    assert precision_recall(points, truth, 2.0) == (0.5, 0.5, 2)
    assert precision_recall(points, truth, 9.0) == (1.0, 0.0, 0)


def test_points_put_the_wanted_odds_at_the_threshold():
    """The same odds give the same points whatever the parts; the action alone is the offset."""
    fitted = Fit(-2.5, np.array([4.0, 1.0]))
    points = train.as_points(fitted, ("wording", "other_count"))
    scale = MatchSettings().same_from / (train.SAME_ODDS + 2.5 + train.ACTION)
    assert points == {
        "wording": round(4.0 * scale, 2),
        "other_count": round(scale, 2),
        "same_action": round(scale, 2),
    }


def test_writing_changes_the_points_of_what_recurs_and_nothing_else(tmp_path):
    """The birth certificate says how many pairs and what was measured; judged points stay."""
    out = tmp_path / "weights.toml"
    train.write(out, {"wording": 1.25, "other_count": 9.0}, ["war reports: 3 pairs"], 7)
    table, before = tomllib.loads(out.read_text("utf-8")), tomllib.loads(train.TABLE.read_text("utf-8"))
    assert table["recurring"]["points"]["wording"] == 1.25
    assert table["recurring"]["against"]["other_count"] == 9.0
    assert (table["points"], table["against"], table["limits"], table["name"]) == (
        before["points"],
        before["against"],
        before["limits"],
        before["name"],
    )
    assert "7 pairs" in table["note"]
    assert "war reports: 3 pairs" in table["note"]
    with pytest.raises(ValueError, match="has no frobnication"):
        train.write(out, {"frobnication": 1.0}, [], 7)


def test_every_fitted_part_is_a_part_of_the_table():
    """The two cannot drift apart."""
    assert train.JUDGED.keys() <= weights(recurs=True).keys()
    assert {name for name, value in weights(recurs=True).items() if value < 0} == train.AGAINST
