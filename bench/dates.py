"""Dates: every month start of the Umm al-Qura tables through spelling templates, exact or not.

Nothing is read from the data folder. What is expected is counted here and not by the code measured:
Umm al-Qura days by `hijridate`, tabular days by the month lengths of the thirty-year cycle, added
up day by day from the epochs. A date counts where exactly one is found, over exactly the text
written, with exactly the first and last day expected.
"""

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hijridate import Hijri

from bench.runner import Report, Result
from twosource.dates import find_dates

NAME = "dates"
FIRST_YEAR, LAST_YEAR = 1343, 1500
ARABIC = [
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
]
ARABIC_VARIANTS = [
    "المحرم",
    "صَفَر",
    "ربيع الاول",
    "ربيع الثاني",
    "جمادى الاولى",
    "جمادى الثانية",
    "رجــب",
    "شعبان",
    "رَمَضان",
    "شوّال",
    "ذي القعدة",
    "ذي الحجّة",
]
LATIN = [
    "Muharram",
    "Safar",
    "Rabi I",
    "Rabi II",
    "Jumada I",
    "Jumada II",
    "Rajab",
    "Shaban",
    "Ramadan",
    "Shawwal",
    "Dhu al-Qada",
    "Dhu al-Hijja",
]
LATIN_VARIANTS = [
    "Muḥarram",
    "Ṣafar",
    "Rabīʿ al-Awwal",
    "Rabīʿ al-Thānī",
    "Jumādā al-Ūlā",
    "Jumādā al-Ākhira",
    "Radjab",
    "Sha'bān",
    "Ramaḍān",
    "Shawwāl",
    "Dhul-Qaʿdah",
    "Dhu'l-Hijjah",
]
LEVANT = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
]
EGYPT = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
MAGHREB = [
    "جانفي",
    "فيفري",
    "مارس",
    "أفريل",
    "ماي",
    "جوان",
    "جويلية",
    "أوت",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DIGITS = {"Latin": "0123456789", "Arabic-Indic": "٠١٢٣٤٥٦٧٨٩", "extended": "۰۱۲۳۴۵۶۷۸۹"}
HIJRI = {
    "Arabic, day": "{d} {ar} {y} هـ",
    "Arabic, variant": "{d} من {ar2} عام {y}هـ",
    "Arabic, month": "{ar} {y} هـ",
    "Arabic, no mark": "{d} {ar2} {y}",
    "Arabic, year": "{y}هـ",
    "Latin, day": "{d} {la} {y} AH",
    "Latin, variant": "{d} {la2} {y} A.H.",
    "Latin, month first": "{la} {d}, {y} AH",
    "Latin, month": "{la2} {y} AH",
    "numbers, day first": "{d}/{m}/{y} هـ",
    "numbers, year first": "{y}/{m}/{d}هـ",
    "numbers, dashes": "{y}-{m}-{d} AH",
}
DOUBLE = {
    "double, Levant": "{d} {ar} {y} الموافق {gd} {lev} {gy}",
    "double, twin names": "{d} {ar2} {y} هـ الموافق لـ {gd} {lev}/{eg} {gy}م",
    "double, Maghreb": "{gd} {mag} {gy} الموافق {d} {ar} {y}هـ",
    "double, English": "{d} {la} {y} AH / {gd} {en} {gy}",
    "double, brackets": "{gd} {en} {gy} ({d} {la2} {y} AH)",
    "double, numbers": "{gd}/{gm}/{gy}م الموافق {d}/{m}/{y}هـ",
}
AROUND = ("قال الشاهد إن ذلك كان في {} في المدينة.", "The order is dated {} and signed.")


class Wanted(NamedTuple):
    """A date as written, and its first and last day."""

    group: str
    text: str
    start: date
    end: date


def run(_data: Path) -> Report:
    """Read every date of every template and return the share that is exactly right."""
    right: dict[str, int] = {}
    total: dict[str, int] = {}
    for wanted in _all_dates():
        total[wanted.group] = total.get(wanted.group, 0) + 1
        right[wanted.group] = right.get(wanted.group, 0) + _is_exact(wanted)
    rows = [(group, right[group] / n, n) for group, n in total.items()]
    n = sum(total.values())
    rows.append(("all", sum(right.values()) / n, n))
    return Report(
        results=tuple(
            Result(benchmark=NAME, metric="exact spans", group=group, ours=share, n=number, target="1.000")
            for group, share, number in rows
        )
    )


def _is_exact(wanted: Wanted) -> bool:
    frame = AROUND["AH" in wanted.text or wanted.group == "double, English"]
    found = find_dates(frame.format(wanted.text))
    if len(found) != 1:
        return False
    at = frame.index("{}")
    one = found[0]
    is_there = (one.start, one.end) == (at, at + len(wanted.text))
    return is_there and (one.span.start, one.span.end) == (wanted.start, wanted.end)


def _all_dates() -> Iterator[Wanted]:
    for year, month in itertools.product(range(FIRST_YEAR, LAST_YEAR + 1), range(1, 13)):
        first = Hijri(year, month, 1).to_gregorian()
        for script, digits in DIGITS.items():
            yield from _written(year, month, date(first.year, first.month, first.day), (script, digits))


def _written(year: int, month: int, gregorian: date, digits: tuple[str, str]) -> Iterator[Wanted]:
    nth = month - 1
    words = {
        "ar": ARABIC[nth], "ar2": ARABIC_VARIANTS[nth], "la": LATIN[nth], "la2": LATIN_VARIANTS[nth],
        "lev": LEVANT[gregorian.month - 1], "eg": EGYPT[gregorian.month - 1],
        "mag": MAGHREB[gregorian.month - 1], "en": ENGLISH[gregorian.month - 1],
    }  # fmt: skip
    numbers = {
        "d": 1,
        "m": month,
        "y": year,
        "gd": gregorian.day,
        "gm": gregorian.month,
        "gy": gregorian.year,
    }
    table = str.maketrans(DIGITS["Latin"], digits[1])
    filled = words | {name: str(number).translate(table) for name, number in numbers.items()}
    spans = _days(year, month)
    for group, template in HIJRI.items():
        kind = (
            "year"
            if "year" in group and "first" not in group
            else "month"
            if "{d}" not in template
            else "day"
        )
        yield Wanted(f"{group}, {digits[0]}", template.format(**filled), *spans[kind])
    for group, template in DOUBLE.items():
        yield Wanted(f"{group}, {digits[0]}", template.format(**filled), gregorian, gregorian)


def _days(year: int, month: int) -> dict[str, tuple[date, date]]:
    """Return first and last day of the first day of the month, of the month, and of the year."""
    starts = [table[year, month] for table in _calendars()]
    ends = [table[_next(year, month)] - timedelta(days=1) for table in _calendars()]
    year_starts = [table[year, 1] for table in _calendars()]
    year_ends = [table[year + 1, 1] - timedelta(days=1) for table in _calendars()]
    return {
        "day": (min(starts), max(starts)),
        "month": (min(starts), max(ends)),
        "year": (min(year_starts), max(year_ends)),
    }


def _next(year: int, month: int) -> tuple[int, int]:
    return (year, month + 1) if month < 12 else (year + 1, 1)


@cache
def _calendars() -> tuple[dict[tuple[int, int], date], ...]:
    """Return the start of every month in Umm al-Qura and in four tabular calendars."""
    tabular = [
        _tabular(date(622, 7, 18) + timedelta(days=later), sixteenth)
        for later in (0, 1)
        for sixteenth in (15, 16)
    ]
    return (_umm_al_qura(), *tabular)


def _umm_al_qura() -> dict[tuple[int, int], date]:
    starts = {}
    for year, month in itertools.product(range(FIRST_YEAR, LAST_YEAR + 1), range(1, 13)):
        first = Hijri(year, month, 1).to_gregorian()
        starts[year, month] = date(first.year, first.month, first.day)
    last = Hijri(LAST_YEAR, 12, 1)
    starts[LAST_YEAR + 1, 1] = starts[LAST_YEAR, 12] + timedelta(days=last.month_length())
    return starts


def _tabular(epoch: date, sixteenth: int) -> dict[tuple[int, int], date]:
    """Count months of 30 and 29 days from 1 Muharram of year 1; `sixteenth` is the leap year 15 or 16.

    The epoch 15 or 16 July 622 of the Julian calendar is 18 or 19 July of the Gregorian one.
    """
    leap = {2, 5, 7, 10, 13, sixteenth, 18, 21, 24, 26, 29}
    starts, at = {}, epoch
    for year, month in itertools.product(range(1, LAST_YEAR + 2), range(1, 13)):
        starts[year, month] = at
        is_long = month % 2 == 1 or (month == 12 and (year % 30 or 30) in leap)
        at += timedelta(days=30 if is_long else 29)
    return starts
