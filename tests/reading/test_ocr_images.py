"""Images in both passes: sorts of pixels, pages inside, and what happens to broken and monstrous ones."""

import base64
import io

import numpy as np
import pytest
from ocr_pictures import LATIN_LINES, FakeEngine, page, word
from PIL import ExifTags, Image

from twosource.errors import LimitError, RefusedError
from twosource.ports import Limits
from twosource.reading.ocr.tesseract import find_tesseract
from twosource.reading.reader_names import IMAGES
from twosource.reading.readers.image import ImageReader, opened
from twosource.reading.readers.image_recogniser import ImageRecogniser, grey_of
from twosource.reading.registry import readers, recognisers
from twosource.reading.settings import ReadSettings

FOUND = find_tesseract()
needs_english = pytest.mark.skipif(
    FOUND is None or "eng" not in FOUND.languages(),
    reason="Tesseract's data for English is not installed (scripts/set-up.sh installs it)",
)
# 64 x 64 pixels, white, with a black bar; made for this test with heif-enc of libheif 1.15.
HEIC = base64.b64decode(
    """
AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA
AA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAFmAAEAAAAAAAAAIgAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEA
AGh2YzEAAAAAwmlwcnAAAACkaXBjbwAAAHhodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMA
AAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSSmubgQEDAgAAAMACAAAAwAIQCIAAQAHRAHBcrAiQAAAABRpc3Bl
AAAAAAAAAEAAAABAAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAoMAAAAqbWRhdAAAAB4oAa8EGP4LoReQnePI
ZEuCS8j9tjaYlEG6wxRROfQ=
    """
)


def saved(image, kind, **options) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def whole(picture, language):
    height, width = picture.shape
    return ((word("all", 0, 0, width, height, 0.95),),)


def recognised(content, engine=None, **limits):
    reader = ImageRecogniser(engine or FakeEngine([whole], low=0), ("eng",))
    return reader.read(io.BytesIO(content), Limits(**limits))


def inked(mode="L", size=(400, 500)) -> Image.Image:
    picture = page(("The engineer", "opened the box"), size=24, width=size[0])
    return Image.fromarray(picture).convert(mode)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP"])
def test_every_sort_of_image_gives_a_page_with_boxes(kind):
    reading = recognised(saved(inked(), kind))
    assert reading.untrusted_pages == ("all",)
    assert [layout.page for layout in reading.untrusted_layouts] == [1]
    assert dict(reading.untrusted_metadata)["format"] == kind
    assert reading.way == "fake"


def test_a_heic_photograph_is_decoded():
    reading = recognised(HEIC)
    assert dict(reading.untrusted_metadata)["width"] == "64"
    assert len(reading.untrusted_pages) == 1
    with opened(io.BytesIO(HEIC), Limits()) as image:
        grey = grey_of(image)
    assert grey.shape == (64, 64)
    assert grey[10:48, 10:28].mean() < 40
    assert grey[:, 40:].mean() > 230
    quick = ImageReader().read(io.BytesIO(HEIC), Limits())
    assert [one.code for one in quick.failures] == ["image"]


