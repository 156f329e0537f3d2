"""The day a document says it was sent or published, where that can be told for certain.

Only a date with one meaning is taken: `03/04/2016` is two days and `14 Ramadan 1436` is two or
three, so neither is one here; what was written stays in the metadata.
"""

from collections.abc import Iterable, Iterator
from email.utils import parsedate_to_datetime

from twosource.dates import Remark, find_dates

LONGEST = 200
DAYS_OF = {"sent": "sent on", "published": "published on"}
# A wrong day of the week is a slip of the sender's program; the day itself is written out.
_CERTAIN = (Remark.NONE, Remark.WEEKDAY_DIFFERS)


def day_of(written: str) -> str:
    """Return the day in ISO 8601 as written, in its own zone, or an empty text where it is not certain."""
    written = written.strip()[:LONGEST]
    for found in find_dates(written):
        if found.remark in _CERTAIN and (the_day := found.span.the_day) is not None:
            return the_day.isoformat()
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
