"""Pages as every layout format sees them: blocks of lines of words, each with its box and confidence.

One shape in the middle, so that a format is a writer and a reader of this and nothing else. Words
are in logical order, right to left as well: the first word read comes first.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from twosource.evidence.holdings import Page, Rendition
from twosource.evidence.layouts import PageLayout, WordBox

WORD = re.compile(r"\S+")
# What XML 1.0 (fifth edition, section 2.2) does not allow in a document at all.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MARK = "\ufffd"
BLOCK = "█████"
RIGHT_TO_LEFT = frozenset({"R", "AL"})
FURTHEST = 10_000_000
VISUAL = "words of right-to-left lines stood in the order of the picture; they were put in reading order"
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """One word, its box (left, top, right, bottom) in pixels where known, its confidence 0 to 1."""

    text: str
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """The words of one line in logical order."""

    words: tuple[PlacedWord, ...]

    @property
    def text(self) -> str:
        """The words with a blank between each two."""
        return " ".join(word.text for word in self.words)

    @property
    def is_right_to_left(self) -> bool:
        """Say whether the first letter with a direction runs right to left (Unicode UAX 9, P2 and P3)."""
        kinds = (unicodedata.bidirectional(letter) for letter in self.text)
        return next((kind in RIGHT_TO_LEFT for kind in kinds if kind in {"L", *RIGHT_TO_LEFT}), False)


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """One page: its picture's size in pixels (0 where unknown) and its blocks of lines."""

    number: int
    blocks: tuple[tuple[PlacedLine, ...], ...]
    width: int = 0
    height: int = 0
    dpi: int = 0
    turned: float = 0.0
    ink_covered: float | None = None
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interchanged:
    """What a layout document says: texts of its pages by number, word boxes, and what to know about it.

    Positions in `layouts` count within the text of their own page, as readers give them.
    `damage` tells what of the document could not be read.
    """

    texts: tuple[str, ...]
    numbers: tuple[int, ...]
    layouts: tuple[PageLayout, ...]
    language: str = ""
    notes: tuple[str, ...] = ()
    damage: str = ""


def pages_of(
    rendition: Rendition, layouts: Iterable[PageLayout], hidden: Sequence[tuple[int, int]] = ()
) -> tuple[PlacedPage, ...]:
    """Return the pages of a rendition with the boxes of its layouts.

    Words that touch one of the `hidden` stretches (code points of the rendition) leave as a block
    of fixed width, their box with them.
    """
    by_page = {layout.page: layout for layout in layouts}
    pages = rendition.pages or (Page(number=1, start=0, end=len(rendition.text)),)
    return tuple(_page(rendition, page, by_page.get(page.number), hidden) for page in pages)


def _page(
    rendition: Rendition, page: Page, layout: PageLayout | None, hidden: Sequence[tuple[int, int]]
) -> PlacedPage:
    boxes = _Boxes(layout.words if layout else ())
    covered = _Covered(hidden)
    blocks: list[list[PlacedLine]] = [[]]
    at = page.start
    for line in rendition.text[page.start : page.end].split("\n"):
        words = tuple(
            PlacedWord(BLOCK if covered.touches(*span) else NOT_XML.sub(MARK, found[0]), *boxes.around(*span))
            for found in WORD.finditer(line)
            for span in [(at + found.start(), at + found.end())]
        )
        at += len(line) + 1
        if words:
            blocks[-1].append(PlacedLine(words))
        elif blocks[-1]:
            blocks.append([])
    kept = tuple(tuple(block) for block in blocks if block)
    if layout is None:
        return PlacedPage(page.number, kept, language=rendition.language)
    return PlacedPage(
        page.number, kept, layout.width, layout.height, layout.dpi, layout.turned, layout.ink_covered,
        layout.language or rendition.language,
    )  # fmt: skip


class _Boxes:
    """Walks through boxes in the order of the text, once."""

    def __init__(self, words: Iterable[WordBox]) -> None:
        self.words = sorted(words, key=lambda word: (word.start, word.end))
        self.at = 0

    def around(self, start: int, end: int) -> tuple[Box | None, float | None]:
        """Return the box around what stands at start..end, and the least confidence in it."""
        while self.at < len(self.words) and self.words[self.at].end <= start:
            self.at += 1
        found, at = [], self.at
        while at < len(self.words) and self.words[at].start < end:
            found.append(self.words[at])
            at += 1
        if not found:
            return None, None
        sure = [word.confidence for word in found if word.confidence is not None]
        return union((w.left, w.top, w.right, w.bottom) for w in found), min(sure, default=None)


class _Covered:
    """Walks through hidden stretches in the order of the text, once."""

    def __init__(self, hidden: Iterable[tuple[int, int]]) -> None:
        self.hidden = sorted(hidden)
        self.at = 0

    def touches(self, start: int, end: int) -> bool:
        """Say whether a stretch lies over start..end."""
        while self.at < len(self.hidden) and self.hidden[self.at][1] <= start:
            self.at += 1
        return self.at < len(self.hidden) and self.hidden[self.at][0] < end


