"""Text as words, numbers and signs with their places, and the form two spellings of a word share."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

LONGEST_WORD = 40
MOST_DIGITS = 4
_MARKS = "['’ʼ\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200d]"
# One run of digits, one run of letters with the marks and apostrophes in it, or one visible sign;
# the alternatives share no first character, so the time is linear.
_SIGN = re.compile(
    "(\\d+)"
    "|([^\\W\\d_](?:[^\\W\\d_]|" + _MARKS + ")*)"
    "|([^\\w\\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0300-\u036f\u0610-\u061a\u064b-\u065f]|_)"
)
_WORD = re.compile("\\d+|[^\\W\\d_](?:[^\\W\\d_]|" + _MARKS + ")*")
_LETTERS = str.maketrans(
    {"ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ٱ": "ا", "ı": "i", "ø": "o", "ł": "l", "ß": "ss"}
    | dict.fromkeys("ـء'’ʼʿʾ‘ʻ`\u200b\u200c\u200d", "")
)


class Sign(NamedTuple):
    """A word, a number or one other visible sign, at start..end of the text.

    `value` is that of a number of at most four digits, else -1; `folded` is empty for numbers;
    `is_loose` says that white space stands before it.
    """

    start: int
    end: int
    folded: str
    value: int
    is_loose: bool

    @property
    def is_number(self) -> bool:
        """Say whether it is a run of digits, of whatever length."""
        return not self.folded

    @property
    def length(self) -> int:
        """Return how many characters it is written with."""
        return self.end - self.start


# What a named tuple's own constructor calls: it stands in the one loop that sees every word.
_NEW = tuple.__new__


@lru_cache(maxsize=32768)
def fold(word: str) -> str:
    """Return the form of one word used for comparing: no case, marks, hamza seats or apostrophes."""
    if word.isascii():
        return word.lower().replace("'", "")
    bare = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in bare if not unicodedata.combining(c)).translate(_LETTERS)


def _has_space(text: str, start: int, end: int) -> bool:
    return any(map(str.isspace, text[start : min(end, start + 8)]))


def signs_of(text: str, start: int, end: int) -> list[Sign]:
    """Return what stands in text[start:end], in order. Linear in its length."""
    found: list[Sign] = []
    last = start
    for match in _SIGN.finditer(text, start, end):
        first, after = match.span()
        is_loose = first > last and (text[last].isspace() or _has_space(text, last, first))
        if match.lastindex == 1:
            value = int(text[first:after]) if after - first <= MOST_DIGITS else -1
            found.append(_NEW(Sign, (first, after, "", value, is_loose)))
        else:
            written = text[first : min(after, first + LONGEST_WORD)]
            found.append(_NEW(Sign, (first, after, fold(written) or written, -1, is_loose)))
        last = after
    return found


def words_in(text: str, start: int, end: int) -> list[str]:
    """Return the runs of digits and of letters among the signs of text[start:end], as written."""
    return _WORD.findall(text, start, end)


def phrase_of(text: str) -> tuple[str, ...]:
    """Return the folded words and numbers of a phrase, signs left out: how the lists are compared."""
    return tuple(
        sign.folded or text[sign.start : sign.end]
        for sign in signs_of(text, 0, len(text))
        if sign.is_number or sign.folded[0].isalnum()
    )


def written(text: str, signs: Sequence[Sign], first: int, last: int) -> str:
    """Return the words first..last as they stand, on one line."""
    return " ".join(text[signs[first].start : signs[last - 1].end].split())
