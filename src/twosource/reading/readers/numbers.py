"""Numbers of workbooks as a person at the screen would see them: days, times, and plain numbers.

A workbook stores a day as the number of days since 1900 and leaves it to a format to show it.
Read without the format, every date of a ledger is lost. Rules after ECMA-376, 18.8.30 and 18.17.4.
"""

import re
from datetime import datetime, timedelta
from math import isfinite

# Built-in formats that show days or times, and those whose meaning depends on the language.
BUILT_IN_DAYS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
# What stands in quotes, brackets or after a backslash is no part of a pattern; [h] is one of hours.
NO_PATTERN = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.', re.IGNORECASE)
DAY_LETTERS = re.compile(r"[dyhs]|m{1,5}|b{2,4}", re.IGNORECASE)
PLAIN = re.compile(r"-?\d+")
SINCE_1900 = datetime(1899, 12, 30)
SINCE_1904 = datetime(1904, 1, 1)
MAX_DAYS = 2_958_466  # the last day of the year 9999
LEAP_DAY_THAT_NEVER_WAS = 60


def shows_days(format_id: int, pattern: str) -> bool:
    """Say whether a number format shows days or times."""
    if not pattern:
        return format_id in BUILT_IN_DAYS
    if pattern.lower() == "general":
        return False
    plain = NO_PATTERN.sub("", pattern.partition(";")[0])
    return bool(DAY_LETTERS.search(plain)) and "#" not in plain and "?" not in plain


def shown_number(text: str, *, is_day: bool, is_1904: bool) -> str:
    """Return a stored number as written on the screen; as it stands where it is none."""
    try:
        number = float(text)
    except ValueError:
        return text
    if not isfinite(number):
        return text
    if is_day and 0 <= number < MAX_DAYS:
        return _day(number, is_1904=is_1904)
    if PLAIN.fullmatch(text):
        return text
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return repr(round(number, 12)) if abs(number) < 1e6 else repr(number)


def _day(number: float, *, is_1904: bool) -> str:
    if number < 1:
        return (SINCE_1904 + timedelta(seconds=round(number * 86_400))).strftime("%H:%M:%S")
    if not is_1904 and number < LEAP_DAY_THAT_NEVER_WAS:
        number += 1
    at = (SINCE_1904 if is_1904 else SINCE_1900) + timedelta(seconds=round(number * 86_400))
    return at.date().isoformat() if at == datetime(at.year, at.month, at.day) else at.isoformat(" ")
