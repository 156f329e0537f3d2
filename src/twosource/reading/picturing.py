"""The job that draws: a page, or cuttings of it, as grey numbers; runs inside the sandbox.

A page is drawn and turned the way it was when its words were recognised, so that the boxes of a
layout fit. What comes out is pixels only (see `evidence.layouts.GreyPicture`).
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from twosource.ports import Limits, Message
from twosource.reading.failures import refusal
from twosource.reading.kinds import label_of
from twosource.reading.ocr.pictures import Picture, as_image, as_picture, turned
from twosource.reading.readers.image import IMAGE_FAULTS, check_pixels, n_pictures, opened, reason_of
from twosource.reading.readers.image_recogniser import grey_of
from twosource.reading.readers.pdf_recogniser import rendered

PDF = "application/pdf"
MARGIN = 0.35


def draw_sealed(
    untrusted_source: BinaryIO, arguments: Mapping[str, Any], limits: Limits
) -> Iterator[Message]:
    """Send {width, height} and then the pixels, of the whole page or of each box asked for.

    `arguments`: `media_type`, `page` from 1, `longest_side` in pixels; for cuttings also `turned` in
    degrees, `frame` (width and height the boxes count in) and `boxes` of left, top, right, bottom.
    Raises RefusedError where the page cannot be drawn.
    """
    picture = _page(untrusted_source, arguments["media_type"], int(arguments["page"]), limits)
    longest = int(arguments["longest_side"])
    boxes = arguments.get("boxes")
    if boxes is None:
        yield from _sent(_shrunk(picture, longest))
        return
    picture = _level(picture, float(arguments["turned"]))
    scale = picture.shape[1] / max(1, int(arguments["frame"][0]))
    for box in boxes:
        yield from _sent(_shrunk(_cutting(picture, box, scale), longest))


def _page(source: BinaryIO, media_type: str, page: int, limits: Limits) -> Picture:
    try:
        if media_type == PDF:
            document = pdfium.PdfDocument(source)
            try:
                _check_page(page, len(document))
                picture, _ = rendered(document, page, limits)
            finally:
                document.close()
            return picture
        with opened(source, limits) as image:
            _check_page(page, n_pictures(image))
            image.seek(page - 1)
            check_pixels(image, limits)
            return grey_of(image)
    except (*IMAGE_FAULTS, pdfium.PdfiumError) as error:
        raise refusal("damaged", label=label_of(media_type), reason=reason_of(error)) from error


def _check_page(page: int, n_pages: int) -> None:
    if not 1 <= page <= n_pages:
        raise refusal("damaged_part", part=f"Page {page}", reason="there is no such page")


def _level(picture: Picture, degrees: float) -> Picture:
    """Return the picture turned as it was for recognition: quarters first, then the few degrees left."""
    quarters = 90 * round(degrees / 90)
    upright = turned(picture, quarters) if quarters else picture
    rest = degrees - quarters
    return turned(upright, rest) if rest else upright


def _cutting(picture: Picture, box: list[int], scale: float) -> Picture:
    """Return a box with some of what stands around it, for nobody reads a number without its line."""
    left, top, right, bottom = (value * scale for value in box)
    margin = MARGIN * max(8.0, bottom - top)
    height, width = picture.shape
    rows = slice(max(0, int(top - margin)), max(1, min(height, int(bottom + margin) + 1)))
    columns = slice(max(0, int(left - margin)), max(1, min(width, int(right + margin) + 1)))
    return picture[rows, columns]


def _shrunk(picture: Picture, longest: int) -> Picture:
    height, width = picture.shape
    if max(height, width) <= longest or not picture.size:
        return picture
    image = as_image(picture)
    image.thumbnail((longest, longest))
    return as_picture(image)


def _sent(picture: Picture) -> Iterator[Message]:
    height, width = picture.shape
    yield {"width": int(width), "height": int(height)}
    yield picture.tobytes()
