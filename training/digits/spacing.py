"""Learns how far apart two digits of one number stand, and two numbers with a space between."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from bench.digits_fonts import ARABIC, Family
from bench.digits_pages import FIRST_CHARACTER, Drawn, drawn, face_of
from bench.digits_text import Token, number
from numpy.typing import NDArray

from training.digits.measuring import logistic
from twosource.reading.ocr.digits.decoding import NARROW
from twosource.reading.ocr.digits.strips import Box

SIZE = 40
NUMBERS = 24


def spacing_of(given: Sequence[Family], rng: np.random.Generator) -> tuple[float, ...]:
    """Return the weights of a space between digits (see `decoding.parted`), fitted on drawn numbers."""
    seen, apart = [], []
    for family in given:
        lines = [_plain_numbers(rng) for _ in range(4)]
        face = face_of(str(rng.choice(family.files)), family.name, SIZE)
        drawing = drawn(lines, face)
        at = 0
        for tokens in lines:
            count = sum(len(token.visual) for token in tokens)
            pairs = _pairs(drawing, tokens, at)
            at += count
            seen += [values for values, _ in pairs]
            apart += [is_apart for _, is_apart in pairs]
    return tuple(float(weight) for weight in logistic(np.array(seen), np.array(apart, float)))


def _plain_numbers(rng: np.random.Generator) -> list[Token]:
    found = [number(rng, ARABIC) for _ in range(NUMBERS // 4)]
    return [Token(one.number.replace("-", "/"), one.number.replace("-", "/")) for one in found]


def _pairs(drawing: Drawn, tokens: Sequence[Token], at: int) -> list[tuple[tuple[float, ...], bool]]:
    """Return what is seen of each pair of neighbouring digits of a line, and whether a space parts them."""
    placed = []
    for number_, token in enumerate(tokens):
        for character in token.visual:
            box = _box_of(drawing.owners, at + FIRST_CHARACTER)
            at += 1
            if box:
                placed.append((box, character, number_))
    placed.sort()
    pairs = [(a, b) for a, b in pairwise(placed) if a[1] in ARABIC and b[1] in ARABIC]
    if not pairs:
        return []
    step = float(np.median([_step(a[0], b[0]) for a, b in pairs]))
    tall = [box[3] - box[1] for box, character, _ in placed if character in ARABIC]
    height = float(np.median([high for high in tall if high > 0.5 * max(tall)]))
    return [
        (
            (
                (b[0][0] - a[0][2]) / height,
                _step(a[0], b[0]) / height,
                _step(a[0], b[0]) / step,
                float(a[1] in NARROW),
                float(b[1] in NARROW),
                1.0,
            ),
            a[2] != b[2],
        )
        for a, b in pairs
    ]


def _step(one: Box, other: Box) -> float:
    return (other[0] + other[2] - one[0] - one[2]) / 2


def _box_of(owners: NDArray[np.int16], owner: int) -> Box | None:
    rows, columns = np.nonzero(owners == owner)
    if not len(rows):
        return None
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1
