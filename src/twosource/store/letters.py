"""Making words comparable for finding: one folding for what is indexed, narrower ones on request.

Readers, keyboards and OCR write one word in many ways: with and without vowel signs, with
three kinds of alef, with a stretched line inside, in presentation forms, with digits of three
scripts. Folding is for finding only; what is shown is always the text as written.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Literal

from twosource.terms import load_table

LONGEST_WORD = 256
_IOTA_BELOW = "\u0345"  # the one mark that folding case would turn into a letter

_TABLE = load_table("folding")
_ARABIC = _TABLE["arabic"]
_WHOLE = frozenset(_ARABIC["whole"])
_SWITCHES: dict[str, str] = {
    letter: switch for switch, letters in _TABLE["switches"].items() for letter in letters
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """How widely a query reaches: each is a switch, and all are on unless a person asks for less.

    With `arabic_prefixes`, a word is also found behind "and" and the article written on to it,
    and the other way round. With `transliteration`, a name is also found in the other script and in
    other spellings; words in quotation marks never are. The others fold how letters are written:
    `hamza` its seats and itself, `alef_maqsura` ى as ي, `taa_marbuta` ة as ه, `tatweel` the
    stretched line, `harakat` vowel signs, `accents` marks on other letters, `forms` presentation
    forms and ligatures, `digits` those of all scripts, `case` capitals.
    """

    arabic_prefixes: bool = True
    hamza: bool = True
    alef_maqsura: bool = True
    taa_marbuta: bool = True
    tatweel: bool = True
    harakat: bool = True
    accents: bool = True
    forms: bool = True
    digits: bool = True
    case: bool = True
    transliteration: bool = True

    @classmethod
    def exact(cls) -> "Folding":
        """Return the folding with every switch off: only what is written exactly so."""
        return cls(**dict.fromkeys((field.name for field in fields(cls)), False))

    @property
    def off(self) -> frozenset[str]:
        """Return the switches over letters that are off."""
        return frozenset(name for name in LETTER_SWITCHES if not getattr(self, name))


LETTER_SWITCHES = tuple(
    field.name for field in fields(Folding) if field.name not in ("arabic_prefixes", "transliteration")
)


class _Letters(dict[int, str | None]):
    """What each character becomes, worked out on first sight; None removes it, a space ends a word."""

    def __init__(self, off: frozenset[str]) -> None:
        super().__init__()
        self._off = off
        for written, folded in _TABLE["letters"].items():
            if _SWITCHES.get(written, "accents") not in off:
                self[ord(written)] = folded or None

    def __missing__(self, code: int) -> str | None:
        self[code] = became = self._fold(chr(code))
        return became

    def _fold(self, character: str) -> str | None:
        category = unicodedata.category(character)
        if category == "Cf":
            return None
        if category in ("Mn", "Me"):
            arabic = "harakat" if "ARABIC" in unicodedata.name(character, "") else "accents"
            return character if _SWITCHES.get(character, arabic) in self._off else None
        if category == "Nd":
            return character if "digits" in self._off else str(unicodedata.decimal(character))
        if category == "Lo" and "CJK UNIFIED" in unicodedata.name(character, ""):
            return f" {character} "
        spelled = character if category[0] in "LNM" else unicodedata.normalize("NFKD", character)
        return character if any(_is_of_words(c) for c in spelled) else " "


def _is_of_words(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Mc"


@cache
def _letters(off: frozenset[str]) -> _Letters:
    return _Letters(off)


_ALL_ON: frozenset[str] = frozenset()


def fold(text: str, off: frozenset[str] = _ALL_ON) -> list[str]:
    """Return the words of a text, folded: NFKD, case, marks, controls, digits, Arabic letter forms.

    `off` names switches of `Folding` to leave out. Words hold letters and digits only; an ideograph
    is a word of its own. Words longer than 256 characters are cut, because an index cannot hold them.
    """
    keeps_case = "case" in off
    if not text.isascii():
        form: Literal["NFD", "NFKD"] = "NFD" if "forms" in off else "NFKD"
        text = unicodedata.normalize(form, text).replace(_IOTA_BELOW, "")
        text = text if keeps_case else unicodedata.normalize(form, text.casefold())
    folded = (text if keeps_case else text.lower()).translate(_letters(off))
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
