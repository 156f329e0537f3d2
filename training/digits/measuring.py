"""Measures on families the network has not learnt from, and makes its confidence honest there."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import log
from typing import TypeAlias

import numpy as np
from bench.digits_fonts import Family
from numpy.typing import NDArray

from training.digits.samples import Page, Samples, random_page
from twosource.reading.ocr.digits.network import Network, scores
from twosource.reading.ocr.digits.numbers import CLASSES, Alphabet, ReadNumber
from twosource.reading.ocr.digits.reader import numbers_of
from twosource.reading.ocr.digits.strips import Box, strip_of

Values: TypeAlias = NDArray[np.float64]
COMMAS = str.maketrans("٬", ",")


def temperature_of(network: Network, unseen: Samples) -> float:
    """Return the temperature at which the true classes are likeliest (Guo et al. 2017), by search."""
    logs = scores(network, unseen.seen)
    rows = np.arange(len(unseen))

    def loss(temperature: float) -> float:
        cooled = logs / temperature
        return float((np.logaddexp.reduce(cooled, axis=1) - cooled[rows, unseen.classes]).mean())

    return float(min(np.geomspace(0.4, 3, 60), key=loss))


def characters_right(network: Network, unseen: Samples) -> dict[str, float]:
    """Return the share of candidates right, per class and over digits."""
    best = scores(network, unseen.seen).argmax(axis=1)
    right = best == unseen.classes
    found = {
        name: round(float(right[unseen.classes == number].mean()), 3)
        for number, name in enumerate(CLASSES)
        if (unseen.classes == number).any()
    }
    digits = unseen.classes < 10
    return {
        "all": round(float(right.mean()), 3),
        "Arabic-Indic digits": round(float(right[digits].mean()), 3),
        **found,
    }


def calibrated(
    network: Network, given: Sequence[Family], rng: np.random.Generator
) -> tuple[Network, list[dict[str, float]]]:
    """Return the network with its numbers' confidence fitted on random pages, and a table of how it fits.

    A number counts as right where text and place agree; one that stands where none is, as wrong.
    """
    plain = replace(network, calibration=(1.0, 0.0))
    sums, right = [], []
    for family in given:
        page = random_page(rng, family)
        for one, is_right in judged(page, plain):
            sums.append(log(one.confidence / (1 - one.confidence)))
            right.append(is_right)
    x, y = np.array(sums), np.array(right, float)
    slope, offset = (float(value) for value in logistic(np.stack([x, np.ones_like(x)], axis=1), y))
    sure = 1 / (1 + np.exp(-(slope * x + offset)))
    return replace(network, calibration=(slope, offset)), reliability(sure, y)


def judged(page: Page, network: Network) -> list[tuple[ReadNumber, bool]]:
    """Return every Arabic or Persian number read on a page with whether it is right."""
    truths = truths_of(page)
    found = []
    for box in page.lines:
        strip = strip_of(page.picture, box)
        for one in numbers_of(strip, network) if strip else ():
            if one.alphabet is not Alphabet.LATIN:
                text = truth_at(one.box, truths)
                found.append((one, text is not None and plain_text(text) == plain_text(one.text)))
    return found


def plain_text(text: str) -> str:
    """Return a number with one kind of comma and one code point per value, for comparing."""
    return text.translate(COMMAS).translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"))


def truths_of(page: Page) -> list[tuple[Box, str]]:
    """Return the box on the damaged picture and the text of each number."""
    return [(box, number.text) for box, number in zip(page.numbers, page.drawing.numbers, strict=True)]


def truth_at(box: Box, truths: Sequence[tuple[Box, str]]) -> str | None:
    """Return the text of the number that shares most columns with a box, None where none shares half."""
    best, share = None, 0.5
    for (left, top, right, bottom), text in truths:
        if min(bottom, box[3]) - max(top, box[1]) <= 0.3 * min(bottom - top, box[3] - box[1]):
            continue
        both = min(right, box[2]) - max(left, box[0])
        over = both / max(right - left, box[2] - box[0])
        if over > share:
            best, share = text, over
    return best


def logistic(x: Values, y: Values, steps: int = 60) -> Values:
    """Return the weights of the logistic curve through 0/1 outcomes (Newton's method, slight ridge)."""
    weights = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (p - y) + 1e-2 * weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + 1e-2 * np.eye(x.shape[1])
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def reliability(sure: Values, right: Values) -> list[dict[str, float]]:
    """Return how many numbers were right per band of confidence."""
    edges = (0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 1.01)
    found = []
    for low, high in pairwise(edges):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            found.append(
                {
                    "from": low,
                    "to": min(high, 1),
                    "said": round(float(sure[inside].mean()), 3),
                    "right": round(float(right[inside].mean()), 3),
                    "n": int(inside.sum()),
                }
            )
    return found
