"""Keeping protected names off the page: one pass over every text of it, after all composing is done.

A name is looked for in folded form (case, accents, Arabic vowel signs, tatweel, alef and ya
variants, invisible characters do not hide it) and replaced by a block of fixed width. Where it
errs, it masks too much: a harmless word lost is cheaper than a source.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from twosource.evidence.testimony import Party
from twosource.terms import PartyKind

BLOCK = "█████"
SURE_LENGTH = 4
WINDOW = 200
T = TypeVar("T")

_FOLDED = str.maketrans("أإآٱىیةکگ", "ااااييهكك")
_SKIPPED = {"Mn", "Cf"}
_UNSEEN = ("image", "reference", "exhibit_id")


@cache
def _fold_letter(letter: str) -> str:
    if letter == "\u0640" or unicodedata.category(letter) in _SKIPPED:
        return ""
    parts = (p for p in unicodedata.normalize("NFKD", letter.translate(_FOLDED)))
    plain = "".join(p for p in parts if unicodedata.category(p) not in _SKIPPED)
    if not plain or plain.isspace() or plain in "-_‐‑–.,'’`":
        return " " if plain else ""
    return plain.casefold().translate(_FOLDED)


def fold(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, per folded character, the index of the letter it came from."""
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        for plain in _fold_letter(letter):
            if plain == " " and (not letters or letters[-1] == " "):
                continue
            letters.append(plain)
            places.append(at)
    return "".join(letters), places


def _pattern(folded: str) -> str:
    words = r" ?".join(re.escape(word) for word in folded.split())
    if len(folded.replace(" ", "")) >= SURE_LENGTH:
        return words
    return rf"(?<!\w){words}(?!\w)"


@dataclasses.dataclass(frozen=True, slots=True)
class Veil:
    """What to look for; an empty pattern means that nobody is protected."""

    pattern: re.Pattern[str] | None

    def hides(self, text: str) -> bool:
        """Say whether a protected name stands in the text."""
        return self.pattern is not None and self.pattern.search(fold(text)[0]) is not None

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where protected names stand: (start, end) in code points of the text, in order."""
        if self.pattern is None:
            return ()
        folded, places = fold(text)
        found = []
        for match in self.pattern.finditer(folded):
            end = places[match.end() - 1] + 1
            while end < len(text) and _fold_letter(text[end]) == "":
                end += 1
            found.append((places[match.start()], end))
        return tuple(found)

    def over(self, text: str) -> str:
        """Return the text with every protected name replaced by a block."""
        out, last = [], 0
        for start, end in self.spans(text):
            out += [text[last:start], BLOCK]
            last = end
        return "".join(out) + text[last:] if out else text

    def clear_cut(self, text: str, end: int) -> int:
        """Return the last place up to `end` where the text can be cut without cutting a name in two."""
        straddled = (start for start, stop in self.spans(text[: end + WINDOW]) if start < end < stop)
        return min(straddled, default=end)


def _names(party: Party) -> Iterable[str]:
    shown = fold(party.shown)[0]
    for written in (party.name, *party.aliases):
        folded = fold(written)[0].strip()
        if folded and folded not in shown:
            yield folded
        if party.kind is PartyKind.PERSON:
            parts = [word for word in folded.split() if len(word) >= SURE_LENGTH]
            yield from (word for word in parts if word not in shown)


def veil_for(parties: Iterable[Party]) -> Veil:
    """Return the veil over names, aliases and, for persons, longer parts of names of protected parties."""
    names = {n for party in parties if party.is_protected for n in _names(party)}
    if not names:
        return Veil(None)
    longest_first = sorted(names, key=lambda n: (-len(n), n))
    return Veil(re.compile("|".join(_pattern(n) for n in longest_first)))


def draw_over(veil: Veil, value: T) -> T:
    """Return an evidence-like value with every text in it veiled: dataclasses, tuples, mappings, texts."""
    if veil.pattern is None:
        return value
    covered: Any = _covered(veil, value)
    return covered  # type: ignore[no-any-return]


def _covered(veil: Veil, value: Any) -> Any:
    if isinstance(value, Enum | date | datetime):
        return value
    if isinstance(value, str):
        return veil.over(value)
    if isinstance(value, tuple | list):
        return tuple(_covered(veil, v) for v in value)
    if isinstance(value, Mapping):
        return {k: _covered(veil, v) for k, v in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        shown = (f.name for f in dataclasses.fields(value) if f.name not in _UNSEEN)
        changes = {field: _covered(veil, getattr(value, field)) for field in shown}
        return dataclasses.replace(value, **changes)
    return value
