"""The one instant (aware UTC) and the one uncertain date (a span with precision and calendar).

A date in a leaked paper is rarely a day. A `DateSpan` holds the first and the last day it can
mean, the words as written and the calendar they were written in, so that a comparison yields
"certainly", "possibly" or "no" instead of a false yes.
"""

import calendar as _calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How fine the date was written."""

    DAY = "day"
    SPAN = "span"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class Calendar(StrEnum):
    """The calendar the words were written in."""

    GREGORIAN = "gregorian"
    HIJRI_UMALQURA = "hijri umm al-qura"
    HIJRI_TABULAR = "hijri tabular"


class Overlap(StrEnum):
    """How two uncertain dates meet."""

    CERTAIN = "certainly"
    POSSIBLE = "possibly"
    NONE = "no"


def utc_now() -> datetime:
    """Return the present instant, aware and in UTC, cut to milliseconds."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def as_utc(moment: datetime) -> datetime:
    """Return an aware instant in UTC. Raises ValueError for a naive one: a guess would be a forgery."""
    if moment.tzinfo is None:
        raise ValueError("an instant without a time zone is not an instant")
    return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """An uncertain date: "some day from `start` to `end`". An open side is None.

    Raises ValueError where the end lies before the start.
    """

    start: date | None = None
    end: date | None = None
    as_written: str = ""
    calendar: Calendar = Calendar.GREGORIAN
    precision: Precision = Precision.UNKNOWN

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"the span ends before it starts: {self.start} to {self.end}")

    @property
    def is_known(self) -> bool:
        """Say whether at least one side is bounded."""
        return self.start is not None or self.end is not None

    def meets(self, other: "DateSpan", tolerance_days: int = 0) -> Overlap:
        """Say how two spans meet: certainly (both one and the same day), possibly, or not at all."""
        gap = timedelta(days=tolerance_days)
        if self.end and other.start and self.end + gap < other.start:
            return Overlap.NONE
        if other.end and self.start and other.end + gap < self.start:
            return Overlap.NONE
        days = {self.start, self.end, other.start, other.end}
        return Overlap.CERTAIN if len(days) == 1 and None not in days else Overlap.POSSIBLE

    def is_before(self, other: "DateSpan", tolerance_days: int = 0) -> bool:
        """Say whether this span certainly ends before the other starts."""
        return bool(self.end and other.start and self.end + timedelta(days=tolerance_days) < other.start)

    def edtf(self) -> str:
        """Return the span in EDTF (ISO 8601-2): day, month, year or interval; `..` is an open side."""
        if not self.is_known:
            return ""
        if self.precision is Precision.DAY and self.start:
            return self.start.isoformat()
        if self.precision is Precision.MONTH and self.start:
            return f"{self.start:%Y-%m}"
        if self.precision is Precision.YEAR and self.start:
            return f"{self.start.year:04d}"
        return (
            f"{self.start.isoformat() if self.start else '..'}/{self.end.isoformat() if self.end else '..'}"
        )

    def __str__(self) -> str:
        return self.edtf() or "undated"


UNDATED = DateSpan()


def day(value: date, as_written: str = "") -> DateSpan:
    """Return the span of one day."""
    return DateSpan(start=value, end=value, as_written=as_written, precision=Precision.DAY)


def month(year: int, number: int, as_written: str = "") -> DateSpan:
    """Return the span of one month. Raises ValueError for a month outside 1..12."""
    last = _calendar.monthrange(year, number)[1]
    return DateSpan(
        start=date(year, number, 1),
        end=date(year, number, last),
        as_written=as_written,
        precision=Precision.MONTH,
    )


def year(number: int, as_written: str = "") -> DateSpan:
    """Return the span of one year."""
    return DateSpan(
        start=date(number, 1, 1),
        end=date(number, 12, 31),
        as_written=as_written,
        precision=Precision.YEAR,
    )


_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def _one(text: str, as_written: str) -> DateSpan:
    if match := _YEAR.fullmatch(text):
        return year(int(match[1]), as_written)
    if match := _MONTH.fullmatch(text):
        return month(int(match[1]), int(match[2]), as_written)
    return day(date.fromisoformat(text), as_written)


def parse_span(text: str) -> DateSpan:
    """Read `2016`, `2016-03`, `2016-03-27`, or an interval of two with `/` and `..` for open.

    Raises ValueError with the text in it when it is none of these.
    """
    text = text.strip()
    try:
        if "/" not in text:
            return _one(text, text)
        left, right = text.split("/", 1)
        start = None if left == ".." else _one(left, left).start
        end = None if right == ".." else _one(right, right).end
    except ValueError as error:
        raise ValueError(f"not a date or span of dates: {text!r}") from error
    return DateSpan(start=start, end=end, as_written=text, precision=Precision.SPAN)


def hull(spans: list[DateSpan]) -> DateSpan:
    """Return the narrowest span that holds all known ones; undated where none is known."""
    starts = [s.start for s in spans if s.start]
    ends = [s.end for s in spans if s.end]
    if not starts and not ends:
        return UNDATED
    return DateSpan(start=min(starts, default=None), end=max(ends, default=None), precision=Precision.SPAN)
