"""The made-up rough texts: seeded, with known speakers, and measured as the docstring says."""

import random

from bench.rough import NOBODY, Text, alike, material, measured, noisy

from bench import rough


def test_there_are_enough_sentences_and_every_kind_is_seeded():
    """The same seed gives the same text."""
    made = material()
    assert made.n_sentences >= 150
    for build in rough.KINDS.values():
        assert build(made, random.Random(1)).whole == build(made, random.Random(1)).whole


def test_words_of_a_speaker_are_theirs_and_furniture_is_nobodys():
    """Gold is kept by place."""
    text = Text("The Gazette")
    text.add("Home", None)
    text.add("It fell.", "Karim")
    text.add("It rose.", "")
    assert text.speaker_at(6, 14) == "Karim"
    assert text.speaker_at(16, 20) == "The Gazette"
    assert text.speaker_at(0, 4) == NOBODY


def test_noise_comes_at_its_rate_and_moves_the_places():
    """A sentence can still be found where it now stands."""
    made = material()
    clean = rough.article(made, random.Random(2))
    worn = noisy(clean, 20, random.Random(3))
    assert len(worn.said) == len(clean.said)
    assert worn.whole != clean.whole
    assert noisy(clean, 0, random.Random(3)).whole == clean.whole


def test_a_wrong_speaker_and_words_of_nobody_count_as_wrong():
    """Names that are nearly alike are one; different ones are not."""
    assert alike("the mayor (in abc)", "The mayor")
    assert alike("Qasem", "Dalia Qasem")
    assert not alike("Rania Ismail", "Omar Darwish")
    assert not alike("anybody", NOBODY)


def test_the_measure_can_fail():
    """A text whose gold is wrong gives a precision of nothing."""
    text = Text("Ours")
    text.add("The mayor said the army bombed Homs.", "Yusuf Karam")
    precision, heard = measured("wrong", [text], [])
    assert (precision.ours, heard.ours) == (0.0, 0.0)
    assert precision.n >= 1
