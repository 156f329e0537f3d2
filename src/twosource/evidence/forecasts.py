"""Forecasts with probabilities, how they turned out, and what an assessment moved.

The desk marks its own work: only so does it learn what its words are worth.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from twosource.evidence.testimony import Made


class CameTrue(StrEnum):
    """How a forecast turned out."""

    YES = "yes"
    NO = "no"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One sentence about what will be known by a day, with a probability and the word it was said in.

    Never changed: a second thought is a new forecast with the same `text` and `due`.
    """

    forecast_id: str
    text: str
    p: float
    word: str
    due: date
    at: datetime
    question_id: str = ""
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastOutcome:
    """How a forecast turned out, on what evidence, by whose judgement. The latest counts."""

    outcome_id: str
    forecast_id: str
    came_true: CameTrue
    at: datetime
    evidence: tuple[str, ...] = ()
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBin:
    """The forecasts said in one word: the mean figure said, the share that came true, and its range.

    `low` to `high` is the exact range (Clopper and Pearson 1934) that `range_share` of the curve names, as if
    each forecast came true by itself; `n_true` of `n` did.
    """

    word: str
    p_mean: float
    observed: float
    low: float
    high: float
    n: int
    n_true: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationCurve:
    """What somebody's words were worth: one bin per likelihood word used, lowest first.

    `brier` is the mean of (p - outcome)^2 over all `n` forecasts, 0 to 1; both are 0 where there are none.
    """

    bins: tuple[CalibrationBin, ...]
    brier: float
    n: int
    range_share: float = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One thing that changed between two assessments: what, by whom, and how far it moved each hypothesis.

    `about` names the part in a word, such as "item letter_1", so that putting in and taking out can be told
    to be about one thing. `decibans` per hypothesis of the later assessment: Shapley shares, which add up to
    the whole move where few things changed; else what taking this one change back moves, and the rest is a
    move of its own, about "interplay".
    """

    what: str
    by: str
    decibans: tuple[float, ...]
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """What one new assessment of a question moved: before, after, in decibans, and because of whom.

    `decibans` are 10 log10 of the change of the odds of each hypothesis against all others. They are empty,
    and so are `moves`, where the hypotheses themselves changed: then `because` says so.
    """

    change_id: str
    question_id: str
    at: datetime
    before_id: str
    after_id: str
    hypotheses: tuple[str, ...]
    p_before: tuple[float, ...]
    p_after: tuple[float, ...]
    decibans: tuple[float, ...]
    moves: tuple[Move, ...] = ()
    because: tuple[str, ...] = ()
