"""Reads the numbers of a page of Arabic print: from lines, or from one box somebody points at."""

from collections.abc import Sequence

import numpy as np

from twosource.reading.ocr.digits.decoding import levelled, number_of, parted, runs_of, trimmed
from twosource.reading.ocr.digits.features import seen
from twosource.reading.ocr.digits.lines import lines_to_read
from twosource.reading.ocr.digits.network import Floats, Network, scores, shipped
from twosource.reading.ocr.digits.numbers import Alphabet, ReadNumber, in_one_alphabet
from twosource.reading.ocr.digits.paths import PLACE, Read, best_path
from twosource.reading.ocr.digits.segments import Atom, Candidate, Ink, candidates_of, cut, ink_and_atoms
from twosource.reading.ocr.digits.strips import BODY, Box, Grey, Strip, strip_of

CUT_FROM = 0.08
"""An atom is cut where it may be several characters with at least this probability."""

LEAST_CONFIDENCE = 0.25
LEAST_ALONE = 0.75
"""Below these nothing is called a number; one digit alone must be surer, for alef is ١ and a dot is ٠.

Set on tuning families: from two digits on, letters are hardly ever taken for a number at any
confidence, and a doubtful number is worth a look at its picture.
"""

SURE = 0.85
"""From this confidence on a number is not looked at a second time."""

REACH = 1.2
"""How many heights to each side of a pointed-at box are looked at as surroundings."""


def read_numbers(
    picture: Grey, line_boxes: Sequence[Box], *, everywhere: bool = False
) -> tuple[ReadNumber, ...]:
    """Return the numbers in the lines of a page (uint8, height x width, 0 is black), line by line.

    Each box is (left, top, right, bottom) of one line, right and bottom exclusive; lines should be
    level to about a degree. They are grown to where their ink ends; with `everywhere`, which is for
    pages in Arabic throughout, ink outside of all is looked at as well. Numbers of a line stand from
    left to right. European digits are left to the recogniser of words, which reads them well.
    Raises WeightsError.
    """
    found: list[ReadNumber] = []
    for box in lines_to_read(picture, line_boxes, everywhere=everywhere):
        strip = strip_of(picture, box)
        if strip is not None:
            read = (looked_at_again(picture, one) for one in numbers_of(strip, shipped()))
            found += [one for one in read if is_number(one)]
    return in_one_alphabet(found)


def find_numbers(picture: Grey, line_boxes: Sequence[Box]) -> list[Box]:
    """Return the boxes of the numbers in the lines of a page; `read_numbers` finds and reads in one go."""
    return [one.box for one in read_numbers(picture, line_boxes)]


def read_number(picture: Grey, box: Box) -> ReadNumber | None:
    """Return the number in a box of a page (uint8), or None where nothing there looks like one.

    What stands beside the box is looked at and not read. Of several numbers the widest is meant.
    Raises WeightsError.
    """
    strip = strip_of(picture, box, reach=REACH)
    if strip is None:
        return None
    inside = [
        one for one in numbers_of(strip, shipped()) if box[0] <= (one.box[0] + one.box[2]) / 2 <= box[2]
    ]
    return max(inside, key=lambda one: (len(one.text), one.confidence), default=None)


def looked_at_again(picture: Grey, one: ReadNumber) -> ReadNumber:
    """Return a doubtful number as it is read at its own size, if that is surer.

    In some faces digits are half as high as letters, and too small in a line brought to the
    letters' size. A number read anew must take the place of the old one.
    """
    if one.confidence >= SURE or len(one.characters) < 2:
        return one
    again = read_number(picture, one.box)
    if again is None or again.confidence <= one.confidence:
        return one
    left, _, right, _ = one.box
    shared = min(right, again.box[2]) - max(left, again.box[0])
    return again if shared > 0.8 * max(right - left, again.box[2] - again.box[0]) else one


def is_number(one: ReadNumber) -> bool:
    """Say whether a number read in a line of words is one to report."""
    least = LEAST_ALONE if len(one.characters) == 1 else LEAST_CONFIDENCE
    return one.alphabet is not Alphabet.LATIN and one.confidence >= least


def numbers_of(strip: Strip, network: Network) -> list[ReadNumber]:
    """Return everything in a strip that may be a number, from left to right, however unsure."""
    runs = [run for one in levelled(list(runs_of(path_of(strip, network)))) for run in trimmed(one)]
    return [number_of(run, strip, network.calibration, apart) for run, apart in parted(runs, network.spacing)]


def path_of(strip: Strip, network: Network) -> list[Read]:
    """Return the best reading of a strip; candidates that may be several characters are cut, scored again."""
    ink, atoms = ink_and_atoms(strip)
    if not atoms:
        return []
    whole = candidates_of(atoms)
    known = scores(network, seen(ink, whole))
    fine, spans = _cut_where_needed(ink, atoms, whole, known)
    if len(fine) == len(atoms):
        return best_path(whole, known, len(atoms))
    every = [Candidate(spans[c.first], spans[c.last], c.box, c.labels) for c in whole]
    kept = {(c.first, c.last) for c in every}
    new = [c for c in candidates_of(fine) if (c.first, c.last) not in kept]
    both = np.concatenate([known, scores(network, seen(ink, new))])
    return best_path([*every, *new], both, len(fine))


def _cut_where_needed(
    ink: Ink, atoms: Sequence[Atom], whole: Sequence[Candidate], known: Floats
) -> tuple[list[Atom], list[int]]:
    """Return the atoms with those cut that may be several characters, and where each old one now begins."""
    several = np.exp(known[:, PLACE["several"]])
    may_be = {c.first: several[n] for n, c in enumerate(whole) if c.last == c.first + 1}
    fine: list[Atom] = []
    spans = []
    for number, atom in enumerate(atoms):
        spans.append(len(fine))
        is_wide = atom.right - atom.left > 0.35 * BODY
        fine += cut(ink, atom) if is_wide and may_be[number] > CUT_FROM else [atom]
    return fine, [*spans, len(fine)]