def test_a_damaged_heic_is_refused_with_a_sentence():
    with pytest.raises(RefusedError, match="could not be read as an image"):
        recognised(HEIC[: len(HEIC) // 2])


def test_a_tiff_of_three_pages_is_three_pages():
    pages = [Image.fromarray(page((f"page {n}", "and more"), width=400)) for n in (1, 2, 3)]
    content = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    reading = recognised(content)
    assert len(reading.untrusted_pages) == 3
    assert [layout.page for layout in reading.untrusted_layouts] == [1, 2, 3]
    assert dict(reading.untrusted_metadata)["pages"] == "3"
    assert dict(ImageReader().read(io.BytesIO(content), Limits()).untrusted_metadata)["pages"] == "3"


def test_pages_that_are_the_same_are_read_once():
    pages = [inked(), inked(), inked()]
    content = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    engine = FakeEngine([whole], low=0)
    reading = recognised(content, engine)
    assert len(reading.untrusted_pages) == 3
    assert len(engine.asked) == 1


def test_pages_beyond_the_limit_are_told():
    pages = [inked(), inked(), inked()]
    content = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    reading = recognised(content, max_pages=2)
    assert len(reading.untrusted_pages) == 2
    assert "page_limit" in [one.code for one in reading.failures]


def test_a_second_page_that_is_cut_off_is_told_and_the_first_kept():
    pages = [inked(), Image.fromarray(page(LATIN_LINES))]
    content = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    reading = recognised(content[: len(content) - 20_000])
    assert len(reading.untrusted_pages) >= 1
    assert {"damaged_part"} <= {one.code for one in reading.failures}


def test_time_that_is_over_is_told_with_how_far_it_got():
    pages = [inked(), inked()]
    content = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    reading = recognised(content, max_seconds=0.0)
    assert reading.untrusted_pages == ()
    (one,) = reading.failures
    assert "stopped after 0 of 2 pages" in one.sentence()


@pytest.mark.parametrize("reader", [ImageReader(), ImageRecogniser(FakeEngine([whole]))])
def test_an_image_over_the_pixel_limit_is_refused_before_it_is_decoded(reader):
    with pytest.raises(LimitError):
        reader.read(io.BytesIO(saved(inked(), "PNG")), Limits(max_pixels=1000))


def test_a_header_that_claims_a_monstrous_size_is_refused():
    content = bytearray(saved(inked("P"), "GIF"))
    content[6:10] = b"\xff\xff\xff\xff"
    with pytest.raises(RefusedError):
        recognised(bytes(content))


@pytest.mark.parametrize("content", [b"", b"no image at all", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_what_is_no_image_is_refused_with_a_sentence(content):
    with pytest.raises(RefusedError):
        recognised(content)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "YCbCr"])
def test_every_mode_gives_dark_ink_on_light_paper(mode):
    grey = grey_of(inked(mode))
    assert grey.dtype == np.uint8
    assert np.median(grey) > 230
    assert grey.min() < 90


def test_sixteen_bits_are_stretched_to_eight():
    deep = Image.fromarray(np.asarray(inked()).astype(np.uint16) * 16)
    grey = grey_of(deep)
    assert (grey.min(), grey.max()) == (0, 255)
    flat = Image.fromarray(np.full((9, 9), 700, dtype=np.uint16))
    assert (grey_of(flat) == 255).all()


def test_transparent_ground_is_paper_for_dark_writing_and_dark_for_light_writing():
    alpha = 255 - np.asarray(inked())
    for shade, ground in ((0, 255), (255, 0)):
        pixels = np.dstack([np.full_like(alpha, shade)] * 3 + [alpha])
        assert np.median(grey_of(Image.fromarray(pixels, "RGBA"))) == ground


def test_a_photograph_that_says_how_it_lies_is_turned_upright():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    content = saved(inked().rotate(90, expand=True), "JPEG", exif=exif, quality=95)
    with Image.open(io.BytesIO(content)) as image:
        grey = grey_of(image)
    assert grey.shape == np.asarray(inked()).shape
    assert np.abs(grey.astype(int) - np.asarray(inked())).mean() < 5


def test_a_place_in_the_camera_data_is_told_and_not_given():
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[1] = "N"
    content = saved(inked(), "JPEG", exif=exif)
    assert dict(recognised(content).untrusted_metadata)["place recorded"] == "yes"


def test_the_resolution_a_file_claims_is_kept_where_it_can_be_true():
    assert recognised(saved(inked(), "PNG", dpi=(300, 300))).untrusted_layouts[0].dpi == 300
    assert recognised(saved(inked(), "PNG", dpi=(1, 1))).untrusted_layouts[0].dpi == 0


def test_a_white_image_has_no_words_and_no_failure_of_its_own():
    reading = recognised(saved(Image.new("L", (300, 300), 255), "PNG"))
    assert reading.untrusted_pages == ("",)
    assert reading.failures == ()


@needs_english
def test_both_passes_answer_for_the_same_kinds_of_image():
    settings = ReadSettings()
    assert {kind for kind in readers(settings) if kind.startswith("image/")} >= IMAGES
    assert set(recognisers(settings)) >= IMAGES


@needs_english
def test_the_words_of_a_screenshot_are_read():
    content = saved(Image.fromarray(page(LATIN_LINES)), "PNG")
    reading = recognisers(ReadSettings(languages=("eng",)))["image/png"].read(io.BytesIO(content), Limits())
    assert "The guard said that the key was in the old box" in reading.untrusted_pages[0]
    assert reading.failures == ()
