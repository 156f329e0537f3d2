"""The facts of a text in the order it tells them: names, numbers, dates, comparable across languages.

A date is the days it means, a number its figures, a place its entry in the list of places, any other name how
its consonants sound: so a page and its retelling in another script meet. Capitals make a name where the
language keeps them for names. In German, which writes every noun so, and in Arabic, which has none, any word
may be one: such a word counts only where another report is sure of it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import compress
from typing import NamedTuple

from twosource.dates import UNDATED, DateSpan, Precision, find_dates
from twosource.dates.signs import fold
from twosource.sounding import Sound, sound_of
from twosource.terms import load_table
from twosource.tracing.kept import Kept
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


class _Tokens(NamedTuple):
    """Words and numbers in order, side by side: what each starts at, as written, folded (numbers: empty)."""

    starts: list[int]
    written: list[str]
    folded: list[str]

    def end(self, at: int) -> int:
        """Return where a token ends."""
        return self.starts[at] + len(self.written[at])


# A page is in many claims, and its facts are the same in each. About a hundred MB at most.
_KEPT: Kept[tuple[str, int, int, str, DateSpan], tuple[Fact, ...]] = Kept(
    300_000, lambda facts: len(facts) + 1
)


def facts_in(words: WordText, *, language: str = "", written_on: DateSpan = UNDATED) -> tuple[Fact, ...]:
    """Return the facts of a text in order; `written_on` places dates that lack a year.

    Of a very long text only those of its first hundred pages or so are told: facts say something about two
    reports, not about two books.
    """
    if not len(words):
        return ()
    text, first = words.text, int(words.starts[0])
    last = min(int(words.ends[-1]), first + MOST_LETTERS)
    asked = (text, first, last, language, written_on)
    return _KEPT.get(asked, lambda: _facts_between(*asked))


def _facts_between(text: str, first: int, last: int, language: str, written_on: DateSpan) -> tuple[Fact, ...]:
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


def _tokens(text: str, first: int, last: int, dates: Sequence[Fact]) -> _Tokens:
    """Return words and numbers outside dates, in order."""
    starts, written = [], []
    for match in _TOKEN.finditer(text, first, last):
        starts.append(match.start())
        written.append(match[0])
    for date in reversed(dates):
        inside = slice(bisect_left(starts, date.start), bisect_left(starts, date.end))
        del starts[inside], written[inside]
    return _Tokens(starts, written, ["" if word[0].isdecimal() else fold(word) for word in written])


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


def _numbers(text: str, tokens: _Tokens) -> Iterator[Fact]:
    starts, written, folded = tokens
    counts, sizes = _counts(), _sizes()
    for at, word in enumerate(folded):
        if word not in counts if word else not written[at][0].isdecimal():
            continue
        after = folded[at + 1] if at + 1 < len(folded) else ""
        size = sizes.get(after, 1)
        key = str(counts[word] * size) if word else number_key(written[at][:40], size)
        if "." not in key and int(key) < LEAST_NUMBER:
            continue
        start, end = starts[at], tokens.end(at + (size > 1))
        slot = _slot(folded[at + 1 + (size > 1) : at + 4 + (size > 1)])
        yield Fact(FactKind.NUMBER, key, start, end, text[start:end], slot=slot)


def _slot(behind: Sequence[str]) -> tuple[int, ...]:
    """Return the first two content words of those behind a number: what it counts."""
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


def _place_at(folded: Sequence[str], at: int) -> tuple[str, int]:
    """Return the place named at a word and how many words its name has, the longest first."""
    first = folded[at]
    openings = [first, first[1:]] if first[:1] in _CLITICS and len(first) > LEAST_NAME else [first]
    for opening in openings:
        if opening not in _place_openings():
            continue
        for n in range(min(MOST_PLACE_WORDS, len(folded) - at), 0, -1):
            name = _places().get((opening, *folded[at + 1 : at + n]))
            if name:
                return name, n
    return "", 0


def _names(text: str, tokens: _Tokens, language: str) -> Iterator[Fact]:
    """Yield places and other names; a sentence's first word only where it is no common word of the text."""
    starts, written, folded = tokens
    is_lower = [word[0].islower() for word in written]
    lower = set(compress(folded, is_lower))
    has_lower, all_nouns = bool(lower), language in _ALL_NOUNS
    passed = 0
    for at, key in enumerate(folded):
        if is_lower[at] or not key or at < passed:
            continue
        place, n = _place_at(folded, at)
        if place:
            passed, end = at + n, tokens.end(at + n - 1)
            yield Fact(FactKind.NAME, f"place:{place}", starts[at], end, text[starts[at] : end])
            continue
        if key in _silent() or key in lower or len(key) < LEAST_NAME:
            continue
        word, start = written[at], starts[at]
        if (sound := sound_of(_POSSESSIVE.sub("", word))) is None:
            continue
        is_capital = word[0].isupper()
        opens = is_capital and bool(_OPENS.search(text[max(0, start - 6) : start]))
        is_sure = is_capital and has_lower and not all_nouns and not opens
        yield Fact(FactKind.NAME, sound.key, start, tokens.end(at), word, is_sure, sound)
