"""A text as a row of comparable words, each knowing where it stands and whether it stands in quotation marks.

Words are compared without case, accents, Arabic vowel signs and stretching, so that re-typed copies
still match; they are shown as written. Chinese and Japanese signs count as one word each.

By hand: "He said “we left the town at dawn”." has eight words; the last six are quoted.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import xxhash
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|\d+(?:[.,:]\d+)+"
    r"|(?:[^\W_\u3040-\u30ff\u3400-\u9fff]+|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640])+"
)
_QUOTED = re.compile(
    r"“[^”“]{1,1500}”|„[^“”„]{1,1500}[“”]|«[^»«]{1,1500}»|\"[^\"\n]{1,1500}\"|「[^」]{1,1500}」"
)
_STRETCH = "\u0640"
LEAST_QUOTED = 4
_PRIME = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=200_000)
def word_hash(word: str) -> int:
    """Return 64 bits for a word, equal for spellings that differ in case, accents or stretching only."""
    plain = unicodedata.normalize("NFKD", word).casefold().replace(_STRETCH, "")
    letters = "".join(sign for sign in plain if unicodedata.category(sign) != "Mn")
    return xxhash.xxh3_64_intdigest((letters or plain).encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True, eq=False)
class WordText:
    """The words of one text in order: hashes, where each starts and ends, its letters, whether quoted."""

    text: str
    hashes: Hashes
    starts: Ints
    ends: Ints
    quoted: Flags

    def __len__(self) -> int:
        return int(self.hashes.size)

    @property
    def lengths(self) -> Ints:
        """Letters of each word."""
        return self.ends - self.starts

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
    """Return the words of a text. Quoted runs shorter than four words are turns of phrase, not quotations.

    Places are summed up from the lengths of words and of what stands between them: a match object for each
    word costs as much as all the rest.
    """
    found = _WORD.findall(text)
    sizes = np.array([*map(len, found), 0], dtype=np.int64)
    gaps = np.array([*map(len, _WORD.split(text))], dtype=np.int64)
    starts = (np.cumsum(gaps) + np.cumsum(sizes) - sizes)[:-1]
    ends = starts + sizes[:-1]
    quoted = np.zeros(starts.size, dtype=np.bool_)
    for match in _QUOTED.finditer(text):
        first, last = np.searchsorted(starts, [match.start(), match.end()])
        if last - first >= LEAST_QUOTED:
            quoted[first:last] = True
    return WordText(
        text=text,
        hashes=np.array([*map(word_hash, found)], dtype=np.uint64),
        starts=starts,
        ends=ends,
        quoted=quoted,
    )
