"""The letters of a page with their places, as PDFium gives them, line by line."""

import ctypes
import math
import re

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from twosource.reading.readers.pdf_order import Letter, is_upright, page_in_order, split_lines
from twosource.reading.wordlist import score_arabic

# PDFium gives white space of its own making this size whatever the letters around it measure.
MADE_UP_SIZE = 1.0
MAX_LETTERS = 200_000
# Fonts differ in how wide a gap parts words. Where few words are known other gaps are tried; the list
# of words says which is right. Judged on pages in twenty typefaces on 22 November 2026.
OTHER_GAPS = (0.08, 0.25, 0.4)
GOOD = 0.75
CLEARLY = 0.05
SINGLE = re.compile("(?<!\\w)[\u0620-\u064a](?!\\w)")
WHITE = frozenset(" \r\n\t\xa0")


def ordered_text(layer: pdfium.PdfTextPage) -> str | None:
    """Return the text of a page with letters in the order they stand; None where that cannot be told.

    That is so on pages with very many letters, and where lines do not run across the page.
    """
    lines = split_lines(letters_of(layer))
    if not lines or layer.count_chars() > MAX_LETTERS or any(is_upright(line) for line in lines):
        return None
    text = page_in_order(lines)
    best = _quality(text)
    for word_gap in OTHER_GAPS if best < GOOD else ():
        other = page_in_order(lines, word_gap)
        quality = _quality(other)
        if quality > best + CLEARLY:
            text, best = other, quality
    return text


def _quality(text: str) -> float:
    """Return the share of known words less that of single letters, which words fall into at gaps."""
    score, singles = score_arabic(text), len(SINGLE.findall(text))
    n_all = score.n_words + singles
    return (score.n_known - score.n_impossible - singles) / n_all if n_all else 1.0


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
