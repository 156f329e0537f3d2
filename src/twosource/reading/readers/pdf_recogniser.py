"""PDFs in the second pass: pages that store no words, or doubtful ones, are read from their pixels.

Page by page the better of the two is preferred and the other kept. Where both are words and not
the same ones, the picture is preferred, because it is what people see, and the difference is told.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any, BinaryIO, ClassVar

import numpy as np

from twosource.evidence.outcome import Failure
from twosource.ports import Limits, OcrEngine, Reading
from twosource.reading.failures import failure
from twosource.reading.ocr import SeenPage, failures_of_pages, recognise_page
from twosource.reading.readers.findings import HIDDEN
from twosource.reading.readers.pdf import ENGINES, PdfReading, doubts, is_doubtful, read_opened
from twosource.reading.readers.pdf_compare import (
    Comparison,
    Verdict,
    compare,
    numbers_only_in,
    unseen_run,
)
from twosource.reading.readers.pdf_opening import PDF_FAULTS, open_pdf, short
from twosource.reading.readers.pdf_pages import StoredPage, listed, named
from twosource.reading.readers.pdf_ways import STORED, Choice
from twosource.reading.readers.poppler import Poppler

POINTS_PER_INCH = 72
DPI = 300
# One page at 300 dpi of A3 has 17 million pixels; what is larger is a plan or a poster, or a trap.
MAX_PAGE_PIXELS = 40_000_000
SECONDS_PER_PAGE = 60.0
# What the stored text may take of the time of an exhibit, and by when the last page must be begun:
# a reader stopped from outside would lose the pages before.
FOR_STORED = 0.3
FOR_ALL = 0.8
# Of pages whose stored words look right so many are compared with their picture all the same.
N_COMPARED = 5
MENDED = frozenset({"page_image", "mostly_image", "garbled", "lam_alef", "right_to_left"})
MAX_BECAUSE = 480


@dataclass(slots=True)
class _Look:
    """What the second pass has done so far: pages seen, how each compared, and what went wrong."""

    seen: dict[int, SeenPage] = field(default_factory=dict)
    compared: dict[int, Comparison] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    metadata: list[tuple[str, str]] = field(default_factory=list)

    def taken(self) -> dict[int, SeenPage]:
        """Return the pages whose words come from the picture."""
        return {n: self.seen[n] for n, one in self.compared.items() if one.verdict is not Verdict.STORED}


@dataclass(frozen=True, slots=True)
class PdfRecogniser:
    """Reads with an engine the pages of a PDF whose stored words are missing, doubtful or hidden."""

    engine: OcrEngine
    languages: tuple[str, ...] = ()
    poppler: Poppler | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)
    name: ClassVar[str] = "pdf recognition"
    media_types: ClassVar[frozenset[str]] = frozenset({"application/pdf"})

    @property
    def version(self) -> str:
        """Its version with those of the libraries, the engine and its language data."""
        poppler = f", poppler {self.poppler.version}" if self.poppler else ""
        return f"1 ({ENGINES}{poppler}, {self.engine.name} {self.engine.version})"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return the better text of each page. Raises RefusedError where the document cannot be opened."""
        ends = monotonic() + FOR_ALL * limits.max_seconds
        opened = open_pdf(untrusted_source, self.passwords)
        try:
            stored = read_opened(opened, limits, self.poppler, share=FOR_STORED)
            look = self._look(opened.document, stored, limits, ends)
        finally:
            opened.document.close()
        return merged(stored, look, self.engine.name)

    def _look(self, document: Any, stored: PdfReading, limits: Limits, ends: float) -> _Look:
        """See the pages that need it, those first whose words are missing, as long as there is time."""
        look = _Look()
        pages = dict(zip((page.number for page in stored.pages.pages), stored.pages.pages, strict=True))
        choices = {choice.number: choice for choice in stored.choices}
        needed = [number for number, page in pages.items() if needs_eyes(page, choices[number])]
        extra = [number for number in worth_comparing(stored.pages.pages) if number not in needed]
        for n_done, number in enumerate((*needed, *extra)):
            left = ends - monotonic()
            if left <= 0:
                if n_done < len(needed):
                    limit = f"{limits.max_seconds:g}"
                    late = failure("recognition_time", limit=limit, n=n_done, total=len(needed))
                    look.failures.append(late)
                break
            try:
                picture, dpi = rendered(document, number, limits)
            except PDF_FAULTS as error:
                part = f"The picture of page {number}"
                look.failures.append(failure("damaged_part", part=part, reason=short(error)))
                continue
            seconds = min(SECONDS_PER_PAGE, left)
            seen = recognise_page(
                picture, engine=self.engine, languages=self.languages, dpi=dpi, seconds=seconds
            )
            _weigh(look, pages[number], choices[number], seen)
        return look


def needs_eyes(page: StoredPage, choice: Choice) -> bool:
    """Say whether the stored words of a page are missing or doubtful."""
    return page.is_image or page.is_mostly_image or is_doubtful(page, choice)


def worth_comparing(pages: Sequence[StoredPage]) -> list[int]:
    """Return the pages whose words are compared with the picture though they look right.

    All that hide words, and a few, spread over the document, of those with a layer over a picture.
    """
    hiding = [page.number for page in pages if page.looks.hidden]
    layered = [page.number for page in pages if page.looks.is_scan and page.stored.strip()]
    step = max(1, math.ceil(len(layered) / N_COMPARED))
    return list(dict.fromkeys([*hiding, *layered[::step]]))


