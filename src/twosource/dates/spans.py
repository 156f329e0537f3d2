"""The one instant (aware UTC) and the one uncertain date (a span with precision and calendar).

A date in a leaked paper is rarely a day. A `DateSpan` holds the first and the last day it can
mean, the words as written and the calendar they were written in, so that a comparison yields
"certainly", "possibly" or "no" instead of a false yes.
"""

import calendar as _calendar
from collections.abc import Sequence
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
    SOLAR_HIJRI = "solar hijri"


class Qualifier(StrEnum):
    """How sure the writer was, as EDTF marks it: not at all marked, uncertain, approximate, both."""

    NONE = ""
    UNCERTAIN = "?"
    APPROXIMATE = "~"
    BOTH = "%"


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


# Days by which "about" may miss on either side, by how fine the date was written; judged.
_ABOUT = {Precision.DAY: 3, Precision.MONTH: 31, Precision.YEAR: 366, Precision.SPAN: 31}


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """An uncertain date: "some day from `start` to `end`". An open side is None.

    `precision` is how fine it was written: a Hijri day is written as a day and spans the days it is
    in the calendars in use. Raises ValueError where the end lies before the start.
    """

    start: date | None = None
    end: date | None = None
    as_written: str = ""
    calendar: Calendar = Calendar.GREGORIAN
    precision: Precision = Precision.UNKNOWN
    qualifier: Qualifier = Qualifier.NONE

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"the span ends before it starts: {self.start} to {self.end}")

    @property
    def is_known(self) -> bool:
        """Say whether at least one side is bounded."""
        return self.start is not None or self.end is not None

    @property
    def the_day(self) -> date | None:
        """Return the one day it means, or None where it means more than one or is only about right."""
        sure = self.start == self.end and self.qualifier is Qualifier.NONE
        return self.start if sure else None

    @property
    def slack_days(self) -> int:
        """Return by how many days an approximate date may miss its bounds; 0 for any other."""
        about = self.qualifier in (Qualifier.APPROXIMATE, Qualifier.BOTH)
        return _ABOUT.get(self.precision, 0) if about else 0

    def meets(self, other: "DateSpan", tolerance_days: int = 0) -> Overlap:
        """Say how two spans meet: certainly (both one and the same day), possibly, or not at all."""
        gap = timedelta(days=tolerance_days + self.slack_days + other.slack_days)
        if self.end and other.start and self.end + gap < other.start:
            return Overlap.NONE
        if other.end and self.start and other.end + gap < self.start:
            return Overlap.NONE
        is_one = self.the_day is not None and self.the_day == other.the_day
        return Overlap.CERTAIN if is_one else Overlap.POSSIBLE

    def is_before(self, other: "DateSpan", tolerance_days: int = 0) -> bool:
        """Say whether this span certainly ends before the other starts."""
        gap = timedelta(days=tolerance_days + self.slack_days + other.slack_days)
        return bool(self.end and other.start and self.end + gap < other.start)

    def edtf(self) -> str:
        """Return the span in EDTF (ISO 8601-2): day, month, year or interval; `..` is an open side.

        A day of another calendar that may be several days is written as the interval it means.
        """
        if not self.is_known:
            return ""
        mark = self.qualifier.value
        if (single := self._single()) is not None:
            return f"{single}{mark}"
        start, end = (f"{side.isoformat()}{mark}" if side else ".." for side in (self.start, self.end))
        return f"{start}/{end}"

    def _single(self) -> str | None:
        """Return the one day, Gregorian month or year this is, in ISO 8601, or None."""
        start, end = self.start, self.end
        if start is None or end is None:
            return None
        if self.precision is Precision.DAY and start == end:
            return start.isoformat()
        if self.precision is Precision.MONTH and (start, end) == _month_bounds(start.year, start.month):
            return start.isoformat()[:7]
        if self.precision is Precision.YEAR and (start, end) == (
            date(start.year, 1, 1),
            date(start.year, 12, 31),
        ):
            return start.isoformat()[:4]
        return None

    def __str__(self) -> str:
        return self.edtf() or "undated"


UNDATED = DateSpan()


def _month_bounds(year: int, number: int) -> tuple[date, date]:
    return date(year, number, 1), date(year, number, _calendar.monthrange(year, number)[1])


def day(value: date, as_written: str = "") -> DateSpan:
    """Return the span of one day."""
    return DateSpan(start=value, end=value, as_written=as_written, precision=Precision.DAY)


def month(year: int, number: int, as_written: str = "") -> DateSpan:
    """Return the span of one month. Raises ValueError for a month outside 1..12."""
    start, end = _month_bounds(year, number)
    return DateSpan(start=start, end=end, as_written=as_written, precision=Precision.MONTH)


def year(number: int, as_written: str = "") -> DateSpan:
    """Return the span of one year."""
    return DateSpan(
        start=date(number, 1, 1),
        end=date(number, 12, 31),
        as_written=as_written,
        precision=Precision.YEAR,
    )


def hull(spans: Sequence[DateSpan], as_written: str = "") -> DateSpan:
    """Return the narrowest span that holds all known ones; undated where none is known."""
    starts = [s.start for s in spans if s.start]
    ends = [s.end for s in spans if s.end]
    if not starts and not ends:
        return UNDATED
    return DateSpan(
        start=min(starts, default=None),
        end=max(ends, default=None),
        as_written=as_written,
        precision=Precision.SPAN,
    )
