"""The day a document says it was sent or published, where that can be told for certain.

Only forms with one meaning are read: ISO 8601, RFC 5322, and English dates with the month as a
word. `03/04/2016` is two days, so it is none here; what was written stays in the metadata.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from email.utils import parsedate_to_datetime

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
MONTH_FIRST = re.compile(r"\b([A-Z][a-z]{2,8})\.? (\d{1,2})(?:st|nd|rd|th)?,? ?(\d{4})\b")
DAY_FIRST = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]{2,8})\.?,? (\d{4})\b")
YEAR_LAST = re.compile(r"\b([A-Z][a-z]{2}) (\d{1,2}) \d\d:\d\d(?::\d\d)? (\d{4})\b")
DAYS_OF = {"sent": "sent on", "published": "published on"}


def day_of(written: str) -> str:
    """Return the day in ISO 8601 as written, in its own zone, or an empty text where it is not certain."""
    if match := ISO.match(written.strip()):
        return _iso(int(match[1]), int(match[2]), int(match[3]))
    for pattern in (MONTH_FIRST, YEAR_LAST):
        if match := pattern.search(written):
            return _iso(int(match[3]), _month(match[1]), int(match[2]))
    if match := DAY_FIRST.search(written):
        return _iso(int(match[3]), _month(match[2]), int(match[1]))
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (ValueError, TypeError, LookupError, OverflowError):
        return ""


def with_days(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield metadata, with the day after each date that can be read for certain."""
    for name, value in pairs:
        yield name, value
        if name in DAYS_OF and (day := day_of(value)):
            yield DAYS_OF[name], day


def _month(word: str) -> int:
    """Return the number of an English month by its first three letters, 0 for any other word."""
    short = word[:3].lower()
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
