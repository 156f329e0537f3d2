"""A text as a row of comparable words, each knowing where it stands and whether it stands in quotation marks.

Words are compared without case, accents, Arabic vowel signs and stretching, so that re-typed copies
still match; they are shown as written. Chinese and Japanese signs count as one word each.

By hand: "He said “we left the town at dawn”." has eight words; the last six are quoted.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import xxhash
from numpy.typing import NDArray

from twosource.tracing.kept import Kept
from twosource.tracing.rows import STRETCH, Hashes, Ints, WordRows, folded, word_rows

__all__ = ["Flags", "Hashes", "Ints", "WordText", "split_all", "split_words", "word_hash"]

Flags = NDArray[np.bool_]

_QUOTED = re.compile(
    r"“[^”“]{1,1500}”|„[^“”„]{1,1500}[“”]|«[^»«]{1,1500}»|\"[^\"\n]{1,1500}\"|「[^」]{1,1500}」"
)
_OPENING = '“„«"「'
_BROKEN = re.compile("[-\u2010]\n")
BLOCK = 256
LEAST_QUOTED = 4
_PRIME = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=200_000)
def word_hash(word: str) -> int:
    """Return 64 bits for a word, equal for spellings that differ in case, accents or stretching only.

    What is broken over two lines is the word it was broken from.
    """
    word = _BROKEN.sub("", word)
    letters = folded(word) or unicodedata.normalize("NFKD", word).casefold().replace(STRETCH, "")
    return xxhash.xxh3_64_intdigest(letters.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True, eq=False)
class WordText:
    """The words of one text in order: hashes, where each starts and ends, whether quoted.

    `has_quotes`: whether any may be; it saves looking.
    """

    text: str
    hashes: Hashes
    starts: Ints
    ends: Ints
    quoted: Flags
    has_quotes: bool = True

    def __len__(self) -> int:
        return int(self.hashes.size)

    @property
    def lengths(self) -> Ints:
        """Letters of each word."""
        return self.ends - self.starts

    def n_quoted(self, first: int, n_words: int) -> int:
        """Return how many of the words first .. first + n_words stand in quotation marks."""
        return int(np.count_nonzero(self.quoted[first : first + n_words])) if self.has_quotes else 0

    def between(self, first: int, n_words: int) -> str:
        """Return the words first .. first + n_words as written, with single spaces."""
        end = int(self.ends[first + n_words - 1])
        return " ".join(self.text[int(self.starts[first]) : end].split())

    def crop(self, first: int, last: int) -> "WordText":
        """Return the words first .. last alone; offsets still point into the whole text."""
        return WordText(
            text=self.text,
            hashes=self.hashes[first:last],
            starts=self.starts[first:last],
            ends=self.ends[first:last],
            quoted=self.quoted[first:last],
            has_quotes=self.has_quotes,
        )

    def only(self, kept: Flags) -> "WordText":
        """Return the words marked alone; offsets still point into the whole text."""
        return WordText(
            text=self.text,
            hashes=self.hashes[kept],
            starts=self.starts[kept],
            ends=self.ends[kept],
            quoted=self.quoted[kept],
            has_quotes=self.has_quotes,
        )

    def shingles(self, n_words: int) -> Hashes:
        """Return one hash for every run of n words, shape (len - n + 1,), empty for shorter texts."""
        size = max(0, len(self) - n_words + 1)
        total = np.zeros(size, dtype=np.uint64)
        if size:
            for shift in range(n_words):
                total = total * _PRIME + self.hashes[shift : shift + size]
        return total

    def digest(self) -> str:
        """Return a name for the row of words: equal for texts that differ in spacing or case only."""
        return xxhash.xxh3_128_hexdigest(self.hashes.tobytes())


def split_words(text: str) -> WordText:
    """Return the words of a text. Quoted runs shorter than four words are turns of phrase, not quotations."""
    return split_all([text])[0]


# A page is in many claims, and is counted again to see what would change its count. At most about 100 MB.
_KEPT: Kept[str, WordText] = Kept(2_000_000, lambda words: len(words) + 1)


def split_all(texts: Sequence[str]) -> list[WordText]:
    """Return the words of each text, in whole-array steps over blocks of texts.

    A word is hashed once however often it comes: of equal keys one speaks for all.
    """
    found = {text: words for text in texts if (words := _KEPT.held(text)) is not None}
    fresh = [text for text in dict.fromkeys(texts) if text not in found]
    known: dict[int, int] = {}
    for first in range(0, len(fresh), BLOCK):
        for words in _split(fresh[first : first + BLOCK], known):
            found[words.text] = words
            _KEPT.keep(words.text, words)
    return [found[text] for text in texts]


def _split(block: Sequence[str], known: dict[int, int]) -> Iterator[WordText]:
    rows = word_rows(block)
    hashes = _hashes(block, rows, known)
    for text, start, stop in zip(block, rows.bounds[:-1].tolist(), rows.bounds[1:].tolist(), strict=True):
        starts = rows.starts[start:stop]
        quoted = _quoted(text, starts)
        yield WordText(
            text=text,
            # Copies, for what is kept must not hold the arrays of a whole block.
            hashes=hashes[start:stop].copy(),
            starts=starts.copy(),
            ends=rows.ends[start:stop].copy(),
            quoted=quoted,
            has_quotes=bool(quoted.any()),
        )


def _hashes(texts: Sequence[str], rows: WordRows, known: dict[int, int]) -> Hashes:
    """Return the hash of every word; `known` keeps what keys came to. Marks alone have no key of theirs."""
    keys, firsts, slots = np.unique(rows.keys, return_index=True, return_inverse=True)
    owners = np.searchsorted(rows.bounds, firsts, side="right") - 1
    spelled = zip(
        keys.tolist(), owners.tolist(), rows.starts[firsts].tolist(), rows.ends[firsts].tolist(), strict=True
    )
    for key, owner, start, end in spelled:
        if key not in known:
            known[key] = word_hash(texts[owner][start:end])
    hashes = np.array([known[key] for key in keys.tolist()], dtype=np.uint64)[slots]
    for place in np.flatnonzero(rows.keys == 0).tolist():
        owner = int(np.searchsorted(rows.bounds, place, side="right")) - 1
        hashes[place] = word_hash(texts[owner][int(rows.starts[place]) : int(rows.ends[place])])
    return hashes


def _quoted(text: str, starts: Ints) -> Flags:
    quoted = np.zeros(starts.size, dtype=np.bool_)
    if not any(mark in text for mark in _OPENING):
        return quoted
    for match in _QUOTED.finditer(text):
        first, last = np.searchsorted(starts, [match.start(), match.end()])
        if last - first >= LEAST_QUOTED:
            quoted[first:last] = True
    return quoted
