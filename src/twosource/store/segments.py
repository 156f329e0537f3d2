"""Cutting a rendition into stretches small enough to show: paragraphs of at most 1,200 code points."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from twosource.evidence.holdings import Rendition
from twosource.store.engine import Segment
from twosource.store.folding import fold, stems_of

LONGEST = 1200
_BREAK = re.compile(r"\n[ \t\r\v\f]*\n|\f|\u2029")


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each paragraph without the white space around it."""
    start = 0
    for gap in _BREAK.finditer(text):
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield pieces of at most 1,200 code points, cut at a line, else a space, else anywhere."""
    while end - start > LONGEST:
        half, full = start + LONGEST // 2, start + LONGEST
        at = max(text.rfind("\n", half, full), text.rfind(". ", half, full) + 1)
        if at <= half:
            at = text.rfind(" ", half, full)
        if at <= half:
            at = full
        yield from _trimmed(text, start, at)
        start = at
    yield from _trimmed(text, start, end)


def segments_of(rendition: Rendition) -> Iterator[Segment]:
    """Yield the segments of a rendition that hold any word, each with its page and folded words."""
    starts = [page.start for page in rendition.pages]
    for whole_start, whole_end in paragraphs(rendition.text):
        for start, end in _cut(rendition.text, whole_start, whole_end):
            words = fold(rendition.text[start:end])
            if not words:
                continue
            nth = bisect_right(starts, start) - 1
            page = rendition.pages[nth].number if nth >= 0 else 1
            yield Segment(
                rendition.rendition_id,
                rendition.exhibit_id,
                start,
                end,
                page,
                " ".join(words),
                stems_of(words),
            )
