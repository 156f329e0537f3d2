"""Which likelihood word is offered to somebody who typed another: the nearest in meaning, or none."""

import pytest

from twosource.terms import load_table, vocabulary
from twosource.weighing.near_words import near_likelihood, word_said


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("probably", "likely"),
        ("Highly  probable", "very likely"),
        ("improbable", "unlikely"),
        ("fifty-fifty", "roughly even"),
        ("likly", "likely"),
        ("unlikly", "unlikely"),
        ("محتمل", "likely"),
        ("غير محتمل", "unlikely"),
        ("70 %", "likely"),
        ("0,1", "very unlikely"),
    ],
)
def test_the_word_offered_is_the_one_nearest_in_meaning(given, meant):
    assert near_likelihood(given) == meant


@pytest.mark.parametrize("given", ["perhaps", "maybe", "possible", "bla", "70", ""])
def test_no_word_is_offered_for_one_without_a_band(given):
    """Whoever is in a hurry takes what is offered."""
    assert near_likelihood(given) == ""


def test_kindred_words_belong_to_one_band_each_and_to_words_there_are():
    kindred = load_table("likelihood_kindred")["kindred"]
    assert list(kindred) == list(vocabulary("likelihood").values())
    words = [word for row in kindred.values() for word in row]
    assert len(words) == len(set(words))
    assert all(near_likelihood(word) == value for value, row in kindred.items() for word in row)


@pytest.mark.parametrize("given", ["Very  Likely", "مرجّح جداً", "مرجح جدا"])
def test_a_word_is_known_in_every_language_with_and_without_its_marks(given):
    assert word_said(given) == vocabulary("likelihood")["very likely"]


def test_a_word_that_is_only_near_is_none_of_the_seven():
    assert word_said("probably") is None
