"""Long sentences are read in windows that overlap and leave no word out."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.tagging.pieces import MAX_PIECES
from twosource.tagging.running import OVERLAP, WINDOW, windows


def counts_of(seed: int, length: int) -> list[int]:
    """Return random numbers of pieces: drawing each by itself would take longer than the test."""
    return np.random.default_rng(seed).integers(1, MAX_PIECES + 1, length).tolist()


@given(st.integers(0, 99), st.integers(1, 1500))
def test_windows_cover_every_word_and_fit(seed: int, length: int) -> None:
    counts = counts_of(seed, length)
    found = windows(counts)
    assert found[0][0] == 0
    assert found[-1][1] == len(counts)
    assert all(sum(counts[first:last]) <= WINDOW for first, last in found)
    assert all(first < last for (_, last), (first, _) in pairwise(found))


@given(st.integers(0, 99), st.integers(300, 1500))
def test_windows_share_words(seed: int, length: int) -> None:
    found = windows(counts_of(seed, length))
    for (before, last), (first, _) in pairwise(found):
        assert last - first >= min(OVERLAP, (last - before) // 2)


def test_a_short_sentence_is_one_window() -> None:
    assert windows([1] * WINDOW) == [(0, WINDOW)]


@pytest.mark.parametrize("length", [2_000, 20_000])
def test_the_number_of_windows_grows_with_the_words(length: int) -> None:
    assert len(windows([1] * length)) <= length / (WINDOW - OVERLAP) + 1
