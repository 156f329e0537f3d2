"""PDF: the text layer, page by page, and an honest word about pages that have none worth quoting."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from twosource.evidence.outcome import Failure
from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.languages import n_right_to_left
from twosource.reading.readers.poppler import Poppler, pages_by_poppler

PDF_FAULTS = (pdfium.PdfiumError, ValueError, LookupError, OSError, AssertionError, TypeError)
SAID = (
    ("title", "Title"),
    ("byline", "Author"),
    ("subject", "Subject"),
    ("created with", "Creator"),
    ("software", "Producer"),
    ("created", "CreationDate"),
    ("changed", "ModDate"),
)
# Joined lam and alef, stored letter by letter in the order they are drawn: no word is spelt with
# alef, alef, lam, so one such place shows that the layer does it everywhere.
LAM_ALEF = re.compile("\u0627[\u0627\u0623\u0625\u0622]\u0644")
LAM_ALEF_RIGHT = re.compile("\u0627\u0644[\u0627\u0623\u0625\u0622]")
TRIPLED = re.compile("([\u0620-\u063f\u0641-\u064a])\\1\\1")
WORD = re.compile(r"\w+")
# Judged on three Arabic and Persian text layers, one of them garbled (4 % tripled), on 22 November 2026.
MAX_TRIPLED_SHARE = 0.01
MAX_STRANGE_SHARE = 0.2
STRANGE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
MIN_LETTERS = 40
MAX_SHOWN_PAGES = 8


@dataclass(slots=True)
class _Pages:
    """What is known of the pages while they are read; numbers count from 1."""

    texts: list[str] = field(default_factory=list)
    images: list[int] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PdfReader:
    """Reads text layers with PDFium, and pages in right-to-left script with poppler where it is at hand."""

    name: ClassVar[str] = "pdf"
    media_types: ClassVar[frozenset[str]] = frozenset({"application/pdf"})
    poppler: Poppler | None = None

    @property
    def version(self) -> str:
        """Return this reader's version with those of the engines it uses."""
        engines = f"pypdfium2 {pdfium.version.PYPDFIUM_INFO}, pdfium {pdfium.version.PDFIUM_INFO}"
        return f"1 ({engines}{f', poppler {self.poppler.version}' if self.poppler else ''})"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return one page of text per page. Raises RefusedError where the document cannot be opened."""
        try:
            document = pdfium.PdfDocument(untrusted_source)
        except PDF_FAULTS as error:
            raise _refused(error) from error
        try:
            pages = _read_pages(document, limits)
            metadata = tuple(_said(document))
        except PDF_FAULTS as error:
            raise refusal("damaged", label="a PDF", reason=_short(error)) from error
        finally:
            document.close()
        pages.failures.extend(_mend_right_to_left(pages.texts, self.poppler, untrusted_source, limits))
        pages.failures.extend(_doubts(pages))
        return Reading(
            untrusted_pages=tuple(pages.texts),
            untrusted_metadata=metadata,
            failures=tuple(pages.failures),
        )


def _refused(error: Exception) -> Exception:
    if getattr(error, "err_code", None) == pdfium.raw.FPDF_ERR_PASSWORD:
        return refusal("password")
    return refusal("damaged", label="a PDF", reason=_short(error))


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__).strip().rstrip(".")[:200]


def _read_pages(document: pdfium.PdfDocument, limits: Limits) -> _Pages:
    """Read page after page within the limits on pages, text and time."""
    pages = _Pages()
    n_pages, started, n_letters = len(document), time.monotonic(), 0
    if n_pages > limits.max_pages:
        pages.failures.append(failure("page_limit", limit=limits.max_pages, n=n_pages))
    for number in range(1, min(n_pages, limits.max_pages) + 1):
        if time.monotonic() - started > limits.max_seconds:
            pages.failures.append(failure("time", limit=f"{limits.max_seconds:g}", n=number - 1))
            break
        try:
            text, is_image = _read_page(document, number - 1)
        except PDF_FAULTS as error:
            text, is_image = "", False
            pages.failures.append(failure("damaged_part", part=f"Page {number}", reason=_short(error)))
        pages.texts.append(text)
        if is_image:
            pages.images.append(number)
        n_letters += len(text)
        if n_letters > limits.max_text:
            break
    return pages


def _read_page(document: pdfium.PdfDocument, index: int) -> tuple[str, bool]:
    """Return (text, whether something other than text stands on a page without text)."""
    page = document[index]
    try:
        layer = page.get_textpage()
        text = str(layer.get_text_range()).replace("\r\n", "\n")
        layer.close()
        is_image = not text.strip() and any(True for _ in page.get_objects(max_depth=1))
        return text, is_image
    finally:
        page.close()


def _said(document: pdfium.PdfDocument) -> Iterator[tuple[str, str]]:
    values = document.get_metadata_dict(skip_empty=True)
    for name, field_name in SAID:
        if values.get(field_name):
            yield name, str(values[field_name])
    if n_attached := document.count_attachments():
        yield "embedded exhibits not taken out", str(n_attached)


def _mend_right_to_left(
    texts: list[str], poppler: Poppler | None, source: BinaryIO, limits: Limits
) -> Iterator[Failure]:
    """Replace right-to-left pages by poppler's text in place; without it say that their order is doubtful."""
    affected = [index for index, text in enumerate(texts) if n_right_to_left(text)]
    if not affected:
        return
    better = pages_by_poppler(poppler, source, limits.max_text, limits.max_seconds) if poppler else ()
    if len(better) < len(texts):
        yield failure("right_to_left", n=len(affected))
        return
    for index in affected:
        texts[index] = better[index]


def _doubts(pages: _Pages) -> Iterator[Failure]:
    if pages.images:
        shown = ", ".join(str(number) for number in pages.images[:MAX_SHOWN_PAGES])
        more = ", ..." if len(pages.images) > MAX_SHOWN_PAGES else ""
        total = len(pages.texts)
        yield failure("page_image", n=len(pages.images), total=total, pages=f"{shown}{more}")
    if n_garbled := sum(is_garbled(text) for text in pages.texts):
        yield failure("garbled", n=n_garbled)
    if n_reversed := sum(has_reversed_lam_alef(text) for text in pages.texts):
        yield failure("lam_alef", n=n_reversed)


def is_garbled(text: str) -> bool:
    """Say whether a text layer stores something other than the words that are drawn.

    Two signs: characters that are no letters of any script, and Arabic letters three times in a row,
    which no word has and a damaged font table produces.
    """
    if len(text.strip()) < MIN_LETTERS:
        return False
    words = WORD.findall(text)
    n_tripled = sum(1 for word in words if TRIPLED.search(word))
    is_tripled = n_tripled > 1 and n_tripled > MAX_TRIPLED_SHARE * len(words)
    return is_tripled or len(STRANGE.findall(text)) > MAX_STRANGE_SHARE * len(text)


def has_reversed_lam_alef(text: str) -> bool:
    """Say whether joined lam and alef are stored in reverse: more such places than right ones."""
    return len(LAM_ALEF.findall(text)) > len(LAM_ALEF_RIGHT.findall(text))
