"""Share of ink covered: the figure that shows what a recogniser left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ocr_pictures import LATIN_LINES, page, striped, word

from twosource.reading.ocr.coverage import (
    covered,
    ink_of,
    is_blank,
    place_on_page,
    share_covered,
    unread_regions,
)


def ink(shape=(100, 100), *boxes):
    mask = np.zeros(shape, dtype=bool)
    for left, top, right, bottom in boxes:
        mask[top:bottom, left:right] = True
    return mask


def test_half_the_ink_in_words_is_a_half():
    mask = ink((100, 100), (10, 10, 20, 20), (60, 60, 70, 70))
    assert share_covered(mask, [word(left=10, top=10, right=20, bottom=20)]) == 0.5


def test_words_that_overlap_cover_their_ink_once():
    mask = ink((100, 100), (10, 10, 20, 20), (60, 60, 70, 70))
    box = word(left=10, top=10, right=20, bottom=20)
    assert share_covered(mask, [box, box]) == 0.5


def test_no_words_cover_nothing_and_no_ink_leaves_nothing_out():
    assert share_covered(ink((50, 50), (1, 1, 9, 9)), []) == 0.0
    assert share_covered(ink((50, 50)), []) == 1.0


boxes = st.tuples(st.integers(0, 80), st.integers(0, 80), st.integers(1, 30), st.integers(1, 30)).map(
    lambda b: word(left=b[0], top=b[1], right=b[0] + b[2], bottom=b[1] + b[3])
)


@given(st.lists(boxes, max_size=6), boxes)
def test_another_word_never_covers_less(words, more):
    """Coverage lies between 0 and 1 and grows with the set of words."""
    mask = np.random.default_rng(7).random((100, 100)) < 0.3
    before, after = share_covered(mask, words), share_covered(mask, [*words, more])
    assert 0.0 <= before <= after <= 1.0


@given(st.lists(boxes, max_size=4))
def test_what_is_covered_does_not_depend_on_the_order_of_words(words):
    assert (covered((100, 100), words) == covered((100, 100), words[::-1])).all()


def test_a_word_that_hangs_over_the_edge_of_the_page_covers_what_is_on_it():
    mask = ink((20, 20), (0, 0, 20, 20))
    assert share_covered(mask, [word(left=-5, top=-5, right=40, bottom=40)]) == 1.0


def test_the_part_left_out_is_named_by_its_box_and_share():
    mask = ink((200, 200), (10, 10, 50, 20), (100, 150, 180, 170))
    (region,) = unread_regions(mask, [word(left=10, top=10, right=50, bottom=20)], 10, 0.01)
    assert region.box == (100, 150, 180, 170)
    assert region.share == pytest.approx(1600 / 2000)


def test_parts_apart_are_two_regions_and_the_larger_comes_first():
    mask = ink((200, 200), (10, 10, 30, 30), (100, 150, 180, 170))
    first, second = unread_regions(mask, [], 10, 0.01)
    assert first.share > second.share
    assert place_on_page(first.box, 200, 200) == "the lower right"
    assert place_on_page(second.box, 200, 200) == "the upper left"


def test_nothing_is_left_out_of_a_page_without_ink():
    assert unread_regions(ink(), [], 10, 0.01) == []


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_page_of_one_grey_has_no_ink(grey):
    assert is_blank(ink_of(np.full((200, 300), grey, dtype=np.uint8)))


def test_a_page_of_faint_noise_has_no_ink():
    noise = np.random.default_rng(3).normal(245, 4, (300, 300)).clip(0, 255).astype(np.uint8)
    assert is_blank(ink_of(noise))


def test_single_specks_are_not_ink():
    picture = np.full((200, 200), 255, dtype=np.uint8)
    picture[::10, ::10] = 0
    assert not ink_of(picture).any()


def test_rules_and_edges_of_the_page_are_not_writing():
    picture = page(LATIN_LINES).copy()
    before = ink_of(picture).sum()
    picture[20:24, 10:-10] = 0
    picture[:, :6] = 0
    assert abs(int(ink_of(picture).sum()) - int(before)) < 0.02 * before


def test_the_ink_of_bars_is_where_the_bars_are():
    picture = striped()
    assert (ink_of(picture) <= (picture < 128)).all()
    assert ink_of(picture).sum() > 0.9 * (picture < 128).sum()


@pytest.mark.parametrize(
    ("box", "place"),
    [((0, 0, 10, 10), "the upper left"), ((45, 45, 55, 55), "the middle"), ((40, 90, 60, 99), "the lower")],
)
def test_places_are_said_in_words(box, place):
    assert place_on_page(box, 100, 100).startswith(place)
