"""The pages of an open PDF: what each stores as text, and what each looks like."""

import math
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from twosource.evidence.outcome import Failure
from twosource.ports import Limits
from twosource.reading.failures import failure
from twosource.reading.readers.pdf_hidden import Looks, look_at
from twosource.reading.readers.pdf_letters import ordered_text
from twosource.reading.readers.pdf_opening import PDF_FAULTS, short

RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# A page that is a picture with fewer letters than this holds a stamp or a page number, not its text.
FEW_LETTERS = 100
MAX_SHOWN_PAGES = 8
MAX_LABEL = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage:
    """One page: its text as PDFium stores it and, where it runs right to left, in the order it stands."""

    number: int
    stored: str = ""
    ordered: str | None = None
    looks: Looks = field(default_factory=Looks)
    is_lost: bool = False

    @property
    def is_right_to_left(self) -> bool:
        """Whether letters of a right-to-left script stand on it."""
        return RIGHT_TO_LEFT.search(self.stored) is not None

    @property
    def is_image(self) -> bool:
        """Whether something is drawn on it and no text stored."""
        return not self.is_lost and self.looks.has_objects and not self.stored.strip()

    @property
    def is_mostly_image(self) -> bool:
        """Whether it is a picture with a few stored words over it."""
        if not self.looks.is_scan or len(self.stored) > 20 * FEW_LETTERS:
            return False
        return 0 < sum(letter.isalnum() for letter in self.stored) < FEW_LETTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """All pages that were read, their labels where the document has any, and what went wrong."""

    pages: tuple[StoredPage, ...]
    labels: tuple[str, ...]
    failures: tuple[Failure, ...]


def read_pages(
    document: pdfium.PdfDocument, limits: Limits, bombs: frozenset[int], ends: float = math.inf
) -> Pages:
    """Read page after page within the limits on pages and text. `bombs` are not opened.

    No page is begun after the moment `ends` of the monotonic clock.
    """
    n_pages, n_letters = len(document), 0
    pages: list[StoredPage] = []
    failures: list[Failure] = []
    if n_pages > limits.max_pages:
        failures.append(failure("page_limit", limit=limits.max_pages, n=n_pages))
    for number in range(1, min(n_pages, limits.max_pages) + 1):
        if time.monotonic() > ends:
            failures.append(failure("time", limit=f"{limits.max_seconds:g}", n=number - 1))
            break
        try:
            page = _lost(number) if number in bombs else read_page(document, number)
        except PDF_FAULTS as error:
            page = _lost(number)
            failures.append(failure("damaged_part", part=f"Page {number}", reason=short(error)))
        pages.append(page)
        n_letters += len(page.stored)
        if n_letters > limits.max_text:
            break
    return Pages(pages=tuple(pages), labels=_labels(document, len(pages)), failures=tuple(failures))


def read_page(document: pdfium.PdfDocument, number: int) -> StoredPage:
    """Return one page, counted from 1. Raises one of PDF_FAULTS where it is damaged."""
    page = document[number - 1]
    try:
        layer = page.get_textpage()
        try:
            stored = str(layer.get_text_range()).replace("\r\n", "\n")
            ordered = ordered_text(layer) if RIGHT_TO_LEFT.search(stored) else None
            looks = look_at(page, layer)
            return StoredPage(number=number, stored=stored, ordered=ordered, looks=looks)
        finally:
            layer.close()
    finally:
        page.close()


def listed(numbers: list[int]) -> str:
    """Return page numbers as a person lists them, the first few where there are many."""
    shown = ", ".join(str(number) for number in numbers[:MAX_SHOWN_PAGES])
    return f"{shown}, ..." if len(numbers) > MAX_SHOWN_PAGES else shown


def named(numbers: list[int]) -> str:
    """Return pages as the subject of a sentence: `page 3` or `pages 3, 5`."""
    return f"page {numbers[0]}" if len(numbers) == 1 else f"pages {listed(numbers)}"


def hidden_words(pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield what the pages hide, and that a layer of text was put over pictures."""
    over_pictures = [page.number for page in pages.pages if page.looks.is_scan and page.looks.n_without_ink]
    if over_pictures:
        what = "drawn without ink over pictures of pages, as recognition programs write it"
        yield "text layer", f"{what} ({named(over_pictures)})"
    for page in pages.pages:
        for why, words in page.looks.hidden:
            yield "hidden text", f"page {page.number}, {why}: {words}"


def _lost(number: int) -> StoredPage:
    return StoredPage(number=number, is_lost=True)


def _labels(document: pdfium.PdfDocument, n_pages: int) -> tuple[str, ...]:
    """Return the labels a document gives its pages, nothing where they are the numbers or absent."""
    labels = []
    for index in range(n_pages):
        label = (document.get_page_label(index) or "")[:MAX_LABEL]
        if not label and not index:
            return ()
        labels.append(label)
    numbers = [str(number) for number in range(1, n_pages + 1)]
    return () if labels == numbers else tuple(labels)
