"""Numbers as they were read: the digits as seen, in the order they are said to be written in, and how sure.

Arabic numbers run from left to right inside lines that run from right to left. Where a hyphen
parts two numbers the parts themselves run from right to left (Unicode Bidirectional Algorithm,
rule W4: a hyphen joins European digits, and not Arabic ones), so text that is to look like the
page again must hold them in that order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from twosource.reading.ocr.digits.strips import Box

ARABIC = "٠١٢٣٤٥٦٧٨٩"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
LATIN = "0123456789"
SEPARATORS = ",٬./:-"
REJECTED = ("mark", "letter", "piece", "several")
CLASSES = (*ARABIC, *PERSIAN[4:7], *LATIN, *SEPARATORS, *REJECTED)
"""What a candidate can be. Persian has three shapes of its own; its other digits look as Arabic ones do.

A comma stands for every low comma: on paper the Arabic decimal separator and a thousands comma
look the same in most fonts, and the reader does not choose.

`mark`: per cent signs, brackets; `letter`: letters, their parts and dust; `piece`: part of a
character; `several`: more than one.
"""


class Alphabet(StrEnum):
    """The digits a number is written with."""

    ARABIC = "Arabic-Indic"
    PERSIAN = "Extended Arabic-Indic"
    LATIN = "European"


SHAPES = {
    Alphabet.ARABIC: ARABIC,
    Alphabet.PERSIAN: ARABIC[:4] + PERSIAN[4:7] + ARABIC[7:],
    Alphabet.LATIN: LATIN,
}
WRITTEN = {Alphabet.ARABIC: ARABIC, Alphabet.PERSIAN: PERSIAN, Alphabet.LATIN: LATIN}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDigit:
    """One character of a number: as seen, its box in pixels of the picture, probability 0 to 1."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNumber:
    """One number: `text` in logical order with the digits as seen, and the box that holds them.

    `box` is (left, top, right, bottom) in pixels of the picture, right and bottom exclusive.
    `confidence` (0 to 1) is calibrated for the whole number: of numbers at .9, nine in ten were
    right on fonts the reader had not seen. `characters` stand from left to right, as on the page.
    """

    text: str
    box: Box
    confidence: float
    alphabet: Alphabet
    characters: tuple[ReadDigit, ...]


def in_one_alphabet(numbers: Sequence[ReadNumber]) -> tuple[ReadNumber, ...]:
    """Return the numbers of a page, those without a four, five or six in the alphabet most others are in.

    The other digits look alike in both Arabic alphabets, but what a hyphen joins does not run the
    same way in both.
    """
    votes = {
        alphabet: sum(one.alphabet is alphabet and not _is_open(one) for one in numbers)
        for alphabet in (Alphabet.ARABIC, Alphabet.PERSIAN)
    }
    if votes[Alphabet.PERSIAN] <= votes[Alphabet.ARABIC]:
        return tuple(numbers)
    return tuple(_as_persian(one) if _is_open(one) else one for one in numbers)


def _is_open(one: ReadNumber) -> bool:
    return one.alphabet is Alphabet.ARABIC and not set(one.text) & set(ARABIC[4:7])


def _as_persian(one: ReadNumber) -> ReadNumber:
    table = str.maketrans(ARABIC, PERSIAN)
    characters = tuple(replace(seen, text=seen.text.translate(table)) for seen in one.characters)
    text = in_logical_order("".join(seen.text for seen in characters), Alphabet.PERSIAN)
    return replace(one, text=text, alphabet=Alphabet.PERSIAN, characters=characters)


def in_logical_order(characters: str, alphabet: Alphabet) -> str:
    """Return characters seen from left to right in the order in which a text holds them."""
    if alphabet is not Alphabet.ARABIC:
        return characters
    return "-".join(reversed(characters.split("-")))
