"""The benchmark of fusion on tables made by hand: scores, what is printed, what is said where data lacks."""

import csv

import numpy as np
import pytest
from bench.fusion_sets import judged, prepared
from bench.runner import DataMissingError

from bench import fusion, fusion_copies, fusion_scale


def write(folder, name, claims, gold):
    (folder / "fusion" / name).mkdir(parents=True)
    for file, head, rows in (
        ("claims", ["source", "item", "value"], claims),
        ("gold", ["item", "value"], gold),
    ):
        with (folder / "fusion" / name / f"{file}.csv").open("w", newline="") as out:
            csv.writer(out).writerows([head, *rows])


def test_scores_by_hand():
    """Two items: .8 on the right value, .6 on a wrong one with .4 on the right one."""
    found = judged([{0: 0.8, 1: 0.2}, {0: 0.6, 1: 0.4}], [frozenset({0}), frozenset({1})])
    assert found["precision"] == 0.5
    assert found["log loss"] == pytest.approx(-(np.log(0.8) + np.log(0.4)) / 2)
    assert found["brier"] == pytest.approx((0.2**2 + 0.2**2 + 0.6**2 + 0.6**2) / 2)
    assert found["ece"] == pytest.approx((0.2 + 0.6) / 2)


def test_an_item_nobody_speaks_of_is_wrong():
    found = judged([{}], [frozenset({0})])
    assert found["precision"] == 0.0
    assert found["log loss"] == pytest.approx(-np.log(1e-6))


def test_a_crowd_set_is_read_fused_and_scored(tmp_path):
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 2, 60)
    claims = [
        [f"w{w}", f"i{i}", str(truth[i] if rng.random() < 0.8 else 1 - truth[i])]
        for i in range(60)
        for w in range(5)
    ]
    write(tmp_path, "duck", claims, [[f"i{i}", str(truth[i])] for i in range(30)])
    told = prepared(tmp_path / "fusion", "duck")
    assert told.item.size == 300
    assert len(told.right) == 30
    results = fusion.run(tmp_path).results
    mine = {r.metric: r for r in results if not r.peer_name}
    assert mine["precision"].ours > 0.8
    assert mine["precision"].n == 30
    assert mine["ece"].target == "<= .03"
    assert {"vote", "TruthFinder", "CRH", "ACCU"} <= {r.peer_name for r in results if r.metric == "precision"}
    assert any(r.peer_name in ("DawidSkene", "peer not installed") for r in results)


def test_missing_data_is_said(tmp_path):
    with pytest.raises(DataMissingError):
        fusion.run(tmp_path)


def test_copies_print_ours_beside_the_vote(tmp_path):
    results = fusion_copies.run(tmp_path, n_sets=1).results
    row = next(r for r in results if r.metric == "precision" and r.peer_name == "vote")
    assert row.ours > row.peer


def test_scale_prints_how_the_time_grows(tmp_path):
    results = fusion_scale.run(tmp_path, sizes=(2_000, 4_000)).results
    assert {"seconds", "GiB", "precision"} <= {r.metric for r in results}
    assert any(r.metric.startswith("times the seconds") for r in results)
