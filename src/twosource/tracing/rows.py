"""The words of many texts at once, in whole-array steps.

Texts are laid end to end as code points. A table says of each code point whether it is a letter, a digit,
a sign that is a word of its own, or stands between words; another holds a number for what is left of it
without case, accents and stretching. A word is a polynomial over those numbers,

    key(w) = sum_i v[w_i] * P^i  mod 2^64, mixed,

so one running sum gives the key of every word, however long: a few nanoseconds a letter, where one call
for each word costs a microsecond. Equal keys mean equal words but for one chance in about 10^17 a pair.

What nobody sees parts no words and changes none: a soft hyphen, a zero-width space, a mark that turns the
direction, the hyphen at the end of a line. Letters that look alike are one letter (Latin, Cyrillic, Greek;
`vocabulary/lookalikes.toml`), and so are the digits of all scripts. Otherwise a copy that looks the same to
every reader would share no word with what it copies.

By hand: "Guns left" and "guns LEFT" have the same two keys; "22,000" is one word, and so is each of "武器".
"g\u200buns" is "guns", also with a Cyrillic "с" in "force".
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from twosource.terms import load_table

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]

STRETCH = "\u0640"
N_CODES = 0x110000
BETWEEN, LETTER, DIGIT, ALONE, JOINER, INVISIBLE, UNSEEN = 0, 1, 2, 3, 4, 5, 255
HYPHENS = (0x2D, 0x2010)
LINE_END = 0x0A
ZERO_WIDTH_SPACE = 0x200B
MOST_POWERS = 1 << 16
PRIME = 0x9E3779B97F4A7C1B
_MASK = (1 << 64) - 1
_INVERSE = pow(PRIME, -1, 1 << 64)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_LETTER = re.compile(
    r"[^\W_\u3040-\u30ff\u3400-\u9fff]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640]"
)
_ALONE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_BLANK = re.compile("[\u115f\u1160\u3164\uffa0]")
_IGNORED = re.compile("[\u2065\ufff0-\ufff8\U000e0000-\U000e0fff]")
_UNPARTED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))
"""Thai and Lao, Burmese, Khmer: written without spaces, so that a zero-width space does part words."""
_LIKE = str.maketrans(
    {sign: letter for letter, signs in load_table("lookalikes")["letters"].items() for sign in signs}
)


@dataclass(frozen=True, slots=True, eq=False)
class WordRows:
    """The words of several texts, one after another: keys, where each starts and ends in its own text.

    `bounds`, shape (n texts + 1,): the words of text i are those from bounds[i] to bounds[i + 1].
    """

    keys: Hashes
    starts: Ints
    ends: Ints
    bounds: Ints

    @property
    def owners(self) -> Ints:
        """The number of the text each word stands in."""
        return np.repeat(np.arange(self.bounds.size - 1, dtype=np.int64), np.diff(self.bounds))


class _Tables:
    """What is known of every code point met so far; filled as they come, for most never do."""

    def __init__(self) -> None:
        self.kinds = np.full(N_CODES, UNSEEN, dtype=np.uint8)
        self.sizes = np.zeros(N_CODES, dtype=np.uint8)
        self.values = np.zeros(N_CODES, dtype=np.uint64)

    def kinds_of(self, codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
        """Return the kind of each code point, shape (n,)."""
        kinds = self.kinds.take(codes)
        if kinds.size and int(kinds.max()) == UNSEEN:
            for code in np.unique(codes[kinds == UNSEEN]).tolist():
                self._meet(code)
            kinds = self.kinds.take(codes)
        return kinds

    def _meet(self, code: int) -> None:
        """Fill in one code point; its kind comes last, for another thread may be reading."""
        sign = chr(code)
        left = folded(sign)
        powers = (pow(PRIME, place, 1 << 64) for place in range(len(left)))
        self.values[code] = sum(p * _value(letter) for p, letter in zip(powers, left, strict=True)) & _MASK
        self.sizes[code] = len(left)
        self.kinds[code] = _kind(sign)


def folded(word: str) -> str:
    """Return a word without case, accents, vowel signs, stretching and what nobody sees; of letters that
    look alike one, and digits as 0 to 9. Empty where nothing else is in it.
    """
    if word.isascii():
        return word.lower().translate(_LIKE)
    plain = unicodedata.normalize("NFKD", word).casefold().replace(STRETCH, "").translate(_LIKE)
    return "".join(map(_digit, filter(_is_seen, plain)))


def _digit(sign: str) -> str:
    return sign if sign.isascii() else str(unicodedata.decimal(sign, sign))


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Mn", "Me", "Cf"} and not _IGNORED.match(sign)


def _value(letter: str) -> int:
    return xxhash.xxh3_64_intdigest(letter.encode("utf-8", "surrogatepass")) | 1


def _kind(sign: str) -> int:
    if _ALONE.match(sign):
        return ALONE
    if sign.isdecimal():
        return DIGIT
    if _BLANK.match(sign):
        return BETWEEN
    if _LETTER.match(sign):
        return LETTER
    if not _is_seen(sign):
        return INVISIBLE
    return JOINER if sign in ".,:" else BETWEEN


def _powers(of: int, size: int) -> Hashes:
    """Return of^0 .. of^(size - 1) mod 2^64, doubling the row each step."""
    row = np.ones(size, dtype=np.uint64)
    done = 1
    while done < size:
        step = min(done, size - done)
        row[done : done + step] = row[:step] * np.uint64(pow(of, done, 1 << 64))
        done += step
    return row


_TABLES = _Tables()
_UP, _DOWN = _powers(PRIME, MOST_POWERS), _powers(_INVERSE, MOST_POWERS)


def word_rows(texts: Sequence[str]) -> WordRows:
    """Return the words of all texts. Time and memory grow with the letters; call it with blocks of texts."""
    codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1
    offsets = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(sizes)))
    kinds = _without_breaks(_TABLES.kinds_of(codes), codes, offsets)
    seen = np.flatnonzero(kinds != INVISIBLE)
    if seen.size == kinds.size:
        starts, ends = _edges(kinds)
    else:
        starts, ends = _edges(kinds[seen])
        starts, ends = seen[starts], seen[ends - 1] + 1
    bounds = np.searchsorted(starts, offsets)
    shift = np.repeat(offsets[:-1], np.diff(bounds))
    return WordRows(_keys(codes, starts, ends), starts - shift, ends - shift, bounds)


def _without_breaks(kinds: NDArray[np.uint8], codes: NDArray[np.uint32], offsets: Ints) -> NDArray[np.uint8]:
    """Return the kinds with the breaks inside words as invisible ones: hyphen and end of a line in a text.

    A zero-width space parts words where a script has no other space.
    """
    ends = np.flatnonzero(codes == LINE_END)
    ends = ends[(ends > 1) & (ends + 1 < codes.size)]
    ends = ends[np.isin(codes[ends - 1], HYPHENS) & (kinds[ends - 2] == LETTER) & (kinds[ends + 1] == LETTER)]
    ends = np.setdiff1d(ends, offsets - 1)
    spaces = np.flatnonzero(codes == ZERO_WIDTH_SPACE)
    before = codes[np.maximum(spaces - 1, 0)]
    spaces = spaces[np.any([(low <= before) & (before <= high) for low, high in _UNPARTED], axis=0)]
    if ends.size or spaces.size:
        kinds = kinds.copy()
        kinds[ends] = kinds[ends - 1] = INVISIBLE
        kinds[spaces] = BETWEEN
    return kinds


def _edges(kinds: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Return where words start and end; the last code point is none of a word's."""
    in_word = (kinds == LETTER) | (kinds == DIGIT)
    before = np.concatenate((np.zeros(1, dtype=np.bool_), in_word[:-1]))
    if (kinds == ALONE).any():
        alone = kinds == ALONE
        after = np.concatenate((in_word[1:], np.zeros(1, dtype=np.bool_)))
        starts = np.flatnonzero(alone | (in_word & ~before))
        ends = np.flatnonzero(alone | (in_word & ~after)) + 1
    else:
        edges = np.flatnonzero(in_word != before)
        starts, ends = edges[0::2], edges[1::2]
    if (kinds == JOINER).any():
        return _numbers_joined(kinds, starts, ends)
    return starts, ends


