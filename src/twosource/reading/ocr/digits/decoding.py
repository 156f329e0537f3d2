"""From the best reading of a line to its numbers: runs of digits, parted at spaces, in one alphabet each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
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
from twosource.reading.ocr.digits.paths import DIGITS, PLACE, Read
from twosource.reading.ocr.digits.spacing import Placed, looks
from twosource.reading.ocr.digits.strips import BODY, Strip

WIDEST_SPACE = 1.2 * BODY
"""Between neighbours of one number at most: in a typewriter's face so much lies around a zero."""

LOW = (PLACE["."], PLACE[","])
DOTS = (PLACE["٠"], *LOW)
TWO_LEVELS = 0.16 * BODY
LEVEL_SAYS = 4.0
OTHER_SHAPE = 1.0
"""Log probabilities; set on tuning families."""


def runs_of(path: Sequence[Read]) -> Iterator[list[Read]]:
    """Yield the runs of neighbours that are digits, with the separators between them."""
    run: list[Read] = []
    for one in path:
        is_near = not run or one.candidate.box[0] - run[-1].candidate.box[2] <= WIDEST_SPACE
        if run and not (one.is_written and is_near):
            yield from trimmed(run)
            run = []
        if one.is_written:
            run.append(one)
    yield from trimmed(run)


def trimmed(run: Sequence[Read]) -> Iterator[list[Read]]:
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


def levelled(runs: Sequence[Sequence[Read]]) -> list[list[Read]]:
    """Return the runs of a line with its dots told apart by where they stand, if they stand on two levels.

    A zero is a dot halfway up the digits, a stop or a comma one on the line; a face that sets its zeros low
    sets them all low, so one level alone says nothing.
    """
    dots = [one for run in runs for one in run if one.best in DOTS]
    middles = [(one.candidate.box[1] + one.candidate.box[3]) / 2 for one in dots]
    if not dots or max(middles) - min(middles) < TWO_LEVELS:
        return [list(run) for run in runs]
    between = (max(middles) + min(middles)) / 2
    return [[_set_level(one, between) if one.best in DOTS else one for one in run] for run in runs]


def _set_level(one: Read, between: float) -> Read:
    is_low = (one.candidate.box[1] + one.candidate.box[3]) / 2 > between
    moved = one.scores.copy()
    moved[[*LOW]] += LEVEL_SAYS if is_low else -LEVEL_SAYS
    return replace(one, scores=moved - np.logaddexp.reduce(moved))


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


def _scores(one: Read, alphabet: Alphabet) -> NDArray[np.float32]:
    """Return the scores of the ten digits of an alphabet and the separators.

    Four, five and six of the other Arabic alphabet count as well, at a price: what a digit is worth
    is the same, and faces differ in which shape they give it.
    """
    own = one.scores[[PLACE[shape] for shape in (*SHAPES[alphabet], *SEPARATORS)]]
    twin = {Alphabet.ARABIC: Alphabet.PERSIAN, Alphabet.PERSIAN: Alphabet.ARABIC}.get(alphabet)
    if twin is None:
        return own
    other = one.scores[[PLACE[shape] for shape in SHAPES[twin]]] - OTHER_SHAPE
    return np.concatenate([np.maximum(own[:10], other), own[10:]])


def _total(run: Sequence[Read], alphabet: Alphabet) -> float:
    return float(sum(_scores(one, alphabet).max() for one in run))


def _character(one: Read, alphabet: Alphabet, strip: Strip) -> ReadDigit:
    scores = _scores(one, alphabet)
    best = int(np.argmax(scores))
    text = (WRITTEN[alphabet] + SEPARATORS)[best]
    return ReadDigit(
        text=text,
        box=strip.box_in_picture(one.candidate.box),
        confidence=float(np.exp(scores[best])),
    )
