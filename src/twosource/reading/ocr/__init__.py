"""From pixels to words: pages are prepared, recognised by an engine, and measured for what was missed.

In: the grey picture of a page and an engine behind the `OcrEngine` port. Out: text in reading
order, a box and a confidence per word, the share of ink that no word covers, and failures.
"""

from twosource.ports import OcrEngine
from twosource.reading.ocr.recognising import SeenPage, failures_of_pages, recognise_page
from twosource.reading.ocr.tesseract import find_tesseract
from twosource.reading.settings import ReadSettings

__all__ = ["SeenPage", "engine_at_hand", "failures_of_pages", "recognise_page"]


def engine_at_hand(settings: ReadSettings) -> OcrEngine | None:
    """Return the engine that recognises words on this machine, or None where there is none."""
    del settings
    return find_tesseract()
