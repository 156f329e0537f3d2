"""EDTF (ISO 8601-2:2019) read into spans: level 0, level 1, and of level 2 what dossiers need.

Read: days, months, years and instants; `?`, `~` and `%` on any part; `201X`, `2016-XX`,
`2016-03-XX` and the older `u`; seasons, quarters and halves (21 to 41); intervals with open (`..`)
and unknown (empty) ends; sets `[..]` and `{..}` as the narrowest span that holds them. Not read:
years outside 1 to 9999, exponents, significant digits; a span of days could not hold them.
"""

import re
from datetime import date

from twosource.dates.spans import DateSpan, Precision, Qualifier, day, hull, month, year

LONGEST = 200
_MARKS = re.compile(r"[?~%]")
_FORM = re.compile(r"([0-9XxUu]{4})(?:-([0-9XxUu]{2})(?:-([0-9XxUu]{2}))?)?")
_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ]\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d{1,9})?)?)?\s?(?:[Zz]|[+-]\d{2}(?::?\d{2})?)?"
)
_UNKNOWN = re.compile(r"[XxUu]")
# Season code: first month counted from January of the year, and number of months (ISO 8601-2, 4.8.1).
# Seasons without a hemisphere are read as the northern ones; winter may be either end of the year.
_SEASONS = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 25: (3, 3), 26: (6, 3), 27: (9, 3), 29: (9, 3), 31: (3, 3),
    32: (6, 3), 33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3), 37: (1, 4), 38: (5, 4), 39: (9, 4),
    40: (1, 6), 41: (7, 6),
}  # fmt: skip
_WINTERS = (24, 28, 30)


def parse_span(text: str) -> DateSpan:
    """Read EDTF: `2016`, `2016-03~`, `2016-03-27`, `201X`, `2016-21`, `2015/..`, `[2015,2016-02]`.

    Raises ValueError with the text in it when it is none of these.
    """
    text = text.strip()
    try:
        if len(text) > LONGEST:
            raise ValueError("too long")
        return _parse(text)
    except ValueError as error:
        raise ValueError(f"not a date or span of dates: {text[:LONGEST]!r}") from error


def season(number: int, season_of: int, as_written: str = "") -> DateSpan:
    """Return a season, quarter or half (EDTF codes 21 to 41) of a year. Raises ValueError for others."""
    if season_of in _WINTERS:
        return hull([month(number - 1, 12), month(number + 1, 2)], as_written)
    if season_of not in _SEASONS:
        raise ValueError(f"not a season: {season_of}")
    first, length = _SEASONS[season_of]
    return hull([month(number, first), month(number, first + length - 1)], as_written)


def _parse(text: str) -> DateSpan:
    if text[:1] + text[-1:] in ("[]", "{}"):
        return _set(text)
    if "/" not in text:
        return _one(text)
    left, right = text.split("/", 1)
    sides = [None if side in ("..", "", "open", "unknown") else _one(side) for side in (left, right)]
    if sides == [None, None]:
        raise ValueError("an interval needs one end")
    start, end = sides
    return DateSpan(
        start=start.start if start else None,
        end=end.end if end else None,
        as_written=text,
        precision=Precision.SPAN,
        qualifier=_qualifier(text),
    )


def _set(text: str) -> DateSpan:
    members = [member.strip() for member in text[1:-1].split(",")]
    spans: list[DateSpan] = []
    for member in members:
        before, dots, after = member.partition("..")
        sides = [_one(side) for side in (before, after) if side]
        if not sides:
            raise ValueError("an empty member")
        start = None if dots and not before else sides[0].start
        end = None if dots and not after else sides[-1].end
        spans.append(DateSpan(start=start, end=end))
    starts, ends = [s.start for s in spans], [s.end for s in spans]
    return DateSpan(
        start=None if None in starts else min(s for s in starts if s),
        end=None if None in ends else max(e for e in ends if e),
        as_written=text,
        precision=Precision.SPAN,
        qualifier=_qualifier(text),
    )


def _qualifier(text: str) -> Qualifier:
    marks = set(_MARKS.findall(text))
    if "%" in marks or len(marks) > 1:
        return Qualifier.BOTH
    return Qualifier(marks.pop()) if marks else Qualifier.NONE


def _one(text: str) -> DateSpan:
    plain = _MARKS.sub("", text)
    if len(text) - len(plain) > 3:
        raise ValueError("too many marks")
    if match := _INSTANT.fullmatch(plain):
        plain = match[1]
    found = _FORM.fullmatch(plain)
    if found is None or not plain.isascii():
        raise ValueError("no date")
    span = _dated(found[1], found[2], found[3], text)
    qualifier = _qualifier(text)
    if qualifier is Qualifier.NONE:
        return span
    return DateSpan(
        start=span.start, end=span.end, as_written=text, precision=span.precision, qualifier=qualifier
    )


def _dated(the_year: str, the_month: str | None, the_day: str | None, text: str) -> DateSpan:
    if _UNKNOWN.search(the_year):
        if the_month is not None and not _UNKNOWN.sub("", the_month) == "":
            raise ValueError("a month of an unknown year")
        first, last = (int(_UNKNOWN.sub(digit, the_year)) for digit in "09")
        return hull([year(max(first, 1)), year(last)], text)
    number = int(the_year)
    if the_month is None or _UNKNOWN.search(the_month):
        if the_day is not None and not _UNKNOWN.search(the_day):
            raise ValueError("a day of an unknown month")
        return year(number, text)
    in_year = int(the_month)
    if in_year > 12 and the_day is None:
        return season(number, in_year, text)
    if the_day is None or _UNKNOWN.search(the_day):
        return month(number, in_year, text)
    return day(date(number, in_year, int(the_day)), text)