def rendered(document: Any, number: int, limits: Limits) -> tuple[np.ndarray[Any, np.dtype[np.uint8]], int]:
    """Return the grey picture of a page (height x width, 255 is paper) and its dots per inch.

    The resolution is lowered where a page is so large that its picture would break the limits.
    """
    page = document[number - 1]
    try:
        width, height = page.get_size()
        inches = max(1.0, width) * max(1.0, height) / POINTS_PER_INCH**2
        most = min(MAX_PAGE_PIXELS, limits.max_pixels)
        dpi = max(1, min(DPI, int(math.sqrt(most / inches))))
        bitmap = page.render(scale=dpi / POINTS_PER_INCH, grayscale=True)
        try:
            pixels = np.array(bitmap.to_numpy(), dtype=np.uint8)
        finally:
            bitmap.close()
    finally:
        page.close()
    return pixels[:, :, 0] if pixels.ndim == 3 else pixels, dpi


def merged(stored: PdfReading, look: _Look, engine: str) -> Reading:
    """Return the reading with the better text per page, and beside it the stored one where it lost."""
    taken = look.taken()
    reading = stored.reading
    n_pages = len(stored.pages.pages)
    failures = [one for one in reading.failures if one.code not in MENDED]
    failures.extend(doubts(stored.pages, stored.choices, _settled(stored, look)))
    failures.extend(look.failures)
    failures.extend(failures_of_pages(taken, n_pages))
    differing = [n for n, one in look.compared.items() if one.verdict is Verdict.DIFFERS]
    if differing:
        failures.append(failure("layer_differs", n=len(differing), pages=listed(differing)))
    metadata = (*reading.untrusted_metadata, *look.metadata)
    if not taken:
        return replace(
            reading,
            untrusted_metadata=metadata,
            failures=tuple(failures),
            because=_because(look, engine, reading.because),
        )
    texts = list(reading.untrusted_pages)
    for number, seen in taken.items():
        texts[number - 1] = seen.text
    return replace(
        reading,
        untrusted_pages=tuple(texts),
        untrusted_metadata=metadata,
        untrusted_layouts=tuple(replace(seen.layout, page=number) for number, seen in sorted(taken.items())),
        failures=tuple(failures),
        way=engine if len(taken) == n_pages else f"{reading.way or STORED} and {engine}",
        because=_because(look, engine, "" if len(taken) == n_pages else reading.because),
        others=tuple(_others(reading, taken)),
    )


def _weigh(look: _Look, page: StoredPage, choice: Choice, seen: SeenPage) -> None:
    """Compare one page with its picture and keep what was found."""
    number, stored = page.number, choice.text
    doubtful = needs_eyes(page, choice)
    look.seen[number] = seen
    look.compared[number] = compare(stored, seen.text, is_doubtful=doubtful)
    verdict = look.compared[number].verdict
    if verdict is Verdict.DIFFERS:
        words = " ".join(stored.split())[:120]
        look.metadata.append((HIDDEN, f"page {number}, stored but not what the picture shows: {words}"))
    elif verdict is Verdict.STORED and not doubtful:
        unseen = unseen_run(stored, seen.text, seen.layout.ink_covered)
        if unseen:
            look.metadata.append((HIDDEN, f"page {number}, stored but not on the picture: {unseen}"))
    if verdict is not Verdict.STORED and (numbers := numbers_only_in(stored, seen.text)):
        look.metadata.append(("numbers only in the stored text", f"page {number}: {', '.join(numbers)}"))


def _others(reading: Reading, taken: dict[int, SeenPage]) -> Iterator[Reading]:
    """Yield the stored reading where it held words and lost, then what lost against it before."""
    held = [number for number in taken if reading.untrusted_pages[number - 1].strip()]
    if held:
        yield Reading(
            untrusted_pages=reading.untrusted_pages,
            untrusted_page_labels=reading.untrusted_page_labels,
            way=reading.way or STORED,
            because=f"Not preferred: what is stored for {named(held)} is doubtful or unlike the picture.",
        )
    yield from reading.others


def _settled(stored: PdfReading, look: _Look) -> frozenset[int]:
    """Return the pages whose picture was seen: its words were taken, or it gave no better ones."""
    looked_at = {
        page.number
        for page, choice in zip(stored.pages.pages, stored.choices, strict=True)
        if page.number in look.seen and page.is_mostly_image and not is_doubtful(page, choice)
    }
    return frozenset(look.taken()) | looked_at


def _because(look: _Look, engine: str, before: str) -> str:
    """Return the sentences that say which pages were read from their pixels, and why."""
    groups: dict[str, list[int]] = {}
    for number, one in look.compared.items():
        groups.setdefault(_reason(one), []).append(number)
    said = [
        f"{named(sorted(numbers)).capitalize()}: {reason}."
        for reason, numbers in groups.items()
        if reason and numbers
    ]
    start = f"Compared with the picture by {engine}. " if said else ""
    return (start + " ".join([*said, before]).strip())[:MAX_BECAUSE]


def _reason(one: Comparison) -> str:
    if one.verdict is Verdict.PICTURE and not one.stored.n_words:
        return "read from the picture, because no words are stored"
    if one.verdict is Verdict.PICTURE:
        return f"read from the picture ({one.shares})"
    if one.verdict is Verdict.DIFFERS:
        return f"read from the picture, because the stored words are others ({one.agreement:.0%} alike)"
    return "the stored text was kept, because the picture gave no better words"
