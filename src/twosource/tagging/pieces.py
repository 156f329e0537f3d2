"""Words to the pieces of a fixed vocabulary, longest first, as the encoder learnt them (BERT's wordpiece).

A word is given by at most `MAX_PIECES` pieces and one that is endless by the sign for the unknown,
so that ten thousand letters cost no more than ten. Whatever is written, an answer comes back.
"""

import unicodedata
from collections.abc import Iterable, Sequence

from twosource.tagging.looks import plain

MAX_PIECES = 6
MAX_LETTERS = 64
MAX_REMEMBERED = 200_000
UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
_ASCII_SIGNS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Vocabulary:
    """The pieces an encoder knows, by number; pieces inside a word begin with `##`."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._number = {piece: number for number, piece in enumerate(pieces)}
        self._remembered: dict[str, tuple[int, ...]] = {}
        self.start = self._number[START]
        self.end = self._number[END]
        self.unknown = self._number[UNKNOWN]

    def __len__(self) -> int:
        return len(self._number)

    def pieces(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the pieces of one word: at least one, at most `MAX_PIECES`."""
        known = self._remembered.get(word)
        if known is None:
            known = self._cut(word)
            if len(self._remembered) >= MAX_REMEMBERED:
                self._remembered.clear()
            if len(word) <= MAX_LETTERS:
                self._remembered[word] = known
        return known

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > MAX_LETTERS:
            return (self.unknown,)
        found: list[int] = []
        for part in _parts(_folded(plain(word))):
            found.extend(self._cut_part(part))
            if len(found) >= MAX_PIECES:
                break
        return tuple(found[:MAX_PIECES]) or (self.unknown,)

    def _cut_part(self, part: str) -> list[int]:
        found: list[int] = []
        first = 0
        while first < len(part):
            mark = "##" if first else ""
            for last in range(len(part), first, -1):
                number = self._number.get(mark + part[first:last])
                if number is not None:
                    break
            else:
                return [self.unknown]
            found.append(number)
            first = last
        return found


def _folded(word: str) -> str:
    """Return a word in small letters without accents, as the uncased vocabulary is written."""
    if word.isascii():
        return word.lower()
    parted = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in parted if unicodedata.category(letter) != "Mn")


def _parts(word: str) -> Iterable[str]:
    """Yield runs of letters and digits, and every sign or Chinese character by itself."""
    run = ""
    for letter in word:
        if letter in _ASCII_SIGNS or _stands_alone(letter):
            if run:
                yield run
            run = ""
            yield letter
        elif not letter.isspace() and unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}:
            run += letter
    if run:
        yield run


def _stands_alone(letter: str) -> bool:
    code = ord(letter)
    if code < 128:
        return False
    return 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or unicodedata.category(letter)[0] == "P"
