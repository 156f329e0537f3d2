"""Cutting a rendition into stretches small enough to show and long enough to mean something.

A segment is a paragraph of at most 1,200 code points. Longer ones are cut; one shorter than 200,
such as a heading or one line of a mail, is joined with what follows on the same page, because
all words of a query must stand in one segment.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from twosource.evidence.holdings import Rendition
from twosource.store.engine import Segment
from twosource.store.letters import fold, stems_of
from twosource.store.sounding import keys_in

LONGEST = 1200
SHORT = 200
_BREAK = re.compile(r"\n[ \t\r\v\f]*\n|\f|\u2029")


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each paragraph without the white space around it."""
    start = 0
    for gap in _BREAK.finditer(text):
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    inner = part.strip()
    if inner:
        start += len(part) - len(part.lstrip())
        yield start, start + len(inner)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield pieces of at most 1,200 code points, cut at a line or sentence, else a space, else anywhere."""
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


def _stretches(rendition: Rendition) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, page) of every segment."""
    starts = [page.start for page in rendition.pages]
    held: tuple[int, int, int] | None = None
    for whole_start, whole_end in paragraphs(rendition.text):
        for start, end in _cut(rendition.text, whole_start, whole_end):
            nth = bisect_right(starts, start) - 1
            page = rendition.pages[nth].number if nth >= 0 else 1
            if held and held[1] - held[0] < SHORT and held[2] == page and end - held[0] <= LONGEST:
                held = (held[0], end, page)
                continue
            if held:
                yield held
            held = (start, end, page)
    if held:
        yield held


def segments_of(rendition: Rendition) -> Iterator[Segment]:
    """Yield the segments of a rendition that hold any word, each with its page and folded words."""
    for start, end, page in _stretches(rendition):
        text = rendition.text[start:end]
        words = fold(text)
        if words:
            yield Segment(
                rendition.rendition_id,
                rendition.exhibit_id,
                start,
                end,
                page,
                " ".join(words),
                stems_of(words),
                keys_in(text),
            )
