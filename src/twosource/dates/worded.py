"""Dates with the month as a word: `24th November, 2013`, `٢٤ تشرين الثاني/نوفمبر`, `Ramadan 14, 1436 AH`.

A date without a year takes the year that brings it nearest before the day of writing; a Hijri
month with a Gregorian year (`Ramadan 2015`) is that month as it fell into the year.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from twosource.dates import eras
from twosource.dates.lexicon import keyed, numbered, plain
from twosource.dates.parts import Family, Line, Part, Remark, made_or_undated, year_in
from twosource.dates.signs import Sign
from twosource.dates.spans import UNDATED, DateSpan, Overlap, hull
from twosource.dates.spans import year as whole_year

_ORDINALS = frozenset(("st", "nd", "rd", "th", "er", "ere", "eme", "e", "º", "ª", "o", "a", "."))
_DASHES = frozenset("-–—‑")
_STROKES = frozenset("-/")
_COMMAS = frozenset(",،/-.'’")
_LISTS = (
    ("months", Family.GREGORIAN),
    ("hijri_months", Family.HIJRI),
    ("solar_months", Family.SOLAR),
)
MONTHS = tuple(name for name, _ in _LISTS)
_LIST_OF = {family: name for name, family in _LISTS}
MOST_FILLERS = 3
MOST_DAYS_AHEAD = 31


class Month(NamedTuple):
    """A month as a word, or two names of it: sign behind, calendar, numbers, whether it needs a number."""

    last: int
    family: Family
    numbers: tuple[int, ...]
    is_weak: bool


class Year(NamedTuple):
    """A year: the sign behind it and its mark, its number and its calendar."""

    last: int
    number: int
    family: Family


def month_at(signs: Sequence[Sign], at: int) -> Month | None:
    """Return the month named at a place, the longest name first, with a second name behind a stroke."""
    found = [(hit[0], hit[1], family) for name, family in _LISTS if (hit := numbered(name).at(signs, at))]
    if not found:
        return None
    last, number, family = max(found, key=lambda hit: hit[0])
    weak = plain("weak").at(signs, at)
    is_weak = family is not Family.GREGORIAN or (weak is not None and weak[0] == last) or _is_short(signs[at])
    if last + 1 < len(signs) and signs[last].folded in ("/", "("):
        twin = numbered(_LIST_OF[family]).at(signs, last + 1)
        if twin is not None:
            end = twin[0]
            if signs[last].folded == "(" and end < len(signs) and signs[end].folded == ")":
                end += 1
            return Month(end, family, tuple(dict.fromkeys((number, twin[1]))), False)
    return Month(last, family, (number,), is_weak)


def _is_short(sign: Sign) -> bool:
    return sign.length <= 3


def worded_at(line: Line, at: int) -> Part | None:
    """Return the date with a month as a word that starts at a sign, or None."""
    return _day_first(line, at) if line.signs[at].is_number else _month_first(line, at)


def day_number(signs: Sequence[Sign], at: int) -> int:
    """Return the day of the month that a number of one or two digits is, or 0."""
    if not 0 <= at < len(signs) or not signs[at].is_number or signs[at].length > 2:
        return 0
    return signs[at].value if 1 <= signs[at].value <= 31 else 0


def _behind_day(signs: Sequence[Sign], at: int) -> tuple[int, int]:
    """Return (sign behind the day, last day of a range or 0) for the day at a place."""
    place = _behind_ordinal(signs, at + 1)
    joins = place < len(signs) and (
        signs[place].folded in _DASHES or plain("range_words").at(signs, place) is not None
    )
    last_day = day_number(signs, place + 1) if joins else 0
    if last_day > day_number(signs, at):
        return _behind_ordinal(signs, place + 2), last_day
    return place, 0


def _behind_ordinal(signs: Sequence[Sign], at: int) -> int:
    if at < len(signs) and not signs[at].is_loose and signs[at].folded in _ORDINALS:
        return at + 1
    return at


def _behind_fillers(signs: Sequence[Sign], at: int, also: frozenset[str]) -> int:
    for _ in range(MOST_FILLERS):
        if at < len(signs) and (signs[at].folded in also or plain("fillers").at(signs, at) is not None):
            at += 1
    return at


def _day_first(line: Line, at: int) -> Part | None:
    signs = line.signs
    the_day = day_number(signs, at)
    if not the_day or _is_tail(line, at):
        return None
    behind, last_day = _behind_day(signs, at)
    found = month_at(signs, _behind_fillers(signs, behind, _STROKES))
    if found is None:
        return None
    year = _year_behind(line, found.last, found.family)
    if year is None and not _may_lack_year(line, found, _behind_fillers(signs, behind, _STROKES)):
        return None
    return _part(line, (at, found, year), (the_day, last_day))


def _is_tail(line: Line, at: int) -> bool:
    """Say whether a number is the end of something longer: `B3`, `1.24`, `3:24`."""
    signs = line.signs
    if at == 0 or signs[at].is_loose:
        return False
    before = signs[at - 1]
    return (before.folded.isascii() and before.folded.isalpha()) or (
        before.folded in (".", ":", ",") and at > 1 and signs[at - 2].is_number
    )


def _may_lack_year(line: Line, found: Month, at: int) -> bool:
    """`all 3 may go` is no date, `on 3 May` is one."""
    needs = plain("needs_capital").at(line.signs, at)
    return needs is None or needs[0] != found.last or line.text[line.signs[at].start].isupper()


def _month_first(line: Line, at: int) -> Part | None:
    signs = line.signs
    found = month_at(signs, at)
    if found is None:
        return None
    place = found.last
    if place < len(signs) and signs[place].folded == "." and not signs[place].is_loose:
        place += 1
    the_day = day_number(signs, place)
    if the_day:
        behind, last_day = _behind_day(signs, place)
        year = _year_behind(line, _behind_time(signs, behind), found.family)
        is_latin = line.text[signs[at].start] < "\u0370"
        if year is not None or (is_latin and line.text[signs[at].start].isupper() and not found.is_weak):
            found = found._replace(last=behind)
            return _part(line, (at, found, year), (the_day, last_day))
        if is_latin and _may_stand_with_day(line, found, at, behind):
            return _part(line, (at, found._replace(last=behind), None), (the_day, last_day))
    year = _year_behind(line, found.last, found.family)
    if year is not None:
        return _part(line, (at, found, year), (0, 0))
    return _part(line, (at, found, None), (0, 0)) if _may_stand_alone(line, found, at) else None


def _may_stand_with_day(line: Line, found: Month, at: int, behind: int) -> bool:
    """`May 3` is a date, `may 3` and `Rajab 2` are not."""
    is_capital = line.text[line.signs[at].start].isupper()
    return found.family is Family.GREGORIAN and is_capital and behind - found.last <= 3


def _behind_time(signs: Sequence[Sign], at: int) -> int:
    """Pass over a time of day, as in `Sep 27 10:00:00 2016`."""
    place = at
    while place + 2 < len(signs) and signs[place].is_number and signs[place + 1].folded == ":":
        place += 2
    return place + 1 if place > at and signs[place].is_number else at


def _may_stand_alone(line: Line, found: Month, at: int) -> bool:
    signs = line.signs
    near = range(max(at - 3, 0), at)
    if any((part := keyed("parts").at(signs, place)) and at - part[0] <= 1 for place in near):
        return True
    before = any(keyed("around_units").at(signs, place) == (at, "last") for place in near)
    behind = keyed("around_units").at(signs, found.last)
    if before or (behind is not None and behind[1] == "last_behind"):
        return True
    if found.family is Family.GREGORIAN:
        return not found.is_weak
    opened = plain("month_openers").at(signs, at - 1) or plain("month_openers").at(signs, at - 2)
    fasting = plain("fasting").at(signs, at) and plain("year_openers").at(signs, at - 1)
    return (opened is not None and opened[0] == at) or bool(fasting)


def _year_behind(line: Line, at: int, family: Family) -> Year | None:
    """Return the year behind a month, with its mark; for a Hijri month also a Gregorian year."""
    signs = line.signs
    place = _behind_fillers(signs, at, _COMMAS)
    if place >= len(signs) or not signs[place].is_number or signs[place].length != 4:
        return None
    number = signs[place].value
    mark = eras.mark_at(signs, place + 1)
    kind = mark[1] if mark else eras.family_by_year(number)
    if family is Family.SOLAR and mark is None and kind is Family.HIJRI:
        kind = Family.SOLAR
    if kind is None or not eras.is_year(kind, number, is_marked=mark is not None):
        return None
    if kind is not family and (family, kind) != (Family.HIJRI, Family.GREGORIAN):
        return None
    return Year(mark[0] if mark else place + 1, number, kind)


def _part(line: Line, where: tuple[int, Month, Year | None], days: tuple[int, int]) -> Part | None:
    first, found, year = where
    remark = Remark.MONTHS_DIFFER if len(found.numbers) > 1 else Remark.NONE
    last = year.last if year else found.last
    if year is not None:
        spans = [_in_year(found.family, year, number, days) for number in found.numbers]
        known = tuple(span for span in spans if span.is_known)
        if not known:
            return None
        return Part(
            first=first, last=last, family=found.family, spans=known, remark=remark, is_month=not days[0]
        )
    yearless = (found.numbers[0], *days)
    span = nearest_before(line.day_of_writing, found.family, yearless)
    if not span.is_known and not days[0]:
        return None
    return Part(
        first=first,
        last=last,
        family=found.family,
        spans=(span,) if span.is_known else (),
        remark=Remark.YEAR_ASSUMED if span.is_known else Remark.NOT_PLACED,
        yearless=yearless,
        is_month=not days[0],
    )


def with_year(family: Family, year: int, yearless: tuple[int, int, int]) -> DateSpan:
    """Return (month, day or 0, last day or 0) in a year of its own calendar, or undated."""
    the_month, the_day, last_day = yearless
    start = made_or_undated(family, year, the_month, the_day)
    if not last_day:
        return start
    end = made_or_undated(family, year, the_month, last_day)
    return hull([start, end]) if start.is_known and end.is_known else UNDATED


def _in_year(family: Family, year: Year, the_month: int, days: tuple[int, int]) -> DateSpan:
    if year.family is family:
        return with_year(family, year.number, (the_month, *days))
    around = whole_year(year.number)
    first = year_in(family, around.start) if around.start else 0
    spans = [with_year(family, first + n, (the_month, *days)) for n in (0, 1)]
    inside = [span for span in spans if span.is_known and span.meets(around) is not Overlap.NONE]
    return inside[0] if len(inside) == 1 else hull(inside)


def nearest_before(writing: DateSpan, family: Family, yearless: tuple[int, int, int]) -> DateSpan:
    """Return a date without a year in the year that brings it nearest before the end of writing.

    A day up to a month later counts as near too: pages are brought up to date, and announce.
    """
    if writing.end is None:
        return UNDATED
    latest = writing.end + timedelta(days=MOST_DAYS_AHEAD if yearless[1] else 0)
    the_year = year_in(family, writing.end)
    for number in (the_year + 1, the_year, the_year - 1, the_year - 2, the_year - 3, the_year - 4):
        span = with_year(family, number, yearless) if number > 0 else UNDATED
        if span.start is not None and span.start <= latest:
            return span
    return UNDATED
