"""Images: what the file says of itself; its words wait for a person."""

import io

import pytest
from PIL import ExifTags, Image

from twosource.ports import Limits
from twosource.reading import ReadSettings
from twosource.terms import Status


def picture(kind: str, size=(30, 20), **saved) -> bytes:
    target = io.BytesIO()
    Image.new("L", size, 128).save(target, kind, **saved)
    return target.getvalue()


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("TIFF", "image/tiff"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
    ],
)
def test_an_image_waits_and_tells_its_size(reading, kind, media_type):
    outcome = reading(picture(kind), media_type)
    assert outcome.status is Status.WAITING
    assert "its words have not been read" in outcome.failures[0].sentence()
    assert ".transcription.ar.txt" in outcome.failures[0].remedy
    (rendition,) = outcome.values
    assert rendition.text == ""
    assert dict(rendition.metadata) == {"format": kind, "width": "30", "height": "20"}


def test_camera_data_are_metadata(reading):
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Maker"
    exif[ExifTags.Base.Software] = "Editor 1.0"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2016:05:02 10:00:00"
    said = dict(reading(picture("JPEG", exif=exif), "image/jpeg").values[0].metadata)
    assert said["taken"] == "2016:05:02 10:00:00"
    assert said["camera make"] == "Maker"
    assert said["software"] == "Editor 1.0"


@pytest.mark.parametrize("limit", [599, 1])
def test_an_image_over_the_pixel_limit_is_refused(reading, limit):
    outcome = reading(picture("PNG"), "image/png", ReadSettings(limits=Limits(max_pixels=limit)))
    assert outcome.status is Status.REFUSED
    assert [failure.code for failure in outcome.failures] == ["pixels"]


def test_a_header_that_claims_a_monstrous_size_is_refused(reading):
    """The size stands in 8 bytes of the header; nothing may be allocated for it."""
    content = bytearray(picture("GIF"))
    content[6:10] = b"\xff\xff\xff\xff"
    outcome = reading(bytes(content), "image/gif")
    assert outcome.status is Status.REFUSED
    assert [failure.code for failure in outcome.failures] == ["pixels"]


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0\xff\xff\xff\xff", b"no image"]
)
def test_a_damaged_image_is_refused_with_a_sentence(reading, content):
    outcome = reading(content, "image/png")
    assert outcome.status is Status.REFUSED
    assert "could not be read as an image" in outcome.failures[0].sentence()
    assert "0x" not in outcome.failures[0].sentence()
