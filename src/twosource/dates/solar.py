"""Solar Hijri dates of Iran and Afghanistan, by the 33-year rule.

The rule agrees with the observed calendar from 1178 to 1633 (Heydari-Malayeri, A concise review
of the Iranian calendar, 2004): leap years leave 1, 5, 9, 13, 17, 22, 26 or 30 when divided by 33.
"""

from datetime import date

from twosource.dates.spans import Calendar, DateSpan, Precision

FIRST_YEAR, LAST_YEAR = 1178, 1633
_LEAP = (1, 5, 9, 13, 17, 22, 26, 30)
# 1 Farvardin 1178 was 21 March 1799.
_FIRST_DAY = date(1799, 3, 21).toordinal()


def solar_day(year: int, month: int, day: int, as_written: str = "") -> DateSpan:
    """Return a Solar Hijri day. Raises ValueError where the calendar has none such."""
    if not 1 <= day <= _length(year, month):
        raise ValueError(f"month {month} of {year} has no day {day}")
    value = date.fromordinal(_start(year, month) + day - 1)
    return _span(value, value, Precision.DAY, as_written)


def solar_month(year: int, month: int, as_written: str = "") -> DateSpan:
    """Return a Solar Hijri month. Raises ValueError outside the years of the rule."""
    start = _start(year, month)
    last = date.fromordinal(start + _length(year, month) - 1)
    return _span(date.fromordinal(start), last, Precision.MONTH, as_written)


def solar_year(year: int, as_written: str = "") -> DateSpan:
    """Return a Solar Hijri year. Raises ValueError outside the years of the rule."""
    last = date.fromordinal(_start(year, 12) + _length(year, 12) - 1)
    return _span(date.fromordinal(_start(year, 1)), last, Precision.YEAR, as_written)


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP


def _length(year: int, month: int) -> int:
    if month <= 6:
        return 31
    return 30 if month < 12 or _is_leap(year) else 29


def _start(year: int, month: int) -> int:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise ValueError(f"not a Solar Hijri month: {month} of {year}")
    leaps = sum(map(_is_leap, range(FIRST_YEAR, year)))
    before = 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
    return _FIRST_DAY + 365 * (year - FIRST_YEAR) + leaps + before


def _span(start: date, end: date, precision: Precision, as_written: str) -> DateSpan:
    return DateSpan(
        start=start, end=end, as_written=as_written, calendar=Calendar.SOLAR_HIJRI, precision=precision
    )
