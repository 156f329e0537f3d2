"""The facts of a text in the order it tells them: names, numbers, dates, comparable across languages.

A date is the days it means, a number its figures, a name how its consonants sound, so that a page and its
retelling in another script meet. Capitals make a name where the language keeps them for names; in German,
which writes every noun so, and in Arabic, which has none, any word may be one: such a word counts only where
another text is sure of it.
"""

from dataclasses import dataclass
from enum import StrEnum

from twosource.dates import UNDATED, DateSpan
from twosource.tracing.words import WordText


class FactKind(StrEnum):
    """What a fact is."""

    NAME = "name"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Fact:
    """One name, number or date at start..end of a text, and the word (by number) it begins with.

    `key` is equal for what may mean the same; `slot` are words around it, by hash, that say what it counts.
    """

    kind: FactKind
    key: str
    start: int
    end: int
    word: int
    written: str
    is_sure: bool = True
    slot: tuple[int, ...] = ()


def facts_in(words: WordText, *, language: str = "", written_on: DateSpan = UNDATED) -> tuple[Fact, ...]:
    """Return the facts of a text in order."""
    return ()
