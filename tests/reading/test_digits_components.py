"""Pieces of ink: every pixel in exactly one piece, touching pixels in the same, whatever the shape."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from twosource.reading.ocr.digits.components import pieces_of

masks = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=14))


def flooded(mask):
    """Return labels the slow and plain way: flood from each pixel in reading order."""
    labels = np.zeros(mask.shape, int)
    count = 0
    for row, column in np.argwhere(mask):
        if labels[row, column]:
            continue
        count += 1
        waiting = [(row, column)]
        while waiting:
            y, x = waiting.pop()
            if 0 <= y < mask.shape[0] and 0 <= x < mask.shape[1] and mask[y, x] and not labels[y, x]:
                labels[y, x] = count
                waiting += [(y + i, x + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    return labels


@settings(max_examples=150, deadline=None)
@given(masks)
def test_pieces_are_those_a_flood_finds_in_the_same_order(mask):
    np.testing.assert_array_equal(pieces_of(mask).labels, flooded(mask))


@settings(max_examples=60, deadline=None)
@given(masks)
def test_boxes_and_areas_fit_their_pieces(mask):
    pieces = pieces_of(mask)
    assert pieces.areas.sum() == mask.sum()
    for number, (left, top, right, bottom) in enumerate(pieces.boxes, 1):
        rows, columns = np.nonzero(pieces.labels == number)
        assert (left, top, right, bottom) == (
            columns.min(),
            rows.min(),
            columns.max() + 1,
            rows.max() + 1,
        )
        assert pieces.areas[number - 1] == len(rows)


@settings(max_examples=60, deadline=None)
@given(masks, st.integers(0, 5), st.integers(0, 5))
def test_moving_the_ink_moves_the_boxes_and_changes_nothing_else(mask, down, across):
    plain, moved = pieces_of(mask), pieces_of(np.pad(mask, ((down, 0), (across, 0))))
    np.testing.assert_array_equal(moved.boxes, plain.boxes + np.array([across, down, across, down]))
    np.testing.assert_array_equal(moved.areas, plain.areas)


def test_empty_paper_has_no_pieces():
    pieces = pieces_of(np.zeros((5, 9), bool))
    assert len(pieces.areas) == 0
    assert not pieces.labels.any()


@pytest.mark.parametrize("turn", range(4))
def test_a_spiral_is_one_piece_however_it_is_turned(turn):
    spiral = np.array([[c == "#" for c in row] for row in ("#####", "....#", "###.#", "#...#", "#####")])
    assert len(pieces_of(np.rot90(spiral, turn)).areas) == 1
