"""PDF: what it stores as text, page by page, with all that stands beside, beneath and behind the pages."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO, ClassVar

import pikepdf
import pypdfium2 as pdfium  # type: ignore[import-untyped]

from twosource.evidence.outcome import Failure
from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.languages import language_of
from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.pdf_lam_alef import has_reversed_lam_alef
from twosource.reading.readers.pdf_letters import SINGLE
from twosource.reading.readers.pdf_opening import (
    PDF_FAULTS,
    PIKEPDF_FAULTS,
    Opened,
    open_pdf,
    rewritten,
    short,
)
from twosource.reading.readers.pdf_pages import Pages, StoredPage, hidden_words, listed, read_pages
from twosource.reading.readers.pdf_structure import MAX_DRAWING, Structure, read_structure
from twosource.reading.readers.pdf_ways import ORDERED, POPPLER, Choice, choose, others_of, way_of, why
from twosource.reading.readers.poppler import Poppler, pages_by_poppler
from twosource.reading.wordlist import TRIPLED, score_arabic, score_latin

SAID = (
    ("title", "Title"),
    ("byline", "Author"),
    ("subject", "Subject"),
    ("keywords", "Keywords"),
    ("created with", "Creator"),
    ("software", "Producer"),
    ("created", "CreationDate"),
    ("changed", "ModDate"),
)
WORD = re.compile(r"\w+")
STRANGE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
# Letters of languages with more than the Arabic and Persian alphabets: no list here judges them.
OTHER_ARABIC = re.compile(
    "[\u0679-\u067d\u067f\u0680-\u0685\u0687-\u0697\u0699-\u06a8\u06aa-\u06ae\u06b0-\u06bf\u06c0-\u06cb\u06cd-\u06d3]"
)
# Judged on three Arabic and Persian text layers, one of them garbled, and on 100 PDFs in Latin
# script, on 22 November 2026: the garbled one knows 2 % of its words, the others 90 % and more.
MAX_TRIPLED_SHARE = 0.01
MAX_STRANGE_SHARE = 0.2
MIN_KNOWN_ARABIC = 0.15
MIN_KNOWN_LATIN = 0.05
MIN_WORDS_ARABIC = 12
MIN_WORDS_LATIN = 60
MAX_SINGLES = 0.2
MIN_LETTERS = 40
# By which share of the time each step must be done, so that the last is not cut off from outside.
FOR_STRUCTURE = 0.25
FOR_PAGES = 0.75
FOR_POPPLER = 0.9
ENGINES = (
    f"pypdfium2 {pdfium.version.PYPDFIUM_INFO}, pdfium {pdfium.version.PDFIUM_INFO}, "
    f"pikepdf {pikepdf.__version__}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfReading:
    """A reading of what a PDF stores, with the pages and the choices it was made of."""

    reading: Reading
    pages: Pages
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PdfReader:
    """Reads what a PDF stores: pages in the best of several ways, forms, notes, and what it would do."""

    name: ClassVar[str] = "pdf"
    media_types: ClassVar[frozenset[str]] = frozenset({"application/pdf"})
    poppler: Poppler | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)

    @property
    def version(self) -> str:
        """Return this reader's version with those of the engines it uses."""
        return f"2 ({ENGINES}{f', poppler {self.poppler.version}' if self.poppler else ''})"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return one page of text per page. Raises RefusedError where the document cannot be opened."""
        opened = open_pdf(untrusted_source, self.passwords)
        try:
            return read_opened(opened, limits, self.poppler).reading
        finally:
            opened.document.close()


def read_opened(opened: Opened, limits: Limits, poppler: Poppler | None, *, share: float = 1.0) -> PdfReading:
    """Return the reading of an open document, made within a share of the time of the exhibit.

    What is not done by then is named; a reader that is stopped from outside would lose everything.
    Raises RefusedError where its pages cannot be counted.
    """
    started, seconds = time.monotonic(), share * limits.max_seconds
    structure = read_structure(opened.source, opened.password, Deadline(FOR_STRUCTURE * seconds))
    try:
        pages = read_pages(opened.document, limits, structure.bombs, started + FOR_PAGES * seconds)
        said = tuple(_said(opened.document))
    except PDF_FAULTS as error:
        raise refusal("damaged", label="a PDF", reason=short(error)) from error
    left = started + FOR_POPPLER * seconds - time.monotonic()
    choices = _choices(pages.pages, opened, limits.max_text, poppler if left > 0 else None, left)
    reading = Reading(
        untrusted_pages=tuple(choice.text for choice in choices),
        untrusted_page_labels=pages.labels,
        untrusted_metadata=(*said, *opened.said, *structure.metadata, *hidden_words(pages)),
        failures=(
            *opened.failures,
            *pages.failures,
            *structure.failures,
            *_bombs(structure.bombs),
            *doubts(pages, choices),
        ),
        way=way_of(choices),
        because=why(choices),
        others=others_of(choices),
    )
    return PdfReading(reading=with_texts(reading, structure), pages=pages, choices=choices)


def with_texts(reading: Reading, structure: Structure) -> Reading:
    """Return the reading with the texts that stand beside the pages as labelled pages after them."""
    if not structure.texts:
        return reading
    n_pages = len(reading.untrusted_pages)
    labels = (*reading.untrusted_page_labels, *[""] * (n_pages - len(reading.untrusted_page_labels)))
    return replace(
        reading,
        untrusted_pages=(*reading.untrusted_pages, *(text for _, text in structure.texts)),
        untrusted_page_labels=(*labels, *(label for label, _ in structure.texts)),
    )


def _said(document: pdfium.PdfDocument) -> Iterator[tuple[str, str]]:
    values = document.get_metadata_dict(skip_empty=True)
    for name, field_name in SAID:
        if values.get(field_name):
            yield name, str(values[field_name])


def _choices(
    pages: Sequence[StoredPage], opened: Opened, max_text: int, poppler: Poppler | None, seconds: float
) -> tuple[Choice, ...]:
    """Choose among the ways page by page; poppler is asked only where letters run right to left."""
    affected = [page.number for page in pages if page.is_right_to_left]
    better: tuple[str, ...] = ()
    if poppler and affected:
        source = opened.source if not opened.password else _unlocked(opened)
        better = pages_by_poppler(poppler, source, max_text, seconds, max(affected)) if source else ()
    by_number = dict(enumerate(better, start=1)) if len(better) >= max(affected, default=0) else {}
    return tuple(choose(page, by_number.get(page.number)) for page in pages)


def _unlocked(opened: Opened) -> BinaryIO | None:
    """Return the document without its lock, so that the password stands on no program's command line."""
    try:
        return rewritten(opened.source, opened.password)
    except PIKEPDF_FAULTS:
        return None


