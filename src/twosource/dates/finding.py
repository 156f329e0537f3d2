"""Finding dates in running text: what stands where, which days it can be, what to know about it.

The text is cut into signs once and read from left to right; every form looks at a bounded number
of signs ahead, so the time is linear whatever is written. Nothing here raises on any text. A date
that cannot be placed keeps its words and is undated.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

from twosource.dates import eras
from twosource.dates.doubles import with_twin
from twosource.dates.edtf import parse_span, season
from twosource.dates.hijri import hijri_year
from twosource.dates.lexicon import Phrases, counts, holds_a_date, keyed, may_open, numbered, plain
from twosource.dates.numeric import numeric_at
from twosource.dates.parts import Family, Line, Part, Remark
from twosource.dates.relative import around_unit, counted, near, weekday_alone
from twosource.dates.signs import Sign, signs_of, words_in, written
from twosource.dates.solar import solar_year
from twosource.dates.spans import UNDATED, Calendar, DateSpan, Precision, day, hull, month
from twosource.dates.spans import year as whole_year
from twosource.dates.worded import MONTHS, with_year, worded_at

LONGEST_FIELD = 200
# Nobody dates a paper outside these; a clock that does would place dates off the calendar.
_YEARS_OF_WRITING = range(1000, 9000)
_DASHES = frozenset("-–—‑")
_PASSED = frozenset(",،.(")
_THIRDS = {"early": (0, 1), "middle": (1, 2), "late": (2, 3)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date at start..end of a text: the days it may be, what to know about it, and its readings.

    `span` is the narrowest that holds all `readings`, of which there is more than one where day
    and month may be swapped or two calendars do not agree. It is undated where it cannot be placed.
    """

    start: int
    end: int
    span: DateSpan
    remark: Remark = Remark.NONE
    readings: tuple[DateSpan, ...] = ()

    @property
    def days_apart(self) -> int:
        """Return how many days lie between two readings that do not agree, else 0."""
        if self.remark is not Remark.DISAGREES or len(self.readings) != 2:
            return 0
        one, other = self.readings
        if one.start is None or one.end is None or other.start is None or other.end is None:
            return 0
        return max((other.start - one.end).days, (one.start - other.end).days, 0)


def find_dates(
    text: str,
    *,
    written_on: DateSpan = UNDATED,
    start: int = 0,
    end: int | None = None,
    day_first: bool | None = None,
) -> list[FoundDate]:
    """Return the dates in text[start:end], left to right; they do not overlap.

    `written_on` is when the text was written: it places `yesterday` and dates without a year.
    `day_first` says how `3/4/2016` is meant where that is known; None keeps both readings.
    """
    last = len(text) if end is None else end
    if not any(map(holds_a_date, words_in(text, start, last))):
        return []
    signs = signs_of(text, start, last)
    is_sane = written_on.end is not None and written_on.end.year in _YEARS_OF_WRITING
    line = Line(text, signs, written_on if is_sane else UNDATED, day_first)
    parts = _with_lent_years(line, list(_parts(line)))
    return [_found(line, part) for part in parts]


def read_date(text: str, *, written_on: DateSpan = UNDATED) -> DateSpan:
    """Return the date that a field such as `published` holds; undated where it holds none."""
    text = text.strip()[:LONGEST_FIELD]
    try:
        return parse_span(text)
    except (ValueError, OverflowError):
        found = find_dates(text, written_on=written_on)
    return next((date.span for date in found if date.span.is_known), UNDATED)


def _parts(line: Line) -> Iterator[Part]:
    at, signs = 0, line.signs
    while at < len(signs):
        part = date_at(line, at) if may_open(signs[at]) else None
        if part is None:
            at += 1
            continue
        part = with_twin(line, part, plain_at)
        yield part
        at = max(part.last, at + 1)


def date_at(line: Line, at: int) -> Part | None:
    """Return the date that starts at a sign, in whatever form, or None."""
    for reader in _readers_of(line.signs[at].folded):
        if (part := reader(line, at)) is not None:
            return part
    return None


