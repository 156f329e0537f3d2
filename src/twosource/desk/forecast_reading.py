"""What somebody typed for a forecast, read: a probability in words or figures, a day to come, a name.

Words are taken in every language of the vocabulary, figures in Western and Arabic digits.
"""

import re
from datetime import date

from twosource.dates import parse_span
from twosource.errors import UsageError
from twosource.terms import vocabulary
from twosource.weighing.near_words import figure_of, near_likelihood, word_said

NOTHING_KEPT = "Nothing was recorded."
_FIGURE = re.compile(r"[+-]?\d*[.]?\d+(?:e[+-]?\d+)?", re.IGNORECASE)
_DECIMALS = str.maketrans({"٫": ".", ",": ".", "،": "."})


def read_probability(text: str) -> tuple[float, str]:
    """Return (p, word) of what was typed: a likelihood word at its point, or a figure and no word.

    Raises UsageError for anything else, and for 0 and 1, which no evidence could ever move.
    """
    term = word_said(text)
    if term is not None and term.point is not None:
        return term.point, term.value
    figures = text.strip().translate(_DECIMALS)
    if not _FIGURE.fullmatch(figures):
        near, share = near_likelihood(text), figure_of(text)
        known = ", ".join(f"“{w}”" for w in vocabulary("likelihood").values())
        raise refused(
            f"“{text}” is neither a likelihood word nor a figure."
            + (f" As a figure it is {share:g}." if share is not None else "")
            + (f" The nearest word is “{near}”." if near else ""),
            f"Say it in one of the seven words ({known}) or as a figure such as .65.",
        )
    p = float(figures)
    if p in (0.0, 1.0):
        raise refused(
            f"A forecast of {p:g} could not be moved by any evidence, and nobody knows that much.",
            "The outermost words are “almost no chance” (.03) and “almost certain” (.97).",
        )
    if not 0.0 < p < 1.0:
        hint = f" {text.strip()} of a hundred is {p / 100:.2f}." if 1.0 < p < 100.0 else ""
        raise refused(f"{text.strip()} is no probability: it lies outside 0 to 1.{hint}", "Give .65, say.")
    return p, ""


def read_day(text: str, today: date) -> date:
    """Return the last day of what was typed. Raises UsageError for what is no day or has passed."""
    if not text.strip():
        raise refused("A forecast needs the day on which it is settled.", "Add --due 2027-08-01.")
    try:
        due = parse_span(text).end
    except ValueError:
        due = None
    if due is None:
        raise refused(f"{text!r} is no day.", "Write it as 2027-08-01, or 2027-08 for the end of the month.")
    if due < today:
        raise refused(
            f"{text.strip()} lies in the past: what has happened can be looked up and not forecast.",
            "Name a day to come.",
        )
    return due


def refused(happened: str, remedy: str) -> UsageError:
    """Return the error for what cannot be recorded, with what to do instead."""
    return UsageError(happened, safe=NOTHING_KEPT, remedy=remedy)