def _bombs(bombs: frozenset[int]) -> Iterator[Failure]:
    if bombs:
        yield failure("page_bomb", n=len(bombs), pages=listed(sorted(bombs)), limit=MAX_DRAWING)


def doubts(
    pages: Pages, choices: Sequence[Choice], settled: frozenset[int] = frozenset()
) -> Iterator[Failure]:
    """Yield why the words of pages are missing or doubtful; not for those `settled` by their picture."""
    total = len(pages.pages)
    waiting = [page for page in pages.pages if page.number not in settled]
    kept = [choice for choice in choices if choice.number not in settled]
    if images := [page.number for page in waiting if page.is_image]:
        yield failure("page_image", n=len(images), total=total, pages=listed(images))
    if mostly := [page.number for page in waiting if page.is_mostly_image]:
        yield failure("mostly_image", n=len(mostly), total=total, pages=listed(mostly))
    if n_garbled := sum(is_garbled(choice.text) for choice in kept):
        yield failure("garbled", n=n_garbled)
    if n_reversed := sum(has_reversed_lam_alef(choice.text) for choice in kept):
        yield failure("lam_alef", n=n_reversed)
    if n_disturbed := sum(is_disturbed(page, choice) for page, choice in zip(waiting, kept, strict=True)):
        yield failure("right_to_left", n=n_disturbed)


def is_doubtful(page: StoredPage, choice: Choice) -> bool:
    """Say whether the stored words of a page cannot be trusted to be those that stand on it."""
    return is_garbled(choice.text) or has_reversed_lam_alef(choice.text) or is_disturbed(page, choice)


def is_disturbed(page: StoredPage, choice: Choice) -> bool:
    """Say whether letters run right to left and only an engine known to disturb them could be asked."""
    return page.is_right_to_left and not {ORDERED, POPPLER} & set(choice.texts)


def is_garbled(text: str) -> bool:
    """Say whether a text layer stores something other than the words that are drawn.

    The signs: characters that are no letters of any script, Arabic letters three times in a row,
    words fallen into single letters, and so few words of the lists that the letters cannot be words
    of a language that has a list.
    """
    if len(text.strip()) < MIN_LETTERS:
        return False
    if len(STRANGE.findall(text)) > MAX_STRANGE_SHARE * len(text):
        return True
    n_tripled = sum(1 for word in WORD.findall(text) if TRIPLED.search(word))
    if n_tripled > 1 and n_tripled > MAX_TRIPLED_SHARE * len(WORD.findall(text)):
        return True
    return _knows_no_words(text)


def _knows_no_words(text: str) -> bool:
    arabic = score_arabic(text)
    if arabic.n_words >= MIN_WORDS_ARABIC and not OTHER_ARABIC.search(text):
        n_singles = len(SINGLE.findall(text))
        return arabic.share < MIN_KNOWN_ARABIC or n_singles > MAX_SINGLES * arabic.n_words
    latin = score_latin(text)
    is_unknown = latin.n_words >= MIN_WORDS_LATIN and latin.share < MIN_KNOWN_LATIN
    return is_unknown and not language_of(text)
