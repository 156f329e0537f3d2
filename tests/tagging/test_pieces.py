"""Words to pieces: longest first, bounded, and never without an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.tagging.pieces import MAX_LETTERS, MAX_PIECES, Vocabulary

PIECES = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "con",
    "convoy",
    "##voy",
    "##s",
    "##v",
    "'",
    "t",
    "don",
    '"',
    "un",
    "##en",
    "-",
    "a",
    "##a",
]


@pytest.fixture(name="vocabulary")
def _vocabulary() -> Vocabulary:
    return Vocabulary(PIECES)


def read(vocabulary: Vocabulary, word: str) -> list[str]:
    return [PIECES[number] for number in vocabulary.pieces(word)]


def test_the_longest_piece_comes_first(vocabulary: Vocabulary) -> None:
    assert read(vocabulary, "convoys") == ["convoy", "##s"]


def test_capitals_and_accents_fall_away(vocabulary: Vocabulary) -> None:
    assert read(vocabulary, "CONVOY") == read(vocabulary, "cónvoy") == ["convoy"]


def test_signs_stand_alone(vocabulary: Vocabulary) -> None:
    assert read(vocabulary, "don’t") == ["don", "'", "t"]
    assert read(vocabulary, "UN-convoy") == ["un", "-", "convoy"]


def test_marks_of_quotation_are_one_piece(vocabulary: Vocabulary) -> None:
    assert read(vocabulary, "“") == read(vocabulary, "``") == ['"']


@pytest.mark.parametrize(
    "word", ["", " ", "\u200b", "سوريا", "😀", "\x00", "\ud800", "日本", "\u202e", "convoyx"]
)
def test_what_it_does_not_know_is_unknown_and_no_error(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.unknown in vocabulary.pieces(word)


def test_an_endless_word_is_one_piece(vocabulary: Vocabulary) -> None:
    assert vocabulary.pieces("a" * 10_000) == (vocabulary.unknown,)


def test_a_long_word_has_at_most_so_many_pieces(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.pieces("a" * MAX_LETTERS)) == MAX_PIECES


def test_a_word_asked_twice_is_answered_the_same(vocabulary: Vocabulary) -> None:
    assert vocabulary.pieces("convoys") is vocabulary.pieces("convoys")


@given(st.text(max_size=200))
def test_any_text_gives_one_to_six_known_numbers(word: str) -> None:
    vocabulary = Vocabulary(PIECES)
    found = vocabulary.pieces(word)
    assert 1 <= len(found) <= MAX_PIECES
    assert all(0 <= number < len(vocabulary) for number in found)
