"""Chooses which pieces of the vocabulary are kept: half of them are never seen in English news.

Kept are the special signs, every piece of one letter, the commonest whole words, and every piece that
the texts at hand need at least twice. A word whose piece is gone falls to smaller pieces.
"""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from twosource.tagging.pieces import END, START, UNKNOWN, Vocabulary

KEPT_WORDS = 9000
"""So many of the first pieces in the old order, which is by frequency, are kept if they are plain letters."""

_PLAIN = re.compile(r"(##)?[a-z0-9]+")
_WORD = re.compile(r"\w+|[^\w\s]")


def read_pieces(path: Path) -> list[str]:
    """Return the pieces of a vocabulary file, one a line, in order."""
    return path.read_text(encoding="utf-8").split("\n")[: -1 if path.read_bytes().endswith(b"\n") else None]


def chosen(pieces: list[str], texts: Iterable[str]) -> list[int]:
    """Return the numbers of the pieces to keep, in the old order, the padding sign first."""
    whole = Vocabulary(pieces)
    seen: Counter[int] = Counter()
    words: Counter[str] = Counter()
    for text in texts:
        words.update(_WORD.findall(text))
    for word, times in words.items():
        for number in whole.pieces(word):
            seen[number] += times
    kept = {0, *(pieces.index(one) for one in (UNKNOWN, START, END))}
    n_plain = 0
    for number, piece in enumerate(pieces):
        if _PLAIN.fullmatch(piece):
            n_plain += 1
        is_letter = len(piece.removeprefix("##")) == 1
        is_common = bool(_PLAIN.fullmatch(piece)) and n_plain <= KEPT_WORDS
        if is_letter or is_common or seen[number] >= 2:
            kept.add(number)
    return sorted(kept)
