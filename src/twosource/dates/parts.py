"""What the reader of dates hands from step to step: a stretch of signs and what it may mean."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from twosource.dates.hijri import hijri_day, hijri_month, to_hijri
from twosource.dates.signs import Sign
from twosource.dates.solar import solar_day, solar_month
from twosource.dates.spans import UNDATED, Calendar, DateSpan, day, month


class Remark(StrEnum):
    """What a person must know about a date before relying on it."""

    NONE = ""
    ORDER_UNKNOWN = "day and month may be swapped"
    DISAGREES = "the two dates do not agree"
    WEEKDAY_DIFFERS = "the day of the week does not fit"
    MONTHS_DIFFER = "the two names of the month do not agree"
    FROM_WRITING = "counted from the day of writing"
    YEAR_ASSUMED = "the year is taken from the day of writing"
    CENTURY_ASSUMED = "the century is assumed"
    YEAR_AMBIGUOUS = "a winter has two years"
    NOT_PLACED = "counted from a day that is not known"


class Family(StrEnum):
    """Which of the three ways of counting years a date uses."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"
    SOLAR = "solar"


@dataclass(frozen=True, slots=True)
class Line:
    """One text cut into signs, and the span of days in which it was written."""

    text: str
    signs: Sequence[Sign]
    day_of_writing: DateSpan
    day_first: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Signs first..last and the spans they may mean: none where the year or the day of writing is missing.

    `yearless` holds (month, day or 0, last day or 0) of a date written without a year.
    """

    first: int
    last: int
    family: Family = Family.GREGORIAN
    spans: tuple[DateSpan, ...] = ()
    remark: Remark = Remark.NONE
    yearless: tuple[int, int, int] | None = None
    is_month: bool = False
    notes: tuple[DateSpan, ...] = field(default=())


def family_of(span: DateSpan) -> Family:
    """Return how a span's calendar counts years."""
    if span.calendar is Calendar.GREGORIAN:
        return Family.GREGORIAN
    return Family.SOLAR if span.calendar is Calendar.SOLAR_HIJRI else Family.HIJRI


def made(family: Family, year: int, the_month: int, the_day: int) -> DateSpan:
    """Return the span of a day, or of a month where `the_day` is 0. Raises ValueError."""
    if family is Family.HIJRI:
        return hijri_day(year, the_month, the_day) if the_day else hijri_month(year, the_month)
    if family is Family.SOLAR:
        return solar_day(year, the_month, the_day) if the_day else solar_month(year, the_month)
    return day(date(year, the_month, the_day)) if the_day else month(year, the_month)


def made_or_undated(family: Family, year: int, the_month: int, the_day: int) -> DateSpan:
    """Return the span, or undated where the calendar has no such day."""
    try:
        return made(family, year, the_month, the_day)
    except (ValueError, OverflowError):
        return UNDATED


def year_in(family: Family, moment: date) -> int:
    """Return the year of a family in which a Gregorian day lies, right to a few days at its edges."""
    if family is Family.HIJRI:
        return to_hijri(moment)[0]
    return moment.year - (621 if family is Family.SOLAR else 0)
