"""The sentences of a grade, made from its figures."""

from collections.abc import Sequence

from twosource.terms import likelihood_word
from twosource.weighing.reliability.admiralty import letter_of, open_numbers
from twosource.weighing.reliability.credibility import Expected
from twosource.weighing.reliability.judged import CANNOT_JUDGE, NO_OTHER, judged
from twosource.weighing.reliability.posterior import Posterior
from twosource.weighing.words import figure, quoted

NO_BAD_GRADE = "F is no bad grade: it says that nobody can tell."


def items(n: float) -> str:
    """Return how many items a record is worth: "3.3 separate, fully checked items"."""
    if n < 0.05:
        return "no separate, fully checked item"
    one = round(n, 1) == 1.0
    return "1 separate, fully checked item" if one else f"{n:,.1f} separate, fully checked items"


def sure(p: float) -> str:
    """Return the share of draws as it is said: never 1, because draws can miss what is rare."""
    return "over .99" if p > 0.995 else figure(p)


def letter_sentence(letter: str, found: Posterior, n_effective: float, has_entries: bool) -> str:
    """Say why it is this letter."""
    least = judged().least_items
    if not has_entries:
        return (
            "No earlier matter of it that turned out is on record, so its reliability cannot be judged. "
            f"{NO_BAD_GRADE}"
        )
    if letter == CANNOT_JUDGE:
        if round(n_effective, 1) >= least:
            short = f"a little less than the {items(least)} that a letter takes"
            return f"Its record is worth {short}. {NO_BAD_GRADE}"
        return f"Its record is worth {items(n_effective)}; a letter takes {least:g}. {NO_BAD_GRADE}"
    worst, best = (letter_of(p, n_effective) for p in (found.low, found.high))
    reach = f" The range reaches from {worst} to {best}." if worst != best else ""
    return (
        f"What it asserts next is {_right(found.mean)} ({figure(found.mean)}; {figure(found.low)} to "
        f"{figure(found.high)}), from a record worth {items(n_effective)}.{reach}"
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
        p = sure(kappa[0]) if kappa else "over .99"
        return f"{without}, nobody else is found to support it ({p}): its credibility cannot be judged."
    hands = max(range(len(kappa)), key=lambda i: (kappa[i], -i))
    pairs = "1 pair of hands supports it" if hands == 1 else f"{hands} separate pairs of hands support it"
    support = f"{without}, {pairs} ({sure(kappa[hands])})"
    if not number:
        first, last = open_numbers(kappa)[0], open_numbers(kappa)[-1]
        return (
            f"{support}, but nobody said how probable it is: it is no item of a question that was weighed "
            f"with others. Until then anything from {first} to {last} is possible."
        )
    best = max(expected, key=lambda e: (e.p, e.item))
    said = (
        f"{support}. From all else that was weighed, {quoted(best.text)} was to be expected of a sound "
        f"source: {likelihood_word(best.p)} ({figure(best.p)})."
    )
    if number != "1":
        said += f" What the others say of it is not counted in, so {number} is the worst it can be."
    if len(expected) > 1:
        said += f" It bears on {len(expected)} items; the highest of their lower bounds counts."
    if number == "2" and best.p >= 0.9:
        said += " For 1 it takes two separate pairs of hands without it."
    return said
