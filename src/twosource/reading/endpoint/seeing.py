"""Reading the picture of a page by a model: lines back, nothing of them checked but their shape.

There is no text to find these words in, so a suggestion from a picture is worth what a stranger's
is, and says so. The picture is made anew inside the sandbox: no metadata, no original bytes.
"""

import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from twosource.errors import RefusedError
from twosource.evidence.transcripts import SuggestedPage
from twosource.ports import Limits, Message, ModelRequest
from twosource.reading.endpoint.closed import NotClosedError, cleaned, entries_of, fields_of, shortly
from twosource.reading.endpoint.translating import Suggested, instructions_for
from twosource.reading.failures import refusal
from twosource.reading.readers.image import (
    IMAGE_FAULTS,
    IMAGE_TYPES,
    check_pixels,
    n_pictures,
    opened,
    reason_of,
)
from twosource.reading.readers.image_recogniser import grey_of

JOB = f"{__name__}:page_picture"
PDF = "application/pdf"
PICTURED = IMAGE_TYPES | {PDF}
LINE = {"text": str, "is_unsure": bool}
MAX_SIDE = 2000
MAX_LINE = 2000


def page_picture(
    untrusted_source: BinaryIO, arguments: Mapping[str, Any], limits: Limits
) -> Iterator[Message]:
    """Send one page as a grey PNG of at most MAX_SIDE pixels a side. Raises RefusedError.

    A job of the sandbox: `arguments` are `media_type` and `page` (from 1).
    """
    number = int(arguments["page"])
    if arguments["media_type"] == PDF:
        picture = _of_pdf(untrusted_source, number)
    else:
        picture = _of_image(untrusted_source, number, limits)
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    out = io.BytesIO()
    picture.save(out, "PNG")
    yield out.getvalue()


def _of_image(source: BinaryIO, number: int, limits: Limits) -> Image.Image:
    with opened(source, limits) as image:
        try:
            if not 1 <= number <= n_pictures(image):
                raise _no_page(number)
            image.seek(number - 1)
            check_pixels(image, limits)
            return Image.fromarray(grey_of(image))
        except IMAGE_FAULTS as error:
            raise refusal("damaged", label="an image", reason=reason_of(error)) from error


def _of_pdf(source: BinaryIO, number: int) -> Image.Image:
    try:
        document = pypdfium2.PdfDocument(source)
        if not 1 <= number <= len(document):
            raise _no_page(number)
        page = document[number - 1]
        width, height = page.get_size()
        picture: Image.Image = page.render(scale=MAX_SIDE / max(width, height, 1.0), grayscale=True).to_pil()
        return picture.convert("L")
    except pypdfium2.PdfiumError as error:
        raise refusal("damaged", label="a PDF", reason=str(error)[:200]) from error


def _no_page(number: int) -> RefusedError:
    return refusal("damaged_part", part=f"Page {number}", reason="there is no such page")


def picture_request(untrusted_picture: bytes, language: str) -> ModelRequest:
    """Return the request that asks for the words on a picture, which goes out as it came from the sandbox."""
    return ModelRequest(
        instructions=instructions_for("see", language),
        untrusted_text="The picture of the page follows.",
        picture=untrusted_picture,
    )


def seen_from(untrusted_answer: str, page: int) -> Suggested:
    """Return the lines that fit, those the model was unsure of named, and what was dropped and why."""
    try:
        entries = entries_of(untrusted_answer, "lines")
    except NotClosedError as error:
        return Suggested(pages=(), unsure=(), dropped=(f"A whole answer was dropped: {error}.",))
    lines: list[str] = []
    unsure: list[str] = []
    dropped: list[str] = []
    for entry in entries:
        try:
            fields = fields_of(entry, LINE)
        except NotClosedError as error:
            dropped.append(f"A line was dropped: {error}.")
            continue
        text = " ".join(cleaned(fields["text"]).split())
        if not text or len(text) > MAX_LINE:
            dropped.append(f"A line was dropped: {shortly(text) if text else 'it'} is empty or too long.")
            continue
        lines.append(text)
        if fields["is_unsure"]:
            unsure.append(text)
    pages = (SuggestedPage(page=page, text="\n".join(lines)),) if lines else ()
    return Suggested(pages=pages, unsure=tuple(unsure), dropped=tuple(dropped))
