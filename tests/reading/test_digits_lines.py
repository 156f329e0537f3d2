"""Lines to read: known ones reach to the end of their ink, missed ones are found, nothing is read twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.reading.ocr.digits.lines import ink_of, lines_to_read


def page_of(bars, size=(600, 800)):
    """Return a white page with black bars (left, top, right, bottom) in pieces a third as wide as high."""
    page = np.full(size, 255, np.uint8)
    for left, top, right, bottom in bars:
        page[top:bottom, left:right] = 0
        for x in range(left + 12, right, 18):
            page[top:bottom, x : x + 5] = 255
    return page


def test_a_line_that_was_cut_short_is_grown_to_the_end_of_its_ink_on_both_sides():
    page = page_of([(50, 100, 700, 130)])
    (line,) = lines_to_read(page, [(200, 98, 400, 132)])
    assert line[0] <= 52
    assert line[2] >= 692
    assert (line[1], line[3]) == (98, 132)


def test_a_line_ends_at_a_wide_gap():
    page = page_of([(50, 100, 300, 130), (500, 100, 700, 130)])
    lines = lines_to_read(page, [(60, 98, 200, 132)])
    assert len(lines) == 2
    assert min(lines)[2] <= 310


def test_a_line_nobody_knew_of_is_found():
    page = page_of([(50, 100, 700, 130), (50, 200, 500, 230)])
    lines = lines_to_read(page, [(50, 98, 700, 132)])
    assert len(lines) == 2
    assert lines[1][1] <= 202
    assert lines[1][3] >= 228


def test_parts_of_one_line_become_one():
    page = page_of([(50, 100, 700, 130)])
    assert len(lines_to_read(page, [(50, 98, 300, 132), (310, 99, 700, 131)])) == 1


def test_without_known_lines_the_ink_decides():
    page = page_of([(50, 100, 700, 130), (50, 200, 500, 230), (80, 300, 400, 330)])
    assert len(lines_to_read(page, [])) == 3


def test_dust_and_pictures_are_no_lines():
    page = page_of([(50, 100, 700, 130)])
    page[500:503, 400:403] = 0
    page[200:450, 100:500] = 0
    assert len(lines_to_read(page, [(50, 98, 700, 132)])) == 1


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_an_even_page_has_no_ink_and_no_lines(grey):
    page = np.full((300, 200), grey, np.uint8)
    assert not ink_of(page).any()
    assert lines_to_read(page, [(10, 10, 100, 40)]) == []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-50, 900), st.integers(-50, 700), st.integers(0, 500), st.integers(0, 90)))
)
def test_lines_lie_on_the_page_whatever_boxes_are_given(boxes):
    page = page_of([(50, 100, 700, 130), (50, 200, 500, 230)])
    known = [(left, top, left + wide, top + high) for left, top, wide, high in boxes]
    for left, top, right, bottom in lines_to_read(page, known):
        assert 0 <= left < right <= page.shape[1]
        assert 0 <= top < bottom <= page.shape[0]


def test_ink_nobody_knew_of_is_left_alone_unless_asked_for():
    page = page_of([(50, 100, 700, 130), (50, 200, 500, 230)])
    assert lines_to_read(page, [(60, 98, 300, 132)], everywhere=False) == [(50, 98, 700, 132)]
    assert lines_to_read(page, [], everywhere=False) == []
