"""Reads the words of one page: prepare, ask the script, read, measure what was missed, try again, say so.

A first reading that leaves ink out or is unsure is followed by others of the same page, changed a
little; the one with most confidence x coverage is kept. On held-out Arabic pages these retries did
most of the work (notes of 22 November 2026). What is still unread at the end is named.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from twosource.evidence.layouts import PageLayout, WordBox
from twosource.evidence.outcome import Failure
from twosource.ports import OcrEngine, RecognisedWord
from twosource.reading.failures import failure, failure_of
from twosource.reading.ocr.asking import Asking
from twosource.reading.ocr.coverage import Region, ink_of, place_on_page, share_covered, unread_regions
from twosource.reading.ocr.digits import read_numbers
from twosource.reading.ocr.filling import with_missed_parts
from twosource.reading.ocr.numbering import line_boxes, with_numbers
from twosource.reading.ocr.pictures import Mask, Picture, blurred, median_filtered, scaled, turned
from twosource.reading.ocr.preparing import Prepared, prepare
from twosource.reading.ocr.script import SURE_WAY_UP, bearing_of, language_of_page, sample_score
from twosource.reading.ocr.second_script import with_second_script
from twosource.reading.ocr.tesseract import missing_language
from twosource.reading.ocr.words import Lines, mean_confidence, moved, text_and_boxes, words_of

# From this coverage and confidence the first reading stands (notes of 22 November 2026, section 2).
ENOUGH_COVERED = 0.97
ENOUGH_SURE = 0.72
# After so many readings in a row that gain less than this, others are not worth their time.
PATIENCE = 2
LEAST_GAIN = 0.005
# A page below this is told to a person; a region counts from this share of the page's ink.
LOW_COVERAGE = 0.90
LOW_CONFIDENCE = 0.60
LEAST_REGION = 0.01
MAX_NOTE = 480
MAX_NAMED = 12
LOW = "low_coverage"
DOUBTFUL = "recognition_doubtful"
BY_PAGE = frozenset({LOW, DOUBTFUL})


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage:
    """What was recognised on one page: its text in reading order, the word boxes, what was missed."""

    text: str
    layout: PageLayout
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One reading of the prepared page: its lines on that page, how sure, how much ink they cover."""

    way: str
    lines: Lines
    confidence: float
    coverage: float

    @property
    def score(self) -> float:
        """Confidence x coverage: neither flatters alone."""
        return self.confidence * self.coverage

    @property
    def is_good(self) -> bool:
        """Whether no other reading need be tried."""
        return self.coverage >= ENOUGH_COVERED and self.confidence >= ENOUGH_SURE


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of reading a page again: what is changed, by how much it grows, and as what it is laid out."""

    way: str
    change: Callable[[Picture], Picture]
    scale: float = 1.0
    layout: str = "page"


def _same(picture: Picture) -> Picture:
    return picture


FIRST = Variant("page", _same)
VARIANTS = (
    Variant("1.25 x", lambda picture: scaled(picture, 1.25), 1.25),
    Variant("0.8 x", lambda picture: scaled(picture, 0.8), 0.8),
    Variant("blurred", lambda picture: blurred(picture, 0.8)),
    Variant("block", _same, layout="block"),
    Variant("denoised", median_filtered),
)


def recognise_page(
    picture: Picture, *, engine: OcrEngine, languages: tuple[str, ...], dpi: int = 0, seconds: float = 60.0
) -> SeenPage:
    """Return the words on the picture of a page (uint8, height x width, 255 is paper).

    `languages` are those it may be in (ISO 639-3), none for all the engine has; `dpi` is the
    resolution of the picture where known; no new reading begins after `seconds`. Never raises for
    a page that cannot be read: the failures say why.
    """
    ends = monotonic() + seconds
    at_hand = tuple(code for code in languages or sorted(engine.languages()) if code in engine.languages())
    missing = tuple(
        failure_of(missing_language(code)) for code in languages if code not in engine.languages()
    )
    page = prepare(picture)
    if page.is_empty or not at_hand:
        note = "empty" if page.is_empty else "unread"
        return SeenPage(text="", layout=_layout(page, (), dpi=dpi, note=note), failures=missing)
    page, language = _bear(page, picture, engine, at_hand)
    ink = ink_of(page.picture)
    codes = (language, *(code for code in at_hand if code != language))
    asking = Asking(engine=engine, languages=codes, ends=ends)
    best = _in_second_script(best_attempt(page, ink, asking), page, ink, asking)
    best = _with_numbers(best, page, ink)
    return _seen(page, ink, best, language=language, dpi=dpi, missing=missing)


def best_attempt(page: Prepared, ink: Mask, asking: Asking) -> Attempt:
    """Return the reading with most confidence x coverage; more are tried while none is good."""
    best = _filled(_attempt(page, ink, asking, FIRST), page, ink, asking)
    n_in_vain = 0
    for variant in VARIANTS:
        if best.is_good or n_in_vain == PATIENCE or asking.is_over:
            break
        another = _filled(_attempt(page, ink, asking, variant), page, ink, asking)
        n_in_vain = 0 if another.score > best.score + LEAST_GAIN else n_in_vain + 1
        best = max(best, another, key=lambda one: one.score)
    return best


def _attempt(page: Prepared, ink: Mask, asking: Asking, variant: Variant) -> Attempt:
    lines = asking.lines(variant.change(page.picture), layout=variant.layout)
    return _measured(variant.way, with_ink(moved(lines, variant.scale), ink), ink)


def _measured(way: str, lines: Lines, ink: Mask) -> Attempt:
    words = words_of(lines)
    return Attempt(
        way=way, lines=lines, confidence=mean_confidence(words), coverage=share_covered(ink, words)
    )


def _filled(attempt: Attempt, page: Prepared, ink: Mask, asking: Asking) -> Attempt:
    """Return an attempt with the parts it left out read alone, where that makes it better."""
    if attempt.coverage >= ENOUGH_COVERED or not words_of(attempt.lines):
        return attempt
    lines = with_missed_parts(attempt.lines, page.picture, ink, asking, page.line_height)
    return max(attempt, _measured(f"{attempt.way}, parts", lines, ink), key=lambda one: one.score)


def _in_second_script(best: Attempt, page: Prepared, ink: Mask, asking: Asking) -> Attempt:
    lines, used = with_second_script(best.lines, page.picture, asking)
    return _measured(f"{best.way}, parts in {' and '.join(used)}", lines, ink) if used else best


def with_ink(lines: Lines, ink: Mask) -> Lines:
    """Return the lines without words in whose box no ink is: an engine may see words on empty paper."""
    return tuple(
        tuple(
            word for word in line if ink[max(0, word.top) : word.bottom, max(0, word.left) : word.right].any()
        )
        for line in lines
    )


def _with_numbers(best: Attempt, page: Prepared, ink: Mask) -> Attempt:
    """Return the reading with the Arabic-Indic numbers of its Arabic lines as our own reader reads them."""
    boxes = line_boxes(best.lines)
    numbers = read_numbers(page.picture, boxes) if boxes else ()
    return _measured(best.way, with_numbers(best.lines, numbers), ink)


def _bear(
    page: Prepared, picture: Picture, engine: OcrEngine, languages: tuple[str, ...]
) -> tuple[Prepared, str]:
    """Return the page upright and the language it is read in.

    Where something says that the page does not lie as it was given, a sample is read each way and decides.
    """
    bearing = bearing_of(page.picture, engine)
    seems_turned = bearing and bearing.upright_by == 180 and bearing.orientation_sure >= SURE_WAY_UP
    ways = [page]
    if page.was_stood:
        ways += [_upside_down(page), prepare(picture, may_stand=False)]
    elif seems_turned:
        ways.append(_upside_down(page))
    if len(ways) > 1:
        page = max(ways, key=lambda one: sample_score(one.picture, engine, languages))
        bearing = bearing_of(page.picture, engine)
    return page, language_of_page(page.picture, engine, languages, bearing)


def _upside_down(page: Prepared) -> Prepared:
    return replace(
        page,
        picture=turned(page.picture, 180),
        turned=page.turned + 180,
        steps=(*page.steps, "turned by 180"),
    )


def _seen(
    page: Prepared,
    ink: Mask,
    best: Attempt,
    *,
    language: str,
    dpi: int,
    missing: tuple[Failure, ...],
) -> SeenPage:
    words = words_of(best.lines)
    regions = unread_regions(ink, words, max(8, int(page.line_height)), LEAST_REGION)
    note = _note(page, best, regions)
    lines = moved(best.lines, page.scale)
    text, boxes = text_and_boxes(lines)
    layout = _layout(page, boxes, dpi=dpi, note=note, coverage=best.coverage, language=language)
    return SeenPage(
        text=text, layout=layout, failures=(*missing, *_shortcomings(best, words, regions, ink.shape))
    )


def failures_of_pages(seen: Mapping[int, SeenPage], total: int) -> tuple[Failure, ...]:
    """Return what was missed on the pages of one exhibit, by their numbers: one failure a kind."""
    if total == 1:
        return tuple(one for page in seen.values() for one in page.failures)
    other = [one for page in seen.values() for one in page.failures if one.code not in BY_PAGE]
    low = {number: page for number, page in seen.items() if _has(page, LOW)}
    doubtful = {number: page for number, page in seen.items() if _has(page, DOUBTFUL)}
    if low:
        least = min(page.layout.ink_covered or 0.0 for page in low.values())
        where = f"on {_pages_named(low, total)}"
        other.append(failure(LOW, share=f"Up to {round(100 * (1 - least))}", where=where, parts=""))
    if doubtful:
        where = f"on {_pages_named(doubtful, total)}"
        other.append(failure(DOUBTFUL, share=f"under {round(100 * LOW_CONFIDENCE)}", where=where))
    return tuple(dict.fromkeys(other))


def _has(page: SeenPage, code: str) -> bool:
    return any(one.code == code for one in page.failures)


def _pages_named(numbers: Iterable[int], total: int) -> str:
    every = sorted(numbers)
    shown = ", ".join(str(number) for number in every[:MAX_NAMED])
    more = ", ..." if len(every) > MAX_NAMED else ""
    return f"{len(every)} of {total} pages ({shown}{more})"


def _shortcomings(
    best: Attempt, words: Sequence[RecognisedWord], regions: Sequence[Region], shape: tuple[int, ...]
) -> tuple[Failure, ...]:
    found = []
    # A part large enough to hold a word is told however little of the page it is: it may be the name.
    if best.coverage < LOW_COVERAGE or regions:
        height, width = shape
        places = list(dict.fromkeys(place_on_page(region.box, width, height) for region in regions))
        parts = f", most of it in {' and '.join(places[:3])}" if places else ""
        share = round(100 * (1 - best.coverage))
        found.append(failure(LOW, share=share, where="on this page", parts=parts))
    if words and best.confidence < LOW_CONFIDENCE:
        found.append(failure(DOUBTFUL, share=round(100 * best.confidence), where="on this page"))
    return tuple(found)


def _note(page: Prepared, best: Attempt, regions: Sequence[Region]) -> str:
    """Return how the page was prepared and read, and where ink was left, in pixels of the turned picture."""
    parts = [*page.steps, f"read as {best.way}", f"confidence {best.confidence:.2f}"]
    if regions:
        boxes = (" ".join(str(round(side / page.scale)) for side in region.box) for region in regions)
        parts.append(f"unread (left top right bottom): {', '.join(boxes)}")
    return "; ".join(parts)[:MAX_NOTE]


def _layout(
    page: Prepared,
    boxes: tuple[WordBox, ...],
    *,
    dpi: int,
    note: str,
    coverage: float | None = None,
    language: str = "",
) -> PageLayout:
    height, width = page.picture.shape
    return PageLayout(
        layout_id="",
        rendition_id="",
        page=1,
        width=round(width / page.scale),
        height=round(height / page.scale),
        dpi=dpi,
        words=boxes,
        ink_covered=coverage,
        turned=round(page.turned, 2),
        language=language,
        note=note,
    )
