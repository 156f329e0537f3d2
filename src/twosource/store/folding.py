"""What a person asks for: words and phrases with every way in which they may be found.

The index holds words folded as widely as can be. Where a person switches a folding off, what the
index finds is read again in the text as written, so that narrower is exact and needs no index.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from twosource.errors import UsageError
from twosource.store.letters import LETTER_SWITCHES, Folding, fold, is_arabic, stems_of, without_prefix
from twosource.store.sounding import Sound, is_heard, keys_of, sounds_of

__all__ = [
    "Folding",
    "Phrase",
    "Understood",
    "fold",
    "is_answered",
    "is_arabic",
    "parse_query",
    "stems_of",
    "understood",
    "without_prefix",
]

MOST_PHRASES = 100
_QUOTES = '"“”„«»'
_PIECE = re.compile(f"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]|(\\S+)")


class Phrase(NamedTuple):
    """Words asked for in this order; `stems` are the same without Arabic prefixes, or nothing.

    `keys` are sequences of sound keys any of which may stand instead, and `asked` is the phrase as
    typed, for reading found texts again.
    """

    words: str
    stems: str
    is_open: bool
    keys: tuple[str, ...] = ()
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """One word or phrase of a query as it was understood.

    `words` are looked for one behind the other; `folded` names the foldings without which they
    would be other words; `is_open` leaves the last one open at its end.
    """

    asked: str
    words: tuple[str, ...]
    folded: tuple[str, ...]
    is_phrase: bool
    is_open: bool


def _phrase(piece: str, folding: Folding, *, is_quoted: bool) -> Phrase | None:
    words = fold(piece)
    if not words:
        return None
    is_open = piece.endswith("*")
    stems = stems_of(words) if folding.arabic_prefixes else ""
    may_sound = folding.transliteration and not is_quoted and not is_open
    keys = keys_of(sounds_of(piece)) if may_sound else ()
    return Phrase(" ".join(words), stems, is_open, keys, piece)


def _pieces(query: str) -> list[tuple[str, bool]]:
    """Return (text, whether it was quoted) of each piece of a query."""
    return [
        (match[1], True) if match[1] is not None else (match[2], False) for match in _PIECE.finditer(query)
    ]


def parse_query(query: str, folding: Folding) -> tuple[Phrase, ...]:
    """Return what a person asks for: every word, and every quoted phrase as one.

    Nothing in the text is syntax but quotation marks and a `*` at the end of a word, which
    leaves the word open. Raises UsageError for more than 100 words.
    """
    found: dict[tuple[str, ...], Phrase] = {}
    for piece, is_quoted in _pieces(query):
        phrase = _phrase(piece, folding, is_quoted=is_quoted)
        if phrase is not None:
            narrow = fold(piece, folding.off) if folding.off else ()
            found.setdefault((str(phrase.is_open), str(phrase.keys), phrase.words, *narrow), phrase)
    if len(found) > MOST_PHRASES:
        raise UsageError(
            f"The search holds {len(found)} words; at most {MOST_PHRASES} can be looked for at once.",
            remedy="Put a whole sentence in quotation marks, or leave words out.",
        )
    return tuple(found.values())


def understood(query: str, folding: Folding = Folding()) -> tuple[Understood, ...]:  # noqa: B008
    """Return how a query is understood, word by word, with every folding that changes what is found."""
    told = []
    for piece, is_quoted in _pieces(query):
        phrase = _phrase(piece, folding, is_quoted=is_quoted)
        if phrase is None:
            continue
        words = tuple(fold(piece, folding.off))
        folded = [
            name
            for name in LETTER_SWITCHES
            if name not in folding.off and tuple(fold(piece, folding.off | {name})) != words
        ]
        folded += ["arabic_prefixes"] if phrase.stems else []
        folded += ["transliteration"] if phrase.keys else []
        told.append(Understood(piece, words, tuple(folded), is_quoted or len(words) > 1, phrase.is_open))
    return tuple(told)


def is_answered(text: str, phrases: Sequence[Phrase], folding: Folding, *, widely: bool) -> bool:
    """Say whether a text as written holds every phrase under a folding, some by their sound if `widely`."""
    words = fold(text, folding.off)
    line = f" {' '.join(words)} "
    stems = f" {stems_of(words)} " if folding.arabic_prefixes else ""
    return all(
        _stands(phrase, line, stems, folding) or (widely and _sounds(phrase, text)) for phrase in phrases
    )


def _stands(phrase: Phrase, line: str, stems: str, folding: Folding) -> bool:
    asked = fold(phrase.asked, folding.off)
    edge = "" if phrase.is_open else " "
    if f" {' '.join(asked)}{edge}" in line:
        return True
    return bool(stems.strip() and phrase.stems) and f" {stems_of(asked)}{edge}" in stems


def _sounds(phrase: Phrase, text: str) -> bool:
    sounds: tuple[Sound, ...] = sounds_of(phrase.asked) if phrase.keys else ()
    return bool(sounds) and is_heard(sounds, text)
