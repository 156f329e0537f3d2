"""How often such a reading is right: measured on a benchmark, and found by people in this very case.

A figure without the language, the number behind it and the data set misleads, so these stand in one
value, and a step that nobody measured says so in words. The case is not the benchmark: where people have
looked at enough readings of a kind, their own rate stands beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import sqrt
from typing import Any

from twosource.evidence.testimony import Made
from twosource.terms import load_table

Z_90 = 1.6448536269514722
ENOUGH = 20
# Below so many a share is printed with its interval: "100 of 100" of thirty sentences promises too much.
FEW = 200
SPEAKER = "speaker"
OWN_VOICE = "own voice"
# How attributing words its reasons where a model was heard beside the rules.
WITH_MODEL = "the model agrees"
DISPUTED = ("the rules name ", "the model names ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a benchmark found of one step in one language, made in one way.

    `figure` is the share of right readings among `n`; `material` the kind of text in one word,
    `data` the data set, `command` what prints the figure again. `is_tuned` says that the makers had
    read those texts, so that the figure flatters.
    """

    step: str
    language: str
    method: str
    figure: float
    n: int
    material: str
    data: str
    date: str
    command: str
    is_tuned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRate:
    """How many readings of one kind people found right in this case."""

    n_right: int
    n: int

    @property
    def is_enough(self) -> bool:
        """Say whether so many were looked at that the rate means something."""
        return self.n >= ENOUGH

    @property
    def interval(self) -> tuple[float, float]:
        """The 90 % interval of the rate."""
        return wilson(self.n_right, self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingKind:
    """Readings that one figure speaks of: a step, a language, and the way it was made."""

    step: str
    language: str
    method: str


def wilson(n_right: int, n: int, z: float = Z_90) -> tuple[float, float]:
    """Return the interval of a share after Wilson 1927; (0, 1) where nothing was looked at.

    Unlike the textbook interval it stays within 0 and 1 and is honest for few cases and for shares near
    the ends. `z` 1.645 gives 90 %. Raises ValueError unless 0 <= n_right <= n.
    """
    if not 0 <= n_right <= n:
        raise ValueError(f"{n_right} of {n} is no share")
    if n == 0:
        return 0.0, 1.0
    share, square = n_right / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    # At either end the formula gives the end itself, which floating point misses by a hair.
    return 0.0 if n_right == 0 else middle - half, 1.0 if n_right == n else middle + half


def method_of(made: Made, language: str) -> str:
    """Return the way a suggestion was made as the tables name it: a rule, a rule beside a model, a model.

    The reasons of a suggestion open with the rule's name and a colon; the publisher's own voice has
    none. Where a model was there and kept silent, only the probability tells, so it decides.
    """
    head, colon, _ = made.why.partition(":")
    if not colon:
        return OWN_VOICE
    rule = head.strip()
    ways = [f"{rule} and model" if WITH_MODEL in made.why else rule, f"{rule} without model"]
    for way in ways if made.p is not None else ():
        measure = _table().get((SPEAKER, language, way))
        if measure is not None and measure.figure == made.p:
            return way
    return ways[0]


def is_disputed(made: Made) -> bool:
    """Say whether rules and model read the passage differently, as the reasons of a suggestion tell."""
    return any(words in made.why for words in DISPUTED)


def measured_for(step: str, language: str, method: str = "") -> Measure | None:
    """Return what was measured of a step in a language, made in this way; None where nobody measured it.

    A figure for the step as a whole (its method is empty) speaks for every method without one of
    its own, but not for the publisher's own voice, where nobody is credited.
    """
    table = _table()
    own = table.get((step, language, method))
    return own if own is not None or method == OWN_VOICE else table.get((step, language, ""))


def is_measured_at_all(step: str, language: str) -> bool:
    """Say whether there is any figure for a step in a language."""
    return any(key[:2] == (step, language) for key in _table())


@cache
def _table() -> Mapping[tuple[str, str, str], Measure]:
    """Return both tables as one: the rules' own figures, and those of every other step."""
    rules, others = load_table("attributing_measured"), load_table("measured")
    rows = [*_of_rules(rules), *(_measure(row) for row in others.get("measured", ()))]
    return {(row.step, row.language, row.method): row for row in rows}


def _of_rules(table: Mapping[str, Any]) -> Iterable[Measure]:
    shared = {
        "step": SPEAKER,
        "data": table["standard"],
        "date": "",
        "command": "",
        **table.get("shared", {}),
    }
    for row in table["measured"]:
        own = {k: v for k, v in row.items() if k not in {"rule", "p"}}
        yield _measure({**shared, **own, "method": row["rule"], "figure": row["p"]})


def _measure(row: Mapping[str, Any]) -> Measure:
    measured_on = row["date"]
    return Measure(
        step=row["step"],
        language=row["language"],
        method=row.get("method", ""),
        figure=float(row["figure"]),
        n=int(row["n"]),
        material=row.get("material", "news"),
        data=row["data"],
        date=measured_on.isoformat() if isinstance(measured_on, date) else str(measured_on),
        command=row["command"],
        is_tuned=bool(row.get("tuned", False)),
    )


def accuracy_in_words(kind: ReadingKind, rate: CaseRate | None = None, shown_in: str = "en") -> str:
    """Return a clause a reporter understands: how often such readings are right, and on how many.

    `shown_in` is the language of the page (`en` or `ar`; others get English). A rate of this case on
    fewer than 20 readings is left out.
    """
    words = _words(shown_in)
    language = words["languages"].get(kind.language, words["some_language"])
    measure = measured_for(kind.step, kind.language, kind.method)
    text: str
    if measure is not None:
        text = words["measured_tuned" if measure.is_tuned else "measured"].format(
            language=language,
            material=words["materials"].get(measure.material, measure.material),
            share=_of_100(measure.figure),
            what=words["steps"][kind.step],
            n=f"{measure.n:,}",
        )
        if measure.n < FEW:
            low, high = wilson(round(measure.figure * measure.n), measure.n)
            text += words["range"].format(low=_of_100(low), high=_of_100(high))
    elif is_measured_at_all(kind.step, kind.language):
        text = words["not_this_kind"].format(language=language)
    else:
        text = words["not_measured"].format(language=language)
    if rate is None or not rate.is_enough:
        return text
    low, high = rate.interval
    own: str = words["in_this_case"].format(
        n_right=f"{rate.n_right:,}", n=f"{rate.n:,}", low=_of_100(low), high=_of_100(high)
    )
    return f"{text}{words['join']}{own}"


def _of_100(share: float) -> str:
    """Return a share as a count out of a hundred; never 0 or 100 unless it is exactly that."""
    if 0.0 < share < 0.01:
        return "1"
    if 0.99 < share < 1.0:
        return "99"
    return f"{100 * share:.0f}"


def _words(shown_in: str) -> Mapping[str, Any]:
    words = load_table("measured")["words"]
    found: Mapping[str, Any] = words.get(shown_in) or words["en"]
    return found
