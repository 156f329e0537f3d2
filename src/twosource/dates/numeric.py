"""Dates in numbers alone: `27/3/2016`, `2016-03-27`, `١٤٣٦/٩/١٤ هـ`, `27.03.16`.

Where day and month can be swapped both readings are kept. A dot puts the day first everywhere, and
so do Arabic-Indic digits and an Arabic era mark: who writes them does not write the month first.
"""

from collections.abc import Sequence

from twosource.dates import eras
from twosource.dates.lexicon import plain
from twosource.dates.parts import Family, Line, Part, Remark, made_or_undated
from twosource.dates.signs import Sign
from twosource.dates.spans import DateSpan

SEPARATORS = frozenset("/-._–‑⁄,،")
_DAY_FIRST_SEPARATORS = frozenset(".")
# Two-digit years up to this belong to 2000, later ones to 1900; judged on 22 November 2026.
LAST_OF_2000 = 40


def numeric_at(line: Line, at: int) -> Part | None:
    """Return the date in numbers that starts at a sign, or None."""
    signs = line.signs
    places = _three_numbers(signs, at)
    if places is None:
        return None
    numbers = [signs[place] for place in places]
    last = places[-1] + 1
    era = eras.mark_at(signs, last)
    orders = _orders(line, numbers, signs[places[0] + 1].folded, era[1] if era else None)
    spans, remark, family = orders
    if not spans:
        return None
    return Part(first=at, last=era[0] if era else last, family=family, spans=spans, remark=remark)


def _three_numbers(signs: Sequence[Sign], at: int) -> tuple[int, int, int] | None:
    """Return the places of number, sign, number, the same sign, number, and of no longer chain."""
    if at + 4 >= len(signs):
        return None
    one, sign, two, again, three = signs[at : at + 5]
    if sign.folded not in SEPARATORS or again.folded != sign.folded:
        return None
    if not (one.is_number and two.is_number and three.is_number):
        return None
    if sign.folded in ",،" or (sign.folded in "-–_‑." and (sign.is_loose or again.is_loose)):
        return None
    if sign.folded not in "./" and (two.is_loose or three.is_loose):
        return None
    beyond, before = signs[at + 5 : at + 7], signs[max(at - 2, 0) : at]
    if (
        len(beyond) == 2
        and beyond[0].folded == sign.folded
        and beyond[1].is_number
        and not beyond[1].is_loose
    ):
        return None
    if before and not one.is_loose and before[-1].folded in (sign.folded, "+", "#"):
        return None
    if any(plain("references").at(signs, place) for place in range(max(at - 2, 0), at)):
        return None
    return at, at + 2, at + 4


Reading = tuple[int, int, int]


def _orders(
    line: Line, numbers: Sequence[Sign], separator: str, era: Family | None
) -> tuple[tuple[DateSpan, ...], Remark, Family]:
    one, two, three = numbers
    remark = Remark.NONE
    if one.length == 4:
        readings: list[Reading] = [(one.value, two.value, three.value)]
        if max(two.length, three.length) > 2:
            return (), remark, Family.GREGORIAN
    elif max(one.length, two.length) > 2 or three.length not in (2, 4):
        return (), remark, Family.GREGORIAN
    else:
        year = three.value
        if three.length == 2:
            if separator != "/" and min(one.length, two.length) < 2:
                return (), remark, Family.GREGORIAN
            year, remark = _century(year, era), Remark.CENTURY_ASSUMED
        readings = [(year, two.value, one.value), (year, one.value, two.value)]
        if line.day_first is not None or separator in _DAY_FIRST_SEPARATORS or _is_arabic(line, numbers, era):
            readings = readings[1:] if line.day_first is False else readings[:1]
    family = era or eras.family_by_year(readings[0][0], is_persian=_is_persian(line, one))
    if family is None or not eras.is_year(family, readings[0][0], is_marked=era is not None):
        return (), remark, Family.GREGORIAN
    made = dict.fromkeys(made_or_undated(family, *reading) for reading in readings)
    spans = tuple(span for span in made if span.is_known)
    return spans, Remark.ORDER_UNKNOWN if len(spans) > 1 else remark, family


def _century(year: int, era: Family | None) -> int:
    if era is not None and era is not Family.GREGORIAN:
        return 1400 + year if year <= LAST_OF_2000 + 10 else 1300 + year
    return 2000 + year if year <= LAST_OF_2000 else 1900 + year


def _is_arabic(line: Line, numbers: Sequence[Sign], era: Family | None) -> bool:
    """Say whether the digits are Arabic-Indic or an Arabic letter stands right behind."""
    if any(line.text[number.start] > "\u0600" for number in numbers):
        return True
    return (
        era is not None and "\u0600" < line.text[numbers[-1].end : numbers[-1].end + 2].strip()[:1] < "\u0700"
    )


def _is_persian(line: Line, number: Sign) -> bool:
    return "۰" <= line.text[number.start] <= "۹"
