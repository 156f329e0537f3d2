"""From a strip to candidates: which pieces of ink, alone or together or cut, may be one character.

Print breaks and print runs together. So nothing is decided here: every plausible reading of the ink
becomes a candidate, and the decoder chooses among whole lines of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from twosource.reading.ocr.digits.components import pieces_of
from twosource.reading.ocr.digits.strips import BODY, INK, Strip

Floats: TypeAlias = NDArray[np.float32]

LEAST_AREA = 5
"""Pixels of ink at `BODY` scale under which a piece is dust: a zero's dot has 12 or more."""

MOST_TOGETHER = 3
WIDEST = 1.3 * BODY
WIDEST_GAP = 0.3 * BODY


@dataclass(frozen=True, slots=True)
class Atom:
    """Ink that no candidate divides: columns left..right and rows top..bottom of the strip, exclusive.

    `labels` are the numbers of its pieces; a cut piece shares its number with its other half.
    """

    left: int
    top: int
    right: int
    bottom: int
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Atoms first..last (exclusive) taken as one character, with the box they fill."""

    first: int
    last: int
    box: tuple[int, int, int, int]
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ink:
    """The labelled ink of a strip, and how dark each pixel is."""

    dark: Floats
    labels: NDArray[np.int32]


def ink_and_atoms(strip: Strip) -> tuple[Ink, list[Atom]]:
    """Return the labelled ink of a strip and its atoms from left to right.

    Pieces that stand over one another (a letter and its dots, the two halves of a colon) are one atom.
    """
    pieces = pieces_of(strip.ink > INK)
    order = np.argsort(pieces.boxes[:, 0], kind="stable")
    atoms: list[Atom] = []
    for number in order:
        if pieces.areas[number] < LEAST_AREA:
            continue
        left, top, right, bottom = (int(side) for side in pieces.boxes[number])
        piece = Atom(left, top, right, bottom, (int(number) + 1,))
        while atoms and _overlap(atoms[-1], piece) > 0.5:
            piece = _joined(atoms.pop(), piece)
        atoms.append(piece)
    return Ink(strip.ink, pieces.labels), atoms


def cut(ink: Ink, atom: Atom, most: int = 7) -> list[Atom]:
    """Return the parts of an atom between the thinnest places of its ink; the atom alone if there is none.

    Places are local minima of the ink per column, smoothed over three columns, that lie under 0.7
    of the lower of the two maxima beside them; the `most` - 1 thinnest are taken.
    """
    window = ink.labels[atom.top : atom.bottom, atom.left : atom.right]
    mask = np.isin(window, atom.labels)
    dark = np.where(mask, ink.dark[atom.top : atom.bottom, atom.left : atom.right], 0)
    places = _thin_places(dark.sum(axis=0), most - 1)
    edges = [0, *places, atom.right - atom.left]
    parts = []
    for left, right in pairwise(edges):
        rows = np.nonzero(mask[:, left:right].any(axis=1))[0]
        if len(rows):
            top, bottom = atom.top + int(rows[0]), atom.top + int(rows[-1]) + 1
            labels = tuple(int(n) for n in np.unique(window[:, left:right][mask[:, left:right]]))
            parts.append(Atom(atom.left + left, top, atom.left + right, bottom, labels))
    return parts


def _thin_places(profile: Floats, most: int) -> list[int]:
    smooth = np.convolve(profile, (0.25, 0.5, 0.25), "same")
    inner = np.arange(2, len(smooth) - 2)
    low = inner[(smooth[inner] <= smooth[inner - 1]) & (smooth[inner] < smooth[inner + 1])]
    found = []
    for place in low:
        near = int(BODY * 0.5)
        before = smooth[max(0, place - near) : place].max()
        after = smooth[place + 1 : place + 1 + near].max()
        if smooth[place] < 0.7 * min(before, after):
            found.append((float(smooth[place] / min(before, after)), int(place)))
    return sorted(place for _, place in sorted(found)[:most])


def candidates_of(atoms: Sequence[Atom], together: int = MOST_TOGETHER) -> list[Candidate]:
    """Return every run of at most `together` neighbouring atoms that is no wider than a character can be.

    An atom alone is always a candidate, however wide, so that every line has a reading.
    """
    found = []
    for first in range(len(atoms)):
        joined = atoms[first]
        found.append(_candidate(first, first + 1, joined))
        for last in range(first + 1, min(first + together, len(atoms))):
            gap = atoms[last].left - joined.right
            joined = _joined(joined, atoms[last])
            if gap > WIDEST_GAP or joined.right - joined.left > WIDEST:
                break
            found.append(_candidate(first, last + 1, joined))
    return found


def _candidate(first: int, last: int, atom: Atom) -> Candidate:
    return Candidate(first, last, (atom.left, atom.top, atom.right, atom.bottom), atom.labels)


def _overlap(one: Atom, other: Atom) -> float:
    """Return how much of the narrower atom's columns the other shares, 0 to 1."""
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared / min(one.right - one.left, other.right - other.left)


def _joined(one: Atom, other: Atom) -> Atom:
    return Atom(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
        tuple(sorted({*one.labels, *other.labels})),
    )
