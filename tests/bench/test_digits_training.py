"""How the digit reader learns: slopes are the loss's own, candidates are called what they cover."""

import numpy as np
import pytest
from training.digits.learning import Course, first_weights, learn, loss_and_slopes
from training.digits.measuring import logistic, plain_text, reliability, truth_at
from training.digits.samples import Samples, class_of

from twosource.reading.ocr.digits.features import ALONE, AROUND_HIGH, AROUND_WIDE, SIZES, Seen
from twosource.reading.ocr.digits.numbers import CLASSES
from twosource.reading.ocr.digits.segments import Candidate, Ink

FIRST = 10


def samples(count, rng):
    classes = rng.integers(0, 3, count)
    alone = np.zeros((count, ALONE, ALONE), np.uint8)
    for number, kind in enumerate(classes):
        alone[number, :, 8 * kind : 8 * kind + 8] = 200
    around = rng.integers(0, 255, (count, 2, AROUND_HIGH, AROUND_WIDE)).astype(np.uint8)
    sizes = rng.normal(size=(count, SIZES)).astype(np.float32)
    return Samples(Seen(alone, around, sizes), classes)


@pytest.mark.parametrize("name", ["alone1.w", "alone2.b", "around1.b", "around2.w", "dense.w", "out.b"])
def test_the_slopes_are_how_the_loss_changes(name):
    rng = np.random.default_rng(4)
    weights = {key: value + rng.normal(0, 0.05, value.shape) for key, value in first_weights(rng).items()}
    given = samples(12, rng)
    chosen = np.arange(12)
    slopes = loss_and_slopes(weights, given, chosen, np.random.default_rng(1))[1]
    place = np.unravel_index(int(np.abs(slopes[name]).argmax()), slopes[name].shape)
    losses = []
    for step in (1e-3, -1e-3):
        moved = {key: value.copy() for key, value in weights.items()}
        moved[name][place] += step
        losses.append(loss_and_slopes(moved, given, chosen, np.random.default_rng(1))[0])
    assert (losses[0] - losses[1]) / 2e-3 == pytest.approx(float(slopes[name][place]), rel=0.05)


def test_a_few_steps_learn_an_easy_task_and_going_on_does_not_forget_it():
    rng = np.random.default_rng(5)
    given = samples(256, rng)
    told = []
    course = Course(epochs=12, batch=32, rate=3e-3)
    weights = learn(given, course, rng, tell=told.append)
    again = learn(given, Course(epochs=1, batch=32, rate=1e-4), rng, start=weights, tell=told.append)
    losses = [float(sentence.rsplit(" ", 1)[1]) for sentence in told]
    assert losses[11] < 0.5 * losses[0]
    assert losses[12] < 1.5 * losses[11]
    assert set(again) == set(weights)


def called(owners, box, total):
    """Return what a candidate that fills a box of solid ink is called."""
    owners = np.array(owners, np.int16)
    ink = Ink(np.ones(owners.shape, np.float32), np.ones(owners.shape, np.int32))
    totals = np.zeros(FIRST + 2, np.int64)
    totals[FIRST:] = total
    return class_of(Candidate(0, 1, box, (1,)), ink, (owners, totals), ["٢", "٣"])


def field(*shares):
    """Return 10 x 10 owners: that many columns of each."""
    row = [owner for owner, count in shares for _ in range(count)]
    return [row] * 10


@pytest.mark.parametrize(
    ("shares", "name"),
    [
        ([(FIRST, 10)], "٢"),
        ([(FIRST, 9), (1, 1)], "٢"),
        ([(FIRST, 5), (FIRST + 1, 5)], "several"),
        ([(FIRST, 6), (1, 4)], "several"),
        ([(1, 8), (FIRST, 2)], "letter"),
        ([(2, 10)], "mark"),
        ([(0, 9), (FIRST, 1)], "letter"),
    ],
)
def test_a_candidate_is_called_what_it_covers(shares, name):
    held = {FIRST: 0, FIRST + 1: 0} | {owner: 10 * count for owner, count in shares}
    assert called(field(*shares), (0, 0, 10, 10), [max(held[FIRST], 1), max(held[FIRST + 1], 1)]) == name


def test_half_a_digit_is_a_piece():
    assert called(field((FIRST, 10)), (0, 0, 5, 10), [100, 1]) == "piece"


def test_the_logistic_curve_finds_the_threshold_it_was_drawn_from():
    rng = np.random.default_rng(6)
    x = rng.uniform(-3, 3, 4000)
    y = (rng.random(4000) < 1 / (1 + np.exp(-(2 * x - 1)))).astype(float)
    slope, offset = logistic(np.stack([x, np.ones_like(x)], axis=1), y)
    assert (slope, offset) == pytest.approx((2, -1), abs=0.2)


def test_the_reliability_table_holds_every_number_once():
    sure = np.linspace(0, 1, 50)
    rows = reliability(sure, (sure > 0.5).astype(float))
    assert sum(row["n"] for row in rows) == 50
    assert rows[0]["right"] == 0
    assert rows[-1]["right"] == 1


def test_a_number_is_judged_by_the_truth_it_lies_on():
    truths = [((0, 0, 100, 20), "١٢"), ((120, 0, 200, 20), "٣"), ((0, 50, 100, 70), "٤")]
    assert truth_at((2, 1, 98, 21), truths) == "١٢"
    assert truth_at((0, 52, 90, 70), truths) == "٤"
    assert truth_at((60, 0, 160, 20), truths) is None


def test_shapes_of_one_value_and_commas_compare_alike():
    assert plain_text("۴۵۶٬۷") == plain_text("٤٥٦,٧")
    assert len(CLASSES) == len(set(CLASSES))
