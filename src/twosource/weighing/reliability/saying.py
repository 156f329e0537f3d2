"""The sentences of a grade, made from its figures."""

from collections.abc import Sequence

from twosource.terms import likelihood_word
from twosource.weighing.reliability.admiralty import open_numbers
from twosource.weighing.reliability.credibility import Expected
from twosource.weighing.reliability.judged import CANNOT_JUDGE, NO_OTHER, judged
from twosource.weighing.reliability.posterior import Posterior
from twosource.weighing.words import figure, quoted


def items(n: float) -> str:
    """Return how many items a record is worth: "3.3 items", "no item"."""
    if n < 0.05:
        return "no item"
    return "1 item" if round(n, 1) == 1.0 else f"{n:.1f} items"


def letter_sentence(letter: str, found: Posterior, n_effective: float, has_entries: bool) -> str:
    """Say why it is this letter."""
    least = judged().least_items
    if not has_entries:
        return "No earlier matter of it that turned out is on record, so its reliability cannot be judged."
    if letter == CANNOT_JUDGE:
        return (
            f"Its record is worth {items(n_effective)} that stood for itself and was fully checked; a letter "
            f"needs {least:g}."
        )
    name, low, high = next(band for band in judged().letters if band[0] == letter)
    return (
        f"What it asserts next is {_right(found.mean)} ({figure(found.mean)}; {figure(found.low)} to "
        f"{figure(found.high)}), from a record worth {items(n_effective)}: {name} goes from {figure(low)} to "
        f"{figure(high)}."
    )


def _right(p: float) -> str:
    word = likelihood_word(p)
    return f"{word} to be right" if word not in ("roughly even", "almost no chance") else _odd(word)


def _odd(word: str) -> str:
    return "as likely right as wrong" if word == "roughly even" else "right with almost no chance"


def number_sentence(
    number: str, names: Sequence[str], kappa: Sequence[float], expected: Sequence[Expected]
) -> str:
    """Say why it is this digit, or what is missing for one."""
    without = f"Without {' and '.join(names)}"
    if number == NO_OTHER:
        p = figure(kappa[0]) if kappa else "1"
        return f"{without}, nobody else is found to support it ({p}): its credibility cannot be judged."
    hands = max(range(len(kappa)), key=lambda i: (kappa[i], -i))
    pairs = "1 pair of hands supports it" if hands == 1 else f"{hands} separate pairs of hands support it"
    support = f"{without}, {pairs} ({figure(kappa[hands])})"
    if not number:
        first, last = open_numbers(kappa)[0], open_numbers(kappa)[-1]
        return (
            f"{support}, but nobody said how probable it is: it is no item of a question that was weighed "
            f"with others. Until then anything from {first} to {last} is possible."
        )
    least = min(expected, key=lambda e: (e.p, e.item))
    said = (
        f"{support}. From all else that was weighed, {quoted(least.text)} was to be expected of a sound "
        f"source: {likelihood_word(least.p)} ({figure(least.p)})."
    )
    if len(expected) > 1:
        said += f" It bears on {len(expected)} items; the least expected of them counts."
    if number == "2" and least.p >= 0.9:
        said += " For 1 it takes two separate pairs of hands without it."
    return said
