"""Pixels are counted from headers, over all pages and frames, and nothing is decoded for it."""

import io
import struct

import hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from twosource.errors import LimitError
from twosource.intake.budget import budget_for
from twosource.intake.pixels import READERS, declared_pixels
from twosource.intake.settings import IntakeSettings


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "JPEG", "WEBP", "TIFF"])
def test_pictures_of_real_programs_are_counted_right(kind):
    target = io.BytesIO()
    Image.new("RGB", (37, 21)).save(target, kind)
    assert declared_pixels(f"image/{kind.lower()}", target) == 37 * 21


@pytest.mark.parametrize(
    "options", [{"lossless": True}, {"quality": 50}, {"exif": b"Exif\0\0II*\0\x08\0\0\0\0\0"}]
)
def test_all_three_kinds_of_webp_are_counted(options):
    target = io.BytesIO()
    Image.new("RGB", (37, 21)).save(target, "WEBP", **options)
    assert declared_pixels("image/webp", target) == 37 * 21


def test_pages_and_frames_add_up():
    target = io.BytesIO()
    pages = [Image.new("1", (30, 20), n % 2) for n in range(4)]
    pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:])
    assert declared_pixels("image/tiff", target) == 4 * 30 * 20
    target = io.BytesIO()
    frames = [Image.new("RGB", (30, 20), (n * 90, 0, 0)) for n in range(3)]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    assert declared_pixels("image/gif", target) == 3 * 30 * 20


def test_pages_in_a_ring_are_counted_once():
    assert declared_pixels("image/tiff", io.BytesIO(hostile.tiff(10, 10, again=True))) == 100


def test_a_picture_of_apples_telephones_is_no_bomb():
    """Their programs put a chunk of their own before the header."""
    plain = hostile.png(30, 20)
    odd = plain[:8] + struct.pack(">I4sII", 4, b"CgBI", 0x50002002, 0) + plain[8:]
    assert declared_pixels("image/png", io.BytesIO(odd)) == 600


@given(st.sampled_from(sorted(READERS)), st.binary(max_size=100))
def test_no_bytes_make_it_fall_over(media_type, noise):
    assert declared_pixels(media_type, io.BytesIO(noise)) >= 0
    assert declared_pixels("application/pdf", io.BytesIO(noise)) == 0


def test_the_pixels_of_a_tree_are_one_budget_in_proportion_to_its_bytes():
    settings = IntakeSettings(max_item_pixels=100, free_pixels=150, pixels_per_byte=1.0)
    budget = budget_for(50, settings)
    budget.spend_pixels("a.png", 100)
    budget.spend_pixels("b.png", 100)
    with pytest.raises(LimitError, match="has 1 pixels, more than the 0"):
        budget.spend_pixels("c.png", 1)
    with pytest.raises(LimitError, match="has 101 pixels"):
        budget_for(50, settings).spend_pixels("d.png", 101)
