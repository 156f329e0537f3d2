"""Measures that never agree to the digit: leans, spreads, wild values, another unit, and ranges that hold."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.weighing.fusion.values import Kind, ToldRows, fuse_values
from twosource.weighing.fusion.values.measured import Measured


def gauges(n=200, seed=4, size=1.0, wild=0.05):
    """Five gauges of rivers and one in another unit; Low leans by one, Fine is the best."""
    rng, rows, truth = np.random.default_rng(seed), [], {}
    for k in range(n):
        for name, scale in (("level", 1.0), ("flow", 20.0)):
            item, right = f"gauge {k}|{name}", rng.uniform(50, 100) * scale * size
            truth[item] = right
            for source, lean, spread in (
                ("Fine", 0, 0.2), ("B", 0, 0.5), ("C", 0, 0.5), ("Low", -1, 0.3), ("Rough", 0, 1), ("Kilo", 0, 0.3)
            ):  # fmt: skip
                off = rng.normal(0, 40) if rng.random() < wild else lean + spread * rng.standard_t(4)
                said = right + scale * size * off
                rows.append((source, item, f"{said / 1000 if source == 'Kilo' else said:.5f}"))
    return rows, truth


def fused_gauges(rows):
    return fuse_values(ToldRows(*zip(*rows, strict=True)), kind=Kind.NUMBERS)


def test_leans_and_spreads_are_found_and_the_ranges_hold_what_is_true():
    rows, truth = gauges()
    fused = fused_gauges(rows)
    scales = {s.name: {f: (lean, spread) for f, lean, spread in s.scales} for s in fused.sources}
    assert scales["Low"]["level"][0] == pytest.approx(-1.0, abs=0.15)
    assert scales["Low"]["flow"][0] == pytest.approx(-20.0, abs=3.0)
    assert scales["Fine"]["level"][1] < scales["B"]["level"][1] < scales["Rough"]["level"][1]
    held = [one.estimate[1] <= truth[one.item] <= one.estimate[2] for one in fused.items]
    assert 0.86 <= np.mean(held) <= 0.97
    middle = [
        abs(np.median([float(c.value) for c in one.candidates]) - truth[one.item]) for one in fused.items
    ]
    ours = [abs(one.estimate[0] - truth[one.item]) for one in fused.items]
    assert np.median(ours) < 0.9 * np.median(middle)


def test_the_nearest_value_leads_as_often_as_stated():
    rows, truth = gauges(seed=9)
    fused = fused_gauges(rows)

    def is_nearest(one):
        gaps = {c.value: abs(float(c.value) - truth[one.item]) for c in one.candidates}
        return gaps[one.leading.value] == min(gaps.values())

    stated = np.mean([one.leading.p for one in fused.items])
    assert np.mean([is_nearest(one) for one in fused.items]) == pytest.approx(stated, abs=0.07)
    for one in fused.items:
        assert sum(c.p for c in one.candidates) == pytest.approx(1.0, abs=1e-6)
        assert one.low <= one.leading.p <= one.high


def test_another_unit_is_said_and_its_numbers_move_nothing():
    rows, truth = gauges(wild=0.0)
    fused = fused_gauges(rows)
    assert any("Kilo" in note and "thousands where others give ones" in note for note in fused.notes)
    kilo = next(s for s in fused.sources if s.name == "Kilo")
    assert kilo.exact < 0.02
    assert all(abs(one.estimate[0] / truth[one.item] - 1) < 0.1 for one in fused.items)


def test_items_of_very_different_size_are_compared_by_shares():
    rng, rows = random.Random(2), []
    for k in range(150):
        right = 10 ** rng.uniform(2, 7)
        rows += [(s, f"town {k}", f"{right * rng.uniform(0.97, 1.03):.4f}") for s in "ABCD"]
    fused = fused_gauges(rows)
    assert any("shares" in note for note in fused.notes)
    assert all(
        0.9 < one.estimate[1] / one.estimate[0] <= 1 <= one.estimate[2] / one.estimate[0]
        for one in fused.items
    )


def test_order_of_rows_changes_no_estimate():
    rows, _ = gauges(60)
    mixed = rows[:]
    random.Random(1).shuffle(mixed)
    assert fused_gauges(rows).items == fused_gauges(mixed).items


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 50), st.floats(-1e3, 1e3), st.floats(0.01, 1e3))
def test_moving_and_stretching_all_numbers_moves_and_stretches_the_estimates(seed, plus, times):
    rng = np.random.default_rng(seed)
    item, source = np.repeat(np.arange(30), 4), np.tile(np.arange(4), 30)
    x = rng.normal(0, 5, 30)[item] + rng.normal(0, 1, 120)
    field_of, free = np.zeros(30, dtype=np.int64), np.zeros(4, dtype=bool)
    models = [Measured(y, item, source, field_of, free) for y in (x, times * x + plus)]
    for model in models:
        model.learn()
    assert models[1].middle == pytest.approx(times * models[0].middle + plus, rel=1e-4, abs=1e-3 * times)
    assert models[1].width == models[0].width


def test_numbers_that_are_all_the_same_but_one_are_no_trouble():
    item, source = np.repeat(np.arange(5), 3), np.tile(np.arange(3), 5)
    x = np.full(15, 7.0)
    x[4] = 1e9
    model = Measured(x, item, source, np.zeros(5, dtype=np.int64), np.zeros(3, dtype=bool))
    model.learn()
    assert np.isfinite(model.middle).all()
    assert model.middle == pytest.approx(np.full(5, 7.0), rel=1e-3)
