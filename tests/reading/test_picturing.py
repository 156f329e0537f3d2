"""The job that draws pages: pixels and nothing else come out, of the page that was asked for."""

import io

import pytest
from PIL import Image

from twosource.errors import RefusedError
from twosource.ports import Limits
from twosource.reading.picturing import draw_sealed


def png(width, height, colour="white"):
    out = io.BytesIO()
    said = Image.Exif()
    said[0x010E] = "a secret place"
    Image.new("RGB", (width, height), colour).save(out, "PNG", exif=said)
    out.seek(0)
    return out


def drawn(source, media_type="image/png", **asked):
    """Return [(width, height, pixels)] of what a job sends."""
    arguments = {"media_type": media_type, "page": 1, "longest_side": 1000, **asked}
    sent = list(draw_sealed(source, arguments, Limits()))
    return [
        (size["width"], size["height"], pixels) for size, pixels in zip(sent[::2], sent[1::2], strict=True)
    ]


def test_a_page_comes_out_as_pixels_without_what_the_camera_wrote():
    original = png(300, 200)
    assert b"secret" in original.getvalue()
    ((width, height, pixels),) = drawn(original)
    assert (width, height, len(pixels)) == (300, 200, 300 * 200)
    assert set(pixels) == {255}


def test_a_large_page_is_made_smaller():
    ((width, height, _),) = drawn(png(5000, 100))
    assert (width, height) == (1000, 20)


def test_boxes_are_cut_out_in_the_frame_they_count_in():
    """A box of a frame half as wide is scaled up to the picture."""
    source = io.BytesIO()
    picture = Image.new("L", (200, 100), 255)
    picture.paste(0, (100, 40, 140, 60))
    picture.save(source, "PNG")
    ((width, height, pixels),) = drawn(source, turned=0, frame=[100, 50], boxes=[[50, 20, 70, 30]])
    assert 40 <= width <= 60
    assert 20 <= height <= 40
    assert pixels.count(0) == 40 * 20


@pytest.mark.parametrize("box", [[0, 0, 0, 0], [-50, -50, -10, -10], [900, 900, 990, 990]])
def test_a_box_outside_the_page_costs_nothing_but_itself(box):
    assert len(drawn(png(50, 50), turned=0, frame=[50, 50], boxes=[box, [1, 1, 20, 20]])) == 2


@pytest.mark.parametrize("page", [0, 2, 99])
def test_a_page_that_is_not_there_is_refused(page):
    with pytest.raises(RefusedError):
        drawn(png(9, 9), page=page)


def test_a_damaged_picture_is_refused():
    with pytest.raises(RefusedError):
        drawn(io.BytesIO(png(99, 99).getvalue()[:60]))


def test_no_pdf_is_refused():
    with pytest.raises(RefusedError):
        drawn(io.BytesIO(b"%PDF-1.4 nothing"), media_type="application/pdf")
