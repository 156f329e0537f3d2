"""The dates of a sentence by its tokens; what a date may look like is known to `twosource.dates`."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from twosource.attributing.tokens import Token
from twosource.dates import UNDATED, DateSpan, FoundDate, find_dates


def dates_in(
    text: str, tokens: Sequence[Token], published: DateSpan, *, offset: int = 0
) -> list[tuple[int, int, DateSpan]]:
    """Return (first token, behind the last, span) for each date of a text, left to right.

    The text starts at `offset` of the rendition in which its tokens have their places. A date that
    cannot be placed is undated and keeps its words.
    """
    found = _found(text, published)
    if not found:
        return []
    starts = [token.start for token in tokens]
    ends = [token.end for token in tokens]
    places = (
        (bisect_right(ends, date.start + offset), bisect_left(starts, date.end + offset), date.span)
        for date in found
    )
    return [place for place in places if place[0] < place[1]]


@lru_cache(maxsize=8)
def _found(text: str, published: DateSpan) -> tuple[FoundDate, ...]:
    """Return the dates of a text; the same sentence is asked about for everything said in it."""
    return tuple(find_dates(text, written_on=published))


def first_known(times: Sequence[tuple[int, int, DateSpan]]) -> DateSpan:
    """Return the first date that could be placed, else the first one, else undated."""
    known = (span for _, _, span in times if span.is_known)
    return next(known, times[0][2] if times else UNDATED)
