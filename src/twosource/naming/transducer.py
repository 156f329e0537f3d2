"""How likely one spelling is written as another in a second script: a model of letters in context.

A word is read from left to right. At each place a piece of one to three letters becomes a piece of
the other script, perhaps none; how likely each is depends on the letters around it, from two before
to two behind. Counts of wide contexts are interpolated with those of narrow ones (Witten and Bell
1991). The probability of a spelling is the sum over all ways to cut both words into pieces, computed
for many spellings at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

START = "^"
LEVELS: tuple[tuple[int, ...], ...] = ((), (0,), (0, 1), (-1, 0, 1), (-1, 0, 1, 2), (-2, -1, 0, 1, 2))
# What no piece explains: small enough never to win, large enough to compare what is left.
UNSEEN = 1e-7
LONGEST = 24
_BITS = 7


@dataclass(frozen=True, slots=True)
class Level:
    """One width of context: its keys in order, and the likely pieces of each in a sparse row."""

    keys: Ints
    starts: Ints
    pieces: npt.NDArray[np.uint16]
    shares: Floats
    rest: Floats


@dataclass(frozen=True, slots=True)
class Targets:
    """Spellings made ready for scoring: lengths, and the number of the piece at each place and size."""

    lengths: Ints
    numbers: tuple[Ints, ...]

    def __len__(self) -> int:
        return len(self.lengths)

    def take(self, rows: npt.ArrayLike) -> "Targets":
        """Return some of them, in the order given."""
        chosen = np.asarray(rows, dtype=np.int64)
        return Targets(self.lengths[chosen], tuple(table[chosen] for table in self.numbers))


class Transducer:
    """One direction of a model: from words of one script to those of the other."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        self._letters = {letter: n for n, letter in enumerate(str(arrays["letters"]), 1)}
        sizes = [int(k) for k in arrays["sizes"]]
        written = [str(piece) for piece in arrays["written"]]
        self._numbers = {piece: n for n, piece in enumerate(dict.fromkeys(written))}
        self.longest = max(map(len, self._numbers))
        self.widest = max(sizes)
        # Which piece of the model is k letters becoming the target piece of a number; the last is none.
        self._which = np.full((self.widest + 1, len(self._numbers) + 1), len(sizes), dtype=np.int64)
        for row, (k, piece) in enumerate(zip(sizes, written, strict=True)):
            self._which[k, self._numbers[piece]] = row
        self._n_pieces = len(sizes)
        self._levels = [
            Level(
                *(
                    np.asarray(arrays[f"{name}_{n}"])
                    for name in ("keys", "starts", "pieces", "shares", "rest")
                )
            )
            for n in range(len(LEVELS))
        ]
        self._rows = lru_cache(maxsize=4096)(self._rows_of)

    def _rows_of(self, source: str) -> Floats:
        """Return, per place of a source, how likely each piece of the model starts there."""
        word = START + source[:LONGEST]
        codes = [self._letters.get(letter, 0) for letter in word]
        found = np.zeros((len(word), self._n_pieces + 1), dtype=np.float32)
        for place in range(len(word)):
            row = found[place]
            for offsets, level in zip(LEVELS, self._levels, strict=True):
                wanted = context_key(codes, place, offsets)
                at = int(np.searchsorted(level.keys, wanted))
                if at == len(level.keys) or level.keys[at] != wanted:
                    break
                part = slice(int(level.starts[at]), int(level.starts[at + 1]))
                row *= level.rest[at]
                row[level.pieces[part]] += level.shares[part]
        found[:, -1] = UNSEEN
        return found

    def ready(self, targets: Sequence[str]) -> Targets:
        """Return spellings ready for scoring."""
        cut = [target[:LONGEST] for target in targets]
        width = max(map(len, cut), default=0)
        tables = [np.full((len(cut), width + 1), len(self._numbers)) for _ in range(self.longest + 1)]
        for row, target in enumerate(cut):
            for size in range(self.longest + 1):
                for start in range(len(target) - size + 1):
                    number = self._numbers.get(target[start : start + size])
                    if number is not None:
                        tables[size][row, start] = number
        return Targets(np.array([len(target) for target in cut], dtype=np.int64), tuple(tables))

    def score(self, source: str, targets: Targets) -> npt.NDArray[np.float64]:
        """Return the log probability of each target spelling, given the source."""
        return self._summed(self._rows(source)[None], np.array([len(source[:LONGEST])]), targets)

    def score_each(self, sources: Sequence[str], targets: Targets) -> npt.NDArray[np.float64]:
        """Return the log probability of one target, or of each its own, given each source."""
        lengths = np.array([len(source[:LONGEST]) for source in sources])
        rows = np.zeros((len(sources), int(lengths.max()) + 1, self._n_pieces + 1), dtype=np.float32)
        for at, source in enumerate(sources):
            known = self._rows(source)
            rows[at, : len(known)] = known
        return self._summed(rows, lengths, targets)

    def _summed(self, rows: Floats, lengths: Ints, targets: Targets) -> npt.NDArray[np.float64]:
        n = max(len(rows), len(targets))
        width = targets.numbers[0].shape[1]
        last = rows.shape[1]
        sums = np.zeros((last + 1, n, width))
        sums[0, :, 0] = 1.0
        many = np.arange(len(rows))[:, None] if len(rows) > 1 else 0
        for place in range(last):
            ahead = sums[place]
            for k in range(1, min(self.widest, last - place) + 1):
                for size in range(min(self.longest, width - 1) + 1):
                    until = width - size
                    which = self._which[k][targets.numbers[size][:, :until]]
                    chance = rows[many, place, which]
                    sums[place + k, :, size:] += ahead[:, :until] * chance
        ends = np.broadcast_to(lengths + 1, n)
        whole = sums[ends, np.arange(n), np.broadcast_to(targets.lengths, n)]
        return np.asarray(np.log(np.maximum(whole, 1e-60)))

    def spelled(self, source: str, most: int) -> list[tuple[str, float]]:
        """Return the likeliest spellings in the other script with log probabilities, by beam search."""
        rows = self._rows(source)
        pieces = {number: piece for piece, number in self._numbers.items()}
        beams: list[dict[str, float]] = [{} for _ in range(len(rows) + 1)]
        beams[0][""] = 0.0
        for place, row in enumerate(rows):
            kept = sorted(beams[place].items(), key=lambda one: (-one[1], one[0]))[: most * 4]
            for k in range(1, min(self.widest, len(rows) - place) + 1):
                chances = row[self._which[k, :-1]]
                for number in np.argsort(-chances)[: most * 3]:
                    if chances[number] <= UNSEEN:
                        break
                    step = float(np.log(chances[number]))
                    for written, score in kept:
                        word = written + pieces[int(number)]
                        beam = beams[place + k]
                        beam[word] = float(np.logaddexp(beam.get(word, -np.inf), score + step))
        return sorted(beams[-1].items(), key=lambda one: (-one[1], one[0]))[:most]


def context_key(codes: Sequence[int], place: int, offsets: Sequence[int]) -> int:
    """Return the number of a context: seven bits for each letter of it, 0 outside of the word."""
    wanted = 1
    for offset in offsets:
        at = place + offset
        wanted = wanted << _BITS | (codes[at] if 0 <= at < len(codes) else 127)
    return wanted
