"""Another scale is said and not converted: a constant lead, Celsius for Fahrenheit, thousands for ones."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.weighing.fusion.values import Kind, ToldRows, fuse_values
from twosource.weighing.fusion.values.slips import Slip, constant_line, slip_notes


def told(change, n=80, seed=1):
    rng = random.Random(seed)
    rows = []
    for k in range(n):
        right = 40 + rng.randint(0, 50)
        rows += [(s, f"day {k}", str(right)) for s in ("A", "B")]
        rows.append(("Odd", f"day {k}", f"{change(right):.4f}"))
    return ToldRows(*zip(*rows, strict=True))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda x: (x - 32) / 1.8, "degrees Celsius where others give Fahrenheit"),
        (lambda x: x / 1000, "thousands where others give ones"),
        (lambda x: x - 0.05, "Odd lies 0.05 below"),
        (lambda x: x + 273.15, "kelvins"),
        (lambda x: 3.7 * x, "0.27027 times what Odd says"),
    ],
)
def test_a_source_on_another_scale_is_named_and_its_numbers_stay(change, words):
    fused = fuse_values(told(change), kind=Kind.NUMBERS)
    notes = [note for note in fused.notes if "Nothing was converted" in note]
    assert len(notes) == 1
    assert words in notes[0]
    assert all(len(one.candidates) == 2 for one in fused.items)


@pytest.mark.parametrize(
    "change", [lambda x: x, lambda x: x + random.Random(x).randint(-9, 9), lambda _: 7.0, lambda x: x * 1.003]
)
def test_a_source_that_agrees_or_errs_at_random_is_on_no_other_scale(change):
    fused = fuse_values(told(change), kind=Kind.NUMBERS)
    assert not any("converted" in note for note in fused.notes)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.01, 100), st.floats(-500, 500), st.integers(0, 9))
def test_a_line_is_found_though_a_quarter_is_wild(times, plus, seed):
    rng = np.random.default_rng(seed)
    x = rng.uniform(10, 1000, 200)
    y = times * x + plus
    y[:50] = rng.uniform(-1e6, 1e6, 50)
    line = constant_line(x, y)
    if line is not None and line[0] != 1.0:
        holds = np.abs(y - line[0] * x - line[1]) <= 0.005 * np.median(np.abs(y)) + 1e-9
        assert holds.sum() > 100
        assert line[2] > 100


def test_only_the_clearest_are_named_and_the_others_counted():
    slips = [Slip(f"S{n}", "wind", 1000.0, 0.0, 40, 50) for n in range(9)]
    notes = slip_notes(slips)
    assert len(notes) == 7
    assert "3 more" in notes[-1]
    assert "in wind" in notes[0]
