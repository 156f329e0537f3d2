"""Dates as pages write them: `24th November, 2013`, `٢٤ تشرين الثاني ٢٠١٣`, `on Monday`.

A weekday is resolved only when the day of publishing is known, to the last such day up to it;
a date without a year takes the year that brings it nearest before the day of publishing.
"""

import datetime
from collections.abc import Sequence
from functools import cache

from twosource.attributing.lexicon import PhraseIndex
from twosource.attributing.tokens import Token, fold, tokenise
from twosource.dates import UNDATED, DateSpan, Precision, day, month, parse_span, year
from twosource.terms import load_table

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


@cache
def _months() -> PhraseIndex[int]:
    rows = load_table("calendar_words")["months"]
    return PhraseIndex((name, number + 1) for number, names in enumerate(rows) for name in names)


@cache
def _weekdays() -> PhraseIndex[int]:
    rows = load_table("calendar_words")["weekdays"]
    return PhraseIndex((name, number) for number, names in enumerate(rows) for name in names)


@cache
def _relative() -> dict[str, int]:
    table = load_table("calendar_words")
    return {fold(w): 0 for w in table["today"]} | {fold(w): 1 for w in table["yesterday"]}


def _number(word: str) -> int | None:
    """Return the number a word of digits (any script) opens with: `24`, `24th`, `٢٤`."""
    digits = word
    for ending in ("st", "nd", "rd", "th", "er", "º", "ª"):
        digits = digits.removesuffix(ending)
    return int(digits) if digits.isdecimal() and len(digits) <= 4 else None


def _year_at(words: Sequence[str], at: int) -> int | None:
    value = _number(words[at]) if 0 <= at < len(words) and len(words[at]) == 4 else None
    return value if value is not None and EARLIEST_YEAR <= value <= LATEST_YEAR else None


def _day_at(words: Sequence[str], at: int) -> int | None:
    value = _number(words[at]) if 0 <= at < len(words) else None
    return value if value is not None and 1 <= value <= 31 else None


def dates_in(
    tokens: Sequence[Token], words: Sequence[str], published: DateSpan
) -> list[tuple[int, int, DateSpan]]:
    """Return (first token, last token, span) for each date of a sentence, left to right."""
    found: list[tuple[int, int, DateSpan]] = []
    for at, word in enumerate(words):
        if found and at < found[-1][1]:
            continue
        hit = _months().at(words, at) if word in _months() and _may_be_month(words, at) else None
        made = _around_month(tokens, words, at, hit, published) if hit is not None else None
        if made is None and word in _weekdays():
            made = _weekday(tokens, words, at, published)
        if made is None and word in _relative():
            made = _near(tokens, at, _relative()[word], published)
        if made is None:
            made = _iso_or_year(tokens, words, at)
        if made is not None:
            found.append(made)
    return found


def _may_be_month(words: Sequence[str], at: int) -> bool:
    """`may` and `mar` are months only with a number beside them; the rest also alone."""
    if len(words[at]) > 3:
        return True
    beside = [words[n] for n in (at - 1, at + 1, at + 2) if 0 <= n < len(words)]
    return any(_number(word) is not None for word in beside)


def _words(tokens: Sequence[Token], first: int, last: int) -> str:
    parts = []
    for number in range(first, last):
        gap = number > first and tokens[number].start > tokens[number - 1].end
        parts.append(f" {tokens[number].text}" if gap else tokens[number].text)
    return "".join(parts)


def _around_month(
    tokens: Sequence[Token], words: Sequence[str], at: int, hit: tuple[int, int], published: DateSpan
) -> tuple[int, int, DateSpan] | None:
    length, number = hit
    first, last = at, at + length
    if last + 1 < len(words) and tokens[last].text == "/" and (twin := _months().at(words, last + 1)):
        last += 1 + twin[0]
    before = at - 1
    while before >= 0 and (words[before] in ("of", "de", "من", "/") or tokens[before].text == "."):
        before -= 1
    the_day = _day_at(words, before)
    if the_day is not None:
        first = before
    elif (
        (after := _day_at(words, last)) is not None
        and len(words[last]) <= 4
        and _year_at(words, last) is None
    ):
        the_day, last = after, last + 1
    skip = last
    while skip < len(words) and (
        tokens[skip].text in ",،/" or words[skip] in ("of", "de", "del", "من", "عام", "سنه")
    ):
        skip += 1
    the_year = _year_at(words, skip)
    last = skip + 1 if the_year is not None else last
    written = _words(tokens, first, last)
    try:
        span = _span(the_year, number, the_day, written, published)
    except ValueError:
        return None
    return None if span is UNDATED else (first, last, span)


def _span(
    the_year: int | None, number: int, the_day: int | None, written: str, published: DateSpan
) -> DateSpan:
    if the_year is None:
        the_year = _nearest_year(number, the_day, published)
    if the_year is None:
        return UNDATED
    if the_day is None:
        return month(the_year, number, written)
    return day(datetime.date(the_year, number, the_day), written)


def _nearest_year(number: int, the_day: int | None, published: DateSpan) -> int | None:
    if published.end is None:
        return None
    same = datetime.date(published.end.year, number, min(the_day or 1, 28))
    return same.year if same <= published.end else same.year - 1


def _weekday(
    tokens: Sequence[Token], words: Sequence[str], at: int, published: DateSpan
) -> tuple[int, int, DateSpan] | None:
    hit = _weekdays().at(words, at)
    if hit is None or published.precision is not Precision.DAY or published.end is None:
        return None
    if at + 1 < len(words) and words[at + 1] in _weekdays():
        return None
    back = (published.end.weekday() - hit[1]) % 7
    written = _words(tokens, at, at + hit[0])
    return at, at + hit[0], day(published.end - datetime.timedelta(days=back), written)


def _near(
    tokens: Sequence[Token], at: int, days: int, published: DateSpan
) -> tuple[int, int, DateSpan] | None:
    if published.precision is not Precision.DAY or published.end is None:
        return None
    return at, at + 1, day(published.end - datetime.timedelta(days=days), tokens[at].text)


_YEAR_OPENERS = frozenset(
    {"in", "since", "during", "by", "until", "from", "عام", "سنه", "العام", "im", "jahr", "en", "nel"}
)


def _iso_or_year(tokens: Sequence[Token], words: Sequence[str], at: int) -> tuple[int, int, DateSpan] | None:
    word = words[at]
    if len(word) == 10 and word[4] == "-" and word[7] == "-":
        try:
            return at, at + 1, parse_span(word)
        except ValueError:
            return None
    value = _year_at(words, at)
    if value is not None and at > 0 and words[at - 1] in _YEAR_OPENERS:
        return at, at + 1, year(value, tokens[at].text)
    return None


def read_date(text: str) -> DateSpan:
    """Return the date a short text holds, such as a `published` field; undated where it holds none."""
    text = text.strip()[:80]
    for candidate in (text, text[:10]):
        try:
            return parse_span(candidate)
        except (ValueError, OverflowError):
            continue
    tokens = tokenise(text, 0, len(text))
    found = dates_in(tokens, [token.folded for token in tokens], UNDATED)
    return found[0][2] if found else UNDATED
