"""Preparing a page: each step is done where it is needed, undoes its damage, and is left out elsewhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ocr_pictures import ARABIC_LINES, LATIN_LINES, page, striped

from twosource.reading.ocr.coverage import ink_of
from twosource.reading.ocr.pictures import (
    median_filtered,
    neighbours,
    otsu_threshold,
    scaled,
    smeared,
    turned,
)
from twosource.reading.ocr.preparing import (
    LINE_HEIGHT,
    NOISY,
    background_of,
    beyond_paper,
    evened,
    line_height_of,
    noise_of,
    prepare,
    skew_of,
)


def noisy(picture, spread, seed=5):
    noise = np.random.default_rng(seed).normal(0, spread, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def shaded(picture, darkest=0.4):
    light = np.linspace(1.0, darkest, picture.shape[1])[None, :]
    return (picture * light).astype(np.uint8)


@settings(max_examples=12, deadline=None)
@given(st.floats(-10, 10))
def test_a_page_turned_by_an_angle_is_measured_to_be_turned_by_it(angle):
    """skew_of finds the angle that undoes the turn, to a fifth of a degree."""
    found = skew_of(ink_of(turned(striped(), angle)))
    assert found == pytest.approx(-angle, abs=0.2)


@pytest.mark.parametrize("lines", [ARABIC_LINES, LATIN_LINES])
@pytest.mark.parametrize("angle", [-4.0, 2.5])
def test_lines_of_writing_are_made_level(lines, angle):
    prepared = prepare(turned(page(lines), angle))
    assert prepared.turned == pytest.approx(-angle, abs=0.3)
    assert abs(skew_of(ink_of(prepared.picture))) < 0.3


def test_a_level_page_is_not_turned():
    assert prepare(page(LATIN_LINES)).turned == 0.0


def test_a_page_on_its_side_is_stood_up():
    assert prepare(turned(page(LATIN_LINES), 90)).turned % 180 == 90


@pytest.mark.parametrize("spread", [3.0, 10.0, 20.0])
def test_noise_is_measured_in_grey_values(spread):
    """On a page of writing the estimate is within a third of the noise that was put in."""
    grey = np.full((400, 400), 128.0)
    assert noise_of(noisy(grey, spread)) == pytest.approx(spread, rel=0.1)
    assert noise_of(noisy(page(LATIN_LINES, paper=200), spread)) == pytest.approx(spread, rel=0.34)


def test_a_clean_page_has_no_noise_and_is_not_filtered():
    clean = page(ARABIC_LINES)
    assert noise_of(clean) == 0.0
    assert not {"denoised", "softened"} & set(prepare(clean).steps)


def test_a_noisy_page_is_filtered_and_quieter():
    given = noisy(page(LATIN_LINES, paper=230), 20)
    prepared = prepare(given)
    assert "softened" in prepared.steps
    assert prepared.noise > NOISY
    assert noise_of(prepared.picture) < prepared.noise


def test_shadow_becomes_paper_and_ink_stays():
    given = page(LATIN_LINES)
    light = evened(shaded(given))
    paper = given == 255
    assert np.percentile(light[paper], 5) > 215
    assert np.median(light[given < 60]) < 90


def test_an_evenly_lit_page_is_left_as_it_is():
    assert "evened" not in prepare(page(LATIN_LINES)).steps
    assert "evened" in prepare(shaded(page(LATIN_LINES))).steps


def test_the_background_has_the_shape_of_the_page_and_no_writing():
    given = page(LATIN_LINES)
    found = background_of(given)
    assert found.shape == given.shape
    assert found.min() > 200


def test_what_a_page_lies_on_becomes_paper_and_a_dark_field_inside_it_stays():
    given = np.pad(page(LATIN_LINES), 80, constant_values=10)
    beyond = beyond_paper(given)
    assert beyond[:70].all()
    assert beyond[:, :70].all()
    assert not beyond[140:-140, 140:-140].any()
    inside = page(LATIN_LINES).copy()
    inside[200:320, 300:500] = 5
    assert not beyond_paper(inside).any()


def test_a_page_photographed_on_a_dark_table_is_not_turned():
    prepared = prepare(np.pad(page(LATIN_LINES), ((150, 150), (80, 80)), constant_values=10))
    assert prepared.turned == 0.0
    assert "evened" in prepared.steps


def test_light_writing_on_a_dark_ground_is_turned_round():
    prepared = prepare(255 - page(LATIN_LINES))
    assert "light on dark" in prepared.steps
    assert np.median(prepared.picture) > 200


@pytest.mark.parametrize("size", [18, 60])
def test_lines_come_out_about_as_high_as_the_engine_likes(size):
    lines = [line[: 900 // size] for line in LATIN_LINES]
    prepared = prepare(page(lines, size=size))
    assert LINE_HEIGHT / 1.5 < line_height_of(ink_of(prepared.picture)) < LINE_HEIGHT * 1.5


def test_the_height_of_bars_is_their_height():
    assert line_height_of(ink_of(striped(thick=12))) == pytest.approx(12, abs=1)


@pytest.mark.parametrize("shape", [(300, 200), (1, 1), (3, 500), (500, 2)])
def test_a_page_without_ink_is_empty_whatever_its_size(shape):
    assert prepare(np.full(shape, 255, dtype=np.uint8)).is_empty


def test_one_stroke_is_no_page_to_be_turned():
    picture = np.full((60, 40), 255, dtype=np.uint8)
    picture[10:50, 18:24] = 0
    assert prepare(picture).turned == 0.0


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_quarter_turns_go_clockwise_and_lose_nothing(degrees):
    picture = np.arange(6, dtype=np.uint8).reshape(2, 3)
    assert (turned(turned(picture, degrees), 360 - degrees) == picture).all()
    assert turned(picture, 90)[0].tolist() == [3, 0]


def test_scaling_keeps_at_least_one_pixel():
    assert scaled(np.zeros((2, 2), dtype=np.uint8), 0.01).shape == (1, 1)


@given(st.integers(0, 254), st.integers(1, 255))
def test_the_threshold_lies_between_two_greys(dark, gap):
    light = min(255, dark + gap)
    picture = np.array([[dark, light, light]], dtype=np.uint8)
    assert ((picture < otsu_threshold(picture)) == (picture == dark)).all()


def test_neighbours_are_counted_with_the_pixel_itself():
    mask = np.zeros((3, 4), dtype=bool)
    mask[1, 1] = mask[0, 0] = True
    assert neighbours(mask).tolist() == [[2, 2, 1, 0], [2, 2, 1, 0], [1, 1, 1, 0]]


def test_smearing_grows_a_pixel_along_its_row_only():
    mask = np.zeros((3, 9), dtype=bool)
    mask[1, 4] = True
    assert smeared(mask, 4).astype(int).tolist() == [[0] * 9, [0, 0, 1, 1, 1, 1, 1, 0, 0], [0] * 9]


def test_a_median_takes_a_speck_away():
    picture = np.full((5, 5), 255, dtype=np.uint8)
    picture[2, 2] = 0
    assert (median_filtered(picture) == 255).all()
