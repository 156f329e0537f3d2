"""Numbers as words bound them: "at least 20" has no upper bound, "dozens" has two wide ones."""

from typing import NamedTuple

from twosource.attributing.events.words import (
    about_share,
    arabic_numbers,
    bounds,
    large_numbers,
    loose_numbers,
    pairs,
    small_numbers,
)
from twosource.attributing.frames import Parsed
from twosource.evidence.events import Quantity

MAX_DIGITS = 12
_YEARS = range(1900, 2101)
_BETWEEN = frozenset({"between", "from", "بين"})
_TO = frozenset({"to", "and", "or", "الي", "و"})


class Number(NamedTuple):
    """A number at tokens first..last with its bounds; `is_exact` where the words give one figure."""

    first: int
    last: int
    low: float | None
    high: float | None
    is_exact: bool


def number_at(parsed: Parsed, at: int, end: int) -> Number | None:
    """Return the number whose first word, bound included, stands at a token, or None."""
    kind, start = _bound_at(parsed, at)
    if start >= end:
        return None
    if not kind and parsed.words[at] in _BETWEEN:
        return _range(parsed, at + 1, end, at)
    loose = loose_numbers().at(parsed.words, start) if parsed.words[start] in loose_numbers() else None
    if loose is not None and start + loose[0] <= end:
        low, high = loose[1]
        return _bounded(Number(at, start + loose[0], low, high, low == high), kind)
    value = value_at(parsed, start, end)
    if value is None:
        return _dual(parsed, start)
    joined = None if kind else _range(parsed, start, end, at)
    return joined or _bounded(Number(at, value[1], value[0], value[0], True), kind)


def _bound_at(parsed: Parsed, at: int) -> tuple[str, int]:
    hit = bounds().at(parsed.words, at) if parsed.words[at] in bounds() else None
    return (hit[1], at + hit[0]) if hit is not None else ("", at)


def _dual(parsed: Parsed, at: int) -> Number | None:
    return Number(at, at, 2.0, 2.0, True) if parsed.words[at] in pairs() else None


def _bounded(number: Number, kind: str) -> Number:
    low, high = number.low or 0.0, number.high or 0.0
    if kind == "at_least":
        return number._replace(high=None, is_exact=False)
    if kind == "more_than":
        return number._replace(low=low + 1, high=None, is_exact=False)
    if kind == "at_most":
        return number._replace(low=None, is_exact=False)
    if kind == "fewer_than":
        return number._replace(low=None, high=high - 1, is_exact=False)
    if kind == "about":
        share = about_share()
        return number._replace(low=round(low * (1 - share)), high=round(high * (1 + share)), is_exact=False)
    return number


def _range(parsed: Parsed, at: int, end: int, first: int) -> Number | None:
    """Return `between 12 and 15`, `12 to 15`, `12-15`."""
    low = value_at(parsed, at, end) if at < end else None
    if low is None or low[1] + 1 >= end:
        return None
    joint = low[1]
    is_joint = parsed.words[joint] in _TO if first < at else parsed.words[joint] in ("to", "الي")
    if not is_joint and parsed.tokens[joint].text not in ("-", "–"):
        return None
    high = value_at(parsed, joint + 1, end)
    if high is None or high[0] < low[0]:
        return None
    return Number(first, high[1], low[0], high[0], False)


def value_at(parsed: Parsed, at: int, end: int) -> tuple[float, int] | None:
    """Return (value, token after it): `22,000`, `26`, `twenty-six`, `two hundred`; years are none."""
    word, text = parsed.words[at], parsed.tokens[at].text
    if (arabic := _arabic(parsed, at, end)) is not None:
        return _multiplied(parsed, *arabic, end)
    if word in small_numbers() and not text.isdecimal():
        return _multiplied(parsed, float(small_numbers()[word]), at + 1, end)
    if word in large_numbers() and not text.isdecimal():
        return float(large_numbers()[word]), at + 1
    if not text.isdecimal() or len(text) > MAX_DIGITS:
        return None
    digits, after = text, at + 1
    while after + 1 < end and parsed.tokens[after].text in ",.٬" and _is_group(parsed, after + 1, after):
        digits, after = digits + parsed.tokens[after + 1].text, after + 2
    value = float(int(digits))
    if after == at + 1 and value in _YEARS:
        return None
    return _multiplied(parsed, value, after, end)


def _arabic(parsed: Parsed, at: int, end: int) -> tuple[float, int] | None:
    """Return an Arabic number of two words, or a ten: `سبعة عشر` is 17, `سبعة وعشرون` 27, `عشرون` 20."""
    units, ten, tens = arabic_numbers()
    word, following = parsed.words[at], parsed.words[at + 1] if at + 1 < end else ""
    if word in units and following in ten:
        return 10.0 + units[word], at + 2
    if word in units and (following in tens or following.removeprefix("و") in tens):
        return float(units[word] + tens.get(following, tens.get(following.removeprefix("و"), 0))), at + 2
    return (float(tens[word]), at + 1) if word in tens else None


def _multiplied(parsed: Parsed, value: float, at: int, end: int) -> tuple[float, int]:
    while at < end and parsed.words[at] in large_numbers():
        value, at = value * large_numbers()[parsed.words[at]], at + 1
    return value, at


def _is_group(parsed: Parsed, at: int, sign: int) -> bool:
    token = parsed.tokens[at]
    return len(token.text) == 3 and token.text.isdecimal() and token.start == parsed.tokens[sign].end


def quantity_in(
    parsed: Parsed, first: int, last: int, *, dated: frozenset[int] = frozenset()
) -> Quantity | None:
    """Return the first number that counts something: `22,000 files`; years and days are none."""
    small, large = small_numbers(), large_numbers()
    for at in range(first, last):
        word = parsed.words[at]
        if word not in small and word not in large and not parsed.tokens[at].text[:1].isdecimal():
            continue
        value = None if at in dated else _plain_value(parsed, at, last)
        if value is None:
            continue
        number, end = value
        unit = parsed.tokens[end].text if end < last and parsed.tokens[end].is_word else ""
        if number < 2 or not unit or _is_name(parsed, unit):
            continue
        if any(parsed.is_in(words, end) for words in ("modifiers", "fillers", "clause_breaks", "and_words")):
            continue
        return Quantity(as_written=parsed.text(at, end + 1), value=number, unit=unit)
    return None


def _plain_value(parsed: Parsed, at: int, last: int) -> tuple[float, int] | None:
    value = value_at(parsed, at, last)
    if value is None:
        return None
    number, end = value
    end += int(
        end < last
        and parsed.tokens[end].text == "."
        and parsed.tokens[end - 1].text.isalpha()
        and end + 1 < last
    )
    return number, end


def _is_name(parsed: Parsed, unit: str) -> bool:
    lexicon = parsed.lexicon
    return lexicon.has_capitals and unit[:1].isupper() and not lexicon.nouns_are_capitalised
