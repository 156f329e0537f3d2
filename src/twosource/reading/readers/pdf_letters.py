"""The letters of a page with their places, as PDFium gives them, line by line."""

import ctypes
import math

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from twosource.reading.readers.pdf_order import Letter, is_upright, page_in_order, split_lines

# PDFium gives white space of its own making this size whatever the letters around it measure.
MADE_UP_SIZE = 1.0
MAX_LETTERS = 200_000
WHITE = frozenset(" \r\n\t\xa0")


def ordered_text(layer: pdfium.PdfTextPage) -> str | None:
    """Return the text of a page with letters in the order they stand; None where that cannot be told.

    That is so on pages with very many letters, and where lines do not run across the page.
    """
    lines = split_lines(letters_of(layer))
    if not lines or layer.count_chars() > MAX_LETTERS or any(is_upright(line) for line in lines):
        return None
    return page_in_order(lines)


def letters_of(layer: pdfium.PdfTextPage) -> list[Letter]:
    """Return each character of a page with its place, in PDFium's order."""
    raw, handle = pdfium.raw, layer.raw
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    letters = []
    for index in range(min(layer.count_chars(), MAX_LETTERS)):
        code = raw.FPDFText_GetUnicode(handle, index)
        text = chr(code) if 0 < code < 0x110000 else "\ufffd"
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        size = raw.FPDFText_GetFontSize(handle, index)
        is_made_up = text in WHITE and (size == MADE_UP_SIZE or bool(raw.FPDFText_IsGenerated(handle, index)))
        left = x.value if math.isfinite(x.value) else 0.0
        right = max(box.right, left) if math.isfinite(box.right) else left
        letters.append(Letter(text, left, right, size, y.value, is_made_up))
    return letters
