"""How many of a text's words are words: how two ways of reading one page are told apart.

A short list of common words per language, with the endings and particles that are written to them,
knows most words of any page of office prose and next to none of a page whose letters were stored
backwards or as something else. It says which of two readings is better, never that a word is wrong.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from twosource.terms import load_table

LISTS = ("words_ara", "words_fas", "words_eng")
VOWEL_SIGNS = re.compile("[\u064b-\u065f\u0670\u0640]")
# One alef, one ya, one kaf: what differs between keyboards differs not between words.
ONE_LETTER = str.maketrans(
    "\u0622\u0623\u0625\u0671\u0649\u06cc\u06a9", "\u0627\u0627\u0627\u0627\u064a\u064a\u0643"
)
ARABIC_WORD = re.compile("[\u0620-\u065f\u066e-\u06d3\u06fa-\u06ff]+")
LATIN_WORD = re.compile("[A-Za-z\u00c0-\u024f]+(?:['\u2019][a-z]{1,2})?")
TRIPLED = re.compile("([\u0620-\u063f\u0641-\u064a])\\1\\1")
MIN_STEM = 2
CACHE = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WordScore:
    """How many words a text has, how many the lists know, and how many no word could be.

    Single letters and words of scripts without a list are not counted.
    """

    n_words: int = 0
    n_known: int = 0
    n_impossible: int = 0

    @property
    def share(self) -> float:
        """Share of known words less that of impossible ones, -1 to 1; 0 where there are none."""
        return (self.n_known - self.n_impossible) / self.n_words if self.n_words else 0.0

    def __add__(self, other: "WordScore") -> "WordScore":
        return WordScore(
            n_words=self.n_words + other.n_words,
            n_known=self.n_known + other.n_known,
            n_impossible=self.n_impossible + other.n_impossible,
        )


@dataclass(frozen=True, slots=True)
class _Language:
    words: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]


def score_arabic(text: str) -> WordScore:
    """Return the score of the words in Arabic script."""
    return _score(ARABIC_WORD.findall(text))


def score_latin(text: str) -> WordScore:
    """Return the score of the words in Latin script: of the English ones, because no other list is here."""
    return _score(LATIN_WORD.findall(text))


@lru_cache(maxsize=CACHE)
def is_known(word: str) -> bool:
    """Say whether a word, or what remains of it without particles and endings, is in a list."""
    bare = folded(word)
    return any(_is_in(language, bare) for language in _languages())


@lru_cache(maxsize=CACHE)
def is_impossible(word: str) -> bool:
    """Say whether no Arabic or Persian word is spelt so: with an ending within, or one letter thrice."""
    bare = VOWEL_SIGNS.sub("", word)
    first, last = _shape()
    if len(bare) < 2 or not ARABIC_WORD.fullmatch(bare):
        return False
    return bare[0] in first or any(letter in last for letter in bare[:-1]) or bool(TRIPLED.search(bare))


def folded(word: str) -> str:
    """Return a word as the lists are compared: without vowel signs, with one alef and one ya."""
    return VOWEL_SIGNS.sub("", word).translate(ONE_LETTER).lower()


def _score(words: Iterable[str]) -> WordScore:
    counted = [word for word in words if len(word) > 1]
    return WordScore(
        n_words=len(counted),
        n_known=sum(is_known(word) for word in counted),
        n_impossible=sum(is_impossible(word) for word in counted),
    )


def _is_in(language: _Language, word: str) -> bool:
    if word in language.words:
        return True
    return any(
        _with_ending(language, word[len(start) :])
        for start in ("", *language.before)
        if word.startswith(start) and len(word) - len(start) >= MIN_STEM
    )


def _with_ending(language: _Language, word: str) -> bool:
    if word in language.words:
        return True
    return any(
        word[: -len(end)] in language.words or (end[0] in "ei" and word[: -len(end)] + "e" in language.words)
        for end in language.after
        if word.endswith(end) and len(word) - len(end) >= MIN_STEM
    )


@cache
def _languages() -> tuple[_Language, ...]:
    tables = [load_table(name) for name in LISTS]
    return tuple(
        _Language(
            words=frozenset(folded(word) for word in table["words"].split()),
            before=tuple(folded(start) for start in table["before"]),
            after=tuple(folded(end) for end in table["after"]),
        )
        for table in tables
    )


@cache
def _shape() -> tuple[frozenset[str], frozenset[str]]:
    table = load_table("words_ara")
    return frozenset(table["never_first"]), frozenset(table["only_last"])
