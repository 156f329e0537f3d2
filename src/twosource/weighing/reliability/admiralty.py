"""Letter and digit as outputs, each computed without what the other rests on.

The letter is read off the predictive probability that the next assertion is right, from a record without
the claim in question; the digit off the least probability of the claim without this source. Given by people
from one impression they fall on a diagonal (A1, B2, C3); computed so, neither knows of the other.
"""

from collections.abc import Sequence

from twosource.evidence.reliability import Grade
from twosource.terms import vocabulary
from twosource.weighing.reliability.judged import CANNOT_JUDGE, NO_OTHER, judged
from twosource.weighing.reliability.posterior import Beta

EDGE = 1e-9
"""So that four right of four, (4 + 1) / (4 + 2), is not moved across a band by the last bit."""


def letter_of(p_right: float, n_effective: float) -> str:
    """Return the letter of a predictive probability; F below two items, whatever the mean.

    Raises ValueError for what is no probability.
    """
    if n_effective < judged().least_items - EDGE:
        return CANNOT_JUDGE
    return _in_band(p_right, judged().letters)


def number_of(p_claim: float | None, kappa: Sequence[float]) -> str:
    """Return the digit of a claim without a source; empty where nobody gave the claim a probability.

    `kappa` is the histogram of separate hands without the source: 6 where none is most probable.
    """
    if is_unsupported(kappa):
        return NO_OTHER
    if p_claim is None:
        return ""
    number = _in_band(p_claim, judged().numbers)
    return "2" if number == "1" and sum(kappa[2:]) < judged().two_hands - EDGE else number


def is_unsupported(kappa: Sequence[float]) -> bool:
    """Say whether it is at least as probable that nobody else supports it as that somebody does."""
    return not kappa or kappa[0] >= 0.5


def open_numbers(kappa: Sequence[float]) -> tuple[str, ...]:
    """Return the digits a claim could have, whatever its probability turned out to be."""
    if is_unsupported(kappa):
        return (NO_OTHER,)
    named = tuple(name for name, _, _ in judged().numbers)
    return named if sum(kappa[2:]) >= judged().two_hands - EDGE else named[1:]


def _in_band(p: float, bands: Sequence[tuple[str, float, float]]) -> str:
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"not a probability: {p}")
    return next(name for name, low, _ in bands if p + EDGE >= low)


def grade_prior(grades: Sequence[Grade]) -> Beta | None:
    """Return what grades given elsewhere say beforehand: Beta, mean from the band, worth four items.

    F says that nobody could judge, and is no bad grade: it is left out. Several grades are one impression
    handed round as often as several: their mean is used, worth four items all the same. One grade that
    several people entered is one grade, however often it was entered.
    """
    given = {(" ".join(grade.standard.split()).casefold(), grade.letter) for grade in grades}
    means = [
        (low + high) / 2.0
        for _, letter in sorted(given)
        for name, low, high in judged().letters
        if name == letter
    ]
    if not means:
        return None
    mean, items = sum(means) / len(means), judged().grade_items
    return mean * items, (1.0 - mean) * items


def letter_words(letter: str) -> str:
    """Return a letter in the words of the scale: "F, cannot be judged"."""
    return f"{letter}, {vocabulary('reliability')[letter].label()}"


def number_words(number: str) -> str:
    """Return a digit in the words of the scale; 2 to 5 rest on a lower bound and say so: "3 or better"."""
    said = vocabulary("credibility")[number].label()
    return f"{number}, {said}" if number in ("1", NO_OTHER) else f"{number} or better, {said} at worst"
