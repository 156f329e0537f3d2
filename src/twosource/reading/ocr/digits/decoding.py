"""From scored candidates to numbers: the best reading of the whole line, then the runs of digits in it.

Each path through the atoms reads every atom once. Its worth is the sum of the log probabilities of
its candidates, each counted once per atom, so that joining atoms is no gain by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, expm1, log

import numpy as np
from numpy.typing import NDArray

from twosource.reading.ocr.digits.numbers import (
    CLASSES,
    SEPARATORS,
    SHAPES,
    WRITTEN,
    Alphabet,
    ReadDigit,
    ReadNumber,
    in_logical_order,
)
from twosource.reading.ocr.digits.segments import Candidate
from twosource.reading.ocr.digits.strips import BODY, Strip

PLACE = {name: number for number, name in enumerate(CLASSES)}
N_WRITTEN = PLACE["mark"]
DIGITS = len(CLASSES[:N_WRITTEN]) - len(SEPARATORS)
NOT_NUMBER = (PLACE["mark"], PLACE["letter"])

WIDEST_SPACE = 1.2 * BODY
"""Between neighbours of one number at most: in a typewriter's face so much lies around a zero."""

NARROW = "٠١0۰1۱"
LEAST_SURE = -14.0


@dataclass(frozen=True, slots=True)
class Read:
    """One candidate of the best path with its scores; `is_written` where a digit or separator won."""

    candidate: Candidate
    scores: NDArray[np.float32]
    is_written: bool

    @property
    def best(self) -> int:
        """The likeliest digit or separator."""
        return int(np.argmax(self.scores[:N_WRITTEN]))


def best_path(candidates: Sequence[Candidate], scores: NDArray[np.float32], atoms: int) -> list[Read]:
    """Return the candidates that read every atom once and together are likeliest, from left to right.

    Linear in the candidates. A candidate is a character of a number or something else; that it is
    part of a character, or several, speaks for neither.
    """
    written = scores[:, :N_WRITTEN].max(axis=1)
    other = np.logaddexp.reduce(scores[:, NOT_NUMBER], axis=1)
    worth = np.maximum(np.maximum(written, other), LEAST_SURE)
    best = np.full(atoms + 1, -np.inf)
    best[0] = 0
    chosen = np.full(atoms + 1, -1)
    for number in sorted(range(len(candidates)), key=lambda n: candidates[n].first):
        one = candidates[number]
        total = best[one.first] + (one.last - one.first) * worth[number]
        if total > best[one.last]:
            best[one.last], chosen[one.last] = total, number
    path: list[Read] = []
    at = atoms
    while at > 0:
        number = int(chosen[at])
        path.append(Read(candidates[number], scores[number], bool(written[number] > other[number])))
        at = candidates[number].first
    return path[::-1]


def runs_of(path: Sequence[Read]) -> Iterator[list[Read]]:
    """Yield the runs of neighbours that are digits, with the separators between them."""
    run: list[Read] = []
    for one in path:
        is_near = not run or one.candidate.box[0] - run[-1].candidate.box[2] <= WIDEST_SPACE
        if run and not (one.is_written and is_near):
            yield from _trimmed(run)
            run = []
        if one.is_written:
            run.append(one)
    yield from _trimmed(run)


def _trimmed(run: list[Read]) -> Iterator[list[Read]]:
    """Yield a run without the separators at its ends and parted where two follow one another."""
    part: list[Read] = []
    pending: list[Read] = []
    for one in run:
        if one.best < DIGITS:
            if len(pending) > 1:
                yield from [part] if part else []
                part, pending = [], []
            part = [*part, *pending, one] if part else [one]
            pending = []
        else:
            pending.append(one)
    if part:
        yield part


def parted(runs: Sequence[Sequence[Read]], spacing: Sequence[float]) -> Iterator[list[Read]]:
    """Yield the runs of a line, parted where the step from digit to digit holds a space between numbers.

    Some faces set digits at equal steps and some do not, so both the gap and the step count: with
    gap, step in heights of a digit, step in median steps of the line, whether each digit is
    narrow, and 1, the weights of `spacing` make the log odds of a space (a logistic curve fitted on
    drawn lines).
    """
    pairs = [pair for run in runs for pair in pairwise(run) if all(one.best < DIGITS for one in pair)]
    steps = [_step(*pair) for pair in pairs]
    if not steps:
        yield from (list(run) for run in runs)
        return
    step = float(np.median(steps))
    tall = [one.candidate.box[3] - one.candidate.box[1] for run in runs for one in run if one.best < DIGITS]
    height = float(np.median([high for high in tall if high > 0.5 * max(tall)]))
    for run in runs:
        part = [run[0]]
        for one, other in pairwise(run):
            if one.best < DIGITS and other.best < DIGITS:
                gap = (other.candidate.box[0] - one.candidate.box[2]) / height
                far = _step(one, other)
                narrow = (float(CLASSES[digit.best] in NARROW) for digit in (one, other))
                seen = (gap, far / height, far / step, *narrow, 1.0)
                if sum(weight * value for weight, value in zip(spacing, seen, strict=True)) > 0:
                    yield part
                    part = []
            part.append(other)
        yield part


def _step(one: Read, other: Read) -> float:
    """Return how far the middles of two neighbours are apart."""
    return (sum(other.candidate.box[::2]) - sum(one.candidate.box[::2])) / 2


def number_of(run: Sequence[Read], strip: Strip, calibration: tuple[float, float]) -> ReadNumber:
    """Return the number of a run, read with the digits of one alphabet: the one that fits all best.

    The confidence is 1 / (1 + exp(-(a x + b))), x being the log odds of the product of the
    probabilities of the characters (Platt 1999).
    """
    totals = {alphabet: _total(run, alphabet) for alphabet in Alphabet}
    alphabet = max(totals, key=lambda one: totals[one])
    characters = tuple(_character(one, alphabet, strip) for one in run)
    slope, offset = calibration
    sure = slope * _log_odds(totals[alphabet]) + offset
    boxes = np.array([one.candidate.box for one in run])
    return ReadNumber(
        text=in_logical_order("".join(one.text for one in characters), alphabet),
        box=strip.box_in_picture((*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))),
        confidence=1 / (1 + exp(-sure)),
        alphabet=alphabet,
        characters=characters,
    )


def _log_odds(total: float) -> float:
    """Return the log odds of a probability given as its logarithm, within -12 and 12."""
    least, most = -12.0, -6e-6
    held = min(max(total, least), most)
    return held - log(-expm1(held))


def _places(alphabet: Alphabet) -> list[int]:
    return [PLACE[shape] for shape in (*SHAPES[alphabet], *SEPARATORS)]


def _total(run: Sequence[Read], alphabet: Alphabet) -> float:
    places = _places(alphabet)
    return float(sum(one.scores[places].max() for one in run))


def _character(one: Read, alphabet: Alphabet, strip: Strip) -> ReadDigit:
    places = _places(alphabet)
    best = int(np.argmax(one.scores[places]))
    text = (WRITTEN[alphabet] + SEPARATORS)[best]
    return ReadDigit(
        text=text,
        box=strip.box_in_picture(one.candidate.box),
        confidence=float(np.exp(one.scores[places[best]])),
    )
