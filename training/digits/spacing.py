"""Learns how far apart two digits of one number stand, and two numbers with a space between."""

from collections.abc import Sequence
from itertools import pairwise
from math import log

import numpy as np
from bench.digits_fonts import ARABIC, Family
from bench.digits_pages import FIRST_CHARACTER, Drawn, drawn, face_of
from bench.digits_text import Token, number
from numpy.typing import NDArray

from training.digits.measuring import logistic
from twosource.reading.ocr.digits.spacing import Placed, looks
from twosource.reading.ocr.digits.strips import Box

SIZE = 40
LINES = 5
FILES = 3
ADJACENT = 0.03
"""How often two neighbouring digits of a page belong to two numbers: rarer than drawn here. Judged."""


def spacing_of(given: Sequence[Family], rng: np.random.Generator) -> tuple[float, ...]:
    """Return the weights of a space between digits (`spacing.looks`), fitted on drawn lines of numbers.

    Values are brought to one scale for the fit, and the scale is worked into the weights.
    """
    seen, apart = [], []
    for family in given:
        for _ in range(FILES):
            lines = [_plain_numbers(rng) for _ in range(LINES)]
            drawing = drawn(lines, face_of(str(rng.choice(family.files)), family.name, SIZE))
            at = 0
            for tokens in lines:
                for values, is_apart in _pairs(drawing, tokens, at):
                    seen.append(values)
                    apart.append(is_apart)
                at += sum(len(token.visual) for token in tokens)
    values = np.array(seen)
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    middle[-1], spread[-1] = 0, 1
    weights = logistic((values - middle) / spread, np.array(apart, float)) / spread
    weights[-1] -= (weights * middle).sum()
    share = float(np.mean(apart))
    weights[-1] += log(ADJACENT / (1 - ADJACENT)) - log(share / (1 - share))
    return tuple(float(weight) for weight in weights)


def _plain_numbers(rng: np.random.Generator) -> list[Token]:
    """Return one to three numbers without brackets and without parts that stand the other way round."""
    found = [number(rng, ARABIC).number.replace("-", "/") for _ in range(rng.integers(1, 4))]
    return [Token(one, one) for one in found]


def _pairs(drawing: Drawn, tokens: Sequence[Token], at: int) -> list[tuple[NDArray[np.float64], bool]]:
    """Return what is seen of each pair of neighbouring digits of a line, and whether a space parts them."""
    placed = []
    for place, token in enumerate(tokens):
        for character in token.visual:
            box = _box_of(drawing.owners, at + FIRST_CHARACTER)
            at += 1
            if box:
                placed.append((box, place, character))
    placed.sort()
    run = [Placed(character, box, character in ARABIC) for box, _, character in placed]
    apart = [one[1] != other[1] for one, other in pairwise(placed)]
    seen = looks([run])[0] if run else []
    return [(values, is_apart) for values, is_apart in zip(seen, apart, strict=True) if values is not None]


def _box_of(owners: NDArray[np.int16], owner: int) -> Box | None:
    rows, columns = np.nonzero(owners == owner)
    if not len(rows):
        return None
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1
