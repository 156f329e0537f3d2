"""Keeping protected names off the page: one pass over every text of it, after all composing is done.

A name is looked for in folded form (case, accents, Arabic vowel signs, tatweel, alef and ya
variants, invisible characters do not hide it) and replaced by a block of fixed width. Each text is
read twice, as it is and with words joined that a hyphen, an end of line or spaced type takes apart,
and letters of other scripts that look like Latin ones count as these. Where it errs, it masks too
much: a harmless word lost is cheaper than a source.
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
_SIGNS = "-_‐‑–.,'’`"
# Cyrillic and Greek letters in the shape of Latin ones (Unicode TR 39, confusables.txt), folded case.
_LIKE = "авеѕіјкмнорстухԁԛԝαεικνορτυχ", "abesijkmhopctyxdqwaeiknoptux"
_ALIKE = str.maketrans(*_LIKE)
_SPACED = re.compile(r"(?<!\w)\w( )(?=\w(?!\w))")
LEAST_START = 3
_UNSEEN = ("image", "reference", "exhibit_id")


@cache
def _fold_letter(letter: str) -> str:
    if letter == "\u0640" or unicodedata.category(letter) in _SKIPPED:
        return ""
    parts = (p for p in unicodedata.normalize("NFKD", letter.translate(_FOLDED)))
    plain = "".join(p for p in parts if unicodedata.category(p) not in _SKIPPED)
    if not plain or plain.isspace() or plain in _SIGNS:
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


def _alike(text: str) -> tuple[str, list[int]]:
    """Return the folded text with letters of one shape written as one."""
    folded, places = fold(text)
    return folded.translate(_ALIKE), places


def _closed(text: str) -> tuple[str, list[int]]:
    """Return the folded text without signs inside words and the white space behind them.

    "Ha-\nddad" and "Ha-ddad" read as one word, and so does "H a d d a d".
    """
    kept: list[int] = []
    is_open = True
    for at, letter in enumerate(text):
        is_sign = letter in _SIGNS
        if is_sign or (letter.isspace() and not is_open):
            is_open = False
            continue
        is_open = True
        kept.append(at)
    folded, places = _alike("".join(text[at] for at in kept))
    lone = {m.start(1) for m in _SPACED.finditer(folded)}
    letters = [at for at in range(len(folded)) if at not in lone]
    return "".join(folded[at] for at in letters), [kept[places[at]] for at in letters]


def _pattern(folded: str) -> str:
    words = r" ?".join(re.escape(word) for word in folded.split())
    if len(folded.replace(" ", "")) >= SURE_LENGTH:
        return words
    return rf"(?<!\w){words}(?!\w)"


@dataclasses.dataclass(frozen=True, slots=True)
class Veil:
    """What to look for; an empty pattern means that nobody is protected. `words` are those of long names."""

    pattern: re.Pattern[str] | None
    words: tuple[str, ...] = ()

    def hides(self, text: str) -> bool:
        """Say whether a protected name stands in the text."""
        return bool(self.spans(text))

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where protected names stand: (start, end) in code points of the text, in order."""
        if self.pattern is None:
            return ()
        found = self._found(*_alike(text), text)
        if any(sign in text for sign in _SIGNS) or _SPACED.search(text):
            found += self._found(*_closed(text), text)
        found += self._started(text)
        return _joined(found)

    def _found(self, folded: str, places: list[int], text: str) -> list[tuple[int, int]]:
        found = []
        for match in self.pattern.finditer(folded) if self.pattern else ():
            end = places[match.end() - 1] + 1
            while end < len(text) and _fold_letter(text[end]) == "":
                end += 1
            found.append((places[match.start()], end))
        return found

    def _started(self, text: str) -> list[tuple[int, int]]:
        """Return the start of a name that a hyphen at the very end of a text cuts off."""
        cut = text.rstrip()
        if not cut.endswith(("-", "‐", "\u00ad")):
            return []
        start = max((at + 1 for at, letter in enumerate(cut) if letter.isspace()), default=0)
        folded = _alike(cut[start:])[0].strip()
        is_start = len(folded) >= LEAST_START and any(word.startswith(folded) for word in self.words)
        return [(start, len(cut))] if is_start else []

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


def _joined(found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return ranges in order, those that overlap as one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)


def _names(party: Party) -> Iterable[str]:
    shown = _alike(party.shown)[0]
    for written in (party.name, *party.aliases):
        folded = _alike(written)[0].strip()
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
    words = sorted({word for n in names for word in n.split() if len(word) > LEAST_START})
    return Veil(re.compile("|".join(_pattern(n) for n in longest_first)), tuple(words))


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
