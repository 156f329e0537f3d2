"""The job that finds the pictures of an exhibit: an image itself, or those set on the pages of a PDF.

Runs inside the sandbox and sends each picture small and grey; how they look is worked out by the parent
from these numbers alone.
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_raw  # type: ignore[import-untyped]
from PIL import Image

from twosource.ports import Limits, Message
from twosource.reading.failures import refusal
from twosource.reading.kinds import label_of
from twosource.reading.looks import SIDE
from twosource.reading.ocr.pictures import Picture, as_image, as_picture
from twosource.reading.readers.image import IMAGE_FAULTS, check_pixels, n_pictures, opened, reason_of
from twosource.reading.readers.image_recogniser import grey_of

PDF = "application/pdf"
MOST_PICTURES = 64
MOST_PAGES = 200
LEAST_SIDE = 64


def looks_sealed(
    untrusted_source: BinaryIO, arguments: Mapping[str, Any], limits: Limits
) -> Iterator[Message]:
    """Send, for each picture, {width, height, wide, high, page, number} and its pixels at width x height.

    `arguments`: `media_type`. `wide` and `high` are its size in the exhibit. Raises RefusedError where none
    can be drawn at all.
    """
    media_type = arguments["media_type"]
    try:
        found = (
            _of_pdf(untrusted_source, limits) if media_type == PDF else _of_image(untrusted_source, limits)
        )
        for n_sent, (page, number, picture) in enumerate(found):
            if n_sent == MOST_PICTURES:
                return
            small = as_picture(as_image(picture).resize((SIDE, SIDE), Image.Resampling.BOX))
            high, wide = (int(side) for side in picture.shape)
            sides = {"width": SIDE, "height": SIDE, "wide": wide, "high": high}
            yield {**sides, "page": page, "number": number}
            yield small.tobytes()
    except (*IMAGE_FAULTS, pdfium.PdfiumError) as error:
        raise refusal("damaged", label=label_of(media_type), reason=reason_of(error)) from error


def _of_image(source: BinaryIO, limits: Limits) -> Iterator[tuple[int, int, Picture]]:
    with opened(source, limits) as image:
        for page in range(1, min(n_pictures(image), MOST_PICTURES) + 1):
            image.seek(page - 1)
            check_pixels(image, limits)
            yield page, 1, grey_of(image)


def _of_pdf(source: BinaryIO, limits: Limits) -> Iterator[tuple[int, int, Picture]]:
    """Yield the pictures set on the pages; one that cannot be decoded is passed over, its page goes on."""
    document = pdfium.PdfDocument(source)
    try:
        for page_number in range(min(len(document), MOST_PAGES)):
            page = document[page_number]
            objects = page.get_objects(filter=[pdfium_raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
            for number, found in enumerate(objects, start=1):
                picture = _decoded(found, limits)
                if picture is not None:
                    yield page_number + 1, number, picture
            page.close()
    finally:
        document.close()


def _decoded(found: Any, limits: Limits) -> Picture | None:
    try:
        width, height = found.get_px_size()
        if min(width, height) < LEAST_SIDE or width * height > limits.max_pixels:
            return None
        bitmap = found.get_bitmap(render=False)
        try:
            return as_picture(bitmap.to_pil().convert("L"))
        finally:
            bitmap.close()
    except (pdfium.PdfiumError, ValueError, OSError):
        return None
