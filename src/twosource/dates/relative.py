"""Days told by another day: `yesterday`, `قبل يومين`, `last Monday`, `الأسبوع الماضي`, `three weeks later`.

They are placed only where the day of writing is known to the day; what counts from another
event (`later`) is never placed. Undated ones keep their words.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from twosource.dates.lexicon import counts, keyed, numbered, plain
from twosource.dates.parts import Line, Part, Remark
from twosource.dates.signs import Sign
from twosource.dates.spans import UNDATED, DateSpan, day, hull, month, year

# Weeks begin on Monday, Saturday or Sunday, by country; the writer's is not known.
_WEEK_STARTS = (0, 5, 6)
MOST_COUNTED = 999


def _placed(first: int, last: int, span: DateSpan | None) -> Part:
    known = span is not None and span.is_known
    return Part(
        first=first,
        last=last,
        spans=(span,) if known and span is not None else (),
        remark=Remark.FROM_WRITING if known else Remark.NOT_PLACED,
    )


def _shifted(line: Line, days: int) -> DateSpan | None:
    base = line.day_of_writing.the_day
    return day(base + timedelta(days=days)) if base else None


def near(line: Line, at: int) -> Part | None:
    """Return a day such as `yesterday` that starts at a sign, or None."""
    signs = line.signs
    found = keyed("days_from_writing").at(signs, at)
    if found is None:
        return None
    last, offset = found[0], int(found[1])
    if plain("another_day_behind").at(signs, last) or plain("another_day_before").at(signs, at - 1):
        return None
    if offset == 0 and (weekday := numbered("weekdays").at(signs, last)):
        last = weekday[0]
    return _placed(at, last, _shifted(line, offset))


def _unit_at(signs: Sequence[Sign], at: int) -> tuple[int, str] | None:
    return keyed("units").at(signs, at)


def _count_at(signs: Sequence[Sign], at: int) -> tuple[int, int, str] | None:
    """Return (sign behind it, number, unit) of `two days`, `3 weeks`, `يومين`, `شهر`, or None."""
    if at >= len(signs):
        return None
    if (two := keyed("two_units").at(signs, at)) is not None:
        return two[0], 2, two[1]
    if signs[at].is_number:
        number, place = signs[at].value, at + 1
    elif (word := counts().at(signs, at)) is not None:
        place, number = word
    else:
        number, place = 1, at
    unit = _unit_at(signs, place)
    if unit is None or not 0 < number <= MOST_COUNTED:
        return None
    return unit[0], number, unit[1]


def counted(line: Line, at: int) -> Part | None:
    """Return what lies a number of units before the day of writing: `three weeks ago`, or None."""
    signs = line.signs
    around = keyed("around_counts").at(signs, at)
    if around is not None and around[1] in ("before", "later"):
        found = _count_at(signs, around[0])
        if found is None or _goes_on(signs, found[0]):
            return None
        return _ago(line, at, found, is_placed=around[1] == "before")
    if (
        not signs[at].is_number
        and counts().at(signs, at) is None
        and keyed("two_units").at(signs, at) is None
    ):
        return None
    found = _count_at(signs, at)
    behind = keyed("around_counts").at(signs, found[0]) if found else None
    if found is None or behind is None or behind[1] == "before":
        return None
    return _ago(line, at, (behind[0], *found[1:]), is_placed=behind[1] == "ago")


def _goes_on(signs: Sequence[Sign], at: int) -> bool:
    """`منذ عام 2011` is "since the year 2011", `قبل يوم الاثنين` is "before Monday"."""
    return at < len(signs) and (signs[at].is_number or numbered("weekdays").at(signs, at) is not None)


def _ago(line: Line, at: int, found: tuple[int, int, str], *, is_placed: bool) -> Part:
    last, number, unit = found
    base = line.day_of_writing.the_day
    return _placed(at, last, _back(base, number, unit) if base and is_placed else None)


def _back(base: date, number: int, unit: str) -> DateSpan | None:
    """Return what lies a number of units before a day, as fine as the unit is."""
    try:
        if unit == "day":
            return day(base - timedelta(days=number))
        if unit == "week":
            middle = base - timedelta(weeks=number)
            return hull([day(middle - timedelta(days=3)), day(middle + timedelta(days=3))])
        if unit == "month":
            months = base.year * 12 + base.month - 1 - number
            return month(months // 12, months % 12 + 1)
        return year(base.year - number)
    except (ValueError, OverflowError):
        return None


def around_unit(line: Line, at: int) -> Part | None:
    """Return the unit or day of the week beside the day of writing: `last week`, or None."""
    signs = line.signs
    around = keyed("around_units").at(signs, at)
    if around is not None and not around[1].endswith("behind"):
        return _unit(line, (at, around[0]), around[1], None)
    return _unit(line, (at, at), "", at)


def _unit(line: Line, where: tuple[int, int], side: str, needs_behind: int | None) -> Part | None:
    signs = line.signs
    first, at = where
    weekday = numbered("weekdays").at(signs, at)
    unit = _unit_at(signs, at) if weekday is None else None
    end = weekday[0] if weekday else unit[0] if unit else None
    if end is None or (unit is not None and unit[1] == "day"):
        return None
    if needs_behind is not None:
        behind = keyed("around_units").at(signs, end)
        if behind is None or not behind[1].endswith("behind"):
            return None
        end, side = behind[0], behind[1].removesuffix("_behind")
    steps = {"last": -1, "this": 0, "next": 1}[side]
    base = line.day_of_writing.the_day
    if base is None:
        return _placed(first, end, None)
    if weekday is not None:
        return _placed(first, end, _weekday(base, weekday[1] - 1, steps))
    return _placed(first, end, _unit_beside(base, unit[1] if unit else "", steps))


def _weekday(base: date, number: int, steps: int) -> DateSpan:
    back = (base.weekday() - number) % 7
    if steps < 0:
        return day(base - timedelta(days=back or 7))
    if steps > 0:
        return day(base + timedelta(days=7 - back))
    return hull([day(base - timedelta(days=back)), day(base + timedelta(days=7 - back))])


def _unit_beside(base: date, unit: str, steps: int) -> DateSpan | None:
    if unit == "week":
        starts = [base - timedelta(days=(base.weekday() - first) % 7 - 7 * steps) for first in _WEEK_STARTS]
        return hull([day(min(starts)), day(max(starts) + timedelta(days=6))])
    return _back(base, -steps, unit)


def weekday_alone(line: Line, at: int) -> Part | None:
    """Return the last such day up to the day of writing."""
    found = numbered("weekdays").at(line.signs, at)
    if found is None:
        return None
    base = line.day_of_writing.the_day
    if base is None:
        return _placed(at, found[0], UNDATED)
    back = (base.weekday() - (found[1] - 1)) % 7
    return _placed(at, found[0], day(base - timedelta(days=back)))
