"""From aligned pieces to the arrays of a model: counts per context, interpolated from narrow to wide."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from training.naming.aligning import Piece
from twosource.naming.transducer import LEVELS, START, context_key

# A context seen once tells next to nothing; a piece seen once is as often a slip of the data.
LEAST_CONTEXT = 2
LEAST_PIECE = 3
LONGEST_PIECE = 4
WIDEST = 3


def count(aligned: Sequence[tuple[Piece, ...]], strength: float = 1.0) -> dict[str, np.ndarray]:
    """Return the arrays of one direction, from words cut into (source, target) pieces."""
    letters = "".join(sorted({c for pieces in aligned for source, _ in pieces for c in source}))
    codes = {letter: n for n, letter in enumerate(letters, 1)}
    kept = _kept_pieces(aligned)
    tables: list[dict[int, Counter[int]]] = [defaultdict(Counter) for _ in LEVELS]
    for pieces in aligned:
        word = [codes[c] for source, _ in pieces for c in source]
        place = 0
        for source, target in pieces:
            number = kept.get((len(source), target))
            if number is not None:
                for table, offsets in zip(tables, LEVELS, strict=True):
                    table[context_key(word, place, offsets)][number] += 1
            place += len(source)
    arrays: dict[str, np.ndarray] = {
        "letters": np.array(letters),
        "sizes": np.array([k for k, _ in kept], dtype=np.uint8),
        "written": np.array([target for _, target in kept]),
    }
    for n, table in enumerate(tables):
        arrays |= _level(n, table, strength)
    return arrays


def _kept_pieces(aligned: Sequence[tuple[Piece, ...]]) -> dict[tuple[int, str], int]:
    counts = Counter((len(source), target) for pieces in aligned for source, target in pieces)
    kept = [
        p for p, n in counts.items() if n >= LEAST_PIECE and len(p[1]) <= LONGEST_PIECE and p[0] <= WIDEST
    ]
    return {piece: number for number, piece in enumerate(sorted(kept))}


def _level(n: int, table: dict[int, Counter[int]], strength: float) -> dict[str, np.ndarray]:
    keys = sorted(key for key, counts in table.items() if n < 2 or counts.total() >= LEAST_CONTEXT)
    starts, pieces, shares, rest = [0], [], [], []
    for key in keys:
        counts = table[key]
        total, spare = counts.total(), strength * len(counts) if n else 0.0
        for piece, seen in sorted(counts.items()):
            pieces.append(piece)
            shares.append(seen / (total + spare))
        rest.append(spare / (total + spare))
        starts.append(len(pieces))
    return {
        f"keys_{n}": np.array(keys, dtype=np.int64),
        f"starts_{n}": np.array(starts, dtype=np.int64),
        f"pieces_{n}": np.array(pieces, dtype=np.uint16),
        f"shares_{n}": np.array(shares, dtype=np.float32),
        f"rest_{n}": np.array(rest, dtype=np.float32),
    }


__all__ = ["START", "count"]