@lru_cache(maxsize=8192)
def _readers_of(word: str) -> tuple[Callable[[Line, int], Part | None], ...]:
    """Return what can read a date that opens with a folded word, in order; an empty word is a number."""
    if not word:
        return (numeric_at, worded_at, counted, _year)
    days = numbered("weekdays"), numbered("short_weekdays")
    rows: tuple[tuple[tuple[Phrases[int] | Phrases[str], ...], Callable[[Line, int], Part | None]], ...] = (
        (days, _behind_weekday),
        ((keyed("parts"),), _third),
        ((keyed("seasons"),), _season),
        (tuple(numbered(name) for name in MONTHS), worded_at),
        ((keyed("days_from_writing"),), near),
        ((keyed("around_counts"), counts(), keyed("two_units")), counted),
        ((keyed("around_units"), days[0], keyed("units")), around_unit),
        (days[:1], weekday_alone),
    )
    return tuple(reader for lists, reader in rows if any(listed.opens(word) for listed in lists))


def plain_at(line: Line, at: int) -> Part | None:
    """Return the date in numbers or with a month that starts at a sign, with a day of the week before it."""
    if at >= len(line.signs):
        return None
    return numeric_at(line, at) or worded_at(line, at) or (_behind_weekday(line, at) if at else None)


def _behind_weekday(line: Line, at: int) -> Part | None:
    signs = line.signs
    named = numbered("weekdays").at(signs, at) or numbered("short_weekdays").at(signs, at)
    if named is None:
        return None
    place = named[0]
    for _ in range(3):
        if twin := plain("twins").at(signs, place):
            place = twin[0]
        elif place < len(signs) and (signs[place].folded in _PASSED or plain("fillers").at(signs, place)):
            place += 1
    if place >= len(signs):
        return None
    part = numeric_at(line, place) or worded_at(line, place)
    if part is None or part.is_month:
        return None
    return _on_weekday(replace(part, first=at), named[1] - 1)


def _on_weekday(part: Part, weekday: int) -> Part:
    """Keep of what a date may be the days that fall on the day of the week it was written with."""
    days = [
        replace(day(moment), calendar=span.calendar)
        for span in part.spans
        if span.precision is Precision.DAY and span.start and span.end
        for n in range((span.end - span.start).days + 1)
        if (moment := span.start + timedelta(days=n)).weekday() == weekday
    ]
    if days:
        is_settled = len(days) == 1 and part.remark is Remark.ORDER_UNKNOWN
        return replace(part, spans=tuple(days), remark=Remark.NONE if is_settled else part.remark)
    if part.spans and all(span.precision is Precision.DAY for span in part.spans):
        return replace(part, remark=Remark.WEEKDAY_DIFFERS)
    return part


def _third(line: Line, at: int) -> Part | None:
    """Return the early, middle or late third of a month or year: `mid-March`, `أواخر عام 2014`."""
    signs = line.signs
    found = keyed("parts").at(signs, at)
    if found is None:
        return None
    place = found[0]
    for _ in range(3):
        if place < len(signs) and (signs[place].folded in _DASHES or plain("fillers").at(signs, place)):
            place += 1
    whole = (worded_at(line, place) or year_at(line, place)) if place < len(signs) else None
    if whole is None or not whole.is_month:
        return None
    thirds = tuple(_third_of(span, found[1]) for span in whole.spans)
    return replace(whole, first=at, spans=thirds, is_month=False, yearless=None)


