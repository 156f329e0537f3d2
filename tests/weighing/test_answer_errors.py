"""Answers that are a little off: what allowing for them does to one item, to many, and to plain figures."""

from dataclasses import replace

import appendix_a as story
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weighing_cases import network_of, weighed

from twosource.weighing import WeighSettings
from twosource.weighing.answer_errors import allowing, band_variance, logit, person_sd, regressed
from twosource.weighing.posterior import less_sure
from twosource.weighing.whatifs import NOTHING, joint_weights, normalised

SD = person_sd()


@pytest.fixture(scope="module")
def network():
    return network_of(*story.case())


def test_the_width_of_a_band_is_an_error_of_its_own():
    """By hand: likely is .55 to .80, in logits .2007 to 1.3863, and a twelfth of 1.1856 squared is .117."""
    assert band_variance(np.array([0.55]), np.array([0.80])) == pytest.approx([0.1171], abs=1e-4)


def test_answers_without_error_stay_as_they_are():
    logits = logit(np.array([[0.8, 0.5, 0.2], [0.6, 0.6, 0.1]]))
    assert regressed(logits, np.zeros_like(logits)) == pytest.approx(logits)


def test_many_answers_that_differ_by_no_more_than_people_do_say_next_to_nothing():
    rng = np.random.default_rng(1)
    logits = rng.normal(0, 0.5, (400, 3))
    found = regressed(logits, np.full_like(logits, 0.25))
    assert np.abs(found - found.mean(axis=1, keepdims=True)).max() < 0.15


def test_differences_that_dwarf_the_error_are_kept():
    logits = np.tile([2.0, 0.0, -2.0], (20, 1))
    found = regressed(logits, np.full_like(logits, 0.05))
    assert found == pytest.approx(logits, rel=0.03)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.floats(-3, 3), min_size=3, max_size=3), min_size=1, max_size=6),
    st.floats(0.01, 2.0),
)
def test_no_answer_changes_sides_or_grows(rows, noise):
    logits = np.array(rows)
    found = regressed(logits, np.full_like(logits, noise))
    before = logits - logits.mean(axis=1, keepdims=True)
    after = found - found.mean(axis=1, keepdims=True)
    assert (after * before >= -1e-12).all()
    assert (np.abs(after) <= np.abs(before) + 1e-12).all()


def test_the_order_of_items_is_irrelevant():
    rng = np.random.default_rng(2)
    logits, noise = rng.normal(size=(7, 3)), rng.uniform(0.1, 0.5, (7, 3))
    order = rng.permutation(7)
    assert regressed(logits[order], noise[order]) == pytest.approx(regressed(logits, noise)[order])


def test_the_demonstration_is_less_sure_and_leads_the_same(network):
    face, cautious = normalised(joint_weights(network, [NOTHING, allowing(network, SD)]))
    assert cautious.argmax() == face.argmax()
    assert cautious.max() < face.max()
    assert cautious == pytest.approx([0.12, 0.66, 0.22], abs=0.005)


def test_only_what_was_said_in_words_is_touched(network):
    changes = allowing(network, SD)
    for entry in network.items:
        new = changes[entry.table.key].reshape(entry.raw.shape)
        old = entry.table.figures.reshape(entry.raw.shape)
        for answer, is_word in enumerate(entry.is_word):
            assert (new[answer] == pytest.approx(old[answer])) is not is_word


def test_one_answer_everywhere_stays_one_answer():
    """An item that tells the hypotheses not apart tells them not apart allowing for errors either."""
    question, elicitation = story.case()
    unheard, *_, last = elicitation.items[0].answers
    same = replace(last, words=dict.fromkeys(story.NAMED, "likely"))
    item = replace(elicitation.items[0], answers=(unheard, same))
    network = network_of(question, replace(elicitation, items=(item,)))
    figures = allowing(network, SD)["item", item.name].reshape(2, 3)
    assert np.ptp(figures, axis=1) == pytest.approx([0.0, 0.0])


@pytest.mark.parametrize(
    ("p", "other", "said"), [(0.72, 0.66, 0.66), (0.17, 0.22, 0.22), (0.55, 0.45, 0.5), (0.9, 0.95, 0.9)]
)
def test_the_word_is_said_of_the_less_sure_reading(p, other, said):
    assert less_sure(p, other) == said


def test_a_weighing_says_both_readings():
    """The demonstration: tactical deals .72 at face value, .66 allowing for errors, likely in both."""
    found = {h.name: h for h in weighed(*story.case()).hypotheses}
    assert found["tactical"].p == pytest.approx(0.72, abs=0.005)
    assert found["tactical"].p_allowing == pytest.approx(0.66, abs=0.005)
    assert found["none"].word == "unlikely"


def test_people_who_never_differ_may_be_set():
    settings = WeighSettings(person_sd=0.0)
    sure = {h.name: h.p_allowing for h in weighed(*story.case(), settings).hypotheses}
    usual = {h.name: h.p_allowing for h in weighed(*story.case()).hypotheses}
    assert sure["tactical"] > usual["tactical"]
    with pytest.raises(ValueError, match="person_sd"):
        WeighSettings(person_sd=-1.0)
