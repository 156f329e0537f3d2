"""Word lists: they know most words of real prose and next to none of letters in a wrong order."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_samples import FROM, SENTENCE, THE_CITY, THE_FORCES, THE_HUMAN, WITHDREW

from twosource.reading.wordlist import (
    LISTS,
    WordScore,
    folded,
    is_impossible,
    is_known,
    score_arabic,
    score_latin,
)
from twosource.terms import load_table

TAA = "\u0629"
ALEF_MAQSURA = "\u0649"
FATHA = "\u064e"
TATWEEL = "\u0640"
COUNTS = st.integers(min_value=0, max_value=1000)


def score(n_words: int, n_known: int, n_impossible: int = 0) -> WordScore:
    return WordScore(n_words=n_words, n_known=n_known, n_impossible=n_impossible)


@pytest.mark.parametrize("word", [THE_FORCES, WITHDREW, FROM, THE_CITY, THE_HUMAN])
def test_common_arabic_words_are_known(word):
    """Bare and with the article."""
    assert is_known(word)


@pytest.mark.parametrize("before", ["\u0648", "\u0628", "\u0641", "\u0644"])
def test_a_particle_written_to_the_front_leaves_a_word_known(before):
    """And, in, so, to: Arabic writes them as one with the word."""
    assert is_known(before + FROM)


@pytest.mark.parametrize("word", ["withdraw", "Forces", "CITIES", "reported", "documents", "leaving", "a"])
def test_common_english_words_are_known_in_every_case_and_form(word):
    """Endings are tried, capitals do not count."""
    assert is_known(word)


@pytest.mark.parametrize("word", ["xqzt", "sdrow", "tnemucod", "\u0642\u062e\u0626", "zz"])
def test_letters_that_are_no_word_are_not_known(word):
    assert not is_known(word)


def test_vowel_signs_and_kashidas_change_no_word():
    """They are written or left out at will."""
    dressed = THE_FORCES[0] + FATHA + THE_FORCES[1:3] + TATWEEL * 3 + THE_FORCES[3:]
    assert folded(dressed) == folded(THE_FORCES)
    assert is_known(dressed)


def test_the_alefs_are_one_letter_when_compared():
    assert folded("\u0623\u0625\u0622\u0671") == "\u0627" * 4


@pytest.mark.parametrize(
    "word",
    [TAA + FROM, "\u0645" + TAA + "\u0646", "\u0645" + ALEF_MAQSURA + "\u0646", "\u0648" * 3 + "\u0645"],
)
def test_no_arabic_word_is_spelt_so(word):
    """Letters that only end words, at the front or within, and one letter three times."""
    assert is_impossible(word)


@pytest.mark.parametrize("word", [THE_CITY, "\u0639\u0644" + ALEF_MAQSURA, THE_FORCES, "word", "aaa", ""])
def test_ordinary_words_are_possible(word):
    assert not is_impossible(word)


def test_prose_scores_high_and_the_same_prose_backwards_scores_under_zero_or_low():
    """This is what tells two ways of reading one page apart."""
    forwards, backwards = score_arabic(SENTENCE), score_arabic(SENTENCE[::-1])
    assert forwards.n_words == backwards.n_words == 6
    assert forwards.share == 1.0
    assert backwards.share < 0.2
    assert backwards.n_impossible == 2


def test_a_reversed_lam_and_alef_costs_a_word():
    """The article before them becomes two alefs, which begins no word."""
    reversed_human = THE_HUMAN[0] + THE_HUMAN[2] + THE_HUMAN[1] + THE_HUMAN[3:]
    assert score_arabic(THE_HUMAN).share == 1.0
    assert score_arabic(reversed_human).share == 0.0


def test_single_letters_and_numbers_are_not_counted_as_words():
    assert score_arabic("\u0648 2015 \u0662\u0660\u0661\u0665") == WordScore()
    assert score_latin("a b 2015 c") == WordScore()


def test_each_script_is_scored_alone():
    mixed = f"{THE_FORCES} withdrew"
    assert score_arabic(mixed).n_words == 1
    assert score_latin(mixed).n_words == 1


def test_an_empty_score_has_the_share_nought():
    assert WordScore().share == 0.0


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_scores_add_up(a, b, c, d):
    """Adding pages one by one or all at once comes to the same."""
    one, other = score(a + b, a), score(c + d, c)
    total = one + other
    assert (total.n_words, total.n_known) == (a + b + c + d, a + c)
    assert one + WordScore() == one
    assert one + other == other + one


@given(st.text(max_size=60))
def test_no_text_scores_outside_its_range(text):
    """-1 to 1, whatever the text holds."""
    for found in (score_arabic(text), score_latin(text)):
        assert -1.0 <= found.share <= 1.0
        assert 0 <= found.n_known <= found.n_words


@given(st.text(alphabet=string.ascii_letters, min_size=1, max_size=12))
def test_folding_twice_is_folding_once(word):
    assert folded(folded(word)) == folded(word)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_a_birth_certificate_and_words_in_its_own_letters(name):
    """Where it came from, and nothing in it that a word is not made of."""
    table = load_table(name)
    assert "22 November 2026" in table["note"]
    assert table["standard"]
    listed = table["words"].split()
    assert len(listed) == len(set(listed)) > 200
    assert all(word.replace("\u200c", "").isalpha() for word in listed)


def test_the_english_list_carries_the_permission_that_has_to_go_with_it():
    """SCOWL asks for that in every copy."""
    note = " ".join(load_table("words_eng")["note"].split())
    assert "Copyright 2000-2011 by Kevin Atkinson" in note
    assert "Permission to use, copy, modify, distribute and sell" in note


def test_the_lists_stay_small():
    """Together under 300 kB, because every reader process loads them."""
    assert sum(len(load_table(name)["words"].encode()) for name in LISTS) < 300_000
