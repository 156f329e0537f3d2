"""Instants and uncertain dates: what they are, how they are read out of text, and EDTF in and out.

`find_dates` reads dates in running text in many languages and three calendars; `read_date` reads
a field that holds one; `parse_span` reads EDTF. Whatever cannot be told stays undated.
"""

from twosource.dates.edtf import parse_span
from twosource.dates.finding import FoundDate, find_dates, read_date
from twosource.dates.hijri import hijri_day, hijri_month, hijri_year, to_hijri
from twosource.dates.parts import Remark
from twosource.dates.spans import (
    UNDATED,
    Calendar,
    DateSpan,
    Overlap,
    Precision,
    Qualifier,
    as_utc,
    day,
    hull,
    month,
    utc_now,
    year,
)

__all__ = [
    "UNDATED",
    "Calendar",
    "DateSpan",
    "FoundDate",
    "Overlap",
    "Precision",
    "Qualifier",
    "Remark",
    "as_utc",
    "day",
    "find_dates",
    "hijri_day",
    "hijri_month",
    "hijri_year",
    "hull",
    "month",
    "parse_span",
    "read_date",
    "to_hijri",
    "utc_now",
    "year",
]
