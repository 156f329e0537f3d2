"""Hijri and Solar Hijri: spans that hold every calendar in use, against independent tables."""

from datetime import date, timedelta

import pytest
from hijridate import Hijri
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.dates import Calendar, Precision, hijri_day, hijri_month, hijri_year, to_hijri
from twosource.dates.solar import solar_day, solar_month, solar_year

# Ramadan 1343 has 28 days in the official tables.
TABLED = st.tuples(st.integers(1343, 1500), st.integers(1, 12), st.integers(1, 28))
ANY = st.tuples(st.integers(1, 1600), st.integers(1, 12), st.integers(1, 29))


@settings(deadline=None)
@given(TABLED)
def test_the_span_of_a_day_holds_the_day_of_the_official_calendar(when):
    """Umm al-Qura is always among the days."""
    official = Hijri(*when).to_gregorian()
    span = hijri_day(*when)
    assert span.start <= date(official.year, official.month, official.day) <= span.end
    assert (span.calendar, span.precision) == (Calendar.HIJRI_UMALQURA, Precision.DAY)


@given(ANY)
def test_the_span_of_a_day_is_never_wider_than_three_days(when):
    """The calendars in use are close to each other."""
    span = hijri_day(*when)
    assert 1 <= (span.end - span.start).days + 1 <= 3


@given(ANY)
def test_days_lie_in_their_month_and_months_in_their_year(when):
    """What is finer lies within what is coarser."""
    year, month, day = when
    around, whole = hijri_month(year, month), hijri_year(year)
    span = hijri_day(year, month, day)
    assert whole.start <= around.start <= span.start <= span.end <= around.end <= whole.end


@given(st.dates(date(700, 1, 1), date(2170, 1, 1)))
def test_there_and_back_a_day_is_among_the_days_it_may_be(value):
    """The inverse is the civil tabular calendar, which is one of those in the span."""
    span = hijri_day(*to_hijri(value))
    assert span.start <= value <= span.end


def test_outside_the_official_tables_the_calendar_is_the_tabular_one():
    """1 Muharram of year 1 is 15 or 16 July 622 of the Julian calendar."""
    span = hijri_day(1, 1, 1)
    assert (span.start, span.end) == (date(622, 7, 18), date(622, 7, 19))
    assert span.calendar is Calendar.HIJRI_TABULAR
    assert hijri_day(1342, 1, 1).calendar is Calendar.HIJRI_TABULAR


def test_a_thirtieth_day_is_in_the_calendars_that_have_it():
    """Shaban 1436 had 30 days in the official calendar and 29 in the tabular one."""
    span = hijri_day(1436, 8, 30)
    assert span.start == span.end == date(2015, 6, 17)


@pytest.mark.parametrize(
    "when", [(1436, 13, 1), (1436, 0, 1), (1436, 1, 31), (1436, 1, 0), (0, 1, 1), (1433, 2, 30)]
)
def test_days_no_calendar_has_are_refused(when):
    """A day that does not exist is an error and no neighbouring day."""
    with pytest.raises(ValueError, match=r"Hijri|AH"):
        hijri_day(*when)


def test_before_the_era_there_is_no_hijri_date():
    """The inverse says so."""
    with pytest.raises(ValueError, match="before"):
        to_hijri(date(600, 1, 1))


@pytest.mark.parametrize(
    ("solar", "gregorian"),
    [
        ((1395, 1, 8), "2016-03-27"),
        ((1357, 11, 22), "1979-02-11"),
        ((1403, 12, 30), "2025-03-20"),
        ((1300, 1, 1), "1921-03-21"),
    ],
)
def test_solar_days_known_from_history(solar, gregorian):
    """Known days of the Iranian calendar come out right."""
    assert str(solar_day(*solar)) == gregorian


def test_solar_years_follow_each_other_without_gap():
    """Every year starts the day after the last one ended."""
    for year in range(1178, 1633):
        assert solar_year(year).end + timedelta(days=1) == solar_year(year + 1).start
    assert solar_month(1395, 12).end == solar_year(1395).end
    with pytest.raises(ValueError, match="no day"):
        solar_day(1404, 12, 30)
    with pytest.raises(ValueError, match="Solar"):
        solar_year(1100)
