"""Strips: one scale and one contrast whatever the picture, and a way back to its pixels."""

import numpy as np
import pytest
from digits_drawn import drawn, ink_box

from twosource.reading.ocr.digits.strips import BODY, INK, body_height, strip_of


@pytest.mark.parametrize("high", [12, 20, 40, 75])
def test_digits_of_every_size_come_out_at_one_height(high):
    picture = drawn("١٢٣٤٥٦٧٨٩", high=high)
    strip = strip_of(picture, ink_box(picture))
    assert body_height(strip.ink) == pytest.approx(BODY, abs=3)


@pytest.mark.parametrize(("paper", "ink"), [(255, 0), (200, 90), (240, 160), (25, 235)])
def test_contrast_and_polarity_of_the_page_do_not_matter(paper, ink):
    share = drawn("٢٤٦٨", high=36) / 255
    picture = (ink + (paper - ink) * share).astype(np.uint8)
    plain = drawn("٢٤٦٨", high=36)
    one, other = (strip_of(page, ink_box(plain)) for page in (picture, plain))
    assert one.ink.shape == other.ink.shape
    assert ((one.ink > INK) == (other.ink > INK)).mean() > 0.99


def test_light_that_falls_off_along_the_line_does_not_matter():
    plain = drawn("١٢٣٤٥٦٧٨٩١٢٣٤٥٦٧٨٩", high=30)
    light = np.linspace(1, 0.45, plain.shape[1])
    lit = strip_of((plain * light).astype(np.uint8), ink_box(plain))
    even = strip_of(plain, ink_box(plain))
    assert ((lit.ink > INK) == (even.ink > INK)).mean() > 0.97


def test_a_box_of_the_strip_lies_on_the_same_ink_in_the_picture():
    picture = drawn("٧", high=50)
    box = ink_box(picture)
    strip = strip_of(picture, box)
    rows, columns = np.nonzero(strip.ink > INK)
    found = strip.box_in_picture((columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))
    np.testing.assert_allclose(found, box, atol=3)


@pytest.mark.parametrize(
    ("picture", "box"),
    [
        (np.full((60, 200), 255, np.uint8), (10, 10, 150, 50)),
        (np.full((60, 200), 0, np.uint8), (10, 10, 150, 50)),
        (np.full((1, 1), 0, np.uint8), (0, 0, 1, 1)),
        (drawn("١"), (5000, 10, 5100, 40)),
        (drawn("١"), (40, 40, 40, 40)),
    ],
)
def test_where_there_is_nothing_to_read_there_is_no_strip(picture, box):
    assert strip_of(picture, box) is None


def test_a_box_that_reaches_beyond_the_page_is_cut_to_it():
    picture = drawn("٣٤", high=30)
    height, width = picture.shape
    strip = strip_of(picture, (-50, -50, width + 50, height + 50))
    assert (strip.left, strip.top) == (0, 0)


def test_a_very_long_line_stays_within_bounds():
    rng = np.random.default_rng(4)
    picture = np.where(rng.random((14, 9000)) < 0.2, 0, 255).astype(np.uint8)
    strip = strip_of(picture, (0, 0, 9000, 14))
    assert strip.ink.shape[1] <= 12_000
