"""The facts of a text in the order it tells them: names, numbers, dates, comparable across languages.

A date is the days it means, a number its figures, a place its entry in the list of places, any other name how
its consonants sound: so a page and its retelling in another script meet. Capitals make a name where the
language keeps them for names. In German, which writes every noun so, and in Arabic, which has none, any word
may be one: such a word counts only where another report is sure of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from twosource.dates import UNDATED, DateSpan, Precision, find_dates
from twosource.dates.signs import fold
from twosource.sounding import Sound, sound_of
from twosource.terms import load_table
from twosource.tracing.words import WordText, word_hash

_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:[.,٬'’\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,٫:]\d+)*)"
    r"|(?P<word>[^\W\d_](?:[^\W\d_]|['’\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640])*)"
)
_OPENS = re.compile(r"(?:^|[.!?…:;\n؟]|[\"“”«»„]\s*)\s*[\"'“”«»„(\[–—-]*\s*$")
_POSSESSIVE = re.compile("['’]s?$")
_ALL_NOUNS = frozenset({"de", "deu", "ger", "lb"})
_CLITICS = "وبلكف"
LEAST_NUMBER = 3
LEAST_NAME = 3
MOST_PLACE_WORDS = 4
MOST_LETTERS = 200_000


class FactKind(StrEnum):
    """What a fact is."""

    NAME = "name"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Fact:
    """One name, number or date at start..end of a text, as written.

    `key` is equal for what may mean the same; of names that are no known place, `sound` decides. `is_sure`:
    it is written as a name must be. `slot`: the content words beside a number, by hash: what it counts.
    """

    kind: FactKind
    key: str
    start: int
    end: int
    written: str
    is_sure: bool = True
    sound: Sound | None = None
    slot: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    written: str
    folded: str
    is_number: bool


def facts_in(words: WordText, *, language: str = "", written_on: DateSpan = UNDATED) -> tuple[Fact, ...]:
    """Return the facts of a text in order; `written_on` places dates that lack a year.

    Of a very long text only those of its first hundred pages or so are told: facts say something about two
    reports, not about two books.
    """
    if not len(words):
        return ()
    text, first = words.text, int(words.starts[0])
    last = min(int(words.ends[-1]), first + MOST_LETTERS)
    dates = list(_dates(text, first, last, written_on))
    tokens = _tokens(text, first, last, dates)
    found = [*dates, *_numbers(text, tokens), *_names(text, tokens, language)]
    return tuple(sorted(found, key=lambda fact: (fact.start, fact.end)))


def _dates(text: str, first: int, last: int, written_on: DateSpan) -> Iterator[Fact]:
    for date in find_dates(text, written_on=written_on, start=first, end=last):
        span = date.span
        if span.start is None or span.end is None or span.precision is Precision.UNKNOWN:
            continue
        key = f"{span.start.isoformat()}/{span.end.isoformat()}"
        yield Fact(FactKind.DATE, key, date.start, date.end, text[date.start : date.end])


def _tokens(text: str, first: int, last: int, dates: list[Fact]) -> list[_Token]:
    """Return words and numbers outside dates, in order."""
    found, passed, date = [], 0, 0
    for match in _TOKEN.finditer(text, first, last):
        start = match.start()
        while date < len(dates) and dates[date].start <= start:
            passed, date = dates[date].end, date + 1
        if start < passed:
            continue
        written = match[0]
        is_number = match["number"] is not None
        found.append(_Token(start, match.end(), written, "" if is_number else fold(written), is_number))
    return found


@cache
def _silent() -> frozenset[str]:
    return frozenset(
        fold(word) for line in load_table("stopwords")["words"].values() for word in line.split()
    )


@cache
def _sizes() -> dict[str, int]:
    table = load_table("concepts")
    rows = ((1_000, table["thousands"]["words"]), (1_000_000, table["millions"]["words"]))
    return {fold(word): size for size, words in rows for word in words}


@cache
def _counts() -> dict[str, int]:
    """Return the number words of all languages known, those of one word."""
    return {fold(word): n for word, n in load_table("calendar_words")["counts"].items() if " " not in word}


def number_key(written: str, size: int = 1) -> str:
    """Return a number in one form: 22,000 and 22.000 and ٢٢٠٠٠ and 22 thousand are all 22000."""
    digits = "".join(str(int(c)) if c.isdecimal() else "." if c in "٫" else c for c in written)
    parts = re.split(r"[.,٬'’:\s]", digits)
    if len(parts) > 1 and len(parts[-1]) != 3:
        whole, rest = "".join(parts[:-1]), parts[-1].rstrip("0")
    else:
        whole, rest = "".join(parts), ""
    value = int(whole or 0) * size
    if size > 1 and rest:
        value, rest = value + int(rest) * size // 10 ** len(rest), ""
    return f"{value}.{rest}" if rest else str(value)


def _numbers(text: str, tokens: list[_Token]) -> Iterator[Fact]:
    for number, token in enumerate(tokens):
        size, end = 1, token.end
        after = tokens[number + 1] if number + 1 < len(tokens) else None
        if after is not None and after.folded in _sizes():
            size, end = _sizes()[after.folded], after.end
        if token.is_number:
            key = number_key(token.written[:40], size)
        elif token.folded in _counts():
            key = str(_counts()[token.folded] * size)
        else:
            continue
        if "." not in key and int(key) < LEAST_NUMBER:
            continue
        slot = _slot(tokens, number, size > 1)
        yield Fact(FactKind.NUMBER, key, token.start, end, text[token.start : end], slot=slot)


def _slot(tokens: list[_Token], number: int, is_long: bool) -> tuple[int, ...]:
    """Return the next two content words after a number: what it counts."""
    behind = [t.folded for t in tokens[number + 1 + is_long : number + 4 + is_long]]
    content = [word for word in behind if word and word not in _silent()][:2]
    return tuple(word_hash(word) for word in content)


@cache
def _places() -> dict[tuple[str, ...], str]:
    """Return the spellings of places and countries, folded and parted into words, with one name each."""
    found: dict[tuple[str, ...], str] = {}
    for row in load_table("places")["places"]:
        for spelling in (row["name"], *row["spellings"]):
            found.setdefault(_parted(spelling), row["name"])
    for row in load_table("countries")["countries"]:
        for spelling in (*row["names"], *row["ar"][:1], *row["capital"]):
            found.setdefault(_parted(spelling), spelling if spelling in row["capital"] else row["code"])
    return {words: name for words, name in found.items() if 0 < len(words) <= MOST_PLACE_WORDS}


@cache
def _place_openings() -> frozenset[str]:
    return frozenset(words[0] for words in _places())


def _parted(spelling: str) -> tuple[str, ...]:
    return tuple(fold(match[0]) for match in _TOKEN.finditer(spelling))


def _place_at(tokens: list[_Token], at: int) -> tuple[str, int]:
    """Return the place named at a word and how many words its name has, the longest first."""
    first = tokens[at].folded
    openings = [first, first[1:]] if first[:1] in _CLITICS and len(first) > LEAST_NAME else [first]
    for opening in openings:
        if opening not in _place_openings():
            continue
        for n in range(min(MOST_PLACE_WORDS, len(tokens) - at), 0, -1):
            name = _places().get((opening, *(t.folded for t in tokens[at + 1 : at + n])))
            if name:
                return name, n
    return "", 0


def _names(text: str, tokens: list[_Token], language: str) -> Iterator[Fact]:
    """Yield places and other names; a sentence's first word only where it is no common word of the text."""
    lower = {t.folded for t in tokens if t.written[:1].islower()}
    has_lower, all_nouns = bool(lower), language in _ALL_NOUNS
    passed = 0
    for at, token in enumerate(tokens):
        if token.is_number or at < passed:
            continue
        is_capital = token.written[0].isupper()
        is_caseless = not is_capital and not token.written[0].islower()
        if not is_capital and not is_caseless:
            continue
        place, n = _place_at(tokens, at)
        if place:
            passed, end = at + n, tokens[at + n - 1].end
            yield Fact(FactKind.NAME, f"place:{place}", token.start, end, text[token.start : end])
            continue
        if token.folded in _silent() or token.folded in lower or len(token.folded) < LEAST_NAME:
            continue
        if (sound := sound_of(_POSSESSIVE.sub("", token.written))) is None:
            continue
        opens = is_capital and bool(_OPENS.search(text[max(0, token.start - 6) : token.start]))
        is_sure = is_capital and has_lower and not all_nouns and not opens
        yield Fact(FactKind.NAME, sound.key, token.start, token.end, token.written, is_sure, sound)
