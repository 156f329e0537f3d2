"""From scored candidates to numbers: the best reading of the whole line, then the runs of digits in it.

Each path through the atoms reads every atom once. Its worth is the sum of the log probabilities of
its candidates, each counted once per atom, so that joining atoms is no gain by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
from twosource.reading.ocr.digits.spacing import Placed, looks
from twosource.reading.ocr.digits.strips import BODY, Strip

PLACE = {name: number for number, name in enumerate(CLASSES)}
N_WRITTEN = PLACE["mark"]
DIGITS = len(CLASSES[:N_WRITTEN]) - len(SEPARATORS)
NOT_NUMBER = (PLACE["mark"], PLACE["letter"])

WIDEST_SPACE = 1.2 * BODY
"""Between neighbours of one number at most: in a typewriter's face so much lies around a zero."""

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


def parted(runs: Sequence[Sequence[Read]], weights: Sequence[float]) -> Iterator[tuple[list[Read], float]]:
    """Yield the runs of a line, parted where a space between numbers is likelier than none.

    With each comes the log probability that it was parted, and not parted, in the right places
    (`spacing.looks` times `weights` are the log odds of a space).
    """
    places = [[_placed(one) for one in run] for run in runs]
    for run, pairs in zip(runs, looks(places), strict=True):
        part, sure = [run[0]], 0.0
        for other, seen in zip(run[1:], pairs, strict=True):
            odds = -np.inf if seen is None else float(seen @ np.asarray(weights))
            sure -= float(np.logaddexp(0, -abs(odds)))
            if odds > 0:
                yield part, sure
                part, sure = [], -float(np.logaddexp(0, -odds))
            part.append(other)
        yield part, sure


def _placed(one: Read) -> Placed:
    return Placed(CLASSES[one.best], one.candidate.box, one.best < DIGITS)


def number_of(
    run: Sequence[Read], strip: Strip, calibration: tuple[float, float], apart: float = 0.0
) -> ReadNumber:
    """Return the number of a run, read with the digits of one alphabet: the one that fits all best.

    The confidence is 1 / (1 + exp(-(a x + b))), x being the log odds of the product of the
    probabilities of the characters and of exp(`apart`), that of the number's ends (Platt 1999).
    """
    totals = {alphabet: _total(run, alphabet) for alphabet in Alphabet}
    alphabet = max(totals, key=lambda one: totals[one])
    characters = tuple(_character(one, alphabet, strip) for one in run)
    slope, offset = calibration
    sure = slope * _log_odds(totals[alphabet] + apart) + offset
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