def _third_of(span: DateSpan, which: str) -> DateSpan:
    if span.start is None or span.end is None:
        return span
    first_day = span.start
    if span.calendar is Calendar.GREGORIAN and span.precision is Precision.YEAR:
        first, last = ((1, 4), (5, 8), (9, 12))[_THIRDS[which][0]]
        return hull([month(first_day.year, first), month(first_day.year, last)])
    n_days = 30 if span.precision is Precision.MONTH else (span.end - first_day).days + 1
    first, last = (n_days * nth // 3 for nth in _THIRDS[which])
    return replace(
        span,
        start=span.start + timedelta(days=first),
        end=span.end if which == "late" else span.start + timedelta(days=last - 1),
        precision=Precision.SPAN,
    )


def _season(line: Line, at: int) -> Part | None:
    found = keyed("seasons").at(line.signs, at)
    if found is None:
        return None
    place = found[0]
    for _ in range(2):
        if plain("fillers").at(line.signs, place) is not None:
            place += 1
    part = year_at(line, place)
    if part is None or part.family is not Family.GREGORIAN or part.spans[0].start is None:
        return None
    try:
        span = season(part.spans[0].start.year, int(found[1]))
    except ValueError:
        return None
    remark = Remark.YEAR_AMBIGUOUS if found[1] == "24" else Remark.NONE
    return replace(part, first=at, spans=(span,), is_month=False, remark=remark)


def _year(line: Line, at: int) -> Part | None:
    """Return a year that stands alone: behind a word such as `in`, or with a mark written on to it."""
    signs = line.signs
    sign = signs[at]
    if not sign.is_number or sign.length != 4:
        return None
    part = year_at(line, at)
    if part is None:
        return None
    if part.last > at + 1 and not signs[at + 1].is_loose:
        return part
    is_hijri = part.family is not Family.GREGORIAN
    openers = "hijri_year_openers" if is_hijri and part.last == at + 1 else "year_openers"
    opened = plain(openers).at(signs, at - 1) is not None
    return part if opened or (is_hijri and part.last > at + 1) else None


def year_at(line: Line, at: int) -> Part | None:
    """Return the year that a number of four digits at a place is, or None."""
    signs = line.signs
    if at >= len(signs) or not signs[at].is_number or signs[at].length != 4:
        return None
    mark = eras.mark_at(signs, at + 1)
    number = signs[at].value
    is_persian = "۰" <= line.text[signs[at].start] <= "۹"
    family = mark[1] if mark else eras.family_by_year(number, is_persian=is_persian)
    if family is None or not eras.is_year(family, number, is_marked=mark is not None):
        return None
    makers = {Family.GREGORIAN: whole_year, Family.HIJRI: hijri_year, Family.SOLAR: solar_year}
    last = mark[0] if mark else at + 1
    return Part(first=at, last=last, family=family, spans=(makers[family](number),), is_month=True)


def _with_lent_years(line: Line, parts: list[Part]) -> list[Part]:
    """Give `27 March` the year of `3 April 2016` where only a dash or "to" stands between them."""
    for number in range(len(parts) - 2, -1, -1):
        one, other = parts[number], parts[number + 1]
        if one.yearless is None or one.family is not other.family or other.first - one.last != 1:
            continue
        joins = line.signs[one.last].folded in _DASHES or plain("range_words").at(line.signs, one.last)
        if joins and other.yearless is None and one.family is Family.GREGORIAN and other.spans:
            parts[number] = _lent(one, other)
    return parts


def _lent(one: Part, other: Part) -> Part:
    start = other.spans[0].start
    if start is None or one.yearless is None:
        return one
    span = with_year(one.family, start.year - (one.yearless[0] > start.month), one.yearless)
    return replace(one, spans=(span,), remark=Remark.NONE, yearless=None) if span.is_known else one


def _found(line: Line, part: Part) -> FoundDate:
    signs: Sequence[Sign] = line.signs
    words = written(line.text, signs, part.first, part.last)
    readings = part.notes or part.spans
    if not readings:
        span = DateSpan(as_written=words)
    elif len(readings) == 1:
        span = replace(readings[0], as_written=words)
    else:
        calendars = {reading.calendar for reading in readings}
        span = hull(readings, words)
        span = replace(span, calendar=calendars.pop()) if len(calendars) == 1 else span
    return FoundDate(
        start=signs[part.first].start,
        end=signs[part.last - 1].end,
        span=span,
        remark=part.remark,
        readings=readings if len(readings) > 1 else (),
    )
