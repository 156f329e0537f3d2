"""Making words comparable for finding: one folding for what is indexed and for what is asked.

Readers, keyboards and OCR write one word in many ways: with and without vowel signs, with
three kinds of alef, with a stretched line inside, in presentation forms, with digits of three
scripts. Folding is for finding only; what is shown is always the text as written.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from twosource.errors import UsageError
from twosource.terms import load_table

LONGEST_WORD = 256
MOST_PHRASES = 100

_TABLE = load_table("folding")
_ARABIC = _TABLE["arabic"]
_WHOLE = frozenset(_ARABIC["whole"])
_QUOTES = '"“”„«»'
_PIECE = re.compile(f"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]|(\\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """How widely a query reaches.

    With `arabic_prefixes`, a word is also found behind "and" and the article written on to it,
    and the other way round.
    """

    arabic_prefixes: bool = True


class Phrase(NamedTuple):
    """Words asked for in this order; `stems` are the same without Arabic prefixes, or nothing."""

    words: str
    stems: str
    is_open: bool


class _Letters(dict[int, str | None]):
    """What each character becomes, worked out on first sight; None removes it, a space ends a word."""

    def __missing__(self, code: int) -> str | None:
        self[code] = became = _fold_character(chr(code))
        return became


def _fold_character(character: str) -> str | None:
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return None
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Lo" and "CJK UNIFIED" in unicodedata.name(character, ""):
        return f" {character} "
    return character if category[0] in "LN" or category == "Mc" else " "


_letters = _Letters({ord(written): folded or None for written, folded in _TABLE["letters"].items()})


def fold(text: str) -> list[str]:
    """Return the words of a text, folded: NFKD, case, marks, controls, digits, Arabic letter forms.

    Words hold letters and digits only; an ideograph is a word of its own. Words longer than
    256 characters are cut, because an index cannot hold them.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    folded = text.lower().translate(_letters)
    return [word[:LONGEST_WORD] for word in folded.split()]


def is_arabic(word: str) -> bool:
    """Say whether a folded word starts with an Arabic letter."""
    return "\u0620" <= word[:1] <= "\u064a"


def without_prefix(word: str) -> str:
    """Return a folded word without a leading "and" and article, after light10; others unchanged."""
    if not is_arabic(word) or word in _WHOLE:
        return word
    if word.startswith(_ARABIC["conjunction"]) and len(word) > _ARABIC["conjunction_leaves"]:
        word = word[1:]
    if word in _WHOLE:
        return word
    for article in _ARABIC["articles"]:
        if word.startswith(article) and len(word) >= len(article) + _ARABIC["article_leaves"]:
            return word[len(article) :]
    return word


def stems_of(words: Sequence[str]) -> str:
    """Return the words without prefixes, at the same positions; nothing where no word is Arabic."""
    if not any(map(is_arabic, words)):
        return ""
    return " ".join(map(without_prefix, words))


def _phrase(piece: str, folding: Folding) -> Phrase | None:
    words = fold(piece)
    if not words:
        return None
    is_open = piece.endswith("*")
    stems = stems_of(words) if folding.arabic_prefixes else ""
    return Phrase(" ".join(words), stems, is_open)


def parse_query(query: str, folding: Folding) -> tuple[Phrase, ...]:
    """Return what a person asks for: every word, and every quoted phrase as one.

    Nothing in the text is syntax but quotation marks and a `*` at the end of a word, which
    leaves the word open. Raises UsageError for more than 100 words.
    """
    pieces = [match[1] if match[1] is not None else match[2] for match in _PIECE.finditer(query)]
    found = dict.fromkeys(phrase for piece in pieces if (phrase := _phrase(piece, folding)))
    if len(found) > MOST_PHRASES:
        raise UsageError(
            f"The search holds {len(found)} words; at most {MOST_PHRASES} can be looked for at once.",
            remedy="Put a whole sentence in quotation marks, or leave words out.",
        )
    return tuple(found)