def union(boxes: Iterable[Box]) -> Box:
    """Return the box around boxes, of which there is at least one."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def box_at(left: float, top: float, right: float, bottom: float) -> Box | None:
    """Return a box in whole pixels, or None where it has no area: nothing stands there."""
    box = round(left), round(top), round(right), round(bottom)
    return box if box[0] < box[2] and box[1] < box[3] else None


def box_of(words: Iterable[PlacedWord]) -> Box | None:
    """Return the box around words, or None where none of them has one."""
    boxes = [word.box for word in words if word.box]
    return union(boxes) if boxes else None


def number(text: str | None) -> float | None:
    """Return an untrusted number, or None where it is none or absurd."""
    try:
        found = float(text) if text else None
    except ValueError:
        return None
    return found if found is not None and math.isfinite(found) and abs(found) <= FURTHEST else None


def share(text: str | None, whole: float = 1.0) -> float | None:
    """Return an untrusted share of a whole as 0 to 1, or None where it is none."""
    found = number(text)
    return None if found is None else round(min(1.0, max(0.0, found / whole)), 6)


def interchanged(pages: Sequence[PlacedPage], *, language: str = "", damage: str = "") -> Interchanged:
    """Return texts and layouts of pages as a format gave them, right-to-left lines in reading order."""
    is_visual = _is_visual(pages)
    ordered = [_in_reading_order(page) for page in pages] if is_visual else list(pages)
    if len({page.number for page in ordered}) < len(ordered):
        ordered = [replace(page, number=at) for at, page in enumerate(ordered, 1)]
    texts, layouts = zip(*map(_text_and_layout, ordered), strict=True) if ordered else ((), ())
    return Interchanged(
        texts=texts,
        numbers=tuple(page.number for page in ordered),
        layouts=tuple(layout for layout in layouts if layout is not None),
        language=language or next((page.language for page in ordered if page.language), ""),
        notes=(VISUAL,) if is_visual else (),
        damage=damage,
    )


def _text_and_layout(page: PlacedPage) -> tuple[str, PageLayout | None]:
    pieces: list[str] = []
    boxes: list[WordBox] = []
    at = 0
    for word, after in _words_with_ends(page):
        if word.box:
            boxes.append(_word_box(word, at))
        pieces.append(word.text + after)
        at += len(word.text) + len(after)
    if not boxes and not page.width:
        return "".join(pieces), None
    layout = PageLayout(
        layout_id="", rendition_id="", page=page.number, width=page.width, height=page.height, dpi=page.dpi,
        words=tuple(boxes), ink_covered=page.ink_covered, turned=page.turned, language=page.language,
    )  # fmt: skip
    return "".join(pieces), layout


def _word_box(word: PlacedWord, at: int) -> WordBox:
    left, top, right, bottom = word.box or (0, 0, 0, 0)
    return WordBox(
        start=at, end=at + len(word.text), left=left, top=top, right=right, bottom=bottom,
        confidence=word.confidence,
        is_number=word.confidence is not None and any(letter.isdigit() for letter in word.text),
    )  # fmt: skip


def _words_with_ends(page: PlacedPage) -> Iterator[tuple[PlacedWord, str]]:
    """Yield each word with what follows it: a blank, the end of a line, or that of a block."""
    for block_number, block in enumerate(page.blocks, 1):
        for line_number, line in enumerate(block, 1):
            for word_number, word in enumerate(line.words, 1):
                after = " "
                if word_number == len(line.words):
                    after = "\n" if line_number < len(block) else "\n\n"
                    if line_number == len(block) and block_number == len(page.blocks):
                        after = ""
                yield word, after


def _is_visual(pages: Iterable[PlacedPage]) -> bool:
    """Say whether neighbours in right-to-left script mostly run from left to right on the picture."""
    forward = backward = 0
    for page in pages:
        for line in (line for block in page.blocks for line in block):
            for one, other in pairwise(line.words):
                if one.box and other.box and _is_rtl(one.text) and _is_rtl(other.text):
                    forward += one.box[0] < other.box[0]
                    backward += one.box[0] > other.box[0]
    return forward > backward


def _is_rtl(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text)


def _is_ltr(text: str) -> bool:
    return not _is_rtl(text) and any(unicodedata.bidirectional(letter) == "L" for letter in text)


def _in_reading_order(page: PlacedPage) -> PlacedPage:
    blocks = tuple(tuple(_turned_round(line) for line in block) for block in page.blocks)
    return replace(page, blocks=blocks)


def _turned_round(line: PlacedLine) -> PlacedLine:
    """Turn a right-to-left line round, runs of left-to-right words within it staying as they are."""
    if 2 * sum(_is_rtl(word.text) for word in line.words) < len(line.words):
        return line
    ordered: list[PlacedWord] = []
    run: list[PlacedWord] = []
    for word in reversed(line.words):
        if _is_ltr(word.text):
            run.insert(0, word)
            continue
        ordered.extend((*run, word))
        run = []
    return PlacedLine((*ordered, *run))
