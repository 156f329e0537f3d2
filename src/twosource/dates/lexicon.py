"""The words of dates, from `vocabulary/calendar_words.toml`, found in one step by their first word."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

from twosource.dates.signs import LONGEST_WORD, Sign, fold, phrase_of

V = TypeVar("V")
# "and", "so", "in", "for", "like": written on to the word behind them in Arabic.
_ATTACHED = "وفبلك"
_BETWEEN = "-‐‑'’."


class Phrases(Generic[V]):
    """Phrases of folded words with their values; longest first."""

    def __init__(self, rows: Iterable[tuple[str, V]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], V]]] = {}
        for phrase, value in rows:
            if words := phrase_of(phrase):
                self._by_first.setdefault(words[0], []).append((words, value))
        for found in self._by_first.values():
            found.sort(key=lambda row: -len(row[0]))

    def opens(self, word: str) -> bool:
        """Say whether a phrase can open with a folded word, a particle written on to it or not."""
        return word in self._by_first or (word[0] in _ATTACHED and word[1:] in self._by_first)

    def at(self, signs: Sequence[Sign], at: int) -> tuple[int, V] | None:
        """Return (sign behind it, value) of the longest phrase at a place, or None.

        Hyphens and apostrophes between its words do not count, nor does a particle written on to
        the first word in Arabic.
        """
        if not 0 <= at < len(signs) or not (word := signs[at].folded):
            return None
        rows = self._by_first.get(word)
        if rows is None and word[0] not in _ATTACHED:
            return None
        for first in (word, word[1:]) if word[0] in _ATTACHED and len(word) > 3 else (word,):
            for words, value in self._by_first.get(first, ()):
                if (end := _end_of(words, signs, at)) is not None:
                    return end, value
        return None


def _end_of(words: tuple[str, ...], signs: Sequence[Sign], at: int) -> int | None:
    place = at + 1
    for word in words[1:]:
        while place < len(signs) and not signs[place].is_loose and signs[place].folded in _BETWEEN_SIGNS:
            place += 1
        if place >= len(signs):
            return None
        sign = signs[place]
        if (sign.folded or str(sign.value)) != word:
            return None
        place += 1
    return place


_BETWEEN_SIGNS = frozenset(_BETWEEN)


@cache
def table() -> Mapping[str, Any]:
    """Return the file as plain values."""
    path = files("twosource").joinpath("vocabulary", "calendar_words.toml")
    return tomllib.loads(path.read_text("utf-8"))


@cache
def numbered(name: str) -> Phrases[int]:
    """Return a list of twelve or seven rows with the number of each row, from 1."""
    rows = table()[name]
    return Phrases((phrase, number) for number, row in enumerate(rows, 1) for phrase in row)


@cache
def plain(name: str) -> Phrases[bool]:
    """Return a plain list of words."""
    return Phrases((phrase, True) for phrase in table()[name])


@cache
def keyed(name: str) -> Phrases[str]:
    """Return a table of lists, each word with the key of its list."""
    return Phrases((phrase, key) for key, row in table()[name].items() for phrase in row)


@cache
def counts() -> Phrases[int]:
    """Return the number words."""
    return Phrases(table()["counts"].items())


@cache
def openings() -> frozenset[str]:
    """Return the first words of everything a date can open with: others are passed over at once."""
    names = ("months", "hijri_months", "solar_months", "weekdays", "short_weekdays")
    rows = [phrase for name in names for row in table()[name] for phrase in row]
    for name in (
        "days_from_writing",
        "two_units",
        "around_counts",
        "around_units",
        "units",
        "parts",
        "seasons",
    ):
        rows += [phrase for row in table()[name].values() for phrase in row]
    return frozenset(words[0] for row in [*rows, *table()["counts"]] if (words := phrase_of(row)))


@cache
def _telling() -> frozenset[str]:
    """Return the longest word of every phrase of which each date without a number has at least one."""
    rows = [
        phrase
        for name in ("months", "hijri_months", "solar_months")
        for row in table()[name]
        for phrase in row
    ]
    rows += [phrase for name in ("weekdays", "short_weekdays") for row in table()[name] for phrase in row]
    for name in ("days_from_writing", "two_units", "units"):
        rows += [phrase for row in table()[name].values() for phrase in row]
    return frozenset(max(words, key=len) for row in rows if (words := phrase_of(row)))


@lru_cache(maxsize=32768)
def holds_a_date(word: str) -> bool:
    """Say whether a date can hold a word or number as it is written; no date is without such a word.

    Seasons, thirds and counts need a number, month or unit beside them, so theirs are not asked for.
    """
    if word[0].isdigit():
        return True
    folded = fold(word[:LONGEST_WORD]) or word
    return folded in _telling() or (folded[0] in _ATTACHED and folded[1:] in _telling())


def may_open(sign: Sign) -> bool:
    """Say whether a date can open with this sign."""
    return _opens(sign.folded)


@lru_cache(maxsize=32768)
def _opens(word: str) -> bool:
    if not word:
        return True
    return word in openings() or (word[0] in _ATTACHED and word[1:] in openings())
