"""The word lists of events, folded and indexed once."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from twosource.attributing.lexicon import PhraseIndex
from twosource.attributing.tokens import arabic_stems, fold, fold_phrase
from twosource.terms import load_table

_BOUNDS = ("at_least", "more_than", "at_most", "fewer_than", "about")


class Bound(NamedTuple):
    """A number that a word stands for: "dozens" is 24 to 99."""

    low: float
    high: float


@cache
def _class(language: str, name: str) -> PhraseIndex[bool]:
    table = load_table("event_words")
    return PhraseIndex((word, True) for word in table.get(language, {}).get(name, ()))


@cache
def class_words(language: str, name: str) -> frozenset[str]:
    """Return the folded single words of a closed class of a language; empty where it has none."""
    table = load_table("event_words").get(language, {})
    return frozenset(fold(word) for word in table.get(name, ()) if " " not in word)


def phrase_in(language: str, name: str, words: list[str], at: int) -> int:
    """Return the length of the phrase of a closed class at a token, or 0."""
    index = _class(language, name)
    hit = index.at(words, at) if words[at] in index else None
    return hit[0] if hit is not None else 0


def _both(row: Mapping[str, object]) -> Iterable[str]:
    for language in ("en", "ar"):
        listed = row.get(language, ())
        if isinstance(listed, list):
            yield from listed


@cache
def bounds() -> PhraseIndex[str]:
    """Return the phrases that bound a number, each with the name of its kind."""
    table = load_table("event_words")["counts"]
    return PhraseIndex((phrase, kind) for kind in _BOUNDS for phrase in _both(table[kind]))


@cache
def loose_numbers() -> PhraseIndex[Bound]:
    """Return the words that stand for a range of numbers."""
    rows = load_table("event_words")["counts"]["words"]
    return PhraseIndex(
        (word, Bound(float(row["low"]), float(row["high"]))) for row in rows for word in _both(row)
    )


@cache
def about_share() -> float:
    """Return how far a number called "about" may be off, as a share of it."""
    return float(load_table("event_words")["counts"]["about_share"])


@cache
def small_numbers() -> dict[str, int]:
    """Return the number words below a hundred, folded: `twenty-six`, `ثلاثة`."""
    table = load_table("event_words")["counts"]
    small, tens = table["small"]["en"], table["tens"]["en"]
    found = {fold(word): number for number, word in enumerate(small)}
    for number, word in enumerate(tens):
        if word:
            found[fold(word)] = 10 * number
            found.update({fold(f"{word}-{small[unit]}"): 10 * number + unit for unit in range(1, 10)})
    found.update({fold(word): n for n, word in enumerate(table["arabic_small"]) if word})
    return found


@cache
def arabic_numbers() -> tuple[Mapping[str, int], frozenset[str], Mapping[str, int]]:
    """Return Arabic units, the words for ten behind a unit, and the tens, folded.

    Numbers from eleven to ninety-nine are two words: `سبعة عشر` is 17 and `سبعة وعشرون` 27, and neither is 7.
    """
    table = load_table("event_words")["counts"]
    units = {fold(word): n for n, row in enumerate(table["arabic_units"], 1) for word in row}
    tens = {fold(word): 10 * n for n, row in enumerate(table["arabic_tens"], 2) for word in row}
    return units, frozenset(fold(word) for word in table["arabic_ten"]), tens


@cache
def large_numbers() -> dict[str, int]:
    """Return the number words that multiply what stands before them."""
    rows = load_table("event_words")["counts"]["large"]
    return {fold(word): int(row["value"]) for row in rows for word in _both(row)}


@cache
def pairs() -> frozenset[str]:
    """Return the Arabic duals of people: "two persons" in one word."""
    return frozenset(fold(word) for word in load_table("event_words")["counts"]["arabic_pairs"])


@cache
def things() -> frozenset[str]:
    """Return the folded units and things that a number counts instead of people."""
    return frozenset(fold(word) for word in load_table("event_words")["counts"]["things"])


@cache
def befell() -> PhraseIndex[str]:
    """Return the words for what befell people, each with its kind."""
    table = load_table("event_words")["befell"]
    return PhraseIndex((phrase, kind) for kind, row in table.items() for phrase in _both(row))


@cache
def means() -> PhraseIndex[str]:
    """Return the words for means and causes, each with its kind."""
    table = load_table("event_words")["means"]
    return PhraseIndex((phrase, kind) for kind, phrases in table.items() for phrase in phrases)


def is_arabic_of(folded: str, language: str, name: str) -> bool:
    """Say whether an Arabic word, its particles off, is of a closed class."""
    words = class_words(language, name)
    return any(stem in words for stem in arabic_stems(folded))


def folded_words(phrase: str) -> tuple[str, ...]:
    """Return the folded words of a phrase."""
    return fold_phrase(phrase)
