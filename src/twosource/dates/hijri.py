"""Hijri dates as spans of Gregorian days: every day a Hijri date is in the calendars in use.

Who wrote "14 Ramadan" looked at one of several calendars and did not say which. Umm al-Qura
(official in Saudi Arabia, 1343 to 1500 AH, tables by `hijridate`) and the tabular calendar differ
by a day or two, so the span is their union. The tabular calendar is counted four ways: leap year
15 or 16 of the thirty, and an epoch of 15 July (astronomical) or 16 July 622 (civil), Julian.

Tabular day number, after Reingold and Dershowitz, Calendrical Calculations (4th ed., 2018), ch. 7:
`day + 29 (m - 1) + m // 2 + 354 (y - 1) + (11 y + k) // 30 + epoch - 1`, with k = 3 for leap year
16 and k = 4 for 15; the epoch is a Julian day number, 1948439 or 1948440.
"""

from collections.abc import Iterator
from datetime import date

from hijridate import Hijri
from hijridate.ummalqura import HIJRI_RANGE

from twosource.dates.spans import Calendar, DateSpan, Precision

EPOCHS = (1948439, 1948440)
LEAP_TERMS = (3, 4)
JULIAN_DAY_OF_ORDINAL_0 = 1721425
FIRST_TABLED, LAST_TABLED = HIJRI_RANGE[0][0], HIJRI_RANGE[1][0]
LAST_YEAR = 1700


def hijri_day(year: int, month: int, day: int, as_written: str = "") -> DateSpan:
    """Return the days that a Hijri day is. Raises ValueError where no calendar has it."""
    if not 1 <= day <= 30:
        raise ValueError(f"no Hijri month has a day {day}")
    days = [first + day - 1 for first, length in _months(year, month) if day <= length]
    if not days:
        raise ValueError(f"month {month} of {year} AH has no day {day} in any calendar")
    return _span(year, min(days), max(days), Precision.DAY, as_written)


def hijri_month(year: int, month: int, as_written: str = "") -> DateSpan:
    """Return the days that a Hijri month is. Raises ValueError for a month outside 1..12."""
    months = list(_months(year, month))
    first, last = min(f for f, _ in months), max(f + length - 1 for f, length in months)
    return _span(year, first, last, Precision.MONTH, as_written)


def hijri_year(year: int, as_written: str = "") -> DateSpan:
    """Return the days that a Hijri year is. Raises ValueError for a year outside 1..1700."""
    first = min(f for f, _ in _months(year, 1))
    last = max(f + length - 1 for f, length in _months(year, 12))
    return _span(year, first, last, Precision.YEAR, as_written)


def to_hijri(value: date) -> tuple[int, int, int]:
    """Return (year, month, day) of the civil tabular calendar: right to a day or two in any other."""
    number = value.toordinal() + JULIAN_DAY_OF_ORDINAL_0 - EPOCHS[1]
    if number < 0:
        raise ValueError(f"before the Hijri era: {value}")
    year = (30 * number + 10646) // 10631
    in_year = number - (354 * (year - 1) + (11 * year + 3) // 30)
    month = min(12, (11 * in_year + 330) // 325)
    return year, month, in_year - 29 * (month - 1) - month // 2 + 1


def _months(year: int, month: int) -> Iterator[tuple[int, int]]:
    """Yield (first day as proleptic ordinal, number of days) of a month in each calendar."""
    if not (1 <= year <= LAST_YEAR and 1 <= month <= 12):
        raise ValueError(f"not a Hijri month: {month} of {year}")
    if FIRST_TABLED <= year <= LAST_TABLED:
        table = Hijri(year, month, 1)
        yield table.to_gregorian().toordinal(), table.month_length()
    for leap_term in LEAP_TERMS:
        is_leap = (11 * year + leap_term + 11) % 30 < 11
        length = 30 if month % 2 or (month == 12 and is_leap) else 29
        before = 29 * (month - 1) + month // 2 + 354 * (year - 1) + (11 * year + leap_term) // 30
        for epoch in EPOCHS:
            yield before + epoch - JULIAN_DAY_OF_ORDINAL_0, length


def _span(year: int, first: int, last: int, precision: Precision, as_written: str) -> DateSpan:
    tabled = FIRST_TABLED <= year <= LAST_TABLED
    return DateSpan(
        start=date.fromordinal(first),
        end=date.fromordinal(last),
        as_written=as_written,
        calendar=Calendar.HIJRI_UMALQURA if tabled else Calendar.HIJRI_TABULAR,
        precision=precision,
    )