def _numbers_joined(kinds: NDArray[np.uint8], starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Join digits, one of . , : and digits to one word: "22,000", "10:30".

    What follows the digits in the same word ("2,5kg") is a word of its own.
    """
    joiners = np.flatnonzero(kinds == JOINER)
    joiners = joiners[(joiners > 0) & (kinds[joiners - 1] == DIGIT) & (kinds[joiners + 1] == DIGIT)]
    if not joiners.size:
        return starts, ends
    left = np.searchsorted(starts, joiners) - 1
    digits = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(kinds == DIGIT)))
    is_number = digits[ends] - digits[starts] == ends - starts
    joined = joiners[is_number[left]]
    left = left[is_number[left]]
    open_ends, open_starts = np.delete(ends, left), np.delete(starts, left + 1)
    broken = joined[~is_number[left + 1]]
    if broken.size:
        cuts = np.array([_end_of_digits(kinds, int(place) + 1) for place in broken], dtype=np.int64)
        open_ends, open_starts = np.sort(np.append(open_ends, cuts)), np.sort(np.append(open_starts, cuts))
    return open_starts, open_ends


def _end_of_digits(kinds: NDArray[np.uint8], place: int) -> int:
    while kinds[place] == DIGIT:
        place += 1
    return place


def _keys(codes: NDArray[np.uint32], starts: Ints, ends: Ints) -> Hashes:
    """Return the key of each word from one running sum, laid anew wherever the powers run out."""
    found = np.zeros(starts.size, dtype=np.uint64)
    first = 0
    while first < starts.size:
        low = int(starts[first])
        last = max(first + 1, int(np.searchsorted(ends, low + MOST_POWERS // 4, side="right")))
        found[first:last] = _run_keys(codes, starts[first:last], ends[first:last])
        first = last
    found ^= found >> np.uint64(32)
    found *= _MIX
    found ^= found >> np.uint64(29)
    return found


def _run_keys(codes: NDArray[np.uint32], starts: Ints, ends: Ints) -> Hashes:
    low, high = int(starts[0]), int(ends[-1])
    here = codes[low:high]
    values: Any = _TABLES.values.take(here)
    sizes = _TABLES.sizes.take(here)
    at = slice(0, high - low)
    places: Ints | None = None
    up, down = _UP, _DOWN
    if int(sizes.max(initial=1)) != 1 or int(sizes.min(initial=1)) != 1:
        places = np.cumsum(sizes, dtype=np.int64) - sizes
        longest = int(places[-1]) + 1
        if longest > MOST_POWERS:
            up, down = _powers(PRIME, longest), _powers(_INVERSE, longest)
    elif high - low > MOST_POWERS:
        up, down = _powers(PRIME, high - low), _powers(_INVERSE, high - low)
    values *= up[at] if places is None else up[places]
    sums = np.zeros(high - low + 1, dtype=np.uint64)
    np.cumsum(values, out=sums[1:])
    firsts = starts - low
    found: Hashes = sums[ends - low] - sums[firsts]
    found *= down[firsts if places is None else places[firsts]]
    return found
