"""The layout formats by name: one writer and one reader each, and how to tell which one a document is."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from twosource.errors import UsageError
from twosource.evidence.holdings import Rendition
from twosource.evidence.layouts import PageLayout
from twosource.reading.interchange.alto import from_alto, to_alto
from twosource.reading.interchange.hocr import from_hocr, to_hocr
from twosource.reading.interchange.page import from_page_xml, to_page_xml
from twosource.reading.interchange.placed import Interchanged

ALTO, PAGE, HOCR = "alto", "page", "hocr"
FORMATS = (ALTO, PAGE, HOCR)
MEDIA_TYPES = {
    "application/alto+xml": ALTO,
    "application/vnd.prima.page+xml": PAGE,
    "text/vnd.hocr+html": HOCR,
}
_READERS: Mapping[str, Callable[[bytes], Interchanged]] = {
    ALTO: from_alto,
    PAGE: from_page_xml,
    HOCR: from_hocr,
}
REACH = 64 * 1024
_SIGNS = (
    (ALTO, re.compile(rb"<(?:\w+:)?alto[\s>]")),
    (PAGE, re.compile(rb"<(?:\w+:)?PcGts[\s>]")),
    (HOCR, re.compile(rb"""class\s*=\s*["'][^"']*\bocr_page\b""")),
)


def export_pages(
    rendition: Rendition,
    layouts: Iterable[PageLayout],
    form: str,
    hidden: Sequence[tuple[int, int]] = (),
    *,
    at: datetime,
) -> tuple[str, ...]:
    """Return a rendition as documents of one format: one, or for PAGE one per page.

    `hidden` are stretches of the rendition's text that must not leave. Raises UsageError for an
    unknown format.
    """
    if form == ALTO:
        return (to_alto(rendition, layouts, hidden),)
    if form == HOCR:
        return (to_hocr(rendition, layouts, hidden),)
    if form == PAGE:
        return to_page_xml(rendition, layouts, hidden, at=at)
    raise unknown_format(form)


def import_pages(untrusted: bytes, form: str = "") -> tuple[str, Interchanged]:
    """Return which format a document is and what it says; without `form` its first bytes decide.

    Raises UsageError for an unknown format, RefusedError where the document is damaged.
    """
    form = form or form_of(untrusted[:REACH])
    if form not in _READERS:
        raise unknown_format(form)
    return form, _READERS[form](untrusted)


def form_of(head: bytes) -> str:
    """Return the layout format that the first bytes show, or an empty text."""
    return next((form for form, sign in _SIGNS if sign.search(head)), "")


def unknown_format(form: str) -> UsageError:
    """Return the error for a format nobody here reads or writes."""
    what = f"{form!r} is no layout format known here." if form else "Its first bytes show no layout format."
    return UsageError(what, remedy=f"Name one of {', '.join(FORMATS)}.")
