"""One day in two calendars: `14 رمضان 1436 الموافق 1 تموز 2015`, `27 Safar 1437 AH / 9 December 2015`.

The two are one statement about one day, so they check each other. Calendars differ by a day or
two, of which the span of a Hijri day holds those of the tables in use; one day more is allowed
for a month begun by sighting. Beyond that both are kept and the disagreement is said.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product

from twosource.dates.lexicon import plain
from twosource.dates.parts import Family, Line, Part, Remark, year_in
from twosource.dates.spans import UNDATED, DateSpan, Overlap, Precision
from twosource.dates.worded import with_year

TOLERANCE_DAYS = 1
_JOINING = frozenset("/(=-–—[؛;")
_PASSED = frozenset(",،.)»]:")
_CLOSING = frozenset(")]")
_FINER = (Precision.DAY, Precision.SPAN, Precision.MONTH, Precision.YEAR, Precision.UNKNOWN)


def with_twin(line: Line, part: Part, at: Callable[[Line, int], Part | None]) -> Part:
    """Return the date together with the same day in another calendar right behind it, if there is one."""
    place = _behind_joint(line, part.last)
    other = at(line, place) if place else None
    if other is None or other.family is part.family or part.is_month is not other.is_month:
        return part
    one, other = _dated_by(part, other), _dated_by(other, part)
    if not one.spans or not other.spans:
        return part
    last = other.last
    if (
        last < len(line.signs)
        and line.signs[last].folded in _CLOSING
        and line.signs[place - 1].folded in "(["
    ):
        last += 1
    return _joined(replace(one, last=last), other)


def _behind_joint(line: Line, at: int) -> int:
    """Return where the second date may start: behind a joining word, or one joining sign, or 0."""
    signs, is_joined = line.signs, False
    for _ in range(4):
        if at >= len(signs):
            return 0
        found = plain("twins").at(signs, at)
        if found is not None:
            at, is_joined = found[0], True
        elif signs[at].folded in _JOINING:
            at, is_joined = at + 1, True
        elif signs[at].folded in _PASSED or signs[at].folded == "ل":
            at += 1
        else:
            break
    return at if is_joined else 0


def _dated_by(part: Part, other: Part) -> Part:
    """Place a date without a year in the year that brings it nearest to the other one."""
    if part.yearless is None or not other.spans or other.yearless is not None:
        return part
    beside = other.spans[0]
    if beside.start is None:
        return part
    about = year_in(part.family, beside.start)
    spans = [
        with_year(part.family, year, part.yearless) for year in (about - 1, about, about + 1) if year > 0
    ]
    nearest = min((s for s in spans if s.is_known), key=lambda s: _gap(s, beside), default=UNDATED)
    return replace(part, spans=(nearest,), remark=Remark.NONE, yearless=None) if nearest.is_known else part


def _gap(one: DateSpan, other: DateSpan) -> int:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return 0
    return max((other.start - one.end).days, (one.start - other.end).days, 0)


def _joined(one: Part, other: Part) -> Part:
    ours, theirs = (one, other) if one.family is Family.GREGORIAN else (other, one)
    meeting = [
        _meeting(mine, its)
        for mine, its in product(ours.spans, theirs.spans)
        if mine.meets(its, TOLERANCE_DAYS) is not Overlap.NONE
    ]
    wrong_weekday = Remark.WEEKDAY_DIFFERS in (one.remark, other.remark)
    if meeting:
        remark = Remark.WEEKDAY_DIFFERS if wrong_weekday else Remark.NONE
        return replace(one, spans=tuple(dict.fromkeys(meeting)), remark=remark, yearless=None)
    notes = (*one.spans[:1], *other.spans[:1])
    return replace(one, spans=notes, notes=notes, remark=Remark.DISAGREES, yearless=None)


def _meeting(ours: DateSpan, theirs: DateSpan) -> DateSpan:
    """Return the days both may be; those of ours where they only touch within the tolerance."""
    precision = min(ours.precision, theirs.precision, key=_FINER.index)
    if ours.start is None or ours.end is None or theirs.start is None or theirs.end is None:
        return ours
    start, end = max(ours.start, theirs.start), min(ours.end, theirs.end)
    if end < start:
        return ours if ours.precision is precision else theirs
    whole = (start, end) == (ours.start, ours.end)
    is_day = end - start < timedelta(days=3) and precision is Precision.DAY
    return replace(ours, start=start, end=end, precision=precision if whole or is_day else Precision.SPAN)
